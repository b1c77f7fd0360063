#include "report/diagnostics.h"

#include "base/assert.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace mandate::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view word(Severity severity) {
    switch (severity) {
    case Severity::error:
        return "error";
    case Severity::warning:
        return "warning";
    case Severity::note:
        return "note";
    }
    unreachable();
}

std::string padded(std::string const &text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ') + text;
}

constexpr std::size_t longest_line = 200; // code points; longer ones are cut around the place

struct Marked {
    std::string line;
    std::string marks;
};

// The line and what goes under it. A span over several lines is marked to the end of its first.
Marked mark(SourceMap const &sources, Span span, char sign) {
    auto const line = sources.line(span.source, span.begin);
    auto const column = sources.place(span.source, span.begin).column - 1;
    auto points = code_points(line);
    std::size_t const cut = column > longest_line ? column - longest_line / 2 : 0;
    Marked marked;
    auto const shown = std::min(points.size() - std::min(cut, points.size()), longest_line);
    std::size_t at = 0;
    for (std::size_t i = 0; i < cut + shown && at < line.size(); ++i) {
        auto const c = decode(line, at);
        auto const length = std::max(1U, c.length);
        if (i >= cut) {
            marked.line += line.substr(at, length);
            if (i < column) marked.marks += line[at] == '\t' ? '\t' : ' ';
        }
        at += length;
    }
    if (cut > 0) marked.line = "…" + marked.line, marked.marks = " " + marked.marks;
    if (cut + shown < points.size()) marked.line += "…";
    auto const text = sources.text(span);
    auto const width = count_code_points(text.substr(0, text.find('\n')));
    auto const room = cut + shown > column ? cut + shown - column : 1;
    marked.marks += std::string(std::clamp<std::size_t>(width, 1, room), sign);
    return marked;
}

} // namespace

std::string text(Diagnostic const &diagnostic, SourceMap const &sources) {
    auto const &row = info(diagnostic.code);
    std::string out =
        std::string(word(row.severity)) + "[" + row.id + "]: " + diagnostic.message() + "\n";
    auto const &span = diagnostic.span;
    std::size_t width = 1;
    if (span.source) {
        auto line_of = [&](Span s) {
            return std::to_string(sources.place(s.source, s.begin).line);
        };
        width = line_of(span).size();
        for (auto const &label : diagnostic.labels)
            if (label.span.source) width = std::max(width, line_of(label.span).size());
        auto const bar = std::string(width, ' ') + " |";
        auto arrow = [&](Span s) {
            auto const place = sources.place(s.source, s.begin);
            return std::string(width, ' ') + "--> " + sources.path(s.source) + ":" +
                   std::to_string(place.line) + ":" + std::to_string(place.column) + "\n";
        };
        auto show = [&](Span s, char sign, std::string const &words) {
            auto const marked = mark(sources, s, sign);
            out += bar + "\n" + padded(line_of(s), width) + " | " + marked.line + "\n";
            out += bar + " " + marked.marks + (words.empty() ? "" : " " + words) + "\n";
        };
        out += arrow(span);
        show(span, '^', {});
        auto where = span.source;
        for (auto const &label : diagnostic.labels) {
            if (!label.span.source) continue;
            if (label.span.source != where) out += arrow(label.span);
            where = label.span.source;
            show(label.span, '-', label.words);
        }
    }
    for (auto const &hint : diagnostic.hints)
        out += std::string(width, ' ') + " = help: " + hint + "\n";
    return out;
}

std::string text(std::vector<Diagnostic> const &diagnostics, SourceMap const &sources,
                 std::size_t limit) {
    std::string out;
    std::map<Severity, std::size_t> counts;
    std::size_t shown = 0;
    for (auto const &diagnostic : diagnostics) {
        ++counts[info(diagnostic.code).severity];
        if (shown >= limit) continue;
        ++shown;
        out += text(diagnostic, sources) + "\n";
    }
    if (diagnostics.size() > shown)
        out += "and " + std::to_string(diagnostics.size() - shown) + " more\n";
    std::string total;
    for (auto const &[severity, count] : counts)
        total += (total.empty() ? "" : ", ") + plural(count, word(severity));
    return total.empty() ? out : out + total + "\n";
}

std::string json(std::vector<Diagnostic> const &diagnostics, SourceMap const &sources) {
    auto place = [&](Span span) {
        auto const begin = sources.place(span.source, span.begin);
        auto const end = sources.place(span.source, span.end);
        return Json{{"file", sources.path(span.source)},
                    {"begin", {{"line", begin.line}, {"column", begin.column}}},
                    {"end", {{"line", end.line}, {"column", end.column}}}};
    };
    auto all = Json::array();
    for (auto const &diagnostic : diagnostics) {
        auto const &row = info(diagnostic.code);
        Json one{
            {"code", row.id}, {"severity", word(row.severity)}, {"message", diagnostic.message()}};
        if (diagnostic.span.source) one["place"] = place(diagnostic.span);
        if (!diagnostic.labels.empty()) {
            one["labels"] = Json::array();
            for (auto const &label : diagnostic.labels)
                if (label.span.source)
                    one["labels"].push_back({{"place", place(label.span)}, {"words", label.words}});
        }
        if (!diagnostic.hints.empty()) one["hints"] = diagnostic.hints;
        all.push_back(std::move(one));
    }
    // Paths come from the outside and need not be UTF-8.
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace mandate::report
