#include "report/formats/pieces.h"

#include "base/text.h"
#include "report/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mandate::report {

namespace {

constexpr Rendering renderings_of_json[] = {
    {"md", "Markdown: a table of answers, and the runs that nobody expected", &markdown},
    {"html", "one file for reading, sending and printing", &html},
    {"junit", "JUnit XML", &junit},
    {"sarif", "SARIF 2.1.0, runs as code flows", &sarif},
    {"tap", "TAP 14", &tap},
    {"github", "annotations of a GitHub workflow", &github},
    {"csv", "a line an answer", &csv},
    {"latex", "macros for verdicts, a table, the runs as TikZ pictures", &latex},
};

constexpr int most_depth = 20; // twice what a report has
struct TooDeep {};

// A name of the language: no sign that means something in a format.
bool named(Json const &name) {
    return name.is_string() && name.get_ref<std::string const &>().find_first_of(
                                   "\\{}%#\"'<>&\n\r\t ") == std::string::npos;
}

} // namespace

std::span<Rendering const> renderings() {
    return renderings_of_json;
}

std::optional<Json> read_report(std::string const &text) {
    // The HTML report brings the object along.
    auto begin = text.find(data_begins);
    begin = begin == std::string::npos ? 0 : begin + std::string_view(data_begins).size();
    auto const end =
        begin == 0 ? text.size() : std::min(text.size(), text.find("</script>", begin));
    auto const deep = [](int depth, Json::parse_event_t, Json &) {
        if (depth > most_depth) throw TooDeep();
        return true;
    };
    try {
        auto report = Json::parse(text.substr(begin, end - begin), deep, false);
        if (!report.is_object() || report.value("schema", Json()) != "mandate.report/1")
            return std::nullopt;
        for (auto const &result : report.at("results"))
            if (!named(result.at("property")) || !named(result.at("regime")) ||
                !result.at("place").at("line").is_number_unsigned() ||
                !result.at("place").at("column").is_number_unsigned())
                return std::nullopt;
        return report;
    } catch (TooDeep const &) {
        return std::nullopt;
    } catch (Json::exception const &) { // something is not where it belongs
        return std::nullopt;
    }
}

Outcome outcome(Json const &result) {
    auto const &verdict = result.at("verdict").get_ref<std::string const &>();
    bool const doubted = result.contains("crossCheck") && result.at("crossCheck").at("agreed") <
                                                              result.at("crossCheck").at("queries");
    if (result.at("met").is_boolean()) {
        if (result.at("met").get<bool>()) return doubted ? Outcome::open : Outcome::pass;
        return verdict == "undecided" ? Outcome::open : Outcome::fail;
    }
    if (verdict == "violated" || verdict == "fails-in-substance") return Outcome::fail;
    if (verdict == "holds" || verdict == "possible" || verdict == "impossible" ||
        verdict == "not-applicable")
        return doubted ? Outcome::open : Outcome::pass;
    return Outcome::open;
}

std::string verdict_words(std::string const &id) {
    if (id == "depends") return "depends on what the texts leave open";
    if (id == "fails-in-substance") return "fails in substance";
    if (id == "not-modelled") return "not modelled";
    if (id == "not-applicable") return "not applicable";
    return id;
}

std::string name(Json const &result) {
    auto text = fmt::format("{} in {}", result.at("property").get<std::string>(),
                            result.at("regime").get<std::string>());
    if (result.contains("given"))
        for (auto const &given : result.at("given"))
            text += fmt::format(" when {} — {}", given.at("question").get<std::string>(),
                                given.at("answer").get<std::string>());
    return text;
}

std::string label(Json const &clause) {
    auto text = clause.at("instrument").get<std::string>();
    if (text.empty()) return "general rule";
    if (auto const of = clause.at("clause").get<std::string>(); !of.empty()) text += "@" + of;
    std::string rules;
    for (auto const &rule : clause.at("rules"))
        rules += (rules.empty() ? "" : ", ") + rule.get<std::string>();
    return rules.empty() ? text : fmt::format("{} [{}]", text, rules);
}

std::string labels(Json const &clauses, std::string_view between) {
    std::string text;
    for (auto const &clause : clauses) {
        if (!text.empty()) text += between;
        text += label(clause);
    }
    return text;
}

