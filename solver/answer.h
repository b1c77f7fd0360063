#pragma once
// A question to its answer: what the regime does not say, what it excludes, what rests on a rank,
// and else a verdict.
#include "solver/explain.h"
#include "solver/verify.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate::solver {

// The same in every format; the order is that of docs/verdicts.md.
enum class VerdictId {
    holds,
    violated,
    possible,
    impossible,
    depends,
    vacuous,
    undecided,
    not_modelled,
    not_applicable
};
char const *id_of(VerdictId id);    // "not-modelled"
char const *words_of(VerdictId id); // "not modelled"

// What a property on ranks rests on: each power of that kind with its rank, and what it lacks.
struct RankRow {
    BasisId basis;
    std::string lacks; // empty: it satisfies the property
};

struct Answer {
    VerdictId id = VerdictId::undecided;
    std::optional<Outcome> outcome;     // of the engines, if they were asked
    std::vector<Story> stories;         // one a witness, the shortest first
    std::vector<RankRow> rows;          // rank properties
    std::string needs;                  // not modelled: what the regime does not say
    std::vector<std::string> questions; // unsettled questions on which the answer depends
    std::vector<ClauseId> rests_on;     // proofs: clauses that suffice
};

// Fails: InternalError if an engine's evidence is refused.
Answer answer(Core const &core, PropertyId property, Options const &options);

} // namespace mandate::solver
