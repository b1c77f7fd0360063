// Packages of amendments: which are enough, which are not tried, what they lose; and each asked
// again as a regime that the text names.
#include "base/text.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>
#include <string>

using namespace mandate;
using tests::run;

namespace {

std::string const land = R"(level land
person { citizen }
authority crown
authority guild
office king filled outside
office reeve
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office reeve {
        appointment by crown @by_crown
        may be removed by king @by_king
        may be removed by guild @by_guild
    }
}
instrument Other "other" {
    rank statute  in force from 2000-01-01
    office reeve { may be removed by crown @again }
}
amendment King "the king does not remove" to Law { repeal @by_king }
amendment Guild "the guild does not remove" to Law { repeal @by_guild }
amendment Nobody "nobody removes" to Law { repeal @by_king  repeal @by_guild }
amendment Nobody_comes "nobody appoints" to Law { repeal @by_crown }
amendment Guild_comes "the guild appoints" to Law { replace @by_crown with appointment by guild @by_guild_alone }
amendment Citizens "only citizens" to Law { add office reeve { a candidate must be citizen } }
amendment Elsewhere "of another law" to Other { repeal @again }
regime now = Law as of 2001-01-01
regime secure_now = Law + Guild + King as of 2001-01-01
property secure "nobody can remove the reeve"
    never king removes reeve or guild removes reeve
property citizens "only citizens become reeve"
    for every p: person: always p takes reeve implies p is citizen
property filled "somebody can become reeve"
    for some p: person: possible p takes reeve
property by_king "the king can remove the reeve"
    possible king removes reeve
property by_guild "the guild can remove the reeve"
    possible guild removes reeve
)";

using Names = std::set<std::string>;

Names lost(nlohmann::json const &package) {
    Names names;
    for (auto const &one : package["lost"]) {
        CHECK(one["before"]["verdict"] != one["after"]["verdict"]);
        names.insert(one["before"]["property"].get<std::string>());
    }
    return names;
}

nlohmann::json repaired(std::string const &property, int code,
                        std::vector<std::string> const &options = {}) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = land;
    std::vector<std::string> args{"repair", property, "now", "law.mandate", "--format", "json"};
    args.insert(args.end(), options.begin(), options.end());
    auto const ended = run(files, args);
    INFO(ended.out << ended.err);
    CHECK(ended.code == code);
    CHECK(tests::valid("repair", ended.out));
    return nlohmann::json::parse(ended.out);
}

} // namespace

TEST_CASE("the smallest packages are found, and what they lose", "[repair]") {
    auto const j = repaired("secure", 1);
    CHECK(j["before"]["verdict"] == "violated");
    CHECK(j["onOffer"].get<Names>() ==
          Names{"Citizens", "Guild", "Guild_comes", "King", "Nobody", "Nobody_comes"});
    CHECK(j["kept"] == 3); // that only citizens become reeve is broken from the start
    REQUIRE(j["packages"].size() == 2);
    CHECK(j["packages"][0]["amendments"].get<Names>() == Names{"Nobody"});
    CHECK(j["packages"][1]["amendments"].get<Names>() == Names{"Guild", "King"});
    for (auto const &package : j["packages"]) CHECK(lost(package) == Names{"by_king", "by_guild"});
    CHECK(j["undecided"].empty());

    // The same as a regime that the text names.
    cli::MemoryFiles files;
    files.texts["law.mandate"] = land;
    CHECK(run(files, {"check", "law.mandate", "--regime", "secure_now", "--prop", "secure"}).code ==
          0);
    CHECK(run(files, {"check", "law.mandate", "--regime", "now", "--prop", "secure"}).code == 1);
}

TEST_CASE("a package that loses nothing is enough; one that leaves nobody to ask about is none",
          "[repair]") {
    auto const j = repaired("citizens", 0);
    REQUIRE(j["packages"].size() == 1);
    CHECK(j["packages"][0]["amendments"].get<Names>() == Names{"Citizens"});
    CHECK(lost(j["packages"][0]).empty());
}

