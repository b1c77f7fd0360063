#include "compiler/following.h"

#include "base/assert.h"
#include "compiler/counterparts.h"
#include "compiler/z3/session.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate::compiler {

namespace {

using Key = std::pair<std::string, std::vector<int>>; // of an act: name, units

// Of the unit of the view, or of none like it.
bool is_at(Variable const &variable, Symbol const &symbol, View const &view) {
    bool const of_unit =
        !variable.parameters.empty() && variable.parameters.front().kind == Sort::Kind::unit;
    return of_unit ? symbol.at.front() == view.slot : view.slot < 0;
}

class Builder {
public:
    Builder(Core const &leading, TransitionSystem const &leader, Core const &following,
            TransitionSystem const &follower, View const &view)
        : leading_(leading),
          leader_(leader),
          following_(following),
          follower_(follower),
          follower_terms_(follower.terms),
          view_(view),
          t_(ts_.terms) {
        MANDATE_ASSERT(leader.scope.units.size() == follower.scope.units.size() &&
                       leader.scope.persons == follower.scope.persons && !leader.loop &&
                       !follower.loop);
    }

    Following run() {
        take_leader();
        take_symbols();
        make_steps();
        take_follower();
        make_property();
        assemble_valid(ts_);
        return {std::move(ts_), std::move(alike_),   last_,
                skips_,         std::move(unknown_), std::move(mapped_)};
    }

private:
    static std::size_t at(SymbolId symbol) { return static_cast<std::size_t>(symbol.index); }
    SymbolId add(Symbol symbol) {
        ts_.next.push_back({});
        return ts_.symbols.add(std::move(symbol));
    }
    int catch_up() const { return static_cast<int>(leader_.acts.size()) - 1; }

    // ---- the leader's side: the same symbols

    void take_leader() {
        ts_.symbols = leader_.symbols;
        ts_.scope = leader_.scope;
        ts_.kind = leader_.kind;
        ts_.parent = leader_.parent;
        ts_.property_units = leader_.property_units;
        ts_.property_persons = leader_.property_persons;
        ts_.selector = leader_.selector;
        ts_.person_inputs = leader_.person_inputs;
        ts_.number_inputs = leader_.number_inputs;
        ts_.delay = leader_.delay;
        ts_.time = leader_.time;
        ts_.symbols[ts_.selector].sort.high = catch_up() + 1;
        // The selector has one value more.
        Substitution take(leader_.terms, t_, [&](Term const &leaf) {
            return leaf.symbol == ts_.selector ? ts_.current(ts_.selector) : TermId{};
        });
        auto const all = [&](std::vector<LabelledTerm> terms) {
            for (auto &term : terms) term.formula = take(term.formula);
            return terms;
        };
        ts_.assumptions = all(leader_.assumptions);
        ts_.init = all(leader_.init);
        for (TermId next : leader_.next) ts_.next.push_back(next ? take(next) : TermId{});
        for (GroundAct act : leader_.acts) {
            act.guard = take(act.guard);
            act.guards = all(act.guards);
            ts_.acts.push_back(std::move(act));
        }
        for (AutomaticInstance instance : leader_.automatic) {
            instance.due = take(instance.due);
            instance.guards = all(instance.guards);
            ts_.automatic.push_back(std::move(instance));
        }
        for (ClockBound bound : leader_.clock_bounds) {
            bound.running = take(bound.running);
            ts_.clock_bounds.push_back(bound);
        }
    }

    // ---- the follower's symbols

