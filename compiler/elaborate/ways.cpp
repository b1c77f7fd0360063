// Ways into an office: appointment and election, with presentation, consultation, consent and the
// taking of office.
#include "base/assert.h"
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

bool Context::lasting(ast::Requirement const &r) const {
    switch (r.kind) {
    case ast::Requirement::Kind::nothing:
    case ast::Requirement::Kind::lives:
        return true;
    case ast::Requirement::Kind::age:
        return !r.negated;
    case ast::Requirement::Kind::removed:
        return !r.negated && !r.within;
    case ast::Requirement::Kind::attributes:
        return std::none_of(
            program_.attributes.begin(), program_.attributes.end(), [&](auto const *a) {
                return a->changing &&
                       std::any_of(r.attributes.begin(), r.attributes.end(),
                                   [&](auto const &name) { return name.text == a->name.text; });
            });
    case ast::Requirement::Kind::formula:
        return false;
    }
    unreachable();
}

void Context::add_must(ast::Must const &must, ClauseId clause, ExprId condition, ExprId person,
                       Environment const &environment, std::vector<Required> &parts) {
    if (must.who == ast::Must::Who::elector) return;
    auto const inside = environment.with("candidate", person, true, {});
    auto const one = [&](ast::Requirement const &r) {
        if (must.who == ast::Must::Who::holder && r.kind == ast::Requirement::Kind::removed)
            not_encoded(r.span, "a requirement on a holder that may be lost");
        return requirement(r, person, inside);
    };
    for (auto const &r : must.requirements) {
        auto const own = r.tag.citations.empty()
                             ? clause
                             : clause_id(core_.clauses[clause].instrument, r.tag, r.span);
        parts.push_back({implies(condition, one(r)), own, lasting(r)});
    }
    if (must.choice) {
        bool lasts = true;
        auto const meaning = decide(*must.choice, clause, "requirements on a candidate",
                                    environment, [&](ast::Value const &value) {
                                        std::vector<ExprId> each;
                                        for (auto const &r : value.requirements) {
                                            each.push_back(one(r));
                                            lasts &= lasting(r);
                                        }
                                        return all(std::move(each));
                                    });
        parts.push_back({implies(condition, meaning), clause, lasts});
    }
}

// Those on the office, for a way in of that rank.
void Context::office_musts(OfficeVars const &office, OfficeAt &at, LevelId level, ExprId person,
                           int rank, std::vector<Required> &parts) {
    for (auto const &provision : office.provisions) {
        auto const *must = std::get_if<ast::Must>(&provision.clause->node);
        if (!must || !speaks_of(provision, level) || rank > provision.rank) continue;
        auto environment = at.environment;
        auto const condition = applies(provision, environment, at.unit, level);
        add_must(*must, provision.id, condition, person, environment, parts);
    }
}

// The requirements on a candidate: those of the way itself, and those on the office that bind this
// way's rank.
std::vector<Context::Required> Context::candidate_musts(OfficeVars const &office, Way const &way,
                                                        OfficeAt &at, LevelId level,
                                                        ExprId person) {
    std::vector<Required> parts;
    for (auto const &must : way.node->musts) {
        auto environment = at.environment;
        applies(way.provision, environment, at.unit, level);
        add_must(must, way.provision.id, truth(true), person, environment, parts);
    }
    office_musts(office, at, level, person, way.provision.rank, parts);
    return parts;
}

void Context::musts() {
    for (auto const &[name, office] : offices_)
        for (LevelId const level :
             office.levels.empty() ? std::vector<LevelId>{{}} : office.levels) {
            auto here = at(office, level);
            auto parameters = here.parameters;
            parameters.push_back(binder("p", Sort::person()));
            std::vector<Required> parts;
            office_musts(office, here, level, bound(parameters.back()), 0, parts);
            for (Required const &must : parts)
                core_.musts.push_back({name, parameters, must.condition, must.clause,
                                       "the candidate meets the requirements", must.lasting});
        }
}

// The term that taking office by this way fixes: its own, else that of the office.
Context::Length Context::term(OfficeVars const &office, OfficeAt const &at, Way const &way) {
    if (!way.node->term) return term(office, at);
    auto environment = at.environment;
    applies(way.provision, environment, at.unit, at.environment.level);
    auto const own = part_of(way.provision.id, way.node->term_tag, way.node->term->span);
    return {own, truth(true),
            decide_number(*way.node->term, own, "term", environment,
                          [&](ast::Value const &value) { return length_of(value); })};
}

// By the clauses on the office as a whole: that of the highest rank.
Context::Length Context::term(OfficeVars const &office, OfficeAt const &at) {
    Length result{general("no term is fixed"), truth(true), number(0)};
    int best = -1;
    for (int rank = 0; rank <= 3; ++rank)
        for (auto const *provision : clauses<ast::Term>(office.provisions, at.environment.level)) {
            if (provision->rank != rank) continue;
            auto inside = at.environment;
            auto condition = applies(*provision, inside, at.unit, at.environment.level);
            auto const days =
                decide_number(std::get<ast::Term>(provision->clause->node).length, provision->id,
                              "term", inside, [&](ast::Value const &v) { return length_of(v); });
            if (best == rank) { // two of equal rank: which one counts is a question of its own
                auto const second =
                    is(implicit(provision->id, "two terms of equal rank: which counts",
                                {core_.clauses[result.clause].label(),
                                 core_.clauses[provision->id].label()}),
                       1);
                condition = all({condition, any({is(result.days, 0), second})});
            }
            result.days = choose(condition, days, result.days);
            result.clause = provision->id;
            best = rank;
        }
    return result;
}

