// What stands for any number of units and persons against worlds with more of them: whatever
// happens there can happen in the system of what is named, step by step, and is as bad.
#include "compiler/compile.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "compiler/z3/session.h"
#include "dsl/parse/parse.h"
#include "dsl/resolve/resolve.h"
#include "report/diagnostics.h"
#include "solver/check/conclude.h"
#include "solver/engine.h"
#include "solver/engines/enumeration.h"
#include "solver/evaluate.h"
#include "support/generate.h"
#include "support/program.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace mandate;
using namespace mandate::solver;
using namespace mandate::compiler;

namespace {

// A scope with more units of each level and more persons.
struct Larger {
    Scope scope;
    std::vector<int> slot_of;  // by slot of what is named
    std::vector<int> named_by; // by slot: of what is named; -1: another unit
};

std::set<LevelId> above(Core const &core, LevelId of) {
    Level const &level = core.levels[of];
    std::set<LevelId> result;
    for (KindId kind : level.kinds)
        for (KindId inside : core.kinds[kind].inside) result.insert(core.kinds[inside].level);
    if (level.parent) result.insert(level.parent);
    return result;
}

Larger enlarge(Core const &core, Scope const &named, int units, int persons) {
    Larger result;
    result.scope.persons = named.persons + persons;
    result.slot_of.assign(named.units.size(), -1);
    for (std::size_t l = 0; l < core.levels.size(); ++l) {
        LevelId const level = core.levels.id(l);
        for (std::size_t slot = 0; slot < named.units.size(); ++slot) {
            if (named.units[slot].level != level) continue;
            auto unit = named.units[slot];
            for (int &outer : unit.enclosing)
                outer = result.slot_of[static_cast<std::size_t>(outer)];
            result.slot_of[slot] = static_cast<int>(result.scope.units.size());
            result.named_by.push_back(static_cast<int>(slot));
            result.scope.units.push_back(std::move(unit));
        }
        for (int i = 0; i < units; ++i) {
            Scope::Slot unit{level, core.levels[level].name + "-more-" + std::to_string(i), {}};
            auto const outer = above(core, level);
            for (std::size_t at = result.scope.units.size(); at-- > 0;)
                if (outer.contains(result.scope.units[at].level))
                    unit.enclosing.push_back(static_cast<int>(at));
            result.named_by.push_back(-1);
            result.scope.units.push_back(std::move(unit));
        }
    }
    for (int slot : named.named)
        result.scope.named.push_back(slot < 0 ? -1
                                              : result.slot_of[static_cast<std::size_t>(slot)]);
    return result;
}

class Simulated {
public:
    Simulated(Core const &core, PropertyId property, TransitionSystem any, int units, int persons)
        : core_(core),
          any_(std::move(any)),
          larger_(enlarge(core, any_.scope, units, persons)),
          world_(ground(core, property, larger_.scope)) {
        std::vector<TermId> next;
        for (std::size_t s = 0; s < world_.symbols.size(); ++s)
            if (world_.next[s]) {
                live_.push_back(s);
                next.push_back(world_.next[s]);
            }
        next_ = Evaluator(world_.terms, next);
        bad_ = Evaluator(world_.terms, {world_.bad, world_.bad_initially});
        match();
    }

