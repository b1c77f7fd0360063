// The silence audit: each event answered, left open, not answered and not applicable on little
// regimes; cells of the shipped decrees checked by hand against the law; the published shape of the
// JSON.
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace mandate;
using nlohmann::json;
using tests::run;

namespace {

std::string const country = R"(level land
level town in land { kinds port, market }
person { citizen born }
authority board
office chief filled outside
office mayor of t: town
superior of mayor of t: town = chief
body council of t: town
people of t: town
event flood of t: town may never come
event treaty may never come
sources { S "said" sourced  O "left open" silent  N "not read" not sourced }
)";

// The law of the country: the clauses of the mayor and of the council, and what stands outside
// both.
std::string law(std::string const &mayor, std::string const &council = "",
                std::string const &rest = "") {
    return country + "instrument Law \"law\" { rank statute in force from 2000-01-01\n" +
           "office mayor of t: town { " + mayor + " }\n" + "body council of t: town { " + council +
           " }\n" + rest + " }\nregime now \"now\" = Law as of 2001-01-01\n";
}

json audit(cli::MemoryFiles files, std::vector<std::string> const &args) {
    std::vector<std::string> all{"audit", "--format", "json"};
    all.insert(all.end(), args.begin(), args.end());
    auto const ended = run(files, all);
    INFO(ended.err);
    REQUIRE(ended.code == 0);
    return json::parse(ended.out);
}
json audit(std::string const &text) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = text;
    return audit(files, {"law.mandate"});
}

// The row of a subject, "mayor of town", in the first regime.
json row(json const &report, std::string const &subject, std::string const &event) {
    for (auto const &s : report["regimes"][0]["subjects"]) {
        auto const level = s["level"].is_null() ? "" : " of " + s["level"].get<std::string>();
        if (s["name"].get<std::string>() + level != subject) continue;
        for (auto const &r : s["events"])
            if (r["event"] == event) return r;
    }
    FAIL("no row " + event + " of " + subject);
    return {};
}
std::string status(std::string const &text, std::string const &subject, std::string const &event) {
    return row(audit(text), subject, event)["status"];
}
// The answers whose matter contains the words.
std::vector<json> answers(json const &row, std::string const &matter) {
    std::vector<json> found;
    for (auto const &a : row["answers"])
        if (a["matter"].get<std::string>().find(matter) != std::string::npos) found.push_back(a);
    return found;
}
json answer(json const &row, std::string const &matter) {
    auto found = answers(row, matter);
    // The whole matter, where that is one.
    if (std::any_of(found.begin(), found.end(),
                    [&](json const &a) { return a["matter"] == matter; }))
        std::erase_if(found, [&](json const &a) { return a["matter"] != matter; });
    INFO(row.dump(1) << "\n" << matter);
    REQUIRE(found.size() == 1);
    return found.front();
}
bool cites(json const &answer, std::string const &rule) {
    auto const &rules = answer["clause"]["rules"];
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

std::string const appointed =
    "appointment by board @way [S] { consent of council of t @consent [S] { ";
std::string const elected =
    "election by council of t @way [S] { candidates presented by board [S]\n";

// One event under four kinds of law.
void four(std::string const &subject, std::string const &event, std::string const &answered,
          std::string const &unsettled, std::string const &none, std::string const &concerned) {
    CAPTURE(subject, event);
    CHECK(status(answered, subject, event) == "answered");
    CHECK(status(unsettled, subject, event) == "unsettled");
    CHECK(status(none, subject, event) == "none");
    CHECK(status(concerned, subject, event) == "not-applicable");
}

} // namespace

