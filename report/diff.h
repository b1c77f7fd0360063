#pragma once
// What `mandate diff` prints: two regimes side by side, in their texts and in what is answered
// under each.
#include "dsl/program.h"
#include "report/report.h"

#include <span>

namespace mandate::report {

struct TextDiff {
    enum class Change { altered, falls_away, added } change = Change::altered;
    std::string instrument, title;
    struct Line {
        enum class Mark { same, removed, added } mark = Mark::same;
        std::string text;
    };
    // Those that differ, in canonical form; unmarked the first lines of the blocks they stand in.
    std::vector<Line> lines;
};

struct DiffReport {
    std::string before, after; // names of regimes
    std::string before_title, after_title;
    std::vector<TextDiff> texts; // as the regimes name them; without those that are the same
    Report answers;              // two a property: of the regime before, of the one after
};

// The texts of both regimes, each as its reader finds it in force.
// Requires: declarations of instruments.
std::vector<TextDiff> redline(std::vector<dsl::ast::Declaration> const &before,
                              std::vector<dsl::ast::Declaration> const &after);

// Whether two answers are alike cannot be said if one of them is undecided.
bool undecided(Result const &before, Result const &after);
// The same verdict; if it depends, on the same answers. Requires: not undecided.
bool same_answer(Result const &before, Result const &after);
// 1 if anything differs in the texts or the answers; else 5 if an answer is undecided.
ExitCode exit_code(DiffReport const &report);

// The table of formats, as for verdicts.
std::span<Format<DiffReport> const> diff_renderers();

} // namespace mandate::report
