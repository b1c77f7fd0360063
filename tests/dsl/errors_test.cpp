// What a drafter gets wrong, and what the drafter is told.
#include "tests/support/parsing.h"

#include <catch2/catch.hpp>

using namespace mandate;
using test::Parsed;
using Places = std::vector<std::string>;

TEST_CASE("all errors of a file come in one pass, each at its place") {
    Parsed const parsed(R"(level republic
level
office akim of u raion
instrument D {
    rank decree
    trem 4 years
    election by maslikhat of r {
        candidates at leest 2
        quorum 1/2 of all seats
        on tie: vacates
    }
    term four years
    resignation
    on expiry vacates
}
property a always akim of r are vacant
property b possible true
)");
    CAPTURE(parsed.messages());
    REQUIRE(parsed.places() == Places{"3:1 syntax", "3:18 syntax", "6:5 syntax", "8:9 syntax",
                                      "10:17 syntax", "12:15 syntax", "14:15 syntax",
                                      "16:29 syntax"});
    REQUIRE(parsed.messages().find("did you mean 'term'?") != std::string::npos);
    REQUIRE(parsed.messages().find("did you mean 'candidates at least'?") != std::string::npos);
    // What could be read was read.
    auto const &last = parsed.file.declarations.back().node;
    REQUIRE(std::get<dsl::ast::Property>(last).name.text == "b");
}

TEST_CASE("messages say what could stand there") {
    Parsed const parsed("regime r = A + \n");
    REQUIRE(parsed.messages() == "2:1 expected a name, but found the end of the file\n");
    REQUIRE(Parsed("instrument I { may be removed president }").messages().find("found 'may'") !=
            std::string::npos);
    REQUIRE(Parsed("instrument I { may be removed president }").messages().find("a clause") !=
            std::string::npos);
    REQUIRE(Parsed("instrument I { on expiry: later }").messages().find("one of the values") !=
            std::string::npos);
    // In the language of the file.
    REQUIRE(Parsed("уровень страна\nправовой режим р А").messages().find("'='") !=
            std::string::npos);
    REQUIRE(Parsed("уровень страна\nправовой акт А { срок полномочий 4 года\n ранг закон\n "
                   "вводится в действие с события }")
                .messages()
                .find("did you mean 'вводится в действие с событием'?") != std::string::npos);
}

TEST_CASE("a brace that is never closed is named where it opens") {
    Parsed const parsed("instrument A {\n  office akim of v {\n    term 1 year\n}\ninstrument B "
                        "{\n  rank decree\n}\n");
    REQUIRE(parsed.places() == Places{"1:14 unclosed-brace"});
    REQUIRE(parsed.file.declarations.size() == 1);
    REQUIRE(Parsed("instrument A {").places() == Places{"1:14 unclosed-brace"});
    REQUIRE(Parsed("level a }\nlevel b").places() == Places{"1:9 syntax"});
}

TEST_CASE("a majority without its denominator is an error") {
    REQUIRE(Parsed("instrument I { election by x { carried by majority } }").places() ==
            Places{"1:43 majority-without-base"});
    REQUIRE(Parsed("instrument I { election by x { carried by 2/3 } }").places() ==
            Places{"1:43 majority-without-base"});
    REQUIRE(Parsed("instrument I { election by x { quorum 2/3 } }").places() ==
            Places{"1:39 majority-without-base"});
    REQUIRE(Parsed("instrument I { election by x { carried by unanimity } }").places().empty());
}

TEST_CASE("a thing is stated once") {
    Parsed const parsed(
        "instrument I { election by x { quorum 1/2 of all seats\nquorum 2/3 of all seats } }");
    REQUIRE_FALSE(parsed.places().empty());
    REQUIRE(parsed.places()[0].find("stated-twice") != std::string::npos);
    REQUIRE(Parsed("instrument I { rank decree rank statute }").sink.has_errors());
    REQUIRE(Parsed("level a @x @y").sink.has_errors());
}

TEST_CASE("names in one alphabet") {
    Parsed const parsed("level \u0430kim"); // Cyrillic a
    REQUIRE(parsed.places() == Places{"1:7 mixed-scripts"});
    REQUIRE(parsed.messages().find("'\u0430' is Cyrillic") != std::string::npos);
    REQUIRE(Parsed("level аким").places().empty());
}

TEST_CASE("strings, dates and numbers") {
    REQUIRE(Parsed("use \"x\nlevel a").places() == Places{"1:5 unclosed-string"});
    REQUIRE(Parsed("regime r = A as of 2013-02-30").places() == Places{"1:20 bad-date"});
    REQUIRE(Parsed("instrument I { term 99999999999999999999 years }").places() ==
            Places{"1:21 number-too-large"});
    REQUIRE(Parsed("instrument I { election by x { quorum 1/0 of all seats } }").places() ==
            Places{"1:41 zero-denominator"});
}

TEST_CASE("text in other encodings is reported, not parsed into something") {
    REQUIRE(Parsed(std::string("level a\0b", 9)).sink.has_errors());
    REQUIRE(Parsed("level \xE0\xEA\xE8\xEC").places()[0].find("encoding-cp1251") !=
            std::string::npos);
    REQUIRE(Parsed("level \xFF").sink.has_errors());
}
