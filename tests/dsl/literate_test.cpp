#include "dsl/parse/literate.h"
#include "tests/support/parsing.h"

#include <catch2/catch.hpp>

using namespace mandate;
using namespace mandate::dsl;

TEST_CASE("prose becomes blank, byte for byte") {
    std::string const text =
        "Привет\n```mandate\nlevel a\n```\n~~~ mandate x\nlevel b\n~~~\n```cpp\nint x;\n```\n";
    DiagnosticSink sink;
    auto const code = blank_prose(text, code_blocks({}, text, sink));
    REQUIRE_FALSE(sink.has_errors());
    REQUIRE(code.size() == text.size());
    REQUIRE(code.find("level a") == text.find("level a"));
    REQUIRE(code.find("level b") == text.find("level b"));
    REQUIRE(code.find("int") == std::string::npos);
    REQUIRE(code.find("Привет") == std::string::npos);
}

TEST_CASE("a longer fence holds a shorter one") {
    std::string const text = "````mandate\nlevel a\n```\n````\nlevel b\n";
    DiagnosticSink sink;
    auto const blocks = code_blocks({}, text, sink);
    REQUIRE(blocks.size() == 1);
    REQUIRE(text.substr(blocks[0].begin, blocks[0].end - blocks[0].begin) == "level a\n```\n");
}

TEST_CASE("errors point into the Markdown") {
    test::Parsed const parsed("# Закон\n\n```mandate\nlevel\n```\n", "law.md");
    REQUIRE(parsed.places().size() == 1);
    REQUIRE(parsed.places()[0].find("syntax") != std::string::npos);
    test::Parsed const open("# Law\n```mandate\nlevel a\n", "law.md");
    REQUIRE(open.places() == std::vector<std::string>{"2:1 unclosed-fence"});
}
