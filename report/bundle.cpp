#include "report/bundle.h"

#include "base/hash.h"
#include "report/pieces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

namespace mandate::report {

using Json = nlohmann::ordered_json;

namespace {

constexpr char const *schema = "mandate.bundle/1";

constexpr char const *readme = R"(Evidence of answers, to be checked without Mandate
===================================================

manifest.json   the files that were read and every query, each with its SHA-256
check.sh        asks each query of z3 and cvc5, as far as they are installed
REGIME/...      one folder an answer:
  answer.txt      the answer as it was printed
  answer.json     the same for programs, with all runs
  run-N.txt       a run step by step, as it was replayed
  invariant.txt   of a proof: what holds in every state, each line a condition;
                  any-size-invariant.txt: of one for any number of units and persons
  *.smt2          queries in SMT-LIB 2.6 over integers; the first line says what is so
                  if the answer is `unsat`

A proof by induction: the invariant holds at entry, every step keeps it, and where it holds
no step breaks the property. A run: with its values put in, nothing is false that makes it lawful.
)";

constexpr char const *script = R"sh(#!/bin/sh
# Every query must be answered `unsat`. Usage: sh check.sh [SOLVER...]; z3 and cvc5 unless said.
cd "$(dirname "$0")" || exit 2
asked=0 refused=0
for solver in ${*:-z3 cvc5}; do
    if ! command -v "$solver" >/dev/null; then
        echo "$solver is not installed"
        continue
    fi
    for query in $(find . -name '*.smt2' | LC_ALL=C sort); do
        answer=$("$solver" "$query" 2>/dev/null)
        asked=$((asked + 1))
        if [ "$answer" != unsat ]; then
            refused=$((refused + 1))
            echo "$solver $query: $answer"
        fi
    done
done
echo "$asked answers, $refused refused"
[ "$asked" -gt 0 ] && [ "$refused" -eq 0 ]
)sh";

std::string joined(std::vector<std::string> const &lines) {
    std::string text;
    for (auto const &line : lines) text += line + "\n";
    return text;
}

} // namespace

bool is_query(std::string const &text) {
    constexpr std::array heads{"(set-info :smt-lib-version 2.6)", "(set-logic QF_LIA)",
                               "(declare-const ", "(define-fun ", "(assert "};
    std::istringstream in(text);
    std::string last;
    for (std::string line; std::getline(in, line); last = line) {
        if (last == "(check-sat)") return false;              // nothing comes after it
        if (last.empty() && line.starts_with("; ")) continue; // what it is about
        bool const known = line == "(check-sat)" ||
                           std::any_of(heads.begin(), heads.end(),
                                       [&](char const *head) { return line.starts_with(head); });
        // A line is one command as a whole.
        std::int64_t depth = 0;
        bool quoted = false, closed = false;
        for (char const c : line) {
            if (closed) return false;
            if (c == '|') quoted = !quoted;
            if (quoted) continue;
            depth += (c == '(') - (c == ')');
            closed = c == ')' && depth == 0;
        }
        if (!known || depth != 0 || quoted) return false;
    }
    return last == "(check-sat)";
}

std::map<std::string, std::string>
bundle(Report const &report, std::vector<solver::Evidence> const &evidence,
       std::vector<std::pair<std::string, std::string>> const &sources) {
    std::map<std::string, std::string> files{{"README.txt", readme}, {"check.sh", script}};
    Json manifest{{"schema", schema}, {"tool", tool_json()}, {"sources", Json::array()}};
    for (auto const &[path, text] : sources)
        manifest["sources"].push_back({{"path", path}, {"sha256", sha256(text)}});
    manifest["answers"] = Json::array();
    std::map<std::string, int> folders;
    for (std::size_t i = 0; i < report.results.size(); ++i) {
        auto const &result = report.results[i];
        auto folder = result.regime + "/" + result.property;
        // The same question under given answers.
        if (int const before = folders[folder]++; before > 0)
            folder += fmt::format("-{}", before + 1);
        Json answer{{"folder", folder},
                    {"property", result.property},
                    {"regime", result.regime},
                    {"verdict", solver::id_of(result.answer.id)},
                    {"queries", Json::array()}};
        files[folder + "/answer.txt"] = heading_text(report, result) + answer_text(report, result);
        files[folder + "/answer.json"] = answer_json(report, result).dump(2) + "\n";
        for (std::size_t run = 0; run < result.answer.stories.size(); ++run)
            files[folder + fmt::format("/run-{}.txt", run + 1)] =
                story_text(report, result, result.answer.stories[run]);
        if (!evidence[i].invariant.empty())
            files[folder + "/invariant.txt"] = joined(evidence[i].invariant);
        if (!evidence[i].any_size.empty())
            files[folder + "/any-size-invariant.txt"] = joined(evidence[i].any_size);
        auto const &id = result.answer.id;
        answer["needsQueries"] = result.answer.outcome && id != solver::VerdictId::undecided;
        answer["others"] = Json::array();
        for (auto const &[path, text] : files)
            if (path.starts_with(folder + "/"))
                answer["others"].push_back({{"path", path}, {"sha256", sha256(text)}});
        for (auto const &query : evidence[i].queries) {
            auto const path = folder + "/" + query.name + ".smt2";
            auto const &text = files[path] = "; " + query.words + "\n" + query.text;
            answer["queries"].push_back(
                {{"path", path}, {"sha256", sha256(text)}, {"words", query.words}});
        }
        manifest["answers"].push_back(std::move(answer));
    }
    files["manifest.json"] = manifest.dump(2) + "\n";
    return files;
}

mandate::Result<Manifest> read_manifest(std::string const &json) {
    Manifest manifest;
    try {
        auto const j = Json::parse(json);
        if (j.at("schema") != schema)
            return fail(Error::Kind::unreadable, "manifest.json is not that of a bundle");
        auto const file = [](Json const &each, bool inside, bool query) {
            Manifest::File result{each.at("path"), each.at("sha256"), query};
            auto const &path = result.path;
            if (inside && (path.starts_with("/") || path.find("..") != std::string::npos))
                throw std::invalid_argument("a path leads out of the folder: " + path);
            return result;
        };
        manifest.solver = j.at("tool").at("solver");
        for (auto const &each : j.at("sources"))
            manifest.sources.push_back(file(each, false, false));
        for (auto const &each : j.at("answers")) {
            Manifest::Certified one{each.at("property"),
                                    each.at("regime"),
                                    each.at("verdict"),
                                    each.at("needsQueries"),
                                    {},
                                    {}};
            for (auto const &query : each.at("queries"))
                one.queries.push_back(file(query, true, true));
            for (auto const &other : each.at("others"))
                one.others.push_back(file(other, true, false));
            manifest.answers.push_back(std::move(one));
        }
    } catch (std::exception const &error) {
        return fail(Error::Kind::unreadable,
                    std::string("manifest.json cannot be read: ") + error.what());
    }
    return manifest;
}

} // namespace mandate::report
