#include "report/profile.h"

#include "base/text.h"
#include "report/pieces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace mandate::report {

namespace {

using Json = nlohmann::ordered_json;
using Article = ProfileReport::Article;
using Demand = ProfileReport::Demand;

Standing standing(solver::VerdictId verdict) {
    using Id = solver::VerdictId;
    switch (verdict) {
    case Id::holds:
    case Id::possible:
        return Standing::kept;
    case Id::violated:
    case Id::impossible:
    case Id::fails_in_substance:
        return Standing::broken;
    case Id::depends:
        return Standing::depends;
    case Id::undecided:
        return Standing::undecided;
    case Id::vacuous:
    case Id::not_applicable:
        return Standing::not_applicable;
    case Id::not_modelled:
        break;
    }
    return Standing::not_modelled;
}

template <class Parts, class Of>
Standing worst(Parts const &parts, Of const &of) {
    Standing result = Standing::not_modelled;
    for (auto const &part : parts) result = std::min(result, of(part));
    return result;
}

char const *sign(Standing standing) {
    static constexpr char const *signs[] = {"✗", "◑", "?", "✓", "–", "–"};
    return signs[static_cast<int>(standing)];
}

// On which the answer rests: of a proof those that suffice, of a run those of its steps, of ranks
// those that fall short, or all if none does.
std::vector<compiler::ClauseId> clauses(Result const &result) {
    auto const &answer = result.answer;
    std::vector<compiler::ClauseId> found = answer.rests_on;
    if (!answer.stories.empty())
        for (auto const &step : answer.stories.front().steps)
            found.insert(found.end(), step.clauses.begin(), step.clauses.end());
    bool const short_of_it = std::any_of(answer.rows.begin(), answer.rows.end(),
                                         [](auto const &row) { return !row.lacks.empty(); });
    for (auto const &row : answer.rows)
        if (row.lacks.empty() != short_of_it) found.push_back(result.core->basis[row.basis].clause);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::size_t asked(Article const &article) {
    return static_cast<std::size_t>(
        std::count_if(article.demands.begin(), article.demands.end(),
                      [](Demand const &demand) { return !demand.answers.empty(); }));
}

std::string text(ProfileReport const &report) {
    std::string out =
        fmt::format("{} — {}: {}\n", report.yardstick, report.regime, report.regime_title);
    std::map<Standing, std::size_t> counts;
    std::size_t demands = 0, about = 0;
    for (auto const &article : report.articles) {
        auto const as_a_whole = standing(report, article);
        ++counts[as_a_whole];
        demands += article.demands.size();
        about += asked(article);
        out += fmt::format("\n{} {}  {}\n", sign(as_a_whole), article.place, words_of(as_a_whole));
        for (auto const &demand : article.demands) {
            out += fmt::format("    {}: {}\n", demand.rule, demand.paraphrase);
            if (demand.answers.empty())
                out += fmt::format("      not asked{}{}\n", demand.why_not.empty() ? "" : ": ",
                                   demand.why_not);
            for (auto const number : demand.answers) {
                auto const &result = report.answers.results[number];
                out += fmt::format("      {} — {}\n", solver::words_of(result.answer.id),
                                   result.title.empty() ? result.property : result.title);
                std::string cited;
                for (auto const id : clauses(result))
                    cited += (cited.empty() ? "" : ", ") + result.core->clauses[id].label();
                if (!cited.empty()) out += "        by " + cited + "\n";
                if (!result.answer.needs.empty())
                    out += "        the regime does not say: " + result.answer.needs + "\n";
            }
        }
    }
    std::string words;
    for (auto const &[standing, count] : counts)
        words += fmt::format("{}{} {}", words.empty() ? "" : " · ", count, words_of(standing));
    return out + fmt::format("\n{}: {}; questions ask about {} of {}\n",
                             plural(report.articles.size(), "article"), words, about,
                             plural(demands, "demand"));
}

std::string json(ProfileReport const &report) {
    Json j;
    j["schema"] = "mandate.profile/1";
    j["tool"] = tool_json();
    j["budget"] = report.answers.budget;
    j["yardstick"] = report.yardstick;
    j["regime"] = report.regime;
    j["title"] = report.regime_title;
    j["articles"] = Json::array();
    for (auto const &article : report.articles) {
        Json a{{"place", article.place},
               {"standing", words_of(standing(report, article))},
               {"demands", Json::array()}};
        for (auto const &demand : article.demands) {
            Json d{{"rule", demand.rule},
                   {"paraphrase", demand.paraphrase},
                   {"standing", words_of(standing(report, demand))},
                   {"answers", Json::array()}};
            if (!demand.why_not.empty()) d["whyNot"] = demand.why_not;
            for (auto const number : demand.answers) {
                auto const &result = report.answers.results[number];
                Json by = Json::array();
                for (auto const id : clauses(result))
                    by.push_back(clause_json(report.answers, *result.core, id));
                d["answers"].push_back(
                    {{"clauses", std::move(by)}, {"answer", answer_json(report.answers, result)}});
            }
            a["demands"].push_back(std::move(d));
        }
        j["articles"].push_back(std::move(a));
    }
    j["exit"] = static_cast<int>(exit_code(report));
    return j.dump(2) + "\n";
}

constexpr Format<ProfileReport> profile_formats[] = {
    {"text", "for reading: article by article, with the clauses that decide", &text},
    {"json", "one object; schema in docs/profile.schema.json", &json},
};

} // namespace

char const *words_of(Standing standing) {
    static constexpr char const *words[] = {"broken", "depends",        "undecided",
                                            "kept",   "not applicable", "not modelled"};
    return words[static_cast<int>(standing)];
}

Standing standing(ProfileReport const &report, Demand const &demand) {
    return worst(demand.answers, [&](std::size_t number) {
        return standing(report.answers.results[number].answer.id);
    });
}

Standing standing(ProfileReport const &report, Article const &article) {
    return worst(article.demands, [&](Demand const &demand) { return standing(report, demand); });
}

ExitCode exit_code(ProfileReport const &report) {
    bool open = false;
    for (auto const &article : report.articles) {
        auto const as_a_whole = standing(report, article);
        if (as_a_whole == Standing::broken) return ExitCode::not_as_expected;
        open |= as_a_whole != Standing::kept && as_a_whole != Standing::not_applicable;
    }
    return open ? ExitCode::open : ExitCode::fine;
}

std::span<Format<ProfileReport> const> profile_renderers() {
    return profile_formats;
}

} // namespace mandate::report
