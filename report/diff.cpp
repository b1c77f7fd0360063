#include "report/diff.h"

#include "base/text.h"
#include "dsl/print.h"
#include "report/pieces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <dtl/dtl.hpp>
#include <map>
#include <sstream>

namespace mandate::report {

namespace {

namespace ast = dsl::ast;
using Lines = std::vector<std::string>;
using Line = TextDiff::Line;
using Json = nlohmann::ordered_json;

ast::Instrument const &instrument(ast::Declaration const &declaration) {
    return std::get<ast::Instrument>(declaration.node);
}

Lines lines_of(ast::Declaration const &declaration) {
    ast::File file;
    file.declarations.push_back(declaration);
    Lines lines;
    std::istringstream text(dsl::print(file, {}, dsl::Language::english));
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::size_t indent(std::string const &line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

// Only what differs, below the first lines of the blocks in which it stands.
std::vector<Line> differing(Lines const &before, Lines const &after) {
    dtl::Diff<std::string, Lines> diff(before, after);
    diff.compose();
    std::vector<Line> all;
    for (auto const &[text, info] : diff.getSes().getSequence())
        all.push_back({info.type == dtl::SES_COMMON   ? Line::Mark::same
                       : info.type == dtl::SES_DELETE ? Line::Mark::removed
                                                      : Line::Mark::added,
                       text});
    // What goes stands before what comes in its place.
    for (auto from = all.begin(); from != all.end();) {
        auto const changes = [](Line const &line) { return line.mark != Line::Mark::same; };
        from = std::find_if(from, all.end(), changes);
        auto const to = std::find_if_not(from, all.end(), changes);
        std::stable_partition(from, to,
                              [](Line const &line) { return line.mark == Line::Mark::removed; });
        from = to;
    }
    std::vector<char> kept(all.size(), 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].mark == Line::Mark::same) continue;
        kept[i] = 1;
        auto depth = indent(all[i].text);
        for (std::size_t above = i; above-- > 0 && depth > 0;) {
            if (all[above].text.empty() || indent(all[above].text) >= depth) continue;
            depth = indent(all[above].text);
            kept[above] = 1;
        }
    }
    std::vector<Line> result;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (kept[i]) result.push_back(std::move(all[i]));
    return result;
}

char const *mark(Line::Mark mark) {
    return mark == Line::Mark::removed ? "-" : mark == Line::Mark::added ? "+" : " ";
}

// The answers in pairs.
template <class Visit>
void each_pair(DiffReport const &report, Visit const &visit) {
    auto const &results = report.answers.results;
    for (std::size_t i = 0; i + 1 < results.size(); i += 2) visit(results[i], results[i + 1]);
}

std::string text(DiffReport const &report) {
    std::string out = fmt::format("{} — {}\n{} — {}\n", report.before, report.before_title,
                                  report.after, report.after_title);
    out += "\nThe texts\n";
    if (report.texts.empty()) out += "  are the same\n";
    for (auto const &diff : report.texts) {
        static constexpr char const *words[] = {"is altered", "falls away", "is new"};
        out += fmt::format("  {} {}: {}\n", diff.instrument, words[static_cast<int>(diff.change)],
                           diff.title);
        for (auto const &line : diff.lines)
            out += fmt::format("    {} {}\n", mark(line.mark), line.text);
    }
    out += "\nAnswers that differ, or are undecided\n";
    std::size_t differing = 0, open = 0;
    std::map<std::string, std::size_t> same;
    each_pair(report, [&](Result const &before, Result const &after) {
        bool const unknown = undecided(before, after);
        if (!unknown && same_answer(before, after)) {
            ++same[solver::words_of(before.answer.id)];
            return;
        }
        ++(unknown ? open : differing);
        out += "\n" + heading_text(report.answers, before);
        out += answer_text(report.answers, before) + answer_text(report.answers, after);
    });
    if (differing + open == 0) out += "  none\n";
    std::string words;
    std::size_t count = 0;
    for (auto const &[name, n] : same) {
        words += fmt::format("{}{} {}", words.empty() ? "" : " · ", n, name);
        count += n;
    }
    out += fmt::format(
        "\n{} by both: {} differently, {} alike{}{}{}\n",
        plural(report.answers.results.size() / 2, "question answered", "questions answered"),
        differing, count, words.empty() ? "" : ": ", words,
        open == 0 ? "" : fmt::format("; {} undecided", open));
    return out;
}

std::string json(DiffReport const &report) {
    Json j;
    j["schema"] = "mandate.diff/1";
    j["tool"] = tool_json();
    j["budget"] = report.answers.budget;
    j["before"] = {{"regime", report.before}, {"title", report.before_title}};
    j["after"] = {{"regime", report.after}, {"title", report.after_title}};
    j["texts"] = Json::array();
    for (auto const &diff : report.texts) {
        static constexpr char const *changes[] = {"altered", "falls away", "added"};
        Json t{{"instrument", diff.instrument},
               {"title", diff.title},
               {"change", changes[static_cast<int>(diff.change)]},
               {"lines", Json::array()}};
        static constexpr char const *marks[] = {"same", "removed", "added"};
        for (auto const &line : diff.lines)
            t["lines"].push_back(
                {{"mark", marks[static_cast<int>(line.mark)]}, {"text", line.text}});
        j["texts"].push_back(std::move(t));
    }
    j["answers"] = Json::array();
    each_pair(report, [&](Result const &before, Result const &after) {
        j["answers"].push_back(
            {{"property", before.property},
             {"same", undecided(before, after) ? Json(nullptr) : Json(same_answer(before, after))},
             {"before", answer_json(report.answers, before)},
             {"after", answer_json(report.answers, after)}});
    });
    j["exit"] = static_cast<int>(exit_code(report));
    return j.dump(2) + "\n";
}

constexpr Format<DiffReport> table[] = {
    {"text", "for reading: what differs in the texts, then in the answers", &text},
    {"json", "one object; schema in docs/diff.schema.json", &json},
};

std::vector<std::string> words_of(std::vector<solver::Clarification> const &any) {
    std::vector<std::string> words;
    for (auto const &together : any) {
        auto &line = words.emplace_back();
        for (auto const &one : together) line += one.question + " — " + one.answer + "; ";
    }
    return words;
}

} // namespace

std::vector<TextDiff> redline(std::vector<ast::Declaration> const &before,
                              std::vector<ast::Declaration> const &after) {
    auto const find = [](std::vector<ast::Declaration> const &in, ast::Declaration const &like) {
        return std::find_if(in.begin(), in.end(), [&](auto const &one) {
            return instrument(one).name.text == instrument(like).name.text;
        });
    };
    std::vector<TextDiff> result;
    auto const add = [&](TextDiff::Change change, ast::Declaration const &of, Lines const &old,
                         Lines const &now) {
        TextDiff diff{change, instrument(of).name.text, instrument(of).title, differing(old, now)};
        if (!diff.lines.empty()) result.push_back(std::move(diff));
    };
    for (auto const &old : before)
        if (auto const now = find(after, old); now == after.end())
            add(TextDiff::Change::falls_away, old, lines_of(old), {});
        else
            add(TextDiff::Change::altered, *now, lines_of(old), lines_of(*now));
    for (auto const &now : after)
        if (find(before, now) == before.end()) add(TextDiff::Change::added, now, {}, lines_of(now));
    return result;
}

bool undecided(Result const &before, Result const &after) {
    return before.answer.id == solver::VerdictId::undecided ||
           after.answer.id == solver::VerdictId::undecided;
}

bool same_answer(Result const &before, Result const &after) {
    auto const questions = [](Result const &result) {
        std::vector<std::string> words;
        for (auto const &question : result.answer.questions) words.push_back(question.words);
        return words;
    };
    return before.answer.id == after.answer.id && questions(before) == questions(after) &&
           words_of(before.answer.with_run) == words_of(after.answer.with_run) &&
           words_of(before.answer.without) == words_of(after.answer.without);
}

ExitCode exit_code(DiffReport const &report) {
    bool differ = !report.texts.empty(), open = false;
    each_pair(report, [&](Result const &before, Result const &after) {
        bool const unknown = undecided(before, after);
        open |= unknown;
        differ |= !unknown && !same_answer(before, after);
    });
    return differ ? ExitCode::not_as_expected : open ? ExitCode::open : ExitCode::fine;
}

std::span<Format<DiffReport> const> diff_renderers() {
    return table;
}

} // namespace mandate::report
