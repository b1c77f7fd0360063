#pragma once
// Which things of two regimes are the same thing, by name.
#include "compiler/core.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mandate::compiler {

// The variables of a role that both have, by variable of `of`: of the same name (a reading: of the
// same question), parameters and kind of value. Of several of one name each corresponds to the one
// in its place, if both have as many; of several questions first to one that concerns the same
// stages.
std::map<VarId, VarId> counterparts(Core const &of, Core const &in, Role role);

// Questions that the other does not ask in the same words, but about the same matter and of stages
// that correspond, if both ask as many of them: "D339 [C07-R2]: on a tie (not said)" and "D86
// [D11-R1]: on a tie (not said)"; on which clause there is, under a clause of the same name.
std::map<VarId, VarId> same_matters(Core const &of, Core const &in);

// The names of a variable's values, if they have any.
std::vector<std::string> const &values(Core const &core, VarId variable);

// By value of a variable of `from`, that of one of `to` which corresponds; 0: none. "under
// D86@appointment [D11-R2]" and "under Amendment_2007@appointment [C07-R1]" correspond where no
// name is nearer and some act may be done under both. `in_order`: those without a namesake
// correspond in their order, first those under which the same is done at the same levels.
std::vector<std::int64_t> correspondence(Core const &from, VarId of, Core const &to, VarId in,
                                         bool in_order);

} // namespace mandate::compiler
