#include "base/diagnostic.h"

#include <catch2/catch.hpp>

#include <set>

using namespace mandate;

TEST_CASE("ids are kebab-case, unique, and found again") {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < code_count(); ++i) {
        auto const &row = info(static_cast<Code>(i));
        CAPTURE(row.id);
        REQUIRE(row.code == static_cast<Code>(i));
        REQUIRE(seen.insert(row.id).second);
        REQUIRE(std::string(row.id).find('_') == std::string::npos);
        REQUIRE(find_code(row.id) == &row);
    }
    REQUIRE(find_code("no-such-code") == nullptr);
}

TEST_CASE("every row explains itself with a wrong and a right example") {
    for (std::size_t i = 0; i < code_count(); ++i) {
        auto const &row = info(static_cast<Code>(i));
        CAPTURE(row.id);
        std::string const words = row.explanation;
        CHECK(words.find("Wrong:") != std::string::npos);
        CHECK(words.find("Right:") != std::string::npos);
        std::string const message = row.message;
        CHECK(message.back() != '.');
    }
}

TEST_CASE("arguments go into the message") {
    Diagnostic const d{Code::syntax, {}, {"'by'", "'be'"}};
    REQUIRE(d.message() == "expected 'by', but found 'be'");
}

TEST_CASE("the sink counts errors, sorts by place, drops duplicates") {
    DiagnosticSink sink;
    SourceId const source{0};
    sink.report({Code::nul_byte, {source, 9, 10}, {}});
    sink.report({Code::nul_byte, {source, 2, 3}, {}});
    sink.report({Code::nul_byte, {source, 9, 10}, {}});
    REQUIRE(sink.has_errors());
    auto const sorted = sink.sorted();
    REQUIRE(sorted.size() == 2);
    REQUIRE(sorted[0].span.begin == 2);
}
