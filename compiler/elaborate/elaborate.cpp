// Stage 4: one regime -> Core. Which texts are in force, what they declare, and one visit per
// construct.
#include "base/assert.h"
#include "compiler/compile.h"
#include "compiler/elaborate/context.h"
#include "compiler/within.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

namespace {

// The highest number of years that any text or property asks for: ages above it need not be told
// apart.
struct Ages {
    std::int64_t most = 0;
    void in(ast::Expr const &e) {
        if (e.kind == ast::ExprKind::person_age) most = std::max(most, e.number);
        for (auto const &operand : e.operands) in(operand);
        for (auto const &b : e.binders)
            for (auto const &w : b.where) in(w);
    }
    void in(ast::Requirement const &r) {
        if (r.kind == ast::Requirement::Kind::age) most = std::max(most, r.years);
        for (auto const &f : r.formula) in(f);
    }
    void in(ast::Must const &m) {
        for (auto const &r : m.requirements) in(r);
        if (m.choice)
            for (auto const &v : m.choice->values)
                for (auto const &r : v.requirements) in(r);
    }
    void in(std::vector<ast::Clause> const &clauses) {
        for (auto const &clause : clauses)
            std::visit(Overloaded{
                           [&](ast::Must const &m) { in(m); },
                           [&](ast::Way const &w) {
                               for (auto const &m : w.musts) in(m);
                           },
                           [&](ast::OfficeBlock const &b) { in(b.clauses); },
                           [&](ast::BodyBlock const &b) { in(b.clauses); },
                           [&](ast::Version const &v) { in(v.clauses); },
                           [&](ast::ForUnits const &f) { in(f.clauses); },
                           [&](ast::UnsettledClauses const &u) {
                               for (auto const &v : u.choice.values) in(v.clauses);
                           },
                           [&](auto const &) {},
                       },
                       clause.node);
    }
};

} // namespace

bool Context::run(std::string const &regime, std::vector<std::string> const &properties) {
    regime_ = core_.regime = regime;
    auto const errors = sink_.errors();
    if (!periods()) return false;
    structure_and_persons();
    declare_law();
    if (!gather()) return false;
    events();
    declare_offices();
    declare_bodies();
    declaring_.clear();
    declare_lists();
    colleges();
    for (auto &[_, o] : offices_) office(o);
    for (auto &[_, o] : offices_) remember_removals(o);
    records_and_reports();
    no_confidence();
    lists();
    for (auto &[_, b] : bodies_) body(b);
    duties();
    changes_of_law();
    time_passes();
    legal_basis();
    core_.notes = {"a month is 30 days and a year 360",
                   fmt::format("votes and seats are counted up to {}", max_seats)};
    // Clauses that stand for themselves: what they say of other texts shows in those, or in nothing
    // else.
    for (auto const &id : said_) core_.notes.push_back("in force: " + core_.clauses[id].label());
    for (auto const &name : properties) {
        auto const &entry = program_.properties.find(name)->second;
        property(*entry.node);
    }
    time_can_pass();
    return sink_.errors() == errors;
}

