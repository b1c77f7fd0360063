// Chains of regimes on little countries: what a change of law means for those in office, for
// procedures under way and for running terms; the days on which it comes; what is refused. The
// expectations stand in the texts.
#include "support/program.h"

#include <catch2/catch.hpp>

#include <string>

using namespace mandate;
using tests::run;

namespace {

std::string const country = R"(level land
level town in land
person { citizen }
authority chief
authority board
office mayor of t: town
body council of t: town
)";

// The chief's way into office is repealed on 1 January 2001 and the board's takes its place.
std::string const another_way = country + R"(
instrument Old "old" { rank statute in force from 2000-01-01 office mayor of t: town { appointment by chief @old } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { appointment by board @new } }
)";

std::string const chain = R"(
regime early = Old as of 2000-01-01
regime late = New as of 2001-01-01
chain change = early, then late on 2001-01-01
)";

// As `chain`, with a clause that says what becomes of those in office.
std::string transition(std::string const &what) {
    return another_way +
           "instrument Transition \"transition\" { rank statute in force from 2001-01-01 " +
           "incumbents of mayor of t: town " + what + " @transition }" + R"(
regime early = Old as of 2000-01-01
regime late = New + Transition as of 2001-01-01
chain change = early, then late on 2001-01-01
)";
}

tests::Ended check(std::string const &text) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = text;
    return run(files, {"check", "law.mandate"});
}

tests::Ended as_expected(std::string const &text) {
    auto const ended = check(text);
    INFO(text << ended.out << ended.err);
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    return ended;
}

void refused(std::string const &text, std::string const &error, std::string const &words) {
    auto const ended = check(text);
    INFO(text << ended.out << ended.err);
    CHECK(ended.code == 3);
    CHECK(ended.err.find("error[" + error + "]") != std::string::npos);
    CHECK(ended.err.find(words) != std::string::npos);
}

} // namespace

// ---- those in office

TEST_CASE("where no clause speaks of those in office, whether they stay is open") {
    auto const ended = as_expected(another_way + chain + R"-(
property stays "who came in under the repealed way stays"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect depends in change
    expect possible in change when "general rule: the law changes: late: mayor of town in office (not said)" = stay
    expect impossible in change when "general rule: the law changes: late: mayor of town in office (not said)" = end
)-");
    CHECK(ended.out.find("possible if general rule: the law changes: late: mayor of town in "
                         "office (not said) — stay") != std::string::npos);
    CHECK(ended.out.find("impossible if general rule: the law changes: late: mayor of town in "
                         "office (not said) — end") != std::string::npos);
}

TEST_CASE("who may stay holds the office under the new law") {
    as_expected(transition("stay") + R"(
property stays "who came in under the repealed way stays"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect possible in change
property at_once "the new law ends it"
    for some t: town, p: person:
        possible p leaves mayor of t and on or after 2001-01-01 and not mayor of t dies and not mayor of t resigns
            and not someone takes mayor of t
    expect impossible in change
)");
}

TEST_CASE("who must go is gone before anybody acts under the new law") {
    as_expected(transition("end") + R"(
property stays "who came in under the repealed way stays"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect impossible in change
property goes "who came in under the repealed way goes on the day"
    for some t: town, p: person:
        possible p leaves mayor of t and on or after 2001-01-01 and not on or after 2001-01-02
            and not mayor of t dies and not mayor of t resigns
    expect possible in change
property sooner "nobody goes before"
    for some t: town, p: person:
        possible p leaves mayor of t and not on or after 2001-01-01 and not mayor of t dies and not mayor of t resigns
            and not someone takes mayor of t
    expect impossible in change
property again "the board may appoint the same person on the day"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under New@new and not on or after 2001-01-02
            and once (p holds mayor of t and mayor of t is filled under Old@old)
    expect possible in change
)");
}

