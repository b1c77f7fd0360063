#pragma once
// Private to elaborate/: the state of writing one regime as a core, and the makers that its parts
// share.
#include "base/diagnostic.h"
#include "base/overloaded.h"
#include "compiler/consolidation.h"
#include "compiler/core.h"
#include "dsl/program.h"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace mandate::compiler {

namespace ast = dsl::ast;

// Largest number of seats and of votes that symbolic counts take; printed with the scope.
inline constexpr std::int64_t max_seats = dsl::most_seats;
// Refused reports and votes of no confidence are counted up to this number; more are not told
// apart.
inline constexpr std::int64_t most_counted = 3;

// What the status of an office may be.
namespace status {
inline constexpr int vacant = 0, held = 1, acting = 2, held_over = 3;
}

// What names mean at a place.
struct Environment {
    struct Variable {
        std::string name;
        ExprId expr;
        bool person = false;
        std::vector<LevelId> levels;
    };
    std::vector<Variable> variables;
    // The office at hand, for `superior` and bare kinds.
    std::string office;
    ExprId unit;
    LevelId level;
    ExprId candidate;

    Environment with(std::string name, ExprId expr, bool person,
                     std::vector<LevelId> levels) const {
        auto copy = *this;
        copy.variables.push_back({std::move(name), expr, person, std::move(levels)});
        return copy;
    }
};

// Who acts.
struct ActorRef {
    enum class Kind { office, body, authority, people, college, self, law } kind = Kind::law;
    std::string name; // key in events: "akim", "maslikhat", "people"
    ExprId unit;      // none if it has none
    LevelId level;
};

// By another clause, while that is in force.
struct Displacement {
    ast::Expr const *where = nullptr; // none: everywhere
    std::vector<ExprId> fixed;
    Periods periods = 1;
};

// A clause in force, with all that limits it.
struct Provision {
    ast::Clause const *clause = nullptr;
    ClauseId id;
    std::string instrument;
    int rank = 0;
    ast::Binder const *binder = nullptr;  // of the block it stands in
    std::vector<ast::Expr const *> where; // in the binder's variable
    std::vector<ExprId> fixed;            // readings and events
    Periods periods = 1;                  // in which of them it is in force
    std::vector<Displacement> displaced;  // not these
};

// Whether it fixes a length of time under some reading.
bool limits_time(ast::Choice const &length);
struct Way {
    Provision provision;
    ast::Way const *node = nullptr;
    int number = 0; // in `under` and `procedure`; 0 is earlier law
    std::string label;
    // What must be held first, by this clause or by one on the office that binds its rank. The
    // place in the list is that of the variable in `consulted`.
    struct Consultation {
        ast::Consultation const *node = nullptr;
        Provision provision; // that says so
        ClauseId clause;
    };
    std::vector<Consultation> consultations;
};

struct OfficeVars {
    std::string name;
    ast::OfficeDecl const *decl = nullptr;
    std::vector<LevelId> levels; // empty: one office, without a unit
    VarId status, holder, under, begun;
    VarId tenure,
        limited;    // days left, and whether a term was fixed; none if no clause gives a term
    VarId withdrew; // some candidate withdrew in this procedure; none if no text asks
    std::vector<VarId> answer_left; // parallel to `consented`: days for an answer; none if no text
                                    // gives a time
    VarId procedure, candidate, waiting, winner, refused, refusals, delay_to_office;
    VarId rounds;                      // votes without a result; none if no text limits them
    VarId acting_left, acting_limited; // the same of acting and of being held over
    VarId ended;                       // an end that is due on an event
    VarId outgoing; // what a change of law leaves to be done about the holder; of a chain only
    VarId no_confidence, initiated;
    VarId in_one_term; // of those votes: within one term of the body; shown where a text asks
    VarId requests, until_again;             // for removal; days until there may be another
    std::vector<VarId> consented, consulted; // by slot
    std::vector<VarId> removal_consented, removal_consulted;
    // What requirements ask: who was removed in this run; by a time in days, for how long each
    // person has not been, that time and a day at most.
    VarId removed;
    std::map<std::int64_t, VarId> since_removal;
    std::vector<std::pair<ActId, std::vector<ExprId>>> removals; // the acts, and of which unit
    std::vector<Provision> provisions;
    std::vector<Way> ways;
    bool elaborated = false;
};