TEST_CASE("each event is answered, left open, not answered, or no matter", "[audit]") {
    auto const nothing = law("appointment by board @way [S]");
    auto const acting = [](std::string const &by) {
        return "appointment by board [S] acting holder designated by " + by +
               " @acting [S] { at most 6 months [S] } ";
    };
    // Whoever takes and leaves office as a fact has no term and dies without a clause.
    auto const row_of = [](std::string const &text, std::string const &event) {
        return status(text, "chief", event);
    };
    CHECK(row_of(nothing, "death") == "not-applicable");
    CHECK(row_of(nothing, "resignation") == "not-applicable");
    CHECK(status(nothing, "council of town", "death") == "not-applicable");

    auto const open = law(acting("unsettled { superior, nobody } [O]"));
    CHECK(status(law(acting("superior")), "mayor of town", "death") == "answered");
    CHECK(status(open, "mayor of town", "death") == "unsettled");
    CHECK(status(nothing, "mayor of town", "death") == "none");
    CHECK(status(law(acting("superior") + "resignation [S]"), "mayor of town", "resignation") ==
          "answered");
    CHECK(status(law(acting("superior")), "mayor of town", "resignation") == "none");

    for (std::string const subject : {"mayor of town", "council of town"}) {
        four(subject, "refusal",
             law(appointed + "at most 2 refusals [S] same person again: no [S] } }"),
             law(appointed +
                 "at most unsettled { 2, any number } refusals [O] same person again: no [S] } }"),
             law(appointed + "same person again: no [S] } }"), nothing);
        four(subject, "no answer", law(appointed + "no answer means yes [S] } }"),
             law(appointed + "no answer means unsettled { yes, no } [O] } }"),
             law(appointed + "} }"), law(elected + "}"));
        four(subject, "tie", law(appointed + "on tie: fails [S] } }"),
             law(elected + "on tie: unsettled { repeat vote, new election } [O] }"),
             law(elected + "}"), nothing);
        four(subject, "no quorum", law(appointed + "quorum 1/2 of all seats [S] } }"),
             law(elected + "quorum unsettled { 1/2, 2/3 } of all seats [O] }"), law(elected + "}"),
             nothing);
        auto const pending = [&](std::string const &what) {
            return law(elected + "}", "dissolved by board at discretion [S] " + what);
        };
        four(subject, "dissolution while something is pending",
             pending("pending matters: lapse [S]"),
             pending("pending matters: unsettled { lapse, inherited } [O]"), pending(""),
             law(elected + "}"));
    }
    four("mayor of town", "withdrawal of a candidate", law(elected + "withdrawal: go on [S] }"),
         law(elected + "withdrawal: unsettled { void, go on } [O] }"), law(elected + "}"), nothing);
    four("mayor of town", "expiry without successor",
         law("appointment by board [S] term 4 years [S] on expiry: vacates [S]"),
         law("appointment by board [S] term 4 years [S] "
             "on expiry: unsettled { vacates, stays until successor } [O]"),
         law("appointment by board [S] term 4 years [S]"),
         law("appointment by board [S] term none [S]"));
    four("council of town", "expiry without successor",
         law("", "term 4 years [S] on expiry: vacates [S]"),
         law("", "term 4 years [S] on expiry: unsettled { vacates, stays until successor } [O]"),
         law("", "term 4 years [S]"), law("", ""));
    // What follows from losing a requirement is refused before the audit, so that no clause
    // answers.
    CHECK(status(law("appointment by board [S] a candidate must be citizen [S]"), "mayor of town",
                 "loss of a requirement") == "none");
    CHECK(status(law("appointment by board [S] a candidate must be at least 25 years old [S]"),
                 "mayor of town", "loss of a requirement") == "not-applicable");
}

TEST_CASE("an answer says which clause, what it says, and what limits it", "[audit]") {
    auto const report =
        audit(law("appointment by board where port @ports [S] { consent of council of t @c [S] { "
                  "on tie: fails [S] } }\n"
                  "unsettled { { appointment by board where market @markets [S] { agreement of "
                  "chief [S] { no answer means yes [S] } } }, { } } @m [O]\n"
                  "term 4 years [S] on expiry: unsettled { open vacates, stays until successor } "
                  "in fact decided by board @end [N]",
                  "", "displaces Law@ports where flood of t occurs [S]"));
    auto const tie = answer(row(report, "mayor of town", "tie"), "Law@ports");
    CHECK(tie["clause"]["instrument"] == "Law");
    CHECK(cites(tie, "S"));
    CHECK(tie["says"] == "the vote fails");
    CHECK(tie["limits"] == json({"where port", "displaced where flood of t occurs"}));

    // A part with a citation of its own is asked about under it.
    auto const parts =
        row(audit(law(appointed + "on tie: unsettled { fails, repeat vote } [O] } }")),
            "mayor of town", "tie");
    CHECK(answer(parts, "consent of")["question"]["words"] == "Law [O]: on a tie");

    // A settled part of a clause of which it is open whether it is there.
    auto const silence = answer(row(report, "mayor of town", "no answer"), "Law@markets");
    CHECK(silence["status"] == "unsettled");
    CHECK(silence["says"] == "yes");
    CHECK(silence["question"]["because"] == "silent");
    CHECK(silence["limits"] ==
          json({"only if Law@m [O]: which clause there is = as written", "where market"}));

    auto const end =
        answer(row(report, "mayor of town", "expiry without successor"), "term is over");
    CHECK(end["clause"]["clause"] == "end");
    CHECK(end["question"]["because"] == "not-sourced");
    CHECK(end["question"]["decidedBy"] == "board");
    CHECK(end["question"]["implicit"] == false);
    CHECK(end["question"]["alternatives"].size() == 2);
}

