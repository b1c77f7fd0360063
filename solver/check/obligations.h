#pragma once
// What a certificate has to show, as queries without an answer: the checker asks them in a session,
// other solvers read them from files.
#include "solver/engine.h"

#include <string>
#include <vector>

namespace mandate::solver {

struct Obligation {
    struct Part {
        TermId term;
        unsigned frame = 0;
        ClauseId clause; // whose guards it is; none: what binds whoever acts
    };
    std::string name, words;
    char const *otherwise = ""; // what is wrong if it has an answer
    std::vector<Part> parts;    // cannot all be so
};

// In the order in which they are discharged. `terms`: those of `ts`, in which the invariant is
// written. Clauses that are not among `allowed` bind nobody; without it all bind.
// Requires: claim.k >= 1.
std::vector<Obligation> obligations(TransitionSystem const &ts, TermStore &terms,
                                    ClaimedCertificate const &claim,
                                    std::vector<ClauseId> const *allowed);

} // namespace mandate::solver
