#include "report/formats/pieces.h"

namespace mandate::report {

namespace {

// As RFC 4180 has it. A spreadsheet takes a cell that begins like a formula for one.
std::string cell(std::string text) {
    text = plain(text);
    if (!text.empty() && std::string_view("=+-@\t\n").find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char const c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

std::string optional(Json const &result, char const *name) {
    if (!result.contains(name)) return "";
    auto const &value = result.at(name);
    return value.is_string() ? value.get<std::string>() : value.dump();
}

} // namespace

std::string csv(Json const &report) {
    std::string out = "property,title,regime,as_of,given,verdict,expected,met,reach,engine,units,"
                      "steps,depends_on,rests_on,path,line\r\n";
    for (auto const &result : report.at("results")) {
        std::string depends;
        if (result.contains("dependsOn"))
            for (auto const &question : result.at("dependsOn"))
                depends +=
                    (depends.empty() ? "" : "; ") + question.at("question").get<std::string>();
        auto const &expected = result.at("expected");
        auto const *const run = first_run(result);
        std::vector<std::string> const cells{
            result.at("property"),
            result.at("title"),
            result.at("regime"),
            result.at("asOf"),
            result.contains("given") ? together(result.at("given")) : "",
            result.at("verdict"),
            expected.is_string() ? expected.get<std::string>() : "",
            result.at("met").is_boolean() ? result.at("met").dump() : "",
            optional(result, "reach"),
            optional(result, "engine"),
            optional(result, "units"),
            run ? std::to_string(run->at("steps").size()) : "",
            depends,
            result.contains("restsOn") ? labels(result.at("restsOn"), "; ") : "",
            result.at("place").at("path"),
            result.at("place").at("line").dump()};
        for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + cell(cells[i]);
        out += "\r\n";
    }
    return out;
}

} // namespace mandate::report