TEST_CASE("clauses that leave out units do not answer for them", "[audit]") {
    auto const mayor = [](std::string const &clauses) {
        return row(audit(law("appointment by board [S] " + clauses)), "mayor of town",
                   "expiry without successor");
    };
    std::string const out = "when the term is over, where none of these clauses applies";
    auto const second = [&](std::string const &where) {
        return country + "instrument Law \"law\" { rank statute in force from 2000-01-01\n" +
               "office mayor of t: town where port { appointment by board [S] term 4 years [S] on "
               "expiry: vacates [S] }\noffice mayor of t: town where " +
               where + "}\nregime now \"now\" = Law as of 2001-01-01\n";
    };
    auto const of = [&](std::string const &where) {
        return row(audit(second(where)), "mayor of town", "expiry without successor");
    };
    CHECK(mayor("term 4 years [S] on expiry: vacates [S]")["status"] == "answered");
    // The other kind has no term, has one that ends by a clause, has one that does not.
    CHECK(of("market { term none [S] }")["status"] == "answered");
    CHECK(of("not port { term 2 years [S] on expiry: stays until successor [S] }")["status"] ==
          "answered");
    auto const silent = of("market { term 2 years [S] }");
    CHECK(silent["status"] == "none");
    auto const open = answer(silent, out);
    CHECK(open["status"] == "none");
    CHECK(open["question"]["words"] ==
          "Law [S]: when the term is over and there is no successor (not said)");
    CHECK(open["limits"] == json({"where market"}));
    // Two clauses of one rank: which counts is left open.
    auto const both = of("port { on expiry: stays until successor [S] }");
    CHECK(both["status"] == "unsettled");
    CHECK(answer(both, "which of the clauses")["question"]["implicit"] == true);
    // What turns on more than the kind may leave out units.
    CHECK(
        of("market and flood of t occurs { term 2 years [S] on expiry: vacates [S] }")["status"] ==
        "none");
}

TEST_CASE("pending matters and ends are answered where the clauses apply", "[audit]") {
    auto const two = [](std::string const &clauses, std::string const &council) {
        return audit(law("appointment by board [S] { consent of council of t [S] } ",
                         "elected by board [S] dissolved by board at discretion [S] " + council,
                         "office mayor of t: town where port { " + clauses + " }\n" +
                             "body council of t: town where port { pending matters: lapse [S] }"));
    };
    auto const pending = [&](json const &report) {
        return row(report, "mayor of town", "dissolution while something is pending");
    };
    auto const alone = pending(two("", ""));
    CHECK(alone["status"] == "none");
    CHECK(answer(alone, "where none of these")["question"]["implicit"] == true);
    auto const both = pending(two("", "pending matters: inherited [S]"));
    CHECK(both["status"] == "unsettled");
    CHECK(answer(both, "which of the clauses")["question"]["words"] ==
          "Law [S]: two clauses on pending matters of equal rank: which counts (not said)");

    std::string const end = "ends when a newly elected chief takes office ";
    CHECK(row(two(end + "[S] { vacates }", ""), "mayor of town",
              "expiry without successor")["status"] == "answered");
    auto const open = row(two(end + "[S] { vacates } " + end + "[S] { stays until successor }", ""),
                          "mayor of town", "expiry without successor");
    CHECK(open["status"] == "unsettled");
}

