#include "compiler/within.h"

#include "base/assert.h"
#include "compiler/counterparts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace mandate::compiler {

namespace {

using Places = std::map<int, ExprId>; // what stands for a binder
using Numbers = std::map<int, int>;   // which binder stands for it

class BothBuilder {
public:
    BothBuilder(Core lower, Core const &higher)
        : core_(std::move(lower)),
          higher_(higher),
          first_binder_(core_.next_binder),
          acts_(core_.acts.size()),
          variables_of_lower_(core_.variables.size()) {
        MANDATE_ASSERT(core_.chain.days.empty() && higher.chain.days.empty() &&
                       core_.properties.size() > 0 && higher.properties.size() > 0);
        core_.next_binder += higher.next_binder;
        property_ = core_.properties[core_.properties.id(0)];
        core_.properties = {};
    }

    Core run() {
        take_names();
        share();
        take_variables();
        name_binders();
        entry();
        for (std::size_t a = 0; a < acts_; ++a) follow(core_.acts.id(a));
        breach_in_time();
        fall_due();
        question();
        core_.notes.push_back("the higher texts are those of " + higher_.regime);
        return std::move(core_);
    }

private:
    // ---- expressions

    ExprId add(Op op, std::vector<ExprId> operands, Sort sort = Sort::boolean()) {
        Expr expr;
        expr.op = op;
        expr.operands = std::move(operands);
        expr.sort = sort;
        return core_.expressions.add(std::move(expr));
    }
    ExprId all(std::vector<ExprId> operands) { return add(Op::conjunction, std::move(operands)); }
    ExprId any(std::vector<ExprId> operands) { return add(Op::disjunction, std::move(operands)); }
    ExprId no(ExprId e) { return add(Op::negation, {e}); }
    ExprId constant(std::int64_t value, Sort sort) {
        Expr expr;
        expr.op = sort.kind == Sort::Kind::boolean ? Op::boolean : Op::integer;
        expr.value = value;
        expr.sort = sort;
        return core_.expressions.add(std::move(expr));
    }
    ExprId bound(Binder const &binder) {
        Expr expr;
        expr.op = Op::bound;
        expr.value = binder.number;
        expr.binder = binder;
        expr.sort = binder.sort;
        return core_.expressions.add(std::move(expr));
    }
    ExprId read(VarId var, std::vector<ExprId> arguments) {
        Expr expr;
        expr.op = Op::read;
        expr.var = var;
        expr.operands = std::move(arguments);
        expr.sort = core_.variables[var].sort;
        return core_.expressions.add(std::move(expr));
    }
    ExprId quantified(Op op, std::vector<Binder> const &binders, ExprId body) {
        for (auto it = binders.rbegin(); it != binders.rend(); ++it) {
            ExprId const outer = add(op, {body});
            core_.expressions[outer].binder = *it;
            body = outer;
        }
        return body;
    }
    ExprId is_of(ExprId unit, std::vector<LevelId> const &levels) {
        std::vector<ExprId> each;
        for (LevelId const level : levels) {
            each.push_back(add(Op::level_is, {unit}));
            core_.expressions[each.back()].value = level.index;
        }
        return any(std::move(each));
    }
    std::vector<Binder> everywhere(std::vector<Sort> const &sorts,
                                   std::vector<std::vector<LevelId>> const &levels) {
        std::vector<Binder> result;
        for (std::size_t i = 0; i < sorts.size(); ++i)
            result.push_back({core_.next_binder++, sorts[i].kind == Sort::Kind::unit ? "u" : "p",
                              sorts[i], levels[i]});
        return result;
    }
    std::vector<ExprId> bound(std::vector<Binder> const &binders) {
        std::vector<ExprId> result;
        for (Binder const &binder : binders) result.push_back(bound(binder));
        return result;
    }

    // ---- what the higher regime has, in the words of this core

    Sort take(Sort sort) const {
        if (sort.enumeration) sort.enumeration = enumerations_.at(sort.enumeration);
        return sort;
    }
    Binder take(Binder binder) const {
        binder.number += first_binder_;
        binder.sort = take(binder.sort);
        return binder;
    }
    std::vector<Binder> take(std::vector<Binder> binders) const {
        for (Binder &binder : binders) binder = take(binder);
        return binders;
    }
    ExprId take(ExprId id, Places const &places) {
        if (!id) return {};
        Expr expr = higher_.expressions[id];
        if (expr.op == Op::bound)
            if (auto const place = places.find(static_cast<int>(expr.value)); place != places.end())
                return place->second;
        for (ExprId &operand : expr.operands) operand = take(operand, places);
        if (expr.op == Op::bound) expr.value += first_binder_;
        if (expr.op == Op::act_of)
            expr.value = clauses_.at(ClauseId{static_cast<int>(expr.value)}).index;
        if (expr.var) expr.var = variables_.at(expr.var);
        if (expr.event) expr.event = event_of(higher_.events[expr.event]);
        if (expr.binder) expr.binder = take(*expr.binder);
        expr.sort = take(expr.sort);
        return core_.expressions.add(std::move(expr));
    }