std::string sentence(Json const &result) {
    auto text = verdict_words(result.at("verdict").get<std::string>());
    if (result.at("met") == false)
        text += fmt::format(", where {} was expected",
                            verdict_words(result.at("expected").get<std::string>()));
    if (result.contains("dependsOn")) {
        std::string questions;
        for (auto const &question : result.at("dependsOn"))
            questions +=
                (questions.empty() ? ": " : "; ") + question.at("question").get<std::string>();
        text += questions;
    }
    for (char const *const why : {"reason", "needs"})
        if (result.contains(why)) text += ": " + result.at(why).get<std::string>();
    if (result.contains("crossCheck")) {
        auto const &check = result.at("crossCheck");
        text += fmt::format(
            "; {} agrees on {} of {} queries", check.at("solver").get<std::string>(),
            check.at("agreed").get<std::size_t>(), check.at("queries").get<std::size_t>());
    }
    return text;
}

std::string together(Json const &condition) {
    std::string text;
    for (auto const &part : condition)
        text += fmt::format("{}{} — {}", text.empty() ? "" : ", and ",
                            part.at("question").get<std::string>(),
                            part.at("answer").get<std::string>());
    return text;
}

std::vector<Side> sides(Json const &result) {
    std::vector<Side> all;
    if (!result.contains("conditions")) return all;
    for (auto const &[verdict, any] : result.at("conditions").items()) {
        if (verdict == "complete") continue;
        all.push_back({verdict, {}});
        for (auto const &condition : any) all.back().conditions.push_back(together(condition));
    }
    if (std::all_of(all.begin(), all.end(), [](Side const &s) { return s.conditions.empty(); }))
        return {};
    // More conditions than anybody would read, but what they are not stands beside them.
    for (auto &side : all)
        if (side.conditions.empty()) side.conditions.emplace_back("anything else");
    return all;
}

std::string words(Json const &step) {
    auto text = step.at("text").get<std::string>();
    for (auto const &tally : step.at("tally")) text += " (" + tally.get<std::string>() + ")";
    return text;
}

Json const *first_run(Json const &result) {
    if (!result.contains("runs") || result.at("runs").empty()) return nullptr;
    return &result.at("runs").front();
}

std::vector<std::string> story(Json const &result) {
    std::vector<std::string> lines;
    auto const *const first = first_run(result);
    if (!first) return lines;
    auto const &run = *first;
    for (std::size_t i = 0; i < run.at("steps").size(); ++i) {
        auto const &step = run.at("steps")[i];
        if (run.contains("loop") && run.at("loop") == i)
            lines.emplace_back("from here on for ever:");
        auto const cited = labels(step.at("clauses"), ", ");
        lines.push_back(fmt::format("{}  {}{}{}", step.at("date").get<std::string>(), words(step),
                                    cited.empty() ? "" : "  — ", cited));
    }
    return lines;
}

std::string summary(Json const &report) {
    auto const &results = report.at("results");
    std::map<std::string, std::size_t> counts;
    std::size_t expected = 0, unmet = 0;
    for (auto const &result : results) {
        ++counts[result.at("verdict").get<std::string>()];
        expected += result.at("met").is_boolean();
        unmet += result.at("met") == false;
    }
    std::string text = plural(results.size(), "answer");
    char const *between = ": ";
    for (auto const &[verdict, count] : counts) {
        text += fmt::format("{}{} {}", between, count,
                            verdict == "depends" ? "depends" : verdict_words(verdict));
        between = ", ";
    }
    if (unmet > 0)
        text += fmt::format("; {} not as expected", unmet);
    else if (expected > 0)
        text += fmt::format("; all {} expectations met", expected);
    return text;
}

std::string plain(std::string const &text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        auto const [point, length] = decode(text, at);
        bool const control = (point < 0x20 && point != '\t' && point != '\n') ||
                             (point >= 0x7F && point < 0xA0) || point == 0xFFFE || point == 0xFFFF;
        // Marks that turn the direction of what follows.
        bool const turns = (point >= 0x202A && point <= 0x202E) ||
                           (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
                           point == 0x200F || point == 0x061C;
        if (length > 0 && !control && !turns) result += text.substr(at, length);
        at += std::max(1U, length);
    }
    return result;
}

} // namespace mandate::report
