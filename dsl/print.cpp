#include "dsl/print.h"

#include "base/assert.h"
#include "base/overloaded.h"
#include "base/text.h"
#include "dsl/parse/literate.h"
#include "dsl/parse/words.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate::dsl {

namespace {

struct Comment {
    std::uint32_t begin = 0;
    std::string text;
    bool own_line = false;
    bool after_brace = false; // `{ // …`
    std::uint32_t next = 0;   // the token that follows
};

std::vector<Comment> comments_of(std::string_view code) {
    std::vector<Comment> comments;
    char last = '\n'; // the last character that is neither blank nor in a comment
    bool line_is_blank = true;
    for (std::size_t at = 0; at < code.size();) {
        if (auto const string = scan_string(code, at); string.length > 0) {
            at += string.length;
            last = '"';
            line_is_blank = false;
        } else if (code.substr(at, 2) == "//") {
            auto const end = std::min(code.find('\n', at), code.size());
            auto words = code.substr(at, end - at);
            words = words.substr(0, words.find_last_not_of(" \t") + 1);
            comments.push_back({static_cast<std::uint32_t>(at), std::string(words), line_is_blank,
                                last == '{', static_cast<std::uint32_t>(skip_space(code, end))});
            at = end;
        } else {
            if (code[at] == '\n')
                line_is_blank = true;
            else if (code[at] != ' ' && code[at] != '\t')
                line_is_blank = false, last = code[at];
            ++at;
        }
    }
    return comments;
}

// Writes a tree. Every line that a comment may stand beside has an anchor: the offset of its text
// in the source.
class Printer {
public:
    Printer(Language language, std::string_view code) : language_(language), code_(code) {}

    // First to learn the anchors, then to print with the comments at theirs.
    void place_comments(std::vector<Comment> const &comments);
    std::vector<Comment> const &misplaced() const { return misplaced_; }

    void declaration(ast::Declaration const &d);
    void expr(ast::Expr const &e, int level = 0);
    void ref(ast::Ref const &r);
    // Comments that are left at the end of the file, from `from` on.
    void rest();
    std::string take() { return std::exchange(out_, {}); }
    void blank_line() {
        if (!out_.empty() &&
            out_.substr(out_.size() - std::min<std::size_t>(2, out_.size())) != "\n\n")
            out_ += '\n';
    }

private:
    // ---- text ----
    Printer &put(std::string_view words) {
        bool const starts = out_.empty() || out_.back() == '\n';
        if (starts)
            out_.append(static_cast<std::size_t>(indent_) * 4, ' ');
        else if (out_.back() != '(' && out_.back() != ' ' && !words.empty() &&
                 !joins(words.front()))
            out_ += ' ';
        out_ += words;
        return *this;
    }
    static bool joins(char c) { return c == ',' || c == ':' || c == ')'; }
    Printer &glue(std::string_view words) { // without a space before it
        out_ += words;
        return *this;
    }
    Printer &kw(Keyword keyword) { return put(spelling(keyword, language_)); }
    template <class Value, std::size_t Size>
    Printer &spelt(Spelt<Value> const (&table)[Size], Value value) {
        auto const *keyword = keyword_for(table, value);
        MANDATE_ASSERT(keyword);
        return kw(*keyword);
    }
    Printer &name(ast::Name const &n) { return put(n.text); }
    Printer &text(std::string const &s) {
        bool const marks = s.find('"') != std::string::npos;
        return put(marks ? "«" + s + "»" : "\"" + s + "\"");
    }
    Printer &number(std::int64_t n) { return put(std::to_string(n)); }
    template <class Items, class Print>
    Printer &separated(Items const &items, std::string_view separator, Print print) {
        bool first = true;
        for (auto const &item : items) {
            if (!std::exchange(first, false)) put(separator);
            print(item);
        }
        return *this;
    }
    Printer &names(std::vector<ast::Name> const &list) {
        return separated(list, ",", [&](auto const &n) { name(n); });
    }

    // ---- lines ----
    void leading(std::uint32_t anchor) {
        anchors_.insert(anchor);
        for (auto const &words : leading_[anchor]) put(words).glue("\n");
        leading_[anchor].clear();
    }
    void newline(std::uint32_t anchor) {
        for (auto const &words : trailing_[anchor]) glue(" ").glue(words);
        trailing_[anchor].clear();
        out_ += '\n';
    }
    // One line; `print` may open a block, and then ends with its brace.
    template <class Print>
    void line(std::uint32_t anchor, Print print) {
        leading(anchor);
        print();
        newline(anchor);
    }
    template <class Print>
    void line(Span span, Print print) {
        line(span.begin, print);
    }
    // '{' lines '}' behind what is on the line already; `end` is the end of the whole thing in the
    // source.
    template <class Print>
    void block(std::uint32_t end, Print print) {
        put("{").glue("\n");
        ++indent_;
        print();
        auto const brace = code_.substr(0, end).rfind('}');
        auto const anchor =
            brace == std::string_view::npos ? end : static_cast<std::uint32_t>(brace);
        leading(anchor);
        --indent_;
        put("}");
        for (auto const &words : trailing_[anchor]) glue(" ").glue(words);
        trailing_[anchor].clear();
    }

    // ---- pieces ----
    void unit(ast::Unit const &u);
    void tag(ast::Tag const &t);
    void duration(ast::Duration const &d);
    void date(ast::Date const &d);
    void fraction(ast::Fraction const &f);
    void binder(ast::Binder const &b);
    void of(std::optional<ast::Binder> const &b);
    void of(ast::Binder const &b);
    void value(ast::Value const &v);
    void choice(ast::Choice const &c);
    void requirement(ast::Requirement const &r);
    void where(std::vector<ast::Expr> const &e, Keyword keyword = Keyword::where);
    void rank_name(ast::Name const &n);
    void verb(ast::Expr const &e);

    // ---- parts of blocks ----
    static bool empty(ast::Vote const &v) { return !v.quorum && !v.threshold && !v.on_tie; }
    void vote(ast::Vote const &v);
    void consultation(ast::Consultation const &c);
    void consultation_text(ast::Consultation const &c, ast::Tag const &t);
    void consent(ast::Consent const &c);
    void nomination(ast::Nomination const &n, bool election);
    void must(ast::Must const &m, ast::Tag const &t);
    void bloc(ast::Bloc const &b);
    void way(ast::Way const &w, ast::Clause const &c);
    void parts(ast::Way const &w, Span span);
    template <class Parts>
    void block_if(bool any, std::uint32_t end, Parts parts) {
        if (any) block(end, parts);
    }

    void clause(ast::Clause const &c);
    void clause_text(ast::Clause const &c);
    void clauses(std::vector<ast::Clause> const &list) {
        for (auto const &c : list) clause(c);
    }
    void instrument(ast::Instrument const &i, ast::Tag const &t, std::uint32_t end);
    void change(ast::Change const &c);
    void property(ast::Property const &p, ast::Tag const &t);
    void form(ast::Form const &f);

