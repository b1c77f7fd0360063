#include "base/text.h"

#include "report/pieces.h"
#include "report/renderers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mandate::report {

namespace {

using solver::VerdictId;

char const *sign(VerdictId id) {
    switch (id) {
    case VerdictId::holds:
    case VerdictId::possible:
    case VerdictId::impossible:
        return "✓";
    case VerdictId::violated:
    case VerdictId::fails_in_substance:
        return "✗";
    case VerdictId::depends:
        return "◑";
    case VerdictId::vacuous:
        return "∅";
    case VerdictId::undecided:
        return "?";
    case VerdictId::not_modelled:
    case VerdictId::not_applicable:
        return "–";
    }
    return "";
}

class Writer {
public:
    explicit Writer(Report const &report) : report_(report) {}

    std::string write() {
        std::string last;
        for (auto const &result : report_.results) {
            if (result.property != last) heading(result);
            last = result.property;
            line(result);
        }
        summary();
        return std::move(out_);
    }

    std::string heading_alone(Result const &result) {
        heading(result);
        return std::move(out_);
    }
    std::string story_alone(Result const &result, solver::Story const &told) {
        story(result, told);
        return std::move(out_);
    }
    std::string line_alone(Result const &result) {
        line(result);
        return std::move(out_);
    }

private:
    void heading(Result const &result) {
        if (!out_.empty()) out_ += "\n";
        out_ += result.property;
        if (!result.title.empty()) out_ += " — " + result.title;
        if (!result.rules.empty()) {
            out_ += " [";
            for (std::size_t i = 0; i < result.rules.size(); ++i)
                out_ += (i ? ", " : "") + result.rules[i];
            out_ += "]";
        }
        auto const place = report_.sources->place(result.place.source, result.place.begin);
        out_ += fmt::format("\n  {}:{}:{}\n", report_.sources->path(result.place.source),
                            place.line, place.column);
    }

    void line(Result const &result) {
        auto const &answer = result.answer;
        bool const depends = answer.id == VerdictId::depends;
        out_ += fmt::format("  {} {}  in {} as of {}", sign(answer.id),
                            depends ? "depends on what the texts leave open"
                                    : solver::words_of(answer.id),
                            result.regime, date_words(result.as_of, 0));
        for (auto const &[question, given] : result.given)
            out_ += fmt::format("  when {} — {}", question, given);
        if (result.expected && !result.met)
            out_ += fmt::format("  — NOT AS EXPECTED: {}", *result.expected);
        out_ += "\n";
        if (depends) {
            plan(answer);
            bool const possibility = asks_possibility(result);
            conditions(possibility ? "possible" : "violated", answer.with_run, answer.without);
            conditions(possibility ? "impossible" : "holds", answer.without, answer.with_run);
        }
        if (!depends || (answer.with_run.empty() && answer.without.empty()))
            for (auto const &question : answer.questions) out_ += "      " + question.words + "\n";
        unread(answer);
        if (!answer.needs.empty()) out_ += "      the regime does not say: " + answer.needs + "\n";
        if (answer.outcome)
            if (auto const *undecided = std::get_if<solver::Undecided>(&answer.outcome->verdict)) {
                out_ += "      " + undecided->reason;
                if (undecided->acts >= 0)
                    out_ += fmt::format("; no such run of {} or fewer",
                                        plural(static_cast<std::size_t>(undecided->acts), "act"));
                if (!undecided->advice.empty()) out_ += "; " + undecided->advice;
                out_ += "\n";
            }
        for (auto const &row : answer.rows) {
            auto const &basis = result.core->basis[row.basis];
            static constexpr char const *ranks[] = {"programme", "decree", "statute",
                                                    "constitution"};
            out_ += fmt::format("      {} rests on {} ({})", basis.words, ranks[basis.rank],
                                result.core->clauses[basis.clause].label());
            if (!row.lacks.empty()) out_ += ": " + row.lacks;
            out_ += "\n";
        }
        bool const in_substance = answer.id == VerdictId::fails_in_substance;
        bool const proved = answer.id == VerdictId::holds || answer.id == VerdictId::impossible ||
                            answer.id == VerdictId::vacuous || in_substance;
        if (proved && answer.outcome) {
            auto const *proof = solver::proof_of(answer.outcome->verdict);
            bool const any_size = proof && proof->any_size;
            out_ += fmt::format("      {}proved for {}; by {}",
                                in_substance ? "to the letter it holds, " : "", reach(result),
                                any_size ? proof->any_size->engine : answer.outcome->engine);
            if (proof) argument(any_size ? proof->any_size->certificate : proof->certificate);
            if (answer.days)
                out_ += fmt::format("; it comes within {} at the latest",
                                    plural(static_cast<std::size_t>(*answer.days), "day"));
            out_ += "\n";
            plan(answer);
            rests_on(result);
        }
        if (in_substance) substance(answer);
        // The story of a run that nobody expected, or that breaks a property; of others only its
        // length.
        bool const tell = !answer.stories.empty() &&
                          (answer.id == VerdictId::violated || in_substance || !result.expected ||
                           !result.met || answer.id == VerdictId::possible);
        if (tell) story(result, answer.stories.front());
        if (tell && answer.dead_end)
            out_ += fmt::format("      from there no run leads to what is to be possible: proved "
                                "for {}\n",
                                reach(result));
        if (answer.stories.size() > 1 && !depends)
            out_ += fmt::format(
                "      {} the other readings of what the texts leave open\n",
                plural(answer.stories.size() - 1, "more run covers", "more runs cover"));
        if (auto const &checked = result.cross_check)
            out_ += fmt::format("      {} agrees on {} of {}\n", checked->solver, checked->agreed,
                                plural(checked->queries, "query", "queries"));
    }