    void take_symbols() {
        std::map<std::pair<VarId, std::vector<int>>, SymbolId> of_leader;
        for (std::size_t s = 0; s < leader_.symbols.size(); ++s) {
            Symbol const &symbol = leader_.symbols[leader_.symbols.id(s)];
            if (symbol.var) of_leader[{symbol.var, symbol.at}] = leader_.symbols.id(s);
        }
        mapped_.resize(follower_.symbols.size());
        auto const same = [&](std::vector<SymbolId> const &theirs,
                              std::vector<SymbolId> const &ours) {
            MANDATE_ASSERT(theirs.size() == ours.size());
            for (std::size_t i = 0; i < theirs.size(); ++i) {
                MANDATE_ASSERT(static_cast<bool>(theirs[i]) == static_cast<bool>(ours[i]));
                if (theirs[i]) mapped_[at(theirs[i])] = ours[i];
            }
        };
        same(follower_.kind, leader_.kind);
        same(follower_.parent, leader_.parent);
        same(follower_.property_units, leader_.property_units);
        same(follower_.property_persons, leader_.property_persons);
        std::map<VarId, VarId> counterpart = counterparts(following_, leading_, Role::fixed);
        counterpart.merge(counterparts(following_, leading_, Role::reading));
        counterpart.merge(same_matters(following_, leading_));
        counterpart.merge(counterparts(following_, leading_, Role::state));
        for (std::size_t s = 0; s < follower_.symbols.size(); ++s) {
            Symbol symbol = follower_.symbols[follower_.symbols.id(s)];
            if (mapped_[s] || symbol.role == SymbolRole::input) continue;
            SymbolId other;
            if (auto const var = counterpart.find(symbol.var); var != counterpart.end())
                if (auto const it = of_leader.find({var->second, symbol.at}); it != of_leader.end())
                    other = it->second;
            if (symbol.role != SymbolRole::state) {
                bool const shared =
                    other && leader_.symbols[other].sort == symbol.sort &&
                    values(leading_, leader_.symbols[other].var) == values(following_, symbol.var);
                if (shared) {
                    mapped_[s] = other;
                    continue;
                }
                other = {};
            }
            VarId const var = symbol.var;
            // What others are and do is the same on both sides.
            if (other && ts_.is_live(other) && symbol.role == SymbolRole::state &&
                is_of_others(symbol)) {
                others_[follower_.symbols.id(s)] = {other, var};
                continue;
            }
            symbol.name = "then " + symbol.name;
            symbol.var = {}; // it is none of the leading core
            mapped_[s] = add(std::move(symbol));
            if (ts_.symbols[mapped_[s]].role == SymbolRole::state)
                known_[mapped_[s]] =
                    other ? translate(other, ts_.symbols[mapped_[s]].sort, var, true) : TermId{};
            else
                own_.insert(mapped_[s]);
        }
        last_ = add({"last act", TermSort::range(0, catch_up()), SymbolRole::state, {}, {}});
    }

    // The value of the follower's symbol that corresponds to what the leader's has. `own`: it is
    // not what others are, but what the follower may be.
    TermId translate(SymbolId ours, TermSort sort, VarId var, bool own, bool after = false) {
        TermId const value = after ? t_.primed(ours, ts_.symbols[ours].sort) : ts_.current(ours);
        if (sort.boolean) return value;
        VarId const leading = leader_.symbols[ours].var;
        if (values(leading_, leading) == values(following_, var))
            return t_.clamp(value, sort.low, sort.high);
        auto const table = correspondence(leading_, leading, following_, var, own);
        TermId result = t_.number(0);
        for (std::size_t i = table.size(); i-- > 0;)
            result = t_.if_then_else(t_.equal(value, t_.number(static_cast<std::int64_t>(i))),
                                     t_.number(table[i]), result);
        return result;
    }

