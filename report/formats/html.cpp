#include "report/formats/pieces.h"

#include <fmt/format.h>

#include <map>

namespace mandate::report {

namespace {

constexpr char const *style = R"(
:root { color-scheme: light dark; }
body { font: 1rem/1.5 "Noto Sans", "Segoe UI", sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { border-top: 1px solid; margin-top: 2.5rem; padding-top: 1rem; }
table { border-collapse: collapse; margin: .5rem 0; width: 100%; }
th, td { border: 1px solid; padding: .3rem .5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
th { white-space: nowrap; }
caption { font-weight: bold; text-align: left; padding: .3rem 0; }
td.date { white-space: nowrap; }
td ul { margin: 0; padding-left: 1.2rem; }
.verdict { font-weight: bold; }
.unmet { outline: 3px solid; }
.note { font-size: .9rem; }
dt { font-weight: bold; }
@media print { body { max-width: none; } h2, h3, tr { break-inside: avoid; } nav { display: none; } a { text-decoration: none; } }
@page { size: A4; margin: 18mm; }
)";

std::string escaped(std::string const &text) {
    std::string result;
    for (char const c : plain(text)) switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    return result;
}

// A sign beside the word: colour carries nothing.
std::string sign(std::string const &verdict) {
    static std::map<std::string, std::string> const signs{
        {"holds", "✓"},         {"possible", "✓"},     {"impossible", "✓"},
        {"violated", "✗"},      {"depends", "◑"},      {"vacuous", "∅"},
        {"undecided", "?"},     {"not-modelled", "–"}, {"fails-in-substance", "✗"},
        {"not-applicable", "–"}};
    auto const found = signs.find(verdict);
    return found == signs.end() ? "" : found->second;
}

class Page {
public:
    explicit Page(Json const &report) : report_(report) {
        for (auto const &rule : report.at("rules")) rules_[rule.at("id")] = &rule;
    }

    std::string write() {
        out_ = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<title>Mandate: report</title>\n<style>";
        out_ += style;
        out_ += "</style>\n</head>\n<body>\n<header><h1>What the texts allow</h1>\n";
        paragraph(summary(report_) + ".");
        out_ += "</header>\n<main>\n";
        answers();
        std::string last;
        for (std::size_t i = 0; i < results().size(); ++i) {
            auto const &result = results()[i];
            if (result.at("property") != last) question(result);
            last = result.at("property");
            answer(i, result);
        }
        open_questions();
        rules();
        reproduction();
        out_ += "</main>\n<footer><p class=\"note\">This report examines a formal model of the "
                "texts. It is not legal advice.</p></footer>\n";
        std::string data;
        // In ASCII: no mark in it turns the direction of the page's source.
        for (char const c : report_.dump(-1, ' ', true, Json::error_handler_t::replace))
            data += c == '<' ? "\\u003c" : std::string(1, c);
        out_ += data_begins + data + "</script>\n</body>\n</html>\n";
        return std::move(out_);
    }

private:
    Json const &results() const { return report_.at("results"); }

    void paragraph(std::string const &text) { out_ += "<p>" + escaped(text) + "</p>\n"; }

    static std::string verdict(Json const &result) {
        std::string const id = result.at("verdict");
        return fmt::format("<span class=\"verdict\">{} {}</span>", sign(id),
                           escaped(verdict_words(id)));
    }

    // Rule ids lead to what was read of the rule.
    std::string cited(Json const &ids) const {
        std::string text;
        for (std::string const id : ids) {
            if (!text.empty()) text += ", ";
            auto const found = rules_.find(id);
            text += found == rules_.end()
                        ? escaped(id)
                        : fmt::format("<a href=\"#rule-{0}\">{0}</a>", escaped(id));
        }
        return text;
    }
    std::string clause(Json const &of) const {
        std::string const instrument = of.at("instrument"), name = of.at("clause");
        if (instrument.empty()) return "general rule";
        auto text = escaped(name.empty() ? instrument : instrument + "@" + name);
        if (!of.at("rules").empty()) text += " [" + cited(of.at("rules")) + "]";
        return text;
    }
    std::string list(Json const &clauses) const {
        if (clauses.empty()) return "";
        std::string text = "<ul>";
        for (auto const &one : clauses) text += "<li>" + clause(one) + "</li>";
        return text + "</ul>";
    }

    void answers() {
        out_ += "<nav aria-label=\"Answers\"><table><caption>Answers</caption>\n<thead><tr>"
                "<th scope=\"col\">Question</th><th scope=\"col\">Regime</th>"
                "<th scope=\"col\">Answer</th><th scope=\"col\">As expected</th></tr></thead>\n"
                "<tbody>\n";
        for (std::size_t i = 0; i < results().size(); ++i) {
            auto const &result = results()[i];
            std::string const title = result.at("title"), property = result.at("property");
            auto const &met = result.at("met");
            out_ += fmt::format(
                "<tr><td><a "
                "href=\"#answer-{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                i + 1, escaped(title.empty() ? property : title), when(result), verdict(result),
                !met.is_boolean() ? ""
                : met.get<bool>() ? "yes"
                                  : "<strong class=\"unmet\">no</strong>");
        }
        out_ += "</tbody></table></nav>\n";
    }

    static std::string when(Json const &result) {
        auto text = fmt::format("{} as of {}", result.at("regime").get<std::string>(),
                                result.at("asOf").get<std::string>());
        if (result.contains("given")) text += ", when " + together(result.at("given"));
        return escaped(text);
    }

    void question(Json const &result) {
        std::string const title = result.at("title"), property = result.at("property");
        out_ += "<h2>" + escaped(title.empty() ? property : title) + "</h2>\n<p class=\"note\">" +
                escaped(fmt::format("{}, {} line {}", property,
                                    result.at("place").at("path").get<std::string>(),
                                    result.at("place").at("line").dump()));
        if (!result.at("rules").empty()) out_ += "; " + cited(result.at("rules"));
        out_ += "</p>\n";
    }

    void answer(std::size_t number, Json const &result) {
        out_ += fmt::format("<div id=\"answer-{}\">\n<h3>{}: {}</h3>\n", number + 1, when(result),
                            verdict(result));
        if (result.at("met") == false)
            out_ += "<p><strong class=\"unmet\">Not as expected</strong>: " +
                    escaped(verdict_words(result.at("expected"))) + "</p>\n";
        for (char const *const why : {"reason", "advice", "needs"})
            if (result.contains(why)) paragraph(result.at(why));
        depends(result);
        ranks(result);
        proof(result);
        if (first_run(result)) runs(result.at("runs"));
        out_ += "</div>\n";
    }

    void depends(Json const &result) {
        auto const all = sides(result);
        if (all.empty() && result.contains("dependsOn")) {
            out_ += "<ul>";
            for (auto const &one : result.at("dependsOn"))
                out_ += "<li>" + escaped(one.at("question")) + "</li>";
            out_ += "</ul>\n";
        }
        if (all.empty()) return;
        out_ += "<table><caption>What it depends on</caption>\n<thead><tr><th scope=\"col\">Answer"
                "</th><th scope=\"col\">if the texts mean</th></tr></thead>\n<tbody>\n";
        for (auto const &side : all) {
            for (auto const &condition : side.conditions)
                out_ += fmt::format("<tr><td class=\"verdict\">{}</td><td>{}</td></tr>\n",
                                    escaped(side.verdict), escaped(condition));
        }
        out_ += "</tbody></table>\n";
    }

    void ranks(Json const &result) {
        if (!result.contains("ranks")) return;
        out_ +=
            "<table><caption>What it rests on</caption>\n<thead><tr><th scope=\"col\">Power</th>"
            "<th scope=\"col\">Clause</th><th scope=\"col\">What it lacks</th></tr></thead>\n"
            "<tbody>\n";
        for (auto const &row : result.at("ranks"))
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                                escaped(row.at("power")), clause(row.at("clause")),
                                escaped(row.at("lacks")));
        out_ += "</tbody></table>\n";
    }

    void proof(Json const &result) {
        std::string const verdict = result.at("verdict");
        bool const in_substance = verdict == "fails-in-substance";
        if (!result.contains("reach") || (!in_substance && verdict != "holds" &&
                                          verdict != "impossible" && verdict != "vacuous"))
            return;
        paragraph(fmt::format("{}roved for {}.", in_substance ? "To the letter it holds, p" : "P",
                              result.at("reach").get<std::string>()));
        if (result.contains("days"))
            paragraph(
                fmt::format("It comes within {} days at the latest.", result.at("days").dump()));
        if (result.contains("restsOn"))
            out_ += "<p>These clauses are enough for the proof:</p>\n" +
                    list(result.at("restsOn")) + "\n";
        if (!in_substance) return;
        paragraph(
            "In substance, where who acts or is held over counts as a holder, this run breaks "
            "it.");
        if (!result.at("under").empty())
            paragraph("Under this reading: " + together(result.at("under")) + ".");
    }

    void runs(Json const &all) {
        run(all.front());
        if (all.size() == 1) return;
        out_ += fmt::format("<details><summary>Runs under other readings: {}</summary>\n",
                            all.size() - 1);
        for (std::size_t i = 1; i < all.size(); ++i) run(all[i]);
        out_ += "</details>\n";
    }

    void run(Json const &of) {
        auto const items = [&](char const *head, Json const &texts) {
            std::string text;
            for (auto const &one : texts)
                text += (text.empty() ? "" : "; ") + one.get<std::string>();
            if (!text.empty()) paragraph(fmt::format("{}: {}.", head, text));
        };
        items("Units", of.at("units"));
        items("At the start", of.at("entry"));
        items("Persons", of.at("persons"));
        out_ +=
            "<table><caption>How it can happen</caption>\n<thead><tr><th scope=\"col\">Date</th>"
            "<th scope=\"col\">What happens</th><th scope=\"col\">What changes</th>"
            "<th scope=\"col\">By which clauses</th></tr></thead>\n<tbody>\n";
        for (std::size_t i = 0; i < of.at("steps").size(); ++i) {
            auto const &step = of.at("steps")[i];
            if (of.contains("loop") && of.at("loop") == i)
                out_ += "<tr><td colspan=\"4\">From here on for ever:</td></tr>\n";
            std::string changes;
            for (auto const &change : step.at("changes"))
                changes += "<li>" + escaped(change) + "</li>";
            if (!changes.empty()) changes = "<ul>" + changes + "</ul>";
            out_ += fmt::format(
                "<tr><td class=\"date\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                escaped(step.at("date")), escaped(words(step)), changes, list(step.at("clauses")));
        }
        out_ += "</tbody></table>\n";
        items("So", of.at("failed"));
    }

    void open_questions() {
        if (report_.at("mostSettling").empty()) return;
        out_ += "<h2>What would settle most</h2>\n<ul>\n";
        for (auto const &best : report_.at("mostSettling"))
            out_ += "<li>" +
                    escaped(fmt::format("{}: {} of {} that depend would be settled by: {} — {}",
                                        best.at("regime").get<std::string>(),
                                        best.at("settled").dump(), best.at("depending").dump(),
                                        best.at("question").get<std::string>(),
                                        best.at("answer").get<std::string>())) +
                    "</li>\n";
        out_ += "</ul>\n";
    }

    void rules() {
        if (report_.at("rules").empty()) return;
        out_ += "<h2>Rules that are cited</h2>\n<dl>\n";
        for (auto const &rule : report_.at("rules")) {
            std::string marks, where = rule.at("where");
            for (std::string const mark : rule.at("marks"))
                marks += (marks.empty() ? "" : ", ") + mark;
            out_ += fmt::format("<dt id=\"rule-{0}\">{0}</dt><dd>{1}{2} <span class=\"note\">({3})"
                                "</span></dd>\n",
                                escaped(rule.at("id")), escaped(rule.at("text")),
                                where.empty() ? "" : " — " + escaped(where), escaped(marks));
        }
        out_ += "</dl>\n";
    }

    void reproduction() {
        auto const &tool = report_.at("tool");
        out_ += "<h2>How this was made</h2>\n";
        auto text = fmt::format("mandate {}, {}, {} units of the solver for one question.",
                                tool.at("version").get<std::string>(),
                                tool.at("solver").get<std::string>(), report_.at("budget").dump());
        if (report_.at("silence").is_string())
            text += fmt::format(" What the texts leave open was read as {} where it is so marked.",
                                report_.at("silence").get<std::string>());
        if (report_.contains("partition"))
            text += fmt::format(" Only the part {} of the questions was asked.",
                                report_.at("partition").get<std::string>());
        paragraph(text);
        paragraph(
            "Runs are examples: their persons and units are invented, and others may do as "
            "well. The whole report as data stands in this file; `mandate report` writes it in "
            "other formats.");
    }

    Json const &report_;
    std::map<std::string, Json const *> rules_; // by id
    std::string out_;
};

} // namespace

std::string html(Json const &report) {
    return Page(report).write();
}

} // namespace mandate::report