void Context::structure_and_persons() {
    for (auto const *l : program_.levels) {
        auto const id = core_.levels.add(
            {l->name.text, l->in ? level(l->in->text) : LevelId{}, l->same_level, {}});
        for (auto const &k : l->kinds)
            core_.levels[id].kinds.push_back(core_.kinds.add({k.name.text, id, {}}));
    }
    for (auto const *l : program_.levels)
        for (auto const &k : l->kinds)
            for (auto const &in : k.in)
                core_.kinds[kind(k.name.text)].inside.push_back(kind(in.text));

    Ages ages;
    for (auto const &file : program_.files)
        for (auto const &declaration : file.declarations) {
            if (auto const *i = std::get_if<ast::Instrument>(&declaration.node))
                ages.in(i->clauses);
            if (auto const *p = std::get_if<ast::Property>(&declaration.node)) {
                for (auto const &e : p->form.operands) ages.in(e);
                for (auto const &e : p->assumptions) ages.in(e);
            }
        }
    std::vector<LevelId> every_level;
    for (std::size_t i = 0; i < core_.levels.size(); ++i) every_level.push_back(core_.levels.id(i));
    for (auto const *a : program_.attributes) {
        auto const role = a->changing ? Role::state : Role::fixed;
        switch (a->kind) {
        case ast::Attribute::Kind::boolean:
            attributes_[a->name.text] = variable({.name = a->name.text,
                                                  .parameters = {Sort::person()},
                                                  .sort = Sort::boolean(),
                                                  .role = role});
            break;
        case ast::Attribute::Kind::enumeration: {
            std::vector<std::string> values;
            for (auto const &v : a->values) values.push_back(v.text);
            attributes_[a->name.text] =
                enumeration(a->name.text, {Sort::person()}, {{}}, values, role);
            break;
        }
        case ast::Attribute::Kind::born: {
            auto const who = binder("p", Sort::person());
            age_ = variable({.name = "age in days",
                             .parameters = {Sort::person()},
                             .sort = Sort::integer(0, std::max<std::int64_t>(1, ages.most) * 360),
                             .clock = Clock::up,
                             .clock_binders = {who},
                             .visible = false});
            break;
        }
        case ast::Attribute::Kind::lives_in: {
            auto const levels = levels_of(a->values);
            lives_in_ = variable({.name = "lives in",
                                  .parameters = {Sort::person(), Sort::unit()},
                                  .levels = {{}, levels},
                                  .sort = Sort::boolean(),
                                  .role = role});
            // Whoever lives in a unit lives in all that enclose it, and in no two units that lie
            // apart.
            auto const who = binder("p", Sort::person());
            auto const where = binder("u", Sort::unit(), levels),
                       other = binder("v", Sort::unit(), levels);
            auto const p = bound(who), u = bound(where), v = bound(other);
            auto const both = all({read(lives_in_, {p, u}), read(lives_in_, {p, v})});
            auto const inside = [&](ExprId a_, ExprId b_) {
                return make({.op = Op::inside, .operands = {a_, b_}, .sort = Sort::boolean()});
            };
            auto const residence =
                all({implies(all({read(lives_in_, {p, u}), inside(u, v)}), read(lives_in_, {p, v})),
                     implies(both, any({equal(u, v), inside(u, v), inside(v, u)}))});
            core_.assumptions.push_back(
                {quantify(Op::every, who,
                          quantify(Op::every, where, quantify(Op::every, other, residence))),
                 general("a person lives in one place"), "a person lives in one place"});
            if (role == Role::state) not_encoded(a->name.span, "a changing residence");
            break;
        }
        }
        // What may change changes as a fact.
        if (a->changing && (a->kind == ast::Attribute::Kind::boolean ||
                            a->kind == ast::Attribute::Kind::enumeration)) {
            Act act;
            auto const who = binder("p", Sort::person());
            act.name = "change of " + a->name.text;
            act.kind = ActKind::fact;
            act.actor = {"fact", {}};
            act.clause = general("facts need no permission");
            act.parameters = {who};
            auto const var = attributes_[a->name.text];
            auto const now = read(var, {bound(who)});
            if (a->kind == ast::Attribute::Kind::boolean) {
                set(act, var, {bound(who)}, no(now), act.clause);
            } else {
                act.inputs = {Input::number};
                auto const last = static_cast<std::int64_t>(a->values.size()) - 1;
                guard(act,
                      all({at_most(input(Input::number), number(last)),
                           no(equal(input(Input::number), now))}),
                      act.clause, "another value");
                set(act, var, {bound(who)}, input(Input::number), act.clause);
            }
            act.story = "{p}: " + a->name.text + " changes";
            core_.acts.add(std::move(act));
        }
    }
    if (!program_.people.empty()) {
        std::vector<LevelId> levels;
        for (auto const *p : program_.people)
            for (auto const id : levels_of(p->of.levels)) levels.push_back(id);
        voters_ = variable({.name = "voters",
                            .parameters = {Sort::unit()},
                            .levels = {levels},
                            .sort = Sort::integer(1, max_seats),
                            .role = Role::fixed,
                            .visible = false});
    }
    for (auto const &[name, entry] : program_.events) {
        Variable come{.name = "has come: " + name, .sort = Sort::boolean()};
        if (entry.node->of) {
            come.parameters = {Sort::unit()};
            come.levels = {levels_of(entry.node->of->levels)};
        }
        happened_[name] = variable(std::move(come));
    }
    for (auto const &[name, entry] : program_.parameters) {
        auto const &p = *entry.node;
        auto const range = dsl::range_of(p);
        if (!range) not_encoded(p.from.span, "a share that is no whole number of hundredths");
        static constexpr char const *units[] = {"days", "percent", ""};
        auto const *unit_ = units[static_cast<int>(p.kind)];
        parameters_[name] =
            variable({.name = name,
                      .sort = range ? Sort::integer(range->low, range->high) : Sort::integer(0, 0),
                      .role = Role::fixed,
                      .question = *unit_ ? fmt::format("{} (in {})", name, unit_) : name,
                      .clause = general("a parameter is left to the drafter")});
    }
}