struct BodyVars {
    std::string name;
    ast::BodyDecl const *decl = nullptr;
    std::vector<LevelId> levels;
    VarId constituted, held, seats;
    VarId mandate, overdue, reelection, pending_reelection;
    VarId limited; // whether a term was fixed; none if a clause fixes one for all
    std::vector<VarId> consulted;
    std::vector<Provision> provisions;
};

// A matter that a body may have pending: cleared or kept when the body is newly chosen.
struct PendingMatter {
    std::string body;
    std::string office;
    LevelId level;
    int way = 0;
    VarId flag; // consent slot; none for an election
    // The body's unit, given the unit of the office.
    std::function<ExprId(ExprId)> body_unit;
};

class Context {
public:
    Context(dsl::Program const &program, Core &core, DiagnosticSink &sink)
        : program_(program),
          core_(core),
          sink_(sink) {}

    bool run(std::string const &regime, std::vector<std::string> const &properties);

private:
    friend class Auditor; // reads what a run has gathered

    // ---- makers of expressions
    ExprId make(Expr expr);
    ExprId truth(bool value);
    ExprId number(std::int64_t value);
    ExprId bound(Binder const &binder);
    ExprId read(VarId var, std::vector<ExprId> arguments = {});
    bool constant(ExprId id, bool value) const;
    ExprId no(ExprId operand);
    ExprId all(std::vector<ExprId> operands);
    ExprId any(std::vector<ExprId> operands);
    ExprId implies(ExprId from, ExprId to);
    ExprId choose(ExprId condition, ExprId then, ExprId otherwise);
    ExprId equal(ExprId left, ExprId right);
    ExprId is(ExprId left, std::int64_t value) { return equal(left, number(value)); }
    ExprId less(ExprId left, ExprId right);
    ExprId at_most(ExprId left, ExprId right);
    ExprId plus(ExprId left, ExprId right);
    ExprId minus(ExprId left, ExprId right);
    ExprId times(std::int64_t factor, ExprId operand);
    ExprId minimum(ExprId left, ExprId right);
    ExprId one_more(ExprId counted); // up to most_counted
    ExprId quantify(Op op, Binder const &binder, ExprId body);
    ExprId ancestor(LevelId level, ExprId unit);
    ExprId present(ExprId unit);
    ExprId structure(Op op, ExprId unit, std::int64_t value);
    ExprId occurs(EventId event, std::vector<ExprId> arguments);
    ExprId previous(ExprId operand);
    ExprId input(Input which);
    Binder binder(std::string name, Sort sort, std::vector<LevelId> levels = {});

    // ---- tables
    LevelId level(std::string const &name) const;
    KindId kind(std::string const &name) const;
    VarId variable(Variable variable);
    VarId enumeration(std::string name, std::vector<Sort> parameters,
                      std::vector<std::vector<LevelId>> levels, std::vector<std::string> values,
                      Role role = Role::state);
    EventId event(std::string const &key, std::vector<Sort> parameters);
    EventId event_of(std::string const &verb, ActorRef const *actor, std::string const &object,
                     bool object_unit, bool person);
    ClauseId clause_id(std::string const &instrument, ast::Tag const &tag, Span span);
    // A part of a clause: as it is cited itself, else as the clause is.
    ClauseId part_of(ClauseId clause, ast::Tag const &tag, Span span);
    ClauseId general(std::string const &words);
    void not_encoded(Span span, std::string const &what);

