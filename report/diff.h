#pragma once
// What `mandate diff` prints: two regimes side by side, in their texts and in what is answered
// under each.
#include "dsl/program.h"
#include "report/report.h"
#include "solver/compare.h"

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

// What can be seen of an office or body, of units of one level.
struct SeenDiff {
    std::string of, level; // no level: it is of no unit
    std::string of_before; // what the one before calls it, if it is otherwise
    // Of what is known under both: what only the one before permits, and only the one after.
    // Neither: it is known under one of them alone.
    std::optional<solver::OneWay> before, after;
    bool is_before = true, is_after = true; // known
    enum class Verdict { same, stricter, looser, both, comes, goes, open };
    // stricter: less can be seen after than before. Each claim with a run, that there is nothing
    // else proved; open: neither is known wholly.
    Verdict verdict() const;
    // Something can be seen no more; for the first time. Requires: known under both.
    bool less() const { return before && !before->deviations.empty(); }
    bool more() const { return after && !after->deviations.empty(); }
};

struct DiffReport {
    std::string before, after; // names of regimes
    std::string before_title, after_title;
    Date before_as_of, after_as_of;
    std::vector<TextDiff> texts; // as the regimes name them; without those that are the same
    std::vector<SeenDiff> seen;
    // Names of one office or body that are compared each for itself: a regime uses these words side
    // by side, or one of them would be a word of the language in the other's place.
    struct Apart {
        enum class Why { before, after, words } why = Why::words;
        std::vector<std::string> names;
    };
    std::vector<Apart> apart;
    Report answers; // two a property: of the regime before, of the one after
};

// The texts of both regimes, each as its reader finds it in force.
// Requires: declarations of instruments.
std::vector<TextDiff> redline(std::vector<dsl::ast::Declaration> const &before,
                              std::vector<dsl::ast::Declaration> const &after);

// Whether two answers are alike cannot be said if one of them is undecided.
bool undecided(Result const &before, Result const &after);
// The same verdict; if it depends, on the same answers. Requires: not undecided.
bool same_answer(Result const &before, Result const &after);
// 1 if anything differs in the texts, in what can be seen or in the answers; else 5 if anything is
// undecided.
ExitCode exit_code(DiffReport const &report);

// The table of formats, as for verdicts.
std::span<Format<DiffReport> const> diff_renderers();

} // namespace mandate::report
