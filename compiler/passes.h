#pragma once
// Stage 6: smaller systems with the same answer. Symbol ids stay, so what is proved of the result
// in terms of its symbols is proved of the whole.
#include "compiler/transition_system.h"

#include <optional>

namespace mandate::compiler {

// Keeps what the property depends on: a symbol it reads, the acts that change a kept symbol or are
// named by the property, and what their guards read. Dropped automatic acts and clocks no longer
// constrain; the act of the dropped takes the place of all other acts. Guarantees: every run of the
// whole is one of the slice, step by step. `Clocks::kept`: whatever clock time waits for is kept
// with what it depends on, so that time passes in the slice only where it passes in the whole.
enum class Clocks { dropped, kept };
TransitionSystem slice(TransitionSystem ts, Clocks clocks = Clocks::dropped);

// Of a loop's justice only what speaks of something that the rest depends on: a proof of that is
// one of the whole. Returns: none if that is all of it.
std::optional<TransitionSystem> with_near_justice(TransitionSystem ts);

// Puts in the values of fixed symbols that the assumptions determine by themselves, and leaves out
// the kinds, containers and slots of the property's units that they exclude. The assumptions stay
// as they are.
TransitionSystem fold(TransitionSystem ts);

// Lets go of the given state symbols: they take any value in any frame, and what was known of them
// at entry is forgotten. Guarantees: what is proved of the result is proved of the whole; its runs
// need not be runs of the whole.
TransitionSystem loosen(TransitionSystem ts, std::vector<SymbolId> const &loose);

// A chain that begins with a later regime of it, on the day on which that comes into force: in the
// entry states of the chain in which no other clock runs. A run of it is the end of one of the
// chain if the law can change up to there without anybody doing anything.
TransitionSystem starting_with(TransitionSystem ts, Chain const &chain, std::int64_t regime);

// Clocks as dates: a symbol that only the passing of time counts down or up keeps instead the day
// on which it ends or began, so that it does not change while time passes. Adds the day `now`, 0 at
// entry and up to `horizon`; there a clock's date is its value, so that entry states stay what they
// are. Requires: no run to be looked at takes longer. Only assumptions, init, next, valid and bad
// follow.
TransitionSystem with_dates(TransitionSystem ts, std::int64_t horizon);

} // namespace mandate::compiler
