#include "report/formats/pieces.h"

#include <fmt/format.h>

namespace mandate::report {

namespace {

std::string in_markdown(std::string const &text) {
    constexpr std::string_view special = "\\`*_{}[]()#+-.!|~$";
    std::string result;
    for (char const c : plain(text))
        if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '&')
            result += "&amp;";
        else if (c == '\n')
            result += ' ';
        else if (c == '@')
            result += "&#64;"; // nobody is called
        else if (special.find(c) != std::string_view::npos)
            result += std::string("\\") + c;
        else
            result += c;
    return result;
}

} // namespace

std::string markdown(Json const &report) {
    std::string out = "## Mandate\n\n" + in_markdown(summary(report)) + "\n\n";
    out += "| question | regime | verdict | as expected |\n|---|---|---|---|\n";
    for (auto const &result : report.at("results")) {
        std::string const title = result.at("title"), property = result.at("property");
        auto const &met = result.at("met");
        auto regime = fmt::format("{} as of {}", result.at("regime").get<std::string>(),
                                  result.at("asOf").get<std::string>());
        if (result.contains("given")) regime += ", when " + together(result.at("given"));
        out += fmt::format("| {} | {} | {} | {} |\n",
                           in_markdown(title.empty() ? property : property + ": " + title),
                           in_markdown(regime), in_markdown(verdict_words(result.at("verdict"))),
                           met.is_boolean() ? met.get<bool>() ? "yes" : "**no**" : "");
    }
    for (auto const &result : report.at("results")) {
        if (outcome(result) == Outcome::pass) continue;
        out += fmt::format("\n### {}\n\n{}\n", in_markdown(name(result)),
                           in_markdown(sentence(result)));
        auto const all = sides(result);
        for (auto const &side : all)
            for (auto const &condition : side.conditions)
                out +=
                    fmt::format("\n- {} if {}", in_markdown(side.verdict), in_markdown(condition));
        if (!all.empty()) out += "\n";
        auto const lines = story(result);
        if (!lines.empty()) out += "\n";
        std::size_t number = 0;
        for (auto const &line : lines) out += fmt::format("{}. {}\n", ++number, in_markdown(line));
    }
    return out;
}

} // namespace mandate::report
