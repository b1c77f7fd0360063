// Random programs, written in the language: every engine against enumeration, the interpreter
// against the encoding, and exported queries against another process. A few hundred by default;
// MANDATE_RANDOM_PROGRAMS=2000 asks for more.
#include "base/assert.h"
#include "compiler/compile.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "compiler/relaxation.h"
#include "compiler/z3/smtlib.h"
#include "dsl/parse/parse.h"
#include "dsl/resolve/resolve.h"
#include "report/diagnostics.h"
#include "solver/check/conclude.h"
#include "solver/check/interpreter.h"
#include "solver/engine.h"
#include "solver/engines/bmc.h"
#include "solver/engines/enumeration.h"
#include "solver/verify.h"
#include "support/generate.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

using namespace mandate;
using namespace mandate::solver;

namespace {

// A program with all that the tests ask of it.
struct Asked {
    testing::GeneratedProgram program;
    Core core;
    PropertyId property;
    Scope scope;
    TransitionSystem whole;
};

Asked ask(unsigned seed, int size,
          testing::GeneratedProgram (*generate)(unsigned, int) = testing::random_program) {
    auto program = generate(seed, size);
    INFO(program.text);
    SourceMap sources;
    DiagnosticSink sink;
    std::deque<dsl::ast::File> files;
    files.push_back(dsl::parse(sources.add("random.mandate", program.text, sink), sources, sink));
    std::optional<Core> core;
    if (!sink.has_errors())
        if (auto const resolved = dsl::resolve(std::move(files), sink))
            core = compiler::compile(*resolved, "now", {"q"}, sink);
    INFO(report::text(sink.sorted(), sources, 20));
    REQUIRE(core);
    auto const property = core->properties.id(0);
    auto const scope = scope_of(*core, core->properties[property], program.spare_persons);
    auto whole = ground(*core, property, scope);
    return {std::move(program), std::move(*core), property, scope, std::move(whole)};
}

// Votes beyond the seats are never valid: the oracle need not try them.
TransitionSystem bounded(TransitionSystem ts, std::int64_t seats) {
    for (SymbolId input : ts.number_inputs)
        if (input) ts.symbols[input].sort.high = std::min(ts.symbols[input].sort.high, seats);
    return ts;
}

Limits limits(std::uint64_t rlimit, int acts) {
    Limits result;
    result.rlimit = rlimit;
    result.acts = acts;
    return result;
}

int acts_in(TransitionSystem const &ts, ClaimedRun const &run) {
    return static_cast<int>(
        std::count_if(run.steps.begin(), run.steps.end(), [&](Valuation const &inputs) {
            return inputs[static_cast<std::size_t>(ts.selector.index)] != ts.time;
        }));
}

// The program of this seed, smaller if need be, with what the oracle says of it.
struct Judged {
    Asked asked;
    Claim oracle;
    std::optional<int> shortest; // acts; none: unreachable
};

std::optional<Judged> judge(unsigned seed) {
    for (int size = 0; size <= testing::smallest_size; ++size) {
        auto asked = ask(seed, size);
        auto oracle = enumeration(bounded(asked.whole, asked.program.seats), limits(0, 0));
        if (std::holds_alternative<GaveUp>(oracle.answer)) continue;
        std::optional<int> shortest;
        if (auto const *run = std::get_if<ClaimedRun>(&oracle.answer))
            shortest = acts_in(asked.whole, *run);
        return Judged{std::move(asked), std::move(oracle), shortest};
    }
    return std::nullopt;
}

// Nobody may claim what the oracle denies, and what is claimed passes the checker.
void hold(Judged const &judged, Claim const &claim) {
    auto const &[asked, oracle, shortest] = judged;
    Concluder const concluder(asked.core, asked.property, asked.whole);
    if (auto const *run = std::get_if<ClaimedRun>(&claim.answer)) {
        CHECK(shortest);
        std::string why;
        auto const lifted = concluder.lift(asked.whole, *run, why);
        INFO(why);
        CHECK(lifted);
        if (lifted) CHECK_NOTHROW(concluder.witness(*lifted));
        if (lifted && lifted->loop) {
            Run ends = *lifted, stands_still = *lifted;
            ends.loop.reset();
            stands_still.steps.resize(*lifted->loop);
            for (Run const &run_without_loop : {ends, stands_still})
                CHECK_THROWS_AS(concluder.witness(run_without_loop), InternalError);
        }
    }
    if (auto const *certificate = std::get_if<ClaimedCertificate>(&claim.answer)) {
        CHECK_FALSE(shortest);
        CHECK_NOTHROW(concluder.proved(*certificate));
    }
}

bool gave_up_early(Claim const &claim, int acts) {
    auto const *gave_up = std::get_if<GaveUp>(&claim.answer);
    return gave_up && gave_up->acts < acts;
}

// Interrupted again and again, and asked for runs under the readings that are left, a search says
// what one from nothing says. Returns: how often it was interrupted.
unsigned hold_in_turn(TransitionSystem const &ts, int acts) {
    ShortestRuns runs(ts, acts);
    TransitionSystem rest = ts;
    unsigned interrupted = 0;
    for (int turn = 0; turn < 4; ++turn) {
        CAPTURE(turn);
        std::uint64_t rlimit = 300;
        Claim one = runs.next(limits(rlimit, acts));
        while (gave_up_early(one, acts) && rlimit < 2'000'000) {
            ++interrupted;
            one = runs.next(limits(rlimit *= 3, acts));
        }
        Claim const other = bmc(rest, limits(2'000'000, acts));
        if (gave_up_early(one, acts) || gave_up_early(other, acts)) break;
        CHECK(one.answer.index() == other.answer.index());
        auto const *run = std::get_if<ClaimedRun>(&one.answer);
        auto const *again = std::get_if<ClaimedRun>(&other.answer);
        if (!run || !again) break;
        CHECK(acts_in(ts, *run) == acts_in(ts, *again));
        std::vector<ShortestRuns::Range> together;
        std::vector<TermId> same;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            SymbolId const id = ts.symbols.id(s);
            if (ts.symbols[id].role != SymbolRole::reading) continue;
            together.push_back({id, run->entry[s], run->entry[s]});
            same.push_back(rest.terms.equal(
                rest.current(id), rest.terms.constant(ts.symbols[id].sort, run->entry[s])));
        }
        if (together.empty()) break;
        runs.leave_out(together);
        rest.assumptions.push_back({rest.terms.negation(rest.terms.conjunction(same)), {}});
    }
    return interrupted;
}

