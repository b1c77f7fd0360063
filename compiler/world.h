#pragma once
// How many units and persons a check considers, and one concrete choice of them.
#include "compiler/core.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate::compiler {

// The units and persons of a check. Kinds and containment of the slots are symbolic within these
// limits.
struct Scope {
    struct Slot {
        LevelId level;
        std::string name; // "oblast-1"
        std::vector<int>
            enclosing; // slots that may contain it, nearest first; empty for the outermost level
    };
    std::vector<Slot> units; // containers before the contained
    int persons = 3;
    // By unit variable of the property: the only slot it names; -1, or no such entry: any that
    // fits.
    std::vector<int> named;
    std::string words(Core const &core) const; // "1 oblast, 1 raion, 3 persons"
};

// A scope made concrete. Shapes: all vectors are indexed by slot.
struct World {
    std::vector<LevelId> level;
    std::vector<KindId> kind; // none if the level has no kinds
    std::vector<int> parent;  // slot of the directly containing unit; -1 for the outermost
    std::vector<std::string> name;
    int persons = 0;
    // Returns: slot of the nearest enclosing unit of that level, never `unit` itself; -1 if there
    // is none.
    int ancestor(LevelId level, int unit) const;
    bool inside(int inner, int outer) const;
};

// The smallest scope in which a property can be asked: a unit for each of its unit variables with
// all that may enclose it, its persons, and `spare_persons` others. Kinds of units that the
// property's own conditions exclude count for nothing.
Scope scope_of(Core const &core, Property const &property, int spare_persons);

// The units and persons that a property names, each unit with all that enclose it, and no others.
// Returns: nothing, where units may enclose each other to any depth, or those of a level declared
// later those of an earlier one.
std::optional<Scope> named_in(Core const &core, Property const &property);

} // namespace mandate::compiler