TEST_CASE("an implicit question is named as by a verdict that depends on it", "[audit]") {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = law(appointed + "carried by majority of all seats } }");
    auto const report = audit(files, {"law.mandate"});
    std::set<std::string> named;
    for (auto const &subject : report["regimes"][0]["subjects"])
        for (auto const &r : subject["events"])
            for (auto const &a : r["answers"])
                if (!a["question"].is_null() && a["question"]["implicit"] == true) {
                    CHECK(a["status"] == "none");
                    named.insert(a["question"]["words"].get<std::string>());
                }
    CHECK(named.count("Law@consent [S]: same person again after a refusal (not said)") == 1);
    CHECK(named.count("Law@consent [S]: on a tie (not said)") == 1);
    // Each of them is a question of the core, word for word.
    auto const core = run(files, {"core", "law.mandate"}).out;
    for (auto const &words : named) {
        CAPTURE(words);
        CHECK(core.find(words) != std::string::npos);
    }
}

TEST_CASE("a body appoints by a vote, which may lack a quorum or be tied", "[audit]") {
    auto const text = [](std::string const &vote) {
        return law("appointment by council of t @way [S] { " + vote + " }");
    };
    auto const settled = text("quorum 1/2 of all seats [S] carried by majority of all seats [S]");
    auto const open = text("quorum unsettled { 1/2, 2/3 } of all seats [O] "
                           "carried by majority of all seats [S]");
    for (std::string const subject : {"mayor of town", "council of town"}) {
        CHECK(status(settled, subject, "no quorum") == "answered");
        CHECK(status(open, subject, "no quorum") == "unsettled");
        CHECK(status(settled, subject, "tie") == "none");
    }
    CHECK(status(law("appointment by board @way [S]"), "mayor of town", "no quorum") ==
          "not-applicable");
}

TEST_CASE("a value that a higher text settles everywhere is not left open", "[audit]") {
    auto const text = country + R"(
instrument Draft "draft" { rank programme in force from 2000-01-01
    office mayor of t: town { appointment by board [S] term unsettled { none, 4 years } [O] } }
instrument Act "act" { rank statute in force from 2000-01-01
    office mayor of t: town { term 2 years [S] on expiry: vacates [S] } }
regime now "now" = Draft + Act as of 2001-01-01
)";
    CHECK(status(text, "mayor of town", "expiry without successor") == "answered");
}

TEST_CASE("what waits for an event that may never come is listed", "[audit]") {
    auto text = law("appointment by board [S] may be removed by board only on grounds (flood of t "
                    "occurs) @r [S]",
                    "dissolved by board only on grounds (not treaty occurs) @d [S]");
    text +=
        "instrument Later \"later\" { rank statute in force from 2000-01-01 starts when treaty }\n"
        "regime also \"also\" = Law + Later as of 2001-01-01\n";
    auto const waiting = audit(text)["regimes"][1]["waiting"];
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0]["event"] == "treaty");
    CHECK(waiting[0]["clause"]["instrument"] == "Later");
    CHECK(waiting[1]["event"] == "flood");
    CHECK(waiting[1]["clause"]["clause"] == "r");
}

TEST_CASE("the exit code says whether there was an audit", "[audit]") {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = law("appointment by board [S]");
    CHECK(run(files, {"audit", "law.mandate"}).code == 0);
    auto const shown = run(files, {"audit", "law.mandate", "--as-of", "2002-01-01"});
    CHECK(shown.code == 0);
    CHECK(shown.out.find("\nmayor of town\n  ∅ death: no clause\n      ∅ who acts in the vacancy — "
                         "no clause; open: ") != std::string::npos);
    CHECK(shown.out.find("\nchief\n  – not applicable: every event\n") != std::string::npos);
    CHECK(run(files, {"audit", "law.mandate", "--regime", "other"}).code == 4);
    CHECK(run(files, {"audit", "nowhere.mandate"}).code == 2);
    CHECK(run(files, {"audit", "law.mandate", "--format", "jsonl"}).code == 2);
    files.texts["law.mandate"] = law("appointment by nobody_known [S]");
    CHECK(run(files, {"audit", "law.mandate"}).code == 3);
    files.texts["law.mandate"] = law("on loss of a requirement: vacates [S]");
    CHECK(run(files, {"audit", "law.mandate"}).code == 3);
}