// ---- the texts in force
// --------------------------------------------------------------------------

bool Context::gather() {
    std::vector<ast::Regime const *> regimes;
    for (auto const &period : periods_) regimes.push_back(period.regime);
    texts_ = consolidate(program_, regimes, sink_);
    auto const rank_of = [](ast::Instrument const &i) {
        return i.rank ? static_cast<int>(*i.rank) : 0;
    };
    std::function<bool(ast::Clause const &)> may_displace = [&](ast::Clause const &clause) {
        auto const *u = std::get_if<ast::UnsettledClauses>(&clause.node);
        auto const among = [&](ast::Value const &value) {
            return std::any_of(value.clauses.begin(), value.clauses.end(), may_displace);
        };
        return std::holds_alternative<ast::Displaces>(clause.node) ||
               (u && std::any_of(u->choice.values.begin(), u->choice.values.end(), among));
    };
    // What is repealed and displaced is known before any clause is read.
    for (auto const &text : texts_) {
        auto const &name = text.instrument->name.text;
        std::function<void(ast::Clause const &, std::vector<ExprId> const &, Periods)> scan =
            [&](ast::Clause const &clause, std::vector<ExprId> const &fixed, Periods in) {
                if (auto const *r = std::get_if<ast::Repeals>(&clause.node))
                    repealed_[r->instrument.text + (r->clause ? "@" + r->clause->text : "")] |= in;
                if (auto const *d = std::get_if<ast::Displaces>(&clause.node)) {
                    clause_id(name, clause.tag, clause.span);
                    displaced_[d->instrument.text + "@" + d->clause.text].push_back(
                        {d->where.empty() ? nullptr : &d->where.front(), fixed, in});
                }
                if (auto const *u = std::get_if<ast::UnsettledClauses>(&clause.node)) {
                    auto const id = clause_id(name, clause.tag, clause.span);
                    if (!may_displace(clause)) return;
                    auto const answer = reading(u->choice, id, "which clause there is", {});
                    for (std::size_t i = 0; i < u->choice.values.size(); ++i) {
                        auto conditions = fixed;
                        conditions.push_back(is(answer, static_cast<std::int64_t>(i)));
                        for (auto const &inner : u->choice.values[i].clauses)
                            scan(inner, conditions, in);
                    }
                }
            };
        for (std::size_t i = 0; i < text.clauses.size(); ++i) scan(text.clauses[i], {}, text.in[i]);
    }
    for (auto const &text : texts_) {
        Place place{.instrument = text.instrument->name.text,
                    .rank = rank_of(*text.instrument),
                    .fixed = {},
                    .periods = 0,
                    .where = {}};
        if (text.instrument->starts_when) {
            // The instrument waits for an event that may never come.
            place.fixed.push_back(read(happened_.at(text.instrument->starts_when->text)));
        }
        for (std::size_t i = 0; i < text.clauses.size(); ++i) {
            auto const &clause = text.clauses[i];
            place.periods = remaining(place.instrument, {}, text.in[i]);
            if (remaining(place.instrument, clause.tag, place.periods) != 0)
                flatten_one(clause, place);
        }
    }
    return true;
}

