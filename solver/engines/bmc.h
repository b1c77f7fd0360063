#pragma once
// Bounded model checking: a shortest run to `bad`: fewest acts, then fewest facts, then least time;
// among these the one with the least values in the order of the symbols, so that the run does not
// depend on the solver.
#include "solver/engine.h"

namespace mandate::solver {

Claim bmc(TransitionSystem const &ts, Limits const &limits);

} // namespace mandate::solver