    // ---- the regime (elaborate.cpp)
    void structure_and_persons();
    bool periods();
    bool gather();
    struct Place {
        std::string instrument;
        int rank = 0;
        std::vector<ExprId> fixed;
        Periods periods = 1;
        ast::Binder const *binder = nullptr;
        std::vector<ast::Expr const *> where;
        enum class In { text, alternative, units, office, body } in = In::text;
    };
    void stands_well(ast::Clause const &clause, Place::In in); // reports misplaced_clause
    void flatten(std::vector<ast::Clause> const &clauses, Place const &place);
    void flatten_one(ast::Clause const &clause, Place const &place);
    void collect(std::vector<ast::Clause> const &clauses, Place const &place, ast::Tag const &block,
                 std::vector<Provision> &into);
    void displace(Provision &provision, ast::Tag const &tag);
    Periods remaining(std::string const &instrument, ast::Tag const &tag, Periods of) const;

    struct OfficeAt {
        Binder binder; // the unit parameter; unused if the office has none
        ExprId unit;
        std::vector<ExprId> arguments;
        std::vector<Binder> parameters;
        Environment environment;
    };
    struct RecordVars;

    // ---- the law itself changes (commencement.cpp)
    struct Period {
        ast::Regime const *regime = nullptr;
        std::int64_t from = 0; // days since the start
    };
    Periods always() const {
        return static_cast<Periods>((std::uint64_t{1} << periods_.size()) - 1);
    }
    ExprId in_force(Periods periods);
    ExprId in_force(Provision const &provision); // its instrument, and under the readings it needs
    std::optional<Periods> in_force_when(ExprId condition) const;
    void declare_law();
    void changes_of_law();
    void incumbents(Act &act, OfficeVars &office, std::size_t to);
    void running_terms(Act &act, OfficeVars &office, std::size_t to);
    void running_terms(Act &act, BodyVars &body, std::size_t to);
    void pending_procedures(Act &act, OfficeVars &office, std::size_t to);
    void contradictory(std::size_t to);
    void records_kept(Act &act, std::string const &name, RecordVars &record, std::size_t to);
    void terms_follow(std::string const &of, OfficeAt const &here, std::size_t to, ClauseId by,
                      std::function<void(ClauseId, ExprId)> const &follow);
    struct Transitional { // what a clause says of a matter, and of which units
        ClauseId clause;
        ExprId condition;
        ast::Choice const *what;
        Environment inside;
    };
    std::vector<Transitional> transitional(ast::Transition::Matter matter, std::string const &of,
                                           OfficeAt const &here, std::size_t to);
    std::vector<std::pair<ClauseId, ExprId>> transitional(ast::Transition::Matter matter,
                                                          std::string const &of,
                                                          OfficeAt const &here, std::size_t to,
                                                          std::vector<ast::Word> const &words);
    ExprId left_open(ast::Transition::Matter matter, std::string const &of, OfficeAt const &here,
                     std::size_t to, std::string const &question,
                     std::vector<std::string> const &answers, int answer);
    ClauseId law_changes(std::size_t to);
    void outgoing(OfficeVars &office);
    bool begins(Provision const &provision, std::size_t to) const;
    bool lapses(Provision const &provision, std::size_t to) const;
    ExprId on_or_after(ast::Date const &date);
    void first_named(Periods periods);

    // Whether a clause applies to every unit of the levels that it speaks of, always.
    bool unlimited(Provision const &provision) const;
    void declare_offices();
    void declare_bodies();
    void declare_lists();
    ExprId unit_parameter_guard(ExprId unit, std::vector<LevelId> const &levels);
    ExprId applies(Provision const &provision, Environment &environment, ExprId unit,
                   LevelId level);
    bool speaks_of(Provision const &provision, LevelId level) const;
    std::vector<LevelId> levels_of(std::vector<ast::Name> const &names) const;
    ExprId office_exists(std::string const &office, ExprId unit);
    ExprId body_exists(std::string const &body, ExprId unit);