    bool is_of_others(Symbol const &symbol) const {
        return is_of_others(following_.variables[symbol.var], symbol);
    }
    bool is_of_others(Variable const &variable, Symbol const &symbol) const {
        return !((variable.of.empty() || variable.of == view_.of) &&
                 is_at(variable, symbol, view_));
    }
    // A condition on others alone.
    bool speaks_of_others(TermId condition) const {
        bool own = false, others = false;
        for_each_subterm(follower_terms_, {condition}, [&](TermId, Term const &leaf) {
            if (leaf.op != TermOp::symbol ||
                follower_.symbols[leaf.symbol].role != SymbolRole::state)
                return;
            bool const of_others = is_of_others(follower_.symbols[leaf.symbol]);
            own |= !of_others;
            others |= of_others;
        });
        return others && !own;
    }
    // How others begin is not asked.
    void take_entry(TermId condition, std::vector<TermId> &parts) const {
        if (follower_terms_[condition].op == TermOp::conjunction)
            for (TermId part : follower_terms_[condition].operands) take_entry(part, parts);
        else if (!speaks_of_others(condition))
            parts.push_back(condition);
    }
    // What nothing depends on, and no condition ties to what something depends on, is nothing.
    std::vector<TermId> entry_conditions() {
        std::vector<TermId> parts;
        for (LabelledTerm const &condition : follower_.init) take_entry(condition.formula, parts);
        std::set<SymbolId> tied;
        for (std::size_t before = 1; before != tied.size();) {
            before = tied.size();
            for (TermId part : parts) {
                std::set<SymbolId> read;
                for_each_subterm(follower_terms_, {part}, [&](TermId, Term const &leaf) {
                    if (leaf.op == TermOp::symbol &&
                        follower_.symbols[leaf.symbol].role == SymbolRole::state)
                        read.insert(leaf.symbol);
                });
                if (std::any_of(read.begin(), read.end(), [&](SymbolId symbol) {
                        return follower_.is_live(symbol) || tied.contains(symbol);
                    }))
                    tied.merge(read);
            }
        }
        Substitution nothing(follower_terms_, follower_terms_, [&](Term const &leaf) {
            bool const free = follower_.symbols[leaf.symbol].role == SymbolRole::state &&
                              !tied.contains(leaf.symbol);
            return free ? follower_terms_.constant(leaf.sort, leaf.sort.low) : TermId{};
        });
        for (TermId &part : parts) part = nothing(part);
        return parts;
    }

    bool changes_own(std::vector<SymbolId> const &changes) const {
        return std::any_of(changes.begin(), changes.end(), [&](SymbolId symbol) {
            return static_cast<bool>(mapped_[at(symbol)]) && follower_.is_live(symbol);
        });
    }

    bool changes_others(std::vector<SymbolId> const &changes) const { // of the leader
        return std::any_of(changes.begin(), changes.end(), [&](SymbolId id) {
            Symbol const &symbol = leader_.symbols[id];
            return symbol.var && is_of_others(leading_.variables[symbol.var], symbol);
        });
    }

    // ---- steps

    TermId follower_number(TermId theirs, SymbolId ours) {
        // What exceeds all that the follower compares with is as good as the most.
        TermSort const sort = follower_terms_[theirs].sort;
        return ours ? t_.clamp(ts_.current(ours), sort.low, sort.high)
                    : t_.constant(sort, sort.low);
    }

    Substitution importing() {
        return {follower_terms_, t_, [this](Term const &leaf) {
                    SymbolId const symbol = leaf.symbol;
                    if (auto const it = others_.find(symbol); it != others_.end())
                        return translate(it->second.first, leaf.sort, it->second.second, false,
                                         leaf.op == TermOp::primed);
                    if (follower_.symbols[symbol].role != SymbolRole::input) {
                        SymbolId const here = mapped_[at(symbol)];
                        TermSort const sort = ts_.symbols[here].sort;
                        return leaf.op == TermOp::primed &&
                                       ts_.symbols[here].role == SymbolRole::state
                                   ? t_.primed(here, sort)
                                   : t_.symbol(here, sort);
                    }
                    TermId const theirs = follower_terms_.symbol(symbol, leaf.sort);
                    if (symbol == follower_.delay) return follower_number(theirs, ts_.delay);
                    for (std::size_t i = 0; i < follower_.person_inputs.size(); ++i)
                        if (follower_.person_inputs[i] == symbol)
                            return follower_number(theirs, i < ts_.person_inputs.size()
                                                               ? ts_.person_inputs[i]
                                                               : SymbolId{});
                    for (std::size_t i = 0; i < follower_.number_inputs.size(); ++i)
                        if (follower_.number_inputs[i] == symbol)
                            return follower_number(theirs, ts_.number_inputs[i]);
                    MANDATE_ASSERT(false && "the selector is replaced, and nothing is at will");
                    return TermId{};
                }};
    }

