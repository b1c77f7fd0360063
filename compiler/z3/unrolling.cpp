#include "compiler/z3/unrolling.h"

#include "base/assert.h"

namespace mandate::compiler {

unsigned Unrolling::frame_of(SymbolId symbol, unsigned frame) const {
    SymbolRole const role = ts_.symbols[symbol].role;
    return role == SymbolRole::fixed || role == SymbolRole::reading ? 0 : frame;
}

void Unrolling::set(SymbolId symbol, unsigned frame, std::int64_t value) {
    leaves_[{symbol, frame_of(symbol, frame)}] = flat_.constant(ts_.symbols[symbol].sort, value);
}

void Unrolling::step(unsigned frame, std::vector<TermId> next) {
    next_[frame] = std::move(next);
}

std::vector<LabelledTerm> Unrolling::start() {
    MANDATE_ASSERT(frames_.empty());
    std::vector<Key> here;
    std::vector<LabelledTerm> all = ts_.assumptions;
    all.insert(all.end(), ts_.init.begin(), ts_.init.end());
    // Values that a condition gives by itself become constants, until no more are found.
    for (bool more = true; more;) {
        more = false;
        TermStore scratch;
        Substitution put_in(terms_, scratch, [&](Term const &term) {
            auto const found = leaves_.find({term.symbol, 0});
            return found == leaves_.end() ? TermId{}
                                          : scratch.constant(term.sort, flat_[found->second].value);
        });
        for (LabelledTerm const &condition : all) {
            TermId const result = put_in(condition.formula);
            std::vector<TermId> parts{result};
            if (scratch[result].op == TermOp::conjunction) parts = scratch[result].operands;
            for (TermId part : parts) {
                Term const &term = scratch[part];
                bool const negated = term.op == TermOp::negation;
                Term const &atom = negated ? scratch[term.operands[0]] : term;
                SymbolId symbol;
                std::int64_t value = !negated;
                if (atom.op == TermOp::symbol) {
                    symbol = atom.symbol;
                } else if (!negated && atom.op == TermOp::equal &&
                           scratch[atom.operands[0]].op == TermOp::symbol &&
                           scratch.is_constant(atom.operands[1])) {
                    symbol = scratch[atom.operands[0]].symbol;
                    value = scratch[atom.operands[1]].value;
                }
                if (!symbol || leaves_.count({symbol, 0})) continue;
                set(symbol, 0, value);
                (first_copy_ ? taken_ : here).push_back({symbol, 0});
                more = true;
            }
        }
    }
    for (LabelledTerm &condition : all) condition.formula = (*this)(condition.formula, 0);
    for (Key const &key : here) all.push_back({flat_.equal(made(key), leaves_.at(key)), {}});
    return all;
}

std::vector<TermId> Unrolling::again() {
    std::vector<TermId> equalities;
    for (Key const &key : taken_) equalities.push_back(flat_.equal(made(key), leaves_.at(key)));
    taken_.clear();
    // Nothing to share yet: this is the first copy still.
    first_copy_ = first_copy_ && frames_.empty() && leaves_.empty();
    leaves_.clear();
    frames_.clear();
    next_.clear();
    return equalities;
}

Substitution &Unrolling::frame(unsigned frame) {
    while (frames_.size() <= frame) {
        auto const number = static_cast<unsigned>(frames_.size());
        frames_.emplace_back(terms_, flat_, [this, number](Term const &term) {
            return at(term.symbol, term.op == TermOp::primed ? number + 1 : number);
        });
    }
    return frames_[frame];
}

TermId Unrolling::at(SymbolId symbol, unsigned frame_wanted) {
    unsigned const number = frame_of(symbol, frame_wanted);
    if (auto const found = leaves_.find({symbol, number}); found != leaves_.end())
        return found->second;
    Symbol const &s = ts_.symbols[symbol];
    TermId result;
    if (s.role == SymbolRole::state && number > 0) {
        auto const own = next_.find(number - 1);
        TermId const next =
            (own == next_.end() ? ts_.next : own->second)[static_cast<std::size_t>(symbol.index)];
        MANDATE_ASSERT(next && "a symbol that was sliced away is read after the entry state");
        result = frame(number - 1)(next);
    } else {
        result = made({symbol, number});
    }
    leaves_[{symbol, number}] = result;
    return result;
}

TermId Unrolling::made(Key const &key) {
    auto const [found, is_new] = made_.try_emplace(key);
    if (is_new) {
        TermSort const sort = ts_.symbols[key.first].sort;
        found->second = flat_.symbol(symbols_.id(symbols_.size()), sort);
        symbols_.add({key.first, key.second, sort});
    }
    return found->second;
}

TermId Unrolling::part(SymbolId flat, TermSort sort) {
    Flat const whole = symbols_[flat];
    TermId const result = flat_.symbol(symbols_.id(symbols_.size()), sort);
    symbols_.add({whole.symbol, whole.frame, sort});
    return result;
}

TermId Unrolling::operator()(TermId term, unsigned frame_wanted) {
    return frame(frame_wanted)(term);
}

} // namespace mandate::compiler
