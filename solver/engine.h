#pragma once
// What an engine takes and may say. Engines claim; only check/ concludes.
#include "solver/evaluate.h"

#include <atomic>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace mandate::solver {

struct Limits {
    std::uint64_t rlimit = 0;                // units of Z3's rlimit; 0: none
    int acts = 20;                           // bounded search looks no further
    std::atomic<bool> const *stop = nullptr; // set from outside: give up soon
    bool stopped() const { return stop && *stop; }
};

// Values of fixed symbols and of the entry state, then the inputs of each step, all by SymbolId of
// the system.
struct ClaimedRun {
    Valuation entry;
    std::vector<Valuation> steps;
};

// `invariant` holds in every state, and `bad` never happens, by k-induction: what holds in k states
// in a row without `bad` holds in the next. Terms over the system's symbols, without primes.
struct ClaimedCertificate {
    TermStore terms;
    std::vector<TermId> invariant;
    int k = 1;
    std::optional<std::vector<ClauseId>> clauses = {}; // that are said to suffice, if it is said
};

struct GaveUp {
    std::string reason;
    int acts = -1;           // no run has this many acts or fewer; -1: nothing is known
    bool run_exists = false; // the engine says so, but shows none
};

struct Claim {
    std::variant<GaveUp, ClaimedRun, ClaimedCertificate> answer;
    std::uint64_t used = 0; // of the rlimit
};

enum class Finds { runs, proofs, both };

struct EngineInfo {
    char const *name;
    char const *words;
    Finds finds;
    Claim (*run)(TransitionSystem const &, Limits const &);
};

std::span<EngineInfo const> engines();
// Returns: nullptr if no engine has that name.
EngineInfo const *find_engine(std::string_view name);

} // namespace mandate::solver
