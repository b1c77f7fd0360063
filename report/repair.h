#pragma once
// What `mandate repair` prints: the smallest packages of amendments that give a property, and what
// each loses.
#include "report/report.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace mandate::report {

struct RepairReport {
    struct Package {
        std::vector<std::string> amendments;
        Result answer; // to the property
        // Numbers of questions in `kept`: what held, was possible or impossible, and is not any
        // more; undecided counts as lost.
        std::vector<std::size_t> lost;
        std::vector<Result> instead; // parallel: the answer under the package
    };
    Result before;            // the property without any amendment
    std::vector<Result> kept; // other questions that held, were possible or impossible
    // Those that lose least first, then the smallest.
    std::vector<Package> packages;
    std::vector<std::string> on_offer;               // amendments whose target is in the regime
    std::map<std::string, std::string> standard;     // edits of the menu that were tried: texts
    std::vector<std::vector<std::string>> unfit;     // they cannot be put in together
    std::vector<std::vector<std::string>> undecided; // whether they give it is not known
    bool all_tried = true;                           // false: larger packages were not
    Report answers; // for the places and cores of all results; holds no results of its own
};

// Is this what a property asks for: that it holds, or is possible?
bool given(Result const &result);
// 0 if a package loses nothing, or none is needed; else 5 if anything is undecided, else 1.
ExitCode exit_code(RepairReport const &report);

// The table of formats, as for verdicts.
std::span<Format<RepairReport> const> repair_renderers();

} // namespace mandate::report
