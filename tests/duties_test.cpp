// Duties on a little country: what arises, what falls away, what time waits for, who may breach;
// and regimes in which time stops. The expectations stand in the texts.
#include "support/program.h"

#include <catch2/catch.hpp>

#include <string>

using namespace mandate;
using tests::run;

namespace {

std::string country(std::string const &clauses, std::string const &rank = "statute") {
    return R"(level land
level shire in land
person { citizen }
authority crown
office king filled outside
office reeve of s: shire
body moot of s: shire
superior of reeve of s: shire = king
people of s: shire
instrument Law "law" {
    rank )" +
           rank +
           R"(  in force from 2000-01-01
    office reeve of s: shire { appointment by crown @appointment }
    body moot of s: shire { seats 3
        elected by people of s }
    no confidence by moot of s in reeve of s: shire @no_confidence { carried by majority of all seats }
    )" + clauses +
           R"(
}
regime now = Law as of 2001-01-01
)";
}

// May the king remove, and must he within ten days of a second vote?
std::string const must = country(R"(
    office reeve of s: shire { may be removed by king @removal }
    for s: shire: king must remove reeve of s after no confidence votes in reeve of s >= 2 @dismissal { within 10 days }
)");

tests::Ended check(std::string const &text) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = text;
    return run(files, {"check", "law.mandate"});
}

void as_expected(std::string const &text) {
    auto const ended = check(text);
    INFO(text << ended.out << ended.err);
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
}

std::string audited(std::string const &text) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = text;
    auto const ended = run(files, {"audit", "law.mandate"});
    INFO(text << ended.out << ended.err);
    CHECK(ended.code == 0);
    return ended.out;
}

} // namespace

TEST_CASE("a duty that can be done is done in time, unless who owes it may breach") {
    as_expected(must + R"(
property never_breached "nobody breaches"
    for every s: shire:
        never @dismissal is breached
    expect holds in now
property breached "the king lets the deadline pass"
    for some s: shire:
        possible @dismissal is breached and not king is vacant
    if king may breach
    expect possible in now
property not_by_the_moot "who else may breach is no help"
    for some s: shire:
        possible @dismissal is breached
    if moot of s may breach
    expect impossible in now
)");
}

