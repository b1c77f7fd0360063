#include "compiler/core.h"

#include "base/assert.h"

#include <fmt/format.h>

#include <functional>
#include <set>

namespace mandate::compiler {

std::string ClauseInfo::label() const {
    if (instrument.empty()) return "general rule: " + text;
    std::string result = instrument;
    if (!name.empty()) result += "@" + name;
    if (!rules.empty()) {
        result += " [";
        for (std::size_t i = 0; i < rules.size(); ++i) result += (i ? ", " : "") + rules[i];
        result += "]";
    }
    return result;
}

namespace {

constexpr char const *rank_names[] = {"programme", "decree", "statute", "constitution"};
constexpr char const *input_names[] = {"votes for", "votes against", "abstaining", "signatures",
                                       "number",    "delay",         "bloc for",   "bloc against"};

class Printer {
public:
    explicit Printer(Core const &core) : core_(core) {}

    std::string expr(ExprId id) const {
        auto const &e = core_.expressions[id];
        auto const arguments = [&] {
            std::string text;
            for (auto const operand : e.operands)
                text += (text.empty() ? "" : ", ") + expr(operand);
            return text.empty() ? text : "(" + text + ")";
        };
        auto const joined = [&](std::string const &between) {
            std::string text;
            for (auto const operand : e.operands)
                text += (text.empty() ? "" : between) + expr(operand);
            return "(" + text + ")";
        };
        auto const binary = [&](std::string const &sign) {
            return expr(e.operands[0]) + sign + expr(e.operands[1]);
        };
        switch (e.op) {
        case Op::boolean:
            return e.value ? "true" : "false";
        case Op::integer:
            return std::to_string(e.value);
        case Op::bound:
            return e.binder->name;
        case Op::read:
            return core_.variables[e.var].name + arguments();
        case Op::negation:
            return "not " + expr(e.operands[0]);
        case Op::conjunction:
            return joined(" and ");
        case Op::disjunction:
            return joined(" or ");
        case Op::implication:
            return "(" + binary(" implies ") + ")";
        case Op::if_then_else:
            return "(if " + expr(e.operands[0]) + " then " + expr(e.operands[1]) + " else " +
                   expr(e.operands[2]) + ")";
        case Op::equal: {
            // Values of an enumeration by name.
            auto const &sort = core_.expressions[e.operands[0]].sort;
            auto const &right = core_.expressions[e.operands[1]];
            if (sort.enumeration && right.op == Op::integer) {
                auto const &values = core_.enumerations[sort.enumeration].values;
                if (right.value >= 0 && right.value < static_cast<std::int64_t>(values.size()))
                    return expr(e.operands[0]) + " = '" +
                           values[static_cast<std::size_t>(right.value)] + "'";
            }
            return binary(" = ");
        }
        case Op::less:
            return binary(" < ");
        case Op::at_most:
            return binary(" <= ");
        case Op::add:
            return "(" + binary(" + ") + ")";
        case Op::subtract:
            return "(" + binary(" - ") + ")";
        case Op::multiply:
            return fmt::format("{} * {}", e.value, expr(e.operands[0]));
        case Op::minimum:
            return "min" + arguments();
        case Op::maximum:
            return "max" + arguments();
        case Op::every:
            return fmt::format("for every {}: {}", binder(*e.binder), expr(e.operands[0]));
        case Op::some:
            return fmt::format("for some {}: {}", binder(*e.binder), expr(e.operands[0]));
        case Op::count:
            return fmt::format("(number of {}: {})", binder(*e.binder), expr(e.operands[0]));
        case Op::ancestor:
            return core_.levels[LevelId{static_cast<int>(e.value)}].name + " of " +
                   expr(e.operands[0]);
        case Op::present:
            return "there is " + expr(e.operands[0]);
        case Op::kind_is:
            return expr(e.operands[0]) + " is " +
                   core_.kinds[KindId{static_cast<int>(e.value)}].name;
        case Op::level_is:
            return expr(e.operands[0]) + " is of level " +
                   core_.levels[LevelId{static_cast<int>(e.value)}].name;
        case Op::inside:
            return binary(" is inside ");
        case Op::occurs:
            return "<" + core_.events[e.event].name + ">" + arguments();
        case Op::act_of:
            return "the step rests on " +
                   core_.clauses[ClauseId{static_cast<int>(e.value)}].label();
        case Op::input:
            return input_names[e.value];
        case Op::previous:
            return "previously " + expr(e.operands[0]);
        }
        unreachable();
    }

    std::string binder(Binder const &b) const {
        if (b.sort.kind == Sort::Kind::person) return b.name + ": person";
        if (b.sort.kind == Sort::Kind::integer)
            return fmt::format("{}: {}..{}", b.name, b.sort.low, b.sort.high);
        std::string levels;
        for (auto const level : b.levels)
            levels += (levels.empty() ? "" : ", ") + core_.levels[level].name;
        return b.name + ": " + levels;
    }