    // ---- names to meanings (formulas.cpp)
    ExprId unit(ast::Unit const &unit, Environment const &environment);
    std::vector<LevelId> unit_levels(ast::Unit const &unit, Environment const &environment);
    ActorRef actor(ast::Ref const &ref, Environment const &environment);
    // `superior` may be somebody who holds no office: says so.
    bool is_office(ActorRef const &actor, Span span);
    ExprId actor_present(ActorRef const &actor);
    std::string words(ActorRef const &actor);
    Actor performer(ActorRef const &actor);
    ExprId formula(ast::Expr const &expr, Environment const &environment);
    ExprId verb(ast::Expr const &expr, Environment const &environment);
    std::pair<Binder, Environment> bind(ast::Binder const &binder, Environment const &environment);
    ExprId binder_restriction(ast::Binder const &binder, Environment const &inside);
    ExprId requirement(ast::Requirement const &requirement, ExprId person,
                       Environment const &environment);
    ExprId removed_from(ast::Requirement const &r, ExprId person);
    // A number, or a parameter that is one; none: neither.
    std::optional<ExprId> whole(ast::Value const &value);
    // `count` is at least that share of `base`, or that number. What is neither asks for nothing.
    ExprId reaches(ast::Value const &value, ExprId base, ExprId count);
    // Of a parameter: the ends of its range.
    std::int64_t least_days(ast::Duration const &duration) const;
    std::int64_t most_days(ast::Duration const &duration) const;
    ExprId days_of(ast::Duration const &duration);
    ExprId length_of(ast::Value const &value); // in days; 0: no time is given

    // ---- what is left open (readings.cpp)
    void mark(VarId reading, ast::Choice const &choice); // which answers are open and closed
    ExprId reading(ast::Choice const &choice, ClauseId clause, std::string const &what,
                   Environment const &environment);
    ExprId implicit(ClauseId clause, std::string const &what,
                    std::vector<std::string> const &values);
    ExprId implicit_number(ClauseId clause, std::string const &what, std::int64_t low,
                           std::int64_t high);
    // The disjunction over the alternatives of: this reading, and what the value means.
    ExprId decide(ast::Choice const &choice, ClauseId clause, std::string const &what,
                  Environment const &environment,
                  std::function<ExprId(ast::Value const &)> const &meaning);
    ExprId decide_number(ast::Choice const &choice, ClauseId clause, std::string const &what,
                         Environment const &environment,
                         std::function<ExprId(ast::Value const &)> const &meaning);
    ExprId word_is(ast::Choice const &choice, ClauseId clause, std::string const &what,
                   Environment const &environment, ast::Word word);
    std::string words(ast::Value const &value) const;

    // ---- votes (votes.cpp)
    struct VoteConditions {
        ExprId passes, tie;
        ClauseId threshold_clause;
    };
    // The act becomes a vote of the body: with its tally, whatever comes out, and a quorum.
    VoteConditions vote(Act &act, ActorRef const &body, ast::Vote const &vote, ClauseId clause,
                        Environment const &environment, bool ballot);
    EventId vote_of(ActorRef const &body);
    // Counts of a vote. Voters at large are not counted: any number of them may come.
    struct Tally {
        ExprId yes, cast, present, held, seats;
        ExprId of(ast::Base base) const;
    };
    Tally tally(ActorRef const &body, Span span);
    // What a tie means; a repeated vote changes nothing.
    struct Tie {
        ClauseId clause;
        ExprId fails, anew;
    };
    Tie tie(ast::Vote const &vote, ClauseId clause, Environment const &environment,
            std::string const &anew);
    void blocs(ast::Way const *way, ActorRef const &body, Act &act, ClauseId clause);

    // ---- constructs
    void office(OfficeVars &office);
    void office_at(OfficeVars &office, LevelId level);
    void filled_outside(OfficeVars &office);
    void ways(OfficeVars &office, LevelId level);
    void appointment(OfficeVars &office, Way &way, LevelId level);
    void election(OfficeVars &office, Way &way, LevelId level);
    void nominations(OfficeVars &office, Way &way, LevelId level, bool ballot);
    std::vector<Way::Consultation> consultations_before(Way const &way, OfficeVars const &office);
    void consultations(OfficeVars &office, Way &way, LevelId level);
    void consents(OfficeVars &office, Way &way, LevelId level);
    void tenure(OfficeVars &office, LevelId level);
    void removals(OfficeVars &office, LevelId level);
    void remember_removals(OfficeVars &office);
    void acting_holders(OfficeVars &office, LevelId level);
    void facts(OfficeVars &office, LevelId level);
    void office_entry(OfficeVars &office);
    void body(BodyVars &body);
    void body_at(BodyVars &body, LevelId level);
    void body_entry(BodyVars &body);
    void lists();
    void records_and_reports();
    void count(Act &act, RecordVars const &record, std::vector<ExprId> arguments, ExprId value,
               ClauseId clause);
    ClauseId counting(RecordVars const &record);
    ExprId of_one_report(RecordVars const &record);
    // The count starts again with that: as the text says, else by a question of its own.
    ExprId starts_again(RecordVars const &record, ast::Word with, std::string const &words);
    void no_confidence();

