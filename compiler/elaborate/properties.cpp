// Questions: each becomes one condition to reach, with monitors for what must be remembered of the
// run.
#include "base/assert.h"
#include "compiler/compile.h"
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

// A state variable of the property's own. `next` gets the monitor's value before the step.
ExprId Context::monitor(std::string const &name, Sort sort, ExprId entry,
                        std::function<ExprId(ExprId)> const &next) {
    MANDATE_ASSERT(monitors_);
    auto const var = variable(
        {.name = fmt::format("monitor {}.{}: {}", property_count_, monitors_->ids.size() + 1, name),
         .sort = sort,
         .monitor = true,
         .visible = false});
    auto const value = read(var);
    auto const after = next(previous(value));
    monitors_->ids.push_back(var);
    monitors_->entry.push_back(entry);
    monitors_->next.push_back(after);
    return value;
}

namespace {
// Does it speak of more than one state: of what happens in a step, or of the state before it?
bool speaks_of_step(Core const &core, ExprId id) {
    auto const &e = core.expressions[id];
    if (e.op == Op::occurs || e.op == Op::act_of || e.op == Op::input || e.op == Op::previous)
        return true;
    return std::any_of(e.operands.begin(), e.operands.end(),
                       [&](ExprId operand) { return speaks_of_step(core, operand); });
}
} // namespace

ExprId Context::temporal(ast::Expr const &e, Environment const &environment) {
    if (!monitors_) {
        not_encoded(e.span, "a condition on the past outside a property");
        return truth(false);
    }
    // What is remembered is remembered once, not for each unit or person.
    if (monitors_->quantifiers > 0) {
        not_encoded(e.span, "a condition on the past inside `every` or `some`");
        return truth(false);
    }
    switch (e.kind) {
    case ast::ExprKind::previously: {
        auto const f = formula(e.operands.front(), environment);
        if (!speaks_of_step(core_, f)) return previous(f);
        // The step before that: what was true of it must be remembered.
        return previous(monitor("what was so", Sort::boolean(), f, [&](ExprId) { return f; }));
    }
    case ast::ExprKind::once: {
        auto const f = formula(e.operands.front(), environment);
        return monitor("once", Sort::boolean(), f, [&](ExprId before) { return any({before, f}); });
    }
    case ast::ExprKind::since: {
        auto const f = formula(e.operands[0], environment), g = formula(e.operands[1], environment);
        return monitor("since", Sort::boolean(), g, [&](ExprId before) {
            return any({g, all({f, before})});
        });
    }
    case ast::ExprKind::within_last: {
        auto const f = formula(e.operands.front(), environment);
        auto const limit = dsl::days(*e.duration);
        if (e.duration->parameter) {
            not_encoded(e.span, "a parameter in a time of the past");
            return truth(false);
        }
        auto const cap = number(limit + 1);
        auto const age = monitor("days since", Sort::integer(0, limit + 1),
                                 choose(f, number(0), cap), [&](ExprId before) {
                                     return choose(f, number(0),
                                                   minimum(plus(before, input(Input::delay)), cap));
                                 });
        return at_most(age, number(limit));
    }
    default:
        unreachable();
    }
}

namespace {
// The offices that somebody takes or holds, one of which `for that appointment` refers to; and
// where those words stand.
void appointments(ast::Expr const &e, std::vector<ast::Ref const *> &offices,
                  ast::Expr const *&referring) {
    if (e.kind == ast::ExprKind::verb && e.for_that_appointment)
        referring = &e;
    else if (e.kind == ast::ExprKind::verb && !e.refs.empty() &&
             (e.verb == ast::Verb::takes || e.verb == ast::Verb::holds ||
              e.verb == ast::Verb::exercises))
        offices.push_back(&e.refs.front());
    for (auto const &operand : e.operands) appointments(operand, offices, referring);
}
} // namespace

// A clock that has run down stops time until what is due has happened. If nothing is due, time has
// stopped for good: an error of the regime.
void Context::time_can_pass() {
    std::vector<ExprId> due, stopped;
    for (std::size_t i = 0; i < core_.acts.size(); ++i) {
        auto const &act = core_.acts[core_.acts.id(i)];
        if (act.kind != ActKind::automatic) continue;
        due.push_back(can_be_done(act, {}, {}, {}));
    }
    for (std::size_t i = 0; i < core_.variables.size(); ++i) {
        auto const id = core_.variables.id(i);
        auto const variable = core_.variables[id];
        if (variable.clock != Clock::down || !variable.running ||
            waiting_clocks_.contains(static_cast<int>(id.index)))
            continue;
        std::map<int, ExprId> put;
        std::vector<ExprId> arguments;
        std::vector<Binder> everywhere;
        for (auto const &b : variable.clock_binders) {
            everywhere.push_back(binder(b.name, b.sort, b.levels));
            arguments.push_back(put[b.number] = bound(everywhere.back()));
        }
        auto down = all({with_values(variable.running, put, {}), is(read(id, arguments), 0)});
        for (auto const &b : everywhere) down = quantify(Op::some, b, down);
        stopped.push_back(down);
    }
    Property result;
    result.name = std::string(time_property);
    result.title = "No clock that has run down stops time for good";
    result.bad = all({any(std::move(stopped)), no(any(std::move(due)))});
    core_.properties.add(std::move(result));
}

