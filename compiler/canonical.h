#pragma once
// What a system says, without the names, the clauses, what a slice has dropped, and entry
// conditions on state that nothing else speaks of: where the text is the same, what was found of
// one system mostly serves for the other, symbol by symbol and act by act.
#include "compiler/transition_system.h"

#include <string>
#include <vector>

namespace mandate::compiler {

struct Canonical {
    std::string text;
    std::vector<SymbolId> symbols;  // that occur, by their number in the text
    std::vector<std::int64_t> acts; // that are kept, by their number in the text
    std::vector<ClauseId> clauses;  // of guards, in the order in which the text comes to them
};

Canonical canonical(TransitionSystem const &ts);

} // namespace mandate::compiler
