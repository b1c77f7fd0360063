// Names, units, refs, values and formulas.
#include "dsl/parse/grammar.h"

#include <algorithm>
#include <optional>

namespace mandate::dsl::grammar {

namespace {

using ast::Expr;
using ast::ExprKind;
using ast::Ref;
using ast::RefKind;

// A ref that is a word of the language: the name is that word in English, whatever the file's
// language.
struct KindOfRef {
    RefKind kind;
    char const *word;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = kind;
        x3::_val(context).name = {word, x3::_attr(context)};
    }
};

auto const push_of = [](auto &context) {
    x3::_val(context).of.push_back(std::move(x3::_attr(context)));
};
auto const push_unit = [](auto &context) {
    x3::_val(context).unit.push_back(std::move(x3::_attr(context)));
};
auto const push_ref = [](auto &context) {
    x3::_val(context).refs.push_back(std::move(x3::_attr(context)));
};
auto const push_operand = [](auto &context) {
    x3::_val(context).operands.push_back(std::move(x3::_attr(context)));
};
auto const pass_on = [](auto &context) { x3::_val(context) = std::move(x3::_attr(context)); };

struct Is { // the kind of the formula
    ExprKind kind;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = kind;
    }
};
struct IsConstant {
    bool truth;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = ExprKind::constant;
        x3::_val(context).truth = truth;
    }
};
// The first operand is already the value; wraps it and adds the second, flat for a chain of the
// same operator.
struct Join {
    ExprKind kind;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        Expr &left = x3::_val(context);
        if (left.kind != kind || kind == ExprKind::since || kind == ExprKind::implication) {
            Expr whole;
            whole.kind = kind;
            whole.span = left.span;
            whole.operands.push_back(std::move(left));
            left = std::move(whole);
        }
        left.span.end = x3::_attr(context).span.end;
        left.operands.push_back(std::move(x3::_attr(context)));
    }
};
auto const within_last = [](auto &context) {
    Expr whole;
    whole.kind = ExprKind::within_last;
    whole.duration = x3::_attr(context);
    whole.operands.push_back(std::move(x3::_val(context)));
    x3::_val(context) = std::move(whole);
};

Ref as_ref(ast::Unit &&unit) {
    Ref ref;
    ref.span = unit.name.span;
    if (!unit.of.empty()) ref.span.end = unit.of.front().name.span.end;
    ref.name = std::move(unit.name);
    ref.unit = std::move(unit.of);
    return ref;
}

// `a tail` after its subject makes a statement; which subjects it can have depends on the tail.
Expr complete(Ref &&subject, Expr &&tail, Session &s) {
    auto plain = [&](std::string_view what) {
        if (subject.kind != RefKind::named || !subject.unit.empty())
            s.report(
                Code::needs_plain_name, subject.span,
                {std::string(what), quote(s.text().substr(subject.span.begin,
                                                          subject.span.end - subject.span.begin))});
        return subject.name;
    };
    switch (tail.kind) {
    case ExprKind::person_is:
    case ExprKind::person_age:
    case ExprKind::person_lives:
    case ExprKind::unit_level:
    case ExprKind::unit_inside:
    case ExprKind::same:
        tail.subject = plain("this statement");
        break;
    case ExprKind::listed:
        tail.name = plain("a list");
        break;
    case ExprKind::happens:
        tail.name = plain("'@'");
        break;
    case ExprKind::occurs:
    case ExprKind::exclusive:
    case ExprKind::undetermined:
        tail.name = subject.name;
        tail.unit = std::move(subject.unit);
        break;
    case ExprKind::compare:
    case ExprKind::person_value: // record of office >= number, attribute of person = value
        tail.name = subject.name;
        if (tail.kind == ExprKind::compare) {
            if (!subject.unit.empty()) tail.refs.push_back(as_ref(std::move(subject.unit.front())));
        } else if (!subject.unit.empty() && subject.unit.front().of.empty()) {
            tail.subject = subject.unit.front().name;
        } else {
            s.report(Code::needs_plain_name, subject.span, {"an attribute", "this"});
        }
        break;
    case ExprKind::verb: {
        bool const of_person = keyword_for(person_verbs, tail.verb) != nullptr;
        if (of_person)
            tail.subject = plain("this verb");
        else
            tail.refs.insert(tail.refs.begin(), std::move(subject));
        break;
    }
    case ExprKind::constituted:
    case ExprKind::vacant:
    case ExprKind::under_earlier_law:
    case ExprKind::dissolved:
    case ExprKind::chosen:
    case ExprKind::by_election:
    case ExprKind::recognised:
    case ExprKind::in_manner:
        tail.refs.push_back(std::move(subject));
        break;
    case ExprKind::unit_kind:
        tail.name = plain("a kind");
        break; // a bare name
    case ExprKind::constant:
    case ExprKind::negation:
    case ExprKind::conjunction:
    case ExprKind::disjunction:
    case ExprKind::implication:
    case ExprKind::every:
    case ExprKind::some:
    case ExprKind::once:
    case ExprKind::previously:
    case ExprKind::since:
    case ExprKind::within_last:
    case ExprKind::exists:
    case ExprKind::tally:
    case ExprKind::responsible:
    case ExprKind::breached:
    case ExprKind::owed:
    case ExprKind::on_or_after:
        break; // no tail makes these
    }
    return std::move(tail);
}

} // namespace

