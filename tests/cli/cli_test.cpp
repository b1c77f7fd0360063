// The whole program in process, on files in memory: what a user sees of it.
#include "base/diagnostic.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

using namespace mandate;
using tests::run;
using tests::valid;

namespace {

// A town with an appointed mayor, in two regimes.
constexpr char const *town = R"(authority board
office mayor
sources { A-1 "the board appoints" sourced  A-2 "nothing is said of the end of a term" silent }
instrument Law "law" {
    rank statute in force from 2000-01-01
    office mayor {
        appointment by board @way [A-1]
        term 2 days [A-1]
        on expiry: unsettled { vacates, stays until successor } [A-2]
    }
}
instrument Reform "reform" {
    rank statute in force from 2005-01-01
    repeals Law@way [A-1]
    office mayor { appointment by board @other [A-1] { a candidate must satisfy (false) [A-1] } }
}
regime early "early" = Law as of 2001-01-01
regime late "late" = Law + Reform as of 2005-06-01
)";

cli::MemoryFiles files(std::string const &questions) {
    cli::MemoryFiles result;
    result.texts["model/town.mandate"] = town;
    result.texts["model/questions.mandate"] = "use \"town.mandate\"\n" + questions;
    return result;
}

constexpr char const *taken =
    "property taken \"taken\" [A-1]\n    for some p: person: possible p takes mayor\n";
constexpr char const *never_taken =
    "property never_taken \"never taken\"\n    for every p: person: never p takes mayor\n";
constexpr char const *over =
    "property over \"held over\"\n    for some p: person: possible p is held over as mayor\n";

int code(std::string const &questions, std::vector<std::string> more = {}) {
    auto all = files(questions);
    std::vector<std::string> args{"check", "model"};
    args.insert(args.end(), more.begin(), more.end());
    auto const ended = run(all, args);
    INFO(ended.out << ended.err);
    CHECK((ended.code == 0 || ended.code == 1 || ended.code == 5) == !ended.out.empty());
    return ended.code;
}

bool has(std::string const &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::vector<nlohmann::json> results(std::string const &questions,
                                    std::vector<std::string> more = {}) {
    auto all = files(questions);
    std::vector<std::string> args{"check", "model", "--format", "json"};
    args.insert(args.end(), more.begin(), more.end());
    auto const ended = run(all, args);
    INFO(ended.err);
    REQUIRE(!ended.out.empty());
    return nlohmann::json::parse(ended.out)["results"];
}

std::vector<std::string> names(std::string const &questions, std::vector<std::string> more = {}) {
    std::vector<std::string> list;
    for (auto const &r : results(questions, std::move(more)))
        list.push_back(r["property"].get<std::string>() + " in " + r["regime"].get<std::string>());
    return list;
}

} // namespace

TEST_CASE("the exit code says what the answers are", "[cli]") {
    std::string const here = "  in early\n";
    CHECK(code(taken + here) == 0);
    CHECK(code(never_taken + here) == 1);
    CHECK(code(over + here) == 5); // one reading lets the holder stay, the other does not
    CHECK(code(over + here + never_taken + here) == 1);
    CHECK(code(std::string(never_taken) + "  expect violated in early\n") == 0);
    CHECK(code(std::string(taken) + "  expect impossible in early\n") == 1);
    CHECK(code(std::string(taken) + "  expect impossible in late\n") == 0);
    CHECK(code(std::string(taken) + "  expect holds in early\n") ==
          1); // a better verdict is not the one expected
    CHECK(code(std::string(over) + "  expect depends in early\n") == 0);
    CHECK(code(taken + here, {"--prop", "nothing_of_that_name"}) == 4);
    CHECK(code("") == 4);
    CHECK(code("property broken \"\" possible nobody_here is vacant\n") == 3);
    CHECK(code(never_taken + here, {"--exit-zero"}) == 0);
    CHECK(code(over + here, {"--exit-zero"}) == 0);
    CHECK(code("property broken \"\" possible x is vacant\n", {"--exit-zero"}) == 3);
}

TEST_CASE("an expectation under one answer names a question that is open", "[cli]") {
    std::string const under = std::string(over) + "  expect possible in early when ";
    auto const last = "\"the holder stays until a successor\"\n";
    std::string const question = "\"Law [A-2]: when the term is over\"";
    CHECK(code(under + question + " = " + last) == 0);
    CHECK(code(under + question + " = \"the office falls vacant\"\n") == 1);
    auto const mistake = [&](std::string const &text, char const *error) {
        auto all = files(under + text);
        auto const ended = run(all, {"check", "model"});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 3);
        CHECK(ended.err.find(error) != std::string::npos);
        CHECK(ended.err.find("questions.mandate:4:") != std::string::npos);
    };
    mistake("\"the weather\" = fine\n", "error[unknown-question]");
    mistake(question + " = maybe\n", "error[unknown-answer]");
    mistake(question + " = \"the office falls vacant\" and " + question + " = " + last,
            "the question has an answer already");
}

TEST_CASE("what nobody has read is told from what the law leaves open", "[cli]") {
    auto const unread =
        "sources { B-1 \"the end of a term, in a text not at hand\" not sourced }\n"
        "instrument Unread \"\" { rank statute in force from 2000-01-01\n"
        "    office mayor { appointment by board term 2 days\n"
        "        on expiry: unsettled { vacates, stays until successor } [B-1] } }\n"
        "regime unread = Unread as of 2001-01-01\n";
    auto all = files(unread + std::string(over) + "  in unread, early\n");
    auto const text = run(all, {"check", "model", "--regime", "unread"});
    INFO(text.out << text.err);
    CHECK(text.out.find("not sourced, the text may answer it: Unread [B-1]") != std::string::npos);
    auto const silent = run(all, {"check", "model", "--regime", "early"});
    CHECK(silent.out.find("not sourced") == std::string::npos);
    auto const report = nlohmann::json::parse(run(all, {"check", "model", "--format", "json"}).out);
    std::map<std::string, std::string> silence;
    for (auto const &result : report["results"])
        silence[result["regime"]] = result["dependsOn"][0]["silence"];
    CHECK(silence["unread"] == "not sourced");
    CHECK(silence["early"] == "silent");
}

