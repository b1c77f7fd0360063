#include "compiler/ground.h"

#include "base/assert.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace mandate::compiler {

namespace {

constexpr std::size_t input_count = static_cast<std::size_t>(Input::count_);

// A value of an expression: a term, or for units the places it may be, under exclusive conditions;
// none: absent.
struct Value {
    TermId term;
    std::vector<std::pair<TermId, int>> places;
    bool unit = false;
};

// Which states an expression reads.
enum class When {
    entry,  // the first state; nothing comes before it
    before, // the state before the step
    primed, // the state after the step, as primed symbols
    after   // the same, as terms over the state before
};

struct GroundEmission {
    EventId event;
    TermId condition; // the act is chosen, is due if automatic, and the emission's own condition
    std::vector<Value> arguments;
    bool *named;       // of the act or instance
    bool some = false; // one or more of others' instances happen, at whichever of the arguments
};

class Grounder {
public:
    Grounder(Core const &core, PropertyId property, Scope const &scope, bool others = false)
        : core_(core),
          property_(core.properties[property]),
          t_(ts_.terms),
          others_(others) {
        ts_.scope = scope;
        environment_.resize(static_cast<std::size_t>(core.next_binder));
    }

    TransitionSystem run() {
        make_structure();
        if (!others_) constrain_structure();
        make_symbols();
        if (others_) {
            make_binders(); // who is there depends on whom the property names
            constrain_structure();
        }
        make_inputs();
        make_acts();
        make_next();
        make_property();
        assemble_valid(ts_);
        return std::move(ts_);
    }

private:
    int slots() const { return static_cast<int>(ts_.scope.units.size()); }
    int persons() const { return ts_.scope.persons; }
    LevelId level(int slot) const {
        return is_other(slot) ? LevelId{slot - slots()}
                              : ts_.scope.units[static_cast<std::size_t>(slot)].level;
    }
    static bool allowed(std::vector<LevelId> const &levels, LevelId level) {
        return levels.empty() || std::find(levels.begin(), levels.end(), level) != levels.end();
    }
    bool allowed(std::vector<LevelId> const &levels, int slot) const {
        return allowed(levels, level(slot));
    }

    // ---- others: units and persons that the scope does not name, however many there are

    // Of several variables that name one unit or person, or lie in one unit, some slots stand for
    // nothing: there is what a variable names and what encloses it.
    TermId unit_is_there(int slot) {
        if (!others_) return t_.truth(true);
        auto const [found, fresh] = there_.try_emplace(slot);
        if (!fresh) return found->second;
        std::vector<TermId> ways;
        for (SymbolId const named : ts_.property_units)
            if (TermSort const sort = ts_.symbols[named].sort;
                sort.low <= slot && slot <= sort.high)
                ways.push_back(t_.equal(ts_.current(named), t_.number(slot)));
        for (int inner = slot + 1; inner < slots(); ++inner) {
            auto const &enclosing = ts_.scope.units[static_cast<std::size_t>(inner)].enclosing;
            for (std::size_t option = 0; option < enclosing.size(); ++option)
                if (enclosing[option] == slot)
                    ways.push_back(
                        t_.conjunction({unit_is_there(inner), parent_is(inner, option)}));
        }
        return there_[slot] = t_.disjunction(ways);
    }
    TermId person_is_there(int person) {
        if (!others_) return t_.truth(true);
        std::vector<TermId> ways;
        for (SymbolId const named : ts_.property_persons)
            ways.push_back(t_.equal(ts_.current(named), t_.number(person)));
        return t_.disjunction(ways);
    }

    // What stands for one of them: of units a slot of each level behind those of the scope, of
    // persons the number behind theirs.
    bool is_other(int slot) const { return slot >= slots(); }
    int other(LevelId level) const { return slots() + level.index; }
    std::int64_t somebody() const { return persons(); }
    // May the number be that of somebody else?
    bool may_be_other(TermId person) const { return others_ && t_[person].sort.high >= somebody(); }
    bool may_be_other(Value const &value, bool person) const {
        if (!value.unit) return person && may_be_other(value.term);
        return std::any_of(value.places.begin(), value.places.end(),
                           [&](auto const &place) { return is_other(place.second); });
    }
    // What nothing is known of: another value wherever it is read.
    TermId anything(TermSort sort) {
        SymbolId const symbol = add_symbol(fmt::format("others {}", ++unknowns_), sort,
                                           at_entry_ ? SymbolRole::fixed : SymbolRole::input);
        return ts_.current(symbol);
    }
    TermId maybe() { return anything(TermSort::truth()); }

    SymbolId add_symbol(std::string name, TermSort sort, SymbolRole role, VarId var = {},
                        std::vector<int> at = {}) {
        ts_.next.push_back({});
        return ts_.symbols.add({std::move(name), sort, role, var, std::move(at)});
    }

    // ---- units ----

    TermId kind_is(int slot, KindId kind) {
        Level const &of = core_.levels[level(slot)];
        auto const found = std::find(of.kinds.begin(), of.kinds.end(), kind);
        if (found == of.kinds.end()) return t_.truth(false);
        if (of.kinds.size() == 1) return t_.truth(true);
        if (is_other(slot)) return maybe();
        return t_.equal(ts_.current(ts_.kind[static_cast<std::size_t>(slot)]),
                        t_.number(found - of.kinds.begin()));
    }
    TermId parent_is(int slot, std::size_t option) {
        SymbolId const symbol = ts_.parent[static_cast<std::size_t>(slot)];
        return symbol ? t_.equal(ts_.current(symbol), t_.number(static_cast<std::int64_t>(option)))
                      : t_.truth(true);
    }
    static void add_place(std::map<int, std::vector<TermId>> &places, int slot, TermId condition) {
        places[slot].push_back(condition);
    }
    Value unit_value(std::map<int, std::vector<TermId>> const &places) {
        Value value{{}, {}, true};
        for (auto const &[slot, conditions] : places) {
            TermId const condition = t_.disjunction(conditions);
            if (!t_.is_false(condition)) value.places.push_back({condition, slot});
        }
        return value;
    }
    Value place(int slot) { return {{}, {{t_.truth(true), slot}}, true}; }

    void make_structure() {
        for (int slot = 0; slot < slots(); ++slot) {
            Scope::Slot const &unit = ts_.scope.units[static_cast<std::size_t>(slot)];
            std::size_t const kinds = core_.levels[unit.level].kinds.size(),
                              parents = unit.enclosing.size();
            auto symbol = [&](char const *what, std::size_t n) {
                return n < 2 ? SymbolId{}
                             : add_symbol(what + unit.name,
                                          TermSort::range(0, static_cast<std::int64_t>(n) - 1),
                                          SymbolRole::fixed);
            };
            ts_.kind.push_back(symbol("kind of ", kinds));
            ts_.parent.push_back(symbol("container of ", parents));
        }
    }
    // Each unit that is there lies where its kind may lie.
    void constrain_structure() {
        for (int slot = 0; slot < slots(); ++slot) {
            Scope::Slot const &unit = ts_.scope.units[static_cast<std::size_t>(slot)];
            Level const &own = core_.levels[unit.level];
            auto constrain = [&](TermId is_kind, KindId kind) {
                for (std::size_t option = 0; option < unit.enclosing.size(); ++option) {
                    int const outer = unit.enclosing[option];
                    std::vector<TermId> fits;
                    if (kind && !core_.kinds[kind].inside.empty()) {
                        for (KindId inside : core_.kinds[kind].inside)
                            fits.push_back(kind_is(outer, inside));
                    } else {
                        fits.push_back(
                            t_.truth(level(outer) == own.parent ||
                                     (!kind && own.same_level && level(outer) == unit.level)));
                    }
                    ts_.assumptions.push_back(
                        {t_.implication(t_.conjunction({unit_is_there(slot), is_kind,
                                                        parent_is(slot, option)}),
                                        t_.disjunction(fits)),
                         {}});
                }
            };
            if (own.kinds.empty()) constrain(t_.truth(true), {});
            for (KindId kind : own.kinds) constrain(kind_is(slot, kind), kind);
        }
    }

