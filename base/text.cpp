#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace mandate {

std::string quote(std::string_view text) {
    return "'" + std::string(text) + "'";
}

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
    std::string word(count == 1 || many.empty() ? one : many);
    if (count != 1 && many.empty()) word += "s";
    return std::to_string(count) + " " + word;
}

std::string join_or(std::vector<std::string> const &parts) {
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) joined += i + 1 == parts.size() ? " or " : ", ";
        joined += parts[i];
    }
    return joined;
}

CodePoint decode(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return {};
    auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    unsigned const lead = byte(offset);
    if (lead < 0x80) return {lead, 1};
    unsigned const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return {};
    char32_t value = lead & (0xFFU >> (length + 1));
    for (unsigned i = 1; i < length; ++i) {
        unsigned const next = byte(offset + i);
        if ((next & 0xC0U) != 0x80) return {};
        value = (value << 6) | (next & 0x3FU);
    }
    bool const overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {};
    return {value, length};
}

std::u32string code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const c = decode(text, i);
        points += c.length ? c.value : U'\uFFFD';
        i += std::max(1U, c.length);
    }
    return points;
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    auto const a = code_points(left);
    auto const b = code_points(right);
    std::vector<std::size_t> before;
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min(
                {last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = last;
        std::swap(last, row);
    }
    return last[b.size()];
}

std::optional<std::string> nearest_name(std::string_view name,
                                        std::vector<std::string> const &candidates) {
    auto const length = count_code_points(name);
    if (length > 100) return std::nullopt; // nobody mistypes that; and the search is quadratic
    // One slip in a short word, about a third in a long one.
    std::size_t best = std::max<std::size_t>(1, length / 3) + 1;
    std::optional<std::string> nearest;
    for (auto const &candidate : candidates) {
        auto const other = count_code_points(candidate);
        if (candidate == name || std::max(other, length) - std::min(other, length) >= best)
            continue;
        auto const distance = edit_distance(name, candidate);
        if (distance < best && distance < std::max(length, other)) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

bool is_space(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r') || c == U'\u00A0' || c == U'\u1680' ||
           (c >= U'\u2000' && c <= U'\u200B') || c == U'\u2028' || c == U'\u2029' ||
           c == U'\u202F' || c == U'\u205F' || c == U'\u2060' || c == U'\u3000' || c == U'\uFEFF';
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7 || is_space(c)) return false;
    if (c >= 0x2000 && c < 0x2C00) return false; // punctuation, arrows, mathematics, boxes
    if (c >= 0x2E00 && c < 0x2E80) return false; // more punctuation
    if (c >= 0x3000 && c < 0x3040) return false; // ideographic punctuation
    if (c >= 0xD800 && c < 0xF900) return false; // surrogates, private use
    if (c >= 0xFE00 && c < 0xFE70) return false; // variation selectors, presentation punctuation
    return c < 0xFFF0 || (c >= 0x10000 && c < 0x1D000) || (c >= 0x20000 && c < 0x31350);
}

Script script_of(char32_t c) {
    if (!is_letter(c)) return Script::common;
    if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00)) return Script::latin;
    if (c >= 0x300 && c < 0x370) return Script::common; // combining marks go with any script
    if ((c >= 0x400 && c < 0x530) || (c >= 0x1C80 && c < 0x1C90) || (c >= 0xA640 && c < 0xA6A0))
        return Script::cyrillic;
    return Script::other;
}

} // namespace mandate
