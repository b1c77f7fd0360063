#include "solver/explain.h"

#include "base/assert.h"
#include "solver/check/interpreter.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mandate::solver {

namespace {

std::string person_name(std::int64_t number) {
    std::string name(1, static_cast<char>('A' + number % 26));
    return number < 26 ? name : name + std::to_string(number / 26);
}

class Teller {
public:
    Teller(Core const &core, PropertyId property, Run const &run)
        : core_(core),
          property_(property),
          run_(run) {}

    Story tell() {
        Story story;
        auto const &world = run_.world;
        for (std::size_t i = 0; i < world.level.size(); ++i) {
            if (world.parent[i] < 0) continue;
            auto const kind =
                world.kind[i] ? core_.kinds[world.kind[i]].name : core_.levels[world.level[i]].name;
            story.units.push_back(
                fmt::format("{} is a {} in {}", world.name[i], kind,
                            world.name[static_cast<std::size_t>(world.parent[i])]));
        }
        for (auto const &[what, value] : run_.entry)
            if (value != 0 && core_.variables[what.var].visible && worth_telling(what, run_.entry))
                story.entry.push_back(instance(what) + ": " + shown(what.var, value));
        for (auto const &[what, value] : run_.fixed)
            if (value != 0 && core_.variables[what.var].role == Role::fixed &&
                core_.variables[what.var].visible && !what.at.empty() &&
                core_.variables[what.var].parameters.front().kind == Sort::Kind::person &&
                mentioned(what.at.front()))
                story.persons.push_back(instance(what) + ": " + shown(what.var, value));

        Interpreter interpreter(core_, property_, world, run_.fixed, run_.binders);
        MANDATE_ASSERT(interpreter.enter(run_.entry).empty());
        std::int64_t day = 0;
        for (std::size_t number = 0; number < run_.steps.size(); ++number) {
            auto const &step = run_.steps[number];
            if (run_.loop == number) story.loop = story.steps.size();
            if (core_.chain.law)
                law_ = static_cast<std::size_t>(interpreter.value(core_.chain.law, {}));
            StepReport report;
            auto const refused = interpreter.step(step, &report);
            MANDATE_ASSERT(refused.empty());
            auto const delay = step.inputs[static_cast<std::size_t>(Input::delay)];
            if (step.act && core_.acts[step.act].kind == ActKind::time) {
                day += delay;
                StoryStep told;
                told.day = day;
                told.kind = ActKind::time;
                told.act = "time passes";
                told.text = time_words(delay);
                story.steps.push_back(std::move(told));
                continue;
            }
            for (std::size_t i = 0; i < report.happened.size(); ++i) {
                auto told = happening(report.happened[i], step.inputs);
                told.day = day;
                if (i + 1 == report.happened.size())
                    for (auto const &change : report.changes)
                        if (core_.variables[change.what.var].visible ||
                            step.at_will.contains(change.what))
                            told.changes.push_back(fmt::format("{}: {}, now {}",
                                                               instance(change.what),
                                                               shown(change.what.var, change.from),
                                                               shown(change.what.var, change.to)));
                story.steps.push_back(std::move(told));
            }
        }
        auto const &property = core_.properties[property_];
        for (auto const part : interpreter.failing_parts())
            story.failed.push_back(property.parts[part]);
        return story;
    }

private:
    static std::string time_words(std::int64_t days) {
        if (days % 360 == 0)
            return days == 360 ? "a year passes" : fmt::format("{} years pass", days / 360);
        if (days % 30 == 0)
            return days == 30 ? "a month passes" : fmt::format("{} months pass", days / 30);
        return days == 1 ? "a day passes" : fmt::format("{} days pass", days);
    }

    bool mentioned(int person) const {
        if (std::find(run_.binders.begin(), run_.binders.end(), person) != run_.binders.end() &&
            !run_.binders.empty())
            return true;
        return std::any_of(run_.steps.begin(), run_.steps.end(), [&](Step const &step) {
            return std::find(step.persons.begin(), step.persons.end(), person) !=
                   step.persons.end();
        });
    }

    // The holder of a vacant office is nobody.
    bool worth_telling(Instance const &what, Values const &values) const {
        auto const &name = core_.variables[what.var].name;
        for (auto const *prefix : {"holder of ", "way into "}) {
            if (name.rfind(prefix, 0) != 0) continue;
            auto const office = name.substr(std::string(prefix).size());
            for (auto const &[other, value] : values)
                if (other.at == what.at && core_.variables[other.var].name == "status of " + office)
                    return value != 0;
            return false;
        }
        return true;
    }

    std::string unit_name(int slot) const {
        return slot < 0 ? "nowhere" : run_.world.name[static_cast<std::size_t>(slot)];
    }

