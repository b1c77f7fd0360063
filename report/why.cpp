#include "report/why.h"

#include "report/pieces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace mandate::report {

namespace {

using Json = nlohmann::ordered_json;
using solver::ClauseSet;
using solver::Why;

// Each clause with its first line as written.
std::string set_text(Report const &report, compiler::Core const &core, ClauseSet const &clauses) {
    std::string out;
    for (auto const id : clauses) {
        auto const &clause = core.clauses[id];
        if (!clause.span.source) {
            out += fmt::format("        {}\n", clause.label());
            continue;
        }
        auto const text = report.sources->text(clause.span.source).substr(clause.span.begin);
        out += fmt::format("        {}: {}\n", clause.label(), text.substr(0, text.find('\n')));
    }
    return out;
}

// What every one of the sets has.
ClauseSet common(std::vector<ClauseSet> const &sets) {
    ClauseSet result = sets.front();
    for (auto const &set : sets)
        std::erase_if(result, [&](compiler::ClauseId id) {
            return std::find(set.begin(), set.end(), id) == set.end();
        });
    return result;
}

std::string why_text(Report const &report, Result const &result, Why const &why) {
    auto const set = [&](ClauseSet const &clauses) {
        return set_text(report, *result.core, clauses);
    };
    std::string out;
    if (!why.under.empty())
        out += fmt::format("      {} if {}\n", why.of_proof ? "there is no run" : "there is a run",
                           clarification_text(why.under));
    if (why.enough.size() == 1 && why.enough.front().empty())
        return out + fmt::format("      it is so whatever the texts {}\n",
                                 why.of_proof ? "demand" : "permit");
    char const *words =
        why.of_proof ? "no other clause is needed than" : "nothing else need be permitted than by";
    for (auto const &enough : why.enough) {
        out += fmt::format("      {}\n", std::exchange(words, "or")) + set(enough);
    }
    if (why.enough.size() > 1)
        if (auto const always = common(why.enough); !always.empty())
            out += "      each time by\n" + set(always);
    // Of a run only the clauses tell the losses apart.
    auto const alone = [&](solver::Loss const &loss) {
        return !why.of_proof && loss.clauses.size() == 1;
    };
    ClauseSet each;
    for (auto const &loss : why.losses)
        if (alone(loss)) each.push_back(loss.clauses.front());
    if (!each.empty())
        out += fmt::format("      without {} it cannot be\n",
                           each.size() > 1 ? "any one of these" : "this") +
               set(each);
    for (auto const &loss : why.losses) {
        if (alone(loss)) continue;
        out += fmt::format("      without {} it {}\n", loss.clauses.size() > 1 ? "these" : "this",
                           why.of_proof ? "fails" : "cannot be");
        out += set(loss.clauses);
        if (loss.story) out += story_text(report, result, *loss.story);
    }
    if (!why.undecided.empty())
        out += fmt::format("      what else carries it is undecided: {}\n", why.undecided);
    else if (!why.complete)
        out += "      there may be more such sets than are listed\n";
    return out;
}

std::string text(WhyReport const &report) {
    std::string out, last;
    for (std::size_t i = 0; i < report.answers.results.size(); ++i) {
        auto const &result = report.answers.results[i];
        if (result.property != last)
            out += (out.empty() ? "" : "\n") + heading_text(report.answers, result);
        last = result.property;
        out += answer_text(report.answers, result);
        for (auto const &why : report.why[i]) out += why_text(report.answers, result, why);
    }
    if (report.answers.results.size() < 2) return out;
    for (auto const &one : needless(report)) {
        out += fmt::format("\nin {} none of these answers needs\n", one.regime);
        out += set_text(report.answers, *one.core, one.clauses);
    }
    return out;
}

Json set_json(Report const &report, compiler::Core const &core, ClauseSet const &clauses) {
    Json list = Json::array();
    for (auto const id : clauses) list.push_back(clause_json(report, core, id));
    return list;
}

Json why_json(Report const &report, Result const &result, Why const &why) {
    Json j;
    j["of"] = why.of_proof ? "proof" : "run";
    if (!why.under.empty()) j["under"] = clarification_json(why.under);
    if (!why.undecided.empty()) j["undecided"] = why.undecided;
    j["complete"] = why.complete;
    j["enough"] = Json::array();
    for (auto const &set : why.enough) j["enough"].push_back(set_json(report, *result.core, set));
    j["losses"] = Json::array();
    for (auto const &loss : why.losses) {
        Json one{{"clauses", set_json(report, *result.core, loss.clauses)}};
        if (loss.story) one["run"] = story_json(report, result, *loss.story);
        j["losses"].push_back(std::move(one));
    }
    return j;
}

std::string json(WhyReport const &report) {
    Json j;
    j["schema"] = "mandate.explain/1";
    j["tool"] = tool_json();
    j["budget"] = report.answers.budget;
    j["answers"] = Json::array();
    for (std::size_t i = 0; i < report.answers.results.size(); ++i) {
        auto const &result = report.answers.results[i];
        Json one{{"answer", answer_json(report.answers, result)}, {"why", Json::array()}};
        for (auto const &why : report.why[i])
            one["why"].push_back(why_json(report.answers, result, why));
        j["answers"].push_back(std::move(one));
    }
    j["needless"] = Json::array();
    for (auto const &one : needless(report))
        j["needless"].push_back({{"regime", one.regime},
                                 {"clauses", set_json(report.answers, *one.core, one.clauses)}});
    j["exit"] = static_cast<int>(exit_code(report));
    return j.dump(2) + "\n";
}

constexpr Format<WhyReport> why_formats[] = {
    {"text", "for reading: each answer, then which clauses carry it", &text},
    {"json", "one object; schema in docs/explain.schema.json", &json},
};

bool in_full(std::vector<Why> const &all) {
    return !all.empty() && std::all_of(all.begin(), all.end(), [](Why const &why) {
        return why.undecided.empty() && why.complete;
    });
}

} // namespace

std::vector<Needless> needless(WhyReport const &report) {
    std::vector<Needless> result;
    std::vector<compiler::Core const *> seen;
    for (auto const &of : report.answers.results) {
        if (std::find(seen.begin(), seen.end(), of.core) != seen.end()) continue;
        seen.push_back(of.core);
        std::set<compiler::ClauseId> needed;
        bool full = true;
        for (std::size_t i = 0; i < report.why.size(); ++i) {
            if (report.answers.results[i].core != of.core) continue;
            // Of one that depends, or fails in substance, only some of the conditions are
            // explained.
            auto const id = report.answers.results[i].answer.id;
            full &= in_full(report.why[i]) && id != solver::VerdictId::depends &&
                    id != solver::VerdictId::fails_in_substance;
            for (auto const &why : report.why[i])
                for (auto const &set : why.enough) needed.insert(set.begin(), set.end());
        }
        if (!full) continue;
        Needless one{of.regime, {}, of.core};
        for (std::size_t c = 0; c < of.core->clauses.size(); ++c)
            if (auto const id = of.core->clauses.id(c);
                !of.core->clauses[id].instrument.empty() && !needed.contains(id))
                one.clauses.push_back(id);
        result.push_back(std::move(one));
    }
    return result;
}

ExitCode exit_code(WhyReport const &report) {
    return std::all_of(report.why.begin(), report.why.end(), in_full) ? ExitCode::fine
                                                                      : ExitCode::open;
}

std::span<Format<WhyReport> const> why_renderers() {
    return why_formats;
}

} // namespace mandate::report
