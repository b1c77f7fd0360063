#include "solver/check/conclude.h"

#include "base/assert.h"
#include "compiler/passes.h"
#include "compiler/z3/session.h"
#include "compiler/z3/unrolling.h"
#include "solver/check/conditions.h"
#include "solver/check/interpreter.h"
#include "solver/check/obligations.h"
#include "solver/simulation.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate::solver {

namespace {

[[noreturn]] void refuse(std::string const &what) {
    throw InternalError("evidence refused: " + what);
}

constexpr int most_rounds = 100; // of a loop, until the whole state comes back

World world_of(Core const &core, TransitionSystem const &ts, Valuation const &values) {
    World world;
    auto at = [&](SymbolId symbol) {
        return static_cast<std::size_t>(values[static_cast<std::size_t>(symbol.index)]);
    };
    for (std::size_t slot = 0; slot < ts.scope.units.size(); ++slot) {
        Scope::Slot const &unit = ts.scope.units[slot];
        auto const &kinds = core.levels[unit.level].kinds;
        world.level.push_back(unit.level);
        world.name.push_back(unit.name);
        world.kind.push_back(kinds.empty() ? KindId{}
                                           : kinds[ts.kind[slot] ? at(ts.kind[slot]) : 0]);
        world.parent.push_back(unit.enclosing.empty()
                                   ? -1
                                   : unit.enclosing[ts.parent[slot] ? at(ts.parent[slot]) : 0]);
    }
    world.persons = ts.scope.persons;
    return world;
}

// After sat: the answers to the unsettled questions.
Values readings_in(SmtSession &session, TransitionSystem const &ts) {
    Values reading;
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
        if (symbol.role == SymbolRole::reading)
            reading[{symbol.var, symbol.at}] = session.value(ts.symbols.id(s), 0);
    }
    return reading;
}

} // namespace

