#include "solver/openness.h"

#include "compiler/counterparts.h"
#include "solver/evaluate.h"

#include <algorithm>
#include <map>

namespace mandate::solver {

namespace {

constexpr std::size_t most_answers = 1 << 14;

// Whether something is so for some answers, and for all.
struct Standing {
    bool some = false, all = true;
    void take(bool so) {
        some |= so;
        all &= so;
    }
};

} // namespace

Openness::Openness(Core const &leading, TransitionSystem const &leader, Core const &following,
                   TransitionSystem const &follower, Following &both)
    : leader_(leader),
      follower_(follower),
      both_(both),
      here_(static_cast<std::int32_t>(leader.symbols.size())) {
    auto const common = counterparts(following, leading, Role::reading);
    std::map<Instance, SymbolId> asked_here;
    for (std::size_t s = 0; s < leader.symbols.size(); ++s)
        if (Symbol const &symbol = leader.symbols[leader.symbols.id(s)];
            symbol.role == SymbolRole::reading && symbol.var)
            asked_here[{symbol.var, symbol.at}] = leader.symbols.id(s);
    std::map<Instance, SymbolId> only_here = asked_here;
    for (std::size_t s = 0; s < follower.symbols.size(); ++s) {
        SymbolId const there = both.of_follower[s];
        if (!there) continue;
        there_.insert(there);
        Symbol const &symbol = follower.symbols[follower.symbols.id(s)];
        auto const var = common.find(symbol.var);
        if (symbol.role != SymbolRole::reading || var == common.end()) continue;
        // In the same words, but with other answers to choose from, it is another question.
        auto const here = asked_here.find({var->second, symbol.at});
        if (here == asked_here.end() || here->second == there) shared_.insert(there);
        if (here != asked_here.end()) only_here.erase(here->first);
    }
    for (auto const &[_, var] : common)
        for (auto const &[instance, here] : only_here)
            if (instance.var == var) shared_.insert(here);
}

std::optional<TermId> Openness::condition(Answer const &answer, TransitionSystem const &of,
                                          std::vector<SymbolId> const *into) const {
    TermStore &t = both_.ts.terms;
    if (answer.id != VerdictId::depends) return t.truth(answer.id == VerdictId::possible);
    auto const &depends = std::get<Depends>(answer.outcome->verdict);
    if (!depends.conditions().complete) return std::nullopt;
    std::map<Instance, SymbolId> questions;
    for (std::size_t s = 0; s < of.symbols.size(); ++s) {
        Symbol const &symbol = of.symbols[of.symbols.id(s)];
        if (symbol.role == SymbolRole::reading && symbol.var)
            questions[{symbol.var, symbol.at}] = into ? (*into)[s] : of.symbols.id(s);
    }
    std::vector<TermId> any;
    for (ReadingCondition const &condition : depends.conditions().with_run) {
        std::vector<TermId> all;
        for (auto const &part : condition.parts) {
            auto const it = questions.find(part.reading);
            if (it == questions.end() || !it->second) return std::nullopt;
            TermId const asked = t.symbol(it->second, both_.ts.symbols[it->second].sort);
            if (part.values.empty()) {
                all.push_back(t.between(asked, part.low, part.high));
                continue;
            }
            std::vector<TermId> values;
            for (auto const value : part.values) values.push_back(t.between(asked, value, value));
            all.push_back(t.disjunction(values));
        }
        any.push_back(t.conjunction(all));
    }
    return t.disjunction(any);
}

template <class Visit>
bool Openness::each(std::vector<TermId> const &terms, Visit const &visit) const {
    std::set<SymbolId> read;
    std::set<std::int64_t> compared;
    for_each_subterm(both_.ts.terms, terms, [&](TermId, Term const &term) {
        if (term.op == TermOp::symbol) read.insert(term.symbol);
        if (term.op == TermOp::number) compared.merge(std::set{term.value, term.value + 1});
    });
    std::map<SymbolId, std::vector<std::int64_t>> answers;
    std::size_t count = 1;
    for (SymbolId symbol : read) {
        TermSort const sort = both_.ts.symbols[symbol].sort;
        auto values = compared;
        values.insert({sort.low, sort.high});
        auto &of_symbol = answers[symbol];
        std::copy_if(values.begin(), values.end(), std::back_inserter(of_symbol),
                     [&](auto value) { return value >= sort.low && value <= sort.high; });
        count *= of_symbol.size();
        if (count > most_answers) return false;
    }
    Evaluator evaluator(both_.ts.terms, terms);
    Valuation state(both_.ts.symbols.size());
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t rest = i;
        for (auto const &[symbol, values] : answers) {
            state[static_cast<std::size_t>(symbol.index)] = values[rest % values.size()];
            rest /= values.size();
        }
        evaluator.run(state);
        std::vector<std::int64_t> here, there, both;
        for (auto const &[symbol, values] : answers) {
            auto const value = state[static_cast<std::size_t>(symbol.index)];
            if (is_here(symbol) || is_shared(symbol)) here.push_back(value);
            if (there_.contains(symbol) || is_shared(symbol)) there.push_back(value);
            if (is_shared(symbol)) both.push_back(value);
        }
        visit(evaluator, here, there, both);
    }
    return true;
}

