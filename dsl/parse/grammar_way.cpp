// Votes, consultation, consent, requirements, and the ways into office that they make up.
#include "dsl/parse/grammar.h"

namespace mandate::dsl::grammar {

namespace {

template <class Type>
void take_over(std::optional<Type> &to, std::optional<Type> &more, char const *what, Span span,
               Session &s) {
    if (!more) return;
    if (to) s.report(Code::stated_twice, span, {what});
    to = std::move(more);
}
auto const push_bloc = [](auto &context) {
    auto &from = x3::_attr(context);
    session(context).append(from.node.tag, std::move(from.tag));
    x3::_val(context).node.blocs.push_back(std::move(from.node));
};

bool needs_base(ast::Choice const &threshold) {
    for (auto const &value : threshold.values)
        if (auto const *t = std::get_if<ast::Threshold>(&value.content))
            if (t->majority == ast::Majority::simple || t->majority == ast::Majority::fraction)
                return true;
    return false;
}
auto const check_base = [](auto &context) {
    ast::Vote const &vote = x3::_val(context);
    auto &s = session(context);
    if (vote.threshold && !vote.base && needs_base(*vote.threshold))
        s.report(Code::majority_without_base, vote.threshold->span);
    if (vote.quorum && !vote.quorum_base)
        for (auto const &value : vote.quorum->values)
            if (std::holds_alternative<ast::Fraction>(value.content)) {
                s.report(Code::majority_without_base, vote.quorum->span);
                break;
            }
};

} // namespace

void take_over(ast::Vote &vote, ast::Vote &&more, Session &s) {
    auto const span_of = [](auto const &choice) { return choice ? choice->span : Span{}; };
    take_over(vote.quorum, more.quorum, "the quorum", span_of(more.quorum), s);
    take_over(vote.quorum_base, more.quorum_base, "what the quorum is counted of",
              span_of(more.quorum), s);
    take_over(vote.threshold, more.threshold, "the majority", span_of(more.threshold), s);
    take_over(vote.base, more.base, "what the majority is counted of", span_of(more.base), s);
    take_over(vote.on_tie, more.on_tie, "what follows a tie", span_of(more.on_tie), s);
    s.append(vote.quorum_tag, std::move(more.quorum_tag));
    s.append(vote.threshold_tag, std::move(more.threshold_tag));
    s.append(vote.tie_tag, std::move(more.tie_tag));
}

// ---- votes, consultation, consent, nomination
// ------------------------------------------------------
MANDATE_RULE(loose_bases, ast::Choice); // majority unsettled of { … }
MANDATE_RULE(base_value, ast::Value);
MANDATE_RULE(nomination, ast::Nomination);

auto const base_value_def =
    one_of(bases)[([](auto &context) { x3::_val(context).content = x3::_attr(context); })];
auto const loose_bases_def =
    located[(kw(Keyword::unsettled) >> kw(Keyword::share_of))[assign<&ast::Choice::unsettled>()] >
            mark("{") > list_of(base_value[put<&ast::Choice::values>], mark(",")) > mark("}")];

auto const vote_part_def =
    ((kw(Keyword::quorum) > choice_of("a share such as 2/3, a number, or 'unsettled'",
                                      {Kind::fraction, Kind::number, Kind::share_parameter},
                                      {W::any_number})[put<&ast::Vote::quorum>] >
      -(kw(Keyword::share_of) > one_of(bases)[put<&ast::Vote::quorum_base>]) >
      tag[AddTag<&ast::Vote::quorum_tag>{}]) |
     (kw(Keyword::carried_by) >
      choice_of("a majority, or 'unsettled'",
                {Kind::threshold, Kind::share_parameter})[put<&ast::Vote::threshold>] >
      -((kw(Keyword::share_of) >
         choice_of("what it is a majority of", {Kind::base})[put<&ast::Vote::base>]) |
        loose_bases[put<&ast::Vote::base>]) > tag[AddTag<&ast::Vote::threshold_tag>{}]) |
     (kw(Keyword::on_tie) > colon >
      choice_of_words({W::fails, W::repeat_vote, W::new_election})[put<&ast::Vote::on_tie>] >
      tag[AddTag<&ast::Vote::tie_tag>{}])) >>
    x3::eps[check_base];

auto const consultation_def =
    kw(Keyword::after_consultation_with) >
    list_of(ref[put<&ast::Consultation::with>], kw(Keyword::and_)) > tags >
    -braced(
        (kw(Keyword::form_chosen_by) >
         ref[put_once<&ast::Consultation::form_by>("who chooses the form")] >
         kw(Keyword::each_time) > tag[AddTag<&ast::Consultation::form_tag>{}]) |
        (kw(Keyword::if_omitted) > colon >
         choice_of_words(
             {W::void_, W::no_effect, W::go_on,
              W::nothing})[put_once<&ast::Consultation::if_omitted>("what follows an omission")] >
         tag[AddTag<&ast::Consultation::omitted_tag>{}]) |
        block_tags) > tags;

auto const consent_def =
    located[(kw(Keyword::consent_of) |
             kw(Keyword::agreement_of)[assign<&ast::Consent::agreement>()]) >
            ref[put<&ast::Consent::by>] > tags >
            -braced(vote_part[AddVote{}] |
                    (kw(Keyword::no_answer_means) >
                     choice_of_words({W::yes, W::no, W::blocks})[put_once<&ast::Consent::no_answer>(
                         "what no answer means")] >
                     -(kw(Keyword::within) > duration[put<&ast::Consent::no_answer_within>]) >
                     tag[AddTag<&ast::Consent::no_answer_tag>{}]) |
                    (kw(Keyword::at_most) >
                     counted_choice({W::no_limit, W::any_number})[put_once<&ast::Consent::refusals>(
                         "the limit of refusals")] > kw(Keyword::refusals) >
                     tag[AddTag<&ast::Consent::refusals_tag>{}]) |
                    (kw(Keyword::same_person_again) > colon >
                     choice_of_words({W::yes, W::no})[put_once<&ast::Consent::same_person>(
                         "whether the same person may come again")] >
                     tag[AddTag<&ast::Consent::same_person_tag>{}]) |
                    block_tags) > tags];

auto const nomination_def =
    located[(kw(Keyword::presented_by) | kw(Keyword::candidates_presented_by) |
             kw(Keyword::nominated_by)[assign<&ast::Nomination::nominated>()]) >
            -kw(Keyword::only)[assign<&ast::Nomination::only>()] > ref[put<&ast::Nomination::by>] >
            -(kw(Keyword::with_signatures_of_at_least) >
              choice_of("a share such as 1%, or 'unsettled'",
                        {Kind::fraction, Kind::number,
                         Kind::share_parameter})[put<&ast::Nomination::signatures>] >
              -(kw(Keyword::share_of) > kw(Keyword::voters) >
                -(kw(Keyword::of) > unit[put<&ast::Nomination::signatures_of>]))) > tags];

auto const removed = kw(Keyword::been_removed_from)[assign<&ast::Requirement::kind>(
                         ast::Requirement::Kind::removed)] > name[put<&ast::Requirement::office>] >
                     -(kw(Keyword::within_the_last) > duration[put<&ast::Requirement::within>]);
auto const requirement_def = located[described(
    "a requirement")[bounded[(kw(Keyword::nothing)[assign<&ast::Requirement::kind>(
                                  ast::Requirement::Kind::nothing)] |
                              (kw(Keyword::not_) > requirement[([](auto &context) {
                                   x3::_val(context) = std::move(x3::_attr(context));
                                   x3::_val(context).negated = !x3::_val(context).negated;
                               })]) |
                              (kw(Keyword::be_at_least)[assign<&ast::Requirement::kind>(
                                   ast::Requirement::Kind::age)] >
                               number[put<&ast::Requirement::years>] > kw(Keyword::years_old)) |
                              (kw(Keyword::be)[assign<&ast::Requirement::kind>(
                                   ast::Requirement::Kind::attributes)] >
                               name[put<&ast::Requirement::attributes>]) |
                              (kw(Keyword::have)[assign<&ast::Requirement::kind>(
                                   ast::Requirement::Kind::attributes)] >
                               name[put<&ast::Requirement::attributes>] % mark(",")) |
                              (kw(Keyword::live_in)[assign<&ast::Requirement::kind>(
                                   ast::Requirement::Kind::lives)] >
                               unit[put<&ast::Requirement::unit>]) |
                              removed |
                              (kw(Keyword::satisfy)[assign<&ast::Requirement::kind>(
                                   ast::Requirement::Kind::formula)] > mark("(") >
                               expr[put<&ast::Requirement::formula>] > mark(")"))) >>
                             tags]]];

auto const
    must_def = (kw(Keyword::a_candidate_must) |
                kw(Keyword::a_holder_must)[assign<&ast::Must::who>(ast::Must::Who::holder)] |
                kw(Keyword::an_elector_must)[assign<&ast::Must::who>(ast::Must::Who::elector)]) >
               tags > ((&quiet[kw(Keyword::unsettled)] >
                        choice_of("a requirement, or 'unsettled'",
                                  {Kind::requirements})[put<&ast::Must::choice>] > tags) |
                       requirement[put<&ast::Must::requirements>] % -mark(","));

auto const bloc_def = kw(Keyword::bloc) > name[put<&ast::Bloc::name>] >
                      -(colon > kw(Keyword::lives_in) > unit[put<&ast::Bloc::lives_in>]) > tags;

// One line inside a way into office.
auto const way_part =
    nomination[put<&ast::Way::nominations>] | consent[put<&ast::Way::consents>] |
    consultation[put<&ast::Way::consultations>] | vote_part[AddVote{}] | must[push_must] |
    bloc[push_bloc] |
    (kw(Keyword::candidates_at_least) >
     counted_choice({W::any_number})[put_once<&ast::Way::candidates>("the number of candidates")] >
     tag[AddTag<&ast::Way::candidates_tag>{}]) |
    (kw(Keyword::withdrawal) > colon >
     choice_of_words({W::void_, W::go_on,
                      W::extend})[put_once<&ast::Way::withdrawal>("what follows a withdrawal")] >
     tag[AddTag<&ast::Way::withdrawal_tag>{}]) |
    (kw(Keyword::at_most) >
     counted_choice({W::no_limit})[put_once<&ast::Way::rounds>("the number of rounds")] >
     kw(Keyword::rounds) > tag[AddTag<&ast::Way::rounds_tag>{}]) |
    (kw(Keyword::against_all)[assign<&ast::Way::against_all>()] >
     tag[AddTag<&ast::Way::against_tag>{}]) |
    (kw(Keyword::called_by) > ref[put_once<&ast::Way::called_by>("who calls the election")] >
     -(kw(Keyword::at_least) > duration[put<&ast::Way::called_before>] >
       kw(Keyword::before_the_term_ends)) > tag[AddTag<&ast::Way::called_tag>{}]) |
    (kw(Keyword::takes_office_after) >
     duration[put_once<&ast::Way::takes_after>("when the office is taken")] >
     tag[AddTag<&ast::Way::takes_tag>{}]) |
    (kw(Keyword::term) > lasting()[put_once<&ast::Way::term>("the term")] >
     tag[AddTag<&ast::Way::term_tag>{}]);
constexpr auto a_part = "something that belongs to a way into office";
auto const way_def = (kw(Keyword::appointment_by) |
                      kw(Keyword::election_by)[assign<&ast::Way::election>()]) >
                     ref[put<&ast::Way::by>] >
                     -(kw(Keyword::where) > expr[put<&ast::Way::where>]) > tags >
                     -braced(described(a_part)[way_part | block_tags]) > tags;
auto const way_parts_def = braced(described(a_part)[way_part]);

BOOST_SPIRIT_DEFINE(vote_part, loose_bases, base_value, consultation, consent, nomination,
                    requirement, must, bloc, way, way_parts)

BOOST_SPIRIT_INSTANTIATE(vote_part_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(consultation_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(consent_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(requirement_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(must_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(bloc_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(way_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(way_parts_type, Iterator, Context)

} // namespace mandate::dsl::grammar