    // Some entry states and some steps from states of any kind, reachable or not. Returns: how
    // many.
    int go(std::mt19937 &random, int times) {
        int done = 0;
        for (int i = 0; i < times; ++i) {
            if (auto const entry = found(random, true)) done += begins(*entry);
            if (auto const step = found(random, false)) done += steps(*step);
        }
        return done;
    }

private:
    void match() {
        in_world_.assign(any_.symbols.size(), {});
        std::map<std::pair<VarId, std::vector<int>>, SymbolId> known;
        for (std::size_t s = 0; s < world_.symbols.size(); ++s) {
            Symbol const &symbol = world_.symbols[world_.symbols.id(s)];
            if (symbol.var && symbol.role != SymbolRole::input)
                known[{symbol.var, symbol.at}] = world_.symbols.id(s);
        }
        for (std::size_t s = 0; s < any_.symbols.size(); ++s) {
            Symbol const &symbol = any_.symbols[any_.symbols.id(s)];
            if (!symbol.var || symbol.role == SymbolRole::input) continue;
            auto at = symbol.at;
            auto const &parameters = core_.variables[symbol.var].parameters;
            for (std::size_t i = 0; i < at.size(); ++i)
                if (parameters[i].kind == Sort::Kind::unit)
                    at[i] = larger_.slot_of[static_cast<std::size_t>(at[i])];
            in_world_[s] = known.at({symbol.var, at});
        }
        auto const pair = [&](SymbolId here, SymbolId there) {
            CHECK(static_cast<bool>(here) == static_cast<bool>(there));
            if (here) in_world_[static_cast<std::size_t>(here.index)] = there;
        };
        for (std::size_t slot = 0; slot < any_.scope.units.size(); ++slot) {
            auto const there = static_cast<std::size_t>(larger_.slot_of[slot]);
            pair(any_.kind[slot], world_.kind[there]);
            pair(any_.parent[slot], world_.parent[there]);
        }
        REQUIRE(any_.property_units.size() == world_.property_units.size());
        for (std::size_t i = 0; i < any_.property_units.size(); ++i) {
            in_world_[static_cast<std::size_t>(any_.property_units[i].index)] =
                world_.property_units[i];
            units_.insert(any_.property_units[i]);
        }
        for (std::size_t i = 0; i < any_.property_persons.size(); ++i)
            in_world_[static_cast<std::size_t>(any_.property_persons[i].index)] =
                world_.property_persons[i];
    }

    // Values with which it is an entry state or a lawful step; as many wishes are met as can be.
    std::optional<Valuation> found(std::mt19937 &random, bool entry) {
        SmtSession session(world_, world_.terms);
        session.limit(3'000'000);
        TermStore &t = world_.terms;
        if (entry) {
            session.start();
        } else {
            session.assume();
            for (LabelledTerm const &condition : world_.valid)
                session.require(condition.formula, 0);
        }
        // The property may name a unit of another's place only where the scope names one.
        std::vector<SmtSession::Literal> wishes;
        for (SymbolId const unit : world_.property_units) {
            std::vector<TermId> named;
            for (std::size_t slot = 0; slot < larger_.named_by.size(); ++slot)
                if (larger_.named_by[slot] >= 0)
                    named.push_back(
                        t.equal(world_.current(unit), t.number(static_cast<std::int64_t>(slot))));
            wishes.push_back(session.literal(t.disjunction(named), 0));
        }
        if (session.check(wishes) != Sat::sat) return std::nullopt;
        for (int i = 0; i < 12; ++i) {
            auto const id = i == 0 && !entry ? world_.selector
                                             : world_.symbols.id(random() % world_.symbols.size());
            TermSort const sort = world_.symbols[id].sort;
            auto const value =
                sort.low + static_cast<std::int64_t>(
                               random() % static_cast<std::uint64_t>(sort.high - sort.low + 1));
            if (entry && world_.symbols[id].role == SymbolRole::input) continue;
            wishes.push_back(
                session.literal(t.equal(world_.current(id), t.constant(sort, value)), 0));
            if (session.check(wishes) != Sat::sat) wishes.pop_back();
        }
        if (session.check(wishes) != Sat::sat) return std::nullopt;
        Valuation result(world_.symbols.size());
        for (std::size_t s = 0; s < result.size(); ++s)
            result[s] = session.value(world_.symbols.id(s), 0);
        return result;
    }

    // What the system of what is named has in place of a value of the world.
    TermId is(std::size_t symbol, std::int64_t value, bool next) {
        SymbolId const id = any_.symbols.id(symbol);
        Symbol const &of = any_.symbols[id];
        if (of.var && core_.variables[of.var].sort.kind == Sort::Kind::person)
            value = std::min<std::int64_t>(value, any_.scope.persons);
        if (units_.contains(id)) value = larger_.named_by[static_cast<std::size_t>(value)];
        TermId const term = next ? any_.terms.primed(id, of.sort) : any_.current(id);
        return any_.terms.equal(term, any_.terms.constant(of.sort, value));
    }

    bool agrees(SmtSession &session, Valuation const &state) {
        for (std::size_t s = 0; s < in_world_.size(); ++s)
            if (in_world_[s])
                session.require(is(s, state[static_cast<std::size_t>(in_world_[s].index)], false),
                                0);
        return session.check() == Sat::sat;
    }

