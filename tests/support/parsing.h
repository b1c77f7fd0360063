#pragma once
// Parsing in tests: no diagnostics, else they are shown.
#include "base/diagnostic.h"
#include "base/source.h"
#include "dsl/ast.h"
#include "dsl/parse/lexis.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate::test {

struct Parsed {
    SourceMap sources;
    DiagnosticSink sink;
    dsl::ast::File file;

    explicit Parsed(std::string_view text, std::string path = "test.mandate");
    // "2:5 syntax", sorted by place.
    std::vector<std::string> places() const;
    // All messages and hints, a line each; empty if there are none.
    std::string messages() const;
    std::string print(dsl::Language language = dsl::Language::english) const;
};

std::string read_data(std::string const &name); // under tests/
// The words and marks of a text, comments left out: what formatting must keep.
std::vector<std::string> tokens(std::string const &text);

} // namespace mandate::test