void Context::take(Act &act, OfficeVars &office, OfficeAt const &at, ExprId person, Way const &way,
                   ClauseId clause) {
    end_procedure(act, office, at.arguments, general("a procedure ends when the office is taken"));
    set(act, office.status, at.arguments, number(status::held), clause);
    set(act, office.holder, at.arguments, person, clause);
    set(act, office.under, at.arguments, number(way.number), clause);
    set(act, office.begun, at.arguments, truth(true), clause);
    set(act, office.ended, at.arguments, truth(false), clause);
    set(act, office.acting_left, at.arguments, number(0), general("taking office ends acting"));
    for (auto const var : office.removal_consented)
        set(act, var, at.arguments, truth(false), clause);
    for (auto const var : office.removal_consulted)
        set(act, var, at.arguments, truth(false), clause);
    auto const counting = general("votes of no confidence are counted against the same holder");
    forget_no_confidence(act, office, at, counting);

    // The term fixes its end now: the way's own, else the office's of the highest rank.
    if (office.tenure) {
        auto const fixed = term(office, at, way);
        set(act, office.tenure, at.arguments, fixed.days, fixed.clause);
        set(act, office.limited, at.arguments, less(number(0), fixed.days), fixed.clause);
    }
    // Records that start again with a new holder, or may.
    for (auto &[name, record] : records_) {
        if (record.office != office.name) continue;
        set(act, record.count, at.arguments, number(0), record.provision.id,
            starts_again(record, ast::Word::new_holder, "with a new holder"));
    }
    emit(act, event_of("takes", nullptr, office.name, static_cast<bool>(at.unit), true),
         with(at.arguments, person));
    // Whoever acted or was held over leaves.
    emit(act, event_of("leaves", nullptr, office.name, static_cast<bool>(at.unit), true),
         with(at.arguments, read(office.holder, at.arguments)),
         all({no(is(read(office.status, at.arguments), status::vacant)),
              no(equal(read(office.holder, at.arguments), person))}));
}

void Context::ways(OfficeVars &office, LevelId level) {
    for (auto &way : office.ways) {
        if (!speaks_of(way.provision, level)) continue;
        if (way.node->election)
            election(office, way, level);
        else
            appointment(office, way, level);
    }
}

// Whether so many candidates are enough, and by which clause.
std::pair<ExprId, ClauseId> Context::enough(Way const &way, ExprId many,
                                            Environment const &environment) {
    if (!way.node->candidates) return {truth(true), way.provision.id};
    auto const source =
        part_of(way.provision.id, way.node->candidates_tag, way.node->candidates->span);
    return {decide(*way.node->candidates, source, "number of candidates", environment,
                   [&](ast::Value const &value) {
                       return at_most(whole(value).value_or(number(0)), many);
                   }),
            source};
}

// Whether this is what follows a withdrawal that leaves too few, and by which clause.
std::pair<ExprId, ClauseId> Context::after_withdrawal(Way const &way, ast::Word what,
                                                      Environment const &environment) {
    if (!way.node->withdrawal) return {truth(false), way.provision.id};
    auto const source =
        part_of(way.provision.id, way.node->withdrawal_tag, way.node->withdrawal->span);
    return {word_is(*way.node->withdrawal, source, "too few candidates after withdrawal",
                    environment, what),
            source};
}

// How often something may happen in one procedure; 0: without limit.
ExprId Context::times_allowed(ast::Choice const &choice, ClauseId clause, std::string const &what,
                              Environment const &environment) {
    return decide_number(choice, clause, what, environment, [&](ast::Value const &value) {
        auto const n = whole(value).value_or(number(0));
        if (core_.expressions[n].sort.high > 7)
            not_encoded(value.span, fmt::format("a {} above 7", what));
        if (whole(value) && core_.expressions[n].sort.low < 1)
            not_encoded(value.span, fmt::format("a {} of 0", what));
        return n;
    });
}

