#pragma once
// A transition system as Horn clauses for Spacer: integers and Booleans only, one rule whose head
// holds the next-state functions.
#include "compiler/transition_system.h"
#include "compiler/z3/session.h"

namespace mandate::compiler {

struct HornAnswer {
    Sat bad = Sat::unknown; // sat: `bad` is reachable; unsat: `invariant` says why not
    TermStore terms;        // the system's, extended
    TermId invariant;
    std::uint64_t used = 0;
};

// Nothing of the answer is to be trusted unchecked: Spacer's preprocessing has been wrong before.
HornAnswer solve_horn(TransitionSystem const &ts, std::uint64_t rlimit);

} // namespace mandate::compiler
