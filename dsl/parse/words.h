#pragma once
// Which keyword stands for which value of the syntax tree: read by the grammar, written by the
// printer.
#include "dsl/ast.h"
#include "dsl/parse/lexis.h"

#include <algorithm>
#include <iterator>

namespace mandate::dsl {

template <class Value>
struct Spelt {
    Keyword keyword;
    Value value;
};

inline constexpr Spelt<ast::Word> words[] = {
    {Keyword::nothing, ast::Word::nothing},
    {Keyword::vacates, ast::Word::vacates},
    {Keyword::stays_until_successor, ast::Word::stays_until_successor},
    {Keyword::fails, ast::Word::fails},
    {Keyword::repeat_vote, ast::Word::repeat_vote},
    {Keyword::new_election, ast::Word::new_election},
    {Keyword::yes, ast::Word::yes},
    {Keyword::no, ast::Word::no},
    {Keyword::blocks, ast::Word::blocks},
    {Keyword::lapse, ast::Word::lapse},
    {Keyword::inherited, ast::Word::inherited},
    {Keyword::renewed, ast::Word::renewed},
    {Keyword::void_, ast::Word::void_},
    {Keyword::no_effect, ast::Word::no_effect},
    {Keyword::go_on, ast::Word::go_on},
    {Keyword::extend, ast::Word::extend},
    {Keyword::stay, ast::Word::stay},
    {Keyword::end, ast::Word::end},
    {Keyword::act, ast::Word::act},
    {Keyword::need_consent, ast::Word::need_consent},
    {Keyword::follow, ast::Word::follow},
    {Keyword::nobody, ast::Word::nobody},
    {Keyword::any_number, ast::Word::any_number},
    {Keyword::no_limit, ast::Word::no_limit},
    {Keyword::none, ast::Word::no_limit},
    {Keyword::unknown, ast::Word::any_number},
    {Keyword::new_holder, ast::Word::new_holder},
    {Keyword::new_body, ast::Word::new_body},
    {Keyword::new_year, ast::Word::new_year},
    {Keyword::approval, ast::Word::approval},
    {Keyword::refused_report, ast::Word::refused_report},
    {Keyword::same_report, ast::Word::same_report},
    {Keyword::refused_consent, ast::Word::refused_consent},
    {Keyword::no_confidence, ast::Word::no_confidence},
    {Keyword::missed_report, ast::Word::missed_report},
    {Keyword::counts_as_refusal, ast::Word::counts_as_refusal},
    {Keyword::state, ast::Word::state},
    {Keyword::self_government, ast::Word::self_government},
    {Keyword::undetermined, ast::Word::undetermined},
};
inline constexpr Spelt<ast::Mark> marks[] = {
    {Keyword::sourced, ast::Mark::sourced},         {Keyword::reported, ast::Mark::reported},
    {Keyword::practice, ast::Mark::practice},       {Keyword::inferred, ast::Mark::inferred},
    {Keyword::unverified, ast::Mark::unverified},   {Keyword::silent, ast::Mark::silent},
    {Keyword::not_sourced, ast::Mark::not_sourced},
};
inline constexpr Spelt<ast::Base> bases[] = {
    {Keyword::votes_cast, ast::Base::votes_cast},
    {Keyword::those_present, ast::Base::those_present},
    {Keyword::seats_held, ast::Base::seats_held},
    {Keyword::all_seats, ast::Base::all_seats},
    {Keyword::voters, ast::Base::voters},
};
// Each unit: the form for five, for two (Russian has one of its own), for one.
inline constexpr Spelt<ast::TimeUnit> time_units[] = {
    {Keyword::days, ast::TimeUnit::day},       {Keyword::days_few, ast::TimeUnit::day},
    {Keyword::day, ast::TimeUnit::day},        {Keyword::weeks, ast::TimeUnit::week},
    {Keyword::weeks_few, ast::TimeUnit::week}, {Keyword::week, ast::TimeUnit::week},
    {Keyword::months, ast::TimeUnit::month},   {Keyword::months_few, ast::TimeUnit::month},
    {Keyword::month, ast::TimeUnit::month},    {Keyword::years, ast::TimeUnit::year},
    {Keyword::years_few, ast::TimeUnit::year}, {Keyword::year, ast::TimeUnit::year},
};
inline constexpr Spelt<ast::Rank> ranks[] = {
    {Keyword::programme, ast::Rank::programme},
    {Keyword::decree, ast::Rank::decree},
    {Keyword::statute, ast::Rank::statute},
    {Keyword::constitution, ast::Rank::constitution},
};
// person VERB office
inline constexpr Spelt<ast::Verb> person_verbs[] = {
    {Keyword::takes, ast::Verb::takes},
    {Keyword::leaves, ast::Verb::leaves},
    {Keyword::holds, ast::Verb::holds},
    {Keyword::exercises, ast::Verb::exercises},
    {Keyword::acts_as, ast::Verb::acts_as},
    {Keyword::is_held_over_as, ast::Verb::is_held_over_as},
    {Keyword::withdraws_from, ast::Verb::withdraws},
    {Keyword::sits_in, ast::Verb::sits_in},
};
// actor VERB person 'for' (or 'as') office
inline constexpr Spelt<ast::Verb> verbs_for[] = {
    {Keyword::presents, ast::Verb::presents},       {Keyword::nominates, ast::Verb::nominates},
    {Keyword::consents_to, ast::Verb::consents_to}, {Keyword::refuses, ast::Verb::refuses},
    {Keyword::votes_on, ast::Verb::votes_on},
};
inline constexpr Spelt<ast::Verb> verbs_as[] = {
    {Keyword::appoints, ast::Verb::appoints},
    {Keyword::elects, ast::Verb::elects},
    {Keyword::designates, ast::Verb::designates},
};
// actor VERB office, body or people
inline constexpr Spelt<ast::Verb> actor_verbs[] = {
    {Keyword::removes, ast::Verb::removes},
    {Keyword::requests_removal_of, ast::Verb::requests_removal_of},
    {Keyword::consents_to_removal_of, ast::Verb::consents_to_removal_of},
    {Keyword::expresses_no_confidence_in, ast::Verb::expresses_no_confidence_in},
    {Keyword::reports_to, ast::Verb::reports_to},
    {Keyword::approves_report_of, ast::Verb::approves_report_of},
    {Keyword::refuses_report_of, ast::Verb::refuses_report_of},
    {Keyword::consults, ast::Verb::consults},
    {Keyword::dissolves, ast::Verb::dissolves},
};
// office VERB
inline constexpr Spelt<ast::Verb> bare_verbs[] = {
    {Keyword::dies, ast::Verb::dies},
    {Keyword::resigns, ast::Verb::resigns},
};
// actor 'must' VERB office or body
inline constexpr Spelt<ast::Verb> duty_verbs[] = {
    {Keyword::must_remove, ast::Verb::removes},   {Keyword::must_report_to, ast::Verb::reports_to},
    {Keyword::must_vote_on, ast::Verb::votes_on}, {Keyword::must_designate, ast::Verb::designates},
    {Keyword::must_appoint, ast::Verb::appoints},
};
// ref …, without further words
inline constexpr Spelt<ast::ExprKind> conditions[] = {
    {Keyword::is_constituted, ast::ExprKind::constituted},
    {Keyword::is_vacant, ast::ExprKind::vacant},
    {Keyword::is_held_under_earlier_law, ast::ExprKind::under_earlier_law},
    {Keyword::is_filled_by_election, ast::ExprKind::by_election},
    {Keyword::is_recognised_as_self_government, ast::ExprKind::recognised},
    {Keyword::is_exclusive, ast::ExprKind::exclusive},
    {Keyword::is_undetermined, ast::ExprKind::undetermined},
    {Keyword::is_dissolved, ast::ExprKind::dissolved},
    {Keyword::is_newly_chosen, ast::ExprKind::chosen},
    {Keyword::occurs, ast::ExprKind::occurs},
};
inline constexpr Spelt<ast::VerdictWord> verdicts[] = {
    {Keyword::verdict_holds, ast::VerdictWord::holds},
    {Keyword::verdict_violated, ast::VerdictWord::violated},
    {Keyword::verdict_possible, ast::VerdictWord::possible},
    {Keyword::verdict_impossible, ast::VerdictWord::impossible},
    {Keyword::verdict_fails_in_substance, ast::VerdictWord::fails_in_substance},
    {Keyword::verdict_depends, ast::VerdictWord::depends},
    {Keyword::verdict_vacuous, ast::VerdictWord::vacuous},
    {Keyword::verdict_undecided, ast::VerdictWord::undecided},
    {Keyword::verdict_not_modelled, ast::VerdictWord::not_modelled},
    {Keyword::verdict_not_applicable, ast::VerdictWord::not_applicable},
};
inline constexpr Spelt<ast::Form::Subject> rank_subjects[] = {
    {Keyword::dissolution_of, ast::Form::Subject::dissolution},
    {Keyword::way_into, ast::Form::Subject::way},
    {Keyword::removal_from, ast::Form::Subject::removal},
    {Keyword::consultation_on, ast::Form::Subject::consultation},
    {Keyword::requirement_for, ast::Form::Subject::requirement},
    {Keyword::bar_to, ast::Form::Subject::bar},
    {Keyword::power_over, ast::Form::Subject::power},
};
inline constexpr Spelt<ast::ParameterKind> parameter_kinds[] = {
    {Keyword::time, ast::ParameterKind::time},
    {Keyword::share, ast::ParameterKind::share},
    {Keyword::number, ast::ParameterKind::number},
};

// Returns: the keyword that prints the value: its first row. nullptr if the table has none.
template <class Value, std::size_t Size>
constexpr Keyword const *keyword_for(Spelt<Value> const (&table)[Size], Value value) {
    for (auto const &row : table)
        if (row.value == value) return &row.keyword;
    return nullptr;
}

} // namespace mandate::dsl
