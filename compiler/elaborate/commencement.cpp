// Chains of regimes: the law in force is state, and changes on the days that the chain names. What
// becomes of those in office, of running terms and of procedures under way is for transitional
// clauses to say, and else a question of each change.
#include "base/assert.h"
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace mandate::compiler {

namespace {

constexpr int ends = 1, acts = 2; // what a change of law leaves to be done
using Matter = ast::Transition::Matter;

// In a calendar of months of 30 days.
std::int64_t day_number(ast::Date const &date) {
    return (std::int64_t{12} * date.year + date.month - 1) * 30 +
           std::min<std::int64_t>(date.day, 30) - 1;
}

void dates_in(ast::Expr const &e, std::vector<ast::Date> &dates) {
    if (e.date) dates.push_back(*e.date);
    for (auto const &operand : e.operands) dates_in(operand, dates);
    for (auto const &binder : e.binders)
        for (auto const &where : binder.where) dates_in(where, dates);
}

} // namespace

// The regimes of a chain in their order, or the one regime.
bool Context::periods() {
    auto const dated = [&](ast::Regime const &regime) {
        if (!regime.as_of) sink_.report({Code::date_missing, regime.name.span, {regime.name.text}});
        return regime.as_of.has_value();
    };
    auto const chain = program_.chains.find(regime_);
    if (chain == program_.chains.end()) {
        auto const &regime = *program_.regimes.find(regime_)->second.node;
        periods_.push_back({&regime, 0});
        return dated(regime);
    }
    auto const &links = chain->second.node->links;
    if (links.size() > most_periods) {
        not_encoded(links[most_periods].regime.span,
                    fmt::format("a chain of more than {} regimes", most_periods));
        return false;
    }
    for (auto const &link : links) {
        auto const &regime = *program_.regimes.find(link.regime.text)->second.node;
        if (!dated(regime)) return false;
        auto const &start = periods_.empty() ? regime : *periods_.front().regime;
        periods_.push_back(
            {&regime, link.on ? day_number(*link.on) - day_number(*start.as_of) : 0});
    }
    return true;
}

// ---- when which law is in force
// ------------------------------------------------------------------

ExprId Context::in_force(Periods periods) {
    if (looking_at_) return truth((periods >> *looking_at_ & 1) != 0);
    if (periods == always()) return truth(true);
    if (auto const it = in_force_.find(periods); it != in_force_.end()) return it->second;
    std::vector<ExprId> ranges;
    auto const law = read(core_.chain.law);
    auto const last = periods_.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
        if ((periods >> i & 1) == 0) continue;
        auto const from = i;
        while (i < last && (periods >> (i + 1) & 1) != 0) ++i;
        auto const since = number(static_cast<std::int64_t>(from)),
                   to = number(static_cast<std::int64_t>(i));
        ranges.push_back(from == i ? equal(law, since)
                                   : all({from == 0 ? truth(true) : at_most(since, law),
                                          i == last ? truth(true) : at_most(law, to)}));
    }
    return in_force_.emplace(periods, any(std::move(ranges))).first->second;
}

ExprId Context::in_force(Provision const &provision) {
    auto conditions = provision.fixed;
    conditions.push_back(in_force(provision.periods));
    return all(std::move(conditions));
}

// The regimes in which a condition is true that says nothing else.
std::optional<Periods> Context::in_force_when(ExprId condition) const {
    for (auto const &[periods, expr] : in_force_)
        if (expr == condition) return periods;
    return std::nullopt;
}

void Context::declare_law() {
    if (periods_.size() == 1) return;
    std::vector<std::string> names;
    for (auto const &period : periods_) names.push_back(period.regime->name.text);
    // After the last change days are counted up to the last date that is asked about.
    std::vector<ast::Date> dates;
    for (auto const &file : program_.files)
        for (auto const &declaration : file.declarations)
            if (auto const *p = std::get_if<ast::Property>(&declaration.node)) {
                for (auto const *list : {&p->form.operands, &p->assumptions, &p->starting_from})
                    for (auto const &e : *list) dates_in(e, dates);
                for (auto const &binder : p->binders)
                    for (auto const &where : binder.where) dates_in(where, dates);
            }
    auto const start = day_number(*periods_.front().regime->as_of);
    auto until = periods_.back().from;
    for (auto const &date : dates) until = std::max(until, day_number(date) - start);
    auto &chain = core_.chain;
    std::int64_t longest = 1;
    for (std::size_t i = 0; i < periods_.size(); ++i) {
        auto const end = i + 1 < periods_.size() ? periods_[i + 1].from : until;
        chain.days.push_back(end - periods_[i].from);
        longest = std::max(longest, chain.days.back());
    }
    chain.law = enumeration("law in force", {}, {}, names);
    chain.until_change = variable({.name = "days until the law changes",
                                   .sort = Sort::integer(0, longest),
                                   .clock = Clock::down,
                                   .visible = false});
    auto const last = static_cast<std::int64_t>(periods_.size()) - 1;
    auto const running =
        any({less(read(chain.law), number(last)), less(number(0), read(chain.until_change))});
    core_.variables[chain.until_change].running = running;
    auto const clause = general("the law at the start");
    core_.entry.push_back({is(read(chain.law), 0), clause, "the first regime is in force"});
    core_.entry.push_back({is(read(chain.until_change), chain.days.front()), clause,
                           "the law changes on the days that the chain names"});
}

