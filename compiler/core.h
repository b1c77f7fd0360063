#pragma once
// The core: one regime with every construct written as guarded acts over state variables.
// Generic in units and persons: `ground` instantiates it at a scope, the interpreter executes it on
// concrete values. Guarantees (verify_core): expressions are well sorted, every read and update has
// the arguments its variable asks for, guards and updates read the state before the step, and each
// guard and update names its clause.
#include "base/id.h"
#include "compiler/provenance.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate::compiler {

using LevelId = Id<struct LevelTag>;
using KindId = Id<struct KindTag>;
using EnumId = Id<struct EnumTag>;
using VarId = Id<struct CoreVarTag>;
using EventId = Id<struct EventTag>;
using ActId = Id<struct ActTag>;
using ExprId = Id<struct CoreExprTag>;

// The structure of units. Level 0 is the outermost.
struct Level {
    std::string name;
    LevelId parent;          // none for the outermost
    bool same_level = false; // a unit of this level may lie inside another of the same level
    std::vector<KindId> kinds;
};
struct Kind {
    std::string name;
    LevelId level;
    std::vector<KindId> inside; // kinds of the containing unit; empty: any unit of the parent level
};

struct Sort {
    enum class Kind : std::uint8_t { boolean, integer, person, unit } kind = Kind::boolean;
    std::int64_t low = 0, high = 0; // integer: inclusive range; enumerations are integers 0..n-1
    EnumId enumeration;             // names of the values, if any
    static Sort boolean() { return {Kind::boolean, 0, 1, {}}; }
    static Sort integer(std::int64_t low, std::int64_t high) {
        return {Kind::integer, low, high, {}};
    }
    static Sort person() { return {Kind::person, 0, 0, {}}; }
    static Sort unit() { return {Kind::unit, 0, 0, {}}; }
    friend bool operator==(Sort const &, Sort const &) = default;
};

struct Enumeration {
    std::string name;
    std::vector<std::string> values;
};

enum class Op : std::uint8_t {
    boolean, // value != 0
    integer, // value
    bound, // a variable bound by a quantifier, an act's parameter or input, a property's variable;
           // value = binder number
    read, // var(operands…)                       false / 0 / person 0 if a unit argument is absent
    negation,
    conjunction,
    disjunction,
    implication, // any number of operands for the middle two (none: true, false)
    if_then_else,
    equal, // same sort; of units: false if either is absent
    less,
    at_most,
    add,
    subtract,
    multiply, // by the constant `value`
    minimum,
    maximum, // of two
    every,
    some,     // binder, body; unit binders range over the existing units of `levels`
    count,    // number of values of the binder for which the body holds
    ancestor, // nearest enclosing unit of level `value`, never the unit itself; may be absent
    present,  // the unit operand exists (is not absent)
    kind_is,  // the unit operand is of kind `value`
    level_is, // the unit operand is of level `value`
    inside,   // first unit lies, at any depth, inside the second
    occurs,   // event(operands…) happens in the step that led here; false in the entry state
    act_of,   // the step is an act that rests on clause `value`
    input, // input number `value` of the step, in guards, updates and properties; 0 if the act has
           // no such input
    previous // operand read in the state before the step; in the entry state: false
};

struct Binder {
    int number = 0; // unique within the core
    std::string name;
    Sort sort;
    std::vector<LevelId> levels; // units only
};

struct Expr {
    Op op = Op::boolean;
    std::int64_t value = 0;
    VarId var = {};
    EventId event = {};
    std::vector<ExprId> operands = {};
    std::optional<Binder> binder = {}; // every, some, count
    Sort sort;
};

// Inputs of a step, shared by all acts. Units: votes in votes, the delay in days.
enum class Input : std::uint8_t {
    votes_for,
    votes_against,
    abstaining,
    signatures,
    number,
    delay,
    local_for,
    local_against,
    count_
};

enum class Role : std::uint8_t { fixed, reading, state };
enum class Clock : std::uint8_t { none, down, up };

