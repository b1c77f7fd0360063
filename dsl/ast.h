#pragma once
// Abstract syntax tree: what the parser saw. Names are text; `id` fields are -1 until resolve fills
// them. The comment over each node is its concrete syntax in English keywords; `?` optional, `*`
// repeated. White space and line ends mean nothing; `//` starts a comment.
//
//   tag      := ('@' NAME)? citation*                       both parts optional, before or just
//   after a `{` citation := '[' RULE_ID (',' RULE_ID)* STRING? mark? ']' mark     := 'sourced' |
//   'reported' | 'practice' | 'inferred' | 'unverified' | 'silent' | 'not sourced'
#include "base/source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mandate::dsl::ast {

struct Name {
    std::string text;
    Span span;
};

enum class Mark { sourced, reported, practice, inferred, unverified, silent, not_sourced };

struct Citation {
    std::vector<Name> rules;
    std::optional<std::string> place; // article or point, only where its text was read
    std::optional<Mark> mark;
    Span span;
};

struct Tag {
    std::optional<Name> name;
    std::vector<Citation> citations;
};

// unit := VARIABLE | LEVEL 'of' unit | LEVEL           (a bare level: the unit of that level at
// hand)
struct Unit {
    Name name;
    std::vector<Unit> of; // empty or one
};

// ref := 'superior' ('of' ref)? | 'self' | 'the law' | 'people of' unit | 'college of' unit |
// 'anyone'
//      | NAME ('of' unit)?                               office, body or authority
enum class RefKind { named, superior, self, law, people, college, anyone };
struct Ref {
    RefKind kind = RefKind::named;
    Name name;              // the span covers the word(s) also for the kinds without a name
    std::vector<Unit> unit; // empty or one
    std::vector<Ref> of;    // superior of …; empty or one
    Span span;
};

// duration := NUMBER ('day'|'days'|'week'|'weeks'|'month'|'months'|'year'|'years') | PARAMETER
enum class TimeUnit { day, week, month, year };
enum class ParameterKind { time, share, number };
struct Duration {
    std::int64_t count = 0;
    TimeUnit unit = TimeUnit::day;
    std::optional<Name> parameter; // as a value of a choice it may be a share or a number, too
    ParameterKind wanted = ParameterKind::time;
    Span span;
};

struct Date {
    int year = 0, month = 0, day = 0;
    Span span;
};

struct Expr;

// binder := NAME ':' (LEVEL (',' LEVEL)* | 'person') ('except' NAME (',' NAME)*)? ('where' expr)?
// `of u: oblast, raion except city_district`, `for every r: raion where not city_district, p:
// person`
struct Binder {
    Name variable;
    bool person = false;
    std::vector<Name> levels;
    std::vector<Name> except; // kinds
    std::vector<Expr> where;  // empty or one
    Span span;
};

