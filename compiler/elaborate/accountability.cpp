// Reports, records and votes of no confidence; the passing of time; on which rank each power rests.
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

namespace {

bool names(ast::Choice const &choice, ast::Word word) {
    return std::any_of(choice.values.begin(), choice.values.end(), [&](ast::Value const &value) {
        auto const *one = std::get_if<ast::Word>(&value.content);
        auto const *list = std::get_if<std::vector<ast::Word>>(&value.content);
        return (one && *one == word) ||
               (list && std::find(list->begin(), list->end(), word) != list->end());
    });
}

} // namespace

// What says what is counted.
ClauseId Context::counting(RecordVars const &record) {
    auto const &tag = record.node->counts_tag;
    return tag.citations.empty()
               ? record.provision.id
               : clause_id(record.provision.instrument, tag, tag.citations.front().span);
}

// Only refusals of one and the same report are counted, which may be made again therefore.
ExprId Context::of_one_report(RecordVars const &record) {
    if (!record.node->counts) return truth(false);
    return word_is(*record.node->counts, counting(record), "what is counted", {},
                   ast::Word::same_report);
}

// The clause that counts may be in force at some times only; what it counted may start again later.
void Context::count(Act &act, RecordVars const &record, std::vector<ExprId> arguments, ExprId value,
                    ClauseId clause) {
    auto const counts = in_force(record.provision);
    set(act, record.count, std::move(arguments), value, clause,
        constant(counts, true) ? ExprId{} : counts);
}

ExprId Context::starts_again(RecordVars const &record, ast::Word with, std::string const &words) {
    auto const &resets = record.node->resets;
    bool const listed = resets && names(*resets, with);
    if (resets && !resets->unsettled) return truth(listed);
    // Where a text names what it leaves open, the new year is asked about only if it is named. A
    // vote is never asked about otherwise: the grounds of a second one are those of the first.
    if (!listed && (with == ast::Word::no_confidence || (resets && with == ast::Word::new_year)))
        return truth(false);
    return is(implicit(record.provision.id, "count starts again " + words, {"yes", "no"}), 0);
}