// Whether the oracle finds a run that breaks the property in substance; none if that is too much.
std::optional<bool> breaks_in_substance(Asked const &asked) {
    auto const substance = asked.core.properties[asked.property].in_substance;
    if (!substance) return false;
    auto const ts = ground(asked.core, substance, asked.scope);
    auto const oracle = enumeration(bounded(ts, asked.program.seats), limits(0, 0));
    if (std::holds_alternative<GaveUp>(oracle.answer)) return std::nullopt;
    return std::holds_alternative<ClaimedRun>(oracle.answer);
}

// Whether there is a run; nothing if the system is too large.
std::optional<bool> reaches(TransitionSystem const &ts, Limits const &limits) {
    auto const oracle = enumeration(ts, limits);
    if (std::holds_alternative<GaveUp>(oracle.answer)) return std::nullopt;
    return std::holds_alternative<ClaimedRun>(oracle.answer);
}

// Every answer that the conditions tell apart, asked of the oracle. Returns: how many.
unsigned hold_conditions(Asked const &asked, Conditions const &conditions,
                         std::optional<bool> (*oracle)(TransitionSystem const &, Limits const &)) {
    std::map<Instance, std::set<std::int64_t>> answers;
    for (auto const *conditions_of : {&conditions.with_run, &conditions.without})
        for (ReadingCondition const &condition : *conditions_of)
            for (ReadingCondition::Part const &part : condition.parts) {
                auto const &sort = asked.core.variables[part.reading.var].sort;
                auto &values = answers[part.reading];
                if (!part.values.empty())
                    for (auto value = sort.low; value <= sort.high; ++value) values.insert(value);
                else
                    for (auto value : {part.low - 1, part.low, part.high, part.high + 1})
                        if (sort.low <= value && value <= sort.high) values.insert(value);
            }
    auto const met = [](std::vector<ReadingCondition> const &side, Values const &given) {
        return std::any_of(side.begin(), side.end(), [&](ReadingCondition const &condition) {
            return std::all_of(condition.parts.begin(), condition.parts.end(),
                               [&](ReadingCondition::Part const &part) {
                                   auto const value = given.at(part.reading);
                                   return part.values.empty()
                                              ? part.low <= value && value <= part.high
                                              : std::find(part.values.begin(), part.values.end(),
                                                          value) != part.values.end();
                               });
        });
    };
    unsigned asked_for = 0;
    Values given;
    std::function<void(std::map<Instance, std::set<std::int64_t>>::const_iterator)> go =
        [&](auto at) {
            if (asked_for == 24) return;
            if (at != answers.end()) {
                for (auto const value : at->second) {
                    given[at->first] = value;
                    go(std::next(at));
                }
                return;
            }
            TransitionSystem ts = asked.whole;
            for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
                Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
                auto const it = given.find({symbol.var, symbol.at});
                if (symbol.role == SymbolRole::reading && it != given.end())
                    ts.assumptions.push_back(
                        {ts.terms.equal(ts.current(ts.symbols.id(s)),
                                        ts.terms.constant(symbol.sort, it->second)),
                         {}});
            }
            auto const run = oracle(bounded(ts, asked.program.seats), limits(0, 0));
            if (!run) return;
            ++asked_for;
            CHECK(met(conditions.with_run, given) == *run);
            CHECK_FALSE((*run && met(conditions.without, given)));
        };
    go(answers.begin());
    return asked_for;
}

} // namespace

