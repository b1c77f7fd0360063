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

using Verdict = SeenDiff::Verdict;

char const *id_of(Verdict verdict) {
    static constexpr char const *ids[] = {"same",  "stricter", "looser",   "both",
                                          "comes", "goes",     "undecided"};
    return ids[static_cast<int>(verdict)];
}
char const *words_of(Verdict verdict) {
    static constexpr char const *words[] = {
        "the same",     "stricter",        "looser",   "stricter in one thing, looser in another",
        "is known now", "is not any more", "undecided"};
    return words[static_cast<int>(verdict)];
}

// A side of a deviation as an answer.
Result as_result(DiffReport const &report, solver::Deviation const &deviation, bool here,
                 bool of_before) {
    Result result;
    result.regime = of_before ? report.before : report.after;
    result.regime_title = of_before ? report.before_title : report.after_title;
    result.as_of = of_before ? report.before_as_of : report.after_as_of;
    result.core = here ? deviation.here_core.get() : deviation.there_core.get();
    result.property =
        result.core->properties[here ? deviation.here_property : deviation.there_property].name;
    result.answer = here ? deviation.here : deviation.there;
    return result;
}

std::string name_of(SeenDiff const &seen) {
    auto const name = seen.level.empty() ? seen.of : seen.of + " of " + seen.level;
    return seen.of_before.empty() ? name : name + " (before: " + seen.of_before + ")";
}

std::string deviation_title(solver::Deviation const &deviation) {
    std::string const when = deviation.act.empty() ? "at the start" : deviation.act;
    return when + (deviation.with_facts ? ", with the facts of the run" : "");
}

// What is open under both, on account of other questions.
void open_text(DiffReport const &report, solver::OneWay const &way, bool of_before,
               std::string &out) {
    for (auto const &deviation : way.open) {
        out += fmt::format("    open under both: {}\n", deviation_title(deviation));
        for (bool const here : {true, false})
            for (auto const &together : (here ? deviation.here : deviation.there).with_run)
                out += fmt::format("      possible in {} if {}\n",
                                   here == of_before ? report.before : report.after,
                                   clarification_text(together));
    }
}

// What one of the regimes permits and the other does not match.
void one_way_text(DiffReport const &report, solver::OneWay const &way, bool of_before,
                  std::string &out) {
    auto const &here = of_before ? report.before : report.after;
    auto const &there = of_before ? report.after : report.before;
    for (auto const &deviation : way.deviations) {
        out += fmt::format("    only in {}: {}\n", here, deviation_title(deviation));
        out += answer_text(report.answers, as_result(report, deviation, true, of_before));
        out += answer_text(report.answers, as_result(report, deviation, false, !of_before));
    }
    for (auto const &deviation : way.otherwise) {
        out += fmt::format("    in {} otherwise than in {}: {}\n", there, here,
                           deviation_title(deviation));
        out += answer_text(report.answers, as_result(report, deviation, true, of_before));
        out += answer_text(report.answers, as_result(report, deviation, false, !of_before));
    }
    open_text(report, way, of_before, out);
    if (way.rest && !way.deviations.empty())
        out += fmt::format("    but for what comes with these acts, all that can be seen in {} can "
                           "be seen in {} (proved for any length of time as long as others do the "
                           "same; {})\n",
                           here, there, way.reach);
    if (!way.rest)
        out += fmt::format("    whether all {}that can be seen in {} can be seen in {} is "
                           "undecided: {}\n",
                           way.deviations.empty() ? "" : "else ", here, there, way.undecided);
}

// That uses the words side by side; empty if none does.
std::string regime_of(DiffReport const &report, DiffReport::Apart const &apart) {
    using Why = DiffReport::Apart::Why;
    return apart.why == Why::words ? "" : apart.why == Why::before ? report.before : report.after;
}