// A symbol. fixed: unknown, never changes. reading: an unsettled question (fixed too). state:
// changes by updates.
struct Variable {
    std::string name;                  // "holder of akim"
    std::vector<Sort> parameters = {}; // units and persons
    std::vector<std::vector<LevelId>> levels =
        {}; // allowed levels of each unit parameter; parallel to parameters
    Sort sort;
    Role role = Role::state;
    // down: falls with time and stops at 0; while `running` holds it is an upper bound of the
    // delay. up: rises with time and stops at sort.high.   Units: days. The parameters are bound by
    // `clock_binders`.
    Clock clock = Clock::none;
    std::vector<Binder> clock_binders = {};
    ExprId running = {};
    std::string question = {}; // reading: what is left open, in words
    // Reading: the answers of an open and of a closed reading of silence, if they are so marked.
    std::optional<std::int64_t> open = {}, closed = {};
    ClauseId clause = {}; // reading: that leaves it open; clock: that sets the time
    bool monitor = false; // belongs to a property, not to the law
    bool answer = false;  // that somebody has consented, been consulted or asked for a vote
    bool visible = true;  // shown in stories when it changes
    std::string of = {};  // the office or body whose own it is, if it is anybody's
    // Anybody can see it; it means something only while `shown_while` (if any, at the same
    // arguments) is not 0.
    bool seen = false;
    VarId shown_while = {};
};

struct Event {
    std::string name; // "takes akim"
    std::vector<Sort> parameters;
};

struct Guard {
    ExprId condition;
    ClauseId clause;
    std::string words;  // "the maslikhat has consented"
    bool bars = false;  // it forbids where it applies, and is not what permits the act elsewhere
    bool scope = false; // it says of which units the clause speaks
};
struct Update {
    VarId var;
    std::vector<Binder> binders; // for all of these; used in arguments
    std::vector<ExprId> arguments;
    ExprId value;
    ExprId condition; // none: always
    ClauseId clause;
    // None: never. Where it holds, the variable may become anything, which is an input of the step,
    // whatever `value` and `condition` say.
    ExprId at_will = {};
};
struct Emission {
    EventId event;
    std::vector<ExprId> arguments;
    ExprId condition; // none: always; reads the state before the step
};

enum class ActKind : std::uint8_t {
    act,       // an actor's permitted act; voting included
    fact,      // needs no permission
    automatic, // falls due by itself; all due ones of a group happen in one step, before anything
               // else
    time       // the delay input passes
};
enum class Group : std::uint8_t { law, ends, beginnings };

struct Actor {
    std::string words; // "akim of oblast"; "the law"
    ExprId unit;       // of which unit, if any
};

struct Act {
    std::string name; // "appoint akim"
    ActKind kind = ActKind::act;
    Group group = Group::ends; // automatic only
    Actor actor;
    std::vector<Binder> parameters; // units first, then persons
    std::vector<Input> inputs;
    std::vector<Guard> guards;
    std::vector<Update> updates;
    std::vector<Emission> emits;
    ClauseId clause;            // the permission
    std::vector<ClauseId> also; // further clauses whose act this is
    int decision = 0;           // acts of one number are the answers to one thing; 0: none
    std::string story;          // "{actor} appoints {p} as akim of {u}"; braces name parameters
};

// A condition on entry states, or (assumption) on fixed symbols.
struct Condition {
    ExprId condition;
    ClauseId clause;
    std::string words;
};

// On which rank a power rests. No effect on any act: what rank properties read.
using BasisId = Id<struct BasisTag>;
struct Basis {
    enum class Kind : std::uint8_t {
        way,
        removal,
        dissolution,
        consultation,
        requirement,
        status,
        competence,
        responsibility,
        manner
    } kind = Kind::way;
    std::string object; // office, body or competence
    std::vector<LevelId> levels;
    std::string words; // "appointment by president"
    int rank =
        0; // of the instrument that says it: 0 programme, 1 decree, 2 statute, 3 constitution
    int grounds = -1;   // rank at which the cases are listed; -1: none are
    int procedure = -1; // rank at which the procedure stands
    ClauseId clause;
};

// Of whoever takes an office, in whatever way. Where a core is asked of as the higher one: what
// `within` reads.
struct OfficeMust {
    std::string office;
    std::vector<Binder> parameters; // a unit, or none; a person
    ExprId condition;
    ClauseId clause;
    std::string words;
    bool lasting = true; // whoever meets it now meets it later
};

// Others may not do this: acts so called before the bracket that names who does them, of the unit
// where the condition holds. The acts of the core itself are guarded, or there are none of others:
// what `within` reads.
struct Exclusive {
    std::vector<std::string> acts;  // "remove akim"
    std::string by;                 // who may: "president"
    ExprId of;                      // of which unit, if of any
    std::vector<Binder> parameters; // a unit, or none
    ExprId condition;
    ClauseId clause;
    std::string words;
};

