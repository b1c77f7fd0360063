#include "base/diagnostic.h"
#include "base/source.h"

#include <catch2/catch.hpp>

using namespace mandate;

namespace {
struct Added {
    SourceMap sources;
    DiagnosticSink sink;
    SourceId id;
    explicit Added(std::string_view bytes) : id(sources.add("f", bytes, sink)) {}
    Code code() const { return sink.sorted().at(0).code; }
};
} // namespace

TEST_CASE("BOM is dropped, CRLF and CR become LF") {
    Added const f("\xEF\xBB\xBF"
                  "a\r\nb\rc\n");
    REQUIRE(f.sources.text(f.id) == "a\nb\nc\n");
    REQUIRE_FALSE(f.sink.has_errors());
}

TEST_CASE("columns count code points") {
    Added const f("аким v\nқала x");
    auto const place = f.sources.place(f.id, 9); // behind four two-byte letters and a space
    REQUIRE(place.line == 1);
    REQUIRE(place.column == 6);
    REQUIRE(f.sources.place(f.id, 11).line == 2);
    REQUIRE(f.sources.line(f.id, 13) == "қала x");
    REQUIRE(f.sources.line(f.id, 10) == "аким v");  // the line end belongs to its line
    REQUIRE(f.sources.place(f.id, 1000).line == 2); // past the end: the end
}

TEST_CASE("bytes that are no text are reported and replaced") {
    Added const nul(std::string("a\0b", 3));
    REQUIRE(nul.code() == Code::nul_byte);
    REQUIRE(nul.sources.text(nul.id) == "a?b");

    for (auto const *bad :
         {"\xC3(", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80"}) {
        Added const f(std::string("x") + bad);
        CAPTURE(bad);
        REQUIRE(f.code() == Code::invalid_utf8);
        REQUIRE(f.sink.sorted()[0].span.begin == 1);
    }
}

TEST_CASE("Russian text in CP1251 is named, once") {
    Added const f("office \xE0\xEA\xE8\xEC of \xF0\xE0\xE9\xEE\xED");
    REQUIRE(f.code() == Code::encoding_cp1251);
    REQUIRE(f.sink.sorted().size() == 1);
}

TEST_CASE("empty text has a place") {
    Added const f("");
    REQUIRE(f.sources.place(f.id, 0).line == 1);
    REQUIRE(f.sources.line(f.id, 0).empty());
}