// Whose act it is to put a candidate forward. Without a presentation it is the appointing actor's
// own.
void Context::nominations(OfficeVars &office, Way &way, LevelId level, bool ballot) {
    auto list = way.node->nominations;
    if (list.empty()) {
        if (ballot) {
            sink_.report({Code::nobody_presents, way.provision.clause->span, {way.label}});
            return;
        }
        ast::Nomination own;
        own.by = way.node->by;
        own.tag = way.provision.clause->tag;
        own.span = way.provision.clause->span;
        list.push_back(own);
    }
    for (auto const &nomination : list) {
        auto here = at(office, level);
        auto const clause =
            nomination.tag.citations.empty()
                ? way.provision.id
                : clause_id(way.provision.instrument, nomination.tag, nomination.span);
        auto environment = here.environment;
        auto const condition = applies(way.provision, environment, here.unit, level);
        auto const by = actor(nomination.by, environment);
        if (nomination.only)
            core_.exclusive.push_back(
                {{"present for " + office.name, "nominate for " + office.name},
                 by.name,
                 by.unit,
                 here.parameters,
                 condition,
                 clause,
                 "nobody else may present candidates"});
        bool const self = by.kind == ActorRef::Kind::self;
        auto const person = binder("p", Sort::person());
        auto const p = bound(person);

        Act act;
        act.name = fmt::format("{} {} ({})", nomination.nominated ? "nominate for" : "present for",
                               office.name, by.name);
        act.clause = clause;
        act.also = {way.provision.id};
        act.parameters = here.parameters;
        act.parameters.push_back(person);
        guard(act, office_exists(office.name, here.unit), general("existence of the office"),
              "the office exists");
        guard_scope(act, condition, way.provision.id);
        if (self)
            act.actor = {"candidate", {}};
        else
            guard_actor(act, by, clause);
        begin_procedure(act, office, here, way.number, clause);
        if (way.node->called_by) {
            // An election must first have been called.
            guard(act, is(read(office.procedure, here.arguments), way.number),
                  clause_id(way.provision.instrument, way.node->called_tag,
                            way.node->called_by->span),
                  "the election has been called");
        }
        for (auto const &must : candidate_musts(office, way, here, level, p))
            guard(act, must.condition, must.clause, "the candidate meets the requirements");
        guard(act, no(read(office.candidate, with(here.arguments, p))),
              general("a person is put forward once"), "the person is not yet a candidate");
        if (!ballot && !way.node->candidates) {
            auto const other = binder("q", Sort::person());
            guard(act,
                  no(quantify(Op::some, other,
                              read(office.candidate, with(here.arguments, bound(other))))),
                  general("one person at a time is put to consent"),
                  "no other person is before the body");
        }
        for (std::size_t i = 0; i < way.node->consents.size(); ++i) {
            auto const &consent = way.node->consents[i];
            auto source = clause_id(way.provision.instrument, consent.tag, consent.span);
            ExprId again;
            if (consent.same_person) {
                source = part_of(source, consent.same_person_tag, consent.same_person->span);
                again = word_is(*consent.same_person, source, "same person again", environment,
                                ast::Word::yes);
            } else {
                again = is(implicit(source, "same person again after a refusal", {"yes", "no"}), 0);
            }
            guard(act, any({no(read(office.refused, with(here.arguments, p))), again}), source,
                  "a person once refused may be put forward again");
        }
        if (nomination.signatures) {
            act.inputs.push_back(Input::signatures);
            auto const of = nomination.signatures_of.empty()
                                ? here.unit
                                : unit(nomination.signatures_of.front(), environment);
            auto const voters = read(voters_, {of});
            guard(act, at_most(input(Input::signatures), voters), clause,
                  "signatures are of voters");
            guard(act,
                  decide(*nomination.signatures, clause, "signatures", environment,
                         [&](ast::Value const &value) {
                             return reaches(value, voters, input(Input::signatures));
                         }),
                  clause, "enough signatures");
        }
        set(act, office.candidate, with(here.arguments, p), truth(true), clause);
        for (std::size_t i = 0; i < way.node->consents.size(); ++i)
            if (auto const &consent = way.node->consents[i]; consent.no_answer_within)
                set(act, office.answer_left[i], here.arguments, days_of(*consent.no_answer_within),
                    clause_id(way.provision.instrument, consent.tag, consent.span));
        auto const verb = nomination.nominated ? "nominates" : "presents";
        emit(act, event_of(verb, &by, office.name, static_cast<bool>(here.unit), true),
             event_arguments(by, here, p));
        act.story = self
                        ? "{p} stands for " + office.name
                        : fmt::format("{{actor}} {} {{p}} for {}",
                                      nomination.nominated ? "nominates" : "presents", office.name);
        core_.acts.add(std::move(act));

        // A presentation may be taken back; so may a candidature.
        Act back;
        auto again = at(office, level);
        auto const who = binder("p", Sort::person());
        back.name =
            fmt::format("withdraw from {} ({})", office.name, ballot ? "candidate" : by.name);
        back.clause = clause;
        back.also = {way.provision.id};
        back.parameters = again.parameters;
        back.parameters.push_back(who);
        auto back_environment = again.environment;
        applies(way.provision, back_environment, again.unit, level);
        auto const back_by = actor(nomination.by, back_environment);
        if (ballot || self)
            back.actor = {"candidate", {}};
        else
            guard_actor(back, back_by, clause);
        guard(back, is(read(office.procedure, again.arguments), way.number), clause,
              "the procedure is under way");
        guard(back, read(office.candidate, with(again.arguments, bound(who))), clause,
              "the person is a candidate");
        guard(back, no(read(office.waiting, again.arguments)), clause,
              "the choice is not yet made");
        if (ballot) {
            auto const other = binder("q", Sort::person());
            auto const left =
                minus(quantify(Op::count, other,
                               read(office.candidate, with(again.arguments, bound(other)))),
                      number(1));
            auto const [is_void, source] =
                after_withdrawal(way, ast::Word::void_, back_environment);
            auto const were = plus(left, number(1));
            auto const over = all({is_void, enough(way, were, back_environment).first,
                                   no(enough(way, left, back_environment).first)});
            end_procedure(back, office, again.arguments, source, over);
            set(back, office.withdrew, again.arguments, truth(true), clause, no(over));
            set(back, office.candidate, with(again.arguments, bound(who)), truth(false), clause,
                no(over));
        } else {
            end_procedure(back, office, again.arguments,
                          general("a procedure ends when the presentation is withdrawn"));
        }
        emit(back,
             event_of("withdraws from", nullptr, office.name, static_cast<bool>(again.unit), true),
             with(again.arguments, bound(who)));
        back.story = ballot ? "{p} withdraws as candidate for " + office.name
                            : "{actor} takes back the presentation of {p} for " + office.name;
        core_.acts.add(std::move(back));
        if (ballot) continue;
    }
}

