#include "compiler/passes.h"

#include "compiler/z3/session.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace mandate::compiler {

namespace {

// The literal that a formula is, if it is one: a symbol and its value.
bool determines(TermStore const &t, TermId formula, SymbolId &symbol, std::int64_t &value) {
    Term const &term = t[formula];
    bool const negated = term.op == TermOp::negation;
    Term const &atom = negated ? t[term.operands[0]] : term;
    if (atom.op == TermOp::symbol) {
        symbol = atom.symbol;
        value = !negated;
        return true;
    }
    if (negated) {
        if (atom.op != TermOp::equal || t[atom.operands[0]].op != TermOp::symbol) return false;
        TermSort const sort = t[atom.operands[0]].sort;
        if (sort.boolean || sort.high - sort.low != 1 || !t.is_constant(atom.operands[1]))
            return false;
        symbol = t[atom.operands[0]].symbol;
        value = sort.low + sort.high - t[atom.operands[1]].value;
        return true;
    }
    if (atom.op != TermOp::equal || t[atom.operands[0]].op != TermOp::symbol ||
        !t.is_constant(atom.operands[1]))
        return false;
    symbol = t[atom.operands[0]].symbol;
    value = t[atom.operands[1]].value;
    return true;
}

// What the property says of a state or a step, in all its forms; none where there is none.
std::vector<TermId *> property_terms(TransitionSystem &ts) {
    std::vector<TermId *> terms{&ts.bad, &ts.bad_initially, &ts.trigger, &ts.trigger_initially};
    if (!ts.loop) return terms;
    terms.insert(terms.end(), {&ts.loop->pending, &ts.loop->pending_after});
    for (Loop::Justice &justice : ts.loop->justice) terms.push_back(&justice.met);
    return terms;
}

} // namespace

TransitionSystem slice(TransitionSystem ts, Clocks clocks) {
    std::vector<TermId> kept_clocks;
    if (clocks == Clocks::kept)
        for (ClockBound const &bound : ts.clock_bounds)
            kept_clocks.push_back(ts.current(bound.clock));
    std::vector<char> kept(ts.symbols.size(), 0);
    std::vector<char> seen(ts.terms.size(), 0);
    std::vector<SymbolId> work;
    std::function<void(TermId)> pull = [&](TermId id) {
        if (!id || std::exchange(seen[static_cast<std::size_t>(id.index)], 1)) return;
        Term const &term = ts.terms[id];
        if ((term.op == TermOp::symbol || term.op == TermOp::primed) &&
            !std::exchange(kept[static_cast<std::size_t>(term.symbol.index)], 1))
            work.push_back(term.symbol);
        for (TermId operand : term.operands) pull(operand);
    };
    // A loop of the slice is one in what is kept: which symbols come back says nothing of that.
    if (ts.loop) {
        ts.bad = ts.current(ts.loop->marked);
        pull(ts.current(ts.loop->elapsed));
        for (Loop::Justice const &justice : ts.loop->justice) pull(ts.current(justice.seen));
    }
    for (TermId *root : property_terms(ts)) pull(*root);
    for (TermId const clock : kept_clocks) pull(clock);

    std::vector<std::vector<std::size_t>> acts_of(ts.symbols.size()),
        instances_of(ts.symbols.size());
    auto keep_act = [&](GroundAct &act) {
        if (std::exchange(act.kept, true) || act.kind == ActKind::automatic) return;
        for (LabelledTerm const &guard : act.guards) pull(guard.formula);
    };
    auto keep_instance = [&](AutomaticInstance &instance) {
        if (!std::exchange(instance.kept, true)) pull(instance.due);
    };
    for (std::size_t i = 0; i < ts.acts.size(); ++i) {
        ts.acts[i].kept = false;
        for (SymbolId symbol : ts.acts[i].changes)
            acts_of[static_cast<std::size_t>(symbol.index)].push_back(i);
    }
    for (std::size_t i = 0; i < ts.automatic.size(); ++i) {
        ts.automatic[i].kept = false;
        for (SymbolId symbol : ts.automatic[i].changes)
            instances_of[static_cast<std::size_t>(symbol.index)].push_back(i);
    }
    for (GroundAct &act : ts.acts)
        if (act.named) keep_act(act);
    if (ts.loop)
        for (Loop::Justice const &justice : ts.loop->justice)
            for (std::size_t const act : justice.acts) keep_act(ts.acts[act]);
    for (AutomaticInstance &instance : ts.automatic)
        if (instance.named) keep_instance(instance);
    while (!work.empty()) {
        auto const symbol = static_cast<std::size_t>(work.back().index);
        work.pop_back();
        pull(ts.next[symbol]);
        for (std::size_t i : acts_of[symbol]) keep_act(ts.acts[i]);
        for (std::size_t i : instances_of[symbol]) keep_instance(ts.automatic[i]);
        for (ClockBound const &bound : ts.clock_bounds)
            if (static_cast<std::size_t>(bound.clock.index) == symbol) pull(bound.running);
    }

    if (ts.loop)
        for (auto const &[symbol, copy] : ts.loop->copies)
            kept[static_cast<std::size_t>(copy.index)] =
                kept[static_cast<std::size_t>(symbol.index)];
    bool dropped = false;
    for (std::size_t s = 0; s < ts.symbols.size(); ++s)
        if (!kept[s]) ts.next[s] = {};
    for (ClockBound &bound : ts.clock_bounds)
        bound.kept = kept[static_cast<std::size_t>(bound.clock.index)];
    for (AutomaticInstance const &instance : ts.automatic) dropped |= !instance.kept;
    for (GroundAct &act : ts.acts) {
        if (act.kind == ActKind::automatic)
            act.kept = std::any_of(ts.automatic.begin(), ts.automatic.end(),
                                   [&](AutomaticInstance const &instance) {
                                       return instance.kept && instance.group == act.group;
                                   });
        dropped |= !act.kept && &act != &ts.acts.back();
    }
    ts.acts.back().kept = dropped;
    assemble_valid(ts);
    if (ts.loop) assemble_loop(ts);
    return ts;
}

