// Offices and bodies that another law calls otherwise. What is expected follows from the small laws
// here: where they say the same in other words, nothing differs.
#include "base/diagnostic.h"
#include "base/source.h"
#include "cli/counterparts.h"
#include "cli/load.h"
#include "compiler/compile.h"
#include "dsl/resolve/resolve.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>

using namespace mandate;
using tests::run;
using tests::valid;

namespace {

// A head who is appointed with consent of a council.
std::string law(std::string const &name, std::string const &head, std::string const &council,
                std::string const &more = "may be removed by crown") {
    return "instrument " + name + " \"\" { rank statute in force from 2000-01-01\n  office " +
           head + " { appointment by crown @way { consent of " + council +
           " { quorum 1/2 of all seats carried by majority of votes cast on tie: fails\n" +
           "      no answer means no at most 2 refusals same person again: no } }\n" +
           "    term 4 years on expiry: vacates " + more + " }\n  body " + council +
           " { seats 3 elected by crown @election term 5 years on expiry: vacates\n" +
           "    pending matters: lapse } }\n";
}

// `of (ofBefore)` to verdict; "apart" to the names that are compared apart.
using Rows = std::map<std::string, std::string>;
Rows rows(std::string const &text, std::string const &before, std::string const &after,
          std::string const &parts_before, std::string const &parts_after) {
    cli::MemoryFiles all;
    all.texts["town.mandate"] = text + "regime " + before + " = " + parts_before +
                                " as of 2001-01-01\nregime " + after + " = " + parts_after +
                                " as of 2001-01-01\n";
    auto const ended = run(all, {"diff", before, after, "town.mandate", "--format", "json"});
    INFO(ended.out << ended.err);
    REQUIRE(valid("diff", ended.out));
    auto const printed = nlohmann::json::parse(ended.out);
    Rows result;
    for (auto const &row : printed["seen"])
        result[row["of"].get<std::string>() + " (" + row["ofBefore"].get<std::string>() + ")"] =
            row["verdict"];
    for (auto const &apart : printed["apart"])
        for (auto const &name : apart["names"]) {
            auto const &regime = apart["regime"];
            result["apart"] += name.get<std::string>() +
                               (regime.is_null() ? "" : " in " + regime.get<std::string>()) + "; ";
        }
    return result;
}

constexpr char const *declared = "authority crown\noffice reeve\nbody moot\n"
                                 "office mayor corresponds to reeve\n"
                                 "body council corresponds to moot\n";

} // namespace

TEST_CASE("diff compares an office with the one that another law calls otherwise", "[cli]") {
    auto const old = law("Old", "reeve", "moot");
    CHECK(rows(declared + old + law("New", "mayor", "council"), "old", "new", "Old", "New") ==
          Rows{{"mayor (reeve)", "same"}, {"council (moot)", "same"}});
    CHECK(rows(declared + old + law("New", "mayor", "council"), "new", "old", "New", "Old") ==
          Rows{{"reeve (mayor)", "same"}, {"moot (council)", "same"}});
    CHECK(rows(declared + old + law("New", "mayor", "council", ""), "old", "new", "Old", "New") ==
          Rows{{"mayor (reeve)", "stricter"}, {"council (moot)", "same"}});
    CHECK(rows(declared + old + law("New", "mayor", "moot"), "old", "new", "Old", "New") ==
          Rows{{"mayor (reeve)", "same"}, {"moot (moot)", "same"}, {"council (council)", "same"}});
    // Without a word on it they are other offices.
    auto const others = rows("authority crown\noffice reeve\nbody moot\noffice mayor\n"
                             "body council\n" +
                                 old + law("New", "mayor", "council"),
                             "old", "new", "Old", "New");
    CHECK(others.size() == 4);
    CHECK(others.at("reeve (reeve)") != "same");
    CHECK(others.at("mayor (mayor)") != "same");
    CHECK(rows(declared + old, "old", "again", "Old", "Old") ==
          Rows{{"reeve (reeve)", "same"},
               {"moot (moot)", "same"},
               {"mayor (mayor)", "same"},
               {"council (council)", "same"}});
}

