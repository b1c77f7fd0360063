#include "solver/engines/spacer.h"

#include "compiler/z3/horn.h"

namespace mandate::solver {

Claim spacer(TransitionSystem const& ts, Limits const& limits) {
    HornAnswer answer = solve_horn(ts, limits.rlimit);
    if (answer.bad == Sat::unsat)
        return {ClaimedCertificate{std::move(answer.terms), {answer.invariant}, 1}, answer.used};
    return {GaveUp{answer.bad == Sat::sat ? "a run exists, but Spacer does not show it" : "Spacer found no proof", -1},
            answer.used};
}

} // namespace mandate::solver