// ---- formulas
// ------------------------------------------------------------------------------------- Precedence,
// loosest first: implies, or, and, since, not/once/previously, `within D` after an operand.
//   expr    := or_expr ('implies' expr)?
//   or_expr := and_expr ('or' and_expr)*          and_expr := since ('and' since)*
//   since   := unary ('since' unary)?
//   unary   := 'not' unary | 'once' unary | 'previously' unary | 'for every' binder (',' binder)*
//   ':' expr
//            | 'for some' binder (',' binder)* ':' expr | primary ('within the last' duration)?
//   primary := '(' expr ')' | 'true' | 'false' | atom
enum class Verb { // subject VERB person 'to'/'as'/'from' office …; see Atom
    takes,
    leaves,
    holds,
    exercises,
    acts_as,
    is_held_over_as, // person VERB office
    appoints,
    presents,
    nominates,
    elects,
    consents_to,
    refuses, // actor VERB person 'for' office
    removes,
    requests_removal_of,
    consents_to_removal_of,
    expresses_no_confidence_in, // actor VERB office
    reports_to,
    approves_report_of,
    refuses_report_of, // actor/office VERB office/body
    consults,
    agrees_to,
    designates,
    dissolves, // actor VERB …
    votes_on,  // body 'votes on' person 'for' office
    dies,
    resigns,   // 'holder of' office VERB: `akim of v dies`
    withdraws, // person 'withdraws from' office
    sits_in    // person 'sits in' college
};
enum class ExprKind {
    constant, // 'true' 'false'
    negation,
    conjunction,
    disjunction,
    implication,
    every,
    some, // binders, one operand
    once,
    previously,
    since,
    within_last,  // operand 'within the last' duration: it held at some moment of that time
    person_is,    // VAR 'is' ATTR | VAR 'has' ATTR                         (name = attribute)
    person_value, // ATTR 'of' VAR '=' VALUE                                (name, value)
    person_age,   // VAR 'is at least' NUMBER 'years old'
    person_lives, // VAR 'lives in' unit
    unit_kind,    // VAR 'is' KIND | KIND                                   (bare: the unit at hand)
    unit_level,   // VAR 'is of level' LEVEL
    unit_inside,  // VAR 'is inside' unit
    same,         // VAR 'is the same as' VAR
    listed,       // LIST '(' unit ')'
    exists,       // 'there is' ref
    constituted,  // ref 'is constituted'                                   a body that is in being
    vacant,       // ref 'is vacant'
    under_earlier_law, // ref 'is held under earlier law'
    by_election, // ref 'is filled by election'                            the way in of the present
                 // holder
    recognised,  // ref 'is recognised as self-government'                 by a rule of statute or
                 // higher rank
    exclusive,   // COMPETENCE 'of' unit 'is exclusive'                    its own, and no outsider
                 // may cancel its acts
    undetermined, // COMPETENCE 'of' unit 'is undetermined'              nor of the state
    responsible,  // 'responsibility for' COMPETENCE 'of' unit 'is to' ref
    verb,         // see Verb; refs in order; person names in `person`
    dissolved,    // ref 'is dissolved'                                     the step in which it
                  // happens
    chosen,   // ref 'is newly chosen'                                  the step in which it happens
    happens,  // NAME '@' NAME 'happens'                                the step is an act of that
              // clause
    occurs,   // NAME ('of' unit)? 'occurs'                             the event, in this step
    compare,  // count comparison number;  count := NAME 'of' ref | 'no confidence votes in' ref
              //       ('within one term of the' BODY)? | 'requests for removal of' ref
              //       | 'candidates for' ref | 'participants' (in a consultation)
              //       | 'members present in' ref | 'votes in favour in' ref   in the vote of this
              //       step; also compared with fraction 'of' base
    tally,    // 'bloc' NAME 'votes against' | 'bloc' NAME 'votes for'  in the vote of this step
    breached, // '@' NAME 'is breached' ('as to' unit)?
    owed,     // '@' NAME 'is owed' ('as to' unit)?
    in_manner,  // ref 'is filled under' NAME '@' NAME                    way in of the present
                // holder
    on_or_after // 'on or after' DATE                                   the day, in a chain of
                // regimes
};
enum class Comparison { less, at_most, equal, at_least, more, differs };
enum class Count { // what a compare counts
    record,
    no_confidence_votes, // within one term of the body `name`, if any
    removal_requests,
    candidates,
    participants,
    members_present,
    votes_in_favour
};
enum class Base { votes_cast, those_present, seats_held, all_seats, voters };
struct Fraction {
    std::int64_t numerator = 1, denominator = 2;
};

struct Expr {
    ExprKind kind = ExprKind::constant;
    bool truth = false; // constant
    std::vector<Expr> operands;
    std::vector<Binder> binders; // every, some
    std::optional<Name> subject; // person or unit variable; 'someone' for any person
    std::optional<Name> name;    // attribute, kind, level, list, event, record, bloc, instrument
    std::optional<Name> value;   // enumeration value; clause name after '@'
    std::vector<Unit> unit;
    std::vector<Ref> refs;
    Verb verb = Verb::takes;
    bool for_that_appointment = false; // … 'for that appointment'
    Count count =
        Count::record; // compare: record: `name` of refs[0]; refs may be empty: the office at hand
    Comparison comparison = Comparison::at_least;
    std::int64_t number = 0;
    std::optional<Fraction> share; // instead of the number: of `base`
    Base base = Base::all_seats;
    std::optional<Duration> duration;
    std::optional<Date> date; // on_or_after
    bool against = false;     // tally
    Span span;
};

