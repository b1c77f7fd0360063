#include "dsl/parse/lexis.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace mandate;
using namespace mandate::dsl;

TEST_CASE("each keyword is read in each language, whatever space is between its words") {
    for (std::size_t i = 0; i < keyword_count(); ++i)
        for (auto const language : all_languages) {
            auto const keyword = static_cast<Keyword>(i);
            std::string text(spelling(keyword, language));
            CAPTURE(text);
            REQUIRE_FALSE(text.empty());
            REQUIRE(scan_keyword(text, 0, keyword) == text.size());
            REQUIRE(scan_keyword(text + "x", 0, keyword) == 0);
            for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos; at += 3)
                text.replace(at, 1, " \n\t");
            REQUIRE(scan_keyword(text + " x", 0, keyword) == text.size());
        }
}

TEST_CASE("the longest keyword of any language wins") {
    REQUIRE(scan_keyword("always possible", 0, Keyword::always) == 0);
    REQUIRE(scan_keyword("always possible", 0, Keyword::always_possible) == 15);
    REQUIRE(scan_keyword("always akim", 0, Keyword::always) == 6);
    REQUIRE(scan_keyword("срок полномочий", 0, Keyword::time) == 0);
}

TEST_CASE("a name is not a reserved phrase, but may share its first word") {
    REQUIRE(scan_name("term 4 years", 0) == 0);
    REQUIRE(scan_name("terms", 0) == 5);
    REQUIRE(scan_name("consent \"…\"", 0) == 7);
    REQUIRE(scan_name("consent of akim", 0) == 0);
    REQUIRE(scan_name("решение", 0) == 14);
    REQUIRE(scan_name("қала_1 x", 0) == 10);
    REQUIRE(scan_name("1a", 0) == 0);
    REQUIRE(scan_name("a-b", 0) == 1);
    REQUIRE(scan_word("term", 0) == 4);
}

TEST_CASE("rule ids") {
    REQUIRE(scan_rule_id("D13-R5]", 0) == 6);
    REQUIRE(scan_rule_id("CH-3.2a ", 0) == 7);
    REQUIRE(scan_rule_id("AP4a", 0) == 4);
    REQUIRE(scan_rule_id("П-1.", 0) == 4); // the last full stop is not part of it
    REQUIRE(scan_rule_id("-1", 0) == 0);
}

TEST_CASE("numbers") {
    REQUIRE(scan_number("25 ", 0).value == 25);
    REQUIRE(scan_number("25years", 0).length == 0);
    REQUIRE(scan_number("99999999999999999999999999", 0).too_large);
    REQUIRE(scan_number("1000000000000", 0).value == largest_number);
    REQUIRE_FALSE(scan_number("1000000000000", 0).too_large);
    REQUIRE(scan_number("x", 0).length == 0);
}

TEST_CASE("strings") {
    REQUIRE(scan_string("\"so\" x", 0).value == "so");
    REQUIRE(scan_string("«так» x", 0).value == "так");
    REQUIRE(scan_string("«a \"b\" c»", 0).value == "a \"b\" c");
    REQUIRE_FALSE(scan_string("\"no end\n\"", 0).closed);
    REQUIRE(scan_string("x", 0).length == 0);
}

TEST_CASE("dates") {
    auto const date = scan_date("2013-04-24", 0);
    REQUIRE(date.length == 10);
    REQUIRE((date.year == 2013 && date.month == 4 && date.day == 24 && date.valid));
    REQUIRE(scan_date("2012-02-29", 0).valid);
    REQUIRE_FALSE(scan_date("2013-02-29", 0).valid);
    REQUIRE_FALSE(scan_date("2013-13-01", 0).valid);
    REQUIRE(scan_date("2013-4-24", 0).length == 0);
}

TEST_CASE("space and comments") {
    std::string const text = "  // a comment\n\u00A0x";
    REQUIRE(text.substr(skip_space(text, 0)) == "x");
    REQUIRE(skip_space("// to the end", 0) == 13);
}

TEST_CASE("the odd letter of a mixed name") {
    REQUIRE(odd_letter("аkим")->letter == "k");
    REQUIRE(odd_letter("аkим")->script == Script::latin);
    REQUIRE(odd_letter("akиm")->script == Script::cyrillic);
    REQUIRE_FALSE(odd_letter("аким_1"));
    REQUIRE_FALSE(odd_letter("akim"));
}

TEST_CASE("every function takes any bytes at any offset") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    bytes += "«a\"b\xE2\x80";
    for (std::size_t at = 0; at <= bytes.size() + 2; ++at) {
        std::string_view const text = bytes;
        auto const from = std::min(at, text.size());
        scan_name(text, from);
        scan_rule_id(text, from);
        scan_number(text, from);
        scan_string(text, at);
        scan_date(text, from);
        longest_keyword(text, from);
        skip_space(text, from);
        scan_keyword(text, from, Keyword::term);
    }
    SUCCEED();
}