TEST_CASE("engines agree with enumeration on random programs", "[random]") {
    constexpr int deepest = 6;
    unsigned const count = testing::how_many("MANDATE_RANDOM_PROGRAMS", 120);
    unsigned too_large = 0, reachable = 0, unreachable = 0, found = 0, proved = 0;
    unsigned conditions = 0;   // combinations of answers asked of the oracle
    unsigned endless = 0;      // ask what is so for ever
    unsigned in_substance = 0; // proved, and broken in substance
    unsigned interrupted = 0;  // searches taken up again
    for (unsigned seed = 0; seed < count; ++seed) {
        CAPTURE(seed);
        auto const judged = judge(seed);
        if (!judged) {
            ++too_large;
            continue;
        }
        auto const &[asked, oracle, shortest] = *judged;
        INFO(asked.program.text);
        ++(shortest ? reachable : unreachable);
        endless += asked.whole.loop.has_value();
        // The oracle's own evidence; its proofs list every state and are checked only where they
        // are short.
        auto const *listed = std::get_if<ClaimedCertificate>(&oracle.answer);
        if (!listed || listed->terms.size() < 2000) hold(*judged, oracle);
        for (EngineInfo const &engine : engines()) {
            std::string const name = engine.name;
            if (name == "enumeration") continue;
            CAPTURE(name);
            auto const claim =
                engine.run(asked.whole, limits(name == "spacer" ? 1'000'000 : 2'000'000,
                                               shortest ? deepest : 2));
            hold(*judged, claim);
            if (name != "bmc") continue;
            interrupted += hold_in_turn(asked.whole, shortest ? deepest : 2);
            if (auto const *run = std::get_if<ClaimedRun>(&claim.answer))
                CHECK(acts_in(asked.whole, *run) == shortest.value_or(-1));
            else if (shortest)
                CHECK(std::get<GaveUp>(claim.answer).acts < *shortest);
        }
        // All of it together, on the system after the passes.
        Options options;
        options.scope = asked.scope;
        options.limits = limits(8'000'000, deepest);
        auto const outcome = verify(asked.core, asked.property, options);
        bool const substance = std::holds_alternative<FailsInSubstance>(outcome.verdict);
        bool const proof = substance || std::holds_alternative<Holds>(outcome.verdict) ||
                           std::holds_alternative<Impossible>(outcome.verdict) ||
                           std::holds_alternative<Vacuous>(outcome.verdict);
        bool const undecided = std::holds_alternative<Undecided>(outcome.verdict);
        if (auto const *depends = std::get_if<Depends>(&outcome.verdict)) {
            REQUIRE(depends->conditions().complete);
            conditions += hold_conditions(asked, depends->conditions(), reaches);
        }
        auto const *vacuous = std::get_if<Vacuous>(&outcome.verdict);
        if (proof && !(vacuous && vacuous->proof().no_entry))
            if (auto const breaks = breaks_in_substance(asked)) {
                CHECK(*breaks == substance);
                in_substance += substance;
            }
        if (!undecided) {
            CHECK(proof == !shortest);
            ++(proof ? proved : found);
        }
    }
    WARN(count << " programs: " << reachable << " reachable (" << found << " decided), "
               << unreachable << " unreachable (" << proved << " decided, " << in_substance
               << " fail in substance), " << endless << " without end, " << too_large
               << " too large, " << conditions << " readings one by one, " << interrupted
               << " searches taken up again");
    CHECK(conditions > count / 10);
    CHECK(interrupted > count);
    CHECK(endless * 20 >= count);
    CHECK(found * 10 >= reachable * 7); // the oracle is no better than what it judges
    CHECK(proved * 10 >= unreachable * 7);
    CHECK(too_large * 20 <= count);
    CHECK(reachable * 5 >= count);
    CHECK(unreachable * 5 >= count);
}

