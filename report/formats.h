#pragma once
// Formats for those who read no terminal. Each is a rendering of the JSON report
// (docs/report.schema.json) and of nothing else, so that a report that was kept can be written in
// any of them later.
#include "report/report.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>

namespace mandate::report {

using Rendering = Format<nlohmann::ordered_json>;

// One row a format.
std::span<Rendering const> renderings();

// Returns: nothing, where the text is no report of this version.
std::optional<nlohmann::ordered_json> read_report(std::string const &text);

} // namespace mandate::report