std::vector<Way::Consultation> Context::consultations_before(Way const &way,
                                                             OfficeVars const &office) {
    std::vector<Way::Consultation> result;
    for (auto const &c : way.node->consultations)
        result.push_back(
            {&c, way.provision, clause_id(way.provision.instrument, c.tag, c.with.front().span)});
    for (auto const &provision : office.provisions)
        if (auto const *c = std::get_if<ast::Consultation>(&provision.clause->node);
            c && way.provision.rank <= provision.rank)
            result.push_back({c, provision, provision.id});
    return result;
}

void Context::consultations(OfficeVars &office, Way &way, LevelId level) {
    for (std::size_t i = 0; i < way.consultations.size(); ++i) {
        auto const &[node, provision, clause] = way.consultations[i];
        if (!speaks_of(provision, level)) continue;
        auto const &consultation = *node;
        auto here = at(office, level);
        auto environment = here.environment;
        auto const condition = applies(way.provision, environment, here.unit, level);
        auto const required = applies(provision, environment, here.unit, level);
        auto const &by_ref = consultation.form_by            ? *consultation.form_by
                             : way.node->nominations.empty() ? way.node->by
                                                             : way.node->nominations.front().by;
        auto const by = actor(by_ref, environment);
        auto const flag = office.consulted[i];
        Act act;
        act.name = fmt::format("consult on {} ({})", office.name, by.name);
        act.clause = clause;
        act.also = {way.provision.id};
        if (consultation.form_by && !consultation.form_tag.citations.empty())
            act.also.push_back(
                clause_id(provision.instrument, consultation.form_tag, consultation.form_by->span));
        act.parameters = here.parameters;
        guard(act, office_exists(office.name, here.unit), general("existence of the office"),
              "the office exists");
        guard_scope(act, condition, way.provision.id);
        if (provision.id != way.provision.id) guard_scope(act, required, provision.id);
        guard_actor(act, by, clause);
        begin_procedure(act, office, here, way.number, clause);
        act.inputs = {
            Input::number}; // how many take part: the form is the actor's choice each time
        guard(act, less(number(0), input(Input::number)), clause, "somebody is consulted");
        auto const whom = consult(act, consultation, by, flag, here.arguments, clause, environment);
        act.story = fmt::format("{{actor}} consults {} about {}", whom, office.name);
        core_.acts.add(std::move(act));
    }
}

// Returns: who is consulted, in words.
std::string Context::consult(Act &act, ast::Consultation const &c, ActorRef const &by, VarId held,
                             std::vector<ExprId> const &at, ClauseId source,
                             Environment const &environment) {
    guard(act, no(read(held, at)), source, "the consultation has not yet been held");
    std::string whom;
    for (auto const &ref : c.with) {
        auto const one = actor(ref, environment);
        guard(act, actor_present(one), source, words(one) + " is there to be consulted");
        std::vector<ExprId> arguments;
        if (by.unit) arguments.push_back(by.unit);
        if (one.unit) arguments.push_back(one.unit);
        emit(act, event_of("consults", &by, one.name, static_cast<bool>(one.unit), false),
             std::move(arguments));
        whom += (whom.empty() ? "" : ", ") + words(one);
    }
    set(act, held, at, truth(true), source);
    return whom;
}

// Whether it has no effect that a consultation is left out.
ExprId Context::omission(ast::Consultation const &c, std::string const &instrument,
                         Environment const &environment) {
    if (!c.if_omitted) return truth(false);
    auto const source = c.omitted_tag.citations.empty()
                            ? clause_id(instrument, c.tag, c.with.front().span)
                            : clause_id(instrument, c.omitted_tag, c.if_omitted->span);
    return word_is(*c.if_omitted, source, "if the consultation is omitted", environment,
                   ast::Word::no_effect);
}

// Whoever chooses must have held the consultations, unless their omission has no effect.
void Context::held_first(Act &act, OfficeVars const &office, Way const &way, OfficeAt const &here,
                         LevelId level) {
    for (std::size_t i = 0; i < way.consultations.size(); ++i) {
        auto const &[node, provision, source] = way.consultations[i];
        if (!speaks_of(provision, level)) continue;
        auto environment = here.environment;
        auto const required = applies(provision, environment, here.unit, level);
        auto const omitted = omission(*node, provision.instrument, environment);
        auto const elsewhere = provision.id == way.provision.id ? truth(false) : no(required);
        guard(act, any({read(office.consulted[i], here.arguments), omitted, elsewhere}), source,
              "the consultation has been held");
    }
}