std::optional<TransitionSystem> with_near_justice(TransitionSystem ts) {
    if (!ts.loop || ts.loop->justice.empty()) return std::nullopt;
    TransitionSystem rest = ts;
    rest.loop->justice.clear();
    assemble_loop(rest);
    rest = slice(std::move(rest), Clocks::dropped);
    auto const far = std::erase_if(ts.loop->justice, [&](Loop::Justice const &justice) {
        bool near = false;
        for_each_subterm(ts.terms, {justice.met}, [&](TermId, Term const &term) {
            near |= term.op == TermOp::symbol && rest.is_live(term.symbol);
        });
        return !near;
    });
    if (far == 0) return std::nullopt;
    assemble_valid(ts);
    assemble_loop(ts);
    return ts;
}

TransitionSystem fold(TransitionSystem ts) {
    std::map<SymbolId, std::set<std::int64_t>> values; // that the assumptions leave
    std::vector<SymbolId> structure;
    for (auto const *symbols : {&ts.kind, &ts.parent, &ts.property_units})
        for (SymbolId symbol : *symbols)
            if (symbol && ts.symbols[symbol].sort.low < ts.symbols[symbol].sort.high)
                structure.push_back(symbol);
    auto const is = [&](SymbolId symbol, std::int64_t value) {
        return ts.terms.equal(ts.current(symbol), ts.terms.number(value));
    };
    {
        SmtSession session(ts, ts.terms);
        session.assume();
        auto const take = [&] {
            for (SymbolId symbol : structure) values[symbol].insert(session.value(symbol, 0));
        };
        if (session.check() != Sat::sat) return ts;
        take();
        for (SymbolId symbol : structure)
            for (auto value = ts.symbols[symbol].sort.low; value <= ts.symbols[symbol].sort.high;
                 ++value)
                if (!values[symbol].contains(value)) {
                    auto const answer = session.check({session.literal(is(symbol, value), 0)});
                    if (answer == Sat::sat)
                        take();
                    else if (answer == Sat::unknown)
                        values[symbol].insert(value);
                }
    }
    std::map<SymbolId, std::int64_t> known;
    for (auto const &[symbol, left] : values)
        if (left.size() == 1) known[symbol] = *left.begin();
    auto leaf = [&](Term const &term) {
        auto const found = known.find(term.symbol);
        return found == known.end() ? TermId{} : ts.terms.constant(term.sort, found->second);
    };
    auto substitution = [&] {
        Substitution put_in(ts.terms, ts.terms, leaf);
        for (auto const &[symbol, left] : values) {
            TermSort const sort = ts.symbols[symbol].sort;
            if (left.size() == 1) continue;
            for (auto value = sort.low; value <= sort.high; ++value)
                if (!left.contains(value)) put_in.replace(is(symbol, value), ts.terms.truth(false));
            // Of two values that are left, one is that it is not the other.
            if (left.size() == 2 && sort.high - sort.low > 1)
                put_in.replace(is(symbol, *left.rbegin()),
                               ts.terms.negation(is(symbol, *left.begin())));
        }
        return put_in;
    };
    for (std::size_t before = known.size() + 1; before != known.size();) {
        before = known.size();
        Substitution put_in = substitution();
        for (LabelledTerm const &assumption : ts.assumptions) {
            std::vector<TermId> parts{put_in(assumption.formula)};
            if (ts.terms[parts[0]].op == TermOp::conjunction) parts = ts.terms[parts[0]].operands;
            for (TermId part : parts) {
                SymbolId symbol;
                std::int64_t value = 0;
                if (determines(ts.terms, part, symbol, value)) known.emplace(symbol, value);
            }
        }
    }
    Substitution put_in = substitution();
    auto rewrite = [&](TermId &term) {
        if (term) term = put_in(term);
    };
    auto rewrite_all = [&](std::vector<LabelledTerm> &terms) {
        for (LabelledTerm &term : terms) rewrite(term.formula);
    };
    rewrite_all(ts.init);
    for (TermId &next : ts.next) rewrite(next);
    for (TermId *term : property_terms(ts)) rewrite(*term);
    for (GroundAct &act : ts.acts) {
        rewrite(act.guard);
        rewrite_all(act.guards);
    }
    for (AutomaticInstance &instance : ts.automatic) {
        rewrite(instance.due);
        rewrite_all(instance.guards);
    }
    for (ClockBound &bound : ts.clock_bounds) rewrite(bound.running);
    assemble_valid(ts);
    return ts;
}