TEST_CASE("who corresponds to one of several is compared with that one", "[cli]") {
    std::string const three = "authority crown\noffice steward\nbody moot\n"
                              "office reeve corresponds to steward\n"
                              "office bailiff corresponds to steward\n";
    auto const reeve = law("Reeves", "reeve", "moot"), bailiff = law("Bailiffs", "bailiff", "moot");
    auto const through = rows(three + reeve + bailiff, "old", "new", "Reeves", "Bailiffs");
    CHECK(through.at("bailiff (reeve)") == "same");
    CHECK(!through.contains("apart"));
    // Two offices become one: which of them it is nobody says.
    auto const two = "instrument Two \"\" { rank statute in force from 2000-01-01\n"
                     "  office reeve { appointment by crown @one }\n"
                     "  office bailiff { appointment by crown @two } }\n";
    auto const one = "instrument One \"\" { rank statute in force from 2000-01-01\n"
                     "  office steward { appointment by crown @one } }\n";
    auto const merged = rows(three + std::string(two) + one, "old", "new", "Two", "One");
    CHECK(merged.at("apart") == "bailiff in old; reeve in old; ");
    CHECK(merged.at("reeve (reeve)") == "stricter");
    CHECK(merged.at("steward (steward)") == "looser");
}

TEST_CASE("an office that the new law still speaks of is none that it calls otherwise", "[cli]") {
    auto const old = law("Old", "reeve", "moot");
    // The reeve appoints the mayor.
    auto const still =
        "instrument New \"\" { rank statute in force from 2000-01-01\n"
        "  office mayor { appointment by reeve @way term 4 years on expiry: vacates }\n"
        "  body moot { seats 3 } }\n";
    auto const mention = rows(declared + old + still, "old", "new", "Old", "New");
    CHECK(mention.at("apart") == "mayor in new; reeve in new; ");
    CHECK(mention.at("mayor (mayor)") != "same");
}

TEST_CASE("superior is who a declaration names for the one or the other", "[cli]") {
    std::string const villages = "level land\nlevel village in land\nauthority crown\n"
                                 "authority church\noffice reeve of v: village\n"
                                 "office mayor of v: village corresponds to reeve\n"
                                 "office deputy of v: village\n"
                                 "superior of reeve of v: village = crown\n";
    auto const head = [](std::string const &name, std::string const &office,
                         std::string const &more) {
        return "instrument " + name + " \"\" { rank statute in force from 2000-01-01\n  office " +
               office +
               " of v: village { appointment by crown @way may be removed by superior }\n" + more +
               "}\n";
    };
    auto const both = head("Old", "reeve", "") + head("New", "mayor", "");
    CHECK(rows(villages + "superior of mayor of v: village = crown\n" + both, "old", "new", "Old",
               "New")
              .at("mayor (reeve)") == "same");
    CHECK(rows(villages + "superior of mayor of v: village = church\n" + both, "old", "new", "Old",
               "New")
              .at("mayor (reeve)") == "both");
    // The new law speaks of the reeve without his name.
    auto const deputies = "  office deputy of v: village { may be removed by superior }\n";
    auto const unnamed = rows(villages + "superior of mayor of v: village = crown\n" +
                                  "superior of deputy of v: village = reeve of v\n" +
                                  head("Old", "reeve", "") + head("New", "mayor", deputies),
                              "old", "new", "Old", "New");
    CHECK(unnamed.at("apart") == "mayor in new; reeve in new; ");
}

TEST_CASE("what else has the name of an office is not told from it, and no name is made up",
          "[cli]") {
    // An attribute called like the office: to be on the safe side they are compared apart.
    auto const attribute =
        rows("authority crown\nperson { reeve }\noffice reeve\nbody moot\n"
             "office mayor corresponds to reeve\n" +
                 law("Old", "reeve", "moot") +
                 law("New", "mayor", "moot", "may be removed by crown a candidate must have reeve"),
             "old", "new", "Old", "New");
    CHECK(attribute.at("apart") == "mayor in new; reeve in new; ");
    // Words that the names of acts and states are made of.
    auto const status =
        rows("authority crown\noffice status\nbody holder\n"
             "office acting_of corresponds to status\n"
             "body seats_of corresponds to holder\n" +
                 law("Old", "status", "holder") + law("New", "acting_of", "seats_of"),
             "old", "new", "Old", "New");
    CHECK(status == Rows{{"acting_of (status)", "same"}, {"seats_of (holder)", "same"}});
}

