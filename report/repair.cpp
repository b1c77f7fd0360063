#include "report/repair.h"

#include "base/text.h"
#include "report/pieces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate::report {

namespace {

using Json = nlohmann::ordered_json;
using Package = RepairReport::Package;
using solver::VerdictId;

std::string words_of(std::vector<std::string> const &amendments, char const *between = " + ") {
    std::string words;
    for (auto const &name : amendments) words += (words.empty() ? "" : between) + name;
    return words;
}

std::string indented(std::string const &lines) {
    std::string out;
    for (std::size_t at = 0; at < lines.size();) {
        auto const end = std::min(lines.find('\n', at), lines.size());
        out += "    " + lines.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return out;
}

std::string text(RepairReport const &report) {
    std::string out = heading_text(report.answers, report.before);
    out += answer_text(report.answers, report.before);
    if (given(report.before)) return out + "\nno amendment is needed\n";
    out += fmt::format("\non offer: {}\n",
                       report.on_offer.empty() ? "nothing" : words_of(report.on_offer, ", "));
    for (auto const &package : report.packages) {
        out += fmt::format("\nwith {}\n", words_of(package.amendments));
        for (auto const &name : package.amendments)
            if (auto const edit = report.standard.find(name); edit != report.standard.end())
                out += indented(edit->second);
        out += answer_text(report.answers, package.answer);
        if (package.lost.empty())
            out += fmt::format(
                "    nothing is lost of {} other answers that hold, are possible or impossible\n",
                report.kept.size());
        for (std::size_t i = 0; i < package.lost.size(); ++i) {
            auto const &was = report.kept[package.lost[i]];
            out += fmt::format("    lost: {} — {}: {}, now {}\n", was.property, was.title,
                               solver::words_of(was.answer.id),
                               solver::words_of(package.instead[i].answer.id));
        }
    }
    for (auto const &together : report.undecided)
        out += fmt::format("\nundecided: whether {} is enough\n", words_of(together));
    if (!report.unfit.empty()) {
        out += "\nnot tried, as they do not fit together:";
        for (auto const &together : report.unfit)
            out += (&together == &report.unfit.front() ? " " : ", ") + words_of(together);
        out += "\n";
    }
    if (!report.all_tried) out += "\nlarger packages were not tried\n";
    if (!report.standard.empty())
        out += fmt::format("\n{} standard edits were tried, too\n", report.standard.size());
    if (report.packages.empty()) out += "\nno package is enough\n";
    return out;
}

// The edits of the menu that a package names.
Json standard_json(RepairReport const &report) {
    std::map<std::string, std::string> named;
    auto const add = [&](std::vector<std::string> const &amendments) {
        for (auto const &name : amendments)
            if (auto const edit = report.standard.find(name); edit != report.standard.end())
                named.insert(*edit);
    };
    for (auto const &package : report.packages) add(package.amendments);
    for (auto const *list : {&report.undecided, &report.unfit})
        for (auto const &together : *list) add(together);
    return named;
}

Json json_of(RepairReport const &report) {
    Json j;
    j["schema"] = "mandate.repair/1";
    j["tool"] = tool_json();
    j["budget"] = report.answers.budget;
    j["before"] = answer_json(report.answers, report.before);
    j["onOffer"] = report.on_offer;
    j["standardEdits"] = standard_json(report);
    j["kept"] = report.kept.size();
    j["packages"] = Json::array();
    for (auto const &package : report.packages) {
        Json one{{"amendments", package.amendments},
                 {"answer", answer_json(report.answers, package.answer)},
                 {"lost", Json::array()}};
        for (std::size_t i = 0; i < package.lost.size(); ++i)
            one["lost"].push_back(
                {{"before", answer_json(report.answers, report.kept[package.lost[i]])},
                 {"after", answer_json(report.answers, package.instead[i])}});
        j["packages"].push_back(std::move(one));
    }
    j["undecided"] = report.undecided;
    j["unfit"] = report.unfit;
    j["allTried"] = report.all_tried;
    j["exit"] = static_cast<int>(exit_code(report));
    return j;
}
std::string json(RepairReport const &report) {
    return json_of(report).dump(2) + "\n";
}

constexpr Format<RepairReport> repair_formats[] = {
    {"text", "for reading: each package, and what it loses", &text},
    {"json", "one object; schema in docs/repair.schema.json", &json},
};

} // namespace

bool given(Result const &result) {
    return result.answer.id == VerdictId::holds || result.answer.id == VerdictId::possible;
}

ExitCode exit_code(RepairReport const &report) {
    if (given(report.before)) return ExitCode::fine;
    bool open = !report.undecided.empty();
    for (auto const &package : report.packages) {
        if (package.lost.empty()) return ExitCode::fine;
        open |= std::all_of(package.instead.begin(), package.instead.end(), [](Result const &now) {
            return now.answer.id == VerdictId::undecided;
        });
    }
    return open ? ExitCode::open : ExitCode::not_as_expected;
}

std::span<Format<RepairReport> const> repair_renderers() {
    return repair_formats;
}

} // namespace mandate::report
