#include "solver/simulation.h"

#include <algorithm>

namespace mandate::solver {

Simulation::Simulation(TransitionSystem const &ts, TermStore &terms, std::uint32_t seed)
    : ts_(ts),
      random_(seed) {
    std::vector<TermId> roots, next;
    for (GroundAct const &act : ts.acts) roots.push_back(act.guard);
    for (Group group : {Group::law, Group::ends, Group::beginnings}) {
        std::vector<TermId> due;
        for (AutomaticInstance const &instance : ts.automatic)
            if (instance.kept && instance.group == group) due.push_back(instance.due);
        roots.push_back(terms.disjunction(due));
    }
    for (ClockBound const &bound : ts.clock_bounds)
        if (bound.kept) {
            roots.push_back(bound.running);
            clocks_.push_back(static_cast<std::size_t>(bound.clock.index));
        }
    for (std::size_t s = 0; s < ts.next.size(); ++s)
        if (ts.next[s]) {
            live_.push_back(s);
            next.push_back(ts.next[s]);
        }
    guards_ = Evaluator(terms, roots);
    next_ = Evaluator(terms, next);
}

std::int64_t Simulation::random(std::int64_t low, std::int64_t high) {
    // Not a standard distribution: their results differ between libraries.
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
}

void Simulation::advance(Valuation &state) {
    next_.run(state);
    for (std::size_t i = 0; i < live_.size(); ++i) state[live_[i]] = next_[i];
}

bool Simulation::step(Valuation &state) {
    for (int attempt = 0; attempt < 4; ++attempt) {
        for (SymbolId input : ts_.person_inputs)
            state[static_cast<std::size_t>(input.index)] = random(0, ts_.symbols[input].sort.high);
        for (SymbolId input : ts_.number_inputs) {
            if (!input) continue;
            std::int64_t const high = ts_.symbols[input].sort.high;
            std::int64_t const choices[] = {0, 0, 1, high, high / 2, random(0, high)};
            state[static_cast<std::size_t>(input.index)] = std::min(high, choices[random(0, 5)]);
        }
        for (SymbolId input : ts_.at_will)
            if (input)
                state[static_cast<std::size_t>(input.index)] =
                    random(ts_.symbols[input].sort.low, ts_.symbols[input].sort.high);
        guards_.run(state);
        std::size_t const acts = ts_.acts.size();
        bool const due[] = {guards_[acts] != 0, guards_[acts + 1] != 0, guards_[acts + 2] != 0};
        bool const idle = !due[0] && !due[1] && !due[2];
        std::int64_t longest = ts_.symbols[ts_.delay].sort.high;
        for (std::size_t i = 0; i < clocks_.size(); ++i)
            if (guards_[acts + 3 + i]) longest = std::min(longest, state[clocks_[i]]);
        std::vector<std::size_t> permitted;
        for (std::size_t i = 0; i + 1 < acts; ++i) {
            GroundAct const &act = ts_.acts[i];
            if (!act.kept) continue;
            bool may = false;
            if (act.kind == ActKind::automatic) {
                auto const group = static_cast<std::size_t>(act.group);
                may = due[group] && std::none_of(due, due + group, [](bool d) { return d; });
            } else {
                may = idle && guards_[i] && (static_cast<int>(i) != ts_.time || longest >= 1);
            }
            if (may) permitted.push_back(i);
        }
        if (permitted.empty()) continue;
        std::size_t chosen = permitted[static_cast<std::size_t>(
            random(0, static_cast<std::int64_t>(permitted.size()) - 1))];
        // Time passes in every third step, however many acts there are.
        if (ts_.time >= 0 && random(0, 2) == 0 &&
            std::find(permitted.begin(), permitted.end(), static_cast<std::size_t>(ts_.time)) !=
                permitted.end())
            chosen = static_cast<std::size_t>(ts_.time);
        std::int64_t const delays[] = {1, longest, longest,
                                       random(1, std::max<std::int64_t>(1, longest))};
        state[static_cast<std::size_t>(ts_.selector.index)] = static_cast<std::int64_t>(chosen);
        state[static_cast<std::size_t>(ts_.delay.index)] =
            std::max<std::int64_t>(1, delays[random(0, 3)]);
        advance(state);
        return true;
    }
    return false;
}

} // namespace mandate::solver
