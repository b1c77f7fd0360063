#pragma once
// One regime with every clause of its texts as a question of its own, so that what carries an
// answer is what the answer depends on.
#include "compiler/core.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace mandate::compiler {

struct Relaxation {
    Core core;
    // A Boolean reading each, in order of the clauses: the more are true, the more is lawful, but
    // for events that fall due at once with others and then need not.
    std::vector<std::pair<VarId, ClauseId>> clauses;
};

// Of both: questions that the texts leave open have any one answer, but for those given (for all
// units), and are none of the result's questions. Properties are asked to the letter, whatever
// their trigger.

// The reading: the clause is left out. What it demands, brings about and owes then binds nobody: a
// guard falls, a variable that it changes may become anything, an event that it lets fall due may
// come at any time or never, a clock that only it sets stops nobody; who may do what is as before.
Relaxation without_requirements(Core core, std::map<VarId, std::int64_t> const &given);

// The reading: the clause is kept. Nobody does what rests on one that is not; what is demanded, and
// what happens by itself, stays.
Relaxation without_permissions(Core core, std::map<VarId, std::int64_t> const &given);

} // namespace mandate::compiler