TEST_CASE("who may only act on acts and does not hold") {
    for (std::string const what : {"act", "need consent"})
        as_expected(transition(what) + R"(
property acts "who came in under the repealed way acts"
    for some t: town, p: person:
        possible p acts as mayor of t and on or after 2001-01-02 and once p takes mayor of t
    expect possible in change
property acts_sooner "before the change nobody acts"
    for some t: town, p: person:
        possible p acts as mayor of t and not on or after 2001-01-01 and once p takes mayor of t
    expect impossible in change
property holds "who came in under the repealed way holds the office"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect impossible in change
)");
}

TEST_CASE("what a clause says of some leaves the others open") {
    as_expected(country + R"(
level hamlet in town
office reeve of h: hamlet
instrument Old "old" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief @old }
    office reeve of h: hamlet { appointment by chief @reeve }
}
instrument New "new" { rank statute in force from 2001-01-01
    office mayor of t: town { appointment by board @new }
    office reeve of h: hamlet { appointment by board @new_reeve }
    incumbents of mayor of t: town end @end
}
)" + chain + R"(
property mayor "the mayor stays"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect impossible in change
property reeve "the reeve stays"
    for some h: hamlet, p: person:
        possible p holds reeve of h and reeve of h is filled under Old@reeve and on or after 2001-01-02
    expect depends in change
)");
}

TEST_CASE("a way in that the new law keeps leaves nothing open") {
    as_expected(country + R"(
instrument Basis "basis" { rank statute in force from 2000-01-01 office mayor of t: town { appointment by chief @way } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { appointment by board @new } }
regime early = Basis as of 2000-01-01
regime late = Basis + New as of 2001-01-01
chain change = early, then late on 2001-01-01
property stays "who came in under the way that is kept stays"
    for some t: town, p: person:
        possible p holds mayor of t and on or after 2001-01-02
            and (not p takes mayor of t) since (p takes mayor of t and not on or after 2001-01-01)
    expect possible in change
property ends "the new law ends it"
    for some t: town, p: person:
        possible p leaves mayor of t and not mayor of t dies and not mayor of t resigns and not someone takes mayor of t
            and once p takes mayor of t
    expect impossible in change
property earlier "of who came in before the chain it is open"
    for some t: town, p: person:
        possible p leaves mayor of t and not mayor of t dies and not mayor of t resigns and not someone takes mayor of t
    expect depends in change
)");
}

TEST_CASE("each change asks anew") {
    as_expected(another_way + R"-(
instrument Last "last" { rank statute in force from 2002-01-01 office mayor of t: town { appointment by chief @last } }
regime early = Old as of 2000-01-01
regime middle = New as of 2001-01-01
regime late = Last as of 2002-01-01
chain change = early, then middle on 2001-01-01, then late on 2002-01-01
property once_more "who came in first is there after both changes"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2002-01-02
    expect depends in change
    expect impossible in change when "general rule: the law changes: late: mayor of town in office (not said)" = end
    expect impossible in change when "general rule: the law changes: middle: mayor of town in office (not said)" = end
property between "who came in first is there between"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect possible in change when "general rule: the law changes: middle: mayor of town in office (not said)" = stay
    expect impossible in change when "general rule: the law changes: middle: mayor of town in office (not said)" = end
)-");
}

// ---- procedures under way

TEST_CASE("what has begun under a way in that lapses goes on or lapses") {
    as_expected(country + R"(
instrument Old "old" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief @old { presented by only board } } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { appointment by board @new } }
)" + chain + R"-(
property completed "who was presented before is appointed after"
    for some t: town, p: person:
        possible chief appoints p as mayor of t and on or after 2001-01-02
    expect depends in change
    expect possible in change when "general rule: the law changes: late: procedures under way under Old@old (not said)" = "go on"
    expect impossible in change when "general rule: the law changes: late: procedures under way under Old@old (not said)" = lapse
property begun "nobody is presented any more"
    for some t: town, p: person:
        possible board presents p for mayor of t and on or after 2001-01-01
    expect impossible in change when "general rule: the law changes: late: procedures under way under Old@old (not said)" = lapse
property freed "the new way is free at once where the old procedure lapses"
    for some t: town, p: person:
        possible board appoints p as mayor of t and not on or after 2001-01-02
            and once board presents p for mayor of t and not once chief appoints p as mayor of t
    expect possible in change when "general rule: the law changes: late: procedures under way under Old@old (not said)" = lapse
)-");
}

