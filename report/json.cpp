#include "compiler/z3/session.h"
#include "report/pieces.h"
#include "report/renderers.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <set>

namespace mandate::report {

using Json = nlohmann::ordered_json;
using solver::VerdictId;

namespace {

Json place_json(Report const &report, Span span) {
    auto const place = report.sources->place(span.source, span.begin);
    return {{"path", report.sources->path(span.source)},
            {"line", place.line},
            {"column", place.column}};
}

} // namespace

Json clause_json(Report const &report, compiler::Core const &core, compiler::ClauseId id) {
    auto const &info = core.clauses[id];
    return {{"instrument", info.instrument},
            {"clause", info.name},
            {"rules", info.rules},
            {"place", info.instrument.empty() ? Json(nullptr) : place_json(report, info.span)}};
}

Json story_json(Report const &report, Result const &result, solver::Story const &story) {
    Json run;
    run["start"] = date_words(result.as_of, 0);
    run["units"] = story.units;
    run["entry"] = story.entry;
    run["persons"] = story.persons;
    run["steps"] = Json::array();
    static constexpr char const *kinds[] = {"act", "fact", "automatic", "time"};
    for (auto const &step : story.steps) {
        Json s;
        s["date"] = date_words(result.as_of, step.day);
        s["day"] = step.day;
        s["kind"] = kinds[static_cast<int>(step.kind)];
        s["actor"] = step.actor;
        s["act"] = step.act;
        s["text"] = step.text;
        s["tally"] = step.tally;
        s["clauses"] = Json::array();
        for (auto const id : step.clauses)
            s["clauses"].push_back(clause_json(report, *result.core, id));
        s["changes"] = step.changes;
        run["steps"].push_back(std::move(s));
    }
    if (story.loop) run["loop"] = *story.loop;
    run["failed"] = story.failed;
    return run;
}

Json clarification_json(solver::Clarification const &together) {
    Json all = Json::array();
    for (auto const &one : together)
        all.push_back({{"question", one.question}, {"answer", one.answer}});
    return all;
}

Json conditions_json(std::vector<solver::Clarification> const &any) {
    Json list = Json::array();
    for (auto const &together : any) list.push_back(clarification_json(together));
    return list;
}

Json answer_json(Report const &report, Result const &result) {
    auto const &answer = result.answer;
    Json j;
    j["property"] = result.property;
    j["title"] = result.title;
    j["regime"] = result.regime;
    j["asOf"] = date_words(result.as_of, 0);
    j["rules"] = result.rules;
    j["place"] = place_json(report, result.place);
    if (!result.given.empty()) {
        j["given"] = Json::array();
        for (auto const &[question, given] : result.given)
            j["given"].push_back({{"question", question}, {"answer", given}});
    }
    j["verdict"] = solver::id_of(answer.id);
    j["expected"] = result.expected ? Json(*result.expected) : Json(nullptr);
    j["met"] = result.expected ? Json(result.met) : Json(nullptr);
    if (answer.outcome) {
        j["reach"] = reach(result);
        j["engine"] = answer.outcome->engine;
        j["units"] = answer.outcome->used;
        if (auto const *undecided = std::get_if<solver::Undecided>(&answer.outcome->verdict)) {
            j["reason"] = undecided->reason;
            j["bound"] = undecided->acts >= 0 ? Json(undecided->acts) : Json(nullptr);
            j["advice"] = undecided->advice;
        }
    }
    if (answer.days) j["days"] = *answer.days;
    if (!answer.needs.empty()) j["needs"] = answer.needs;
    if (!answer.questions.empty()) {
        static constexpr char const *silences[] = {"not said", "silent", "not sourced"};
        j["dependsOn"] = Json::array();
        for (auto const &question : answer.questions)
            j["dependsOn"].push_back({{"question", question.words},
                                      {"silence", silences[static_cast<int>(question.silence)]}});
    }
    if (answer.id == VerdictId::depends) {
        bool const possibility = asks_possibility(result);
        j["conditions"] = {
            {"complete", answer.conditions_complete},
            {possibility ? "possible" : "violated", conditions_json(answer.with_run)},
            {possibility ? "impossible" : "holds", conditions_json(answer.without)}};
    }
    if (answer.id == VerdictId::fails_in_substance) j["under"] = clarification_json(answer.under);
    if (!answer.rows.empty()) {
        j["ranks"] = Json::array();
        for (auto const &row : answer.rows) {
            auto const &basis = result.core->basis[row.basis];
            j["ranks"].push_back({{"power", basis.words},
                                  {"clause", clause_json(report, *result.core, basis.clause)},
                                  {"lacks", row.lacks}});
        }
    }
    if (!answer.rests_on.empty()) {
        j["restsOn"] = Json::array();
        for (auto const id : answer.rests_on)
            j["restsOn"].push_back(clause_json(report, *result.core, id));
    }
    if (!answer.stories.empty()) {
        j["runs"] = Json::array();
        for (auto const &story : answer.stories)
            j["runs"].push_back(story_json(report, result, story));
    }
    if (!answer.plan.empty()) j["plan"] = answer.plan;
    if (answer.dead_end) j["deadEnd"] = true;
    if (auto const &checked = result.cross_check)
        j["crossCheck"] = {{"solver", checked->solver},
                           {"queries", checked->queries},
                           {"agreed", checked->agreed}};
    return j;
}

namespace {

Json most_settling_json(Report const &report) {
    Json list = Json::array();
    for (auto const &best : most_settling(report))
        list.push_back({{"regime", best.regime},
                        {"question", best.question},
                        {"answer", best.answer},
                        {"settled", best.settled},
                        {"depending", best.depending}});
    return list;
}

} // namespace

namespace {

// What was read of the rules that are cited, by id.
Json rules_json(Report const &report, Json const &results) {
    std::set<std::string> cited;
    std::function<void(Json const &)> const collect = [&](Json const &in) {
        for (auto const &[name, value] : in.items()) {
            if (name != "rules") {
                if (value.is_structured()) collect(value);
            } else {
                cited.insert(value.begin(), value.end());
            }
        }
    };
    collect(results);
    Json list = Json::array();
    static constexpr char const *marks[] = {"sourced",    "reported", "practice",   "inferred",
                                            "unverified", "silent",   "not sourced"};
    for (auto const &id : cited) {
        auto const found = report.program->rules.find(id);
        if (found == report.program->rules.end()) continue;
        auto const &rule = *found->second.node;
        Json j{{"id", id}, {"text", rule.paraphrase}, {"where", rule.place}};
        j["marks"] = Json::array();
        for (auto const mark : rule.marks) j["marks"].push_back(marks[static_cast<int>(mark)]);
        list.push_back(std::move(j));
    }
    return list;
}

} // namespace

std::string dumped(Json const &json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json tool_json() {
    return {{"name", "mandate"},
            {"version", MANDATE_VERSION},
            {"solver", std::string("z3 ") + compiler::SmtSession::solver_version()}};
}

Json json_object(Report const &report) {
    Json j;
    j["schema"] = "mandate.report/1";
    j["tool"] = tool_json();
    j["budget"] = report.budget;
    j["silence"] = report.silence.empty() ? Json(nullptr) : Json(report.silence);
    if (!report.partition.empty()) j["partition"] = report.partition;
    j["results"] = Json::array();
    for (auto const &result : report.results) j["results"].push_back(answer_json(report, result));
    j["rules"] = rules_json(report, j["results"]);
    j["mostSettling"] = most_settling_json(report);
    j["exit"] = static_cast<int>(report.exit);
    return j;
}

std::string json(Report const &report) {
    return dumped(json_object(report), 2) + "\n";
}

std::string json_lines(Report const &report) {
    Json start{{"event", "run-start"},
               {"schema", "mandate.events/1"},
               {"tool", tool_json()},
               {"budget", report.budget},
               {"silence", report.silence.empty() ? Json(nullptr) : Json(report.silence)}};
    if (!report.partition.empty()) start["partition"] = report.partition;
    std::string out = dumped(start) + "\n";
    for (auto const &result : report.results) {
        auto j = answer_json(report, result);
        Json line{{"event", "verdict"}};
        line.update(j);
        out += dumped(line) + "\n";
    }
    out += Json{{"event", "run-end"},
                {"answers", report.results.size()},
                {"mostSettling", most_settling_json(report)},
                {"exit", static_cast<int>(report.exit)}}
               .dump() +
           "\n";
    return out;
}

} // namespace mandate::report
