#pragma once
// Stage 5: the core at a scope, for one property -> TransitionSystem.
// Guarantees: every run of the system lifts to a run of the core in some world of the scope, and
// conversely. Votes stay counts: size is linear in the number of bodies, not in their seats.
//
// What the encoding fixes where the core is silent (the interpreter does the same): a later update
// of one thing overrides an earlier one; a number outside its variable's range is stored as the
// nearest one inside; an absent unit is stored as slot 0. Persons are interchangeable, so the
// property's first person is person 0, the second person 0 or 1, and so on; a unit variable whose
// slots are interchangeable is its first slot.
#include "compiler/transition_system.h"

namespace mandate::compiler {

TransitionSystem ground(Core const &core, PropertyId property, Scope const &scope);

} // namespace mandate::compiler
