// How regimes stand to a yardstick: the Charter over the shipped regimes, as the comparison of the
// law with the Charter has it, and what goes wrong on the command line.
#include "base/text.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <string>

using namespace mandate;
using tests::run;

namespace {

nlohmann::json profile(std::string const &regime, int code) {
    auto files = tests::models();
    auto const ended =
        run(files, {"profile", "charter", regime, "models/charter", "--format", "json"});
    INFO(ended.err);
    CHECK(ended.code == code);
    CHECK(tests::valid("profile", ended.out));
    return nlohmann::json::parse(ended.out);
}

} // namespace

// By demand, under the law of 1996, 2008 and 2014. Before 2007 neither maslikhats nor akims are
// self-government; akims are from 2009 on. The grounds of dissolution before 2007 were not read
// beyond one (8(1): there is a list; 7(1), 8(2): what else is on it).
TEST_CASE("regimes stand to the Charter as the comparison has it", "[profile][slow]") {
    struct Row {
        char const *rule, *in_1996, *in_2008, *in_2014;
    };
    static constexpr Row table[] = {
        {"CH-2", "kept", "kept", "kept"},
        {"CH-3.1", "not modelled", "not modelled", "not modelled"},
        {"CH-3.2a", "not applicable", "broken", "broken"}, // no maslikhat in a raion of a city
        {"CH-3.2b", "broken", "broken", "broken"},
        {"CH-4.1", "not applicable", "not applicable", "kept"},
        {"CH-4.2", "not modelled", "not modelled", "not modelled"},
        {"CH-4.3", "not modelled", "not modelled", "not modelled"},
        {"CH-4.4", "not applicable", "broken", "broken"},
        {"CH-4.5", "not modelled", "not modelled", "not modelled"},
        {"CH-4.6", "not modelled", "not modelled", "not modelled"},
        {"CH-5", "not modelled", "not modelled", "not modelled"},
        {"CH-6", "not modelled", "not modelled", "not modelled"},
        {"CH-7.1", "depends", "broken", "broken"},
        {"CH-7.3", "not modelled", "not modelled", "not modelled"},
        {"CH-8.1", "kept", "broken", "broken"},
        {"CH-8.2", "depends", "broken", "broken"},
        {"CH-8.3", "not modelled", "not modelled", "not modelled"},
        {"CH-9", "not modelled", "not modelled", "not modelled"},
        {"CH-10", "not modelled", "not modelled", "not modelled"},
        {"CH-11", "not modelled", "not modelled", "not modelled"},
    };
    for (auto const *regime : {"in_1996", "in_2008", "in_2014"}) {
        std::map<std::string, std::string> standing;
        auto const printed = profile(regime, 1);
        for (auto const &article : printed["articles"])
            for (auto const &demand : article["demands"])
                standing[demand["rule"]] = demand["standing"];
        CHECK(standing.size() == std::size(table));
        for (auto const &row : table) {
            CAPTURE(regime, row.rule);
            CHECK(standing[row.rule] == (regime == std::string("in_1996")   ? row.in_1996
                                         : regime == std::string("in_2008") ? row.in_2008
                                                                            : row.in_2014));
        }
    }
}

TEST_CASE("an article is broken by one of its demands; those that nobody asks about are said",
          "[profile]") {
    cli::MemoryFiles files;
    files.texts["treaty.mandate"] = R"(level land
authority crown
office reeve filled outside
sources {
    T-1 "somebody may act" in "art. 1" sourced
    T-2 "nobody takes office" in "art. 1" sourced
    T-3 "judges are paid" in "art. 2" sourced no effect because "there are no judges"
}
instrument Law "law" { rank statute  in force from 2000-01-01 }
regime now = Law as of 2001-01-01
property one "the reeve can be in office" [T-1]
    possible someone holds reeve
property two "nobody becomes reeve" [T-2]
    never someone takes reeve
)";
    auto ended = run(files, {"profile", "treaty", "now", "treaty.mandate"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK(ended.out.find("✗ art. 1  broken") != std::string::npos);
    CHECK(ended.out.find("– art. 2  not modelled") != std::string::npos);
    CHECK(ended.out.find("not asked: there are no judges") != std::string::npos);
    CHECK(ended.out.find("questions ask about 2 of 3 demands") != std::string::npos);

    ended = run(files, {"profile", "traety", "now", "treaty.mandate"});
    CHECK(ended.code == 2);
    CHECK(ended.err.find("did you mean " + quote("treaty") + "?") != std::string::npos);
    CHECK(run(files, {"profile", "treaty", "then", "treaty.mandate"}).code == 2);
}
