#pragma once
// Every state of a small system, by evaluation alone: the oracle of the other engines.
#include "solver/engine.h"

namespace mandate::solver {

Claim enumeration(TransitionSystem const &ts, Limits const &limits);

// Is there a run to a state from which none goes on to the trigger, and which does not meet it
// either? Returns: nothing if the system is too large.
std::optional<bool> has_dead_end(TransitionSystem const &ts, Limits const &limits);

} // namespace mandate::solver