    // What encloses another unit is any of that level that its scope names, another, or none.
    Value around_other(LevelId wanted) {
        std::vector<int> outer;
        for (int slot = 0; slot < slots(); ++slot)
            if (level(slot) == wanted) outer.push_back(slot);
        outer.push_back(other(wanted));
        TermId const which = anything(TermSort::range(0, static_cast<std::int64_t>(outer.size())));
        std::map<int, std::vector<TermId>> places;
        for (std::size_t i = 0; i < outer.size(); ++i)
            add_place(places, outer[i], t_.equal(which, t_.number(static_cast<std::int64_t>(i))));
        return unit_value(places);
    }
    Value ancestors(int slot, LevelId wanted) {
        if (is_other(slot)) return around_other(wanted);
        auto const [found, fresh] = ancestors_.try_emplace({slot, wanted});
        if (fresh) {
            std::map<int, std::vector<TermId>> places;
            auto const enclosing = ts_.scope.units[static_cast<std::size_t>(slot)].enclosing;
            for (std::size_t option = 0; option < enclosing.size(); ++option) {
                TermId const here = parent_is(slot, option);
                if (level(enclosing[option]) == wanted) {
                    add_place(places, enclosing[option], here);
                } else {
                    for (auto [condition, outer] : ancestors(enclosing[option], wanted).places)
                        add_place(places, outer, t_.conjunction({here, condition}));
                }
            }
            ancestors_[{slot, wanted}] = unit_value(places);
        }
        return ancestors_[{slot, wanted}];
    }
    TermId lies_inside(int inner, int outer) {
        if (is_other(inner)) return maybe();
        if (is_other(outer)) return t_.truth(false); // whatever encloses a named unit is named
        auto const enclosing = ts_.scope.units[static_cast<std::size_t>(inner)].enclosing;
        std::vector<TermId> ways;
        for (std::size_t option = 0; option < enclosing.size(); ++option)
            ways.push_back(t_.conjunction(
                {parent_is(inner, option), enclosing[option] == outer
                                               ? t_.truth(true)
                                               : lies_inside(enclosing[option], outer)}));
        return t_.disjunction(ways);
    }

    // ---- symbols ----

    TermSort term_sort(Sort const &sort) const {
        switch (sort.kind) {
        case Sort::Kind::boolean:
            return TermSort::truth();
        case Sort::Kind::integer:
            return TermSort::range(sort.low, sort.high);
        case Sort::Kind::person:
            return TermSort::range(0, others_ ? somebody() : persons() - 1);
        case Sort::Kind::unit:
            return TermSort::range(0, std::max(0, slots() - 1));
        }
        unreachable();
    }
    TermId nothing(Sort const &sort) {
        return sort.kind == Sort::Kind::boolean ? t_.truth(false) : t_.number(0);
    }

    // Visits every tuple of arguments; `visit` gets them with the name of the instance.
    void for_each_instance(Variable const &variable,
                           std::function<void(std::vector<int> const &)> const &visit) {
        std::vector<int> at(variable.parameters.size());
        std::function<void(std::size_t)> go = [&](std::size_t i) {
            if (i == at.size()) return visit(at);
            bool const unit = variable.parameters[i].kind == Sort::Kind::unit;
            for (at[i] = 0; at[i] < (unit ? slots() : persons()); ++at[i])
                if (!unit || i >= variable.levels.size() || allowed(variable.levels[i], at[i]))
                    go(i + 1);
        };
        go(0);
    }

    std::string argument_name(Sort const &sort, int value) const {
        return sort.kind == Sort::Kind::unit ? ts_.scope.units[static_cast<std::size_t>(value)].name
                                             : "person-" + std::to_string(value);
    }

    void make_symbols() {
        instances_.resize(core_.variables.size());
        for (std::size_t i = 0; i < core_.variables.size(); ++i) {
            VarId const id = core_.variables.id(i);
            Variable const &variable = core_.variables[id];
            if (variable.monitor && std::find(property_.monitors.begin(), property_.monitors.end(),
                                              id) == property_.monitors.end())
                continue;
            SymbolRole const role = variable.role == Role::fixed     ? SymbolRole::fixed
                                    : variable.role == Role::reading ? SymbolRole::reading
                                                                     : SymbolRole::state;
            for_each_instance(variable, [&](std::vector<int> const &at) {
                std::string name = variable.name;
                for (std::size_t k = 0; k < at.size(); ++k)
                    name += (k ? ", " : "(") + argument_name(variable.parameters[k], at[k]);
                if (!at.empty()) name += ")";
                instances_[i][at] = add_symbol(name, term_sort(variable.sort), role, id, at);
            });
        }
    }

    TermId read_symbol(SymbolId symbol, When when) {
        Symbol const &s = ts_.symbols[symbol];
        if (s.role != SymbolRole::state || when == When::entry || when == When::before)
            return t_.symbol(symbol, s.sort);
        if (when == When::primed) return t_.primed(symbol, s.sort);
        TermId const next = ts_.next[static_cast<std::size_t>(symbol.index)];
        MANDATE_ASSERT(next && "a monitor reads itself after the step");
        return next;
    }

    // ---- expressions ----

    // Visits the instances that the arguments may name, each with its condition.
    void resolve(VarId var, std::vector<Value> const &arguments,
                 std::function<void(TermId, SymbolId)> const &visit) {
        Variable const &variable = core_.variables[var];
        MANDATE_ASSERT(arguments.size() == variable.parameters.size());
        std::vector<int> at(arguments.size());
        std::function<void(std::size_t, std::vector<TermId>)> go =
            [&](std::size_t i, std::vector<TermId> conditions) {
                if (i == at.size()) {
                    auto const &table = instances_[static_cast<std::size_t>(var.index)];
                    auto const found = table.find(at);
                    if (found != table.end()) visit(t_.conjunction(conditions), found->second);
                    return;
                }
                auto next = [&](TermId condition, int value) {
                    if (t_.is_false(condition)) return;
                    at[i] = value;
                    auto more = conditions;
                    more.push_back(condition);
                    go(i + 1, std::move(more));
                };
                if (arguments[i].unit)
                    for (auto [condition, slot] : arguments[i].places) next(condition, slot);
                else
                    for (int person = 0; person < persons(); ++person)
                        next(t_.equal(arguments[i].term, t_.number(person)), person);
            };
        go(0, {});
    }

    Value bind(int number, Value value) {
        return std::exchange(environment_[static_cast<std::size_t>(number)], std::move(value));
    }

