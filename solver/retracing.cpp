#include "solver/retracing.h"

namespace mandate::solver {

Retracing::Retracing(TransitionSystem const &ts, std::vector<std::int64_t> acts)
    : ts_(ts),
      acts_(std::move(acts)),
      session_(std::make_unique<SmtSession>(ts, ts.terms)) {}

std::optional<ClaimedRun> Retracing::serve(std::vector<Reading> const &readings,
                                           std::uint64_t rlimit) {
    if (gave_up_) return std::nullopt;
    auto &session = *session_;
    auto const last = static_cast<unsigned>(acts_.size());
    std::vector<SmtSession::Literal> lawful;
    for (Reading const &reading : readings) {
        session.again();
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            SymbolId const id = ts_.symbols.id(s);
            Symbol const &symbol = ts_.symbols[id];
            if (symbol.role == SymbolRole::reading)
                session.set(id, 0, reading.at({symbol.var, symbol.at}));
        }
        for (unsigned frame = 0; frame < last; ++frame)
            session.set(ts_.selector, frame, acts_[frame]);
        std::vector<std::pair<TermId, unsigned>> steps;
        for (unsigned frame = 0; frame < last; ++frame)
            for (auto const &condition : ts_.valid) steps.push_back({condition.formula, frame});
        steps.push_back(last == 0 ? std::pair{ts_.bad_initially, 0u}
                                  : std::pair{ts_.bad, last - 1});
        lawful.push_back(session.started());
        lawful.push_back(session.all(steps));
    }
    session.limit(session.used() + rlimit);
    auto const answer = session.check(lawful);
    gave_up_ = answer == Sat::unknown;
    if (answer != Sat::sat) return std::nullopt;
    if (first_.empty()) first_ = readings.front();
    ClaimedRun run{Valuation(ts_.symbols.size(), 0),
                   std::vector<Valuation>(acts_.size(), Valuation(ts_.symbols.size(), 0))};
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        SymbolId const id = ts_.symbols.id(s);
        Symbol const &symbol = ts_.symbols[id];
        if (symbol.role == SymbolRole::reading)
            run.entry[s] = first_.at({symbol.var, symbol.at});
        else if (symbol.role != SymbolRole::input)
            run.entry[s] = session.value(id, 0);
        else
            for (unsigned frame = 0; frame < last; ++frame)
                run.steps[frame][s] = session.value(id, frame);
    }
    for (SmtSession::Literal literal : lawful) session.require_any({literal});
    return run;
}

} // namespace mandate::solver