// ---- values
// ---------------------------------------------------------------------------------------
enum class Majority { simple, fraction, plurality, unanimity };
enum class Word { // values that are words
    nothing,
    vacates,
    stays_until_successor, // on expiry, loss of a requirement
    fails,
    repeat_vote,
    new_election, // on tie
    yes,
    no,
    blocks, // no answer means
    lapse,
    inherited,
    renewed, // pending matters
    void_,
    no_effect,
    go_on,  // if omitted, withdrawal
    extend, // withdrawal
    stay,
    end,
    act,
    need_consent,
    follow, // transition
    nobody,
    any_number,
    no_limit,
    new_holder,
    new_body,
    new_year,
    approval, // record resets
    refused_report,
    same_report,
    refused_consent,
    no_confidence,
    missed_report,     // record counts
    counts_as_refusal, // if missing (a report)
    state,
    self_government,
    undetermined // competence
};
struct Threshold { // 'majority' | fraction 'of' base | 'plurality' | 'unanimity'
    Majority majority = Majority::simple;
    Fraction fraction;
};

struct Clause;
struct Requirement;

// Everything that a clause may leave unsettled.
struct Value {
    std::variant<std::monostate, std::int64_t, Fraction, Threshold, Base, Word, Duration, Ref,
                 std::vector<Word>, Date>
        content;
    std::vector<Requirement> requirements; // a candidate must unsettled { … }
    std::vector<Clause> clauses; // unsettled whole clauses; empty braces `{ }` say "no clause"
    enum class Reading { unmarked, open, closed } reading = Reading::unmarked;
    std::optional<Name> version; // by version { ru: … }
    Span span;
};

// choice := value | 'unsettled' ('for each' VAR)? ('by version')? '{' value (',' value)* '}' ('in
// fact decided by' ref)?
struct Choice {
    bool unsettled = false;
    std::optional<Name> for_each;
    bool by_version = false;
    std::vector<Value> values; // one if settled
    std::optional<Ref> decided_by;
    Tag tag; // may stand behind the closing brace
    Span span;
};

// ---- clauses
// --------------------------------------------------------------------------------------
// requirement := 'nothing' | 'not' requirement | 'be' ATTR | 'have' ATTR (',' ATTR)* | 'be at
// least' NUMBER 'years old'
//              | 'live in' unit | 'have been removed from' OFFICE ('within the last' duration)?
//              | 'satisfy' '(' expr ')'                  (the candidate is `candidate` in expr)
struct Requirement {
    bool negated = false;
    enum class Kind { nothing, attributes, age, lives, removed, formula } kind = Kind::nothing;
    std::vector<Name> attributes;
    std::int64_t years = 0;
    std::vector<Unit> unit;
    std::optional<Name> office;     // removed
    std::optional<Duration> within; // removed: so long ago at most
    std::vector<Expr> formula;
    Tag tag;
    Span span;
};

