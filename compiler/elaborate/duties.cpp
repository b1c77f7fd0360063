// Duties: one act of one actor, owed from a condition on, with or without a deadline. At the
// deadline time waits as long as the act is permitted; if it is not, the duty is recorded as
// impossible. Who a question lets breach may let the deadline pass. What is owed without one, and
// what is done by who a question says acts, is not put off for ever (justice).
#include "base/assert.h"
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

namespace {

// The words in which an act of this kind is told, and whether they name a person.
std::pair<char const *, bool> told(ast::Verb verb) {
    switch (verb) {
    case ast::Verb::removes:
        return {"removes", false};
    case ast::Verb::reports_to:
        return {"reports to", false};
    case ast::Verb::votes_on:
        return {"votes on", true};
    case ast::Verb::designates:
        return {"designates", true};
    case ast::Verb::appoints:
        return {"appoints", true};
    default:
        unreachable();
    }
}

} // namespace

// What a clause owes: written as a duty, or as a removal that must follow.
std::vector<Context::Owed> Context::owed() const {
    std::vector<Owed> result;
    auto const of = [&](Provision const &provision, OfficeVars const *office) {
        if (auto const *d = std::get_if<ast::Duty>(&provision.clause->node)) {
            auto const *binder = d->of.levels.empty() ? provision.binder : &d->of;
            result.push_back({&provision, office, binder, &d->actor, d->verb, &d->object,
                              d->after.empty() ? nullptr : &d->after.front(),
                              d->within ? &*d->within : nullptr});
        }
        if (auto const *r = std::get_if<ast::Removal>(&provision.clause->node);
            r && r->mode == ast::Removal::Mode::must)
            result.push_back({&provision, office, provision.binder, &r->by, ast::Verb::removes,
                              nullptr, r->after.empty() ? nullptr : &r->after.front(),
                              r->within ? &*r->within : nullptr});
    };
    for (auto const &provision : general_) of(provision, nullptr);
    for (auto const &[_, office] : offices_)
        for (auto const &provision : office.provisions) of(provision, &office);
    return result;
}

void Context::duties() {
    for (auto const &owed_ : owed()) {
        auto levels = owed_.binder   ? levels_of(owed_.binder->levels)
                      : owed_.office ? owed_.office->levels
                                     : std::vector<LevelId>{};
        if (levels.empty()) levels.push_back({});
        auto const id = owed_.provision->id;
        auto const label = core_.clauses[id].label();
        DutyVars vars;
        vars.provision = owed_.provision;
        std::vector<Sort> parameters;
        std::vector<std::vector<LevelId>> of;
        if (levels.front()) {
            parameters = {Sort::unit()};
            of = {levels};
        }
        auto const flag = [&](std::string const &what, bool visible = true) {
            return variable({.name = what + " " + label,
                             .parameters = parameters,
                             .levels = of,
                             .sort = Sort::boolean(),
                             .visible = visible});
        };
        vars.owed = flag("duty owed:");
        vars.met = flag("duty has arisen:", false);
        vars.impossible = flag("duty that cannot be done:");
        vars.breached = flag("duty breached:");
        vars.may_breach = variable({.name = "may be breached: " + label,
                                    .sort = Sort::boolean(),
                                    .role = Role::fixed,
                                    .visible = false});
        if (owed_.within)
            vars.left = variable({.name = "days left for " + label,
                                  .parameters = parameters,
                                  .levels = of,
                                  .sort = Sort::integer(0, most_days(*owed_.within)),
                                  .clock = Clock::down,
                                  .clause = id,
                                  .visible = false});
        if (vars.left && levels.front())
            core_.variables[vars.left].clock_binders = {binder("u", Sort::unit(), levels)};
        std::vector<ExprId> running;
        for (auto const level : levels) duty(owed_, vars, level, running);
        if (vars.left) {
            auto const runs = any(std::move(running));
            core_.variables[vars.left].running = runs;
            // What is owed anew at once, again and again, leaves no day for anything.
            bool const again = !owed_.after && owed_.verb != ast::Verb::removes;
            if (!again || least_days(*owed_.within) > 0) waiting_clocks_.insert(vars.left.index);
        }
        duties_.push_back(std::move(vars));
    }
}