TEST_CASE("silence can be read one way", "[cli]") {
    // The answers of `over` are not marked open or closed.
    std::string const marked =
        "instrument Marked \"\" { rank statute in force from 2000-01-01\n"
        "    office mayor { appointment by board term 2 days\n"
        "        on expiry: unsettled { closed vacates, open stays until successor } } }\n"
        "regime clear = Marked as of 2001-01-01\n";
    auto const held_over = marked + over + "  in clear\n";
    CHECK(code(held_over) == 5);
    auto all = files(held_over);
    auto const open = run(all, {"check", "model", "--silence", "open"});
    CHECK(open.out.find("✓ possible") != std::string::npos);
    CHECK(open.out.find("read as open") != std::string::npos);
    auto const closed = run(all, {"check", "model", "--silence", "closed", "--format", "json"});
    auto const report = nlohmann::json::parse(closed.out);
    CHECK(report["silence"] == "closed");
    CHECK(report["results"][0]["verdict"] == "impossible");
    CHECK(code(over + std::string("  in early\n"), {"--silence", "open"}) == 5);
    CHECK(code(over + std::string("  in early\n"), {"--silence", "loud"}) == 2);
}

TEST_CASE("twenty open questions are not answered one combination at a time", "[cli]") {
    constexpr int questions = 20;
    std::string attributes, requirements, pairs;
    for (int i = 0; i < questions; ++i) {
        auto const name = "a" + std::to_string(i);
        attributes += " " + name;
        requirements += "a candidate must unsettled { nothing, have " + name + " } @m" +
                        std::to_string(i) + "\n";
        if (i % 2 == 0)
            pairs += (pairs.empty() ? "" : " or ") + std::string("(not p has ") + name +
                     " and not p has a" + std::to_string(i + 1) + ")";
    }
    cli::MemoryFiles all;
    all.texts["law.mandate"] =
        "person {" + attributes + " }\nauthority board\noffice mayor\n" +
        "instrument Law \"\" { rank statute in force from 2000-01-01\n office mayor {\n" +
        requirements + "appointment by board\n} }\nregime now = Law as of 2001-01-01\n" +
        "property q \"\" for some p: person: possible p takes mayor and (" + pairs + ")\n";
    // Each pair of answers makes it possible; 2^10 ways to make it impossible are not listed.
    auto const text = run(all, {"check", "law.mandate"});
    INFO(text.out << text.err);
    std::size_t conditions = 0;
    for (auto at = text.out.find("possible if Law@m"); at != std::string::npos;
         at = text.out.find("possible if Law@m", at + 1))
        ++conditions;
    CHECK(conditions == questions / 2);
    CHECK(text.out.find("impossible under all other answers") != std::string::npos);
    auto const report =
        nlohmann::json::parse(run(all, {"check", "law.mandate", "--format", "json"}).out);
    CHECK(report["results"][0]["verdict"] == "depends");
    CHECK(report["results"][0]["conditions"]["complete"] == false);
    CHECK(report["results"][0]["dependsOn"].size() == questions);
}

TEST_CASE("what fails in substance is told with its proof, its run and the reading", "[cli]") {
    std::string const longer =
        "property longer \"\" for every p: person:\n"
        "    never p holds mayor and not (p takes mayor within the last 2 days)\n";
    CHECK(code(longer + "    in early\n") == 1);
    CHECK(code(longer + "    expect fails in substance in early\n") == 0);
    CHECK(code(longer + "    expect holds in early\n") == 1);
    auto all = files(longer + "    in early\n");
    auto const text = run(all, {"check", "model"});
    INFO(text.out << text.err);
    CHECK(has(text.out, "✗ fails in substance  in early"));
    CHECK(has(text.out, "to the letter it holds, proved for any length of time"));
    CHECK(has(text.out, "under this reading: Law [A-2]: when the term is over — the holder stays "
                        "until a successor"));
    CHECK(has(text.out, "the term of mayor is over"));
    auto const answer = results(longer + "    in early\n").front();
    CHECK(answer["verdict"] == "fails-in-substance");
    CHECK(answer["under"].size() == 1);
    CHECK(answer["runs"].size() == 1);
    // Where the text is read the other way, it holds in substance too.
    auto const closed = longer +
                        "    expect holds in early when \"Law [A-2]: when the term is over\" = "
                        "\"the office falls vacant\"\n";
    CHECK(code(closed) == 0);
}

TEST_CASE("a run without end shows from where on it repeats", "[cli]") {
    std::string const vacancy =
        "property vacancy \"\" mayor is vacant leads to not mayor is vacant\n";
    CHECK(code(vacancy + "    in early\n") == 1);
    auto all = files(vacancy + "    in early\n");
    auto const text = run(all, {"check", "model"});
    INFO(text.out << text.err);
    CHECK(has(text.out, "from here on for ever: time passes, and nothing has to happen"));
    auto const answer = results(vacancy + "    in early\n").front();
    CHECK(answer["runs"][0]["loop"] == 0);
    CHECK(answer["runs"][0]["steps"].size() == 1);
    // A reading decides, and where it ends the report says by when.
    std::string const ends =
        "property ends \"\" for every p: person: p takes mayor leads to p leaves mayor\n";
    CHECK(results(ends + "    in early\n").front()["verdict"] == "depends");
    auto timed =
        files(ends + "    expect holds in early when \"Law [A-2]: when the term is over\" = "
                     "\"the office falls vacant\"\n");
    auto const proved = run(timed, {"check", "model"});
    INFO(proved.out << proved.err);
    CHECK(proved.code == 0);
    CHECK(has(proved.out, "it comes within 3 days at the latest"));
}

