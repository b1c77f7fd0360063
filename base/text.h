#pragma once
// Small helpers over UTF-8 text. No locale, no tables larger than a few ranges.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

// The text in the quotes that messages use.
std::string quote(std::string_view text);
// "1 clause", "2 clauses"; `many` only if it is not `one` + "s".
std::string plural(std::size_t count, std::string_view one, std::string_view many = {});
// "a", "a or b", "a, b or c".
std::string join_or(std::vector<std::string> const &parts);

// Returns: the closest candidate, nullopt if none is close enough to be meant. Ties: the first one.
std::optional<std::string> nearest_name(std::string_view name,
                                        std::vector<std::string> const &candidates);
// Edit distance over code points; a swap of neighbours counts as one.
std::size_t edit_distance(std::string_view left, std::string_view right);

struct CodePoint {
    char32_t value = 0;
    unsigned length = 0; // bytes; 0 at the end or where the bytes are no UTF-8
};
// Returns: the code point that begins at `offset`.
CodePoint decode(std::string_view text, std::size_t offset);
// Requires: valid UTF-8.
std::u32string code_points(std::string_view text);
std::size_t count_code_points(std::string_view text);

enum class Script { common, latin, cyrillic, other };
Script script_of(char32_t letter);
// A letter of any script, by ranges: punctuation, symbols and spaces are not.
bool is_letter(char32_t c);
// White space that people paste from word processors counts: no-break, thin and zero-width spaces.
bool is_space(char32_t c);

} // namespace mandate
