#pragma once
// How a plan grows, by one way on at a time.
#include "solver/check/plans.h"

namespace mandate::solver {

// Puts the steps of a run from that state into the plan, the last one first; pauses that it does
// not need are left out. The run comes to the trigger, or to a state that is `covered`. Returns:
// where the plan works, all in all, over the symbols of `ts`, whose terms it joins; `covered`, if
// it does not grow.
TermId extend(Plan &plan, TransitionSystem &ts, TermId covered, Valuation const &state,
              std::vector<Valuation> steps);

} // namespace mandate::solver
