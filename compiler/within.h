#pragma once
// Does one regime stay within another: is what it permits and ordains always in keeping with what
// the other requires and forbids?
#include "compiler/core.h"

namespace mandate::compiler {

// A core whose runs are those of `lower`, at each step of which it is known how things would stand
// under `higher`. What both make the same of, act by act, is one variable for both. Of the rest the
// higher regime has its own: it begins like that of the lower one, in what both know, and in one of
// its own entry states. An act that it knows changes it as its texts say, any other as the lower
// regime has it, but that nobody has then consented or been consulted; what falls due under it
// happens in it alone. Facts and open questions of the same name are the same.
//
// The question, the only property of the core: a run in which
// - an act that the higher texts know, of the same name, actor and unit, is done, or somebody takes
//   office by himself, without what they require; one of several clauses is enough;
// - somebody is put forward, or takes an office, in a way that they do not know, and does not meet
//   their requirements on who may take it;
// - somebody does what they say that only others may;
// - time passes while somebody or something is in place that is no more so under the higher texts,
//   or while they owe an act that has not been done.
//
// Requires: both of one program and no chain; their first property is the question.
Core within(Core lower, Core const &higher);

} // namespace mandate::compiler
