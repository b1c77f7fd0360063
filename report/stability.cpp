#include "report/stability.h"

#include "base/text.h"
#include "report/pieces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate::report {

using Json = nlohmann::ordered_json;

namespace {

std::size_t undecided(StabilityReport const &report) {
    return static_cast<std::size_t>(
        std::count_if(report.rows.begin(), report.rows.end(),
                      [&](StabilityReport::Row const &row) { return row.decided < report.seeds; }));
}

std::size_t differing(StabilityReport const &report) {
    return static_cast<std::size_t>(
        std::count_if(report.rows.begin(), report.rows.end(),
                      [](StabilityReport::Row const &row) { return row.verdicts.size() > 1; }));
}

std::string verdicts(StabilityReport::Row const &row) {
    std::string words;
    for (auto const id : row.verdicts)
        words += (words.empty() ? "" : " or ") + std::string(solver::words_of(id));
    return words;
}

std::string text(StabilityReport const &report) {
    std::string out;
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        auto const &row = report.rows[i];
        out += name_of(report.answers.results[i]) + ": ";
        if (row.decided == 0)
            out += "undecided with every seed";
        else if (row.decided == report.seeds)
            out += fmt::format("{} with every seed", verdicts(row));
        else
            out += fmt::format("{} with {} of {} seeds, else undecided", verdicts(row), row.decided,
                               report.seeds);
        std::string engines;
        for (auto const &engine : row.engines) engines += (engines.empty() ? "" : ", ") + engine;
        if (!engines.empty())
            out += fmt::format("; {}; {} to {} units", engines, row.least, row.most);
        out += "\n";
    }
    out +=
        fmt::format("\n{}, {}: {} answered otherwise with another seed, {} undecided with some\n",
                    plural(report.rows.size(), "question"), plural(report.seeds, "seed"),
                    differing(report), undecided(report));
    return out;
}

std::string json(StabilityReport const &report) {
    Json j{{"schema", "mandate.stability/1"},
           {"tool", tool_json()},
           {"budget", report.answers.budget},
           {"seeds", report.seeds},
           {"questions", Json::array()}};
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        auto const &row = report.rows[i];
        auto const &result = report.answers.results[i];
        Json given = Json::array();
        for (auto const &[question, answer] : result.given)
            given.push_back({{"question", question}, {"answer", answer}});
        Json ids = Json::array();
        for (auto const id : row.verdicts) ids.push_back(solver::id_of(id));
        j["questions"].push_back({{"property", result.property},
                                  {"regime", result.regime},
                                  {"given", given},
                                  {"verdicts", ids},
                                  {"decided", row.decided},
                                  {"engines", row.engines},
                                  {"unitsLeast", row.least},
                                  {"unitsMost", row.most}});
    }
    j["exit"] = static_cast<int>(exit_code(report));
    return j.dump(2) + "\n";
}

constexpr Format<StabilityReport> stability_formats[] = {
    {"text", "for reading: a line a question", &text},
    {"json", "one object; schema in docs/stability.schema.json", &json},
};

} // namespace

ExitCode exit_code(StabilityReport const &report) {
    if (differing(report) > 0) return ExitCode::not_as_expected;
    return undecided(report) > 0 ? ExitCode::open : ExitCode::fine;
}

std::span<Format<StabilityReport> const> stability_renderers() {
    return stability_formats;
}

} // namespace mandate::report