    void make_steps() {
        Substitution import = importing();
        std::vector<std::vector<TermId>> due(3);
        for (AutomaticInstance const &instance : follower_.automatic)
            if (instance.kept && changes_own(instance.changes))
                due[static_cast<std::size_t>(instance.group)].push_back(import(instance.due));
        std::vector<TermId> all;
        for (auto const &group : due) all.insert(all.end(), group.begin(), group.end());
        due_there_ = t_.disjunction(all);
        due_here_ = ts_.anything_due();
        std::vector<TermId> here(3, t_.truth(false)); // what falls due to others, by group
        for (AutomaticInstance const &instance : ts_.automatic)
            if (instance.kept && changes_others(instance.changes)) {
                TermId &of_group = here[static_cast<std::size_t>(instance.group)];
                of_group = t_.disjunction({of_group, instance.due});
            }

        // What the leader does, by name and units.
        std::map<Key, std::vector<int>> leads;
        std::vector<TermId> by_itself{ts_.chosen(catch_up())};
        for (std::size_t i = 0; i < leader_.acts.size(); ++i) {
            GroundAct const &act = leader_.acts[i];
            if (!act.kept || static_cast<int>(i) == catch_up()) continue;
            if (act.kind == ActKind::automatic)
                by_itself.push_back(ts_.chosen(static_cast<int>(i)));
            else if (act.act)
                leads[{leading_.acts[act.act].name, act.units}].push_back(static_cast<int>(i));
        }
        moved_by_itself_ = t_.disjunction(by_itself);

        std::map<Key, std::vector<TermId>> tried; // guards of the follower's acts so far
        std::vector<TermId> earlier;              // groups
        chosen_there_.assign(follower_.acts.size(), t_.truth(false));
        for (std::size_t j = 0; j < follower_.acts.size(); ++j) {
            GroundAct const &act = follower_.acts[j];
            if (!act.kept || j + 1 == follower_.acts.size()) continue;
            if (act.kind == ActKind::automatic) {
                TermId const group = t_.disjunction(due[static_cast<std::size_t>(act.group)]);
                std::vector<TermId> conditions = {moved_by_itself_, group};
                for (TermId other : earlier) conditions.push_back(t_.negation(other));
                // What falls due earlier to others does so there as well, and first.
                for (std::size_t g = 0; g < static_cast<std::size_t>(act.group); ++g)
                    conditions.push_back(t_.negation(here[g]));
                chosen_there_[j] = t_.conjunction(conditions);
                earlier.push_back(group);
                continue;
            }
            Key const key{following_.acts[act.act].name, act.units};
            auto const leading = leads.find(key);
            if (leading == leads.end()) continue;
            std::vector<TermId> chosen, conditions;
            for (int i : leading->second) chosen.push_back(ts_.chosen(i));
            TermId allowed = import(act.guard);
            if (static_cast<int>(j) == follower_.time) {
                // What passes at once here may have to pass in pieces there.
                std::vector<TermId> bounds{allowed}, pieces;
                for (ClockBound const &bound : follower_.clock_bounds) {
                    if (!bound.kept || !mapped_[at(bound.clock)]) continue;
                    TermId const clock = ts_.current(mapped_[at(bound.clock)]),
                                 running = import(bound.running),
                                 left = t_.less(t_.number(0), clock);
                    bounds.push_back(t_.implication(running, left));
                    pieces.push_back(t_.implication(t_.conjunction({running, left}),
                                                    t_.at_most(ts_.current(ts_.delay), clock)));
                }
                allowed = t_.conjunction(bounds);
                in_pieces_ = t_.conjunction(pieces);
            }
            conditions = {t_.disjunction(chosen), allowed};
            auto &before = tried[key];
            for (TermId other : before) conditions.push_back(t_.negation(other));
            before.push_back(allowed);
            chosen_there_[j] = t_.conjunction(conditions);
        }

        // An act that is seen, or time, which the follower cannot do.
        TermId const shows = changes_what_is_seen();
        std::vector<TermId> lost;
        for (auto const &[key, acts] : leads)
            for (int i : acts) {
                GroundAct const &act = leader_.acts[static_cast<std::size_t>(i)];
                std::vector<TermId> parts{ts_.chosen(i), t_.negation(t_.disjunction(tried[key]))};
                if (i != ts_.time) {
                    if (!is_seen(leading_, leader_, act, view_)) continue;
                    if (!view_.acts || !view_.acts(key.first)) parts.push_back(shows);
                }
                TermId const way = t_.conjunction(parts);
                if (tried[key].empty() && i != ts_.time) {
                    TermId &unknown =
                        unknown_.try_emplace(key.first, t_.truth(false)).first->second;
                    unknown = t_.disjunction({unknown, way});
                }
                lost.push_back(way);
            }
        lost_ = t_.disjunction(lost);

        for (std::size_t i = 0; i < ts_.acts.size(); ++i) {
            GroundAct &act = ts_.acts[i];
            TermId more = t_.negation(due_there_);
            if (static_cast<int>(i) == catch_up()) {
                act.kept = true;
                act.kind = ActKind::fact;
                act.guard = t_.truth(true);
                act.guards.clear();
                more = due_there_;
            } else if (act.kind == ActKind::automatic) {
                continue;
            } else if (static_cast<int>(i) == ts_.time) {
                more = t_.conjunction({more, in_pieces_});
            }
            act.guards.push_back({more, {}});
            act.guard = t_.conjunction({act.guard, more});
        }
        GroundAct dropped;
        dropped.guard = t_.truth(true);
        dropped.kept = false;
        ts_.acts.push_back(std::move(dropped));
    }

