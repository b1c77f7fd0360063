#include "compiler/world.h"

#include "base/assert.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace mandate::compiler {

namespace {

// A kind of unit, or a whole level without kinds.
struct Sort1 {
    LevelId level;
    KindId kind;
    friend auto operator<=>(Sort1, Sort1) = default;
};

std::vector<Sort1> sorts_of(Core const &core, LevelId level) {
    std::vector<Sort1> all;
    for (KindId kind : core.levels[level].kinds) all.push_back({level, kind});
    if (all.empty()) all.push_back({level, {}});
    return all;
}

// What may directly contain a unit of that sort.
std::vector<Sort1> containers(Core const &core, Sort1 of) {
    std::vector<Sort1> all;
    if (of.kind && !core.kinds[of.kind].inside.empty()) {
        for (KindId kind : core.kinds[of.kind].inside)
            all.push_back({core.kinds[kind].level, kind});
        return all;
    }
    Level const &level = core.levels[of.level];
    if (level.parent) all = sorts_of(core, level.parent);
    if (!of.kind && level.same_level) all.push_back(of);
    return all;
}

// Is the condition certainly false of units of that sort, whatever is not known here?
class Excludes {
public:
    Excludes(Core const &core, int binder, Sort1 sort)
        : core_(core),
          binder_(binder),
          sort_(sort) {}
    bool operator()(ExprId id) const { return value(id) == std::optional(false); }

private:
    std::optional<bool> value(ExprId id) const {
        Expr const &e = core_.expressions[id];
        auto const is_ours = [&] {
            Expr const &unit = core_.expressions[e.operands[0]];
            return unit.op == Op::bound && unit.value == binder_;
        };
        // The value that one operand decides; else known only if all are.
        auto const decided_by = [&](bool decisive) {
            std::optional<bool> result = !decisive;
            for (ExprId operand : e.operands) {
                auto const part = value(operand);
                if (part == std::optional(decisive)) return part;
                if (!part) result.reset();
            }
            return result;
        };
        switch (e.op) {
        case Op::boolean:
            return e.value != 0;
        case Op::negation:
            if (auto const operand = value(e.operands[0])) return !*operand;
            return {};
        case Op::conjunction:
            return decided_by(false);
        case Op::disjunction:
            return decided_by(true);
        case Op::kind_is:
            if (is_ours()) return sort_.kind.index == e.value;
            return {};
        case Op::level_is:
            if (is_ours()) return sort_.level.index == e.value;
            return {};
        default:
            return {};
        }
    }

    Core const &core_;
    int binder_;
    Sort1 sort_;
};

// What a unit variable of the property may be at that level.
std::vector<Sort1> sorts_of(Core const &core, Property const &property, Binder const &binder,
                            LevelId level) {
    auto const all = sorts_of(core, level);
    std::vector<Sort1> left;
    for (Sort1 sort : all)
        if (std::none_of(property.restrictions.begin(), property.restrictions.end(),
                         Excludes(core, binder.number, sort)))
            left.push_back(sort);
    return left.empty() ? all : left;
}

// The longest chain upwards from a unit, by level; two of one level are enough to tell "nearest"
// from "any".
struct Climb {
    Core const &core;
    std::map<LevelId, int> count;
    bool whole = true; // no chain is longer, and levels stand in their order

    void operator()(Sort1 from, std::map<LevelId, int> const &above) {
        for (auto [level, n] : above) count[level] = std::max(count[level], n);
        for (Sort1 container : containers(core, from)) {
            auto path = above;
            whole &= container.level.index <= from.level.index; // else there is no slot for it
            if (path[container.level] == 2) {
                whole = false;
                continue;
            }
            ++path[container.level];
            (*this)(container, path);
        }
    }
};
Climb enclosing(Core const &core, Property const &property, Binder const &binder) {
    Climb climb{core, {}};
    for (LevelId level : binder.levels)
        for (Sort1 sort : sorts_of(core, property, binder, level)) climb(sort, {{level, 1}});
    return climb;
}
void most(Climb const &climb, std::map<LevelId, int> &count) {
    for (auto [level, n] : climb.count) count[level] = std::max(count[level], n);
}

// So many slots of each level. `asked`: by level, how many variables may stand for a unit of it.
Scope with_slots(Core const &core, Property const &property, std::map<LevelId, int> &count,
                 std::map<LevelId, int> &asked) {
    Scope scope;
    for (std::size_t i = 0; i < core.levels.size(); ++i) {
        LevelId const level = core.levels.id(i);
        for (int k = 1; k <= count[level]; ++k) {
            Scope::Slot slot{level, core.levels[level].name + "-" + std::to_string(k), {}};
            std::set<LevelId> above;
            for (Sort1 sort : sorts_of(core, level))
                for (Sort1 container : containers(core, sort)) above.insert(container.level);
            for (std::size_t at = scope.units.size(); at-- > 0;)
                if (above.count(scope.units[at].level))
                    slot.enclosing.push_back(static_cast<int>(at));
            scope.units.push_back(std::move(slot));
        }
    }
    // A variable that has its level to itself names the last slot: all others may enclose it, and
    // it does not enclose one of them between it and a unit that another variable names.
    std::map<LevelId, int> nested;
    for (Binder const &binder : property.binders)
        for (auto [level, n] : enclosing(core, property, binder).count)
            if (n > 1 && (binder.levels.size() != 1 || binder.levels[0] != level)) ++nested[level];
    for (Binder const &binder : property.binders) {
        if (binder.sort.kind != Sort::Kind::unit) continue;
        scope.named.push_back(-1);
        if (binder.levels.size() != 1 || asked[binder.levels[0]] != 1 || nested[binder.levels[0]])
            continue;
        for (std::size_t at = 0; at < scope.units.size(); ++at)
            if (scope.units[at].level == binder.levels[0])
                scope.named.back() = static_cast<int>(at);
    }
    return scope;
}

} // namespace