TEST_CASE("vacuous and not modelled leave the question open", "[cli]") {
    CHECK(code("property v \"\" for every p: person:\n always (p takes mayor implies not p holds "
               "mayor) in late\n") == 5);
    CHECK(code("property n \"\" for some p: person:\n possible mayor is filled under Reform@other "
               "in early\n") == 5);
}

TEST_CASE("a wrong command line ends with 2 and says what was meant", "[cli]") {
    cli::MemoryFiles none;
    CHECK(run(none, {}).code == 2);
    CHECK(run(none, {"check"}).code == 2);
    CHECK(run(none, {"check", "model", "--nonsense"}).code == 2);
    CHECK(run(none, {"check", "model", "--format", "pdf"}).code == 2);
    CHECK(run(none, {"check", "model", "--engine", "luck"}).code == 2);
    CHECK(run(none, {"check", "model", "--budget", "-1"}).code == 2);
    auto const misspelt = run(none, {"chekc", "model"});
    CHECK(misspelt.code == 2);
    CHECK(has(misspelt.err, "check"));
    CHECK(misspelt.out.empty());
    for (char const *flag : {"--help", "--version"}) {
        auto const asked = run(none, {flag});
        CHECK(asked.code == 0);
        CHECK(!asked.out.empty());
        CHECK(asked.err.empty());
    }
}

TEST_CASE("a file that is not there", "[cli]") {
    auto all = files(taken);
    auto const missing = run(all, {"check", "model/twon.mandate"});
    CHECK(missing.code == 2);
    CHECK(has(missing.err, "model/twon.mandate"));
    all.texts["a.mandate"] = "use \"b.mandate\"\n";
    auto const used = run(all, {"check", "a.mandate"});
    CHECK(used.code == 3);
    CHECK(has(used.err, "missing-file"));
    CHECK(has(used.err, "a.mandate:1:"));
}

TEST_CASE("files that use each other in a circle", "[cli]") {
    cli::MemoryFiles all;
    all.texts["a.mandate"] = "use \"b.mandate\"\n";
    all.texts["b.mandate"] = "use \"sub/../a.mandate\"\n";
    auto const ended = run(all, {"check", "a.mandate"});
    CHECK(ended.code == 3);
    CHECK(has(ended.err, "use-cycle"));
    // Twice the same file is no circle.
    all.texts["b.mandate"] = "";
    all.texts["c.mandate"] = "use \"a.mandate\"\nuse \"b.mandate\"\n";
    CHECK(run(all, {"check", "c.mandate", "a.mandate"}).code == 4);
}

TEST_CASE("which questions are asked", "[cli]") {
    auto const both = std::string(taken) + never_taken;
    using Names = std::vector<std::string>;
    CHECK(names(both) ==
          Names{"taken in early", "taken in late", "never_taken in early", "never_taken in late"});
    CHECK(names(both, {"--prop", "taken"}) == Names{"taken in early", "taken in late"});
    CHECK(names(both, {"--prop", "*taken", "--regime", "la*"}) ==
          Names{"taken in late", "never_taken in late"});
    CHECK(names(both, {"--prop", "t?ken", "--regime", "early"}) == Names{"taken in early"});
    CHECK(names(both, {"--prop", "*", "--as-of", "2001-01-01"}) ==
          Names{"taken in early", "never_taken in early"});
    CHECK(names(both, {"--prop", "taken", "--as-of", "2004-12-31"}) == Names{"taken in early"});
    CHECK(names(both, {"--prop", "taken", "--as-of", "2006-01-01"}) == Names{"taken in late"});
    CHECK(code(both, {"--as-of", "2005-01-15"}) == 2); // the law of that day is no regime's
    CHECK(code(both, {"--as-of", "1999-01-01"}) == 4);
    CHECK(code(both, {"--as-of", "tomorrow"}) == 2);
    CHECK(code(both, {"--as-of", "2005-13-01"}) == 2);
}

TEST_CASE("a question can be asked on the command line", "[cli]") {
    auto all = files(never_taken);
    auto const asked =
        run(all, {"check", "model", "--ask", "for some p: person: possible p takes mayor",
                  "--regime", "early"});
    CHECK(asked.code == 0);
    CHECK(has(asked.out, "possible"));
    CHECK_FALSE(has(asked.out, "never_taken"));
    auto const wrong = run(all, {"check", "model", "--ask", "possible q takes mayor"});
    CHECK(wrong.code == 3);
    CHECK(has(wrong.err, "--ask:"));
    CHECK(has(wrong.err, "unknown-variable"));
}

TEST_CASE("reports are JSON of the published shape", "[cli]") {
    auto const in_substance = "property s \"\" for every p: person: never p holds mayor and not (p "
                              "takes mayor within the "
                              "last 2 days) in early\n";
    auto const without_end =
        "property e \"\" mayor is vacant leads to not mayor is vacant in early\n";
    // One of each verdict, a title with quotes and line ends of its own, a rank question.
    auto const questions =
        std::string(taken) + never_taken + over + in_substance + without_end +
        "property v \"a «quoted» \\ title\" for every p: person:\n always (p takes mayor implies "
        "not p holds mayor) in late\n"
        "property n \"\" for some p: person:\n possible mayor is filled under Reform@other in "
        "early\n"
        "property r \"ranks\" every way into mayor has basis at rank constitution or higher\n"
        "  expect violated in early\n";
    auto all = files(questions);
    auto const report = run(all, {"check", "model", "--format", "json"});
    CHECK(report.code == 1);
    auto const json = nlohmann::json::parse(report.out);
    CHECK(valid("report", report.out));
    CHECK_FALSE(valid("report", "{}"));
    CHECK(json["exit"] == report.code);

    // One line an event: the answers are the same.
    auto const lines = run(all, {"check", "model", "--format", "jsonl"});
    CHECK(lines.code == report.code);
    std::istringstream in(lines.out);
    std::vector<nlohmann::json> events;
    for (std::string line; std::getline(in, line);) events.push_back(nlohmann::json::parse(line));
    REQUIRE(events.size() == json["results"].size() + 2);
    CHECK(events.front()["event"] == "run-start");
    CHECK(events.back()["exit"] == report.code);
    for (std::size_t i = 0; i < json["results"].size(); ++i) {
        auto answer = events[i + 1];
        CHECK(answer["event"] == "verdict");
        answer.erase("event");
        CHECK(answer == json["results"][i]);
    }
}

