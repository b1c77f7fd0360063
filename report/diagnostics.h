#pragma once
// Diagnostics on paper: the place, the line with the part underlined, what is meant; and the same
// as JSON.
#include "base/diagnostic.h"
#include "base/source.h"

#include <string>
#include <vector>

namespace mandate::report {

// One diagnostic as text, ending in a line end:
//   error[unknown-name]: no office, body or person is called 'akin'
//     --> decree.mandate:12:9
//      |
//   12 | office akin of v
//      |        ^^^^
//      = help: did you mean 'akim'?
// Columns count code points; tabs stay tabs, so that the underline stays under the text.
std::string text(Diagnostic const &diagnostic, SourceMap const &sources);

// The first `limit` of them, then how many more there are; a last line counts them.
// Requires: sorted.
std::string text(std::vector<Diagnostic> const &diagnostics, SourceMap const &sources,
                 std::size_t limit = 20);

// All of them as one JSON array. Lines and columns are one-based, columns in code points, `end`
// exclusive.
std::string json(std::vector<Diagnostic> const &diagnostics, SourceMap const &sources);

} // namespace mandate::report
