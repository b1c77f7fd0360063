#include "base/id.h"

#include <catch2/catch.hpp>

#include <string>

using namespace mandate;

TEST_CASE("ids are dense and in order of addition") {
    using WordId = Id<struct WordTag>;
    IdTable<WordId, std::string> words;
    REQUIRE_FALSE(WordId{});
    auto const first = words.add("a");
    auto const second = words.add("b");
    REQUIRE(first < second);
    REQUIRE(words[second] == "b");
    REQUIRE(words.id(0) == first);
    REQUIRE(words.size() == 2);
}
