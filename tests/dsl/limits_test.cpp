// Input of any size or shape ends in an answer or an error.
#include "dsl/parse/parse.h"
#include "tests/support/parsing.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <random>

using namespace mandate;
using test::Parsed;

namespace {
std::string repeat(std::string const &text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}
std::string first_code(std::string const &text) {
    auto const places = Parsed(text).places();
    return places.empty() ? "" : places[0].substr(places[0].find(' ') + 1);
}
} // namespace

TEST_CASE("deep nesting is an error, not a crash") {
    constexpr std::size_t deep = 200'000;
    REQUIRE(first_code("property p always " + repeat("(", deep)) == "nesting-too-deep");
    REQUIRE(first_code("property p always " + repeat("not ", deep)) == "nesting-too-deep");
    REQUIRE(first_code("property p always " + repeat("true implies ", deep)) == "nesting-too-deep");
    REQUIRE(first_code("property p always " + repeat("for every r: raion where ", deep)) ==
            "nesting-too-deep");
    REQUIRE(first_code("instrument I { term 1 year may be removed by " +
                       repeat("superior of ", deep)) == "nesting-too-deep");
    REQUIRE(first_code("instrument I { may be removed by a of " + repeat("b of ", deep)) ==
            "nesting-too-deep");
    REQUIRE(first_code("instrument I {" + repeat("for r: raion {", deep)) == "nesting-too-deep");
    REQUIRE(first_code("instrument I {" + repeat("unsettled { {", deep)) == "nesting-too-deep");
    REQUIRE(first_code("instrument I { a candidate must " + repeat("not ", deep)) ==
            "nesting-too-deep");
    REQUIRE(first_code("amendment A to B {" + repeat("choose at least one of { a: ", deep)) ==
            "nesting-too-deep");
    REQUIRE(first_code(repeat("{", deep)) == "syntax");
    // What a person would write is not deep.
    REQUIRE(
        Parsed("property p always " + repeat("(", 40) + "true" + repeat(")", 40)).places().empty());
    // Long is not deep.
    REQUIRE(Parsed("property p always true" + repeat(" and true", 20'000)).places().empty());
}

TEST_CASE("after a declaration that is too deep the next one is read") {
    Parsed const parsed("property p always " + repeat("(", 1000) + "\nlevel a\nlevel b c\n");
    REQUIRE(parsed.file.declarations.size() >= 1);
    REQUIRE(parsed.places().size() == 2);
}

TEST_CASE("large files: read up to the limit, refused above it") {
    auto const big = repeat("level a in b or in same level { kinds c, d }\n", 50'000); // 2 MB
    auto const start = std::chrono::steady_clock::now();
    REQUIRE(Parsed(big).file.declarations.size() == 50'000);
    auto const bad = repeat("level level\n", 50'000);
    REQUIRE(Parsed(bad).sink.errors() >= 25'000);
    std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - start;
    CHECK(seconds.count() < 60); // linear: a quadratic parser takes hours
    REQUIRE(first_code(std::string((16U << 20) + 1, ' ')) == "file-too-large");
    REQUIRE(Parsed(std::string(1U << 20, 'a')).sink.has_errors());
    REQUIRE(Parsed(std::string(1U << 20, '[')).sink.has_errors());
    REQUIRE(Parsed(std::string(1U << 20, '"')).sink.has_errors());
    REQUIRE(Parsed("instrument I { " + repeat("a candidate must ", 20'000)).sink.has_errors());
}

TEST_CASE("damaged files end in diagnostics", "[random]") {
    auto const whole = test::read_data("dsl/data/all_constructs.mandate");
    std::mt19937 random(20130424);
    auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
    std::size_t unread = 0;
    for (int round = 0; round < 300; ++round) {
        auto text = whole;
        for (auto changes = 1 + pick(4); changes > 0; --changes) {
            auto const at = pick(text.size() - 60);
            switch (pick(5)) {
            case 0:
                text.erase(at, 1 + pick(50));
                break;
            case 1:
                text.insert(at, text.substr(pick(text.size() - 60), pick(50)));
                break;
            case 2:
                text[at] = static_cast<char>(random());
                break;
            case 3:
                text.insert(at, 1, "{}()[]@\";:,"[pick(11)]);
                break;
            default:
                text.resize(60 + at);
                break;
            }
            if (text.size() < 200) break;
        }
        Parsed const parsed(text);
        if (parsed.sink.has_errors()) {
            ++unread;
            continue;
        }
        Parsed const again(parsed.print()); // what was read prints as something that can be read
        CAPTURE(round);
        INFO(again.messages());
        REQUIRE(again.messages().empty());
        REQUIRE(again.print() == parsed.print());
    }
    REQUIRE(unread > 100);
}
