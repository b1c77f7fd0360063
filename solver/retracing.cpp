#include "solver/retracing.h"

#include <algorithm>

namespace mandate::solver {

Retracing::Retracing(TransitionSystem const &ts, std::vector<std::int64_t> acts)
    : ts_(ts),
      acts_(std::move(acts)),
      terms_(ts.terms),
      session_(std::make_unique<SmtSession>(ts, terms_)) {}

std::optional<ClaimedRun> Retracing::serve(Reading const &reading, std::uint64_t rlimit) {
    if (gave_up_) return std::nullopt;
    Literals const assumed = lawful(&reading);
    if (check(assumed, session_->used() + rlimit) != Sat::sat) return std::nullopt;
    if (first_.empty()) first_ = reading;
    return told(assumed);
}

std::optional<ClaimedRun> Retracing::serve_most(Reading &reading, Reading const &base,
                                                std::uint64_t rlimit, std::set<Instance> &vain) {
    if (gave_up_) return std::nullopt;
    Literals const run = lawful(nullptr);
    struct Answer {
        Instance of;
        SmtSession::Literal other, own;
    };
    std::vector<Answer> answers; // that differ
    Literals same;
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        SymbolId const id = ts_.symbols.id(s);
        Symbol const &symbol = ts_.symbols[id];
        if (symbol.role != SymbolRole::reading) continue;
        Instance const of{symbol.var, symbol.at};
        auto const is = [&](std::int64_t value) {
            return session_->literal(
                terms_.equal(terms_.symbol(id, symbol.sort), terms_.constant(symbol.sort, value)),
                0);
        };
        if (reading.at(of) == base.at(of))
            same.push_back(is(base.at(of)));
        else
            answers.push_back({of, is(reading.at(of)), is(base.at(of))});
    }
    std::uint64_t const most = session_->used() + rlimit;
    while (!answers.empty()) {
        Literals assumed = run;
        assumed.insert(assumed.end(), same.begin(), same.end());
        for (Answer const &answer : answers) assumed.push_back(answer.other);
        Sat const result = check(assumed, most);
        if (result == Sat::sat) return told(assumed);
        if (result == Sat::unknown) return std::nullopt;
        Literals const core = session_->core();
        auto const in_the_way = [&](Answer const &answer) {
            return std::find(core.begin(), core.end(), answer.other) != core.end();
        };
        auto const last = std::find_if(answers.rbegin(), answers.rend(), in_the_way);
        if (last == answers.rend()) return std::nullopt;
        if (std::count_if(answers.begin(), answers.end(), in_the_way) == 1) vain.insert(last->of);
        reading.at(last->of) = base.at(last->of);
        same.push_back(last->own);
        answers.erase(std::next(last).base());
    }
    return std::nullopt;
}

Retracing::Literals Retracing::lawful(Reading const *reading) {
    auto &session = *session_;
    session.again();
    for (std::size_t s = 0; reading && s < ts_.symbols.size(); ++s) {
        SymbolId const id = ts_.symbols.id(s);
        Symbol const &symbol = ts_.symbols[id];
        if (symbol.role == SymbolRole::reading)
            session.set(id, 0, reading->at({symbol.var, symbol.at}));
    }
    auto const last = static_cast<unsigned>(acts_.size());
    for (unsigned frame = 0; frame < last; ++frame) session.set(ts_.selector, frame, acts_[frame]);
    std::vector<std::pair<TermId, unsigned>> steps;
    for (unsigned frame = 0; frame < last; ++frame)
        for (auto const &condition : ts_.valid) steps.push_back({condition.formula, frame});
    steps.push_back(last == 0 ? std::pair{ts_.bad_initially, 0u} : std::pair{ts_.bad, last - 1});
    return {session.started(), session.all(steps)};
}

Sat Retracing::check(Literals const &assumptions, std::uint64_t most) {
    session_->limit(most);
    Sat const answer = session_->check(assumptions);
    gave_up_ = answer == Sat::unknown;
    return answer;
}

ClaimedRun Retracing::told(Literals const &assumed) {
    ClaimedRun run{Valuation(ts_.symbols.size(), 0),
                   std::vector<Valuation>(acts_.size(), Valuation(ts_.symbols.size(), 0))};
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        SymbolId const id = ts_.symbols.id(s);
        Symbol const &symbol = ts_.symbols[id];
        if (symbol.role == SymbolRole::reading)
            run.entry[s] = first_.at({symbol.var, symbol.at});
        else if (symbol.role != SymbolRole::input)
            run.entry[s] = session_->value(id, 0);
        else
            for (unsigned frame = 0; frame < acts_.size(); ++frame)
                run.steps[frame][s] = session_->value(id, frame);
    }
    for (SmtSession::Literal const literal : assumed) session_->require_any({literal});
    return run;
}

} // namespace mandate::solver