TEST_CASE("a deadline may be a number that is not settled yet") {
    as_expected("parameter deadline: time from 5 days to 20 days\n" + country(R"(
    office reeve of s: shire { may be removed by king @removal }
    for s: shire: king must remove reeve of s after no confidence votes in reeve of s >= 2 @dismissal { within deadline }
)") + R"(
property soon "breached within five days of the votes, in whatever shire"
    possible @dismissal is breached and not previously (@dismissal is breached)
        and ((for every s: shire: no confidence votes in reeve of s <= 1) within the last 4 days)
    if king may breach
    expect impossible in now
property later "breached when twenty days are over"
    for some s: shire:
        possible @dismissal is breached and not previously (@dismissal is breached)
            and not ((no confidence votes in reeve of s <= 1) within the last 19 days)
    if king may breach
    expect possible in now
)");
}

TEST_CASE("a duty without power: the deadline passes") {
    // Nobody is king, so that nobody can remove.
    as_expected(must + R"(
property late "the reeve sits on although the votes were taken more than ten days ago"
    for some s: shire:
        possible king is vacant and (no confidence votes in reeve of s >= 2) since (no confidence votes in reeve of s >= 2
            and not reeve of s is vacant) and not (no confidence votes in reeve of s <= 1) within the last 11 days
    expect possible in now
)");
    // No clause permits removal at all.
    auto const powerless = country("for s: shire: king must remove reeve of s after no confidence "
                                   "votes in reeve of s >= 2 @dismissal { within 10 days }");
    as_expected(powerless + R"(
property sits "the reeve sits on"
    for some s: shire:
        possible no confidence votes in reeve of s >= 2 and not (no confidence votes in reeve of s <= 1) within the last 11 days
    expect possible in now
property breached "what cannot be done is not breached"
    for some s: shire:
        possible @dismissal is breached
    if king may breach
    expect impossible in now
)");
    CHECK(audited(powerless).find("no-power — Law@dismissal") != std::string::npos);
    CHECK(audited(must).find("no-power") == std::string::npos);
}

TEST_CASE("a duty without a deadline is never breached, and done some day") {
    auto const some_day = country(R"(
    office reeve of s: shire { may be removed by crown @removal }
    for s: shire: crown must remove reeve of s after no confidence votes in reeve of s >= 2 @dismissal
)");
    as_expected(some_day + R"(
property breached "no finite history breaches it"
    for some s: shire:
        possible @dismissal is breached
    if crown may breach
    expect impossible in now
)");
    CHECK(audited(some_day).find("no-deadline — Law@dismissal") != std::string::npos);
    // Without the duty the reeve may sit for ever.
    as_expected(country("office reeve of s: shire { may be removed by crown @removal }") + R"(
property sits "two votes lead to a vacancy"
    for every s: shire:
        no confidence votes in reeve of s >= 2 leads to reeve of s is vacant
    expect violated in now
)");
    // Nobody leaves undone for ever what they owe and may do.
    as_expected(some_day + R"(
property goes "two votes lead to a vacancy"
    for every s: shire:
        no confidence votes in reeve of s >= 2 leads to reeve of s is vacant
    expect holds in now
)");
}

TEST_CASE("what counts towards the second: all votes, those within one term, or the requests") {
    auto const text = country(R"(
    office reeve of s: shire { may be removed by crown @removal }
    body moot of s: shire { dissolved by crown at discretion }
    for s: shire: crown must remove reeve of s after the second vote of no confidence @of_all
    for s: shire: crown must remove reeve of s after the second vote of no confidence within one term of the moot @of_one_term
    for s: shire: crown must remove reeve of s after the second request for removal @of_requests
)");
    std::string const votes = "carried by majority of all seats";
    auto const at = text.find(votes) + votes.size();
    auto const again = [&](std::string const &when) {
        auto changed = text;
        return changed.insert(at,
                              "\n then may request removal by crown again after " + when + "\n");
    };
    as_expected(again("6 months") + R"(
property dissolved_between "a moot dissolved between the votes: the duty of one term is not owed"
    for some s: shire:
        possible @of_all is owed as to s and not @of_one_term is owed as to s and no confidence votes in reeve of s within one term of the moot = 1
    expect possible in now
property chosen_between "nothing else starts the count again"
    for some s: shire:
        possible @of_all is owed as to s and not @of_one_term is owed as to s and not once moot of s is newly chosen
    expect impossible in now
property of_one_term "two votes of one term are two votes"
    for some s: shire:
        possible @of_one_term is owed as to s and not @of_all is owed as to s
    expect impossible in now
property not_requested "two votes are no two requests"
    for some s: shire:
        possible @of_one_term is owed as to s and not @of_requests is owed as to s
    expect possible in now
property requested "two requests rest on two votes, whoever was chosen in between"
    for some s: shire:
        possible requests for removal of reeve of s >= 2 and no confidence votes in reeve of s <= 1
    expect impossible in now
property requested_anew "the votes may be those of two moots"
    for some s: shire:
        possible @of_requests is owed as to s and not @of_one_term is owed as to s
    expect possible in now
property soon "within six months"
    for some s: shire:
        possible requests for removal of reeve of s >= 2 and (requests for removal of reeve of s = 0) within the last 179 days
    expect impossible in now
property in_time "after six months"
    for some s: shire:
        possible requests for removal of reeve of s >= 2 and (requests for removal of reeve of s = 0) within the last 180 days
    expect possible in now
)");
    // Without `again after` there is one request; with `none` the next may follow at once.
    as_expected(again("none") + R"(
property soon "at once"
    for some s: shire:
        possible requests for removal of reeve of s >= 2 and (requests for removal of reeve of s = 0) within the last 1 day
    expect possible in now
)");
    auto once = again("none");
    once.erase(once.find(" again after none"), std::string(" again after none").size());
    as_expected(once + R"(
property once "not twice"
    for some s: shire:
        possible requests for removal of reeve of s >= 2
    expect impossible in now
)");
    as_expected(country("") + R"(
property asks "nobody may ask for a removal"
    for some s: shire:
        possible requests for removal of reeve of s >= 1
    expect not modelled in now
)");
    // A number of those who initiate counts as a share does: three sit there.
    for (auto const *members : {"3", "4"}) {
        auto initiated = country("");
        initiated.insert(initiated.find(votes), std::string("initiated by ") + members + "\n ");
        as_expected(initiated +
                    "property voted \"a vote\"\n for some s: shire: possible moot of s "
                    "expresses no confidence in reeve of s\n expect " +
                    (*members == '3' ? "possible" : "impossible") + " in now\n");
    }
    // Where several bodies vote, it is not said whose votes and whose term.
    auto two = country("no confidence by senate in reeve of s: shire @second_body { carried by "
                       "majority of all seats }");
    two.insert(two.find("superior of"), "body senate\n");
    two.insert(two.find("    body moot of s: shire {"), "    body senate { seats 3 }\n");
    CHECK(check(two +
                "property two \"\"\n for some s: shire: possible no confidence votes in reeve of s "
                "within one term of the moot >= 2\n")
              .err.find("not-encoded") != std::string::npos);
    // The term is that of those who vote.
    auto other = again("none");
    other.insert(other.find("superior of"), "body senate\n");
    as_expected(other + R"(
property of_the_senate "the senate does not vote"
    for some s: shire:
        possible no confidence votes in reeve of s within one term of the senate >= 1
    expect not modelled in now
)");
}

TEST_CASE("`must be removed` permits the removal and makes it a duty") {
    as_expected(country("office reeve of s: shire { must be removed by crown after no confidence "
                        "votes in reeve of s >= 2 "
                        "@dismissal { within 10 days } }") +
                R"(
property removed "the crown removes"
    for some s: shire:
        possible crown removes reeve of s
    expect possible in now
property never_breached "nobody breaches"
    for every s: shire:
        never @dismissal is breached
    expect holds in now
)");
}

TEST_CASE("against discretion in a higher text it is open whether a duty binds") {
    auto const text = country("for s: shire: king must remove reeve of s after no confidence votes "
                              "in reeve of s >= 2 "
                              "@dismissal { within 10 days }") +
                      R"-(
instrument Charter "charter" { rank constitution  in force from 2000-01-01
    office reeve of s: shire { may be removed by king at discretion @removal } }
regime both = Law + Charter as of 2001-01-01
property breached "there is something to breach"
    for some s: shire:
        possible @dismissal is breached
    if king may breach
    expect depends in both
    expect possible in both when "Law@dismissal: whether the duty binds who may remove at discretion (not said)" = "it binds"
    expect impossible in both when "Law@dismissal: whether the duty binds who may remove at discretion (not said)" = "it yields"
)-";
    as_expected(text);
}

TEST_CASE("a deadline for a removal that need not be is refused") {
    auto const ended = check(
        country("office reeve of s: shire { may be removed by crown within 10 days @removal }") +
        "property p \"p\"\n    for some s: shire:\n        possible reeve of s is vacant\n");
    INFO(ended.out << ended.err);
    CHECK(ended.code == 3);
    CHECK(ended.err.find("a deadline for a removal that need not be") != std::string::npos);
}

TEST_CASE("a regime in which time stops for good is reported with a run") {
    // A report is owed at once, and owed anew as soon as it is made: no day ever passes.
    std::string const clauses = R"(
    act report of reeve of s to moot of s for s: shire without a vote @report
    for s: shire: reeve of s must report to moot of s within )";
    auto const question = R"(
property p "a reeve is there"
    for some s: shire:
        possible not reeve of s is vacant
    including incumbents
    expect possible in now
)";
    auto const stopped = check(country(clauses + "0 days @at_once\n") + question);
    INFO(stopped.out << stopped.err);
    CHECK(stopped.code == 1);
    CHECK(stopped.out.find("time can pass") != std::string::npos);
    as_expected(country(clauses + "1 day @soon\n") + question);
}