TEST_CASE("the same question gives the same bytes", "[cli]") {
    auto const questions = std::string(taken) + never_taken + over;
    for (char const *format : {"text", "json", "jsonl"}) {
        auto one = files(questions), other = files(questions);
        auto const first = run(one, {"check", "model", "--format", format, "--jobs", "1"});
        auto const second = run(other, {"check", "model", "--format", format, "--jobs", "4"});
        CAPTURE(format);
        CHECK(first.out == second.out);
        CHECK(first.err == second.err);
        CHECK(first.code == second.code);
    }
    auto one = files(""), other = files("");
    CHECK(run(one, {"core", "model"}).out == run(other, {"core", "model"}).out);
}

TEST_CASE("every code is explained", "[cli]") {
    cli::MemoryFiles none;
    for (std::size_t i = 0; i < code_count(); ++i) {
        auto const &row = info(static_cast<Code>(i));
        auto const ended = run(none, {"explain", row.id});
        CAPTURE(row.id);
        CHECK(ended.code == 0);
        CHECK(has(ended.out, row.id));
        CHECK(has(ended.out, row.explanation));
    }
    CHECK(run(none, {"explain", "exit-codes"}).code == 0);
    auto const misspelt = run(none, {"explain", "unknwon-name"});
    CHECK(misspelt.code == 2);
    CHECK(has(misspelt.err, "unknown-name"));
}

TEST_CASE("fmt rewrites what is not canonical, and only that", "[cli]") {
    cli::MemoryFiles all;
    all.texts["a.mandate"] = "authority   board\noffice mayor // who\n";
    all.texts["b.mandate"] = "authority other\n";
    auto const before = all.texts;
    auto const checked = run(all, {"fmt", "--check", "a.mandate", "b.mandate"});
    CHECK(checked.code == 1);
    CHECK(checked.out == "a.mandate\n");
    CHECK(all.texts == before);
    CHECK(run(all, {"fmt", "a.mandate", "b.mandate"}).code == 0);
    CHECK(all.texts["a.mandate"] != before.at("a.mandate"));
    CHECK(has(all.texts["a.mandate"], "// who"));
    CHECK(all.texts["b.mandate"] == before.at("b.mandate"));
    CHECK(run(all, {"fmt", "--check", "a.mandate", "b.mandate"}).code == 0);
    all.texts["a.mandate"] = "authority\n";
    CHECK(run(all, {"fmt", "a.mandate"}).code == 3);
}

TEST_CASE("keywords in another language mean the same", "[cli]") {
    auto all = files(std::string(taken) + over);
    REQUIRE(run(all, {"fmt", "model"}).code == 0);
    auto const texts = all.texts;
    auto const core = run(all, {"core", "model"}).out, answers = run(all, {"check", "model"}).out;
    CHECK(!core.empty());
    for (char const *language : {"ru", "kk"}) {
        CAPTURE(language);
        REQUIRE(run(all, {"fmt", "--keywords", language, "model"}).code == 0);
        CHECK(all.texts.at("model/town.mandate") != texts.at("model/town.mandate"));
        CHECK(run(all, {"core", "model"}).out == core);
        CHECK(run(all, {"check", "model", "--prop", "taken"}).code == 0);
        REQUIRE(run(all, {"fmt", "--keywords", "en", "model"}).code == 0);
        CHECK(all.texts == texts);
    }
    CHECK(run(all, {"check", "model"}).out == answers);
}

TEST_CASE("lint warns of what is allowed but hardly meant", "[cli]") {
    auto clean = files(taken);
    clean.texts["model/questions.mandate"] = "use \"town.mandate\"\n";
    CHECK(run(clean, {"lint", "model"}).code == 0);
    auto dirty = clean;
    dirty.texts["model/town.mandate"] += "authority cec\ninstrument More { rank decree in force "
                                         "from 2000-01-01 office mayor { term 1 day } }\n";
    auto const warned = run(dirty, {"lint", "model"});
    CHECK(warned.code == 1);
    CHECK(has(warned.out, "unused-name"));
    CHECK(has(warned.out, "no-citation"));
}

TEST_CASE("code in Markdown is checked, and errors point into it", "[cli]") {
    cli::MemoryFiles all;
    all.texts["law.md"] = "# Law\n\n```mandate\nauthority board\noffice mayor\n```\nand "
                          "then\n```mandate\nproperty p \"\" possible mayer is vacant\n```\n";
    auto const ended = run(all, {"check", "law.md"});
    CHECK(ended.code == 3);
    CHECK(has(ended.err, "law.md:9:24"));
    CHECK(has(ended.err, "mayor")); // what was meant
}