void Context::records_and_reports() {
    auto const start = general("entry states: nothing is pending and nothing has been counted");
    auto const yearly = [&](std::string const &office) {
        bool any = false, all = true;
        for (auto const &provision : general_)
            if (auto const *r = std::get_if<ast::ReportAct>(&provision.clause->node);
                r && r->office.text == office)
                (r->yearly ? any : all) = r->yearly;
        return any && all;
    };
    for (auto &[name, record] : records_) {
        if (auto const &counts = record.node->counts)
            for (auto const other :
                 {ast::Word::refused_consent, ast::Word::no_confidence, ast::Word::missed_report})
                if (names(*counts, other))
                    not_encoded(counts->span, "a record of anything but refused reports");
        for (auto const *choice : {&record.node->counts, &record.node->resets})
            if (*choice && (*choice)->for_each)
                not_encoded((*choice)->for_each->span, "what a record counts, for each unit");
        auto const by_year = [&, &of = record.office](std::optional<ast::Choice> const &choice,
                                                      ast::Word word) {
            if (choice && names(*choice, word) && !yearly(of))
                not_encoded(choice->span, "a record that starts again with the year, without "
                                          "yearly reports");
        };
        by_year(record.node->resets, ast::Word::new_year);
        by_year(record.node->counts, ast::Word::same_report);
        for (auto const level : offices_.at(record.office).levels) {
            auto const where = binder("u", Sort::unit(), {level});
            core_.entry.push_back(
                {quantify(Op::every, where, is(read(record.count, {bound(where)}), 0)), start,
                 "records are empty"});
        }
    }
    for (auto const &provision : general_) {
        auto const *r = std::get_if<ast::ReportAct>(&provision.clause->node);
        if (!r) continue;
        auto const &o = offices_.at(r->office.text);
        auto const levels = levels_of(r->of.levels);
        // A year begins with its report, or where it is seen that there is none.
        auto const new_year = [&](RecordVars const &record) {
            auto const one = of_one_report(record);
            if (constant(one, true)) return one;
            return any(
                {one, starts_again(record, ast::Word::new_year, "with a new year of reports")});
        };
        // Whoever counts refusals of one report lets it be made again.
        std::vector<ExprId> repeated;
        for (auto const &[name, record] : records_)
            if (record.office == o.name && r->yearly) repeated.push_back(of_one_report(record));
        auto const again = any(std::move(repeated));
        VarId refused;
        if (!constant(again, false))
            refused = variable({.name = r->name.text + " refused, of " + o.name,
                                .parameters = {Sort::unit()},
                                .levels = {o.levels},
                                .sort = Sort::boolean()});
        auto const pending = variable({.name = r->name.text + " before the body, of " + o.name,
                                       .parameters = {Sort::unit()},
                                       .levels = {o.levels},
                                       .sort = Sort::boolean()});
        VarId year;
        if (r->yearly) {
            Variable v{.name = "days since the last " + r->name.text + " of " + o.name,
                       .parameters = {Sort::unit()},
                       .levels = {o.levels},
                       .sort = Sort::integer(0, 360),
                       .clock = Clock::up};
            v.clock_binders = {binder("u", Sort::unit(), o.levels)};
            v.visible = false;
            year = variable(std::move(v));
        }
        for (auto const level : levels) {
            auto const place = [&] {
                auto here = at(o, level);
                here.environment =
                    here.environment.with(r->of.variable.text, here.unit, false, {level});
                return here;
            };
            {
                auto here = place();
                Act act;
                act.name = fmt::format("{} of {}", r->name.text, o.name);
                act.clause = provision.id;
                act.parameters = here.parameters;
                auto const to = actor(r->to, here.environment);
                guard(act, in_force(provision), provision.id, "the clause applies");
                guard_scope(act, binder_restriction(r->of, here.environment), provision.id);
                guard_actor(act, {ActorRef::Kind::office, o.name, here.unit, level}, provision.id);
                guard(act, actor_present(to), provision.id, words(to) + " is in being");
                guard(act, no(read(pending, here.arguments)), provision.id,
                      "no report is before the body");
                auto const of_a_year = year ? is(read(year, here.arguments), 360) : truth(true);
                if (year)
                    guard(act,
                          refused ? any({of_a_year, all({again, read(refused, here.arguments)})})
                                  : of_a_year,
                          provision.id, "a year has passed since the last report");
                auto const anew = refused ? of_a_year : truth(true);
                set(act, refused, here.arguments, truth(false), provision.id);
                if (r->decided_by_vote)
                    set(act, pending, here.arguments, truth(true), provision.id);
                set(act, year, here.arguments, number(0), provision.id, anew);
                for (auto const &[name, record] : records_)
                    if (record.office == o.name && year)
                        set(act, record.count, here.arguments, number(0), record.provision.id,
                            all({anew, new_year(record)}));
                std::vector<ExprId> arguments = here.arguments;
                if (to.unit) arguments.push_back(to.unit);
                ActorRef const self{ActorRef::Kind::office, o.name, here.unit, level};
                emit(act, event_of("reports to", &self, to.name, static_cast<bool>(to.unit), false),
                     arguments);
                act.story = fmt::format("{{actor}} reports to {}", to.name);
                core_.acts.add(std::move(act));
            }
            // A report that is not made may count as one refused.
            if (r->if_missing && year) {
                auto here = place();
                Act act;
                act.kind = ActKind::fact;
                act.name = fmt::format("no {} of {} for a year", r->name.text, o.name);
                act.actor = {"the law", {}};
                act.clause =
                    r->missing_tag.citations.empty()
                        ? provision.id
                        : clause_id(provision.instrument, r->missing_tag, r->if_missing->span);
                act.parameters = here.parameters;
                guard(act, in_force(provision), provision.id, "the clause applies");
                guard_scope(act, binder_restriction(r->of, here.environment), provision.id);
                auto const counts = decide(*r->if_missing, act.clause, "a report that is not made",
                                           here.environment, [&](ast::Value const &value) {
                                               auto const *w =
                                                   std::get_if<ast::Word>(&value.content);
                                               return truth(!w || *w != ast::Word::nothing);
                                           });
                guard(act, counts, act.clause, "a report not made counts as refused");
                guard(act,
                      all({is(read(year, here.arguments), 360), no(read(pending, here.arguments))}),
                      act.clause, "a year has passed without a report");
                set(act, year, here.arguments, number(0), act.clause);
                set(act, refused, here.arguments, truth(false), act.clause);
                for (auto const &[name, record] : records_)
                    if (record.office == o.name)
                        count(act, record, here.arguments,
                              choose(new_year(record), number(1),
                                     one_more(read(record.count, here.arguments))),
                              record.provision.id);
                act.story = "a year passes without a report, which counts as a refused one";
                core_.acts.add(std::move(act));
            }
            auto const tied = [&](OfficeAt const &here) {
                return tie(r->vote, provision.id, here.environment, "a new report");
            };
            int const decision = ++decisions_;
            if (r->decided_by_vote) {
                auto here = place();
                auto const by = actor(r->to, here.environment);
                if (by.kind == ActorRef::Kind::body && !constant(tied(here).anew, false)) {
                    Act act;
                    act.name = fmt::format("tie on the {} of {}", r->name.text, o.name);
                    act.decision = decision;
                    act.clause = provision.id;
                    act.parameters = here.parameters;
                    guard(act, in_force(provision), provision.id, "the clause applies");
                    guard_actor(act, by, provision.id);
                    guard(act, read(pending, here.arguments), provision.id,
                          "a report is before the body");
                    auto const v = vote(act, by, r->vote, provision.id, here.environment, false);
                    guard(act, all({v.tie, no(v.passes)}), provision.id, "the vote is tied");
                    guard(act, tied(here).anew, tied(here).clause, "a tie calls for a new report");
                    set(act, pending, here.arguments, truth(false), tied(here).clause);
                    act.story = fmt::format(
                        "{{actor}} is tied over the report of {}: a new one is to be made", o.name);
                    core_.acts.add(std::move(act));
                }
            }
            if (r->decided_by_vote)
                for (bool const yes : {true, false}) {
                    auto here = place();
                    Act act;
                    auto const by = actor(r->to, here.environment);
                    act.name = fmt::format("{} the {} of {}", yes ? "approve" : "refuse",
                                           r->name.text, o.name);
                    act.decision = decision;
                    act.clause = provision.id;
                    act.parameters = here.parameters;
                    guard(act, in_force(provision), provision.id, "the clause applies");
                    guard_actor(act, by, provision.id);
                    guard(act, read(pending, here.arguments), provision.id,
                          "a report is before the body");
                    if (by.kind == ActorRef::Kind::body) {
                        auto const v =
                            vote(act, by, r->vote, provision.id, here.environment, false);
                        guard(act, yes ? v.passes : no(v.passes), v.threshold_clause,
                              yes ? "the vote passes" : "the vote does not pass");
                        if (!yes)
                            guard(act, any({no(v.tie), tied(here).fails}), tied(here).clause,
                                  "a tie counts as a refusal");
                    }
                    set(act, pending, here.arguments, truth(false), provision.id);
                    if (!yes) set(act, refused, here.arguments, truth(true), provision.id);
                    for (auto const &[name, record] : records_) {
                        if (record.office != o.name) continue;
                        if (!yes) {
                            count(act, record, here.arguments,
                                  one_more(read(record.count, here.arguments)), counting(record));
                        } else {
                            set(act, record.count, here.arguments, number(0), counting(record),
                                starts_again(record, ast::Word::approval,
                                             "when a report is approved"));
                        }
                    }
                    emit(act,
                         event_of(yes ? "approves report of" : "refuses report of", &by, o.name,
                                  true, false),
                         event_arguments(by, here));
                    act.story = fmt::format("{{actor}} {} the report of {}",
                                            yes ? "approves" : "refuses", o.name);
                    core_.acts.add(std::move(act));
                }
        }
        for (auto const level : o.levels) {
            auto const where = binder("u", Sort::unit(), {level});
            core_.entry.push_back({quantify(Op::every, where, no(read(pending, {bound(where)}))),
                                   start, "no report is pending"});
            if (refused)
                core_.entry.push_back(
                    {quantify(Op::every, where, no(read(refused, {bound(where)}))), start,
                     "no report has been refused"});
        }
    }
}