    int begins(Valuation const &entry) {
        SmtSession session(any_, any_.terms);
        session.start();
        bad_.run(entry, &entry);
        if (bad_[1]) session.require(any_.bad_initially, 0);
        CHECK(agrees(session, entry));
        return 1;
    }

    int steps(Valuation const &now) {
        SmtSession session(any_, any_.terms);
        session.assume();
        for (LabelledTerm const &condition : any_.valid) session.require(condition.formula, 0);
        CHECK(agrees(session, now));
        next_.run(now);
        Valuation after = now;
        for (std::size_t k = 0; k < live_.size(); ++k) after[live_[k]] = next_[k];
        for (std::size_t s = 0; s < in_world_.size(); ++s)
            if (in_world_[s] && any_.next[s])
                session.require(is(s, after[static_cast<std::size_t>(in_world_[s].index)], true),
                                0);
        bad_.run(now, &after);
        if (bad_[0]) session.require(any_.bad, 0);
        auto const act =
            static_cast<std::size_t>(now[static_cast<std::size_t>(world_.selector.index)]);
        CAPTURE(act, world_.acts[act].act ? core_.acts[world_.acts[act].act].name : "automatic",
                bad_[0]);
        CHECK(session.check() == Sat::sat);
        return 1;
    }

    Core const &core_;
    TransitionSystem any_;
    Larger larger_;
    TransitionSystem world_;
    std::vector<std::size_t> live_;
    Evaluator next_, bad_;
    std::vector<SymbolId> in_world_; // by symbol of any_; none: it knows of others
    std::set<SymbolId> units_;
};

std::optional<Core> compiled(std::deque<dsl::ast::File> files, std::string const &regime,
                             std::vector<std::string> const &properties) {
    DiagnosticSink sink;
    auto const program = dsl::resolve(std::move(files), sink);
    return program ? compiler::compile(*program, regime, properties, sink) : std::nullopt;
}

// A random program with its question.
std::optional<Core> asked(std::string const &text) {
    SourceMap sources;
    DiagnosticSink sink;
    std::deque<dsl::ast::File> files;
    files.push_back(dsl::parse(sources.add("random.mandate", text, sink), sources, sink));
    return compiled(std::move(files), "now", {"q"});
}

} // namespace

TEST_CASE("what is proved for any size is so at every size that is tried", "[any_size]") {
    unsigned const count = testing::how_many("MANDATE_RANDOM_PROGRAMS", 40);
    int proved = 0, tried = 0, listed = 0, disproved = 0;
    for (unsigned seed = 0; seed < count; ++seed) {
        CAPTURE(seed);
        for (int size = 0; size <= testing::smallest_size; ++size) {
            auto const program = testing::random_program(seed, size);
            INFO(program.text);
            auto const core = asked(program.text);
            REQUIRE(core);
            auto const property = core->properties.id(0);
            auto const any = ground_any_size(*core, property).system;
            if (!any) break;
            Limits limits;
            limits.rlimit = 1'000'000;
            limits.acts = 5;
            auto const small = slice(fold(*any));
            Claim const claim = find_engine("spacer")->run(small, limits);
            auto const *certificate = std::get_if<ClaimedCertificate>(&claim.answer);
            if (certificate) CHECK_NOTHROW(Concluder::prove(*any, *certificate));
            bool all_listed = true;
            for (auto const [units, persons] : {std::pair{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}}) {
                if (any->scope.persons + persons == 0) continue;
                CAPTURE(units, persons);
                auto world =
                    ground(*core, property, enlarge(*core, any->scope, units, persons).scope);
                if (!certificate) {
                    if (units != 0 || persons != 1) continue;
                    auto const run = find_engine("bmc")->run(world, limits);
                    disproved += std::holds_alternative<ClaimedRun>(run.answer);
                    continue;
                }
                // Votes beyond the seats are never valid.
                for (SymbolId input : world.number_inputs)
                    if (input)
                        world.symbols[input].sort.high =
                            std::min(world.symbols[input].sort.high, program.seats);
                auto const all = enumeration(world, {});
                CHECK_FALSE(std::holds_alternative<ClaimedRun>(all.answer));
                bool const gave_up = std::holds_alternative<GaveUp>(all.answer);
                all_listed &= !gave_up;
                listed += !gave_up;
                if (gave_up)
                    CHECK_FALSE(std::holds_alternative<ClaimedRun>(
                        find_engine("bmc")->run(world, limits).answer));
                ++tried;
            }
            proved += certificate != nullptr;
            if (!certificate || all_listed) break; // else a smaller program of the seed
        }
    }
    WARN(proved << " proved for any size, at " << tried << " sizes, " << listed
                << " of them state by state; a run of " << disproved << " others");
    CHECK(proved * 10 >= static_cast<int>(count));
    CHECK(listed * 10 >= tried * 3);
    CHECK(disproved > 0);
}