    // Visits every value of the binder, bound in the environment meanwhile, with the condition that
    // there is one; last those that stand for all others, of which it is told.
    void for_each_value(Binder const &binder, std::function<void(TermId, bool)> const &visit) {
        Value const saved = environment_[static_cast<std::size_t>(binder.number)];
        switch (binder.sort.kind) {
        case Sort::Kind::unit:
            for (int slot = 0; slot < slots(); ++slot)
                if (allowed(binder.levels, slot)) {
                    bind(binder.number, place(slot));
                    visit(unit_is_there(slot), false);
                }
            for (std::size_t i = 0; others_ && i < core_.levels.size(); ++i)
                if (LevelId const level = core_.levels.id(i); allowed(binder.levels, level)) {
                    bind(binder.number, place(other(level)));
                    visit(maybe(), true);
                }
            break;
        case Sort::Kind::person:
            for (int person = 0; person < persons(); ++person) {
                bind(binder.number, {t_.number(person), {}, false});
                visit(person_is_there(person), false);
            }
            if (others_) {
                bind(binder.number, {t_.number(somebody()), {}, false});
                visit(maybe(), true);
            }
            break;
        case Sort::Kind::boolean:
        case Sort::Kind::integer:
            for (std::int64_t value = binder.sort.low; value <= binder.sort.high; ++value) {
                bind(binder.number, {t_.constant(term_sort(binder.sort), value), {}, false});
                visit(t_.truth(true), false);
            }
            break;
        }
        bind(binder.number, saved);
    }
    // The same of several binders.
    void for_each_values(std::vector<Binder> const &binders,
                         std::function<void(TermId, bool)> const &visit) {
        std::function<void(std::size_t, TermId, bool)> const go = [&](std::size_t from,
                                                                      TermId there, bool others) {
            if (from == binders.size()) return visit(there, others);
            for_each_value(binders[from], [&](TermId one, bool other) {
                go(from + 1, t_.conjunction({there, one}), others || other);
            });
        };
        go(0, t_.truth(true), false);
    }

    TermId same(Value const &left, Value const &right, bool person) {
        MANDATE_ASSERT(left.unit == right.unit);
        if (!left.unit) {
            TermId const equal = t_.equal(left.term, right.term);
            if (!person || !may_be_other(left.term) || !may_be_other(right.term) ||
                (left.term == right.term && t_[left.term].op == TermOp::symbol))
                return equal;
            // Two of the others may be one.
            return t_.conjunction(
                {equal, t_.disjunction(
                            {t_.negation(t_.equal(left.term, t_.number(somebody()))), maybe()})});
        }
        std::vector<TermId> ways;
        for (auto [a, slot] : left.places)
            for (auto [b, other] : right.places)
                if (slot == other)
                    ways.push_back(
                        t_.conjunction({a, b, is_other(slot) ? maybe() : t_.truth(true)}));
        return t_.disjunction(ways);
    }

    TermId term(ExprId id, When when) {
        Value const value = eval(id, when);
        MANDATE_ASSERT(!value.unit);
        return value.term;
    }

    Value eval(ExprId id, When when) {
        at_entry_ = when == When::entry;
        Expr const &e = core_.expressions[id];
        auto operand = [&](std::size_t i) { return term(e.operands[i], when); };
        auto all = [&] {
            std::vector<TermId> terms;
            for (ExprId o : e.operands) terms.push_back(term(o, when));
            return terms;
        };
        auto plain = [](TermId result) { return Value{result, {}, false}; };
        auto over_places = [&](auto &&condition_at) {
            std::vector<TermId> ways;
            for (auto [condition, slot] : eval(e.operands[0], when).places)
                ways.push_back(t_.conjunction({condition, condition_at(slot)}));
            return plain(t_.disjunction(ways));
        };
        auto at_values = [&](auto &&of_one) {
            std::vector<TermId> bodies;
            for_each_value(*e.binder, [&](TermId there, bool others) {
                bodies.push_back(of_one(there, operand(0), others));
            });
            return bodies;
        };
        switch (e.op) {
        case Op::boolean:
            return plain(t_.truth(e.value != 0));
        case Op::integer:
            return plain(t_.number(e.value));
        case Op::bound:
            return environment_[static_cast<std::size_t>(e.value)];
        case Op::read:
            return read(e, when);
        case Op::negation:
            return plain(t_.negation(operand(0)));
        case Op::conjunction:
            return plain(t_.conjunction(all()));
        case Op::disjunction:
            return plain(t_.disjunction(all()));
        case Op::implication: {
            TermId const from = operand(0);
            return plain(t_.implication(from, operand(1)));
        }
        case Op::if_then_else: {
            TermId const condition = operand(0);
            Value const then = eval(e.operands[1], when), otherwise = eval(e.operands[2], when);
            if (!then.unit) return plain(t_.if_then_else(condition, then.term, otherwise.term));
            std::map<int, std::vector<TermId>> places;
            for (auto [c, slot] : then.places)
                add_place(places, slot, t_.conjunction({condition, c}));
            for (auto [c, slot] : otherwise.places)
                add_place(places, slot, t_.conjunction({t_.negation(condition), c}));
            return unit_value(places);
        }
        case Op::equal: {
            Value const left = eval(e.operands[0], when);
            bool const person = is_person(e.operands[0]) && !is_bound(e.operands[0], whoever_) &&
                                !is_bound(e.operands[1], whoever_);
            return plain(same(left, eval(e.operands[1], when), person));
        }
        case Op::less: {
            TermId const left = operand(0);
            return plain(t_.less(left, operand(1)));
        }
        case Op::at_most: {
            TermId const left = operand(0);
            return plain(t_.at_most(left, operand(1)));
        }
        case Op::add:
            return plain(t_.sum(all()));
        case Op::subtract: {
            TermId const left = operand(0);
            return plain(t_.subtract(left, operand(1)));
        }
        case Op::multiply:
            return plain(t_.multiply(e.value, operand(0)));
        case Op::minimum:
        case Op::maximum: {
            TermId const left = operand(0), right = operand(1);
            TermSort const a = t_[left].sort, b = t_[right].sort;
            bool const least = e.op == Op::minimum;
            TermId const choice = least ? t_.if_then_else(t_.at_most(left, right), left, right)
                                        : t_.if_then_else(t_.at_most(left, right), right, left);
            return plain(least
                             ? t_.clamp(choice, std::min(a.low, b.low), std::min(a.high, b.high))
                             : t_.clamp(choice, std::max(a.low, b.low), std::max(a.high, b.high)));
        }
        case Op::every:
            return plain(t_.conjunction(at_values([&](TermId there, TermId body, bool) {
                return t_.disjunction({t_.negation(there), body});
            })));
        case Op::some: {
            bool const whoever = others_ && e.binder->sort.kind == Sort::Kind::person &&
                                 is_whoever(e.operands[0], e.binder->number);
            int const before = std::exchange(whoever_, whoever ? e.binder->number : whoever_);
            auto const bodies = at_values([&](TermId there, TermId body, bool of_others) {
                return whoever && of_others ? body : t_.conjunction({there, body});
            });
            whoever_ = before;
            return plain(t_.disjunction(bodies));
        }
        case Op::count:
            return plain(t_.sum(at_values([&](TermId there, TermId body, bool others) {
                return t_.if_then_else(t_.conjunction({there, body}),
                                       others ? anything(TermSort::range(1, most_others))
                                              : t_.number(1),
                                       t_.number(0));
            })));
        case Op::ancestor: {
            std::map<int, std::vector<TermId>> places;
            for (auto [condition, slot] : eval(e.operands[0], when).places)
                for (auto [above, outer] :
                     ancestors(slot, LevelId{static_cast<std::int32_t>(e.value)}).places)
                    add_place(places, outer, t_.conjunction({condition, above}));
            return unit_value(places);
        }
        case Op::present:
            return over_places([&](int) { return t_.truth(true); });
        case Op::kind_is:
            return over_places([&](int slot) {
                return kind_is(slot, KindId{static_cast<std::int32_t>(e.value)});
            });
        case Op::level_is:
            return over_places([&](int slot) { return t_.truth(level(slot).index == e.value); });
        case Op::inside: {
            Value const outers = eval(e.operands[1], when);
            return over_places([&](int inner) {
                std::vector<TermId> ways;
                for (auto [condition, outer] : outers.places)
                    ways.push_back(t_.conjunction({condition, lies_inside(inner, outer)}));
                return t_.disjunction(ways);
            });
        }
        case Op::occurs:
            return plain(occurs(e, when));
        case Op::act_of: {
            if (when == When::entry) return plain(t_.truth(false));
            MANDATE_ASSERT(when != When::before);
            ClauseId const clause{static_cast<std::int32_t>(e.value)};
            std::vector<TermId> ways;
            for_each_happening([&](Act const &act, TermId happens, bool &named) {
                if (act.clause != clause &&
                    std::find(act.also.begin(), act.also.end(), clause) == act.also.end())
                    return;
                named = true;
                ways.push_back(happens);
            });
            return plain(t_.disjunction(ways));
        }
        case Op::input:
            return plain(read_input(static_cast<std::size_t>(e.value), when));
        case Op::previous:
            if (when == When::entry) {
                if (e.sort.kind == Sort::Kind::unit) return unit_value({});
                return plain(nothing(e.sort));
            }
            MANDATE_ASSERT(when != When::before);
            return eval(e.operands[0], When::before);
        }
        unreachable();
    }

