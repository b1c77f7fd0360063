#include "report/renderers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mandate::report {

namespace {
constexpr Format<Report> answers_formats[] = {
    {"text", "for reading: verdicts, and for each run its story", &report::text},
    {"json", "one object; schema in docs/report.schema.json", &report::json},
    {"jsonl", "one object a line", &report::json_lines},
};
} // namespace

std::span<Format<Report> const> renderers() {
    return answers_formats;
}

bool asks_possibility(Result const &result) {
    for (auto const &property : result.core->properties)
        if (property.name == result.property) return property.possibility;
    return false;
}

namespace {

// No condition of the side is met where the question has that answer.
bool excluded(std::vector<solver::Clarification> const &side, compiler::VarId reading,
              std::int64_t value) {
    return std::all_of(side.begin(), side.end(), [&](solver::Clarification const &together) {
        return std::any_of(together.begin(), together.end(), [&](auto const &one) {
            return one.reading == reading && !one.values.empty() &&
                   std::find(one.values.begin(), one.values.end(), value) == one.values.end();
        });
    });
}

} // namespace

std::vector<MostSettling> most_settling(Report const &report) {
    std::vector<MostSettling> result;
    std::vector<compiler::Core const *> regimes;
    std::map<compiler::Core const *, std::vector<Result const *>> depending;
    for (auto const &r : report.results) {
        if (r.answer.id != solver::VerdictId::depends || !r.answer.conditions_complete) continue;
        if (depending[r.core].empty()) regimes.push_back(r.core);
        depending[r.core].push_back(&r);
    }
    for (auto const *core : regimes) {
        auto const &all = depending[core];
        if (all.size() < 2) continue;
        MostSettling best{all.front()->regime, "", "", 0, all.size()};
        for (std::size_t v = 0; v < core->variables.size(); ++v) {
            auto const id = core->variables.id(v);
            auto const &variable = core->variables[id];
            if (variable.role != compiler::Role::reading || !variable.sort.enumeration ||
                !variable.parameters.empty())
                continue;
            auto const &names = core->enumerations[variable.sort.enumeration].values;
            for (std::size_t value = 0; value < names.size(); ++value) {
                auto const at = static_cast<std::int64_t>(value);
                auto const settled = static_cast<std::size_t>(
                    std::count_if(all.begin(), all.end(), [&](Result const *r) {
                        return excluded(r->answer.with_run, id, at) ||
                               excluded(r->answer.without, id, at);
                    }));
                if (settled > best.settled) {
                    best.settled = settled;
                    best.question = variable.question;
                    best.answer = names[value];
                }
            }
        }
        if (best.settled > 0) result.push_back(std::move(best));
    }
    return result;
}

std::string name_of(Result const &result) {
    auto name = result.property + " in " + result.regime;
    for (auto const &[question, answer] : result.given)
        name += fmt::format(" when {} — {}", question, answer);
    return name;
}

std::string date_words(Date start, std::int64_t day) {
    auto const total = std::int64_t{start.year} * 360 + (std::int64_t{start.month} - 1) * 30 +
                       (start.day > 30 ? 30 : start.day) - 1 + day;
    return fmt::format("{:04}-{:02}-{:02}", total / 360, total % 360 / 30 + 1, total % 30 + 1);
}

std::string reach(Result const &result) {
    if (!result.answer.outcome) return "";
    auto const &outcome = *result.answer.outcome;
    auto const scope = outcome.scope.words(*result.core);
    auto const *proof = solver::proof_of(outcome.verdict);
    bool const any_size = proof && proof->any_size;
    auto const why = outcome.scope_only.empty() ? "" : " (" + outcome.scope_only + ")";
    using Id = solver::VerdictId;
    switch (result.answer.id) {
    case Id::holds:
    case Id::impossible:
    case Id::vacuous:
    case Id::fails_in_substance:
    case Id::not_applicable:
        return any_size ? "any length of time, any number of units and persons"
                        : "any length of time; " + scope + why;
    case Id::depends:
        return any_size ? "proof for any number of units and persons; runs within " + scope
                        : "runs and proof within " + scope + why;
    default:
        return scope;
    }
}

} // namespace mandate::report
