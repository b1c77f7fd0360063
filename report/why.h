#pragma once
// What `mandate explain PROPERTY` prints: answers, and which clauses carry each.
#include "report/report.h"
#include "solver/why.h"

#include <span>
#include <vector>

namespace mandate::report {

struct WhyReport {
    Report answers;
    std::vector<std::vector<solver::Why>> why; // parallel to the results
};

// Clauses of a regime that are in no set that is enough for one of the answers.
struct Needless {
    std::string regime;
    std::vector<compiler::ClauseId> clauses;
    compiler::Core const *core = nullptr;
};
// By regime, in the order of the results; none of one with an answer that depends,
// fails in substance or is not explained in full.
std::vector<Needless> needless(WhyReport const &report);

// 5 if an answer is not explained in full (one that is not decided, or that rests on ranks alone,
// is none), else 0.
ExitCode exit_code(WhyReport const &report);

// The table of formats, as for verdicts.
std::span<Format<WhyReport> const> why_renderers();

} // namespace mandate::report