    // The step changes what is seen of the leader.
    TermId changes_what_is_seen() {
        std::vector<TermId> changes;
        auto const ours = seen(leading_, leader_, view_);
        for (SymbolId symbol : ours) {
            TermSort const sort = ts_.symbols[symbol].sort;
            std::vector<TermId> parts{
                t_.negation(t_.equal(ts_.current(symbol), t_.primed(symbol, sort)))};
            VarId const whether = leading_.variables[leader_.symbols[symbol].var].shown_while;
            for (SymbolId other : ours)
                if (whether && leader_.symbols[other].var == whether) {
                    TermSort const of = ts_.symbols[other].sort;
                    parts.push_back(
                        t_.negation(t_.equal(t_.primed(other, of), t_.constant(of, of.low))));
                }
            changes.push_back(t_.conjunction(parts));
        }
        return t_.disjunction(changes);
    }

    // ---- the follower's side

    void take_follower() {
        Substitution import = importing();
        TermId const selector =
            follower_terms_.symbol(follower_.selector, follower_.symbols[follower_.selector].sort);
        for (std::size_t j = 0; j < follower_.acts.size(); ++j)
            import.replace(follower_terms_.equal(
                               selector, follower_terms_.number(static_cast<std::int64_t>(j))),
                           chosen_there_[j]);
        for (std::size_t s = 0; s < follower_.symbols.size(); ++s)
            if (TermId const next = follower_.next[s]; next && mapped_[s])
                ts_.next[at(mapped_[s])] = import(next);

        // What is said of facts and questions of the follower's own is assumed, if they can be so
        // whatever the others are: as in one example. The rest has to hold.
        SmtSession example(follower_, follower_terms_);
        example.assume();
        bool const any = example.check() == Sat::sat;
        std::map<SymbolId, std::int64_t> values;
        for (std::size_t s = 0; any && s < mapped_.size(); ++s)
            if (own_.contains(mapped_[s]))
                values[mapped_[s]] = example.value(follower_.symbols.id(s), 0);
        Substitution put_in(t_, t_, [&](Term const &leaf) {
            auto const value = values.find(leaf.symbol);
            return value == values.end() ? TermId{} : t_.constant(leaf.sort, value->second);
        });
        std::vector<TermId> entry;
        for (LabelledTerm const &assumption : follower_.assumptions) {
            TermId const term = import(assumption.formula), without_own = put_in(term);
            if (without_own != term) ts_.assumptions.push_back({term, {}});
            entry.push_back(without_own);
        }
        for (TermId condition : entry_conditions()) entry.push_back(import(condition));
        ts_.bad_initially = t_.negation(t_.conjunction(entry));
        for (LabelledTerm const &condition : ts_.init) may_last(condition.formula);
        for (TermId condition : entry) may_last(condition);

        for (auto const &[symbol, value] : known_) {
            TermSort const sort = ts_.symbols[symbol].sort;
            TermId const same =
                t_.equal(ts_.current(symbol), value ? value : t_.constant(sort, sort.low));
            ts_.init.push_back({same, {}});
            if (all_live(same)) alike_.push_back(same);
        }
        ts_.init.push_back({t_.equal(ts_.current(last_), t_.number(catch_up())), {}});
        ts_.next[at(last_)] = t_.if_then_else(moved_by_itself_, ts_.current(last_),
                                              t_.clamp(ts_.current(ts_.selector), 0, catch_up()));
    }

