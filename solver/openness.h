#pragma once
// What two regimes leave open, side by side. A question of the same words has the same answer under
// both; questions of one regime alone are answered at will. What depends on them there may depend
// on others here: it is open under both, and no difference.
#include "compiler/following.h"
#include "solver/answer.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace mandate::solver {

class Openness {
public:
    // `leader`: the system of the one regime in `both`; `follower`: that of the other.
    Openness(Core const &leading, TransitionSystem const &leader, Core const &following,
             TransitionSystem const &follower, Following &both);

    // Under some answers to the questions that both ask in the same words it can be here whatever
    // the others, and not so there, or it can be here at all, and never there. False as well if
    // that turns on too many answers. Requires: answers to whether something is possible, neither
    // of them undecided.
    bool differ(Answer const &here, Answer const &there) const;
    // Assumes from now on, where both are open, that the questions of the other are answered so
    // that it can be there if, and only if, it can be here. Returns: false if nothing new is
    // assumed, or it cannot be: then some answers on one side would have no counterpart.
    bool tie(Answer const &here, Answer const &there);

private:
    // When it is possible, in terms of `both`. None: too much to say, or of what is not there.
    std::optional<TermId> condition(Answer const &answer, TransitionSystem const &of,
                                    std::vector<SymbolId> const *into) const;
    // Calls `visit` for all answers to the questions that the terms read, as far as they tell them
    // apart. Returns: false if those are too many.
    template <class Visit>
    bool each(std::vector<TermId> const &terms, Visit const &visit) const;
    bool is_shared(SymbolId symbol) const { return shared_.contains(symbol); }
    bool is_here(SymbolId symbol) const { return symbol.index < here_; }

    TransitionSystem const &leader_, &follower_;
    Following &both_;
    std::int32_t here_;         // symbols before this are the leader's
    std::set<SymbolId> there_;  // the follower's, which may be the leader's too
    std::set<SymbolId> shared_; // the other asks the same, though it may not matter there
    std::set<TermId> ties_;
};

} // namespace mandate::solver
