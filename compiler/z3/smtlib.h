#pragma once
// Queries as self-contained SMT-LIB 2.6 text in integers, for other solvers and for the bundle of a
// verdict.
#include "compiler/transition_system.h"

#include <functional>
#include <string>
#include <vector>

namespace mandate::compiler {

// The term as an expression; `name` says what a symbol is called. Shared parts are written as often
// as they occur unless `name_of` gives them a name of their own ("" if not).
std::string smtlib_term(TermStore const &terms, TermId term,
                        std::function<std::string(Term const &)> const &symbol_name,
                        std::function<std::string(TermId)> const &name_of);

struct Requirement {
    TermId term;
    unsigned frame = 0;
};

// Are all requirements together satisfiable, and one of `broken` false, if there are any? `start`:
// frame 0 is an entry state; else only the assumptions hold.
std::string smtlib(TransitionSystem const &ts, TermStore const &terms,
                   std::vector<Requirement> const &requirements, bool start,
                   std::vector<Requirement> const &broken = {});

} // namespace mandate::compiler
