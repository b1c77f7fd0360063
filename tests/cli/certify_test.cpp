// Evidence as files: other solvers accept it, and refuse what is not so.
#include "base/hash.h"
#include "cli/solver_program.h"
#include "report/bundle.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace mandate;
using tests::run;

namespace {

// Each kind of verdict once.
constexpr char const *model = R"(authority board
person { citizen }
office mayor
instrument Law "law" {
    rank statute in force from 2000-01-01
    office mayor {
        a candidate must be citizen
        appointment by board @way
        term 2 days
        on expiry: unsettled { vacates, stays until successor }
    }
}
regime law "law" = Law as of 2001-01-01
property taken "taken"
    for some p: person: possible p takes mayor
property never_taken "never taken"
    for every p: person: never p takes mayor
property citizens "citizens only"
    for every p: person: never p takes mayor and not p is citizen
property over "held over"
    for some p: person: possible p is held over as mayor
property ends "a mayor leaves the office some day"
    for every p: person: p takes mayor leads to mayor is vacant
)";

cli::MemoryFiles certified() {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = model;
    auto const ended = run(files, {"certify", "law.mandate", "--out", "evidence"});
    INFO(ended.out << ended.err);
    REQUIRE(ended.code == 0);
    return files;
}

bool has(std::string const &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Puts another text in the place of a query, and its hash into the manifest.
void forge(cli::MemoryFiles &files, std::string const &path, std::string const &text) {
    auto manifest = nlohmann::json::parse(files.texts.at("evidence/manifest.json"));
    for (auto &answer : manifest["answers"])
        for (auto &query : answer["queries"])
            if (query["path"] == path) query["sha256"] = sha256(text);
    files.texts.at("evidence/" + path) = text;
    files.texts["evidence/manifest.json"] = manifest.dump();
}

} // namespace

TEST_CASE("a hash is that of the standard", "[certify]") {
    // FIPS 180-4, of "abc".
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("both solvers accept the evidence of every kind of verdict", "[certify]") {
    auto files = certified();
    auto const manifest = nlohmann::json::parse(files.texts.at("evidence/manifest.json"));
    CHECK(tests::valid("bundle", files.texts.at("evidence/manifest.json")));
    std::map<std::string, std::string> verdicts;
    for (auto const &answer : manifest["answers"]) {
        verdicts[answer["property"]] = answer["verdict"];
        CHECK(!answer["queries"].empty());
        for (auto const &query : answer["queries"]) {
            CAPTURE(query["path"]);
            CHECK(files.texts.contains("evidence/" + query["path"].get<std::string>()));
        }
    }
    CHECK(verdicts == std::map<std::string, std::string>{{"taken", "possible"},
                                                         {"never_taken", "violated"},
                                                         {"citizens", "holds"},
                                                         {"over", "depends"},
                                                         {"ends", "depends"},
                                                         {"time can pass", "holds"}});
    CHECK(files.texts.contains("evidence/law/citizens/invariant.txt"));
    CHECK(has(files.texts.at("evidence/law/taken/run-1.txt"), "board appoints A as mayor"));
    for (std::string const solver : {"cvc5", "z3"}) {
        auto const ended = run(files, {"verify-cert", "evidence", "--solver", solver});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
        CHECK(has(ended.out, "0 refused, 0 not answered"));
    }
}

TEST_CASE("the values of a run contradict nothing", "[certify]") {
    // Else its query would be unsatisfiable whatever the run is.
    auto const z3 = cli::SolverProgram::find("z3");
    REQUIRE(z3);
    auto const files = certified();
    int runs = 0;
    for (auto const &[path, text] : files.texts) {
        if (!has(path, "/run-") || !has(path, ".smt2")) continue;
        CAPTURE(path);
        auto without = text;
        auto const lawful = without.rfind("(assert ");
        without.erase(lawful, without.rfind("(check-sat)") - lawful);
        CHECK(z3->ask(text, 60) == cli::SolverProgram::Answer::unsat);
        CHECK(z3->ask(without, 60) == cli::SolverProgram::Answer::sat);
        ++runs;
    }
    CHECK(runs >= 4);
}

TEST_CASE("the same answers give the same files", "[certify]") {
    CHECK(certified().texts == certified().texts);
}

TEST_CASE("evidence that was changed or is wrong is refused", "[certify]") {
    auto const original = certified();
    std::string const step = "law/citizens/proof-step.smt2", run_1 = "law/taken/run-1.smt2";
    auto const refused = [&](cli::MemoryFiles files, std::string const &why) {
        auto const ended = run(files, {"verify-cert", "evidence"});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 1);
        CHECK(has(ended.out, why));
    };
    auto changed = original;
    changed.texts.at("evidence/" + step) += "; a line more\n";
    refused(changed, step + " has changed");

    auto missing = original;
    missing.texts.erase("evidence/" + run_1);
    refused(missing, run_1 + " is missing");

    // What an invariant that is too weak, and a run that is not lawful, would come to.
    auto wrong = original;
    forge(wrong, step,
          "(set-logic QF_LIA)\n(declare-const x Int)\n(assert (< x 1))\n(check-sat)\n");
    refused(wrong, step + " is refuted by cvc5");

    // An error before the answer is no answer.
    auto broken = original;
    forge(broken, step, "(set-logic QF_LIA)\n(assert nothing)\n(check-sat)\n");
    auto const ended = run(broken, {"verify-cert", "evidence"});
    CHECK(ended.code == 5);
    CHECK(has(ended.out, step + " is not answered by cvc5"));

    // What answers for itself, or does more than ask.
    for (std::string const trick :
         {"(echo \"unsat\")\n", "(set-option :regular-output-channel \"x\")\n(check-sat)\n",
          "(check-sat)\n(check-sat)\n", "(assert true) (echo \"unsat\")\n(check-sat)\n", ""}) {
        CAPTURE(trick);
        CHECK_FALSE(report::is_query(trick));
        auto other = original;
        forge(other, step, trick);
        refused(other, step + " is no query");
    }

    auto const changing = [&](std::string const &old, std::string const &fresh) {
        auto other = original;
        auto &manifest = other.texts.at("evidence/manifest.json");
        auto const at = manifest.find(old);
        REQUIRE(at != std::string::npos);
        manifest.replace(at, old.size(), fresh);
        return other;
    };
    auto manifest = nlohmann::json::parse(original.texts.at("evidence/manifest.json"));
    manifest["answers"][0]["queries"] = nlohmann::json::array();
    auto bare = original;
    bare.texts["evidence/manifest.json"] = manifest.dump();
    refused(bare, "without evidence");
    auto elsewhere = changing(step, "../outside.smt2");
    CHECK(run(elsewhere, {"verify-cert", "evidence"}).code == 2);
    auto told = original;
    told.texts.at("evidence/law/taken/answer.txt") += "holds, too\n";
    refused(told, "law/taken/answer.txt has changed");

    auto later = original;
    later.texts.at("law.mandate") += "authority somebody_else\n";
    refused(later, "law.mandate has changed");

    auto none = original;
    none.texts.at("evidence/manifest.json") = "{}";
    CHECK(run(none, {"verify-cert", "evidence"}).code == 2);
}