TEST_CASE("a clause says what becomes of what has begun") {
    auto const text = [](std::string const &clause, std::string const &expectation) {
        return country + R"(
instrument Old "old" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief @old { presented by only board } } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { appointment by board @new }
    pending procedures for mayor of t: town )" +
               clause + R"( @transition }
)" + chain + R"(
property completed "who was presented before is appointed after"
    for some t: town, p: person:
        possible chief appoints p as mayor of t and on or after 2001-01-02
)" + expectation;
    };
    as_expected(text("lapse", "    expect impossible in change\n"));
    as_expected(text("go on", "    expect possible in change\n"));
    as_expected(text("unsettled { lapse, go on }",
                     "    expect depends in change\n"
                     "    expect impossible in change when \"New@transition\" = lapse\n"
                     "    expect possible in change when \"New@transition\" = \"goes on\"\n"));
}

TEST_CASE("what goes on is the open reading of silence, what ends or lapses the closed one") {
    auto const verdict = [](std::string const &text, std::string const &silence) {
        cli::MemoryFiles files;
        files.texts["law.mandate"] = text;
        auto const ended = run(files, {"check", "law.mandate", "--silence", silence});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
        return ended.out.find("✓ possible") != std::string::npos     ? "possible"
               : ended.out.find("✓ impossible") != std::string::npos ? "impossible"
                                                                     : "neither";
    };
    std::string const stays = another_way + chain + R"(
property stays "" for some t: town, p: person:
    possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    in change
)";
    CHECK(verdict(stays, "open") == std::string("possible"));
    CHECK(verdict(stays, "closed") == std::string("impossible"));
    std::string const completed = country + R"(
instrument Old "old" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief @old { presented by only board } } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { appointment by board @new } }
)" + chain + R"(
property completed "" for some t: town, p: person:
    possible chief appoints p as mayor of t and on or after 2001-01-02
    in change
)";
    CHECK(verdict(completed, "open") == std::string("possible"));
    CHECK(verdict(completed, "closed") == std::string("impossible"));
}

// ---- what has been counted

TEST_CASE("what a record counted lapses or goes on when the new law has it no more") {
    auto const text = [](std::string const &clause, std::string const &expectation) {
        return country + R"(
instrument Basis "basis" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief }
    body council of t: town { seats 3 elected by people of t }
    act report of mayor of t to council of t for t: town, yearly { carried by majority of all seats }
    office mayor of t: town {
        may be removed by chief only on grounds (refusals of mayor of t >= 1) @removal }
}
instrument Counting "counting" { rank statute in force from 2000-01-01
    record refusals of mayor of t: town @record { counts refused report resets on new holder }
}
instrument New "new" { rank statute in force from 2001-01-01 )" +
               clause + R"( }
regime early = Basis + Counting as of 2000-01-01
regime late = Basis + New as of 2001-01-01
chain change = early, then late on 2001-01-01
property counted "what was refused before is held against the mayor after"
    for some t: town: possible chief removes mayor of t and on or after 2001-01-02
)" + expectation;
    };
    std::string const question = "\"general rule: the law changes: late: refusals counted against "
                                 "mayor of town (not said)\" = ";
    as_expected(text("", "    expect depends in change\n"
                         "    expect impossible in change when " +
                             question + "lapse\n    expect possible in change when " + question +
                             "\"go on\"\n"));
    as_expected(text("records of mayor of t: town lapse", "    expect impossible in change\n"));
    as_expected(text("records of mayor of t: town go on", "    expect possible in change\n"));
    // It starts again as the old clause has it.
    as_expected(text("records of mayor of t: town go on", R"(    expect possible in change
property successor "a successor does not answer for it"
    for some t: town, p: person:
        possible chief removes mayor of t and on or after 2001-01-02
            and p takes mayor of t within the last 1 days
    expect impossible in change
)"));
}

