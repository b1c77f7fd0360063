#pragma once
// The rules that the four parts of the grammar share. Each part is compiled on its own:
//   grammar_formula.cpp  names, units, refs, values, formulas
//   grammar_way.cpp      votes, consent, ways into office
//   grammar_clause.cpp   what else stands inside an instrument
//   grammar.cpp          declarations, and the entry
#include "dsl/parse/spirit_support.h"
#include "dsl/parse/words.h"

namespace mandate::dsl::grammar {

MANDATE_RULE(unit, ast::Unit);
MANDATE_RULE(ref, ast::Ref);
MANDATE_RULE(tag, ast::Tag);
MANDATE_RULE(duration, ast::Duration);
MANDATE_RULE(fraction, ast::Fraction);
MANDATE_RULE(place, ast::Binder);  // NAME (':' levels)? …: the variable may be one at hand
MANDATE_RULE(binder, ast::Binder); // NAME ':' levels …
MANDATE_RULE(binders, std::vector<ast::Binder>);
MANDATE_RULE(expr, ast::Expr);
MANDATE_RULE(value, ast::Value);
MANDATE_RULE(choice, ast::Choice);
MANDATE_RULE(requirement, ast::Requirement);
MANDATE_RULE(vote_part, ast::Vote); // one line of it
MANDATE_RULE(consultation, ast::Consultation);
MANDATE_RULE(consent, ast::Consent);
MANDATE_RULE(must, Tagged<ast::Must>);
MANDATE_RULE(way, Tagged<ast::Way>);
MANDATE_RULE(way_parts, Tagged<ast::Way>); // in braces: what may come into a way
MANDATE_RULE(bloc, Tagged<ast::Bloc>);
MANDATE_RULE(clause, ast::Clause);
MANDATE_RULE(clauses, std::vector<ast::Clause>); // without braces
MANDATE_RULE(rank_word, ast::Name);

BOOST_SPIRIT_DECLARE(unit_type, ref_type, tag_type, duration_type, fraction_type, place_type,
                     binder_type, binders_type, expr_type, value_type, choice_type,
                     requirement_type, vote_part_type, consultation_type, consent_type, must_type,
                     way_type, way_parts_type, bloc_type, clause_type, clauses_type, rank_word_type)

// A choice among the given kinds of values; `what` for messages.
struct Choosing {
    Allowed allowed;
    template <class Parse>
    bool run(Session &s, Iterator &first, Parse parse) const {
        struct Restore {
            Session &session;
            Allowed before;
            ~Restore() { session.allowed = std::move(before); }
        } const restore{s, std::exchange(s.allowed, allowed)};
        auto const at = s.skip(first);
        auto const mark = s.mark(at);
        if (parse(first)) return true;
        if (s.farthest() == at) s.summarise(at, mark, allowed.what);
        return false;
    }
};
inline auto choice_of(std::string_view what, std::initializer_list<Kind> kinds,
                      std::vector<ast::Word> words = {}) {
    Allowed allowed{{}, std::move(words), what};
    for (auto const kind : kinds) allowed.kinds.set(static_cast<std::size_t>(kind));
    return Directive<Choosing>{{std::move(allowed)}}[choice];
}
inline auto choice_of_words(std::vector<ast::Word> words) {
    return choice_of("one of the values that can stand here, or 'unsettled'", {}, std::move(words));
}

// One of the rows of a table of words.h.
template <class Value, std::size_t Size>
auto one_of(Spelt<Value> const (&table)[Size]) {
    return OneOf<Value>(std::span<Spelt<Value> const>(table));
}

// Tags before and after a brace.
inline auto const tags = tag[AddOwnTag{}];

// Adds one line of a vote to what is known of it.
void take_over(ast::Vote &vote, ast::Vote &&more, Session &s);
struct AddVote {
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        auto &s = session(context);
        if constexpr (requires { x3::_val(context).node.vote; })
            take_over(x3::_val(context).node.vote, std::move(x3::_attr(context)), s);
        else
            take_over(x3::_val(context).vote, std::move(x3::_attr(context)), s);
    }
};
// A requirement inside a way in or a college keeps its citation; the tag of the whole sentence goes
// with each.
inline auto const push_must = [](auto &context) {
    auto &from = x3::_attr(context);
    for (auto &requirement : from.node.requirements) {
        auto copy = from.tag;
        session(context).append(requirement.tag, std::move(copy));
    }
    x3::_val(context).node.musts.push_back(std::move(from.node));
};

using W = ast::Word;

inline auto const block_tags = &quiet[mark("@") | mark("[")] >> tags;
inline auto const colon = mark(":");
inline auto const of_place = [](auto const member) { return -(kw(Keyword::of) > place[member]); };
inline auto const lasting = [] {
    return choice_of("a time such as 4 years, or 'unsettled'",
                     {Kind::duration, Kind::time_parameter}, {W::no_limit});
};
inline auto const counted_choice = [](std::vector<W> words) {
    return choice_of("a whole number, or 'unsettled'", {Kind::number, Kind::number_parameter},
                     std::move(words));
};

} // namespace mandate::dsl::grammar