void Context::no_confidence() {
    for (auto const &provision : general_) {
        auto const *n = std::get_if<ast::NoConfidence>(&provision.clause->node);
        if (!n) continue;
        auto &o = offices_.at(n->office.text);
        for (auto const level : levels_of(n->of.levels)) {
            auto const place = [&] {
                auto here = at(o, level);
                here.environment =
                    here.environment.with(n->of.variable.text, here.unit, false, {level});
                return here;
            };
            auto const conditions = [&](Act &act, OfficeAt &here) {
                act.parameters = here.parameters;
                guard(act, in_force(provision), provision.id, "the clause applies");
                guard_scope(act, binder_restriction(n->of, here.environment), provision.id);
                guard(act, office_exists(o.name, here.unit), general("existence of the office"),
                      "the office exists");
                guard(act, is(read(o.status, here.arguments), 1), provision.id,
                      "somebody holds the office");
                if (!n->after.empty())
                    guard(
                        act, formula(n->after.front(), here.environment),
                        n->after_tag.citations.empty()
                            ? provision.id
                            : clause_id(provision.instrument, n->after_tag, n->after.front().span),
                        "what must come first has come");
            };
            if (n->initiated_by) {
                auto here = place();
                auto const source =
                    n->initiated_tag.citations.empty()
                        ? provision.id
                        : clause_id(provision.instrument, n->initiated_tag, n->initiated_by->span);
                Act act;
                act.name = "initiate a vote of no confidence in " + o.name;
                act.clause = source;
                act.also = {provision.id};
                conditions(act, here);
                auto const by = actor(n->by, here.environment);
                if (!bodies_.contains(by.name)) {
                    not_encoded(n->by.span, "members of anything but a body");
                    continue;
                }
                guard_actor(act, by, source);
                act.inputs = {Input::signatures};
                auto const &vars = bodies_.at(by.name);
                auto const at_ = by.unit ? std::vector{by.unit} : std::vector<ExprId>{};
                guard(act, no(read(o.initiated, here.arguments)), source,
                      "no initiative is pending");
                guard(act, at_most(input(Input::signatures), read(vars.held, at_)), source,
                      "signatures are of members");
                guard(act,
                      decide(*n->initiated_by, source, "who may initiate", here.environment,
                             [&](ast::Value const &value) {
                                 auto const signatures = input(Input::signatures);
                                 return all({less(number(0), signatures),
                                             reaches(value, read(vars.seats, at_), signatures)});
                             }),
                      source, "enough members initiate it");
                set(act, o.initiated, here.arguments, truth(true), source);
                act.story = "members of {actor} initiate a vote of no confidence in " + o.name;
                core_.acts.add(std::move(act));
            }
            int const decision = ++decisions_;
            for (bool const yes : {true, false}) {
                auto here = place();
                Act act;
                act.clause = provision.id;
                conditions(act, here);
                auto const by = actor(n->by, here.environment);
                guard_actor(act, by, provision.id);
                if (n->initiated_by)
                    guard(act, read(o.initiated, here.arguments), provision.id,
                          "an initiative is pending");
                auto const v = vote(act, by, n->vote, provision.id, here.environment, false);
                guard(act, yes ? v.passes : no(v.passes), v.threshold_clause,
                      yes ? "the vote passes" : "the vote does not pass");
                set(act, o.initiated, here.arguments, truth(false), provision.id);
                if (yes) {
                    for (auto const var : {o.no_confidence, o.in_one_term})
                        set(act, var, here.arguments, one_more(read(var, here.arguments)),
                            provision.id);
                    for (auto const &[name, record] : records_)
                        if (record.office == o.name)
                            set(act, record.count, here.arguments, number(0), record.provision.id,
                                starts_again(record, ast::Word::no_confidence,
                                             "after a vote of no confidence"));
                    emit(act, event_of("expresses no confidence in", &by, o.name, true, false),
                         event_arguments(by, here));
                }
                act.decision = decision;
                act.name = fmt::format("vote of no confidence in {} ({})", o.name,
                                       yes ? "passed" : "lost");
                act.story = yes ? "{actor} expresses no confidence in " + o.name
                                : "the vote of no confidence in " + o.name + " is lost";
                core_.acts.add(std::move(act));
            }
            if (n->request_to) {
                auto here = place();
                auto const source =
                    n->request_tag.citations.empty()
                        ? provision.id
                        : clause_id(provision.instrument, n->request_tag, n->request_to->span);
                Act act;
                act.name = "request removal of " + o.name;
                act.clause = source;
                act.also = {provision.id};
                act.parameters = here.parameters;
                auto const by = actor(n->by, here.environment);
                guard(act, in_force(provision), provision.id, "the clause applies");
                guard_actor(act, by, source);
                auto const requests = read(o.requests, here.arguments);
                guard(act, less(number(0), read(o.no_confidence, here.arguments)), source,
                      "no confidence has been expressed");
                if (n->again) {
                    // Each request rests on a vote of its own.
                    guard(act, less(requests, read(o.no_confidence, here.arguments)), source,
                          "each request follows a vote");
                    if (o.until_again)
                        guard(act, is(read(o.until_again, here.arguments), 0), source,
                              "the time since the request before has passed");
                    set(act, o.until_again, here.arguments,
                        decide_number(*n->again, source, "when it may ask again", here.environment,
                                      [&](ast::Value const &value) { return length_of(value); }),
                        source);
                } else {
                    guard(act, is(requests, 0), source, "the request is not yet made");
                }
                set(act, o.requests, here.arguments, one_more(requests), source);
                emit(act, event_of("requests removal of", &by, o.name, true, false),
                     event_arguments(by, here));
                act.story = "{actor} asks for the removal of " + o.name;
                core_.acts.add(std::move(act));
            }
        }
    }
}

