// Names and formulas of the language to expressions of the core.
#include "base/assert.h"
#include "compiler/elaborate/context.h"

#include <algorithm>

namespace mandate::compiler {

std::vector<LevelId> Context::levels_of(std::vector<ast::Name> const &names) const {
    std::vector<LevelId> result;
    for (auto const &name : names) result.push_back(level(name.text));
    return result;
}

// ---- units
// ---------------------------------------------------------------------------------------

ExprId Context::unit(ast::Unit const &unit_, Environment const &environment) {
    if (unit_.of.empty()) {
        for (auto it = environment.variables.rbegin(); it != environment.variables.rend(); ++it)
            if (it->name == unit_.name.text) return it->expr;
        // A displacing clause speaks of the displaced clause's unit by a name of its own.
        MANDATE_ASSERT(environment.unit);
        return environment.unit;
    }
    return ancestor(level(unit_.name.text), unit(unit_.of.front(), environment));
}

std::vector<LevelId> Context::unit_levels(ast::Unit const &unit_, Environment const &environment) {
    if (!unit_.of.empty()) return {level(unit_.name.text)};
    for (auto it = environment.variables.rbegin(); it != environment.variables.rend(); ++it)
        if (it->name == unit_.name.text) return it->levels;
    return {environment.level};
}

// ---- actors
// --------------------------------------------------------------------------------------

ActorRef Context::actor(ast::Ref const &ref, Environment const &environment) {
    auto const with_unit = [&](ActorRef::Kind kind, std::string name) {
        ActorRef result{kind, std::move(name), {}, {}};
        if (!ref.unit.empty()) {
            result.unit = unit(ref.unit.front(), environment);
            auto const levels = unit_levels(ref.unit.front(), environment);
            if (levels.size() == 1) result.level = levels.front();
        }
        return result;
    };
    switch (ref.kind) {
    case ast::RefKind::named:
        if (program_.offices.contains(ref.name.text))
            return with_unit(ActorRef::Kind::office, ref.name.text);
        if (program_.bodies.contains(ref.name.text))
            return with_unit(ActorRef::Kind::body, ref.name.text);
        return with_unit(ActorRef::Kind::authority, ref.name.text);
    case ast::RefKind::people:
        return with_unit(ActorRef::Kind::people, "people");
    case ast::RefKind::college:
        return with_unit(ActorRef::Kind::college, "college");
    case ast::RefKind::self:
    case ast::RefKind::anyone:
        return {ActorRef::Kind::self, "self", {}, {}};
    case ast::RefKind::law:
        return {ActorRef::Kind::law, "the law", {}, {}};
    case ast::RefKind::superior: {
        std::string office = environment.office;
        ExprId of = environment.unit;
        LevelId at = environment.level;
        if (!ref.of.empty()) {
            auto const below = actor(ref.of.front(), environment);
            office = below.name;
            of = below.unit;
            at = below.level;
        }
        for (auto const *declaration : program_.superiors) {
            if (declaration->office.text != office) continue;
            auto const levels = levels_of(declaration->of.levels);
            if (at && std::find(levels.begin(), levels.end(), at) == levels.end()) continue;
            auto const inside =
                Environment{}.with(declaration->of.variable.text, of, false, levels);
            return actor(declaration->is, inside);
        }
        sink_.report({Code::no_superior, ref.span, {office}});
        return {ActorRef::Kind::law, "the law", {}, {}};
    }
    }
    unreachable();
}

bool Context::is_office(ActorRef const &actor, Span span) {
    if (offices_.contains(actor.name)) return true;
    if (actor.kind != ActorRef::Kind::law) sink_.report({Code::not_an_office, span, {actor.name}});
    return false;
}

ExprId Context::office_exists(std::string const &office, ExprId unit) {
    auto const &declaration = *program_.offices.find(office)->second.node;
    if (!declaration.of) return truth(true);
    auto inside = Environment{}.with(declaration.of->variable.text, unit, false,
                                     levels_of(declaration.of->levels));
    inside.unit = unit;
    return all({present(unit), binder_restriction(*declaration.of, inside)});
}
ExprId Context::body_exists(std::string const &body, ExprId unit) {
    auto const &declaration = *program_.bodies.find(body)->second.node;
    if (!declaration.of) return truth(true);
    auto inside = Environment{}.with(declaration.of->variable.text, unit, false,
                                     levels_of(declaration.of->levels));
    inside.unit = unit;
    return all({present(unit), binder_restriction(*declaration.of, inside)});
}

ExprId Context::actor_present(ActorRef const &actor) {
    std::vector<ExprId> arguments;
    if (actor.unit) arguments.push_back(actor.unit);
    switch (actor.kind) {
    case ActorRef::Kind::office:
        return all({office_exists(actor.name, actor.unit),
                    no(is(read(offices_.at(actor.name).status, arguments), 0))});
    case ActorRef::Kind::body: {
        auto const &body = bodies_.at(actor.name);
        auto const exists = body_exists(actor.name, actor.unit);
        return body.constituted ? all({exists, read(body.constituted, arguments)}) : exists;
    }
    case ActorRef::Kind::college:
        return all({present(actor.unit),
                    college_formed_ ? read(college_formed_, arguments) : truth(false)});
    case ActorRef::Kind::people:
        return actor.unit ? present(actor.unit) : truth(true);
    case ActorRef::Kind::authority:
    case ActorRef::Kind::self:
    case ActorRef::Kind::law:
        return truth(true);
    }
    unreachable();
}

std::string Context::words(ActorRef const &actor) {
    return actor.level ? actor.name + " of the " + core_.levels[actor.level].name : actor.name;
}

Actor Context::performer(ActorRef const &actor) {
    return {actor.name, actor.unit};
}

// ---- persons
// -------------------------------------------------------------------------------------

std::int64_t Context::least_days(ast::Duration const &duration) const {
    if (!duration.parameter) return dsl::days(duration);
    return core_.variables[parameters_.at(duration.parameter->text)].sort.low;
}
std::int64_t Context::most_days(ast::Duration const &duration) const {
    if (!duration.parameter) return dsl::days(duration);
    return core_.variables[parameters_.at(duration.parameter->text)].sort.high;
}
std::optional<ExprId> Context::whole(ast::Value const &value) {
    if (auto const *n = std::get_if<std::int64_t>(&value.content)) return number(*n);
    auto const *named = std::get_if<ast::Duration>(&value.content);
    if (!named || named->wanted != ast::ParameterKind::number) return std::nullopt;
    return read(parameters_.at(named->parameter->text));
}
ExprId Context::reaches(ast::Value const &value, ExprId base, ExprId count) {
    auto const share = [&](std::int64_t numerator, std::int64_t denominator) {
        return at_most(times(numerator, base), times(denominator, count));
    };
    if (auto const *f = std::get_if<ast::Fraction>(&value.content))
        return share(f->numerator, f->denominator);
    if (auto const *t = std::get_if<ast::Threshold>(&value.content)) {
        if (t->majority == ast::Majority::fraction)
            return share(t->fraction.numerator, t->fraction.denominator);
        return less(base, times(2, count));
    }
    if (auto const n = whole(value)) return at_most(*n, count);
    auto const *named = std::get_if<ast::Duration>(&value.content);
    if (!named) return truth(true);
    auto const var = parameters_.at(named->parameter->text);
    std::vector<ExprId> cases;
    auto const sort = core_.variables[var].sort;
    for (auto percent = sort.low; percent <= sort.high; ++percent)
        cases.push_back(implies(is(read(var), percent), share(percent, 100)));
    return all(std::move(cases));
}
ExprId Context::length_of(ast::Value const &value) {
    auto const *duration = std::get_if<ast::Duration>(&value.content);
    return duration ? days_of(*duration) : number(0);
}
ExprId Context::days_of(ast::Duration const &duration) {
    if (!duration.parameter) return number(dsl::days(duration));
    return read(parameters_.at(duration.parameter->text));
}

// Kept for the whole office, by time, and only where a requirement asks for it.
ExprId Context::removed_from(ast::Requirement const &r, ExprId person) {
    auto &o = offices_.at(r.office->text);
    if (o.decl->outside) not_encoded(r.office->span, "removal from an office filled outside");
    if (r.within) {
        if (r.within->parameter) {
            not_encoded(r.within->span, "a parameter in a time of the past");
            return truth(false);
        }
        auto const limit = dsl::days(*r.within);
        auto &since = o.since_removal[limit];
        if (!since)
            since = variable(
                {.name = "days since removal from " + o.name + ", up to " + std::to_string(limit),
                 .parameters = {Sort::person()},
                 .sort = Sort::integer(0, limit + 1),
                 .clock = Clock::up,
                 .clock_binders = {binder("p", Sort::person())},
                 .visible = false});
        return at_most(read(since, {person}), number(limit));
    }
    if (!o.removed)
        o.removed = variable({.name = "removed from " + o.name,
                              .parameters = {Sort::person()},
                              .sort = Sort::boolean(),
                              .visible = false});
    return read(o.removed, {person});
}

ExprId Context::requirement(ast::Requirement const &r, ExprId person,
                            Environment const &environment) {
    auto const meaning = [&]() -> ExprId {
        switch (r.kind) {
        case ast::Requirement::Kind::nothing:
            return truth(true);
        case ast::Requirement::Kind::attributes: {
            std::vector<ExprId> each;
            for (auto const &name : r.attributes)
                each.push_back(read(attributes_.at(name.text), {person}));
            return all(std::move(each));
        }
        case ast::Requirement::Kind::age:
            return at_most(number(r.years * 360), read(age_, {person}));
        case ast::Requirement::Kind::lives:
            return read(lives_in_, {person, unit(r.unit.front(), environment)});
        case ast::Requirement::Kind::removed:
            return removed_from(r, person);
        case ast::Requirement::Kind::formula: {
            auto inside = environment.with("candidate", person, true, {});
            inside.candidate = person;
            return formula(r.formula.front(), inside);
        }
        }
        unreachable();
    }();
    return r.negated ? no(meaning) : meaning;
}

// ---- binders
// -------------------------------------------------------------------------------------

std::pair<Binder, Environment> Context::bind(ast::Binder const &b, Environment const &environment) {
    auto const levels = levels_of(b.levels);
    auto result = binder(b.variable.text, b.person ? Sort::person() : Sort::unit(), levels);
    auto inside = environment.with(b.variable.text, bound(result), b.person, levels);
    if (!b.person) {
        inside.unit = bound(result);
        if (levels.size() == 1) inside.level = levels.front();
    }
    return {std::move(result), std::move(inside)};
}

ExprId Context::binder_restriction(ast::Binder const &b, Environment const &inside) {
    std::vector<ExprId> conditions;
    if (!b.person) {
        std::vector<ExprId> levels;
        for (auto const id : levels_of(b.levels))
            levels.push_back(structure(Op::level_is, inside.unit, id.index));
        conditions.push_back(any(std::move(levels)));
    }
    for (auto const &name : b.except)
        conditions.push_back(no(structure(Op::kind_is, inside.unit, kind(name.text).index)));
    for (auto const &where : b.where) conditions.push_back(formula(where, inside));
    return all(std::move(conditions));
}

// ---- formulas
// ------------------------------------------------------------------------------------

ExprId Context::formula(ast::Expr const &e, Environment const &environment) {
    auto const lookup = [&](ast::Name const &name) {
        for (auto it = environment.variables.rbegin(); it != environment.variables.rend(); ++it)
            if (it->name == name.text) return it->expr;
        if (name.text == "candidate" && environment.candidate) return environment.candidate;
        return environment.unit; // a displacing clause's own name for the unit
    };
    auto const each = [&] {
        std::vector<ExprId> result;
        for (auto const &operand : e.operands) result.push_back(formula(operand, environment));
        return result;
    };
    auto const of_ref = [&](std::size_t i = 0) { return actor(e.refs[i], environment); };
    // Whether a clause on units of these levels is in force for the unit.
    auto const applies_to = [&](Provision const &provision, ast::Binder const &of, ExprId u) {
        auto conditions = provision.fixed;
        conditions.push_back(in_force(provision.periods));
        std::vector<ExprId> levels;
        for (auto const id : levels_of(of.levels))
            levels.push_back(structure(Op::level_is, u, id.index));
        conditions.push_back(any(std::move(levels)));
        for (auto const &name : of.except)
            conditions.push_back(no(structure(Op::kind_is, u, kind(name.text).index)));
        return all(std::move(conditions));
    };
    auto const arguments_of = [&](ActorRef const &a) {
        return a.unit ? std::vector{a.unit} : std::vector<ExprId>{};
    };
    auto const at_hand = [&] {
        return environment.unit ? std::vector{environment.unit} : std::vector<ExprId>{};
    };

    switch (e.kind) {
    case ast::ExprKind::constant:
        return truth(e.truth);
    case ast::ExprKind::negation:
        return no(formula(e.operands.front(), environment));
    case ast::ExprKind::conjunction:
        return all(each());
    case ast::ExprKind::disjunction:
        return any(each());
    case ast::ExprKind::implication:
        return implies(formula(e.operands[0], environment), formula(e.operands[1], environment));
    case ast::ExprKind::every:
    case ast::ExprKind::some: {
        bool const every = e.kind == ast::ExprKind::every;
        auto inside = environment;
        std::vector<Binder> binders;
        std::vector<ExprId> restrictions;
        for (auto const &b : e.binders) {
            auto [core_binder, next] = bind(b, inside);
            inside = std::move(next);
            restrictions.push_back(binder_restriction(b, inside));
            binders.push_back(std::move(core_binder));
        }
        if (monitors_) ++monitors_->quantifiers;
        auto body = formula(e.operands.front(), inside);
        if (monitors_) --monitors_->quantifiers;
        body = every ? implies(all(restrictions), body) : all({all(restrictions), body});
        for (std::size_t i = binders.size(); i-- > 0;)
            body = quantify(every ? Op::every : Op::some, binders[i], body);
        return body;
    }
    case ast::ExprKind::once:
    case ast::ExprKind::previously:
    case ast::ExprKind::since:
    case ast::ExprKind::within_last:
        return temporal(e, environment);
    case ast::ExprKind::person_is: {
        if (attributes_.contains(e.name->text))
            return read(attributes_.at(e.name->text), {lookup(*e.subject)});
        return structure(Op::kind_is, lookup(*e.subject),
                         kind(e.name->text).index); // `v is village`
    }
    case ast::ExprKind::person_value: {
        auto const var = attributes_.at(e.name->text);
        auto const &values = core_.enumerations[core_.variables[var].sort.enumeration].values;
        auto const index = std::find(values.begin(), values.end(), e.value->text) - values.begin();
        return is(read(var, {lookup(*e.subject)}), index);
    }
    case ast::ExprKind::person_age:
        return at_most(number(e.number * 360), read(age_, {lookup(*e.subject)}));
    case ast::ExprKind::person_lives:
        return read(lives_in_, {lookup(*e.subject), unit(e.unit.front(), environment)});
    case ast::ExprKind::unit_kind:
        return structure(Op::kind_is, e.subject ? lookup(*e.subject) : environment.unit,
                         kind(e.name->text).index);
    case ast::ExprKind::unit_level:
        return structure(Op::level_is, e.subject ? lookup(*e.subject) : environment.unit,
                         level(e.name->text).index);
    case ast::ExprKind::unit_inside:
        return make({.op = Op::inside,
                     .operands = {lookup(*e.subject), unit(e.unit.front(), environment)},
                     .sort = Sort::boolean()});
    case ast::ExprKind::same:
        return equal(lookup(*e.subject), lookup(*e.name));
    case ast::ExprKind::listed: {
        auto const it = lists_.find(e.name->text);
        if (it == lists_.end()) {
            missing_ = "list " + e.name->text;
            return truth(false);
        }
        return read(it->second.first, {unit(e.unit.front(), environment)});
    }
    case ast::ExprKind::exists: {
        auto const &ref = e.refs.front();
        if (auto const id = level(ref.name.text);
            ref.kind == ast::RefKind::named && id && !ref.unit.empty())
            return present(ancestor(id, unit(ref.unit.front(), environment)));
        auto const a = of_ref();
        if (a.kind == ActorRef::Kind::body) return body_exists(a.name, a.unit);
        if (a.kind == ActorRef::Kind::office) return office_exists(a.name, a.unit);
        return a.unit ? present(a.unit) : truth(true);
    }
    case ast::ExprKind::constituted:
        return actor_present(of_ref());
    case ast::ExprKind::vacant: {
        auto const a = of_ref();
        if (!is_office(a, e.span)) return truth(false);
        return all({office_exists(a.name, a.unit),
                    is(read(offices_.at(a.name).status, arguments_of(a)), status::vacant)});
    }
    case ast::ExprKind::under_earlier_law: {
        auto const a = of_ref();
        if (!is_office(a, e.span)) return truth(false);
        auto const &o = offices_.at(a.name);
        if (!o.under) return truth(false);
        return all({no(is(read(o.status, arguments_of(a)), status::vacant)),
                    is(read(o.under, arguments_of(a)), 0)});
    }
    case ast::ExprKind::in_manner: {
        auto const a = of_ref();
        if (!is_office(a, e.span)) return truth(false);
        auto const &o = offices_.at(a.name);
        std::vector<ExprId> ways;
        for (auto const &way : o.ways)
            if (way.provision.instrument == e.name->text && way.provision.clause->tag.name &&
                way.provision.clause->tag.name->text == e.value->text) {
                first_named(way.provision.periods);
                ways.push_back(is(read(o.under, arguments_of(a)), way.number));
            }
        if (ways.empty()) missing_ = e.name->text + "@" + e.value->text;
        return all({no(is(read(o.status, arguments_of(a)), status::vacant)), any(std::move(ways))});
    }
    case ast::ExprKind::by_election: {
        auto const a = of_ref();
        if (!is_office(a, e.span)) return truth(false);
        auto const &o = offices_.at(a.name);
        std::vector<ExprId> ways;
        for (auto const &way : o.ways)
            if (way.node->election && (!a.level || speaks_of(way.provision, a.level)))
                ways.push_back(is(read(o.under, arguments_of(a)), way.number));
        if (ways.empty()) missing_ = "an election of " + a.name;
        return all({no(is(read(o.status, arguments_of(a)), status::vacant)), any(std::move(ways))});
    }
    case ast::ExprKind::recognised: {
        // A statement of law, fixed by the texts in force: at the rank of statute or higher.
        auto const a = of_ref();
        std::vector<ExprId> levels;
        for (auto const &provision : general_) {
            auto const *status = std::get_if<ast::Status>(&provision.clause->node);
            if (!status || status->as != ast::Word::self_government || provision.rank < 2) continue;
            auto const name = status->who.kind == ast::RefKind::people ? std::string("people")
                                                                       : status->who.name.text;
            if (name != a.name) continue;
            auto const now = in_force(provision.periods);
            if (!status->of || !a.unit)
                levels.push_back(now);
            else
                for (auto const id : levels_of(status->of->levels))
                    levels.push_back(all({now, structure(Op::level_is, a.unit, id.index)}));
        }
        return any(std::move(levels));
    }
    case ast::ExprKind::exclusive:
    case ast::ExprKind::undetermined: {
        bool const exclusive = e.kind == ast::ExprKind::exclusive;
        auto const nature = exclusive ? ast::Word::self_government : ast::Word::undetermined;
        std::vector<ExprId> such, cancelled;
        bool known = false;
        auto const u = e.unit.empty() ? environment.unit : unit(e.unit.front(), environment);
        for (auto const &provision : general_) {
            auto const *c = std::get_if<ast::Competence>(&provision.clause->node);
            if (!c || c->name.text != e.name->text) continue;
            known = true;
            auto const here = applies_to(provision, c->of, u);
            such.push_back(all({here, word_is(c->nature, provision.id, "whose competence it is",
                                              environment, nature)}));
            if (exclusive && c->cancelled_by) cancelled.push_back(here);
        }
        if (!known) missing_ = "competence " + e.name->text;
        return all({any(std::move(such)), no(any(std::move(cancelled)))});
    }
    case ast::ExprKind::responsible: {
        std::vector<ExprId> cases;
        bool known = false;
        auto const u = e.unit.empty() ? environment.unit : unit(e.unit.front(), environment);
        auto const asked = of_ref();
        for (auto const &provision : general_) {
            auto const *r = std::get_if<ast::Responsibility>(&provision.clause->node);
            if (!r || r->competence.text != e.name->text) continue;
            known = true;
            auto const here = applies_to(provision, r->of, u);
            auto inside = environment.with(r->of.variable.text, u, false, levels_of(r->of.levels));
            for (auto const &to : r->to)
                cases.push_back(all(
                    {here, decide(to, provision.id, "to whom", inside, [&](ast::Value const &v) {
                         auto const other = actor(std::get<ast::Ref>(v.content), inside);
                         if (other.name != asked.name || !other.unit != !asked.unit)
                             return truth(false);
                         return other.unit ? equal(other.unit, asked.unit) : truth(true);
                     })}));
        }
        if (!known) missing_ = "responsibility for " + e.name->text;
        return any(std::move(cases));
    }
    case ast::ExprKind::dissolved: {
        auto const a = of_ref();
        return occurs(event_of("is dissolved", &a, "", false, false), arguments_of(a));
    }
    case ast::ExprKind::chosen: {
        auto const a = of_ref();
        return occurs(event_of("is newly chosen", &a, "", false, false), arguments_of(a));
    }
    case ast::ExprKind::happens: {
        auto const key = e.name->text + "@" + e.value->text;
        auto const it = clauses_named_.find(key);
        if (it == clauses_named_.end()) {
            missing_ = key;
            return truth(false);
        }
        std::vector<ExprId> cases;
        for (auto const id : it->second) {
            first_named(clause_periods_[id.index]);
            cases.push_back(make({.op = Op::act_of, .value = id.index, .sort = Sort::boolean()}));
        }
        return any(std::move(cases));
    }
    case ast::ExprKind::occurs: {
        std::vector<ExprId> arguments;
        if (!e.unit.empty()) arguments.push_back(unit(e.unit.front(), environment));
        if (!monitors_)
            return read(happened_.at(e.name->text), arguments); // in a text: it has come
        return occurs(event(e.name->text, std::vector(arguments.size(), Sort::unit())), arguments);
    }
    case ast::ExprKind::compare: {
        ExprId left, right = number(e.number);
        ExprId also = truth(true); // of what is compared
        if (e.count == ast::Count::members_present || e.count == ast::Count::votes_in_favour) {
            auto const a = of_ref();
            also = occurs(vote_of(a), arguments_of(a));
            auto const counts = tally(a, e.span);
            left = e.count == ast::Count::members_present ? counts.present : counts.yes;
            if (e.share) {
                left = times(e.share->denominator, left);
                right = times(e.share->numerator, counts.of(e.base));
            }
        } else if (e.count == ast::Count::participants) {
            left = input(Input::number);
        } else if (e.count == ast::Count::candidates) {
            auto const a = of_ref();
            if (!is_office(a, e.span)) return truth(false);
            auto const var = offices_.at(a.name).candidate;
            if (!var) {
                missing_ = "candidates for " + a.name;
                return truth(false);
            }
            auto const who = binder("q", Sort::person());
            auto arguments = arguments_of(a);
            arguments.push_back(bound(who));
            left = quantify(Op::count, who, read(var, std::move(arguments)));
        } else if (e.count == ast::Count::record) {
            auto const it = records_.find(e.name->text);
            if (it == records_.end()) {
                missing_ = "record " + e.name->text;
                return truth(false);
            }
            left = read(it->second.count, e.refs.empty() ? at_hand() : arguments_of(of_ref()));
        } else {
            auto const a = e.refs.empty() ? ActorRef{ActorRef::Kind::office, environment.office,
                                                     environment.unit, environment.level}
                                          : of_ref();
            if (!is_office(a, e.span)) return truth(false);
            auto const &o = offices_.at(a.name);
            auto const var = e.count == ast::Count::removal_requests ? o.requests
                             : e.name                                ? o.in_one_term
                                                                     : o.no_confidence;
            if (!var) {
                missing_ = (e.count == ast::Count::removal_requests ? "requests for removal of "
                                                                    : "no confidence in ") +
                           a.name;
                return truth(false);
            }
            if (e.name) {
                bool votes = false, others_vote = false;
                for (auto const &provision : general_)
                    if (auto const *n = std::get_if<ast::NoConfidence>(&provision.clause->node);
                        n && n->office.text == a.name)
                        (n->by.name.text == e.name->text ? votes : others_vote) = true;
                if (!votes) {
                    missing_ = "no confidence by " + e.name->text + " in " + a.name;
                    return truth(false);
                }
                if (others_vote)
                    not_encoded(e.span, "votes within one term where several bodies vote");
                core_.variables[var].visible = true;
            }
            left = read(var, arguments_of(a));
        }
        // Counts stop at a number: what is asked must lie below it.
        bool const tells =
            e.comparison == ast::Comparison::at_least || e.comparison == ast::Comparison::less;
        bool const of_this_step = e.count == ast::Count::participants ||
                                  e.count == ast::Count::members_present ||
                                  e.count == ast::Count::votes_in_favour;
        if (!of_this_step && e.count != ast::Count::candidates &&
            e.number > most_counted - (tells ? 0 : 1))
            not_encoded(e.span, "a count beyond " + std::to_string(most_counted));
        auto const compared = [&]() -> ExprId {
            switch (e.comparison) {
            case ast::Comparison::less:
                return less(left, right);
            case ast::Comparison::at_most:
                return at_most(left, right);
            case ast::Comparison::equal:
                return equal(left, right);
            case ast::Comparison::at_least:
                return at_most(right, left);
            case ast::Comparison::more:
                return less(right, left);
            case ast::Comparison::differs:
                return no(equal(left, right));
            }
            unreachable();
        };
        return all({also, compared()});
    }
    case ast::ExprKind::tally: {
        if (!bloc_votes_.contains(e.name->text)) {
            missing_ = "bloc " + e.name->text;
            return truth(false);
        }
        // All of the bloc's members who are there vote that way, and there is at least one.
        auto const yes = input(Input::local_for), against = input(Input::local_against);
        return e.against ? all({is(yes, 0), less(number(0), against)})
                         : all({is(against, 0), less(number(0), yes)});
    }
    case ast::ExprKind::on_or_after:
        return on_or_after(*e.date);
    case ast::ExprKind::breached:
    case ast::ExprKind::owed: {
        std::vector<ExprId> cases;
        for (auto const &duty : duties_) {
            auto const &name = duty.provision->clause->tag.name;
            if (!name || name->text != e.value->text) continue;
            auto const var = e.kind == ast::ExprKind::owed ? duty.owed : duty.breached;
            auto const &levels = core_.variables[var].levels;
            if (!e.unit.empty()) {
                auto const as_to = unit_levels(e.unit.front(), environment);
                if (levels.empty() || std::none_of(as_to.begin(), as_to.end(), [&](LevelId level_) {
                        return std::count(levels.front().begin(), levels.front().end(), level_);
                    }))
                    continue;
                cases.push_back(read(var, {unit(e.unit.front(), environment)}));
            } else if (levels.empty()) {
                cases.push_back(read(var));
            } else {
                auto const where = binder("u", Sort::unit(), levels.front());
                cases.push_back(quantify(Op::some, where, read(var, {bound(where)})));
            }
        }
        if (cases.empty()) missing_ = "a duty @" + e.value->text;
        return any(std::move(cases));
    }
    case ast::ExprKind::verb:
        return verb(e, environment);
    }
    unreachable();
}

// `p takes akim of r`, `maslikhat of r consents to p for akim of r`, …
ExprId Context::verb(ast::Expr const &e, Environment const &environment) {
    bool const someone = e.subject && e.subject->text == "someone";
    std::optional<Binder> everybody;
    ExprId person;
    if (someone) {
        everybody = binder("someone", Sort::person());
        person = bound(*everybody);
    } else if (e.subject) {
        for (auto it = environment.variables.rbegin(); it != environment.variables.rend(); ++it)
            if (it->name == e.subject->text) {
                person = it->expr;
                break;
            }
        if (!person) person = environment.candidate;
    }
    auto const close = [&](ExprId body) {
        return everybody ? quantify(Op::some, *everybody, body) : body;
    };
    auto const arguments_of = [&](ActorRef const &a) {
        return a.unit ? std::vector{a.unit} : std::vector<ExprId>{};
    };

    if (e.verb == ast::Verb::sits_in) {
        auto const a = actor(e.refs.front(), environment);
        if (!elector_) {
            missing_ = "a college of electors";
            return truth(false);
        }
        return close(read(elector_, {a.unit, person}));
    }
    // state of an office
    auto const state = [&](std::vector<int> const &statuses) {
        auto const a = actor(e.refs.front(), environment);
        if (!is_office(a, e.span)) return truth(false);
        auto const &o = offices_.at(a.name);
        auto const arguments = arguments_of(a);
        std::vector<ExprId> cases;
        for (auto const s : statuses) cases.push_back(is(read(o.status, arguments), s));
        std::vector<ExprId> conditions{any(std::move(cases)),
                                       equal(read(o.holder, arguments), person)};
        if (!incumbents_ && o.begun) conditions.push_back(read(o.begun, arguments));
        return close(all(std::move(conditions)));
    };
    // office event: [unit] [person]
    auto const office_event = [&](std::string const &name, bool with_person) {
        auto const a = actor(e.refs.front(), environment);
        auto arguments = arguments_of(a);
        if (with_person) arguments.push_back(person);
        auto const id = event_of(name, nullptr, a.name, static_cast<bool>(a.unit), with_person);
        return close(occurs(id, std::move(arguments)));
    };
    // actor event: [actor's unit] [office's unit] [person]
    auto const actor_event = [&](std::string const &name, bool with_person) {
        auto const a = actor(e.refs.at(0), environment);
        std::vector<ExprId> arguments = arguments_of(a);
        if (e.refs.size() <
            2) { // `… for that appointment`: within the procedure that the step completes
            if (environment.office.empty() || !monitors_) {
                sink_.report({Code::which_appointment, e.span, {}});
                return truth(false);
            }
            auto const &o = offices_.at(environment.office);
            std::vector<ExprId> place;
            if (environment.unit) place.push_back(environment.unit);
            arguments.insert(arguments.end(), place.begin(), place.end());
            if (with_person) arguments.push_back(person);
            auto const now =
                close(occurs(event_of(name, &a, environment.office,
                                      static_cast<bool>(environment.unit), with_person),
                             std::move(arguments)));
            auto const under_way =
                o.procedure ? no(is(previous(read(o.procedure, place)), 0)) : truth(false);
            return monitor("in this procedure", Sort::boolean(), truth(false), [&](ExprId was) {
                return any({now, all({was, under_way})});
            });
        }
        auto const b = actor(e.refs.at(1), environment);
        if (b.unit) arguments.push_back(b.unit);
        if (with_person) arguments.push_back(person);
        return close(occurs(event_of(name, &a, b.name, static_cast<bool>(b.unit), with_person),
                            std::move(arguments)));
    };
    // Nobody acts in an office that is filled outside, or is held over in it.
    auto const in_substance = [&] {
        if (!in_substance_) return false;
        auto const office = offices_.find(actor(e.refs.front(), environment).name);
        bool const differs = office != offices_.end() && !office->second.decl->outside;
        substance_matters_ |= differs;
        return differs;
    };
    switch (e.verb) {
    case ast::Verb::takes: {
        auto const taking = office_event("takes", true);
        if (!in_substance()) return taking;
        auto const a = actor(e.refs.front(), environment);
        auto held_over = office_event("begins to be held over as", true);
        // Who came in before the run is an incumbent when held over, too.
        if (!incumbents_)
            held_over = all({held_over, read(offices_.at(a.name).begun, arguments_of(a))});
        return any({taking, office_event("begins to act as", true), held_over});
    }
    case ast::Verb::leaves:
        return office_event("leaves", true);
    case ast::Verb::holds:
        if (!in_substance()) return state({status::held});
        [[fallthrough]];
    case ast::Verb::exercises:
        return state({status::held, status::acting, status::held_over});
    case ast::Verb::acts_as:
        return state({status::acting});
    case ast::Verb::is_held_over_as:
        return state({status::held_over});
    case ast::Verb::appoints:
        return actor_event("appoints", true);
    case ast::Verb::presents:
        return actor_event("presents", true);
    case ast::Verb::nominates:
        return actor_event("nominates", true);
    case ast::Verb::elects:
        return actor_event("elects", true);
    case ast::Verb::consents_to:
        return actor_event("consents to", true);
    case ast::Verb::refuses:
        return actor_event("refuses", true);
    case ast::Verb::votes_on:
        return actor_event("votes on", true);
    case ast::Verb::designates:
        return actor_event("designates", true);
    case ast::Verb::agrees_to: { // `A agrees to LIST(unit)`
        auto const a = actor(e.refs.front(), environment);
        auto arguments = arguments_of(a);
        arguments.push_back(unit(e.unit.front(), environment));
        return occurs(event_of("agrees to", &a, e.name->text, true, false), std::move(arguments));
    }
    case ast::Verb::removes:
        return actor_event("removes", false);
    case ast::Verb::requests_removal_of:
        return actor_event("requests removal of", false);
    case ast::Verb::consents_to_removal_of:
        return actor_event("consents to removal of", false);
    case ast::Verb::expresses_no_confidence_in:
        return actor_event("expresses no confidence in", false);
    case ast::Verb::reports_to:
        return actor_event("reports to", false);
    case ast::Verb::approves_report_of:
        return actor_event("approves report of", false);
    case ast::Verb::refuses_report_of:
        return actor_event("refuses report of", false);
    case ast::Verb::consults:
        return actor_event("consults", false);
    case ast::Verb::dissolves:
        return actor_event("dissolves", false);
    case ast::Verb::dies:
        return office_event("dies", false);
    case ast::Verb::resigns:
        return office_event("resigns", false);
    case ast::Verb::withdraws:
        return office_event("withdraws from", true);
    case ast::Verb::sits_in:
        break;
    }
    unreachable();
}

} // namespace mandate::compiler