TEST_CASE("audits are JSON of the published shape, and the same bytes each time", "[audit]") {
    auto const report = audit(tests::models(), {"models/kazakhstan"});
    CHECK(report["regimes"].size() == 30);
    CHECK(tests::valid("audit", report.dump()));
    CHECK_FALSE(tests::valid("audit", "{}"));
    auto const chain =
        audit(tests::models(), {"models/kazakhstan", "--regime", "from_1995_to_2013"});
    CHECK(tests::valid("audit", chain.dump()));
    CHECK(chain["regimes"][0]["subjects"].empty());
    auto const found = [&](std::string const &kind, std::string const &regime,
                           std::string const &instrument, std::string const &clause) {
        auto const &findings = chain["regimes"][0]["findings"];
        return std::any_of(findings.begin(), findings.end(), [&](json const &finding) {
            return finding["kind"] == kind && finding["regime"] == regime &&
                   finding["clause"]["instrument"] == instrument &&
                   finding["clause"]["clause"] == clause;
        });
    };
    // Decree 130 fell on 4 June 2007: whoever it had elected sat beside the decree of 2007.
    CHECK(found("two-procedures", "in_2008", "D130", "election"));
    CHECK(found("procedure-cut", "in_2008", "D130", "election"));
    // Two years under Decree 633; where a term is fixed after it, it is four.
    CHECK(found("term-longer", "in_2005", "D633", "election_self"));
    CHECK_FALSE(found("procedure-cut", "in_2006", "D130", "election"));
    CHECK(audit(tests::models(), {"models/kazakhstan"}) == report);
    // Every construct of the language.
    cli::MemoryFiles page;
    page.texts["language.md"] =
        cli::RealFiles().read(std::string(MANDATE_TEST_DIR) + "/../docs/language.md").value();
    CHECK(tests::valid("audit", audit(page, {"language.md"}).dump()));
    auto files = tests::models();
    auto const text = run(files, {"audit", "models/kazakhstan"});
    CHECK(text.code == 0);
    CHECK(text.out == run(files, {"audit", "models/kazakhstan"}).out);
    CHECK(text.out.find("akim of oblast") < text.out.find("maslikhat of oblast"));
}

