#include "report/formats/pieces.h"

#include <fmt/format.h>

#include <map>

namespace mandate::report {

namespace {

// A path as a relative reference (RFC 3986).
std::string uri(std::string const &path) {
    constexpr std::string_view kept = "-._~/";
    std::string text;
    for (char const c : path) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || kept.find(c) != std::string_view::npos;
        text += letter ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

Json location(Json const &place) {
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", uri(place.at("path"))}}},
              {"region", {{"startLine", place.at("line")}, {"startColumn", place.at("column")}}}}}};
}

// Braces would be places for arguments, brackets links.
Json message(std::string const &text) {
    std::string escaped;
    for (char const c : plain(text)) {
        if (c == '{' || c == '}') escaped += c;
        if (c == '[' || c == ']' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return {{"text", std::move(escaped)}};
}

// Each step stands at the clause that permits it; time that passes, at the question.
Json code_flow(Json const &result, Json const &run) {
    Json steps = Json::array();
    for (auto const &step : run.at("steps")) {
        Json at = location(result.at("place"));
        for (auto const &clause : step.at("clauses"))
            if (clause.at("place").is_object()) {
                at = location(clause.at("place"));
                break;
            }
        at["message"] =
            message(fmt::format("{} {}", step.at("date").get<std::string>(), words(step)));
        Json changes = Json::object();
        for (std::size_t i = 0; i < step.at("changes").size(); ++i)
            changes[std::to_string(i)] = message(step.at("changes")[i]);
        Json one{{"location", std::move(at)}};
        if (!changes.empty()) one["state"] = std::move(changes);
        steps.push_back(std::move(one));
    }
    return {{"threadFlows", Json::array({{{"locations", std::move(steps)}}})}};
}

} // namespace

std::string sarif(Json const &report) {
    Json rules = Json::array(), results = Json::array();
    std::map<std::string, std::size_t> numbers; // of rules, by property
    for (auto const &result : report.at("results")) {
        std::string const property = result.at("property");
        auto const [rule, is_new] = numbers.try_emplace(property, rules.size());
        if (is_new) {
            std::string const title = result.at("title");
            rules.push_back({{"id", property},
                             {"shortDescription", message(title.empty() ? property : title)}});
        }
        auto const how = outcome(result);
        bool const applies = result.at("verdict") != "not-applicable";
        Json one{{"ruleId", property},
                 {"ruleIndex", rule->second},
                 {"kind", how == Outcome::fail   ? "fail"
                          : how == Outcome::open ? "open"
                          : applies              ? "pass"
                                                 : "notApplicable"},
                 {"level", how == Outcome::fail ? "error" : "none"},
                 {"message", message(name(result) + ": " + sentence(result))},
                 {"locations", Json::array({location(result.at("place"))})},
                 {"partialFingerprints", {{"mandate/question/v1", plain(name(result))}}},
                 {"properties",
                  {{"verdict", result.at("verdict")},
                   {"expected", result.at("expected")},
                   {"regime", result.at("regime")},
                   {"asOf", result.at("asOf")}}}};
        if (result.contains("runs")) {
            one["codeFlows"] = Json::array();
            for (auto const &run : result.at("runs"))
                if (!run.at("steps").empty()) one["codeFlows"].push_back(code_flow(result, run));
            if (one["codeFlows"].empty()) one.erase("codeFlows");
        }
        if (result.contains("restsOn")) {
            Json related = Json::array();
            for (auto const &clause : result.at("restsOn"))
                if (clause.at("place").is_object()) {
                    Json at = location(clause.at("place"));
                    at["message"] = message("rests on " + label(clause));
                    related.push_back(std::move(at));
                }
            if (!related.empty()) one["relatedLocations"] = std::move(related);
        }
        results.push_back(std::move(one));
    }
    auto const &tool = report.at("tool");
    Json const log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({{{"tool",
                                           {{"driver",
                                             {{"name", tool.at("name")},
                                              {"version", tool.at("version")},
                                              {"rules", std::move(rules)}}}}},
                                          {"columnKind", "unicodeCodePoints"},
                                          {"results", std::move(results)}}})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace mandate::report