TEST_CASE("amend prints the texts with versions, amendments and repeals put in", "[cli]") {
    cli::MemoryFiles all;
    all.texts["town.mandate"] = R"(authority board
office mayor
instrument Law "law" {
    rank statute in force from 2000-01-01
    office mayor { appointment by board @way term 4 years @length may be removed by board @removal }
    version from 2003-01-01 { office mayor { on expiry: vacates } @expiry }
}
instrument Cut "cut" { rank statute in force from 2002-01-01 repeals Law@removal }
amendment Shorter "shorter" to Law { replace @length with term 2 years @length }
regime amended "amended" = Law + Cut + Shorter as of 2004-01-01
regime old "old" = Law as of 2001-01-01
)";
    auto const amended = run(all, {"amend", "amended", "town.mandate"});
    CHECK(amended.code == 0);
    CHECK(amended.out == R"(instrument Law "law" {
    rank statute in force from 2000-01-01
    office mayor {
        appointment by board @way
        term 2 years @length
    }
    office mayor @expiry {
        on expiry: vacates
    }
}

instrument Cut "cut" {
    rank statute in force from 2002-01-01
    repeals Law@removal
}
)");
    auto const old = run(all, {"amend", "old", "town.mandate"});
    CHECK(old.out.find("may be removed by board @removal") != std::string::npos);
    CHECK(old.out.find("expiry") == std::string::npos);
    // A clause among alternatives is repealed like any other.
    all.texts["left_open.mandate"] = R"(authority board
office mayor
sources { S-1 "" silent }
instrument Law "law" { rank statute in force from 2000-01-01
    office mayor { unsettled { { may be removed by board @removal }, { } } @whether [S-1] }
}
instrument Cut "cut" { rank statute in force from 2002-01-01 repeals Law@removal }
regime cut "cut" = Law + Cut as of 2004-01-01
)";
    auto const left_open = run(all, {"amend", "cut", "left_open.mandate"});
    CHECK(left_open.code == 0);
    CHECK(left_open.out.find("@whether") != std::string::npos);
    CHECK(left_open.out.find("removed by") == std::string::npos);
    // What one amendment brings in a block of its own another does not change.
    auto &stacked = all.texts["stacked.mandate"] = R"(authority board
office mayor
instrument Law "law" { rank statute in force from 2000-01-01
    office mayor { appointment by board @way } @block
}
amendment One "" to Law { replace @block with office mayor { appointment by board @way } @block }
amendment Two "" to Law { replace @way with appointment by board @way }
amendment Three "" to Law { replace @way with appointment by board @way }
regime both "" = Law + One + Two as of 2001-01-01
)";
    CHECK(run(all, {"amend", "both", "stacked.mandate"}).code == 3);
    stacked.replace(stacked.find("Law + One + Two"), 15, "Law + Two + Three");
    CHECK(run(all, {"amend", "both", "stacked.mandate"}).code == 0);
    // A text that an amendment enacts stands beside the others, and counts.
    all.texts["enacted.mandate"] = R"(authority board
office mayor
person { citizen }
instrument Law "law" { rank statute in force from 2000-01-01
    office mayor { appointment by board @way }
}
amendment Ban "ban" to Law {
    repeal @way
    enact instrument Other "other" { rank statute in force from 2002-01-01
        office mayor { appointment by board @other { a candidate must satisfy (false) } }
    }
}
regime old "" = Law as of 2004-01-01
regime new_one "" = Law + Ban as of 2004-01-01
property taken "" for some p: person: possible p takes mayor
    expect possible in old
    expect impossible in new_one
)";
    auto const enacted = run(all, {"amend", "new_one", "enacted.mandate"});
    CHECK(enacted.code == 0);
    CHECK(enacted.out.find("instrument Other \"other\" {") != std::string::npos);
    CHECK(enacted.out.find("@way") == std::string::npos);
    CHECK(run(all, {"check", "enacted.mandate"}).code == 0);
    auto const compared = run(all, {"diff", "old", "new_one", "enacted.mandate"});
    CHECK(compared.out.find("Other") != std::string::npos);
    // It must be in force, as if the regime named it.
    auto &early = all.texts["enacted.mandate"];
    early.replace(early.find("as of 2004-01-01\nproperty"), 16, "as of 2001-01-01");
    auto const not_yet = run(all, {"check", "enacted.mandate"});
    CHECK(not_yet.code == 3);
    CHECK(not_yet.err.find("not-in-force") != std::string::npos);
    // An amendment that no longer fits.
    all.texts["town.mandate"] += "amendment Lost \"lost\" to Law { repeal @lenght }\n"
                                 "regime lost \"lost\" = Law + Lost as of 2004-01-01\n";
    auto const lost = run(all, {"amend", "lost", "town.mandate"});
    CHECK(lost.code == 3);
    CHECK(lost.err.find("did you mean '@length'?") != std::string::npos);
}