    // The same event, or one that never occurs here.
    EventId event_of(Event const &theirs) {
        for (std::size_t i = 0; i < core_.events.size(); ++i) {
            Event const &ours = core_.events[core_.events.id(i)];
            if (ours.name == theirs.name && ours.parameters == theirs.parameters)
                return core_.events.id(i);
        }
        return core_.events.add(theirs);
    }

    void take_names() {
        for (std::size_t i = 0; i < higher_.clauses.size(); ++i) {
            ClauseId const id = higher_.clauses.id(i);
            ClauseInfo const &clause = higher_.clauses[id];
            std::optional<ClauseId> same;
            for (std::size_t k = 0; k < core_.clauses.size() && !same; ++k) {
                ClauseInfo const &other = core_.clauses[core_.clauses.id(k)];
                if (other.label() == clause.label() && other.span == clause.span)
                    same = core_.clauses.id(k);
            }
            clauses_[id] = same ? *same : core_.clauses.add(clause);
        }
        for (std::size_t i = 0; i < higher_.enumerations.size(); ++i)
            enumerations_[higher_.enumerations.id(i)] =
                core_.enumerations.add(higher_.enumerations[higher_.enumerations.id(i)]);
    }

    // ---- what both have alike

    bool of_one_sort(VarId ours, VarId theirs) const {
        Variable const &mine = core_.variables[ours], &other = higher_.variables[theirs];
        return mine.sort.low == other.sort.low && mine.sort.high == other.sort.high &&
               values(core_, ours) == values(higher_, theirs) && mine.levels == other.levels;
    }

    // Facts, open questions, and state that is the same under both as long as nothing goes beyond
    // the higher texts, as it begins alike and every act makes the same of it: one variable for
    // both. Which acts do so depends on what is alike, so that all is first taken to be.
    void share() {
        below_ = counterparts(higher_, core_, Role::state);
        for (Role const role : {Role::fixed, Role::reading, Role::state})
            for (auto const &[theirs, ours] : counterparts(higher_, core_, role))
                if (of_one_sort(ours, theirs)) variables_[theirs] = ours;
        auto const said_otherwise = numbers_apart();
        std::erase_if(variables_,
                      [&](auto const &pair) { return said_otherwise.contains(pair.first); });
        do find_twins();
        while (std::erase_if(variables_, [&](auto const &pair) {
                   return higher_.variables[pair.first].role == Role::state &&
                          !moved_alike(pair.second, pair.first);
               }) > 0);
        std::erase_if(below_, [&](auto const &pair) { return variables_.contains(pair.first); });
    }

    // Facts that both texts fix, and not alike: the number of seats.
    std::set<VarId> numbers_apart() const {
        std::set<VarId> theirs, ours;
        for (Condition const &condition : higher_.assumptions)
            if (std::none_of(core_.assumptions.begin(), core_.assumptions.end(),
                             [&](Condition const &own) {
                                 return alike(own.condition, condition.condition, {});
                             }))
                read_in(higher_, condition.condition, theirs);
        for (Condition const &own : core_.assumptions)
            if (std::none_of(higher_.assumptions.begin(), higher_.assumptions.end(),
                             [&](Condition const &condition) {
                                 return alike(own.condition, condition.condition, {});
                             }))
                read_in(core_, own.condition, ours);
        std::erase_if(theirs, [&](VarId var) {
            auto const it = variables_.find(var);
            return it == variables_.end() || !ours.contains(it->second);
        });
        return theirs;
    }
    static void read_in(Core const &core, ExprId id, std::set<VarId> &into) {
        Expr const &e = core.expressions[id];
        if (e.op == Op::read) into.insert(e.var);
        for (ExprId const operand : e.operands) read_in(core, operand, into);
    }

    // An act, and one of the higher regime that is lawful whenever it is (what falls due by itself:
    // and only then). Of several the nearest.
    void find_twins() {
        twins_.clear();
        twin_of_.clear();
        for (std::size_t a = 0; a < acts_; ++a) {
            ActId const id = core_.acts.id(a);
            Act const &ours = core_.acts[id];
            Act const *twin = nullptr;
            for (Act const &theirs : higher_.acts)
                if (!twin_of_.contains(&theirs) && lawful_alike(ours, theirs) &&
                    (!twin || nearness(ours, *twin) < nearness(ours, theirs)))
                    twin = &theirs;
            if (!twin) continue;
            twins_[id] = twin;
            if (ours.kind == ActKind::automatic) twin_of_.insert(twin);
        }
    }

