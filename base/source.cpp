#include "base/source.h"

#include "base/assert.h"
#include "base/diagnostic.h"
#include "base/text.h"

#include <algorithm>

namespace mandate {

namespace {

// Russian in CP1251 is mostly bytes 0xC0..0xFF, in runs; no other usual encoding of such texts is.
bool looks_like_cp1251(std::string_view bytes) {
    std::size_t high = 0;
    std::size_t letters = 0;
    for (char c : bytes.substr(0, 1U << 16)) {
        auto const byte = static_cast<unsigned char>(c);
        high += byte >= 0x80 ? 1 : 0;
        letters += byte >= 0xC0 || byte == 0xB8 || byte == 0xA8 ? 1 : 0;
    }
    return high >= 3 && letters * 10 >= high * 8;
}

std::string hex(unsigned char byte) {
    char const *digits = "0123456789ABCDEF";
    return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

constexpr std::size_t reported_bytes_per_file = 20;

} // namespace

SourceId SourceMap::add(std::string path, std::string_view bytes, DiagnosticSink &sink) {
    SourceId const id{static_cast<std::int32_t>(sources_.size())};
    auto rest = bytes;
    if (rest.substr(0, 3) == "\xEF\xBB\xBF") rest.remove_prefix(3);

    Source source{std::move(path), {}, {0}};
    auto &text = source.text;
    text.reserve(rest.size());
    std::size_t bad = 0;
    bool cp1251 = false;
    auto complain = [&](Code code, std::size_t length, std::vector<std::string> args) {
        auto const at = static_cast<std::uint32_t>(text.size());
        if (++bad <= reported_bytes_per_file && !cp1251)
            sink.report({code, {id, at, at + static_cast<std::uint32_t>(length)}, std::move(args)});
        cp1251 = cp1251 || code == Code::encoding_cp1251; // once says it all
    };
    // Spans are 32 bits wide; what does not fit is reported and cut.
    if (rest.size() > std::size_t{1} << 30) {
        sink.report({Code::file_too_large, {id, 0, 0}, {"1024 MB"}});
        rest = rest.substr(0, std::size_t{1} << 30);
    }
    for (std::size_t i = 0; i < rest.size();) {
        auto const c = decode(rest, i);
        if (c.length == 0) {
            if (looks_like_cp1251(rest))
                complain(Code::encoding_cp1251, 1, {});
            else
                complain(Code::invalid_utf8, 1, {hex(static_cast<unsigned char>(rest[i]))});
            text += '?';
            ++i;
        } else if (c.value == 0) {
            complain(Code::nul_byte, 1, {});
            text += '?';
            ++i;
        } else if (c.value == '\r') {
            if (i + 1 >= rest.size() || rest[i + 1] != '\n')
                text += '\n'; // old Macintosh line ends
            ++i;
        } else {
            text.append(rest.substr(i, c.length));
            i += c.length;
        }
    }
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') source.line_starts.push_back(static_cast<std::uint32_t>(i) + 1);
    sources_.push_back(std::move(source));
    return id;
}

std::string_view SourceMap::text(SourceId id) const {
    return sources_.at(static_cast<std::size_t>(id.index)).text;
}

std::string_view SourceMap::text(Span span) const {
    auto const whole = text(span.source);
    auto const begin = std::min<std::size_t>(span.begin, whole.size());
    return whole.substr(begin, std::max(span.end, span.begin) - span.begin);
}

std::string const &SourceMap::path(SourceId id) const {
    return sources_.at(static_cast<std::size_t>(id.index)).path;
}

Place SourceMap::place(SourceId id, std::uint32_t offset) const {
    auto const &source = sources_.at(static_cast<std::size_t>(id.index));
    auto const at = std::min<std::size_t>(offset, source.text.size());
    auto const after = std::upper_bound(source.line_starts.begin(), source.line_starts.end(), at);
    auto const line = static_cast<std::uint32_t>(after - source.line_starts.begin());
    auto const start = source.line_starts[line - 1];
    auto const before = std::string_view(source.text).substr(start, at - start);
    return {line, static_cast<std::uint32_t>(count_code_points(before)) + 1};
}

std::string_view SourceMap::line(SourceId id, std::uint32_t offset) const {
    auto const &source = sources_.at(static_cast<std::size_t>(id.index));
    auto const begin = source.line_starts[place(id, offset).line - 1];
    std::string_view const rest = std::string_view(source.text).substr(begin);
    return rest.substr(0, rest.find('\n'));
}

} // namespace mandate
