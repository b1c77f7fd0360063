#pragma once
// One property of one core to a verdict: the one entry of solver/.
#include "solver/memory.h"
#include "solver/verdict.h"

#include <map>
#include <optional>
#include <string>

namespace mandate::solver {

// Says which engines are asked first; within the budget any order gives the same verdict. both: a
// run under some readings only.
enum class Likely { unknown, run, proof, both };

// What is known of the same question with fewer answers given: runs under some readings, and a
// proof that there is none under the others.
struct Known {
    std::vector<Witness> witnesses;
    ClaimedCertificate rest;
    std::string engine;
    std::map<VarId, std::int64_t> given;
};

struct Options {
    std::string engine = "auto"; // or the name of an engine in the table
    Limits limits;               // rlimit 0: a budget of the solver's own
    std::optional<Scope> scope;  // the smallest in which the property can be asked, unless said
    int spare_persons = 1;
    // Answers to what a text leaves open that are taken as given, for all units.
    std::map<VarId, std::int64_t> given;
    // All questions are Boolean, and the more of them are answered yes, the more is lawful, or
    // nearly so: what is looked for first, no evidence.
    bool lenient = false;
    bool passes = true; // false: engines see the whole system
    Likely likely = Likely::unknown;
    Known const *known = nullptr;
    Memory *memory = nullptr; // of evidence found before, for the same question in any text
    bool recall_only = false; // what the memory does not know is undecided
    bool any_size = false;    // a proof for any number of units and persons is looked for, too
};

struct Outcome {
    Verdict verdict;
    Scope scope;
    std::string engine;     // that found the evidence; empty if undecided
    std::uint64_t used = 0; // of the rlimit, by engines
    bool recalled = false;  // the evidence was found before, and checked once more
    std::string scope_only =
        {}; // why a proof is one of the scope alone, where another was looked for
};

// The system under these answers alone.
TransitionSystem with_answers(TransitionSystem ts, std::map<VarId, std::int64_t> const &given);

// Returns: nothing unless it depends.
std::optional<Known> known_from(Outcome const &outcome, std::map<VarId, std::int64_t> given);

// Requires: options.engine is "auto" or in the table.
// Fails: InternalError if an engine's evidence is refused.
Outcome verify(Core const &core, PropertyId property, Options const &options);

} // namespace mandate::solver