// Passes whenever nothing is due; the encoding bounds the delay by the clocks that run.
void Context::time_passes() {
    Act act;
    act.name = "time passes";
    act.kind = ActKind::time;
    act.actor = {"time", {}};
    act.inputs = {Input::delay};
    act.clause = general("time passes");
    act.story = "time passes";
    core_.acts.add(std::move(act));
}

void Context::legal_basis() {
    auto const row = [&](Basis::Kind kind, Provision const &provision, std::string object,
                         std::vector<LevelId> levels, std::string words_, int grounds,
                         int procedure) {
        Basis basis;
        basis.kind = kind;
        basis.object = std::move(object);
        basis.levels = std::move(levels);
        basis.words = std::move(words_);
        basis.rank = provision.rank;
        basis.grounds = grounds;
        basis.procedure = procedure;
        basis.clause = provision.id;
        core_.basis.add(std::move(basis));
    };
    auto const levels = [&](Provision const &provision, std::vector<LevelId> const &all_levels) {
        return provision.binder ? levels_of(provision.binder->levels) : all_levels;
    };
    for (auto const &entry : offices_) {
        auto const consultation = [&](ast::Consultation const &c, Provision const &provision) {
            std::string whom;
            for (auto const &with : c.with)
                whom += (whom.empty() ? "" : " and ") + (with.kind == ast::RefKind::people
                                                             ? std::string("the people")
                                                             : with.name.text);
            row(Basis::Kind::consultation, provision, entry.first,
                levels(provision, entry.second.levels), "consultation with " + whom, -1,
                provision.rank);
        };
        for (auto const &provision : entry.second.provisions)
            std::visit(Overloaded{
                           [&](ast::Way const &w) {
                               row(Basis::Kind::way, provision, entry.first,
                                   levels(provision, entry.second.levels),
                                   std::string(w.election ? "election by " : "appointment by ") +
                                       (w.by.kind == ast::RefKind::superior ? "the superior"
                                                                            : w.by.name.text),
                                   -1, provision.rank);
                               for (auto const &c : w.consultations) {
                                   auto part = provision;
                                   part.id =
                                       clause_id(provision.instrument, c.tag, c.with.front().span);
                                   consultation(c, part);
                               }
                           },
                           [&](ast::Consultation const &c) { consultation(c, provision); },
                           [&](ast::Removal const &r) {
                               if (r.mode == ast::Removal::Mode::only) return;
                               bool const listed = !r.ground.empty() || r.grounds;
                               row(Basis::Kind::removal, provision, entry.first,
                                   levels(provision, entry.second.levels),
                                   "removal by " + (r.by.kind == ast::RefKind::superior
                                                        ? std::string("the superior")
                                                        : r.by.name.text),
                                   listed ? provision.rank : -1, provision.rank);
                           },
                           [&](ast::Must const &m) {
                               if (m.who == ast::Must::Who::candidate)
                                   row(Basis::Kind::requirement, provision, entry.first,
                                       levels(provision, entry.second.levels),
                                       "requirement on candidates", -1, provision.rank);
                           },
                           [&](auto const &) {},
                       },
                       provision.clause->node);
    }
    for (auto const &[name, b] : bodies_)
        for (auto const &provision : b.provisions)
            if (auto const *d = std::get_if<ast::Dissolution>(&provision.clause->node);
                d && !d->itself)
                row(Basis::Kind::dissolution, provision, name, levels(provision, b.levels),
                    "dissolution by " + d->by.name.text, d->ground.empty() ? -1 : provision.rank,
                    provision.rank);
    for (auto const &provision : general_)
        std::visit(
            Overloaded{
                [&](ast::Competence const &c) {
                    row(Basis::Kind::competence, provision, c.name.text, levels_of(c.of.levels),
                        words(c.nature.values.front()), -1, provision.rank);
                },
                [&](ast::Responsibility const &r) {
                    auto const is_it = [&](Provision const &other) {
                        auto const *c = std::get_if<ast::Competence>(&other.clause->node);
                        return c && c->name.text == r.competence.text;
                    };
                    if (std::none_of(general_.begin(), general_.end(), is_it))
                        sink_.report({Code::no_competence, r.competence.span, {r.competence.text}});
                    std::string to;
                    for (auto const &choice : r.to) {
                        to += to.empty() ? "responsibility to " : " and ";
                        for (auto const &value : choice.values)
                            to += (&value == &choice.values.front() ? "" : " or ") + words(value);
                    }
                    row(Basis::Kind::responsibility, provision, r.competence.text,
                        levels_of(r.of.levels), to, -1, provision.rank);
                },
                [&](ast::Manner const &m) {
                    row(Basis::Kind::manner, provision, m.office.text, levels_of(m.of.levels),
                        "manner determined by " + m.by.name.text + " by " + m.rank.text, -1,
                        provision.rank);
                },
                [&](ast::Status const &s) {
                    row(Basis::Kind::status, provision,
                        s.who.kind == ast::RefKind::people ? "people" : s.who.name.text,
                        s.of ? levels_of(s.of->levels) : std::vector<LevelId>{},
                        s.as == ast::Word::self_government ? "self-government" : "state", -1,
                        provision.rank);
                },
                [&](auto const &) {},
            },
            provision.clause->node);
}

} // namespace mandate::compiler
