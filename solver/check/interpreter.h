#pragma once
// Executes the core on concrete values in one world. Shares no code with ground, terms or Z3: that
// is its point.
#include "solver/run.h"

#include <functional>
#include <optional>
#include <string>

namespace mandate::solver {

struct Occurrence {
    EventId event;
    std::vector<int> arguments; // a unit that is absent: -1
    friend bool operator==(Occurrence const &, Occurrence const &) = default;
};
struct Change {
    Instance what;
    std::int64_t from = 0, to = 0;
};
// One act that took place; an automatic step may have several.
struct Happening {
    ActId act;
    std::vector<int> units, persons;
};
struct StepReport {
    std::vector<Happening> happened;
    std::vector<Occurrence> emitted;
    std::vector<Change> changes; // in order of the variables; monitors left out
    std::vector<Instance>
        conflicts; // automatic acts gave it two different values; the later act prevailed
};

class Interpreter {
public:
    // Requires: one binder value for each variable of the property.
    Interpreter(Core const &core, PropertyId property, World world, Values fixed,
                std::vector<int> binders);

    // Returns: why this is no entry state of the property's runs; empty if it is one.
    std::string enter(Values entry);
    // Returns: why the step is not permitted now (the state is as before); empty if it was taken.
    std::string step(Step const &step, StepReport *report = nullptr);

    // The automatic group that goes first now, if anything is due.
    std::optional<Group> due() const;
    // Days until a running clock stops time; none if no clock does.
    std::optional<std::int64_t> time_left() const;
    // The steps permitted now, with these inputs where an act takes any.
    std::vector<Step> permitted(Inputs const &inputs) const;

    // In the state now reached, and the step that led to it.
    bool bad() const;
    bool triggered() const;
    // Of the property's justice, one after the other, and of each unit: whether it is so.
    std::vector<bool> met() const;
    // Numbers of the property's parts that fail.
    std::vector<std::size_t> failing_parts() const;

    Values const &state() const { return now_; }
    Core const &core() const { return core_; }
    World const &world() const { return world_; }
    std::int64_t value(VarId var, std::vector<int> const &at) const;

private:
    // What an expression may see besides the state now.
    enum class View { guard, property, before };
    using Environment = std::vector<std::int64_t>; // by binder number
    struct Write {
        Instance what;
        std::int64_t value = 0;
    };

    std::string take(Step const &step, StepReport *report);
    std::int64_t eval(ExprId id, View view) const;
    bool holds(ExprId id, View view) const { return eval(id, view) != 0; }
    std::int64_t eval_new(Expr const &expr, View view) const;
    void for_each_value(Binder const &binder, std::function<void(std::int64_t)> const &visit) const;
    void for_each_values(std::vector<Binder> const &binders, std::function<void()> const &visit,
                         std::size_t from = 0) const;
    bool level_allowed(std::vector<LevelId> const &levels, int unit) const;
    // Why an act's guards do not hold for the parameters bound; empty if they do.
    std::string refused(Act const &act) const;
    std::vector<Write> writes(Act const &act) const;
    std::vector<Occurrence> emissions(Act const &act) const;
    // Automatic acts of a group that are due, with parameters, as happenings.
    std::vector<Happening> due_in(Group group) const;
    void bind(Act const &act, std::vector<int> const &units, std::vector<int> const &persons) const;
    std::int64_t fit(Sort const &sort, std::int64_t value) const;
    std::int64_t time_passed(Variable const &variable, std::int64_t value,
                             std::int64_t delay) const;
    void for_each_instance(VarId var, std::function<void(Instance const &)> const &visit) const;
    bool is_instance(Instance const &instance) const;
    std::string run_monitors(bool entry);

    Core const &core_;
    Property const &property_;
    World world_;
    Values fixed_;
    Values now_, before_;
    bool has_step_ = false;
    std::vector<Occurrence> emitted_;
    std::vector<Happening> happened_;
    Inputs inputs_{}; // of the step being tried
    Values at_will_;  // and what becomes of variables at will
    mutable Environment environment_;
};

} // namespace mandate::solver