TEST_CASE("what is always possible agrees with enumeration", "[random]") {
    unsigned const count = testing::how_many("MANDATE_RANDOM_RECOVERIES", 40);
    unsigned holds = 0, violated = 0, depends = 0, undecided = 0, too_large = 0;
    unsigned refused = 0, tampered = 0;
    for (unsigned seed = 0; seed < count; ++seed) {
        CAPTURE(seed);
        std::optional<Asked> asked;
        std::optional<bool> dead_end;
        for (int size = 0; size <= testing::smallest_size && !dead_end; ++size) {
            asked.emplace(ask(seed, size, testing::random_recovery));
            dead_end = has_dead_end(bounded(asked->whole, asked->program.seats), limits(0, 0));
        }
        if (!dead_end) {
            ++too_large;
            continue;
        }
        INFO(asked->program.text);
        Options options;
        options.scope = asked->scope;
        options.limits = limits(8'000'000, 12);
        auto const outcome = verify(asked->core, asked->property, options);
        Concluder const concluder(asked->core, asked->property, asked->whole);
        if (auto const *proved = std::get_if<Holds>(&outcome.verdict)) {
            CHECK_FALSE(*dead_end);
            ++holds;
            auto const &certificate = proved->proof().certificate;
            auto const &plan = proved->proof().plan;
            REQUIRE(plan);
            if (plan->moves.empty()) continue;
            CHECK_NOTHROW(concluder.covered({}, *plan, certificate));
            Plan none = *plan, anywhere = *plan;
            none.moves.clear();
            CHECK_THROWS_AS(concluder.covered({}, none, certificate), InternalError);
            // Where the act cannot be done, the move does not work; some can be done everywhere.
            for (Move &move : anywhere.moves) move.from = anywhere.terms.truth(true);
            ++tampered;
            try {
                concluder.covered({}, anywhere, certificate);
            } catch (InternalError const &) {
                ++refused;
            }
        } else if (auto const *broken = std::get_if<Violated>(&outcome.verdict)) {
            CHECK(*dead_end);
            ++violated;
            std::vector<Witness> open = broken->witnesses();
            for (Witness &witness : open) {
                REQUIRE(witness.dead_end);
                CHECK_NOTHROW(
                    concluder.dead_end(witness.run, witness.region, witness.dead_end->certificate));
                witness.dead_end.reset();
            }
            CHECK_THROWS_AS(concluder.runs(open), InternalError);
        } else if (auto const *either = std::get_if<Depends>(&outcome.verdict)) {
            CHECK(*dead_end);
            CHECK(hold_conditions(*asked, either->conditions(), has_dead_end) > 0);
            ++depends;
        } else if (std::holds_alternative<Vacuous>(outcome.verdict)) {
            CHECK_FALSE(*dead_end);
        } else {
            ++undecided;
        }
    }
    WARN(count << " programs: " << holds << " hold, " << violated << " violated, " << depends
               << " depend, " << undecided << " undecided, " << too_large << " too large");
    CHECK(refused * 10 >= tampered * 8);
    CHECK(holds * 10 >= count);
    CHECK((violated + depends) * 10 >= count);
    CHECK(undecided * 5 <= count);
}

