#pragma once
// Bytes as a source file: Markdown where they open a fenced block of code.
#include <cstddef>
#include <string>

namespace mandate::fuzz {

struct Input {
    std::string text, path;
    Input(unsigned char const *data, std::size_t size)
        : text(data, data + size),
          path(text.find("```mandate") != std::string::npos ? "f.md" : "f.mandate") {}
};

} // namespace mandate::fuzz
