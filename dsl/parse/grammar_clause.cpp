// What stands inside an instrument or an amendment.
#include "dsl/parse/grammar.h"

namespace mandate::dsl::grammar {

namespace {

// The rule's value is a clause; the attribute a node with its tag.
auto const into_clause = [](auto &context) {
    x3::_val(context).node = std::move(x3::_attr(context).node);
    session(context).append(x3::_val(context).tag, std::move(x3::_attr(context).tag));
};

struct Infinitive {
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).node.verb = x3::_attr(context);
    }
};

} // namespace

// ---- clauses
// --------------------------------------------------------------------------------------
MANDATE_RULE(on_loss, Tagged<ast::OnLoss>);
MANDATE_RULE(term, Tagged<ast::Term>);
MANDATE_RULE(on_expiry, Tagged<ast::OnExpiry>);
MANDATE_RULE(removal, Tagged<ast::Removal>);
MANDATE_RULE(ends, Tagged<ast::Ends>);
MANDATE_RULE(acting, Tagged<ast::Acting>);
MANDATE_RULE(resignation, Tagged<ast::Resignation>);
MANDATE_RULE(unsettled_clauses, Tagged<ast::UnsettledClauses>);
MANDATE_RULE(office_block, Tagged<ast::OfficeBlock>);
MANDATE_RULE(body_block, Tagged<ast::BodyBlock>);
MANDATE_RULE(seats, Tagged<ast::Seats>);
MANDATE_RULE(elected_by, Tagged<ast::ElectedBy>);
MANDATE_RULE(dissolution, Tagged<ast::Dissolution>);
MANDATE_RULE(re_elected, Tagged<ast::ReElected>);
MANDATE_RULE(pending, Tagged<ast::PendingMatters>);
MANDATE_RULE(college, Tagged<ast::College>);
MANDATE_RULE(list, Tagged<ast::ListClause>);
MANDATE_RULE(record, Tagged<ast::Record>);
MANDATE_RULE(report_act, Tagged<ast::ReportAct>);
MANDATE_RULE(no_confidence, Tagged<ast::NoConfidence>);
MANDATE_RULE(duty, Tagged<ast::Duty>);
MANDATE_RULE(placed_duty, Tagged<ast::Duty>);
MANDATE_RULE(competence, Tagged<ast::Competence>);
MANDATE_RULE(responsibility, Tagged<ast::Responsibility>);
MANDATE_RULE(manner, Tagged<ast::Manner>);
MANDATE_RULE(transition, Tagged<ast::Transition>);
MANDATE_RULE(repeals, Tagged<ast::Repeals>);
MANDATE_RULE(displaces, Tagged<ast::Displaces>);
MANDATE_RULE(under, Tagged<ast::Under>);
MANDATE_RULE(version, Tagged<ast::Version>);
MANDATE_RULE(for_units, Tagged<ast::ForUnits>);
MANDATE_RULE(for_clause, ast::Clause);
MANDATE_RULE(status, Tagged<ast::Status>);
MANDATE_RULE(clause_node, ast::Clause);

auto const on_loss_def = kw(Keyword::on_loss) > colon >
                         choice_of_words({W::vacates, W::stays_until_successor,
                                          W::nothing})[put<&ast::OnLoss::what>] > tags;
auto const term_def = kw(Keyword::term) > lasting()[put<&ast::Term::length>] > tags;
auto const on_expiry_def = kw(Keyword::on_expiry) > colon >
                           choice_of_words({W::vacates, W::stays_until_successor,
                                            W::nothing})[put<&ast::OnExpiry::what>] > tags
                           > -braced((kw(Keyword::at_most) >
                                      lasting()[put_once<&ast::OnExpiry::limit>("the time limit")] >
                                      tag[AddTag<&ast::OnExpiry::limit_tag>{}]) |
                                     block_tags) > tags;