// 'a candidate must' req+ | 'a holder must' req+ | 'an elector must' req+        req+ separated by
// ',' or only by tags
struct Must {
    enum class Who { candidate, holder, elector } who = Who::candidate;
    std::vector<Requirement> requirements;
    std::optional<Choice> choice; // 'a candidate must unsettled { … }'
};
struct OnLoss {
    Choice what;
}; // 'on loss of a requirement:' choice
struct Term {
    Choice length;
};                // 'term' (duration | 'none' | unsettled {…}); Word::no_limit for 'none'
struct OnExpiry { // 'on expiry:' choice ('{' 'at most' choice(duration) '}')?
    Choice what;
    std::optional<Choice> limit; // of staying until a successor
    Tag limit_tag;
};
struct Vote {                     // shared by consent, election, no confidence, report, dissolution
    std::optional<Choice> quorum; // 'quorum' choice 'of' base
    std::optional<Base> quorum_base;
    std::optional<Choice> threshold; // 'carried by' choice ('of' choice-of-base)?
    std::optional<Choice> base;
    std::optional<Choice> on_tie; // 'on tie:' choice
    Tag quorum_tag, threshold_tag, tie_tag;
};
struct Consultation { // 'after consultation with' ref ('and' ref)* tag block?
    std::vector<Ref> with;
    std::optional<Ref> form_by;       // 'form chosen by' ref 'each time'
    std::optional<Choice> if_omitted; // 'if omitted:' choice
    Tag tag, form_tag, omitted_tag;
};
struct Consent { // 'consent of' ref block? | 'agreement of' ref block?
    bool agreement = false;
    Ref by;
    Vote vote;
    std::optional<Choice> no_answer; // 'no answer means' choice ('within' duration)?
    std::optional<Duration> no_answer_within;
    std::optional<Choice> refusals;    // 'at most' choice 'refusals'
    std::optional<Choice> same_person; // 'same person again:' choice
    Tag tag, no_answer_tag, refusals_tag, same_person_tag;
    Span span;
};
struct Nomination {         // 'presented by' 'only'? ref | 'candidates presented by' 'only'? ref
    bool nominated = false; // 'nominated by' 'only'? ref ('with signatures of at least' percent
                            // 'of' base 'of' unit)?
    bool only = false;
    Ref by;
    std::optional<Choice> signatures; // Fraction
    std::vector<Unit> signatures_of;
    Tag tag;
    Span span;
};
struct Bloc { // 'bloc' NAME ':' 'lives in' unit | 'bloc' NAME
    Name name;
    std::vector<Unit> lives_in;
    Tag tag;
};
struct Way { // 'appointment by' ref where? tag '{' part* '}' | 'election by' …
    bool election = false;
    Ref by;
    std::vector<Expr> where;
    std::vector<Nomination> nominations;
    std::vector<Consent> consents;
    std::vector<Consultation> consultations;
    std::optional<Choice> candidates; // 'candidates at least' choice tag
    std::optional<Choice>
        withdrawal; // 'withdrawal:' choice tag       below the minimum: {void, go on, extend}
    Vote vote;
    std::optional<Choice> rounds; // 'at most' choice 'rounds'
    bool against_all = false;     // 'against all'
    std::optional<Ref> called_by; // 'called by' ref ('at least' duration 'before the term ends')?
    std::optional<Duration> called_before;
    std::optional<Duration> takes_after; // 'takes office after' duration
    std::optional<Choice> term;          // 'term' inside one way in
    std::vector<Must> musts;
    std::vector<Bloc> blocs;
    Tag candidates_tag, withdrawal_tag, rounds_tag, against_tag, called_tag, takes_tag, term_tag;
};
// 'may be removed by' ref …, 'must be removed by' ref 'after' expr ('within' duration)?, 'removal
// only by' ref
struct Removal {
    enum class Mode { may, must, only } mode = Mode::may;
    Ref by;
    bool at_discretion = false; // 'at discretion'
    std::optional<Choice>
        grounds; // 'only on grounds' … : settled: Value.content monostate, see ground
    std::vector<Expr> ground; // 'only on grounds' '(' expr ')'
    std::vector<Expr> where;
    std::vector<Expr> after; // must … 'after' '(' expr ')'
    std::optional<Duration> within;
    std::vector<Consent> consents; // in the block, each on a line of its own
    std::vector<Consultation> consultations;
};
struct Ends { // 'ends when a newly elected' OFFICE 'takes office' block? | 'ends when' '(' expr ')'
              // block?
    std::optional<Name> new_holder_of;
    std::vector<Expr> when;
    std::optional<Choice>
        then; // in the block: 'stays until successor' or 'vacates' or unsettled {…}
};
struct Acting { // 'acting holder designated by' choice block?
    Choice by;
    std::optional<Choice> limit;  // 'at most' choice(duration)
    std::optional<Choice> powers; // 'powers' choice
    Tag limit_tag, powers_tag;
};
struct Resignation {
    std::vector<Ref> accepted_by;
}; // 'resignation' ('accepted by' ref)?

// 'unsettled' … '{' '{' clause* '}' (',' '{' clause* '}')* '}'     whole clauses left open
struct UnsettledClauses {
    Choice choice;
};

// 'office' NAME binder-tail where? tag '{' office-clause* '}'
struct OfficeBlock {
    Name office;
    std::optional<Binder> of;
    std::vector<Expr> where;
    std::vector<Clause> clauses;
};
// body block: 'body' NAME binder-tail where? tag '{' body-clause* '}'
struct BodyBlock {
    Name body;
    std::optional<Binder> of;
    std::vector<Expr> where;
    std::vector<Clause> clauses;
};
struct Seats {
    Choice number;
    std::optional<Choice> up_to;
}; // 'seats' (NUMBER | NUMBER 'to' NUMBER | 'unknown' | unsettled)
struct ElectedBy {
    Ref by;
    std::optional<Ref> called_by;
};                   // 'elected by people of u' ('called by' ref)?
struct Dissolution { // 'dissolved by' ref 'at discretion'? 'only on grounds' (…)? block? |
                     // 'dissolves itself' block?
    bool itself = false;
    Ref by;
    bool at_discretion = false;
    std::vector<Expr> ground;
    std::vector<Consultation> consultations;
    Vote vote;
};
struct ReElected {
    Duration within;
    Ref by;
}; // 're-elected within' duration 'by' ref
struct PendingMatters {
    Choice what;
}; // 'pending matters:' choice

