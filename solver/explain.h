#pragma once
// A run told as a story, as data: what each step was, why it was lawful, and only what it changed.
#include "solver/run.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate::solver {

struct StoryStep {
    std::int64_t day = 0;   // days since the entry state, after the step
    std::string text;       // "akim of oblast-1 presents A for akim of raion-1"
    std::string actor, act; // "akim of oblast-1", "present for akim (akim)"
    ActKind kind = ActKind::act;
    std::vector<ClauseId>
        clauses; // the permission first, then other clauses that guarded or shaped it; each once
    std::vector<std::string> tally;   // "12 for, 3 against, 1 abstaining"
    std::vector<std::string> changes; // "status of akim of raion-1: vacant, now held"
};

struct Story {
    std::vector<std::string> units;   // "raion-1 is a district in oblast-1"
    std::vector<std::string> entry;   // what is not empty at the start
    std::vector<std::string> persons; // what must be known of persons
    std::vector<StoryStep> steps;
    std::optional<std::size_t> loop; // the steps from this one on repeat for ever
    std::vector<std::string> failed; // which parts of the property failed
};

// Requires: the run was replayed without complaint.
Story tell(Core const &core, PropertyId property, Run const &run);

} // namespace mandate::solver
