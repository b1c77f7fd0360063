#pragma once
// Stage 0: owns the text of every source file for the life of the program.
// Guarantees: text is valid UTF-8 without NUL, without BOM, lines end in LF; spans are byte offsets
// into it.
#include "base/id.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace mandate {

using SourceId = Id<struct SourceTag>;

// Bytes [begin, end) of one source. Units: bytes.
struct Span {
    SourceId source;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend constexpr auto operator<=>(Span const &, Span const &) = default;
};

// One-based; the column counts code points.
struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

class DiagnosticSink;

class SourceMap {
public:
    // Takes raw bytes and normalises them: BOM dropped, CRLF to LF.
    // Reports: invalid UTF-8 (naming CP1251 where it looks like it), NUL. The source exists even
    // then, with the offending bytes replaced, so that a position can be shown.
    SourceId add(std::string path, std::string_view bytes, DiagnosticSink &sink);

    std::string_view text(SourceId id) const;
    std::string_view text(Span span) const;
    std::string const &path(SourceId id) const;
    Place place(SourceId id, std::uint32_t offset) const;
    // The whole line that holds the offset, without its LF.
    std::string_view line(SourceId id, std::uint32_t offset) const;
    std::size_t size() const { return sources_.size(); }

private:
    struct Source {
        std::string path;
        std::string text;
        std::vector<std::uint32_t> line_starts;
    };
    std::deque<Source> sources_;
};

} // namespace mandate
