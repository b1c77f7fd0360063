#pragma once
// Stage 1: text -> ast::File. All that others see of the parser.
// Guarantees: any bytes end in a tree or in diagnostics; all errors of the file come in one pass;
// where `sink` got an error, the tree lacks what could not be read.
#include "base/diagnostic.h"
#include "base/source.h"
#include "dsl/ast.h"

namespace mandate::dsl {

inline constexpr std::size_t largest_file = std::size_t{16} << 20; // bytes

// A path that ends in .md is Markdown whose fenced `mandate` blocks hold the code.
// Reports: syntax, unclosed_brace, unclosed_string, nesting_too_deep, mixed_scripts, stated_twice
// and the like. Cost: linear in the size of the text.
ast::File parse(SourceId source, SourceMap const &sources, DiagnosticSink &sink);

} // namespace mandate::dsl