    Value read(Expr const &e, When when) {
        Variable const &variable = core_.variables[e.var];
        std::vector<Value> arguments;
        for (ExprId operand : e.operands) arguments.push_back(eval(operand, when));
        std::vector<std::pair<TermId, TermId>> cases;
        resolve(e.var, arguments, [&](TermId condition, SymbolId symbol) {
            cases.push_back({condition, read_symbol(symbol, when)});
        });
        bool outside = false; // it may be read of others
        for (std::size_t i = 0; i < arguments.size(); ++i)
            outside |= may_be_other(arguments[i], is_person(e.operands[i]));
        if (variable.sort.kind == Sort::Kind::unit) {
            MANDATE_ASSERT(!others_);
            std::map<int, std::vector<TermId>> places;
            for (auto [condition, value] : cases)
                for (int slot = 0; slot < slots(); ++slot)
                    add_place(places, slot,
                              t_.conjunction({condition, t_.equal(value, t_.number(slot))}));
            return unit_value(places);
        }
        if (variable.sort.kind == Sort::Kind::boolean) {
            std::vector<TermId> ways;
            for (auto [condition, value] : cases)
                ways.push_back(t_.conjunction({condition, value}));
            if (outside) {
                std::vector<TermId> otherwise{maybe()};
                for (auto [condition, value] : cases) otherwise.push_back(t_.negation(condition));
                ways.push_back(t_.conjunction(otherwise));
            }
            return {t_.disjunction(ways), {}, false};
        }
        // Units may be absent and then read as 0; a person is always somebody, so the last case
        // needs no test.
        bool const total =
            !outside && std::all_of(arguments.begin(), arguments.end(), [&](Value const &a) {
                return !a.unit || (a.places.size() == 1 && t_.is_true(a.places[0].first));
            });
        TermId value = outside || (others_ && variable.sort.kind == Sort::Kind::person)
                           ? anything(term_sort(variable.sort))
                           : nothing(variable.sort);
        for (std::size_t i = cases.size(); i-- > 0;)
            value = total && i + 1 == cases.size() && cases.size() == full_count(arguments)
                        ? cases[i].second
                        : t_.if_then_else(cases[i].first, cases[i].second, value);
        return {value, {}, false};
    }
    // The cases of arguments whose units are certain, if no case is ruled out beforehand.
    std::size_t full_count(std::vector<Value> const &arguments) const {
        std::size_t count = 1;
        for (Value const &a : arguments)
            if (!a.unit) {
                TermSort const sort = t_[a.term].sort;
                count *= static_cast<std::size_t>(std::min<std::int64_t>(sort.high, persons() - 1) -
                                                  std::max<std::int64_t>(sort.low, 0) + 1);
            }
        return count;
    }

    // Visits each act of the core as it may happen in a step.
    void for_each_happening(std::function<void(Act const &, TermId, bool &)> const &visit) {
        for (std::size_t i = 0; i < ts_.acts.size(); ++i)
            if (ts_.acts[i].act)
                visit(core_.acts[ts_.acts[i].act], ts_.chosen(static_cast<int>(i)),
                      ts_.acts[i].named);
        for (AutomaticInstance &instance : ts_.automatic)
            visit(core_.acts[instance.act],
                  t_.conjunction({ts_.chosen(group_act_[static_cast<std::size_t>(instance.group)]),
                                  instance.due}),
                  instance.named);
    }

    TermId occurs(Expr const &e, When when) {
        if (when == When::entry) return t_.truth(false);
        MANDATE_ASSERT(when != When::before);
        std::vector<Value> arguments;
        for (ExprId operand : e.operands) arguments.push_back(eval(operand, when));
        std::vector<TermId> ways;
        for (GroundEmission const &emission : emissions_) {
            if (emission.event != e.event) continue;
            std::vector<TermId> conditions{emission.condition};
            MANDATE_ASSERT(emission.arguments.size() == arguments.size());
            auto const &parameters = core_.events[e.event].parameters;
            for (std::size_t i = 0; i < arguments.size(); ++i)
                conditions.push_back(same(emission.arguments[i], arguments[i],
                                          parameters[i].kind == Sort::Kind::person &&
                                              !is_bound(e.operands[i], whoever_)));
            TermId way = t_.conjunction(conditions);
            if (emission.some && !t_.is_false(way))
                way = t_.conjunction({emission.condition, maybe()});
            if (t_.is_false(way)) continue;
            *emission.named = true;
            ways.push_back(way);
        }
        return t_.disjunction(ways);
    }

    // ---- inputs ----

    bool uses(Act const &act, std::size_t input) const {
        return (act.kind == ActKind::time && input == static_cast<std::size_t>(Input::delay)) ||
               std::find(act.inputs.begin(), act.inputs.end(), static_cast<Input>(input)) !=
                   act.inputs.end();
    }

    TermId read_input(std::size_t input, When when) {
        SymbolId const symbol =
            input == static_cast<std::size_t>(Input::delay) ? ts_.delay : ts_.number_inputs[input];
        if (when == When::entry || !symbol) return t_.number(0);
        if (when == When::before) return ts_.current(symbol); // in an act's own guard or update
        std::vector<TermId> users;
        for_each_happening([&](Act const &act, TermId happens, bool &named) {
            if (!uses(act, input)) return;
            named = true;
            users.push_back(happens);
        });
        return t_.if_then_else(t_.disjunction(users), ts_.current(symbol), t_.number(0));
    }