TEST_CASE("certify writes over nothing", "[certify]") {
    auto files = certified();
    auto const before = files.texts;
    auto const ended = run(files, {"certify", "law.mandate", "--out", "evidence"});
    CHECK(ended.code == 2);
    CHECK(has(ended.err, "not empty"));
    CHECK(files.texts == before);
}

TEST_CASE("a check asks another solver, too", "[certify]") {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = model;
    auto const ended =
        run(files, {"check", "law.mandate", "--cross-check", "--format", "json", "--exit-zero"});
    INFO(ended.err);
    REQUIRE(ended.code == 0);
    auto const report = nlohmann::json::parse(ended.out);
    for (auto const &result : report["results"]) {
        CHECK(has(result["crossCheck"]["solver"].get<std::string>(), "cvc5 "));
        CHECK(result["crossCheck"]["queries"] == result["crossCheck"]["agreed"]);
    }
    auto const words = run(files, {"check", "law.mandate", "--cross-check=z3"});
    CHECK(has(words.out, "z3 4"));
    CHECK(run(files, {"check", "law.mandate", "--cross-check=yices"}).code == 2);
}

TEST_CASE("the same questions are asked with several seeds", "[certify]") {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = model;
    auto const ended = run(files, {"stability", "law.mandate", "--seeds", "3", "--format", "json"});
    INFO(ended.out << ended.err);
    REQUIRE(ended.code == 0);
    CHECK(tests::valid("stability", ended.out));
    auto const report = nlohmann::json::parse(ended.out);
    CHECK(report["seeds"] == 3);
    REQUIRE(report["questions"].size() == 6);
    for (auto const &question : report["questions"]) {
        CHECK(question["decided"] == 3);
        CHECK(question["unitsLeast"] <= question["unitsMost"]);
        CHECK(!question["engines"].empty());
    }
    CHECK(report["questions"][2]["verdicts"] == nlohmann::json::array({"holds"}));
    // A budget that decides nothing.
    auto const open = run(files, {"stability", "law.mandate", "--seeds", "2", "--budget", "1"});
    CHECK(open.code == 5);
    CHECK(has(open.out, "undecided with every seed"));
    CHECK(run(files, {"stability", "law.mandate", "--seeds", "1"}).code == 2);
}

TEST_CASE("a solver that gives up has not agreed", "[certify]") {
    auto const solver = cli::SolverProgram::find("cvc5");
    REQUIRE(solver);
    CHECK(solver->ask("(set-logic QF_NIA)\n(check-sat", 5) == cli::SolverProgram::Answer::none);
    CHECK(!cli::SolverProgram::find("no-such-solver"));
}