    // By the same clause; by one of the same name; with the same effects on what is shared.
    int nearness(Act const &ours, Act const &theirs) const {
        ClauseId const clause = clauses_.at(theirs.clause);
        auto const &name = core_.clauses[ours.clause].name;
        bool const same_effects =
            std::all_of(variables_.begin(), variables_.end(), [&](auto const &both) {
                return moved_alike(ours, both.second, theirs, both.first);
            });
        return (clause == ours.clause ? 4 : 0) +
               (!name.empty() && name == core_.clauses[clause].name ? 2 : 0) +
               (same_effects ? 1 : 0);
    }
    static bool of_one_name(Act const &ours, Act const &theirs) {
        return ours.kind != ActKind::time && ours.name == theirs.name && ours.kind == theirs.kind &&
               std::equal(ours.parameters.begin(), ours.parameters.end(), theirs.parameters.begin(),
                          theirs.parameters.end(), [](Binder const &mine, Binder const &other) {
                              return mine.sort.kind == other.sort.kind;
                          });
    }
    static Numbers numbers(std::vector<Binder> const &ours, std::vector<Binder> const &theirs) {
        Numbers result;
        for (std::size_t i = 0; i < ours.size(); ++i) result[theirs[i].number] = ours[i].number;
        return result;
    }
    bool lawful_alike(Act const &ours, Act const &theirs) const {
        if (!of_one_name(ours, theirs)) return false;
        bool const by_itself = ours.kind == ActKind::automatic;
        if (by_itself && ours.group != theirs.group) return false;
        for (std::size_t i = 0; i < ours.parameters.size(); ++i) {
            auto const &mine = ours.parameters[i].levels, &other = theirs.parameters[i].levels;
            bool const known = std::all_of(mine.begin(), mine.end(), [&](LevelId level) {
                return std::find(other.begin(), other.end(), level) != other.end();
            });
            if (!known || (by_itself && mine.size() != other.size())) return false;
        }
        auto const same = numbers(ours.parameters, theirs.parameters);
        if (!alike(ours.actor.unit, theirs.actor.unit, same)) return false;
        auto const each = [&](auto const &of, auto const &in, auto const &alike_to) {
            return std::all_of(of.begin(), of.end(), [&](Guard const &guard) {
                return std::any_of(in.begin(), in.end(), [&](Guard const &other) {
                    return alike_to(guard.condition, other.condition);
                });
            });
        };
        return each(theirs.guards, ours.guards,
                    [&](ExprId a, ExprId b) { return alike(b, a, same); }) &&
               (!by_itself || each(ours.guards, theirs.guards,
                                   [&](ExprId a, ExprId b) { return alike(a, b, same); }));
    }

    bool moved_alike(VarId ours, VarId theirs) const {
        Variable const &mine = core_.variables[ours], &other = higher_.variables[theirs];
        if (mine.clock != other.clock ||
            !alike(mine.running, other.running, numbers(mine.clock_binders, other.clock_binders)))
            return false;
        for (std::size_t a = 0; a < acts_; ++a) {
            ActId const id = core_.acts.id(a);
            if (auto const twin = twins_.find(id); twin != twins_.end()) {
                if (!moved_alike(core_.acts[id], ours, *twin->second, theirs)) return false;
                continue;
            }
            auto const moves = updates(core_.acts[id], ours); // which the higher regime copies
            if (std::any_of(moves.begin(), moves.end(),
                            [&](Update const &update) { return answers(update); }))
                return false;
            if (core_.acts[id].kind != ActKind::automatic)
                for (Act const &act : higher_.acts)
                    if (of_one_name(core_.acts[id], act) &&
                        !moved_alike(core_.acts[id], ours, act, theirs))
                        return false;
        }
        return std::none_of(higher_.acts.begin(), higher_.acts.end(), [&](Act const &act) {
            return act.kind == ActKind::automatic && !twin_of_.contains(&act) &&
                   !updates(act, theirs).empty();
        });
    }
    bool answers(Update const &update) const {
        Expr const &value = core_.expressions[update.value];
        return core_.variables[update.var].answer && !(value.op == Op::boolean && value.value == 0);
    }
    static std::vector<Update> updates(Act const &act, VarId var) {
        std::vector<Update> result;
        std::copy_if(act.updates.begin(), act.updates.end(), std::back_inserter(result),
                     [&](Update const &update) { return update.var == var; });
        return result;
    }
    bool moved_alike(Act const &ours, VarId mine, Act const &theirs, VarId other) const {
        auto const here = updates(ours, mine), there = updates(theirs, other);
        return std::equal(here.begin(), here.end(), there.begin(), there.end(),
                          [&](Update const &a, Update const &b) {
                              if (a.binders.size() != b.binders.size() ||
                                  a.arguments.size() != b.arguments.size())
                                  return false;
                              auto same = numbers(ours.parameters, theirs.parameters);
                              same.merge(numbers(a.binders, b.binders));
                              for (std::size_t i = 0; i < a.binders.size(); ++i)
                                  if (!alike(a.binders[i], b.binders[i])) return false;
                              for (std::size_t i = 0; i < a.arguments.size(); ++i)
                                  if (!alike(a.arguments[i], b.arguments[i], same)) return false;
                              return alike(a.value, b.value, same) &&
                                     alike(a.condition, b.condition, same);
                          });
    }

