// Evidence that was tampered with is refused; the interpreter and the encoding agree step by step.
#include "base/assert.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "solver/check/conclude.h"
#include "solver/check/interpreter.h"
#include "solver/engine.h"
#include "solver/engines/k_induction.h"
#include "solver/simulation.h"
#include "solver/verify.h"
#include "support/systems.h"

#include <catch2/catch.hpp>

using namespace mandate;
using namespace mandate::solver;
using testing::Expected;

namespace {

Limits test_limits() {
    Limits limits;
    limits.rlimit = 20'000'000;
    limits.acts = 8;
    return limits;
}

Claim run(char const *engine, TransitionSystem const &ts) {
    return find_engine(engine)->run(ts, test_limits());
}

} // namespace

TEST_CASE("a run that was tampered with is refused", "[conclude]") {
    int refused = 0;
    for (testing::System const &system : testing::systems()) {
        if (system.expected != Expected::reachable || system.acts < 1) continue;
        CAPTURE(system.name);
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        Concluder const concluder(system.core, system.property, whole);
        Claim const claim = run("bmc", whole);
        std::string why;
        auto const lifted = concluder.lift(whole, std::get<ClaimedRun>(claim.answer), why);
        REQUIRE(lifted);
        CHECK_NOTHROW(concluder.witness(*lifted));
        Run shorter = *lifted;
        shorter.steps.pop_back();
        CHECK_THROWS_AS(concluder.witness(shorter), InternalError);
        Run without_first = *lifted;
        without_first.steps.erase(without_first.steps.begin());
        if (without_first.steps.size() > 1) {
            CHECK_THROWS_AS(concluder.witness(without_first), InternalError);
            ++refused;
        }
        CHECK_THROWS_AS(concluder.runs({}), InternalError);
    }
    CHECK(refused > 1);
}

TEST_CASE("a weakened invariant is refused", "[conclude]") {
    int refused = 0;
    for (testing::System const &system : testing::systems()) {
        if (system.expected != Expected::unreachable) continue;
        CAPTURE(system.name);
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        Concluder const concluder(system.core, system.property, whole);
        Claim const claim = run("houdini", fold(slice(whole)));
        auto const *certificate = std::get_if<ClaimedCertificate>(&claim.answer);
        if (!certificate || certificate->invariant.empty()) continue;
        CHECK_NOTHROW(concluder.proved(*certificate));
        ClaimedCertificate nothing = *certificate;
        nothing.invariant.clear();
        ClaimedCertificate too_strong = *certificate;
        too_strong.invariant.push_back(too_strong.terms.truth(false));
        CHECK_THROWS_AS(concluder.proved(too_strong), InternalError);
        // Minimal sets of lemmas: what k-induction proves without lemmas at k = 1 needs none.
        Claim const plain = k_induction(whole, [] {
            auto l = test_limits();
            l.acts = 1;
            return l;
        }());
        if (std::holds_alternative<ClaimedCertificate>(plain.answer)) continue;
        CHECK_THROWS_AS(concluder.proved(nothing), InternalError);
        ++refused;
    }
    CHECK(refused > 3);
}

TEST_CASE("a proof that does not rest on enough clauses is refused", "[conclude]") {
    int refused = 0;
    for (testing::System const &system : testing::systems()) {
        if (system.expected != Expected::unreachable) continue;
        CAPTURE(system.name);
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        Concluder const concluder(system.core, system.property, whole);
        Claim const claim = run("houdini", whole);
        auto const *certificate = std::get_if<ClaimedCertificate>(&claim.answer);
        if (!certificate) continue;
        Verdict const verdict = concluder.proved(*certificate);
        auto const *holds = std::get_if<Holds>(&verdict);
        if (!holds || holds->proof().clauses.empty()) continue;
        CHECK_NOTHROW(concluder.recheck(whole, holds->proof()));
        Proof fewer = holds->proof();
        fewer.clauses.clear();
        try {
            concluder.recheck(whole, fewer);
        } catch (InternalError const &) {
            ++refused; // others hold without any clause, too
        }
    }
    CHECK(refused > 3);
}

TEST_CASE("a certificate for one system does not prove another", "[conclude]") {
    testing::System const good = testing::systems()[20], bad = testing::systems()[21];
    REQUIRE(good.name == "phases");
    TransitionSystem const whole = ground(good.core, good.property, good.scope);
    TransitionSystem const other = ground(bad.core, bad.property, bad.scope);
    Claim const claim = run("houdini", whole);
    CHECK_THROWS_AS(
        Concluder(bad.core, bad.property, other).proved(std::get<ClaimedCertificate>(claim.answer)),
        InternalError);
}