// ---- names, units, refs
// ---------------------------------------------------------------------------
auto const unit_def = bounded[name[put<&ast::Unit::name>] >> -(kw(Keyword::of) > unit[push_of])];

auto const ref_def = located
    [bounded
         [(spanned(Keyword::superior_of)[KindOfRef{RefKind::superior, "superior"}] > ref[push_of]) |
          spanned(Keyword::superior)[KindOfRef{RefKind::superior, "superior"}] |
          spanned(Keyword::self)[KindOfRef{RefKind::self, "self"}] |
          spanned(Keyword::the_law)[KindOfRef{RefKind::law, "the law"}] |
          (spanned(Keyword::people_of)[KindOfRef{RefKind::people, "people"}] > unit[push_unit]) |
          (spanned(Keyword::college_of)[KindOfRef{RefKind::college, "college"}] > unit[push_unit]) |
          spanned(Keyword::anyone)[KindOfRef{RefKind::anyone, "anyone"}] |
          (name[put<&Ref::name>] >> -(kw(Keyword::of) > unit[push_unit]))]];

MANDATE_RULE(citation, ast::Citation);
auto const citation_def =
    located[mark("[") > list_of(rule_id[put<&ast::Citation::rules>], mark(",")) >
            -text[put<&ast::Citation::place>] > -one_of(marks)[put<&ast::Citation::mark>] >
            mark("]")];

auto const tag_def = *((mark("@") > any_word[put_once<&ast::Tag::name>("the name of the clause")]) |
                       citation[put<&ast::Tag::citations>]);

auto const duration_def =
    located[described("a time such as 4 years")[(number[put<&ast::Duration::count>] >
                                                 one_of(time_units)[put<&ast::Duration::unit>]) |
                                                name[put<&ast::Duration::parameter>]]];

auto const zero_denominator = [](auto &context) {
    auto &s = session(context);
    auto const at = x3::_where(context).begin();
    if (x3::_attr(context) == 0) s.report(Code::zero_denominator, s.span(at - 1, at));
    x3::_val(context).denominator = x3::_attr(context);
};
auto const percent = [](auto &context) { x3::_val(context).denominator = 100; };
auto const fraction_def = described(
    "a share such as 2/3 or 10%")[number[put<&ast::Fraction::numerator>] >>
                                  (mark("%")[percent] | (mark("/") > number[zero_denominator]))];