    // The largest number an act compares or stores: an input beyond it changes nothing.
    std::int64_t largest_number(Act const &act) const {
        std::int64_t largest = 1;
        std::vector<char> seen(core_.expressions.size());
        std::function<void(ExprId)> visit = [&](ExprId id) {
            if (!id || std::exchange(seen[static_cast<std::size_t>(id.index)], 1)) return;
            Expr const &e = core_.expressions[id];
            if (e.op == Op::integer) largest = std::max(largest, std::abs(e.value) + 1);
            if (e.op == Op::read && core_.variables[e.var].sort.kind == Sort::Kind::integer)
                largest = std::max(largest, core_.variables[e.var].sort.high);
            for (ExprId operand : e.operands) visit(operand);
        };
        for (Guard const &guard : act.guards) visit(guard.condition);
        for (Update const &update : act.updates) {
            visit(update.value);
            visit(update.condition);
            if (core_.variables[update.var].sort.kind == Sort::Kind::integer)
                largest = std::max(largest, core_.variables[update.var].sort.high);
        }
        return largest;
    }

    void make_inputs() {
        std::size_t person_parameters = 0;
        std::array<std::int64_t, input_count> limit{};
        std::int64_t longest = 1;
        for (Act const &act : core_.acts) {
            std::size_t own = 0;
            for (Binder const &binder : act.parameters)
                own += binder.sort.kind == Sort::Kind::person;
            if (act.kind != ActKind::automatic)
                person_parameters = std::max(person_parameters, own);
            if (act.inputs.empty()) continue;
            auto const largest = largest_number(act);
            for (Input input : act.inputs) {
                auto &of = limit[static_cast<std::size_t>(input)];
                of = std::max(of, largest);
            }
        }
        for (Variable const &variable : core_.variables)
            if (variable.clock != Clock::none) longest = std::max(longest, variable.sort.high);
        // Monitors count days too: one delay must reach as far as they look.
        for (VarId monitor : property_.monitors)
            longest = std::max(longest, core_.variables[monitor].sort.high);
        for (std::size_t i = 0; i < person_parameters; ++i)
            ts_.person_inputs.push_back(add_symbol("person input " + std::to_string(i),
                                                   term_sort(Sort::person()), SymbolRole::input));
        static char const *const names[] = {
            "votes for", "votes against", "abstaining",      "signatures",
            "number",    "delay",         "local votes for", "local votes against"};
        ts_.number_inputs.resize(input_count);
        for (std::size_t i = 0; i < input_count; ++i)
            if (limit[i] && i != static_cast<std::size_t>(Input::delay))
                ts_.number_inputs[i] =
                    add_symbol(names[i], TermSort::range(0, limit[i]), SymbolRole::input);
        ts_.delay = add_symbol("delay", TermSort::range(0, longest), SymbolRole::input);
    }

    // ---- acts ----

    // What a ground act or a group does to a symbol, in order; the later overrides.
    using Effects = std::map<SymbolId, std::vector<std::pair<TermId, TermId>>>;

    // What a state symbol may become at will.
    SymbolId at_will_of(SymbolId symbol) {
        auto const at = static_cast<std::size_t>(symbol.index);
        if (ts_.at_will.size() <= at) ts_.at_will.resize(at + 1);
        if (!ts_.at_will[at])
            ts_.at_will[at] = add_symbol("at will: " + ts_.symbols[symbol].name,
                                         ts_.symbols[symbol].sort, SymbolRole::input);
        return ts_.at_will[at];
    }

    // `when_due`: the condition; of instances that stand for many, another each time.
    void add_updates(Act const &act, std::function<TermId()> const &when_due, bool many,
                     Effects &effects) {
        for (Update const &update : act.updates)
            for_each_values(update.binders, [&](TermId there, bool of_others) {
                if (!many && !of_others) {
                    add_update(update, t_.conjunction({there, when_due()}),
                               [&](TermId condition, SymbolId symbol, TermId to) {
                                   effects[symbol].push_back({condition, to});
                               });
                    return;
                }
                // Of several that change a thing, the last one counts: one for each thing.
                std::set<SymbolId> changed;
                add_update(update, when_due(),
                           [&](TermId, SymbolId symbol, TermId) { changed.insert(symbol); });
                for (SymbolId const one : changed)
                    add_update(update, when_due(),
                               [&](TermId condition, SymbolId symbol, TermId to) {
                                   if (symbol == one)
                                       effects[symbol].push_back(
                                           {t_.conjunction({condition, maybe()}), to});
                               });
            });
    }
    // `note` gets each symbol that may be changed, on what condition, and to what.
    void add_update(Update const &update, TermId when_due,
                    std::function<void(TermId, SymbolId, TermId)> const &note) {
        TermId const at_will =
            update.at_will ? term(update.at_will, When::before) : t_.truth(false);
        TermId const condition =
            update.condition
                ? t_.conjunction(
                      {when_due, t_.disjunction({at_will, term(update.condition, When::before)})})
                : when_due;
        if (t_.is_false(condition)) return;
        std::vector<Value> arguments;
        for (ExprId argument : update.arguments) arguments.push_back(eval(argument, When::before));
        Value const value = eval(update.value, When::before);
        Sort const &sort = core_.variables[update.var].sort;
        TermId stored = value.term;
        if (value.unit) {
            stored = t_.number(0);
            for (auto [at, slot] : value.places)
                stored = t_.if_then_else(at, t_.number(slot), stored);
        }
        if (sort.kind != Sort::Kind::boolean)
            stored = t_.clamp(stored, term_sort(sort).low, term_sort(sort).high);
        resolve(update.var, arguments, [&](TermId named, SymbolId symbol) {
            MANDATE_ASSERT(ts_.symbols[symbol].role == SymbolRole::state);
            TermId const becomes =
                t_.is_false(at_will)
                    ? stored
                    : t_.if_then_else(at_will, ts_.current(at_will_of(symbol)), stored);
            note(t_.conjunction({condition, named}), symbol, becomes);
        });
    }
    void add_emissions(Act const &act, TermId happens, bool &named, bool some = false) {
        for (Emission const &emission : act.emits) {
            GroundEmission ground{emission.event, happens, {}, &named, some};
            if (emission.condition && !some)
                ground.condition =
                    t_.conjunction({happens, term(emission.condition, When::before)});
            for (ExprId argument : emission.arguments)
                ground.arguments.push_back(eval(argument, When::before));
            if (!t_.is_false(ground.condition)) emissions_.push_back(std::move(ground));
        }
    }
    std::vector<LabelledTerm> ground_guards(Act const &act) {
        std::vector<LabelledTerm> guards;
        for (Guard const &guard : act.guards) {
            guards.push_back({term(guard.condition, When::before), guard.clause});
            if (t_.is_false(guards.back().formula)) break;
        }
        return guards;
    }
    TermId conjunction_of(std::vector<LabelledTerm> const &guards) {
        std::vector<TermId> formulas;
        for (LabelledTerm const &guard : guards) formulas.push_back(guard.formula);
        return t_.conjunction(formulas);
    }
    // The unit and person parameters' values, visited with the environment bound to them.
    void for_each_choice(Act const &act, bool persons_too,
                         std::function<void(std::vector<int> const &)> const &visit) {
        std::vector<int> chosen;
        std::size_t person = 0;
        std::function<void(std::size_t)> go = [&](std::size_t i) {
            if (i == act.parameters.size()) return visit(chosen);
            Binder const &binder = act.parameters[i];
            auto choose = [&](Value value, int number) {
                bind(binder.number, std::move(value));
                chosen.push_back(number);
                go(i + 1);
                chosen.pop_back();
            };
            if (binder.sort.kind == Sort::Kind::unit) {
                for (int slot = 0; slot < slots(); ++slot)
                    if (allowed(binder.levels, slot)) choose(place(slot), slot);
                for (std::size_t l = 0; others_ && l < core_.levels.size(); ++l)
                    if (LevelId const level = core_.levels.id(l); allowed(binder.levels, level))
                        choose(place(other(level)), other(level));
            } else {
                MANDATE_ASSERT(binder.sort.kind == Sort::Kind::person);
                if (persons_too) {
                    for (int p = 0; p < persons() + (others_ ? 1 : 0); ++p)
                        choose({t_.number(p), {}, false}, p);
                } else {
                    bind(binder.number, {ts_.current(ts_.person_inputs[person++]), {}, false});
                    go(i + 1);
                    --person;
                }
            }
        };
        go(0);
    }

