#pragma once
// All that a renderer gets: every answer with its evidence, and what was asked for.
#include "base/source.h"
#include "dsl/program.h"
#include "solver/answer.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mandate::report {

struct Date {
    int year = 0, month = 0, day = 0;
};

// What another solver says to the evidence of an answer; it refuted none of it.
struct CrossCheck {
    std::string solver; // "cvc5 1.0.3"
    std::size_t queries = 0, agreed = 0;
};

struct Result {
    std::string property, title;
    std::string regime, regime_title;
    Date as_of;                     // day 0 of the stories
    Span place;                     // of the property
    std::vector<std::string> rules; // that the property cites
    compiler::Core const *core = nullptr;
    std::vector<std::pair<std::string, std::string>> given; // question, answer: as if it were said
    solver::Answer answer;
    std::optional<std::string> expected;   // verdict words, as in the `expect` line
    bool met = true;                       // the expectation, if there is one
    std::optional<CrossCheck> cross_check; // if it was asked for and the answer has evidence
};

enum class ExitCode {
    fine = 0,
    not_as_expected = 1,
    usage = 2,
    model_errors = 3,
    nothing_checked = 4,
    open = 5,
    internal = 70
};

struct Report {
    SourceMap const *sources = nullptr;
    dsl::Program const *program = nullptr;
    std::vector<std::unique_ptr<compiler::Core>> cores; // one a regime
    std::vector<Result> results;                        // in order of the text
    std::string silence;      // "open", "closed": the reading that was chosen
    std::string partition;    // "hash:2/8": only this part of the questions was asked; else empty
    std::uint64_t budget = 0; // units of the solver's rlimit a question
    ExitCode exit = ExitCode::fine;
};

// A row of a table of formats: how `What` is written in it.
template <class What>
struct Format {
    char const *name;
    char const *words;
    std::string (*render)(What const &);
};

// "q1 in in_2008 when QUESTION — ANSWER": a question, as it is told from all others.
std::string name_of(Result const &result);

// Is what the property asks whether something can happen?
bool asks_possibility(Result const &result);

// The one answer to an open question that would settle most of what depends in a regime.
struct MostSettling {
    std::string regime, question, answer;
    std::size_t settled = 0, depending = 0;
};
// By regime, in the order of the results; none where fewer than two answers depend.
std::vector<MostSettling> most_settling(Report const &report);

// The day of a story as a date of the calendar of 12 months of 30 days: day 31 reads as 30.
std::string date_words(Date start, std::int64_t day);
// What the evidence reaches: "any length of time; 1 oblast, 1 raion, 2 persons".
std::string reach(Result const &result);

} // namespace mandate::report