// 'college of' binder tag '{' 'chosen at gatherings of' ref tag | 'size' choice tag | 'an elector
// must' … | vote parts '}'
struct College {
    Binder of;
    std::optional<Ref> gatherings_of;
    std::optional<Choice> size;
    std::vector<Must> musts;
    Vote vote;
    Tag gatherings_tag, size_tag;
};
struct ListClause { // 'list' NAME 'of' binder 'fixed by' ref ('with agreement of' ref)? 'once'?
    Name name;
    Binder of;
    Ref by;
    std::vector<Ref> agreement;
    bool once = false;
};
struct Record { // 'record' NAME 'of' ref-with-binder '{' 'counts' choice | 'resets on any of' '{'
                // words '}' | 'resets on' choice '}'
    Name name;
    Name office;
    std::optional<Binder> of;
    std::optional<Choice> counts;
    std::optional<Choice> resets; // Value holds vector<Word>
    Tag counts_tag, resets_tag;
};
struct ReportAct { // 'report of' NAME 'to' ref binder? ',' 'yearly' block: votes on it
    Name office; // written: act NAME 'of' OFFICE 'of' u 'to' ref 'for' binder ',' 'yearly' '{' vote
                 // parts '}'
    Name name;
    Binder of;
    Ref to;
    bool yearly = false;
    bool decided_by_vote = true;
    Vote vote;
    std::optional<Choice> if_missing; // 'if missing:' choice {nothing, counts as refusal}
    Tag missing_tag;
};
struct NoConfidence { // 'no confidence by' ref 'in' OFFICE 'of' binder block
    Ref by;
    Name office;
    Binder of;
    std::vector<Expr> after;            // 'after' '(' expr ')'  or  'after' RECORD '>=' N
    std::optional<Choice> initiated_by; // 'initiated by' fraction 'of all seats'
    Vote vote;
    std::optional<Ref> request_to; // 'then may request removal by' ref
    std::optional<Choice> again;   // 'again after' duration: since the request before; else once
    Tag after_tag, initiated_tag, request_tag;
};
struct Duty { // 'for' binder ':' ref 'must' act ('after' '(' expr ')')? ('within' duration)?
    Binder of;
    Ref actor;
    Verb verb = Verb::removes; // removes, reports_to, votes_on, designates, appoints
    Ref object;
    std::vector<Expr> after;
    std::optional<Duration> within;
};
struct Competence { // 'competence' NAME 'of' binder 'is' choice ('cancelled by' ref)?
    Name name;
    Binder of;
    Choice nature;                   // state, self_government, undetermined
    std::optional<Ref> cancelled_by; // an outside actor may cancel or suspend its acts
};
// 'responsibility for' COMPETENCE 'of' binder 'to' choice ('and' choice)*      (no act)
struct Responsibility {
    Name competence;
    Binder of;
    std::vector<Choice> to; // all of them
};
struct Manner { // 'manner of' OFFICE 'of' binder 'determined by' ref 'by' rank
    Name office;
    Binder of;
    Ref by;
    Name rank;
};
struct Transition { // 'incumbents of' OFFICE 'of' binder choice
    enum class Matter : std::uint8_t {
        incumbents,
        procedures,
        terms,
        records
    } matter = Matter::incumbents;
    Name office; // of terms: or a body
    Binder of;
    Choice what;
};
struct Repeals {
    Name instrument;
    std::optional<Name> clause;
}; // 'repeals' NAME ('@' NAME)?
struct Displaces {
    Name instrument;
    Name clause;
    std::vector<Expr> where;
}; // 'displaces' NAME '@' NAME ('where' expr)?
struct Under {
    Name instrument;
    Name clause;
}; // 'under' NAME '@' NAME
struct Version {
    Date from;
    std::vector<Clause> clauses;
}; // 'version from' DATE '{' clause* '}'
struct ForUnits {
    Binder of;
    std::vector<Clause> clauses;
};              // 'for' binder '{' clause* '}'
struct Status { // 'recognises' ref 'as' competence-word      (legal status, no act)
    Ref who;
    std::optional<Binder> of;
    Word as = Word::self_government;
};