    // Those whom an automatic act falls due to; of others there may be none.
    TermId are_there(Act const &act, std::vector<int> const &arguments) {
        std::vector<TermId> all;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            bool const unit = act.parameters[i].sort.kind == Sort::Kind::unit;
            bool const other = unit ? is_other(arguments[i]) : arguments[i] >= persons();
            if (!other)
                all.push_back(unit ? unit_is_there(arguments[i]) : person_is_there(arguments[i]));
        }
        if (stands_for_many(act, arguments)) all.push_back(maybe());
        return t_.conjunction(all);
    }

    // Does an automatic act fall due for several of the others at once? Not where its guards say
    // who it is: whoever something named speaks of.
    bool stands_for_many(Act const &act, std::vector<int> const &arguments) const {
        std::set<int> unknown; // binders
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            bool const unit = act.parameters[i].sort.kind == Sort::Kind::unit;
            if (unit && is_other(arguments[i])) return true;
            if (!unit && arguments[i] >= persons()) unknown.insert(act.parameters[i].number);
        }
        auto const known = [&](ExprId id) {
            bool result = true;
            for_each_part(id, [&](Expr const &e) {
                result &= e.op != Op::bound || !unknown.contains(static_cast<int>(e.value));
            });
            return result;
        };
        std::function<void(ExprId)> look = [&](ExprId id) {
            Expr const &e = core_.expressions[id];
            if (e.op == Op::conjunction)
                for (ExprId part : e.operands) look(part);
            if (e.op != Op::equal) return;
            for (std::size_t i : {0U, 1U}) {
                Expr const &person = core_.expressions[e.operands[i]];
                if (person.op == Op::bound && known(e.operands[1 - i]))
                    unknown.erase(static_cast<int>(person.value));
            }
        };
        for (Guard const &guard : act.guards) look(guard.condition);
        return !unknown.empty();
    }
    bool is_bound(ExprId id, int number) const {
        Expr const &e = core_.expressions[id];
        return e.op == Op::bound && e.value == number;
    }
    // "Somebody is that person, and …", of whom nothing else is said: then it is whoever that is.
    bool is_whoever(ExprId body, int number) const {
        int spoken_of = 0;
        for_each_part(body,
                      [&](Expr const &e) { spoken_of += e.op == Op::bound && e.value == number; });
        std::function<bool(ExprId)> said = [&](ExprId id) {
            Expr const &e = core_.expressions[id];
            if (e.op != Op::conjunction && e.op != Op::equal && e.op != Op::occurs) return false;
            return std::any_of(e.operands.begin(), e.operands.end(), [&](ExprId part) {
                return e.op == Op::conjunction ? said(part) : is_bound(part, number);
            });
        };
        return spoken_of == 1 && said(body);
    }
    void for_each_part(ExprId id, std::function<void(Expr const &)> const &visit) const {
        Expr const &e = core_.expressions[id];
        visit(e);
        for (ExprId operand : e.operands) for_each_part(operand, visit);
    }

    // The acts are collected first, as the selector's range is their number; then effects and
    // emissions follow.
    void make_acts() {
        at_entry_ = false;
        struct Pending {
            Act const *act;
            std::vector<Value> bound; // of its parameters
        };
        std::vector<Pending> pending_acts, pending_instances;
        auto bound = [&](Act const &act) {
            std::vector<Value> values;
            for (Binder const &binder : act.parameters)
                values.push_back(environment_[static_cast<std::size_t>(binder.number)]);
            return values;
        };
        group_act_.fill(-1);
        for (Group group : {Group::law, Group::ends, Group::beginnings}) {
            std::size_t const before = ts_.automatic.size();
            for (std::size_t i = 0; i < core_.acts.size(); ++i) {
                Act const &act = core_.acts[core_.acts.id(i)];
                if (act.kind != ActKind::automatic || act.group != group) continue;
                for_each_choice(act, true, [&](std::vector<int> const &at) {
                    AutomaticInstance instance{core_.acts.id(i),   at, group, {},
                                               ground_guards(act), {}, false, true};
                    instance.due =
                        t_.conjunction({conjunction_of(instance.guards), are_there(act, at)});
                    if (t_.is_false(instance.due)) return;
                    ts_.automatic.push_back(std::move(instance));
                    pending_instances.push_back({&act, bound(act)});
                });
            }
            if (ts_.automatic.size() == before) continue;
            std::vector<TermId> due;
            for (std::size_t i = before; i < ts_.automatic.size(); ++i)
                due.push_back(ts_.automatic[i].due);
            group_act_[static_cast<std::size_t>(group)] = static_cast<int>(ts_.acts.size());
            GroundAct act;
            act.kind = ActKind::automatic;
            act.group = group;
            act.guard = t_.disjunction(due);
            ts_.acts.push_back(std::move(act));
            pending_acts.push_back({nullptr, {}});
        }
        for (ActKind kind : {ActKind::time, ActKind::act})
            for (std::size_t i = 0; i < core_.acts.size(); ++i) {
                Act const &act = core_.acts[core_.acts.id(i)];
                if (act.kind == ActKind::automatic ||
                    (act.kind == ActKind::time) != (kind == ActKind::time))
                    continue;
                for_each_choice(act, false, [&](std::vector<int> const &units) {
                    GroundAct ground;
                    ground.act = core_.acts.id(i);
                    ground.units = units;
                    ground.kind = act.kind;
                    ground.guards = ground_guards(act);
                    ground.guard = conjunction_of(ground.guards);
                    if (t_.is_false(ground.guard)) return;
                    if (act.kind == ActKind::time) {
                        MANDATE_ASSERT(ts_.time < 0 && "one act lets time pass");
                        ts_.time = static_cast<int>(ts_.acts.size());
                    }
                    ts_.acts.push_back(std::move(ground));
                    pending_acts.push_back({&act, bound(act)});
                });
            }
        if (property_.for_ever) {
            ts_.loop.emplace().mark = static_cast<int>(ts_.acts.size());
            ts_.acts.emplace_back();
            pending_acts.push_back({nullptr, {}});
        }
        GroundAct dropped;
        dropped.guard = t_.truth(true);
        dropped.kept = false;
        ts_.acts.push_back(std::move(dropped));
        pending_acts.push_back({nullptr, {}});
        ts_.selector =
            add_symbol("act", TermSort::range(0, static_cast<std::int64_t>(ts_.acts.size()) - 1),
                       SymbolRole::input);

        auto restore = [&](Pending const &pending) {
            for (std::size_t k = 0; k < pending.bound.size(); ++k)
                bind(pending.act->parameters[k].number, pending.bound[k]);
        };
        auto changes = [](Effects const &effects) {
            std::vector<SymbolId> symbols;
            for (auto const &[symbol, cases] : effects) symbols.push_back(symbol);
            return symbols;
        };
        effects_.resize(ts_.acts.size());
        for (std::size_t i = 0; i < ts_.automatic.size(); ++i) {
            AutomaticInstance &instance = ts_.automatic[i];
            restore(pending_instances[i]);
            Act const &act = *pending_instances[i].act;
            int const group = group_act_[static_cast<std::size_t>(instance.group)];
            bool const many = stands_for_many(act, instance.arguments);
            Effects own;
            add_updates(
                act,
                [&] {
                    return many ? t_.conjunction({conjunction_of(ground_guards(act)),
                                                  are_there(act, instance.arguments)})
                                : instance.due;
                },
                many, own);
            add_emissions(
                act, many ? ts_.chosen(group) : t_.conjunction({ts_.chosen(group), instance.due}),
                instance.named, many);
            instance.changes = changes(own);
            for (auto &[symbol, cases] : own) {
                auto &all = effects_[static_cast<std::size_t>(group)][symbol];
                all.insert(all.end(), cases.begin(), cases.end());
            }
        }
        for (std::size_t i = 0; i < ts_.acts.size(); ++i) {
            if (static_cast<int>(i) == ts_.time) add_clocks(effects_[i]);
            if (pending_acts[i].act) {
                restore(pending_acts[i]);
                add_updates(
                    *pending_acts[i].act, [&] { return t_.truth(true); }, false, effects_[i]);
                add_emissions(*pending_acts[i].act, ts_.chosen(static_cast<int>(i)),
                              ts_.acts[i].named);
            }
            ts_.acts[i].changes = changes(effects_[i]);
        }
    }

    void add_clocks(Effects &effects) {
        for (std::size_t i = 0; i < core_.variables.size(); ++i) {
            Variable const &variable = core_.variables[core_.variables.id(i)];
            if (variable.clock == Clock::none) continue;
            bool const down = variable.clock == Clock::down;
            for (auto const &[at, symbol] : instances_[i]) {
                TermId const clock = ts_.current(symbol), delay = ts_.current(ts_.delay);
                Sort const &sort = variable.sort;
                effects[symbol].push_back(
                    {t_.truth(true), down ? t_.clamp(t_.subtract(clock, delay),
                                                     std::max<std::int64_t>(0, sort.low), sort.high)
                                          : t_.clamp(t_.add(clock, delay), sort.low, sort.high)});
                if (!down || !variable.running) continue;
                for (std::size_t k = 0; k < variable.clock_binders.size(); ++k)
                    bind(variable.clock_binders[k].number,
                         variable.parameters[k].kind == Sort::Kind::unit
                             ? place(at[k])
                             : Value{t_.number(at[k]), {}, false});
                std::vector<TermId> all{term(variable.running, When::before)};
                for (std::size_t k = 0; k < at.size(); ++k)
                    all.push_back(variable.parameters[k].kind == Sort::Kind::unit
                                      ? unit_is_there(at[k])
                                      : person_is_there(at[k]));
                TermId const running = t_.conjunction(all);
                if (!t_.is_false(running))
                    ts_.clock_bounds.push_back({symbol, running, variable.clause, true});
            }
        }
    }

    void make_next() {
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            SymbolId const symbol = ts_.symbols.id(s);
            if (ts_.symbols[symbol].role != SymbolRole::state ||
                core_.variables[ts_.symbols[symbol].var].monitor)
                continue;
            TermId const now = ts_.current(symbol);
            TermId next = now;
            for (std::size_t i = effects_.size(); i-- > 0;) {
                auto const found = effects_[i].find(symbol);
                if (found == effects_[i].end()) continue;
                TermId then = now;
                for (auto [condition, value] : found->second)
                    then = t_.if_then_else(condition, value, then);
                next = t_.if_then_else(ts_.chosen(static_cast<int>(i)), then, next);
            }
            ts_.next[s] = next;
        }
    }

    // ---- the property ----

    bool interchangeable(std::vector<int> const &candidates) const {
        for (int a : candidates) {
            auto const &unit = ts_.scope.units[static_cast<std::size_t>(a)];
            auto const &first = ts_.scope.units[static_cast<std::size_t>(candidates[0])];
            if (unit.level != first.level || unit.enclosing != first.enclosing) return false;
            for (auto const &inner : ts_.scope.units) {
                auto const encloses = [&](int outer) {
                    return std::find(inner.enclosing.begin(), inner.enclosing.end(), outer) !=
                           inner.enclosing.end();
                };
                if (encloses(a) != encloses(candidates[0])) return false;
            }
        }
        return true;
    }

    void make_binders() {
        std::set<int> taken; // slots of earlier unit variables
        for (Binder const &binder : property_.binders) {
            if (binder.sort.kind == Sort::Kind::person) {
                auto const earlier = static_cast<std::int64_t>(ts_.property_persons.size());
                SymbolId const symbol = add_symbol(
                    binder.name, TermSort::range(0, std::min<std::int64_t>(earlier, persons() - 1)),
                    SymbolRole::fixed);
                ts_.property_persons.push_back(symbol);
                bind(binder.number, {ts_.current(symbol), {}, false});
                continue;
            }
            MANDATE_ASSERT(binder.sort.kind == Sort::Kind::unit);
            std::vector<int> candidates;
            for (int slot = 0; slot < slots(); ++slot)
                if (allowed(binder.levels, slot)) candidates.push_back(slot);
            MANDATE_ASSERT(!candidates.empty() &&
                           "the scope has no unit for a variable of the property");
            bool const untouched = std::none_of(candidates.begin(), candidates.end(),
                                                [&](int s) { return taken.count(s); });
            std::size_t const number = ts_.property_units.size();
            if (number < ts_.scope.named.size() && ts_.scope.named[number] >= 0)
                candidates = {ts_.scope.named[number]};
            else if (untouched && interchangeable(candidates))
                candidates = {candidates.front()};
            taken.insert(candidates.begin(), candidates.end());
            SymbolId const symbol =
                add_symbol(binder.name, TermSort::range(candidates.front(), candidates.back()),
                           SymbolRole::fixed);
            ts_.property_units.push_back(symbol);
            std::map<int, std::vector<TermId>> places;
            for (int slot : candidates)
                add_place(places, slot, t_.equal(ts_.current(symbol), t_.number(slot)));
            Value const value = unit_value(places);
            std::vector<TermId> somewhere;
            for (auto [condition, slot] : value.places) somewhere.push_back(condition);
            ts_.assumptions.push_back({t_.disjunction(somewhere), {}});
            bind(binder.number, value);
        }
    }

    void make_property() {
        if (!others_) make_binders();
        for (Condition const &assumption : core_.assumptions)
            ts_.assumptions.push_back({term(assumption.condition, When::entry), assumption.clause});
        for (ExprId restriction : property_.restrictions)
            ts_.assumptions.push_back({term(restriction, When::entry), {}});
        for (auto const *entry : {&core_.entry, &property_.entry})
            for (Condition const &condition : *entry)
                ts_.init.push_back({term(condition.condition, When::entry), condition.clause});
        MANDATE_ASSERT(property_.monitors.size() == property_.monitor_entry.size() &&
                       property_.monitors.size() == property_.monitor_next.size());
        for (std::size_t i = 0; i < property_.monitors.size(); ++i) {
            auto const &table = instances_[static_cast<std::size_t>(property_.monitors[i].index)];
            SymbolId const symbol = table.at({});
            TermSort const sort = ts_.symbols[symbol].sort;
            auto fit = [&](TermId value) {
                return sort.boolean ? value : t_.clamp(value, sort.low, sort.high);
            };
            TermId const first = fit(term(property_.monitor_entry[i], When::entry));
            ts_.init.push_back({t_.equal(ts_.current(symbol), first), {}});
            ts_.next[static_cast<std::size_t>(symbol.index)] =
                fit(term(property_.monitor_next[i], When::after));
        }
        ts_.bad = term(property_.bad, When::primed);
        ts_.bad_initially = term(property_.bad, When::entry);
        if (property_.trigger) {
            ts_.trigger = term(property_.trigger, When::primed);
            ts_.trigger_initially = term(property_.trigger, When::entry);
        }
        if (ts_.loop) make_loop(*ts_.loop);
    }

    // Of the units that are bound now.
    void add_justice(Loop &loop, Justice const &justice) {
        std::vector<char> named;
        for (GroundAct &act : ts_.acts) named.push_back(std::exchange(act.named, false));
        Loop::Justice result;
        result.met = term(justice.met, When::after);
        result.clause = justice.clause;
        for (std::size_t i = 0; i < named.size(); ++i)
            if (std::exchange(ts_.acts[i].named, named[i])) result.acts.push_back(i);
        if (!t_.is_true(result.met)) loop.justice.push_back(std::move(result));
    }

    void make_loop(Loop &loop) {
        loop.pending = ts_.bad_initially;
        loop.pending_after = ts_.bad;
        TermId const marking = ts_.chosen(loop.mark);
        GroundAct &mark = ts_.acts[static_cast<std::size_t>(loop.mark)];
        auto remember = [&](std::string name, TermSort sort) {
            SymbolId const symbol = add_symbol(std::move(name), sort, SymbolRole::state);
            ts_.init.push_back({t_.equal(ts_.current(symbol), t_.constant(sort, sort.low)), {}});
            mark.changes.push_back(symbol);
            return symbol;
        };
        auto next = [&](SymbolId symbol) -> TermId & {
            return ts_.next[static_cast<std::size_t>(symbol.index)];
        };
        for (Justice const &justice : property_.justice) {
            auto const note = [&](TermId, bool) { add_justice(loop, justice); };
            if (justice.of)
                for_each_value(*justice.of, note);
            else
                note(t_.truth(true), false);
        }
        std::size_t const states = ts_.symbols.size();
        for (std::size_t s = 0; s < states; ++s) {
            SymbolId const symbol = ts_.symbols.id(s);
            if (!next(symbol)) continue;
            auto const [name, sort] = std::pair(ts_.symbols[symbol].name, ts_.symbols[symbol].sort);
            TermId const now = ts_.current(symbol);
            // Remembering is no step: a monitor does not look.
            if (ts_.symbols[symbol].var && core_.variables[ts_.symbols[symbol].var].monitor)
                next(symbol) = t_.if_then_else(marking, now, next(symbol));
            SymbolId const copy = remember(name + ", where the loop began", sort);
            next(copy) = t_.if_then_else(marking, now, ts_.current(copy));
            loop.copies.emplace_back(symbol, copy);
        }
        loop.marked = remember("a loop has begun", TermSort::truth());
        loop.elapsed = remember("time has passed in the loop", TermSort::truth());
        TermId const marked = ts_.current(loop.marked);
        next(loop.marked) = t_.disjunction({marking, marked});
        next(loop.elapsed) = t_.conjunction(
            {marked, t_.disjunction({ts_.current(loop.elapsed),
                                     ts_.time < 0 ? t_.truth(false) : ts_.chosen(ts_.time)})});
        for (std::size_t i = 0; i < loop.justice.size(); ++i) {
            Loop::Justice &justice = loop.justice[i];
            justice.seen = remember(fmt::format("justice {} in the loop", i), TermSort::truth());
            justice.waived = add_symbol(fmt::format("justice {} waived", i), TermSort::truth(),
                                        SymbolRole::input);
            next(justice.seen) = t_.conjunction(
                {marked, t_.disjunction({ts_.current(justice.seen), ts_.current(justice.waived),
                                         justice.met})});
        }
        mark.guards = {{loop.pending, {}}, {t_.negation(marked), {}}};
        mark.guard = t_.conjunction({loop.pending, t_.negation(marked)});
        if (ts_.time >= 0) ts_.acts[static_cast<std::size_t>(ts_.time)].named = true;
        ts_.bad_initially = t_.truth(false);
        assemble_loop(ts_);
    }

    bool is_person(ExprId id) const {
        return core_.expressions[id].sort.kind == Sort::Kind::person;
    }

    static constexpr std::int64_t most_others = 1'000'000'000;

    Core const &core_;
    Property const &property_;
    TransitionSystem ts_;
    TermStore &t_;
    bool const others_;              // there are units and persons besides those of the scope
    bool at_entry_ = false;          // what is read now is of the entry state
    int whoever_ = -1;               // a variable that stands for whoever something named speaks of
    int unknowns_ = 0;               // what nothing is known of
    std::vector<Value> environment_; // by binder number
    std::vector<std::map<std::vector<int>, SymbolId>> instances_; // by VarId
    std::map<std::pair<int, LevelId>, Value> ancestors_;
    std::map<int, TermId> there_;    // by slot
    std::array<int, 3> group_act_{}; // by Group
    std::vector<Effects> effects_;   // by act
    std::vector<GroundEmission> emissions_;
};

} // namespace

TransitionSystem ground(Core const &core, PropertyId property, Scope const &scope) {
    return Grounder(core, property, scope).run();
}

AnySize ground_any_size(Core const &core, PropertyId property) {
    Property const &asked = core.properties[property];
    if (asked.for_ever) return {{}, "it asks of what goes on without end"};
    if (asked.always_possible) return {{}, "it asks of what stays possible"};
    for (Variable const &variable : core.variables)
        if (variable.sort.kind == Sort::Kind::unit) return {{}, "something is as to a unit"};
    auto const scope = named_in(core, asked);
    if (!scope) return {{}, "units may enclose each other to any depth, or in any order"};
    return {Grounder(core, property, *scope, true).run(), ""};
}

} // namespace mandate::compiler
