#pragma once
// Property-directed reachability by Z3's Spacer over integers and Booleans.
#include "solver/engine.h"

namespace mandate::solver {

Claim spacer(TransitionSystem const &ts, Limits const &limits);

} // namespace mandate::solver
