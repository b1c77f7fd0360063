#include "dsl/parse/session.h"

#include "base/text.h"

#include <algorithm>
#include <iterator>

namespace mandate::dsl::grammar {

Session::Session(SourceId source, std::string_view text, DiagnosticSink &sink)
    : source_(source),
      text_(text),
      sink_(sink),
      farthest_(text.data()) {}

Span Session::span(Iterator from, Iterator to) const {
    return {source_, static_cast<std::uint32_t>(offset(from)),
            static_cast<std::uint32_t>(offset(to))};
}

std::size_t Session::scan(Iterator at, Keyword keyword) {
    Language language{};
    auto const length = scan_keyword(text_, offset(at), keyword, &language);
    if (length > 0 && quiet == 0) ++seen_[static_cast<std::size_t>(language)];
    return length;
}

std::size_t Session::scan(Iterator at, NameStyle style, ast::Name &value) {
    auto const length = style == NameStyle::name       ? scan_name(text_, offset(at))
                        : style == NameStyle::any_word ? scan_word(text_, offset(at))
                                                       : scan_rule_id(text_, offset(at));
    if (length == 0) return 0;
    value = {std::string(text_.substr(offset(at), length)), span(at, at + length)};
    if (auto const odd = odd_letter(value.text);
        odd && quiet == 0 && mixed_.insert(value.span.begin).second)
        report(Code::mixed_scripts, value.span,
               {quote(value.text), quote(odd->letter),
                odd->script == Script::latin ? "Latin" : "Cyrillic"});
    return length;
}

std::size_t Session::scan(Iterator at, std::int64_t &value) {
    auto const found = scan_number(text_, offset(at));
    value = found.value;
    if (found.too_large && quiet == 0)
        report(Code::number_too_large, span(at, at + found.length),
               {std::string(text_.substr(offset(at), std::min<std::size_t>(found.length, 40)))});
    return found.length;
}

std::size_t Session::scan(Iterator at, std::string &value) {
    auto found = scan_string(text_, offset(at));
    value = std::move(found.value);
    if (!found.closed && quiet == 0) report(Code::unclosed_string, span(at, at + found.length));
    return found.length;
}

std::size_t Session::scan(Iterator at, ast::Date &value) {
    auto const found = scan_date(text_, offset(at));
    value = {found.year, found.month, found.day, span(at, at + found.length)};
    if (!found.valid && quiet == 0)
        report(Code::bad_date, value.span, {std::string(text_.substr(offset(at), found.length))});
    return found.length;
}

void Session::note(Iterator at, std::string what, std::optional<Keyword> keyword) {
    if (quiet > 0 || at < farthest_) return;
    if (at > farthest_) restart(at);
    if (keyword) tried_.push_back(*keyword);
    expected_.push_back({std::move(what), keyword});
}

void Session::summarise(Iterator at, std::size_t mark, std::string_view what) {
    if (quiet > 0 || at != farthest_) return;
    expected_.resize(std::min(mark, expected_.size()));
    expected_.push_back({std::string(what), std::nullopt});
}

void Session::restart(Iterator at) {
    farthest_ = at;
    expected_.clear();
    tried_.clear();
}

std::string_view Session::spelling_here(Keyword keyword) const {
    auto const most = std::max_element(std::begin(seen_), std::end(seen_)) - std::begin(seen_);
    return spelling(keyword, static_cast<Language>(most));
}

std::string Session::found_at(Iterator at) const {
    if (at >= end()) return "the end of the file";
    auto const here = offset(at);
    std::size_t length = longest_keyword(text_, here).length;
    if (length == 0) length = scan_rule_id(text_, here);
    if (length == 0) length = scan_string(text_, here).length;
    if (length == 0) length = std::max(1U, decode(text_, here).length);
    auto const found = text_.substr(here, length);
    auto const points = code_points(found.substr(0, 200)).size();
    if (points <= 40) return quote(found);
    std::size_t cut = 0; // a long string: its beginning tells enough
    for (int i = 0; i < 37; ++i) cut += decode(found, cut).length;
    return quote(std::string(found.substr(0, cut)) + "…");
}

std::vector<std::string> Session::hints_at(Iterator at) const {
    std::optional<std::string> best;
    std::size_t closest = 1000;
    for (auto const keyword : tried_)
        for (auto const language : all_languages) {
            auto const phrase = std::string(spelling(keyword, language));
            // As many words as the phrase has.
            auto end = offset(at);
            auto words = 1 + std::count(phrase.begin(), phrase.end(), ' ');
            for (; words > 0; --words) {
                auto const length = std::max(scan_rule_id(text_, end), scan_word(text_, end));
                if (length == 0) break;
                end += length;
                if (words > 1)
                    while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\n')) ++end;
            }
            auto const written = text_.substr(offset(at), end - offset(at));
            if (words > 0 || written.empty() || written.size() > 200 ||
                !nearest_name(written, {phrase}))
                continue;
            if (auto const distance = edit_distance(written, phrase); distance < closest) {
                closest = distance;
                best = phrase;
            }
        }
    if (!best) return {};
    return {"did you mean " + quote(*best) + "?"};
}

void Session::report_syntax() {
    std::vector<std::string> parts;
    for (auto const &expected : expected_) {
        auto words = expected.keyword ? quote(spelling_here(*expected.keyword)) : expected.what;
        if (std::find(parts.begin(), parts.end(), words) == parts.end())
            parts.push_back(std::move(words));
    }
    constexpr std::size_t shown = 8;
    auto const more = parts.size() > shown ? parts.size() - shown : 0;
    parts.resize(std::min(parts.size(), shown));
    if (more > 0) parts.push_back("another of " + std::to_string(more + shown) + " continuations");
    if (parts.empty()) parts.emplace_back("something else");

    auto const at = skip(farthest_);
    auto length = longest_keyword(text_, offset(at)).length;
    if (length == 0) length = scan_rule_id(text_, offset(at));
    if (length == 0 && at < end()) length = std::max(1U, decode(text_, offset(at)).length);
    sink_.report(
        {Code::syntax, span(at, at + length), {join_or(parts), found_at(at)}, {}, hints_at(at)});
}

void Session::report(Code code, Span span, std::vector<std::string> args,
                     std::vector<Label> labels) {
    sink_.report({code, span, std::move(args), std::move(labels), {}});
}

bool Session::begins_declaration(Iterator at) const {
    if (at >= end() || (at > begin() && at[-1] != '\n')) return false;
    constexpr Keyword only_declarations[] = {
        Keyword::use,       Keyword::level,      Keyword::person,  Keyword::authority,
        Keyword::event,     Keyword::instrument, Keyword::regime,  Keyword::chain,
        Keyword::parameter, Keyword::amendment,  Keyword::sources, Keyword::property};
    return std::any_of(
        std::begin(only_declarations), std::end(only_declarations),
        [&](Keyword keyword) { return scan_keyword(text_, offset(at), keyword) > 0; });
}

Iterator Session::next_restart(Iterator at, Iterator from, bool top_level) const {
    int open = 0;
    bool first_on_line = false;
    for (Iterator here = at; here < end();) {
        char const c = *here;
        if (here > at && here >= from && begins_declaration(here)) return here;
        if (c == '}' && open == 0 && here >= from && (!top_level || here > at)) {
            if (!top_level) return here;
            return here + 1;
        }
        bool const blank = c == ' ' || c == '\t' || c == '\n';
        if (here > at && here >= from && open == 0 && first_on_line && !blank && c != ')' &&
            c != ',' && c != '[' && text_.substr(offset(here), 2) != "//")
            return here;
        if (!blank) first_on_line = false;
        if (c == '{') ++open;
        if (c == '}' && open > 0) --open;
        if (c == '\n') first_on_line = true;
        if (c == ';' && open == 0 && here >= from) return here + 1;
        if (c == '"' || text_.substr(offset(here), 2) == "«")
            here += scan_string(text_, offset(here)).length; // braces in strings are no braces
        else if (text_.substr(offset(here), 2) == "//")
            here = begin() + std::min(text_.find('\n', offset(here)), text_.size());
        else
            ++here;
    }
    return end();
}

void Session::append(ast::Tag &tag, ast::Tag &&more) {
    if (more.name) {
        if (tag.name) report(Code::stated_twice, more.name->span, {"the name of the clause"});
        tag.name = std::move(more.name);
    }
    std::move(more.citations.begin(), more.citations.end(), std::back_inserter(tag.citations));
}

} // namespace mandate::dsl::grammar