TEST_CASE("what happens in larger random worlds happens to what is named", "[any_size]") {
    int steps = 0, systems = 0;
    unsigned const count = testing::how_many("MANDATE_RANDOM_PROGRAMS", 40);
    for (unsigned seed = 0; seed < count; ++seed) {
        CAPTURE(seed);
        auto const program = testing::random_program(seed, 0);
        INFO(program.text);
        auto const core = asked(program.text);
        REQUIRE(core);
        auto const property = core->properties.id(0);
        auto any = ground_any_size(*core, property).system;
        if (!any) continue;
        ++systems;
        std::mt19937 random(seed);
        steps += Simulated(*core, property, std::move(*any), 1, 2).go(random, 4);
    }
    WARN(systems << " systems, " << steps << " entry states and steps");
    CHECK(steps > systems * 4);
}

TEST_CASE("what happens in larger countries happens to what is named in the models",
          "[any_size][models]") {
    auto const [regime, property] = GENERATE(table<std::string, std::string>({
        {"in_1996", "q1"},
        {"in_2001", "cell_okrug"},
        {"in_2005", "cell_raion"},
        {"in_2008", "q1"},
        {"in_2008", "q23_oblast_city"},
        {"in_2012", "cell_okrug"},
        {"in_2014", "q6_acting"},
        {"in_2014", "q27"},
        {"in_2026", "cell_raion"},
        {"ap4b", "answers_to_electors"},
    }));
    CAPTURE(regime, property);
    std::deque<dsl::ast::File> files;
    SourceMap sources;
    DiagnosticSink sink;
    for (auto const &[path, text] : tests::models().texts)
        if (path.ends_with(".mandate"))
            files.push_back(dsl::parse(sources.add(path, text, sink), sources, sink));
    auto const core = compiled(std::move(files), regime, {property});
    REQUIRE(core);
    int systems = 0;
    for (std::size_t p = 0; p < core->properties.size(); ++p) {
        auto const id = core->properties.id(p);
        auto any = ground_any_size(*core, id).system;
        if (!any) continue;
        ++systems;
        std::mt19937 random(1);
        CHECK(Simulated(*core, id, std::move(*any), 1, 1).go(random, 5) > 3);
    }
    CHECK(systems > 0);
}

namespace {

std::string const land = R"(level land
level county in land
person { citizen  tall }
authority registrar
office president of l: land
office head of c: county
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office president of l: land {
        appointment by registrar @of_land
        may be removed by registrar @recall
    }
    office head of c: county {
        a candidate must be citizen
        appointment by president of land of c @by_president
        appointment by registrar @by_registrar
        appointment by registrar @by_another_act
    }
}
regime now = Law as of 2001-01-01
)";

// What `check` prints of a question.
std::string answered(std::string const &law, std::string const &question) {
    cli::MemoryFiles files;
    files.texts["law.mandate"] = law + "property q \"question\"\n    " + question + "\n";
    auto const ended = tests::run(files, {"check", "law.mandate", "--prop", "q"});
    INFO(ended.err);
    return ended.out;
}
bool has(std::string const &text, std::string const &part) {
    return text.find(part) != std::string::npos;
}
char const *const any_size = "any number of units and persons";

} // namespace

