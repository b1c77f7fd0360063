#pragma once
// Of what is always possible: a plan, the states from which it works, and what one state leads to.
// `trigger` of these systems is what is to be possible.
#include "solver/engine.h"

namespace mandate::solver {

// A step towards the trigger. Automatic steps and pauses that a slice does not know come before it
// as they fall due.
struct Move {
    ActId act;        // for those who read it; none: what falls due happens
    TermId from;      // of a state: where it is to be made
    Valuation inputs; // by SymbolId
    SymbolId wait;    // the days that pass are what is left of this clock; none: as in `inputs`
};
// Each move leads to the trigger, or to where an earlier one is to be made: so who makes the
// earliest that is to be made, time and again, comes there.
struct Plan {
    TermStore terms;
    std::vector<Move> moves;
};

// Of a state, over the symbols of `ts`, whose terms they join.
struct MoveTerms {
    TermId may;   // the move can be made
    TermId leads; // if so, it meets the trigger or leads to a state that is `covered`
};
// Fails: InternalError if the system has no such step.
MoveTerms terms_of(TransitionSystem &ts, Move const &move, TermId covered);
// Of a state: some move of the plan is to be made. Joins the terms of `ts`. Fails: InternalError if
// a move does not work where it is to be made.
TermId covered_by(TransitionSystem &ts, Plan const &plan);
// By move: what must not be so, in any state, for `covered_by` to be right. Joins the terms of
// `ts`.
std::vector<TermId> failures(TransitionSystem &ts, Plan const &plan);

// `bad`: the trigger is not met, and the state that is reached is not covered.
TransitionSystem not_covered(TransitionSystem ts, TermId covered);

// Runs that begin in this state and come to the trigger or to a state that is covered. Readings are
// what they may be.
TransitionSystem going_on_from(TransitionSystem ts, Valuation const &state, TermId covered);

} // namespace mandate::solver