    static bool alike(Binder const &ours, Binder const &theirs) {
        return ours.sort.kind == theirs.sort.kind && ours.levels == theirs.levels;
    }
    // Binders of the higher regime: which one here is the same.
    bool alike(ExprId ours, ExprId theirs, Numbers const &same) const {
        if (!ours || !theirs) return !ours && !theirs;
        Expr const &mine = core_.expressions[ours], &other = higher_.expressions[theirs];
        if (mine.op != other.op || mine.sort.kind != other.sort.kind ||
            mine.operands.size() != other.operands.size())
            return false;
        Numbers within = same;
        switch (mine.op) {
        case Op::bound: {
            auto const it = same.find(static_cast<int>(other.value));
            return it != same.end() && it->second == mine.value;
        }
        case Op::read: {
            auto const it = variables_.find(other.var);
            if (it == variables_.end() || it->second != mine.var) return false;
            break;
        }
        case Op::occurs:
            if (core_.events[mine.event].name != higher_.events[other.event].name) return false;
            break;
        case Op::act_of:
            if (clauses_.at(ClauseId{static_cast<int>(other.value)}).index != mine.value)
                return false;
            break;
        case Op::every:
        case Op::some:
        case Op::count:
            if (!alike(*mine.binder, *other.binder)) return false;
            within[other.binder->number] = mine.binder->number;
            break;
        default:
            if (mine.value != other.value) return false;
        }
        for (std::size_t i = 0; i < mine.operands.size(); ++i)
            if (!alike(mine.operands[i], other.operands[i], within)) return false;
        return true;
    }

    void take_variables() {
        for (std::size_t i = 0; i < higher_.variables.size(); ++i) {
            VarId const id = higher_.variables.id(i);
            if (higher_.variables[id].monitor || shared(id)) continue;
            Variable variable = higher_.variables[id];
            variable.name = "above: " + variable.name;
            variable.sort = take(variable.sort);
            if (variable.clause) variable.clause = clauses_.at(variable.clause);
            variable.clock_binders = take(variable.clock_binders);
            // What the higher texts set a time for does not hold up time.
            variable.running = {};
            variable.visible = variable.seen = false;
            variable.shown_while = {};
            variable.of.clear();
            variables_[id] = core_.variables.add(std::move(variable));
            if (auto const it = below_.find(id); it != below_.end())
                above_[it->second].push_back(id);
        }
    }

    bool shared(VarId theirs) const { return variables_.contains(theirs) && !above(theirs); }
    // It has a state of its own here.
    bool above(VarId theirs) const {
        return variables_.at(theirs).index >= static_cast<int>(variables_of_lower_);
    }

    // What a variable of the higher regime is where its counterpart has this value.
    ExprId translate(ExprId value, VarId theirs) {
        Sort const sort = core_.variables[variables_.at(theirs)].sort;
        if (sort.kind != Sort::Kind::integer) return value;
        VarId const below = below_.at(theirs);
        if (values(core_, below).empty()) {
            auto const low = constant(sort.low, sort), high = constant(sort.high, sort);
            return add(Op::maximum, {low, add(Op::minimum, {value, high}, sort)}, sort);
        }
        auto const table = correspondence(core_, below, higher_, theirs, false);
        ExprId result = constant(0, sort);
        for (std::size_t i = table.size(); i-- > 0;) {
            auto const here = constant(static_cast<std::int64_t>(i), core_.variables[below].sort);
            result = add(Op::if_then_else,
                         {add(Op::equal, {value, here}), constant(table[i], sort), result}, sort);
        }
        return result;
    }

