#include "solver/compare.h"

#include "base/assert.h"
#include "compiler/following.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "compiler/z3/session.h"
#include "solver/check/conclude.h"
#include "solver/openness.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace mandate::solver {

namespace {

constexpr std::uint64_t default_budget = 60'000'000;
constexpr std::uint64_t share = 6; // of it one way may use one in so many
constexpr std::size_t most_deviations = 12;
constexpr int spare_persons = 2;
constexpr int quick_acts = 6;

// ---- what can be seen of a run

struct Item {
    enum class Kind { act, by_itself, time } kind = Kind::act;
    std::string act;                  // its name
    int slot = -1;                    // of the first unit of the act
    std::int64_t after = 0;           // days since the item before
    std::vector<std::int64_t> values; // what is seen then, by Track::seen
};
struct Track {
    std::vector<std::string> seen; // names of variables of the office or body
    std::vector<std::int64_t> at_entry;
    std::vector<Item> items;
};

// The values that are seen in a state: 0 for what means nothing there.
std::vector<std::int64_t> shown(Core const &core, TransitionSystem const &ts,
                                std::vector<SymbolId> const &symbols, Valuation const &state) {
    std::vector<std::int64_t> values;
    for (SymbolId symbol : symbols) {
        Variable const &variable = core.variables[ts.symbols[symbol].var];
        bool hidden = false;
        for (SymbolId other : symbols)
            hidden |= variable.shown_while && ts.symbols[other].var == variable.shown_while &&
                      state[static_cast<std::size_t>(other.index)] == 0;
        values.push_back(hidden ? 0 : state[static_cast<std::size_t>(symbol.index)]);
    }
    return values;
}

std::vector<std::size_t> live_symbols(TransitionSystem const &ts) {
    std::vector<std::size_t> live;
    for (std::size_t s = 0; s < ts.next.size(); ++s)
        if (ts.next[s]) live.push_back(s);
    return live;
}

// The states of a run, from the entry state on, up to the first in which the other is lost. The
// steps after that go.
std::vector<Valuation> states_of(TransitionSystem const &ts, ClaimedRun &run) {
    auto const live = live_symbols(ts);
    std::vector<TermId> roots;
    for (std::size_t s : live) roots.push_back(ts.next[s]);
    Evaluator next(ts.terms, roots), bad(ts.terms, {ts.bad}),
        bad_initially(ts.terms, {ts.bad_initially});
    Valuation state = run.entry;
    state.resize(ts.symbols.size(), 0);
    std::vector<Valuation> states{state};
    bad_initially.run(state);
    bool lost = bad_initially[0] != 0;
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        if (lost) run.steps.resize(i);
        if (lost) break;
        Valuation now = state;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s)
            if (ts.symbols[ts.symbols.id(s)].role == SymbolRole::input) now[s] = run.steps[i][s];
        next.run(now);
        for (std::size_t k = 0; k < live.size(); ++k) state[live[k]] = next[k];
        bad.run(now, &state);
        lost = bad[0] != 0;
        states.push_back(state);
    }
    return states;
}

Track track_of(Core const &core, TransitionSystem const &leader, Following const &both,
               View const &view, ClaimedRun const &run, std::vector<Valuation> const &states) {
    TransitionSystem const &ts = both.ts;
    auto const symbols = seen(core, leader, view);
    Track track;
    for (SymbolId symbol : symbols)
        track.seen.push_back(core.variables[leader.symbols[symbol].var].name);
    track.at_entry = shown(core, leader, symbols, states.front());
    std::int64_t elapsed = 0;
    bool just_now = false; // the last item, with nothing but what follows by itself since then
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        Valuation const &inputs = run.steps[i], &state = states[i + 1];
        auto const chosen = inputs[static_cast<std::size_t>(ts.selector.index)];
        GroundAct const &act = ts.acts[static_cast<std::size_t>(chosen)];
        auto const now = shown(core, leader, symbols, state);
        auto const &before = track.items.empty() ? track.at_entry : track.items.back().values;
        if (chosen == ts.time) {
            elapsed += inputs[static_cast<std::size_t>(ts.delay.index)];
            just_now = false;
        } else if (act.act && is_seen(core, leader, act, view) &&
                   (now != before || (view.acts && view.acts(core.acts[act.act].name)))) {
            track.items.push_back({Item::Kind::act, core.acts[act.act].name,
                                   act.units.empty() ? -1 : act.units.front(), elapsed, now});
            elapsed = 0;
            just_now = true;
        } else if (now != before && just_now) {
            track.items.back().values = now;
        } else if (now != before) {
            track.items.push_back({Item::Kind::by_itself, "", -1, elapsed, now});
            elapsed = 0;
            just_now = true;
        }
    }
    if (elapsed > 0) {
        auto const &before = track.items.empty() ? track.at_entry : track.items.back().values;
        track.items.push_back({Item::Kind::time, "", -1, elapsed, before});
    }
    return track;
}