TEST_CASE("the interpreter takes the steps that the encoding takes", "[interpreter]") {
    std::vector<testing::System> all = testing::systems();
    for (unsigned seed = 0; seed < 80; ++seed) all.push_back(testing::random_system(seed));
    all.push_back(testing::province(2, 2, 3, true));
    int steps = 0;
    for (testing::System const &system : all) {
        TransitionSystem ts = ground(system.core, system.property, system.scope);
        // Any run that k-induction finds for "true" starts from an entry state.
        TransitionSystem anything = ts;
        anything.bad_initially = anything.terms.truth(true);
        Claim const claim = run("k-induction", anything);
        auto const *found = std::get_if<ClaimedRun>(&claim.answer);
        if (!found) continue; // no entry state
        TermStore terms = ts.terms;
        Simulation simulation(ts, terms, 5);
        for (int walk = 0; walk < 5; ++walk) {
            CAPTURE(system.name, walk);
            Valuation state = found->entry;
            Concluder const concluder(system.core, system.property, ts);
            // The run's first state in the core's words.
            ClaimedRun claimed{state, {}};
            std::string why;
            Run start;
            {
                Core with_end = system.core;
                Property &property = with_end.properties[system.property];
                Expr yes;
                yes.op = Op::boolean;
                yes.value = 1;
                yes.sort = compiler::Sort::boolean();
                property.bad = with_end.expressions.add(yes);
                auto const lifted = Concluder(with_end, system.property, ts).lift(ts, claimed, why);
                CAPTURE(why);
                REQUIRE(lifted);
                start = *lifted;
            }
            Interpreter interpreter(system.core, system.property, start.world, start.fixed,
                                    start.binders);
            REQUIRE(interpreter.enter(start.entry).empty());
            for (int i = 0; i < 12; ++i) {
                Valuation const before = state;
                if (!simulation.step(state)) break;
                auto value = [&](SymbolId s) { return state[static_cast<std::size_t>(s.index)]; };
                GroundAct const &act = ts.acts[static_cast<std::size_t>(value(ts.selector))];
                Step step{act.act, act.group, act.units, {}, {}};
                if (act.act) {
                    for (std::size_t k = act.units.size();
                         k < system.core.acts[act.act].parameters.size(); ++k)
                        step.persons.push_back(
                            static_cast<int>(value(ts.person_inputs[k - act.units.size()])));
                    for (std::size_t k = 0; k < ts.number_inputs.size(); ++k)
                        if (ts.number_inputs[k]) step.inputs[k] = value(ts.number_inputs[k]);
                    if (act.kind == ActKind::time)
                        step.inputs[static_cast<std::size_t>(Input::delay)] = value(ts.delay);
                }
                CAPTURE(i, act.act.index, act.kind == ActKind::automatic);
                std::string const refusal = interpreter.step(step);
                CAPTURE(refusal);
                REQUIRE(refusal.empty());
                ++steps;
                for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
                    Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
                    if (symbol.role != SymbolRole::state) continue;
                    CAPTURE(symbol.name);
                    REQUIRE(interpreter.value(symbol.var, symbol.at) == state[s]);
                }
                Evaluator bad(ts.terms, {ts.bad});
                Valuation now = state;
                for (std::size_t s = 0; s < now.size(); ++s)
                    if (ts.symbols[ts.symbols.id(s)].role == SymbolRole::state) now[s] = before[s];
                bad.run(now, &state);
                REQUIRE(interpreter.bad() == (bad[0] != 0));
            }
        }
    }
    CHECK(steps > 500);
}