void Context::duty(Owed const &owed_, DutyVars &vars, LevelId level, std::vector<ExprId> &running) {
    auto const id = owed_.provision->id;
    auto const label = core_.clauses[id].label();
    // What the clause means for one unit.
    struct Here {
        OfficeAt at;
        ActorRef by, object;
        ExprId condition; // it applies, and what must come first has come
        ExprId permitted;
    };
    auto const place = [&](ExprId unit) {
        Here here;
        auto &environment = here.at.environment;
        environment.level = level;
        environment.unit = unit;
        if (owed_.office) environment.office = owed_.office->name;
        here.at.unit = unit;
        if (level) here.at.arguments = {unit};
        std::vector<ExprId> conditions{applies(*owed_.provision, environment, unit, level)};
        if (owed_.binder && owed_.binder != owed_.provision->binder) {
            environment = environment.with(owed_.binder->variable.text, unit, false, {level});
            conditions.push_back(binder_restriction(*owed_.binder, environment));
        }
        if (owed_.object)
            here.object = actor(*owed_.object, environment);
        else
            here.object = {ActorRef::Kind::office, owed_.office->name, unit, level};
        // `superior`, and a vote of no confidence, are of the office that the duty is about.
        auto inside = environment;
        if (here.object.kind == ActorRef::Kind::office) {
            inside.office = here.object.name;
            inside.unit = here.object.unit;
            inside.level = here.object.level;
            conditions.push_back(office_exists(here.object.name, here.object.unit));
            // Nobody is removed from an office in which nobody is.
            if (owed_.verb == ast::Verb::removes)
                conditions.push_back(no(is(
                    read(offices_.at(here.object.name).status,
                         here.object.unit ? std::vector{here.object.unit} : std::vector<ExprId>{}),
                    0)));
        }
        here.by = actor(*owed_.actor, inside);
        if (owed_.after) conditions.push_back(formula(*owed_.after, inside));
        conditions.push_back(binds(owed_, here.by, here.object, inside));
        here.condition = all(std::move(conditions));
        here.permitted = permitted(owed_.verb, here.by, here.object);
        return here;
    };
    auto const as_to = level ? " as to {u}" : "";
    auto const event = [&](std::string const &name, ActKind kind, Group group) {
        Act act;
        act.name = name + ": " + label;
        act.kind = kind;
        act.group = group;
        act.actor = {kind == ActKind::fact ? "fact" : "the law", {}};
        act.clause = id;
        return act;
    };
    auto const within = owed_.within ? days_of(*owed_.within) : number(0);
    auto const build = [&](std::string const &name, ActKind kind, Group group, auto const &fill) {
        auto act = event(name, kind, group);
        auto const unit = level ? binder("u", Sort::unit(), {level}) : Binder{};
        if (level) act.parameters = {unit};
        auto const here = place(level ? bound(unit) : ExprId{});
        fill(act, here, here.at.arguments);
        core_.acts.add(std::move(act));
    };
    using Arguments = std::vector<ExprId>;
    build("duty arises", ActKind::automatic, Group::beginnings,
          [&](Act &act, Here const &here, Arguments const &at) {
              guard(act, no(read(vars.met, at)), id, "the duty has not yet arisen");
              guard(act, here.condition, id, "the condition of the duty has come");
              set(act, vars.met, at, truth(true), id);
              set(act, vars.owed, at, truth(true), id);
              set(act, vars.left, at, within, id);
              act.story = fmt::format("a duty of {} arises{}", words(here.by), as_to);
          });
    build("duty falls away", ActKind::automatic, Group::ends,
          [&](Act &act, Here const &here, Arguments const &at) {
              guard(act, read(vars.met, at), id, "the duty has arisen");
              guard(act, no(here.condition), id, "its condition is no longer met");
              for (auto const var : {vars.met, vars.owed}) set(act, var, at, truth(false), id);
              set(act, vars.left, at, number(0), id);
              act.story =
                  fmt::format("the ground of a duty of {} has gone{}", words(here.by), as_to);
          });
    if (vars.left) {
        build("duty cannot be done", ActKind::automatic, Group::ends,
              [&](Act &act, Here const &here, Arguments const &at) {
                  guard(act, all({read(vars.owed, at), is(read(vars.left, at), 0)}), id,
                        "the deadline has come");
                  guard(act, here.condition, id, "its condition is met");
                  guard(act, no(here.permitted), id, "the act is not permitted");
                  set(act, vars.owed, at, truth(false), id);
                  set(act, vars.impossible, at, truth(true), id);
                  act.story = fmt::format("the deadline of a duty passes that {} could not do{}",
                                          words(here.by), as_to);
              });
        build("breach of a duty", ActKind::fact, Group::ends,
              [&](Act &act, Here const &here, Arguments const &at) {
                  guard(act, read(vars.may_breach), id, "the question lets the actor breach it");
                  guard(act, all({read(vars.owed, at), is(read(vars.left, at), 0)}), id,
                        "the deadline has come");
                  guard(act, here.permitted, id, "the act is permitted");
                  set(act, vars.owed, at, truth(false), id);
                  set(act, vars.breached, at, truth(true), id);
                  act.story =
                      fmt::format("{} lets the deadline of a duty pass{}", words(here.by), as_to);
              });
    }
    // Doing the act does what is owed; a duty without a condition is owed anew.
    bool const once = owed_.after || owed_.verb == ast::Verb::removes;
    auto const unit = level ? binder("v", Sort::unit(), {level}) : Binder{};
    auto const where = level ? std::vector{unit} : std::vector<Binder>{};
    auto const here = place(level ? bound(unit) : ExprId{});
    auto const targets = event_arguments(here.by, here.object);
    vars.actors.push_back(here.by);
    vars.power |= !constant(here.permitted, false);
    for (auto const &[act, arguments, condition] : acts_told(owed_.verb, here.by, here.object)) {
        std::vector<ExprId> same{condition ? condition : truth(true)};
        for (std::size_t i = 0; i < targets.size(); ++i)
            same.push_back(equal(arguments[i], targets[i]));
        auto const done = all(std::move(same));
        if (once) set(core_.acts[act], vars.owed, here.at.arguments, truth(false), id, done, where);
        set(core_.acts[act], vars.left, here.at.arguments, once ? number(0) : within, id, done,
            where);
    }
    // Entry, and the clock.
    auto const start = general("entry states: nothing is pending and nothing has been counted");
    std::vector<ExprId> nothing;
    for (auto const var : {vars.met, vars.owed, vars.impossible, vars.breached})
        nothing.push_back(no(read(var, here.at.arguments)));
    if (vars.left) nothing.push_back(is(read(vars.left, here.at.arguments), 0));
    auto none = all(std::move(nothing));
    if (level) none = quantify(Op::every, unit, none);
    core_.entry.push_back({none, start, "no duty is owed"});
    if (!vars.left) {
        std::vector<ExprId> met{no(all({read(vars.owed, here.at.arguments), here.permitted}))};
        if (!once) met.push_back(done_now(owed_.verb, here.by, here.object));
        vars.justice.push_back(
            {level ? std::optional(unit) : std::nullopt, any(std::move(met)), id});
        return;
    }
    auto const &binders = core_.variables[vars.left].clock_binders;
    auto const clocked = place(binders.empty() ? ExprId{} : bound(binders.front()));
    auto const &at_ = clocked.at.arguments;
    running.push_back(all({read(vars.owed, at_),
                           level ? structure(Op::level_is, at_.front(), level.index) : truth(true),
                           any({less(number(0), read(vars.left, at_)), clocked.permitted})}));
}

