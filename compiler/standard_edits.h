#pragma once
// Edits that a drafter would try first where something must not happen, clause by clause.
#include "base/source.h"
#include "dsl/program.h"

#include <functional>
#include <string>
#include <vector>

namespace mandate::compiler {

// Adds to one clause a requirement, or a time after which silence is consent.
struct StandardEdit {
    std::string instrument, clause; // what it changes, and nothing else
    std::string text;               // an amendment called `name`, in the language
    std::string name;               // "Standard_1"
};

// For named clauses of the regime that are ways into office, removals or on acting holders: the
// consent of a body of that unit, or of the nearest one around it that has such a body; thirty days
// for an answer of whoever must consent and has no such time, after which they have consented; a
// consultation with its people, without which the act is void; two thirds of all seats in an
// election by a body; thirty days of acting. In the order of the texts.
// `print`: the canonical text of declarations.
std::vector<StandardEdit>
standard_edits(dsl::Program const &program, dsl::ast::Regime const &regime,
               SourceMap const &sources,
               std::function<std::string(dsl::ast::File const &)> const &print);

} // namespace mandate::compiler