TEST_CASE("a name is not exchanged where it would be a word of the language", "[cli]") {
    auto const deputy = [](std::string const &name, std::string const &by) {
        return "instrument " + name + " \"\" { rank statute in force from 2000-01-01\n" +
               "  office deputy { appointment by crown @b acting holder designated by " + by +
               " @way } }\n";
    };
    // The reeve designates who acts; under the new law nobody does.
    auto const acting = rows("authority crown\noffice reeve\noffice deputy\n"
                             "office nobody corresponds to reeve\n" +
                                 deputy("Old", "reeve") + deputy("New", "nobody"),
                             "old", "new", "Old", "New");
    CHECK(acting.at("deputy (deputy)") == "stricter");
    CHECK(acting.at("apart") == "nobody; reeve; ");
}

TEST_CASE("what displaces a clause, and where, speaks of the office too", "[cli]") {
    auto const law_on = [](std::string const &when, std::string const &head,
                           std::string const &name) {
        return "instrument " + name + "Base \"\" { rank statute in force from 2000-01-01\n" +
               "  office deputy of v: village { appointment by crown @app } }\n" + "instrument " +
               name + " \"\" { rank statute in force from 2000-01-01\n  office " + head +
               " of v: village { appointment by crown @a }\n  displaces " + name + "Base@app " +
               when + " @dis }\n";
    };
    auto const deputy = [&](std::string const &except, std::string const &condition,
                            std::string const &end) {
        return rows("level land\nlevel village in land { kinds port, inner }\nauthority crown\n"
                    "office deputy of v: village\noffice reeve of v: village" +
                        except + "\noffice mayor of v: village corresponds to reeve\n" +
                        law_on("where " + condition + "reeve of v" + end, "reeve", "Old") +
                        law_on("where " + condition + "mayor of v" + end, "mayor", "New"),
                    "old", "new", "Old + OldBase", "New + NewBase")
            .at("deputy (deputy)");
    };
    CHECK(deputy("", "", " is vacant") == "same");
    CHECK(deputy("", "there is ", "") == "same");
    // A port has no reeve, and so a deputy before; all villages have a mayor.
    CHECK(deputy(" except port", "there is ", "") == "stricter");
}

TEST_CASE("in a program with two names exchanged every regime says the same", "[cli]") {
    auto const load = [](SourceMap &sources) {
        DiagnosticSink sink;
        auto loaded = cli::load({"models"}, tests::models(), sources, sink);
        REQUIRE(loaded);
        auto program = dsl::resolve(std::move(loaded->files), sink);
        REQUIRE(program);
        return std::move(*program);
    };
    SourceMap sources;
    auto const program = load(sources);
    std::map<std::string, std::string> const names{{"akim", "president"}, {"maslikhat", "senate"}};
    auto const other = cli::exchanged(program, names, sources);
    REQUIRE(other);
    auto const back = cli::exchanged(*other, names, sources);
    REQUIRE(back);
    REQUIRE(back->files.size() == program.files.size());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < program.files.size(); ++i) {
        CHECK(sources.text(back->files[i].source) == sources.text(program.files[i].source));
        changed += sources.text(other->files[i].source) != sources.text(program.files[i].source);
    }
    CHECK(changed > 5);
    for (auto const &regime : program.regime_order) {
        CAPTURE(regime);
        DiagnosticSink sink;
        auto const one = compiler::compile(program, regime, {}, sink);
        auto const two = compiler::compile(*other, regime, {}, sink);
        REQUIRE(one);
        REQUIRE(two);
        auto const shape = [](compiler::Core const &core) {
            std::multiset<std::vector<std::size_t>> acts;
            for (auto const &act : core.acts)
                acts.insert({static_cast<std::size_t>(act.kind), act.parameters.size(),
                             act.guards.size(), act.updates.size(), act.emits.size()});
            return std::pair(acts, core.variables.size());
        };
        CHECK(shape(*one) == shape(*two));
    }
}
