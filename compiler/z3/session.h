#pragma once
// Z3 behind our own terms: one thread, one check of one system. Nothing of Z3 leaves it.
// Guarantees: every Z3 term is built from a sort-checked term and is not null; three answers
// everywhere; the same calls give the same answers, as terms are asserted in the order in which
// they are required.
#include "compiler/transition_system.h"

#include <memory>
#include <vector>

namespace mandate::compiler {

enum class Sat { sat, unsat, unknown };

// Making a Z3 context costs as much as a few checks. While one of these lives, the sessions that
// its thread opens share its context, those inside the innermost one; without any, each has its
// own. What is asked in one session does not show in the answers of another, but the order in which
// they are opened may show in which of several values are found.
class SmtContext {
public:
    // new_one: a context of its own. of_the_thread: one that the thread keeps, for whoever asks
    // only whether something is so.
    enum class Which { new_one, of_the_thread };
    explicit SmtContext(Which which = Which::new_one);
    ~SmtContext();
    SmtContext(SmtContext const &) = delete;
    SmtContext &operator=(SmtContext const &) = delete;

private:
    friend class SmtSession;
    struct Impl;
    std::shared_ptr<Impl> impl_;
    SmtContext *outer_;
};

class SmtSession {
public:
    // bits: bit-vectors as wide as the ranges ask, solver QF_FD; the fast one. integers: the
    // default solver.
    enum class Encoding { bits, integers };

    // Sums of clocks are hard for bits to prove, and easy for integers; all else is faster in bits.
    static Encoding for_proofs(TransitionSystem const &ts);

    // An assumption.
    struct Literal {
        int number = -1;
        bool positive = true;
        Literal operator~() const { return {number, !positive}; }
        friend constexpr auto operator<=>(Literal const &, Literal const &) = default;
    };

    // `terms` holds the system's terms and may grow later; both outlive the session.
    SmtSession(TransitionSystem const &ts, TermStore const &terms,
               Encoding encoding = Encoding::bits);
    ~SmtSession();
    SmtSession(SmtSession const &) = delete;
    SmtSession &operator=(SmtSession const &) = delete;

    // Frame 0 is an entry state. Requires: called first.
    void start();
    // Another copy of the frames, of which all further calls speak; it shares with those before it
    // the entry state, inputs and fixed symbols, but not the values that were given to some.
    void again();
    // Implies that frame 0 of this copy is an entry state. Requires: called first in it.
    Literal started();
    // The assumptions alone hold (they are over fixed symbols).
    void assume();
    // How state symbols of `frame` + 1 follow from `frame`; ts.next unless said. Requires: said
    // before it is used.
    void step(unsigned frame, std::vector<TermId> next);
    // Gives a symbol of a frame its value. Requires: it was not used before.
    void set(SymbolId symbol, unsigned frame, std::int64_t value);

    void require(TermId term, unsigned frame);
    // Holds only while the clause is not dropped: it may be part of the core.
    void require(TermId term, unsigned frame, ClauseId label);
    // Implies the term at the frame; the same literal for the same term.
    Literal literal(TermId term, unsigned frame);
    // Implies each of the terms, at its frame.
    Literal all(std::vector<std::pair<TermId, unsigned>> const &terms);
    Literal fresh();
    // Implies that the values, each at its frame, add up to `bound` at most.
    Literal sum_at_most(std::vector<std::pair<TermId, unsigned>> const &values, std::int64_t bound);
    void require_any(std::vector<Literal> const &literals);

    Sat check(std::vector<Literal> const &assumptions = {});
    // After unsat: assumptions that cannot hold together, in their order.
    std::vector<Literal> core() const;
    // After unsat: the labels of the core, sorted.
    std::vector<ClauseId> clauses() const;
    // After sat.
    std::int64_t value(SymbolId symbol, unsigned frame);
    // Is the term constant at that frame whatever the rest?
    bool is_true(TermId term, unsigned frame);
    bool is_false(TermId term, unsigned frame);

    // Units of Z3's rlimit, for all checks together; further checks give unknown. 0: none. What is
    // added after a check that gave unknown may be understood as less than it says.
    void limit(std::uint64_t rlimit);
    std::uint64_t used() const;
    // From another thread: the running check gives unknown.
    void interrupt();
    static char const *solver_version();
    // Of all solvers made later, Spacer too; 0 is Z3's own. Requires: no session is at work.
    static void seed(unsigned value);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace mandate::compiler
