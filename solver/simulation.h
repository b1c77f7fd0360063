#pragma once
// Random lawful steps of a transition system by evaluation alone.
#include "solver/evaluate.h"

#include <random>

namespace mandate::solver {

class Simulation {
public:
    // Builds terms of its own in `terms`, which holds the system's.
    Simulation(TransitionSystem const &ts, TermStore &terms, std::uint32_t seed);

    // Takes a random step from a state (fixed symbols included). Returns: false if none was found
    // in a few attempts.
    bool step(Valuation &state);
    // The state after a step with these inputs.
    void advance(Valuation &state_and_inputs);

private:
    std::int64_t random(std::int64_t low, std::int64_t high);

    TransitionSystem const &ts_;
    std::mt19937 random_;
    Evaluator
        guards_; // by act, then whether an automatic instance of each group is due, then bounds
    Evaluator next_;
    std::vector<std::size_t> live_;   // symbols with a next value, in the order of next_
    std::vector<std::size_t> clocks_; // of the bounds
    Valuation after_;
};

} // namespace mandate::solver