auto const grounds = kw(Keyword::only_on_grounds) > mark("(");
auto const removal_def =
    (kw(Keyword::may_be_removed_by) |
     kw(Keyword::must_be_removed_by)[assign<&ast::Removal::mode>(ast::Removal::Mode::must)] |
     kw(Keyword::removal_only_by)[assign<&ast::Removal::mode>(ast::Removal::Mode::only)]) >
    ref[put<&ast::Removal::by>] >
    *(kw(Keyword::at_discretion)[assign<&ast::Removal::at_discretion>()] |
      (grounds > expr[put<&ast::Removal::ground>] > mark(")")) |
      (kw(Keyword::where) > expr[put<&ast::Removal::where>]) |
      (kw(Keyword::after) > expr[put<&ast::Removal::after>]) |
      (kw(Keyword::within) > duration[put_once<&ast::Removal::within>("the time limit")])) > tags
    > -braced(consent[put<&ast::Removal::consents>] |
              consultation[put<&ast::Removal::consultations>] |
              (kw(Keyword::within) > duration[put_once<&ast::Removal::within>("the time limit")]) |
              block_tags) > tags;

auto const ends_def =
    ((kw(Keyword::ends_when_newly_elected) > name[put<&ast::Ends::new_holder_of>] >
      kw(Keyword::takes_office)) |
     (kw(Keyword::ends_when) > expr[put<&ast::Ends::when>])) > tags >
    -braced(block_tags |
            choice_of_words({W::stays_until_successor,
                             W::vacates})[put_once<&ast::Ends::then>("what follows")]) > tags;

auto const acting_def =
    kw(Keyword::acting_holder_designated_by) >
    choice_of("who designates, or 'unsettled'", {Kind::ref},
              {W::nobody})[put<&ast::Acting::by>] > tags
    > -braced((kw(Keyword::at_most) > lasting()[put_once<&ast::Acting::limit>("the time limit")] >
               tag[AddTag<&ast::Acting::limit_tag>{}]) |
              (kw(Keyword::powers) >
               choice_of_words({W::nothing,
                                W::no_limit})[put_once<&ast::Acting::powers>("the powers")] >
               tag[AddTag<&ast::Acting::powers_tag>{}]) |
              block_tags) > tags;

auto const resignation_def = kw(Keyword::resignation) >
                             -(kw(Keyword::accepted_by) >
                               ref[put<&ast::Resignation::accepted_by>]) > tags;

auto const unsettled_clauses_def =
    &quiet[kw(Keyword::unsettled)] >
    choice_of("clauses in braces", {Kind::clauses})[put<&ast::UnsettledClauses::choice>] > tags;

auto const clause_block = [](auto const member) { return braced(clause[member] | block_tags); };
auto const office_block_def = kw(Keyword::office) > name[put<&ast::OfficeBlock::office>] >
                              of_place(put<&ast::OfficeBlock::of>) >
                              -(kw(Keyword::where) > expr[put<&ast::OfficeBlock::where>]) > tags >
                              clause_block(put<&ast::OfficeBlock::clauses>) > tags;
auto const body_block_def = kw(Keyword::body) > name[put<&ast::BodyBlock::body>] >
                            of_place(put<&ast::BodyBlock::of>) >
                            -(kw(Keyword::where) > expr[put<&ast::BodyBlock::where>]) > tags >
                            clause_block(put<&ast::BodyBlock::clauses>) > tags;

auto const seats_def = kw(Keyword::seats) >
                       counted_choice({W::any_number})[put<&ast::Seats::number>] >
                       -(kw(Keyword::to) > counted_choice({})[put<&ast::Seats::up_to>]) > tags;
auto const elected_by_def = kw(Keyword::elected_by) > ref[put<&ast::ElectedBy::by>] >
                            -(kw(Keyword::called_by) > ref[put<&ast::ElectedBy::called_by>]) > tags;

auto const
    dissolution_def = ((kw(Keyword::dissolved_by) > ref[put<&ast::Dissolution::by>]) |
                       kw(Keyword::dissolves_itself)[assign<&ast::Dissolution::itself>()]) >
                      *(kw(Keyword::at_discretion)[assign<&ast::Dissolution::at_discretion>()] |
                        (grounds > expr[put<&ast::Dissolution::ground>] > mark(")"))) >
                      *consultation[put<&ast::Dissolution::consultations>] > tags >
                      -braced(consultation[put<&ast::Dissolution::consultations>] |
                              vote_part[AddVote{}] | block_tags) > tags;