// The property being written names a clause of these regimes, or a day in one of them.
void Context::first_named(Periods periods) {
    for (std::int64_t i = 0; periods != 0; ++i, periods >>= 1)
        if ((periods & 1) != 0) {
            begins_ = std::min(begins_.value_or(i), i);
            return;
        }
}

ExprId Context::on_or_after(ast::Date const &date) {
    if (periods_.size() == 1) {
        missing_ = "a chain of regimes: a regime has no dates of its own";
        return truth(false);
    }
    auto const day = day_number(date) - day_number(*periods_.front().regime->as_of);
    if (day <= 0) return truth(true);
    std::vector<ExprId> ways;
    for (std::size_t i = 0; i < periods_.size(); ++i) {
        if (periods_[i].from <= day && day <= periods_[i].from + core_.chain.days[i])
            first_named(Periods{1} << i);
        auto const now = is(read(core_.chain.law), static_cast<std::int64_t>(i));
        auto const end = periods_[i].from + core_.chain.days[i];
        if (day <= periods_[i].from)
            ways.push_back(now);
        else if (day <= end)
            ways.push_back(all({now, at_most(read(core_.chain.until_change), number(end - day))}));
    }
    return any(std::move(ways));
}

// ---- the changes
// ---------------------------------------------------------------------------------

void Context::changes_of_law() {
    for (std::size_t to = 1; to < periods_.size(); ++to) {
        auto const &name = periods_[to].regime->name.text;
        Act act;
        act.name = "change of law: " + name;
        act.kind = ActKind::automatic;
        act.group = Group::law;
        act.actor = {"the law", {}};
        act.clause = law_changes(to);
        contradictory(to);
        guard(act, is(read(core_.chain.law), static_cast<std::int64_t>(to) - 1), act.clause,
              "the earlier law is in force");
        guard(act, is(read(core_.chain.until_change), 0), act.clause, "the day has come");
        set(act, core_.chain.law, {}, number(static_cast<std::int64_t>(to)), act.clause);
        set(act, core_.chain.until_change, {}, number(core_.chain.days[to]), act.clause);
        for (auto &[_, office] : offices_) {
            if (office.decl->outside) continue;
            incumbents(act, office, to);
            running_terms(act, office, to);
            pending_procedures(act, office, to);
        }
        for (auto &[_, body] : bodies_)
            if (!body.decl->outside) running_terms(act, body, to);
        for (auto &[record_name, record] : records_) records_kept(act, record_name, record, to);
        act.story = "the law changes: " + name + " is in force";
        core_.acts.add(std::move(act));
    }
    if (periods_.size() == 1) return;
    for (auto &[_, office] : offices_)
        if (!office.decl->outside) outgoing(office);
    // A part of a clause is in force as its text is.
    std::map<std::string, Periods> of_text;
    for (auto const &[clause, periods] : clause_periods_)
        of_text[core_.clauses[ClauseId{clause}].instrument] |= periods;
    for (std::size_t i = 0; i < core_.clauses.size(); ++i) {
        auto const id = core_.clauses.id(i);
        auto const it = clause_periods_.find(id.index);
        auto const text = of_text.find(core_.clauses[id].instrument);
        core_.chain.in_force.push_back(it != clause_periods_.end() ? it->second
                                       : text != of_text.end()     ? text->second
                                                                   : 0);
    }
}

bool Context::begins(Provision const &provision, std::size_t to) const {
    return (provision.periods >> to & 1) != 0 && (provision.periods >> (to - 1) & 1) == 0;
}
bool Context::lapses(Provision const &provision, std::size_t to) const {
    return (provision.periods >> to & 1) == 0 && (provision.periods >> (to - 1) & 1) != 0;
}

ClauseId Context::law_changes(std::size_t to) {
    return general("the law changes: " + periods_[to].regime->name.text);
}