bool Openness::differ(Answer const &here, Answer const &there) const {
    auto const condition_here = condition(here, leader_, nullptr);
    auto const condition_there = condition(there, follower_, &both_.of_follower);
    using Answers = std::vector<std::int64_t>;
    std::map<Answers, std::pair<Standing, Standing>> standings;
    bool const known =
        condition_here && condition_there &&
        each({*condition_here, *condition_there},
             [&](Evaluator const &is, Answers const &, Answers const &, Answers const &both) {
                 auto &[of_here, of_there] = standings[both];
                 of_here.take(is[0] != 0);
                 of_there.take(is[1] != 0);
             });
    if (!known) return here.id != VerdictId::depends || there.id != VerdictId::depends;
    return std::any_of(standings.begin(), standings.end(), [](auto const &one) {
        auto const &[of_here, of_there] = one.second;
        return (of_here.some && !of_there.some) || (of_here.all && !of_there.all);
    });
}

bool Openness::tie(Answer const &here, Answer const &there) {
    if (here.id != VerdictId::depends || there.id != VerdictId::depends) return false;
    auto const condition_here = condition(here, leader_, nullptr);
    auto const condition_there = condition(there, follower_, &both_.of_follower);
    if (!condition_here || !condition_there) return false;
    TermStore &t = both_.ts.terms;
    TermId const tied = t.equal(*condition_here, *condition_there);
    if (t.is_constant(tied) || ties_.contains(tied)) return false;
    // What the law itself assumes of these answers is not looked at.
    bool settled = false;
    std::set<SymbolId> read;
    for_each_subterm(t, {tied}, [&](TermId, Term const &term) {
        if (term.op == TermOp::symbol) read.insert(term.symbol);
    });
    std::vector<TermId> assumed;
    for (LabelledTerm const &assumption : both_.ts.assumptions)
        if (!ties_.contains(assumption.formula)) assumed.push_back(assumption.formula);
    for_each_subterm(t, assumed, [&](TermId, Term const &term) {
        settled |= term.op == TermOp::symbol && read.contains(term.symbol);
    });
    if (settled) return false;
    std::vector<TermId> all(ties_.begin(), ties_.end());
    all.push_back(tied);
    std::map<std::vector<std::int64_t>, Standing> of_here, of_there;
    bool const known = each({t.conjunction(all)}, [&](Evaluator const &is, auto const &in_here,
                                                      auto const &in_there, auto const &) {
        of_here[in_here].take(is[0] != 0);
        of_there[in_there].take(is[0] != 0);
    });
    auto const none = [](auto const &one) { return !one.second.some; };
    if (!known || std::any_of(of_here.begin(), of_here.end(), none) ||
        std::any_of(of_there.begin(), of_there.end(), none))
        return false;
    ties_.insert(tied);
    both_.ts.assumptions.push_back({tied, {}});
    return true;
}

} // namespace mandate::solver
