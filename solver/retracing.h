#pragma once
// One run for several readings of what a text leaves open.
#include "compiler/z3/session.h"
#include "solver/engine.h"
#include "solver/run.h"

#include <memory>
#include <optional>
#include <set>
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

    // A run for this reading and all that are served already. If there is none, or none is found
    // within `rlimit` units, it is not served; after that limit nothing more is. Requires: a
    // value for every reading of `ts`.
    std::optional<ClaimedRun> serve(Reading const &reading, std::uint64_t rlimit);
    // As serve(), for `reading` with as many of its answers as can be served: where one stands in
    // the way, that of `base` takes its place, and those that do so alone are added to `vain`.
    // None: nothing is left of it. Requires: `base` is served.
    std::optional<ClaimedRun> serve_most(Reading &reading, Reading const &base,
                                         std::uint64_t rlimit, std::set<Instance> &vain);
    // Units of Z3's rlimit.
    std::uint64_t used() const { return session_->used(); }

private:
    using Literals = std::vector<compiler::SmtSession::Literal>;
    // What makes a run of another copy of the frames; of one reading, or of any.
    Literals lawful(Reading const *reading);
    compiler::Sat check(Literals const &assumptions, std::uint64_t most);
    // After sat: the run; what was assumed stays so.
    ClaimedRun told(Literals const &assumed);

    compiler::TransitionSystem const &ts_;
    std::vector<std::int64_t> acts_;
    compiler::TermStore terms_;
    std::unique_ptr<compiler::SmtSession> session_;
    Reading first_; // of those that are served
    bool gave_up_ = false;
};

} // namespace mandate::solver