using PropertyId = Id<struct PropertyTag>;

// What is not put off for ever: a run without end in which `met` is never so again, for some unit
// that the binder stands for, is none. `met` is read like Property::bad.
struct Justice {
    std::optional<Binder> of = {}; // a unit; none: there is one only
    ExprId met;
    ClauseId clause;
};

// What a check asks. The binders are universally quantified for always, existentially for possible:
// in both cases the engines look for one choice of them and one run that reaches `bad`.
struct Property {
    std::string name;
    std::string title;
    bool possibility = false; // `possible`: reaching `bad` is the good news
    bool guaranteed = false;  // violated if one reading breaks it: readings count as mere unknowns
    std::vector<Binder> binders;       // units and persons
    std::vector<ExprId> restrictions;  // on binders and fixed symbols; the `where` conditions
    std::vector<VarId> monitors;       // state variables of their own; no parameters
    std::vector<ExprId> monitor_entry; // parallel to monitors: value in the entry state
    std::vector<ExprId> monitor_next;  // parallel: value after a step; reads the state after it,
                                       // `previous` before it
    ExprId bad;     // reads like monitor_next; also read in the entry state, where nothing `occurs`
    ExprId trigger; // none, or: what must be reachable for the verdict not to be vacuous
    std::vector<std::string> parts; // words of the parts of the property that may fail
    std::vector<ExprId> part_conditions;
    std::vector<Condition> entry; // `starting from`, `assume`
    std::string not_modelled;     // not empty: what the property needs and the regime does not say
    std::vector<BasisId> basis;   // rank properties: the rows of Core::basis that it speaks of …
    std::vector<std::string>
        basis_lacks;       // … and, parallel, why a row does not satisfy it (empty: it does)
    bool by_basis = false; // a rank property: decided by the table, not by engines
    // It fails where `bad`, which speaks of a state only, stays so for ever while time goes on.
    bool for_ever = false;
    // It fails where a run comes to a state from which none goes on to `trigger`; `bad`: it is not
    // so already.
    bool always_possible = false;
    std::vector<Justice> justice; // of what is so for ever
    // Then: the same with a time, of so many days. Where that holds, so does this.
    PropertyId within;
    std::int64_t days = 0;
    // The same asked of whoever holds, acts or is held over, and `guaranteed`: one run under one
    // reading is enough. None: it does not claim that something holds, or means the same.
    PropertyId in_substance;
    bool of_two = false;     // it is asked of two regimes side by side (compiler/within.h)
    std::int64_t begins = 0; // of a chain: the first regime that it speaks of by clause or date
};

// Of a chain of regimes; without symbols for a regime of its own.
struct Chain {
    VarId law, until_change;        // the number of the regime in force; a clock
    std::vector<std::int64_t> days; // by regime: how long it is in force
    // By clause: bit i is set if it is in force in the i-th regime; none: it is in no text.
    std::vector<std::uint32_t> in_force;
};

struct Core {
    std::string regime;
    IdTable<LevelId, Level> levels;
    IdTable<KindId, Kind> kinds;
    IdTable<EnumId, Enumeration> enumerations;
    IdTable<ExprId, Expr> expressions;
    IdTable<VarId, Variable> variables;
    IdTable<EventId, Event> events;
    IdTable<ActId, Act> acts;
    IdTable<ClauseId, ClauseInfo> clauses;
    std::vector<Condition> entry;       // every entry state satisfies these; reads state
    std::vector<Condition> assumptions; // on fixed symbols and readings
    Chain chain;
    IdTable<BasisId, Basis> basis;
    std::vector<OfficeMust> musts;
    std::vector<Exclusive> exclusive;
    IdTable<PropertyId, Property> properties;
    std::vector<std::string> notes; // what the report says of the regime: calendar, persons, seats
    int next_binder = 0;
};

// What `mandate core` prints: levels, symbols, entry conditions, acts with the clause of each guard
// and update.
std::string print(Core const &core);
std::string print(Core const &core, ExprId expr);

// Our own bugs, found early. Throws InternalError naming the first ill-formed part.
void verify(Core const &core);

} // namespace mandate::compiler