    // Units of which both know something.
    ExprId known(VarId theirs, std::vector<ExprId> const &arguments) {
        Variable const &other = higher_.variables[theirs];
        std::vector<ExprId> each;
        for (std::size_t i = 0; i < arguments.size(); ++i)
            if (other.parameters[i].kind == Sort::Kind::unit)
                each.push_back(is_of(arguments[i], other.levels[i]));
        return all(std::move(each));
    }

    void entry() {
        ClauseId const rule =
            core_.clauses.add({"", "", {}, "what both regimes know begins alike", {}});
        for (auto const &[theirs, ours] : below_) {
            Variable const variable = core_.variables[ours];
            auto const binders = everywhere(variable.parameters, variable.levels);
            auto const at = bound(binders);
            auto const same = add(
                Op::equal, {read(variables_.at(theirs), at), translate(read(ours, at), theirs)});
            auto const condition = add(Op::implication, {known(theirs, at), same});
            core_.entry.push_back({quantified(Op::every, binders, condition), rule,
                                   "it is so under the higher texts as well"});
        }
        for (Condition const &condition : higher_.entry)
            core_.entry.push_back(
                {take(condition.condition, {}), clauses_.at(condition.clause), condition.words});
        for (Condition const &condition : higher_.assumptions)
            core_.assumptions.push_back(
                {take(condition.condition, {}), clauses_.at(condition.clause), condition.words});
    }

    // ---- acts

    // One of the higher regime that may be the same as one of the lower.
    struct Counterpart {
        Act const *act = nullptr;
        Places places;     // its parameters: those of the other
        ExprId applies;    // the clause speaks of such units, and is so read
        ExprId lawful;     // all guards
        ExprId in_keeping; // those that are requirements
    };

    // It is asked of whoever does the act; general rules only say what there must be for it.
    bool is_asked(Guard const &guard) const {
        return guard.bars || (!guard.scope && !higher_.clauses[guard.clause].instrument.empty());
    }

    // The act has such a guard itself.
    bool holds_anyway(Act const &ours, Act const &theirs, Guard const &guard) const {
        return std::any_of(ours.guards.begin(), ours.guards.end(), [&](Guard const &own) {
            return alike(own.condition, guard.condition,
                         numbers(ours.parameters, theirs.parameters));
        });
    }

    // Actors of one name are the same one if they are of no unit, or of the same.
    ExprId of_one_unit(Actor const &ours, ExprId theirs) {
        if (!ours.unit || !theirs) return all({});
        return add(Op::equal, {ours.unit, theirs});
    }

    std::optional<Counterpart> counterpart(Act const &ours, Act const &theirs) {
        if (!of_one_name(ours, theirs)) return std::nullopt;
        Counterpart result;
        result.act = &theirs;
        std::vector<ExprId> applies, lawful, in_keeping;
        for (std::size_t i = 0; i < ours.parameters.size(); ++i) {
            Binder const &mine = ours.parameters[i], &other = theirs.parameters[i];
            auto const place = result.places[other.number] = bound(mine);
            if (mine.sort.kind == Sort::Kind::unit) applies.push_back(is_of(place, other.levels));
        }
        for (Guard const &guard : theirs.guards) {
            if (holds_anyway(ours, theirs, guard)) continue;
            auto const condition = take(guard.condition, result.places);
            lawful.push_back(condition);
            if (is_asked(guard))
                in_keeping.push_back(condition);
            else if (guard.scope)
                applies.push_back(condition);
        }
        applies.push_back(of_one_unit(ours.actor, take(theirs.actor.unit, result.places)));
        result.applies = all(std::move(applies));
        result.lawful = all({result.applies, all(std::move(lawful))});
        result.in_keeping = all(std::move(in_keeping));
        return result;
    }

    void follow(ActId id) {
        Act const ours = core_.acts[id];
        if (ours.kind == ActKind::time) return;
        if (auto const twin = twins_.find(id); twin != twins_.end()) {
            Places places;
            for (std::size_t i = 0; i < ours.parameters.size(); ++i)
                places[twin->second->parameters[i].number] = bound(ours.parameters[i]);
            return take_updates(*twin->second, places, {}, core_.acts[id]);
        }
        std::vector<Counterpart> known;
        for (Act const &theirs : higher_.acts)
            if (auto found = counterpart(ours, theirs)) known.push_back(std::move(*found));
        std::stable_sort(known.begin(), known.end(),
                         [&](Counterpart const &a, Counterpart const &b) {
                             return nearness(ours, *a.act) > nearness(ours, *b.act);
                         });
        std::vector<ExprId> applies;
        for (Counterpart const &other : known) applies.push_back(other.applies);
        auto const is_known = any(std::move(applies));
        if (ours.kind == ActKind::automatic) {
            copy(id, {});
            if (ours.group == Group::beginnings) breach(id, known, is_known);
        } else {
            copy(id, no(is_known));
            // Who only withdraws a name does nothing that needs permission.
            if (ours.kind == ActKind::act && !ours.name.starts_with("withdraw from "))
                breach(id, known, is_known);
            move(id, known, ours.kind == ActKind::act);
        }
        if (ours.kind == ActKind::act) usurps(id, no(is_known));
        unfit(id, no(is_known));
    }