    // ---- duties (duties.cpp)
    struct Owed { // what a clause owes
        Provision const *provision = nullptr;
        OfficeVars const *office = nullptr; // in whose block it stands, if in one
        ast::Binder const *binder = nullptr;
        ast::Ref const *actor = nullptr;
        ast::Verb verb = ast::Verb::removes;
        ast::Ref const *object = nullptr; // none: the holder of `office`
        ast::Expr const *after = nullptr;
        ast::Duration const *within = nullptr;
    };
    struct DutyVars {
        Provision const *provision = nullptr;
        VarId met, owed, left, impossible, breached; // `met`: its condition has come
        VarId may_breach;                            // fixed: what a question allows
        bool power = false;                          // some clause permits the act
        std::vector<Justice> justice; // by level, without a deadline: it does not stand for ever
        std::vector<ActorRef> actors; // by level
    };
    struct Told { // an act, and what the words that tell it name
        ActId act;
        std::vector<ExprId> arguments;
        ExprId condition;
    };
    std::vector<Owed> owed() const;
    void duties();
    void duty(Owed const &owed, DutyVars &vars, LevelId level, std::vector<ExprId> &running);
    ExprId binds(Owed const &owed, ActorRef const &by, ActorRef const &object,
                 Environment const &environment);
    std::vector<Told> acts_told(ast::Verb verb, ActorRef const &by, ActorRef const &object);
    ExprId permitted(ast::Verb verb, ActorRef const &by, ActorRef const &object);
    // What who acts does not put off: each thing that may be done all along.
    std::vector<Justice> justice_of(ActorRef const &who, Span span);
    ExprId done_now(ast::Verb verb, ActorRef const &by, ActorRef const &object);
    std::vector<ExprId> event_arguments(ActorRef const &actor, ActorRef const &object) const;
    ExprId can_be_done(Act const &act, std::vector<Binder> const &named,
                       std::vector<ExprId> const &values, std::map<Input, ExprId> const &inputs,
                       ExprId condition = {},
                       std::vector<std::pair<ExprId, ExprId>> const &same = {});
    ExprId with_values(ExprId id, std::map<int, ExprId> const &values,
                       std::map<Input, ExprId> const &inputs);
    void colleges();
    void events();
    void time_passes();
    void legal_basis();

    // ---- properties (properties.cpp)
    void property(ast::Property const &property);
    void time_can_pass();
    // `days`: of a `leads to` without a time, to ask it with one.
    Property question(ast::Property const &property, std::optional<std::int64_t> days = {});
    std::int64_t longest_wait() const;
    ExprId monitor(std::string const &name, Sort sort, ExprId entry,
                   std::function<ExprId(ExprId)> const &next);
    ExprId temporal(ast::Expr const &expr, Environment const &environment);

    // ---- pieces of acts
    OfficeAt at(OfficeVars const &office, LevelId level);

