// Which clauses carry an answer: on a little country by hand, and on shipped questions each set
// asked again by itself.
#include "compiler/compile.h"
#include "compiler/relaxation.h"
#include "dsl/parse/parse.h"
#include "dsl/resolve/resolve.h"
#include "solver/why.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
#include <set>
#include <string>

using namespace mandate;
using tests::run;

namespace {

// Everybody needs the moot's consent and must be a citizen; two may remove.
std::string country(std::string const &property, std::string const &clauses = {},
                    std::string const &must = "be citizen") {
    return R"(level land
level shire in land
person { citizen }
authority crown
office king filled outside
office reeve of s: shire
body moot of s: shire
people of s: shire
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office reeve of s: shire {
        a candidate must )" +
           must + R"( @citizens
        appointment by crown @appointment {
            consent of moot of s {
                carried by majority of all seats
                no answer means blocks
            }
        }
        may be removed by king @removal
        may be removed by crown @dismissal
)" + clauses +
           R"(    }
    body moot of s: shire { seats 3
        elected by people of s @election }
}
instrument Treaty "treaty" {
    rank statute  in force from 2000-01-01
    office reeve of s: shire { a candidate must be citizen }
}
regime now = Law as of 2001-01-01
regime both = Law + Treaty as of 2001-01-01
)" + property;
}

std::string const eligible = R"(
property eligible "only citizens become reeve"
    for every s: shire, p: person: always p takes reeve of s implies p is citizen
)";
std::string const removable = R"(
property removable "somebody can remove the reeve"
    for some s: shire: possible king removes reeve of s or crown removes reeve of s
)";

using Sets = std::set<std::set<std::string>>;

// Clauses by name; those without one by their instrument.
Sets sets(nlohmann::json const &list) {
    Sets result;
    for (auto const &one : list) {
        std::set<std::string> names;
        for (auto const &clause : one.is_object() ? one["clauses"] : one) {
            std::string const name = clause["clause"];
            names.insert(name.empty() ? std::string(clause["instrument"]) : name);
        }
        result.insert(std::move(names));
    }
    return result;
}

nlohmann::json explained(std::string const &text, std::string const &regime = "now",
                         std::vector<std::string> const &options = {}, int code = 0) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = text;
    std::vector<std::string> args{"explain", "*",        "law.mandate", "--regime",
                                  regime,    "--format", "json"};
    args.insert(args.end(), options.begin(), options.end());
    auto const ended = run(files, args);
    INFO(text << ended.out << ended.err);
    CHECK(ended.code == code);
    CHECK(tests::valid("explain", ended.out));
    return nlohmann::json::parse(ended.out);
}

nlohmann::json only_side(nlohmann::json const &explanation) {
    REQUIRE(explanation["answers"].size() == 1);
    REQUIRE(explanation["answers"][0]["why"].size() == 1);
    return explanation["answers"][0]["why"][0];
}

} // namespace

TEST_CASE("a proof rests on what clauses demand", "[why]") {
    auto const why = only_side(explained(country(eligible)));
    CHECK(why["of"] == "proof");
    // What a candidate must be has no name of its own.
    CHECK(sets(why["enough"]) == Sets{{"Law"}});
    CHECK(sets(why["losses"]) == Sets{{"Law"}});
    // The run that is lawful without it takes office by the way that is left.
    REQUIRE(why["losses"][0].contains("run"));
    auto const &steps = why["losses"][0]["run"]["steps"];
    CHECK(std::any_of(steps.begin(), steps.end(), [](auto const &step) {
        return std::string(step["text"]).find("appoints") != std::string::npos;
    }));
}

TEST_CASE("two clauses that demand the same are two sets and one loss", "[why]") {
    auto const why = only_side(explained(country(eligible), "both"));
    CHECK(sets(why["enough"]) == Sets{{"Law"}, {"Treaty"}});
    CHECK(sets(why["losses"]) == Sets{{"Law", "Treaty"}});
}

