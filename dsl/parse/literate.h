#pragma once
// Markdown whose fenced blocks hold code.
#include "base/diagnostic.h"
#include "base/source.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate::dsl {

bool is_literate(std::string_view path);

// Bytes [begin, end) of the lines between a pair of fences.
struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;
};
// The blocks fenced by ``` or ~~~ whose info string begins with `mandate`.
// Reports: unclosed_fence.
std::vector<Block> code_blocks(SourceId source, std::string_view text, DiagnosticSink &sink);
// The text with everything outside the blocks made blank, byte for byte, line ends kept: positions
// stay true.
std::string blank_prose(std::string_view text, std::vector<Block> const &blocks);

} // namespace mandate::dsl