// Against a higher text that leaves the act to this actor's discretion it is open whether the duty
// binds.
ExprId Context::binds(Owed const &owed_, ActorRef const &by, ActorRef const &object,
                      Environment const &environment) {
    if (owed_.verb != ast::Verb::removes || object.kind != ActorRef::Kind::office)
        return truth(true);
    for (auto const &provision : offices_.at(object.name).provisions) {
        auto const *r = std::get_if<ast::Removal>(&provision.clause->node);
        if (!r || !r->at_discretion || provision.rank <= owed_.provision->rank ||
            !speaks_of(provision, object.level))
            continue;
        auto inside = environment;
        applies(provision, inside, object.unit, object.level);
        auto const who = actor(r->by, inside);
        if (who.name == by.name && who.level == by.level)
            return is(implicit(owed_.provision->id,
                               "whether the duty binds who may remove at discretion",
                               {"it binds", "it yields"}),
                      0);
    }
    return truth(true);
}

std::vector<ExprId> Context::event_arguments(ActorRef const &actor, ActorRef const &object) const {
    std::vector<ExprId> arguments;
    if (actor.unit) arguments.push_back(actor.unit);
    if (object.unit) arguments.push_back(object.unit);
    return arguments;
}

// Acts that are told in these words of this actor and object, each with what the words name.
std::vector<Context::Told> Context::acts_told(ast::Verb verb, ActorRef const &by,
                                              ActorRef const &object) {
    auto const [words_, person] = told(verb);
    auto const event = event_of(words_, &by, object.name, static_cast<bool>(object.unit), person);
    std::vector<Told> result;
    for (std::size_t i = 0; i < core_.acts.size(); ++i)
        for (auto const &emission : core_.acts[core_.acts.id(i)].emits)
            if (emission.event == event)
                result.push_back({core_.acts.id(i), emission.arguments, emission.condition});
    return result;
}