void Context::consents(OfficeVars &office, Way &way, LevelId level) {
    for (std::size_t i = 0; i < way.node->consents.size(); ++i) {
        auto const &consent = way.node->consents[i];
        auto const clause = clause_id(way.provision.instrument, consent.tag, consent.span);
        auto const flag = office.consented[i];

        // What a refusal does: the person's presentation is over, and at the limit the procedure
        // is.
        auto const refuse = [&](Act &act, OfficeAt const &here, Environment const &environment,
                                ExprId p) {
            auto const count = read(office.refusals, here.arguments);
            ExprId limit;
            ClauseId source = clause;
            if (consent.refusals) {
                if (!consent.refusals_tag.citations.empty())
                    source = clause_id(way.provision.instrument, consent.refusals_tag,
                                       consent.refusals->span);
                limit = times_allowed(*consent.refusals, source, "number of refusals allowed",
                                      environment);
            } else {
                limit = implicit_number(clause, "number of refusals allowed (0: no limit)", 0, 7);
            }
            auto const at_limit =
                all({less(number(0), limit), at_most(limit, plus(count, number(1)))});
            end_procedure(act, office, here.arguments, source, at_limit);
            auto const below = no(at_limit);
            set(act, office.candidate, with(here.arguments, p), truth(false), clause, below);
            set(act, office.refused, with(here.arguments, p), truth(true), clause, below);
            set(act, office.refusals, here.arguments, minimum(plus(count, number(1)), number(7)),
                clause, below);
        };
        bool const in_time = consent.no_answer_within.has_value();
        auto const answer_left = [&](OfficeAt const &here) {
            return read(office.answer_left[i], here.arguments);
        };
        int const decision = ++decisions_;
        auto const prepare = [&](Act &act, OfficeAt &here, Environment &environment,
                                 Binder const &person, bool answer = true) {
            act.decision = decision;
            act.clause = clause;
            act.also = {way.provision.id};
            act.parameters = here.parameters;
            act.parameters.push_back(person);
            applies(way.provision, environment, here.unit, level);
            guard(act, is(read(office.procedure, here.arguments), way.number), way.provision.id,
                  "the procedure is under way");
            guard(act, read(office.candidate, with(here.arguments, bound(person))), clause,
                  "the person has been put forward");
            guard(act, no(read(flag, with(here.arguments, bound(person)))), clause,
                  "consent has not yet been given");
            if (in_time)
                guard(act, answer ? less(number(0), answer_left(here)) : is(answer_left(here), 0),
                      clause,
                      answer ? "the time for an answer has not run out"
                             : "the time for an answer has run out");
        };

        // yes
        for (int outcome = 0; outcome < 2; ++outcome) {
            bool const yes = outcome == 0;
            auto here = at(office, level);
            auto environment = here.environment;
            auto const person = binder("p", Sort::person());
            auto const p = bound(person);
            Act act;
            prepare(act, here, environment, person);
            auto const by = actor(consent.by, environment);
            bool const body = by.kind == ActorRef::Kind::body || by.kind == ActorRef::Kind::college;
            guard_actor(act, by, clause);
            if (body) {
                auto const v = vote(act, by, consent.vote, clause, environment, false);
                if (yes) {
                    guard(act, v.passes, v.threshold_clause, "the vote passes");
                } else {
                    guard(act, no(v.passes), v.threshold_clause, "the vote does not pass");
                    // A tie may mean a repeat or a new procedure rather than a refusal.
                    auto const tied = tie(consent.vote, clause, environment, "a new procedure");
                    guard(act, any({no(v.tie), tied.fails}), tied.clause,
                          "a tie counts as a refusal");
                }
                emit(act,
                     event_of("votes on", &by, office.name, static_cast<bool>(here.unit), true),
                     event_arguments(by, here, p));
            }
            act.name = fmt::format("{} {} for {} ({})", yes ? "consent to" : "refuse",
                                   "a candidate", office.name, by.name);
            if (yes)
                set(act, flag, with(here.arguments, p), truth(true), clause);
            else
                refuse(act, here, environment, p);
            emit(act,
                 event_of(yes ? "consents to" : "refuses", &by, office.name,
                          static_cast<bool>(here.unit), true),
                 event_arguments(by, here, p));
            act.story = fmt::format(
                "{{actor}} {} {{p}} for {}",
                yes ? (consent.agreement ? "agrees to" : "consents to") : "refuses", office.name);
            core_.acts.add(std::move(act));
        }

        // A tie that calls for a new procedure.
        {
            auto here = at(office, level);
            auto environment = here.environment;
            auto const person = binder("p", Sort::person());
            Act act;
            prepare(act, here, environment, person);
            auto const by = actor(consent.by, environment);
            if (by.kind == ActorRef::Kind::body || by.kind == ActorRef::Kind::college) {
                auto const tied = tie(consent.vote, clause, environment, "a new procedure");
                if (!constant(tied.anew, false)) {
                    guard_actor(act, by, clause);
                    auto const v = vote(act, by, consent.vote, clause, environment, false);
                    guard(act, all({v.tie, no(v.passes)}), clause, "the vote is tied");
                    guard(act, tied.anew, tied.clause, "a tie calls for a new procedure");
                    end_procedure(act, office, here.arguments, tied.clause);
                    act.name = fmt::format("tie on a candidate for {} ({})", office.name, by.name);
                    act.story = fmt::format(
                        "{{actor}} is tied over {{p}} for {}: the procedure starts anew",
                        office.name);
                    core_.acts.add(std::move(act));
                }
            }
        }

        // No answer. A time that the text gives runs from when the person is put forward; without
        // one it may run out at any moment.
        for (int outcome = 0; outcome < 2; ++outcome) {
            bool const yes = outcome == 0;
            auto here = at(office, level);
            auto environment = here.environment;
            auto const person = binder("p", Sort::person());
            auto const p = bound(person);
            Act act;
            prepare(act, here, environment, person, false);
            auto const by = actor(consent.by, environment);
            ExprId means;
            ClauseId source = clause;
            if (consent.no_answer) {
                if (!consent.no_answer_tag.citations.empty())
                    source = clause_id(way.provision.instrument, consent.no_answer_tag,
                                       consent.no_answer->span);
                means = word_is(*consent.no_answer, source, "no answer means", environment,
                                yes ? ast::Word::yes : ast::Word::no);
            } else {
                means = is(implicit(clause, "no answer means", {"yes", "no", "it blocks"}),
                           yes ? 0 : 1);
            }
            auto const &constant = core_.expressions[means];
            if (constant.op == Op::boolean && constant.value == 0) continue;
            act.kind = in_time ? ActKind::automatic : ActKind::fact;
            act.actor = {"the law", {}};
            if (by.kind == ActorRef::Kind::body)
                guard(act, body_exists(by.name, by.unit), general("existence of the body"),
                      "the body exists");
            if (by.kind == ActorRef::Kind::office)
                guard(act, office_exists(by.name, by.unit), general("existence of the office"),
                      "the office exists");
            act.name = fmt::format("no answer on a candidate for {} ({}, {})", office.name, by.name,
                                   yes ? "yes" : "no");
            guard(act, means, source, yes ? "no answer means yes" : "no answer means no");
            if (yes)
                set(act, flag, with(here.arguments, p), truth(true), source);
            else
                refuse(act, here, environment, p);
            emit(act,
                 event_of(yes ? "consents to" : "refuses", &by, office.name,
                          static_cast<bool>(here.unit), true),
                 event_arguments(by, here, p));
            act.story =
                fmt::format("{} gives no answer in time, which counts as {} for {{p}} as {}",
                            words(by), yes ? "consent" : "a refusal", office.name);
            core_.acts.add(std::move(act));
        }

        // What happens to the matter when the body is newly chosen.
        if (consent.by.kind == ast::RefKind::named && bodies_.contains(consent.by.name.text)) {
            auto const way_ptr = &way;
            auto const unit_ast = consent.by.unit;
            pending_.push_back(
                {consent.by.name.text, office.name, level, way.number, flag,
                 [this, way_ptr, unit_ast, level](ExprId of) {
                     Environment environment;
                     environment.unit = of;
                     environment.level = level;
                     if (way_ptr->provision.binder)
                         environment = environment.with(way_ptr->provision.binder->variable.text,
                                                        of, false, {level});
                     return unit_ast.empty() ? ExprId{} : unit(unit_ast.front(), environment);
                 }});
        }
    }
}

