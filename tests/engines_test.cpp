// Every engine on every tiny system, and against enumeration on random ones.
#include "base/assert.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "solver/check/conclude.h"
#include "solver/engine.h"
#include "solver/engines/enumeration.h"
#include "solver/verify.h"
#include "support/systems.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

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

struct TestMemory : Memory {
    std::map<std::string, std::string> kept;
    std::optional<std::string> recall(std::string const &question) override {
        auto const it = kept.find(question);
        return it == kept.end() ? std::nullopt : std::optional(it->second);
    }
    void refuse(std::string const &question) override { kept.erase(question); }
    void keep(std::string const &question, std::string const &evidence) override {
        kept[question] = evidence;
    }
};

} // namespace

TEST_CASE("what is recalled is what was found, and what is wrong is found anew", "[engines]") {
    std::mt19937 random(7);
    int recalled = 0, anew = 0;
    for (testing::System const &system : testing::systems()) {
        CAPTURE(system.name);
        TestMemory memory;
        Options options;
        options.scope = system.scope;
        options.limits = test_limits();
        options.memory = &memory;
        auto const ask = [&] { return verify(system.core, system.property, options); };
        Outcome const first = ask();
        CHECK_FALSE(first.recalled);
        REQUIRE(memory.kept.size() == 1);
        Outcome const second = ask();
        CHECK(second.recalled);
        CHECK(second.verdict.index() == first.verdict.index());
        CHECK(second.engine == first.engine);
        if (auto const *violated = std::get_if<Violated>(&first.verdict)) {
            auto const &again = std::get<Violated>(second.verdict).run();
            CHECK(again.steps == violated->run().steps);
            CHECK(again.entry == violated->run().entry);
        }
        // Damaged in any place, and cut off anywhere.
        auto const [question, evidence] = *memory.kept.begin();
        for (int trial = 0; trial < 6; ++trial) {
            auto text = evidence;
            auto const place = random() % text.size();
            if (trial % 3 == 0)
                text.resize(place);
            else
                text[place] = "0123456789- "[random() % 12];
            CAPTURE(text);
            memory.kept[question] = text;
            Outcome const outcome = ask();
            CHECK(outcome.verdict.index() == first.verdict.index());
            ++(outcome.recalled ? recalled : anew);
        }
    }
    CHECK(anew > 30);
    CHECK(recalled > 0); // what changes nothing that matters, such as the count of units
}

TEST_CASE("evidence of the right form that says something else is refused", "[engines]") {
    // Of a constant: true in every state.
    std::string const trivial = "1 1 1 \n0 1 -1 0 1 0\n0 \n0 \n";
    int runs = 0;
    for (testing::System const &system : testing::systems()) {
        if (system.expected != Expected::reachable) continue;
        CAPTURE(system.name);
        TestMemory memory;
        Options options;
        options.scope = system.scope;
        options.limits = test_limits();
        options.memory = &memory;
        auto const ask = [&] { return verify(system.core, system.property, options); };
        ask();
        auto const question = memory.kept.begin()->first, text = memory.kept.begin()->second;
        // "FORMAT ENGINE USED RUNS PROOF NEVER WITHIN"
        auto const first = text.find('\n');
        std::istringstream head(text.substr(0, first));
        std::string form, engine, used, count;
        head >> form >> engine >> used >> count;
        auto const body = text.substr(first, text.rfind("end") - first);
        auto const with = [&](std::string const &flags, std::string const &more) {
            memory.kept[question] =
                form + " " + engine + " " + used + " " + flags + body + more + "end\n";
            Outcome const outcome = ask();
            CHECK(std::holds_alternative<Violated>(outcome.verdict));
            return outcome.recalled;
        };
        CHECK(with(count + " 0 0 0", ""));
        CHECK_FALSE(with(count + " 1 0 0", trivial));           // a run, and a proof beside it
        CHECK_FALSE(with(count + " 1 1 0", trivial + trivial)); // never triggered, too
        CHECK_FALSE(with(count + " 1 0 1", trivial));           // within a time that there is not
        ++runs;
    }
    CHECK(runs > 3);
}