auto const re_elected_def = kw(Keyword::re_elected_within) >
                            duration[put<&ast::ReElected::within>] >
                            kw(Keyword::by) > ref[put<&ast::ReElected::by>] > tags;
auto const pending_def = kw(Keyword::pending_matters) > colon >
                         choice_of_words({W::lapse, W::inherited,
                                          W::renewed})[put<&ast::PendingMatters::what>] > tags;

auto const college_def =
    kw(Keyword::college_of) > place[put<&ast::College::of>] > tags >
    braced((kw(Keyword::chosen_at_gatherings_of) >
            described("whose gatherings")[ref[put_once<&ast::College::gatherings_of>(
                "where it is chosen")]] > tag[AddTag<&ast::College::gatherings_tag>{}]) |
           (kw(Keyword::size) >
            counted_choice({W::any_number})[put_once<&ast::College::size>("the size")] >
            tag[AddTag<&ast::College::size_tag>{}]) |
           must[push_must] | vote_part[AddVote{}] | block_tags) > tags;

auto const list_def = kw(Keyword::list) > name[put<&ast::ListClause::name>] >
                      kw(Keyword::of) > place[put<&ast::ListClause::of>] >
                      kw(Keyword::fixed_by) > ref[put<&ast::ListClause::by>] >
                      -(kw(Keyword::with_agreement_of) > ref[put<&ast::ListClause::agreement>]) >
                      -kw(Keyword::once)[assign<&ast::ListClause::once>()] > tags;

auto const record_def =
    kw(Keyword::record) > name[put<&ast::Record::name>] >
    kw(Keyword::of) > name[put<&ast::Record::office>] > of_place(put<&ast::Record::of>) > tags >
    braced((kw(Keyword::counts) >
            choice_of_words({W::refused_report, W::same_report, W::refused_consent,
                             W::no_confidence,
                             W::missed_report})[put_once<&ast::Record::counts>("what is counted")] >
            tag[AddTag<&ast::Record::counts_tag>{}]) |
           ((kw(Keyword::resets_on_any_of) | kw(Keyword::resets_on)) >
            choice_of("new holder, new body, new year, approval or no confidence, or 'unsettled'",
                      {Kind::word_set},
                      {W::new_holder, W::new_body, W::new_year, W::approval, W::no_confidence,
                       W::nothing})[put_once<&ast::Record::resets>("what resets it")] >
            tag[AddTag<&ast::Record::resets_tag>{}]) |
           block_tags) > tags;

// `act report of akim of r to maslikhat of r for r: raion, yearly`: the levels stand behind 'for'
MANDATE_RULE(variable, ast::Binder);
auto const variable_def = name[put<&ast::Binder::variable>];
auto const report_act_def =
    kw(Keyword::act_named) > name[put<&ast::ReportAct::name>] >
    kw(Keyword::of) > name[put<&ast::ReportAct::office>] >
    -(kw(Keyword::of) > variable[put<&ast::ReportAct::of>]) >
    kw(Keyword::report_to) > ref[put<&ast::ReportAct::to>] >
    -(kw(Keyword::for_) > place[put<&ast::ReportAct::of>]) >
    -(-mark(",") >> kw(Keyword::yearly)[assign<&ast::ReportAct::yearly>()]) >
    -kw(Keyword::without_a_vote)[assign<&ast::ReportAct::decided_by_vote>(false)] > tags >
    -braced(
        vote_part[AddVote{}] |
        (kw(Keyword::if_missing) > colon >
         choice_of_words({W::nothing, W::counts_as_refusal})[put_once<&ast::ReportAct::if_missing>(
             "what follows a missing report")] > tag[AddTag<&ast::ReportAct::missing_tag>{}]) |
        block_tags) > tags;

