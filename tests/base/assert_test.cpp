#include "base/assert.h"

#include <catch2/catch.hpp>

using namespace mandate;

TEST_CASE("a broken assertion throws with its place") {
    REQUIRE_NOTHROW(MANDATE_ASSERT(1 + 1 == 2));
    REQUIRE_THROWS_AS(MANDATE_ASSERT(1 + 1 == 3), InternalError);
    REQUIRE_THROWS_WITH(MANDATE_ASSERT(1 + 1 == 3),
                        Catch::Contains("assert_test.cpp") && Catch::Contains("1 + 1 == 3"));
    REQUIRE_THROWS_WITH(unreachable(), Catch::Contains("assert_test.cpp"));
}