TransitionSystem loosen(TransitionSystem ts, std::vector<SymbolId> const &loose) {
    // Two inputs each: the value before a step and the one after it.
    std::vector<std::pair<SymbolId, SymbolId>> any(ts.symbols.size());
    for (SymbolId symbol : loose) {
        auto const sort = ts.symbols[symbol].sort;
        auto const name = ts.symbols[symbol].name;
        auto const before = ts.symbols.add({"any " + name, sort, SymbolRole::input, {}, {}});
        auto const after = ts.symbols.add({"then any " + name, sort, SymbolRole::input, {}, {}});
        any[static_cast<std::size_t>(symbol.index)] = {before, after};
        ts.next[static_cast<std::size_t>(symbol.index)] = {};
    }
    ts.next.resize(ts.symbols.size());
    auto is_loose = [&](SymbolId symbol) {
        auto const at = static_cast<std::size_t>(symbol.index);
        return at < any.size() && any[at].first;
    };
    Substitution put_in(ts.terms, ts.terms, [&](Term const &leaf) {
        if (!is_loose(leaf.symbol)) return TermId{};
        auto const [before, after] = any[static_cast<std::size_t>(leaf.symbol.index)];
        return ts.terms.symbol(leaf.op == TermOp::primed ? after : before, leaf.sort);
    });
    auto speaks_of_loose = [&](LabelledTerm const &condition) {
        bool found = false;
        for_each_subterm(ts.terms, {condition.formula}, [&](TermId, Term const &term) {
            if (term.op == TermOp::symbol) found |= is_loose(term.symbol);
        });
        return found;
    };
    std::vector<LabelledTerm> init;
    for (LabelledTerm const &condition : ts.init) {
        Term const &whole = ts.terms[condition.formula];
        if (whole.op != TermOp::conjunction)
            init.push_back(condition);
        else
            for (TermId part : whole.operands) init.push_back({part, condition.clause});
    }
    std::erase_if(init, speaks_of_loose);
    ts.init = std::move(init);
    auto rewrite = [&](TermId &term) {
        if (term) term = put_in(term);
    };
    auto rewrite_all = [&](std::vector<LabelledTerm> &terms) {
        for (LabelledTerm &term : terms) rewrite(term.formula);
    };
    for (TermId &next : ts.next) rewrite(next);
    for (TermId *term : property_terms(ts)) rewrite(*term);
    for (GroundAct &act : ts.acts) {
        rewrite(act.guard);
        rewrite_all(act.guards);
        std::erase_if(act.changes, is_loose);
    }
    for (AutomaticInstance &instance : ts.automatic) {
        rewrite(instance.due);
        rewrite_all(instance.guards);
        std::erase_if(instance.changes, is_loose);
    }
    std::erase_if(ts.clock_bounds, [&](ClockBound const &bound) { return is_loose(bound.clock); });
    for (ClockBound &bound : ts.clock_bounds) rewrite(bound.running);
    assemble_valid(ts);
    return ts;
}