// ---- binders
// -------------------------------------------------------------------------------------- After a
// comma comes another level, unless what follows can only be another variable with its levels.
auto const next_binder = quiet[name >> mark(":") >> (kw(Keyword::person) | name) >>
                               (mark(",") | mark(":") | kw(Keyword::where) | kw(Keyword::except))];
auto const place_def =
    located[name[put<&ast::Binder::variable>] >>
            -(mark(":") > (kw(Keyword::person)[assign<&ast::Binder::person>()] |
                           described("a level")[name[put<&ast::Binder::levels>]] >>
                               *(mark(",") >> !next_binder >> name[put<&ast::Binder::levels>]))) >>
            -(kw(Keyword::except) > name[put<&ast::Binder::except>] >>
              *(mark(",") >> !next_binder >> name[put<&ast::Binder::except>])) >>
            -(kw(Keyword::where) > expr[put<&ast::Binder::where>])];

auto const binder_def = located[place[([](auto &context) {
    x3::_val(context) = std::move(x3::_attr(context));
    x3::_pass(context) = x3::_val(context).person || !x3::_val(context).levels.empty();
})]];
auto const binders_def =
    binder[([](auto &context) { x3::_val(context).push_back(std::move(x3::_attr(context))); })] %
    mark(",");

// ---- formulas
// -------------------------------------------------------------------------------------
MANDATE_RULE(disjunction, Expr);
MANDATE_RULE(conjunction, Expr);
MANDATE_RULE(since, Expr);
MANDATE_RULE(unary, Expr);
MANDATE_RULE(primary, Expr);
MANDATE_RULE(atom, Expr);
MANDATE_RULE(statement, Expr);
MANDATE_RULE(tail, Expr);
MANDATE_RULE(subject, Ref);
MANDATE_RULE(person, ast::Name);
MANDATE_RULE(comparison, ast::Comparison);

auto const expr_def = located[described(
    "a condition")[bounded[disjunction[pass_on] >>
                           -(kw(Keyword::implies) > expr[Join{ExprKind::implication}])]]];
auto const disjunction_def = conjunction[pass_on] >>
                             *(kw(Keyword::or_) > conjunction[Join{ExprKind::disjunction}]);
auto const conjunction_def = since[pass_on] >>
                             *(kw(Keyword::and_) > since[Join{ExprKind::conjunction}]);
auto const since_def = unary[pass_on] >> -(kw(Keyword::since) > unary[Join{ExprKind::since}]);

auto const unary_def =
    located[bounded[(kw(Keyword::not_)[Is{ExprKind::negation}] > unary[push_operand]) |
                    (kw(Keyword::once)[Is{ExprKind::once}] > unary[push_operand]) |
                    (kw(Keyword::previously)[Is{ExprKind::previously}] > unary[push_operand]) |
                    ((kw(Keyword::for_every)[Is{ExprKind::every}] |
                      kw(Keyword::for_some)[Is{ExprKind::some}]) > binders[put<&Expr::binders>] >
                     mark(":") > expr[push_operand]) |
                    (primary[pass_on] >> -(kw(Keyword::within_the_last) > duration[within_last]))]];

auto const primary_def =
    located[(mark("(") > expr[pass_on] > mark(")")) | kw(Keyword::true_)[IsConstant{true}] |
            kw(Keyword::false_)[IsConstant{false}] | atom[pass_on]];

auto const compared = comparison[put<&Expr::comparison>] > number[put<&Expr::number>];
auto const compared_in_vote = comparison[put<&Expr::comparison>] >
                              ((fraction[put<&Expr::share>] > kw(Keyword::share_of) >
                                one_of(bases)[put<&Expr::base>]) |
                               number[put<&Expr::number>]);
struct Counting {
    ast::Count count;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = ExprKind::compare;
        x3::_val(context).count = count;
    }
};
struct Second {
    ast::Count count;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        Counting{count}(context);
        x3::_val(context).number = 2;
    }
};
auto const of_one_term = -(kw(Keyword::within_one_term_of) > name[put<&Expr::name>]);

