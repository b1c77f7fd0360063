#pragma once
// The table of formats: one row each; the command line takes its choices from it.
#include "report/report.h"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace mandate::report {

std::span<Format<Report> const> renderers();

std::string text(Report const &report);
std::string json(Report const &report);
nlohmann::ordered_json json_object(Report const &report);
std::string json_lines(Report const &report);

} // namespace mandate::report
