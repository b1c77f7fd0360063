#include "base/result.h"

#include <catch2/catch.hpp>

using namespace mandate;

TEST_CASE("a result is a value or the reason why there is none") {
    Result<int> const good = 3;
    Result<int> const bad = fail(Error::Kind::not_found, "no such file");
    REQUIRE(good.value() == 3);
    REQUIRE_FALSE(bad.has_value());
    REQUIRE(bad.error().kind == Error::Kind::not_found);
}
