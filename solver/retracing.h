#pragma once
// One run for several readings of what a text leaves open.
#include "compiler/z3/session.h"
#include "solver/engine.h"
#include "solver/run.h"

#include <memory>
#include <optional>
#include <vector>

namespace mandate::solver {

// Values of readings, by core variable and arguments.
using Reading = Values;

// Runs that go through the same acts in the same order: persons, numbers, times, entry state and
// fixed symbols are looked for anew, one choice for all readings that are served. `bad` is reached
// when it is reached under every one of them.
class Retracing {
public:
    // `acts`: by step, the value of ts.selector. `ts` outlives this.
    Retracing(compiler::TransitionSystem const &ts, std::vector<std::int64_t> acts);

    // A run for these readings and all that are served already. If there is none, or none is found
    // within `rlimit` units, they are not served; after that limit nothing more is. Requires: a
    // value for every reading of `ts`.
    std::optional<ClaimedRun> serve(std::vector<Reading> const &readings, std::uint64_t rlimit);
    // Units of Z3's rlimit.
    std::uint64_t used() const { return session_->used(); }

private:
    compiler::TransitionSystem const &ts_;
    std::vector<std::int64_t> acts_;
    std::unique_ptr<compiler::SmtSession> session_;
    Reading first_; // of those that are served
    bool gave_up_ = false;
};

} // namespace mandate::solver