    // The higher regime takes over what the act makes of things; but whoever answers under the
    // lower texts alone has not answered.
    void copy(ActId id, ExprId condition) {
        for (Update const &update : std::vector(core_.acts[id].updates)) {
            auto const above = above_.find(update.var);
            if (above == above_.end() || answers(update)) continue;
            for (VarId const theirs : above->second) {
                std::vector<ExprId> conditions{known(theirs, update.arguments)};
                for (ExprId const more : {condition, update.condition})
                    if (more) conditions.push_back(more);
                Update taken = update;
                taken.var = variables_.at(theirs);
                taken.value = translate(update.value, theirs);
                taken.condition = all(std::move(conditions));
                core_.acts[id].updates.push_back(std::move(taken));
            }
        }
    }

    // What an act of the higher regime makes of what is not shared, where the condition (none:
    // always) holds.
    void take_updates(Act const &theirs, Places const &places, ExprId condition, Act &into) {
        for (Update const &update : theirs.updates) {
            if (shared(update.var)) continue;
            Update taken;
            taken.var = variables_.at(update.var);
            taken.binders = take(update.binders);
            for (ExprId const argument : update.arguments)
                taken.arguments.push_back(take(argument, places));
            taken.value = take(update.value, places);
            taken.condition = take(update.condition, places);
            if (condition)
                taken.condition = taken.condition ? all({condition, taken.condition}) : condition;
            taken.clause = clauses_.at(update.clause);
            into.updates.push_back(std::move(taken));
        }
    }

    // It makes of the act what its own clauses say: those that permit it, or else those whose
    // requirements are met.
    void move(ActId id, std::vector<Counterpart> const &known, bool by_requirements) {
        std::vector<ExprId> before;
        auto const one = [&](Counterpart const &other, ExprId condition) {
            std::vector<ExprId> conditions{condition};
            for (ExprId const earlier : before) conditions.push_back(no(earlier));
            before.push_back(condition);
            auto const chosen = all(std::move(conditions));
            take_updates(*other.act, other.places, chosen, core_.acts[id]);
        };
        for (Counterpart const &other : known) one(other, other.lawful);
        if (by_requirements)
            for (Counterpart const &other : known)
                one(other, all({other.applies, other.in_keeping}));
    }

    // The act goes beyond the higher texts, which the question asks of its unit and person.
    void beyond(ActId id, ExprId condition) {
        Act const &act = core_.acts[id];
        std::vector<Sort> sorts;
        std::vector<ExprId> arguments;
        for (Binder const &binder : act.parameters) {
            sorts.push_back({binder.sort.kind, 0, 0, {}});
            arguments.push_back(bound(binder));
        }
        auto const it = std::find_if(beyond_.begin(), beyond_.end(), [&](EventId event) {
            return core_.events[event].parameters == sorts;
        });
        EventId event;
        if (it != beyond_.end())
            event = *it;
        else
            beyond_.push_back(event = core_.events.add({"goes beyond " + higher_.regime, sorts}));
        core_.acts[id].emits.push_back({event, std::move(arguments), condition});
    }
    ExprId goes_beyond(EventId event) {
        std::vector<Binder> others;
        std::vector<ExprId> arguments;
        bool unit = true, person = true; // the next one is that of the question
        for (Sort const &sort : core_.events[event].parameters) {
            bool &first = sort.kind == Sort::Kind::unit ? unit : person;
            Binder const &asked = sort.kind == Sort::Kind::unit ? unit_ : person_;
            if (!std::exchange(first, false)) {
                others.push_back(asked);
                others.back().number = core_.next_binder++;
                arguments.push_back(bound(others.back()));
            } else {
                arguments.push_back(bound(asked));
            }
        }
        ExprId const occurs = add(Op::occurs, std::move(arguments));
        core_.expressions[occurs].event = event;
        return quantified(Op::some, others, occurs);
    }