    std::string instance(Instance const &what) const {
        auto const &v = core_.variables[what.var];
        std::string text = v.name;
        for (std::size_t i = 0; i < what.at.size(); ++i)
            text += (i == 0 && v.parameters[i].kind == Sort::Kind::unit ? " of " : ", ") +
                    (v.parameters[i].kind == Sort::Kind::unit ? unit_name(what.at[i])
                                                              : person_name(what.at[i]));
        return text;
    }

    std::string shown(VarId var, std::int64_t value) const {
        auto const &sort = core_.variables[var].sort;
        switch (sort.kind) {
        case Sort::Kind::boolean:
            return value ? "yes" : "no";
        case Sort::Kind::person:
            return person_name(value);
        case Sort::Kind::unit:
            return unit_name(static_cast<int>(value));
        case Sort::Kind::integer:
            break;
        }
        if (sort.enumeration)
            return core_.enumerations[sort.enumeration].values.at(static_cast<std::size_t>(value));
        return std::to_string(value);
    }

    // Unit expressions of actors: a parameter, or a unit that encloses it.
    int unit(ExprId id, Act const &act, Happening const &happening) const {
        auto const &e = core_.expressions[id];
        if (e.op == Op::ancestor) {
            auto const inner = unit(e.operands[0], act, happening);
            return inner < 0 ? -1 : run_.world.ancestor(LevelId{static_cast<int>(e.value)}, inner);
        }
        if (e.op == Op::bound) {
            std::size_t units = 0;
            for (auto const &parameter : act.parameters) {
                if (parameter.sort.kind != Sort::Kind::unit) continue;
                if (parameter.number == e.value) return happening.units.at(units);
                ++units;
            }
        }
        return -1;
    }

    StoryStep happening(Happening const &h, Inputs const &inputs) const {
        auto const &act = core_.acts[h.act];
        StoryStep told;
        told.kind = act.kind;
        told.act = act.name;
        told.actor = act.actor.words;
        if (act.actor.unit) told.actor += " of " + unit_name(unit(act.actor.unit, act, h));
        auto text = act.story.empty() ? act.name : act.story;
        auto const replace = [&](std::string const &what, std::string const &with) {
            for (auto at = text.find(what); at != std::string::npos;
                 at = text.find(what, at + with.size()))
                text.replace(at, what.size(), with);
        };
        replace("{actor}", told.actor);
        std::size_t units = 0, persons = 0;
        bool placed = false;
        for (auto const &parameter : act.parameters) {
            bool const is_unit = parameter.sort.kind == Sort::Kind::unit;
            auto const name =
                is_unit ? unit_name(h.units.at(units)) : person_name(h.persons.at(persons));
            auto const mark = "{" + parameter.name + "}";
            if (is_unit && text.find(mark) != std::string::npos) placed = true;
            replace(mark, name);
            ++(is_unit ? units : persons);
        }
        if (!placed && !h.units.empty() && !text.ends_with("itself"))
            text += " of " + unit_name(h.units.front());
        told.text = std::move(text);
        std::set<ClauseId> seen;
        auto const cite = [&](ClauseId id) {
            if (id && !core_.clauses[id].instrument.empty() && seen.insert(id).second)
                told.clauses.push_back(id);
        };
        cite(act.clause);
        for (auto const id : act.also) cite(id);
        for (auto const &guard : act.guards)
            if (!guard.bars && in_force(guard.clause, act.clause)) cite(guard.clause);
        auto const input = [&](Input which) { return inputs[static_cast<std::size_t>(which)]; };
        auto const takes = [&](Input which) {
            return std::find(act.inputs.begin(), act.inputs.end(), which) != act.inputs.end();
        };
        if (takes(Input::votes_for))
            told.tally.push_back(fmt::format("{} for, {} against, {} abstaining",
                                             input(Input::votes_for), input(Input::votes_against),
                                             input(Input::abstaining)));
        if (takes(Input::local_for))
            told.tally.push_back(fmt::format("of the bloc {} for, {} against",
                                             input(Input::local_for), input(Input::local_against)));
        if (takes(Input::signatures))
            told.tally.push_back(fmt::format("{} signatures", input(Input::signatures)));
        if (takes(Input::number) && !takes(Input::votes_for))
            told.tally.push_back(std::to_string(input(Input::number)));
        return told;
    }

    // In a chain a step rests on the law of its day, and on that of a procedure that goes on.
    bool in_force(ClauseId clause, ClauseId of) const {
        if (!core_.chain.law || core_.clauses[clause].instrument == core_.clauses[of].instrument)
            return true;
        auto const when = core_.chain.in_force[static_cast<std::size_t>(clause.index)];
        return when == 0 || (when >> law_ & 1) != 0;
    }

    Core const &core_;
    PropertyId property_;
    Run const &run_;
    std::size_t law_ = 0; // of a chain: in force before the step
};

} // namespace

Story tell(Core const &core, PropertyId property, Run const &run) {
    return Teller(core, property, run).tell();
}

} // namespace mandate::solver
