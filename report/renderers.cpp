#include "report/renderers.h"

#include <fmt/format.h>

namespace mandate::report {

namespace {
constexpr Renderer table[] = {
    {"text", "for reading: verdicts, and for each run its story", &text},
    {"json", "one object; schema in docs/report.schema.json", &json},
    {"jsonl", "one object a line", &json_lines},
};
} // namespace

std::span<Renderer const> renderers() {
    return table;
}

std::string date_words(Date start, std::int64_t day) {
    auto const total = std::int64_t{start.year} * 360 + (std::int64_t{start.month} - 1) * 30 +
                       (start.day > 30 ? 30 : start.day) - 1 + day;
    return fmt::format("{:04}-{:02}-{:02}", total / 360, total % 360 / 30 + 1, total % 30 + 1);
}

std::string reach(Result const &result) {
    if (!result.answer.outcome) return "";
    auto const scope = result.answer.outcome->scope.words(*result.core);
    using Id = solver::VerdictId;
    switch (result.answer.id) {
    case Id::holds:
    case Id::impossible:
    case Id::vacuous:
    case Id::not_applicable:
        return "any length of time; " + scope;
    case Id::depends:
        return "runs and proof within " + scope;
    default:
        return scope;
    }
}

} // namespace mandate::report
