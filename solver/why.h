#pragma once
// What carries an answer: of a proof the clauses without which it fails, of a run those that
// together allow it.
#include "solver/answer.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate::solver {

// Clauses, each once, in the core's order.
using ClauseSet = std::vector<ClauseId>;

struct Loss {
    ClauseSet clauses;
    std::optional<Story> story; // of a proof: a run that is lawful without them
};

// One side of an answer.
struct Why {
    bool of_proof = false; // there is no run; else there is one
    Clarification under;   // answers to open questions that were taken as given
    // Each suffices, and does not without any of its clauses; together all there are, the smallest
    // first. Of a proof their requirements, of runs what they permit.
    std::vector<ClauseSet> enough;
    // Each without which it is otherwise, however the others read, and no smaller part of it.
    std::vector<Loss> losses;
    bool complete = true; // false: there may be more of them, or there are more than are listed
    // Not empty: what ran out. Then `enough` of runs and `losses` of a proof are those of the runs
    // that were found, which need not be the smallest, and the other list is not known.
    std::string undecided;
};

// Of `answer`, which is that of the property under the same options: its one side, or both if it
// depends or fails in substance, each under answers that settle it. None for what the engines did
// not decide, and where it depends in more ways than are listed.
// Every set is an answer of the engines' own, checked as any: that it suffices is proved (of runs:
// replayed), that it does not without one of its clauses is replayed (of runs: proved).
// Fails: InternalError if an engine's evidence is refused.
std::vector<Why> why(Core const &core, PropertyId property, Answer const &answer,
                     Options const &options);

} // namespace mandate::solver
