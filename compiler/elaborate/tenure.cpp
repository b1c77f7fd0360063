// How an office is kept and lost: terms, ends, removal, acting holders, facts; and the entry states
// of offices.
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

namespace mandate::compiler {

void Context::office(OfficeVars &o) {
    if (o.decl->outside) {
        filled_outside(o);
        return;
    }
    if (o.levels.empty()) office_at(o, {});
    for (auto const level : o.levels) office_at(o, level);
    office_entry(o);
}

// Taking and leaving it are facts.
void Context::filled_outside(OfficeVars &o) {
    if (o.levels.size() > 1)
        not_encoded(o.decl->name.span, "an office filled outside at several levels");
    for (bool const taking : {true, false}) {
        auto here = at(o, o.levels.empty() ? LevelId{} : o.levels.front());
        auto const person = binder("p", Sort::person());
        Act act;
        act.name = (taking ? "take office as " : "leave office as ") + o.name;
        act.kind = ActKind::fact;
        act.actor = {"fact", {}};
        act.clause = general("facts need no permission");
        act.parameters = here.parameters;
        auto const status = read(o.status, here.arguments);
        bool const unit = static_cast<bool>(here.unit);
        if (taking) {
            act.parameters.push_back(person);
            set(act, o.status, here.arguments, number(status::held), act.clause);
            set(act, o.holder, here.arguments, bound(person), act.clause);
            emit(act, event_of("takes", nullptr, o.name, unit, true),
                 with(here.arguments, bound(person)));
            act.story = "{p} newly takes office as " + o.name;
            // What ends when a newly elected holder takes office.
            for (auto &[name, other] : offices_) {
                for (auto const &provision : other.provisions) {
                    auto const *ends = std::get_if<ast::Ends>(&provision.clause->node);
                    if (!ends || !ends->new_holder_of || ends->new_holder_of->text != o.name)
                        continue;
                    for (auto const level : other.levels) {
                        if (!speaks_of(provision, level)) continue;
                        auto const where = binder("v", Sort::unit(), {level});
                        Environment environment;
                        environment.office = name;
                        auto const condition = applies(provision, environment, bound(where), level);
                        set(act, other.ended, {bound(where)}, truth(true), provision.id,
                            all({condition, is(read(other.status, {bound(where)}), status::held)}),
                            {where});
                    }
                }
            }
        } else {
            guard(act, is(status, status::held), act.clause, "the office is held");
            set(act, o.status, here.arguments, number(status::vacant), act.clause);
            emit(act, event_of("leaves", nullptr, o.name, unit, true),
                 with(here.arguments, read(o.holder, here.arguments)));
            act.story = "the holder leaves office as " + o.name;
        }
        core_.acts.add(std::move(act));
    }
}

void Context::office_at(OfficeVars &o, LevelId level) {
    ways(o, level);
    tenure(o, level);
    removals(o, level);
    if (!o.ways.empty()) acting_holders(o, level);
    facts(o, level);
    for (auto const &provision : o.provisions) {
        if (std::holds_alternative<ast::OnLoss>(provision.clause->node))
            not_encoded(provision.clause->span,
                        "what follows from losing a requirement while in office");
        if (auto const *must = std::get_if<ast::Must>(&provision.clause->node);
            must && must->who == ast::Must::Who::holder)
            for (auto const &a : program_.attributes)
                if (a->changing)
                    not_encoded(provision.clause->span,
                                "a requirement on a holder that may be lost");
    }
}

void Context::facts(OfficeVars &o, LevelId level) {
    for (bool const death : {true, false}) {
        auto here = at(o, level);
        Act act;
        act.name = (death ? "death of the holder: " : "resignation: ") + o.name;
        act.kind = ActKind::fact;
        act.actor = {"fact", {}};
        act.clause = general("facts need no permission");
        act.parameters = here.parameters;
        guard(act, office_exists(o.name, here.unit), general("existence of the office"),
              "the office exists");
        guard(act, no(is(read(o.status, here.arguments), status::vacant)), act.clause,
              "somebody is in office");
        if (!death) {
            for (auto const &provision : o.provisions)
                if (auto const *r = std::get_if<ast::Resignation>(&provision.clause->node);
                    r && !r->accepted_by.empty())
                    not_encoded(provision.clause->span, "a resignation that somebody accepts");
        }
        vacate(act, o, here, act.clause);
        bool const unit = static_cast<bool>(here.unit);
        emit(act, event_of(death ? "dies" : "resigns", nullptr, o.name, unit, false),
             here.arguments);
        emit(act, event_of("leaves", nullptr, o.name, unit, true),
             with(here.arguments, read(o.holder, here.arguments)));
        act.story = std::string(death ? "death of the person in office as "
                                      : "resignation of the person in office as ") +
                    o.name;
        core_.acts.add(std::move(act));
    }
}

// Ends: of a term, and on events.
void Context::tenure(OfficeVars &o, LevelId level) {
    auto const end_act = [&](std::string const &name, ClauseId clause) {
        Act act;
        act.name = name;
        act.kind = ActKind::automatic;
        act.group = Group::ends;
        act.actor = {"the law", {}};
        act.clause = clause;
        return act;
    };
    auto const finish = [&](Act &act, OfficeAt const &here, ExprId stays, ClauseId clause,
                            ClauseId limited_by, ExprId limit) {
        auto const goes = no(stays);
        bool const unit = static_cast<bool>(here.unit);
        auto const holder = read(o.holder, here.arguments);
        set(act, o.status, here.arguments, number(status::held_over), clause, stays);
        set(act, o.ended, here.arguments, truth(false), clause, stays);
        set(act, o.tenure, here.arguments, number(0), clause, stays);
        set(act, o.limited, here.arguments, truth(false), clause, stays);
        set(act, o.acting_left, here.arguments, limit, limited_by, stays);
        set(act, o.acting_limited, here.arguments, less(number(0), limit), limited_by, stays);
        vacate(act, o, here, clause, goes);
        emit(act, event_of("leaves", nullptr, o.name, unit, true), with(here.arguments, holder),
             goes);
        emit(act, event_of("begins to be held over as", nullptr, o.name, unit, true),
             with(here.arguments, holder), stays);
    };
    if (o.tenure) {
        auto const here = at(o, level);
        for (auto const &[clause, counts, stays, limited_by, limit] : expiries(o, here)) {
            auto act = end_act("end of term: " + o.name, clause);
            act.parameters = here.parameters;
            guard(act, is(read(o.status, here.arguments), status::held), clause,
                  "the office is held");
            guard(act, read(o.limited, here.arguments), clause, "a term was fixed");
            guard(act, is(read(o.tenure, here.arguments), 0), clause, "the term is over");
            guard(act, counts, clause, "it is for this clause to say what follows");
            finish(act, here, stays, clause, limited_by, limit ? limit : number(0));
            act.story = "the term of " + o.name + " is over";
            core_.acts.add(std::move(act));
        }
        time_over(o, here, status::held_over, limits_of_stay(o, here), "being held over");
    }
    if (o.ended) {
        auto const here = at(o, level);
        auto on_events = clauses<ast::Ends>(o.provisions, level);
        auto const node = [](Provision const *p) -> ast::Ends const & {
            return std::get<ast::Ends>(p->clause->node);
        };
        std::erase_if(on_events, [&](auto const *p) {
            if (!node(p).new_holder_of)
                not_encoded(
                    p->clause->span,
                    "an end on a condition other than a newly elected holder taking office");
            return !node(p).new_holder_of;
        });
        for (auto const *p : on_events) // which of them has come is not kept
            if (node(p).new_holder_of->text != node(on_events.front()).new_holder_of->text)
                not_encoded(p->clause->span, "ends of one office on events of several offices");
        auto const ends = counting(std::move(on_events), here, "two clauses on an end");
        std::vector<ExprId> others;
        for (auto const &[p, environment, _, counts] : ends) {
            auto const clause = p->id;
            auto const stays = node(p).then
                                   ? word_is(*node(p).then, clause, "after the end", environment,
                                             ast::Word::stays_until_successor)
                                   : is(implicit(clause, "after the end, until a successor",
                                                 {"the office falls vacant",
                                                  "the holder stays until a successor"}),
                                        1);
            auto act = end_act("end on an event: " + o.name, clause);
            act.parameters = here.parameters;
            guard(act, read(o.ended, here.arguments), clause, "the end is due");
            guard(act, is(read(o.status, here.arguments), status::held), clause,
                  "the office is held");
            // An end is due because some clause applied: the last takes what the others leave.
            bool const last = others.size() + 1 == ends.size();
            guard(act, last ? no(any(others)) : counts, clause,
                  "it is for this clause to say what follows");
            others.push_back(counts);
            finish(act, here, stays, clause, clause, number(0));
            act.story = "the powers of " + o.name + " end, for a newly elected " +
                        node(p).new_holder_of->text + " has taken office";
            core_.acts.add(std::move(act));
        }
    }
}

void Context::removals(OfficeVars &o, LevelId level) {
    // Free-standing `removal only by`: binds every removal but those permitted by a higher rank.
    struct Only {
        Provision const *provision;
        ast::Removal const *node;
    };
    std::vector<Only> onlys;
    for (auto const &provision : o.provisions)
        if (auto const *r = std::get_if<ast::Removal>(&provision.clause->node);
            r && r->mode == ast::Removal::Mode::only && speaks_of(provision, level))
            onlys.push_back({&provision, r});
    for (auto const &only : onlys) {
        auto here = at(o, level);
        auto environment = here.environment;
        auto const condition = applies(*only.provision, environment, here.unit, level);
        auto const sole = actor(only.node->by, environment);
        core_.exclusive.push_back({{"remove " + o.name},
                                   sole.name,
                                   sole.unit,
                                   here.parameters,
                                   condition,
                                   only.provision->id,
                                   "nobody else may remove"});
    }

    std::size_t next_consent = 0, next_consultation = 0; // each removal has its own variables
    for (auto const &provision : o.provisions) {
        auto const *removal = std::get_if<ast::Removal>(&provision.clause->node);
        // `removal only by` permits nothing; it bars the others.
        if (!removal || removal->mode == ast::Removal::Mode::only || !speaks_of(provision, level))
            continue;
        auto const clause = provision.id;
        auto const first_consent =
            std::exchange(next_consent, next_consent + removal->consents.size());
        auto const first_consultation =
            std::exchange(next_consultation, next_consultation + removal->consultations.size());
        auto const prepare = [&](Act &act, OfficeAt &here, Environment &environment) {
            act.clause = clause;
            act.parameters = here.parameters;
            auto const condition = applies(provision, environment, here.unit, level);
            guard(act, office_exists(o.name, here.unit), general("existence of the office"),
                  "the office exists");
            guard_scope(act, condition, clause);
            guard(act, no(is(read(o.status, here.arguments), status::vacant)), clause,
                  "somebody is in office");
        };
        for (std::size_t i = 0; i < removal->consultations.size(); ++i) {
            auto here = at(o, level);
            auto environment = here.environment;
            Act act;
            prepare(act, here, environment);
            auto const &consultation = removal->consultations[i];
            auto const by =
                actor(consultation.form_by ? *consultation.form_by : removal->by, environment);
            auto const source =
                clause_id(provision.instrument, consultation.tag, consultation.with.front().span);
            auto const flag = o.removal_consulted[first_consultation + i];
            guard_actor(act, by, source);
            act.also.push_back(source);
            auto const whom =
                consult(act, consultation, by, flag, here.arguments, source, environment);
            act.name = fmt::format("consult on removal from {} ({})", o.name, by.name);
            act.story = fmt::format("{{actor}} consults {} about removing {}", whom, o.name);
            core_.acts.add(std::move(act));
        }
        for (std::size_t i = 0; i < removal->consents.size(); ++i) {
            auto const &consent = removal->consents[i];
            if (consent.no_answer || consent.refusals || consent.same_person)
                not_encoded(consent.span, "what no answer or a refusal to a removal means");
            auto here = at(o, level);
            auto environment = here.environment;
            Act act;
            prepare(act, here, environment);
            auto const by = actor(removal->consents[i].by, environment);
            auto const source = clause_id(provision.instrument, removal->consents[i].tag,
                                          removal->consents[i].span);
            guard_actor(act, by, source);
            if (by.kind == ActorRef::Kind::body) {
                auto const v = vote(act, by, removal->consents[i].vote, source, environment, false);
                guard(act, v.passes, v.threshold_clause, "the vote passes");
            }
            act.also.push_back(source);
            set(act, o.removal_consented[first_consent + i], here.arguments, truth(true), source);
            emit(act,
                 event_of("consents to removal of", &by, o.name, static_cast<bool>(here.unit),
                          false),
                 event_arguments(by, here));
            act.name = fmt::format("consent to removal from {} ({})", o.name, by.name);
            act.story = "{actor} consents to the removal of " + o.name;
            core_.acts.add(std::move(act));
        }
        auto here = at(o, level);
        auto environment = here.environment;
        Act act;
        prepare(act, here, environment);
        auto const by = actor(removal->by, environment);
        guard_actor(act, by, clause);
        if (!removal->ground.empty())
            guard(act, formula(removal->ground.front(), environment), clause, "there is a ground");
        if (removal->grounds)
            guard(act,
                  decide(*removal->grounds, clause, "grounds", environment,
                         [&](ast::Value const &value) {
                             if (!value.requirements.empty() &&
                                 !value.requirements.front().formula.empty())
                                 return formula(value.requirements.front().formula.front(),
                                                environment);
                             return truth(true);
                         }),
                  clause, "there is a ground");
        if (!removal->after.empty())
            guard(act, formula(removal->after.front(), environment), clause,
                  "what must come first has come");
        for (std::size_t i = 0; i < removal->consultations.size(); ++i)
            guard(act,
                  any({read(o.removal_consulted[first_consultation + i], here.arguments),
                       omission(removal->consultations[i], provision.instrument, environment)}),
                  clause_id(provision.instrument, removal->consultations[i].tag,
                            removal->consultations[i].with.front().span),
                  "the consultation has been held");
        for (std::size_t i = 0; i < removal->consents.size(); ++i)
            guard(act, read(o.removal_consented[first_consent + i], here.arguments),
                  clause_id(provision.instrument, removal->consents[i].tag,
                            removal->consents[i].span),
                  words(actor(removal->consents[i].by, environment)) + " has consented");
        for (auto const &only : onlys) {
            if (only.provision == &provision || provision.rank > only.provision->rank) continue;
            auto inside = here.environment;
            auto const binds = applies(*only.provision, inside, here.unit, level);
            auto const sole = actor(only.node->by, inside);
            if (sole.name == by.name && sole.level == by.level) continue;
            ExprId allowed = truth(false);
            if (provision.rank ==
                only.provision->rank) // a permission against an `only` of equal rank
                allowed = is(
                    implicit(
                        only.provision->id,
                        "against " + core_.clauses[clause].label() + " of equal rank, which counts",
                        {core_.clauses[only.provision->id].label(), core_.clauses[clause].label()}),
                    1);
            guard(act, any({no(binds), allowed}), only.provision->id, "nobody else may remove");
        }
        act.name = fmt::format("remove {} ({})", o.name, by.name);
        emit(act, event_of("removes", &by, o.name, static_cast<bool>(here.unit), false),
             event_arguments(by, here));
        emit(act, event_of("leaves", nullptr, o.name, static_cast<bool>(here.unit), true),
             with(here.arguments, read(o.holder, here.arguments)));
        vacate(act, o, here, clause);
        act.story = "{actor} removes " + o.name;
        o.removals.emplace_back(core_.acts.add(std::move(act)), here.arguments);
        if (removal->within && removal->mode != ast::Removal::Mode::must)
            not_encoded(provision.clause->span, "a deadline for a removal that need not be");
    }
}

// Once every requirement is read. Who only acts in the office is not removed from it.
void Context::remember_removals(OfficeVars &o) {
    auto const remember = [&](VarId var, ExprId now, ExprId never) {
        for (auto const &[id, arguments] : o.removals) {
            auto &act = core_.acts[id];
            auto const who = binder("q", Sort::person());
            set(act, var, {bound(who)}, now, act.clause,
                all({no(is(read(o.status, arguments), status::acting)),
                     equal(read(o.holder, arguments), bound(who))}),
                {who});
        }
        auto const who = binder("q", Sort::person());
        core_.entry.push_back(
            {quantify(Op::every, who, equal(read(var, {bound(who)}), never)),
             general("entry states: nothing is pending and nothing has been counted"),
             "nobody has been removed yet"});
    };
    if (o.removed) remember(o.removed, truth(true), truth(false));
    for (auto const &[limit, since] : o.since_removal)
        remember(since, number(0), number(limit + 1));
}

// Who stands in for a vacant office. Where no text says it: the superior, or nobody.
void Context::acting_holders(OfficeVars &o, LevelId level) {
    std::vector<Provision const *> written;
    for (auto const &provision : o.provisions)
        if (std::holds_alternative<ast::Acting>(provision.clause->node) &&
            speaks_of(provision, level))
            written.push_back(&provision);

    auto const designate = [&](ast::Ref const &by_ref, ClauseId clause, ExprId may,
                               Provision const *provision, ast::Acting const *node) {
        auto here = at(o, level);
        auto environment = here.environment;
        ExprId condition = truth(true);
        if (provision) condition = applies(*provision, environment, here.unit, level);
        auto const by = actor(by_ref, environment);
        auto const person = binder("p", Sort::person());
        Act act;
        act.clause = clause;
        act.parameters = here.parameters;
        act.parameters.push_back(person);
        act.name = fmt::format("designate an acting {} ({})", o.name, by.name);
        guard(act, office_exists(o.name, here.unit), general("existence of the office"),
              "the office exists");
        guard_scope(act, condition, clause);
        guard(act, may, clause,
              "the text is read so that an acting holder may be designated by this actor");
        guard_actor(act, by, clause);
        guard(act, is(read(o.status, here.arguments), status::vacant), clause,
              "the office is vacant");
        set(act, o.status, here.arguments, number(status::acting), clause);
        set(act, o.holder, here.arguments, bound(person), clause);
        set(act, o.begun, here.arguments, truth(true), clause);
        set(act, o.under, here.arguments, number(0), clause);
        if (o.acting_left) {
            ExprId limit = number(0);
            ClauseId source = clause;
            if (node && node->limit) {
                source = part_of(clause, node->limit_tag, node->limit->span);
                limit = limit_of_acting(*provision, *node, environment);
            }
            set(act, o.acting_left, here.arguments, limit, source);
            set(act, o.acting_limited, here.arguments, less(number(0), limit), source);
        }
        emit(act, event_of("designates", &by, o.name, static_cast<bool>(here.unit), true),
             event_arguments(by, here, bound(person)));
        emit(act, event_of("begins to act as", nullptr, o.name, static_cast<bool>(here.unit), true),
             with(here.arguments, bound(person)));
        act.story = "{actor} designates {p} as acting " + o.name;
        core_.acts.add(std::move(act));
    };
    auto unsaid = always();
    for (auto const *provision : written) unsaid &= ~provision->periods;
    if (unsaid != 0) {
        bool superior = false;
        for (auto const *s : program_.superiors) {
            auto const levels = levels_of(s->of.levels);
            superior |= s->office.text == o.name &&
                        std::find(levels.begin(), levels.end(), level) != levels.end();
        }
        if (superior) {
            auto const clause = general("acting holders of " + o.name);
            auto const who = implicit(clause, "who designates an acting holder of " + o.name,
                                      {"the superior", "nobody"});
            ast::Ref ref;
            ref.kind = ast::RefKind::superior;
            designate(ref, clause, all({is(who, 0), in_force(unsaid)}), nullptr, nullptr);
        }
    }
    // Under which clause somebody acts is not kept.
    for (auto const *provision : written)
        for (auto const *other : written)
            if (auto const &powers = std::get<ast::Acting>(provision->clause->node).powers;
                powers && provision != other && (provision->periods & other->periods) != 0)
                not_encoded(powers->span, "what whoever acts may do where several clauses on "
                                          "acting holders stand side by side");
    for (auto const *provision : written) {
        auto const &node = std::get<ast::Acting>(provision->clause->node);
        Environment none;
        auto const answer = node.by.unsettled ? reading(node.by, provision->id,
                                                        "who designates an acting holder", none)
                                              : ExprId{};
        for (std::size_t i = 0; i < node.by.values.size(); ++i) {
            auto const *ref = std::get_if<ast::Ref>(&node.by.values[i].content);
            if (!ref) continue; // nobody
            designate(*ref, provision->id,
                      answer ? is(answer, static_cast<std::int64_t>(i)) : truth(true), provision,
                      &node);
        }
    }
    auto const here = at(o, level);
    time_over(o, here, status::acting, limits_of_acting(o, here), "acting");
}

std::vector<Context::Expiry> Context::expiries(OfficeVars const &o, OfficeAt const &here) {
    std::vector<std::pair<Provision const *, ExprId>> came;
    for (auto const &way : o.ways)
        if (way.node->term && limits_time(*way.node->term) &&
            speaks_of(way.provision, here.environment.level))
            came.emplace_back(&way.provision, is(read(o.under, here.arguments), way.number));
    return expiries(o.provisions, here, came, "when the term is over and there is no successor",
                    {"the office falls vacant", "the holder stays until a successor"});
}

// How long somebody is held over, by each clause that limits it.
std::vector<Context::Length> Context::limits_of_stay(OfficeVars const &o, OfficeAt const &here) {
    std::vector<Length> limits;
    if (!o.tenure) return limits;
    for (auto const &expiry : expiries(o, here))
        if (expiry.limit) limits.push_back({expiry.limit_clause, expiry.counts, expiry.limit});
    return limits;
}

// The same of acting.
std::vector<Context::Length> Context::limits_of_acting(OfficeVars const &o, OfficeAt const &here) {
    std::vector<Length> limits;
    auto const level = here.environment.level;
    for (auto const &provision : o.provisions) {
        auto const *node = std::get_if<ast::Acting>(&provision.clause->node);
        if (!node || !node->limit || !speaks_of(provision, level)) continue;
        auto environment = here.environment;
        auto const counts = applies(provision, environment, here.unit, level);
        limits.push_back({part_of(provision.id, node->limit_tag, node->limit->span), counts,
                          limit_of_acting(provision, *node, environment)});
    }
    return limits;
}

ExprId Context::limit_of_acting(Provision const &provision, ast::Acting const &node,
                                Environment const &environment) {
    return decide_number(*node.limit, part_of(provision.id, node.limit_tag, node.limit->span),
                         "limit of acting", environment,
                         [&](ast::Value const &value) { return length_of(value); });
}

// What these limits allow ends by itself. The clause that counts is the one that is told.
void Context::time_over(OfficeVars &o, OfficeAt const &here, int status,
                        std::vector<Length> const &limits, std::string const &what) {
    std::vector<ExprId> others;
    for (auto const &[clause, counts, days] : limits) {
        Act act;
        act.name = "end of " + what + ": " + o.name;
        act.kind = ActKind::automatic;
        act.group = Group::ends;
        act.actor = {"the law", {}};
        act.parameters = here.parameters;
        act.clause = clause;
        guard(act, is(read(o.status, here.arguments), status), clause, "somebody is " + what);
        guard(act, read(o.acting_limited, here.arguments), clause, what + " is limited in time");
        guard(act, is(read(o.acting_left, here.arguments), 0), clause, "the time is over");
        // A time runs because some clause counted: the last takes what the others leave.
        bool const last = others.size() + 1 == limits.size();
        guard(act, all({last ? truth(true) : counts, no(any(others))}), clause,
              "it is for this clause to say how long");
        others.push_back(counts);
        vacate(act, o, here, clause);
        emit(act, event_of("leaves", nullptr, o.name, static_cast<bool>(here.unit), true),
             with(here.arguments, read(o.holder, here.arguments)));
        act.story = "the time for " + what + " as " + o.name + " is over";
        core_.acts.add(std::move(act));
    }
}

// Entry states: vacant, held, acting, held over or held under earlier law; nothing pending; records
// empty.
void Context::office_entry(OfficeVars &o) {
    auto const over = [&](LevelId level, auto const &make_conditions) {
        auto here = at(o, level);
        for (auto const &[condition, clause, words_of] : make_conditions(here)) {
            auto e = condition;
            if (here.unit) e = quantify(Op::every, here.binder, e);
            core_.entry.push_back({e, clause, words_of});
        }
    };
    struct Entry {
        ExprId condition;
        ClauseId clause;
        std::string words;
    };
    auto levels = o.levels;
    if (levels.empty()) levels.push_back({});
    for (auto const level : levels)
        over(level, [&](OfficeAt &here) {
            std::vector<Entry> entries;
            auto const start =
                general("entry states: nothing is pending and nothing has been counted");
            auto const origin = general(
                "entry states: a holder came in by a way of this regime or under earlier law");
            auto const status = read(o.status, here.arguments),
                       under = read(o.under, here.arguments);
            auto const false_ = [&](VarId var) {
                if (var)
                    entries.push_back({no(read(var, here.arguments)), start, "nothing is pending"});
            };
            false_(o.begun);
            false_(o.waiting);
            false_(o.withdrew);
            false_(o.ended);
            false_(o.initiated);
            entries.push_back(
                {is(read(o.procedure, here.arguments), 0), start, "no procedure is under way"});
            for (auto const var : o.consulted) false_(var);
            for (auto const var : o.removal_consented) false_(var);
            for (auto const var : o.removal_consulted) false_(var);
            std::vector<VarId> persons = o.consented;
            persons.push_back(o.candidate);
            persons.push_back(o.refused);
            for (auto const var : persons) {
                if (!var) continue;
                auto const who = binder("q", Sort::person());
                entries.push_back(
                    {quantify(Op::every, who, no(read(var, with(here.arguments, bound(who))))),
                     start, "nobody is put forward"});
            }
            std::vector<VarId> numbers{o.refusals, o.rounds,      o.no_confidence,   o.in_one_term,
                                       o.requests, o.until_again, o.delay_to_office, o.outgoing};
            numbers.insert(numbers.end(), o.answer_left.begin(), o.answer_left.end());
            for (auto const var : numbers)
                if (var)
                    entries.push_back(
                        {is(read(var, here.arguments), 0), start, "nothing has been counted"});
            entries.push_back(
                {implies(no(office_exists(o.name, here.unit)), is(status, status::vacant)),
                 general("existence of the office"), "an office that does not exist is vacant"});
            entries.push_back({implies(no(is(status, status::held)), is(under, 0)), origin,
                               "only a holder has a way in"});

            // Held under a way of this regime: its requirements count as met, its term still runs.
            for (auto &way : o.ways) {
                ExprId holds = all({is(status, status::held), is(under, way.number)});
                if (!speaks_of(way.provision, level)) {
                    entries.push_back(
                        {no(holds), way.provision.id, "this way does not lead to this office"});
                    continue;
                }
                auto environment = here.environment;
                std::vector<ExprId> met{applies(way.provision, environment, here.unit, level)};
                for (auto const &must :
                     candidate_musts(o, way, here, level, read(o.holder, here.arguments)))
                    met.push_back(must.condition);
                entries.push_back({implies(holds, all(met)), way.provision.id,
                                   "a holder who came in this way met its requirements"});
            }
            if (o.tenure) {
                // The same term that taking office would fix now bounds what is left of it.
                auto const left = read(o.tenure, here.arguments),
                           limited = read(o.limited, here.arguments);
                entries.push_back(
                    {implies(no(limited), is(left, 0)), origin, "no term, no days left"});
                entries.push_back(
                    {implies(any({no(is(status, status::held)), is(under, 0)}), no(limited)),
                     origin, "a term of this regime binds those who came in under it"});
                for (auto &way : o.ways) {
                    if (!speaks_of(way.provision, level)) continue;
                    Act scratch;
                    take(scratch, o, here, read(o.holder, here.arguments), way, way.provision.id);
                    ExprId full;
                    for (auto const &update : scratch.updates)
                        if (update.var == o.tenure) full = update.value;
                    auto const holds = all({is(status, status::held), is(under, way.number)});
                    entries.push_back({implies(holds, equal(limited, less(number(0), full))),
                                       way.provision.id, "the term was fixed on taking office"});
                    entries.push_back({implies(all({holds, limited}),
                                               all({less(number(0), left), at_most(left, full)})),
                                       way.provision.id, "the term still runs"});
                }
            }
            if (o.acting_left) {
                auto const left = read(o.acting_left, here.arguments),
                           limited = read(o.acting_limited, here.arguments);
                entries.push_back(
                    {implies(no(limited), is(left, 0)), origin, "no limit, no days left"});
                std::vector<ExprId> runs;
                auto const running = [&](int in, std::vector<Length> const &limits) {
                    for (auto const &[_, counts, days] : limits)
                        runs.push_back(all({is(status, in), counts, at_most(left, days)}));
                };
                running(status::acting, limits_of_acting(o, here));
                running(status::held_over, limits_of_stay(o, here));
                entries.push_back(
                    {implies(limited, all({any(std::move(runs)), less(number(0), left)})), origin,
                     "the time for acting or being held over still runs"});
            }
            // Incumbents of earlier law, where a transitional clause speaks of them.
            for (auto const &provision : general_) {
                auto const *t = std::get_if<ast::Transition>(&provision.clause->node);
                if (!t || t->matter != ast::Transition::Matter::incumbents ||
                    t->office.text != o.name)
                    continue;
                auto const t_levels = levels_of(t->of.levels);
                if (level && std::find(t_levels.begin(), t_levels.end(), level) == t_levels.end())
                    continue;
                auto inside = here.environment.with(t->of.variable.text, here.unit, false, {level});
                inside.unit = here.unit;
                auto const condition =
                    all({binder_restriction(t->of, inside), in_force(provision)});
                auto const earlier = all({condition, is(status, status::held), is(under, 0)});
                entries.push_back(
                    {implies(earlier, word_is(t->what, provision.id, "incumbents of earlier law",
                                              inside, ast::Word::stay)),
                     provision.id,
                     "incumbents of earlier law go on holding the office only if they stay"});
            }
            return entries;
        });
}

} // namespace mandate::compiler
