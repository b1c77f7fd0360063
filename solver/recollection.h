#pragma once
// Evidence as a memory keeps it: in the numbers of the canonical system, so that it serves wherever
// the same is asked.
#include "compiler/canonical.h"
#include "solver/verdict.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate::solver {

// A system and how it is numbered.
struct Numbered {
    explicit Numbered(TransitionSystem of) : system(std::move(of)), as(canonical(system)) {}
    TransitionSystem system;
    Canonical as;
};

// Of a slice, or of the slice of the same property with a time.
struct Recollection {
    struct KnownRun {
        ClaimedRun claim;
        Region region;
    };
    std::vector<KnownRun> runs;
    std::optional<ClaimedCertificate> proof, never; // never: that the trigger is not reached
    bool within = false;                            // the proof is of the property with a time
    std::string engine;
    std::uint64_t used = 0;
};

// Returns: nothing, where the evidence speaks of what does not occur in the system. `within`: the
// system that a proof with a time is of.
std::optional<std::string> write(Recollection const &recollection, Numbered const &system,
                                 Numbered const *within);
// Returns: nothing, where the text was not written for such a system. Else all values are in the
// ranges of its symbols, or 0 where an act has no such input.
std::optional<Recollection> read(std::string const &text, Numbered const &system,
                                 Numbered const *within);

} // namespace mandate::solver
