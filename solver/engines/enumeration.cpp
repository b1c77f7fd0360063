#include "solver/engines/enumeration.h"

#include "base/assert.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace mandate::solver {

namespace {

constexpr std::size_t most_states = 200'000;
constexpr std::size_t most_choices = 20'000'000; // entry candidates and inputs tried
constexpr std::int64_t most_inputs = 50'000;     // of one act

struct TooLarge {};

struct HashOfBytes {
    std::size_t operator()(Valuation const &key) const {
        return std::hash<std::string_view>()({reinterpret_cast<char const *>(key.data()),
                                              key.size() * sizeof(Valuation::value_type)});
    }
};

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
        // The states themselves are told apart, not where a loop through them may have begun.
        std::vector<char> of_loop(ts.symbols.size(), 0);
        if (ts.loop) {
            auto const leave_out = [&](SymbolId symbol) {
                of_loop[static_cast<std::size_t>(symbol.index)] = 1;
            };
            leave_out(ts.loop->marked);
            leave_out(ts.loop->elapsed);
            for (auto const &[_, copy] : ts.loop->copies) leave_out(copy);
            for (Loop::Justice const &justice : ts.loop->justice) leave_out(justice.seen);
            pending_ = Evaluator(terms_, {ts.loop->pending});
        }
        std::vector<TermId> next;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            if (of_loop[s]) continue;
            if (ts.next[s]) {
                live_.push_back(s);
                next.push_back(ts.next[s]);
            }
            if (ts.symbols[ts.symbols.id(s)].role == SymbolRole::input) inputs_.push_back(s);
            if (ts.next[s] || ts.symbols[ts.symbols.id(s)].role == SymbolRole::fixed ||
                ts.symbols[ts.symbols.id(s)].role == SymbolRole::reading)
                key_.push_back(s);
        }
        if (ts.loop)
            for (Loop::Justice const &justice : ts.loop->justice) next.push_back(justice.met);
        for (std::size_t i = 0; i < ts.acts.size(); ++i)
            if (ts.loop && ts.loop->mark == static_cast<int>(i))
                mark_ = program(static_cast<int>(i), {});
            else if (ts.acts[i].kept)
                programs_.push_back(program(static_cast<int>(i), next));
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
        if (ts_.loop) return loops();
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
                expand(node,
                       [&](Valuation const &now, Valuation const &after, ActProgram &program) {
                           int const cost = nodes_[node].acts + acts_of(program);
                           program.bad.run(now, &after);
                           if (!program.bad[0]) {
                               add(after, static_cast<int>(node), now, cost);
                               return;
                           }
                           // The bad step is a leaf of its own: the same state may be reached
                           // without it being bad.
                           nodes_.push_back({after, static_cast<int>(node), now, cost});
                           if (!goal || cost < goal_acts) {
                               goal = nodes_.size() - 1;
                               goal_acts = cost;
                           }
                       });
            }
            if (goal && goal_acts <= acts) return {trace(*goal), 0};
        }
        if (goal) return {trace(*goal), 0};
        return {certificate(), 0};
    }

    // Where `bad` is what is to be possible.
    bool dead_end() {
        std::vector<char> leads, without; // by node: it leads there; it was come to without it
        auto const come_to = [&](std::size_t node, bool so) {
            leads.resize(nodes_.size(), 0);
            without.resize(nodes_.size(), 0);
            without[node] |= !so;
        };
        for_each_entry([&](Valuation const &entry) {
            bad_initially_.run(entry);
            come_to(add(entry, -1, {}, 0), bad_initially_[0] != 0);
        });
        std::vector<std::set<std::size_t>> from(nodes_.size()); // by node: a step leads to it
        for (std::size_t node = 0; node < nodes_.size(); ++node)
            expand(node, [&](Valuation const &now, Valuation const &after, ActProgram &program) {
                auto const to = add(after, static_cast<int>(node), now, 0);
                program.bad.run(now, &after);
                bool const so = program.bad[0] != 0;
                come_to(to, so);
                leads[node] |= so;
                from.resize(nodes_.size());
                from[to].insert(node);
            });
        from.resize(nodes_.size());
        std::vector<std::size_t> work;
        for (std::size_t node = 0; node < nodes_.size(); ++node)
            if (leads[node]) work.push_back(node);
        while (!work.empty()) {
            auto const node = work.back();
            work.pop_back();
            for (auto const before : from[node])
                if (!std::exchange(leads[before], 1)) work.push_back(before);
        }
        for (std::size_t node = 0; node < nodes_.size(); ++node)
            if (without[node] && !leads[node]) return true;
        return false;
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

    Valuation key_of(Valuation const &state) const {
        Valuation key(key_.size());
        for (std::size_t k = 0; k < key.size(); ++k) key[k] = state[key_[k]];
        return key;
    }

    std::size_t add(Valuation const &state, int parent, Valuation const &inputs, int acts) {
        auto const [found, fresh] = index_.try_emplace(key_of(state), nodes_.size());
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

    int acts_of(ActProgram const &program) const {
        return ts_.acts[static_cast<std::size_t>(program.act)].kind == ActKind::time ? 0 : 1;
    }

    // Every step from a state: what is now with its inputs, and what is so after it.
    using Visit = std::function<void(Valuation const &, Valuation const &, ActProgram &)>;
    void expand(std::size_t node, Visit const &visit) {
        Valuation now = nodes_[node].state, after;
        for (std::size_t s : inputs_) now[s] = sort(s).low;
        for (ActProgram &program : programs_) {
            std::int64_t combinations = 1;
            for (std::size_t input : program.inputs)
                combinations *= sort(input).high - sort(input).low + 1;
            if (combinations > most_inputs) throw TooLarge{};
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
                after = now;
                for (std::size_t k = 0; k < live_.size(); ++k) after[live_[k]] = program.next[k];
                visit(now, after, program);
            };
            go(0);
        }
    }

    // ---- what is so for ever: a way round in the graph of the states in which it is so, with time
    // passing on it and all justice done

    // What comes on the way round: time passes, and what the loop's justice asks.
    using Met = std::vector<bool>;
    struct Edge {
        std::size_t to = 0;
        Met met;
        int acts = 0;
        friend auto operator<=>(Edge const &, Edge const &) = default;
    };
    // Of a step just taken.
    Met met(ActProgram &program) const {
        Met result{acts_of(program) == 0};
        for (std::size_t i = 0; i < ts_.loop->justice.size(); ++i)
            result.push_back(program.next[live_.size() + i] != 0);
        return result;
    }
    using Place = std::pair<std::size_t, Met>; // state, what has come on the way
    static Met either(Met one, Met const &other) {
        for (std::size_t i = 0; i < one.size(); ++i) one[i] = one[i] || other[i];
        return one;
    }
    Met all_are(bool so) const {
        Met result;
        result.assign(1 + ts_.loop->justice.size(), so);
        return result;
    }
    Met none() const { return all_are(false); }
    Met everything() const { return all_are(true); }

    bool pending(std::size_t node) {
        pending_.run(nodes_[node].state);
        return pending_[0] != 0;
    }

    bool may_begin(std::size_t node) {
        auto now = nodes_[node].state;
        now[static_cast<std::size_t>(ts_.selector.index)] = ts_.loop->mark;
        return std::all_of(mark_.valid.begin(), mark_.valid.end(), [&](Evaluator &valid) {
            valid.run(now);
            return valid[0] != 0;
        });
    }

    Claim loops() {
        std::vector<std::size_t> order; // by acts
        for (int acts = 0; !layers_[acts].empty() || layers_.upper_bound(acts) != layers_.end();
             ++acts) {
            auto &layer = layers_[acts];
            while (!layer.empty()) {
                if (limits_.stopped()) return {GaveUp{"stopped", -1}, 0};
                std::size_t const node = layer.front();
                layer.pop_front();
                if (nodes_[node].acts != acts) continue;
                order.push_back(node);
                std::set<Edge> edges;
                bool const so = pending(node);
                expand(node,
                       [&](Valuation const &now, Valuation const &after, ActProgram &program) {
                           int const cost = acts_of(program);
                           auto const to = add(after, static_cast<int>(node), now, acts + cost);
                           if (so && pending(to)) edges.insert({to, met(program), cost});
                       });
                edges_.resize(nodes_.size());
                edges_[node].assign(edges.begin(), edges.end());
            }
        }
        edges_.resize(nodes_.size());
        find_components();
        inside_.assign(nodes_.size(), none());
        for (std::size_t from = 0; from < nodes_.size(); ++from)
            for (Edge const &edge : edges_[from])
                if (component_[edge.to] == component_[from])
                    inside_[component_[from]] =
                        either(std::move(inside_[component_[from]]), edge.met);
        std::optional<std::vector<Place>> best; // from where it begins to there again
        int least = 0;
        for (std::size_t const node : order) {
            if (best && nodes_[node].acts >= least) break;
            if (inside_[component_[node]] != everything() || !may_begin(node)) continue;
            auto [way, acts] = way_round(node);
            acts += nodes_[node].acts;
            if (best && acts >= least) continue;
            best = std::move(way);
            least = acts;
        }
        if (best) return {around(*best), 0};
        return {no_loop(), 0};
    }

    // By depth first, without recursion: numbers of components, later ones lead to earlier ones.
    void find_components() {
        constexpr auto none = static_cast<std::size_t>(-1);
        std::size_t const count = nodes_.size();
        component_.assign(count, none);
        std::vector<std::size_t> number(count, none), low(count, 0), next(count, 0), open, path;
        std::size_t numbers = 0, components = 0;
        for (std::size_t root = 0; root < count; ++root) {
            if (number[root] != none) continue;
            path.push_back(root);
            while (!path.empty()) {
                std::size_t const node = path.back();
                if (number[node] == none) {
                    number[node] = low[node] = numbers++;
                    open.push_back(node);
                }
                if (next[node] < edges_[node].size()) {
                    std::size_t const to = edges_[node][next[node]++].to;
                    if (number[to] == none)
                        path.push_back(to);
                    else if (component_[to] == none)
                        low[node] = std::min(low[node], number[to]);
                    continue;
                }
                if (low[node] == number[node]) {
                    while (component_[node] == none) {
                        component_[open.back()] = components;
                        open.pop_back();
                    }
                    ++components;
                }
                path.pop_back();
                if (!path.empty()) low[path.back()] = std::min(low[path.back()], low[node]);
            }
        }
    }

    // With as few acts as possible.
    std::pair<std::vector<Place>, int> way_round(std::size_t start) const {
        std::map<Place, std::pair<Place, int>> from; // and acts
        Place const first{start, none()}, goal{start, everything()};
        std::deque<Place> next{first};
        from[first] = {first, 0};
        std::set<Place> done;
        while (!next.empty()) {
            Place const at = next.front();
            next.pop_front();
            if (!done.insert(at).second) continue;
            if (at == goal) break;
            int const acts = from.at(at).second;
            for (Edge const &edge : edges_[at.first]) {
                if (component_[edge.to] != component_[start]) continue;
                Place const to{edge.to, either(at.second, edge.met)};
                auto const known = from.find(to);
                if (known != from.end() && known->second.second <= acts + edge.acts) continue;
                from[to] = {at, acts + edge.acts};
                if (edge.acts == 0)
                    next.push_front(to);
                else
                    next.push_back(to);
            }
        }
        std::vector<Place> way;
        for (Place at = goal; at != first; at = from.at(at).first) way.push_back(at);
        way.push_back(first);
        std::reverse(way.begin(), way.end());
        return {std::move(way), from.at(goal).second};
    }

    ClaimedRun around(std::vector<Place> const &way) {
        ClaimedRun run = trace(way.front().first);
        auto mark = nodes_[way.front().first].state;
        mark[static_cast<std::size_t>(ts_.selector.index)] = ts_.loop->mark;
        run.steps.push_back(std::move(mark));
        for (std::size_t i = 0; i + 1 < way.size(); ++i) {
            // Of the steps between two places the one with the fewest acts.
            Valuation const key = key_of(nodes_[way[i + 1].first].state);
            std::optional<Valuation> inputs;
            int least = 0;
            auto const visit = [&](Valuation const &now, Valuation const &after,
                                   ActProgram &program) {
                int const cost = acts_of(program);
                if ((inputs && cost >= least) || key_of(after) != key ||
                    either(way[i].second, met(program)) != way[i + 1].second)
                    return;
                inputs = now;
                least = cost;
            };
            expand(way[i].first, visit);
            MANDATE_ASSERT(inputs);
            run.steps.push_back(std::move(*inputs));
        }
        return run;
    }

    // Every step leads to an equal or an earlier component, and what does not come inside the
    // component in which a loop began has come only where the loop has left it.
    ClaimedCertificate no_loop() {
        auto certificate = this->certificate();
        TermStore &t = certificate.terms;
        std::vector<SymbolId> copy_of(ts_.symbols.size());
        for (auto const &[symbol, copy] : ts_.loop->copies)
            copy_of[static_cast<std::size_t>(symbol.index)] = copy;
        // Of the state now, or of that in which the loop began.
        auto const is = [&](Valuation const &key, bool copied) {
            std::vector<TermId> values;
            for (std::size_t k = 0; k < key_.size(); ++k) {
                SymbolId symbol = ts_.symbols.id(key_[k]);
                if (copied && copy_of[key_[k]]) symbol = copy_of[key_[k]];
                values.push_back(
                    t.equal(t.symbol(symbol, sort(key_[k])), t.constant(sort(key_[k]), key[k])));
            }
            return t.conjunction(values);
        };
        auto const rank = [&](bool copied) {
            TermId result = t.number(0);
            for (std::size_t node = 0; node < nodes_.size(); ++node)
                if (pending(node))
                    result = t.if_then_else(is(key_of(nodes_[node].state), copied),
                                            t.number(static_cast<std::int64_t>(component_[node])),
                                            result);
            return result;
        };
        TermId const now = rank(false), then = rank(true);
        auto const flag = [&](SymbolId symbol) { return t.symbol(symbol, TermSort::truth()); };
        TermId const marked = flag(ts_.loop->marked), after = ts_.loop->pending;
        certificate.invariant.push_back(
            t.implication(t.conjunction({marked, after}), t.at_most(now, then)));
        std::vector<SymbolId> seen{ts_.loop->elapsed};
        for (Loop::Justice const &justice : ts_.loop->justice) seen.push_back(justice.seen);
        // Of each component one of those that do not come inside it, by the first: mostly time, and
        // for the others where the loop began.
        std::vector<std::vector<TermId>> where(seen.size());
        for (std::size_t node = 0; node < nodes_.size(); ++node) {
            Met const &inside = inside_[component_[node]];
            auto const lacking = std::find(inside.begin(), inside.end(), false);
            MANDATE_ASSERT(!pending(node) || (lacking != inside.end() && "a loop was found"));
            if (pending(node) && lacking != inside.begin())
                where[static_cast<std::size_t>(lacking - inside.begin())].push_back(
                    is(key_of(nodes_[node].state), true));
        }
        for (std::size_t i = 0; i < seen.size(); ++i) {
            TermId elsewhere = t.negation(t.disjunction(where[i]));
            if (i == 0) {
                std::vector<TermId> others;
                for (auto const &some : where)
                    others.insert(others.end(), some.begin(), some.end());
                elsewhere = t.disjunction(others);
            }
            certificate.invariant.push_back(t.implication(flag(seen[i]), marked));
            certificate.invariant.push_back(
                t.implication(t.conjunction({flag(seen[i]), after}),
                              t.disjunction({t.less(now, then), elsewhere})));
        }
        return certificate;
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
        for (Node const &node : nodes_) {
            Valuation const key = key_of(node.state);
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
    std::vector<std::size_t> live_, key_, inputs_;
    std::vector<ActProgram> programs_;
    ActProgram mark_; // that a loop begins
    Evaluator bad_initially_, pending_;
    std::vector<Node> nodes_;
    std::unordered_map<Valuation, std::size_t, HashOfBytes> index_;
    std::map<int, std::deque<std::size_t>> layers_; // by number of acts
    std::vector<std::vector<Edge>> edges_;          // where something is so for ever, by node …
    std::vector<std::size_t> component_;            // … and in which component it lies
    std::vector<Met> inside_;                       // by component: what comes inside it
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

std::optional<bool> has_dead_end(TransitionSystem const &ts, Limits const &limits) {
    TransitionSystem asking = ts;
    asking.bad = ts.trigger;
    asking.bad_initially = ts.trigger_initially;
    try {
        return Enumeration(asking, limits).dead_end();
    } catch (TooLarge const &) {
        return std::nullopt;
    }
}

} // namespace mandate::solver
