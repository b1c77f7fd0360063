#include "report/formats/pieces.h"

#include <fmt/format.h>

namespace mandate::report {

namespace {

std::string message(std::string const &text, bool in_property) {
    std::string escaped;
    for (char const c : plain(text))
        if (c == '%')
            escaped += "%25";
        else if (c == '\n')
            escaped += "%0A";
        else if (in_property && c == ':')
            escaped += "%3A";
        else if (in_property && c == ',')
            escaped += "%2C";
        else
            escaped += c;
    return escaped;
}

} // namespace

std::string github(Json const &report) {
    std::string out;
    for (auto const &result : report.at("results")) {
        auto const how = outcome(result);
        if (how == Outcome::pass) continue;
        auto text = sentence(result);
        for (auto const &line : story(result)) text += "\n" + line;
        auto const &place = result.at("place");
        out +=
            fmt::format("::{} file={},line={},col={},title={}::{}\n",
                        how == Outcome::fail ? "error" : "warning", message(place.at("path"), true),
                        place.at("line").dump(), place.at("column").dump(),
                        message(name(result), true), message(text, false));
    }
    return out + message(summary(report), false) + "\n";
}

} // namespace mandate::report
