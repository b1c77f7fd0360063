#include "solver/check/obligations.h"

#include "base/assert.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mandate::solver {

std::vector<Obligation> obligations(TransitionSystem const &ts, TermStore &terms,
                                    ClaimedCertificate const &claim,
                                    std::vector<ClauseId> const *allowed) {
    MANDATE_ASSERT(claim.k >= 1);
    std::map<ClauseId, std::vector<TermId>> guards;
    for (LabelledTerm const &condition : ts.valid)
        if (!condition.clause || !allowed ||
            std::find(allowed->begin(), allowed->end(), condition.clause) != allowed->end())
            guards[condition.clause].push_back(condition.formula);
    std::vector<TermId> init;
    for (LabelledTerm const &condition : ts.init) init.push_back(condition.formula);
    TermId const invariant = terms.conjunction(claim.invariant), broken = terms.negation(invariant);

    using Parts = std::vector<Obligation::Part>;
    std::vector<Obligation> result;
    auto const add = [&](std::string name, std::string words, char const *otherwise, Parts parts,
                         TermId what, unsigned frame) {
        parts.push_back({what, frame, {}});
        result.push_back({std::move(name), std::move(words), otherwise, std::move(parts)});
    };
    Parts from_entry{{terms.conjunction(init), 0, {}}}, inductive;
    add("entry-is-not-bad", "No entry state breaks the property.", "an entry state is bad",
        from_entry, ts.bad_initially, 0);
    for (unsigned frame = 0; frame < static_cast<unsigned>(claim.k); ++frame) {
        auto const after =
            frame == 0 ? std::string("at entry") : fmt::format("after {} steps", frame);
        add(fmt::format("holds-after-{}", frame), "The invariant holds " + after + ".",
            "the invariant does not hold near the start", from_entry, broken, frame);
        inductive.push_back({invariant, frame, {}});
        for (auto const &[clause, conditions] : guards) {
            Obligation::Part const bound{terms.conjunction(conditions), frame, clause};
            from_entry.push_back(bound);
            inductive.push_back(bound);
        }
        if (frame + 1 < static_cast<unsigned>(claim.k)) {
            add(fmt::format("not-bad-after-{}", frame + 1),
                fmt::format("Step {} does not break the property.", frame + 1),
                "the property fails near the start", from_entry, ts.bad, frame);
            inductive.push_back({terms.negation(ts.bad), frame, {}});
        } else {
            add("step", "Every step keeps the invariant.", "the invariant does not support itself",
                inductive, broken, frame + 1);
            add("excludes", "Where the invariant holds, no step breaks the property.",
                "the invariant does not exclude what it should", inductive, ts.bad, frame);
        }
    }
    return result;
}

} // namespace mandate::solver
