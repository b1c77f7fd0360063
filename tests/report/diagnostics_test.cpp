#include "report/diagnostics.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace mandate;

TEST_CASE("the line, the place under it, labels and hints") {
    SourceMap sources;
    DiagnosticSink sink;
    auto const id = sources.add("d.mandate", "level a\n\tдолжность аким\n", sink);
    Diagnostic d{Code::syntax,
                 {id, 28, 36},
                 {"a name", "'аким'"},
                 {{{id, 6, 7}, "declared here"}},
                 {"did you mean 'акын'?"}};
    REQUIRE(report::text(d, sources) == "error[syntax]: expected a name, but found 'аким'\n"
                                        " --> d.mandate:2:12\n"
                                        "  |\n"
                                        "2 | \tдолжность аким\n"
                                        "  | \t          ^^^^\n"
                                        "  |\n"
                                        "1 | level a\n"
                                        "  |       - declared here\n"
                                        "  = help: did you mean 'акын'?\n");
}

TEST_CASE("no more than the limit, and the rest is counted") {
    SourceMap sources;
    DiagnosticSink sink;
    auto const id = sources.add("d.mandate", std::string(3, '\0'), sink);
    (void)id;
    auto const text = report::text(sink.sorted(), sources, 2);
    REQUIRE(text.find("and 1 more\n3 errors\n") != std::string::npos);
    REQUIRE(report::text(std::vector<Diagnostic>{}, sources).empty());
}

TEST_CASE("a diagnostic without a place, at the end, or on a very long line") {
    SourceMap sources;
    DiagnosticSink sink;
    auto const id = sources.add("d.mandate", "level " + std::string(100'000, 'a'), sink);
    REQUIRE(report::text(Diagnostic{Code::nul_byte, {}, {}}, sources) ==
            "error[nul-byte]: there is a NUL byte in this file\n");
    auto const long_line =
        report::text(Diagnostic{Code::nul_byte, {id, 50'000, 60'000}, {}}, sources);
    REQUIRE(long_line.size() < 2000);
    REQUIRE(
        report::text(Diagnostic{Code::nul_byte, {id, 100'006, 100'006}, {}}, sources).find('^') !=
        std::string::npos);
}

TEST_CASE("JSON has the same") {
    SourceMap sources;
    DiagnosticSink sink;
    auto const id = sources.add("d.mandate", "level ә\n", sink);
    auto const all = nlohmann::json::parse(
        report::json({{Code::syntax, {id, 6, 8}, {"x", "y"}, {}, {"h"}}}, sources));
    REQUIRE(all.size() == 1);
    REQUIRE(all[0]["code"] == "syntax");
    REQUIRE(all[0]["severity"] == "error");
    REQUIRE(all[0]["place"]["begin"]["column"] == 7);
    REQUIRE(all[0]["place"]["end"]["column"] == 8);
    REQUIRE(all[0]["hints"][0] == "h");
}