    // Of the step that goes beyond, why: what is not so.
    void part(ActId id, std::string words, ExprId condition) {
        auto const [at, is_new] = parts_.try_emplace(words, property_.parts.size());
        if (is_new) {
            EventId const event = core_.events.add({words, {}});
            part_events_.push_back(event);
            ExprId const occurs = add(Op::occurs, {});
            core_.expressions[occurs].event = event;
            property_.parts.push_back(std::move(words));
            property_.part_conditions.push_back(no(occurs));
        }
        core_.acts[id].emits.push_back({part_events_[at->second], {}, condition});
    }
    std::string words_of(ClauseId clause, std::string const &words) const {
        return core_.clauses[clause].label() + (words.empty() ? "" : ": " + words);
    }

    void breach(ActId id, std::vector<Counterpart> const &known, ExprId is_known) {
        if (known.empty()) return;
        bool const by_itself = core_.acts[id].kind == ActKind::automatic;
        std::vector<ExprId> fine;
        for (Counterpart const &other : known)
            fine.push_back(all({other.applies, by_itself ? other.lawful : other.in_keeping}));
        auto const goes_beyond = all({is_known, no(any(std::move(fine)))});
        beyond(id, goes_beyond);
        for (Counterpart const &other : known)
            for (Guard const &guard : other.act->guards) {
                if (!is_asked(guard) || holds_anyway(core_.acts[id], *other.act, guard)) continue;
                part(id, words_of(clauses_.at(guard.clause), guard.words),
                     all({goes_beyond, other.applies, no(take(guard.condition, other.places))}));
            }
    }

    // The higher texts say who alone may do it, and this is somebody else.
    void usurps(ActId id, ExprId unknown) {
        Act const act = core_.acts[id];
        for (Exclusive const &only : higher_.exclusive)
            for (std::string const &name : only.acts) {
                if (!act.name.starts_with(name + " (")) continue;
                MANDATE_ASSERT(only.parameters.size() <= act.parameters.size());
                Places places;
                std::vector<ExprId> here{unknown};
                for (std::size_t i = 0; i < only.parameters.size(); ++i) {
                    places[only.parameters[i].number] = bound(act.parameters[i]);
                    here.push_back(is_of(bound(act.parameters[i]), only.parameters[i].levels));
                }
                here.push_back(take(only.condition, places));
                if (act.name == name + " (" + only.by + ")")
                    here.push_back(no(of_one_unit(act.actor, take(only.of, places))));
                auto const forbidden = all(std::move(here));
                beyond(id, forbidden);
                part(id, words_of(clauses_.at(only.clause), only.words), forbidden);
            }
    }

    // Somebody is put forward, or takes an office, in a way that the higher texts do not know: what
    // they require of whoever may take it counts all the same. Who takes it some time after he was
    // chosen met then what nobody loses.
    void unfit(ActId id, ExprId unknown) {
        bool const by_itself = core_.acts[id].kind == ActKind::automatic;
        for (Emission const &emission : std::vector(core_.acts[id].emits))
            for (OfficeMust const &must : higher_.musts) {
                if ((by_itself && must.lasting) || !becomes(emission, must.office)) continue;
                MANDATE_ASSERT(must.parameters.size() <= emission.arguments.size());
                auto const own = emission.arguments.size() - must.parameters.size();
                Places places;
                std::vector<ExprId> lacking{unknown};
                if (emission.condition) lacking.push_back(emission.condition);
                for (std::size_t i = 0; i < must.parameters.size(); ++i) {
                    Binder const &binder = must.parameters[i];
                    ExprId const argument = emission.arguments[own + i];
                    places[binder.number] = argument;
                    if (binder.sort.kind == Sort::Kind::unit)
                        lacking.push_back(is_of(argument, binder.levels));
                }
                lacking.push_back(no(take(must.condition, places)));
                auto const all_of_it = all(std::move(lacking));
                beyond(id, all_of_it);
                part(id, words_of(clauses_.at(must.clause), must.words), all_of_it);
            }
    }
    // The event, of the actor's unit, if any, the office's, if any, and the person.
    bool becomes(Emission const &emission, std::string const &office) const {
        std::string const &name = core_.events[emission.event].name;
        return name == "takes " + office || name.ends_with(" presents " + office) ||
               name.ends_with(" nominates " + office);
    }

