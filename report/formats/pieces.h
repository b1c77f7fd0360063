#pragma once
// Private to report/formats: what several formats say of an answer.
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace mandate::report {

using Json = nlohmann::ordered_json;

// What an answer means for a run of checks, as its exit code does: an expectation that is met is a
// pass whatever the verdict.
enum class Outcome { pass, fail, open };
Outcome outcome(Json const &result);

// "depends on what the texts leave open"
std::string verdict_words(std::string const &id);
// "q1 in in_2008 when QUESTION — ANSWER"
std::string name(Json const &result);
// "D555@presenter [D13-R6]"
std::string label(Json const &clause);
std::string labels(Json const &clauses, std::string_view between);
// The verdict in one sentence: what was expected instead, what it depends on, why nothing is known.
std::string sentence(Json const &result);
// "the question — its answer, and …"
std::string together(Json const &condition);
struct Side {
    std::string verdict;
    std::vector<std::string> conditions; // any of them will do; never empty
};
// Of an answer that depends; empty if what decides it is too much to list.
std::vector<Side> sides(Json const &result);
// A step in a line, without its date: "president appoints A as akim of oblast-1 (9 for, 3
// against)".
std::string words(Json const &step);
// None if there is none.
Json const *first_run(Json const &result);
// The first run, a line a step, with dates and clauses; empty if there is none.
std::vector<std::string> story(Json const &result);
// "551 answers: 340 holds, …; all 551 expectations met"
std::string summary(Json const &report);

// Without characters that XML does not allow, and that no reader should act on.
std::string plain(std::string const &text);

// Of the object in the HTML report.
constexpr char const *data_begins = R"(<script type="application/json" id="report">)";

std::string csv(Json const &report);
std::string github(Json const &report);
std::string html(Json const &report);
std::string junit(Json const &report);
std::string latex(Json const &report);
std::string markdown(Json const &report);
std::string sarif(Json const &report);
std::string tap(Json const &report);

} // namespace mandate::report
