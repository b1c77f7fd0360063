#pragma once
// The evidence of answers as a folder of files that are checked without this program.
#include "base/result.h"
#include "report/report.h"
#include "solver/evidence.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mandate::report {

// Path below the folder to text. `evidence`: by result of the report; `sources`: path and text of
// every file that was read. One folder an answer: what was answered (answer.txt, answer.json), the
// queries (*.smt2), the invariant of a proof. manifest.json lists them with their hashes, check.sh
// asks z3 and cvc5.
std::map<std::string, std::string>
bundle(Report const &report, std::vector<solver::Evidence> const &evidence,
       std::vector<std::pair<std::string, std::string>> const &sources);

struct Manifest {
    struct File {
        std::string path, sha256;
        bool query = false;
    };
    struct Certified {
        std::string property, regime, verdict;
        bool needs_queries = true; // false: undecided, not modelled, or by rank
        std::vector<File> queries, others;
    };
    std::string solver; // that found the evidence: "z3 4.8.12"
    std::vector<File> sources;
    std::vector<Certified> answers;
};
// Fails: unreadable, where the text is no manifest of a bundle.
mandate::Result<Manifest> read_manifest(std::string const &json);

// Is it a text of the kind that a bundle has: declarations, definitions, assertions, and at the end
// one question? Nothing else is given to a solver.
bool is_query(std::string const &text);

} // namespace mandate::report
