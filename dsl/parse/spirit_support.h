#pragma once
// What the grammar adds to Spirit X3: a session reached through the context, terminals over the
// functions of lexis.h (each skips white space by itself, so there is no skipper), guarded
// recursion, recovering lists, and the actions of rules. Private to the grammar*.cpp files.
#include "dsl/parse/session.h"
#include "dsl/parse/words.h"

#include <boost/spirit/home/x3.hpp>

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace mandate::dsl::grammar {

namespace x3 = boost::spirit::x3;
struct session_tag;
using Context = x3::context<session_tag, Session>;
template <class AnyContext>
Session &session(AnyContext const &context) {
    return x3::get<session_tag>(context);
}

// ---- terminals
// ------------------------------------------------------------------------------------ A terminal
// scans at a place after white space, and says what it looked for when it is not there.
template <class Derived, class Value>
struct Terminal : x3::parser<Derived> {
    using attribute_type = Value;
    static bool const has_attribute = !std::is_same_v<Value, x3::unused_type>;

    template <class AnyContext, class RuleContext, class Attribute>
    bool parse(Iterator &first, Iterator const &, AnyContext const &context, RuleContext &,
               Attribute &attribute) const {
        Session &s = session(context);
        Iterator const at = s.skip(first);
        Value value{};
        auto const length = this->derived().scan(s, at, value);
        if (length == 0) {
            this->derived().miss(s, at);
            return false;
        }
        first = at + length;
        x3::traits::move_to(std::move(value), attribute);
        return true;
    }
};

struct KeywordTerminal : Terminal<KeywordTerminal, x3::unused_type> {
    constexpr explicit KeywordTerminal(Keyword k) : keyword(k) {}
    std::size_t scan(Session &s, Iterator at, x3::unused_type) const { return s.scan(at, keyword); }
    void miss(Session &s, Iterator at) const { s.missed(at, keyword); }
    Keyword keyword;
};
constexpr KeywordTerminal kw(Keyword keyword) {
    return KeywordTerminal(keyword);
}

// A keyword whose place matters.
struct SpannedKeyword : Terminal<SpannedKeyword, Span> {
    constexpr explicit SpannedKeyword(Keyword k) : keyword(k) {}
    std::size_t scan(Session &s, Iterator at, Span &value) const {
        auto const length = s.scan(at, keyword);
        value = s.span(at, at + length);
        return length;
    }
    void miss(Session &s, Iterator at) const { s.missed(at, keyword); }
    Keyword keyword;
};
constexpr SpannedKeyword spanned(Keyword keyword) {
    return SpannedKeyword(keyword);
}

// One of several keywords, each with its value.
template <class Value>
struct OneOf : Terminal<OneOf<Value>, Value> {
    explicit OneOf(std::span<Spelt<Value> const> r) : rows(r) {}
    std::size_t scan(Session &s, Iterator at, Value &value) const {
        for (auto const &row : rows)
            if (auto const length = s.scan(at, row.keyword)) {
                value = row.value;
                return length;
            }
        return 0;
    }
    void miss(Session &s, Iterator at) const {
        for (auto const &row : rows) s.missed(at, row.keyword);
    }
    std::span<Spelt<Value> const> rows;
};

struct NameTerminal : Terminal<NameTerminal, ast::Name> {
    constexpr explicit NameTerminal(NameStyle s) : style(s) {}
    std::size_t scan(Session &s, Iterator at, ast::Name &value) const {
        return s.scan(at, style, value);
    }
    void miss(Session &s, Iterator at) const {
        s.missed(at, style == NameStyle::rule_id ? "a rule id" : "a name");
    }
    NameStyle style;
};
inline constexpr NameTerminal name{NameStyle::name};
// Where nothing but a name can stand, it may be spelt like a keyword: @term, property resignation.
inline constexpr NameTerminal any_word{NameStyle::any_word};
inline constexpr NameTerminal rule_id{NameStyle::rule_id};

struct NumberTerminal : Terminal<NumberTerminal, std::int64_t> {
    std::size_t scan(Session &s, Iterator at, std::int64_t &value) const {
        return s.scan(at, value);
    }
    void miss(Session &s, Iterator at) const { s.missed(at, "a whole number"); }
};
inline constexpr NumberTerminal number{};

struct StringTerminal : Terminal<StringTerminal, std::string> {
    std::size_t scan(Session &s, Iterator at, std::string &value) const {
        return s.scan(at, value);
    }
    void miss(Session &s, Iterator at) const { s.missed(at, "a text in quotation marks"); }
};
inline constexpr StringTerminal text{};

struct DateTerminal : Terminal<DateTerminal, ast::Date> {
    std::size_t scan(Session &s, Iterator at, ast::Date &value) const { return s.scan(at, value); }
    void miss(Session &s, Iterator at) const { s.missed(at, "a date such as 2013-04-24"); }
};
inline constexpr DateTerminal date{};

struct Punctuation : Terminal<Punctuation, x3::unused_type> {
    constexpr explicit Punctuation(std::string_view m, bool j = false) : mark(m), joined(j) {}
    std::size_t scan(Session &s, Iterator at, x3::unused_type) const {
        return s.text().substr(s.offset(at), mark.size()) == mark ? mark.size() : 0;
    }
    void miss(Session &s, Iterator at) const { s.missed(at, "'" + std::string(mark) + "'"); }
    template <class AnyContext, class RuleContext, class Attribute>
    bool parse(Iterator &first, Iterator const &last, AnyContext const &context, RuleContext &rule,
               Attribute &a) const {
        if (joined && session(context).skip(first) != first) return false;
        return Terminal::parse(first, last, context, rule, a);
    }
    std::string_view mark;
    bool joined; // no white space before it: X@c is one word, `X @c` is not
};
constexpr Punctuation mark(std::string_view mark) {
    return Punctuation(mark);
}
inline constexpr Punctuation joined_at{"@", true};

// Succeeds, and eats nothing, where the choice at hand may hold this kind of value.
struct Allows : x3::parser<Allows> {
    using attribute_type = x3::unused_type;
    static bool const has_attribute = false;
    constexpr explicit Allows(Kind k) : kind(k) {}
    template <class AnyContext, class RuleContext, class Attribute>
    bool parse(Iterator &, Iterator const &, AnyContext const &context, RuleContext &,
               Attribute &) const {
        return session(context).allowed.kinds.test(static_cast<std::size_t>(kind));
    }
    Kind kind;
};
constexpr Allows allows(Kind kind) {
    return Allows(kind);
}

// ---- directives
// ----------------------------------------------------------------------------------- Makes a
// directive out of a function template that runs the subject: d[p] and d(argument)[p].
template <class Subject, class Wrapper>
struct Wrapped : x3::unary_parser<Subject, Wrapped<Subject, Wrapper>> {
    using base_type = x3::unary_parser<Subject, Wrapped<Subject, Wrapper>>;
    static bool const is_pass_through_unary = true;
    static bool const handles_container = Subject::handles_container;
    Wrapped(Subject const &subject, Wrapper w) : base_type(subject), wrapper(std::move(w)) {}
    template <class AnyContext, class RuleContext, class Attribute>
    bool parse(Iterator &first, Iterator const &last, AnyContext const &context, RuleContext &rule,
               Attribute &a) const {
        return wrapper.run(session(context), first, [&](Iterator &at) {
            return this->subject.parse(at, last, context, rule, a);
        });
    }
    Wrapper wrapper;
};
template <class Wrapper>
struct Directive {
    Wrapper wrapper;
    template <class Subject>
    auto operator[](Subject const &subject) const {
        using Parser = typename x3::extension::as_parser<Subject>::value_type;
        return Wrapped<Parser, Wrapper>(x3::as_parser(subject), wrapper);
    }
};

// Around every rule that can contain itself: no input overflows the stack.
struct Bounded {
    template <class Parse>
    bool run(Session &s, Iterator &first, Parse parse) const {
        struct Level {
            int &depth;
            explicit Level(int &d) : depth(++d) {}
            ~Level() { --depth; }
            Level(Level const &) = delete;
            Level &operator=(Level const &) = delete;
        } const level(s.depth);
        if (s.depth > depth_limit) {
            auto const at = s.skip(first);
            s.report(Code::nesting_too_deep, s.span(at, at < s.end() ? at + 1 : at),
                     {std::to_string(depth_limit)});
            throw Abandoned{};
        }
        return parse(first);
    }
};
inline constexpr Directive<Bounded> bounded{};

// In messages the subject goes by one name, if nothing of it was found.
struct Described {
    std::string_view what;
    template <class Parse>
    bool run(Session &s, Iterator &first, Parse parse) const {
        auto const at = s.skip(first);
        auto const mark = s.mark(at);
        if (parse(first)) return true;
        if (s.farthest() == at) s.summarise(at, mark, what);
        return false;
    }
};
constexpr Directive<Described> described(std::string_view what) {
    return {{what}};
}

// Sets the span of the rule's value. (Spirit's on_success sees no value where a rule has actions.)
template <class Subject>
struct Located : x3::unary_parser<Subject, Located<Subject>> {
    using base_type = x3::unary_parser<Subject, Located<Subject>>;
    static bool const is_pass_through_unary = true;
    explicit Located(Subject const &subject) : base_type(subject) {}
    template <class AnyContext, class RuleContext, class Attribute>
    bool parse(Iterator &first, Iterator const &last, AnyContext const &context, RuleContext &rule,
               Attribute &a) const {
        Session &s = session(context);
        Iterator const from = s.skip(first);
        if (!this->subject.parse(first, last, context, rule, a)) return false;
        rule.span = s.span(from, first);
        return true;
    }
};
struct LocatedGen {
    template <class Subject>
    auto operator[](Subject const &subject) const {
        using Parser = typename x3::extension::as_parser<Subject>::value_type;
        return Located<Parser>(x3::as_parser(subject));
    }
};
inline constexpr LocatedGen located{};

// For looking ahead: what is not found is no error.
struct Quiet {
    template <class Parse>
    bool run(Session &s, Iterator &first, Parse parse) const {
        ++s.quiet;
        bool const found = parse(first);
        --s.quiet;
        return found;
    }
};
inline constexpr Directive<Quiet> quiet{};

// Items until the end or a closing brace. An item that cannot be read is reported once and left
// out; reading goes on at the next line that begins an item. All errors of a file come in one pass
// this way.
struct Items {
    bool top_level;
    template <class Parse>
    bool run(Session &s, Iterator &first, Parse parse) const {
        auto const separators = [&](Iterator at) {
            for (at = s.skip(at); at < s.end() && *at == ';'; at = s.skip(at)) ++at;
            return at;
        };
        bool recovering = false;
        for (Iterator at = separators(first);; at = separators(at)) {
            first = at;
            if (at >= s.end() || (*at == '}' && !top_level)) return true;
            s.restart(at);
            bool abandoned = false;
            try {
                Iterator after = at;
                if (parse(after) && after > at) {
                    at = after;
                    recovering = false;
                    continue;
                }
            } catch (x3::expectation_failure<Iterator> const &) { // reported below
            } catch (Abandoned const &) {
                if (!top_level) throw;
                abandoned = true;
            }
            if (!top_level && s.begins_declaration(s.farthest())) throw Unclosed{s.farthest()};
            // A line that begins nothing, right after an error, is the rest of what was wrong.
            if (!abandoned && (!recovering || s.farthest() > at)) s.report_syntax();
            recovering = true;
            at = s.next_restart(at, s.farthest(), top_level);
        }
    }
    struct Unclosed {
        Iterator at;
    };
};
inline constexpr Directive<Items> items{{false}};
inline constexpr Directive<Items> declarations{{true}};

// '{' items '}'
struct Braced {
    template <class Parse>
    bool run(Session &s, Iterator &first, Parse parse) const {
        Iterator const open = s.skip(first);
        if (open >= s.end() || *open != '{') {
            s.missed(open, "'{'");
            return false;
        }
        auto const unclosed = [&] {
            s.report(Code::unclosed_brace, s.span(open, open + 1));
            throw Abandoned{};
        };
        Iterator at = open + 1;
        try {
            parse(at);
        } catch (Items::Unclosed const &found) {
            s.restart(found.at);
            unclosed();
        }
        if (at >= s.end()) {
            s.restart(at);
            unclosed();
        }
        first = at + 1; // the items end at a brace
        return true;
    }
};
template <class Subject>
auto braced(Subject const &subject) {
    return Directive<Braced>{}[items[subject]];
}

// item (separator item)*, where after a separator nothing but an item can stand.
template <class Item, class Separator>
auto list_of(Item const &item, Separator const &separator) {
    return item >> *(separator > item);
}

// ---- actions
// -------------------------------------------------------------------------------------- A clause
// under construction: its node and the tag that stands with it.
template <class Node>
struct Tagged {
    Node node;
    ast::Tag tag;
};

template <class Type>
struct IsOptional : std::false_type {};
template <class Type>
struct IsOptional<std::optional<Type>> : std::true_type {};
template <class Type>
struct IsVector : std::false_type {};
template <class Type>
struct IsVector<std::vector<Type>> : std::true_type {};

// The member of the rule's value, or of the node inside it.
template <auto Member, class AnyContext>
auto &member(AnyContext const &context) {
    if constexpr (requires { x3::_val(context).node.*Member; })
        return x3::_val(context).node.*Member;
    else
        return x3::_val(context).*Member;
}

// Puts the attribute into a member: appended to a vector, assigned otherwise. `what` names a thing
// that may be stated only once in a block.
template <auto Member>
struct Put {
    char const *what = nullptr;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        auto &target = member<Member>(context);
        auto &value = x3::_attr(context);
        using Target = std::remove_cvref_t<decltype(target)>;
        if constexpr (IsVector<Target>::value &&
                      !IsVector<std::remove_cvref_t<decltype(value)>>::value) {
            target.push_back(std::move(value));
        } else {
            if constexpr (IsOptional<Target>::value) {
                if (what && target.has_value()) {
                    auto &s = session(context);
                    auto const at = x3::_where(context).begin();
                    s.report(Code::stated_twice, s.span(at > s.begin() ? at - 1 : at, at), {what});
                }
            }
            target = std::move(value);
        }
    }
};
template <auto Member>
inline constexpr Put<Member> put{};
template <auto Member>
constexpr Put<Member> put_once(char const *what) {
    return {what};
}

// Assigns a constant.
template <auto Member, class Value>
struct Assign {
    Value value;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        member<Member>(context) = value;
    }
};
template <auto Member, class Value = bool>
constexpr Assign<Member, Value> assign(Value value = true) {
    return {value};
}

// Adds to the tag of the rule's value; tags before and after a brace are one.
template <auto Member>
struct AddTag {
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        session(context).append(member<Member>(context), std::move(x3::_attr(context)));
    }
};
struct AddOwnTag {
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        session(context).append(x3::_val(context).tag, std::move(x3::_attr(context)));
    }
};

} // namespace mandate::dsl::grammar

#define MANDATE_RULE(name, ...)                                                                    \
    struct name##_class;                                                                           \
    using name##_type = ::boost::spirit::x3::rule<name##_class, __VA_ARGS__>;                      \
    name##_type const name {                                                                       \
#name                                                                                      \
    }