TEST_CASE("cells of the decrees in force in 2008", "[audit][models]") {
    auto const report = audit(tests::models(), {"models/kazakhstan", "--regime", "in_2008"});
    auto const cell = [&](std::string const &subject, std::string const &event,
                          std::string const &matter) {
        return answer(row(report, subject, event), matter);
    };
    std::string const consent = "D339@appointment [C07-R2, C07-R7]: consent of maslikhat";

    // The text read says nothing of a tie in a vote on consent.
    auto const tie = cell("akim of raion", "tie", consent);
    CHECK(tie["status"] == "none");
    CHECK(tie["question"]["implicit"] == true);
    CHECK(tie["question"]["words"] == "D339 [C07-R2]: on a tie (not said)");
    CHECK(row(report, "akim of oblast", "tie")["status"] == "none");
    auto const report_tie = cell("akim of raion", "tie", "Law_2001@report");
    CHECK(report_tie["limits"] == json({"except city_district"}));
    CHECK(report_tie["question"]["alternatives"] ==
          json({"the vote fails", "the vote is repeated", "a new report"}));

    auto const silence = cell("akim of raion", "no answer", consent);
    CHECK(silence["status"] == "unsettled");
    CHECK(cites(silence, "C07-R5"));
    CHECK(silence["question"]["because"] == "silent");
    CHECK(silence["question"]["alternatives"] == json({"yes", "no", "it blocks"}));
    CHECK(silence["limits"] ==
          json({"except city_district", "displaced where consent_withdrawn of r occurs, if "
                                        "D339@withdrawn_consent [C07-R5]: which clause there is = "
                                        "as written"}));
    // For a raion in a city the same question is not even asked by a text.
    CHECK(cell("akim of raion", "no answer", "D339@district_of_a_republican_city")["status"] ==
          "none");

    auto const often = cell("akim of raion", "refusal", consent + " of the raion, how often");
    CHECK(often["status"] == "unsettled");
    CHECK(cites(often, "C07-R6"));
    CHECK(often["question"]["alternatives"] == json({"2", "any number"}));
    auto const again = cell("akim of raion", "refusal", consent + " of the raion, the same person");
    CHECK(cites(again, "C07-R6"));
    CHECK(again["question"]["words"] == "D339 [C07-R6]: same person again");

    auto const pending = cell("akim of raion", "dissolution while something is pending", consent);
    CHECK(pending["status"] == "unsettled");
    CHECK(pending["clause"]["clause"] == "pending");
    CHECK(cites(pending, "X-R18"));
    CHECK(row(report, "maslikhat of raion", "dissolution while something is pending")["status"] ==
          "unsettled");

    for (std::string const subject : {"akim of oblast", "akim of raion", "akim of okrug"}) {
        CAPTURE(subject);
        auto const vacancy = cell(subject, "death", "who acts");
        CHECK(vacancy["status"] == "unsettled");
        CHECK(cites(vacancy, "X-R21"));
        CHECK(vacancy["question"]["alternatives"] == json({"the superior", "nobody"}));
        // No fixed term, and nothing for its end if there is one.
        auto const term = cell(subject, "expiry without successor", "whether there is a term");
        CHECK(cites(term, "C07-R12"));
        CHECK(cell(subject, "expiry without successor", "when the term is over")["status"] ==
              "none");
    }
    // Hold-over at an inauguration is settled, for oblasts only.
    auto const inauguration =
        cell("akim of oblast", "expiry without successor", "newly elected president");
    CHECK(inauguration["status"] == "answered");
    CHECK(cites(inauguration, "C07-R11"));
    CHECK(
        answers(row(report, "akim of raion", "expiry without successor"), "newly elected").empty());
    CHECK(row(report, "akim of raion", "loss of a requirement")["status"] == "not-applicable");
    CHECK(report["regimes"][0]["waiting"][0]["clause"]["instrument"] == "D1484");
}

TEST_CASE("cells of the decrees in force in 2014", "[audit][models]") {
    auto const report = audit(tests::models(), {"models/kazakhstan", "--regime", "in_2014"});
    auto const cell = [&](std::string const &event, std::string const &matter) {
        return answer(row(report, "akim of okrug", event), matter);
    };
    auto const withdrawal = cell("withdrawal of a candidate", "D555@election");
    CHECK(withdrawal["status"] == "unsettled");
    CHECK(cites(withdrawal, "D13-R16"));
    auto const tie = cell("tie", "D555@election");
    CHECK(tie["status"] == "unsettled");
    CHECK(cites(tie, "D13-R15"));
    CHECK(cites(cell("no quorum", "D555@election"), "D13-R13"));
    auto const expiry = cell("expiry without successor", "when the term is over");
    CHECK(expiry["status"] == "unsettled");
    CHECK(cites(expiry, "D13-R25"));
    // The decree speaks of listed units only, and those who are appointed elsewhere may have a
    // term.
    auto const elsewhere = cell("expiry without successor", "where none of these");
    CHECK(elsewhere["status"] == "none");
    CHECK(elsewhere["question"]["words"] ==
          "D86@term [D11-R6]: when the term is over and there is no successor (not said)");
    // The way of the unlisted units differs: the oblast akim's silence is left open there.
    CHECK(cites(cell("no answer", "D86@appointment ["), "D11-R7"));
    // How many votes there may be is left open beside what a tie means.
    auto const rounds = cell("refusal", "D555@election");
    CHECK(rounds["status"] == "unsettled");
    CHECK(cites(rounds, "D13-R15"));
    CHECK(row(report, "akim of okrug", "loss of a requirement")["status"] == "none");
    // Nobody presents candidates for the akim of a raion or of an oblast.
    CHECK(row(report, "akim of raion", "withdrawal of a candidate")["status"] == "not-applicable");
    CHECK(report["regimes"][0]["waiting"].empty());
}