std::optional<Run> Concluder::lift(TransitionSystem const &of, ClaimedRun const &claim,
                                   std::string &why) const {
    auto value = [](Valuation const &values, SymbolId symbol) {
        return values[static_cast<std::size_t>(symbol.index)];
    };
    Run run;
    run.world = world_of(core_, of, claim.entry);
    for (std::size_t s = 0; s < of.symbols.size(); ++s) {
        SymbolId const id = of.symbols.id(s);
        Symbol const &symbol = of.symbols[id];
        if (!symbol.var || core_.variables[symbol.var].monitor) continue;
        (symbol.role == SymbolRole::state ? run.entry : run.fixed)[{symbol.var, symbol.at}] =
            value(claim.entry, id);
    }
    std::size_t persons = 0, units = 0;
    for (Binder const &binder : core_.properties[property_].binders) {
        SymbolId const symbol = binder.sort.kind == compiler::Sort::Kind::person
                                    ? of.property_persons[persons++]
                                    : of.property_units[units++];
        // A variable with one possible value has no term of its own.
        TermSort const sort = of.symbols[symbol].sort;
        run.binders.push_back(
            static_cast<int>(sort.low == sort.high ? sort.low : value(claim.entry, symbol)));
    }

    Interpreter interpreter(core_, property_, run.world, run.fixed, run.binders);
    why = interpreter.enter(run.entry);
    if (!why.empty()) return {};
    // What is to be so for ever is reached by no step.
    auto const reached = [&] {
        return !of.loop && !core_.properties[property_].always_possible && interpreter.bad();
    };
    bool done = reached();
    auto take = [&](Step const &step) {
        why = interpreter.step(step);
        if (!why.empty()) return false;
        run.steps.push_back(step);
        done = reached();
        return true;
    };
    // What an act of the system makes of variables at will.
    auto at_will = [&](GroundAct const &act, Valuation const &inputs) {
        Values chosen;
        for (SymbolId const symbol : act.changes) {
            auto const at = static_cast<std::size_t>(symbol.index);
            if (at >= of.at_will.size() || !of.at_will[at]) continue;
            if (auto const becomes = value(inputs, of.at_will[at]); becomes != 0)
                chosen[{of.symbols[symbol].var, of.symbols[symbol].at}] = becomes;
        }
        return chosen;
    };
    // Until `last` is done, with these values, or nothing is due. A regime whose automatic acts
    // never come to rest has no such end.
    auto settle = [&](std::optional<Group> last, Values const &chosen = {}) {
        for (int i = 0; i < 100 && !done; ++i) {
            auto const group = interpreter.due();
            if (!group) return true;
            Step step;
            step.group = *group;
            if (last && *group == *last) step.at_will = chosen;
            if (!take(step)) return false;
            if (last && *group == *last) return true;
        }
        return done;
    };
    auto perform = [&](Valuation const &inputs) {
        GroundAct const &act = of.acts[static_cast<std::size_t>(value(inputs, of.selector))];
        if (act.kind == ActKind::automatic) return settle(act.group, at_will(act, inputs));
        if (!act.act) return true; // something that the slice has dropped: it changes nothing here
        Step step{act.act, Group::law, act.units, {}, {}};
        if (act.kind == ActKind::time) {
            auto &delay = step.inputs[static_cast<std::size_t>(Input::delay)];
            for (std::int64_t left = std::max<std::int64_t>(1, value(inputs, of.delay));
                 left > 0 && !done; left -= delay) {
                if (!settle({})) return false;
                if (done) break;
                delay = std::min(left, interpreter.time_left().value_or(left));
                if (delay < 1) {
                    why = "time cannot pass";
                    return false;
                }
                if (!take(step)) return false;
            }
            return true;
        }
        if (!settle({})) return false;
        if (done) return true;
        Act const &core_act = core_.acts[act.act];
        std::size_t const count = core_act.parameters.size() - act.units.size();
        for (std::size_t i = 0; i < count; ++i)
            step.persons.push_back(
                of.scope.persons == 1 ? 0 : static_cast<int>(value(inputs, of.person_inputs[i])));
        for (Input input : core_act.inputs)
            if (auto const number = static_cast<std::size_t>(input); of.number_inputs[number])
                step.inputs[number] = value(inputs, of.number_inputs[number]);
        step.at_will = at_will(act, inputs);
        return take(step);
    };
    auto const begin = claim.steps.begin(), end = claim.steps.end();
    auto const mark = std::find_if(begin, end, [&](Valuation const &inputs) {
        return of.loop && value(inputs, of.selector) == of.loop->mark;
    });
    for (auto at = begin; at != mark && !done; ++at)
        if (!perform(*at)) return {};
    if (core_.properties[property_].always_possible) {
        done = interpreter.bad();
    } else if (!done && !settle({})) {
        return {};
    }
    if (mark != end) {
        // What a slice left out may take a few rounds to come back, too.
        std::vector<Valuation> round(std::next(mark), end);
        std::erase_if(round, [&](Valuation const &inputs) {
            auto const &act = of.acts[static_cast<std::size_t>(value(inputs, of.selector))];
            return act.kind != ActKind::automatic && !act.act; // dropped by the slice
        });
        bool const idle = std::all_of(round.begin(), round.end(), [&](Valuation const &inputs) {
            return value(inputs, of.selector) == of.time;
        });
        if (idle && !round.empty()) { // the sooner, the more time passes at once
            round.resize(1);
            round[0][static_cast<std::size_t>(of.delay.index)] = of.symbols[of.delay].sort.high;
        }
        std::map<Values, std::size_t> been;
        for (int i = 0; i < most_rounds && !run.loop; ++i) {
            auto const [at, first] = been.try_emplace(interpreter.state(), run.steps.size());
            if (!first) {
                run.loop = at->second;
                break;
            }
            for (Valuation const &inputs : round)
                if (!perform(inputs)) return {};
            if (!settle({})) return {};
        }
        done = run.loop.has_value();
    }
    if (!done) {
        why = "the run does not reach what it claims";
        return {};
    }
    return run;
}

void Concluder::replay(Run const &run, PropertyId property) const {
    Interpreter interpreter(core_, property, run.world, run.fixed, run.binders);
    if (std::string const why = interpreter.enter(run.entry); !why.empty()) refuse(why);
    std::optional<Values> loop; // the state in which it begins
    std::vector<bool> met;      // in the loop, of the justice
    std::int64_t elapsed = 0;
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        Step const &step = run.steps[i];
        if (run.loop == i) loop = interpreter.state();
        if (loop && !interpreter.bad()) refuse("what is to be so for ever ends in the loop");
        if (std::string const why = interpreter.step(step); !why.empty()) refuse(why);
        if (loop && step.act && core_.acts[step.act].kind == ActKind::time)
            elapsed += step.inputs[static_cast<std::size_t>(Input::delay)];
        if (!loop) continue;
        auto const now = interpreter.met();
        met.resize(now.size());
        for (std::size_t j = 0; j < now.size(); ++j) met[j] = met[j] || now[j];
    }
    if (!interpreter.bad()) refuse("the run does not end as claimed");
    if (core_.properties[property].for_ever &&
        (!loop || elapsed == 0 || *loop != interpreter.state()))
        refuse("the run does not go on for ever");
    if (std::find(met.begin(), met.end(), false) != met.end())
        refuse("the run puts off for ever what cannot be put off");
}