namespace {

// An entry state that meets as many of some random wishes as it can.
std::optional<ClaimedRun> random_entry(TransitionSystem const &whole, std::mt19937 &random) {
    for (int wishes = 4; wishes >= 0; wishes -= 2) {
        TransitionSystem ts = whole;
        std::vector<TermId> all;
        for (int i = 0; i < wishes; ++i) {
            auto const symbol = ts.symbols.id(random() % ts.symbols.size());
            auto const &s = ts.symbols[symbol];
            if (s.role == SymbolRole::input) continue;
            auto const value =
                s.sort.low +
                static_cast<std::int64_t>(random() %
                                          static_cast<std::uint64_t>(s.sort.high - s.sort.low + 1));
            all.push_back(ts.terms.equal(ts.current(symbol), ts.terms.constant(s.sort, value)));
        }
        ts.bad_initially = ts.terms.conjunction(all);
        auto claim = bmc(ts, limits(0, 0));
        if (auto *run = std::get_if<ClaimedRun>(&claim.answer); run && run->steps.empty())
            return std::move(*run);
    }
    return std::nullopt;
}

// Every act with random inputs, by both, at each state of a random walk.
class Walk {
public:
    Walk(Asked const &asked, ClaimedRun const &entry, std::mt19937 &random)
        : asked_(asked),
          ts_(asked.whole),
          random_(random),
          now_(entry.entry),
          interpreter_(start(entry)) {
        TermStore &terms = ts_.terms;
        std::vector<TermId> valid, next;
        for (LabelledTerm const &condition : ts_.valid) valid.push_back(condition.formula);
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s)
            if (ts_.next[s]) {
                live_.push_back(s);
                next.push_back(ts_.next[s]);
            }
        valid_ = Evaluator(terms, {terms.conjunction(valid)});
        next_ = Evaluator(terms, next);
        bad_ = Evaluator(terms, {ts_.loop ? ts_.loop->pending_after : ts_.bad});
    }