// Of two clauses on one matter that begin with the change, one of which is of all units, nothing
// says which counts.
void Context::contradictory(std::size_t to) {
    std::vector<ast::Transition const *> earlier;
    auto const all_units = [](ast::Transition const &t) {
        return t.of.where.empty() && t.of.except.empty();
    };
    auto const common_level = [](ast::Transition const &a, ast::Transition const &b) {
        return std::any_of(a.of.levels.begin(), a.of.levels.end(), [&](ast::Name const &level) {
            return std::any_of(b.of.levels.begin(), b.of.levels.end(),
                               [&](ast::Name const &other) { return other.text == level.text; });
        });
    };
    for (auto const &provision : general_) {
        auto const *t = std::get_if<ast::Transition>(&provision.clause->node);
        // Which of the answers of a question is law is another matter.
        if (!t || !begins(provision, to) || !provision.fixed.empty()) continue;
        for (auto const *other : earlier)
            if (t->matter == other->matter && t->office.text == other->office.text &&
                common_level(*t, *other) && (all_units(*t) || all_units(*other)))
                not_encoded(provision.clause->span,
                            "a second clause on what becomes of the same with one change");
        earlier.push_back(t);
    }
}

// The clauses that begin with the change and say what becomes of a matter of this office or body,
// each with its condition.
std::vector<Context::Transitional> Context::transitional(ast::Transition::Matter matter,
                                                         std::string const &of,
                                                         OfficeAt const &here, std::size_t to) {
    auto const level = here.environment.level;
    std::vector<Transitional> result;
    for (auto const &provision : general_) {
        auto const *t = std::get_if<ast::Transition>(&provision.clause->node);
        if (!t || t->matter != matter || t->office.text != of || !begins(provision, to)) continue;
        auto const levels = levels_of(t->of.levels);
        if (level && std::find(levels.begin(), levels.end(), level) == levels.end()) continue;
        auto const inside = here.environment.with(t->of.variable.text, here.unit, false, {level});
        auto conditions = provision.fixed;
        conditions.push_back(binder_restriction(t->of, inside));
        result.push_back({provision.id, all(std::move(conditions)), &t->what, inside});
    }
    return result;
}

// Under which conditions they say one of these words.
std::vector<std::pair<ClauseId, ExprId>>
Context::transitional(ast::Transition::Matter matter, std::string const &of, OfficeAt const &here,
                      std::size_t to, std::vector<ast::Word> const &words) {
    static char const *const matters[] = {"incumbents of earlier law", "procedures under way",
                                          "running terms", "what has been counted"};
    std::vector<std::pair<ClauseId, ExprId>> result;
    for (auto const &[clause, condition, what, inside] : transitional(matter, of, here, to)) {
        std::vector<ExprId> says;
        for (auto const word : words)
            says.push_back(word_is(*what, clause, matters[static_cast<int>(matter)], inside, word));
        result.emplace_back(clause, all({condition, any(std::move(says))}));
    }
    return result;
}

// Where no clause says it, that the answer to a question of the change is this one of two; none:
// the clauses leave nothing open.
ExprId Context::left_open(ast::Transition::Matter matter, std::string const &of,
                          OfficeAt const &here, std::size_t to, std::string const &question,
                          std::vector<std::string> const &answers, int answer) {
    std::vector<ExprId> said;
    for (auto const &clause : transitional(matter, of, here, to)) said.push_back(clause.condition);
    auto const left = no(any(std::move(said)));
    if (constant(left, false)) return {};
    return all({left, is(implicit(law_changes(to), question, answers), answer)});
}

// Who is in office under a way in that the new law does not have.
void Context::incumbents(Act &act, OfficeVars &o, std::size_t to) {
    auto levels = o.levels;
    if (levels.empty()) levels.push_back({});
    for (auto const level : levels) {
        auto here = at(o, level);
        std::vector<Binder> const everywhere = here.parameters;
        bool changed = false;
        std::vector<ExprId> old{is(read(o.status, here.arguments), status::held_over),
                                is(read(o.under, here.arguments), 0)};
        for (auto const &way : o.ways) {
            if (!speaks_of(way.provision, level)) continue;
            changed |= begins(way.provision, to) || lapses(way.provision, to);
            auto const before = way.provision.periods & ((Periods{1} << to) - 1);
            if (before != 0 && (way.provision.periods >> to & 1) == 0)
                old.push_back(is(read(o.under, here.arguments), way.number));
        }
        auto const status = read(o.status, here.arguments);
        auto const incumbent = all(
            {any({is(status, status::held), is(status, status::held_over)}), any(std::move(old))});
        auto const fate = [&](int what, ClauseId clause, ExprId when) {
            if (auto const now = all({incumbent, when}); !constant(now, false))
                set(act, o.outgoing, here.arguments, number(what), clause, now, everywhere);
        };
        auto const by_clause = [&](int what, std::vector<ast::Word> const &words) {
            for (auto const &[clause, when] :
                 transitional(Matter::incumbents, o.name, here, to, words))
                fate(what, clause, when);
        };
        by_clause(ends, {ast::Word::end});
        by_clause(acts, {ast::Word::act, ast::Word::need_consent});
        if (!changed) continue;
        if (auto const left = left_open(
                Matter::incumbents, o.name, here, to,
                (level ? o.name + " of " + core_.levels[level].name : o.name) + " in office",
                {"stay", "end"}, 1))
            fate(ends, law_changes(to), left);
    }
}

