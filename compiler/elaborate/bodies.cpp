// Bodies: seats, election, term, dissolution; lists, events and colleges.
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

namespace mandate::compiler {

// Whether each of its units has a term under every reading.
bool Context::term_for_all(BodyVars const &b) const {
    auto const levels = b.levels.empty() ? std::vector<LevelId>{{}} : b.levels;
    return std::all_of(levels.begin(), levels.end(), [&](LevelId level) {
        auto const terms = clauses<ast::Term>(b.provisions, level);
        return std::any_of(terms.begin(), terms.end(), [&](Provision const *p) {
            auto const &values = std::get<ast::Term>(p->clause->node).length.values;
            return unlimited(*p) &&
                   std::all_of(values.begin(), values.end(), [](ast::Value const &v) {
                       return std::holds_alternative<ast::Duration>(v.content);
                   });
        });
    });
}

// How long the term of a body is that is chosen now, clause by clause.
std::vector<Context::Length> Context::lengths(BodyVars const &b, OfficeAt const &here) {
    std::vector<Length> result;
    auto const terms =
        counting(clauses<ast::Term>(b.provisions, here.environment.level), here, "two terms");
    for (auto const &[p, environment, _, counts] : terms)
        result.push_back(
            {p->id, counts,
             decide_number(std::get<ast::Term>(p->clause->node).length, p->id, "term", environment,
                           [&](ast::Value const &v) { return length_of(v); })});
    if (auto const none = none_applies(terms); !constant(none, false))
        result.push_back({general("no term is fixed"), none, number(0)});
    return result;
}

void Context::declare_bodies() {
    for (auto const &[key, entry] : program_.bodies) {
        auto &b = bodies_[key];
        auto const &name = b.name = declaring_ = key;
        b.decl = entry.node;
        std::vector<Sort> parameters;
        std::vector<std::vector<LevelId>> levels;
        if (entry.node->of) {
            b.levels = levels_of(entry.node->of->levels);
            parameters = {Sort::unit()};
            levels = {b.levels};
        }
        bool const outside = entry.node->outside;
        auto const declare = [&](std::string const &what, Sort sort, Role role = Role::state,
                                 bool visible = true) {
            return variable({.name = what + " " + name,
                             .parameters = parameters,
                             .levels = levels,
                             .sort = sort,
                             .role = role,
                             .visible = visible});
        };
        b.seats = declare("seats of", Sort::integer(1, max_seats), Role::fixed);
        b.held = declare("seats held in", Sort::integer(0, max_seats),
                         outside ? Role::fixed : Role::state);
        if (outside) continue; // how it comes to be is not the matter here
        b.constituted = declare("in being:", Sort::boolean());
        core_.variables[b.constituted].seen = true;
        std::int64_t longest = 0, reelection = 0;
        std::vector<ClauseId> reelected;
        bool expiry = false;
        std::size_t consultations = 0;
        for (auto const &provision : b.provisions)
            std::visit(
                Overloaded{
                    [&](ast::Term const &t) {
                        expiry = true;
                        for (auto const &v : t.length.values)
                            if (auto const *d = std::get_if<ast::Duration>(&v.content))
                                longest = std::max(longest, most_days(*d));
                    },
                    [&](ast::ReElected const &r) {
                        reelection = std::max(reelection, most_days(r.within));
                        reelected.push_back(provision.id);
                    },
                    [&](ast::Dissolution const &d) { consultations += d.consultations.size(); },
                    [&](auto const &) {},
                },
                provision.clause->node);
        auto const clock = [&](std::string const &what, std::int64_t most) {
            Variable v{.name = what + " " + name,
                       .parameters = parameters,
                       .levels = levels,
                       .sort = Sort::integer(0, most),
                       .clock = Clock::down};
            v.visible = false;
            if (!parameters.empty()) v.clock_binders = {binder("u", Sort::unit(), b.levels)};
            return variable(std::move(v));
        };
        auto const arguments = [&](VarId var) {
            auto const &binders = core_.variables[var].clock_binders;
            return binders.empty() ? std::vector<ExprId>{} : std::vector{bound(binders.front())};
        };
        if (expiry && longest > 0) {
            b.mandate = clock("days left of the term of", longest);
            b.overdue = declare("term over but still sitting:", Sort::boolean());
            core_.variables[b.overdue].seen = true;
            if (!term_for_all(b))
                b.limited = declare("a term was fixed for", Sort::boolean(), Role::state, false);
            auto const at_ = arguments(b.mandate);
            std::vector<ExprId> running{read(b.constituted, at_), no(read(b.overdue, at_))};
            if (b.limited) running.push_back(read(b.limited, at_));
            auto const runs = all(std::move(running));
            core_.variables[b.mandate].running = runs;
        }
        if (reelection > 0) {
            b.reelection = clock("days left to re-elect", reelection);
            if (reelected.size() == 1) core_.variables[b.reelection].clause = reelected.front();
            b.pending_reelection = declare("re-election due:", Sort::boolean());
        }
        for (std::size_t i = 0; i < consultations; ++i) {
            b.consulted.push_back(
                declare(fmt::format("consultation {} on dissolving", i + 1), Sort::boolean()));
            core_.variables[b.consulted.back()].answer = true;
        }
    }
}

void Context::body(BodyVars &b) {
    if (b.decl->outside) {
        auto const here = b.levels.empty() ? Binder{} : binder("u", Sort::unit(), b.levels);
        std::vector<ExprId> arguments;
        if (!b.levels.empty()) arguments.push_back(bound(here));
        auto condition = at_most(read(b.held, arguments), read(b.seats, arguments));
        if (!b.levels.empty()) condition = quantify(Op::every, here, condition);
        core_.assumptions.push_back(
            {condition, general("no more seats are held than there are"), "seats"});
        return;
    }
    auto const first = core_.acts.size();
    if (b.levels.empty()) body_at(b, {});
    for (auto const level : b.levels) body_at(b, level);
    if (b.reelection) {
        // At the deadline time waits for the election, as long as there can be one.
        auto const &binders = core_.variables[b.reelection].clock_binders;
        auto const at_ =
            binders.empty() ? std::vector<ExprId>{} : std::vector{bound(binders.front())};
        std::vector<ExprId> ways;
        for (auto i = first; i < core_.acts.size(); ++i) {
            auto const &act = core_.acts[core_.acts.id(i)];
            if (std::any_of(act.updates.begin(), act.updates.end(), [&](Update const &update) {
                    return update.var == b.constituted && constant(update.value, true);
                }))
                ways.push_back(can_be_done(act, act.parameters, at_, {{Input::number, number(1)}}));
        }
        auto const running =
            all({read(b.pending_reelection, at_),
                 any({less(number(0), read(b.reelection, at_)), any(std::move(ways))})});
        core_.variables[b.reelection].running = running;
        waiting_clocks_.insert(b.reelection.index);
    }
    body_entry(b);
}

void Context::body_at(BodyVars &b, LevelId level) {
    auto const place = [&] {
        OfficeAt here;
        here.environment.level = level;
        if (level) {
            here.binder = binder("u", Sort::unit(), {level});
            here.unit = bound(here.binder);
            here.arguments = {here.unit};
            here.parameters = {here.binder};
            here.environment.unit = here.unit;
        }
        return here;
    };
    bool const unit_ = static_cast<bool>(level);
    auto const self = [&](OfficeAt const &here) {
        return ActorRef{ActorRef::Kind::body, b.name, here.unit, level};
    };

    // What a newly chosen body finds pending before it.
    auto const pending = [&](Act &act, OfficeAt const &here) {
        if (std::none_of(pending_.begin(), pending_.end(),
                         [&](PendingMatter const &matter) { return matter.body == b.name; }))
            return;
        struct Fate {
            ClauseId clause;
            ExprId counts, lapse, renewed;
        };
        std::vector<Fate> fates;
        auto const written = counting(clauses<ast::PendingMatters>(b.provisions, level), here,
                                      "two clauses on pending matters");
        for (auto const &[p, environment, _, counts] : written) {
            auto const &what = std::get<ast::PendingMatters>(p->clause->node).what;
            auto const says = [&, clause = p->id, &inside = environment](ast::Word word) {
                return word_is(what, clause, "pending matters", inside, word);
            };
            fates.push_back({p->id, counts, says(ast::Word::lapse), says(ast::Word::renewed)});
        }
        if (auto const unsaid = none_applies(written); !constant(unsaid, false)) {
            auto const clause = general("pending matters of " + b.name);
            auto const answer =
                implicit(clause, "matters pending when " + b.name + " is newly chosen",
                         {"lapse", "are inherited", "must be renewed"});
            fates.push_back({clause, unsaid, is(answer, 0), is(answer, 2)});
        }
        for (auto const &matter : pending_) {
            if (matter.body != b.name) continue;
            auto const &o = offices_.at(matter.office);
            // For every unit of the office, if it has one.
            std::vector<Binder> where;
            std::vector<ExprId> v;
            if (matter.level) {
                where = {binder("v", Sort::unit(), {matter.level})};
                v = {bound(where.front())};
            }
            auto const body_unit = matter.body_unit(v.empty() ? ExprId{} : v.front());
            std::vector<ExprId> same{is(read(o.procedure, v), matter.way)};
            if (body_unit && here.unit) same.push_back(equal(body_unit, here.unit));
            // A choice already made stands: the winner waits to take office.
            if (o.waiting) same.push_back(no(read(o.waiting, v)));
            auto const ours = all(std::move(same));
            for (auto const &[clause, counts, lapse, renewed] : fates) {
                if (matter.flag) {
                    auto everybody = where;
                    everybody.push_back(binder("q", Sort::person()));
                    set(act, matter.flag, with(v, bound(everybody.back())), truth(false), clause,
                        all({counts, ours, any({lapse, renewed})}), everybody);
                }
                // Lapse: the procedure is over.
                auto const over = all({counts, ours, lapse});
                end_procedures(act, o, v, clause, over, where);
            }
        }
    };

    // Election.
    for (auto const &provision : b.provisions) {
        auto const *election = std::get_if<ast::ElectedBy>(&provision.clause->node);
        if (!election || !speaks_of(provision, level)) continue;
        if (election->called_by)
            not_encoded(provision.clause->span, "who calls the election of a body");
        auto here = place();
        auto environment = here.environment;
        Act act;
        act.name = "elect " + b.name;
        act.clause = provision.id;
        act.parameters = here.parameters;
        act.inputs = {Input::number};
        auto const condition = applies(provision, environment, here.unit, level);
        auto const by = actor(election->by, environment);
        act.actor = performer(by);
        guard(act, body_exists(b.name, here.unit), general("existence of the body"),
              "the body exists");
        guard_scope(act, condition, provision.id);
        auto free = no(read(b.constituted, here.arguments));
        if (b.overdue) free = any({free, read(b.overdue, here.arguments)});
        guard(act, free, provision.id, "there is no body, or its term is over");
        guard(act,
              all({less(number(0), input(Input::number)),
                   at_most(input(Input::number), read(b.seats, here.arguments))}),
              general("no more seats are held than there are"), "members are elected to the seats");
        set(act, b.constituted, here.arguments, truth(true), provision.id);
        set(act, b.held, here.arguments, input(Input::number), provision.id);
        if (b.mandate) {
            for (auto const &[clause, counts, days_] : lengths(b, here)) {
                auto const when = constant(counts, true) ? ExprId{} : counts;
                set(act, b.mandate, here.arguments, days_, clause, when);
                set(act, b.limited, here.arguments, less(number(0), days_), clause, when);
            }
            set(act, b.overdue, here.arguments, truth(false), provision.id);
        }
        if (b.pending_reelection) {
            set(act, b.pending_reelection, here.arguments, truth(false), provision.id);
            set(act, b.reelection, here.arguments, number(0), provision.id);
        }
        for (auto const &[name, record] : records_) {
            auto const again = starts_again(record, ast::Word::new_body, "with a new " + b.name);
            if (!unit_) continue;
            auto const where = binder("v", Sort::unit(), record.levels);
            set(act, record.count, {bound(where)}, number(0), record.provision.id,
                all({again, equal(bound(where), here.unit)}), {where});
        }
        // Votes within one term are counted anew, in whatever unit the office is.
        for (auto const &other : general_) {
            auto const *n = std::get_if<ast::NoConfidence>(&other.clause->node);
            if (!n || n->by.name.text != b.name) continue;
            auto const &office = offices_.at(n->office.text);
            for (auto const level_ : levels_of(n->of.levels)) {
                auto const there = at(office, level_);
                auto const voter =
                    actor(n->by,
                          there.environment.with(n->of.variable.text, there.unit, false, {level_}));
                set(act, office.in_one_term, there.arguments, number(0),
                    general("votes of no confidence are counted within one term of the body"),
                    unit_ ? equal(voter.unit, here.unit) : truth(true), there.parameters);
            }
        }
        pending(act, here);
        auto const own = self(here);
        emit(act, event_of("is newly chosen", &own, "", false, false), here.arguments);
        act.story = "{actor} elects " + b.name;
        core_.acts.add(std::move(act));
    }

    // A seat falls vacant.
    {
        auto here = place();
        Act act;
        act.name = "a seat falls vacant in " + b.name;
        act.kind = ActKind::fact;
        act.actor = {"fact", {}};
        act.clause = general("facts need no permission");
        act.parameters = here.parameters;
        auto const held = read(b.held, here.arguments);
        guard(act, all({read(b.constituted, here.arguments), less(number(0), held)}), act.clause,
              "a seat is held");
        set(act, b.held, here.arguments, minus(held, number(1)), act.clause);
        act.story = "a seat falls vacant in " + b.name;
        core_.acts.add(std::move(act));
    }

    auto const ends = [&](Act &act, OfficeAt const &here, ClauseId clause, ExprId condition) {
        set(act, b.constituted, here.arguments, truth(false), clause, condition);
        set(act, b.held, here.arguments, number(0), clause, condition);
        if (b.mandate) {
            set(act, b.mandate, here.arguments, number(0), clause, condition);
            set(act, b.overdue, here.arguments, truth(false), clause, condition);
            set(act, b.limited, here.arguments, truth(false), clause, condition);
        }
        for (auto const var : b.consulted)
            set(act, var, here.arguments, truth(false), clause, condition);
        for (auto const &provision : b.provisions)
            if (auto const *r = std::get_if<ast::ReElected>(&provision.clause->node);
                r && speaks_of(provision, level)) {
                auto environment = here.environment;
                auto const applies_here = applies(provision, environment, here.unit, level);
                auto const both = condition ? all({condition, applies_here}) : applies_here;
                set(act, b.pending_reelection, here.arguments, truth(true), provision.id, both);
                set(act, b.reelection, here.arguments, days_of(r->within), provision.id, both);
            }
    };

    for (auto const &provision : b.provisions)
        if (auto const *e = std::get_if<ast::OnExpiry>(&provision.clause->node); e && e->limit)
            not_encoded(e->limit->span, "how long a body sits on");
    // The term is over.
    if (b.mandate) {
        auto const here = place();
        for (auto const &[clause, counts, stays, _1, _2] :
             expiries(b.provisions, here, {},
                      "when the term of " + b.name + " is over before a new one is chosen",
                      {"its powers end", "it sits until the new one"})) {
            Act act;
            act.kind = ActKind::automatic;
            act.group = Group::ends;
            act.name = "end of term: " + b.name;
            act.actor = {"the law", {}};
            act.clause = clause;
            act.parameters = here.parameters;
            guard(act,
                  all({read(b.constituted, here.arguments), no(read(b.overdue, here.arguments))}),
                  clause, "the body sits");
            if (b.limited) guard(act, read(b.limited, here.arguments), clause, "a term was fixed");
            guard(act, is(read(b.mandate, here.arguments), 0), clause, "the term is over");
            guard(act, counts, clause, "it is for this clause to say what follows");
            set(act, b.overdue, here.arguments, truth(true), clause, stays);
            ends(act, here, clause, no(stays));
            act.story = "the term of " + b.name + " is over";
            core_.acts.add(std::move(act));
        }
    }

    // Dissolution.
    std::size_t next_consultation = 0; // each clause has its own variables
    for (auto const &provision : b.provisions) {
        auto const *d = std::get_if<ast::Dissolution>(&provision.clause->node);
        if (!d || !speaks_of(provision, level)) continue;
        auto const first =
            std::exchange(next_consultation, next_consultation + d->consultations.size());
        for (std::size_t i = 0; i < d->consultations.size(); ++i) {
            auto here = place();
            auto environment = here.environment;
            auto const condition = applies(provision, environment, here.unit, level);
            auto const &consultation = d->consultations[i];
            auto const source =
                clause_id(provision.instrument, consultation.tag, consultation.with.front().span);
            auto const by = consultation.form_by ? actor(*consultation.form_by, environment)
                            : d->itself          ? self(here)
                                                 : actor(d->by, environment);
            Act act;
            act.clause = source;
            act.also = {provision.id};
            act.parameters = here.parameters;
            guard_scope(act, condition, provision.id);
            guard_actor(act, by, source);
            guard(act, read(b.constituted, here.arguments), provision.id,
                  "there is a body to dissolve");
            auto const whom = consult(act, consultation, by, b.consulted[first + i], here.arguments,
                                      source, environment);
            act.name = fmt::format("consult on dissolving {} ({})", b.name, by.name);
            act.story = fmt::format("{{actor}} consults {} about dissolving {}", whom, b.name);
            core_.acts.add(std::move(act));
        }
        auto here = place();
        auto environment = here.environment;
        auto const condition = applies(provision, environment, here.unit, level);
        auto const by = d->itself ? self(here) : actor(d->by, environment);
        Act act;
        act.clause = provision.id;
        act.parameters = here.parameters;
        guard(act, body_exists(b.name, here.unit), general("existence of the body"),
              "the body exists");
        guard_scope(act, condition, provision.id);
        guard_actor(act, by, provision.id);
        guard(act, read(b.constituted, here.arguments), provision.id,
              "there is a body to dissolve");
        if (!d->ground.empty())
            guard(act, formula(d->ground.front(), environment), provision.id, "there is a ground");
        for (std::size_t i = 0; i < d->consultations.size(); ++i)
            guard(act,
                  any({read(b.consulted[first + i], here.arguments),
                       omission(d->consultations[i], provision.instrument, environment)}),
                  clause_id(provision.instrument, d->consultations[i].tag,
                            d->consultations[i].with.front().span),
                  "the consultation has been held");
        if (d->itself) {
            auto const v = vote(act, by, d->vote, provision.id, environment, false);
            guard(act, v.passes, v.threshold_clause, "the vote passes");
        }
        ends(act, here, provision.id, {});
        auto const own = self(here);
        emit(act, event_of("is dissolved", &own, "", false, false), here.arguments);
        std::vector<ExprId> arguments;
        if (by.unit) arguments.push_back(by.unit);
        if (here.unit) arguments.push_back(here.unit);
        emit(act, event_of("dissolves", &by, b.name, unit_, false), arguments);
        act.name = fmt::format("dissolve {} ({})", b.name, by.name);
        act.story = d->itself ? b.name + " dissolves itself" : "{actor} dissolves " + b.name;
        core_.acts.add(std::move(act));
    }
    for (auto const &provision : b.provisions) {
        if (std::holds_alternative<ast::Seats>(provision.clause->node) &&
            speaks_of(provision, level)) {
            auto here = place();
            auto const &seats = std::get<ast::Seats>(provision.clause->node);
            auto environment = here.environment;
            auto const condition = applies(provision, environment, here.unit, level);
            if (provision.periods != always())
                not_encoded(provision.clause->span,
                            "a number of seats that changes in a chain of regimes");
            auto const value = [&](ast::Value const &v) {
                auto const n = whole(v);
                if (n && core_.expressions[*n].sort.high > max_seats) {
                    not_encoded(v.span, fmt::format("a body of more than {} seats", max_seats));
                    return number(max_seats);
                }
                return n.value_or(number(0));
            };
            auto const count = read(b.seats, here.arguments);
            ExprId fits;
            if (seats.up_to)
                fits = all(
                    {at_most(decide_number(seats.number, provision.id, "seats", environment, value),
                             count),
                     at_most(count, decide_number(*seats.up_to, provision.id, "seats", environment,
                                                  value))});
            else
                fits = decide(seats.number, provision.id, "seats", environment,
                              [&](ast::Value const &v) {
                                  return whole(v) ? equal(count, value(v)) : truth(true);
                              });
            auto e = implies(condition, fits);
            if (unit_) e = quantify(Op::every, here.binder, e);
            core_.assumptions.push_back({e, provision.id, "number of seats"});
        }
        if (std::holds_alternative<ast::Bloc>(provision.clause->node) &&
            speaks_of(provision, level))
            not_encoded(provision.clause->span, "a bloc of a body outside a vote");
    }
}

void Context::body_entry(BodyVars &b) {
    auto levels = b.levels;
    if (levels.empty()) levels.push_back({});
    for (auto const level : levels) {
        Binder here;
        std::vector<ExprId> arguments;
        ExprId unit_;
        if (level) {
            here = binder("u", Sort::unit(), {level});
            unit_ = bound(here);
            arguments = {unit_};
        }
        auto const add = [&](ExprId condition, ClauseId clause, std::string words_) {
            if (level) condition = quantify(Op::every, here, condition);
            core_.entry.push_back({condition, clause, std::move(words_)});
        };
        auto const seats = general("no more seats are held than there are");
        auto const start = general("entry states: nothing is pending and nothing has been counted");
        auto const constituted = read(b.constituted, arguments), held = read(b.held, arguments);
        add(at_most(held, read(b.seats, arguments)), seats,
            "no more seats are held than there are");
        add(implies(no(constituted), is(held, 0)), seats,
            "a body that is not in being holds no seats");
        add(implies(constituted, body_exists(b.name, unit_)), general("existence of the body"),
            "only a body that exists is in being");
        if (b.mandate) {
            auto const left = read(b.mandate, arguments);
            add(no(read(b.overdue, arguments)), start, "no term has run out yet");
            add(implies(no(constituted), is(left, 0)), start, "no body, no term");
            auto const limited = b.limited ? read(b.limited, arguments) : constituted;
            add(implies(limited, all({constituted, less(number(0), left)})), start,
                "the term of a sitting body still runs");
            OfficeAt at_unit;
            at_unit.unit = at_unit.environment.unit = unit_;
            at_unit.environment.level = level;
            auto const terms = lengths(b, at_unit);
            if (b.limited) add(implies(no(limited), is(left, 0)), start, "no term, no days left");
            for (auto const &[clause, counts, days_] : terms) {
                if (b.limited)
                    add(implies(all({constituted, counts}), equal(limited, less(number(0), days_))),
                        clause, "the term was fixed when the body was chosen");
                if (terms.size() > 1)
                    add(implies(all({limited, counts}), at_most(left, days_)), clause,
                        "the term still runs");
            }
        }
        if (b.pending_reelection) {
            add(no(read(b.pending_reelection, arguments)), start, "no re-election is due");
            add(is(read(b.reelection, arguments), 0), start, "no re-election is due");
        }
        for (auto const var : b.consulted)
            add(no(read(var, arguments)), start, "no consultation has been held");
    }
}

// ---- lists
// ---------------------------------------------------------------------------------------

void Context::declare_lists() {
    for (auto const &provision : general_) {
        if (auto const *l = std::get_if<ast::ListClause>(&provision.clause->node)) {
            auto const levels = levels_of(l->of.levels);
            auto const flag = [&](std::string const &what) {
                return variable({.name = what + " " + l->name.text,
                                 .parameters = {Sort::unit()},
                                 .levels = {levels},
                                 .sort = Sort::boolean()});
            };
            lists_[l->name.text] = {flag("on the list"), levels};
            if (!l->agreement.empty()) list_agreed_[l->name.text] = flag("agreed for the list");
            if (l->once) list_done_[l->name.text] = flag("fixed once for the list");
        }
        if (auto const *r = std::get_if<ast::Record>(&provision.clause->node)) {
            auto const &o = offices_.at(r->office.text);
            if (o.levels.empty()) {
                not_encoded(provision.clause->span, "a record of an office of no unit");
                continue;
            }
            if (records_.contains(r->name.text)) {
                not_encoded(provision.clause->span, "a second clause on one record");
                continue;
            }
            if (!r->resets_tag.citations.empty())
                clause_id(provision.instrument, r->resets_tag,
                          r->resets_tag.citations.front().span);
            auto levels = r->of ? levels_of(r->of->levels) : o.levels;
            auto const count = variable({.name = r->name.text + " of " + r->office.text,
                                         .parameters = {Sort::unit()},
                                         .levels = {o.levels},
                                         .sort = Sort::integer(0, most_counted)});
            records_[r->name.text] = {count, r->office.text, r, provision, levels};
        }
    }
}

void Context::lists() {
    for (auto const &provision : general_) {
        auto const *l = std::get_if<ast::ListClause>(&provision.clause->node);
        if (!l) continue;
        auto const &[var, levels] = lists_.at(l->name.text);
        for (auto const level : levels) {
            auto const place = [&](OfficeAt &here) {
                here.binder = binder("v", Sort::unit(), {level});
                here.unit = bound(here.binder);
                here.arguments = {here.unit};
                here.parameters = {here.binder};
                here.environment.unit = here.unit;
                here.environment.level = level;
                here.environment =
                    here.environment.with(l->of.variable.text, here.unit, false, {level});
            };
            auto const agreed =
                list_agreed_.contains(l->name.text) ? list_agreed_[l->name.text] : VarId{};
            auto const done =
                list_done_.contains(l->name.text) ? list_done_[l->name.text] : VarId{};
            if (agreed)
                for (auto const &ref : l->agreement) {
                    OfficeAt here;
                    place(here);
                    Act act;
                    auto const by = actor(ref, here.environment);
                    act.name =
                        fmt::format("agree to a change of the list {} ({})", l->name.text, by.name);
                    act.clause = provision.id;
                    act.parameters = here.parameters;
                    guard(act, binder_restriction(l->of, here.environment), provision.id,
                          "the list is for such units");
                    guard(act, in_force(provision), provision.id, "the clause applies");
                    guard_actor(act, by, provision.id);
                    guard(act, no(read(agreed, here.arguments)), provision.id,
                          "agreement has not yet been given");
                    set(act, agreed, here.arguments, truth(true), provision.id);
                    emit(act, event_of("agrees to", &by, l->name.text, true, false),
                         by.unit ? std::vector{by.unit, here.unit} : std::vector{here.unit});
                    act.story = fmt::format("{{actor}} agrees to a change of the list {} for {{v}}",
                                            l->name.text);
                    core_.acts.add(std::move(act));
                }
            for (bool const on : {true, false}) {
                OfficeAt here;
                place(here);
                Act act;
                auto const by = actor(l->by, here.environment);
                act.name = fmt::format("{} the list {} ({})", on ? "put on" : "take off",
                                       l->name.text, by.name);
                act.clause = provision.id;
                act.parameters = here.parameters;
                guard(act, binder_restriction(l->of, here.environment), provision.id,
                      "the list is for such units");
                guard(act, in_force(provision), provision.id, "the clause applies");
                guard_actor(act, by, provision.id);
                auto const listed = read(var, here.arguments);
                guard(act, on ? no(listed) : listed, provision.id,
                      on ? "the unit is not on the list" : "the unit is on the list");
                if (agreed) {
                    guard(act, read(agreed, here.arguments), provision.id,
                          "the change has been agreed");
                    set(act, agreed, here.arguments, truth(false), provision.id);
                }
                if (done) {
                    guard(act, no(read(done, here.arguments)), provision.id,
                          "the list is fixed once");
                    set(act, done, here.arguments, truth(true), provision.id);
                }
                set(act, var, here.arguments, truth(on), provision.id);
                act.story = fmt::format("{{actor}} {} {{v}} {} the list {}", on ? "puts" : "takes",
                                        on ? "on" : "off", l->name.text);
                core_.acts.add(std::move(act));
            }
            auto const where = binder("v", Sort::unit(), {level});
            auto const start =
                general("entry states: nothing is pending and nothing has been counted");
            if ((provision.periods & 1) == 0)
                core_.entry.push_back({quantify(Op::every, where, no(read(var, {bound(where)}))),
                                       provision.id, "the list is not yet fixed"});
            for (auto const flag : {agreed, done})
                if (flag)
                    core_.entry.push_back(
                        {quantify(Op::every, where, no(read(flag, {bound(where)}))), start,
                         "no change of a list is pending"});
        }
    }
}

// ---- events that may never come
// ------------------------------------------------------------------

void Context::events() {
    for (auto const &[name, entry] : program_.events) {
        Act act;
        act.name = "event " + name;
        act.kind = ActKind::fact;
        act.actor = {"fact", {}};
        act.clause = general("facts need no permission");
        std::vector<ExprId> arguments;
        if (entry.node->of) {
            auto const levels = levels_of(entry.node->of->levels);
            auto const where = binder("u", Sort::unit(), levels);
            act.parameters = {where};
            arguments = {bound(where)};
        }
        emit(act, event(name, std::vector(arguments.size(), Sort::unit())), arguments);
        // It comes once, and texts may ask whether it has come.
        auto const come = happened_.at(name);
        guard(act, no(read(come, arguments)), act.clause, "the event has not yet come");
        set(act, come, arguments, truth(true), act.clause);
        auto not_yet = no(read(come, arguments));
        for (auto const &parameter : act.parameters)
            not_yet = quantify(Op::every, parameter, not_yet);
        core_.entry.push_back({not_yet, act.clause, "the event has not come before the start"});
        act.story = "event: " + name;
        core_.acts.add(std::move(act));
    }
}

// ---- colleges
// ------------------------------------------------------------------------------------

void Context::colleges() {
    Periods taken = 0; // by a college of the same chain
    for (auto const &provision : general_) {
        auto const *c = std::get_if<ast::College>(&provision.clause->node);
        if (!c) continue;
        if ((provision.periods & taken) != 0)
            not_encoded(provision.clause->span, "a second college of electors in one regime");
        taken |= provision.periods;
        if (c->vote.quorum || c->vote.threshold)
            not_encoded(provision.clause->span, "a vote at a gathering");
        for (auto const &must : c->musts)
            if (must.choice) not_encoded(must.choice->span, "an unsettled requirement on electors");
        if (college_formed_ && college_levels_ != levels_of(c->of.levels)) {
            not_encoded(provision.clause->span, "colleges of several levels in one chain");
            continue;
        }
        college_levels_ = levels_of(c->of.levels);
        if (!college_formed_) {
            college_formed_ = variable({.name = "college of electors formed",
                                        .parameters = {Sort::unit()},
                                        .levels = {college_levels_},
                                        .sort = Sort::boolean()});
            college_size_ = variable({.name = "electors in the college",
                                      .parameters = {Sort::unit()},
                                      .levels = {college_levels_},
                                      .sort = Sort::integer(0, max_seats)});
            // Who sits in a college is told person by person only where a text says who may.
            elector_ = variable({.name = "elector",
                                 .parameters = {Sort::unit(), Sort::person()},
                                 .levels = {college_levels_, {}},
                                 .sort = Sort::boolean()});
        }
        for (auto const level : college_levels_) {
            auto const where = binder("v", Sort::unit(), {level});
            auto const v = bound(where);
            Environment environment;
            environment.unit = v;
            environment.level = level;
            environment = environment.with(c->of.variable.text, v, false, {level});
            Act act;
            auto const clause =
                c->gatherings_tag.citations.empty()
                    ? provision.id
                    : clause_id(provision.instrument, c->gatherings_tag,
                                c->gatherings_of ? c->gatherings_of->span : provision.clause->span);
            act.name = "choose the college of electors";
            act.clause = clause;
            act.also = {provision.id};
            auto const who = binder("p", Sort::person());
            auto const p = bound(who);
            act.parameters = {where, who};
            act.inputs = {Input::number};
            act.actor = {"people", v};
            guard(act, in_force(provision), provision.id, "the clause applies");
            guard(act, binder_restriction(c->of, environment), provision.id,
                  "the unit has a college");
            guard(act, no(read(college_formed_, {v})), clause, "there is no college yet");
            guard(act, less(number(0), input(Input::number)), clause, "somebody is chosen");
            if (c->size) {
                auto const source =
                    c->size_tag.citations.empty()
                        ? provision.id
                        : clause_id(provision.instrument, c->size_tag, c->size->span);
                guard(act,
                      decide(*c->size, source, "size of the college", environment,
                             [&](ast::Value const &value) {
                                 auto const n = whole(value);
                                 return n ? equal(input(Input::number), *n) : truth(true);
                             }),
                      source, "the college has its size");
            }
            auto const inside = environment.with("candidate", p, true, {});
            for (auto const &must : c->musts)
                for (auto const &r : must.requirements)
                    guard(act, requirement(r, p, inside),
                          r.tag.citations.empty() ? provision.id
                                                  : clause_id(provision.instrument, r.tag, r.span),
                          "an elector meets the requirements");
            set(act, college_formed_, {v}, truth(true), clause);
            set(act, college_size_, {v}, input(Input::number), clause);
            set(act, elector_, {v, p}, truth(true), clause);
            emit(act, event("is chosen elector", {Sort::unit(), Sort::person()}), {v, p});
            act.story =
                "gatherings of the people of {v} choose the college of electors, {p} among them";
            core_.acts.add(std::move(act));
            auto const start =
                general("entry states: nothing is pending and nothing has been counted");
            auto const q = binder("q", Sort::person());
            core_.entry.push_back(
                {quantify(Op::every, where,
                          all({no(read(college_formed_, {v})), is(read(college_size_, {v}), 0),
                               quantify(Op::every, q, no(read(elector_, {v, bound(q)})))})),
                 start, "no college has been chosen"});
        }
    }
}

} // namespace mandate::compiler
