#include "solver/why.h"

#include "compiler/relaxation.h"

#include <algorithm>
#include <map>

namespace mandate::solver {

namespace {

// The clauses that a condition speaks of.
ClauseSet clauses_of(ReadingCondition const &condition,
                     std::map<VarId, ClauseId> const &clause_of) {
    ClauseSet clauses;
    for (auto const &part : condition.parts) clauses.push_back(clause_of.at(part.reading.var));
    std::sort(clauses.begin(), clauses.end());
    return clauses;
}

// The witness whose run needs no other clause to be missing.
Witness const *without(std::vector<Witness> const &witnesses, ReadingCondition const &condition) {
    auto const lost = [&](VarId var) {
        return std::any_of(condition.parts.begin(), condition.parts.end(),
                           [&](auto const &part) { return part.reading.var == var; });
    };
    for (auto const &witness : witnesses)
        if (std::all_of(
                witness.region.bounds.begin(), witness.region.bounds.end(),
                [&](auto const &bound) { return bound.high == 0 || lost(bound.reading.var); }))
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
    if (auto const *undecided = std::get_if<Undecided>(&outcome.verdict)) {
        result.undecided = undecided->reason;
        result.complete = false;
        for (auto const &witness : undecided->witnesses) {
            auto clauses = clauses_of(condition_of(relaxed.core, witness.region), clause_of);
            if (of_proof)
                result.losses.push_back(
                    {std::move(clauses), tell(relaxed.core, property, witness.run)});
            else
                result.enough.push_back(std::move(clauses));
        }
        return result;
    }
    auto const *depends = std::get_if<Depends>(&outcome.verdict);
    if (!depends) { // whatever the texts say
        result.enough.emplace_back();
        return result;
    }
    auto const &conditions = depends->conditions();
    result.complete = conditions.complete;
    for (auto const &condition : of_proof ? conditions.without : conditions.with_run)
        result.enough.push_back(clauses_of(condition, clause_of));
    for (auto const &condition : of_proof ? conditions.with_run : conditions.without) {
        Loss loss{clauses_of(condition, clause_of), {}};
        if (of_proof)
            if (auto const *witness = without(depends->witnesses(), condition))
                loss.story = tell(relaxed.core, property, witness->run);
        result.losses.push_back(std::move(loss));
    }
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
    auto const add_under = [&](PropertyId of, bool of_proof, ReadingCondition const &condition,
                               Clarification const &words) {
        Options under = options;
        for (auto const &part : condition.parts)
            under.given[part.reading.var] = part.values.empty() ? part.low : part.values.front();
        result.push_back(one_side(core, of, of_proof, std::move(under)));
        result.back().under = words;
    };
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
        add_under(core.properties[property].in_substance, false, condition_of(core, witness.region),
                  answer.under);
        break;
    }
    case VerdictId::depends: {
        auto const &conditions = std::get<Depends>(verdict).conditions();
        if (!conditions.complete) break;
        add_under(property, true, conditions.without.front(), answer.without.front());
        add_under(property, false, conditions.with_run.front(), answer.with_run.front());
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
