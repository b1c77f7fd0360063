#include "solver/planning.h"

#include "base/assert.h"
#include "compiler/z3/session.h"
#include "solver/simulation.h"

#include <algorithm>
#include <set>

namespace mandate::solver {

namespace {

// What makes the move work in a state: that it can be made, and as few comparisons as are
// enough for it to lead on: with which values symbols agree, and that this clock runs no longer
// than others.
TermId around(Valuation const &state, TransitionSystem &ts, MoveTerms const &move, SymbolId wait) {
    TermStore &t = ts.terms;
    std::set<SymbolId> symbols;
    for_each_subterm(t, {move.leads}, [&](TermId, Term const &term) {
        if (term.op == TermOp::symbol) symbols.insert(term.symbol);
    });
    auto const value = [&](SymbolId symbol) {
        return state[static_cast<std::size_t>(symbol.index)];
    };
    // Those that say most come last: they go first.
    std::vector<TermId> orders, bounds, values;
    for (SymbolId const id : symbols) {
        TermSort const sort = ts.symbols[id].sort;
        TermId const symbol = ts.current(id);
        if (sort.boolean || sort.high - sort.low < 4) {
            values.push_back(t.equal(symbol, t.constant(sort, value(id))));
            continue;
        }
        if (wait && id != wait && value(wait) <= value(id))
            orders.push_back(t.at_most(ts.current(wait), symbol));
        if (sort.low < value(id)) {
            orders.push_back(t.at_most(t.number(sort.low + 1), symbol));
            bounds.push_back(t.at_most(t.number(value(id)), symbol));
        }
        bounds.push_back(t.at_most(symbol, t.number(value(id))));
    }
    SmtSession session(ts, t);
    session.assume();
    session.require(move.may, 0);
    session.require(t.negation(move.leads), 0);
    std::vector<std::pair<SmtSession::Literal, TermId>> all;
    for (auto const *terms : {&values, &orders, &bounds})
        for (TermId const term : *terms) all.emplace_back(session.literal(term, 0), term);
    auto const enough = [&](auto const &some) {
        std::vector<SmtSession::Literal> literals;
        for (auto const &[literal, _] : some) literals.push_back(literal);
        return session.check(literals) == Sat::unsat;
    };
    auto const reduce = [&] {
        auto const core = session.core();
        std::erase_if(all, [&](auto const &one) {
            return std::find(core.begin(), core.end(), one.first) == core.end();
        });
    };
    MANDATE_ASSERT(enough(all));
    for (std::size_t i = all.size(); i-- > 0;) {
        if (i >= all.size()) continue;
        auto fewer = all;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (!enough(fewer)) continue;
        all = std::move(fewer);
        reduce();
    }
    std::vector<TermId> kept{move.may};
    for (auto const &[_, term] : all) kept.push_back(term);
    return t.conjunction(kept);
}

} // namespace

TermId extend(Plan &plan, TransitionSystem &ts, TermId covered, Valuation const &state,
              std::vector<Valuation> steps) {
    auto const at = [](SymbolId symbol) { return static_cast<std::size_t>(symbol.index); };
    auto const act_of = [&](Valuation const &inputs) {
        return static_cast<int>(inputs[at(ts.selector)]);
    };
    std::erase_if(steps, [&](Valuation const &inputs) {
        auto const &act = ts.acts[static_cast<std::size_t>(act_of(inputs))];
        return !act.act && act.kind != ActKind::automatic; // of what the slice has dropped
    });
    TransitionSystem const there = going_on_from(ts, state, covered);
    std::vector<TermId> valid, running;
    for (LabelledTerm const &condition : ts.valid) valid.push_back(condition.formula);
    for (ClockBound const &bound : ts.clock_bounds) running.push_back(bound.running);
    Evaluator may(ts.terms, valid), runs(ts.terms, running), done(there.terms, {there.bad});
    Simulation simulation(ts, ts.terms, 0);
    // The states in which each step is taken, with its inputs; none if that does not lead
    // there.
    auto const walk = [&]() {
        std::vector<Valuation> states;
        Valuation now = state;
        bool there_yet = false;
        for (Valuation const &inputs : steps) {
            for (std::size_t s = 0; s < now.size(); ++s)
                if (ts.symbols[ts.symbols.id(s)].role == SymbolRole::input) now[s] = inputs[s];
            may.run(now);
            for (std::size_t i = 0; i < valid.size(); ++i)
                if (!may[i]) return std::vector<Valuation>();
            states.push_back(now);
            Valuation after = now;
            simulation.advance(after);
            done.run(now, &after);
            there_yet = done[0] != 0;
            now = std::move(after);
        }
        return there_yet ? states : std::vector<Valuation>();
    };
    for (std::size_t i = steps.size(); i-- > 0;)
        if (act_of(steps[i]) == ts.time) {
            auto const all = steps;
            steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i));
            if (walk().empty()) steps = all;
        }
    auto const states = walk();
    for (auto now = states.rbegin(); now != states.rend(); ++now) {
        // A pause that lasts as long as a clock runs is one, however long that is.
        auto const act = static_cast<std::size_t>(act_of(*now));
        Move move{ts.acts[act].act, {}, *now, {}};
        runs.run(*now);
        if (act_of(*now) == ts.time)
            for (std::size_t i = 0; i < running.size(); ++i)
                if (ClockBound const &bound = ts.clock_bounds[i];
                    bound.kept && runs[i] && ts.is_live(bound.clock) &&
                    (*now)[at(bound.clock)] == (*now)[at(ts.delay)])
                    move.wait = bound.clock;
        auto const works = terms_of(ts, move, covered);
        Evaluator here(ts.terms, {works.may, works.leads});
        here.run(*now);
        if (!here[0] || !here[1]) return covered;
        move.from = around(*now, ts, works, move.wait);
        covered = ts.terms.disjunction({covered, move.from});
        plan.moves.push_back(std::move(move));
    }
    return covered;
}

} // namespace mandate::solver