TEST_CASE("tune says at which values of a parameter the answer changes", "[cli]") {
    cli::MemoryFiles all;
    all.texts["shire.mandate"] = R"(level land
level shire in land
person { citizen }
authority crown
office reeve of s: shire
office warden of s: shire
body moot of s: shire
superior of reeve of s: shire = crown
parameter delay: time from 1 day to 60 days
parameter places: number from 1 to 9
parameter support: share from 80% to 100%
people of s: shire
instrument Law "law" {
    rank statute  in force from 2000-01-01
    body moot of s: shire {
        seats places
        elected by people of s
    }
    office reeve of s: shire {
        election by moot of s @election {
            candidates presented by superior
            takes office after delay
            quorum 1
            carried by support of all seats
            bloc local: lives in s
        }
    }
    office warden of s: shire {
        appointment by crown @appointment {
            consent of moot of s {
                quorum 5
                carried by majority of votes cast
                no answer means blocks
            }
        }
    }
}
regime now = Law as of 2001-01-01
property outvoted "elected against all who live there"
    for some s: shire, p: person:
        possible moot of s elects p as reeve of s and bloc local votes against
property consented "a warden is appointed"
    for some s: shire, p: person:
        possible p takes warden of s
property soon "elected, and in office within a month"
    for some s: shire, p: person:
        possible p takes reeve of s and (moot of s elects p as reeve of s) within the last 30 days
)";
    using Conditions = std::vector<std::string>;
    auto const tuned = [&](std::string const &property, std::string const &over) {
        auto const ended = run(
            all, {"tune", property, "now", "shire.mandate", "--over", over, "--format", "json"});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
        CHECK(valid("report", ended.out));
        Conditions result;
        auto const answer = nlohmann::json::parse(ended.out)["results"][0];
        result.push_back(answer["verdict"]);
        if (answer.contains("conditions"))
            for (auto const *side : {"possible", "impossible"})
                for (auto const &together : answer["conditions"][side])
                    for (auto const &part : together)
                        result.push_back(std::string(side) + ": " +
                                         part["question"].get<std::string>() + " " +
                                         part["answer"].get<std::string>());
        return result;
    };
    // The one who lives there is one of nine at most: eight ninths are 88.9 percent.
    CHECK(tuned("outvoted", "support") ==
          Conditions{"depends", "possible: support (in percent) at most 88",
                     "impossible: support (in percent) at least 89"});
    CHECK(tuned("consented", "places") ==
          Conditions{"depends", "possible: places at least 5", "impossible: places at most 4"});
    CHECK(tuned("soon", "delay") == Conditions{"depends", "possible: delay (in days) at most 30",
                                               "impossible: delay (in days) at least 31"});
    CHECK(tuned("consented", "delay") == Conditions{"possible"});

    // All but one of n seats: of them, (n - 1) / n.
    auto const by_seats = run(all, {"tune", "outvoted", "now", "shire.mandate", "--over", "support",
                                    "--by", "places", "--format", "json"});
    CHECK(by_seats.code == 0);
    CHECK(valid("report", by_seats.out));
    std::vector<std::string> at_most;
    auto const by_number = nlohmann::json::parse(by_seats.out);
    for (auto const &answer : by_number["results"]) {
        CHECK(answer["given"][0]["question"] == "places");
        CHECK(answer["given"][0]["answer"] == std::to_string(at_most.size() + 1));
        at_most.push_back(answer.contains("conditions")
                              ? answer["conditions"]["possible"][0][0]["answer"]
                              : answer["verdict"]);
    }
    CHECK(at_most == Conditions{"impossible", "impossible", "impossible", "impossible", "80",
                                "at most 83", "at most 85", "at most 87", "at most 88"});
    CHECK(run(all, {"tune", "soon", "now", "shire.mandate", "--over", "delay", "--by", "delay"})
              .code == 2);
    CHECK(run(all, {"tune", "soon", "now", "shire.mandate", "--over", "", "--by", "places"}).code ==
          2);
    auto const by_share = run(all, {"tune", "outvoted", "now", "shire.mandate", "--over", "places",
                                    "--by", "support", "--format", "json"});
    auto const first = nlohmann::json::parse(by_share.out)["results"][0];
    CHECK(first["given"][0]["question"] == "support (in percent)");
    CHECK(first["given"][0]["answer"] == "80");
    CHECK(first["conditions"]["possible"][0][0]["answer"] == "at least 5");
    CHECK(run(all, {"tune", "soon", "now", "shire.mandate", "--over", "places", "--by", "dela"})
              .err.find("did you mean 'delay'?") != std::string::npos);

    auto const ended = run(all, {"tune", "soon", "now", "shire.mandate", "--over", "dela"});
    CHECK(ended.code == 2);
    CHECK(ended.err.find("did you mean 'delay'?") != std::string::npos);
}

