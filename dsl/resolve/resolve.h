#pragma once
// Stages 2 and 3: parsed files -> Program. Names to declarations, citations to rules, variables to
// units and persons, levels and kinds to what an office or a body has.
#include "base/diagnostic.h"
#include "dsl/program.h"

#include <optional>

namespace mandate::dsl {

// Reports: every unknown or repeated name with the nearest one, wrong kinds of unit, uncited
// `unsettled`, marks that do not fit, regimes of instruments not in force on their date. Returns:
// nothing if there was any error.
std::optional<Program> resolve(std::deque<ast::File> files, DiagnosticSink &sink);

} // namespace mandate::dsl
