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
    fails_in_substance,
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

// A question that a text leaves open.
struct Question {
    std::string words;
    Silence silence = Silence::none; // none: the language asks it, as the construct needs an answer
};
// "D339 [C07-R5]: no answer means": "yes". Together, when a verdict depends on them.
struct AnsweredQuestion {
    std::string question, answer;
    VarId reading;
    std::vector<std::int64_t> values; // as in ReadingCondition::Part
};
using Clarification = std::vector<AnsweredQuestion>;

struct Answer {
    VerdictId id = VerdictId::undecided;
    std::optional<Outcome> outcome;               // of the engines, if they were asked
    std::vector<Story> stories;                   // one a witness, the shortest first
    std::vector<RankRow> rows;                    // rank properties
    std::string needs;                            // not modelled: what the regime does not say
    std::vector<Question> questions;              // unsettled questions on which the answer depends
    std::vector<Clarification> with_run, without; // depends: when there is a run, and when not
    bool conditions_complete = true;              // false: too many to be listed
    Clarification under; // fails in substance: the answers under which the run is lawful
    std::optional<std::int64_t> days; // proved: what is to come comes within so many at the latest
    std::vector<ClauseId> rests_on;   // proofs: clauses that suffice
    // Of what is always possible. Proofs: the acts of the plan, each once, the last to be done
    // first; a run: nothing leads there from its end.
    std::vector<std::string> plan;
    bool dead_end = false;
};

// In words, each question with its answer.
Clarification clarification(Core const &core, Scope const &scope,
                            ReadingCondition const &condition);
// The same conditions, in any order.
bool same(std::vector<Clarification> const &any, std::vector<Clarification> const &others);
// The readings of a region.
ReadingCondition condition_of(Core const &core, Region const &region);

// Fails: InternalError if an engine's evidence is refused.
Answer answer(Core const &core, PropertyId property, Options const &options);

} // namespace mandate::solver
