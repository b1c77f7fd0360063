// Both encodings of the session and the text for other solvers give the same answers.
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "compiler/z3/session.h"
#include "compiler/z3/smtlib.h"
#include "solver/check/obligations.h"
#include "solver/engines/houdini.h"
#include "support/systems.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace mandate;
using namespace mandate::compiler;

namespace {

// Returns: "sat", "unsat", or whatever else came out; empty if there is no z3 program.
std::string ask_z3(std::string const &query) {
    auto const path = std::filesystem::temp_directory_path() /
                      ("mandate-" + std::to_string(::getpid()) + ".smt2");
    std::ofstream(path) << query;
    std::string answer;
    if (FILE *pipe = ::popen(("z3 " + path.string() + " 2>&1").c_str(), "r")) {
        char buffer[256];
        while (std::fgets(buffer, sizeof buffer, pipe)) answer += buffer;
        ::pclose(pipe);
    }
    std::filesystem::remove(path);
    while (!answer.empty() && answer.back() == '\n') answer.pop_back();
    return answer;
}

} // namespace

TEST_CASE("bits, integers and the z3 program agree", "[session][smtlib]") {
    bool const program = std::system("z3 --version > /dev/null 2>&1") == 0;
    std::vector<testing::System> all = testing::systems();
    for (unsigned seed = 100; seed < 112; ++seed) all.push_back(testing::random_system(seed));
    int sat = 0, unsat = 0;
    for (testing::System const &system : all) {
        TransitionSystem ts = fold(slice(ground(system.core, system.property, system.scope)));
        std::vector<TermId> valid;
        for (LabelledTerm const &v : ts.valid) valid.push_back(v.formula);
        TermId const step = ts.terms.conjunction(valid);
        for (unsigned steps : {1u, 2u, 3u}) {
            CAPTURE(system.name, steps);
            std::vector<Sat> answers;
            for (auto encoding : {SmtSession::Encoding::bits, SmtSession::Encoding::integers}) {
                SmtSession session(ts, ts.terms, encoding);
                session.start();
                for (unsigned frame = 0; frame < steps; ++frame) session.require(step, frame);
                answers.push_back(session.check({session.literal(ts.bad, steps - 1)}));
            }
            CHECK(answers[0] == answers[1]);
            REQUIRE(answers[0] != Sat::unknown);
            ++(answers[0] == Sat::sat ? sat : unsat);
            if (!program) continue;
            std::vector<Requirement> requirements;
            for (unsigned frame = 0; frame < steps; ++frame) requirements.push_back({step, frame});
            requirements.push_back({ts.bad, steps - 1});
            CHECK(ask_z3(smtlib(ts, ts.terms, requirements, true)) ==
                  (answers[0] == Sat::sat ? "sat" : "unsat"));
        }
    }
    CHECK(sat > 10);
    CHECK(unsat > 10);
}

TEST_CASE("the z3 program accepts what is proved, and refuses it without its invariant",
          "[smtlib]") {
    if (std::system("z3 --version > /dev/null 2>&1") != 0) return;
    int refused = 0;
    for (testing::System const &system : testing::systems()) {
        if (system.expected != testing::Expected::unreachable) continue;
        CAPTURE(system.name);
        TransitionSystem const ts = fold(slice(ground(system.core, system.property, system.scope)));
        solver::Limits limits;
        limits.rlimit = 20'000'000;
        auto const claim = solver::houdini(ts, limits);
        auto const *found = std::get_if<solver::ClaimedCertificate>(&claim.answer);
        if (!found) continue;
        TermStore terms = ts.terms;
        auto certificate = *found;
        Substitution import(certificate.terms, terms, {});
        for (TermId &part : certificate.invariant) part = import(part);
        auto const all_unsat = [&] {
            bool all = true;
            for (auto const &each : solver::obligations(ts, terms, certificate, nullptr)) {
                std::vector<Requirement> requirements;
                for (auto const &part : each.parts) requirements.push_back({part.term, part.frame});
                all &= ask_z3(smtlib(ts, terms, requirements, false)) == "unsat";
            }
            return all;
        };
        CHECK(all_unsat());
        certificate.invariant.clear();
        refused += !all_unsat();
    }
    CHECK(refused > 3);
}

TEST_CASE("a session tells its core, its labels and its limits", "[session]") {
    testing::System const system = testing::systems()[0];
    TransitionSystem ts = ground(system.core, system.property, system.scope);
    SymbolId x;
    for (std::size_t s = 0; s < ts.symbols.size(); ++s)
        if (ts.symbols[ts.symbols.id(s)].name == "x") x = ts.symbols.id(s);
    TermStore &t = ts.terms;
    SmtSession session(ts, t);
    auto const low = session.literal(t.at_most(ts.current(x), t.number(2)), 0);
    auto const high = session.literal(t.at_most(t.number(4), ts.current(x)), 0);
    auto const idle = session.literal(t.at_most(t.number(0), ts.current(x)), 0);
    CHECK(session.check({low, idle}) == Sat::sat);
    CHECK(session.value(x, 0) <= 2);
    CHECK(session.check({idle, low, high}) == Sat::unsat);
    CHECK(session.core() == std::vector<SmtSession::Literal>{low, high});
    CHECK(session.check({~low}) == Sat::sat);
    session.require(t.equal(ts.current(x), t.number(3)), 0, ClauseId{7});
    CHECK(session.check({low}) == Sat::unsat);
    CHECK(session.clauses() == std::vector<ClauseId>{ClauseId{7}});
    CHECK(session.used() > 0);
}