TEST_CASE("clauses on one matter that may contradict each other are refused", "[diagnostics]") {
    refused(transition("stay @one incumbents of mayor of t: town end") +
                "property p \"\" for some t: town: possible not mayor of t is vacant in change\n",
            "not-encoded", "a second clause");
    // Which of two is law is a question, not a contradiction.
    as_expected(another_way + R"-(
instrument Transition "transition" { rank statute in force from 2001-01-01
    unsettled { { incumbents of mayor of t: town stay }, { incumbents of mayor of t: town end } } @which }
regime early = Old as of 2000-01-01
regime late = New + Transition as of 2001-01-01
chain change = early, then late on 2001-01-01
property stays "who came in under the repealed way stays, if that is law"
    for some t: town, p: person:
        possible p holds mayor of t and mayor of t is filled under Old@old and on or after 2001-01-02
    expect depends in change
)-");
}

TEST_CASE("what becomes of a term that a way sets is not for a clause to say yet",
          "[diagnostics]") {
    refused(country + R"(
instrument Old "old" { rank statute in force from 2000-01-01 office mayor of t: town { appointment by chief @old { term 100 days } } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { appointment by board @new { term 200 days } }
    running terms of mayor of t: town follow the new law @transition }
)" + chain + "property p \"\" for some t: town: possible not mayor of t is vacant in change\n",
            "not-encoded", "running terms that a way into office sets");
}

// ---- running terms

namespace {

// The mayor stays whatever the term; it alone changes.
std::string terms(std::string const &earlier, std::string const &later) {
    return country + R"(
instrument Basis "basis" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief @way on expiry: vacates @expiry } }
instrument Old "old" { rank statute in force from 2000-01-01 office mayor of t: town { term )" +
           earlier + R"( @term } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { term )" +
           later + R"( @term } }
regime early = Basis + Old as of 2000-01-01
regime late = Basis + New as of 2001-01-01
chain change = early, then late on 2001-01-01
)";
}

// Whoever took office on 1 December or before and has held it since; on the last day of a term the
// office is still held until it ends. 30 days of the term are over when the law changes.
std::string in_office(std::string const &name, std::string const &on, std::string const &expected) {
    return "property " + name + " \"\" for some t: town, p: person: possible p holds mayor of t " +
           "and on or after " + on +
           " and (not p takes mayor of t) since (p takes mayor of t and not on or after "
           "2000-12-02)\n" +
           expected;
}
std::string both(std::string const &fixed, std::string const &anew) {
    std::string const question = " in change when \"general rule: the law changes: late: running "
                                 "terms of mayor of town (not said)\" = ";
    return "    expect " + fixed + question + "\"run on as fixed\"\n    expect " + anew + question +
           "\"are as long as the new law has it\"\n";
}

} // namespace

TEST_CASE("a running term is as it was fixed, or as long as the new law's longer one") {
    // 100 days end on 11 March, 200 on 21 June.
    as_expected(terms("100 days", "200 days") +
                in_office("before", "2001-03-11", "    expect possible in change\n") +
                in_office("fixed", "2001-03-12",
                          "    expect depends in change\n" + both("impossible", "possible")) +
                in_office("last", "2001-06-21", both("impossible", "possible")) +
                in_office("over", "2001-06-22", "    expect impossible in change\n"));
}

TEST_CASE("a running term is as it was fixed, or as long as the new law's shorter one") {
    // 100 days end on 11 March, 40 on 11 January.
    as_expected(terms("100 days", "40 days") +
                in_office("before", "2001-01-11", "    expect possible in change\n") +
                in_office("shorter", "2001-01-12",
                          "    expect depends in change\n" + both("possible", "impossible")) +
                in_office("last", "2001-03-11", both("possible", "impossible")) +
                in_office("over", "2001-03-12", "    expect impossible in change\n"));
}

TEST_CASE("a term longer than the new law has it is over on the day of the change") {
    as_expected(terms("100 days", "20 days") +
                in_office("that_day", "2001-01-01", "    expect possible in change\n") +
                in_office("next_day", "2001-01-02", both("possible", "impossible")));
}