    // ---- which clause counts (ranks.cpp)
    // One of several clauses on one thing, when it applies, and when it is the one that counts.
    struct Counting {
        Provision const *provision = nullptr;
        Environment environment; // what names mean in it
        ExprId applies, counts;
    };
    // What follows the end of a term: the clause that says it or leaves it open.
    struct Expiry {
        ClauseId clause;
        ExprId counts, stays;
        ClauseId limit_clause; // how long, in days
        ExprId limit;          // none: without limit
    };
    // How long a term is by a clause, or acting, or being held over.
    struct Length {
        ClauseId clause;
        ExprId counts, days;
    };
    bool term_for_all(BodyVars const &body) const;
    Length term(OfficeVars const &office, OfficeAt const &at);
    Length term(OfficeVars const &office, OfficeAt const &at, Way const &way);
    std::vector<Length> lengths(BodyVars const &body, OfficeAt const &here);
    template <class Node>
    std::vector<Provision const *> clauses(std::vector<Provision> const &provisions,
                                           LevelId level) const {
        std::vector<Provision const *> found;
        for (auto const &p : provisions)
            if (std::holds_alternative<Node>(p.clause->node) && speaks_of(p, level))
                found.push_back(&p);
        return found;
    }
    bool may_change(ExprId condition) const;
    bool same(ExprId left, ExprId right) const;
    bool exclude(ExprId left, ExprId right) const;
    // Of two that apply the one of higher rank; of equal rank as a question of its own says.
    std::vector<Counting> counting(std::vector<Provision const *> clauses, OfficeAt const &here,
                                   std::string const &things);
    ExprId none_applies(std::vector<Counting> const &clauses);
    std::vector<Expiry> expiries(OfficeVars const &office, OfficeAt const &here);
    std::vector<Length> limits_of_stay(OfficeVars const &office, OfficeAt const &here);
    std::vector<Length> limits_of_acting(OfficeVars const &office, OfficeAt const &here);
    ExprId limit_of_acting(Provision const &provision, ast::Acting const &node,
                           Environment const &environment);
    void time_over(OfficeVars &office, OfficeAt const &here, int status,
                   std::vector<Length> const &limits, std::string const &what);
    // `came`: ways in that have a term of their own, and when it is this way that counts.
    std::vector<Expiry> expiries(std::vector<Provision> const &provisions, OfficeAt const &here,
                                 std::vector<std::pair<Provision const *, ExprId>> const &came,
                                 std::string const &question,
                                 std::vector<std::string> const &answers);
    std::vector<ExprId> with(std::vector<ExprId> arguments, ExprId last) {
        arguments.push_back(last);
        return arguments;
    }
    void guard(Act &act, ExprId condition, ClauseId clause, std::string words);
    void set(Act &act, VarId var, std::vector<ExprId> arguments, ExprId value, ClauseId clause,
             ExprId condition = {}, std::vector<Binder> binders = {});
    void emit(Act &act, EventId event, std::vector<ExprId> arguments, ExprId condition = {});
    void guard_scope(Act &act, ExprId condition, ClauseId clause);
    void guard_actor(Act &act, ActorRef const &actor, ClauseId clause);
    void guard_applies(Act &act, Provision const &provision, OfficeAt &at, LevelId level);
    void begin_procedure(Act &act, OfficeVars const &office, OfficeAt const &at, int way,
                         ClauseId clause);
    void end_procedures(Act &act, OfficeVars const &office, std::vector<ExprId> const &arguments,
                        ClauseId clause, ExprId condition, std::vector<Binder> const &units);
    void end_procedure(Act &act, OfficeVars const &office, std::vector<ExprId> const &arguments,
                       ClauseId clause, ExprId condition = {});
    void take(Act &act, OfficeVars &office, OfficeAt const &at, ExprId person, Way const &way,
              ClauseId clause);
    void forget_no_confidence(Act &act, OfficeVars const &office, OfficeAt const &at,
                              ClauseId clause, ExprId condition = {});
    void vacate(Act &act, OfficeVars const &office, OfficeAt const &at, ClauseId clause,
                ExprId condition = {});
    struct Required {
        ExprId condition;
        ClauseId clause;
        bool lasting = true; // whoever meets it now meets it later
    };
    std::string consult(Act &act, ast::Consultation const &c, ActorRef const &by, VarId held,
                        std::vector<ExprId> const &at, ClauseId source,
                        Environment const &environment);
    ExprId omission(ast::Consultation const &c, std::string const &instrument,
                    Environment const &environment);
    void held_first(Act &act, OfficeVars const &office, Way const &way, OfficeAt const &here,
                    LevelId level);
    std::pair<ExprId, ClauseId> enough(Way const &way, ExprId many, Environment const &environment);
    std::pair<ExprId, ClauseId> after_withdrawal(Way const &way, ast::Word what,
                                                 Environment const &environment);
    ExprId times_allowed(ast::Choice const &choice, ClauseId clause, std::string const &what,
                         Environment const &environment);
    void add_must(ast::Must const &must, ClauseId clause, ExprId condition, ExprId person,
                  Environment const &environment, std::vector<Required> &parts);
    void office_musts(OfficeVars const &office, OfficeAt &at, LevelId level, ExprId person,
                      int rank, std::vector<Required> &parts);
    void musts();
    std::vector<Required> candidate_musts(OfficeVars const &office, Way const &way, OfficeAt &at,
                                          LevelId level, ExprId person);
    bool lasting(ast::Requirement const &requirement) const;
    std::vector<ExprId> event_arguments(ActorRef const &actor, OfficeAt const &at,
                                        ExprId person = {});