TEST_CASE("evidence for one system proves nothing of another", "[engines]") {
    auto const all = testing::systems();
    std::vector<TestMemory> memories(all.size());
    auto const ask = [&](std::size_t i) {
        Options options;
        options.scope = all[i].scope;
        options.limits = test_limits();
        options.memory = &memories[i];
        return verify(all[i].core, all[i].property, options);
    };
    std::vector<Outcome> first;
    for (std::size_t i = 0; i < all.size(); ++i) first.push_back(ask(i));
    std::vector<std::string> evidence;
    for (auto const &memory : memories) evidence.push_back(memory.kept.begin()->second);
    int refused = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t away = 1; away <= 5; ++away) {
            auto const other = (i + away) % all.size();
            CAPTURE(all[i].name, all[other].name);
            memories[i].kept.begin()->second = evidence[other];
            Outcome const outcome = ask(i);
            CHECK(outcome.verdict.index() == first[i].verdict.index());
            refused += !outcome.recalled;
        }
    CHECK(refused > 50);
}

namespace {

bool speaks_of_step(Core const &core, ExprId id) {
    auto const &e = core.expressions[id];
    using compiler::Op;
    return e.op == Op::occurs || e.op == Op::previous || e.op == Op::input || e.op == Op::act_of ||
           std::any_of(e.operands.begin(), e.operands.end(),
                       [&](ExprId operand) { return speaks_of_step(core, operand); });
}

// A run that is none only because it puts off for ever what cannot be put off is refused. Returns:
// there is one.
bool refuses_unjust(testing::System const &system, TransitionSystem const &whole) {
    TransitionSystem unjust = whole;
    unjust.loop->justice.clear();
    assemble_loop(unjust);
    Claim const claim = enumeration(unjust, test_limits());
    auto const *run = std::get_if<ClaimedRun>(&claim.answer);
    if (!run) return false;
    Concluder const concluder(system.core, system.property, whole);
    std::string why;
    auto const lifted = concluder.lift(unjust, *run, why);
    REQUIRE(lifted);
    CHECK_THROWS_AS(concluder.witness(*lifted), InternalError);
    return true;
}

enum class Asking {
    reach,
    for_ever,
    justly
}; // justly: for ever, where some things cannot be put off

// Random systems; `for_ever`: asked whether what is bad may stay so.
void agree(Asking asking, unsigned seeds) {
    bool const for_ever = asking != Asking::reach, justly = asking == Asking::justly;
    int asked = 0, decided = 0, reachable = 0, unjust = 0;
    for (unsigned seed = 0; seed < seeds; ++seed) {
        testing::System system = testing::random_system(seed);
        if (for_ever) {
            auto &property = system.core.properties[system.property];
            if (speaks_of_step(system.core, property.bad)) continue;
            property.for_ever = true;
            if (!justly) property.justice.clear();
            if (justly && property.justice.empty()) continue;
        }
        ++asked;
        TransitionSystem const whole = ground(system.core, system.property, system.scope);
        Claim const oracle = enumeration(whole, test_limits());
        if (std::holds_alternative<GaveUp>(oracle.answer)) continue;
        auto const *proof = std::get_if<ClaimedCertificate>(&oracle.answer);
        if (justly && proof) unjust += refuses_unjust(system, whole);
        auto const *shortest = std::get_if<ClaimedRun>(&oracle.answer);
        Expected const expected = shortest ? Expected::reachable : Expected::unreachable;
        ++decided;
        reachable += shortest != nullptr;
        CAPTURE(seed);
        // With justice most systems hold, and a long proof state by state takes minutes.
        bool const lengthy = justly && proof && proof->terms.size() >= 2000;
        if (!lengthy) judge(system, whole, whole, oracle, expected);
        for (EngineInfo const &engine : engines()) {
            if (lengthy && engine.run == enumeration) continue;
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
    CHECK((unjust > 0) == justly);
}

} // namespace

TEST_CASE("engines agree with enumeration on random systems", "[engines]") {
    agree(Asking::reach, 40);
}

TEST_CASE("engines agree with enumeration on what may stay so for ever", "[engines]") {
    agree(Asking::for_ever, 50);
}

TEST_CASE("engines agree with enumeration on what may stay so where some things come",
          "[engines]") {
    agree(Asking::justly, 90);
}