    bool step() {
        struct Choice {
            Interpreter interpreter;
            Valuation state;
        };
        std::vector<Choice> choices;
        for (std::size_t i = 0; i < ts_.acts.size(); ++i) {
            GroundAct const &act = ts_.acts[i];
            if (act.kind != ActKind::automatic && !act.act) continue;
            for (int attempt = 0; attempt < 3; ++attempt) {
                auto [step, inputs] = random_step(static_cast<int>(i));
                valid_.run(inputs);
                auto after = interpreter_;
                auto const why = after.step(step);
                CAPTURE(i, why, act.act ? asked_.core.acts[act.act].name : "automatic");
                CHECK((valid_[0] != 0) == why.empty());
                if (valid_[0] == 0 || !why.empty()) continue;
                next_.run(inputs);
                Valuation state = inputs;
                for (std::size_t k = 0; k < live_.size(); ++k) state[live_[k]] = next_[k];
                for (std::size_t s : live_) {
                    Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
                    CAPTURE(symbol.name);
                    if (symbol.var) CHECK(after.value(symbol.var, symbol.at) == state[s]);
                }
                bad_.run(inputs, &state);
                CHECK((bad_[0] != 0) == after.bad());
                choices.push_back({std::move(after), std::move(state)});
            }
        }
        if (choices.empty()) return false;
        auto &chosen = choices[random_() % choices.size()];
        now_ = std::move(chosen.state);
        // References inside forbid assignment.
        std::destroy_at(&interpreter_);
        std::construct_at(&interpreter_, chosen.interpreter);
        return true;
    }

private:
    Interpreter start(ClaimedRun const &entry) {
        std::string why;
        World world;
        auto value = [&](SymbolId symbol) {
            return static_cast<std::size_t>(entry.entry[static_cast<std::size_t>(symbol.index)]);
        };
        for (std::size_t slot = 0; slot < ts_.scope.units.size(); ++slot) {
            auto const &unit = ts_.scope.units[slot];
            world.level.push_back(unit.level);
            world.name.push_back(unit.name);
            world.kind.push_back({});
            world.parent.push_back(
                unit.enclosing.empty()
                    ? -1
                    : unit.enclosing[ts_.parent[slot] ? value(ts_.parent[slot]) : 0]);
        }
        world.persons = ts_.scope.persons;
        Values fixed, state;
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
            if (!symbol.var || asked_.core.variables[symbol.var].monitor) continue;
            (symbol.role == SymbolRole::state ? state : fixed)[{symbol.var, symbol.at}] =
                entry.entry[s];
        }
        std::vector<int> binders;
        std::size_t persons = 0, units = 0;
        for (Binder const &binder : asked_.core.properties[asked_.property].binders) {
            SymbolId const symbol = binder.sort.kind == compiler::Sort::Kind::person
                                        ? ts_.property_persons[persons++]
                                        : ts_.property_units[units++];
            TermSort const sort = ts_.symbols[symbol].sort;
            binders.push_back(static_cast<int>(
                sort.low == sort.high ? sort.low
                                      : entry.entry[static_cast<std::size_t>(symbol.index)]));
        }
        Interpreter interpreter(asked_.core, asked_.property, std::move(world), std::move(fixed),
                                std::move(binders));
        auto const refused = interpreter.enter(std::move(state));
        CHECK(refused == "");
        return interpreter;
    }

    std::int64_t up_to(std::int64_t high) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high + 1));
    }

    std::pair<Step, Valuation> random_step(int number) {
        GroundAct const &act = ts_.acts[static_cast<std::size_t>(number)];
        Step step{act.act, act.group, act.units, {}, {}};
        Valuation inputs = now_;
        auto set = [&](SymbolId symbol, std::int64_t value) {
            return inputs[static_cast<std::size_t>(symbol.index)] = value;
        };
        set(ts_.selector, number);
        set(ts_.delay, 1 + up_to(ts_.symbols[ts_.delay].sort.high - 1));
        for (SymbolId input : ts_.person_inputs) set(input, up_to(ts_.symbols[input].sort.high));
        for (SymbolId input : ts_.number_inputs)
            if (input)
                set(input, up_to(chance() ? asked_.program.seats : ts_.symbols[input].sort.high));
        if (act.kind == ActKind::automatic) {
            step.act = {};
            return {std::move(step), std::move(inputs)};
        }
        Act const &core_act = asked_.core.acts[act.act];
        if (act.kind == ActKind::time)
            step.inputs[static_cast<std::size_t>(Input::delay)] =
                inputs[static_cast<std::size_t>(ts_.delay.index)];
        for (std::size_t i = 0; i + act.units.size() < core_act.parameters.size(); ++i)
            step.persons.push_back(
                static_cast<int>(inputs[static_cast<std::size_t>(ts_.person_inputs[i].index)]));
        for (Input input : core_act.inputs)
            if (auto const of = static_cast<std::size_t>(input); ts_.number_inputs[of])
                step.inputs[of] = inputs[static_cast<std::size_t>(ts_.number_inputs[of].index)];
        return {std::move(step), std::move(inputs)};
    }
    bool chance() { return random_() % 4 != 0; }

    Asked const &asked_;
    TransitionSystem ts_;
    std::mt19937 &random_;
    Valuation now_;
    Interpreter interpreter_;
    std::vector<std::size_t> live_;
    Evaluator valid_, next_, bad_;
};

} // namespace

// With any of the clauses left out, or kept, there is a run if and only if some condition says so.
TEST_CASE("what carries an answer agrees with enumeration", "[random]") {
    unsigned const count = testing::how_many("MANDATE_RANDOM_PROGRAMS", 8);
    unsigned compared = 0, with_run = 0, without = 0;
    for (unsigned seed = 1; seed <= count; ++seed) {
        auto const asked = ask(seed, testing::smallest_size);
        CAPTURE(seed, asked.program.text);
        std::mt19937 random(seed);
        for (bool const of_proof : {true, false}) {
            CAPTURE(of_proof);
            auto const relaxed = of_proof ? compiler::without_requirements(asked.core, {})
                                          : compiler::without_permissions(asked.core, {});
            Options options;
            options.scope = asked.scope;
            options.lenient = true;
            auto const verdict = verify(relaxed.core, asked.property, options).verdict;
            auto const *depends = std::get_if<Depends>(&verdict);
            bool const always = std::holds_alternative<Violated>(verdict) ||
                                std::holds_alternative<Possible>(verdict);
            bool const never = std::holds_alternative<Holds>(verdict) ||
                               std::holds_alternative<Impossible>(verdict) ||
                               std::holds_alternative<Vacuous>(verdict);
            if (depends ? !depends->conditions().complete : !always && !never) continue;
            auto const whole = ground(relaxed.core, asked.property, asked.scope);
            for (int subset = 0; subset < 6; ++subset) {
                std::map<VarId, std::int64_t> given;
                for (auto const &[var, clause] : relaxed.clauses)
                    given[var] = subset == 0 ? 0 : subset == 1 ? 1 : random() % 2;
                bool said = always;
                if (depends)
                    for (auto const &condition : depends->conditions().with_run)
                        said |= std::all_of(
                            condition.parts.begin(), condition.parts.end(), [&](auto const &part) {
                                return part.values.front() == given.at(part.reading.var);
                            });
                auto const oracle = enumeration(
                    bounded(slice(fold(with_answers(whole, given))), asked.program.seats),
                    limits(0, 0));
                if (std::holds_alternative<GaveUp>(oracle.answer)) continue;
                CAPTURE(subset);
                CHECK(std::holds_alternative<ClaimedRun>(oracle.answer) == said);
                ++compared;
                ++(said ? with_run : without);
            }
        }
    }
    WARN(compared << " sets compared: " << with_run << " with a run, " << without << " without");
    CHECK(with_run > 0);
    CHECK(without > 0);
}