TEST_CASE("what is needed already needs no amendment; amendments may not fit together",
          "[repair]") {
    CHECK(repaired("filled", 0)["packages"].empty());
    auto const j = repaired("secure", 0, {"--keep", "filled"});
    CHECK(j["kept"] == 1);
    for (auto const &package : j["packages"]) CHECK(lost(package).empty());
    // What one repeals the other cannot replace.
    REQUIRE(j["unfit"].size() == 1);
    CHECK(j["unfit"][0].get<Names>() == Names{"Guild_comes", "Nobody_comes"});
    CHECK(j["allTried"] == false); // of four, there are some
}

TEST_CASE("what repair cannot know is said", "[repair]") {
    CHECK(repaired("secure", 5, {"--budget", "1"})["before"]["verdict"] == "undecided");
    cli::MemoryFiles files;
    files.texts["law.mandate"] = land;
    auto const ended = run(files, {"repair", "secured", "now", "law.mandate"});
    CHECK(ended.code == 2);
    CHECK(ended.err.find("did you mean " + quote("secure") + "?") != std::string::npos);
    CHECK(run(files, {"repair", "secure", "then", "law.mandate"}).code == 2);
}

namespace {

std::string const towns = R"(level land
level town in land
person { citizen }
authority board
office mayor of t: town
body council of t: town
people of t: town
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office mayor of t: town {
        appointment by board @by_board
        acting holder designated by board @acting { at most 90 days }
        may be removed by board @dismissal
        may be removed by council of t @council
    }
    body council of t: town { seats 3 }
}
regime now = Law as of 2001-01-01
property heard "the people are heard before somebody is appointed"
    for every t: town, p: person:
        board appoints p as mayor of t only after board consults people of t
property agreed "nobody is removed against the council"
    for every t: town:
        board removes mayor of t only after council of t consents to removal of mayor of t
    including incumbents
property acting "nobody acts for long"
    for every t: town, p: person:
        p acts as mayor of t leads to not p acts as mayor of t within 2 months
property appointed "somebody is appointed"
    for some t: town, p: person: possible board appoints p as mayor of t
)";

nlohmann::json with_standard_edits(std::string const &property, int code) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = towns;
    auto const ended = run(files, {"repair", property, "now", "law.mandate", "--format", "json"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == code);
    CHECK(tests::valid("repair", ended.out));
    return nlohmann::json::parse(ended.out);
}

} // namespace

TEST_CASE("standard edits repair what no amendment on offer does", "[repair]") {
    struct Case {
        char const *property, *edit;
    };
    auto const c = GENERATE(
        Case{"heard", "alter @by_board { after consultation with people of t"},
        Case{"agreed", "alter @dismissal { consent of council of t"},
        Case{"acting",
             "replace @acting with acting holder designated by board @acting { at most 30 days }"});
    auto const j = with_standard_edits(c.property, 0);
    CHECK(j["onOffer"].empty());
    bool found = false;
    for (auto const &package : j["packages"]) {
        REQUIRE(package["amendments"].size() == 1);
        std::string const name = package["amendments"][0];
        std::string const text = j["standardEdits"][name];
        found |= text.find(c.edit) != std::string::npos;
        // The same, copied into the text.
        cli::MemoryFiles files;
        files.texts["law.mandate"] =
            towns + text + "regime repaired = Law + " + name + " as of 2001-01-01\n";
        auto const checked = run(files, {"check", "law.mandate", "--prop", c.property});
        INFO(checked.out << checked.err);
        CHECK(checked.out.find("holds") != std::string::npos);
        CHECK(checked.code == 1); // under the law as it is
    }
    CHECK(found);
}

