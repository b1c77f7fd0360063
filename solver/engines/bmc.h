#pragma once
// Bounded model checking: a shortest run to `bad`: fewest acts, then fewest facts, then least time;
// among these the one with the least values in the order of the symbols, so that the run does not
// depend on the solver.
#include "solver/engine.h"

#include <memory>
#include <vector>

namespace mandate::solver {

Claim bmc(TransitionSystem const &ts, Limits const &limits);

// Shortest runs one after the other, each under readings that were not left out before. What is
// known of fewer acts is not asked again.
class ShortestRuns {
public:
    // `acts`: no run has more; `ts` outlives this.
    ShortestRuns(TransitionSystem const &ts, int acts);
    ~ShortestRuns();
    ShortestRuns(ShortestRuns const &) = delete;
    ShortestRuns &operator=(ShortestRuns const &) = delete;

    // Of a symbol that is a reading.
    struct Range {
        compiler::SymbolId symbol;
        std::int64_t low = 0, high = 0;
    };
    // Further runs are under readings that are not in all of these ranges at once.
    void leave_out(std::vector<Range> const &together);

    // limits.rlimit: for this call. A search that gave up is taken up where it was.
    Claim next(Limits const &limits);

private:
    class Search;
    std::unique_ptr<Search> search_;
};

} // namespace mandate::solver
