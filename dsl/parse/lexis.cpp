#include "dsl/parse/lexis.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <vector>

namespace mandate::dsl {

namespace {

struct Row {
    std::string_view name;
    std::array<std::string_view, 3> spellings;
    bool reserved;
};

constexpr Row rows[] = {
#define MANDATE_KEYWORD(id, english, russian, kazakh) {#id, {english, russian, kazakh}, true},
#define MANDATE_WORD(id, english, russian, kazakh) {#id, {english, russian, kazakh}, false},
#include "dsl/parse/keywords.def"
#undef MANDATE_WORD
#undef MANDATE_KEYWORD
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool continues_word(std::string_view text, std::size_t offset) {
    auto const c = decode(text, offset);
    return c.length > 0 &&
           (is_letter(c.value) || c.value == '_' || (c.value < 0x80 && is_digit(text[offset])));
}

std::size_t skip_blanks(std::string_view text, std::size_t offset) {
    for (;;) {
        auto const c = decode(text, offset);
        if (c.length == 0 || !is_space(c.value)) return offset;
        offset += c.length;
    }
}

struct Spelling {
    std::string_view phrase;
    bool reserved;
};

// Spellings by their first word, longest first: one lookup tells whether a keyword can begin here.
using Index = std::unordered_map<std::string_view, std::vector<Spelling>>;

std::string_view first_word(std::string_view phrase) {
    return phrase.substr(0, scan_word(phrase, 0));
}

Index const &index() {
    static Index const made = [] {
        Index index;
        for (auto const &row : rows)
            for (auto const phrase : row.spellings) {
                auto &bucket = index[first_word(phrase)];
                auto const known = std::find_if(bucket.begin(), bucket.end(),
                                                [&](auto const &s) { return s.phrase == phrase; });
                if (known == bucket.end())
                    bucket.push_back({phrase, row.reserved});
                else
                    known->reserved = known->reserved || row.reserved;
            }
        for (auto &[word, bucket] : index)
            std::stable_sort(bucket.begin(), bucket.end(), [](auto const &a, auto const &b) {
                return a.phrase.size() > b.phrase.size();
            });
        return index;
    }();
    return made;
}

} // namespace

std::size_t keyword_count() {
    return std::size(rows);
}

std::string_view spelling(Keyword keyword, Language language) {
    return rows[static_cast<std::size_t>(keyword)].spellings[static_cast<std::size_t>(language)];
}

std::string_view name_of(Keyword keyword) {
    return rows[static_cast<std::size_t>(keyword)].name;
}

std::size_t scan_phrase(std::string_view text, std::size_t offset, std::string_view phrase) {
    auto at = offset;
    for (char const c : phrase) {
        if (c == ' ') {
            auto const next = skip_blanks(text, at);
            if (next == at) return 0;
            at = next;
        } else {
            if (at >= text.size() || text[at] != c) return 0;
            ++at;
        }
    }
    return continues_word(text, at) ? 0 : at - offset;
}

KeywordMatch longest_keyword(std::string_view text, std::size_t offset) {
    auto const bucket = index().find(text.substr(offset, scan_word(text, offset)));
    if (bucket == index().end()) return {};
    for (auto const &candidate : bucket->second)
        if (auto const length = scan_phrase(text, offset, candidate.phrase))
            return {length, candidate.reserved};
    return {};
}

std::size_t scan_keyword(std::string_view text, std::size_t offset, Keyword keyword,
                         Language *language) {
    auto const longest = longest_keyword(text, offset).length;
    if (longest == 0) return 0;
    for (auto const column : all_languages)
        if (scan_phrase(text, offset, spelling(keyword, column)) == longest) {
            if (language) *language = column;
            return longest;
        }
    return 0;
}

std::size_t scan_word(std::string_view text, std::size_t offset) {
    if (offset >= text.size() || is_digit(text[offset])) return 0;
    auto at = offset;
    while (continues_word(text, at)) at += decode(text, at).length;
    return at - offset;
}

std::size_t scan_name(std::string_view text, std::size_t offset) {
    auto const length = scan_word(text, offset);
    return length > 0 && longest_keyword(text, offset).reserved ? 0 : length;
}

std::size_t scan_rule_id(std::string_view text, std::size_t offset) {
    auto at = offset;
    auto end = offset;
    while (at < text.size()) {
        if (continues_word(text, at)) {
            at += decode(text, at).length;
            end = at;
        } else if (at > offset && (text[at] == '-' || text[at] == '.')) {
            ++at;
        } else {
            break;
        }
    }
    return end - offset;
}

ScannedNumber scan_number(std::string_view text, std::size_t offset) {
    ScannedNumber number;
    auto at = offset;
    for (; at < text.size() && is_digit(text[at]); ++at) {
        number.too_large = number.too_large || number.value > largest_number;
        if (!number.too_large) number.value = number.value * 10 + (text[at] - '0');
    }
    number.too_large = number.too_large || number.value > largest_number;
    number.length = at > offset && !continues_word(text, at) ? at - offset : 0;
    return number;
}

ScannedString scan_string(std::string_view text, std::size_t offset) {
    auto const rest = text.substr(std::min(offset, text.size()));
    std::string_view const open = rest.substr(0, 1) == "\""  ? "\""
                                  : rest.substr(0, 2) == "«" ? "«"
                                                             : "";
    if (open.empty()) return {};
    auto const close = open == "«" ? std::string_view("»") : open;
    auto const line = rest.substr(0, rest.find('\n'));
    auto const end = line.find(close, open.size());
    if (end == std::string_view::npos)
        return {std::string(line.substr(open.size())), line.size(), false};
    return {std::string(line.substr(open.size(), end - open.size())), end + close.size(), true};
}

ScannedDate scan_date(std::string_view text, std::size_t offset) {
    constexpr std::string_view shape = "dddd-dd-dd";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (offset + i >= text.size()) return {};
        if (shape[i] == 'd' ? !is_digit(text[offset + i]) : text[offset + i] != '-') return {};
    }
    if (continues_word(text, offset + shape.size())) return {};
    auto number = [&](std::size_t from, std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i)
            value = value * 10 + (text[offset + from + i] - '0');
        return value;
    };
    ScannedDate date{number(0, 4), number(5, 2), number(8, 2), shape.size(), true};
    bool const leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
    int const days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    date.valid = date.year > 0 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
                 date.day <= days[date.month - 1];
    return date;
}

std::size_t skip_space(std::string_view text, std::size_t offset) {
    for (;;) {
        offset = skip_blanks(text, offset);
        if (text.substr(offset, 2) != "//") return offset;
        offset = std::min(text.find('\n', offset), text.size());
    }
}

std::optional<OddLetter> odd_letter(std::string_view name) {
    std::size_t latin = 0;
    std::size_t cyrillic = 0;
    for (char32_t const c : code_points(name)) {
        latin += script_of(c) == Script::latin ? 1 : 0;
        cyrillic += script_of(c) == Script::cyrillic ? 1 : 0;
    }
    if (latin == 0 || cyrillic == 0) return std::nullopt;
    auto const odd = latin <= cyrillic ? Script::latin : Script::cyrillic;
    for (std::size_t i = 0; i < name.size();) {
        auto const c = decode(name, i);
        if (script_of(c.value) == odd) return OddLetter{std::string(name.substr(i, c.length)), odd};
        i += c.length;
    }
    return std::nullopt;
}

} // namespace mandate::dsl