    dsl::Program const &program_;
    std::string declaring_; // the office or body of which state is being declared
    Core &core_;
    DiagnosticSink &sink_;
    std::string regime_;
    std::vector<Period> periods_;           // one for a regime of its own
    std::map<Periods, ExprId> in_force_;    // by what they are true in
    std::optional<std::size_t> looking_at_; // a period whose law counts whatever is in force
    std::map<int, Periods> clause_periods_; // by clause: in which it is in force
    std::optional<std::int64_t> begins_;    // of the property being written
    std::vector<ConsolidatedText> texts_;
    std::map<std::string, EventId> event_index_;
    std::map<std::pair<std::string, std::uint32_t>, ClauseId>
        clause_index_; // by label and position
    std::map<std::string, ClauseId> general_index_;
    std::map<ast::Choice const *, ExprId> readings_;
    std::map<std::pair<int, std::string>, ExprId> implicits_;
    std::map<std::string, OfficeVars> offices_;
    std::map<std::string, BodyVars> bodies_;
    std::map<std::string, VarId> attributes_, happened_, parameters_;
    VarId age_, lives_in_, voters_;
    std::map<std::string, std::pair<VarId, std::vector<LevelId>>> lists_;
    std::map<std::string, VarId> list_agreed_, list_done_;
    struct RecordVars {
        VarId count;
        std::string office;
        ast::Record const *node = nullptr;
        Provision provision;
        std::vector<LevelId> levels;
    };
    std::map<std::string, RecordVars> records_;
    std::map<std::string, VarId> reported_;
    VarId college_formed_, college_size_, elector_;
    std::vector<LevelId> college_levels_;
    std::vector<PendingMatter> pending_;
    std::vector<DutyVars> duties_;
    std::set<int> waiting_clocks_; // at which time waits for an act that can be done
    std::vector<ClauseId> said_;   // every clause in force
    std::map<std::string, std::pair<VarId, ExprId>> bloc_votes_;
    std::vector<Provision> general_; // clauses outside office and body blocks
    std::map<std::string, std::vector<Displacement>> displaced_; // by "D86@c"
    std::map<std::string, Periods> repealed_;                    // by "D86" or "D86@c"
    std::map<std::string, std::vector<ClauseId>> clauses_named_; // "D555@election" to its clauses
    struct MonitorTarget {
        std::vector<VarId> ids;
        std::vector<ExprId> entry, next;
        int quantifiers = 0; // around the part being written
    };
    MonitorTarget *monitors_ = nullptr; // the property being written, if any
    bool incumbents_ = false;
    bool in_substance_ = false;      // whoever acts or is held over counts as a holder …
    bool substance_matters_ = false; // … and the property spoke of one
    std::string missing_;            // what the property needs and the regime does not have
    int property_count_ = 0;
    int decisions_ = 0;
    using Deed = std::tuple<std::string, int, int>; // who, and a decision or an act
    std::map<Deed, EventId> deeds_;                 // it is done, for a unit
};

} // namespace mandate::compiler
