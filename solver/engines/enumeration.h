#pragma once
// Every state of a small system, by evaluation alone: the oracle of the other engines.
#include "solver/engine.h"

namespace mandate::solver {

Claim enumeration(TransitionSystem const &ts, Limits const &limits);

} // namespace mandate::solver