SymbolId Concluder::symbol(Instance const &instance, TransitionSystem const &in) {
    for (std::size_t s = 0; s < in.symbols.size(); ++s) {
        Symbol const &symbol = in.symbols[in.symbols.id(s)];
        if (symbol.var == instance.var && symbol.at == instance.at) return in.symbols.id(s);
    }
    refuse("unknown symbol");
}

ClaimedRun Concluder::claim_of(Run const &run) const {
    ClaimedRun claim{Valuation(ts_.symbols.size(), 0), {}};
    auto set = [](Valuation &values, SymbolId symbol, std::int64_t value) {
        values[static_cast<std::size_t>(symbol.index)] = value;
    };
    Interpreter interpreter(core_, property_, run.world, run.fixed, run.binders);
    interpreter.enter(run.entry);
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
        claim.entry[s] = symbol.var ? interpreter.value(symbol.var, symbol.at) : symbol.sort.low;
    }
    for (std::size_t slot = 0; slot < ts_.scope.units.size(); ++slot) {
        Scope::Slot const &unit = ts_.scope.units[slot];
        auto const &kinds = core_.levels[unit.level].kinds;
        auto position = [](auto const &in, auto const &what) {
            return std::find(in.begin(), in.end(), what) - in.begin();
        };
        if (ts_.kind[slot]) set(claim.entry, ts_.kind[slot], position(kinds, run.world.kind[slot]));
        if (ts_.parent[slot])
            set(claim.entry, ts_.parent[slot], position(unit.enclosing, run.world.parent[slot]));
    }
    std::size_t persons = 0, units = 0;
    for (std::size_t i = 0; i < run.binders.size(); ++i) {
        bool const person =
            core_.properties[property_].binders[i].sort.kind == compiler::Sort::Kind::person;
        set(claim.entry, person ? ts_.property_persons[persons++] : ts_.property_units[units++],
            run.binders[i]);
    }
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        Step const &step = run.steps[i];
        Valuation inputs(ts_.symbols.size(), 0);
        if (run.loop == i) {
            set(inputs, ts_.selector, ts_.loop->mark);
            set(inputs, ts_.delay, 1);
            claim.steps.push_back(inputs);
        }
        auto const act = std::find_if(ts_.acts.begin(), ts_.acts.end(), [&](GroundAct const &a) {
            return step.act ? a.act == step.act && a.units == step.units
                            : a.kind == ActKind::automatic && a.group == step.group;
        });
        if (act == ts_.acts.end()) refuse("the system has no such act");
        set(inputs, ts_.selector, act - ts_.acts.begin());
        set(inputs, ts_.delay,
            std::max<std::int64_t>(1, step.inputs[static_cast<std::size_t>(Input::delay)]));
        for (std::size_t k = 0; k < step.persons.size(); ++k)
            set(inputs, ts_.person_inputs[k], step.persons[k]);
        for (std::size_t k = 0; k < ts_.number_inputs.size(); ++k)
            if (ts_.number_inputs[k]) set(inputs, ts_.number_inputs[k], step.inputs[k]);
        for (std::size_t s = 0; s < ts_.at_will.size(); ++s) {
            if (!ts_.at_will[s]) continue;
            Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
            auto const chosen = step.at_will.find({symbol.var, symbol.at});
            TermSort const sort = ts_.symbols[ts_.at_will[s]].sort;
            set(inputs, ts_.at_will[s],
                std::clamp<std::int64_t>(chosen == step.at_will.end() ? 0 : chosen->second,
                                         sort.low, sort.high));
        }
        claim.steps.push_back(std::move(inputs));
    }
    return claim;
}

// With everything but the readings given its value, what is left of a run's conditions is about
// readings: a session in which one of them fails.
struct Concluder::Breaking {
    TermStore terms;
    std::unique_ptr<SmtSession> session; // none: the run is lawful under every reading
};