void Context::property(ast::Property const &p) {
    auto const errors = sink_.errors();
    if (p.form.kind == ast::Form::Kind::within && regime_ == p.form.regimes.back().text) musts();
    auto const asked = core_.properties.add(question(p));
    if (core_.properties[asked].for_ever && sink_.errors() == errors) {
        auto with_a_time = question(p, longest_wait());
        with_a_time.name += " within a time";
        auto const within = core_.properties.add(std::move(with_a_time));
        core_.properties[asked].within = within;
    }
    using Asked = ast::Form::Kind;
    bool const claims = p.form.kind == Asked::always || p.form.kind == Asked::never ||
                        p.form.kind == Asked::only_after;
    if (!claims || sink_.errors() != errors) return;
    in_substance_ = true;
    substance_matters_ = false;
    auto once_more = question(p);
    in_substance_ = false;
    if (!substance_matters_) return;
    once_more.name += " in substance";
    once_more.guaranteed = true;
    auto const substance = core_.properties.add(std::move(once_more));
    core_.properties[asked].in_substance = substance;
}

// All times that the regime sets, one after the other, and a day.
std::int64_t Context::longest_wait() const {
    std::int64_t total = 1;
    for (auto const &variable : core_.variables)
        if (variable.clock == Clock::down) total += variable.sort.high;
    return total;
}

