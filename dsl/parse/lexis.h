#pragma once
// The words of the language, as plain functions over text: no state, no diagnostics.
// Guarantees: every function accepts any bytes, looks only forward from the offset, and skips
// nothing before it.
#include "base/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate::dsl {

enum class Language { english, russian, kazakh };
inline constexpr Language all_languages[] = {Language::english, Language::russian,
                                             Language::kazakh};

// One enumerator per row of keywords.def.
enum class Keyword : std::uint16_t {
#define MANDATE_KEYWORD(id, english, russian, kazakh) id,
#define MANDATE_WORD MANDATE_KEYWORD
#include "dsl/parse/keywords.def"
#undef MANDATE_WORD
#undef MANDATE_KEYWORD
};
std::size_t keyword_count();
std::string_view spelling(Keyword keyword, Language language);
// Returns: the row's enumerator, for messages and tests ("may_be_removed_by").
std::string_view name_of(Keyword keyword);

// The longest spelling of any row, in any language, that stands at the offset as whole words; the
// words may be apart by any white space.
struct KeywordMatch {
    std::size_t length = 0; // bytes; 0 if there is none
    bool reserved = false;  // some row of that spelling is reserved
};
KeywordMatch longest_keyword(std::string_view text, std::size_t offset);
// Returns: the bytes of this keyword at the offset, in any language; 0 if it does not stand there
// or a longer one does. `language`, if given, gets the column that matched.
std::size_t scan_keyword(std::string_view text, std::size_t offset, Keyword keyword,
                         Language *language = nullptr);
// Bytes of this very spelling at the offset, however long other keywords there are; 0 if it is not
// there.
std::size_t scan_phrase(std::string_view text, std::size_t offset, std::string_view phrase);

// Letters of any script, digits and '_'; a letter or '_' first. Never exactly a reserved keyword.
std::size_t scan_name(std::string_view text, std::size_t offset);
// The same, but without asking whether it is a keyword.
std::size_t scan_word(std::string_view text, std::size_t offset);
// A letter or digit, then also '-' and '.', none of them last: D13-R5, CH-3.2a.
std::size_t scan_rule_id(std::string_view text, std::size_t offset);

struct ScannedNumber {
    std::int64_t value = 0;
    std::size_t length = 0;
    bool too_large = false; // value is meaningless
};
inline constexpr std::int64_t largest_number = 1'000'000'000'000;
// Digits, with no letter behind them.
ScannedNumber scan_number(std::string_view text, std::size_t offset);

struct ScannedString {
    std::string value; // between the quotation marks
    std::size_t length = 0;
    bool closed = true;
};
// "…" or «…» on one line. No escapes: a string that contains one kind of mark uses the other.
ScannedString scan_string(std::string_view text, std::size_t offset);

struct ScannedDate {
    int year = 0, month = 0, day = 0;
    std::size_t length = 0;
    bool valid = true; // false: shaped like a date, but there is no such day
};
// YYYY-MM-DD
ScannedDate scan_date(std::string_view text, std::size_t offset);

// Returns: the first offset at or after the given one that is neither white space nor in a `//`
// comment.
std::size_t skip_space(std::string_view text, std::size_t offset);

// Where a name mixes Latin and Cyrillic letters: the letter of the rarer script.
struct OddLetter {
    std::string letter;
    Script script = Script::common;
};
std::optional<OddLetter> odd_letter(std::string_view name);

} // namespace mandate::dsl