Concluder::Breaking Concluder::breaking(ClaimedRun const &claim) const {
    auto const steps = static_cast<unsigned>(claim.steps.size());

    auto put_in = [&](auto &target) {
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            SymbolId const symbol = ts_.symbols.id(s);
            switch (ts_.symbols[symbol].role) {
            case SymbolRole::reading:
                break;
            case SymbolRole::fixed:
            case SymbolRole::state:
                target.set(symbol, 0, claim.entry[s]);
                break;
            case SymbolRole::input:
                for (unsigned frame = 0; frame < steps; ++frame)
                    target.set(symbol, frame, claim.steps[frame][s]);
            }
        }
    };
    Breaking breaking{ts_.terms, nullptr};
    auto &terms = breaking.terms;
    // What is said of the end of a run is said of one state.
    std::vector<TermId> same_end;
    if (core_.properties[property_].always_possible && steps > 0) {
        Valuation const end = end_of(claim);
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s)
            if (SymbolId const id = ts_.symbols.id(s); ts_.is_live(id)) {
                TermSort const sort = ts_.symbols[id].sort;
                same_end.push_back(
                    terms.equal(terms.primed(id, sort), terms.constant(sort, end[s])));
            }
    }
    Unrolling unrolling(ts_, terms);
    put_in(unrolling);
    std::vector<std::pair<TermId, unsigned>> open, on_readings;
    auto consider = [&](TermId term, unsigned frame) {
        TermId const left = unrolling(term, frame);
        if (unrolling.flat().is_false(left))
            refuse("the encoding and the interpreter disagree about a run");
        if (!unrolling.flat().is_true(left)) open.push_back({term, frame});
    };
    for (LabelledTerm const &assumption : ts_.assumptions)
        if (among_readings(ts_, assumption.formula))
            on_readings.push_back({assumption.formula, 0});
        else
            consider(assumption.formula, 0);
    for (LabelledTerm const &condition : ts_.init) consider(condition.formula, 0);
    for (unsigned frame = 0; frame < steps; ++frame)
        for (LabelledTerm const &condition : ts_.valid) consider(condition.formula, frame);
    if (steps == 0)
        consider(ts_.bad_initially, 0);
    else
        consider(ts_.bad, steps - 1);
    for (TermId const same : same_end) consider(same, steps - 1);
    if (open.empty()) return breaking;
    breaking.session = std::make_unique<SmtSession>(ts_, terms);
    auto &session = *breaking.session;
    put_in(session);
    for (auto [term, frame] : on_readings) session.require(term, frame);
    std::vector<SmtSession::Literal> broken;
    for (auto [term, frame] : open) broken.push_back(session.literal(terms.negation(term), frame));
    session.require_any(broken);
    return breaking;
}

std::optional<Values> Concluder::breaking_reading(Run const &run, std::set<Instance> const &kept,
                                                  std::set<Instance> const &near) const {
    ClaimedRun const claim = claim_of(run);
    auto broken = breaking(claim);
    if (!broken.session) return std::nullopt;
    auto &session = *broken.session;
    struct Same {
        SymbolId symbol;
        SmtSession::Literal literal;
    };
    std::vector<Same> same;
    std::vector<SmtSession::Literal> as_before;
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        auto const id = ts_.symbols.id(s);
        Symbol const &symbol = ts_.symbols[id];
        if (symbol.role != SymbolRole::reading) continue;
        auto const literal =
            session.literal(broken.terms.equal(broken.terms.symbol(id, symbol.sort),
                                               broken.terms.constant(symbol.sort, claim.entry[s])),
                            0);
        if (kept.contains({symbol.var, symbol.at}))
            as_before.push_back(literal);
        else
            same.push_back({id, literal});
    }
    if (session.check(as_before) != Sat::sat) return std::nullopt;
    // As few answers as possible are another's.
    std::vector<Same> other;
    for (auto left = same; !left.empty();) {
        std::vector<Same> differ;
        for (auto const &s : left)
            if (session.value(s.symbol, 0) == claim.entry[static_cast<std::size_t>(s.symbol.index)])
                as_before.push_back(s.literal);
            else
                differ.push_back(s);
        if (differ.empty()) break;
        as_before.push_back(differ.front().literal);
        while (session.check(as_before) != Sat::sat) {
            as_before.pop_back();
            other.push_back(differ.front());
            differ.erase(differ.begin());
            if (differ.empty()) break;
            as_before.push_back(differ.front().literal);
        }
        if (!differ.empty()) differ.erase(differ.begin());
        left = std::move(differ);
    }
    // What is lawful at the end of a range is mostly lawful on the way there.
    for (auto const &s : other) {
        Symbol const &symbol = ts_.symbols[s.symbol];
        TermSort const sort = symbol.sort;
        if (sort.boolean || core_.variables[symbol.var].sort.enumeration) continue;
        auto const own = claim.entry[static_cast<std::size_t>(s.symbol.index)];
        bool const next = near.contains({symbol.var, symbol.at});
        for (auto const value : {next ? own + 1 : sort.high, next ? own - 1 : sort.low}) {
            if (value < sort.low || value > sort.high) continue;
            as_before.push_back(session.literal(
                broken.terms.equal(broken.terms.symbol(s.symbol, sort), broken.terms.number(value)),
                0));
            if (session.check(as_before) == Sat::sat) break;
            as_before.pop_back();
        }
    }
    if (session.check(as_before) != Sat::sat) return std::nullopt;
    return readings_in(session, ts_);
}

