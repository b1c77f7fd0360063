#pragma once
// What `mandate stability` prints: the same questions under several random seeds of the solver.
#include "report/report.h"

#include <cstdint>
#include <set>
#include <span>

namespace mandate::report {

struct StabilityReport {
    // Of a result, over all seeds.
    struct Row {
        std::size_t decided = 0;              // with so many seeds
        std::set<solver::VerdictId> verdicts; // with those: one, unless the solver errs, or one
                                              // seed shows that a trigger is never reached
        std::set<std::string> engines;        // that found the evidence
        std::uint64_t least = 0, most = 0;    // units of the solver's rlimit
    };
    std::size_t seeds = 0;
    Report answers;        // with the last seed
    std::vector<Row> rows; // by result
};

// 1 if two seeds decide a question otherwise, else 5 if it is undecided with some seed, else 0.
ExitCode exit_code(StabilityReport const &report);

// The table of formats, as for verdicts.
std::span<Format<StabilityReport> const> stability_renderers();

} // namespace mandate::report