TEST_CASE("a run rests on what clauses permit", "[why]") {
    auto why = only_side(explained(country(removable)));
    CHECK(why["of"] == "run");
    CHECK(sets(why["enough"]) == Sets{{"removal"}, {"dismissal"}});
    CHECK(sets(why["losses"]) == Sets{{"removal", "dismissal"}});

    // Nor has the consent.
    why = only_side(explained(country(R"(
property filled "an office can be filled"
    for some s: shire, p: person: possible p takes reeve of s
)")));
    CHECK(sets(why["enough"]) == Sets{{"appointment", "Law"}});
    CHECK(sets(why["losses"]) == Sets{{"appointment"}, {"Law"}});

    // Nobody has to permit that an office is vacant.
    why = only_side(explained(country(R"(
property vacant "an office can be vacant"
    for some s: shire: possible reeve of s is vacant
)")));
    CHECK(sets(why["enough"]) == Sets{{}});
    CHECK(why["losses"].empty());
}

TEST_CASE("without the clause on terms or that on their end nobody need leave", "[why]") {
    auto const why = only_side(explained(country(R"(
property a_year "nobody holds for more than a year"
    for every s: shire, p: person:
        always p holds reeve of s implies p takes reeve of s within the last 360 days
)",
                                                 "        term 1 years @term\n"
                                                 "        on expiry: vacates @expiry\n")));
    auto const losses = sets(why["losses"]);
    CHECK(losses.contains({"term"}));
    CHECK(losses.contains({"expiry"}));
    for (auto const &enough : sets(why["enough"])) {
        CHECK(enough.contains("term"));
        CHECK(enough.contains("expiry"));
        CHECK_FALSE(enough.contains("election"));
    }
}

TEST_CASE("what is bound to come rests on the duty without which it need not", "[why]") {
    auto const why = only_side(explained(country(R"(
property leaves "who holds the office while there is a moot leaves some day"
    for every s: shire:
        not reeve of s is vacant and moot of s is constituted
            leads to reeve of s is vacant or not moot of s is constituted
)",
                                                 "        must be removed by crown after "
                                                 "moot of s is constituted @owed\n")));
    CHECK(why["of"] == "proof");
    CHECK(sets(why["losses"]).contains({"owed"}));
    for (auto const &enough : sets(why["enough"])) {
        CHECK(enough.contains("owed"));
        CHECK_FALSE(enough.contains("appointment"));
    }
}

TEST_CASE("an answer that depends is explained on both sides", "[why]") {
    auto const j = explained(country(eligible, "", "unsettled { be citizen, nothing }"));
    REQUIRE(j["answers"].size() == 1);
    CHECK(j["answers"][0]["answer"]["verdict"] == "depends");
    auto const &sides = j["answers"][0]["why"];
    REQUIRE(sides.size() == 2);
    CHECK(sides[0]["of"] == "proof");
    CHECK(sides[0]["under"][0]["answer"] == "citizen");
    CHECK(sets(sides[0]["enough"]) == Sets{{"citizens"}});
    CHECK(sides[1]["of"] == "run");
    CHECK(sides[1]["under"][0]["answer"] == "nothing");
    CHECK(sets(sides[1]["enough"]) == Sets{{"appointment", "Law"}});
}

TEST_CASE("what no answer needs is listed", "[why]") {
    auto const j = explained(country(eligible + removable));
    REQUIRE(j["needless"].size() == 1);
    auto const needless = *sets(j["needless"]).begin();
    CHECK(needless.contains("election"));
    for (auto const *name : {"removal", "dismissal"}) CHECK_FALSE(needless.contains(name));
}

TEST_CASE("what cannot be decided is said", "[why]") {
    auto const j = explained(country(eligible), "now", {"--budget", "1"}, 5);
    CHECK(j["answers"][0]["why"].empty());
    CHECK(j["needless"].empty());
    cli::MemoryFiles files;
    files.texts["law.mandate"] = country(eligible);
    CHECK(run(files, {"explain", "nothing", "law.mandate"}).code == 4);
    auto const text = run(files, {"explain", "eligible", "law.mandate", "--regime", "now"});
    CHECK(text.out.find("a candidate must be citizen @citizens") != std::string::npos);
}

// Every set is asked again by itself: it is enough, and is not without any of its clauses; the same
// of the losses.
TEST_CASE("sets of the shipped questions are minimal", "[why]") {
    auto const [name, regime] = GENERATE(table<std::string, std::string>({{"q1", "in_2008"},
                                                                          {"q19", "in_2014"},
                                                                          {"q27", "in_2014"},
                                                                          {"q61", "in_2014"},
                                                                          {"q77", "in_2014"},
                                                                          {"q80", "in_2014"}}));
    CAPTURE(name);
    SourceMap sources;
    DiagnosticSink sink;
    std::deque<dsl::ast::File> files;
    for (auto const &[path, text] : tests::models().texts)
        if (path.ends_with(".mandate"))
            files.push_back(dsl::parse(sources.add(path, text, sink), sources, sink));
    auto const program = dsl::resolve(std::move(files), sink);
    REQUIRE(program);
    auto const core = compiler::compile(*program, regime, {name}, sink);
    REQUIRE(core);
    auto const property = core->properties.id(0);
    solver::Options const options;
    auto const answer = solver::answer(*core, property, options);
    auto const sides = solver::why(*core, property, answer, options);
    REQUIRE_FALSE(sides.empty());
    std::map<compiler::VarId, std::int64_t> under;
    for (auto const &side : sides) {
        CHECK(side.complete);
        under.clear();
        for (auto const &answered : side.under)
            under[answered.reading] = answered.values.empty() ? 0 : answered.values.front();
        auto const relaxed = side.of_proof ? compiler::without_requirements(*core, under)
                                           : compiler::without_permissions(*core, under);
        // Is there a run if these clauses are kept, or all but these?
        auto const has_run = [&](solver::ClauseSet const &clauses, bool kept) {
            solver::Options alone;
            for (auto const &[var, clause] : relaxed.clauses) {
                bool const listed =
                    std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
                alone.given[var] = (listed == kept) != side.of_proof;
            }
            auto const verdict = solver::verify(relaxed.core, property, alone).verdict;
            REQUIRE_FALSE(std::holds_alternative<solver::Undecided>(verdict));
            return std::holds_alternative<solver::Violated>(verdict) ||
                   std::holds_alternative<solver::Possible>(verdict);
        };
        auto const without_one = [](solver::ClauseSet clauses, std::size_t i) {
            clauses.erase(clauses.begin() + static_cast<std::ptrdiff_t>(i));
            return clauses;
        };
        for (auto const &enough : side.enough) {
            CHECK(has_run(enough, true) != side.of_proof);
            for (std::size_t i = 0; i < enough.size(); ++i)
                CHECK(has_run(without_one(enough, i), true) == side.of_proof);
        }
        for (auto const &loss : side.losses) {
            CHECK(has_run(loss.clauses, false) == side.of_proof);
            for (std::size_t i = 0; i < loss.clauses.size(); ++i)
                CHECK(has_run(without_one(loss.clauses, i), false) != side.of_proof);
            CHECK(loss.story.has_value() == side.of_proof);
        }
    }
}
