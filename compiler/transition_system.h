#pragma once
// A finite transition system for one property at one scope: what engines see. No Z3, no pointers.
// Total functional next-state form: next[s] is a term over the current frame; `valid` says which
// inputs are a step.
#include "compiler/core.h"
#include "compiler/term.h"
#include "compiler/world.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mandate::compiler {

enum class SymbolRole : std::uint8_t { fixed, reading, state, input };

struct Symbol {
    std::string name;
    TermSort sort;
    SymbolRole role = SymbolRole::state;
    VarId var;           // the core variable it is an instance of, if any …
    std::vector<int> at; // … at these arguments (slots, person numbers)
};

struct LabelledTerm {
    TermId formula;
    ClauseId clause;
};

// One act at concrete unit arguments; persons stay symbolic inputs. An automatic group is one act,
// so is time. The last act of a system stands for all that a slice has dropped: it changes nothing
// that is left.
struct GroundAct {
    ActId act; // none: an automatic group, or the act of the dropped
    std::vector<int> units;
    ActKind kind = ActKind::act;
    Group group = Group::law; // automatic only
    TermId guard;             // conjunction of guards
    std::vector<LabelledTerm> guards;
    std::vector<SymbolId> changes; // state symbols that it may change
    bool named = false;            // the property asks whether it happens
    bool kept = true;              // false: dropped by a slice, cannot be selected
};

// One automatic act at concrete units and persons; it happens with its group when due.
struct AutomaticInstance {
    ActId act;
    std::vector<int> arguments; // slots, then person numbers
    Group group = Group::law;
    TermId due; // conjunction of guards
    std::vector<LabelledTerm> guards;
    std::vector<SymbolId> changes;
    bool named = false;
    bool kept = true;
};

// While `running`, time does not pass beyond the clock.
struct ClockBound {
    SymbolId clock;
    TermId running;
    ClauseId clause;
    bool kept = true;
};

// For a property that fails where something is so for ever: a run in which it stays so from some
// state on and that comes back to this state, with time passing in between. The state is remembered
// by an act that is no step of the core; from then on what is so stays so in every step. `bad`: the
// loop closes.
struct Loop {
    int mark = -1; // the act
    SymbolId marked, elapsed;
    std::vector<std::pair<SymbolId, SymbolId>> copies; // a state symbol, and what it was then
    TermId pending, pending_after;                     // what is so for ever; after a step
    // What has to be so again in the loop, after some step.
    struct Justice {
        TermId met;      // over state and inputs: it is so after the step
        SymbolId seen;   // state: it was so since the loop began
        SymbolId waived; // an input that only who leaves out the clause may choose: it need not be
        ClauseId clause;
        std::vector<std::size_t> acts; // of which it asks whether they are done
    };
    std::vector<Justice> justice;
};

struct TransitionSystem {
    TermStore terms;
    IdTable<SymbolId, Symbol> symbols;
    std::vector<LabelledTerm> assumptions; // over fixed symbols and readings
    std::vector<LabelledTerm> init;        // over the first frame
    std::vector<LabelledTerm> valid;       // over state and inputs of a frame; see assemble_valid
    // By SymbolId; none unless the symbol is state. A state symbol without it has been sliced away
    // and speaks of the entry state only.
    std::vector<TermId> next;
    TermId bad;                        // over symbols of a frame, its inputs and primed symbols
    TermId bad_initially;              // over the first frame
    TermId trigger, trigger_initially; // as bad: what must be reachable for a proof not to be
                                       // vacuous; none if nothing

    // The step's shape. acts[i] happens where `selector` = i: the automatic groups, time, the
    // core's acts in their order, the act of the dropped.
    std::vector<GroundAct> acts;
    std::vector<AutomaticInstance> automatic;
    std::vector<ClockBound> clock_bounds;
    int time = -1; // the act that lets time pass; -1 if there is none
    SymbolId selector;
    std::vector<SymbolId> person_inputs; // the act's person parameters in order
    std::vector<SymbolId> number_inputs; // by compiler::Input; none where no act uses it
    std::vector<SymbolId> at_will; // by SymbolId of a state symbol: what it may become at will
    SymbolId delay;                // days that pass in a time step, 1 at least; nothing in others
    std::optional<Loop> loop;

    Scope scope;
    // Symbolic structure: by slot; none where there is only one possibility.
    std::vector<SymbolId> kind;             // value: index into levels[level].kinds
    std::vector<SymbolId> parent;           // value: index into slot.enclosing
    std::vector<SymbolId> property_units;   // by unit binder of the property: slot number
    std::vector<SymbolId> property_persons; // by person binder

    TermId current(SymbolId symbol) { return terms.symbol(symbol, symbols[symbol].sort); }
    bool is_live(SymbolId symbol) const {
        return static_cast<bool>(next[static_cast<std::size_t>(symbol.index)]);
    }
    // acts[act] happens.
    TermId chosen(int act) { return terms.equal(current(selector), terms.number(act)); }
    // An automatic instance that is kept is due.
    TermId anything_due();
};

// Fills `valid` from the step's shape: the guard of the act chosen; nothing else while something is
// due, the lower group first; time only while nothing is due and not beyond a running clock; never
// a dropped act.
void assemble_valid(TransitionSystem &ts);

// Fills `bad` from the loop, over the copies that are kept.
void assemble_loop(TransitionSystem &ts);

std::string print(TransitionSystem const &ts);

} // namespace mandate::compiler