TransitionSystem starting_with(TransitionSystem ts, Chain const &chain, std::int64_t regime) {
    SymbolId law, clock;
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        SymbolId const id = ts.symbols.id(s);
        if (ts.symbols[id].var == chain.law) law = id;
        if (ts.symbols[id].var == chain.until_change) clock = id;
    }
    TermStore &t = ts.terms;
    Substitution at_the_start(t, t, [&](Term const &leaf) {
        if (leaf.op != TermOp::symbol) return TermId{};
        if (leaf.symbol == law) return t.constant(leaf.sort, 0);
        if (leaf.symbol == clock) return t.constant(leaf.sort, chain.days.front());
        return TermId{};
    });
    for (LabelledTerm &condition : ts.init) condition.formula = at_the_start(condition.formula);
    auto const begins_as = [&](SymbolId symbol, std::int64_t value) {
        TermId const now = ts.current(symbol);
        ts.init.push_back({t.equal(now, t.constant(ts.symbols[symbol].sort, value)), {}});
    };
    begins_as(law, regime);
    begins_as(clock, chain.days[static_cast<std::size_t>(regime)]);
    for (ClockBound const &bound : ts.clock_bounds)
        if (bound.kept && bound.clock != clock) ts.init.push_back({t.negation(bound.running), {}});
    return ts;
}

