#include "base/assert.h"
#include "compiler/term.h"
#include "compiler/world.h"
#include "solver/evaluate.h"
#include "support/systems.h"

#include <catch2/catch.hpp>

#include <random>

using namespace mandate;
using namespace mandate::compiler;

TEST_CASE("terms are folded and shared", "[term]") {
    TermStore t;
    TermId const x = t.symbol({0}, TermSort::truth()), y = t.symbol({1}, TermSort::truth());
    TermId const n = t.symbol({2}, TermSort::range(0, 5));
    CHECK(t.conjunction({x, y}) == t.conjunction({y, x, x}));
    CHECK(t.is_false(t.conjunction({x, t.negation(x)})));
    CHECK(t.is_true(t.disjunction({x, y, t.negation(y)})));
    CHECK(t.negation(t.negation(x)) == x);
    CHECK(t.is_true(t.at_most(n, t.number(5))));
    CHECK(t.is_false(t.less(t.number(7), n)));
    CHECK(t.at_most(n, t.number(0)) == t.equal(n, t.number(0)));
    CHECK(t.if_then_else(x, t.truth(true), t.truth(false)) == x);
    CHECK(t.symbol({3}, TermSort::range(4, 4)) == t.number(4));
    CHECK(t[t.subtract(n, t.number(2))].sort == TermSort::range(-2, 3));
    CHECK(t[t.clamp(t.subtract(n, t.number(2)), 0, 9)].sort == TermSort::range(0, 3));
    CHECK(t[t.multiply(-2, n)].sort == TermSort::range(-10, 0));
    CHECK_THROWS_AS(t.conjunction({n}), InternalError);
    CHECK_THROWS_AS(t.add(x, n), InternalError);
    CHECK_THROWS_AS(t.equal(x, n), InternalError);
}

TEST_CASE("folding does not change values", "[term]") {
    // The same random formula over symbols, and with some symbols' values put in first.
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        TermStore t;
        std::vector<TermId> truths, numbers;
        for (int i = 0; i < 4; ++i) truths.push_back(t.symbol({i}, TermSort::truth()));
        for (int i = 4; i < 8; ++i)
            numbers.push_back(t.symbol({i}, TermSort::range(-static_cast<int>(random() % 3), 3)));
        auto truth = [&] { return truths[random() % truths.size()]; };
        auto number = [&] { return numbers[random() % numbers.size()]; };
        for (int i = 0; i < 30; ++i) {
            switch (random() % 10) {
            case 0:
                truths.push_back(t.conjunction({truth(), truth(), truth()}));
                break;
            case 1:
                truths.push_back(t.disjunction({truth(), t.negation(truth())}));
                break;
            case 2:
                truths.push_back(t.equal(number(), number()));
                break;
            case 3:
                truths.push_back(t.at_most(number(), number()));
                break;
            case 4:
                truths.push_back(t.if_then_else(truth(), truth(), truth()));
                break;
            case 5:
                numbers.push_back(t.if_then_else(truth(), number(), number()));
                break;
            case 6:
                numbers.push_back(t.clamp(t.add(number(), number()), -3, 4));
                break;
            case 7:
                numbers.push_back(t.clamp(t.subtract(number(), number()), 0, 4));
                break;
            case 8:
                numbers.push_back(t.clamp(t.multiply(-2, number()), -4, 4));
                break;
            default:
                truths.push_back(t.equal(number(), t.number(static_cast<int>(random() % 4))));
                break;
            }
        }
        std::vector<std::int64_t> values;
        for (int i = 0; i < 8; ++i) {
            TermSort const sort = t[i < 4 ? truths[static_cast<std::size_t>(i)]
                                          : numbers[static_cast<std::size_t>(i) - 4]]
                                      .sort;
            values.push_back(sort.low +
                             static_cast<std::int64_t>(
                                 random() % static_cast<unsigned>(sort.high - sort.low + 1)));
        }
        solver::Evaluator evaluator(t, {truths.back(), numbers.back()});
        evaluator.run(values);
        CHECK((t[numbers.back()].sort.low <= evaluator[1] &&
               evaluator[1] <= t[numbers.back()].sort.high));
        unsigned const given = random() % 256;
        Substitution put_in(t, t, [&](Term const &term) {
            return given >> term.symbol.index & 1
                       ? t.constant(term.sort, values[static_cast<std::size_t>(term.symbol.index)])
                       : TermId{};
        });
        TermId const a = put_in(truths.back()), b = put_in(numbers.back());
        solver::Evaluator partly(t, {a, b});
        partly.run(values);
        CHECK(partly[0] == evaluator[0]);
        CHECK(partly[1] == evaluator[1]);
    }
}

TEST_CASE("the scope of a property has all that may enclose its units", "[world]") {
    testing::Builder b;
    LevelId const republic = b.level("republic"), oblast = b.level("oblast", republic),
                  raion = b.level("raion", oblast);
    KindId const district = b.core.kinds.add({"district", raion, {}});
    KindId const city = b.core.kinds.add({"oblast city", raion, {}});
    KindId const ward = b.core.kinds.add({"city district", raion, {city}});
    b.core.levels[raion].kinds = {district, city, ward};
    b.core.levels[raion].same_level = true;
    PropertyId const p = b.never(b.truth(false), {b.unit("r", {raion}), b.person("p")});
    Scope const scope = scope_of(b.core, b.core.properties[p], 2);
    CHECK(scope.words(b.core) == "1 republic, 1 oblast, 2 raion, 3 persons");
    REQUIRE(scope.units.size() == 4);
    CHECK(scope.units[1].enclosing == std::vector<int>{0});
    CHECK(scope.units[3].enclosing == std::vector<int>{2, 1});
}
