#pragma once
// One legal order out of several texts: which clauses stand in which text once versions and
// amendments are put in, and what its reader finds in force.
#include "base/diagnostic.h"
#include "dsl/program.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mandate::compiler {

// A set of the regimes of a chain, bit by bit in their order. A regime of its own is a chain of
// one.
using Periods = std::uint32_t;
inline constexpr std::size_t most_periods = 32;

struct ConsolidatedText {
    dsl::ast::Instrument const *instrument = nullptr;
    std::vector<dsl::ast::Clause> clauses;
    std::vector<Periods> in; // parallel: in which regimes each is in force
};

// The instruments of these regimes, in the order in which they are first named. Clauses that a text
// repeals are still there. Requires: at most `most_periods` regimes.
// Reports: amends_nothing, unknown_clause, not_encoded.
std::vector<ConsolidatedText> consolidate(dsl::Program const &program,
                                          std::vector<dsl::ast::Regime const *> const &regimes,
                                          DiagnosticSink &sink);

// The instruments of one regime as their reader finds them: without what one of the texts repeals.
std::vector<dsl::ast::Declaration> in_force(dsl::Program const &program,
                                            dsl::ast::Regime const &regime, DiagnosticSink &sink);

} // namespace mandate::compiler