// What repeals of the instrument and of the clause leave.
Periods Context::remaining(std::string const &instrument, ast::Tag const &tag, Periods of) const {
    auto const without = [&](std::string const &key) {
        if (auto const it = repealed_.find(key); it != repealed_.end()) of &= ~it->second;
    };
    without(instrument);
    if (tag.name) without(instrument + "@" + tag.name->text);
    return of;
}

void Context::stands_well(ast::Clause const &clause, Place::In in) {
    using In = Place::In;
    bool const block = in == In::office || in == In::body, grouped = in == In::units;
    bool const well = std::visit(
        [&]<class Clause>(Clause const &) {
            constexpr auto is = []<class... Cs>() { return (std::is_same_v<Clause, Cs> || ...); };
            if constexpr (is.template operator()<ast::UnsettledClauses>())
                return true;
            else if constexpr (is.template operator()<ast::Term, ast::OnExpiry>())
                return block;
            else if constexpr (is.template
                               operator()<ast::Must, ast::Consultation, ast::OnLoss, ast::Way,
                                          ast::Removal, ast::Ends, ast::Acting, ast::Resignation>())
                return in == In::office;
            else if constexpr (is.template
                               operator()<ast::Seats, ast::ElectedBy, ast::Dissolution,
                                          ast::ReElected, ast::PendingMatters, ast::Bloc>())
                return in == In::body;
            else if constexpr (is.template operator()<ast::Duty>())
                return in != In::body;
            else if constexpr (is.template operator()<ast::Repeals, ast::Under, ast::Version>())
                return in == In::text;
            else if constexpr (is.template operator()<ast::Displaces>())
                return !block && !grouped;
            else
                return !block;
        },
        clause.node);
    static constexpr char const *words[] = {"in a text, but in the block of an office or a body",
                                            "among alternatives", "in a group for units",
                                            "in the block of an office", "in the block of a body"};
    if (!well) sink_.report({Code::misplaced_clause, clause.span, {words[static_cast<int>(in)]}});
}

void Context::flatten(std::vector<ast::Clause> const &clauses, Place const &place) {
    for (auto const &clause : clauses)
        if (remaining(place.instrument, clause.tag, place.periods) != 0) flatten_one(clause, place);
}

// Clauses that displace this one, by its own name or its block's.
void Context::displace(Provision &provision, ast::Tag const &tag) {
    if (!tag.name) return;
    auto const it = displaced_.find(provision.instrument + "@" + tag.name->text);
    if (it == displaced_.end()) return;
    for (auto displacement : it->second) {
        displacement.periods &= provision.periods;
        bool const everywhere = !displacement.where && displacement.fixed.empty();
        if (everywhere && displacement.periods != provision.periods)
            provision.periods &= ~displacement.periods; // as if it were repealed
        else if (displacement.periods != 0)
            provision.displaced.push_back(std::move(displacement));
    }
}