// Whether such an act is done in the step.
ExprId Context::done_now(ast::Verb verb, ActorRef const &by, ActorRef const &object) {
    auto const [words_, person] = told(verb);
    auto const event = event_of(words_, &by, object.name, static_cast<bool>(object.unit), person);
    auto arguments = event_arguments(by, object);
    if (!person) return occurs(event, arguments);
    auto const who = binder("p", Sort::person());
    arguments.push_back(bound(who));
    return quantify(Op::some, who, occurs(event, arguments));
}

std::vector<Justice> Context::justice_of(ActorRef const &who, Span span) {
    std::map<Deed, std::vector<ActId>> things;
    for (std::size_t i = 0; i < core_.acts.size(); ++i)
        if (auto const &act = core_.acts[core_.acts.id(i)];
            act.kind == ActKind::act && act.actor.words == who.name)
            things[{who.name, act.decision, act.decision ? 0 : static_cast<int>(i)}].push_back(
                core_.acts.id(i));
    auto const unit_of = [&](Act const &act) -> Binder const * {
        auto const is_unit = [](Binder const &b) { return b.sort.kind == Sort::Kind::unit; };
        if (std::count_if(act.parameters.begin(), act.parameters.end(), is_unit) > 1)
            not_encoded(span, "`if … acts` of an act that names two units");
        auto const it = std::find_if(act.parameters.begin(), act.parameters.end(), is_unit);
        return it == act.parameters.end() ? nullptr : &*it;
    };
    std::vector<Justice> result;
    for (auto const &[thing, acts] : things) {
        auto const &ids = acts; // clang 14 captures no structured bindings
        auto const &first = core_.acts[ids.front()];
        auto const *parameter = unit_of(first);
        std::optional<Binder> of;
        if (parameter) of = binder("u", Sort::unit(), parameter->levels);
        auto const here = of ? std::vector{bound(*of)} : std::vector<ExprId>{};
        auto const [known, fresh] = deeds_.try_emplace(thing);
        if (fresh) {
            auto const name = fmt::format("done: {} {}", first.name, deeds_.size());
            known->second = event(name, std::vector(here.size(), Sort::unit()));
        }
        bool vote = false;
        // Whether one of the acts can be done where all who sit vote alike.
        auto const can = [&](Input with) {
            std::vector<ExprId> ways;
            for (auto const id : ids) {
                auto const act = core_.acts[id];
                auto seats = number(1);
                if (bodies_.contains(who.name))
                    seats = read(bodies_.at(who.name).held,
                                 who.unit ? std::vector{who.unit} : std::vector<ExprId>{});
                std::map<Input, ExprId> inputs{{with, seats}};
                for (auto const input : act.inputs) {
                    vote |= input == Input::votes_for;
                    if (input == Input::number) inputs[input] = number(1);
                    if (input != Input::signatures) continue;
                    if (!bodies_.contains(who.name))
                        not_encoded(span, "`if … acts` of who gathers signatures of voters");
                    inputs[input] = seats;
                }
                auto const *unit = unit_of(act);
                std::vector<std::pair<ExprId, ExprId>> same;
                if (who.unit) same.emplace_back(act.actor.unit, who.unit);
                ways.push_back(can_be_done(act, unit ? std::vector{*unit} : std::vector<Binder>{},
                                           here, inputs, {}, same));
            }
            return any(std::move(ways));
        };
        // Who votes decides the one way or the other; if only the one is an act, nothing is due.
        auto standing = can(Input::votes_for);
        if (vote) standing = all({standing, can(Input::votes_against)});
        if (!vote && bodies_.contains(who.name)) continue;
        if (fresh)
            for (auto const id : ids) {
                auto const *unit = unit_of(core_.acts[id]);
                emit(core_.acts[id], known->second,
                     unit ? std::vector{bound(*unit)} : std::vector<ExprId>{});
            }
        result.push_back({of, any({no(standing), occurs(known->second, here)}), {}});
    }
    if (result.empty())
        missing_ = (bodies_.contains(who.name) ? "any vote of " : "any act of ") + who.name;
    return result;
}