    Language language_;
    std::string_view code_;
    std::string out_;
    int indent_ = 0;
    std::set<std::uint32_t> anchors_;
    std::map<std::uint32_t, std::vector<std::string>> leading_, trailing_;
    std::vector<Comment> misplaced_;
};

void Printer::place_comments(std::vector<Comment> const &comments) {
    for (auto const &comment : comments) {
        auto const after = anchors_.lower_bound(comment.next);
        // The anchor of a line may be its first value rather than its keyword; it is on the same
        // line.
        bool const before_a_line = comment.next >= code_.size() ||
                                   (after != anchors_.end() &&
                                    code_.substr(comment.next, *after - comment.next).find('\n') ==
                                        std::string_view::npos);
        if (!before_a_line) misplaced_.push_back(comment);
        auto const before = anchors_.lower_bound(comment.begin);
        if (!comment.own_line && !comment.after_brace && before != anchors_.begin())
            trailing_[*std::prev(before)].push_back(comment.text);
        else
            leading_[after == anchors_.end() ? std::uint32_t(-1) : *after].push_back(comment.text);
    }
}

void Printer::rest() {
    leading(std::uint32_t(-1));
}

// ---- pieces
// ---------------------------------------------------------------------------------------
void Printer::unit(ast::Unit const &u) {
    name(u.name);
    for (auto const &of : u.of) kw(Keyword::of), unit(of);
}

void Printer::ref(ast::Ref const &r) {
    switch (r.kind) {
    case ast::RefKind::named:
        if (r.name.text == "someone")
            kw(Keyword::someone);
        else if (r.name.text == "candidate")
            kw(Keyword::candidate);
        else
            name(r.name);
        for (auto const &u : r.unit) kw(Keyword::of), unit(u);
        return;
    case ast::RefKind::superior:
        if (r.of.empty()) kw(Keyword::superior);
        for (auto const &of : r.of) kw(Keyword::superior_of), ref(of);
        return;
    case ast::RefKind::self:
        kw(Keyword::self);
        return;
    case ast::RefKind::law:
        kw(Keyword::the_law);
        return;
    case ast::RefKind::anyone:
        kw(Keyword::anyone);
        return;
    case ast::RefKind::people:
    case ast::RefKind::college:
        kw(r.kind == ast::RefKind::people ? Keyword::people_of : Keyword::college_of);
        for (auto const &u : r.unit) unit(u);
        return;
    }
}

void Printer::tag(ast::Tag const &t) {
    if (t.name) put("@" + t.name->text);
    for (auto const &citation : t.citations) {
        std::string ids;
        for (auto const &rule : citation.rules) ids += (ids.empty() ? "" : ", ") + rule.text;
        put("[" + ids);
        if (citation.place) text(*citation.place);
        if (citation.mark) spelt(marks, *citation.mark);
        glue("]");
    }
}

void Printer::duration(ast::Duration const &d) {
    if (d.parameter) {
        name(*d.parameter);
        return;
    }
    auto const tens = d.count % 100;
    auto const ones = d.count % 10;
    bool const slavic = language_ == Language::russian;
    std::size_t const form = (slavic ? ones == 1 && tens != 11 : d.count == 1)              ? 2
                             : slavic && ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1
                                                                                            : 0;
    number(d.count);
    auto const *first = std::find_if(std::begin(time_units), std::end(time_units),
                                     [&](auto const &row) { return row.value == d.unit; });
    kw((first + form)->keyword);
}

void Printer::date(ast::Date const &d) {
    auto padded = [](int n, std::size_t width) {
        auto digits = std::to_string(n);
        return std::string(width - std::min(width, digits.size()), '0') + digits;
    };
    put(padded(d.year, 4) + "-" + padded(d.month, 2) + "-" + padded(d.day, 2));
}

void Printer::fraction(ast::Fraction const &f) {
    put(std::to_string(f.numerator) +
        (f.denominator == 100 ? "%" : "/" + std::to_string(f.denominator)));
}

void Printer::binder(ast::Binder const &b) {
    name(b.variable);
    if (b.person) glue(":").kw(Keyword::person);
    if (!b.levels.empty()) glue(":").names(b.levels);
    if (!b.except.empty()) kw(Keyword::except).names(b.except);
    where(b.where);
}
void Printer::of(ast::Binder const &b) {
    if (b.variable.text.empty()) return;
    kw(Keyword::of);
    binder(b);
}
void Printer::of(std::optional<ast::Binder> const &b) {
    if (b) of(*b);
}

void Printer::where(std::vector<ast::Expr> const &list, Keyword keyword) {
    for (auto const &e : list) kw(keyword), expr(e);
}

void Printer::rank_name(ast::Name const &n) {
    for (auto const &row : ranks)
        if (spelling(row.keyword, Language::english) == n.text) kw(row.keyword);
}

void Printer::value(ast::Value const &v) {
    if (v.version) name(*v.version).glue(":");
    if (v.reading == ast::Value::Reading::open) kw(Keyword::open);
    if (v.reading == ast::Value::Reading::closed) kw(Keyword::closed);
    for (auto const &r : v.requirements) requirement(r);
    std::visit(Overloaded{
                   [](std::monostate) {},
                   [&](std::int64_t n) { number(n); },
                   [&](ast::Fraction const &f) { fraction(f); },
                   [&](ast::Threshold const &t) {
                       switch (t.majority) {
                       case ast::Majority::simple:
                           kw(Keyword::majority);
                           return;
                       case ast::Majority::plurality:
                           kw(Keyword::plurality);
                           return;
                       case ast::Majority::unanimity:
                           kw(Keyword::unanimity);
                           return;
                       case ast::Majority::fraction:
                           fraction(t.fraction);
                           return;
                       }
                   },
                   [&](ast::Base b) { spelt(bases, b); },
                   [&](ast::Word w) { spelt(words, w); },
                   [&](ast::Duration const &d) { duration(d); },
                   [&](ast::Ref const &r) { ref(r); },
                   [&](std::vector<ast::Word> const &set) {
                       put("{").separated(set, ",", [&](auto w) { spelt(words, w); }).put("}");
                   },
                   [&](ast::Date const &d) { date(d); },
               },
               v.content);
}

void Printer::choice(ast::Choice const &c) {
    if (c.unsettled) {
        kw(Keyword::unsettled);
        if (c.for_each) kw(Keyword::for_each).name(*c.for_each);
        if (c.by_version) kw(Keyword::by_version);
        put("{");
        separated(c.values, ",", [&](auto const &v) { value(v); }).put("}");
    } else {
        for (auto const &v : c.values) value(v);
    }
    if (c.decided_by) kw(Keyword::in_fact_decided_by), ref(*c.decided_by);
}

void Printer::requirement(ast::Requirement const &r) {
    if (r.negated) kw(Keyword::not_);
    switch (r.kind) {
    case ast::Requirement::Kind::nothing:
        kw(Keyword::nothing);
        break;
    case ast::Requirement::Kind::attributes:
        kw(r.attributes.size() == 1 ? Keyword::be : Keyword::have).names(r.attributes);
        break;
    case ast::Requirement::Kind::age:
        kw(Keyword::be_at_least).number(r.years).kw(Keyword::years_old);
        break;
    case ast::Requirement::Kind::lives:
        kw(Keyword::live_in);
        for (auto const &u : r.unit) unit(u);
        break;
    case ast::Requirement::Kind::removed:
        kw(Keyword::been_removed_from).name(*r.office);
        if (r.within) kw(Keyword::within_the_last), duration(*r.within);
        break;
    case ast::Requirement::Kind::formula:
        kw(Keyword::satisfy).put("(");
        for (auto const &e : r.formula) expr(e);
        put(")");
        break;
    }
    tag(r.tag);
}

// ---- formulas
// -------------------------------------------------------------------------------------
void Printer::verb(ast::Expr const &e) {
    auto person = [&] {
        if (!e.subject) return;
        if (e.subject->text == "someone")
            kw(Keyword::someone);
        else if (e.subject->text == "candidate")
            kw(Keyword::candidate);
        else
            name(*e.subject);
    };
    auto ref_at = [&](std::size_t i) {
        if (i < e.refs.size()) ref(e.refs[i]);
    };
    if (auto const *k = keyword_for(person_verbs, e.verb)) {
        person();
        kw(*k);
        ref_at(0);
        return;
    }
    ref_at(0);
    if (auto const *bare = keyword_for(bare_verbs, e.verb)) {
        kw(*bare);
    } else if (auto const *actor = keyword_for(actor_verbs, e.verb)) {
        kw(*actor);
        ref_at(1);
    } else if (e.verb == ast::Verb::agrees_to) {
        kw(Keyword::agrees_to);
        if (e.name) name(*e.name);
        glue("(");
        for (auto const &u : e.unit) unit(u);
        put(")");
    } else {
        auto const *as = keyword_for(verbs_as, e.verb);
        auto const *with_for = keyword_for(verbs_for, e.verb);
        MANDATE_ASSERT(as || with_for);
        kw(as ? *as : *with_for);
        person();
        if (e.for_that_appointment)
            kw(Keyword::for_that_appointment);
        else
            kw(as ? Keyword::as_office : Keyword::for_office), ref_at(1);
    }
}

void Printer::expr(ast::Expr const &e, int level) {
    using K = ast::ExprKind;
    // Loosest first: 0 implies and quantifiers, 1 or, 2 and, 3 since, 4 not and within, 5 the rest.
    auto const own = [&] {
        switch (e.kind) {
        case K::implication:
        case K::every:
        case K::some:
            return 0;
        case K::disjunction:
            return 1;
        case K::conjunction:
            return 2;
        case K::since:
            return 3;
        case K::negation:
        case K::once:
        case K::previously:
        case K::within_last:
            return 4;
        default:
            return 5;
        }
    }();
    bool const parentheses = own < level;
    if (parentheses) put("(");
    auto operand = [&](std::size_t i, int l) {
        if (i < e.operands.size()) expr(e.operands[i], l);
    };
    auto operands = [&](Keyword between, int l) {
        for (std::size_t i = 0; i < e.operands.size(); ++i) {
            if (i > 0) kw(between);
            operand(i, l);
        }
    };
    auto maybe = [&](std::optional<ast::Name> const &n) {
        if (!n) return;
        if (n->text == "someone")
            kw(Keyword::someone);
        else if (n->text == "candidate")
            kw(Keyword::candidate);
        else
            name(*n);
    };
    auto compared = [&] {
        char const *const signs[] = {"<", "<=", "=", ">=", ">", "!="};
        put(signs[static_cast<int>(e.comparison)]);
        if (e.share)
            fraction(*e.share), kw(Keyword::share_of).spelt(bases, e.base);
        else
            number(e.number);
    };
    auto subject_ref = [&] {
        for (auto const &r : e.refs) ref(r);
    };
    switch (e.kind) {
    case K::constant:
        kw(e.truth ? Keyword::true_ : Keyword::false_);
        break;
    case K::negation:
        kw(Keyword::not_), operand(0, 4);
        break;
    case K::once:
        kw(Keyword::once), operand(0, 4);
        break;
    case K::previously:
        kw(Keyword::previously), operand(0, 4);
        break;
    case K::conjunction:
        operands(Keyword::and_, 3);
        break;
    case K::disjunction:
        operands(Keyword::or_, 2);
        break;
    case K::implication:
        operand(0, 1), kw(Keyword::implies), operand(1, 0);
        break;
    case K::since:
        operand(0, 4), kw(Keyword::since), operand(1, 4);
        break;
    case K::every:
    case K::some:
        kw(e.kind == K::every ? Keyword::for_every : Keyword::for_some);
        separated(e.binders, ",", [&](auto const &b) { binder(b); }).glue(":");
        operand(0, 0);
        break;
    case K::within_last:
        operand(0, 5);
        kw(Keyword::within_the_last);
        if (e.duration) duration(*e.duration);
        break;
    case K::person_is:
        maybe(e.subject), kw(Keyword::is), maybe(e.name);
        break;
    case K::person_value:
        maybe(e.name), kw(Keyword::of), maybe(e.subject);
        put(e.comparison == ast::Comparison::differs ? "!=" : "=");
        maybe(e.value);
        break;
    case K::person_age:
        maybe(e.subject), kw(Keyword::is_at_least).number(e.number).kw(Keyword::years_old);
        break;
    case K::person_lives:
    case K::unit_inside:
        maybe(e.subject), kw(e.kind == K::person_lives ? Keyword::lives_in : Keyword::is_inside);
        for (auto const &u : e.unit) unit(u);
        break;
    case K::unit_kind:
        if (e.subject) maybe(e.subject), kw(Keyword::is);
        maybe(e.name);
        break;
    case K::unit_level:
        maybe(e.subject), kw(Keyword::is_of_level), maybe(e.name);
        break;
    case K::same:
        maybe(e.subject), kw(Keyword::is_the_same_as), maybe(e.name);
        break;
    case K::listed:
        maybe(e.name), glue("(");
        for (auto const &u : e.unit) unit(u);
        put(")");
        break;
    case K::exists:
        kw(Keyword::there_is), subject_ref();
        break;
    case K::constituted:
    case K::vacant:
    case K::under_earlier_law:
    case K::dissolved:
    case K::by_election:
    case K::recognised:
    case K::chosen:
        subject_ref(), spelt(conditions, e.kind);
        break;
    case K::exclusive:
    case K::undetermined:
        maybe(e.name);
        for (auto const &u : e.unit) kw(Keyword::of), unit(u);
        spelt(conditions, e.kind);
        break;
    case K::responsible:
        kw(Keyword::responsibility_for), maybe(e.name);
        for (auto const &u : e.unit) kw(Keyword::of), unit(u);
        kw(Keyword::is_to), subject_ref();
        break;
    case K::verb:
        verb(e);
        break;
    case K::happens:
        maybe(e.name), glue("@" + (e.value ? e.value->text : std::string())), kw(Keyword::happens);
        break;
    case K::occurs:
        maybe(e.name);
        for (auto const &u : e.unit) kw(Keyword::of), unit(u);
        kw(Keyword::occurs);
        break;
    case K::compare:
        switch (e.count) {
        case ast::Count::record:
            maybe(e.name);
            for (auto const &r : e.refs) kw(Keyword::of), ref(r);
            compared();
            break;
        case ast::Count::no_confidence_votes:
            kw(e.refs.empty() ? Keyword::second_no_confidence : Keyword::no_confidence_votes_in);
            if (!e.refs.empty()) subject_ref();
            if (e.name) kw(Keyword::within_one_term_of), maybe(e.name);
            if (!e.refs.empty()) compared();
            break;
        case ast::Count::removal_requests:
            kw(e.refs.empty() ? Keyword::second_request : Keyword::removal_requests_of);
            if (!e.refs.empty()) subject_ref(), compared();
            break;
        case ast::Count::candidates:
            kw(Keyword::candidates_for), subject_ref(), compared();
            break;
        case ast::Count::participants:
            kw(Keyword::participants), compared();
            break;
        case ast::Count::members_present:
            kw(Keyword::members_present_in), subject_ref(), compared();
            break;
        case ast::Count::votes_in_favour:
            kw(Keyword::votes_in_favour_in), subject_ref(), compared();
            break;
        }
        break;
    case K::tally:
        kw(Keyword::bloc), maybe(e.name),
            kw(e.against ? Keyword::votes_against : Keyword::votes_for);
        break;
    case K::breached:
    case K::owed:
        put("@" + (e.value ? e.value->text : std::string())),
            kw(e.kind == K::owed ? Keyword::is_owed : Keyword::is_breached);
        for (auto const &u : e.unit) kw(Keyword::as_to), unit(u);
        break;
    case K::on_or_after:
        kw(Keyword::on_or_after).date(*e.date);
        break;
    case K::in_manner:
        subject_ref(), kw(Keyword::is_filled_under), maybe(e.name),
            glue("@" + (e.value ? e.value->text : std::string()));
        break;
    }
    if (parentheses) put(")");
}

// ---- parts of blocks
// ------------------------------------------------------------------------------
void Printer::vote(ast::Vote const &v) {
    if (v.quorum)
        line(v.quorum->span, [&] {
            kw(Keyword::quorum), choice(*v.quorum);
            if (v.quorum_base) kw(Keyword::share_of).spelt(bases, *v.quorum_base);
            tag(v.quorum_tag);
        });
    if (v.threshold)
        line(v.threshold->span, [&] {
            kw(Keyword::carried_by), choice(*v.threshold);
            if (v.base) kw(Keyword::share_of), choice(*v.base);
            tag(v.threshold_tag);
        });
    if (v.on_tie)
        line(v.on_tie->span,
             [&] { kw(Keyword::on_tie).glue(":"), choice(*v.on_tie), tag(v.tie_tag); });
}

void Printer::consultation(ast::Consultation const &c) {
    line(c.with.empty() ? Span{} : c.with.front().span, [&] { consultation_text(c, c.tag); });
}

void Printer::consultation_text(ast::Consultation const &c, ast::Tag const &t) {
    kw(Keyword::after_consultation_with);
    separated(c.with, spelling(Keyword::and_, language_), [&](auto const &r) { ref(r); });
    tag(t);
    if (!c.form_by && !c.if_omitted) return;
    auto const last = c.if_omitted ? c.if_omitted->span.end : c.form_by->span.end;
    auto const brace = std::min(code_.find('}', last), code_.size());
    block(static_cast<std::uint32_t>(brace) + 1, [&] {
        if (c.form_by)
            line(c.form_by->span, [&] {
                kw(Keyword::form_chosen_by), ref(*c.form_by), kw(Keyword::each_time),
                    tag(c.form_tag);
            });
        if (c.if_omitted)
            line(c.if_omitted->span, [&] {
                kw(Keyword::if_omitted).glue(":"), choice(*c.if_omitted), tag(c.omitted_tag);
            });
    });
}

void Printer::consent(ast::Consent const &c) {
    line(c.span, [&] {
        kw(c.agreement ? Keyword::agreement_of : Keyword::consent_of), ref(c.by), tag(c.tag);
        block_if(!empty(c.vote) || c.no_answer || c.refusals || c.same_person, c.span.end, [&] {
            vote(c.vote);
            if (c.no_answer)
                line(c.no_answer->span, [&] {
                    kw(Keyword::no_answer_means), choice(*c.no_answer);
                    if (c.no_answer_within) kw(Keyword::within), duration(*c.no_answer_within);
                    tag(c.no_answer_tag);
                });
            if (c.refusals)
                line(c.refusals->span, [&] {
                    kw(Keyword::at_most), choice(*c.refusals), kw(Keyword::refusals),
                        tag(c.refusals_tag);
                });
            if (c.same_person)
                line(c.same_person->span, [&] {
                    kw(Keyword::same_person_again).glue(":"), choice(*c.same_person),
                        tag(c.same_person_tag);
                });
        });
    });
}

void Printer::nomination(ast::Nomination const &n, bool election) {
    line(n.span, [&] {
        kw(n.nominated ? Keyword::nominated_by
           : election  ? Keyword::candidates_presented_by
                       : Keyword::presented_by);
        if (n.only) kw(Keyword::only);
        ref(n.by);
        if (n.signatures) {
            kw(Keyword::with_signatures_of_at_least), choice(*n.signatures);
            if (!n.signatures_of.empty()) {
                kw(Keyword::share_of).kw(Keyword::voters).kw(Keyword::of);
                unit(n.signatures_of.front());
            }
        }
        tag(n.tag);
    });
}

void Printer::must(ast::Must const &m, ast::Tag const &t) {
    switch (m.who) {
    case ast::Must::Who::candidate:
        kw(Keyword::a_candidate_must);
        break;
    case ast::Must::Who::holder:
        kw(Keyword::a_holder_must);
        break;
    case ast::Must::Who::elector:
        kw(Keyword::an_elector_must);
        break;
    }
    if (m.choice) {
        choice(*m.choice);
        tag(t);
        return;
    }
    tag(t);
    if (m.requirements.size() == 1) {
        requirement(m.requirements.front());
        return;
    }
    ++indent_;
    for (auto const &r : m.requirements) {
        glue("\n");
        leading(r.span.begin);
        requirement(r);
        for (auto const &words : trailing_[r.span.begin]) glue(" ").glue(words);
        trailing_[r.span.begin].clear();
    }
    --indent_;
}

void Printer::bloc(ast::Bloc const &b) {
    kw(Keyword::bloc).name(b.name);
    if (!b.lives_in.empty()) glue(":").kw(Keyword::lives_in), unit(b.lives_in.front());
    tag(b.tag);
}

void Printer::way(ast::Way const &w, ast::Clause const &c) {
    kw(w.election ? Keyword::election_by : Keyword::appointment_by), ref(w.by);
    where(w.where);
    tag(c.tag);
    parts(w, c.span);
}

void Printer::parts(ast::Way const &w, Span span) {
    bool const any = !w.nominations.empty() || !w.consents.empty() || !w.consultations.empty() ||
                     w.candidates || w.withdrawal || !empty(w.vote) || w.rounds || w.against_all ||
                     w.called_by || w.takes_after || w.term || !w.musts.empty() || !w.blocs.empty();
    block_if(any, span.end, [&] {
        for (auto const &m : w.musts) {
            auto const at = m.choice                 ? m.choice->span
                            : m.requirements.empty() ? span
                                                     : m.requirements.front().span;
            line(at, [&] { must(m, {}); });
        }
        for (auto const &n : w.nominations) nomination(n, w.election);
        if (w.candidates)
            line(w.candidates->span, [&] {
                kw(Keyword::candidates_at_least), choice(*w.candidates), tag(w.candidates_tag);
            });
        if (w.withdrawal)
            line(w.withdrawal->span, [&] {
                kw(Keyword::withdrawal).glue(":"), choice(*w.withdrawal), tag(w.withdrawal_tag);
            });
        for (auto const &x : w.consultations) consultation(x);
        for (auto const &x : w.consents) consent(x);
        for (auto const &b : w.blocs) line(b.name.span, [&] { bloc(b); });
        vote(w.vote);
        if (w.rounds)
            line(w.rounds->span, [&] {
                kw(Keyword::at_most), choice(*w.rounds), kw(Keyword::rounds), tag(w.rounds_tag);
            });
        if (w.against_all)
            put(spelling(Keyword::against_all, language_)), tag(w.against_tag), glue("\n");
        if (w.called_by)
            line(w.called_by->span, [&] {
                kw(Keyword::called_by), ref(*w.called_by);
                if (w.called_before)
                    kw(Keyword::at_least), duration(*w.called_before),
                        kw(Keyword::before_the_term_ends);
                tag(w.called_tag);
            });
        if (w.takes_after)
            line(w.takes_after->span, [&] {
                kw(Keyword::takes_office_after), duration(*w.takes_after), tag(w.takes_tag);
            });
        if (w.term)
            line(w.term->span, [&] { kw(Keyword::term), choice(*w.term), tag(w.term_tag); });
    });
}

// ---- clauses
// --------------------------------------------------------------------------------------
void Printer::clause(ast::Clause const &c) {
    line(c.span, [&] { clause_text(c); });
}

void Printer::clause_text(ast::Clause const &c) {
    auto const end = c.span.end;
    auto mine = [&] { tag(c.tag); };
    auto word_of = [](ast::Choice const &x) {
        auto const *word = x.unsettled || x.values.empty()
                               ? nullptr
                               : std::get_if<ast::Word>(&x.values.front().content);
        return word ? std::optional(*word) : std::nullopt;
    };
    auto grounds = [&](std::vector<ast::Expr> const &list) {
        for (auto const &e : list) {
            kw(Keyword::only_on_grounds).put("(");
            expr(e);
            put(")");
        }
    };
    auto of_duty = [&](ast::Duty const &d) {
        if (!d.of.variable.text.empty()) {
            kw(Keyword::for_);
            binder(d.of);
            glue(":");
        }
        ref(d.actor), kw(Keyword::must).spelt(duty_verbs, d.verb), ref(d.object);
        where(d.after, Keyword::after);
        if (d.within) kw(Keyword::within), duration(*d.within);
        mine();
    };
    std::visit(
        Overloaded{
            [](std::monostate) {},
            [&](ast::Must const &x) { must(x, c.tag); },
            [&](ast::OnLoss const &x) { kw(Keyword::on_loss).glue(":"), choice(x.what), mine(); },
            [&](ast::Term const &x) {
                kw(Keyword::term);
                if (word_of(x.length) == ast::Word::no_limit)
                    kw(Keyword::none);
                else
                    choice(x.length);
                mine();
            },
            [&](ast::OnExpiry const &x) {
                kw(Keyword::on_expiry).glue(":"), choice(x.what), mine();
                block_if(x.limit.has_value(), end, [&] {
                    line(x.limit->span,
                         [&] { kw(Keyword::at_most), choice(*x.limit), tag(x.limit_tag); });
                });
            },
            [&](ast::Way const &x) { way(x, c); },
            [&](ast::Removal const &x) {
                switch (x.mode) {
                case ast::Removal::Mode::may:
                    kw(Keyword::may_be_removed_by);
                    break;
                case ast::Removal::Mode::must:
                    kw(Keyword::must_be_removed_by);
                    break;
                case ast::Removal::Mode::only:
                    kw(Keyword::removal_only_by);
                    break;
                }
                ref(x.by);
                if (x.at_discretion) kw(Keyword::at_discretion);
                grounds(x.ground);
                where(x.where);
                where(x.after, Keyword::after);
                if (x.within) kw(Keyword::within), duration(*x.within);
                mine();
                block_if(!x.consents.empty() || !x.consultations.empty(), end, [&] {
                    for (auto const &y : x.consultations) consultation(y);
                    for (auto const &y : x.consents) consent(y);
                });
            },
            [&](ast::Ends const &x) {
                if (x.new_holder_of)
                    kw(Keyword::ends_when_newly_elected)
                        .name(*x.new_holder_of)
                        .kw(Keyword::takes_office);
                where(x.when, Keyword::ends_when);
                mine();
                block_if(x.then.has_value(), end,
                         [&] { line(x.then->span, [&] { choice(*x.then); }); });
            },
            [&](ast::Acting const &x) {
                kw(Keyword::acting_holder_designated_by), choice(x.by), mine();
                block_if(x.limit || x.powers, end, [&] {
                    if (x.limit)
                        line(x.limit->span,
                             [&] { kw(Keyword::at_most), choice(*x.limit), tag(x.limit_tag); });
                    if (x.powers)
                        line(x.powers->span,
                             [&] { kw(Keyword::powers), choice(*x.powers), tag(x.powers_tag); });
                });
            },
            [&](ast::Resignation const &x) {
                kw(Keyword::resignation);
                for (auto const &r : x.accepted_by) kw(Keyword::accepted_by), ref(r);
                mine();
            },
            [&](ast::UnsettledClauses const &x) {
                auto const &open = x.choice;
                kw(Keyword::unsettled);
                if (open.for_each) kw(Keyword::for_each).name(*open.for_each);
                if (open.by_version) kw(Keyword::by_version);
                put("{").glue("\n");
                ++indent_;
                for (std::size_t i = 0; i < open.values.size(); ++i) {
                    auto const &v = open.values[i];
                    if (v.version) name(*v.version).glue(":");
                    if (v.reading == ast::Value::Reading::open) kw(Keyword::open);
                    if (v.reading == ast::Value::Reading::closed) kw(Keyword::closed);
                    if (v.clauses.empty())
                        put("{ }");
                    else
                        block(v.span.end, [&] { clauses(v.clauses); });
                    glue(i + 1 < open.values.size() ? ",\n" : "\n");
                }
                --indent_;
                put("}");
                if (open.decided_by) kw(Keyword::in_fact_decided_by), ref(*open.decided_by);
                mine();
            },
            [&](ast::OfficeBlock const &x) {
                kw(Keyword::office).name(x.office), of(x.of);
                where(x.where);
                mine();
                block(end, [&] { clauses(x.clauses); });
            },
            [&](ast::BodyBlock const &x) {
                kw(Keyword::body).name(x.body), of(x.of);
                where(x.where);
                mine();
                block(end, [&] { clauses(x.clauses); });
            },
            [&](ast::Seats const &x) {
                kw(Keyword::seats);
                if (word_of(x.number) == ast::Word::any_number)
                    kw(Keyword::unknown);
                else
                    choice(x.number);
                if (x.up_to) kw(Keyword::to), choice(*x.up_to);
                mine();
            },
            [&](ast::ElectedBy const &x) {
                kw(Keyword::elected_by), ref(x.by);
                if (x.called_by) kw(Keyword::called_by), ref(*x.called_by);
                mine();
            },
            [&](ast::Dissolution const &x) {
                if (x.itself)
                    kw(Keyword::dissolves_itself);
                else
                    kw(Keyword::dissolved_by), ref(x.by);
                if (x.at_discretion) kw(Keyword::at_discretion);
                grounds(x.ground);
                mine();
                block_if(!x.consultations.empty() || !empty(x.vote), end, [&] {
                    for (auto const &y : x.consultations) consultation(y);
                    vote(x.vote);
                });
            },
            [&](ast::ReElected const &x) {
                kw(Keyword::re_elected_within), duration(x.within), kw(Keyword::by), ref(x.by),
                    mine();
            },
            [&](ast::PendingMatters const &x) {
                kw(Keyword::pending_matters).glue(":"), choice(x.what), mine();
            },
            [&](ast::Bloc const &x) { bloc(x), mine(); },
            [&](ast::College const &x) {
                kw(Keyword::college_of), binder(x.of), mine();
                block(end, [&] {
                    if (x.gatherings_of)
                        line(x.gatherings_of->span, [&] {
                            kw(Keyword::chosen_at_gatherings_of), ref(*x.gatherings_of),
                                tag(x.gatherings_tag);
                        });
                    if (x.size)
                        line(x.size->span,
                             [&] { kw(Keyword::size), choice(*x.size), tag(x.size_tag); });
                    for (auto const &m : x.musts)
                        line(m.choice ? m.choice->span : m.requirements.front().span,
                             [&] { must(m, {}); });
                    vote(x.vote);
                });
            },
            [&](ast::ListClause const &x) {
                kw(Keyword::list).name(x.name), of(x.of), kw(Keyword::fixed_by), ref(x.by);
                for (auto const &r : x.agreement) kw(Keyword::with_agreement_of), ref(r);
                if (x.once) kw(Keyword::once);
                mine();
            },
            [&](ast::Record const &x) {
                kw(Keyword::record).name(x.name).kw(Keyword::of).name(x.office), of(x.of), mine();
                block(end, [&] {
                    if (x.counts)
                        line(x.counts->span,
                             [&] { kw(Keyword::counts), choice(*x.counts), tag(x.counts_tag); });
                    if (x.resets)
                        line(x.resets->span, [&] {
                            kw(x.resets->unsettled ? Keyword::resets_on
                                                   : Keyword::resets_on_any_of),
                                choice(*x.resets), tag(x.resets_tag);
                        });
                });
            },
            [&](ast::ReportAct const &x) {
                kw(Keyword::act_named).name(x.name).kw(Keyword::of).name(x.office);
                if (!x.of.variable.text.empty()) kw(Keyword::of).name(x.of.variable);
                kw(Keyword::report_to), ref(x.to);
                if (!x.of.levels.empty() || !x.of.where.empty()) kw(Keyword::for_), binder(x.of);
                if (x.yearly) glue(",").kw(Keyword::yearly);
                if (!x.decided_by_vote) kw(Keyword::without_a_vote);
                mine();
                block_if(!empty(x.vote) || x.if_missing, end, [&] {
                    vote(x.vote);
                    if (x.if_missing)
                        line(x.if_missing->span, [&] {
                            kw(Keyword::if_missing).glue(":"), choice(*x.if_missing),
                                tag(x.missing_tag);
                        });
                });
            },
            [&](ast::NoConfidence const &x) {
                kw(Keyword::no_confidence_by), ref(x.by),
                    kw(Keyword::no_confidence_in).name(x.office), of(x.of), mine();
                block_if(!x.after.empty() || x.initiated_by || !empty(x.vote) || x.request_to, end,
                         [&] {
                             if (!x.after.empty())
                                 line(x.after.front().span,
                                      [&] { where(x.after, Keyword::after), tag(x.after_tag); });
                             if (x.initiated_by)
                                 line(x.initiated_by->span, [&] {
                                     kw(Keyword::initiated_by), choice(*x.initiated_by),
                                         kw(Keyword::share_of).kw(Keyword::all_seats),
                                         tag(x.initiated_tag);
                                 });
                             vote(x.vote);
                             if (x.request_to)
                                 line(x.request_to->span, [&] {
                                     kw(Keyword::then_may_request_removal_by), ref(*x.request_to);
                                     if (x.again) kw(Keyword::again_after), choice(*x.again);
                                     tag(x.request_tag);
                                 });
                         });
            },
            of_duty,
            [&](ast::Competence const &x) {
                kw(Keyword::competence).name(x.name), of(x.of), kw(Keyword::competence_is),
                    choice(x.nature);
                if (x.cancelled_by) kw(Keyword::cancelled_by), ref(*x.cancelled_by);
                mine();
            },
            [&](ast::Responsibility const &x) {
                kw(Keyword::responsibility_for).name(x.competence), of(x.of),
                    kw(Keyword::report_to);
                for (auto const &to : x.to) {
                    if (&to != &x.to.front()) kw(Keyword::and_);
                    choice(to);
                }
                mine();
            },
            [&](ast::Consultation const &x) { consultation_text(x, c.tag); },
            [&](ast::Manner const &x) {
                kw(Keyword::manner_of).name(x.office), of(x.of), kw(Keyword::determined_by),
                    ref(x.by);
                kw(Keyword::in_form_of), rank_name(x.rank), mine();
            },
            [&](ast::Transition const &x) {
                using Matter = ast::Transition::Matter;
                kw(x.matter == Matter::incumbents   ? Keyword::incumbents_of
                   : x.matter == Matter::procedures ? Keyword::pending_procedures_for
                   : x.matter == Matter::terms      ? Keyword::running_terms_of
                                                    : Keyword::records_of)
                    .name(x.office),
                    of(x.of), choice(x.what), mine();
            },
            [&](ast::Repeals const &x) {
                kw(Keyword::repeals).name(x.instrument);
                if (x.clause) glue("@" + x.clause->text);
                mine();
            },
            [&](ast::Displaces const &x) {
                kw(Keyword::displaces).name(x.instrument).glue("@" + x.clause.text);
                where(x.where);
                mine();
            },
            [&](ast::Under const &x) {
                kw(Keyword::under).name(x.instrument).glue("@" + x.clause.text), mine();
            },
            [&](ast::Version const &x) {
                kw(Keyword::version_from), date(x.from), mine();
                block(end, [&] { clauses(x.clauses); });
            },
            [&](ast::ForUnits const &x) {
                kw(Keyword::for_), binder(x.of), mine();
                block(end, [&] { clauses(x.clauses); });
            },
            [&](ast::Status const &x) {
                kw(Keyword::recognises), ref(x.who);
                if (x.of) kw(Keyword::for_), binder(*x.of);
                kw(Keyword::recognised_as).spelt(words, x.as), mine();
            },
        },
        c.node);
}

// ---- declarations
// ---------------------------------------------------------------------------------
void Printer::instrument(ast::Instrument const &i, ast::Tag const &t, std::uint32_t end) {
    kw(Keyword::instrument).name(i.name);
    if (!i.title.empty()) text(i.title);
    tag(t);
    block(end, [&] {
        if (i.rank) kw(Keyword::rank).spelt(ranks, *i.rank);
        if (i.by) kw(Keyword::issued_by), ref(*i.by);
        if (i.from) kw(Keyword::in_force_from), date(*i.from);
        if (i.until) kw(Keyword::until), date(*i.until);
        if (i.starts_when) kw(Keyword::starts_when).name(*i.starts_when);
        if (i.rank || i.by || i.from || i.starts_when) glue("\n");
        clauses(i.clauses);
    });
}

void Printer::change(ast::Change const &c) {
    line(c.span, [&] {
        auto target = [&] { put("@" + (c.target ? c.target->text : std::string())); };
        switch (c.kind) {
        case ast::Change::Kind::add:
            kw(Keyword::add);
            break;
        case ast::Change::Kind::add_beside:
            kw(Keyword::add_beside), target();
            break;
        case ast::Change::Kind::replace:
            kw(Keyword::replace), target(), kw(Keyword::with);
            break;
        case ast::Change::Kind::repeal:
            kw(Keyword::repeal), target();
            break;
        case ast::Change::Kind::alter:
            kw(Keyword::alter), target(), parts(c.parts, c.span);
            break;
        case ast::Change::Kind::choose:
            kw(Keyword::choose);
            block(c.span.end, [&] {
                for (auto const &[label, changes] : c.options) {
                    line(label.span, [&, &label = label] { name(label).glue(":"); });
                    ++indent_;
                    for (auto const &inner : changes) change(inner);
                    --indent_;
                }
            });
            break;
        }
        for (auto const &x : c.clauses) clause_text(x);
    });
}

void Printer::form(ast::Form const &f) {
    using K = ast::Form::Kind;
    auto operand = [&](std::size_t i) {
        if (i < f.operands.size()) expr(f.operands[i]);
    };
    auto actors = [&](std::size_t count) {
        for (std::size_t i = 0; i < std::min(count, f.refs.size()); ++i) {
            if (i > 0) kw(Keyword::and_);
            ref(f.refs[i]);
        }
    };
    switch (f.kind) {
    case K::possible:
        kw(Keyword::possible), operand(0);
        break;
    case K::always:
        kw(Keyword::always), operand(0);
        break;
    case K::never:
        kw(Keyword::never), operand(0);
        break;
    case K::always_possible:
        kw(Keyword::always_possible), operand(0);
        break;
    case K::only_after:
        operand(0), kw(Keyword::only_after), operand(1);
        break;
    case K::leads_to:
        operand(0), kw(Keyword::leads_to), operand(1);
        if (f.within) kw(Keyword::within), duration(*f.within);
        if (!f.if_acts.empty())
            glue(",")
                .kw(Keyword::if_)
                .separated(f.if_acts, ",", [&](auto const &r) { ref(r); })
                .kw(Keyword::acts);
        break;
    case K::can_bring_about:
        actors(f.refs.size()), kw(Keyword::can_bring_about), operand(0), kw(Keyword::alone);
        break;
    case K::can_prevent:
        actors(f.refs.size()), kw(Keyword::can_prevent), operand(0);
        break;
    case K::weight:
        actors(f.refs.size() - 1), kw(Keyword::have_weight_in_filling);
        if (!f.refs.empty()) ref(f.refs.back());
        break;
    case K::rank: {
        kw(Keyword::every).spelt(rank_subjects, f.subject), actors(1), kw(Keyword::has);
        std::vector<Keyword> what;
        if (f.basis) what.push_back(Keyword::basis);
        if (f.grounds) what.push_back(Keyword::grounds);
        if (f.procedure) what.push_back(Keyword::procedure);
        separated(what, spelling(Keyword::and_, language_), [&](Keyword k) { kw(k); });
        kw(Keyword::at_rank).spelt(ranks, f.rank).kw(Keyword::or_higher);
        break;
    }
    case K::within:
        if (f.regimes.size() == 2) name(f.regimes[0]).kw(Keyword::stays_within).name(f.regimes[1]);
        break;
    }
}

void Printer::property(ast::Property const &p, ast::Tag const &t) {
    kw(Keyword::property).name(p.name);
    if (!p.title.empty()) text(p.title);
    tag(t);
    ++indent_;
    auto next = [&](std::uint32_t anchor) {
        glue("\n");
        leading(anchor);
    };
    next(p.form.span.begin);
    if (!p.binders.empty()) {
        kw(p.for_some ? Keyword::for_some : Keyword::for_every)
            .separated(p.binders, ",", [&](auto const &b) { binder(b); })
            .glue(":\n");
        ++indent_;
    }
    if (p.guaranteed) kw(Keyword::guaranteed);
    form(p.form);
    if (!p.binders.empty()) --indent_;
    for (auto const &e : p.assumptions) next(e.span.begin), kw(Keyword::assume), expr(e);
    if (p.including_incumbents) glue("\n").kw(Keyword::including_incumbents);
    if (!p.may_breach.empty())
        glue("\n")
            .kw(Keyword::if_)
            .separated(p.may_breach, ",", [&](auto const &r) { ref(r); })
            .kw(Keyword::may_breach);
    for (auto const &e : p.starting_from) next(e.span.begin), kw(Keyword::starting_from), expr(e);
    if (!p.regimes.empty()) next(p.regimes.front().span.begin), kw(Keyword::in).names(p.regimes);
    for (auto const &e : p.expects) {
        next(e.span.begin);
        kw(Keyword::expect).spelt(verdicts, e.verdict);
        if (!e.regimes.empty()) kw(Keyword::in).names(e.regimes);
        for (auto const &given : e.given)
            kw(&given == &e.given.front() ? Keyword::when : Keyword::and_)
                .text(given.question.text)
                .put("=")
                .text(given.answer.text);
        if (!e.because.empty()) kw(Keyword::because).text(e.because);
        for (auto const &words : trailing_[e.span.begin]) glue(" ").glue(words);
        trailing_[e.span.begin].clear();
    }
    --indent_;
}

void Printer::declaration(ast::Declaration const &d) {
    auto const end = d.span.end;
    auto mine = [&] { tag(d.tag); };
    line(d.span, [&] {
        std::visit(
            Overloaded{
                [](std::monostate) {},
                [&](ast::Use const &x) { kw(Keyword::use).text(x.path); },
                [&](ast::Level const &x) {
                    kw(Keyword::level).name(x.name);
                    if (x.in) kw(Keyword::in).name(*x.in);
                    if (x.same_level) kw(Keyword::or_in_same_level);
                    mine();
                    if (x.kinds.empty()) return;
                    put("{").kw(Keyword::kinds);
                    separated(x.kinds, ",", [&](ast::Kind const &k) {
                        name(k.name);
                        if (!k.in.empty())
                            kw(Keyword::in)
                                .separated(k.in, spelling(Keyword::or_, language_),
                                           [&](auto const &n) { name(n); });
                    });
                    put("}");
                },
                [&](ast::Person const &x) {
                    kw(Keyword::person), mine();
                    block(end, [&] {
                        for (auto const &a : x.attributes)
                            line(a.name.span, [&] {
                                if (a.changing) kw(Keyword::changing);
                                switch (a.kind) {
                                case ast::Attribute::Kind::boolean:
                                    name(a.name);
                                    break;
                                case ast::Attribute::Kind::enumeration:
                                    name(a.name).glue(":").put("{").names(a.values).put("}");
                                    break;
                                case ast::Attribute::Kind::born:
                                    kw(Keyword::born);
                                    break;
                                case ast::Attribute::Kind::lives_in:
                                    kw(Keyword::lives_in)
                                        .separated(a.values, spelling(Keyword::or_, language_),
                                                   [&](auto const &n) { name(n); });
                                    break;
                                }
                            });
                    });
                },
                [&](ast::Authority const &x) { kw(Keyword::authority).name(x.name), mine(); },
                [&](ast::OfficeDecl const &x) {
                    kw(Keyword::office).name(x.name), of(x.of);
                    if (x.outside) kw(Keyword::filled_outside);
                    if (x.corresponds) kw(Keyword::corresponds_to).name(*x.corresponds);
                    mine();
                },
                [&](ast::BodyDecl const &x) {
                    kw(Keyword::body).name(x.name), of(x.of);
                    if (x.outside) kw(Keyword::filled_outside);
                    if (x.corresponds) kw(Keyword::corresponds_to).name(*x.corresponds);
                    mine();
                },
                [&](ast::PeopleDecl const &x) { kw(Keyword::people_of), binder(x.of), mine(); },
                [&](ast::SuperiorDecl const &x) {
                    kw(Keyword::superior_of).name(x.office), of(x.of), put("="), ref(x.is), mine();
                },
                [&](ast::EventDecl const &x) {
                    kw(Keyword::event).name(x.name), of(x.of), kw(Keyword::may_never_come), mine();
                },
                [&](ast::Instrument const &x) { instrument(x, d.tag, end); },
                [&](ast::Regime const &x) {
                    kw(Keyword::regime).name(x.name);
                    if (!x.title.empty()) text(x.title);
                    put("=").separated(x.parts, "+", [&](auto const &n) {
                        name(n);
                        auto const &options =
                            x.chosen[static_cast<std::size_t>(&n - x.parts.data())];
                        if (!options.empty())
                            kw(Keyword::choosing).separated(options, ",", [&](auto const &o) {
                                name(o);
                            });
                    });
                    if (x.as_of) kw(Keyword::as_of), date(*x.as_of);
                    mine();
                },
                [&](ast::Chain const &x) {
                    kw(Keyword::chain).name(x.name).put("=");
                    for (std::size_t i = 0; i < x.links.size(); ++i) {
                        if (i > 0) glue(",").kw(Keyword::then);
                        name(x.links[i].regime);
                        if (x.links[i].on) kw(Keyword::on), date(*x.links[i].on);
                    }
                    mine();
                },
                [&](ast::Parameter const &x) {
                    kw(Keyword::parameter).name(x.name).glue(":").spelt(parameter_kinds, x.kind);
                    kw(Keyword::from), value(x.from);
                    if (x.to) kw(Keyword::to), value(*x.to);
                    mine();
                },
                [&](ast::Amendment const &x) {
                    kw(Keyword::amendment).name(x.name);
                    if (!x.title.empty()) text(x.title);
                    kw(Keyword::amends).name(x.target), mine();
                    block(end, [&] {
                        auto next_change = x.changes.begin();
                        auto const changes_before = [&](std::uint32_t at) {
                            while (next_change != x.changes.end() && next_change->span.begin < at)
                                change(*next_change++);
                        };
                        for (auto const &y : x.enacted) {
                            changes_before(y.name.span.begin);
                            kw(Keyword::enact);
                            auto const last =
                                y.clauses.empty() ? y.name.span.end : y.clauses.back().span.end;
                            auto const brace = std::min(code_.find('}', last), code_.size());
                            instrument(y, {}, static_cast<std::uint32_t>(brace) + 1);
                            glue("\n");
                        }
                        changes_before(end);
                    });
                },
                [&](ast::Property const &x) { property(x, d.tag); },
                [&](ast::Sources const &x) {
                    kw(Keyword::sources), mine();
                    block(end, [&] {
                        for (auto const &r : x.rules)
                            line(r.span, [&] {
                                name(r.id).text(r.paraphrase);
                                if (!r.place.empty()) kw(Keyword::in).text(r.place);
                                separated(r.marks, ",", [&](auto m) { spelt(marks, m); });
                                if (r.no_effect) kw(Keyword::no_effect_because).text(*r.no_effect);
                            });
                    });
                },
            },
            d.node);
    });
}

struct Printed {
    std::string text;
    std::vector<Comment> misplaced;
};

std::size_t lines_of_code(std::string_view words) {
    std::size_t lines = 0;
    for (; !words.empty(); words.remove_prefix(std::min(words.find('\n'), words.size() - 1) + 1))
        lines += words.substr(0, 2) == "//" ? 0 : 1;
    return lines;
}

// The declarations and comments of the code in [from, to).
Printed print_part(ast::File const &file, std::string_view code, Language language,
                   std::size_t from, std::size_t to) {
    Printer printer(language, code);
    auto comments = comments_of(code);
    std::erase_if(comments, [&](auto const &c) { return c.begin < from || c.begin >= to; });
    for (auto &comment : comments)
        if (comment.next >= to) comment.next = static_cast<std::uint32_t>(code.size());
    auto all = [&] {
        bool was_long = false;
        std::string whole;
        for (auto const &d : file.declarations) {
            if (d.span.begin < from || d.span.begin >= to) continue;
            printer.declaration(d);
            auto words = printer.take();
            bool const is_long = lines_of_code(words) > 1;
            if (!whole.empty() && (is_long || was_long)) whole += '\n';
            whole += words;
            was_long = is_long;
        }
        printer.rest();
        return whole + printer.take();
    };
    all();
    printer.place_comments(comments);
    return {all(), printer.misplaced()};
}

} // namespace