// The clauses of an office's or a body's block, whole clauses left open included.
void Context::collect(std::vector<ast::Clause> const &clauses, Place const &place,
                      ast::Tag const &block, std::vector<Provision> &into) {
    for (auto const &clause : clauses) {
        auto const periods = remaining(place.instrument, clause.tag, place.periods);
        if (periods == 0) continue;
        stands_well(clause, place.in);
        auto const id = clause_id(place.instrument, clause.tag, clause.span);
        if (auto const *u = std::get_if<ast::UnsettledClauses>(&clause.node)) {
            auto const answer = reading(u->choice, id, "which clause there is", {});
            for (std::size_t i = 0; i < u->choice.values.size(); ++i) {
                auto deeper = place;
                deeper.periods = periods;
                deeper.fixed.push_back(is(answer, static_cast<std::int64_t>(i)));
                collect(u->choice.values[i].clauses, deeper, block, into);
            }
            continue;
        }
        Provision provision{&clause,     id,          place.instrument, place.rank, place.binder,
                            place.where, place.fixed, periods,          {}};
        displace(provision, clause.tag);
        displace(provision, block);
        said_.push_back(provision.id);
        clause_periods_[provision.id.index] |= periods;
        into.push_back(std::move(provision));
    }
}

void Context::flatten_one(ast::Clause const &clause, Place const &place) {
    stands_well(clause, place.in);
    auto const id = clause_id(place.instrument, clause.tag, clause.span);
    auto const periods = remaining(place.instrument, clause.tag, place.periods);
    Provision provision{&clause,     id,          place.instrument, place.rank, place.binder,
                        place.where, place.fixed, periods,          {}};
    said_.push_back(provision.id);
    clause_periods_[provision.id.index] |= periods;
    displace(provision, clause.tag);
    auto const block_of = [&](std::optional<ast::Binder> const &of,
                              std::vector<ast::Expr> const &where, Place::In in) {
        auto inner = place;
        inner.in = in;
        inner.periods = periods;
        inner.binder = of ? &*of : nullptr;
        for (auto const &e : where) inner.where.push_back(&e);
        return inner;
    };
    if (auto const *block = std::get_if<ast::OfficeBlock>(&clause.node))
        return collect(block->clauses, block_of(block->of, block->where, Place::In::office),
                       clause.tag, offices_[block->office.text].provisions);
    if (auto const *block = std::get_if<ast::BodyBlock>(&clause.node))
        return collect(block->clauses, block_of(block->of, block->where, Place::In::body),
                       clause.tag, bodies_[block->body.text].provisions);
    if (auto const *u = std::get_if<ast::UnsettledClauses>(&clause.node)) {
        auto const answer = reading(u->choice, id, "which clause there is", {});
        for (std::size_t i = 0; i < u->choice.values.size(); ++i) {
            auto deeper = place;
            if (deeper.in == Place::In::text) deeper.in = Place::In::alternative;
            deeper.periods = periods;
            deeper.fixed.push_back(is(answer, static_cast<std::int64_t>(i)));
            flatten(u->choice.values[i].clauses, deeper);
        }
        return;
    }
    if (auto const *f = std::get_if<ast::ForUnits>(&clause.node)) {
        auto inner = place;
        inner.in = Place::In::units;
        inner.periods = periods;
        inner.binder = &f->of;
        flatten(f->clauses, inner);
        return;
    }
    general_.push_back(std::move(provision));
}

// ---- where a clause applies
// ----------------------------------------------------------------------

bool Context::speaks_of(Provision const &provision, LevelId level) const {
    if (!provision.binder || !level) return true;
    auto const levels = levels_of(provision.binder->levels);
    return std::find(levels.begin(), levels.end(), level) != levels.end();
}