Property Context::question(ast::Property const &p, std::optional<std::int64_t> days_given) {
    ++property_count_;
    Property result;
    result.name = p.name.text;
    result.title = p.title;
    result.guaranteed = p.guaranteed;
    MonitorTarget target;
    monitors_ = &target;
    incumbents_ = p.including_incumbents;
    missing_.clear();
    begins_.reset();

    Environment environment;
    for (auto const &b : p.binders) {
        auto [core_binder, inside] = bind(b, environment);
        environment = std::move(inside);
        result.restrictions.push_back(binder_restriction(b, environment));
        result.binders.push_back(std::move(core_binder));
    }
    environment.office.clear();
    std::vector<ast::Ref const *> offices;
    ast::Expr const *referring = nullptr;
    for (auto const &operand : p.form.operands) appointments(operand, offices, referring);
    auto const binders = environment;
    // A unit of which only a part of the question speaks has no one appointment.
    std::erase_if(offices, [&](ast::Ref const *ref) {
        if (ref->unit.empty()) return false;
        auto const *named = &ref->unit.front();
        while (!named->of.empty()) named = &named->of.front();
        return std::none_of(binders.variables.begin(), binders.variables.end(),
                            [&](auto const &known) { return known.name == named->name.text; });
    });
    for (auto const *ref : offices) {
        auto const a = actor(*ref, binders);
        if (environment.office.empty()) {
            environment.office = a.name;
            environment.unit = a.unit;
            environment.level = a.level;
        } else if (referring && (a.name != environment.office || a.unit != environment.unit)) {
            sink_.report({Code::which_appointment, referring->span, {}});
            break;
        }
    }
    auto const operand = [&](std::size_t i) { return formula(p.form.operands.at(i), environment); };
    auto const part = [&](ExprId condition, std::string words_) {
        result.parts.push_back(std::move(words_));
        result.part_conditions.push_back(condition);
    };
    switch (p.form.kind) {
    case ast::Form::Kind::possible:
        result.possibility = true;
        result.bad = operand(0);
        break;
    case ast::Form::Kind::always: {
        result.bad = no(operand(0));
        // `always (A implies B)` says nothing where A never happens.
        auto const &e = p.form.operands.front();
        if (e.kind == ast::ExprKind::implication)
            result.trigger = formula(e.operands.front(), environment);
        break;
    }
    case ast::Form::Kind::never:
        result.bad = operand(0);
        break;
    case ast::Form::Kind::only_after: {
        auto const then = operand(0);
        auto const before = operand(1);
        bool const monitored = p.form.operands[1].kind == ast::ExprKind::verb &&
                               p.form.operands[1].for_that_appointment;
        auto const earlier =
            monitored ? before : monitor("only after", Sort::boolean(), before, [&](ExprId was) {
                return any({was, before});
            });
        result.bad = all({then, no(earlier)});
        result.trigger = then;
        part(then, "it happens");
        part(no(earlier), "what must come first has not come");
        break;
    }
    case ast::Form::Kind::leads_to: {
        if (p.form.within && !p.form.if_acts.empty())
            not_encoded(p.form.span, "`leads to` within a time if somebody acts");
        auto const from = operand(0), to = operand(1);
        result.trigger = from;
        if (p.form.within) {
            if (p.form.within->parameter)
                not_encoded(p.form.span, "a parameter as the time of a question");
            days_given = dsl::days(*p.form.within);
        }
        if (!days_given) {
            result.for_ever = true;
            result.bad = monitor("waiting", Sort::boolean(), all({from, no(to)}), [&](ExprId was) {
                return all({any({was, from}), no(to)});
            });
            // Who owes an act without a deadline, and may do it all along, does it some day.
            for (auto const &duty : duties_)
                result.justice.insert(result.justice.end(), duty.justice.begin(),
                                      duty.justice.end());
            for (auto const &who : p.form.if_acts) {
                auto acts = justice_of(actor(who, environment), p.form.span);
                result.justice.insert(result.justice.end(), acts.begin(), acts.end());
            }
            break;
        }
        auto const limit = *days_given;
        result.days = limit;
        auto const idle = number(limit + 2);
        auto const waiting = monitor(
            "waiting", Sort::integer(0, limit + 2), choose(all({from, no(to)}), number(0), idle),
            [&](ExprId was) {
                auto const longer = minimum(plus(was, input(Input::delay)), number(limit + 1));
                return choose(to, idle,
                              choose(is(was, limit + 2), choose(from, number(0), idle), longer));
            });
        result.bad = is(waiting, limit + 1);
        break;
    }
    case ast::Form::Kind::rank: {
        if (periods_.size() > 1)
            not_encoded(p.form.span, "a question of rank in a chain of regimes");
        result.by_basis = true;
        result.bad = truth(false);
        auto const &ref = p.form.refs.front();
        auto const a = actor(ref, environment);
        using Subject = ast::Form::Subject;
        for (std::size_t i = 0; i < core_.basis.size(); ++i) {
            auto const id = core_.basis.id(i);
            auto const &row = core_.basis[id];
            bool const kind_fits =
                (p.form.subject == Subject::dissolution && row.kind == Basis::Kind::dissolution) ||
                (p.form.subject == Subject::way && row.kind == Basis::Kind::way) ||
                (p.form.subject == Subject::removal && row.kind == Basis::Kind::removal) ||
                (p.form.subject == Subject::consultation &&
                 row.kind == Basis::Kind::consultation) ||
                ((p.form.subject == Subject::requirement || p.form.subject == Subject::bar) &&
                 row.kind == Basis::Kind::requirement) ||
                (p.form.subject == Subject::power && row.kind == Basis::Kind::competence);
            if (!kind_fits || (p.form.subject != Subject::power && row.object != a.name)) continue;
            if (a.level && !row.levels.empty() &&
                std::find(row.levels.begin(), row.levels.end(), a.level) == row.levels.end())
                continue;
            auto const least = static_cast<int>(p.form.rank);
            static constexpr char const *ranks[] = {"programme", "decree", "statute",
                                                    "constitution"};
            std::string lacks;
            auto const note = [&](std::string const &what) {
                lacks += (lacks.empty() ? "" : "; ") + what;
            };
            if (p.form.grounds && row.grounds < least)
                note(row.grounds < 0
                         ? "no cases are fixed"
                         : fmt::format("the cases are fixed by {} only", ranks[row.grounds]));
            if (p.form.procedure && row.procedure < least)
                note(row.procedure < 0
                         ? "no procedure is fixed"
                         : fmt::format("the procedure is fixed by {} only", ranks[row.procedure]));
            if (!p.form.grounds && !p.form.procedure && row.rank < least)
                note(fmt::format("it rests on {} only", ranks[row.rank]));
            result.basis.push_back(id);
            result.basis_lacks.push_back(std::move(lacks));
        }
        if (result.basis.empty()) missing_ = "any such power over " + a.name;
        break;
    }
    case ast::Form::Kind::always_possible:
        if (!p.assumptions.empty())
            not_encoded(p.form.span, "an assumption on what is always possible");
        result.always_possible = true;
        result.trigger = operand(0);
        result.bad = no(result.trigger);
        break;
    case ast::Form::Kind::within:
        result.bad = truth(false); // put together of both regimes in compiler/within.h
        break;
    case ast::Form::Kind::can_bring_about:
    case ast::Form::Kind::can_prevent:
    case ast::Form::Kind::weight:
        not_encoded(p.form.span, "this kind of question");
        result.bad = truth(false);
        break;
    }
    for (auto const &assumption : p.assumptions) {
        auto const condition = formula(assumption, environment);
        if (result.for_ever && speaks_of_step(core_, condition))
            not_encoded(assumption.span, "an assumption on a step where something is so for ever");
        result.bad = all({result.bad, condition});
    }
    for (auto const &duty : duties_) {
        bool const may =
            std::any_of(p.may_breach.begin(), p.may_breach.end(), [&](auto const &ref) {
                auto const who = actor(ref, environment);
                return std::any_of(duty.actors.begin(), duty.actors.end(), [&](ActorRef const &by) {
                    return by.name == who.name && (!who.level || by.level == who.level);
                });
            });
        auto const allowed = read(duty.may_breach);
        result.restrictions.push_back(may ? allowed : no(allowed));
    }
    for (auto const &start : p.starting_from)
        result.entry.push_back({formula(start, environment), {}, "starting from"});
    result.monitors = std::move(target.ids);
    result.monitor_entry = std::move(target.entry);
    result.monitor_next = std::move(target.next);
    result.not_modelled = missing_;
    result.begins = begins_.value_or(0);
    monitors_ = nullptr;
    return result;
}

} // namespace mandate::compiler
