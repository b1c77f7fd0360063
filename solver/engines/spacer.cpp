#include "solver/engines/spacer.h"

#include "compiler/z3/horn.h"

namespace mandate::solver {

Claim spacer(TransitionSystem const &ts, Limits const &limits) {
    HornAnswer answer = solve_horn(ts, limits.rlimit);
    if (answer.bad == Sat::unsat && answer.terms.is_true(answer.invariant)) {
        // Spacer says nothing of a relation that is empty: there may be no entry state.
        SmtSession session(ts, ts.terms);
        session.start();
        if (session.check() == Sat::unsat) answer.invariant = answer.terms.truth(false);
    }
    if (answer.bad == Sat::unsat)
        return {ClaimedCertificate{std::move(answer.terms), {answer.invariant}, 1}, answer.used};
    bool const run_exists = answer.bad == Sat::sat;
    return {
        GaveUp{run_exists ? "a run exists, but Spacer does not show it" : "Spacer found no proof",
               -1, run_exists},
        answer.used};
}

} // namespace mandate::solver