// What is left of a term was fixed when the office was taken. Where the new law has other terms it
// is a question whether it goes by them.
void Context::running_terms(Act &act, OfficeVars &o, std::size_t to) {
    if (!o.tenure) return;
    auto levels = o.levels;
    if (levels.empty()) levels.push_back({});
    for (auto const level : levels) {
        auto const terms = clauses<ast::Term>(o.provisions, level);
        auto const changes = [&](Provision const &p) { return begins(p, to) || lapses(p, to); };
        auto const here = at(o, level);
        bool const of_ways = std::any_of(o.ways.begin(), o.ways.end(), [&](Way const &way) {
            return way.node->term && speaks_of(way.provision, level) && changes(way.provision);
        });
        if (of_ways)
            for (auto const &said : transitional(Matter::terms, o.name, here, to))
                not_encoded(core_.clauses[said.clause].span,
                            "what becomes of running terms that a way into office sets");
        if (std::none_of(terms.begin(), terms.end(), [&](auto const *p) { return changes(*p); }))
            continue;
        auto const under = read(o.under, here.arguments), left = read(o.tenure, here.arguments);
        looking_at_ = to - 1;
        auto fixed = term(o, here).days;
        for (auto const &way : o.ways)
            if (way.node->term && speaks_of(way.provision, level))
                fixed = choose(is(under, way.number), term(o, here, way).days, fixed);
        looking_at_ = to;
        auto const now = term(o, here);
        looking_at_.reset();
        auto const served = minus(fixed, left);
        auto const days =
            choose(read(o.limited, here.arguments),
                   choose(less(served, now.days), minus(now.days, served), number(0)), now.days);
        auto const follow = [&](ClauseId clause, ExprId when) {
            auto const follows = all({when, is(read(o.status, here.arguments), status::held)});
            set(act, o.tenure, here.arguments,
                minimum(days, number(core_.variables[o.tenure].sort.high)), clause, follows,
                here.parameters);
            set(act, o.limited, here.arguments, less(number(0), now.days), clause, follows,
                here.parameters);
        };
        terms_follow(o.name, here, to, now.clause, follow);
    }
}

// Where running terms go by the new law: as clauses say, or by a question; `by`: the clause that
// has the new term.
void Context::terms_follow(std::string const &of, OfficeAt const &here, std::size_t to, ClauseId by,
                           std::function<void(ClauseId, ExprId)> const &follow) {
    for (auto const &[clause, when] :
         transitional(Matter::terms, of, here, to, {ast::Word::follow}))
        follow(clause, when);
    auto const level = here.environment.level;
    if (auto const left =
            left_open(Matter::terms, of, here, to,
                      "running terms of " + (level ? of + " of " + core_.levels[level].name : of),
                      {"run on as fixed", "are as long as the new law has it"}, 1))
        follow(by, left);
}