int World::ancestor(LevelId wanted, int unit) const {
    for (int at = parent[static_cast<std::size_t>(unit)]; at >= 0;
         at = parent[static_cast<std::size_t>(at)])
        if (level[static_cast<std::size_t>(at)] == wanted) return at;
    return -1;
}

bool World::inside(int inner, int outer) const {
    for (int at = parent[static_cast<std::size_t>(inner)]; at >= 0;
         at = parent[static_cast<std::size_t>(at)])
        if (at == outer) return true;
    return false;
}

std::string Scope::words(Core const &core) const {
    std::string text;
    for (std::size_t i = 0; i < core.levels.size(); ++i) {
        LevelId const level = core.levels.id(i);
        auto const count = std::count_if(units.begin(), units.end(),
                                         [&](Slot const &s) { return s.level == level; });
        if (count) text += std::to_string(count) + " " + core.levels[level].name + ", ";
    }
    return text + std::to_string(persons) + (persons == 1 ? " person" : " persons");
}

Scope scope_of(Core const &core, Property const &property, int spare_persons) {
    std::map<LevelId, int> count; // slots by level
    std::map<LevelId, int> asked; // of these, asked for by variables
    int persons = 0;
    for (Binder const &binder : property.binders) {
        if (binder.sort.kind == Sort::Kind::person) ++persons;
        for (LevelId level : binder.levels) ++asked[level];
    }
    // Units that the property speaks of without naming them.
    std::set<ExprId> seen;
    std::set<LevelId> unnamed;
    std::function<void(ExprId)> visit = [&](ExprId id) {
        if (!id || !seen.insert(id).second) return;
        Expr const &expr = core.expressions[id];
        if (expr.binder && expr.op != Op::bound)
            for (LevelId level : expr.binder->levels) unnamed.insert(level);
        for (ExprId operand : expr.operands) visit(operand);
    };
    for (auto const *list :
         {&property.restrictions, &property.monitor_entry, &property.monitor_next})
        for (ExprId id : *list) visit(id);
    for (Condition const &condition : property.entry) visit(condition.condition);
    for (Justice const &justice : property.justice) visit(justice.met);
    visit(property.bad);
    visit(property.trigger);
    for (LevelId level : unnamed) ++asked[level]; // besides those that it names

    for (auto [level, n] : asked) count[level] = std::max(count[level], n);
    for (Binder const &binder : property.binders) most(enclosing(core, property, binder), count);
    for (LevelId level : unnamed)
        for (Sort1 sort : sorts_of(core, level)) {
            Climb climb{core, {}};
            climb(sort, {{level, 1}});
            most(climb, count);
        }

    Scope scope = with_slots(core, property, count, asked);
    scope.persons = std::max(1, persons + spare_persons);
    return scope;
}

std::optional<Scope> named_in(Core const &core, Property const &property) {
    std::map<LevelId, int> count, asked;
    int persons = 0;
    for (Binder const &binder : property.binders) {
        if (binder.sort.kind == Sort::Kind::person) ++persons;
        for (LevelId level : binder.levels) ++asked[level];
        Climb const climb = enclosing(core, property, binder);
        if (!climb.whole) return std::nullopt;
        for (auto [level, n] : climb.count) count[level] += n;
    }
    Scope scope = with_slots(core, property, count, asked);
    scope.persons = persons;
    return scope;
}

} // namespace mandate::compiler
