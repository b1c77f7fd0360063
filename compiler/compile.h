#pragma once
// Stage 4: the one entry of the compiler's language side.
#include "base/diagnostic.h"
#include "compiler/core.h"
#include "dsl/program.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::compiler {

// The last property of every core: that time can pass. Not a name that a text can give.
inline constexpr std::string_view time_property = "time can pass";

// Writes a regime of the program, and the properties asked of it, as guarded acts.
// Requires: the regime and the properties exist.
// Reports: what is not encoded, offices without a superior, amendments of texts that are not in
// force. Returns: nothing if there was any error.
std::optional<Core> compile(dsl::Program const &program, std::string const &regime,
                            std::vector<std::string> const &properties, DiagnosticSink &sink);

// The same for a question of the form `REGIME within REGIME`, which is the only property of its
// core (compiler/within.h).
std::optional<Core> compile_within(dsl::Program const &program, std::string const &property,
                                   DiagnosticSink &sink);

} // namespace mandate::compiler
