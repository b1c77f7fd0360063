#include "solver/engines/enumeration.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>

namespace mandate::solver {

namespace {

constexpr std::size_t most_states = 200'000;
constexpr std::size_t most_choices = 20'000'000; // entry candidates and inputs tried
constexpr std::int64_t most_inputs = 50'000;     // of one act

struct TooLarge {};

// One act with its selector put in, and the inputs that still matter.
struct ActProgram {
    int act = 0;
    std::vector<std::size_t> inputs;
    std::vector<Evaluator> valid; // by number of inputs that have a value: what can be told by then
    Evaluator next, bad;
};

class Enumeration {
public:
    Enumeration(TransitionSystem const &ts, Limits const &limits)
        : ts_(ts),
          limits_(limits),
          terms_(ts.terms) {
        std::vector<TermId> next;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            if (ts.next[s]) {
                live_.push_back(s);
                next.push_back(ts.next[s]);
            }
            if (ts.next[s] || ts.symbols[ts.symbols.id(s)].role == SymbolRole::fixed ||
                ts.symbols[ts.symbols.id(s)].role == SymbolRole::reading)
                key_.push_back(s);
        }
        for (std::size_t i = 0; i < ts.acts.size(); ++i)
            if (ts.acts[i].kept) programs_.push_back(program(static_cast<int>(i), next));
        bad_initially_ = Evaluator(terms_, {ts.bad_initially});
    }

    Claim run() {
        auto give_up = [](char const *why) { return Claim{GaveUp{why, -1}, 0}; };
        std::optional<std::size_t> first_bad;
        for_each_entry([&](Valuation const &entry) {
            std::size_t const node = add(entry, -1, {}, 0);
            bad_initially_.run(entry);
            if (bad_initially_[0] && !first_bad) first_bad = node;
        });
        if (first_bad) return {trace(*first_bad), 0};
        // By number of acts: time and automatic steps of the same layer first.
        std::optional<std::size_t> goal;
        int goal_acts = 0;
        for (int acts = 0; !layers_[acts].empty() || layers_.upper_bound(acts) != layers_.end();
             ++acts) {
            auto &layer = layers_[acts];
            while (!layer.empty()) {
                if (limits_.stopped()) return give_up("stopped");
                std::size_t const node = layer.front();
                layer.pop_front();
                if (nodes_[node].acts != acts) continue;
                expand(node, [&](std::size_t reached, int cost) {
                    if (!goal || cost < goal_acts) {
                        goal = reached;
                        goal_acts = cost;
                    }
                });
            }
            if (goal && goal_acts <= acts) return {trace(*goal), 0};
        }
        if (goal) return {trace(*goal), 0};
        return {certificate(), 0};
    }

private:
    struct Node {
        Valuation state;
        int parent = -1;
        Valuation inputs; // of the step that led here
        int acts = 0;
    };

    ActProgram program(int act, std::vector<TermId> const &next) {
        ActProgram result;
        result.act = act;
        Substitution chosen(terms_, terms_, [&](Term const &term) {
            return term.symbol == ts_.selector && term.op == TermOp::symbol ? terms_.number(act)
                                                                            : TermId{};
        });
        std::vector<TermId> valid, then;
        for (LabelledTerm const &condition : ts_.valid) valid.push_back(chosen(condition.formula));
        TermId const may = terms_.conjunction(valid), bad = chosen(ts_.bad);
        for (TermId term : next) then.push_back(chosen(term));
        std::vector<TermId> roots = then;
        roots.push_back(may);
        roots.push_back(bad);
        for_each_subterm(terms_, roots, [&](TermId, Term const &term) {
            if (term.op == TermOp::symbol && ts_.symbols[term.symbol].role == SymbolRole::input)
                result.inputs.push_back(static_cast<std::size_t>(term.symbol.index));
        });
        std::vector<std::vector<TermId>> ready(result.inputs.size() + 1);
        std::vector<TermId> parts{may};
        while (!parts.empty()) {
            TermId const part = parts.back();
            parts.pop_back();
            if (terms_[part].op == TermOp::conjunction) {
                parts.insert(parts.end(), terms_[part].operands.begin(),
                             terms_[part].operands.end());
                continue;
            }
            std::size_t last = 0;
            for_each_subterm(terms_, {part}, [&](TermId, Term const &term) {
                if (term.op != TermOp::symbol) return;
                auto const at = std::find(result.inputs.begin(), result.inputs.end(),
                                          static_cast<std::size_t>(term.symbol.index));
                if (at != result.inputs.end())
                    last = std::max(last, static_cast<std::size_t>(at - result.inputs.begin()) + 1);
            });
            ready[last].push_back(part);
        }
        for (auto const &conditions : ready)
            result.valid.emplace_back(terms_, std::vector<TermId>{terms_.conjunction(conditions)});
        result.next = Evaluator(terms_, then);
        result.bad = Evaluator(terms_, {bad});
        return result;
    }

    TermSort sort(std::size_t symbol) const { return ts_.symbols[ts_.symbols.id(symbol)].sort; }