TEST_CASE("what the interpreter permits, the encoding permits, and conversely", "[interpreter]") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        testing::System const system = testing::random_system(seed);
        TransitionSystem ts = ground(system.core, system.property, system.scope);
        TransitionSystem anything = ts;
        anything.bad_initially = anything.terms.truth(true);
        Claim const claim = run("k-induction", anything);
        auto const *found = std::get_if<ClaimedRun>(&claim.answer);
        if (!found) continue;
        CAPTURE(seed);
        Core with_end = system.core;
        Expr yes;
        yes.op = Op::boolean;
        yes.value = 1;
        yes.sort = compiler::Sort::boolean();
        with_end.properties[system.property].bad = with_end.expressions.add(yes);
        std::string why;
        auto const start =
            Concluder(with_end, system.property, ts).lift(ts, {found->entry, {}}, why);
        REQUIRE(start);
        Interpreter interpreter(system.core, system.property, start->world, start->fixed,
                                start->binders);
        REQUIRE(interpreter.enter(start->entry).empty());
        Inputs inputs{};
        inputs[static_cast<std::size_t>(Input::number)] = 1;
        inputs[static_cast<std::size_t>(Input::delay)] = 1;
        std::size_t const permitted = interpreter.permitted(inputs).size();
        // The same count by evaluation.
        std::vector<TermId> valid;
        for (LabelledTerm const &v : ts.valid) valid.push_back(v.formula);
        TermStore terms = ts.terms;
        Evaluator may(terms, {terms.conjunction(valid)});
        std::size_t count = 0;
        for (std::size_t i = 0; i < ts.acts.size(); ++i) {
            GroundAct const &act = ts.acts[i];
            std::size_t const persons =
                act.act && act.kind != ActKind::automatic
                    ? system.core.acts[act.act].parameters.size() - act.units.size()
                    : 0;
            Valuation state = found->entry;
            auto set = [&](SymbolId s, std::int64_t value) {
                state[static_cast<std::size_t>(s.index)] = value;
            };
            set(ts.selector, static_cast<std::int64_t>(i));
            set(ts.delay, 1);
            for (SymbolId input : ts.number_inputs)
                if (input) set(input, 1);
            for (int person = 0; person < (persons ? ts.scope.persons : 1); ++person) {
                if (persons) set(ts.person_inputs[0], person);
                may.run(state);
                count += may[0] != 0;
            }
        }
        CHECK(permitted == count);
    }
}

TEST_CASE("two values for one thing in an automatic group are reported", "[interpreter]") {
    testing::Builder b;
    VarId const x = b.variable("x", compiler::Sort::integer(0, 5));
    for (int value : {1, 2}) {
        Act &act = b.act("set", ActKind::automatic);
        act.guards = {b.guard(b.equal(b.read(x), b.number(0)))};
        act.updates = {b.set(x, b.number(value))};
    }
    PropertyId const property = b.never(b.equal(b.read(x), b.number(3)));
    World world;
    world.persons = 1;
    Interpreter interpreter(b.core, property, world, {}, {});
    REQUIRE(interpreter.enter({}).empty());
    StepReport report;
    Step step;
    step.group = Group::ends;
    REQUIRE(interpreter.step(step, &report).empty());
    CHECK(report.happened.size() == 2);
    CHECK(report.conflicts == std::vector<Instance>{{x, {}}});
    CHECK(interpreter.value(x, {}) == 2);
}

TEST_CASE("a run found in a slice is completed with what the slice left out", "[conclude]") {
    // A clock that has nothing to do with the property stops time every 10 days, until its
    // automatic act has happened.
    testing::Builder b;
    VarId const alarm = b.variable("alarm", compiler::Sort::integer(0, 10));
    VarId const days = b.variable("days", compiler::Sort::integer(0, 100));
    b.core.variables[alarm].clock = Clock::down;
    b.core.variables[alarm].running = b.truth(true);
    b.core.variables[days].clock = Clock::up;
    b.core.entry.push_back({b.equal(b.read(days), b.number(0)), {}, "start"});
    Act &ring = b.act("ring", ActKind::automatic);
    ring.guards = {b.guard(b.equal(b.read(alarm), b.number(0)))};
    ring.updates = {b.set(alarm, b.number(10))};
    b.time();
    PropertyId const property = b.never(b.at_most(b.number(35), b.read(days)));
    Scope scope;
    scope.persons = 1;
    Options options;
    options.scope = scope;
    Outcome const outcome = verify(b.core, property, options);
    REQUIRE(std::holds_alternative<Violated>(outcome.verdict));
    Run const &found = std::get<Violated>(outcome.verdict).run();
    CHECK(found.steps.size() >= 7);
}

TEST_CASE("a property that is never put to the test holds vacuously", "[verify]") {
    for (bool reachable : {false, true}) {
        testing::Builder b;
        VarId const a = b.variable("a", compiler::Sort::boolean()),
                    c = b.variable("c", compiler::Sort::boolean());
        b.core.entry.push_back({b.all({b.no(b.read(a)), b.no(b.read(c))}), {}, "start"});
        if (reachable) {
            Act &act = b.act("do a");
            act.updates = {b.set(a, b.truth(true))};
        }
        PropertyId const p = b.never(b.all({b.read(a), b.read(c)}));
        b.core.properties[p].trigger = b.read(a);
        Options options;
        options.scope = Scope{{}, 1, {}};
        Outcome const outcome = verify(b.core, p, options);
        CHECK(std::holds_alternative<Vacuous>(outcome.verdict) == !reachable);
        CHECK(std::holds_alternative<Holds>(outcome.verdict) == reachable);
    }
}