void Context::appointment(OfficeVars &office, Way &way, LevelId level) {
    if (way.node->rounds) not_encoded(way.node->rounds->span, "rounds of an appointment");
    if (way.node->withdrawal)
        not_encoded(way.node->withdrawal->span, "what follows a withdrawal from an appointment");
    bool const direct =
        way.node->nominations.empty() && way.node->consents.empty() && way.consultations.empty();
    if (!direct) {
        nominations(office, way, level, false);
        consultations(office, way, level);
        consents(office, way, level);
    }
    auto here = at(office, level);
    auto environment = here.environment;
    auto const condition = applies(way.provision, environment, here.unit, level);
    auto const clause = way.provision.id;
    auto const person = binder("p", Sort::person());
    auto const p = bound(person);
    auto const by = actor(way.node->by, environment);
    Act act;
    act.name = fmt::format("appoint {} ({})", office.name, by.name);
    act.clause = clause;
    act.parameters = here.parameters;
    act.parameters.push_back(person);
    guard(act, office_exists(office.name, here.unit), general("existence of the office"),
          "the office exists");
    guard_scope(act, condition, clause);
    guard_actor(act, by, clause);
    if (by.kind == ActorRef::Kind::body) {
        auto const v = vote(act, by, way.node->vote, clause, environment, false);
        guard(act, v.passes, v.threshold_clause, "the vote passes");
        emit(act, event_of("votes on", &by, office.name, static_cast<bool>(here.unit), true),
             event_arguments(by, here, p));
    }
    auto const &written = way.node->vote;
    for (auto const *part : {&written.quorum, &written.threshold, &written.on_tie})
        if (*part && (part == &written.on_tie || by.kind != ActorRef::Kind::body))
            not_encoded((*part)->span, part == &written.on_tie
                                           ? "what follows a tie in an appointment"
                                           : "a vote of who appoints alone");
    auto const procedure = read(office.procedure, here.arguments);
    if (direct) {
        guard(act, is(procedure, 0), general("one procedure at a time per office"),
              "no other procedure for the office is under way");
    } else {
        guard(act, is(procedure, way.number), clause, "the procedure is under way");
        guard(act, read(office.candidate, with(here.arguments, p)),
              way.node->nominations.empty() || way.node->nominations.front().tag.citations.empty()
                  ? clause
                  : clause_id(way.provision.instrument, way.node->nominations.front().tag,
                              way.node->nominations.front().span),
              "the person has been put forward");
    }
    guard(act, no(is(read(office.status, here.arguments), status::held)),
          general("an office is taken only when it is not held"), "the office is not held");
    for (auto const &must : candidate_musts(office, way, here, level, p))
        guard(act, must.condition, must.clause, "the candidate meets the requirements");
    for (std::size_t i = 0; i < way.node->consents.size(); ++i)
        guard(act, read(office.consented[i], with(here.arguments, p)),
              clause_id(way.provision.instrument, way.node->consents[i].tag,
                        way.node->consents[i].span),
              words(actor(way.node->consents[i].by, environment)) + " has consented");
    held_first(act, office, way, here, level);
    if (way.node->candidates) {
        auto const other = binder("q", Sort::person());
        auto const many =
            quantify(Op::count, other, read(office.candidate, with(here.arguments, bound(other))));
        auto const [there_are, source] = enough(way, many, environment);
        guard(act, there_are, source, "there are enough candidates");
    }
    take(act, office, here, p, way, clause);
    emit(act, event_of("appoints", &by, office.name, static_cast<bool>(here.unit), true),
         event_arguments(by, here, p));
    act.story = fmt::format("{{actor}} appoints {{p}} as {}", office.name);
    core_.acts.add(std::move(act));
}