struct Clause {
    std::variant<std::monostate, Must, OnLoss, Term, OnExpiry, Way, Removal, Ends, Acting,
                 Resignation, UnsettledClauses, OfficeBlock, BodyBlock, Seats, ElectedBy,
                 Dissolution, ReElected, PendingMatters, Bloc, College, ListClause, Record,
                 ReportAct, Consultation, NoConfidence, Duty, Competence, Responsibility, Manner,
                 Transition, Repeals, Displaces, Under, Version, ForUnits, Status>
        node;
    Tag tag;
    Span span;
};

// ---- declarations
// ---------------------------------------------------------------------------------
struct Use {
    std::string path;
    Span span;
}; // 'use' STRING
// 'level' NAME ('in' NAME)? ('or in same level')? ('{' 'kinds' kind (',' kind)* '}')?    kind :=
// NAME ('in' KIND ('or' KIND)*)?
struct Kind {
    Name name;
    std::vector<Name> in;
};
struct Level {
    Name name;
    std::optional<Name> in;
    bool same_level = false;
    std::vector<Kind> kinds;
};
// 'person' '{' item* '}'; item := 'changing'? (NAME | NAME ':' '{' NAME (',' NAME)* '}' | 'born' |
// 'lives in' LEVEL ('or' LEVEL)*)
struct Attribute {
    enum class Kind { boolean, enumeration, born, lives_in } kind = Kind::boolean;
    bool changing = false;
    Name name;
    std::vector<Name> values; // of an enumeration; levels of lives_in
};
struct Person {
    std::vector<Attribute> attributes;
};
struct Authority {
    Name name;
}; // 'authority' NAME
struct OfficeDecl {
    Name name;
    std::optional<Binder> of;
    bool outside = false;
    std::optional<Name> corresponds = {}; // what another law calls it
}; // 'office' NAME ('of' binder)? 'filled outside'? ('corresponds to' OFFICE)?
struct BodyDecl {
    Name name;
    std::optional<Binder> of;
    bool outside = false;
    std::optional<Name> corresponds = {};
}; // 'body' NAME ('of' binder)? 'filled outside'? ('corresponds to' BODY)?
struct PeopleDecl {
    Binder of;
}; // 'people of' binder
struct SuperiorDecl {
    Name office;
    Binder of;
    Ref is;
}; // 'superior of' NAME 'of' binder '=' ref
struct EventDecl {
    Name name;
    std::optional<Binder> of;
}; // 'event' NAME ('of' binder)? 'may never come'

enum class Rank { programme, decree, statute, constitution };
struct Instrument {
    Name name;
    std::string title;
    std::optional<Rank> rank; // 'rank' word
    Span rank_span;
    std::optional<Ref> by;           // 'by' ref
    std::optional<Date> from, until; // 'in force from' DATE ('until' DATE)?
    std::optional<Name> starts_when; // 'starts when' EVENT
    std::vector<Clause> clauses;
};
struct RegimePart {
    Name instrument;
};
struct Regime { // 'regime' NAME STRING? '=' part ('+' part)* 'as of' DATE
    Name name;
    std::string title;
    std::vector<Name> parts;               // part := NAME ('choosing' OPTION (',' OPTION)*)?
    std::vector<std::vector<Name>> chosen; // parallel: of an amendment that leaves a choice
    std::optional<Date> as_of;
};
struct ChainLink {
    Name regime;
    std::optional<Date> on;
}; // 'then' NAME 'on' DATE
struct Chain {
    Name name;
    std::vector<ChainLink> links;
};                 // 'chain' NAME '=' NAME (',' 'then' NAME 'on' DATE)*
struct Parameter { // 'parameter' NAME ':' ('time' | 'share' | 'number') 'from' value ('to' value)?
    Name name;
    ParameterKind kind = ParameterKind::number;
    Value from;
    std::optional<Value> to;
};
struct Change { // 'add' clause | 'add beside' '@' NAME clause | 'replace' '@' NAME 'with' clause |
                // 'repeal' '@' NAME | 'alter' '@' NAME '{' part* '}'
    enum class Kind { add, add_beside, replace, repeal, alter, choose } kind = Kind::add;
    std::optional<Name> target;
    std::vector<Clause> clauses;
    Way parts; // alter: what comes into a way into office, or into a removal
    std::vector<std::pair<Name, std::vector<Change>>>
        options; // 'choose at least one of' '{' NAME ':' change* (';' …)* '}'
    Span span;
};
// Visits them in order, those inside a choice as well.
template <class Visit>
void each_change(std::vector<Change> const &changes, Visit const &visit) {
    for (auto const &change : changes) {
        visit(change);
        for (auto const &option : change.options) each_change(option.second, visit);
    }
}
struct Amendment { // 'amendment' NAME STRING 'to' NAME tag? '{' change* '}'
    Name name;
    std::string title;
    Name target;
    std::vector<Change> changes;
    std::vector<Instrument> enacted; // 'enact' instrument
};