    // Every assignment of fixed symbols and entry state that meets the conditions; each is tested
    // as soon as its last symbol has a value.
    void for_each_entry(std::function<void(Valuation const &)> const &visit) {
        std::vector<std::vector<TermId>> ready(ts_.symbols.size() + 1);
        for (auto const *conditions : {&ts_.assumptions, &ts_.init})
            for (LabelledTerm const &condition : *conditions) {
                std::size_t last = 0;
                for_each_subterm(terms_, {condition.formula}, [&](TermId, Term const &term) {
                    if (term.op == TermOp::symbol)
                        last = std::max(last, static_cast<std::size_t>(term.symbol.index) + 1);
                });
                ready[last].push_back(condition.formula);
            }
        std::vector<Evaluator> tests;
        for (auto const &conditions : ready)
            tests.emplace_back(terms_, std::vector<TermId>{terms_.conjunction(conditions)});
        Valuation values(ts_.symbols.size(), 0);
        std::function<void(std::size_t)> go = [&](std::size_t s) {
            if (++choices_ > most_choices) throw TooLarge{};
            tests[s].run(values);
            if (!tests[s][0]) return;
            if (s == values.size()) return visit(values);
            if (ts_.symbols[ts_.symbols.id(s)].role == SymbolRole::input) return go(s + 1);
            for (values[s] = sort(s).low; values[s] <= sort(s).high; ++values[s]) go(s + 1);
            values[s] = 0;
        };
        go(0);
    }

    std::size_t add(Valuation const &state, int parent, Valuation const &inputs, int acts) {
        Valuation key;
        for (std::size_t s : key_) key.push_back(state[s]);
        auto const [found, fresh] = index_.try_emplace(std::move(key), nodes_.size());
        if (fresh) {
            if (nodes_.size() >= most_states) throw TooLarge{};
            nodes_.push_back({state, parent, inputs, acts});
        } else if (acts < nodes_[found->second].acts) {
            nodes_[found->second].parent = parent;
            nodes_[found->second].inputs = inputs;
            nodes_[found->second].acts = acts;
        } else {
            return found->second;
        }
        layers_[acts].push_back(found->second);
        return found->second;
    }

    void expand(std::size_t node, std::function<void(std::size_t, int)> const &on_bad) {
        for (ActProgram &program : programs_) {
            std::int64_t combinations = 1;
            for (std::size_t input : program.inputs)
                combinations *= sort(input).high - sort(input).low + 1;
            if (combinations > most_inputs) throw TooLarge{};
            Valuation now = nodes_[node].state;
            for (std::size_t s = 0; s < now.size(); ++s)
                if (ts_.symbols[ts_.symbols.id(s)].role == SymbolRole::input) now[s] = sort(s).low;
            now[static_cast<std::size_t>(ts_.selector.index)] = program.act;
            std::function<void(std::size_t)> go = [&](std::size_t i) {
                program.valid[i].run(now);
                if (!program.valid[i][0]) return;
                if (i < program.inputs.size()) {
                    std::size_t const input = program.inputs[i];
                    for (now[input] = sort(input).low; now[input] <= sort(input).high; ++now[input])
                        go(i + 1);
                    now[input] = sort(input).low;
                    return;
                }
                if (++choices_ > most_choices) throw TooLarge{};
                program.next.run(now);
                Valuation after = now;
                for (std::size_t k = 0; k < live_.size(); ++k) after[live_[k]] = program.next[k];
                ActKind const kind = ts_.acts[static_cast<std::size_t>(program.act)].kind;
                int const acts = nodes_[node].acts + (kind == ActKind::time ? 0 : 1);
                program.bad.run(now, &after);
                if (program.bad[0]) {
                    // The bad step is a leaf of its own: the same state may be reached without it
                    // being bad.
                    nodes_.push_back({after, static_cast<int>(node), now, acts});
                    on_bad(nodes_.size() - 1, acts);
                } else {
                    add(after, static_cast<int>(node), now, acts);
                }
            };
            go(0);
        }
    }

    ClaimedRun trace(std::size_t node) const {
        ClaimedRun run;
        int at = static_cast<int>(node);
        for (; nodes_[static_cast<std::size_t>(at)].parent >= 0;
             at = nodes_[static_cast<std::size_t>(at)].parent)
            run.steps.push_back(nodes_[static_cast<std::size_t>(at)].inputs);
        std::reverse(run.steps.begin(), run.steps.end());
        run.entry = nodes_[static_cast<std::size_t>(at)].state;
        return run;
    }

    // The reachable states themselves, as an invariant: which are reachable under which fixed
    // values.
    ClaimedCertificate certificate() {
        std::vector<TermId> states;
        for (auto const &[key, node] : index_) {
            std::vector<TermId> values;
            for (std::size_t k = 0; k < key_.size(); ++k) {
                SymbolId const symbol = ts_.symbols.id(key_[k]);
                values.push_back(terms_.equal(terms_.symbol(symbol, sort(key_[k])),
                                              terms_.constant(sort(key_[k]), key[k])));
            }
            states.push_back(terms_.conjunction(values));
        }
        TermId const reachable = terms_.disjunction(states);
        return {std::move(terms_), {reachable}, 1};
    }

    TransitionSystem const &ts_;
    Limits const &limits_;
    TermStore terms_;
    std::vector<std::size_t> live_, key_;
    std::vector<ActProgram> programs_;
    Evaluator bad_initially_;
    std::vector<Node> nodes_;
    std::map<Valuation, std::size_t> index_;
    std::map<int, std::deque<std::size_t>> layers_; // by number of acts
    std::size_t choices_ = 0;
};

} // namespace

Claim enumeration(TransitionSystem const &ts, Limits const &limits) {
    try {
        return Enumeration(ts, limits).run();
    } catch (TooLarge const &) {
        return {GaveUp{"too large to enumerate", -1}, 0};
    }
}

} // namespace mandate::solver