Witness Concluder::witness(Run run) const {
    replay(run);
    Witness witness{std::move(run), {}};
    ClaimedRun const claim = claim_of(witness.run);
    auto broken = breaking(claim);
    if (!broken.session) return witness;
    auto &session = *broken.session;
    auto &terms = broken.terms;

    // Which of the readings' values keep the run lawful? Dropped one by one while the rest
    // suffices.
    struct Bound {
        SymbolId symbol;
        bool lower = false;
        SmtSession::Literal literal;
    };
    std::vector<Bound> bounds;
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        SymbolId const symbol = ts_.symbols.id(s);
        TermSort const sort = ts_.symbols[symbol].sort;
        if (ts_.symbols[symbol].role != SymbolRole::reading) continue;
        TermId const term = terms.symbol(symbol, sort),
                     value = terms.constant(sort, claim.entry[s]);
        if (sort.boolean || ts_.symbols[symbol].sort.high - sort.low < 2 ||
            core_.variables[ts_.symbols[symbol].var].sort.enumeration) {
            bounds.push_back({symbol, false, session.literal(terms.equal(term, value), 0)});
            bounds.push_back({symbol, true, bounds.back().literal});
        } else {
            bounds.push_back({symbol, false, session.literal(terms.at_most(term, value), 0)});
            bounds.push_back({symbol, true, session.literal(terms.at_most(value, term), 0)});
        }
    }
    auto suffices = [&](std::vector<Bound> const &some) {
        std::vector<SmtSession::Literal> literals;
        for (Bound const &bound : some) literals.push_back(bound.literal);
        literals.erase(std::unique(literals.begin(), literals.end()), literals.end());
        if (session.check(literals) != Sat::unsat) return false;
        auto const core = session.core();
        std::erase_if(bounds, [&](Bound const &b) {
            return std::find(core.begin(), core.end(), b.literal) == core.end();
        });
        return true;
    };
    if (!suffices(std::vector<Bound>(bounds))) refuse("the run depends on more than its readings");
    for (std::size_t i = 0; i < bounds.size();) {
        std::vector<Bound> fewer = bounds;
        std::erase_if(fewer, [&](Bound const &b) { return b.literal == bounds[i].literal; });
        if (!suffices(fewer)) ++i;
    }
    for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
        Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
        Region::Bound region{{symbol.var, symbol.at}, symbol.sort.low, symbol.sort.high};
        bool any = false;
        for (Bound const &bound : bounds)
            if (static_cast<std::size_t>(bound.symbol.index) == s) {
                (bound.lower ? region.low : region.high) = claim.entry[s];
                any = true;
            }
        if (any) witness.region.bounds.push_back(std::move(region));
    }
    return witness;
}

Witness Concluder::witness(Run run, Region region) const {
    replay(run);
    auto broken = breaking(claim_of(run));
    if (broken.session) {
        auto &session = *broken.session;
        auto &terms = broken.terms;
        std::vector<SmtSession::Literal> within;
        for (Region::Bound const &bound : region.bounds) {
            SymbolId const id = symbol(bound.reading, ts_);
            TermSort const sort = ts_.symbols[id].sort;
            TermId const term = terms.symbol(id, sort);
            if (!sort.boolean) {
                within.push_back(session.literal(terms.at_most(terms.number(bound.low), term), 0));
                within.push_back(session.literal(terms.at_most(term, terms.number(bound.high)), 0));
            } else if (bound.low == bound.high) {
                within.push_back(
                    session.literal(terms.equal(term, terms.truth(bound.low != 0)), 0));
            }
        }
        if (session.check(within) != Sat::unsat) refuse("the run is not lawful under its readings");
    }
    return {std::move(run), std::move(region)};
}

std::vector<std::int64_t> Concluder::selectors(Run const &run) const {
    std::vector<std::int64_t> values;
    for (auto const &step : claim_of(run).steps)
        values.push_back(step[static_cast<std::size_t>(ts_.selector.index)]);
    return values;
}

TermId Concluder::condition(Region const &region, TransitionSystem &in) const {
    std::vector<TermId> all;
    for (Region::Bound const &bound : region.bounds) {
        TermId const term = in.current(symbol(bound.reading, in));
        all.push_back(in.terms.between(term, bound.low, bound.high));
    }
    return in.terms.conjunction(all);
}