    // Much of what holds at entry holds in every state: of conditions their parts, one by one. That
    // something is not under way does not last.
    void may_last(TermId condition) {
        constexpr std::size_t most = 1000;
        if (alike_.size() > most || !candidates_.insert(condition).second) return;
        Term const term = t_[condition];
        if (term.op == TermOp::conjunction)
            for (TermId part : term.operands) may_last(part);
        if (term.op != TermOp::disjunction) return;
        auto const all =
            std::find_if(term.operands.begin(), term.operands.end(),
                         [&](TermId operand) { return t_[operand].op == TermOp::conjunction; });
        if (all == term.operands.end()) {
            if (!all_live(condition)) return;
            alike_.push_back(condition);
            weaken(term.operands);
            return;
        }
        auto one = term.operands;
        for (TermId part : std::vector(t_[*all].operands)) {
            one[static_cast<std::size_t>(all - term.operands.begin())] = part;
            may_last(t_.disjunction(one));
        }
    }
    // In place of what a thing is, what it is not.
    void weaken(std::vector<TermId> clause) {
        for (TermId &literal : clause) {
            Term const is = t_[literal];
            if (is.op != TermOp::equal || t_[is.operands[0]].op != TermOp::symbol ||
                t_[is.operands[1]].op != TermOp::number)
                continue;
            TermSort const sort = t_[is.operands[0]].sort;
            TermId const kept = literal;
            for (auto v = sort.low; v <= sort.high && sort.high - sort.low < 8; ++v) {
                if (v == t_[is.operands[1]].value) continue;
                literal = t_.negation(t_.equal(is.operands[0], t_.number(v)));
                TermId const weaker = t_.disjunction(clause);
                if (candidates_.insert(weaker).second) alike_.push_back(weaker);
            }
            literal = kept;
        }
    }
    bool all_live(TermId term) const {
        bool live = true;
        for_each_subterm(t_, {term}, [&](TermId, Term const &leaf) {
            live &= leaf.op != TermOp::symbol ||
                    ts_.symbols[leaf.symbol].role != SymbolRole::state || ts_.is_live(leaf.symbol);
        });
        return live;
    }

    // ---- what is seen

    void make_property() {
        std::vector<TermId> differs;
        auto const ours = seen(leading_, leader_, view_),
                   theirs = seen(following_, follower_, view_);
        auto const find = [](Core const &core, TransitionSystem const &ts,
                             std::vector<SymbolId> const &in, std::string const &name) {
            for (SymbolId symbol : in)
                if (core.variables[ts.symbols[symbol].var].name == name) return symbol;
            return SymbolId{};
        };
        auto const nothing = [&](SymbolId symbol) {
            TermSort const sort = ts_.symbols[symbol].sort;
            return t_.equal(ts_.current(symbol), t_.constant(sort, sort.low));
        };
        // What only one side knows is nothing as long as nobody else can see it.
        for (SymbolId symbol : ours) {
            Variable const &variable = leading_.variables[leader_.symbols[symbol].var];
            SymbolId const other = find(following_, follower_, theirs, variable.name);
            if (!other) {
                if (!variable.shown_while) differs.push_back(t_.negation(nothing(symbol)));
                continue;
            }
            SymbolId const here = mapped_[at(other)];
            TermId different = t_.negation(
                t_.equal(ts_.current(here), translate(symbol, ts_.symbols[here].sort,
                                                      follower_.symbols[other].var, false)));
            if (variable.shown_while) {
                SymbolId const shown =
                    find(leading_, leader_, ours, leading_.variables[variable.shown_while].name);
                if (shown) different = t_.conjunction({different, t_.negation(nothing(shown))});
            }
            differs.push_back(different);
        }
        for (SymbolId symbol : theirs) {
            Variable const &variable = following_.variables[follower_.symbols[symbol].var];
            if (!find(leading_, leader_, ours, variable.name) && !variable.shown_while)
                differs.push_back(t_.negation(nothing(mapped_[at(symbol)])));
        }
        TermId const apart = t_.conjunction(
            {t_.disjunction(differs), t_.negation(due_here_), t_.negation(due_there_)});
        ts_.bad_initially = t_.disjunction({ts_.bad_initially, apart});
        Substitution after(t_, t_, [&](Term const &leaf) {
            return ts_.symbols[leaf.symbol].role == SymbolRole::state
                       ? t_.primed(leaf.symbol, leaf.sort)
                       : TermId{};
        });
        ts_.bad = t_.disjunction({lost_, after(apart)});

        TermSort const delays = ts_.symbols[ts_.delay].sort;
        TermId const whole = ts_.current(add({"whole delay", delays, SymbolRole::input, {}, {}}));
        std::vector<TermId> skips{ts_.chosen(ts_.time), t_.less(ts_.current(ts_.delay), whole),
                                  after(due_here_)};
        for (ClockBound const &bound : ts_.clock_bounds)
            if (bound.kept)
                skips.push_back(
                    t_.implication(bound.running, t_.at_most(whole, ts_.current(bound.clock))));
        skips_ = t_.conjunction(skips);
    }