auto const no_confidence_def =
    kw(Keyword::no_confidence_by) > ref[put<&ast::NoConfidence::by>] >
    kw(Keyword::no_confidence_in) > name[put<&ast::NoConfidence::office>] >
    of_place(put<&ast::NoConfidence::of>) > tags >
    -braced((kw(Keyword::after) > expr[put<&ast::NoConfidence::after>] >
             tag[AddTag<&ast::NoConfidence::after_tag>{}]) |
            (kw(Keyword::initiated_by) >
             choice_of("a share such as 1/5, or 'unsettled'",
                       {Kind::fraction, Kind::number, Kind::share_parameter})
                 [put_once<&ast::NoConfidence::initiated_by>("who initiates it")] >
             -(kw(Keyword::share_of) > kw(Keyword::all_seats)) >
             tag[AddTag<&ast::NoConfidence::initiated_tag>{}]) |
            vote_part[AddVote{}] |
            (kw(Keyword::then_may_request_removal_by) >
             ref[put_once<&ast::NoConfidence::request_to>("whom it asks")] >
             -(kw(Keyword::again_after) > lasting()[put<&ast::NoConfidence::again>]) >
             tag[AddTag<&ast::NoConfidence::request_tag>{}]) |
            block_tags) > tags;

auto const duty_end =
    *((kw(Keyword::after) > expr[put<&ast::Duty::after>]) |
      (kw(Keyword::within) > duration[put_once<&ast::Duty::within>("the time limit")])) > tags >
    -braced((kw(Keyword::within) > duration[put_once<&ast::Duty::within>("the time limit")]) |
            block_tags) > tags;
auto const duty_def = &quiet[ref >> kw(Keyword::must)] >> ref[put<&ast::Duty::actor>] >
                      kw(Keyword::must) >
                      one_of(duty_verbs)[Infinitive{}] > ref[put<&ast::Duty::object>] > duty_end;

// for BINDER: DUTY, or for BINDER { clauses }
auto const
    placed_duty_def = place[put<&ast::Duty::of>] >> mark(":") > ref[put<&ast::Duty::actor>] >
                      kw(Keyword::must) >
                      one_of(duty_verbs)[Infinitive{}] > ref[put<&ast::Duty::object>] > duty_end;
auto const for_units_def = place[put<&ast::ForUnits::of>] >> tags >>
                           clause_block(put<&ast::ForUnits::clauses>) > tags;
auto const for_clause_def = kw(Keyword::for_) > (placed_duty[into_clause] | for_units[into_clause]);

auto const competence_def = kw(Keyword::competence) > name[put<&ast::Competence::name>] >
                            of_place(put<&ast::Competence::of>) > kw(Keyword::competence_is) >
                            choice_of_words({W::state, W::self_government,
                                             W::undetermined})[put<&ast::Competence::nature>] >
                            -(kw(Keyword::cancelled_by) >
                              ref[put<&ast::Competence::cancelled_by>]) > tags;
auto const responsibility_def = kw(Keyword::responsibility_for) >
                                name[put<&ast::Responsibility::competence>] >
                                kw(Keyword::of) > place[put<&ast::Responsibility::of>] >
                                kw(Keyword::report_to) >
                                list_of(choice_of("to whom, or 'unsettled'",
                                                  {Kind::ref})[put<&ast::Responsibility::to>],
                                        kw(Keyword::and_)) > tags;
auto const manner_def = kw(Keyword::manner_of) > name[put<&ast::Manner::office>] >
                        of_place(put<&ast::Manner::of>) >
                        kw(Keyword::determined_by) > ref[put<&ast::Manner::by>] >
                        kw(Keyword::in_form_of) > rank_word[put<&ast::Manner::rank>] > tags;
