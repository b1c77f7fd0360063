#pragma once
// A run: one world, what is fixed in it, an entry state, and the steps. No terms, no Z3: only the
// core's own words.
#include "compiler/core.h"
#include "compiler/world.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace mandate::solver {

using namespace compiler;

// A variable at its arguments: slots and person numbers.
struct Instance {
    VarId var;
    std::vector<int> at;
    friend auto operator<=>(Instance const &, Instance const &) = default;
};
// Truth values are 0 and 1, persons their numbers, units their slots. What is not listed is 0.
using Values = std::map<Instance, std::int64_t>;
// By compiler::Input.
using Inputs = std::array<std::int64_t, static_cast<std::size_t>(Input::count_)>;

// Exactly one thing happens.
struct Step {
    ActId act;                // none: the automatic acts of `group` that are due
    Group group = Group::law; // automatic only
    std::vector<int> units;   // the act's unit parameters, in order
    std::vector<int> persons; // and its person parameters
    Inputs inputs{};          // the delay of a time step is one of them
    Values at_will = {};      // what variables become of which the core says that they may
    friend bool operator==(Step const &, Step const &) = default;
};

struct Run {
    World world;
    Values fixed;             // fixed symbols and readings
    Values entry;             // state, without the property's monitors
    std::vector<int> binders; // the property's variables, in order
    std::vector<Step> steps;
    // The steps from this one on lead back to where they began: they may be repeated for ever.
    std::optional<std::size_t> loop;
};

} // namespace mandate::solver
