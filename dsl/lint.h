#pragma once
// Warnings on a valid program: what is allowed but probably not meant.
#include "base/diagnostic.h"
#include "dsl/program.h"

namespace mandate::dsl {

// Reports: clauses without a citation; authorities, events and parameters that nothing refers to.
void lint(Program const &program, DiagnosticSink &sink);

} // namespace mandate::dsl