// What a clause on one of these matters may say of it.
auto const on_matter = [](Keyword keyword, ast::Transition::Matter matter, std::vector<W> words) {
    return kw(keyword)[assign<&ast::Transition::matter>(matter)] >
           name[put<&ast::Transition::office>] > of_place(put<&ast::Transition::of>) >
           choice_of_words(std::move(words))[put<&ast::Transition::what>] > tags;
};
using Matter = ast::Transition::Matter;
auto const transition_def =
    on_matter(Keyword::incumbents_of, Matter::incumbents,
              {W::stay, W::end, W::act, W::need_consent}) |
    on_matter(Keyword::pending_procedures_for, Matter::procedures, {W::lapse, W::go_on}) |
    on_matter(Keyword::running_terms_of, Matter::terms, {W::go_on, W::follow}) |
    on_matter(Keyword::records_of, Matter::records, {W::lapse, W::go_on});
auto const repeals_def = kw(Keyword::repeals) > name[put<&ast::Repeals::instrument>] >
                         -(joined_at > any_word[put<&ast::Repeals::clause>]) > tags;
auto const displaces_def = kw(Keyword::displaces) > name[put<&ast::Displaces::instrument>] >
                           mark("@") > any_word[put<&ast::Displaces::clause>] >
                           -(kw(Keyword::where) > expr[put<&ast::Displaces::where>]) > tags;
auto const under_def = kw(Keyword::under) > name[put<&ast::Under::instrument>] >
                       mark("@") > any_word[put<&ast::Under::clause>] > tags;
auto const version_def = kw(Keyword::version_from) > date[put<&ast::Version::from>] > tags >
                         clause_block(put<&ast::Version::clauses>) > tags;
auto const status_def =
    kw(Keyword::recognises) > ref[put<&ast::Status::who>] >
    -(kw(Keyword::for_) > place[put<&ast::Status::of>]) > kw(Keyword::recognised_as) >
    choice_of_words({W::state, W::self_government, W::undetermined})[([](auto &context) {
        auto const &values = x3::_attr(context).values;
        if (!values.empty())
            if (auto const *word = std::get_if<ast::Word>(&values.front().content))
                x3::_val(context).node.as = *word;
    })] > tags;

auto const clause_node_def =
    must[into_clause] | on_loss[into_clause] | term[into_clause] | on_expiry[into_clause] |
    way[into_clause] | removal[into_clause] | ends[into_clause] | acting[into_clause] |
    consultation[([](auto &c) {
        auto &from = x3::_attr(c);
        x3::_val(c).tag = std::exchange(from.tag, {});
        x3::_val(c).node = std::move(from);
    })] |
    resignation[into_clause] | unsettled_clauses[into_clause] | office_block[into_clause] |
    body_block[into_clause] | seats[into_clause] | elected_by[into_clause] |
    dissolution[into_clause] | re_elected[into_clause] | pending[into_clause] | bloc[into_clause] |
    college[into_clause] | list[into_clause] | record[into_clause] | report_act[into_clause] |
    no_confidence[into_clause] |
    for_clause[([](auto &c) { x3::_val(c) = std::move(x3::_attr(c)); })] | competence[into_clause] |
    responsibility[into_clause] | manner[into_clause] | transition[into_clause] |
    repeals[into_clause] | displaces[into_clause] | under[into_clause] | version[into_clause] |
    status[into_clause] | duty[into_clause];
auto const clause_def = located[bounded[described(
    "a clause")[clause_node[([](auto &c) { x3::_val(c) = std::move(x3::_attr(c)); })]]]];
auto const clauses_def =
    items[clause[([](auto &c) { x3::_val(c).push_back(std::move(x3::_attr(c))); })]];

BOOST_SPIRIT_DEFINE(clause, clauses, on_loss, term, on_expiry, removal, ends, acting, resignation,
                    unsettled_clauses, office_block, body_block, seats, elected_by, dissolution,
                    re_elected, pending, college, list, record, variable, report_act, no_confidence,
                    duty, placed_duty, for_units, for_clause, competence, responsibility, manner,
                    transition, repeals, displaces, under, version, status, clause_node)

BOOST_SPIRIT_INSTANTIATE(clause_type, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(clauses_type, Iterator, Context)

} // namespace mandate::dsl::grammar