    void substance(solver::Answer const &answer) {
        out_ += "      in substance, where who acts or is held over counts as a holder, this run "
                "breaks it\n";
        if (!answer.under.empty())
            out_ += fmt::format("      under this reading: {}\n", clarification_text(answer.under));
    }

    void conditions(char const *verdict, std::vector<solver::Clarification> const &any,
                    std::vector<solver::Clarification> const &others) {
        // More conditions than anybody would read, but what they are not stands beside them.
        if (any.empty() && !others.empty())
            out_ += fmt::format("      {} under all other answers\n", verdict);
        for (auto const &together : any)
            out_ += fmt::format("      {} if {}\n", verdict, clarification_text(together));
    }

    // What a reader of the full text may know already is no doubt about the law.
    void unread(solver::Answer const &answer) {
        for (auto const &question : answer.questions)
            if (question.silence == compiler::Silence::not_sourced)
                out_ += "      not sourced, the text may answer it: " + question.words + "\n";
    }

    void argument(solver::ClaimedCertificate const &certificate) {
        out_ += fmt::format(", invariant of {}", plural(certificate.invariant.size(), "condition"));
        if (certificate.k > 1) out_ += fmt::format(", induction over {} steps", certificate.k);
    }

    void plan(solver::Answer const &answer) {
        std::string acts;
        for (auto const &act : answer.plan) acts += (acts.empty() ? "" : "; ") + act;
        if (!acts.empty())
            out_ += "      a plan leads there from every other state; its acts, the last first: " +
                    acts + "\n";
    }

    void rests_on(Result const &result) {
        std::string clauses;
        for (auto const id : result.answer.rests_on)
            clauses += (clauses.empty() ? "" : ", ") + result.core->clauses[id].label();
        if (!clauses.empty()) out_ += "      rests on " + clauses + "\n";
    }

    void story(Result const &result, solver::Story const &story) {
        auto const list = [&](char const *head, std::vector<std::string> const &items) {
            std::string words;
            for (auto const &item : items) words += (words.empty() ? "" : "; ") + item;
            if (!words.empty()) out_ += fmt::format("      {}: {}\n", head, words);
        };
        list("units", story.units);
        list("at the start", story.entry);
        list("persons", story.persons);
        for (std::size_t i = 0; i < story.steps.size(); ++i) {
            auto const &step = story.steps[i];
            if (story.loop == i) {
                bool const idle =
                    std::all_of(story.steps.begin() + static_cast<std::ptrdiff_t>(i),
                                story.steps.end(), [](solver::StoryStep const &later) {
                                    return later.kind == compiler::ActKind::time;
                                });
                out_ += fmt::format("      from here on for ever{}\n",
                                    idle ? ": time passes, and nothing has to happen" : "");
                if (idle) break;
            }
            out_ += fmt::format("      {}  {}", date_words(result.as_of, step.day), step.text);
            for (auto const &tally : step.tally) out_ += " (" + tally + ")";
            std::string cited;
            for (auto const id : step.clauses)
                cited += (cited.empty() ? "" : ", ") + result.core->clauses[id].label();
            if (!cited.empty()) out_ += "  — " + cited;
            out_ += "\n";
            for (auto const &change : step.changes) out_ += "                    " + change + "\n";
        }
        list("so", story.failed);
    }

    void summary() {
        std::map<std::string, std::size_t> counts;
        std::size_t unexpected = 0;
        for (auto const &result : report_.results) {
            ++counts[solver::words_of(result.answer.id)];
            unexpected += result.expected && !result.met;
        }
        std::string words;
        for (auto const &[name, count] : counts)
            words += fmt::format("{}{} {}", words.empty() ? "" : " · ", count, name);
        out_ += fmt::format("\n{}: {}", plural(report_.results.size(), "answer"), words);
        auto const expected = static_cast<std::size_t>(
            std::count_if(report_.results.begin(), report_.results.end(),
                          [](Result const &r) { return r.expected.has_value(); }));
        if (expected > 0)
            out_ += unexpected == 0 ? fmt::format(" — all {} expectations met", expected)
                                    : fmt::format(" — {} NOT AS EXPECTED", unexpected);
        out_ += "\n";
        if (!report_.partition.empty())
            out_ += fmt::format("only the part {} of the questions was asked\n", report_.partition);
        if (!report_.silence.empty())
            out_ += fmt::format("what the texts leave open was read as {} where it is so marked\n",
                                report_.silence);
        for (auto const &best : most_settling(report_))
            out_ +=
                fmt::format("in {} {} of {} that depend would be settled by: {} — {}\n",
                            best.regime, best.settled, best.depending, best.question, best.answer);
    }

    Report const &report_;
    std::string out_;
};

} // namespace

std::string text(Report const &report) {
    return Writer(report).write();
}
std::string heading_text(Report const &report, Result const &result) {
    return Writer(report).heading_alone(result);
}
std::string story_text(Report const &report, Result const &result, solver::Story const &story) {
    return Writer(report).story_alone(result, story);
}
std::string clarification_text(solver::Clarification const &together) {
    std::string words;
    for (auto const &one : together)
        words += fmt::format("{}{} — {}", words.empty() ? "" : ", and ", one.question, one.answer);
    return words;
}
std::string answer_text(Report const &report, Result const &result) {
    return Writer(report).line_alone(result);
}

} // namespace mandate::report