    Core const &leading_;
    TransitionSystem const &leader_;
    Core const &following_;
    TransitionSystem const &follower_;
    TermStore follower_terms_;
    View const &view_;
    TransitionSystem ts_;
    TermStore &t_;
    std::vector<SymbolId> mapped_;                          // by SymbolId of the follower
    std::map<SymbolId, std::pair<SymbolId, VarId>> others_; // of the follower: whose they are here
    std::set<SymbolId> own_;           // facts and questions that the leader does not have
    std::map<SymbolId, TermId> known_; // state of the follower: what it is in the leader's words
    std::vector<TermId> chosen_there_; // by act of the follower: it does that now
    std::vector<TermId> alike_;
    std::set<TermId> candidates_; // considered for it
    std::map<std::string, TermId> unknown_;
    SymbolId last_;
    TermId due_here_, due_there_, moved_by_itself_, lost_, in_pieces_, skips_;
};

} // namespace

std::vector<SymbolId> seen(Core const &core, TransitionSystem const &ts, View const &view) {
    std::vector<SymbolId> result;
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        SymbolId const id = ts.symbols.id(s);
        Symbol const &symbol = ts.symbols[id];
        if (symbol.role != SymbolRole::state || !symbol.var) continue;
        Variable const &variable = core.variables[symbol.var];
        if (variable.seen && variable.of == view.of && is_at(variable, symbol, view))
            result.push_back(id);
    }
    return result;
}

bool is_seen(Core const &core, TransitionSystem const &ts, GroundAct const &act, View const &view) {
    if (!act.act) return false;
    if (view.acts && act.kind != ActKind::time && view.acts(core.acts[act.act].name)) return true;
    auto const symbols = seen(core, ts, view);
    return act.kind != ActKind::time &&
           std::any_of(symbols.begin(), symbols.end(), [&](SymbolId symbol) {
               return std::find(act.changes.begin(), act.changes.end(), symbol) !=
                      act.changes.end();
           });
}

Following follow(Core const &leading, TransitionSystem const &leader, Core const &following,
                 TransitionSystem const &follower, View const &view) {
    return Builder(leading, leader, following, follower, view).run();
}

void leave_out(Following &both, std::vector<std::int64_t> const &acts, bool entry) {
    TransitionSystem &ts = both.ts;
    TermStore &t = ts.terms;
    if (entry) ts.init.push_back({t.negation(ts.bad_initially), {}});
    Substitution now(t, t, [&](Term const &leaf) {
        return leaf.op == TermOp::primed ? ts.next[static_cast<std::size_t>(leaf.symbol.index)]
                                         : TermId{};
    });
    std::vector<TermId> ways;
    for (std::int64_t act : acts)
        ways.push_back(
            t.equal(now(t.primed(both.last, ts.symbols[both.last].sort)), t.number(act)));
    if (ways.empty()) return;
    ts.valid.push_back({t.negation(t.conjunction({now(ts.bad), t.disjunction(ways)})), {}});
}

} // namespace mandate::compiler
