#pragma once
// On which answers to what a text leaves open a verdict depends, in as few words as possible.
#include "solver/verdict.h"

namespace mandate::solver {

// The regions together, and what they leave out, each as conditions any of which suffices.
// Guarantees: no condition can be made shorter or wider, none is covered by the others, and under
// every reading that the assumptions of `ts` allow exactly one side holds. Where that would take
// more than `most_conditions`, the side is given up and says so.
Conditions conditions(Core const &core, TransitionSystem ts, std::vector<Region> const &regions);

inline constexpr std::size_t most_conditions = 64;

} // namespace mandate::solver
