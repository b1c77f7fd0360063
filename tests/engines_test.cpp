// Every engine on every tiny system, and against enumeration on random ones.
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "solver/check/conclude.h"
#include "solver/engine.h"
#include "solver/engines/enumeration.h"
#include "solver/verify.h"
#include "support/systems.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace mandate;
using namespace mandate::solver;
using testing::Expected;

namespace {

int acts_in(TransitionSystem const &ts, ClaimedRun const &run) {
    int acts = 0;
    for (Valuation const &inputs : run.steps)
        acts += static_cast<int>(inputs[static_cast<std::size_t>(ts.selector.index)]) != ts.time;
    return acts;
}

Limits test_limits() {
    Limits limits;
    limits.rlimit = 60'000'000;
    limits.acts = 8;
    return limits;
}

// Lets the checker judge the claim. Returns: whether something was decided.
bool judge(testing::System const &system, TransitionSystem const &whole,
           TransitionSystem const &seen, Claim const &claim, Expected expected) {
    Concluder const concluder(system.core, system.property, whole);
    if (auto const *run = std::get_if<ClaimedRun>(&claim.answer)) {
        std::string why;
        auto const lifted = concluder.lift(seen, *run, why);
        CAPTURE(why);
        CHECK(lifted);
        if (lifted) CHECK_NOTHROW(concluder.witness(*lifted));
        CHECK(expected != Expected::unreachable);
        return true;
    }
    if (auto const *certificate = std::get_if<ClaimedCertificate>(&claim.answer)) {
        CHECK(expected == Expected::unreachable);
        CHECK_NOTHROW(concluder.proved(*certificate));
        return true;
    }
    return false;
}

} // namespace

TEST_CASE("every engine is right about every tiny system", "[engines]") {
    for (testing::System const &system : testing::systems()) {
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        for (bool passes : {false, true}) {
            TransitionSystem const seen = passes ? fold(slice(whole)) : whole;
            for (EngineInfo const &engine : engines()) {
                CAPTURE(system.name, engine.name, passes);
                Claim const claim = engine.run(seen, test_limits());
                bool const decided = judge(system, whole, seen, claim, system.expected);
                bool const can =
                    engine.finds == Finds::both ||
                    (engine.finds == Finds::runs) == (system.expected != Expected::unreachable);
                if (system.easy && can && std::string(engine.name) != "k-induction") CHECK(decided);
                if (std::string(engine.name) == "bmc" && system.expected != Expected::unreachable) {
                    auto const *run = std::get_if<ClaimedRun>(&claim.answer);
                    REQUIRE(run);
                    CHECK(acts_in(seen, *run) == system.acts);
                }
            }
        }
    }
}

TEST_CASE("clocks kept as dates change no answer", "[engines]") {
    int dated = 0;
    for (testing::System const &system : testing::systems()) {
        CAPTURE(system.name);
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        TransitionSystem const seen = compiler::with_dates(whole, 1000000);
        dated += seen.symbols.size() > whole.symbols.size();
        Claim const claim = find_engine("bmc")->run(seen, test_limits());
        judge(system, whole, seen, claim, system.expected);
        if (system.expected == Expected::unreachable) continue;
        auto const *run = std::get_if<ClaimedRun>(&claim.answer);
        REQUIRE(run);
        CHECK(acts_in(seen, *run) == system.acts);
    }
    CHECK(dated > 0);
}

TEST_CASE("verify decides every tiny system", "[engines]") {
    for (testing::System const &system : testing::systems()) {
        CAPTURE(system.name);
        Options options;
        options.scope = system.scope;
        options.limits = test_limits();
        Outcome const outcome = verify(system.core, system.property, options);
        switch (system.expected) {
        case Expected::reachable:
            CHECK(std::holds_alternative<Violated>(outcome.verdict));
            break;
        case Expected::unreachable:
            CHECK(std::holds_alternative<Holds>(outcome.verdict));
            break;
        case Expected::depends:
            CHECK(std::holds_alternative<Depends>(outcome.verdict));
            break;
        }
    }
}

namespace {

bool speaks_of_step(Core const &core, ExprId id) {
    auto const &e = core.expressions[id];
    using compiler::Op;
    return e.op == Op::occurs || e.op == Op::previous || e.op == Op::input || e.op == Op::act_of ||
           std::any_of(e.operands.begin(), e.operands.end(),
                       [&](ExprId operand) { return speaks_of_step(core, operand); });
}

// Random systems; `for_ever`: asked whether what is bad may stay so.
void agree(bool for_ever, unsigned seeds) {
    int asked = 0, decided = 0, reachable = 0;
    for (unsigned seed = 0; seed < seeds; ++seed) {
        testing::System system = testing::random_system(seed);
        if (for_ever) {
            auto &property = system.core.properties[system.property];
            if (speaks_of_step(system.core, property.bad)) continue;
            property.for_ever = true;
        }
        ++asked;
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        Claim const oracle = enumeration(whole, test_limits());
        if (std::holds_alternative<GaveUp>(oracle.answer)) continue;
        auto const *shortest = std::get_if<ClaimedRun>(&oracle.answer);
        Expected const expected = shortest ? Expected::reachable : Expected::unreachable;
        ++decided;
        reachable += shortest != nullptr;
        CAPTURE(seed);
        judge(system, whole, whole, oracle, expected);
        for (EngineInfo const &engine : engines()) {
            CAPTURE(engine.name);
            Limits limits = test_limits();
            limits.rlimit = 3'000'000;
            limits.acts = 5;
            Claim const claim = engine.run(whole, limits);
            judge(system, whole, whole, claim, expected);
            if (std::string(engine.name) != "bmc") continue;
            if (auto const *run = std::get_if<ClaimedRun>(&claim.answer))
                CHECK(acts_in(whole, *run) == acts_in(whole, *shortest));
            else if (shortest && std::get<GaveUp>(claim.answer).acts == limits.acts)
                CHECK(acts_in(whole, *shortest) > limits.acts);
        }
        Options options;
        options.scope = system.scope;
        options.limits = test_limits();
        options.limits.rlimit = 20'000'000;
        Outcome const outcome = verify(system.core, system.property, options);
        if (shortest)
            CHECK_FALSE(std::holds_alternative<Holds>(outcome.verdict));
        else
            CHECK_FALSE(std::holds_alternative<Violated>(outcome.verdict));
    }
    CAPTURE(asked, decided, reachable);
    CHECK(asked > 12);
    CHECK(decided * 2 > asked);
    CHECK(reachable * 8 > asked);
    CHECK(reachable < decided);
}

} // namespace

TEST_CASE("engines agree with enumeration on random systems", "[engines]") {
    agree(false, 40);
}

TEST_CASE("engines agree with enumeration on what may stay so for ever", "[engines]") {
    agree(true, 50);
}