auto const atom_def = located
    [(kw(Keyword::there_is)[Is{ExprKind::exists}] > ref[push_ref]) |
     (kw(Keyword::no_confidence_votes_in)[Counting{ast::Count::no_confidence_votes}] >
      ref[push_ref] > of_one_term > compared) |
     (kw(Keyword::removal_requests_of)[Counting{ast::Count::removal_requests}] > ref[push_ref] >
      compared) |
     (kw(Keyword::candidates_for)[Counting{ast::Count::candidates}] > ref[push_ref] > compared) |
     (kw(Keyword::participants)[Counting{ast::Count::participants}] > compared) |
     (kw(Keyword::members_present_in)[Counting{ast::Count::members_present}] > ref[push_ref] >
      compared_in_vote) |
     (kw(Keyword::votes_in_favour_in)[Counting{ast::Count::votes_in_favour}] > ref[push_ref] >
      compared_in_vote) |
     (kw(Keyword::second_no_confidence)[Second{ast::Count::no_confidence_votes}] > of_one_term) |
     kw(Keyword::second_request)[Second{ast::Count::removal_requests}] |
     (kw(Keyword::responsibility_for)[Is{ExprKind::responsible}] > name[put<&Expr::name>] >
      -(kw(Keyword::of) > unit[put<&Expr::unit>]) > kw(Keyword::is_to) > ref[push_ref]) |
     (kw(Keyword::on_or_after)[Is{ExprKind::on_or_after}] > date[put<&Expr::date>]) |
     (mark("@")[Is{ExprKind::breached}] > any_word[put<&Expr::value>] >
      (kw(Keyword::is_breached) | kw(Keyword::is_owed)[Is{ExprKind::owed}]) >
      -(kw(Keyword::as_to) > unit[put<&Expr::unit>])) |
     (kw(Keyword::bloc)[Is{ExprKind::tally}] > name[put<&Expr::name>] >
      (kw(Keyword::votes_against)[assign<&Expr::against>()] | kw(Keyword::votes_for))) |
     statement[pass_on]];

struct CanonicalName {
    char const *word;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context) = {word, x3::_attr(context)};
    }
};
auto const person_def = spanned(Keyword::someone)[CanonicalName{"someone"}] |
                        spanned(Keyword::candidate)[CanonicalName{"candidate"}] | name[pass_on];
auto const subject_def = spanned(Keyword::someone)[KindOfRef{RefKind::named, "someone"}] |
                         spanned(Keyword::candidate)[KindOfRef{RefKind::named, "candidate"}] |
                         ref[pass_on];

auto const begin_statement = [](auto &context) {
    x3::_val(context).kind = ExprKind::unit_kind; // unless a tail follows
    x3::_val(context).refs.push_back(std::move(x3::_attr(context)));
};
auto const end_statement = [](auto &context) {
    Expr &value = x3::_val(context);
    Ref subject = std::move(value.refs.front());
    value = complete(std::move(subject), std::move(x3::_attr(context)), session(context));
};
auto const bare_name = [](auto &context) {
    Expr &value = x3::_val(context);
    if (value.refs.front().kind != RefKind::named ||
        !value.refs.front().unit.empty()) { // something is missing
        x3::_pass(context) = false;
        return;
    }
    Ref subject = std::move(value.refs.front());
    value.refs.clear();
    value = complete(std::move(subject), std::move(value), session(context));
};
auto const statement_def =
    located[subject[begin_statement] >>
            (described("what is said of it, such as 'is vacant'")[tail[end_statement]] |
             x3::eps[bare_name])];

struct SetVerb {
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = ExprKind::verb;
        x3::_val(context).verb = x3::_attr(context);
    }
};
auto const set_kind = [](auto &context) { x3::_val(context).kind = x3::_attr(context); };
auto const attribute_value = [](auto &context) {
    x3::_val(context).kind = ExprKind::person_value;
    x3::_val(context).value = x3::_attr(context);
};

