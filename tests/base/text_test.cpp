#include "base/text.h"

#include <catch2/catch.hpp>

using namespace mandate;

TEST_CASE("quote, plural, join") {
    REQUIRE(quote("аким") == "'аким'");
    REQUIRE(plural(1, "clause") == "1 clause");
    REQUIRE(plural(0, "clause") == "0 clauses");
    REQUIRE(plural(3, "body", "bodies") == "3 bodies");
    REQUIRE(join_or({"a", "b", "c"}) == "a, b or c");
    REQUIRE(join_or({"a"}) == "a");
}

TEST_CASE("distance counts code points, and a swap once") {
    REQUIRE(edit_distance("аким", "аким") == 0);
    REQUIRE(edit_distance("аким", "оким") == 1);
    REQUIRE(edit_distance("trem", "term") == 1);
    REQUIRE(edit_distance("", "abc") == 3);
}

TEST_CASE("the nearest name is one that could be meant") {
    std::vector<std::string> const names = {"maslikhat", "akim", "president"};
    REQUIRE(nearest_name("maslihat", names) == "maslikhat");
    REQUIRE(nearest_name("akin", names) == "akim");
    REQUIRE_FALSE(nearest_name("oblast", names));
    REQUIRE_FALSE(nearest_name("x", names));
    REQUIRE_FALSE(nearest_name(std::string(100000, 'a'), names)); // and quickly
}

TEST_CASE("letters, spaces, scripts") {
    REQUIRE(is_letter(U'қ'));
    REQUIRE(is_letter(U'Я'));
    REQUIRE_FALSE(is_letter(U'«'));
    REQUIRE_FALSE(is_letter(U'—'));
    REQUIRE_FALSE(is_letter(U'5'));
    REQUIRE(is_space(U'\u00A0'));
    REQUIRE(script_of(U'a') == Script::latin);
    REQUIRE(script_of(U'ә') == Script::cyrillic);
    REQUIRE(script_of(U'_') == Script::common);
}

TEST_CASE("decode refuses what is not UTF-8") {
    REQUIRE(decode("é", 0).value == U'é');
    REQUIRE(decode("é", 1).length == 0);
    REQUIRE(decode("\xC0\xAF", 0).length == 0);
    REQUIRE(decode("", 0).length == 0);
}