TEST_CASE("where no run can begin, nothing is said to hold", "[verify]") {
    testing::Builder b;
    VarId const a = b.variable("a", compiler::Sort::boolean());
    b.core.entry = {{b.read(a), {}, "a"}, {b.no(b.read(a)), {}, "not a"}};
    Act &act = b.act("do");
    act.updates = {b.set(a, b.truth(true))};
    PropertyId const p = b.never(b.read(a));
    for (char const *engine : {"auto", "spacer", "houdini", "k-induction", "enumeration"}) {
        CAPTURE(engine);
        Options options;
        options.scope = Scope{{}, 1, {}};
        options.engine = engine;
        CHECK(std::holds_alternative<Vacuous>(verify(b.core, p, options).verdict));
    }
}

TEST_CASE("readings: all, none, or some", "[verify]") {
    // The door opens to those who bring enough of something; how much is unsettled, or what.
    auto system = [](int most, bool second_way) {
        testing::Builder b;
        VarId const needed = b.variable("needed", compiler::Sort::integer(0, most), Role::reading);
        VarId const other = b.variable("other", compiler::Sort::boolean(), Role::reading);
        VarId const have = b.variable("have", compiler::Sort::integer(0, 3)),
                    in = b.variable("in", compiler::Sort::boolean());
        b.core.entry.push_back(
            {b.all({b.no(b.read(in)), b.equal(b.read(have), b.number(0))}), {}, "start"});
        Act &get = b.act("get");
        get.updates = {b.set(have, b.add(b.read(have), b.number(1)))};
        Act &enter = b.act("enter");
        ExprId const enough = b.at_most(b.read(needed), b.read(have));
        enter.guards = {b.guard(
            second_way ? b.any({b.all({enough, b.read(other)}), b.all({b.no(b.read(other))})})
                       : enough)};
        enter.updates = {b.set(in, b.truth(true))};
        PropertyId const p = b.never(b.read(in));
        return std::pair{std::move(b.core), p};
    };
    Options options;
    options.scope = Scope{{}, 1, {}};
    {
        auto const [core, p] = system(3, false);
        Outcome const outcome = verify(core, p, options);
        REQUIRE(std::holds_alternative<Violated>(outcome.verdict));
        auto const &violated = std::get<Violated>(outcome.verdict);
        // One run that brings enough for every reading, rather than one run for each.
        CHECK(violated.witnesses().size() == 2); // the shortest, and one for all readings
        CHECK(violated.run().steps.size() == 1);
    }
    {
        auto const [core, p] = system(5, true);
        Outcome const outcome = verify(core, p, options);
        REQUIRE(std::holds_alternative<Depends>(outcome.verdict));
        CHECK(std::get<Depends>(outcome.verdict).readings().size() == 2);
    }
    {
        auto [core, p] = system(3, true);
        core.properties[p].possibility = true;
        CHECK(std::holds_alternative<Possible>(verify(core, p, options).verdict));
    }
}

TEST_CASE("the same question gets the same run", "[verify]") {
    testing::System const system = testing::province(1, 1, 3, true);
    Options options;
    options.scope = system.scope;
    Outcome const first = verify(system.core, system.property, options),
                  second = verify(system.core, system.property, options);
    REQUIRE(std::holds_alternative<Violated>(first.verdict));
    REQUIRE(std::holds_alternative<Violated>(second.verdict));
    Run const &a = std::get<Violated>(first.verdict).run(),
              &b = std::get<Violated>(second.verdict).run();
    CHECK(a.steps == b.steps);
    CHECK(a.entry == b.entry);
    CHECK(a.fixed == b.fixed);
}

TEST_CASE("a search that is stopped or starved is undecided", "[verify]") {
    testing::System const system = testing::province(1, 1, 3, true);
    Options options;
    options.scope = system.scope;
    options.limits.rlimit = 1000;
    Outcome const starved = verify(system.core, system.property, options);
    CHECK(std::holds_alternative<Undecided>(starved.verdict));
    std::atomic<bool> stop = true;
    options.limits.rlimit = 0;
    options.limits.stop = &stop;
    CHECK(std::holds_alternative<Undecided>(verify(system.core, system.property, options).verdict));
}
