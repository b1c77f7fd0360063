#pragma once
// What stands behind a verdict as files that other solvers read.
#include "solver/verify.h"

#include <string>
#include <vector>

namespace mandate::solver {

// SMT-LIB 2.6 over integers. What its words say is so if no solver finds an answer: `unsat`.
struct Query {
    std::string name; // "proof-step", "run-1"; unique in its evidence
    std::string words;
    std::string text;
};

struct Evidence {
    std::vector<Query> queries;
    std::vector<std::string> invariant; // of the proof, if there is one: each part in a line
    std::vector<std::string> any_size;  // of the one for any size
};

// `outcome`: what verify() gave for this property under the same options. Empty if it is undecided.
Evidence evidence(Core const &core, PropertyId property, Options const &options,
                  Outcome const &outcome);

} // namespace mandate::solver
