#pragma once
// The resolved program: every file of a model together, every name known to be declared, every
// citation to be a rule. What all later stages read. Owns the files; the pointers point into them,
// so a Program is moved, never copied.
#include "dsl/ast.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::dsl {

// Votes and seats are counted up to here.
inline constexpr std::int64_t most_seats = 63;

// A declaration in a table, in order of declaration.
template <class Node>
struct Declared {
    Node const *node = nullptr;
    ast::Tag const *tag = nullptr;
    Span span;
};

template <class Node>
using Table = std::map<std::string, Declared<Node>, std::less<>>;

struct Program {
    Program() = default;
    Program(Program &&) = default;
    Program &operator=(Program &&) = default;

    std::deque<ast::File> files;

    std::vector<ast::Level const *> levels; // containers first
    std::vector<ast::Attribute const *> attributes;
    Table<ast::Authority> authorities;
    Table<ast::OfficeDecl> offices;
    Table<ast::BodyDecl> bodies;
    std::vector<ast::PeopleDecl const *> people;
    std::vector<ast::SuperiorDecl const *> superiors;
    Table<ast::EventDecl> events;
    Table<ast::Instrument> instruments;
    Table<ast::Amendment> amendments;
    Table<ast::Regime> regimes;
    Table<ast::Chain> chains;
    Table<ast::Parameter> parameters;
    Table<ast::Rule> rules;
    Table<ast::Property> properties;
    // Names that some instrument declares: which instrument declares the list, record, report,
    // competence, bloc or college.
    std::multimap<std::string, std::string, std::less<>> lists, records, competences, blocs;
    // By name of an authority, office or body: where it stands, its declaration included.
    std::map<std::string, std::set<Span>, std::less<>> mentions;
    // In order of the text, for deterministic output.
    std::vector<std::string> regime_order, property_order, instrument_order;
};

// Of a time that names no parameter: a month has 30 days, a year 360.
std::int64_t days(ast::Duration const &duration);

// The values of a parameter, both ends among them: in days, in percent, or as such. Without an end
// a time goes on for 360 days, a number to most_seats, a share to the whole.
// Returns: nothing if a share is no whole number of hundredths. Requires: bounds of its kind.
struct Range {
    std::int64_t low = 0, high = 0;
};
std::optional<Range> range_of(ast::Parameter const &parameter);

// The marks that a citation picks: its own, or the first of the cited rule.
// Returns: nothing if it cites no known rule.
std::vector<ast::Mark> marks_of(Program const &program, ast::Citation const &citation);
// The rule ids of a citation with shorthand written out: `D13-R9, R10` is D13-R9 and D13-R10.
std::vector<std::string> rule_ids(Program const &program, ast::Citation const &citation);

} // namespace mandate::dsl