auto const comparison_def =
    (mark("<=") | mark("≤"))[([](auto &c) { x3::_val(c) = ast::Comparison::at_most; })] |
    (mark(">=") | mark("≥"))[([](auto &c) { x3::_val(c) = ast::Comparison::at_least; })] |
    (mark("!=") | mark("≠"))[([](auto &c) { x3::_val(c) = ast::Comparison::differs; })] |
    mark("<")[([](auto &c) { x3::_val(c) = ast::Comparison::less; })] |
    mark(">")[([](auto &c) { x3::_val(c) = ast::Comparison::more; })] |
    mark("=")[([](auto &c) { x3::_val(c) = ast::Comparison::equal; })];

auto const tail_def =
    (kw(Keyword::is_at_least)[Is{ExprKind::person_age}] > number[put<&Expr::number>] >
     kw(Keyword::years_old)) |
    (kw(Keyword::lives_in)[Is{ExprKind::person_lives}] > unit[put<&Expr::unit>]) |
    (kw(Keyword::is_of_level)[Is{ExprKind::unit_level}] > name[put<&Expr::name>]) |
    (kw(Keyword::is_inside)[Is{ExprKind::unit_inside}] > unit[put<&Expr::unit>]) |
    (kw(Keyword::is_the_same_as)[Is{ExprKind::same}] > name[put<&Expr::name>]) |
    (kw(Keyword::is_filled_under)[Is{ExprKind::in_manner}] > name[put<&Expr::name>] > mark("@") >
     any_word[put<&Expr::value>]) |
    one_of(conditions)[set_kind] |
    (kw(Keyword::is)[Is{ExprKind::person_is}] > name[put<&Expr::name>]) |
    (kw(Keyword::has)[Is{ExprKind::person_is}] > name[put<&Expr::name>]) |
    (one_of(person_verbs)[SetVerb{}] > described("an office")[ref[push_ref]]) |
    ((one_of(verbs_for)[SetVerb{}] | one_of(verbs_as)[SetVerb{}]) >
     described("a person")[person[put<&Expr::subject>]] >
     (kw(Keyword::for_that_appointment)[assign<&Expr::for_that_appointment>()] |
      ((kw(Keyword::for_office) | kw(Keyword::as_office)) > ref[push_ref]))) |
    (one_of(actor_verbs)[SetVerb{}] > ref[push_ref]) |
    (kw(Keyword::agrees_to)[([](auto &c) {
         x3::_val(c).kind = ExprKind::verb;
         x3::_val(c).verb = ast::Verb::agrees_to;
     })] > name[put<&Expr::name>] > mark("(") > unit[put<&Expr::unit>] > mark(")")) |
    one_of(bare_verbs)[SetVerb{}] |
    (joined_at[Is{ExprKind::happens}] > any_word[put<&Expr::value>] > kw(Keyword::happens)) |
    (mark("(")[Is{ExprKind::listed}] > unit[put<&Expr::unit>] > mark(")")) |
    (comparison[put<&Expr::comparison>][Is{ExprKind::compare}] >
     (number[put<&Expr::number>] | name[attribute_value]));

// ---- values
// --------------------------------------------------------------------------------------- A word
// that the choice at hand may hold.
struct AllowedWord : Terminal<AllowedWord, ast::Word> {
    std::size_t scan(Session &s, Iterator at, ast::Word &value) const {
        for (auto const &row : words)
            if (allowed(s, row.value))
                if (auto const length = s.scan(at, row.keyword)) {
                    value = row.value;
                    return length;
                }
        return 0;
    }
    void miss(Session &s, Iterator at) const {
        for (auto const &row : words)
            if (allowed(s, row.value)) s.missed(at, row.keyword);
    }
    static bool allowed(Session const &s, ast::Word word) {
        return std::find(s.allowed.words.begin(), s.allowed.words.end(), word) !=
               s.allowed.words.end();
    }
};
AllowedWord const allowed_word{};