TransitionSystem Concluder::beside(std::vector<Witness> const &witnesses,
                                   TransitionSystem ts) const {
    for (Witness const &witness : witnesses)
        ts.assumptions.push_back({ts.terms.negation(condition(witness.region, ts)), {}});
    return ts;
}

std::optional<Values> Concluder::uncovered(std::vector<Witness> const &witnesses) const {
    // A guarantee is broken by one reading that breaks it.
    if (core_.properties[property_].guaranteed && !witnesses.empty()) return std::nullopt;
    for (Witness const &witness : witnesses)
        if (witness.region.bounds.empty()) return std::nullopt;
    TransitionSystem rest = beside(witnesses, ts_);
    SmtSession session(rest, rest.terms);
    session.assume();
    auto const answer = session.check();
    if (answer == Sat::unsat) return std::nullopt;
    if (answer == Sat::unknown) refuse("it is unknown whether the runs leave a reading out");
    // Numbers as high as they may be: a run under them serves most lower ones.
    std::vector<SmtSession::Literal> high;
    for (std::size_t s = 0; s < rest.symbols.size(); ++s) {
        SymbolId const id = rest.symbols.id(s);
        Symbol const &symbol = rest.symbols[id];
        if (symbol.role != SymbolRole::reading || symbol.sort.boolean ||
            core_.variables[symbol.var].sort.enumeration)
            continue;
        high.push_back(session.literal(
            rest.terms.equal(rest.current(id), rest.terms.number(symbol.sort.high)), 0));
        if (session.check(high) != Sat::sat) high.pop_back();
    }
    if (session.check(high) != Sat::sat) refuse("what was possible is not any more");
    return readings_in(session, rest);
}

bool Concluder::among_readings(TransitionSystem const &ts, TermId formula) {
    bool only = true;
    for_each_subterm(ts.terms, {formula}, [&](TermId, Term const &term) {
        if (term.op == TermOp::symbol) only &= ts.symbols[term.symbol].role == SymbolRole::reading;
    });
    return only;
}

std::vector<VarId> Concluder::readings(std::vector<Witness> const &witnesses) {
    std::set<VarId> all;
    for (Witness const &witness : witnesses)
        for (Region::Bound const &bound : witness.region.bounds) all.insert(bound.reading.var);
    return {all.begin(), all.end()};
}

namespace {

// What a certificate has to show, each part refused unless Z3 agrees. Requires: the invariant is
// over the terms of `ts`.
class Discharge {
public:
    // Clauses that are not among `allowed` bind nobody; without it all bind.
    Discharge(TransitionSystem const &ts, ClaimedCertificate const &claim,
              std::vector<ClauseId> const *allowed)
        : ts_(ts),
          terms_(ts.terms),
          obligations_(obligations(ts_, terms_, claim, allowed)),
          session_(ts_, terms_, SmtSession::for_proofs(ts_)) {
        session_.assume();
    }

    // Is there an entry state at all?
    bool begins() {
        std::vector<TermId> init;
        for (LabelledTerm const &condition : ts_.init) init.push_back(condition.formula);
        return session_.check({session_.literal(terms_.conjunction(init), 0)}) != Sat::unsat;
    }
    void run() {
        for (Obligation const &obligation : obligations_) expect_unsat(obligation);
    }

    // Clauses that it took, sorted.
    std::vector<ClauseId> used() const { return {used_.begin(), used_.end()}; }

private:
    void expect_unsat(Obligation const &obligation) {
        std::vector<SmtSession::Literal> together;
        std::map<SmtSession::Literal, ClauseId> clause_of;
        for (auto const &part : obligation.parts) {
            together.push_back(session_.literal(part.term, part.frame));
            if (part.clause) clause_of[together.back()] = part.clause;
        }
        if (session_.check(together) != Sat::unsat) refuse(obligation.otherwise);
        for (auto const &literal : session_.core())
            if (auto const it = clause_of.find(literal); it != clause_of.end())
                used_.insert(it->second);
    }

    TransitionSystem const &ts_;
    TermStore terms_;
    std::vector<Obligation> obligations_;
    SmtSession session_;
    std::set<ClauseId> used_;
};

} // namespace