TEST_CASE("diff says what can be seen under one regime and not under the other", "[cli]") {
    cli::MemoryFiles all;
    all.texts["town.mandate"] = R"(authority board
body council
office mayor
sources { S-1 "whether the council removes" silent }
instrument Law "law" { rank statute in force from 2000-01-01
    office mayor { appointment by board @way  may be removed by board @removal }
    body council { seats 5 }
}
amendment Words "the same in other words" to Law {
    replace @way with appointment by board @renamed
}
amendment Consent "removal needs consent" to Law {
    replace @removal with may be removed by board @removal { consent of council { } }
}
amendment Elected "the council may appoint as well" to Law {
    add beside @way appointment by council @by_the_council
}
amendment For_life "nobody is removed" to Law { repeal @removal }
instrument Silent "silent" { rank statute in force from 2002-01-01
    office mayor { unsettled { open { may be removed by council @by_the_council }, closed { } } @whether [S-1] }
}
instrument As_silent "as silent" { rank statute in force from 2002-01-01
    office mayor { unsettled { { }, { may be removed by council @council_removes } } @if_at_all [S-1] }
}
instrument Clear "it is said" { rank statute in force from 2002-01-01
    office mayor { may be removed by council @said }
}
instrument Both "both or nothing" { rank statute in force from 2002-01-01
    office mayor { unsettled { { may be removed by council @out  appointment by council @in }, { } } @both [S-1] }
}
instrument Either "the one or the other" { rank statute in force from 2002-01-01
    office mayor { unsettled { { may be removed by council @out }, { appointment by council @in } } @either [S-1] }
}
amendment Turned "the same, turned" to Silent {
    replace @whether with unsettled { closed { }, open { may be removed by council @by_the_council } } @whether [S-1]
}
instrument One_order "two questions" { rank statute in force from 2002-01-01
    office mayor {
        unsettled { { may be removed by council @m_out }, { } } @m1 [S-1]
        unsettled { { appointment by council @m_in }, { } } @m2 [S-1]
    }
}
instrument Other_order "the same two" { rank statute in force from 2002-01-01
    office mayor {
        unsettled { { appointment by council @n_in }, { } } @n1 [S-1]
        unsettled { { may be removed by council @n_out }, { } } @n2 [S-1]
    }
}
instrument Asked "with a vote" { rank statute in force from 2002-01-01
    office mayor { appointment by council @asked { consent of board { }  consent of council { } } }
}
instrument Asked_too "with such a vote" { rank statute in force from 2002-01-01
    office mayor { appointment by council @asked_too { consent of board { }  consent of council { } } }
}
regime turned "turned" = Law + Silent + Turned as of 2002-01-01
regime one_order "two questions" = Law + One_order as of 2002-01-01
regime other_order "the same two" = Law + Other_order as of 2002-01-01
regime asked "with a vote" = Asked + Law as of 2002-01-01
regime asked_too "with such a vote" = Asked_too + Law as of 2002-01-01
regime left_open_too "left open by another text" = Law + As_silent as of 2002-01-01
regime said "said" = Law + Clear as of 2002-01-01
regime both "both or nothing" = Law + Both as of 2002-01-01
regime either "the one or the other" = Law + Either as of 2002-01-01
regime old "old" = Law as of 2001-01-01
regime left_open "left open" = Law + Silent as of 2002-01-01
regime words "words" = Law + Words as of 2001-01-01
regime consent "consent" = Law + Consent as of 2001-01-01
regime elected "elected" = Law + Elected as of 2001-01-01
regime for_life "for life" = Law + For_life as of 2001-01-01
)";
    auto const seen = [&](std::string const &before, std::string const &after,
                          std::vector<std::string> more = {}) {
        std::vector<std::string> args{"diff", before, after, "town.mandate", "--format", "json"};
        args.insert(args.end(), more.begin(), more.end());
        auto const ended = run(all, args);
        INFO(ended.out << ended.err);
        REQUIRE(valid("diff", ended.out));
        auto const rows = nlohmann::json::parse(ended.out)["seen"];
        REQUIRE(rows.size() == 2);
        CHECK(rows[1]["of"] == "council");
        // An act that is named is seen whoever is looked at.
        bool const named = !more.empty() && more[0] == "--observing";
        CHECK(rows[1]["verdict"] == (named ? "looser" : "same"));
        return rows[0];
    };
    CHECK(seen("old", "words")["verdict"] == "same");
    auto const looser = seen("old", "elected");
    CHECK(looser["verdict"] == "looser");
    CHECK(looser["onlyAfter"]["deviations"][0]["act"] == "appoint mayor (council)");
    CHECK(seen("elected", "old")["verdict"] == "stricter");
    CHECK(seen("old", "for_life")["verdict"] == "stricter");
    CHECK(seen("for_life", "elected")["verdict"] == "looser");
    // Whom the council lets go can go as before; without its consent nobody can.
    auto const consent = seen("old", "consent");
    CHECK(consent["onlyAfter"]["deviations"].empty());
    CHECK(consent["onlyAfter"]["restProved"] == true);
    REQUIRE(consent["onlyBefore"]["deviations"].empty());
    CHECK(consent["onlyBefore"]["otherwise"][0]["act"] == "remove mayor (board)");
    auto const votes = seen("old", "consent", {"--observing", "consent to removal*"});
    CHECK(votes["onlyBefore"]["deviations"][0]["act"] == "remove mayor (board)");
    CHECK(votes["onlyBefore"]["deviations"][0]["there"]["verdict"] == "impossible");
    // Silence is read as it is asked for.
    CHECK(seen("old", "left_open", {"--silence", "open"})["verdict"] == "looser");
    CHECK(seen("old", "left_open", {"--silence", "closed"})["verdict"] == "same");
    // Silent before and after: no difference, though the questions are two.
    auto const silent = seen("left_open", "left_open_too");
    CHECK(silent["verdict"] == "same");
    for (auto const &way : {"onlyBefore", "onlyAfter"}) {
        CHECK(silent[way]["deviations"].empty());
        REQUIRE(silent[way]["open"].size() == 1);
        CHECK(silent[way]["open"][0]["act"] == "remove mayor (council)");
        CHECK(silent[way]["open"][0]["here"]["possibleIf"].size() == 1);
        CHECK(silent[way]["open"][0]["there"]["possibleIf"].size() == 1);
    }
    CHECK(
        run(all, {"diff", "left_open", "left_open_too", "town.mandate"})
            .out.find("    open under both: remove mayor (council)\n"
                      "      possible in left_open if Silent@whether [S-1]: which clause there is "
                      "— as written\n") != std::string::npos);
    CHECK(seen("left_open", "turned")["verdict"] == "same");
    CHECK(seen("one_order", "other_order")["verdict"] == "same");
    // How a vote is taken is silent before and after, and nobody sees it.
    CHECK(seen("asked", "asked_too")["verdict"] == "same");
    // It was open, and is certain now.
    CHECK(seen("left_open", "said")["verdict"] == "looser");
    CHECK(seen("said", "left_open")["verdict"] == "stricter");
    // Each alone is open under both, but not both together.
    CHECK(seen("both", "either")["verdict"] == "undecided");
    // One engine alone.
    CHECK(seen("old", "words", {"--engine", "spacer"})["verdict"] == "same");
}