MANDATE_RULE(threshold, ast::Threshold);
MANDATE_RULE(word_set, std::vector<ast::Word>);
struct IsMajority {
    ast::Majority majority;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).majority = majority;
    }
};
auto const threshold_def = kw(Keyword::majority)[IsMajority{ast::Majority::simple}] |
                           kw(Keyword::plurality)[IsMajority{ast::Majority::plurality}] |
                           kw(Keyword::unanimity)[IsMajority{ast::Majority::unanimity}] |
                           fraction[([](auto &context) {
                               x3::_val(context).majority = ast::Majority::fraction;
                               x3::_val(context).fraction = x3::_attr(context);
                           })];

auto const push_word = [](auto &context) { x3::_val(context).push_back(x3::_attr(context)); };
// "new maslikhat": the body by its name
auto const new_body = [](auto &context) { x3::_val(context).push_back(ast::Word::new_body); };
auto const one_word = allowed_word[push_word] | (kw(Keyword::new_) >> name)[new_body];
auto const word_set_def = (mark("{") > list_of(one_word, mark(",")) > mark("}")) | one_word;

auto const content = [](auto &context) {
    x3::_val(context).content = std::move(x3::_attr(context));
};
struct ParameterOf {
    ast::ParameterKind kind;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        ast::Duration named;
        named.span = x3::_attr(context).span;
        named.wanted = kind;
        named.parameter = std::move(x3::_attr(context));
        x3::_val(context).content = std::move(named);
    }
};
struct Reads {
    ast::Value::Reading reading;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).reading = reading;
    }
};
auto const value_def =
    located[-(&quiet[name >> mark(":")] >> name[put<&ast::Value::version>] >> mark(":")) >>
            -(kw(Keyword::open)[Reads{ast::Value::Reading::open}] |
              kw(Keyword::closed)[Reads{ast::Value::Reading::closed}]) >>
            ((allows(Kind::clauses) >> mark("{") > clauses[put<&ast::Value::clauses>] > mark("}")) |
             (allows(Kind::word_set) >> word_set[content]) |
             (allows(Kind::requirements) >> +requirement[put<&ast::Value::requirements>]) |
             allowed_word[content] | (allows(Kind::base) >> one_of(bases)[content]) |
             (allows(Kind::threshold) >> threshold[content]) |
             (allows(Kind::fraction) >> fraction[content]) |
             (allows(Kind::number) >> number[content]) |
             (allows(Kind::duration) >> &quiet[number] >> duration[content]) |
             (allows(Kind::ref) >> ref[content]) |
             (allows(Kind::time_parameter) >> name[ParameterOf{ast::ParameterKind::time}]) |
             (allows(Kind::number_parameter) >> name[ParameterOf{ast::ParameterKind::number}]) |
             (allows(Kind::share_parameter) >> name[ParameterOf{ast::ParameterKind::share}]))];

auto const push_value = put<&ast::Choice::values>;
auto const choice_def =
    located[(kw(Keyword::unsettled)[assign<&ast::Choice::unsettled>()] >>
             -(kw(Keyword::for_each) > name[put<&ast::Choice::for_each>]) >>
             -kw(Keyword::by_version)[assign<&ast::Choice::by_version>()] >> mark("{") >
             list_of(value[push_value], mark(",") | mark(";")) > mark("}") >
             -(kw(Keyword::in_fact_decided_by) > ref[put<&ast::Choice::decided_by>])) |
            value[push_value]];

BOOST_SPIRIT_DEFINE(unit, ref, tag, duration, fraction, place, binder, binders, expr, value, choice,
                    citation, disjunction, conjunction, since, unary, primary, atom, statement,
                    tail, subject, person, comparison, threshold, word_set)

BOOST_SPIRIT_INSTANTIATE(unit_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(ref_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(tag_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(duration_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(fraction_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(place_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(binder_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(binders_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(expr_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(value_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(choice_type, Iterator, Context)

} // namespace mandate::dsl::grammar
