#pragma once
// Proofs by looking back k steps, without lemmas; and runs, as the base cases are a bounded search.
#include "solver/engine.h"

namespace mandate::solver {

Claim k_induction(TransitionSystem const &ts, Limits const &limits);

} // namespace mandate::solver
