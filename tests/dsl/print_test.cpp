#include "dsl/print.h"
#include "tests/support/parsing.h"

#include <catch2/catch.hpp>

using namespace mandate;
using namespace mandate::dsl;
using test::Parsed;

namespace {
std::optional<std::string> formatted(Parsed &parsed) {
    return format(parsed.file, parsed.sources, Language::english, parsed.sink);
}
} // namespace

TEST_CASE("canonical text is printed as it is: no construct loses a part") {
    auto const text = test::read_data("dsl/data/all_constructs.mandate");
    Parsed parsed(text);
    REQUIRE(parsed.messages().empty());
    REQUIRE(parsed.print() == text);
    REQUIRE(formatted(parsed) == text);
}

TEST_CASE("keywords change and come back, nothing else does") {
    auto const text = test::read_data("dsl/data/all_constructs.mandate");
    for (auto const language : all_languages) {
        Parsed const there(Parsed(text).print(language));
        INFO(there.messages());
        REQUIRE(there.messages().empty());
        REQUIRE(there.print(language) == Parsed(text).print(language));
        REQUIRE(there.print() == text);
    }
}

TEST_CASE("printing is stable on what drafters write") {
    for (auto const *name :
         {"dsl/data/country.mandate", "dsl/data/decree.mandate", "dsl/data/questions.mandate"}) {
        Parsed const once(test::read_data(name));
        Parsed const twice(once.print());
        CAPTURE(name);
        REQUIRE(twice.messages().empty());
        REQUIRE(twice.print() == once.print());
    }
}

TEST_CASE("comments keep their place") {
    Parsed parsed("// head\nlevel a // side\n\ninstrument I { // first\n  term 1 year // one\n  // "
                  "before\n  resignation\n  // end\n} // closed\n// last");
    REQUIRE(formatted(parsed) == "// head\nlevel a // side\n\ninstrument I {\n    // first\n    "
                                 "term 1 year // one\n    // before\n"
                                 "    resignation\n    // end\n} // closed\n// last\n");
}

TEST_CASE("a comment without a place is not lost: nothing is rewritten") {
    Parsed parsed("level // of what\n a\n");
    REQUIRE_FALSE(formatted(parsed));
    REQUIRE(parsed.places() == std::vector<std::string>{"1:7 comment-has-no-place"});
}

TEST_CASE("of Markdown only the code is rewritten") {
    Parsed parsed("# Law\n\n```mandate\nlevel   a\n```\n\nText // no comment\n\n```mandate\nlevel "
                  "b in\na\n```\nend\n",
                  "law.md");
    REQUIRE(parsed.messages().empty());
    REQUIRE(formatted(parsed) == "# Law\n\n```mandate\nlevel a\n```\n\nText // no "
                                 "comment\n\n```mandate\nlevel b in a\n```\nend\n");
}

TEST_CASE("a declaration over several blocks is left alone") {
    Parsed parsed("```mandate\ninstrument I {\n```\ntext\n```mandate\nterm 1 year }\n```\n",
                  "law.md");
    REQUIRE(parsed.messages().empty());
    REQUIRE_FALSE(formatted(parsed));
    REQUIRE(parsed.places() == std::vector<std::string>{"2:1 spans-blocks"});
}
