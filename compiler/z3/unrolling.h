#pragma once
// Frames of a transition system as terms without frames: a state symbol at frame k+1 is what
// next[symbol] is at frame k, so that only the entry state, inputs and fixed symbols are left, and
// constants fold on the way. No Z3 here: the session and the SMT-LIB writer both build on it.
#include "compiler/transition_system.h"

#include <deque>
#include <map>

namespace mandate::compiler {

class Unrolling {
public:
    // A symbol of the flat terms: `symbol` at `frame`; fixed symbols have frame 0.
    struct Flat {
        SymbolId symbol;
        unsigned frame = 0;
        TermSort sort;
    };

    // `terms` holds the system's terms and may grow later.
    Unrolling(TransitionSystem const &ts, TermStore const &terms) : ts_(ts), terms_(terms) {}
    Unrolling(Unrolling const &) = delete;
    Unrolling &operator=(Unrolling const &) = delete;

    // The first frame is an entry state. Returns: the assumptions and entry conditions as flat
    // terms, to be required. Requires: nothing was unrolled before.
    std::vector<LabelledTerm> start();
    // Another copy of the frames: values that were given are forgotten, the symbols of state,
    // inputs and the fixed are shared with the copies before. Returns: what they took from the
    // entry conditions of the first copy without a symbol for it, to be required.
    std::vector<TermId> again();
    // How state symbols of `frame` + 1 follow from `frame`; ts.next unless said. Requires: said
    // before it is used.
    void step(unsigned frame, std::vector<TermId> next);
    void set(SymbolId symbol, unsigned frame, std::int64_t value);

    TermId operator()(TermId term, unsigned frame);
    TermId at(SymbolId symbol, unsigned frame);
    // A flat symbol of its own that stands for a part of that one's value.
    TermId part(SymbolId flat, TermSort sort);

    TermStore &flat() { return flat_; }
    TermStore const &flat() const { return flat_; }
    Flat const &symbol(SymbolId flat) const { return symbols_[flat]; }

private:
    using Key = std::pair<SymbolId, unsigned>;
    unsigned frame_of(SymbolId symbol, unsigned frame) const;
    Substitution &frame(unsigned frame);
    TermId made(Key const &key);

    TransitionSystem const &ts_;
    TermStore const &terms_;
    TermStore flat_;
    IdTable<SymbolId, Flat> symbols_;
    std::map<Key, TermId> leaves_; // given values and symbols made
    std::map<Key, TermId> made_;   // the symbols made, for all copies
    std::vector<Key> taken_;       // whose value in the first copy follows from its start
    bool first_copy_ = true;
    std::deque<Substitution> frames_;
    std::map<unsigned, std::vector<TermId>> next_;
};

} // namespace mandate::compiler
