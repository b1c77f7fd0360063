#include "solver/check/interpreter.h"

#include "base/assert.h"

#include <algorithm>
#include <functional>

namespace mandate::solver {

using SortKind = compiler::Sort::Kind;

Interpreter::Interpreter(Core const &core, PropertyId property, World world, Values fixed,
                         std::vector<int> binders)
    : core_(core),
      property_(core.properties[property]),
      world_(std::move(world)),
      fixed_(std::move(fixed)),
      environment_(static_cast<std::size_t>(core.next_binder), 0) {
    MANDATE_ASSERT(binders.size() == property_.binders.size());
    for (std::size_t i = 0; i < binders.size(); ++i)
        environment_[static_cast<std::size_t>(property_.binders[i].number)] = binders[i];
}

std::int64_t Interpreter::value(VarId var, std::vector<int> const &at) const {
    Values const &from = core_.variables[var].role == Role::state ? now_ : fixed_;
    auto const found = from.find({var, at});
    return found == from.end() ? 0 : found->second;
}

bool Interpreter::level_allowed(std::vector<LevelId> const &levels, int unit) const {
    return unit >= 0 && static_cast<std::size_t>(unit) < world_.level.size() &&
           (levels.empty() ||
            std::find(levels.begin(), levels.end(), world_.level[static_cast<std::size_t>(unit)]) !=
                levels.end());
}

bool Interpreter::is_instance(Instance const &instance) const {
    Variable const &variable = core_.variables[instance.var];
    if (instance.at.size() != variable.parameters.size()) return false;
    for (std::size_t i = 0; i < instance.at.size(); ++i) {
        bool const unit = variable.parameters[i].kind == SortKind::unit;
        if (unit ? !level_allowed(i < variable.levels.size() ? variable.levels[i]
                                                             : std::vector<LevelId>{},
                                  instance.at[i])
                 : instance.at[i] < 0 || instance.at[i] >= world_.persons)
            return false;
    }
    return true;
}

void Interpreter::for_each_instance(VarId var,
                                    std::function<void(Instance const &)> const &visit) const {
    Instance instance{var, std::vector<int>(core_.variables[var].parameters.size())};
    std::function<void(std::size_t)> go = [&](std::size_t i) {
        if (i == instance.at.size()) {
            if (is_instance(instance)) visit(instance);
            return;
        }
        bool const unit = core_.variables[var].parameters[i].kind == SortKind::unit;
        int const count = unit ? static_cast<int>(world_.level.size()) : world_.persons;
        for (instance.at[i] = 0; instance.at[i] < count; ++instance.at[i]) go(i + 1);
    };
    go(0);
}

void Interpreter::for_each_value(Binder const &binder,
                                 std::function<void(std::int64_t)> const &visit) const {
    std::int64_t low = binder.sort.low, high = binder.sort.high;
    if (binder.sort.kind == SortKind::unit || binder.sort.kind == SortKind::person) {
        low = 0;
        high = (binder.sort.kind == SortKind::unit ? static_cast<std::int64_t>(world_.level.size())
                                                   : world_.persons) -
               1;
    }
    auto &bound = environment_[static_cast<std::size_t>(binder.number)];
    std::int64_t const saved = bound;
    for (std::int64_t value = low; value <= high; ++value) {
        if (binder.sort.kind == SortKind::unit &&
            !level_allowed(binder.levels, static_cast<int>(value)))
            continue;
        environment_[static_cast<std::size_t>(binder.number)] = value;
        visit(value);
    }
    environment_[static_cast<std::size_t>(binder.number)] = saved;
}

void Interpreter::for_each_values(std::vector<Binder> const &binders,
                                  std::function<void()> const &visit, std::size_t from) const {
    if (from == binders.size()) return visit();
    for_each_value(binders[from], [&](std::int64_t) { for_each_values(binders, visit, from + 1); });
}

std::int64_t Interpreter::eval(ExprId id, View view) const {
    return eval_new(core_.expressions[id], view);
}

std::int64_t Interpreter::eval_new(Expr const &e, View view) const {
    auto operand = [&](std::size_t i) { return eval(e.operands[i], view); };
    auto unit = [&](std::size_t i) { return static_cast<int>(operand(i)); };
    auto counted = [&] {
        std::int64_t count = 0;
        std::int64_t all = 0;
        for_each_value(*e.binder, [&](std::int64_t) {
            ++all;
            count += operand(0) != 0;
        });
        return std::pair{count, all};
    };
    switch (e.op) {
    case Op::boolean:
    case Op::integer:
        return e.value;
    case Op::bound:
        return environment_[static_cast<std::size_t>(e.value)];
    case Op::read: {
        Instance instance{e.var, {}};
        for (std::size_t i = 0; i < e.operands.size(); ++i) instance.at.push_back(unit(i));
        bool const unit_valued = core_.variables[e.var].sort.kind == SortKind::unit;
        if (!is_instance(instance)) return unit_valued ? -1 : 0;
        Values const &from = core_.variables[e.var].role != Role::state ? fixed_
                             : view == View::before                     ? before_
                                                                        : now_;
        auto const found = from.find(instance);
        return found == from.end() ? 0 : found->second;
    }
    case Op::negation:
        return !operand(0);
    case Op::conjunction:
        return std::all_of(e.operands.begin(), e.operands.end(),
                           [&](ExprId o) { return holds(o, view); });
    case Op::disjunction:
        return std::any_of(e.operands.begin(), e.operands.end(),
                           [&](ExprId o) { return holds(o, view); });
    case Op::implication:
        return !operand(0) || operand(1);
    case Op::if_then_else:
        return operand(0) ? operand(1) : operand(2);
    case Op::equal: {
        std::int64_t const left = operand(0), right = operand(1);
        bool const units = core_.expressions[e.operands[0]].sort.kind == SortKind::unit;
        return left == right && !(units && left < 0);
    }
    case Op::less:
        return operand(0) < operand(1);
    case Op::at_most:
        return operand(0) <= operand(1);
    case Op::add: {
        std::int64_t total = 0;
        for (std::size_t i = 0; i < e.operands.size(); ++i) total += operand(i);
        return total;
    }
    case Op::subtract:
        return operand(0) - operand(1);
    case Op::multiply:
        return e.value * operand(0);
    case Op::minimum:
        return std::min(operand(0), operand(1));
    case Op::maximum:
        return std::max(operand(0), operand(1));
    case Op::every: {
        auto const [count, all] = counted();
        return count == all;
    }
    case Op::some:
        return counted().first > 0;
    case Op::count:
        return counted().first;
    case Op::ancestor:
        return unit(0) < 0 ? -1
                           : world_.ancestor(LevelId{static_cast<std::int32_t>(e.value)}, unit(0));
    case Op::present:
        return unit(0) >= 0;
    case Op::kind_is:
        return unit(0) >= 0 && world_.kind[static_cast<std::size_t>(unit(0))].index == e.value;
    case Op::level_is:
        return unit(0) >= 0 && world_.level[static_cast<std::size_t>(unit(0))].index == e.value;
    case Op::inside:
        return unit(0) >= 0 && unit(1) >= 0 && world_.inside(unit(0), unit(1));
    case Op::occurs: {
        MANDATE_ASSERT(view == View::property);
        Occurrence wanted{e.event, {}};
        for (std::size_t i = 0; i < e.operands.size(); ++i) wanted.arguments.push_back(unit(i));
        if (std::any_of(wanted.arguments.begin(), wanted.arguments.end(),
                        [](int a) { return a < 0; }))
            return 0;
        return std::find(emitted_.begin(), emitted_.end(), wanted) != emitted_.end();
    }
    case Op::act_of: {
        MANDATE_ASSERT(view == View::property);
        ClauseId const clause{static_cast<std::int32_t>(e.value)};
        return std::any_of(happened_.begin(), happened_.end(), [&](Happening const &h) {
            Act const &act = core_.acts[h.act];
            return act.clause == clause ||
                   std::find(act.also.begin(), act.also.end(), clause) != act.also.end();
        });
    }
    case Op::input: {
        auto const number = static_cast<std::size_t>(e.value);
        if (view == View::guard) return inputs_[number];
        MANDATE_ASSERT(view == View::property);
        bool const used = std::any_of(happened_.begin(), happened_.end(), [&](Happening const &h) {
            Act const &act = core_.acts[h.act];
            return (act.kind == ActKind::time &&
                    number == static_cast<std::size_t>(Input::delay)) ||
                   std::find(act.inputs.begin(), act.inputs.end(), static_cast<Input>(number)) !=
                       act.inputs.end();
        });
        return used ? inputs_[number] : 0;
    }
    case Op::previous:
        MANDATE_ASSERT(view == View::property);
        if (!has_step_) return e.sort.kind == SortKind::unit ? -1 : 0;
        return eval(e.operands[0], View::before);
    }
    unreachable();
}

std::int64_t Interpreter::fit(Sort const &sort, std::int64_t value) const {
    switch (sort.kind) {
    case SortKind::boolean:
        return value != 0;
    case SortKind::integer:
        return std::clamp(value, sort.low, sort.high);
    case SortKind::person:
        return std::clamp<std::int64_t>(value, 0, world_.persons - 1);
    case SortKind::unit:
        return std::max<std::int64_t>(value, 0);
    }
    unreachable();
}

std::string Interpreter::enter(Values entry) {
    now_ = std::move(entry);
    has_step_ = false;
    emitted_.clear();
    happened_.clear();
    auto range = [&](Values const &values) -> std::string {
        for (auto const &[instance, value] : values) {
            Variable const &variable = core_.variables[instance.var];
            if (!is_instance(instance)) return variable.name + " has no such arguments here";
            if (variable.sort.kind != SortKind::unit
                    ? fit(variable.sort, value) != value
                    : value < 0 || value >= static_cast<std::int64_t>(world_.level.size()))
                return variable.name + " has a value outside its range";
        }
        return {};
    };
    for (Values const *values : {&fixed_, &now_})
        if (std::string why = range(*values); !why.empty()) return why;
    // Integers whose range leaves out 0 must be given.
    for (std::size_t i = 0; i < core_.variables.size(); ++i) {
        Variable const &variable = core_.variables[core_.variables.id(i)];
        if (variable.monitor || variable.sort.kind != SortKind::integer ||
            fit(variable.sort, 0) == 0)
            continue;
        std::string missing;
        for_each_instance(core_.variables.id(i), [&](Instance const &instance) {
            if (!(variable.role == Role::state ? now_ : fixed_).count(instance))
                missing = variable.name + " has no value";
        });
        if (!missing.empty()) return missing;
    }
    for (std::size_t i = 0; i < world_.level.size(); ++i) {
        KindId const kind = world_.kind[i];
        Level const &level = core_.levels[world_.level[i]];
        if (level.kinds.empty()
                ? static_cast<bool>(kind)
                : std::find(level.kinds.begin(), level.kinds.end(), kind) == level.kinds.end())
            return world_.name[i] + " is of a kind of another level";
        int const outer = world_.parent[i];
        if (outer < 0) continue;
        bool fits = false;
        if (kind && !core_.kinds[kind].inside.empty()) {
            auto const &inside = core_.kinds[kind].inside;
            fits = std::find(inside.begin(), inside.end(),
                             world_.kind[static_cast<std::size_t>(outer)]) != inside.end();
        } else {
            LevelId const above = world_.level[static_cast<std::size_t>(outer)];
            fits = above == level.parent || (!kind && level.same_level && above == world_.level[i]);
        }
        if (!fits)
            return world_.name[i] + " cannot lie inside " +
                   world_.name[static_cast<std::size_t>(outer)];
    }
    for (Binder const &binder : property_.binders)
        if (binder.sort.kind == SortKind::unit &&
            !level_allowed(binder.levels,
                           static_cast<int>(environment_[static_cast<std::size_t>(binder.number)])))
            return binder.name + " is of another level";
    for (ExprId restriction : property_.restrictions)
        if (!holds(restriction, View::property))
            return "a restriction of the property does not hold";
    for (auto const *list : {&core_.assumptions, &core_.entry, &property_.entry})
        for (Condition const &condition : *list)
            if (!holds(condition.condition, View::property))
                return "does not hold at the start: " + condition.words;
    return run_monitors(true);
}

std::string Interpreter::run_monitors(bool entry) {
    // Earlier monitors are read after the step, the monitor itself only before it.
    for (std::size_t i = 0; i < property_.monitors.size(); ++i) {
        VarId const monitor = property_.monitors[i];
        std::int64_t const value =
            eval(entry ? property_.monitor_entry[i] : property_.monitor_next[i], View::property);
        now_[{monitor, {}}] = fit(core_.variables[monitor].sort, value);
    }
    return {};
}

void Interpreter::bind(Act const &act, std::vector<int> const &units,
                       std::vector<int> const &persons) const {
    std::size_t u = 0, p = 0;
    for (Binder const &binder : act.parameters)
        environment_[static_cast<std::size_t>(binder.number)] =
            binder.sort.kind == SortKind::unit ? units.at(u++) : persons.at(p++);
    MANDATE_ASSERT(u == units.size() && p == persons.size());
}

std::string Interpreter::refused(Act const &act) const {
    for (Guard const &guard : act.guards)
        if (!holds(guard.condition, View::guard))
            return act.name + ": does not hold: " + guard.words;
    return {};
}

std::vector<Interpreter::Write> Interpreter::writes(Act const &act) const {
    std::vector<Write> all;
    for (Update const &update : act.updates)
        for_each_values(update.binders, [&] {
            bool const at_will = update.at_will && holds(update.at_will, View::guard);
            if (!at_will && update.condition && !holds(update.condition, View::guard)) return;
            Write write{{update.var, {}},
                        fit(core_.variables[update.var].sort, eval(update.value, View::guard))};
            for (ExprId argument : update.arguments)
                write.what.at.push_back(static_cast<int>(eval(argument, View::guard)));
            if (at_will) {
                auto const chosen = at_will_.find(write.what);
                write.value = fit(core_.variables[update.var].sort,
                                  chosen == at_will_.end() ? 0 : chosen->second);
            }
            if (is_instance(write.what)) all.push_back(std::move(write));
        });
    return all;
}

std::vector<Occurrence> Interpreter::emissions(Act const &act) const {
    std::vector<Occurrence> all;
    for (Emission const &emission : act.emits) {
        if (emission.condition && !holds(emission.condition, View::guard)) continue;
        Occurrence occurrence{emission.event, {}};
        for (ExprId argument : emission.arguments)
            occurrence.arguments.push_back(static_cast<int>(eval(argument, View::guard)));
        all.push_back(std::move(occurrence));
    }
    return all;
}

std::vector<Happening> Interpreter::due_in(Group group) const {
    std::vector<Happening> all;
    for (std::size_t i = 0; i < core_.acts.size(); ++i) {
        Act const &act = core_.acts[core_.acts.id(i)];
        if (act.kind != ActKind::automatic || act.group != group) continue;
        for_each_values(act.parameters, [&] {
            if (!refused(act).empty()) return;
            Happening happening{core_.acts.id(i), {}, {}};
            for (Binder const &binder : act.parameters)
                (binder.sort.kind == SortKind::unit ? happening.units : happening.persons)
                    .push_back(
                        static_cast<int>(environment_[static_cast<std::size_t>(binder.number)]));
            all.push_back(std::move(happening));
        });
    }
    return all;
}

std::optional<Group> Interpreter::due() const {
    for (Group group : {Group::law, Group::ends, Group::beginnings})
        if (!due_in(group).empty()) return group;
    return {};
}

std::optional<std::int64_t> Interpreter::time_left() const {
    std::optional<std::int64_t> least;
    for (std::size_t i = 0; i < core_.variables.size(); ++i) {
        VarId const id = core_.variables.id(i);
        Variable const &variable = core_.variables[id];
        if (variable.clock != Clock::down || !variable.running) continue;
        for_each_instance(id, [&](Instance const &instance) {
            for (std::size_t k = 0; k < variable.clock_binders.size(); ++k)
                environment_[static_cast<std::size_t>(variable.clock_binders[k].number)] =
                    instance.at[k];
            if (holds(variable.running, View::guard)) {
                std::int64_t const left = value(id, instance.at);
                if (!least || left < *least) least = left;
            }
        });
    }
    return least;
}

std::int64_t Interpreter::time_passed(Variable const &variable, std::int64_t value,
                                      std::int64_t delay) const {
    if (variable.clock == Clock::down)
        return std::clamp(value - delay, std::max<std::int64_t>(0, variable.sort.low),
                          variable.sort.high);
    return std::clamp(value + delay, variable.sort.low, variable.sort.high);
}

std::string Interpreter::step(Step const &step, StepReport *report) {
    Inputs const earlier = std::exchange(inputs_, step.inputs);
    at_will_ = step.at_will;
    std::string why = take(step, report);
    if (!why.empty()) inputs_ = earlier;
    return why;
}

std::string Interpreter::take(Step const &step, StepReport *report) {
    std::optional<Group> const first = due();
    std::vector<Happening> happening;
    if (!step.act) {
        if (!first) return "nothing is due";
        if (*first != step.group) return "another group of automatic acts is due first";
        happening = due_in(step.group);
    } else {
        Act const &act = core_.acts[step.act];
        if (act.kind == ActKind::automatic) return act.name + " happens by itself";
        if (first) return act.name + ": something is due first";
        std::size_t units = 0;
        for (Binder const &binder : act.parameters) {
            if (binder.sort.kind != SortKind::unit) continue;
            if (units >= step.units.size() || !level_allowed(binder.levels, step.units[units++]))
                return act.name + ": no such unit";
        }
        if (units != step.units.size() || act.parameters.size() - units != step.persons.size())
            return act.name + ": parameters do not match";
        for (int person : step.persons)
            if (person < 0 || person >= world_.persons) return act.name + ": no such person";
        for (std::int64_t input : step.inputs)
            if (input < 0) return act.name + ": an input is negative";
        bind(act, step.units, step.persons);
        if (std::string why = refused(act); !why.empty()) return why;
        if (act.kind == ActKind::time) {
            std::int64_t const delay = step.inputs[static_cast<std::size_t>(Input::delay)];
            if (delay < 1) return "no time passes";
            auto const left = time_left();
            if (left && *left < delay) return "a running clock stops time before";
        }
        happening.push_back({step.act, step.units, step.persons});
    }

    // Everything reads the state before; a later write overrides an earlier one.
    Values after = now_;
    std::vector<Occurrence> emitted;
    std::map<Instance, std::pair<std::size_t, std::int64_t>> automatic_writes; // by which act
    std::vector<Instance> conflicts;
    for (std::size_t h = 0; h < happening.size(); ++h) {
        Act const &act = core_.acts[happening[h].act];
        if (act.kind == ActKind::time)
            for (std::size_t i = 0; i < core_.variables.size(); ++i) {
                VarId const id = core_.variables.id(i);
                Variable const &variable = core_.variables[id];
                if (variable.clock == Clock::none) continue;
                for_each_instance(id, [&](Instance const &instance) {
                    after[instance] =
                        time_passed(variable, value(id, instance.at),
                                    step.inputs[static_cast<std::size_t>(Input::delay)]);
                });
            }
        bind(act, happening[h].units, happening[h].persons);
        for (Write const &write : writes(act)) {
            if (!step.act) {
                auto const [found, fresh] =
                    automatic_writes.try_emplace(write.what, h, write.value);
                if (!fresh && found->second.first != h && found->second.second != write.value)
                    conflicts.push_back(write.what);
                found->second = {h, write.value};
            }
            after[write.what] = write.value;
        }
        for (Occurrence &occurrence : emissions(act)) emitted.push_back(std::move(occurrence));
    }

    before_ = std::move(now_);
    now_ = std::move(after);
    has_step_ = true;
    emitted_ = std::move(emitted);
    happened_ = happening;
    run_monitors(false);
    if (report) {
        report->happened = std::move(happening);
        report->emitted = emitted_;
        report->conflicts = std::move(conflicts);
        for (auto const &[instance, to] : now_) {
            if (core_.variables[instance.var].monitor) continue;
            auto const found = before_.find(instance);
            std::int64_t const from = found == before_.end() ? 0 : found->second;
            if (from != to) report->changes.push_back({instance, from, to});
        }
    }
    return {};
}

std::vector<Step> Interpreter::permitted(Inputs const &inputs) const {
    if (auto const group = due()) {
        Step step;
        step.group = *group;
        return {step};
    }
    std::vector<Step> all;
    for (std::size_t i = 0; i < core_.acts.size(); ++i) {
        Act const &act = core_.acts[core_.acts.id(i)];
        if (act.kind == ActKind::automatic) continue;
        for_each_values(act.parameters, [&] {
            Step step{core_.acts.id(i), Group::law, {}, {}, inputs};
            for (Binder const &binder : act.parameters)
                (binder.sort.kind == SortKind::unit ? step.units : step.persons)
                    .push_back(
                        static_cast<int>(environment_[static_cast<std::size_t>(binder.number)]));
            Interpreter trial = *this;
            if (trial.step(step).empty()) all.push_back(std::move(step));
        });
    }
    return all;
}

bool Interpreter::bad() const {
    return holds(property_.bad, View::property);
}
bool Interpreter::triggered() const {
    return property_.trigger && holds(property_.trigger, View::property);
}

std::vector<bool> Interpreter::met() const {
    std::vector<bool> all;
    for (compiler::Justice const &justice : property_.justice)
        if (justice.of)
            for_each_value(*justice.of, [&](std::int64_t) {
                all.push_back(holds(justice.met, View::property));
            });
        else
            all.push_back(holds(justice.met, View::property));
    return all;
}

std::vector<std::size_t> Interpreter::failing_parts() const {
    std::vector<std::size_t> parts;
    for (std::size_t i = 0; i < property_.part_conditions.size(); ++i)
        if (!holds(property_.part_conditions[i], View::property)) parts.push_back(i);
    return parts;
}

} // namespace mandate::solver
