#include "solver/engines/k_induction.h"

#include "compiler/z3/session.h"

namespace mandate::solver {

Claim k_induction(TransitionSystem const &ts, Limits const &limits) {
    TermStore terms = ts.terms;
    std::vector<TermId> init, valid;
    for (LabelledTerm const &condition : ts.init) init.push_back(condition.formula);
    for (LabelledTerm const &condition : ts.valid) valid.push_back(condition.formula);
    TermId const entry = terms.conjunction(init), step = terms.conjunction(valid),
                 good = terms.negation(ts.bad);

    SmtSession session(ts, terms, SmtSession::for_proofs(ts));
    session.limit(limits.rlimit);
    session.assume();
    auto const from_entry = session.literal(entry, 0);
    auto run = [&](unsigned steps) {
        ClaimedRun claim;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s)
            claim.entry.push_back(session.value(ts.symbols.id(s), 0));
        for (unsigned frame = 0; frame < steps; ++frame) {
            claim.steps.emplace_back(ts.symbols.size(), 0);
            for (std::size_t s = 0; s < ts.symbols.size(); ++s)
                if (ts.symbols[ts.symbols.id(s)].role == SymbolRole::input)
                    claim.steps.back()[s] = session.value(ts.symbols.id(s), frame);
        }
        return claim;
    };
    auto give_up = [&](char const *why) { return Claim{GaveUp{why, -1}, session.used()}; };

    Sat result = session.check({from_entry, session.literal(ts.bad_initially, 0)});
    if (result == Sat::sat) return {run(0), session.used()};
    if (result == Sat::unknown) return give_up("the limit was reached");
    for (unsigned k = 1; k <= static_cast<unsigned>(limits.acts); ++k) {
        if (limits.stopped()) return give_up("stopped");
        session.require(step, k - 1);
        auto const bad = session.literal(ts.bad, k - 1);
        result = session.check({from_entry, bad});
        if (result == Sat::sat) return {run(k), session.used()};
        if (result == Sat::unknown) return give_up("the limit was reached");
        result = session.check({bad});
        if (result == Sat::unsat)
            return {ClaimedCertificate{std::move(terms), {}, static_cast<int>(k)}, session.used()};
        if (result == Sat::unknown) return give_up("the limit was reached");
        session.require(good, k - 1);
    }
    return give_up("looking back further would be needed");
}

} // namespace mandate::solver