// The same of bodies.
void Context::running_terms(Act &act, BodyVars &b, std::size_t to) {
    if (!b.mandate) return;
    auto levels = b.levels;
    if (levels.empty()) levels.push_back({});
    for (auto const level : levels) {
        auto const terms = clauses<ast::Term>(b.provisions, level);
        if (std::none_of(terms.begin(), terms.end(),
                         [&](auto const *p) { return begins(*p, to) || lapses(*p, to); }))
            continue;
        OfficeAt here;
        here.environment.level = level;
        if (level) {
            here.binder = binder("u", Sort::unit(), {level});
            here.unit = here.environment.unit = bound(here.binder);
            here.arguments = {here.unit};
            here.parameters = {here.binder};
        }
        ClauseId source;
        auto const fixed_by = [&](std::size_t period) {
            looking_at_ = period;
            auto days = number(0);
            for (auto const &length : lengths(b, here)) {
                days = choose(length.counts, length.days, days);
                if (!core_.clauses[length.clause].instrument.empty()) source = length.clause;
            }
            looking_at_.reset();
            return days;
        };
        auto const was = fixed_by(to - 1), now = fixed_by(to);
        auto const left = read(b.mandate, here.arguments);
        auto const served = minus(was, left);
        auto days = choose(less(served, now), minus(now, served), number(0));
        if (b.limited) days = choose(read(b.limited, here.arguments), days, now);
        auto const follow = [&](ClauseId clause, ExprId when) {
            auto const follows = all(
                {when, read(b.constituted, here.arguments), no(read(b.overdue, here.arguments))});
            set(act, b.mandate, here.arguments,
                minimum(days, number(core_.variables[b.mandate].sort.high)), clause, follows,
                here.parameters);
            set(act, b.limited, here.arguments, less(number(0), now), clause, follows,
                here.parameters);
        };
        terms_follow(b.name, here, to, source ? source : law_changes(to), follow);
    }
}

// What has begun under a way in that the new law does not have.
void Context::pending_procedures(Act &act, OfficeVars &o, std::size_t to) {
    for (auto const &way : o.ways) {
        if (!lapses(way.provision, to)) continue;
        auto levels = o.levels;
        if (levels.empty()) levels.push_back({});
        for (auto const level : levels) {
            if (!speaks_of(way.provision, level)) continue;
            auto const here = at(o, level);
            auto const lapse = [&](ClauseId clause, ExprId when) {
                end_procedures(act, o, here.arguments, clause,
                               all({is(read(o.procedure, here.arguments), way.number), when}),
                               here.parameters);
            };
            for (auto const &[clause, when] :
                 transitional(Matter::procedures, o.name, here, to, {ast::Word::lapse}))
                lapse(clause, when);
            if (auto const left =
                    left_open(Matter::procedures, o.name, here, to,
                              "procedures under way under " + way.label, {"lapse", "go on"}, 0))
                lapse(law_changes(to), left);
        }
    }
}

// What has been counted under a clause that the new law does not have.
void Context::records_kept(Act &act, std::string const &name, RecordVars &record, std::size_t to) {
    if (!lapses(record.provision, to)) return;
    auto &o = offices_.at(record.office);
    for (auto const level : record.levels) {
        auto const here = at(o, level);
        auto const lapse = [&](ClauseId clause, ExprId when) {
            set(act, record.count, here.arguments, number(0), clause, when, here.parameters);
        };
        for (auto const &[clause, when] :
             transitional(Matter::records, o.name, here, to, {ast::Word::lapse}))
            lapse(clause, when);
        if (auto const left = left_open(
                Matter::records, o.name, here, to,
                fmt::format("{} counted against {} of {}", name, o.name, core_.levels[level].name),
                {"lapse", "go on"}, 0))
            lapse(law_changes(to), left);
    }
}

// Carries out, unit by unit, what a change of law means for who is in office.
void Context::outgoing(OfficeVars &o) {
    auto levels = o.levels;
    if (levels.empty()) levels.push_back({});
    auto const clause = general("what a change of law means for those in office");
    for (auto const level : levels)
        for (auto const what : {ends, acts}) {
            auto const here = at(o, level);
            auto const holder = read(o.holder, here.arguments);
            bool const unit = static_cast<bool>(here.unit);
            Act act;
            act.name =
                (what == ends ? "end by change of law: " : "acting by change of law: ") + o.name;
            act.kind = ActKind::automatic;
            act.group = Group::ends;
            act.actor = {"the law", {}};
            act.clause = clause;
            act.parameters = here.parameters;
            guard(act, is(read(o.outgoing, here.arguments), what), clause, "the new law says so");
            vacate(act, o, here, clause);
            set(act, o.outgoing, here.arguments, number(0), clause);
            if (what == acts) {
                std::erase_if(act.updates, [&](Update const &u) {
                    return u.var == o.status || u.var == o.begun;
                });
                set(act, o.status, here.arguments, number(status::acting), clause);
                set(act, o.under, here.arguments, number(0), clause);
                emit(act, event_of("begins to act as", nullptr, o.name, unit, true),
                     with(here.arguments, holder));
            } else {
                emit(act, event_of("leaves", nullptr, o.name, unit, true),
                     with(here.arguments, holder));
            }
            act.story = what == ends ? "the powers of " + o.name + " end with the change of law"
                                     : "who was " + o.name + " goes on acting";
            core_.acts.add(std::move(act));
        }
}

} // namespace mandate::compiler