TEST_CASE("a deadline with a default ends the silence of whoever must consent", "[repair]") {
    cli::MemoryFiles files;
    std::string const text = R"(level land
level town in land
person { citizen }
authority board
office mayor of t: town
body council of t: town
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office mayor of t: town {
        appointment by board @by_board {
            consent of council of t {
                quorum 1/2 of all seats
                carried by majority of all seats
                on tie: fails
                at most any number refusals
                same person again: yes
                no answer means unsettled { blocks, no }
            }
        }
    }
    body council of t: town { seats 3 }
}
regime now = Law as of 2001-01-01
property answered "whoever is presented gets an answer"
    for every t: town, p: person:
        board presents p for mayor of t leads to
            council of t consents to p for mayor of t or council of t refuses p for mayor of t
            or p withdraws from mayor of t within 2 months
)";
    files.texts["law.mandate"] = text;
    auto const ended = run(files, {"repair", "answered", "now", "law.mandate", "--format", "json"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    auto const j = nlohmann::json::parse(ended.out);
    CHECK(j["before"]["verdict"] == "violated");
    REQUIRE(j["packages"].size() == 1);
    std::string const edit = j["standardEdits"][j["packages"][0]["amendments"][0]];
    CHECK(edit.find("no answer means yes within 30 days") != std::string::npos);
    // What else is said of the consent stays.
    CHECK(edit.find("quorum 1/2 of all seats") != std::string::npos);
    files.texts["law.mandate"] = text + edit + "regime repaired = Law + " +
                                 j["packages"][0]["amendments"][0].get<std::string>() +
                                 " as of 2001-01-01\n";
    auto const checked =
        run(files, {"check", "law.mandate", "--prop", "answered", "--regime", "repaired"});
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
}

TEST_CASE("an amendment on offer and a standard edit may be needed together", "[repair]") {
    cli::MemoryFiles files;
    auto text = towns;
    text.insert(
        text.find("regime now"),
        "amendment No_council \"the council does not remove\" to Law { repeal @council }\n");
    text += R"(property alone "nobody removes alone"
    for every t: town:
        never council of t removes mayor of t
            or board removes mayor of t and not once council of t consents to removal of mayor of t
)";
    files.texts["law.mandate"] = text;
    auto const ended = run(files, {"repair", "alone", "now", "law.mandate", "--format", "json"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    auto const j = nlohmann::json::parse(ended.out);
    bool found = false;
    for (auto const &package : j["packages"]) {
        REQUIRE(package["amendments"].size() == 2); // neither is enough alone
        CHECK(package["amendments"][0] == "No_council");
        std::string const name = package["amendments"][1];
        std::string const edit = j["standardEdits"][name];
        found |= edit.find("alter @dismissal { consent of council of t") != std::string::npos;
        files.texts["law.mandate"] =
            text + edit + "regime repaired = Law + No_council + " + name + " as of 2001-01-01\n";
        auto const checked =
            run(files, {"check", "law.mandate", "--prop", "alone", "--regime", "repaired"});
        INFO(checked.out << checked.err);
        CHECK(checked.code == 0);
    }
    CHECK(found);
}

TEST_CASE("an edit that only tightens makes nothing possible", "[repair]") {
    auto const j = with_standard_edits("appointed", 0);
    CHECK(j["packages"].empty()); // none is needed
    CHECK(j["standardEdits"].empty());
}

TEST_CASE("of an amendment with options the fewest that are enough", "[repair]") {
    cli::MemoryFiles files;
    auto text = towns;
    text.insert(text.find("regime now"), R"(amendment Asked "the council is asked" to Law {
    choose at least one of {
        appointment:
            alter @by_board { consent of council of t { quorum 1/2 of all seats carried by majority of all seats } }
        removal:
            alter @dismissal { consent of council of t { quorum 1/2 of all seats carried by majority of all seats } }
    }
}
)");
    files.texts["law.mandate"] = text;
    auto const ended = run(files, {"repair", "agreed", "now", "law.mandate", "--format", "json"});
    INFO(ended.out << ended.err);
    auto const j = nlohmann::json::parse(ended.out);
    CHECK(j["onOffer"] == nlohmann::json{"Asked choosing appointment", "Asked choosing removal",
                                         "Asked choosing appointment, removal"});
    std::set<Names> found;
    for (auto const &package : j["packages"]) found.insert(package["amendments"].get<Names>());
    CHECK(found.contains({"Asked choosing removal"}));
    CHECK_FALSE(found.contains({"Asked choosing appointment, removal"}));
}
