#pragma once
// What one run of the grammar shares: the text, the diagnostics, the farthest place reached (that
// is where an error is), limits. Knows nothing of Spirit. Private to the grammar*.cpp files.
#include "base/diagnostic.h"
#include "base/source.h"
#include "dsl/ast.h"
#include "dsl/parse/lexis.h"

#include <bitset>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::dsl::grammar {

using Iterator = char const *;
inline constexpr int depth_limit = 100; // fits a stack of 8 MB under the sanitizers too

// What a choice may hold at its place. The grammar of values is one; these switches fit it to each
// clause.
enum class Kind {
    number,
    fraction,
    threshold,
    base,
    duration,
    ref,
    word_set,
    requirements,
    clauses,
    time_parameter,
    number_parameter,
    share_parameter
};
struct Allowed {
    std::bitset<16> kinds;
    std::vector<ast::Word> words;
    std::string_view what; // for messages: "a duration"
};

enum class NameStyle { name, any_word, rule_id };

class Session {
public:
    Session(SourceId source, std::string_view text, DiagnosticSink &sink);
    Session(Session const &) = delete;
    Session &operator=(Session const &) = delete;

    Iterator begin() const { return text_.data(); }
    Iterator end() const { return text_.data() + text_.size(); }
    std::string_view text() const { return text_; }
    std::size_t offset(Iterator at) const { return static_cast<std::size_t>(at - begin()); }
    Iterator skip(Iterator at) const { return begin() + skip_space(text_, offset(at)); }
    Span span(Iterator from, Iterator to) const;

    // Terminals. Return: the bytes read, 0 if it is not there. Report what is there but wrong.
    std::size_t scan(Iterator at, Keyword keyword);
    std::size_t scan(Iterator at, NameStyle style, ast::Name &value);
    std::size_t scan(Iterator at, std::int64_t &value);
    std::size_t scan(Iterator at, std::string &value);
    std::size_t scan(Iterator at, ast::Date &value);

    // A terminal did not find what it looks for.
    void missed(Iterator at, std::string_view what) { note(at, std::string(what), std::nullopt); }
    void missed(Iterator at, Keyword keyword) { note(at, {}, keyword); }
    // All that was expected at `at` since the mark goes by one name: "a clause".
    std::size_t mark(Iterator at) const { return at == farthest_ ? expected_.size() : 0; }
    void summarise(Iterator at, std::size_t mark, std::string_view what);

    Iterator farthest() const { return farthest_; }
    // Begins anew at `at`: what was expected before is forgotten.
    void restart(Iterator at);
    // Reports: syntax, at the farthest place.
    void report_syntax();
    void report(Code code, Span span, std::vector<std::string> args = {},
                std::vector<Label> labels = {});

    // In column 1, with a word that begins nothing but a declaration: no block can still be open
    // there.
    bool begins_declaration(Iterator at) const;
    // Returns: where to read on, after `at`, when what begins there went wrong at `from`: the next
    // line of the same block, or its closing brace, or a declaration.
    Iterator next_restart(Iterator at, Iterator from, bool top_level) const;
    // Tags before and after a brace are one.
    void append(ast::Tag &tag, ast::Tag &&more);

    Allowed allowed;
    int depth = 0;
    int quiet = 0; // > 0: looking ahead, and what is not found is no news

private:
    struct Expected {
        std::string what;
        std::optional<Keyword> keyword;
    };
    void note(Iterator at, std::string what, std::optional<Keyword> keyword);
    std::string_view spelling_here(Keyword keyword) const;
    std::string found_at(Iterator at) const;
    std::vector<std::string> hints_at(Iterator at) const;

    SourceId source_;
    std::string_view text_;
    DiagnosticSink &sink_;
    Iterator farthest_;
    std::vector<Expected> expected_;
    std::vector<Keyword>
        tried_; // keywords looked for at the farthest place, the summarised ones included
    std::size_t seen_[3] = {}; // keywords read by language: messages quote the language of the file
    std::set<std::uint32_t> mixed_; // names already reported; the parser may come back to one
};

// Thrown to give up a whole declaration, after the reason was reported.
struct Abandoned {};

} // namespace mandate::dsl::grammar