// Two offices, in each of which a holder may stay on if the text is so read: under given answers
// the runs of the open question serve, and no more of them than it takes.
TEST_CASE("an answer under given answers has the runs that these leave", "[cli]") {
    cli::MemoryFiles all;
    auto const office = [](std::string const &name, int days) {
        return "  office " + name + " { appointment by board @way_" + name + " term " +
               std::to_string(days) + " days\n    on expiry: unsettled " +
               "{ closed vacates, open stays until successor } @of_" + name + " }\n";
    };
    std::string const mayor = "\"Law@of_mayor\" = ", judge = "\"Law@of_judge\" = ",
                      stays = "\"the holder stays until a successor\"",
                      vacates = "\"the office falls vacant\"";
    all.texts["town.mandate"] =
        "authority board\noffice mayor\noffice judge\n"
        "instrument Law \"\" { rank statute in force from 2000-01-01\n" +
        office("mayor", 2) + office("judge", 5) +
        "}\nregime now = Law as of 2001-01-01\nproperty over \"\"\n  for some p: person: possible "
        "p is held over as mayor or p is held over as judge\n  expect depends in now\n"
        "  expect possible in now when " +
        mayor + vacates + " and " + judge + stays + "\n  expect depends in now when " + mayor +
        vacates + "\n  expect possible in now when " + judge + stays +
        "\n  expect impossible in now when " + mayor + vacates + " and " + judge + vacates + "\n";
    auto const ended = run(all, {"check", "town.mandate", "--no-cache", "--format", "json"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    auto const results = nlohmann::json::parse(ended.out)["results"];
    REQUIRE(results.size() == 5);
    for (std::size_t const i : {1u, 2u}) {
        CAPTURE(i);
        REQUIRE(results[i]["runs"].size() == 1);
        CHECK(results[i]["runs"][0].dump().find("board appoints A as judge") != std::string::npos);
    }
}

TEST_CASE("diff shows what differs in the texts and in the answers", "[cli]") {
    auto all =
        files(std::string(taken) + never_taken + over +
              "property elsewhere \"\" for some p: person: possible p takes mayor in early\n"
              "property only_late \"\" for some p: person: possible p holds mayor in late\n");
    auto const same = run(all, {"diff", "early", "early", "model"});
    CHECK(same.code == 0);
    CHECK(same.out.find("are the same") != std::string::npos);

    // The reform lets nobody in any more.
    auto const changed = run(all, {"diff", "early", "late", "model"});
    CHECK(changed.code == 1);
    auto const has = [&](std::string const &words) {
        INFO(words);
        CHECK(changed.out.find(words) != std::string::npos);
    };
    has("Law is altered");
    has("-         appointment by board @way [A-1]\n");
    has("Reform is new");
    has("taken — taken [A-1]\n");
    has("✓ possible  in early");
    has("✓ impossible  in late");
    has("✗ violated  in early");
    has("mayor: stricter\n");
    has("only in early: appoint mayor (board)");
    CHECK(same.out.find("mayor: the same (proved") != std::string::npos);

    auto const printed = run(all, {"diff", "early", "late", "model", "--format", "json"});
    CHECK(printed.code == 1);
    auto const json = nlohmann::json::parse(printed.out);
    CHECK(valid("diff", printed.out));
    CHECK_FALSE(valid("diff", "{}"));
    REQUIRE(json["answers"].size() == 5);
    CHECK(json["answers"][0]["before"]["verdict"] == "possible");
    CHECK(json["answers"][0]["after"]["verdict"] == "impossible");
    CHECK(json["answers"][0]["same"] == false);
    REQUIRE(json["seen"].size() == 1);
    CHECK(json["seen"][0]["verdict"] == "stricter");
    auto const &lost = json["seen"][0]["onlyBefore"]["deviations"][0];
    CHECK(lost["here"]["verdict"] == "possible");
    CHECK(lost["there"]["verdict"] == "impossible");
    CHECK(json["seen"][0]["onlyAfter"]["restProved"] == true);
    // Each side is what `check` says of it.
    auto const checked = nlohmann::json::parse(
        run(all, {"check", "model", "--regime", "late", "--prop", "taken", "--format", "json"})
            .out);
    CHECK(json["answers"][0]["after"] == checked["results"][0]);

    // An expectation that names no regime is one of both.
    auto bare = files("property bare \"\" for some p: person: possible p takes mayor\n"
                      "  expect impossible\n");
    auto const expected = nlohmann::json::parse(
        run(bare, {"diff", "early", "late", "model", "--format", "json"}).out);
    CHECK(expected["answers"][0]["before"]["met"] == false);
    CHECK(expected["answers"][0]["after"]["met"] == true);
    // What is asked under given answers alone is compared under them, on the side that leaves it
    // open.
    std::string const question = "\"Law [A-2]: when the term is over\"";
    auto given =
        files("instrument Settled \"\" { rank statute in force from 2000-01-01\n"
              "    office mayor { appointment by board term 2 days on expiry: vacates } }\n"
              "regime settled = Settled as of 2001-01-01\n" +
              std::string(over) + "  expect possible in early when " + question +
              " = \"the holder stays until a successor\"\n"
              "  expect impossible in early when " +
              question + " = \"the office falls vacant\"\n");
    auto const under = nlohmann::json::parse(
        run(given, {"diff", "early", "settled", "model", "--format", "json"}).out)["answers"];
    REQUIRE(under.size() == 2);
    CHECK(under[0]["same"] == false);
    CHECK(under[0]["before"]["verdict"] == "possible");
    CHECK(under[0]["before"]["met"] == true);
    CHECK(under[0]["after"]["verdict"] == "impossible");
    CHECK_FALSE(under[0]["after"].contains("given"));
    CHECK(under[1]["same"] == true);
    CHECK(under[1]["before"]["given"][0]["answer"] == "the office falls vacant");
    // What is undecided is neither alike nor different.
    auto const starved =
        run(all, {"diff", "early", "early", "model", "--budget", "1", "--format", "json"});
    CHECK(starved.code == 5);
    CHECK(nlohmann::json::parse(starved.out)["answers"][0]["same"].is_null());
    // Where nothing is asked, the rest is compared.
    auto silent = files("");
    auto const texts = run(silent, {"diff", "early", "late", "model"});
    CHECK(texts.code == 1);
    CHECK(texts.out.find("Reform is new") != std::string::npos);

    auto const unknown = run(all, {"diff", "early", "latte", "model"});
    CHECK(unknown.code == 2);
    CHECK(unknown.err.find("did you mean 'late'?") != std::string::npos);
    CHECK(run(all, {"diff", "early", "late", "model", "--prop", "nothing"}).code == 4);
}