TEST_CASE("a term may come where there was none, and go") {
    as_expected(terms("none", "40 days") +
                in_office("comes", "2001-02-12", both("possible", "impossible")));
    as_expected(terms("40 days", "none") +
                in_office("goes", "2001-01-12", both("impossible", "possible")));
}

TEST_CASE("a clause says what becomes of running terms") {
    // As above: 100 days end on 11 March, 200 on 21 June.
    auto const text = [](std::string const &clause) {
        auto result = terms("100 days", "200 days");
        std::string const late = "regime late = Basis + New";
        result.replace(result.find(late), late.size(), late + " + Transition");
        return result +
               "instrument Transition \"transition\" { rank statute in force from "
               "2001-01-01 running terms of mayor of t: town " +
               clause + " @transition }\n";
    };
    as_expected(text("go on") +
                in_office("fixed", "2001-03-12", "    expect impossible in change\n"));
    as_expected(text("follow the new law") +
                in_office("fixed", "2001-03-12", "    expect possible in change\n") +
                in_office("over", "2001-06-22", "    expect impossible in change\n"));
    as_expected(text("unsettled { go on, follow the new law }") +
                in_office("fixed", "2001-03-12",
                          "    expect depends in change\n"
                          "    expect impossible in change when \"Transition@transition\" = "
                          "\"goes on\"\n"
                          "    expect possible in change when \"Transition@transition\" = "
                          "\"follow the new law\"\n"));
}

TEST_CASE("a term that does not change leaves nothing open") {
    // Across the change the days of a term are counted on.
    as_expected(country + R"(
instrument Basis "basis" { rank statute in force from 2000-01-01
    office mayor of t: town { appointment by chief @way on expiry: vacates @expiry term 100 days @term } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { resignation @resignation } }
regime early = Basis as of 2000-01-01
regime late = Basis + New as of 2001-01-01
chain change = early, then late on 2001-01-01
)" + in_office("last", "2001-03-11", "    expect possible in change\n") +
                in_office("over", "2001-03-12", "    expect impossible in change\n"));
}

// ---- days

TEST_CASE("days before, in and after the regimes of a chain") {
    as_expected(another_way + chain + R"(
property always_after "days up to the first are always past"
    for every t: town: always on or after 1999-06-01 and on or after 2000-01-01
    expect holds in change
property first_day "the second day is not yet there"
    for some t: town: possible not on or after 2000-01-02
    expect possible in change
property in_between "a day in the first regime"
    for some t: town, p: person: possible chief appoints p as mayor of t and on or after 2000-07-15 and not on or after 2000-07-16
    expect possible in change
property last_day "the last day of the year is 30 December; the chief still appoints"
    for some t: town, p: person: possible chief appoints p as mayor of t and on or after 2000-12-30
    expect possible in change
property no_such_day "31 reads as 30"
    for some t: town: possible on or after 2000-12-30 and not on or after 2000-12-31
    expect impossible in change
property the_day "on the day the law changes before anybody acts"
    for some t: town, p: person: possible chief appoints p as mayor of t and on or after 2001-01-01
    expect impossible in change
property later "a day long after the last change"
    for some t: town, p: person: possible board appoints p as mayor of t and on or after 2031-05-05 and not on or after 2031-05-06
    expect possible in change
property order "a later day is there only when the earlier one is"
    for every t: town: always (on or after 2031-05-05 implies on or after 2001-03-05) and (on or after 2001-03-05 implies on or after 2000-03-05)
    expect holds in change
)");
}

TEST_CASE("a day in a regime of its own is not modelled") {
    as_expected(another_way + chain + R"(
property day "a day"
    for some t: town: possible mayor of t is vacant and on or after 2000-07-15
    expect not modelled in early
    expect possible in change
)");
}