Proof Concluder::prove(TransitionSystem ts, ClaimedCertificate claim, ProofOf of) {
    Substitution import(claim.terms, ts.terms, {});
    for (TermId &lemma : claim.invariant) lemma = import(lemma);
    claim.terms = ts.terms;
    // A symbol that the invariant speaks of must live in the whole system too.
    for_each_subterm(ts.terms, claim.invariant, [&](TermId, Term const &term) {
        if (term.op == TermOp::primed ||
            (term.op == TermOp::symbol && ts.symbols[term.symbol].role == SymbolRole::input))
            refuse("the invariant speaks of more than a state");
    });
    auto clauses = std::exchange(claim.clauses, std::nullopt);
    // Shares nothing with whoever found the certificate. Which clauses it takes may depend on what
    // the context was used for before.
    SmtContext const own(clauses ? SmtContext::Which::of_the_thread : SmtContext::Which::new_one);
    bool entry = true;
    if (!clauses) {
        Discharge discharge(ts, claim, nullptr);
        discharge.run();
        clauses = discharge.used();
    }
    Discharge discharge(ts, claim, &*clauses);
    if (of == ProofOf::runs) entry = discharge.begins();
    discharge.run();
    return {std::move(claim), ts.scope, std::move(*clauses), !entry, {}};
}

void Concluder::recheck(TransitionSystem ts, Proof const &proof) const {
    SmtContext const own(SmtContext::Which::of_the_thread);
    ts.terms = proof.certificate.terms;
    Discharge(ts, proof.certificate, &proof.clauses).run();
}

Verdict Concluder::runs(std::vector<Witness> witnesses) const {
    if (witnesses.empty()) refuse("no run");
    for (Witness const &witness : witnesses) replay(witness.run);
    if (uncovered(witnesses)) refuse("the runs do not cover all readings");
    if (core_.properties[property_].always_possible)
        for (Witness const &witness : witnesses)
            if (!witness.dead_end) refuse("the run may go on");
    if (core_.properties[property_].possibility) return Possible(std::move(witnesses));
    return Violated(std::move(witnesses));
}

TransitionSystem const &Concluder::system(Of of) const {
    if (of == Of::property) return ts_;
    if (!within_) refuse("the property is not proved by a time");
    return *within_;
}

Proof Concluder::timed(Proof proof, Of of) const {
    if (of == Of::within) proof.days = core_.properties[core_.properties[property_].within].days;
    return proof;
}

Verdict Concluder::proved(ClaimedCertificate claim, Of of) const {
    MANDATE_ASSERT(!core_.properties[property_].always_possible);
    Proof proof = timed(prove(system(of), std::move(claim)), of);
    if (proof.no_entry) return Vacuous(proof, proof);
    if (core_.properties[property_].possibility) return Impossible(std::move(proof));
    return Holds(std::move(proof));
}

Valuation Concluder::end_of(ClaimedRun const &claim) const {
    TermStore terms = ts_.terms;
    Simulation simulation(ts_, terms, 0);
    Valuation state = claim.entry;
    for (Valuation const &inputs : claim.steps) {
        for (std::size_t s = 0; s < state.size(); ++s)
            if (ts_.symbols[ts_.symbols.id(s)].role == SymbolRole::input) state[s] = inputs[s];
        simulation.advance(state);
    }
    return state;
}

TransitionSystem Concluder::from_end(Run const &run, Region const &region) const {
    TransitionSystem ts = ts_;
    TermId const nowhere = ts.terms.truth(false);
    ts = going_on_from(std::move(ts), end_of(claim_of(run)), nowhere);
    ts.assumptions.push_back({condition(region, ts), {}});
    return ts;
}

Witness Concluder::dead_end(Run run, Region region, ClaimedCertificate claim) const {
    MANDATE_ASSERT(core_.properties[property_].always_possible);
    Witness result = witness(std::move(run), std::move(region));
    result.dead_end = prove(from_end(result.run, result.region), std::move(claim));
    if (result.dead_end->no_entry) refuse("the run ends nowhere");
    return result;
}

TransitionSystem Concluder::for_plans(std::vector<Witness> const &witnesses) const {
    return beside(witnesses, slice(ts_, Clocks::kept));
}

TransitionSystem Concluder::beyond(std::vector<Witness> const &witnesses, Plan const &plan) const {
    for (Witness const &witness : witnesses)
        if (!witness.dead_end) refuse("the run may go on");
    TransitionSystem ts = for_plans(witnesses);
    TermId const covered = covered_by(ts, plan);
    return not_covered(std::move(ts), covered);
}