TEST_CASE("the interpreter does what the encoding says on random walks", "[random]") {
    unsigned walks = 0, steps = 0;
    for (unsigned seed = 0; seed < testing::how_many("MANDATE_RANDOM_PROGRAMS", 150); ++seed) {
        CAPTURE(seed);
        auto const asked = ask(seed, 0);
        INFO(asked.program.text);
        std::mt19937 random(seed);
        for (int i = 0; i < 3; ++i) {
            auto const entry = random_entry(asked.whole, random);
            if (!entry) break; // the law of this program has no entry state
            Walk walk(asked, *entry, random);
            ++walks;
            for (int k = 0; k < 12 && walk.step(); ++k) ++steps;
        }
    }
    WARN(walks << " walks, " << steps << " steps");
    CHECK(steps >= walks * 5);
}

#ifdef MANDATE_Z3
namespace {

// What another process says of the text: "sat", "unsat", or whatever else it printed.
std::string solve(std::string const &text) {
    auto const path = std::filesystem::temp_directory_path() /
                      ("mandate-" + std::to_string(std::hash<std::string>{}(text)) + ".smt2");
    std::ofstream(path) << text;
    std::string printed;
    std::string const command = std::string(MANDATE_Z3) + " -T:30 '" + path.string() + "' 2>&1";
    if (auto *pipe = popen(command.c_str(), "r")) {
        std::array<char, 256> buffer{};
        while (std::fgets(buffer.data(), buffer.size(), pipe)) printed += buffer.data();
        pclose(pipe);
    }
    std::filesystem::remove(path);
    while (!printed.empty() && printed.back() == '\n') printed.pop_back();
    return printed;
}

} // namespace

TEST_CASE("exported queries have the same answer elsewhere", "[random]") {
    unsigned sat = 0, unsat = 0;
    unsigned const count = testing::how_many("MANDATE_RANDOM_PROGRAMS", 120);
    for (unsigned seed = 0; seed < count; seed += 5) {
        CAPTURE(seed);
        auto const judged = judge(seed);
        if (!judged) continue;
        auto const &[asked, oracle, shortest] = *judged;
        INFO(asked.program.text);
        // Is there a run of exactly so many steps? As many as the oracle's, or three.
        auto const *run = std::get_if<ClaimedRun>(&oracle.answer);
        auto const steps = run ? static_cast<unsigned>(run->steps.size()) : 3U;
        std::vector<Requirement> requirements;
        for (unsigned frame = 0; frame < steps; ++frame)
            for (LabelledTerm const &condition : asked.whole.valid)
                requirements.push_back({condition.formula, frame});
        if (steps == 0)
            requirements.push_back({asked.whole.bad_initially, 0});
        else
            requirements.push_back({asked.whole.bad, steps - 1});
        CHECK(solve(smtlib(asked.whole, asked.whole.terms, requirements, true)) ==
              (run ? "sat" : "unsat"));
        ++(run ? sat : unsat);
    }
    CHECK(sat * 5 >= count / 5);
    CHECK(unsat * 5 >= count / 5);
}
#endif