enum class VerdictWord {
    holds,
    violated,
    possible,
    impossible,
    fails_in_substance,
    depends,
    vacuous,
    undecided,
    not_modelled,
    not_applicable
};
struct Given { // STRING '=' value-name: the answer to what a text leaves open
    Name question;
    Name answer;
};
struct Expect { // 'expect' VERDICT ('in' NAME (',' NAME)*)? ('when' given ('and' given)*)?
                // ('because' STRING)?
    VerdictWord verdict = VerdictWord::holds;
    std::vector<Name> regimes;
    std::vector<Given> given;
    std::string because;
    Span span;
};
// form := 'possible' expr | 'always' expr | 'never' expr | expr 'only after' expr | expr 'leads to'
// expr ('within' duration)?
//       | 'always possible' expr | ref 'can bring about' expr 'alone' | ref 'can prevent' expr
//       | ref 'have weight in filling' ref
//       | 'every' subject 'has' what 'at rank' rank 'or higher'      subject := 'dissolution of'
//       ref | 'way into' ref | 'removal from' ref
struct Form {
    enum class Kind {
        possible,
        always,
        never,
        only_after,
        leads_to,
        always_possible,
        can_bring_about,
        can_prevent,
        weight,
        rank,
        within
    } kind = Kind::always;
    std::vector<Expr> operands;
    std::vector<Name> regimes; // of `within`: the lower, the higher
    std::vector<Ref> refs;
    std::optional<Duration> within;
    std::vector<Ref> if_acts; // 'if' ref 'acts'
    enum class Subject {
        dissolution,
        way,
        removal,
        consultation,
        requirement,
        bar,
        power
    } subject = Subject::way;
    bool basis = false, grounds = false, procedure = false;
    Rank rank = Rank::statute;
    Span span;
};
struct Property { // 'property' NAME STRING tag (('for every' | 'for some') binders ':')? form
                  // ('assume' expr)* ('including incumbents')? ('starting from' expr)? ('in'
                  // regimes)? expect*
    Name name;
    std::string title;
    bool for_some = false; // 'for some' goes with `possible`, 'for every' with the other forms
    bool guaranteed =
        false; // 'guaranteed' before the form: under any reading, violated if one breaks it
    std::vector<Binder> binders;
    Form form;
    std::vector<Expr> assumptions;
    std::vector<Expr> starting_from;
    bool including_incumbents = false;
    std::vector<Ref> may_breach; // 'if' ref (',' ref)* 'may breach' their duties
    std::vector<Name> regimes;
    std::vector<Expect> expects;
};
struct Rule { // RULE_ID STRING ('in' STRING)? mark (',' mark)* ('no effect because' STRING)?
    Name id;
    std::string paraphrase;
    std::string place;
    std::vector<Mark> marks;
    std::optional<std::string> no_effect;
    Span span;
};
struct Sources {
    std::vector<Rule> rules;
}; // 'sources' '{' rule* '}'

struct Declaration {
    std::variant<std::monostate, Use, Level, Person, Authority, OfficeDecl, BodyDecl, PeopleDecl,
                 SuperiorDecl, EventDecl, Instrument, Regime, Chain, Parameter, Amendment, Property,
                 Sources>
        node;
    Tag tag;
    Span span;
};

struct File {
    SourceId source;
    std::vector<Declaration> declarations;
};

} // namespace mandate::dsl::ast
