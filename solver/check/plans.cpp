#include "solver/check/plans.h"

#include "base/assert.h"
#include "compiler/z3/session.h"

namespace mandate::solver {

namespace {

std::size_t at(SymbolId symbol) {
    return static_cast<std::size_t>(symbol.index);
}

// What is said of a state, of the state after a step.
TermId after(TransitionSystem &ts, TermId of_state) {
    Substitution primes(ts.terms, ts.terms, [&](Term const &leaf) {
        return leaf.op == TermOp::symbol && ts.is_live(leaf.symbol)
                   ? ts.terms.primed(leaf.symbol, ts.symbols[leaf.symbol].sort)
                   : TermId{};
    });
    return primes(of_state);
}

} // namespace

MoveTerms terms_of(TransitionSystem &ts, Move const &move, TermId covered) {
    TermStore &t = ts.terms;
    if (move.inputs.size() != ts.symbols.size())
        throw InternalError("evidence refused: a plan of another system");
    auto const chosen = static_cast<std::size_t>(move.inputs[at(ts.selector)]);
    if (chosen >= ts.acts.size())
        throw InternalError("evidence refused: a plan with what is no act");
    GroundAct const &act = ts.acts[chosen];
    if (!act.kept || act.act != move.act || (!act.act && act.kind != ActKind::automatic))
        throw InternalError("evidence refused: a plan with what is no act");
    std::vector<TermId> conditions;
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        SymbolId const id = ts.symbols.id(s);
        Symbol const &symbol = ts.symbols[id];
        if (symbol.role != SymbolRole::input) continue;
        if (move.wait && id == ts.delay) {
            TermId const wait = ts.current(move.wait);
            conditions.push_back(t.at_most(t.number(symbol.sort.low), wait));
            conditions.push_back(t.at_most(wait, t.number(symbol.sort.high)));
        } else if (move.inputs[s] < symbol.sort.low || move.inputs[s] > symbol.sort.high) {
            throw InternalError("evidence refused: a plan with what is no input");
        }
    }
    Substitution now(t, t, [&](Term const &leaf) {
        Symbol const &symbol = ts.symbols[leaf.symbol];
        if (leaf.op != TermOp::symbol || symbol.role != SymbolRole::input) return TermId{};
        if (move.wait && leaf.symbol == ts.delay) return ts.current(move.wait);
        return t.constant(symbol.sort, move.inputs[at(leaf.symbol)]);
    });
    for (LabelledTerm const &condition : ts.valid) conditions.push_back(now(condition.formula));
    std::vector<TermId> next(ts.symbols.size());
    for (std::size_t s = 0; s < ts.symbols.size(); ++s)
        if (ts.next[s]) next[s] = now(ts.next[s]);
    Substitution then(t, t, [&](Term const &leaf) {
        return leaf.op == TermOp::primed ? next[at(leaf.symbol)] : TermId{};
    });
    return {t.conjunction(conditions), then(now(t.disjunction({ts.trigger, after(ts, covered)})))};
}

std::vector<TermId> failures(TransitionSystem &ts, Plan const &plan) {
    TermStore &t = ts.terms;
    Substitution import(plan.terms, t, {});
    TermId covered = t.truth(false);
    std::vector<TermId> result;
    for (Move const &move : plan.moves) {
        TermId const from = import(move.from);
        auto const [may, leads] = terms_of(ts, move, covered);
        result.push_back(t.conjunction({from, t.negation(t.conjunction({may, leads}))}));
        covered = t.disjunction({covered, from});
    }
    return result;
}

TermId covered_by(TransitionSystem &ts, Plan const &plan) {
    auto const wrong = failures(ts, plan);
    SmtSession session(ts, ts.terms);
    session.assume();
    for (TermId const failure : wrong)
        if (session.check({session.literal(failure, 0)}) != Sat::unsat)
            throw InternalError("evidence refused: a move of the plan does not work");
    Substitution import(plan.terms, ts.terms, {});
    std::vector<TermId> covered;
    for (Move const &move : plan.moves) covered.push_back(import(move.from));
    return ts.terms.disjunction(covered);
}

TransitionSystem not_covered(TransitionSystem ts, TermId covered) {
    TermStore &t = ts.terms;
    ts.bad = t.conjunction({ts.bad, t.negation(after(ts, covered))});
    ts.bad_initially = t.conjunction({ts.bad_initially, t.negation(covered)});
    return ts;
}

TransitionSystem going_on_from(TransitionSystem ts, Valuation const &state, TermId covered) {
    ts.bad = ts.terms.disjunction({ts.trigger, after(ts, covered)});
    ts.bad_initially = ts.terms.truth(false);
    ts.init.clear();
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        SymbolId const id = ts.symbols.id(s);
        Symbol const &symbol = ts.symbols[id];
        bool const fixed = symbol.role == SymbolRole::fixed;
        if (!fixed && !ts.is_live(id)) continue;
        TermId const same =
            ts.terms.equal(ts.current(id), ts.terms.constant(symbol.sort, state[s]));
        (fixed ? ts.assumptions : ts.init).push_back({same, {}});
    }
    return ts;
}

} // namespace mandate::solver