void Context::election(OfficeVars &office, Way &way, LevelId level) {
    auto const clause = way.provision.id;
    // Calling the election, where the text names who calls it.
    if (way.node->called_by) {
        auto here = at(office, level);
        auto environment = here.environment;
        auto const condition = applies(way.provision, environment, here.unit, level);
        auto const source =
            clause_id(way.provision.instrument, way.node->called_tag, way.node->called_by->span);
        auto const by = actor(*way.node->called_by, environment);
        Act act;
        act.name = fmt::format("call an election of {} ({})", office.name, by.name);
        act.clause = source;
        act.also = {clause};
        act.parameters = here.parameters;
        guard(act, office_exists(office.name, here.unit), general("existence of the office"),
              "the office exists");
        guard_scope(act, condition, clause);
        guard_actor(act, by, source);
        guard(act, is(read(office.procedure, here.arguments), 0),
              general("one procedure at a time per office"),
              "no other procedure for the office is under way");
        guard(act, no(read(office.waiting, here.arguments)),
              general("one procedure at a time per office"),
              "nobody has been chosen who has yet to take the office");
        if (way.node->called_before && office.tenure)
            guard(act,
                  any({no(is(read(office.status, here.arguments), status::held)),
                       at_most(days_of(*way.node->called_before),
                               read(office.tenure, here.arguments)),
                       is(read(office.tenure, here.arguments), 0)}),
                  source, "the election is called in time before the term ends");
        set(act, office.procedure, here.arguments, number(way.number), source);
        emit(
            act,
            event_of("calls an election of", &by, office.name, static_cast<bool>(here.unit), false),
            event_arguments(by, here));
        act.story = "{actor} calls an election of " + office.name;
        core_.acts.add(std::move(act));
    }
    nominations(office, way, level, true);
    consultations(office, way, level);
    consents(office, way, level);

    int const decision = ++decisions_;
    enum class Outcome { elected, nobody };
    for (auto const outcome : {Outcome::elected, Outcome::nobody}) {
        auto here = at(office, level);
        auto environment = here.environment;
        auto const condition = applies(way.provision, environment, here.unit, level);
        auto const person = binder("p", Sort::person());
        auto const p = bound(person);
        auto const by = actor(way.node->by, environment);
        Act act;
        act.clause = clause;
        act.parameters = here.parameters;
        if (outcome == Outcome::elected) act.parameters.push_back(person);
        guard(act, office_exists(office.name, here.unit), general("existence of the office"),
              "the office exists");
        guard_scope(act, condition, clause);
        guard_actor(act, by, clause);
        guard(act, is(read(office.procedure, here.arguments), way.number), clause,
              "the procedure is under way");
        guard(act, no(read(office.waiting, here.arguments)),
              general("one procedure at a time per office"), "the choice is not yet made");
        auto const other = binder("q", Sort::person());
        auto const many =
            quantify(Op::count, other, read(office.candidate, with(here.arguments, bound(other))));
        guard(act, less(number(0), many), clause, "there is a candidate");
        if (way.node->candidates) {
            auto const [there_are, source] = enough(way, many, environment);
            auto goes_on = after_withdrawal(way, ast::Word::go_on, environment).first;
            if (office.withdrew) goes_on = all({goes_on, read(office.withdrew, here.arguments)});
            guard(act, any({there_are, goes_on}), source, "there are enough candidates");
        }
        held_first(act, office, way, here, level);
        auto const v = vote(act, by, way.node->vote, clause, environment, true);
        blocs(way.node, by, act, clause);
        auto const against = input(Input::votes_against), rival = input(Input::number);
        // The best of the others has at least an equal share of the votes that went to the others.
        guard(act,
              all({at_most(rival, against),
                   way.node->against_all
                       ? truth(true)
                       : all({implies(is(many, 1), all({is(against, 0)})),
                              implies(is(many, 2), equal(rival, against)),
                              implies(is(many, 3), at_most(against, times(2, rival))),
                              implies(less(number(3), many), at_most(against, times(3, rival)))})}),
              general("votes: counts add up to those present"), "the candidates' votes add up");
        act.decision = decision;
        if (outcome == Outcome::elected) {
            act.name = fmt::format("elect {} ({})", office.name, by.name);
            guard(act, read(office.candidate, with(here.arguments, p)), clause,
                  "the person is a candidate");
            for (std::size_t i = 0; i < way.node->consents.size(); ++i)
                guard(act, read(office.consented[i], with(here.arguments, p)),
                      clause_id(way.provision.instrument, way.node->consents[i].tag,
                                way.node->consents[i].span),
                      words(actor(way.node->consents[i].by, environment)) + " has consented");
            guard(act, v.passes, v.threshold_clause, "the candidate is elected");
            set(act, office.winner, here.arguments, p, clause);
            set(act, office.waiting, here.arguments, truth(true), clause);
            if (office.delay_to_office)
                set(act, office.delay_to_office, here.arguments,
                    way.node->takes_after ? days_of(*way.node->takes_after) : number(0),
                    way.node->takes_after ? clause_id(way.provision.instrument, way.node->takes_tag,
                                                      way.node->takes_after->span)
                                          : clause);
            emit(act, event_of("elects", &by, office.name, static_cast<bool>(here.unit), true),
                 event_arguments(by, here, p));
            emit(act, event_of("votes on", &by, office.name, static_cast<bool>(here.unit), true),
                 event_arguments(by, here, p));
            act.story = "{actor} elects {p} as " + office.name;
        } else {
            act.name = fmt::format("elect nobody as {} ({})", office.name, by.name);
            guard(act, no(v.passes), v.threshold_clause, "nobody is elected");
            auto const tied = tie(way.node->vote, clause, environment, "a new election");
            auto const over = any({tied.fails, tied.anew});
            if (way.node->rounds) {
                auto const source = part_of(clause, way.node->rounds_tag, way.node->rounds->span);
                auto const limit =
                    times_allowed(*way.node->rounds, source, "number of rounds", environment);
                auto const held = plus(read(office.rounds, here.arguments), number(1));
                auto const last = all({less(number(0), limit), at_most(limit, held)});
                auto const ends = any({last, all({v.tie, over})});
                end_procedure(act, office, here.arguments, source, ends);
                set(act, office.rounds, here.arguments, minimum(held, number(7)), source, no(ends));
            } else {
                end_procedure(act, office, here.arguments, tied.clause, over);
            }
            act.story = "{actor} elects nobody as " + office.name;
        }
        core_.acts.add(std::move(act));
    }

    // The winner takes office as soon as it is not held, by itself; or fails to, if a requirement
    // that was met before is no longer met.
    auto here = at(office, level);
    auto const winner = read(office.winner, here.arguments);
    auto const due = [&](std::string const &name) {
        Act act;
        act.name = name + office.name;
        act.kind = ActKind::automatic;
        act.group = Group::beginnings;
        act.actor = {"the law", {}};
        act.clause = clause;
        act.parameters = here.parameters;
        guard(act, read(office.waiting, here.arguments), clause, "somebody has been elected");
        guard(act, is(read(office.procedure, here.arguments), way.number), clause,
              "under this way in");
        guard(act, no(is(read(office.status, here.arguments), status::held)),
              general("an office is taken only when it is not held"), "the office is not held");
        if (office.delay_to_office)
            guard(act, is(read(office.delay_to_office, here.arguments), 0),
                  way.node->takes_after ? clause_id(way.provision.instrument, way.node->takes_tag,
                                                    way.node->takes_after->span)
                                        : clause,
                  "the time until taking office has passed");
        return act;
    };
    auto taking = due("take office as ");
    for (auto const &must : candidate_musts(office, way, here, level, winner)) {
        if (must.lasting) continue;
        guard(taking, must.condition, must.clause, "the winner still meets the requirements");
        auto failing = due("fail to take office as ");
        failing.clause = must.clause;
        guard(failing, no(must.condition), must.clause,
              "the winner no longer meets the requirements");
        end_procedure(failing, office, here.arguments,
                      general("requirements are tested again when the office is taken"));
        failing.story = "the winner no longer meets the requirements for " + office.name;
        core_.acts.add(std::move(failing));
    }
    take(taking, office, here, winner, way, clause);
    taking.story = "the winner takes office as " + office.name;
    core_.acts.add(std::move(taking));

    if (way.node->by.kind == ast::RefKind::named && bodies_.contains(way.node->by.name.text)) {
        auto const way_ptr = &way;
        auto const unit_ast = way.node->by.unit;
        pending_.push_back(
            {way.node->by.name.text,
             office.name,
             level,
             way.number,
             {},
             [this, way_ptr, unit_ast, level](ExprId of) {
                 Environment environment;
                 environment.unit = of;
                 environment.level = level;
                 if (way_ptr->provision.binder)
                     environment = environment.with(way_ptr->provision.binder->variable.text, of,
                                                    false, {level});
                 return unit_ast.empty() ? ExprId{} : unit(unit_ast.front(), environment);
             }});
    }
}

} // namespace mandate::compiler