// ---- the same as a property

// A fact of the run: a fixed variable at its arguments.
struct Fact {
    std::string name;
    std::vector<int> at;
    std::int64_t value = 0;
};
struct Facts {
    std::vector<Fact> facts;
    std::vector<int> kinds; // by slot; -1: of no kind
};

// Adds to a core the property that a track can be gone, and what it reads.
class Asking {
public:
    // `near`: the slots that are the nearest of their level to enclose that of the view.
    Asking(Core core, Compared const &what, Scope const &scope, View const &view,
           std::set<int> near)
        : core_(std::move(core)),
          what_(what),
          scope_(scope),
          slot_(view.slot),
          acts_(view.acts),
          near_(std::move(near)) {
        if (what.level) unit_ = binder("u", Sort::unit(), {what.level});
        for (int i = 0; i < scope.persons; ++i)
            persons_.push_back(binder(fmt::format("p{}", i + 1), Sort::person(), {}));
    }

    // `names`: of the acts that are seen.
    std::pair<Core, PropertyId> track(Track const &track, std::set<std::string> const &names,
                                      Facts const *facts) {
        Property property;
        property.name = fmt::format("what is seen of {}", what_.of);
        property.possibility = true;
        if (unit_) property.binders.push_back(*unit_);
        for (Binder const &person : persons_) property.binders.push_back(person);
        for (std::size_t i = 0; i < persons_.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                property.restrictions.push_back(no(equal(bound(persons_[i]), bound(persons_[j]))));
        if (facts) add_facts(*facts, property.restrictions);
        make_events(names);

        auto const n = static_cast<std::int64_t>(track.items.size());
        std::int64_t longest = 0;
        for (Item const &item : track.items) longest = std::max(longest, item.after);
        VarId const progress = monitor("items so far", n + 1);
        VarId const elapsed = monitor("days since the last of them", longest + 1);
        ExprId const gone = previous(read(progress, {})), days = previous(read(elapsed, {}));
        ExprId const lost = number(n + 1);

        // What has to be seen after so many items.
        auto const &values_at = [&](std::size_t k) -> std::vector<std::int64_t> const & {
            return k == 0 ? track.at_entry : track.items[k - 1].values;
        };
        std::vector<ExprId> as_before, moves_on;
        ExprId const seen = occurs_any();
        for (std::size_t k = 0; k <= track.items.size(); ++k) {
            ExprId const here = equal(gone, number(static_cast<std::int64_t>(k)));
            as_before.push_back(all({here, previous(state(track, values_at(k)))}));
            if (k == track.items.size()) continue;
            Item const &item = track.items[k];
            if (item.kind == Item::Kind::time) continue;
            ExprId const in_time = equal(days, number(item.after));
            moves_on.push_back(
                all({here, in_time,
                     item.kind == Item::Kind::act ? occurs(item.act, item.slot)
                                                  : all({no(seen), state(track, item.values)})}));
        }
        ExprId const advances = any(moves_on);
        // For a moment anything may be seen; it is as it has to be while time passes and before an
        // act that is seen.
        ExprId const moving = any({seen, add(Op::less, {number(0), input(Input::delay)})});
        ExprId const astray =
            any({all({moving, no(any(as_before))}), all({seen, no(advances)}), equal(gone, lost)});
        ExprId const next = choose(astray, lost, choose(advances, sum(gone, number(1)), gone));
        property.monitors = {progress, elapsed};
        property.monitor_entry = {number(0), number(0)};
        property.monitor_next = {next, choose(advances, number(0), sum(days, input(Input::delay)))};
        property.entry.push_back({state(track, track.at_entry), {}, "what is seen at the start"});
        bool const time_last = !track.items.empty() && track.items.back().kind == Item::Kind::time;
        ExprId const all_gone = equal(read(progress, {}), number(time_last ? n - 1 : n));
        property.bad = all({all_gone, state(track, values_at(track.items.size())),
                            time_last ? equal(read(elapsed, {}), number(track.items.back().after))
                                      : boolean(true)});
        PropertyId const id = core_.properties.add(std::move(property));
        verify(core_);
        return {std::move(core_), id};
    }

    // Nothing in particular: what is looked at is the unit.
    std::pair<Core, PropertyId> observer() {
        Property property;
        property.name = fmt::format("what is seen of {}", what_.of);
        property.possibility = true;
        if (unit_) property.binders.push_back(*unit_);
        property.bad = boolean(false);
        PropertyId const id = core_.properties.add(std::move(property));
        return {std::move(core_), id};
    }

private:
    ExprId add(Op op, std::vector<ExprId> operands, Sort sort = Sort::boolean(),
               std::int64_t value = 0) {
        Expr expr;
        expr.op = op;
        expr.operands = std::move(operands);
        expr.sort = sort;
        expr.value = value;
        return core_.expressions.add(std::move(expr));
    }
    Sort sort(ExprId e) const { return core_.expressions[e].sort; }
    ExprId boolean(bool value) { return add(Op::boolean, {}, Sort::boolean(), value); }
    ExprId number(std::int64_t value) {
        return add(Op::integer, {}, Sort::integer(value, value), value);
    }
    ExprId no(ExprId e) { return add(Op::negation, {e}); }
    ExprId all(std::vector<ExprId> of) { return add(Op::conjunction, std::move(of)); }
    ExprId any(std::vector<ExprId> of) { return add(Op::disjunction, std::move(of)); }
    ExprId equal(ExprId a, ExprId b) { return add(Op::equal, {a, b}); }
    ExprId sum(ExprId a, ExprId b) {
        Sort const x = sort(a), y = sort(b);
        return add(Op::add, {a, b}, Sort::integer(x.low + y.low, x.high + y.high));
    }
    ExprId choose(ExprId condition, ExprId then, ExprId otherwise) {
        Sort const x = sort(then), y = sort(otherwise);
        return add(Op::if_then_else, {condition, then, otherwise},
                   Sort::integer(std::min(x.low, y.low), std::max(x.high, y.high)));
    }
    ExprId previous(ExprId e) { return add(Op::previous, {e}, sort(e)); }
    ExprId bound(Binder const &b) { return add(Op::bound, {}, b.sort, b.number); }
    ExprId read(VarId var, std::vector<ExprId> at) {
        Expr expr;
        expr.op = Op::read;
        expr.var = var;
        expr.operands = std::move(at);
        expr.sort = core_.variables[var].sort;
        return core_.expressions.add(std::move(expr));
    }
    ExprId input(Input which) {
        return add(Op::input, {}, Sort::integer(0, 100'000), static_cast<std::int64_t>(which));
    }
    Binder binder(std::string name, Sort of, std::vector<LevelId> levels) {
        return {core_.next_binder++, std::move(name), of, std::move(levels)};
    }
    VarId monitor(std::string name, std::int64_t most) {
        Variable variable;
        variable.name = std::move(name);
        variable.sort = Sort::integer(0, most);
        variable.monitor = true;
        variable.visible = false;
        return core_.variables.add(std::move(variable));
    }

    // The unit of a slot, in terms of the property's own. Returns: none if there is no word for it.
    std::optional<ExprId> unit(int slot) {
        if (!unit_) return std::nullopt;
        if (slot == slot_) return bound(*unit_);
        if (!near_.contains(slot)) return std::nullopt;
        LevelId const level = scope_.units[static_cast<std::size_t>(slot)].level;
        return add(Op::ancestor, {bound(*unit_)}, Sort::unit(), level.index);
    }
    std::optional<std::vector<ExprId>> arguments(Variable const &variable,
                                                 std::vector<int> const &at) {
        std::vector<ExprId> result;
        for (std::size_t i = 0; i < at.size(); ++i) {
            if (variable.parameters[i].kind == Sort::Kind::person) {
                result.push_back(bound(persons_[static_cast<std::size_t>(at[i])]));
                continue;
            }
            auto const where = unit(at[i]);
            if (!where) return std::nullopt;
            result.push_back(*where);
        }
        return result;
    }
    ExprId is(VarId var, std::vector<ExprId> at, std::int64_t value) {
        Sort const of = core_.variables[var].sort;
        ExprId const is_now = read(var, std::move(at));
        switch (of.kind) {
        case Sort::Kind::boolean:
            return value ? is_now : no(is_now);
        case Sort::Kind::person:
            return equal(is_now, bound(persons_[static_cast<std::size_t>(value)]));
        case Sort::Kind::integer:
        case Sort::Kind::unit:
            break;
        }
        return equal(is_now, number(value));
    }

    void add_facts(Facts const &facts, std::vector<ExprId> &restrictions) {
        for (Fact const &fact : facts.facts)
            for (std::size_t v = 0; v < core_.variables.size(); ++v) {
                VarId const var = core_.variables.id(v);
                if (core_.variables[var].role != Role::fixed ||
                    core_.variables[var].name != fact.name ||
                    core_.variables[var].sort.kind == Sort::Kind::unit)
                    continue;
                if (auto at = arguments(core_.variables[var], fact.at))
                    restrictions.push_back(is(var, std::move(*at), fact.value));
            }
        for (std::size_t slot = 0; slot < facts.kinds.size(); ++slot)
            if (auto const where = unit(static_cast<int>(slot)); where && facts.kinds[slot] >= 0) {
                auto const &kinds = core_.levels[scope_.units[slot].level].kinds;
                ExprId const of_kind =
                    add(Op::kind_is, {*where}, Sort::boolean(),
                        kinds[static_cast<std::size_t>(facts.kinds[slot])].index);
                restrictions.push_back(static_cast<int>(slot) == slot_
                                           ? of_kind
                                           : any({no(add(Op::present, {*where})), of_kind}));
            }
    }

    // Events of the acts that are seen.
    void make_events(std::set<std::string> const &names) {
        for (std::size_t a = 0; a < core_.acts.size(); ++a) {
            Act &act = core_.acts[core_.acts.id(a)];
            if (act.kind == ActKind::automatic || !names.contains(act.name)) continue;
            bool const of_unit =
                !act.parameters.empty() && act.parameters.front().sort.kind == Sort::Kind::unit;
            EventId const id = event(act.name, of_unit);
            std::vector<ExprId> at;
            if (of_unit) at.push_back(bound(act.parameters.front()));
            act.emits.push_back({id, std::move(at), {}});
        }
    }
    EventId event(std::string const &name, bool of_unit) {
        auto const [it, fresh] = events_.try_emplace(name);
        if (fresh) {
            std::vector<Sort> parameters;
            if (of_unit) parameters.push_back(Sort::unit());
            it->second = core_.events.add({"seen: " + name, std::move(parameters)});
        }
        return it->second;
    }
    ExprId occurs(std::string const &name, int slot) {
        auto const it = events_.find(name);
        if (it == events_.end()) return boolean(false);
        Expr expr;
        expr.op = Op::occurs;
        expr.event = it->second;
        expr.sort = Sort::boolean();
        if (!core_.events[it->second].parameters.empty()) {
            auto const where = slot < 0 ? std::nullopt : unit(slot);
            if (!where) return boolean(false);
            expr.operands = {*where};
        }
        return core_.expressions.add(std::move(expr));
    }
    // Of the unit that is looked at, or of none.
    ExprId occurs_any() {
        std::vector<ExprId> ways;
        std::vector<ExprId> changes;
        for (std::size_t v = 0; v < core_.variables.size(); ++v) {
            VarId const id = core_.variables.id(v);
            if (!core_.variables[id].seen || core_.variables[id].of != what_.of) continue;
            std::vector<ExprId> at;
            if (!core_.variables[id].parameters.empty()) at.push_back(bound(*unit_));
            ExprId const now = read(id, at);
            std::vector<ExprId> parts{no(equal(now, previous(now)))};
            if (VarId const whether = core_.variables[id].shown_while)
                parts.push_back(no(is(whether, at, 0)));
            changes.push_back(all(std::move(parts)));
        }
        ExprId const changed = any(std::move(changes));
        for (auto const &[name, id] : events_) {
            std::vector<ExprId> parts;
            if (!acts_ || !acts_(name)) parts.push_back(changed);
            std::vector<ExprId> where;
            if (core_.events[id].parameters.empty())
                where.push_back(occurs(name, -1));
            else
                for (std::size_t slot = 0; slot < scope_.units.size(); ++slot)
                    where.push_back(occurs(name, static_cast<int>(slot)));
            parts.push_back(any(std::move(where)));
            ways.push_back(all(std::move(parts)));
        }
        return any(std::move(ways));
    }

    ExprId state(Track const &track, std::vector<std::int64_t> const &values) {
        std::vector<ExprId> parts;
        for (std::size_t v = 0; v < core_.variables.size(); ++v) {
            VarId const id = core_.variables.id(v);
            Variable const &variable = core_.variables[id];
            if (!variable.seen || variable.of != what_.of) continue;
            auto const known = std::find(track.seen.begin(), track.seen.end(), variable.name);
            std::int64_t const value =
                known == track.seen.end()
                    ? 0
                    : values[static_cast<std::size_t>(known - track.seen.begin())];
            if (variable.shown_while) {
                // Who it is means something only while it is anybody.
                auto const whether = std::find(track.seen.begin(), track.seen.end(),
                                               core_.variables[variable.shown_while].name);
                if (whether == track.seen.end() ||
                    values[static_cast<std::size_t>(whether - track.seen.begin())] == 0)
                    continue;
            }
            std::vector<ExprId> at;
            if (!variable.parameters.empty()) at.push_back(bound(*unit_));
            parts.push_back(is(id, std::move(at), value));
        }
        return all(std::move(parts));
    }

    Core core_;
    Compared const &what_;
    Scope const &scope_;
    int slot_;
    std::function<bool(std::string const &)> const &acts_;
    std::set<int> near_;
    std::optional<Binder> unit_;
    std::vector<Binder> persons_;
    std::map<std::string, EventId> events_;
};

// ---- one way

class Comparison {
public:
    Comparison(Side const &here, Side const &there, Compared const &what,
               std::function<bool(std::string const &)> const &acts, Options const &options)
        : here_side_(here),
          there_side_(there),
          here_(here.core),
          there_(there.core),
          what_(what),
          options_(options) {
        auto [observing, property] = Asking(here_, what, Scope{}, view_, {}).observer();
        scope_ = scope_of(observing, observing.properties[property], spare_persons);
        view_ = {what.of, what.level ? scope_.named.front() : -1, acts};
        leader_ = looked_at(observing, property, here.given);
        auto [other, same] = Asking(there_, what, Scope{}, view_, {}).observer();
        follower_ = looked_at(other, same, there.given);
        budget_ = (options.limits.rlimit ? options.limits.rlimit : default_budget) / share + 1;
    }

    OneWay run() {
        OneWay result;
        result.reach = scope_.words(here_);
        Following both = follow(here_, leader_, there_, follower_, view_);
        Openness open(here_, leader_, there_, follower_, both);
        names_ = seen_names(here_, leader_);
        names_.merge(seen_names(there_, follower_));
        // Nothing is claimed where time cannot be cut into pieces.
        bool const told_at_first = never(both, both.skips, false);
        bool all_told = told_at_first;
        // What is told as a difference stays left out, the rest only until more is tied.
        auto const init = both.ts.init, valid = both.ts.valid;
        std::vector<std::pair<std::vector<std::int64_t>, bool>> differing;
        auto const go_on = [&](Told told, std::vector<std::int64_t> acts, bool entry) {
            if (told == Told::open) {
                both.ts.init = init;
                both.ts.valid = valid;
                for (auto const &[other, at_entry] : differing) leave_out(both, other, at_entry);
                all_told = told_at_first;
                result.otherwise.clear();
                return;
            }
            all_told &= told == Told::difference;
            leave_out(both, acts, entry);
            if (told == Told::difference) differing.emplace_back(std::move(acts), entry);
        };
        // What the other text knows nothing of, first: the rest may take long.
        for (auto const &[name, done] : both.unknown) {
            TransitionSystem asked = both.ts;
            asked.init.push_back({asked.terms.negation(asked.bad_initially), {}});
            asked.bad = done;
            asked.bad_initially = asked.terms.truth(false);
            Claim claim = find_engine("bmc")->run(asked, limits(quick_acts, 10));
            used_ += claim.used;
            if (auto *run = std::get_if<ClaimedRun>(&claim.answer))
                go_on(tell(both, asked, *run, open, result), acts_called(name), false);
        }
        while (result.deviations.size() + result.open.size() < most_deviations) {
            if (options_.limits.stopped() || used_ >= budget_) {
                result.undecided = "the limit was reached";
                return result;
            }
            Claim claim = search(both);
            if (auto *certificate = std::get_if<ClaimedCertificate>(&claim.answer)) {
                Proof proof = Concluder::prove(both.ts, std::move(*certificate));
                if (all_told)
                    result.rest = std::move(proof);
                else
                    result.undecided = "some of it was not decided, or can be seen there with "
                                       "other acts, or at other times";
                return result;
            }
            auto *run = std::get_if<ClaimedRun>(&claim.answer);
            if (!run) {
                result.undecided = std::get<GaveUp>(claim.answer).reason;
                return result;
            }
            auto const last = last_act(both.ts, *run);
            Told const told = tell(both, both.ts, *run, open, result);
            go_on(told,
                  last && *last != both.ts.time ? acts_called(name_of(*last))
                                                : std::vector{last.value_or(nobody())},
                  run->steps.empty());
        }
        result.undecided = "there are more differences than are listed";
        return result;
    }

private:
    bool leads(std::int64_t act) const {
        GroundAct const &of = leader_.acts[static_cast<std::size_t>(act)];
        return act + 1 < static_cast<std::int64_t>(leader_.acts.size()) &&
               of.kind != ActKind::automatic;
    }
    // In place of an act where nobody has done anything yet.
    std::int64_t nobody() const { return static_cast<std::int64_t>(leader_.acts.size()) - 1; }
    std::string const &name_of(std::int64_t act) const {
        return here_.acts[leader_.acts[static_cast<std::size_t>(act)].act].name;
    }
    std::vector<std::int64_t> acts_called(std::string const &name) const {
        std::vector<std::int64_t> result;
        for (std::int64_t act = 0; act < nobody(); ++act)
            if (leads(act) && name_of(act) == name) result.push_back(act);
        return result;
    }
    // What somebody did last, or that time passed.
    std::optional<std::int64_t> last_act(TransitionSystem const &ts, ClaimedRun const &run) const {
        std::optional<std::int64_t> last;
        for (Valuation const &step : run.steps) {
            auto const act = step[static_cast<std::size_t>(ts.selector.index)];
            if (leads(act)) last = act;
        }
        return last;
    }

    // Asks whether what is seen in the run, up to where the other is lost, can be seen there.
    // `of`: the system that it is a run of.
    enum class Told { difference, open, nothing }; // open: under both, from now on alike
    Told tell(Following const &both, TransitionSystem const &of, ClaimedRun &run, Openness &open,
              OneWay &result) {
        auto const states = states_of(of, run);
        Told told = Told::nothing;
        Deviation deviation = ask(both, run, states, open, told);
        if (auto const last = last_act(both.ts, run)) deviation.act = name_of(*last);
        if (told == Told::difference)
            result.deviations.push_back(std::move(deviation));
        else if (told == Told::open)
            result.open.push_back(std::move(deviation));
        else if (!deviation.act.empty() && deviation.there.id == VerdictId::possible &&
                 deviation.here.id == VerdictId::possible)
            result.otherwise.push_back(std::move(deviation));
        return told;
    }

    static bool differs(Deviation const &d, Openness const &open) {
        auto const is = [](Answer const &answer, VerdictId id) { return answer.id == id; };
        return (is(d.here, VerdictId::possible) || is(d.here, VerdictId::depends)) &&
               (is(d.there, VerdictId::impossible) || is(d.there, VerdictId::depends)) &&
               open.differ(d.here, d.there);
    }

    // The system of what is seen.
    TransitionSystem looked_at(Core const &core, PropertyId property,
                               std::map<VarId, std::int64_t> const &given) const {
        TransitionSystem ts = with_answers(ground(core, property, scope_), given);
        TermStore &t = ts.terms;
        std::vector<TermId> all;
        for (SymbolId symbol : seen(core, ts, view_)) {
            TermSort const sort = ts.symbols[symbol].sort;
            all.push_back(t.equal(t.primed(symbol, sort), t.constant(sort, sort.high)));
        }
        ts.bad = t.conjunction(all);
        for (GroundAct &act : ts.acts)
            if (act.act && act.kind != ActKind::time && view_.acts &&
                view_.acts(core.acts[act.act].name))
                act.named = true;
        if (ts.time >= 0) ts.acts[static_cast<std::size_t>(ts.time)].named = true;
        return slice(fold(std::move(ts)));
    }
    std::set<std::string> seen_names(Core const &core, TransitionSystem const &ts) const {
        std::set<std::string> names;
        for (GroundAct const &act : ts.acts)
            if (is_seen(core, ts, act, view_)) names.insert(core.acts[act.act].name);
        return names;
    }

    // It is so in no entry state, or in no step from whatever state.
    bool never(Following const &both, TermId formula, bool at_entry) {
        SmtSession session(both.ts, both.ts.terms, SmtSession::for_proofs(both.ts));
        session.limit(std::max<std::uint64_t>(1, budget_ / 10));
        if (at_entry) {
            session.start();
        } else {
            session.assume();
            for (LabelledTerm const &condition : both.ts.valid)
                session.require(condition.formula, 0);
        }
        bool const result = session.check({session.literal(formula, 0)}) == Sat::unsat;
        used_ += session.used();
        return result;
    }

    // Formulas that support each other, of those that may hold in every state.
    std::optional<ClaimedCertificate> by_likeness(Following const &both) {
        ClaimedCertificate claim{both.ts.terms, {}, 1};
        TermStore &t = claim.terms;
        SmtSession session(both.ts, t, SmtSession::for_proofs(both.ts));
        session.limit(std::max<std::uint64_t>(
            1, std::min(budget_ * 2 / 5, (budget_ - std::min(budget_, used_)) / 2)));
        session.assume();
        auto left = both.alike;
        auto const live = live_symbols(both.ts);
        std::vector<TermId> roots;
        for (std::size_t s : live) roots.push_back(both.ts.next[s]);
        Evaluator next(both.ts.terms, roots), holds(both.ts.terms, both.alike);
        for (LabelledTerm const &condition : both.ts.valid) session.require(condition.formula, 0);
        for (;;) {
            std::vector<SmtSession::Literal> assumptions;
            std::vector<TermId> broken;
            for (TermId formula : left) {
                assumptions.push_back(session.literal(formula, 0));
                broken.push_back(t.negation(formula));
            }
            // What supports itself while nobody gets lost is enough, if it excludes that.
            assumptions.push_back(session.literal(t.negation(both.ts.bad), 0));
            assumptions.push_back(session.literal(t.disjunction(broken), 1));
            Sat const answer = session.check(assumptions);
            if (answer == Sat::unknown) {
                used_ += session.used();
                return std::nullopt;
            }
            if (answer == Sat::unsat) {
                assumptions.pop_back();
                assumptions.back() = session.literal(both.ts.bad, 0);
                bool const safe = session.check(assumptions) == Sat::unsat &&
                                  never(both, both.ts.bad_initially, true);
                used_ += session.used();
                if (!safe) return std::nullopt;
                claim.invariant = std::move(left);
                return claim;
            }
            Valuation state(both.ts.symbols.size());
            for (std::size_t s = 0; s < state.size(); ++s)
                state[s] = session.value(both.ts.symbols.id(s), 0);
            next.run(state);
            for (std::size_t k = 0; k < live.size(); ++k) state[live[k]] = next[k];
            holds.run(state);
            std::vector<TermId> rest;
            for (std::size_t i = 0; i < both.alike.size(); ++i)
                if (holds[i] && std::find(left.begin(), left.end(), both.alike[i]) != left.end())
                    rest.push_back(both.alike[i]);
            MANDATE_ASSERT(rest.size() < left.size());
            left = std::move(rest);
        }
    }

    Limits limits(int acts, std::uint64_t percent) const {
        Limits result = options_.limits;
        result.acts = acts;
        result.rlimit = std::max<std::uint64_t>(1, budget_ / 100 * percent);
        return result;
    }

    Claim search(Following const &both) {
        if (options_.engine != "auto") {
            Claim claim =
                find_engine(options_.engine)->run(both.ts, limits(options_.limits.acts, 60));
            used_ += claim.used;
            return claim;
        }
        struct Stage {
            char const *engine;
            int acts;
            std::uint64_t percent;
        };
        Claim claim{GaveUp{"the limit was reached", -1, false}, 0};
        for (Stage const &stage : {Stage{"bmc", 4, 10}, Stage{"", 0, 0}, Stage{"spacer", 0, 5},
                                   Stage{"bmc", 9, 15}, Stage{"spacer", 0, 15}}) {
            if (*stage.engine == 0) {
                if (auto certificate = by_likeness(both)) return {std::move(*certificate), 0};
                continue;
            }
            claim = find_engine(stage.engine)->run(both.ts, limits(stage.acts, stage.percent));
            used_ += claim.used;
            if (!std::holds_alternative<GaveUp>(claim.answer)) return claim;
        }
        return claim;
    }

    Facts facts_of(Following const &both, ClaimedRun const &run) const {
        Facts result;
        auto const value = [&](SymbolId symbol) {
            return run.entry[static_cast<std::size_t>(symbol.index)];
        };
        std::set<std::pair<std::string, std::vector<int>>> known;
        auto const take = [&](Core const &core, TransitionSystem const &ts, auto const &here) {
            for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
                Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
                if (symbol.role != SymbolRole::fixed || !symbol.var) continue;
                auto const &name = core.variables[symbol.var].name;
                if (known.emplace(name, symbol.at).second)
                    result.facts.push_back({name, symbol.at, value(here(ts.symbols.id(s)))});
            }
        };
        take(here_, leader_, [](SymbolId symbol) { return symbol; });
        take(there_, follower_, [&](SymbolId symbol) {
            return both.of_follower[static_cast<std::size_t>(symbol.index)];
        });
        for (std::size_t slot = 0; slot < scope_.units.size(); ++slot) {
            auto const &kinds = here_.levels[scope_.units[slot].level].kinds;
            result.kinds.push_back(kinds.empty() ? -1
                                   : leader_.kind[slot]
                                       ? static_cast<int>(value(leader_.kind[slot]))
                                       : 0);
        }
        return result;
    }

    // In the world of the run, of each level the slot nearest to that of the view that encloses it.
    std::set<int> nearest(ClaimedRun const &run) const {
        std::set<int> result;
        std::set<LevelId> levels;
        for (int slot = view_.slot; slot >= 0;) {
            auto const at = static_cast<std::size_t>(slot);
            auto const &enclosing = scope_.units[at].enclosing;
            if (slot != view_.slot && levels.insert(scope_.units[at].level).second)
                result.insert(slot);
            SymbolId const parent = leader_.parent[at];
            slot = enclosing.empty()
                       ? -1
                       : enclosing[static_cast<std::size_t>(
                             parent ? run.entry[static_cast<std::size_t>(parent.index)] : 0)];
        }
        return result;
    }

    // Whether what is seen in that run can be seen there at all; if so, with the same facts.
    Deviation ask(Following const &both, ClaimedRun const &run,
                  std::vector<Valuation> const &states, Openness &open, Told &told) {
        Track const track = track_of(here_, leader_, both, view_, run, states);
        Facts const facts = facts_of(both, run);
        Deviation result;
        for (bool const with_facts : {false, true}) {
            Options options = options_;
            options.scope = scope_;
            options.known = nullptr;
            options.limits.rlimit = budget_;
            auto const put = [&](Side const &side, Likely likely,
                                 std::shared_ptr<Core const> &asked, PropertyId &id, Answer &to) {
                auto made = Asking(side.core, what_, scope_, view_, nearest(run))
                                .track(track, names_, with_facts ? &facts : nullptr);
                options.likely = likely;
                options.given = side.given;
                asked = std::make_shared<Core const>(std::move(made.first));
                id = made.second;
                to = answer(*asked, id, options);
                if (to.outcome) used_ += to.outcome->used;
            };
            result.with_facts = with_facts;
            put(there_side_, Likely::proof, result.there_core, result.there_property, result.there);
            if (result.there.id == VerdictId::possible && !with_facts) continue;
            put(here_side_, Likely::run, result.here_core, result.here_property, result.here);
            if (result.here.id == VerdictId::undecided) break;
            if (differs(result, open))
                told = Told::difference;
            else if (!with_facts && open.tie(result.here, result.there))
                told = Told::open;
            if (told != Told::nothing) break;
        }
        return result;
    }

    Side const &here_side_, &there_side_;
    Core const &here_, &there_;
    Compared const &what_;
    Options const &options_;
    Scope scope_;
    View view_;
    TransitionSystem leader_, follower_;
    std::set<std::string> names_;
    std::uint64_t budget_ = 0, used_ = 0;
};

} // namespace

std::vector<Compared> to_compare(Core const &one, Core const &other) {
    std::vector<Compared> result;
    auto const add = [&](Core const &core, bool Compared::*known) {
        for (Variable const &variable : core.variables) {
            if (!variable.seen) continue;
            std::vector<LevelId> levels{LevelId{}};
            if (!variable.parameters.empty()) levels = variable.levels.front();
            for (LevelId level : levels) {
                auto it = std::find_if(result.begin(), result.end(), [&](Compared const &c) {
                    return c.of == variable.of && c.level == level;
                });
                if (it == result.end()) it = result.insert(it, {variable.of, level, false, false});
                (*it).*known = true;
            }
        }
    };
    add(one, &Compared::is_here);
    add(other, &Compared::is_there);
    return result;
}

OneWay compare(Side const &here, Side const &there, Compared const &what,
               std::function<bool(std::string const &)> const &acts, Options const &options) {
    SmtContext const context;
    return Comparison(here, there, what, acts, options).run();
}

} // namespace mandate::solver