TransitionSystem with_dates(TransitionSystem ts, std::int64_t horizon) {
    if (ts.time < 0) return ts;
    TermStore &t = ts.terms;
    TermId const delay = ts.current(ts.delay);
    struct Dated {
        bool down = false;
        std::int64_t most = 0;
        TermId counted;            // what the passing of time makes of it
        TermId bound;              // "the delay is no longer than it"
        TermId value, value_after; // by its date
    };
    std::map<SymbolId, Dated> clocks;
    Substitution passing(t, t, [&](Term const &leaf) {
        return leaf.op == TermOp::symbol && leaf.symbol == ts.selector ? t.number(ts.time)
                                                                       : TermId{};
    });
    for (std::size_t s = 0; s < ts.next.size(); ++s) {
        SymbolId const id = ts.symbols.id(s);
        TermSort const sort = ts.symbols[id].sort;
        if (!ts.next[s] || sort.boolean || sort.low != 0) continue;
        TermId const now = ts.current(id), next = passing(ts.next[s]);
        for (bool const down : {true, false})
            if (TermId const counted =
                    t.clamp(down ? t.subtract(now, delay) : t.add(now, delay), 0, sort.high);
                counted == next && counted != now)
                clocks[id] = {down, sort.high, counted, t.at_most(delay, now), {}, {}};
    }
    if (clocks.empty()) return ts;
    SymbolId const day =
        ts.symbols.add({"now", TermSort::range(0, horizon), SymbolRole::state, {}, {}});
    TermId const now = ts.current(day), after = t.primed(day, ts.symbols[day].sort);
    for (auto &entry : clocks) {
        SymbolId const id = entry.first;
        Dated &clock = entry.second;
        auto &sort = ts.symbols[id].sort;
        sort = clock.down ? TermSort::range(0, clock.most + horizon)
                          : TermSort::range(-horizon, clock.most);
        auto const value = [&](TermId date, TermId on) {
            return t.clamp(clock.down ? t.subtract(date, on) : t.add(date, on), 0, clock.most);
        };
        clock.value = value(ts.current(id), now);
        clock.value_after = value(t.primed(id, sort), after);
        TermId const date = ts.current(id);
        ts.init.push_back(
            {clock.down ? t.at_most(date, t.number(clock.most)) : t.at_most(t.number(0), date),
             {}});
    }
    ts.init.push_back({t.equal(now, t.number(0)), {}});
    Substitution at_entry(t, t, [&](Term const &leaf) {
        return clocks.contains(leaf.symbol) ? ts.current(leaf.symbol) : TermId{};
    });
    Substitution put_in(t, t, [&](Term const &leaf) {
        auto const clock = clocks.find(leaf.symbol);
        if (clock == clocks.end()) return TermId{};
        return leaf.op == TermOp::primed ? clock->second.value_after : clock->second.value;
    });
    // A delay is a day at least.
    for (auto const &[id, clock] : clocks)
        if (clock.down) put_in.replace(clock.bound, t.at_most(t.add(now, delay), ts.current(id)));
    for (auto *conditions : {&ts.assumptions, &ts.init})
        for (LabelledTerm &condition : *conditions) condition.formula = at_entry(condition.formula);
    ts.bad_initially = at_entry(ts.bad_initially);
    for (LabelledTerm &condition : ts.valid) condition.formula = put_in(condition.formula);
    ts.bad = put_in(ts.bad);
    TermId const passes = ts.chosen(ts.time),
                 then = t.if_then_else(passes, t.clamp(t.add(now, delay), 0, horizon), now);
    std::set<TermId> others; // other acts are chosen
    for (std::size_t i = 0; i < ts.acts.size(); ++i)
        if (static_cast<int>(i) != ts.time) others.insert(ts.chosen(static_cast<int>(i)));
    for (std::size_t s = 0; s < ts.next.size(); ++s) {
        if (!ts.next[s]) continue;
        SymbolId const id = ts.symbols.id(s);
        auto const found = clocks.find(id);
        if (found == clocks.end()) {
            ts.next[s] = put_in(ts.next[s]);
            continue;
        }
        // `moves`: time may be passing.
        std::function<TermId(TermId, bool)> dated = [&](TermId value, bool moves) {
            Term const term = t[value];
            if (value == found->second.counted || (term.op == TermOp::symbol && term.symbol == id))
                return ts.current(id);
            if (term.op == TermOp::if_then_else) {
                TermId const chosen = term.operands[0];
                TermId const yes = dated(term.operands[1], moves && !others.contains(chosen));
                return t.if_then_else(put_in(chosen), yes,
                                      dated(term.operands[2], moves && chosen != passes));
            }
            TermId const on = moves ? then : now;
            return found->second.down ? t.add(put_in(value), on) : t.subtract(put_in(value), on);
        };
        ts.next[s] = dated(ts.next[s], true);
    }
    ts.next.push_back(then);
    return ts;
}

} // namespace mandate::compiler
