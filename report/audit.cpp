#include "report/audit.h"

#include "dsl/print.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace mandate::report {

namespace {

using compiler::Audit;
using compiler::Silence;
using Status = Audit::Status;

struct StatusWords {
    char const *sign, *id, *words;
};
constexpr std::array statuses{
    StatusWords{"–", "not-applicable", "not applicable"}, StatusWords{"✓", "answered", "answered"},
    StatusWords{"◑", "unsettled", "left open"}, StatusWords{"∅", "none", "no clause"}};
StatusWords const &words_of(Status status) {
    return statuses[static_cast<std::size_t>(status)];
}
char const *words_of(Audit::Event event) {
    return compiler::event_words()[static_cast<std::size_t>(event)];
}
char const *ids_of(Audit::Finding const &finding) {
    return compiler::finding_ids()[static_cast<std::size_t>(finding.kind)];
}
char const *words_of(Silence silence) {
    static constexpr char const *words[] = {"", "the law is silent", "its text was not read"};
    return words[static_cast<std::size_t>(silence)];
}
std::string name_of(Audit::Subject const &subject) {
    return subject.level.empty() ? subject.name : subject.name + " of " + subject.level;
}
std::string joined(std::vector<std::string> const &parts, char const *between) {
    return fmt::format("{}", fmt::join(parts, between));
}
std::string words_of(Audit::Limit const &limit) {
    auto const condition =
        limit.where ? "where " + dsl::print(*limit.where, dsl::Language::english) : "";
    auto const when = limit.given.empty() ? "" : "if " + joined(limit.given, " and ");
    auto const both = condition + (condition.empty() || when.empty() ? "" : ", ") + when;
    switch (limit.kind) {
    case Audit::Limit::Kind::except:
        return "except " + limit.kind_of_unit;
    case Audit::Limit::Kind::where:
        return limit.where ? both : "only " + both;
    case Audit::Limit::Kind::displaced:
        return "displaced " + both;
    }
    return "";
}

// ---- text

std::string line(Audit::Answer const &answer) {
    std::vector<std::string> parts;
    if (answer.clause) {
        auto said = answer.clause->label();
        if (!answer.says.empty()) said += ": " + answer.says;
        parts.push_back(std::move(said));
    } else {
        parts.emplace_back(words_of(answer.status).words);
        if (!answer.says.empty()) parts.push_back("in runs: " + answer.says);
    }
    if (auto const &q = answer.question) {
        // The clause has just been named.
        auto const label = answer.clause ? answer.clause->label() + ": " : "";
        auto const words = q->words.rfind(label, 0) == 0 ? q->words.substr(label.size()) : q->words;
        parts.push_back(fmt::format("open: {} {{ {} }}", words, joined(q->alternatives, " | ")));
        if (q->silence != Silence::none) parts.emplace_back(words_of(q->silence));
    }
    for (auto const &limit : answer.limits) parts.push_back(words_of(limit));
    return fmt::format("      {} {} — {}\n", words_of(answer.status).sign, answer.matter,
                       joined(parts, "; "));
}

std::string text(AuditReport const &report) {
    std::string out;
    for (auto const &[title, as_of, audit] : report.entries) {
        if (!out.empty()) out += "\n";
        out += audit.regime;
        if (!title.empty()) out += " — " + title;
        out += fmt::format(", as of {}\n", date_words(as_of, 0));
        std::array<std::size_t, statuses.size()> counts{};
        for (auto const &subject : audit.subjects) {
            out += "\n" + name_of(subject) + "\n";
            std::vector<std::string> never;
            for (auto const &row : subject.rows) {
                ++counts[static_cast<std::size_t>(row.status)];
                if (row.status == Status::not_applicable) {
                    never.emplace_back(words_of(row.event));
                    continue;
                }
                auto const &status = words_of(row.status);
                out += fmt::format("  {} {}: {}\n", status.sign, words_of(row.event), status.words);
                for (auto const &answer : row.answers) out += line(answer);
            }
            if (never.size() == subject.rows.size()) never = {"every event"};
            if (!never.empty()) {
                auto const &status = words_of(Status::not_applicable);
                out += fmt::format("  {} {}: {}\n", status.sign, status.words, joined(never, ", "));
            }
        }
        if (!audit.waiting.empty()) out += "\nclocks that may never start\n";
        for (auto const &waiting : audit.waiting)
            out += fmt::format("  {} waits for {}, which may never come\n", waiting.clause.label(),
                               waiting.event);
        std::string regime; // of the last change of law
        for (auto const &finding : audit.findings) {
            if (finding.regime.empty() && &finding == &audit.findings.front()) out += "\nduties\n";
            if (!finding.regime.empty() && finding.regime != regime) {
                regime = finding.regime;
                out += "\nwhen " + regime + " comes into force\n";
            }
            out += fmt::format("  {} — {}: {}\n", ids_of(finding), finding.clause.label(),
                               finding.says);
            if (auto const &q = finding.question)
                out += fmt::format("      open: {} {{ {} }}\n", q->words,
                                   joined(q->alternatives, " | "));
        }
        if (audit.subjects.empty()) {
            out += fmt::format("\n{} finding{}\n", audit.findings.size(),
                               audit.findings.size() == 1 ? "" : "s");
            continue;
        }
        std::vector<std::string> sums;
        for (std::size_t i = counts.size(); i-- > 0;)
            sums.push_back(fmt::format("{} {}", counts[i], statuses[i].words));
        out += "\n" + joined(sums, " · ") + "\n";
    }
    return out;
}

// ---- JSON

using Json = nlohmann::ordered_json;

Json json(compiler::ClauseInfo const &clause) {
    return {{"instrument", clause.instrument}, {"clause", clause.name}, {"rules", clause.rules}};
}
Json json(Audit::Question const &q) {
    static constexpr char const *ids[] = {"", "silent", "not-sourced"};
    auto const silence = static_cast<std::size_t>(q.silence);
    return {{"words", q.words},
            {"alternatives", q.alternatives},
            {"decidedBy", q.decided_by.empty() ? Json(nullptr) : Json(q.decided_by)},
            {"because", silence == 0 ? Json(nullptr) : Json(ids[silence])},
            {"implicit", q.implicit}};
}
Json json(Audit::Answer const &answer) {
    Json j{{"status", words_of(answer.status).id},
           {"matter", answer.matter},
           {"clause", answer.clause ? json(*answer.clause) : Json(nullptr)},
           {"says", answer.says},
           {"question", nullptr},
           {"limits", Json::array()}};
    if (answer.question) j["question"] = json(*answer.question);
    for (auto const &limit : answer.limits) j["limits"].push_back(words_of(limit));
    return j;
}
std::string json(AuditReport const &report) {
    Json j{{"schema", "mandate.audit/1"},
           {"tool", {{"name", "mandate"}, {"version", MANDATE_VERSION}}},
           {"regimes", Json::array()}};
    for (auto const &[title, as_of, audit] : report.entries) {
        Json regime{{"regime", audit.regime},       {"title", title},
                    {"asOf", date_words(as_of, 0)}, {"subjects", Json::array()},
                    {"waiting", Json::array()},     {"findings", Json::array()}};
        for (auto const &subject : audit.subjects) {
            Json rows = Json::array();
            for (auto const &row : subject.rows) {
                Json answers = Json::array();
                for (auto const &answer : row.answers) answers.push_back(json(answer));
                rows.push_back({{"event", words_of(row.event)},
                                {"status", words_of(row.status).id},
                                {"answers", std::move(answers)}});
            }
            regime["subjects"].push_back(
                {{"name", subject.name},
                 {"level", subject.level.empty() ? Json(nullptr) : Json(subject.level)},
                 {"kind", subject.body ? "body" : "office"},
                 {"events", std::move(rows)}});
        }
        for (auto const &waiting : audit.waiting)
            regime["waiting"].push_back(
                {{"event", waiting.event}, {"clause", json(waiting.clause)}});
        for (auto const &finding : audit.findings)
            regime["findings"].push_back(
                {{"kind", ids_of(finding)},
                 {"regime", finding.regime.empty() ? Json(nullptr) : Json(finding.regime)},
                 {"clause", json(finding.clause)},
                 {"says", finding.says},
                 {"question", finding.question ? json(*finding.question) : Json(nullptr)}});
        j["regimes"].push_back(std::move(regime));
    }
    return j.dump(2) + "\n";
}

constexpr Format<AuditReport> audit_formats[] = {
    {"text", "for reading", &text},
    {"json", "one object; schema in docs/audit.schema.json", &json},
};

} // namespace

std::span<Format<AuditReport> const> audit_renderers() {
    return audit_formats;
}

} // namespace mandate::report