TEST_CASE("a clause of a later regime permits nothing before its day") {
    as_expected(another_way + chain + R"(
property sooner "the board appoints before its day"
    for some t: town, p: person: possible board appoints p as mayor of t and not on or after 2001-01-01
    expect impossible in change
property that_day "the board appoints on its day"
    for some t: town, p: person: possible board appoints p as mayor of t and not on or after 2001-01-02
    expect possible in change
property both "the chief, then the board"
    for some t: town, p: person, q: person: possible board appoints p as mayor of t and once chief appoints q as mayor of t
    expect possible in change
property back "the board, then the chief"
    for some t: town, p: person, q: person: possible chief appoints p as mayor of t and once board appoints q as mayor of t
    expect impossible in change
)");
}

TEST_CASE("a step cites no clause that is not in force") {
    auto const ended = as_expected(country + R"(
instrument Old "old" { rank statute in force from 2000-01-01 office mayor of t: town { appointment by chief @old } }
instrument New "new" { rank statute in force from 2001-01-01 office mayor of t: town { a candidate must be citizen @candidates } }
regime early = Old as of 2000-01-01
regime late = Old + New as of 2001-01-01
chain change = early, then late on 2001-01-01
property sooner "who is no citizen is appointed before"
    for some t: town, p: person: possible p takes mayor of t and not p has citizen and not on or after 2001-01-01
    expect possible in change
property later "who is no citizen is appointed after"
    for some t: town, p: person: possible p takes mayor of t and not p has citizen and on or after 2001-01-01
    expect impossible in change
)");
    CHECK(ended.out.find("Old@old\n") != std::string::npos);
    CHECK(ended.out.find("Old@old, New@candidates") == std::string::npos);
}

// ---- the other commands

TEST_CASE("a chain named by --regime is audited, printed and asked") {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = another_way + chain;
    for (std::string const command : {"audit", "core"}) {
        auto const ended = run(files, {command, "law.mandate", "--regime", "change"});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
    }
    auto const ended =
        run(files, {"check", "law.mandate", "--regime", "change", "--ask",
                    "for some t: town, p: person: possible board appoints p as mayor of t"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
}

// ---- what is refused

TEST_CASE("the days of a chain are said and rise", "[diagnostics]") {
    auto const links = [](std::string const &text) {
        return another_way + R"(
regime early = Old as of 2000-01-01
regime late = New as of 2001-01-01
chain change = )" +
               text + "\n";
    };
    refused(links("early, then late on 2000-01-01"), "chain-dates",
            "it comes no later than the one before it");
    refused(links("early, then late on 2001-01-01, then early on 2001-01-01"), "chain-dates",
            "it comes no later than the one before it");
    refused(links("early, then late"), "chain-dates", "it needs a day on which it comes");
    refused(links("early on 2000-01-01, then late on 2001-01-01"), "chain-dates",
            "it is the first of the chain and begins as of its own date");
    refused(links("early, then latest on 2001-01-01"), "unknown-name", "latest");
    refused(links("early, then late on 2001-01-01\nchain longer = change, then late on 2002-01-01"),
            "chain-dates", "it is itself a chain");
}

TEST_CASE("what a chain cannot do yet is refused", "[diagnostics]") {
    std::string const question = R"(
property q "" for some t: town: possible mayor of t is vacant
    in change
)";
    refused(another_way + R"(
amendment Small "small" to New { repeal @new }
regime early = Old as of 2000-01-01
regime late = New + Small as of 2001-01-01
chain change = early, then late on 2001-01-01
)" + question,
            "not-encoded", "an amendment in a chain of regimes");
    auto const seats = [](std::string const &number) {
        return "office mayor of t: town { appointment by chief } body council of t: town { seats " +
               number + " elected by people of t }";
    };
    refused(country + R"(people of t: town
instrument Old "old" { rank statute in force from 2000-01-01 )" +
                seats("5") + R"( }
instrument New "new" { rank statute in force from 2001-01-01 )" +
                seats("7") + " }" + chain + question,
            "not-encoded", "seats");
    refused(another_way + chain + R"(
property rank "" for every t: town: every way into mayor of t has basis at rank statute or higher
    in change
)",
            "not-encoded", "chain");
}
