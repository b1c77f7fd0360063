#include "report/formats/pieces.h"

#include <fmt/format.h>

namespace mandate::report {

namespace {

std::string description(std::string const &text) {
    std::string escaped;
    for (char const c : plain(text))
        if (c == '#' || c == '\\')
            escaped += std::string("\\") + c;
        else
            escaped += c == '\n' ? ' ' : c;
    return escaped;
}

std::string dumped_text(std::string const &text) {
    return Json(plain(text)).dump();
}

} // namespace

// What is expected is a pass, a violation too. A JSON string is a YAML string.
std::string tap(Json const &report) {
    auto const &results = report.at("results");
    std::string out = fmt::format("TAP version 14\n1..{}\n", results.size());
    std::size_t number = 0;
    for (auto const &result : results) {
        bool const passed = outcome(result) == Outcome::pass;
        out += fmt::format("{} {} - {}\n", passed ? "ok" : "not ok", ++number,
                           description(name(result)));
        if (passed) continue;
        auto const line = [&](char const *key, std::string const &value) {
            out += fmt::format("  {}: {}\n", key, dumped_text(value));
        };
        out += "  ---\n";
        line("message", sentence(result));
        line("severity", outcome(result) == Outcome::fail ? "fail" : "open");
        line("verdict", result.at("verdict"));
        if (result.at("expected").is_string()) line("expected", result.at("expected"));
        auto const &place = result.at("place");
        line("at", fmt::format("{}:{}:{}", place.at("path").get<std::string>(),
                               place.at("line").dump(), place.at("column").dump()));
        auto const steps = story(result);
        if (!steps.empty()) out += "  run:\n";
        for (auto const &step : steps) out += fmt::format("    - {}\n", dumped_text(step));
        out += "  ...\n";
    }
    return out + "# " + description(summary(report)) + "\n";
}

} // namespace mandate::report