Verdict Concluder::covered(std::vector<Witness> witnesses, Plan plan,
                           ClaimedCertificate claim) const {
    MANDATE_ASSERT(core_.properties[property_].always_possible);
    Proof proof = prove(beyond(witnesses, plan), std::move(claim));
    std::set<ClauseId> clauses(proof.clauses.begin(), proof.clauses.end());
    for (Move const &move : plan.moves) {
        auto const act = move.inputs[static_cast<std::size_t>(ts_.selector.index)];
        for (LabelledTerm const &guard : ts_.acts[static_cast<std::size_t>(act)].guards)
            if (guard.clause) clauses.insert(guard.clause);
        if (move.act && core_.acts[move.act].clause) clauses.insert(core_.acts[move.act].clause);
    }
    proof.clauses.assign(clauses.begin(), clauses.end());
    proof.plan = std::move(plan);
    if (!witnesses.empty()) return depends(std::move(witnesses), std::move(proof));
    if (proof.no_entry) return Vacuous(proof, proof);
    return Holds(std::move(proof));
}

Verdict Concluder::depends(std::vector<Witness> witnesses, ClaimedCertificate rest, Of of) const {
    MANDATE_ASSERT(!core_.properties[property_].always_possible);
    TransitionSystem others = beside(witnesses, system(of));
    return depends(std::move(witnesses), timed(prove(std::move(others), std::move(rest)), of));
}

Verdict Concluder::depends(std::vector<Witness> witnesses, Proof proof) const {
    if (!uncovered(witnesses)) refuse("the runs leave no reading out");
    for (Witness const &witness : witnesses) replay(witness.run);
    std::vector<Region> regions;
    for (Witness const &witness : witnesses) regions.push_back(witness.region);
    SmtContext const own; // the same conditions, whatever was asked before
    Conditions sides = conditions(core_, ts_, regions);
    // What is in question are the answers that matter; without a list, all that some run needs.
    std::set<VarId> names;
    for (auto const *side : {&sides.with_run, &sides.without})
        for (ReadingCondition const &condition : *side)
            for (ReadingCondition::Part const &part : condition.parts)
                names.insert(part.reading.var);
    auto const all = readings(witnesses);
    return Depends(std::move(witnesses), std::move(proof),
                   sides.complete ? std::vector<VarId>(names.begin(), names.end()) : all,
                   std::move(sides));
}

TransitionSystem Concluder::asking_trigger(TransitionSystem ts) {
    ts.loop.reset();
    ts.bad = ts.trigger;
    ts.bad_initially = ts.trigger_initially;
    return ts;
}

std::optional<TransitionSystem> Concluder::for_any_size(Verdict const &verdict,
                                                        TransitionSystem any) const {
    Proof const *proof = proof_of(verdict);
    MANDATE_ASSERT(proof);
    auto const *depends = std::get_if<Depends>(&verdict);
    if (!depends) return any;
    for (Witness const &witness : depends->witnesses())
        for (Region::Bound const &bound : witness.region.bounds)
            if (!bound.reading.at.empty()) return std::nullopt;
    return beside(depends->witnesses(), std::move(any));
}

Verdict Concluder::for_any_size(Verdict verdict, TransitionSystem of, ClaimedCertificate claim,
                                std::string engine) {
    Proof proof = prove(std::move(of), std::move(claim), ProofOf::any_size);
    auto const put = [&](Proof &into) {
        into.any_size = Proof::AnySize{std::move(proof.certificate), std::move(proof.clauses),
                                       std::move(engine)};
    };
    if (auto *holds = std::get_if<Holds>(&verdict)) put(holds->proof_);
    if (auto *impossible = std::get_if<Impossible>(&verdict)) put(impossible->proof_);
    if (auto *depends = std::get_if<Depends>(&verdict)) put(depends->rest_);
    return verdict;
}

Verdict Concluder::vacuous(ClaimedCertificate claim, ClaimedCertificate never, Of of) const {
    if (!ts_.trigger) refuse("the property speaks of nothing that has to happen first");
    Proof proof = timed(prove(system(of), std::move(claim)), of);
    Proof untriggered = prove(asking_trigger(ts_), std::move(never));
    return Vacuous(std::move(proof), std::move(untriggered));
}

Verdict Concluder::fails_in_substance(Verdict const &literal, Witness witness) const {
    PropertyId const property = core_.properties[property_].in_substance;
    if (!property) refuse("the property means nothing else in substance");
    replay(witness.run, property);
    if (auto const *holds = std::get_if<Holds>(&literal))
        return FailsInSubstance(holds->proof(), std::move(witness));
    if (auto const *vacuous = std::get_if<Vacuous>(&literal))
        return FailsInSubstance(vacuous->proof(), std::move(witness));
    refuse("it does not hold to the letter");
}

} // namespace mandate::solver
