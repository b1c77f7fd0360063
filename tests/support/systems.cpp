#include "support/systems.h"

#include <algorithm>
#include <random>

namespace mandate::testing {

ExprId Builder::op(Op op, std::vector<ExprId> operands, Sort sort, std::int64_t value) {
    Expr expr;
    expr.op = op;
    expr.value = value;
    expr.operands = std::move(operands);
    expr.sort = sort;
    return core.expressions.add(std::move(expr));
}
ExprId Builder::truth(bool value) {
    return op(Op::boolean, {}, Sort::boolean(), value);
}
ExprId Builder::number(std::int64_t value) {
    return op(Op::integer, {}, Sort::integer(value, value), value);
}
ExprId Builder::bound(Binder const &binder) {
    ExprId const id = op(Op::bound, {}, binder.sort, binder.number);
    core.expressions[id].binder = binder;
    return id;
}
ExprId Builder::read(VarId var, std::vector<ExprId> arguments) {
    ExprId const id = op(Op::read, std::move(arguments), core.variables[var].sort);
    core.expressions[id].var = var;
    return id;
}
ExprId Builder::add(ExprId a, ExprId b) {
    Sort const left = core.expressions[a].sort, right = core.expressions[b].sort;
    return op(Op::add, {a, b}, Sort::integer(left.low + right.low, left.high + right.high));
}
ExprId Builder::input(Input input) {
    return op(Op::input, {}, Sort::integer(0, 1'000'000), static_cast<std::int64_t>(input));
}
ExprId Builder::quantified(Op kind, Binder const &binder, ExprId body) {
    ExprId const id = op(kind, {body}, kind == Op::count ? Sort::integer(0, 100) : Sort::boolean());
    core.expressions[id].binder = binder;
    return id;
}
ExprId Builder::occurs(EventId event, std::vector<ExprId> arguments) {
    ExprId const id = op(Op::occurs, std::move(arguments));
    core.expressions[id].event = event;
    return id;
}
ExprId Builder::previous(ExprId e) {
    return op(Op::previous, {e}, core.expressions[e].sort);
}

Binder Builder::person(std::string name) {
    return {core.next_binder++, std::move(name), Sort::person(), {}};
}
Binder Builder::unit(std::string name, std::vector<LevelId> levels) {
    return {core.next_binder++, std::move(name), Sort::unit(), std::move(levels)};
}
VarId Builder::variable(std::string name, Sort sort, Role role, std::vector<Sort> parameters,
                        std::vector<std::vector<LevelId>> levels) {
    Variable variable;
    variable.name = std::move(name);
    variable.sort = sort;
    variable.role = role;
    variable.parameters = std::move(parameters);
    variable.levels = std::move(levels);
    variable.levels.resize(variable.parameters.size());
    return core.variables.add(std::move(variable));
}
EventId Builder::event(std::string name, std::vector<Sort> parameters) {
    return core.events.add({std::move(name), std::move(parameters)});
}
ClauseId Builder::clause(std::string name) {
    ClauseInfo info;
    info.instrument = "T";
    info.name = std::move(name);
    return core.clauses.add(std::move(info));
}
LevelId Builder::level(std::string name, LevelId parent) {
    return core.levels.add({std::move(name), parent, false, {}});
}
Act &Builder::act(std::string name, ActKind kind) {
    Act act;
    act.name = std::move(name);
    act.kind = kind;
    act.clause = clause(act.name);
    return core.acts[core.acts.add(std::move(act))];
}
Update Builder::set(VarId var, ExprId value, std::vector<ExprId> arguments, ExprId condition) {
    return {var, {}, std::move(arguments), value, condition, clause("u")};
}
PropertyId Builder::never(ExprId bad, std::vector<Binder> binders) {
    Property property;
    property.name = "p";
    property.bad = bad;
    property.binders = std::move(binders);
    return core.properties.add(std::move(property));
}

namespace {

Scope persons(int count) {
    Scope scope;
    scope.persons = count;
    return scope;
}

// One number that goes up to `top`; bad at `bad`.
System counter(std::int64_t top, std::int64_t bad) {
    Builder b;
    VarId const x = b.variable("x", Sort::integer(0, 10));
    b.core.entry.push_back({b.equal(b.read(x), b.number(0)), {}, "x is 0"});
    Act &up = b.act("up");
    up.guards = {b.guard(b.less(b.read(x), b.number(top)))};
    up.updates = {b.set(x, b.add(b.read(x), b.number(1)))};
    bool const reachable = bad <= top;
    PropertyId const p = b.never(b.equal(b.read(x), b.number(bad)));
    return {"counter to " + std::to_string(top) + ", bad " + std::to_string(bad),
            std::move(b.core),
            p,
            persons(1),
            reachable ? Expected::reachable : Expected::unreachable,
            reachable ? static_cast<int>(bad) : -1,
            true};
}

// An office that is taken after nomination of an eligible person and a vote; `checked`: the vote
// needs a majority of the seats, `asks`: appointment asks for eligibility.
System appointment(bool checked, bool asks_consent, int people, int units) {
    Builder b;
    LevelId const republic = b.level("republic"), raion = b.level("raion", republic);
    std::vector<Sort> const at_unit{Sort::unit()};
    std::vector<std::vector<LevelId>> const raions{{raion}};
    VarId const eligible = b.variable("eligible", Sort::boolean(), Role::fixed, {Sort::person()});
    VarId const seats = b.variable("seats", Sort::integer(3, 9), Role::fixed, at_unit, raions);
    VarId const held = b.variable("held", Sort::boolean(), Role::state, at_unit, raions);
    VarId const holder = b.variable("holder", Sort::person(), Role::state, at_unit, raions);
    VarId const pending = b.variable("pending", Sort::boolean(), Role::state, at_unit, raions);
    VarId const candidate = b.variable("candidate", Sort::person(), Role::state, at_unit, raions);
    VarId const consented = b.variable("consented", Sort::boolean(), Role::state, at_unit, raions);
    VarId const refusals =
        b.variable("refusals", Sort::integer(0, 3), Role::state, at_unit, raions);
    EventId const takes = b.event("takes", {Sort::unit(), Sort::person()});
    Binder const any = b.unit("u", {raion});
    ExprId const at = b.bound(any);
    b.core.entry.push_back(
        {b.quantified(Op::every, any,
                      b.all({b.no(b.read(pending, {at})), b.no(b.read(consented, {at})),
                             b.equal(b.read(refusals, {at}), b.number(0))})),
         {},
         "nothing pending"});
    auto for_unit = [&](Act &act) {
        Binder const u = b.unit("u", {raion});
        act.parameters = {u};
        return b.bound(u);
    };
    {
        Act &act = b.act("nominate");
        ExprId const u = for_unit(act);
        Binder const p = b.person("p");
        act.parameters.push_back(p);
        act.guards = {b.guard(b.no(b.read(pending, {u}))), b.guard(b.no(b.read(held, {u}))),
                      b.guard(b.read(eligible, {b.bound(p)}))};
        act.updates = {b.set(pending, b.truth(true), {u}), b.set(candidate, b.bound(p), {u}),
                       b.set(consented, b.truth(false), {u})};
    }
    for (bool carried : {true, false}) {
        Act &act = b.act(carried ? "consent" : "refuse");
        ExprId const u = for_unit(act);
        act.inputs = {Input::votes_for, Input::votes_against};
        ExprId const votes = b.input(Input::votes_for), against = b.input(Input::votes_against);
        ExprId const majority = b.less(b.read(seats, {u}), b.add(votes, votes));
        act.guards = {b.guard(b.read(pending, {u})), b.guard(b.no(b.read(consented, {u}))),
                      b.guard(b.at_most(b.add(votes, against), b.read(seats, {u})))};
        if (checked) act.guards.push_back(b.guard(carried ? majority : b.no(majority)));
        if (carried)
            act.updates = {b.set(consented, b.truth(true), {u})};
        else
            act.updates = {b.set(pending, b.truth(false), {u}),
                           b.set(refusals, b.add(b.read(refusals, {u}), b.number(1)), {u})};
    }
    {
        Act &act = b.act("appoint");
        ExprId const u = for_unit(act);
        act.guards = {b.guard(b.read(pending, {u}))};
        if (asks_consent) act.guards.push_back(b.guard(b.read(consented, {u})));
        act.updates = {b.set(held, b.truth(true), {u}), b.set(holder, b.read(candidate, {u}), {u}),
                       b.set(pending, b.truth(false), {u}), b.set(consented, b.truth(false), {u})};
        act.emits = {{takes, {u, b.read(candidate, {u})}, {}}};
    }
    {
        Act &act = b.act("leave", ActKind::fact);
        ExprId const u = for_unit(act);
        act.guards = {b.guard(b.read(held, {u}))};
        act.updates = {b.set(held, b.truth(false), {u})};
    }
    Binder const u = b.unit("u", {raion}), p = b.person("p");
    ExprId const bad = b.all({b.occurs(takes, {b.bound(u), b.bound(p)}),
                              b.no(b.all({b.read(eligible, {b.bound(p)}),
                                          b.previous(b.read(consented, {b.bound(u)}))}))});
    PropertyId const property = b.never(bad, {u, p});
    Scope scope = persons(people);
    scope.units.push_back({republic, "republic-1", {}});
    for (int i = 1; i <= units; ++i)
        scope.units.push_back({raion, "raion-" + std::to_string(i), {0}});
    return {std::string("appointment") + (checked ? "" : ", any vote") +
                (asks_consent ? "" : ", no consent"),
            std::move(b.core),
            property,
            scope,
            asks_consent ? Expected::unreachable : Expected::reachable,
            asks_consent ? -1 : 2,
            true};
}

// Terms end by themselves: who held the office at the start without consent is out when the term is
// over.
System transition(std::int64_t term, std::int64_t after, bool expiry) {
    Builder b;
    VarId const held = b.variable("held", Sort::boolean());
    VarId const consented = b.variable("consented", Sort::boolean());
    VarId const left = b.variable("term left", Sort::integer(0, term));
    VarId const since = b.variable("days since the start", Sort::integer(0, term < 10 ? 12 : 3000));
    b.core.variables[left].clock = Clock::down;
    if (expiry) b.core.variables[left].running = b.read(held);
    b.core.variables[since].clock = Clock::up;
    b.core.entry.push_back({b.equal(b.read(since), b.number(0)), {}, "start"});
    Act &take = b.act("take");
    take.guards = {b.guard(b.no(b.read(held)))};
    take.updates = {b.set(held, b.truth(true)), b.set(consented, b.truth(true)),
                    b.set(left, b.number(term))};
    Act &leave = b.act("leave", ActKind::fact);
    leave.guards = {b.guard(b.read(held))};
    leave.updates = {b.set(held, b.truth(false))};
    if (expiry) {
        Act &expire = b.act("expire", ActKind::automatic);
        expire.guards = {b.guard(b.all({b.read(held), b.equal(b.read(left), b.number(0))}))};
        expire.updates = {b.set(held, b.truth(false))};
    }
    b.time();
    PropertyId const property = b.never(
        b.all({b.read(held), b.no(b.read(consented)), b.less(b.number(after), b.read(since))}));
    bool const reachable = !expiry || after < term;
    return {"transition of " + std::to_string(after) + " days, term " + std::to_string(term) +
                (expiry ? "" : ", no expiry"),
            std::move(b.core),
            property,
            persons(1),
            reachable ? Expected::reachable : Expected::unreachable,
            reachable ? 0 : -1,
            false};
}

// A reading opens the back door; a number in the law says from how many votes the front door opens.
System readings(bool with_number) {
    Builder b;
    VarId const open = b.variable("open", Sort::boolean(), Role::reading);
    VarId const unrelated = b.variable("unrelated", Sort::boolean(), Role::reading);
    VarId const needed = b.variable("needed", Sort::integer(1, 9), Role::reading);
    b.core.variables[open].question = "may the back door be used";
    VarId const in = b.variable("in", Sort::boolean());
    VarId const votes = b.variable("votes", Sort::integer(0, 5));
    b.core.entry.push_back(
        {b.all({b.no(b.read(in)), b.equal(b.read(votes), b.number(0))}), {}, "start"});
    Act &collect = b.act("collect");
    collect.guards = {b.guard(b.any({b.read(unrelated), b.truth(true)}))};
    collect.updates = {b.set(votes, b.add(b.read(votes), b.number(1)))};
    Act &enter = b.act("enter");
    enter.guards = {b.guard(with_number ? b.at_most(b.read(needed), b.read(votes)) : b.read(open))};
    enter.updates = {b.set(in, b.truth(true))};
    PropertyId const property = b.never(b.read(in));
    return {with_number ? "reading of a number" : "reading",
            std::move(b.core),
            property,
            persons(1),
            Expected::depends,
            with_number ? 2 : 1,
            true};
}

// All that is due of a group happens in one step on the same earlier state.
System automatic_group(bool bad_when_apart) {
    Builder b;
    VarId const on = b.variable("on", Sort::boolean(), Role::state, {Sort::person()});
    VarId const started = b.variable("started", Sort::boolean());
    Binder const p = b.person("p"), q = b.person("q"), r = b.person("r");
    b.core.entry.push_back({b.no(b.read(started)), {}, "start"});
    b.core.entry.push_back(
        {b.quantified(Op::every, p, b.no(b.read(on, {b.bound(p)}))), {}, "all off"});
    Act &start = b.act("start");
    start.guards = {b.guard(b.no(b.read(started)))};
    start.updates = {b.set(started, b.truth(true))};
    Act &switch_on = b.act("switch on", ActKind::automatic);
    switch_on.parameters = {q};
    switch_on.guards = {b.guard(b.all({b.read(started), b.no(b.read(on, {b.bound(q)}))}))};
    switch_on.updates = {b.set(on, b.truth(true), {b.bound(q)})};
    ExprId const count = b.quantified(Op::count, r, b.read(on, {b.bound(r)}));
    PropertyId const property =
        b.never(bad_when_apart ? b.equal(count, b.number(1)) : b.equal(count, b.number(3)));
    return {bad_when_apart ? "automatic group, apart" : "automatic group, together",
            std::move(b.core),
            property,
            persons(3),
            bad_when_apart ? Expected::unreachable : Expected::reachable,
            bad_when_apart ? -1 : 2,
            true};
}

// "A only after B" with a monitor.
System only_after(bool guarded) {
    Builder b;
    VarId const a = b.variable("a", Sort::boolean());
    VarId const c = b.variable("b", Sort::boolean());
    VarId const unrelated = b.variable("unrelated", Sort::boolean());
    VarId const seen = b.variable("seen b", Sort::boolean());
    b.core.variables[seen].monitor = true;
    b.core.entry.push_back({b.all({b.no(b.read(a)), b.no(b.read(c))}), {}, "start"});
    Act &do_b = b.act("do b");
    do_b.updates = {b.set(c, b.truth(true))};
    Act &undo_b = b.act("undo b");
    undo_b.updates = {b.set(c, b.truth(false))};
    Act &do_a = b.act("do a");
    if (guarded) do_a.guards = {b.guard(b.read(c))};
    do_a.updates = {b.set(a, b.truth(true))};
    Act &other = b.act("other");
    other.updates = {b.set(unrelated, b.no(b.read(unrelated)))};
    PropertyId const p = b.never(b.all({b.read(a), b.no(b.read(seen))}));
    Property &property = b.core.properties[p];
    property.monitors = {seen};
    property.monitor_entry = {b.read(c)};
    property.monitor_next = {b.any({b.previous(b.read(seen)), b.read(c)})};
    return {
        guarded ? "only after, guarded" : "only after, open",  std::move(b.core), p,   persons(1),
        guarded ? Expected::unreachable : Expected::reachable, guarded ? -1 : 1,  true};
}

// Whether a superior exists depends on the kind of the unit and on where it lies.
System containment(bool allow_outer) {
    Builder b;
    LevelId const oblast = b.level("oblast"), raion = b.level("raion", oblast);
    KindId const region = b.core.kinds.add({"region", oblast, {}});
    KindId const city = b.core.kinds.add({"city", oblast, {}});
    KindId const district = b.core.kinds.add({"district", raion, {region}});
    KindId const ward = b.core.kinds.add({"ward", raion, {city}});
    b.core.levels[oblast].kinds = {region, city};
    b.core.levels[raion].kinds = {district, ward};
    VarId const done = b.variable("done", Sort::boolean(), Role::state, {Sort::unit()}, {{raion}});
    Binder const any = b.unit("u", {raion}), u = b.unit("u", {raion}), v = b.unit("v", {raion});
    b.core.entry.push_back(
        {b.quantified(Op::every, any, b.no(b.read(done, {b.bound(any)}))), {}, "start"});
    Act &act = b.act("do");
    act.parameters = {u};
    ExprId const outer = b.op(Op::ancestor, {b.bound(u)}, Sort::unit(), oblast.index);
    act.guards = {b.guard(b.op(Op::kind_is, {outer}, Sort::boolean(), city.index))};
    act.updates = {b.set(done, b.truth(true), {b.bound(u)})};
    ExprId bad =
        b.all({b.read(done, {b.bound(v)}), b.op(Op::kind_is, {b.bound(v)}, Sort::boolean(),
                                                allow_outer ? ward.index : district.index)});
    PropertyId const property = b.never(bad, {v});
    Scope scope = persons(1);
    scope.units = {{oblast, "oblast-1", {}}, {oblast, "oblast-2", {}}, {raion, "raion-1", {1, 0}}};
    return {allow_outer ? "containment, ward" : "containment, district",
            std::move(b.core),
            property,
            scope,
            allow_outer ? Expected::reachable : Expected::unreachable,
            allow_outer ? 1 : -1,
            true};
}

// What a guard keeps out; two steps back are needed without lemmas.
System two_phase(bool good) {
    Builder b;
    VarId const phase = b.variable("phase", Sort::integer(0, 3));
    VarId const flag = b.variable("flag", Sort::boolean());
    b.core.entry.push_back(
        {b.all({b.equal(b.read(phase), b.number(0)), b.no(b.read(flag))}), {}, "start"});
    for (int i = 0; i < 3; ++i) {
        Act &act = b.act("to " + std::to_string(i + 1));
        act.guards = {b.guard(b.equal(b.read(phase), b.number(i)))};
        act.updates = {b.set(phase, b.number(i + 1))};
        if (i == 1) act.updates.push_back(b.set(flag, b.truth(true)));
    }
    Act &drop = b.act("drop", ActKind::fact);
    drop.guards = {b.guard(good ? b.equal(b.read(phase), b.number(1)) : b.truth(true))};
    drop.updates = {b.set(flag, b.truth(false))};
    PropertyId const property =
        b.never(b.all({b.equal(b.read(phase), b.number(3)), b.no(b.read(flag))}));
    return {good ? "phases" : "phases, flag lost",
            std::move(b.core),
            property,
            persons(1),
            good ? Expected::unreachable : Expected::reachable,
            good ? -1 : 4,
            true};
}

} // namespace

System province(int raions, int okrugs, int people, bool loophole, int question) {
    Builder b;
    LevelId const oblast = b.level("oblast"), raion = b.level("raion", oblast),
                  okrug = b.level("okrug", raion);
    std::vector<LevelId> const everywhere{oblast, raion, okrug}, governed{raion, okrug};
    std::vector<Sort> const at_unit{Sort::unit()};
    auto of_unit = [&](char const *name, Sort sort) {
        return b.variable(name, sort, Role::state, at_unit, {everywhere});
    };
    VarId const eligible = b.variable("eligible", Sort::boolean(), Role::fixed, {Sort::person()});
    VarId const seats =
        b.variable("seats", Sort::integer(5, 50), Role::fixed, at_unit, {everywhere});
    VarId const status = of_unit("status", Sort::integer(0, 3)); // vacant, held, acting, held over
    VarId const holder = of_unit("holder", Sort::person());
    VarId const legitimate = of_unit("consented holder", Sort::boolean());
    VarId const pending = of_unit("pending", Sort::boolean());
    VarId const candidate = of_unit("candidate", Sort::person());
    VarId const consented = of_unit("consented", Sort::boolean());
    VarId const refusals = of_unit("refusals", Sort::integer(0, 5));
    VarId const left = of_unit("term left", Sort::integer(0, 1440));
    VarId const acting = of_unit("acting left", Sort::integer(0, 180));
    VarId const mandate = of_unit("mandate left", Sort::integer(0, 1800));
    VarId const sits = of_unit("maslikhat sits", Sort::boolean());
    VarId const since = b.variable("days", Sort::integer(0, 4000));
    b.core.variables[since].clock = Clock::up;
    Binder const any = b.unit("u", everywhere);
    for (VarId clock : {left, acting, mandate}) {
        Binder const u = b.unit("u", everywhere);
        ExprId const at = b.bound(u);
        b.core.variables[clock].clock = Clock::down;
        b.core.variables[clock].clock_binders = {u};
        b.core.variables[clock].running = clock == left ? b.equal(b.read(status, {at}), b.number(1))
                                          : clock == acting
                                              ? b.equal(b.read(status, {at}), b.number(2))
                                              : b.read(sits, {at});
    }
    ExprId const at = b.bound(any);
    b.core.entry.push_back(
        {b.quantified(Op::every, any,
                      b.all({b.no(b.read(pending, {at})), b.no(b.read(consented, {at})),
                             b.equal(b.read(refusals, {at}), b.number(0)),
                             b.op(Op::implication, {b.equal(b.read(status, {at}), b.number(1)),
                                                    b.read(legitimate, {at})})})),
         {},
         "nothing pending"});
    b.core.entry.push_back({b.equal(b.read(since), b.number(0)), {}, "day 0"});
    EventId const takes = b.event("takes", {Sort::unit(), Sort::person()});
    auto unit_of = [&](Act &act, std::vector<LevelId> levels) {
        Binder const u = b.unit("u", std::move(levels));
        act.parameters.push_back(u);
        return b.bound(u);
    };
    auto is = [&](ExprId u, int value) { return b.equal(b.read(status, {u}), b.number(value)); };
    // The superior acts: the holder one tier up, who is there.
    auto superior_acts = [&](ExprId u) {
        std::vector<ExprId> ways;
        for (LevelId level : {oblast, raion}) {
            ExprId const above = b.op(Op::ancestor, {u}, Sort::unit(), level.index);
            LevelId const own = level == oblast ? raion : okrug;
            ways.push_back(
                b.all({b.op(Op::level_is, {u}, Sort::boolean(), own.index), b.no(is(above, 0))}));
        }
        return b.guard(b.any(ways));
    };
    auto holds_nothing = [&](ExprId person) {
        Binder const w = b.unit("w", everywhere);
        ExprId const there = b.bound(w);
        return b.guard(b.quantified(
            Op::every, w, b.no(b.all({is(there, 1), b.equal(b.read(holder, {there}), person)}))));
    };
    {
        Act &act = b.act("present");
        ExprId const u = unit_of(act, governed);
        Binder const p = b.person("p");
        act.parameters.push_back(p);
        act.guards = {b.guard(b.no(b.read(pending, {u}))),
                      b.guard(b.no(is(u, 1))),
                      superior_acts(u),
                      b.guard(b.read(eligible, {b.bound(p)})),
                      b.guard(b.less(b.read(refusals, {u}), b.number(3))),
                      holds_nothing(b.bound(p))};
        act.updates = {b.set(pending, b.truth(true), {u}), b.set(candidate, b.bound(p), {u}),
                       b.set(consented, b.truth(false), {u})};
    }
    for (bool carried : {true, false}) {
        Act &act = b.act(carried ? "consent" : "refuse");
        ExprId const u = unit_of(act, governed);
        act.inputs = {Input::votes_for, Input::votes_against};
        ExprId const votes = b.input(Input::votes_for), against = b.input(Input::votes_against);
        ExprId const majority = b.less(b.read(seats, {u}), b.add(votes, votes));
        act.guards = {b.guard(b.read(pending, {u})), b.guard(b.no(b.read(consented, {u}))),
                      b.guard(b.read(sits, {u})),
                      b.guard(b.at_most(b.add(votes, against), b.read(seats, {u}))),
                      b.guard(carried ? majority : b.no(majority))};
        if (carried)
            act.updates = {b.set(consented, b.truth(true), {u})};
        else
            act.updates = {b.set(pending, b.truth(false), {u}),
                           b.set(refusals, b.add(b.read(refusals, {u}), b.number(1)), {u})};
    }
    {
        Act &act = b.act("appoint");
        ExprId const u = unit_of(act, governed);
        act.guards = {b.guard(b.read(pending, {u})), b.guard(b.read(consented, {u})),
                      superior_acts(u), b.guard(b.no(is(u, 1))),
                      holds_nothing(b.read(candidate, {u}))};
        act.updates = {
            b.set(status, b.number(1), {u}),       b.set(holder, b.read(candidate, {u}), {u}),
            b.set(legitimate, b.truth(true), {u}), b.set(pending, b.truth(false), {u}),
            b.set(consented, b.truth(false), {u}), b.set(left, b.number(1440), {u})};
        act.emits = {{takes, {u, b.read(candidate, {u})}, {}}};
    }
    {
        Act &act = b.act("designate acting");
        ExprId const u = unit_of(act, governed);
        Binder const p = b.person("p");
        act.parameters.push_back(p);
        act.guards = {b.guard(is(u, 0)), superior_acts(u), holds_nothing(b.bound(p))};
        act.updates = {b.set(status, b.number(2), {u}), b.set(holder, b.bound(p), {u}),
                       b.set(acting, b.number(180), {u}), b.set(legitimate, b.truth(false), {u})};
    }
    if (loophole) {
        Act &act = b.act("confirm");
        ExprId const u = unit_of(act, {okrug});
        act.guards = {b.guard(is(u, 2)), b.guard(b.at_most(b.read(acting, {u}), b.number(30))),
                      b.guard(b.equal(b.read(refusals, {u}), b.number(2))), superior_acts(u)};
        act.updates = {b.set(status, b.number(1), {u}), b.set(left, b.number(1440), {u})};
        act.emits = {{takes, {u, b.read(holder, {u})}, {}}};
    }
    for (bool dismissal : {true, false}) {
        Act &act =
            b.act(dismissal ? "dismiss" : "resign", dismissal ? ActKind::act : ActKind::fact);
        ExprId const u = unit_of(act, dismissal ? governed : everywhere);
        act.guards = {b.guard(b.no(is(u, 0)))};
        if (dismissal) act.guards.push_back(superior_acts(u));
        act.updates = {b.set(status, b.number(0), {u}), b.set(legitimate, b.truth(false), {u})};
    }
    {
        Act &act = b.act("president fills", ActKind::fact);
        ExprId const u = unit_of(act, {oblast});
        Binder const p = b.person("p");
        act.parameters.push_back(p);
        act.guards = {b.guard(b.no(is(u, 1))), holds_nothing(b.bound(p))};
        act.updates = {b.set(status, b.number(1), {u}), b.set(holder, b.bound(p), {u}),
                       b.set(left, b.number(1440), {u}), b.set(legitimate, b.truth(true), {u})};
        act.emits = {{takes, {u, b.bound(p)}, {}}};
    }
    {
        Act &act = b.act("dissolve");
        ExprId const u = unit_of(act, governed);
        act.guards = {b.guard(b.read(sits, {u}))};
        act.updates = {b.set(sits, b.truth(false), {u}), b.set(pending, b.truth(false), {u}),
                       b.set(consented, b.truth(false), {u})};
        Act &elect = b.act("elect maslikhat");
        ExprId const v = unit_of(elect, governed);
        elect.guards = {b.guard(b.no(b.read(sits, {v})))};
        elect.updates = {b.set(sits, b.truth(true), {v}), b.set(mandate, b.number(1800), {v}),
                         b.set(refusals, b.number(0), {v})};
    }
    for (int what : {1, 2, 3}) {
        Act &act = b.act(what == 1   ? "term ends"
                         : what == 2 ? "acting ends"
                                     : "mandate ends",
                         ActKind::automatic);
        ExprId const u = unit_of(act, everywhere);
        VarId const clock = what == 1 ? left : what == 2 ? acting : mandate;
        act.guards = {b.guard(b.equal(b.read(clock, {u}), b.number(0))),
                      b.guard(what == 3 ? b.read(sits, {u}) : is(u, what))};
        if (what == 3)
            act.updates = {b.set(sits, b.truth(false), {u})};
        else
            act.updates = {b.set(status, b.number(what == 1 ? 3 : 0), {u}),
                           b.set(legitimate, b.truth(false), {u})};
    }
    b.time();
    Binder const u = b.unit("v", {okrug}), p = b.person("p");
    ExprId const v = b.bound(u);
    ExprId const taken = b.occurs(takes, {v, b.bound(p)});
    ExprId const above = b.op(Op::ancestor, {v}, Sort::unit(), raion.index);
    ExprId bad = b.all({taken, b.no(b.previous(b.read(consented, {v})))});
    if (question == 1) bad = b.all({taken, b.no(b.read(eligible, {b.bound(p)}))});
    if (question == 2) bad = b.all({is(v, 1), b.no(b.read(legitimate, {v}))});
    if (question == 3)
        bad = b.all({taken, is(v, 1), is(above, 1), b.equal(b.read(holder, {above}), b.bound(p)),
                     b.equal(b.read(holder, {v}), b.bound(p))});
    PropertyId const property = b.never(bad, {u, p});
    Scope scope = persons(people);
    scope.units.push_back({oblast, "oblast-1", {}});
    for (int i = 1; i <= raions; ++i)
        scope.units.push_back({raion, "raion-" + std::to_string(i), {0}});
    for (int i = 1; i <= okrugs; ++i) {
        Scope::Slot slot{okrug, "okrug-" + std::to_string(i), {}};
        for (int k = raions; k >= 1; --k) slot.enclosing.push_back(k);
        scope.units.push_back(std::move(slot));
    }
    System system{"province " + std::to_string(raions) + "/" + std::to_string(okrugs) + "/" +
                      std::to_string(people) + (loophole ? ", loophole" : "") + ", question " +
                      std::to_string(question),
                  std::move(b.core),
                  property,
                  scope,
                  loophole ? Expected::reachable : Expected::unreachable,
                  loophole ? 6 : -1,
                  false};
    return system;
}

std::vector<System> systems() {
    std::vector<System> all{counter(5, 3),
                            counter(5, 6),
                            counter(3, 5),
                            appointment(true, true, 3, 1),
                            appointment(false, true, 3, 1),
                            appointment(true, false, 3, 1),
                            appointment(true, true, 4, 3),
                            transition(1440, 1440, true),
                            transition(1440, 1000, true),
                            transition(4, 4, true),
                            transition(3, 2, true),
                            transition(1440, 1440, false),
                            readings(false),
                            readings(true),
                            automatic_group(true),
                            automatic_group(false),
                            only_after(true),
                            only_after(false),
                            containment(true),
                            containment(false),
                            two_phase(true),
                            two_phase(false)};
    all[3].easy = all[4].easy = all[6].easy =
        false; // many inputs and persons: not for every engine
    return all;
}

System random_system(unsigned seed) {
    std::mt19937 random(seed);
    auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    Builder b;
    LevelId const level = b.level("unit");
    std::vector<VarId> flags, numbers, of_person, of_unit;
    for (int i = 0; i < 2; ++i)
        flags.push_back(b.variable("f" + std::to_string(i), Sort::boolean()));
    flags.push_back(b.variable("fixed", Sort::boolean(), Role::fixed));
    numbers.push_back(b.variable("n", Sort::integer(0, 2 + pick(2))));
    VarId const clock = b.variable("clock", Sort::integer(0, 3));
    b.core.variables[clock].clock = pick(2) ? Clock::down : Clock::up;
    numbers.push_back(clock);
    VarId const holder =
        b.variable("holder", Sort::person(), Role::state, {Sort::unit()}, {{level}});
    of_person.push_back(
        b.variable("has", Sort::boolean(), pick(2) ? Role::fixed : Role::state, {Sort::person()}));
    of_unit.push_back(b.variable("open", Sort::boolean(), Role::state, {Sort::unit()}, {{level}}));
    EventId const event = b.event("event", {Sort::unit(), Sort::person()});

    std::function<ExprId(std::vector<Binder> const &, int)> formula =
        [&](std::vector<Binder> const &scope, int depth) -> ExprId {
        auto of = [&](compiler::Sort::Kind kind) -> ExprId {
            std::vector<Binder> fitting;
            for (Binder const &binder : scope)
                if (binder.sort.kind == kind) fitting.push_back(binder);
            if (fitting.empty()) return {};
            return b.bound(
                fitting[static_cast<std::size_t>(pick(static_cast<int>(fitting.size())))]);
        };
        if (depth > 0 && pick(3)) {
            switch (pick(4)) {
            case 0:
                return b.all({formula(scope, depth - 1), formula(scope, depth - 1)});
            case 1:
                return b.any({formula(scope, depth - 1), formula(scope, depth - 1)});
            case 2:
                return b.no(formula(scope, depth - 1));
            default: {
                Binder const binder = pick(2) ? b.person("q") : b.unit("w", {level});
                auto wider = scope;
                wider.push_back(binder);
                return b.quantified(pick(2) ? Op::every : Op::some, binder,
                                    formula(wider, depth - 1));
            }
            }
        }
        ExprId const person = of(compiler::Sort::Kind::person),
                     unit = of(compiler::Sort::Kind::unit);
        switch (pick(6)) {
        case 0:
            if (person) return b.read(of_person[0], {person});
            break;
        case 1:
            if (unit) return b.read(of_unit[0], {unit});
            break;
        case 2:
            if (person && unit) return b.equal(b.read(holder, {unit}), person);
            break;
        case 3:
            return b.at_most(b.read(numbers[static_cast<std::size_t>(pick(2))]), b.number(pick(3)));
        case 4:
            return b.equal(b.read(numbers[static_cast<std::size_t>(pick(2))]), b.number(pick(3)));
        default:
            break;
        }
        return b.read(flags[static_cast<std::size_t>(pick(3))]);
    };
    b.core.entry.push_back({b.equal(b.read(numbers[0]), b.number(0)), {}, "n is 0"});
    b.core.entry.push_back({formula({}, 2), {}, "entry"});
    b.core.entry.push_back({b.no(b.read(flags[0])), {}, "entry"});
    int const acts = 3 + pick(3);
    for (int i = 0; i < acts; ++i) {
        ActKind const kind = i == 0 && pick(2) ? ActKind::automatic
                             : pick(4) == 0    ? ActKind::fact
                                               : ActKind::act;
        Act act;
        act.name = "act " + std::to_string(i);
        act.kind = kind;
        act.clause = b.clause(act.name);
        act.group = pick(2) ? Group::ends : Group::beginnings;
        if (pick(2)) act.parameters.push_back(b.unit("u", {level}));
        if (pick(2)) act.parameters.push_back(b.person("p"));
        ExprId vote;
        if (kind != ActKind::automatic && pick(3) == 0) {
            act.inputs = {Input::number};
            vote = b.input(Input::number);
            act.guards.push_back(b.guard(b.at_most(vote, b.read(numbers[0]))));
        }
        act.guards.push_back(b.guard(formula(act.parameters, 2)));
        auto const &of_unit_parameter = act.parameters;
        for (int k = 0; k < 2; ++k) {
            ExprId unit, person;
            for (Binder const &binder : of_unit_parameter)
                (binder.sort.kind == compiler::Sort::Kind::unit ? unit : person) = b.bound(binder);
            ExprId const condition = pick(3) ? ExprId{} : formula(act.parameters, 1);
            switch (pick(5)) {
            case 0:
                if (unit)
                    act.updates.push_back(
                        b.set(of_unit[0], formula(act.parameters, 1), {unit}, condition));
                break;
            case 1:
                if (unit && person) act.updates.push_back(b.set(holder, person, {unit}, condition));
                break;
            case 2:
                if (person && b.core.variables[of_person[0]].role == Role::state)
                    act.updates.push_back(
                        b.set(of_person[0], formula(act.parameters, 1), {person}, condition));
                break;
            case 3:
                act.updates.push_back(b.set(numbers[0],
                                            vote ? vote : b.add(b.read(numbers[0]), b.number(1)),
                                            {}, condition));
                break;
            default:
                act.updates.push_back(b.set(flags[static_cast<std::size_t>(pick(2))],
                                            formula(act.parameters, 1), {}, condition));
            }
            if (unit && person && k == 0) act.emits.push_back({event, {unit, person}, {}});
        }
        if (kind == ActKind::automatic) {
            // It must undo what made it due, or it would go on for ever; sometimes it does not.
            act.guards.push_back(b.guard(b.read(flags[0])));
            act.updates.push_back(b.set(flags[0], b.truth(false)));
        }
        b.core.acts.add(std::move(act));
    }
    b.time();
    if (b.core.variables[clock].clock == Clock::down)
        b.core.variables[clock].running = b.read(flags[1]);
    Binder const u = b.unit("u", {level}), p = b.person("p");
    ExprId bad = b.all(
        {formula({u, p}, 2), formula({u, p}, 1), b.at_most(b.number(pick(3)), b.read(numbers[0]))});
    switch (pick(3)) {
    case 0:
        bad = b.all({bad, b.occurs(event, {b.bound(u), b.bound(p)})});
        break;
    case 1:
        bad = b.all({bad, b.previous(b.no(formula({u, p}, 1)))});
        break;
    default:
        break;
    }
    PropertyId const property = b.never(bad, {u, p});
    // Where it is asked whether that may stay so for ever.
    if (Binder const each = b.unit("v", {level}); pick(2) == 0)
        b.core.properties[property].justice.push_back({each, formula({each}, 1), b.clause("j")});
    if (pick(2) == 0)
        b.core.properties[property].justice.push_back(
            {{}, b.occurs(event, {b.bound(u), b.bound(p)}), b.clause("k")});
    Scope scope = persons(2);
    scope.units = {{level, "unit-1", {}}, {level, "unit-2", {}}};
    System system;
    system.name = "random " + std::to_string(seed);
    system.core = std::move(b.core);
    system.property = property;
    system.scope = scope;
    system.easy = false;
    return system;
}

} // namespace mandate::testing
