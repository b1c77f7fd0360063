#include "solver/why.h"

#include "compiler/relaxation.h"

#include <algorithm>
#include <map>

namespace mandate::solver {

namespace {

// The clauses that a condition speaks of. Returns: nothing if it asks another answer of one, so
// that there is a run with fewer clauses left out, or kept, but not with more.
std::optional<ClauseSet> clauses_of(ReadingCondition const &condition, std::int64_t answer,
                                    std::map<VarId, ClauseId> const &clause_of) {
    ClauseSet clauses;
    for (auto const &part : condition.parts) {
        if (part.values != std::vector{answer}) return std::nullopt;
        clauses.push_back(clause_of.at(part.reading.var));
    }
    std::sort(clauses.begin(), clauses.end());
    return clauses;
}

// A run that is lawful without these clauses: what is done may rest on them, but they demand
// nothing.
Story story_without(Core const &core, PropertyId property, Run const &run,
                    ClauseSet const &clauses) {
    Story story = tell(core, property, run);
    for (auto &step : story.steps)
        if (step.clauses.size() > 1)
            step.clauses.erase(std::remove_if(step.clauses.begin() + 1, step.clauses.end(),
                                              [&](ClauseId clause) {
                                                  return std::binary_search(clauses.begin(),
                                                                            clauses.end(), clause);
                                              }),
                               step.clauses.end());
    return story;
}

// The witness whose run needs no other clause to be missing, and none of these to be there.
Witness const *without(std::vector<Witness> const &witnesses, ReadingCondition const &condition) {
    auto const lost = [&](VarId var) {
        return std::any_of(condition.parts.begin(), condition.parts.end(),
                           [&](auto const &part) { return part.reading.var == var; });
    };
    for (auto const &witness : witnesses)
        if (std::all_of(witness.region.bounds.begin(), witness.region.bounds.end(),
                        [&](auto const &bound) {
                            return lost(bound.reading.var) ? bound.high == 1 : bound.low == 0;
                        }))
            return &witness;
    return nullptr;
}

Why one_side(Core const &core, PropertyId property, bool of_proof, Options options) {
    Why result;
    result.of_proof = of_proof;
    auto const relaxed = of_proof ? compiler::without_requirements(core, options.given)
                                  : compiler::without_permissions(core, options.given);
    std::map<VarId, ClauseId> clause_of;
    for (auto const &[var, clause] : relaxed.clauses) clause_of[var] = clause;
    options.given.clear();
    options.known = nullptr;
    options.likely = Likely::both;
    options.lenient = true;
    auto const outcome = verify(relaxed.core, property, options);
    auto const add = [&](ReadingCondition const &condition, bool with_run, Witness const *witness) {
        auto clauses = clauses_of(condition, with_run, clause_of);
        if (!clauses) {
            result.complete = false;
        } else if (with_run == of_proof) {
            std::optional<Story> story;
            if (witness) story = story_without(relaxed.core, property, witness->run, *clauses);
            result.losses.push_back({std::move(*clauses), std::move(story)});
        } else {
            result.enough.push_back(std::move(*clauses));
        }
    };
    if (auto const *undecided = std::get_if<Undecided>(&outcome.verdict)) {
        result.undecided = "the search ended without an answer; " + undecided->advice;
        result.complete = false;
        for (auto const &witness : undecided->witnesses)
            add(condition_of(relaxed.core, witness.region), true, of_proof ? &witness : nullptr);
        return result;
    }
    auto const *depends = std::get_if<Depends>(&outcome.verdict);
    if (!depends) {
        bool const run = std::holds_alternative<Violated>(outcome.verdict) ||
                         std::holds_alternative<Possible>(outcome.verdict);
        if (run != of_proof) {
            result.enough.emplace_back(); // whatever the texts say
        } else {
            // An answer for one unit was taken for all.
            result.undecided = "it is otherwise under the answers that were taken as given";
            result.complete = false;
        }
        return result;
    }
    auto const &conditions = depends->conditions();
    result.complete = conditions.complete;
    for (auto const &condition : conditions.with_run)
        add(condition, true, of_proof ? without(depends->witnesses(), condition) : nullptr);
    for (auto const &condition : conditions.without) add(condition, false, nullptr);
    return result;
}

} // namespace

std::vector<Why> why(Core const &core, PropertyId property, Answer const &answer,
                     Options const &options) {
    std::vector<Why> result;
    if (!answer.outcome || answer.id == VerdictId::not_applicable) return result;
    auto const add = [&](PropertyId of, bool of_proof) {
        result.push_back(one_side(core, of, of_proof, options));
    };
    // Of several answers the first, for all units.
    auto const add_under = [&](PropertyId of, bool of_proof, ReadingCondition condition) {
        Options under = options;
        for (auto &part : condition.parts) {
            part.reading.at.clear();
            if (part.values.empty())
                part.high = part.low;
            else
                part.values = {part.values.front()};
            under.given[part.reading.var] = part.values.empty() ? part.low : part.values.front();
        }
        result.push_back(one_side(core, of, of_proof, std::move(under)));
        result.back().under = clarification(core, answer.outcome->scope, condition);
    };
    bool const answered = answer.id == VerdictId::holds || answer.id == VerdictId::violated ||
                          answer.id == VerdictId::depends;
    bool const of_two = core.properties[property].of_two && answer.id != VerdictId::violated;
    if ((core.properties[property].always_possible || of_two) && answered) {
        result.emplace_back();
        result.back().of_proof = answer.id == VerdictId::holds;
        result.back().complete = false;
        result.back().undecided =
            of_two ? "which clauses keep it within is not looked for"
                   : "which clauses carry what is always possible is not looked for";
        return result;
    }
    auto const &verdict = answer.outcome->verdict;
    switch (answer.id) {
    case VerdictId::holds:
    case VerdictId::impossible:
    case VerdictId::vacuous:
        add(property, true);
        break;
    case VerdictId::violated:
    case VerdictId::possible:
        add(property, false);
        break;
    case VerdictId::fails_in_substance: {
        add(property, true);
        auto const &witness = std::get<FailsInSubstance>(verdict).witness();
        add_under(core.properties[property].in_substance, false,
                  condition_of(core, witness.region));
        break;
    }
    case VerdictId::depends: {
        auto const &conditions = std::get<Depends>(verdict).conditions();
        if (!conditions.complete) break;
        add_under(property, true, conditions.without.front());
        add_under(property, false, conditions.with_run.front());
        break;
    }
    case VerdictId::undecided:
    case VerdictId::not_modelled:
    case VerdictId::not_applicable:
        break;
    }
    return result;
}

} // namespace mandate::solver