// Whether some such act can be done now. Of a vote: whether it passes if all who sit vote for it,
// or fails if all vote against.
ExprId Context::permitted(ast::Verb verb, ActorRef const &by, ActorRef const &object) {
    std::vector<ExprId> ways;
    auto const targets = event_arguments(by, object);
    for (auto const &[id, arguments, condition] : acts_told(verb, by, object)) {
        auto const &act = core_.acts[id];
        std::vector<std::map<Input, ExprId>> tallies{{}};
        if (!act.inputs.empty()) {
            auto seats = number(1);
            if (by.kind == ActorRef::Kind::body)
                seats = read(bodies_.at(by.name).held,
                             by.unit ? std::vector{by.unit} : std::vector<ExprId>{});
            tallies = {{{Input::votes_for, seats}}, {{Input::votes_against, seats}}};
        }
        // What the words name is what the duty is about.
        std::vector<Binder> named;
        std::vector<ExprId> values;
        std::vector<std::pair<ExprId, ExprId>> same;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            auto const &e = core_.expressions[arguments[i]];
            if (e.op == Op::bound) {
                named.push_back(*e.binder);
                values.push_back(targets[i]);
            } else {
                same.emplace_back(arguments[i], targets[i]);
            }
        }
        for (auto const &tally : tallies)
            ways.push_back(can_be_done(act, named, values, tally, condition, same));
    }
    return any(std::move(ways));
}

// Whether an act can be done with these units and inputs, by whatever persons and other units;
// under the condition, and if the pairs are the same.
ExprId Context::can_be_done(Act const &act, std::vector<Binder> const &named,
                            std::vector<ExprId> const &values,
                            std::map<Input, ExprId> const &inputs, ExprId condition,
                            std::vector<std::pair<ExprId, ExprId>> const &same) {
    std::map<int, ExprId> put;
    std::vector<Binder> free;
    for (auto const &parameter : act.parameters) {
        auto const it = std::find_if(named.begin(), named.end(),
                                     [&](Binder const &b) { return b.number == parameter.number; });
        if (it != named.end()) {
            put[parameter.number] = values[static_cast<std::size_t>(it - named.begin())];
            continue;
        }
        free.push_back(binder(parameter.name, parameter.sort, parameter.levels));
        put[parameter.number] = bound(free.back());
    }
    std::vector<ExprId> conditions;
    for (auto const &parameter : act.parameters) {
        if (parameter.levels.empty()) continue;
        std::vector<ExprId> on;
        for (auto const level : parameter.levels)
            on.push_back(structure(Op::level_is, put[parameter.number], level.index));
        conditions.push_back(any(std::move(on)));
        if (constant(conditions.back(), false)) return truth(false);
    }
    if (condition) conditions.push_back(with_values(condition, put, inputs));
    for (auto const &[told_, target] : same)
        conditions.push_back(equal(with_values(told_, put, inputs), target));
    for (auto const &guard_ : act.guards)
        conditions.push_back(with_values(guard_.condition, put, inputs));
    auto can = all(std::move(conditions));
    for (auto const &b : free) can = quantify(Op::some, b, can);
    return can;
}

// An expression with values for variables and inputs; inputs without one are 0.
ExprId Context::with_values(ExprId id, std::map<int, ExprId> const &values,
                            std::map<Input, ExprId> const &inputs) {
    Expr e = core_.expressions[id];
    if (e.op == Op::bound) {
        auto const it = values.find(static_cast<int>(e.value));
        return it == values.end() ? id : it->second;
    }
    if (e.op == Op::input) {
        auto const it = inputs.find(static_cast<Input>(e.value));
        return it == inputs.end() ? number(0) : it->second;
    }
    auto inside = values;
    if (e.binder && (e.op == Op::every || e.op == Op::some || e.op == Op::count)) {
        auto const fresh = binder(e.binder->name, e.binder->sort, e.binder->levels);
        inside[e.binder->number] = bound(fresh);
        e.binder = fresh;
    }
    for (auto &operand : e.operands) operand = with_values(operand, inside, inputs);
    return make(std::move(e));
}

} // namespace mandate::compiler
