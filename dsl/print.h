#pragma once
// Canonical text of a syntax tree.
// Guarantees: parse(print(x)) is x up to spans, in every language of keywords; printing that again
// gives the same text.
#include "base/diagnostic.h"
#include "base/source.h"
#include "dsl/ast.h"
#include "dsl/parse/lexis.h"

#include <optional>
#include <string>

namespace mandate::dsl {

// Comments of the source are kept where they have a place: before a declaration, a clause or a line
// of a block, at the end of such a line, before a closing brace. Others are moved to the next such
// place.
std::string print(ast::File const &file, SourceMap const &sources, Language language);

// The whole source text in canonical form: of a Markdown file only the blocks of code are
// rewritten. Requires: the file was parsed without errors. Returns: nothing if a comment would have
// to move, or a declaration spreads over several blocks. Reports: comment_has_no_place,
// spans_blocks.
std::optional<std::string> format(ast::File const &file, SourceMap const &sources,
                                  Language language, DiagnosticSink &sink);

// Pieces, for messages and reports.
std::string print(ast::Expr const &expr, Language language);
std::string print(ast::Ref const &ref, Language language);

} // namespace mandate::dsl