    // Time passes although the higher texts have ended something, or are waiting for an act.
    void breach_in_time() {
        Expr delay;
        delay.op = Op::input;
        delay.value = static_cast<std::int64_t>(Input::delay);
        delay.sort = Sort::integer(0, 1);
        auto const passes =
            add(Op::less, {constant(0, delay.sort), core_.expressions.add(std::move(delay))});
        auto const one = [&](std::string words, std::vector<Binder> const &binders,
                             std::vector<ExprId> const &at, ExprId condition) {
            // Of the unit of the question, if it is of any.
            if (!binders.empty() && binders.front().sort.kind == Sort::Kind::unit)
                condition = all({condition, add(Op::equal, {at.front(), bound(unit_)})});
            auto const breached =
                all({passes, add(Op::previous, {quantified(Op::some, binders, condition)})});
            bad_.push_back(breached);
            property_.parts.push_back(std::move(words));
            property_.part_conditions.push_back(no(breached));
        };
        for (auto const &[theirs, ours] : below_) {
            Variable const variable = core_.variables[ours];
            if (!variable.seen || variable.shown_while || variable.sort.kind == Sort::Kind::person)
                continue;
            auto const binders = everywhere(variable.parameters, variable.levels);
            auto const at = bound(binders);
            auto const nothing = [&](VarId var) {
                Sort const sort = core_.variables[var].sort;
                return add(Op::equal, {read(var, at), constant(0, sort)});
            };
            one(fmt::format("{}: still so under {}", variable.name, higher_.regime), binders, at,
                all({known(theirs, at), no(nothing(ours)), nothing(variables_.at(theirs))}));
        }
        for (std::size_t i = 0; i < higher_.variables.size(); ++i) {
            VarId const theirs = higher_.variables.id(i);
            Variable const &variable = higher_.variables[theirs];
            if (variable.clock != Clock::down || !variable.running || shared(theirs)) continue;
            auto const binders = take(variable.clock_binders);
            auto const at = bound(binders);
            auto const over =
                add(Op::equal, {read(variables_.at(theirs), at), constant(0, take(variable.sort))});
            one(variable.clause
                    ? words_of(clauses_.at(variable.clause), "what it asks for in time is done")
                    : variable.name + ": the time is not over",
                binders, at, all({take(variable.running, {}), over}));
        }
    }

    // What falls due under the higher regime.
    void fall_due() {
        for (Act const &theirs : higher_.acts) {
            if (theirs.kind != ActKind::automatic || twin_of_.contains(&theirs)) continue;
            Act act;
            act.name = "above: " + theirs.name;
            act.kind = theirs.kind;
            act.group = theirs.group;
            act.actor = {"the higher texts", {}};
            act.parameters = take(theirs.parameters);
            act.clause = clauses_.at(theirs.clause);
            for (ClauseId const clause : theirs.also) act.also.push_back(clauses_.at(clause));
            act.story = theirs.story.empty() ? "" : "under the higher texts: " + theirs.story;
            for (Guard const &guard : theirs.guards)
                act.guards.push_back({take(guard.condition, {}), clauses_.at(guard.clause),
                                      guard.words, guard.bars});
            take_updates(theirs, {}, {}, act);
            core_.acts.add(std::move(act));
        }
    }

    // Who and where: the question is asked for every unit and person.
    void name_binders() {
        std::vector<LevelId> levels;
        for (std::size_t i = 0; i < core_.levels.size(); ++i) levels.push_back(core_.levels.id(i));
        unit_ = {core_.next_binder++, "u", Sort::unit(), levels};
        person_ = {core_.next_binder++, "p", Sort::person(), {}};
        if (!levels.empty()) property_.binders.push_back(unit_);
        property_.binders.push_back(person_);
    }

    void question() {
        Property const &theirs = higher_.properties[higher_.properties.id(0)];
        for (ExprId const restriction : theirs.restrictions)
            property_.restrictions.push_back(take(restriction, {}));
        for (EventId const event : beyond_) bad_.push_back(goes_beyond(event));
        property_.bad = any(std::move(bad_));
        property_.of_two = true;
        core_.properties.add(std::move(property_));
    }

    Core core_;
    Core const &higher_;
    int const first_binder_;
    std::size_t const acts_; // of the lower regime
    std::size_t const variables_of_lower_;
    Property property_;
    Binder unit_, person_;        // that the question is asked of
    std::vector<EventId> beyond_; // by parameters
    std::vector<ExprId> bad_;
    std::map<ClauseId, ClauseId> clauses_;
    std::map<EnumId, EnumId> enumerations_;
    std::map<VarId, VarId> variables_; // of the higher regime: what stands for it here
    std::map<VarId, VarId> below_;     // its state that is not shared: the same of the lower
    std::map<VarId, std::vector<VarId>> above_;
    std::map<ActId, Act const *> twins_;
    std::set<Act const *> twin_of_;            // what falls due by itself
    std::map<std::string, std::size_t> parts_; // by words
    std::vector<EventId> part_events_;
};

} // namespace

Core within(Core lower, Core const &higher) {
    Core result = BothBuilder(std::move(lower), higher).run();
    verify(result);
    return result;
}

} // namespace mandate::compiler
