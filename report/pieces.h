#pragma once
// Private to report/: one answer, as the formats write it.
#include "report/report.h"

#include <nlohmann/json_fwd.hpp>

namespace mandate::report {

// The property's name, title and rules, and where it stands.
std::string heading_text(Report const &report, Result const &result);
// The verdict with its evidence, indented below the heading.
std::string answer_text(Report const &report, Result const &result);

nlohmann::ordered_json answer_json(Report const &report, Result const &result);
nlohmann::ordered_json tool_json();

} // namespace mandate::report
