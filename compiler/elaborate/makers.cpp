// The makers of expressions and of pieces of acts.
#include "base/assert.h"
#include "compiler/elaborate/context.h"

#include <algorithm>

namespace mandate::compiler {

ExprId Context::make(Expr expr) {
    return core_.expressions.add(std::move(expr));
}

ExprId Context::truth(bool value) {
    return make({.op = Op::boolean, .value = value ? 1 : 0, .sort = Sort::boolean()});
}
ExprId Context::number(std::int64_t value) {
    return make({.op = Op::integer, .value = value, .sort = Sort::integer(value, value)});
}
ExprId Context::bound(Binder const &binder) {
    return make({.op = Op::bound, .value = binder.number, .binder = binder, .sort = binder.sort});
}
ExprId Context::read(VarId var, std::vector<ExprId> arguments) {
    if (!var) throw InternalError("a variable that was never declared is read");
    if (arguments.size() != core_.variables[var].parameters.size())
        throw InternalError("wrong number of arguments: " + core_.variables[var].name);
    return make({.op = Op::read,
                 .var = var,
                 .operands = std::move(arguments),
                 .sort = core_.variables[var].sort});
}
ExprId Context::no(ExprId operand) {
    auto const &e = core_.expressions[operand];
    if (e.op == Op::boolean) return truth(e.value == 0);
    return make({.op = Op::negation, .operands = {operand}, .sort = Sort::boolean()});
}

bool Context::constant(ExprId id, bool value) const {
    auto const &e = core_.expressions[id];
    return e.op == Op::boolean && (e.value != 0) == value;
}

ExprId Context::all(std::vector<ExprId> operands) {
    std::erase_if(operands, [&](ExprId id) { return constant(id, true); });
    if (std::any_of(operands.begin(), operands.end(),
                    [&](ExprId id) { return constant(id, false); }))
        return truth(false);
    if (operands.size() == 1) return operands.front();
    if (operands.empty()) return truth(true);
    return make({.op = Op::conjunction, .operands = std::move(operands), .sort = Sort::boolean()});
}
ExprId Context::any(std::vector<ExprId> operands) {
    std::erase_if(operands, [&](ExprId id) { return constant(id, false); });
    if (std::any_of(operands.begin(), operands.end(),
                    [&](ExprId id) { return constant(id, true); }))
        return truth(true);
    if (operands.size() == 1) return operands.front();
    if (operands.empty()) return truth(false);
    return make({.op = Op::disjunction, .operands = std::move(operands), .sort = Sort::boolean()});
}
ExprId Context::implies(ExprId from, ExprId to) {
    return any({no(from), to});
}

ExprId Context::choose(ExprId condition, ExprId then, ExprId otherwise) {
    if (constant(condition, true)) return then;
    if (constant(condition, false)) return otherwise;
    auto sort = core_.expressions[then].sort;
    auto const &other = core_.expressions[otherwise].sort;
    MANDATE_ASSERT(sort.kind == other.kind);
    if (sort.kind == Sort::Kind::integer) {
        sort.low = std::min(sort.low, other.low);
        sort.high = std::max(sort.high, other.high);
    }
    return make({.op = Op::if_then_else, .operands = {condition, then, otherwise}, .sort = sort});
}
ExprId Context::equal(ExprId left, ExprId right) {
    MANDATE_ASSERT(core_.expressions[left].sort.kind == core_.expressions[right].sort.kind);
    return make({.op = Op::equal, .operands = {left, right}, .sort = Sort::boolean()});
}
ExprId Context::less(ExprId left, ExprId right) {
    return make({.op = Op::less, .operands = {left, right}, .sort = Sort::boolean()});
}
ExprId Context::at_most(ExprId left, ExprId right) {
    return make({.op = Op::at_most, .operands = {left, right}, .sort = Sort::boolean()});
}
ExprId Context::plus(ExprId left, ExprId right) {
    auto const &a = core_.expressions[left].sort, &b = core_.expressions[right].sort;
    return make({.op = Op::add,
                 .operands = {left, right},
                 .sort = Sort::integer(a.low + b.low, a.high + b.high)});
}
ExprId Context::minus(ExprId left, ExprId right) {
    auto const &a = core_.expressions[left].sort, &b = core_.expressions[right].sort;
    return make({.op = Op::subtract,
                 .operands = {left, right},
                 .sort = Sort::integer(a.low - b.high, a.high - b.low)});
}
ExprId Context::times(std::int64_t factor, ExprId operand) {
    if (factor == 1) return operand;
    auto const &a = core_.expressions[operand].sort;
    return make({.op = Op::multiply,
                 .value = factor,
                 .operands = {operand},
                 .sort = Sort::integer(std::min(factor * a.low, factor * a.high),
                                       std::max(factor * a.low, factor * a.high))});
}
ExprId Context::minimum(ExprId left, ExprId right) {
    auto const &a = core_.expressions[left].sort, &b = core_.expressions[right].sort;
    return make({.op = Op::minimum,
                 .operands = {left, right},
                 .sort = Sort::integer(std::min(a.low, b.low), std::min(a.high, b.high))});
}
ExprId Context::one_more(ExprId counted) {
    return minimum(plus(counted, number(1)), number(most_counted));
}
ExprId Context::quantify(Op op, Binder const &binder, ExprId body) {
    auto const sort = op == Op::count ? Sort::integer(0, 63) : Sort::boolean();
    return make({.op = op, .operands = {body}, .binder = binder, .sort = sort});
}
ExprId Context::ancestor(LevelId level, ExprId unit) {
    return make(
        {.op = Op::ancestor, .value = level.index, .operands = {unit}, .sort = Sort::unit()});
}
ExprId Context::present(ExprId unit) {
    if (core_.expressions[unit].op == Op::bound) return truth(true);
    return make({.op = Op::present, .operands = {unit}, .sort = Sort::boolean()});
}
ExprId Context::structure(Op op, ExprId unit, std::int64_t value) {
    auto const &e = core_.expressions[unit];
    if (op == Op::level_is && e.op == Op::bound &&
        !e.binder->levels.empty()) { // known without looking
        bool const member = std::any_of(e.binder->levels.begin(), e.binder->levels.end(),
                                        [&](LevelId l) { return l.index == value; });
        if (!member || e.binder->levels.size() == 1) return truth(member);
    }
    return make({.op = op, .value = value, .operands = {unit}, .sort = Sort::boolean()});
}
ExprId Context::occurs(EventId event, std::vector<ExprId> arguments) {
    return make({.op = Op::occurs,
                 .event = event,
                 .operands = std::move(arguments),
                 .sort = Sort::boolean()});
}
ExprId Context::previous(ExprId operand) {
    return make(
        {.op = Op::previous, .operands = {operand}, .sort = core_.expressions[operand].sort});
}
ExprId Context::input(Input which) {
    auto const high = which == Input::delay ? 1 << 16 : max_seats;
    return make(
        {.op = Op::input, .value = static_cast<int>(which), .sort = Sort::integer(0, high)});
}
Binder Context::binder(std::string name, Sort sort, std::vector<LevelId> levels) {
    return {core_.next_binder++, std::move(name), sort, std::move(levels)};
}

// ---- tables
// --------------------------------------------------------------------------------------

LevelId Context::level(std::string const &name) const {
    for (std::size_t i = 0; i < core_.levels.size(); ++i)
        if (core_.levels[core_.levels.id(i)].name == name) return core_.levels.id(i);
    return {};
}
KindId Context::kind(std::string const &name) const {
    for (std::size_t i = 0; i < core_.kinds.size(); ++i)
        if (core_.kinds[core_.kinds.id(i)].name == name) return core_.kinds.id(i);
    return {};
}
VarId Context::variable(Variable variable) {
    if (variable.levels.empty()) variable.levels.resize(variable.parameters.size());
    variable.of = declaring_;
    return core_.variables.add(std::move(variable));
}
VarId Context::enumeration(std::string name, std::vector<Sort> parameters,
                           std::vector<std::vector<LevelId>> levels,
                           std::vector<std::string> values, Role role) {
    auto sort = Sort::integer(0, static_cast<std::int64_t>(values.size()) - 1);
    sort.enumeration = core_.enumerations.add({name, std::move(values)});
    return variable({.name = std::move(name),
                     .parameters = std::move(parameters),
                     .levels = std::move(levels),
                     .sort = sort,
                     .role = role});
}
EventId Context::event(std::string const &key, std::vector<Sort> parameters) {
    auto const it = event_index_.find(key);
    if (it != event_index_.end()) {
        MANDATE_ASSERT(core_.events[it->second].parameters == parameters);
        return it->second;
    }
    auto const id = core_.events.add({key, std::move(parameters)});
    event_index_.emplace(key, id);
    return id;
}
EventId Context::event_of(std::string const &verb, ActorRef const *actor, std::string const &object,
                          bool object_unit, bool person) {
    std::string key;
    std::vector<Sort> sorts;
    if (actor) {
        key = actor->name + " ";
        if (actor->unit) sorts.push_back(Sort::unit());
    }
    key += verb;
    if (!object.empty()) key += " " + object;
    if (object_unit) sorts.push_back(Sort::unit());
    if (person) sorts.push_back(Sort::person());
    return event(key, std::move(sorts));
}

ClauseId Context::clause_id(std::string const &instrument, ast::Tag const &tag, Span span) {
    auto const key = std::make_pair(instrument, span.begin * 65536U + span.end % 65536U);
    if (auto const it = clause_index_.find(key); it != clause_index_.end()) return it->second;
    ClauseInfo info{instrument, tag.name ? tag.name->text : "", {}, "", span};
    for (auto const &citation : tag.citations) {
        for (auto &rule : dsl::rule_ids(program_, citation)) info.rules.push_back(std::move(rule));
        for (auto const mark : dsl::marks_of(program_, citation)) {
            if (info.silence != Silence::none) break;
            if (mark == ast::Mark::silent) info.silence = Silence::silent;
            if (mark == ast::Mark::not_sourced) info.silence = Silence::not_sourced;
        }
    }
    auto const id = core_.clauses.add(std::move(info));
    clause_index_.emplace(key, id);
    if (tag.name) clauses_named_[instrument + "@" + tag.name->text].push_back(id);
    return id;
}
ClauseId Context::part_of(ClauseId clause, ast::Tag const &tag, Span span) {
    return tag.citations.empty() ? clause : clause_id(core_.clauses[clause].instrument, tag, span);
}
ClauseId Context::general(std::string const &words) {
    auto const it = general_index_.find(words);
    if (it != general_index_.end()) return it->second;
    auto const id = core_.clauses.add({"", "", {}, words, {}});
    general_index_.emplace(words, id);
    return id;
}
void Context::not_encoded(Span span, std::string const &what) {
    sink_.report({Code::not_encoded, span, {what}});
}

// ---- pieces of acts
// ------------------------------------------------------------------------------

void Context::guard(Act &act, ExprId condition, ClauseId clause, std::string words) {
    if (constant(condition, true)) return;
    act.guards.push_back({condition, clause, std::move(words), false});
}
void Context::set(Act &act, VarId var, std::vector<ExprId> arguments, ExprId value, ClauseId clause,
                  ExprId condition, std::vector<Binder> binders) {
    if (!var || (condition && constant(condition, false))) return;
    act.updates.push_back(
        {var, std::move(binders), std::move(arguments), value, condition, clause});
}
void Context::emit(Act &act, EventId event, std::vector<ExprId> arguments, ExprId condition) {
    act.emits.push_back({event, std::move(arguments), condition});
}
void Context::guard_scope(Act &act, ExprId condition, ClauseId clause) {
    std::size_t const before = act.guards.size();
    guard(act, condition, clause, "the clause applies to this unit");
    for (std::size_t i = before; i < act.guards.size(); ++i) act.guards[i].scope = true;
}

void Context::guard_actor(Act &act, ActorRef const &actor, ClauseId clause) {
    act.actor = performer(actor);
    if (actor.kind != ActorRef::Kind::office) {
        guard(act, actor_present(actor), clause, words(actor) + " is in being");
        return;
    }
    guard(act, actor_present(actor), clause,
          "there is a holder of the office, or someone who acts in their place");
    // Who acts has all powers, unless the clause on acting holders says that they have none.
    auto const &office = offices_.at(actor.name);
    for (auto const &provision : office.provisions) {
        auto const *node = std::get_if<ast::Acting>(&provision.clause->node);
        if (!node || !node->powers || !speaks_of(provision, actor.level)) continue;
        auto const source = part_of(provision.id, node->powers_tag, node->powers->span);
        Environment environment;
        environment.office = actor.name;
        environment.unit = actor.unit;
        environment.level = actor.level;
        auto const here = applies(provision, environment, actor.unit, actor.level);
        std::vector<ExprId> arguments;
        if (actor.unit) arguments.push_back(actor.unit);
        auto const nothing = word_is(*node->powers, source, "powers of an acting holder",
                                     environment, ast::Word::nothing);
        auto const has = no(all({is(read(office.status, arguments), 2), here, nothing}));
        if (!constant(has, true))
            act.guards.push_back({has, source, "whoever acts has the powers of the office", true});
    }
}

Context::OfficeAt Context::at(OfficeVars const &office, LevelId level) {
    OfficeAt at;
    at.environment.office = office.name;
    at.environment.level = level;
    if (!level) return at;
    at.binder = binder("u", Sort::unit(), {level});
    at.unit = bound(at.binder);
    at.arguments = {at.unit};
    at.parameters = {at.binder};
    at.environment.unit = at.unit;
    return at;
}

std::vector<ExprId> Context::event_arguments(ActorRef const &actor, OfficeAt const &at,
                                             ExprId person) {
    std::vector<ExprId> arguments;
    if (actor.unit) arguments.push_back(actor.unit);
    if (at.unit) arguments.push_back(at.unit);
    if (person) arguments.push_back(person);
    return arguments;
}

void Context::guard_applies(Act &act, Provision const &provision, OfficeAt &at, LevelId level) {
    guard(act, office_exists(at.environment.office, at.unit), general("existence of the office"),
          "the office exists");
    guard_scope(act, applies(provision, at.environment, at.unit, level), provision.id);
}

void Context::begin_procedure(Act &act, OfficeVars const &office, OfficeAt const &at, int way,
                              ClauseId clause) {
    auto const procedure = read(office.procedure, at.arguments);
    guard(act, any({is(procedure, 0), is(procedure, way)}),
          general("one procedure at a time per office"),
          "no other procedure for the office is under way");
    guard(act, no(read(office.waiting, at.arguments)),
          general("one procedure at a time per office"),
          "nobody has been chosen who has yet to take the office");
    set(act, office.procedure, at.arguments, number(way), clause);
}

void Context::end_procedure(Act &act, OfficeVars const &office,
                            std::vector<ExprId> const &arguments, ClauseId clause,
                            ExprId condition) {
    set(act, office.procedure, arguments, number(0), clause, condition);
    for (auto const &family : {std::vector{office.candidate, office.refused}, office.consented})
        for (auto const var : family) {
            if (!var) continue;
            auto const everybody = binder("q", Sort::person());
            set(act, var, with(arguments, bound(everybody)), truth(false), clause, condition,
                {everybody});
        }
    for (auto const var : office.consulted)
        set(act, var, arguments, truth(false), clause, condition);
    for (auto const var : office.answer_left)
        set(act, var, arguments, number(0), clause, condition);
    set(act, office.withdrew, arguments, truth(false), clause, condition);
    set(act, office.refusals, arguments, number(0), clause, condition);
    set(act, office.rounds, arguments, number(0), clause, condition);
    set(act, office.waiting, arguments, truth(false), clause, condition);
}

// Of all units where the condition is so.
void Context::end_procedures(Act &act, OfficeVars const &office,
                             std::vector<ExprId> const &arguments, ClauseId clause,
                             ExprId condition, std::vector<Binder> const &units) {
    auto const first = act.updates.size();
    end_procedure(act, office, arguments, clause, condition);
    for (auto i = first; i < act.updates.size(); ++i) {
        auto &binders = act.updates[i].binders;
        binders.insert(binders.begin(), units.begin(), units.end());
    }
}

void Context::vacate(Act &act, OfficeVars const &office, OfficeAt const &at, ClauseId clause,
                     ExprId condition) {
    set(act, office.status, at.arguments, number(0), clause, condition);
    set(act, office.begun, at.arguments, truth(false), clause, condition);
    set(act, office.ended, at.arguments, truth(false), clause, condition);
    set(act, office.tenure, at.arguments, number(0), clause, condition);
    set(act, office.limited, at.arguments, truth(false), clause, condition);
    set(act, office.acting_left, at.arguments, number(0), clause, condition);
    set(act, office.acting_limited, at.arguments, truth(false), clause, condition);
    for (auto const var : office.removal_consented)
        set(act, var, at.arguments, truth(false), clause, condition);
    for (auto const var : office.removal_consulted)
        set(act, var, at.arguments, truth(false), clause, condition);
    forget_no_confidence(act, office, at, clause, condition);
}

void Context::forget_no_confidence(Act &act, OfficeVars const &office, OfficeAt const &at,
                                   ClauseId clause, ExprId condition) {
    for (auto const var :
         {office.no_confidence, office.in_one_term, office.requests, office.until_again})
        set(act, var, at.arguments, number(0), clause, condition);
    set(act, office.initiated, at.arguments, truth(false), clause, condition);
}

} // namespace mandate::compiler