std::string print(ast::File const &file, SourceMap const &sources, Language language) {
    std::string code(file.source ? sources.text(file.source) : std::string_view());
    if (file.source && is_literate(sources.path(file.source))) {
        DiagnosticSink known;
        code = blank_prose(code, code_blocks(file.source, code, known));
    }
    return print_part(file, code, language, 0, code.size() + 1).text;
}

std::optional<std::string> format(ast::File const &file, SourceMap const &sources,
                                  Language language, DiagnosticSink &sink) {
    auto const text = sources.text(file.source);
    bool const literate = is_literate(sources.path(file.source));
    DiagnosticSink known; // the parser has reported these
    auto blocks =
        literate ? code_blocks(file.source, text, known) : std::vector<Block>{{0, text.size()}};
    auto const code = literate ? blank_prose(text, blocks) : std::string(text);

    std::string whole;
    std::size_t from = 0;
    bool refused = false;
    for (auto const &block : blocks) {
        for (auto const &d : file.declarations)
            if (d.span.begin >= block.begin && d.span.begin < block.end && d.span.end > block.end) {
                sink.report(
                    {Code::spans_blocks, {file.source, d.span.begin, d.span.begin + 1}, {}});
                refused = true;
            }
        auto const printed =
            print_part(file, code, language, block.begin, block.end + (literate ? 0 : 1));
        for (auto const &comment : printed.misplaced) {
            auto const length = static_cast<std::uint32_t>(comment.text.size());
            sink.report({Code::comment_has_no_place,
                         {file.source, comment.begin, comment.begin + length},
                         {}});
            refused = true;
        }
        whole.append(text.substr(from, block.begin - from)).append(printed.text);
        from = block.end;
    }
    whole.append(text.substr(from));
    if (refused) return std::nullopt;
    return whole;
}

std::string print(ast::Expr const &expr, Language language) {
    Printer printer(language, {});
    printer.expr(expr);
    return printer.take();
}

std::string print(ast::Ref const &ref, Language language) {
    Printer printer(language, {});
    printer.ref(ref);
    return printer.take();
}

} // namespace mandate::dsl
