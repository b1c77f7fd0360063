#include "dsl/parse/parse.h"
#include "tests/support/parsing.h"

#include <catch2/catch.hpp>

using namespace mandate;
using namespace mandate::dsl;
using test::Parsed;

namespace {

// The clauses of an instrument that holds this text.
struct Clauses {
    Parsed parsed;
    std::vector<ast::Clause> list;
    explicit Clauses(std::string const &text) : parsed("instrument I {\n" + text + "\n}") {
        if (parsed.file.declarations.empty()) return;
        if (auto const *i = std::get_if<ast::Instrument>(&parsed.file.declarations[0].node))
            list = i->clauses;
    }
    template <class Node>
    Node const &at(std::size_t index) const {
        INFO(parsed.messages());
        REQUIRE(parsed.messages().empty());
        REQUIRE(index < list.size());
        auto const *node = std::get_if<Node>(&list[index].node);
        REQUIRE(node);
        return *node;
    }
};

} // namespace

TEST_CASE("a country, a decree and questions parse") {
    for (auto const *name :
         {"dsl/data/country.mandate", "dsl/data/decree.mandate", "dsl/data/questions.mandate"}) {
        Parsed const parsed(test::read_data(name));
        CAPTURE(name);
        REQUIRE(parsed.messages().empty());
        REQUIRE(parsed.file.declarations.size() >= 2);
    }
}

TEST_CASE("spans cover the text that was read") {
    Parsed const parsed("// first\nlevel republic\nlevel oblast in republic // last\n");
    auto const &d = parsed.file.declarations;
    REQUIRE(d.size() == 2);
    REQUIRE(parsed.sources.text(d[0].span) == "level republic");
    REQUIRE(parsed.sources.text(d[1].span) == "level oblast in republic");
    Clauses const c("term 4 years [R1]");
    REQUIRE(c.parsed.sources.text(c.list.at(0).span) == "term 4 years [R1]");
    REQUIRE(c.parsed.sources.text(c.at<ast::Term>(0).length.span) == "4 years");
}

TEST_CASE("levels of a binder end where the next binder begins") {
    Parsed const parsed(
        "property p for every r: raion, u: oblast, raion where rural, x: person: always true");
    REQUIRE(parsed.messages().empty());
    auto const &p = std::get<ast::Property>(parsed.file.declarations[0].node);
    REQUIRE(p.binders.size() == 3);
    REQUIRE(p.binders[1].levels.size() == 2);
    REQUIRE(p.binders[1].where.size() == 1);
    REQUIRE(p.binders[2].person);
}

TEST_CASE("a tag may stand before the brace, after it, and after the block") {
    Clauses const c("election by maslikhat of v @way [R1] { [R2] against all [R3] } [R4]");
    c.at<ast::Way>(0);
    REQUIRE(c.list[0].tag.name->text == "way");
    REQUIRE(c.list[0].tag.citations.size() == 3);
    REQUIRE(c.at<ast::Way>(0).against_tag.citations.size() == 1);
}

TEST_CASE("a citation") {
    Clauses const c("term 4 years [D13-R9, R10 \"point 3\" not sourced]");
    c.at<ast::Term>(0);
    auto const &citation = c.list[0].tag.citations.at(0);
    REQUIRE(citation.rules.size() == 2);
    REQUIRE(citation.rules[1].text == "R10");
    REQUIRE(citation.place == "point 3");
    REQUIRE(citation.mark == ast::Mark::not_sourced);
}

TEST_CASE("a clause may be named like a keyword") {
    Clauses const c("term 4 years @term\nrepeals Law@removal\nunder C@consent");
    REQUIRE(c.at<ast::Repeals>(1).clause->text == "removal");
}

TEST_CASE("majorities and what they are counted of") {
    Clauses const c(
        R"(election by maslikhat of v { quorum 1/2 of all seats carried by majority of votes cast }
        election by maslikhat of v { carried by majority unsettled of { votes cast, all seats } }
        election by maslikhat of v { carried by majority of unsettled { votes cast, all seats } }
        election by maslikhat of v { carried by plurality })");
    auto const &vote = c.at<ast::Way>(0).vote;
    REQUIRE(vote.quorum_base == ast::Base::all_seats);
    REQUIRE(std::get<ast::Base>(vote.base->values[0].content) == ast::Base::votes_cast);
    REQUIRE(c.at<ast::Way>(1).vote.base->values.size() == 2);
    REQUIRE(c.at<ast::Way>(1).vote.base->unsettled);
    REQUIRE(c.at<ast::Way>(2).vote.base->unsettled);
    REQUIRE_FALSE(c.at<ast::Way>(3).vote.base);
}

TEST_CASE("a duty after the second vote of no confidence") {
    Clauses const c("for u: oblast, raion: superior must remove akim of u after the second vote of "
                    "no confidence { within days_given }");
    auto const &duty = c.at<ast::Duty>(0);
    REQUIRE(duty.of.levels.size() == 2);
    REQUIRE(duty.verb == ast::Verb::removes);
    REQUIRE(duty.actor.kind == ast::RefKind::superior);
    REQUIRE(duty.after.at(0).count == ast::Count::no_confidence_votes);
    REQUIRE(duty.after.at(0).number == 2);
    REQUIRE(duty.within->parameter->text == "days_given");
}

TEST_CASE("values fit their clause") {
    Clauses const c("on expiry: unsettled { open vacates, closed stays until successor } in fact "
                    "decided by president");
    auto const &what = c.at<ast::OnExpiry>(0).what;
    REQUIRE(what.values[0].reading == ast::Value::Reading::open);
    REQUIRE(what.decided_by.has_value());
    REQUIRE_FALSE(Clauses("on expiry: majority").parsed.messages().empty());
    REQUIRE_FALSE(Clauses("on tie: vacates").parsed.messages().empty());
    REQUIRE_FALSE(Clauses("term 4").parsed.messages().empty());
}

TEST_CASE("whole clauses may be left open, or none") {
    Clauses const c("unsettled { { term 4 years }, { } } [R1 silent]");
    auto const &choice = c.at<ast::UnsettledClauses>(0).choice;
    REQUIRE(choice.values.size() == 2);
    REQUIRE(choice.values[0].clauses.size() == 1);
    REQUIRE(choice.values[1].clauses.empty());
}

TEST_CASE("Russian says the same as English") {
    Parsed const russian(test::read_data("dsl/data/decree_ru.mandate"));
    REQUIRE(russian.messages().empty());
    Parsed const english(russian.print(Language::english));
    REQUIRE(english.messages().empty());
    REQUIRE(english.print(Language::russian) == russian.print(Language::russian));
    Clauses const both("срок полномочий 4 years\nterm 5 лет"); // a file may mix them
    REQUIRE(std::get<ast::Duration>(both.at<ast::Term>(0).length.values[0].content).count == 4);
    REQUIRE(both.list.size() == 2);
}

TEST_CASE("Windows files parse") {
    Parsed const parsed("\xEF\xBB\xBFlevel republic\r\nlevel oblast\r\n in republic\r\n");
    REQUIRE(parsed.messages().empty());
    REQUIRE(parsed.file.declarations.size() == 2);
}
