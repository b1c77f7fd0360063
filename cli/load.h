#pragma once
// Files of a model: what the paths name, and what they `use`.
#include "base/diagnostic.h"
#include "cli/io.h"
#include "dsl/ast.h"

#include <deque>
#include <set>
#include <string>
#include <vector>

namespace mandate::cli {

struct Loaded {
    std::deque<dsl::ast::File> files; // those used before those that use them
    std::set<std::string> selected;   // paths that were asked for, not merely used
};

// A folder means its .mandate files and its Markdown with a `mandate` block, at any depth.
// Fails: a path that does not exist or cannot be read.
// Reports: what the parser reports; missing files and cycles of `use`.
Result<Loaded> load(std::vector<std::string> const &paths, Files const &files, SourceMap &sources,
                    DiagnosticSink &sink);

} // namespace mandate::cli