std::string seen_text(DiffReport const &report) {
    std::string out = "\nWhat can be seen of offices and bodies\n";
    for (auto const &apart : report.apart) {
        std::string names;
        for (auto const &name : apart.names) names += (names.empty() ? "" : ", ") + name;
        auto const regime = regime_of(report, apart);
        out += fmt::format("  {}: each compared for itself, as {}\n", names,
                           regime.empty() ? "one of them means something else in the other's place"
                                          : regime + " uses these words side by side");
    }
    for (auto const &seen : report.seen) {
        bool const proved = seen.verdict() == Verdict::same;
        std::string more;
        if (proved)
            more = fmt::format(" (proved for any length of time as long as others do the same; {})",
                               seen.before->reach);
        if (seen.verdict() == Verdict::open && seen.less()) more = " but for what is not any more";
        if (seen.verdict() == Verdict::open && seen.more()) more = " but for what is new";
        out += fmt::format("  {}: {}{}\n", name_of(seen), words_of(seen.verdict()), more);
        if (!seen.before) continue;
        if (proved) {
            open_text(report, *seen.before, true, out);
            open_text(report, *seen.after, false, out);
            continue;
        }
        one_way_text(report, *seen.before, true, out);
        one_way_text(report, *seen.after, false, out);
    }
    return out;
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
    if (!report.seen.empty()) out += seen_text(report);
    if (report.answers.results.empty()) return out;
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

Json one_way_json(DiffReport const &report, solver::OneWay const &way, bool of_before) {
    auto const side = [&](solver::Deviation const &deviation, bool here) {
        Result const result = as_result(report, deviation, here, here == of_before);
        Json j{{"regime", result.regime},
               {"verdict", solver::id_of(result.answer.id)},
               {"runs", Json::array()},
               {"restsOn", Json::array()}};
        if (result.answer.id == solver::VerdictId::depends)
            j["possibleIf"] = conditions_json(result.answer.with_run);
        for (auto const &story : result.answer.stories)
            j["runs"].push_back(story_json(report.answers, result, story));
        for (auto const clause : result.answer.rests_on)
            j["restsOn"].push_back(clause_json(report.answers, *result.core, clause));
        return j;
    };
    auto const list = [&](std::vector<solver::Deviation> const &deviations) {
        Json all = Json::array();
        for (auto const &deviation : deviations)
            all.push_back({{"act", deviation.act.empty() ? Json(nullptr) : Json(deviation.act)},
                           {"withFacts", deviation.with_facts},
                           {"here", side(deviation, true)},
                           {"there", side(deviation, false)}});
        return all;
    };
    return {{"deviations", list(way.deviations)},
            {"otherwise", list(way.otherwise)},
            {"open", list(way.open)},
            {"reach", way.reach},
            {"restProved", way.rest.has_value()},
            {"undecided", way.rest ? Json(nullptr) : Json(way.undecided)}};
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
    j["apart"] = Json::array();
    for (auto const &apart : report.apart)
        j["apart"].push_back(
            {{"regime",
              regime_of(report, apart).empty() ? Json(nullptr) : Json(regime_of(report, apart))},
             {"names", apart.names}});
    j["seen"] = Json::array();
    for (auto const &seen : report.seen) {
        Json one{{"of", seen.of},
                 {"ofBefore", seen.of_before.empty() ? seen.of : seen.of_before},
                 {"level", seen.level.empty() ? Json(nullptr) : Json(seen.level)},
                 {"verdict", id_of(seen.verdict())}};
        if (seen.before) one["onlyBefore"] = one_way_json(report, *seen.before, true);
        if (seen.after) one["onlyAfter"] = one_way_json(report, *seen.after, false);
        j["seen"].push_back(std::move(one));
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

constexpr Format<DiffReport> diff_formats[] = {
    {"text", "for reading: what differs in the texts, then in the answers", &text},
    {"json", "one object; schema in docs/diff.schema.json", &json},
};

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
           same(before.answer.with_run, after.answer.with_run) &&
           same(before.answer.without, after.answer.without);
}

SeenDiff::Verdict SeenDiff::verdict() const {
    if (!is_before) return Verdict::comes;
    if (!is_after) return Verdict::goes;
    if (less() && more()) return Verdict::both;
    if (less() && after->rest) return Verdict::stricter;
    if (more() && before->rest) return Verdict::looser;
    return before->rest && after->rest ? Verdict::same : Verdict::open;
}

ExitCode exit_code(DiffReport const &report) {
    bool differ = !report.texts.empty(), open = false;
    for (auto const &seen : report.seen) {
        bool const known = seen.verdict() != SeenDiff::Verdict::open;
        open |= !known;
        differ |= known ? seen.verdict() != SeenDiff::Verdict::same : seen.less() || seen.more();
    }
    each_pair(report, [&](Result const &before, Result const &after) {
        bool const unknown = undecided(before, after);
        open |= unknown;
        differ |= !unknown && !same_answer(before, after);
    });
    return differ ? ExitCode::not_as_expected : open ? ExitCode::open : ExitCode::fine;
}

std::span<Format<DiffReport> const> diff_renderers() {
    return diff_formats;
}

} // namespace mandate::report
