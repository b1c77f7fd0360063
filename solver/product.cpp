#include "solver/product.h"

#include "compiler/z3/session.h"

#include <fmt/format.h>

namespace mandate::solver {

TransitionSystem product(TransitionSystem ts, std::vector<Reading> const &readings) {
    auto const original = ts.symbols.size();
    std::vector<LabelledTerm> assumptions, init, valid;
    std::vector<TermId> bad, bad_initially;
    std::vector<TermId> next(ts.next);
    for (std::size_t copy = 0; copy < readings.size(); ++copy) {
        // The state of this reading; the first one keeps the symbols.
        std::vector<SymbolId> own(original);
        for (std::size_t s = 0; s < original; ++s) {
            own[s] = ts.symbols.id(s);
            if (copy == 0 || ts.symbols[own[s]].role != SymbolRole::state) continue;
            auto symbol = ts.symbols[own[s]];
            symbol.name = fmt::format("{} (reading {})", symbol.name, copy + 1);
            auto const base = own[s];
            own[s] = ts.symbols.add(std::move(symbol));
            next.push_back({});
            init.push_back({ts.terms.equal(ts.current(own[s]), ts.current(base)), {}});
        }
        TermStore &terms = ts.terms;
        TermStore const from = terms;
        Substitution in_reading(from, terms, [&](Term const &leaf) -> TermId {
            auto const &symbol = ts.symbols[leaf.symbol];
            if (symbol.role == SymbolRole::reading) {
                auto const it = readings[copy].find({symbol.var, symbol.at});
                return terms.constant(symbol.sort, it == readings[copy].end() ? 0 : it->second);
            }
            auto const mine = own[static_cast<std::size_t>(leaf.symbol.index)];
            if (mine == leaf.symbol) return {};
            return leaf.op == TermOp::primed ? terms.primed(mine, symbol.sort)
                                             : terms.symbol(mine, symbol.sort);
        });
        for (auto const &condition : ts.assumptions)
            assumptions.push_back({in_reading(condition.formula), condition.clause});
        for (auto const &condition : ts.init)
            init.push_back({in_reading(condition.formula), condition.clause});
        for (auto const &condition : ts.valid)
            valid.push_back({in_reading(condition.formula), condition.clause});
        for (std::size_t s = 0; s < original; ++s)
            if (ts.next[s]) next[static_cast<std::size_t>(own[s].index)] = in_reading(ts.next[s]);
        bad.push_back(in_reading(ts.bad));
        bad_initially.push_back(in_reading(ts.bad_initially));
    }
    ts.assumptions = std::move(assumptions);
    ts.init = std::move(init);
    ts.valid = std::move(valid);
    ts.next = std::move(next);
    ts.bad = ts.terms.conjunction(bad);
    ts.bad_initially = ts.terms.conjunction(bad_initially);
    return ts;
}

Claim retrace(TransitionSystem const &ts, std::vector<std::optional<std::int64_t>> const &acts,
              std::uint64_t rlimit) {
    SmtSession session(ts, ts.terms);
    session.limit(rlimit);
    for (unsigned frame = 0; frame < acts.size(); ++frame)
        if (acts[frame]) session.set(ts.selector, frame, *acts[frame]);
    session.start();
    for (unsigned frame = 0; frame < acts.size(); ++frame)
        for (auto const &condition : ts.valid) session.require(condition.formula, frame);
    if (acts.empty())
        session.require(ts.bad_initially, 0);
    else
        session.require(ts.bad, static_cast<unsigned>(acts.size()) - 1);
    if (session.check() != Sat::sat)
        return {GaveUp{"no run goes through these acts"}, session.used()};
    ClaimedRun run{Valuation(ts.symbols.size(), 0),
                   std::vector<Valuation>(acts.size(), Valuation(ts.symbols.size(), 0))};
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        auto const id = ts.symbols.id(s);
        if (ts.symbols[id].role != SymbolRole::input)
            run.entry[s] = session.value(id, 0);
        else
            for (unsigned frame = 0; frame < acts.size(); ++frame)
                run.steps[frame][s] = session.value(id, frame);
    }
    return {std::move(run), session.used()};
}

} // namespace mandate::solver
