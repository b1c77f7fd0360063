#pragma once
// Proofs by lemmas: clauses over the system's own atoms, of which the largest set that supports
// itself is kept; candidates that random runs refute are never shown to the solver.
#include "solver/engine.h"

namespace mandate::solver {

Claim houdini(TransitionSystem const &ts, Limits const &limits);

} // namespace mandate::solver
