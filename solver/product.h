#pragma once
// One system that goes through the same steps under several readings at once.
#include "compiler/transition_system.h"
#include "solver/engine.h"
#include "solver/run.h"

#include <optional>
#include <vector>

namespace mandate::solver {

// Values of readings, by core variable and arguments.
using Reading = Values;

// The steps, persons and fixed symbols are shared, and so is the entry state; each reading has a
// copy of the state of its own. `bad` is reached when it is reached under every one of them.
// Guarantees: symbols of `ts` keep their ids and stand for the first reading.
// Requires: at least one reading, each with a value for every reading symbol of `ts`.
compiler::TransitionSystem product(compiler::TransitionSystem ts,
                                   std::vector<Reading> const &readings);

// The same acts in the same order as a run of `ts` has: persons, numbers, times, entry state and
// fixed symbols are looked for anew. `acts`: by step, the value of ts.selector; none: any act.
Claim retrace(compiler::TransitionSystem const &ts,
              std::vector<std::optional<std::int64_t>> const &acts, std::uint64_t rlimit);

} // namespace mandate::solver