TEST_CASE("what holds whatever others do is proved for any size", "[any_size]") {
    for (auto const *question :
         {"for every c: county, p: person: always p takes head of c implies p is citizen",
          "for every c: county, p: person:\n        president of land of c appoints p as head of c "
          "only after someone takes president of land of c\n    starting from president of land of "
          "c is vacant",
          "for some c: county, p: person where not p is citizen: possible p takes head of c"}) {
        CAPTURE(question);
        CHECK(has(answered(land, question), any_size));
    }
}

TEST_CASE("what a country of another size breaks is not proved for any size", "[any_size]") {
    // Of one county; of one person; of one land with more counties than the scope has.
    for (auto const *question :
         {"for every c: county, d: county, p: person: never (for every x: county: p takes head of "
          "x)",
          "for every c: county, p: person, q: person: never (for every x: person: x takes head of "
          "c)",
          "for every c: county, d: county, p: person:\n        never ((for every x: land: p takes "
          "president of x)\n            and (for some x: county: head of x is filled under "
          "Law@by_president)\n            and (for some x: county: head of x is filled under "
          "Law@by_registrar)\n            and (for some x: county: head of x is filled under "
          "Law@by_another_act)\n            and (for some x: county: head of x is vacant))"}) {
        CAPTURE(question);
        auto const out = answered(land, question);
        CHECK(has(out, "holds"));
        CHECK_FALSE(has(out, any_size));
    }
}

TEST_CASE("a slot that stands for nothing binds nobody", "[any_size]") {
    // A land may be blue where it has no region.
    std::string const law = R"(level land { kinds red, blue }
level region in land { kinds plain in red }
level city in land { kinds port in blue, town in red }
level ward in region { kinds field in plain, quay in port, square in town }
person { citizen }
authority registrar
office head of w: ward
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office head of w: ward { appointment by registrar @heads }
}
regime now = Law as of 2001-01-01
)";
    auto const question = "for every w: ward, p: person: never (p takes head of w and w is quay)";
    auto const in_one = answered(law, question);
    INFO(in_one);
    CHECK(has(in_one, "holds"));
    CHECK_FALSE(has(in_one, any_size));
    auto const in_two = answered(
        law,
        "for every w: ward, l: land, m: land, p: person: never (p takes head of w and w is quay)");
    INFO(in_two);
    CHECK(has(in_two, "violated"));
}

TEST_CASE("what holds in substance in the scope only is not said of any size", "[any_size]") {
    auto law = land;
    law.insert(law.find("        appointment by president of land of c @by_president"),
               "        acting holder designated by registrar @acting { at most 6 months }\n");
    auto const here = answered(
        law, "for every c: county, p: person: never (p takes head of c and not p is citizen)");
    INFO(here);
    CHECK(has(here, "fails in substance"));
    CHECK(has(here, any_size)); // to the letter
    // In a country of one county the same.
    auto const every = answered(law, "for every c: county, p: person: never ((for every x: county: "
                                     "p takes head of x) and not p is citizen)");
    INFO(every);
    CHECK(has(every, "holds"));
    CHECK_FALSE(has(every, any_size));
}

TEST_CASE("a unit that is named may enclose what encloses another one", "[any_size]") {
    auto const out = answered(R"(level land
level town in land or in same level { kinds port, quarter in port }
level hamlet in town
person { citizen }
authority registrar
office mayor of t: town
office reeve of h: hamlet
instrument Law "law" {
    rank statute  in force from 2000-01-01
    office mayor of t: town { appointment by registrar @mayors }
    office reeve of h: hamlet { appointment by mayor of town of h @reeves }
}
regime now = Law as of 2001-01-01
)",
                              "for every t: town, h: hamlet where h is inside t and not t is "
                              "quarter, p: person: never p takes reeve of h");
    INFO(out);
    CHECK(has(out, "violated"));
}

TEST_CASE("a condition on persons is one", "[any_size]") {
    CHECK(has(answered(land, "for some c: county, p: person where not p is citizen: possible p "
                             "takes head of c"),
              "impossible"));
    CHECK(has(answered(land, "for every c: county, p: person: never (p takes head of c and (for "
                             "every x: person where x is tall: x takes head of c))"),
              "violated"));
}

TEST_CASE("a question may speak of a unit in a part of it only", "[any_size]") {
    CHECK(has(answered(land, "for every p: person: never (for every x: county: p takes head of x)"),
              "violated"));
}