    std::string binders(std::vector<Binder> const &list) const {
        std::string text;
        for (auto const &b : list) text += (text.empty() ? "" : ", ") + binder(b);
        return text;
    }

    std::string sort(Sort const &s) const {
        switch (s.kind) {
        case Sort::Kind::boolean:
            return "yes/no";
        case Sort::Kind::person:
            return "person";
        case Sort::Kind::unit:
            return "unit";
        case Sort::Kind::integer:
            if (s.enumeration) {
                std::string text;
                for (auto const &v : core_.enumerations[s.enumeration].values)
                    text += (text.empty() ? "" : " | ") + v;
                return text;
            }
            return fmt::format("{}..{}", s.low, s.high);
        }
        unreachable();
    }

    std::string clause(ClauseId id) const { return id ? "  -- " + core_.clauses[id].label() : ""; }

    std::string print() const {
        std::string out = "regime " + core_.regime + "\n\nlevels\n";
        for (auto const &level : core_.levels) {
            out += "  " + level.name;
            if (level.parent) out += " in " + core_.levels[level.parent].name;
            if (level.same_level) out += " or in the same level";
            for (std::size_t i = 0; i < level.kinds.size(); ++i) {
                auto const &kind = core_.kinds[level.kinds[i]];
                out += (i ? ", " : ": ") + kind.name;
                for (std::size_t k = 0; k < kind.inside.size(); ++k)
                    out += (k ? " or " : " in ") + core_.kinds[kind.inside[k]].name;
            }
            out += "\n";
        }
        static constexpr std::pair<Role, char const *> roles[] = {{Role::fixed, "\nfixed\n"},
                                                                  {Role::reading, "\nunsettled\n"},
                                                                  {Role::state, "\nstate\n"}};
        for (auto const &[role, title] : roles) {
            out += title;
            for (auto const &v : core_.variables) {
                if (v.role != role || v.monitor) continue;
                out += "  " + (role == Role::reading ? v.question : v.name);
                for (std::size_t i = 0; i < v.parameters.size(); ++i) {
                    out += i ? ", " : "(";
                    if (v.parameters[i].kind == Sort::Kind::person) {
                        out += "person";
                    } else {
                        for (std::size_t k = 0; k < v.levels[i].size(); ++k)
                            out += (k ? "|" : "") + core_.levels[v.levels[i][k]].name;
                    }
                    if (i + 1 == v.parameters.size()) out += ")";
                }
                out += ": " + sort(v.sort);
                if (v.clock == Clock::up) out += ", rises with time";
                if (v.clock == Clock::down) out += ", falls with time";
                if (v.running) out += ", bounds it while " + expr(v.running);
                out += "\n";
            }
        }
        out += "\nentry\n";
        for (auto const &c : core_.entry) out += "  " + expr(c.condition) + clause(c.clause) + "\n";
        out += "\nassumed\n";
        for (auto const &c : core_.assumptions)
            out += "  " + expr(c.condition) + clause(c.clause) + "\n";
        static constexpr char const *kinds[] = {"act", "fact", "automatic", "time"};
        static constexpr char const *groups[] = {"law", "ends", "beginnings"};
        for (auto const &act : core_.acts) {
            out += fmt::format("\n{} \"{}\"({})", kinds[static_cast<int>(act.kind)], act.name,
                               binders(act.parameters));
            if (act.kind == ActKind::automatic)
                out += fmt::format(" among {}", groups[static_cast<int>(act.group)]);
            out += clause(act.clause);
            for (auto const also : act.also) out += ", " + core_.clauses[also].label();
            out += "\n";
            if (!act.actor.words.empty())
                out += "  by " + act.actor.words +
                       (act.actor.unit ? " of " + expr(act.actor.unit) : "") + "\n";
            if (!act.inputs.empty()) {
                out += "  input";
                for (std::size_t i = 0; i < act.inputs.size(); ++i)
                    out += (i ? ", " : " ") +
                           std::string(input_names[static_cast<int>(act.inputs[i])]);
                out += "\n";
            }
            for (auto const &g : act.guards)
                out += "  if " + expr(g.condition) + clause(g.clause) + "\n";
            for (auto const &u : act.updates) {
                out += "  set ";
                if (!u.binders.empty()) out += "for every " + binders(u.binders) + ": ";
                out += core_.variables[u.var].name;
                for (std::size_t i = 0; i < u.arguments.size(); ++i)
                    out += (i ? ", " : "(") + expr(u.arguments[i]) +
                           (i + 1 == u.arguments.size() ? ")" : "");
                out += " := " + expr(u.value);
                if (u.condition) out += " where " + expr(u.condition);
                if (u.at_will) out += ", or anything where " + expr(u.at_will);
                out += clause(u.clause) + "\n";
            }
            for (auto const &e : act.emits) {
                out += "  event <" + core_.events[e.event].name + ">";
                for (std::size_t i = 0; i < e.arguments.size(); ++i)
                    out += (i ? ", " : "(") + expr(e.arguments[i]) +
                           (i + 1 == e.arguments.size() ? ")" : "");
                if (e.condition) out += " where " + expr(e.condition);
                out += "\n";
            }
        }
        out += "\nnotes\n";
        for (auto const &note : core_.notes) out += "  " + note + "\n";
        out += "\nlegal basis\n";
        for (auto const &b : core_.basis) {
            out += "  " + b.object;
            for (auto const level : b.levels) out += " " + core_.levels[level].name;
            out += ": " + b.words + ", rank " + rank_names[b.rank];
            if (b.grounds >= 0) out += std::string(", cases at rank ") + rank_names[b.grounds];
            out += clause(b.clause) + "\n";
        }
        for (auto const &p : core_.properties) {
            out += "\nproperty " + p.name +
                   (p.possibility ? " (can it be reached?)" : " (must not be reached)") + "\n";
            if (!p.binders.empty()) out += "  for " + binders(p.binders) + "\n";
            for (auto const r : p.restrictions) out += "  where " + expr(r) + "\n";
            for (std::size_t i = 0; i < p.monitors.size(); ++i)
                out += fmt::format("  remember {}: at entry {}, then {}\n",
                                   core_.variables[p.monitors[i]].name, expr(p.monitor_entry[i]),
                                   expr(p.monitor_next[i]));
            for (auto const &c : p.entry) out += "  from " + expr(c.condition) + "\n";
            out += (p.for_ever          ? "  for ever "
                    : p.always_possible ? "  never to be undone: "
                                        : "  reach ") +
                   expr(p.bad) + "\n";
            for (auto const &j : p.justice)
                out += "  again and again " + (j.of ? "for every " + binders({*j.of}) + ": " : "") +
                       expr(j.met) + clause(j.clause) + "\n";
        }
        return out;
    }

private:
    Core const &core_;
};

} // namespace

std::string print(Core const &core) {
    return Printer(core).print();
}
std::string print(Core const &core, ExprId id) {
    return Printer(core).expr(id);
}

void verify(Core const &core) {
    auto const fail = [](std::string const &what) {
        throw InternalError("ill-formed core: " + what);
    };
    for (auto const &e : core.expressions) {
        for (auto const operand : e.operands)
            if (operand.index < 0 ||
                static_cast<std::size_t>(operand.index) >= core.expressions.size())
                fail("an operand out of range");
        auto const boolean = [&](ExprId id) {
            if (core.expressions[id].sort.kind != Sort::Kind::boolean)
                fail("a Boolean operand expected: " + print(core, id));
        };
        auto const integer = [&](ExprId id) {
            if (core.expressions[id].sort.kind != Sort::Kind::integer)
                fail("a number expected: " + print(core, id));
        };
        switch (e.op) {
        case Op::negation:
        case Op::conjunction:
        case Op::disjunction:
        case Op::implication:
        case Op::every:
        case Op::some:
        case Op::count:
            for (auto const operand : e.operands) boolean(operand);
            break;
        case Op::if_then_else:
            boolean(e.operands.at(0));
            break;
        case Op::less:
        case Op::at_most:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::minimum:
        case Op::maximum:
            for (auto const operand : e.operands) integer(operand);
            break;
        case Op::read: {
            auto const &v = core.variables[e.var];
            if (v.parameters.size() != e.operands.size())
                fail("wrong number of arguments: " + v.name);
            for (std::size_t i = 0; i < e.operands.size(); ++i)
                if (core.expressions[e.operands[i]].sort.kind != v.parameters[i].kind)
                    fail("wrong sort of argument: " + v.name);
            break;
        }
        case Op::occurs: {
            auto const &event = core.events[e.event];
            if (event.parameters.size() != e.operands.size())
                fail("wrong number of arguments: " + event.name);
            break;
        }
        default:
            break;
        }
    }
    for (auto const &act : core.acts) {
        if (!act.clause) fail("an act without a clause: " + act.name);
        for (auto const &guard : act.guards) {
            if (!guard.clause) fail("a guard without a clause: " + act.name);
            if (core.expressions[guard.condition].sort.kind != Sort::Kind::boolean)
                fail("a guard that is not a condition: " + act.name);
        }
        for (auto const &update : act.updates) {
            if (!update.clause) fail("an update without a clause: " + act.name);
            auto const &v = core.variables[update.var];
            if (v.role != Role::state) fail("an update of what never changes: " + v.name);
            if (v.parameters.size() != update.arguments.size())
                fail("an update with the wrong number of arguments: " + v.name);
            if (core.expressions[update.value].sort.kind != v.sort.kind)
                fail("an update of another sort: " + v.name);
            if (update.at_will && core.expressions[update.at_will].sort.kind != Sort::Kind::boolean)
                fail("an update at will on what is no condition: " + v.name);
        }
        for (auto const &e : act.emits)
            if (core.events[e.event].parameters.size() != e.arguments.size())
                fail("an event with the wrong number of arguments: " + core.events[e.event].name);
    }
}

} // namespace mandate::compiler
