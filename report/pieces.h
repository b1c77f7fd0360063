#pragma once
// Private to report/: one answer, as the formats write it.
#include "report/report.h"

#include <nlohmann/json_fwd.hpp>

namespace mandate::report {

// The property's name, title and rules, and where it stands.
std::string heading_text(Report const &report, Result const &result);
// The verdict with its evidence, indented below the heading.
std::string answer_text(Report const &report, Result const &result);

// A run, step by step, indented below its verdict.
std::string story_text(Report const &report, Result const &result, solver::Story const &story);
// "the question — its answer, and …"
std::string clarification_text(solver::Clarification const &together);

nlohmann::ordered_json answer_json(Report const &report, Result const &result);
nlohmann::ordered_json clause_json(Report const &report, compiler::Core const &core,
                                   compiler::ClauseId id);
nlohmann::ordered_json clarification_json(solver::Clarification const &together);
nlohmann::ordered_json conditions_json(std::vector<solver::Clarification> const &any);
nlohmann::ordered_json story_json(Report const &report, Result const &result,
                                  solver::Story const &story);
nlohmann::ordered_json tool_json();
// As text; bytes that are no UTF-8, as in the name of a file, are replaced.
std::string dumped(nlohmann::ordered_json const &json, int indent = -1);

} // namespace mandate::report
