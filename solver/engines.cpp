#include "solver/engine.h"
#include "solver/engines/bmc.h"
#include "solver/engines/enumeration.h"
#include "solver/engines/houdini.h"
#include "solver/engines/k_induction.h"
#include "solver/engines/spacer.h"

namespace mandate::solver {

namespace {

constexpr EngineInfo table[] = {
    {"bmc", "finds a shortest run", Finds::runs, &bmc},
    {"houdini", "proves by lemmas from templates that support each other", Finds::proofs, &houdini},
    {"k-induction", "proves by looking back k steps", Finds::both, &k_induction},
    {"spacer", "proves by property-directed reachability", Finds::proofs, &spacer},
    {"enumeration", "visits every state of a small system", Finds::both, &enumeration},
};

} // namespace

std::span<EngineInfo const> engines() {
    return table;
}

EngineInfo const *find_engine(std::string_view name) {
    for (EngineInfo const &info : table)
        if (name == info.name) return &info;
    return nullptr;
}

} // namespace mandate::solver