ExprId Context::applies(Provision const &provision, Environment &environment, ExprId unit,
                        LevelId level) {
    environment.unit = unit;
    environment.level = level;
    std::vector<ExprId> conditions = provision.fixed;
    auto in_being = in_force(provision.periods);
    if (auto const office = offices_.find(environment.office);
        !constant(in_being, true) && office != offices_.end())
        for (auto const &way : office->second.ways)
            if (way.provision.clause == provision.clause) // what has begun under it may go on
                in_being = any({in_being, is(read(office->second.procedure,
                                                  unit ? std::vector{unit} : std::vector<ExprId>{}),
                                             way.number)});
    conditions.push_back(in_being);
    if (provision.binder) {
        environment = environment.with(provision.binder->variable.text, unit, false, {level});
        for (auto const &name : provision.binder->except)
            conditions.push_back(no(structure(Op::kind_is, unit, kind(name.text).index)));
        for (auto const &where : provision.binder->where)
            conditions.push_back(formula(where, environment));
    }
    for (auto const *where : provision.where) conditions.push_back(formula(*where, environment));
    if (auto const *way = std::get_if<ast::Way>(&provision.clause->node))
        for (auto const &where : way->where) conditions.push_back(formula(where, environment));
    if (auto const *removal = std::get_if<ast::Removal>(&provision.clause->node))
        for (auto const &where : removal->where) conditions.push_back(formula(where, environment));
    for (auto const &by : provision.displaced) {
        auto displaced = by.fixed;
        displaced.push_back(in_force(by.periods));
        if (by.where) displaced.push_back(formula(*by.where, environment));
        conditions.push_back(no(all(std::move(displaced))));
    }
    return all(std::move(conditions));
}

// ---- declarations of state
// -----------------------------------------------------------------------

