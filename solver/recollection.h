#pragma once
// Evidence as a memory keeps it: in the numbers of the canonical system, so that it serves wherever
// the same is asked.
#include "compiler/canonical.h"
#include "compiler/passes.h"
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

// The slices that evidence of a question is of: of the property, and of the same with a time, if
// it has one.
struct Slices {
    Slices(TransitionSystem const &whole, std::optional<TransitionSystem> const &timed,
           Clocks clocks)
        : property(slice(whole, clocks)) {
        if (timed) within.emplace(slice(*timed, clocks));
    }
    Numbered property;
    std::optional<Numbered> within;
};

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

// Returns: nothing, where the evidence speaks of what does not occur in the slices.
std::optional<std::string> write(Recollection const &recollection, Slices const &slices);
// Returns: nothing, where the text was not written for such slices. Else all values are in the
// ranges of their symbols, or 0 where an act has no such input.
std::optional<Recollection> read(std::string const &text, Slices const &slices);

} // namespace mandate::solver