void Context::declare_offices() {
    for (auto const &[key, entry] : program_.offices) {
        auto &o = offices_[key];
        auto const &name = o.name = declaring_ = key;
        o.decl = entry.node;
        std::vector<Sort> parameters;
        std::vector<std::vector<LevelId>> levels;
        if (entry.node->of) {
            o.levels = levels_of(entry.node->of->levels);
            parameters = {Sort::unit()};
            levels = {o.levels};
        }
        auto with_person = parameters;
        auto with_person_levels = levels;
        with_person.push_back(Sort::person());
        with_person_levels.push_back({});
        auto const flag = [&](std::string const &what, bool visible = false) {
            return variable({.name = what + " " + name,
                             .parameters = parameters,
                             .levels = levels,
                             .sort = Sort::boolean(),
                             .visible = visible});
        };
        auto const show = [&](VarId whether, VarId who) {
            core_.variables[whether].seen = core_.variables[who].seen = true;
            core_.variables[who].shown_while = whether;
        };
        auto const person_flag = [&](std::string const &what) {
            return variable({.name = what + " " + name,
                             .parameters = with_person,
                             .levels = with_person_levels,
                             .sort = Sort::boolean(),
                             .visible = false});
        };
        if (entry.node->outside) {
            o.status = enumeration("status of " + name, parameters, levels, {"vacant", "held"});
            o.holder = variable({.name = "holder of " + name,
                                 .parameters = parameters,
                                 .levels = levels,
                                 .sort = Sort::person()});
            continue;
        }
        o.status = enumeration("status of " + name, parameters, levels,
                               {"vacant", "held", "acting", "held over"});
        o.holder = variable({.name = "holder of " + name,
                             .parameters = parameters,
                             .levels = levels,
                             .sort = Sort::person()});
        show(o.status, o.holder);
        // Ways in, numbered over all instruments.
        std::vector<std::string> labels{"earlier law"}, stages{"none"};
        bool any_term = false, any_delay = false, any_withdrawal = false, any_rounds = false,
             acting_limit = false, any_end = false;
        std::size_t consent_slots = 0, consultation_slots = 0, removal_consents = 0,
                    removal_consultations = 0;
        for (auto const &provision : o.provisions) {
            std::visit(Overloaded{
                           [&](ast::Way const &w) {
                               Way way{provision,
                                       &w,
                                       static_cast<int>(labels.size()),
                                       core_.clauses[provision.id].label(),
                                       {}};
                               consent_slots = std::max(consent_slots, w.consents.size());
                               way.consultations = consultations_before(way, o);
                               consultation_slots =
                                   std::max(consultation_slots, way.consultations.size());
                               labels.push_back(way.label);
                               stages.push_back("under " + way.label);
                               any_term |= w.term.has_value();
                               any_delay |= w.takes_after.has_value();
                               any_withdrawal |= w.withdrawal.has_value();
                               any_rounds |= w.rounds.has_value();
                               o.ways.push_back(std::move(way));
                           },
                           [&](ast::Term const &) { any_term = true; },
                           [&](ast::Acting const &a) { acting_limit |= a.limit.has_value(); },
                           [&](ast::OnExpiry const &e) { acting_limit |= e.limit.has_value(); },
                           [&](ast::Ends const &) { any_end = true; },
                           [&](ast::Removal const &r) {
                               removal_consents += r.consents.size();
                               removal_consultations += r.consultations.size();
                           },
                           [&](auto const &) {},
                       },
                       provision.clause->node);
        }
        o.under = enumeration("way into " + name, parameters, levels, labels);
        if (periods_.size() > 1) {
            o.outgoing = enumeration("after a change of law the holder of " + name, parameters,
                                     levels, {"goes on", "leaves", "acts"});
            core_.variables[o.outgoing].visible = false;
        }
        o.begun = flag("began in this run:", false);
        o.procedure = enumeration("procedure for " + name, parameters, levels, stages);
        core_.variables[o.procedure].visible = false;
        if (!o.ways.empty()) {
            o.candidate = person_flag("candidate for");
            o.refused = person_flag("refused for");
            o.waiting = flag("somebody waits to take office as");
            o.winner = variable({.name = "winner of " + name,
                                 .parameters = parameters,
                                 .levels = levels,
                                 .sort = Sort::person(),
                                 .visible = false});
            o.refusals = variable({.name = "refusals in the procedure for " + name,
                                   .parameters = parameters,
                                   .levels = levels,
                                   .sort = Sort::integer(0, 7),
                                   .visible = false});
            if (any_rounds)
                o.rounds = variable({.name = "votes without a result in the procedure for " + name,
                                     .parameters = parameters,
                                     .levels = levels,
                                     .sort = Sort::integer(0, 7),
                                     .visible = false});
            show(o.waiting, o.winner);
        } else {
            o.waiting = flag("somebody waits to take office as");
        }
        for (std::size_t i = 0; i < consent_slots; ++i)
            o.consented.push_back(person_flag(fmt::format("consent {} given for", i + 1)));
        for (std::size_t i = 0; i < consultation_slots; ++i)
            o.consulted.push_back(flag(fmt::format("consultation {} held on", i + 1)));
        for (std::size_t i = 0; i < removal_consents; ++i)
            o.removal_consented.push_back(flag(fmt::format("consent {} to removal from", i + 1)));
        for (std::size_t i = 0; i < removal_consultations; ++i)
            o.removal_consulted.push_back(
                flag(fmt::format("consultation {} on removal from", i + 1)));
        for (auto const *answers :
             {&o.consented, &o.consulted, &o.removal_consented, &o.removal_consulted})
            for (VarId const answer : *answers) core_.variables[answer].answer = true;
        auto const clock = [&](std::string const &what, std::int64_t most) {
            Variable v{.name = what + " " + name,
                       .parameters = parameters,
                       .levels = levels,
                       .sort = Sort::integer(0, most),
                       .clock = Clock::down};
            std::vector<ExprId> arguments;
            if (!parameters.empty()) {
                v.clock_binders = {binder("u", Sort::unit(), o.levels)};
                arguments = {bound(v.clock_binders.front())};
            }
            v.visible = false;
            return std::make_pair(variable(std::move(v)), arguments);
        };
        // The longest time that any clause of this kind gives.
        std::int64_t longest_term = 1, longest_delay = 1, longest_acting = 1, longest_again = 0;
        auto const longest = [&](ast::Choice const &c, std::int64_t &most) {
            for (auto const &v : c.values)
                if (auto const *d = std::get_if<ast::Duration>(&v.content))
                    most = std::max(most, most_days(*d));
        };
        for (auto const &provision : o.provisions) {
            if (auto const *t = std::get_if<ast::Term>(&provision.clause->node))
                longest(t->length, longest_term);
            if (auto const *a = std::get_if<ast::Acting>(&provision.clause->node); a && a->limit)
                longest(*a->limit, longest_acting);
            if (auto const *e = std::get_if<ast::OnExpiry>(&provision.clause->node); e && e->limit)
                longest(*e->limit, longest_acting);
            if (auto const *w = std::get_if<ast::Way>(&provision.clause->node)) {
                if (w->term) longest(*w->term, longest_term);
                if (w->takes_after)
                    longest_delay = std::max(longest_delay, most_days(*w->takes_after));
            }
        }
        if (any_term) {
            auto const [var, arguments] = clock("days left of the term of", longest_term);
            o.tenure = var;
            o.limited = flag("a term was fixed for", false);
            core_.variables[var].running =
                all({is(read(o.status, arguments), 1), read(o.limited, arguments)});
        }
        if (any_delay) {
            auto const [var, arguments] = clock("days until taking office as", longest_delay);
            o.delay_to_office = var;
            core_.variables[var].running =
                all({read(o.waiting, arguments), less(number(0), read(var, arguments))});
        }
        o.answer_left.resize(o.consented.size());
        for (std::size_t i = 0; i < o.answer_left.size(); ++i) {
            std::int64_t longest_answer = 0;
            for (auto const &way : o.ways)
                if (auto const &consents = way.node->consents;
                    i < consents.size() && consents[i].no_answer_within)
                    longest_answer =
                        std::max(longest_answer, most_days(*consents[i].no_answer_within));
            if (longest_answer == 0) continue;
            auto const [var, arguments] =
                clock(fmt::format("days left to answer {} on", i + 1), longest_answer);
            o.answer_left[i] = var;
            core_.variables[var].running = all(
                {no(is(read(o.procedure, arguments), 0)), less(number(0), read(var, arguments))});
        }
        if (acting_limit) {
            auto const [var, arguments] =
                clock("days left of acting or being held over as", longest_acting);
            o.acting_left = var;
            o.acting_limited = flag("a limit was fixed for acting or being held over as", false);
            auto const status = read(o.status, arguments);
            core_.variables[var].running =
                all({any({is(status, 2), is(status, 3)}), read(o.acting_limited, arguments)});
        }
        if (any_withdrawal) o.withdrew = flag("a candidate withdrew:");
        if (any_end) o.ended = flag("an end is due for");
        for (auto const &provision : general_) {
            auto const *n = std::get_if<ast::NoConfidence>(&provision.clause->node);
            if (!n || n->office.text != name) continue;
            if (n->again) longest(*n->again, longest_again);
            auto const count = [&](std::string const &what, bool visible) {
                return variable({.name = what,
                                 .parameters = parameters,
                                 .levels = levels,
                                 .sort = Sort::integer(0, most_counted),
                                 .visible = visible});
            };
            if (n->request_to && !o.requests)
                o.requests = count("requests for removal of " + name, true);
            if (o.no_confidence) continue;
            o.no_confidence = count("votes of no confidence in " + name, true);
            o.in_one_term = count("votes of no confidence within one term in " + name, false);
            o.initiated = flag("a vote of no confidence is initiated in");
            core_.variables[o.initiated].answer = true;
        }
        if (longest_again > 0)
            o.until_again =
                clock("days until removal may be requested again of", longest_again).first;
    }
}

std::optional<Core> compile(dsl::Program const &program, std::string const &regime,
                            std::vector<std::string> const &properties, DiagnosticSink &sink) {
    Core core;
    if (!Context(program, core, sink).run(regime, properties)) return std::nullopt;
    verify(core);
    return core;
}

std::optional<Core> compile_within(dsl::Program const &program, std::string const &property,
                                   DiagnosticSink &sink) {
    auto const &regimes = program.properties.find(property)->second.node->form.regimes;
    auto lower = compile(program, regimes.front().text, {property}, sink);
    auto const higher = compile(program, regimes.back().text, {property}, sink);
    if (!lower || !higher) return std::nullopt;
    return within(*std::move(lower), *higher);
}

} // namespace mandate::compiler
