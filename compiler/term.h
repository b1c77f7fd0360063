#pragma once
// Our typed formulas between the core and Z3: hash-consed, sort-checked when made.
// Every integer term carries the range of its value, so that a bit-vector encoding never overflows.
#include "base/id.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mandate::compiler {

using TermId = Id<struct TermTag>;
using SymbolId = Id<struct SymbolTag>;

struct TermSort {
    bool boolean = true;
    std::int64_t low = 0, high = 1; // inclusive; integers only
    static TermSort truth() { return {true, 0, 1}; }
    static TermSort range(std::int64_t low, std::int64_t high) { return {false, low, high}; }
    friend bool operator==(TermSort const &, TermSort const &) = default;
};

enum class TermOp : std::uint8_t {
    truth,  // constant: value 0 or 1
    number, // constant: value
    symbol, // in the frame at hand
    primed, // symbol in the frame after
    negation,
    conjunction,
    disjunction,
    if_then_else,
    equal, // of two Booleans or two integers
    at_most,
    add,
    subtract,
    multiply, // by the constant `value`
    clamp     // the operand, moved to the nearest value of the term's own range
};

struct Term {
    TermOp op = TermOp::truth;
    TermSort sort;
    std::int64_t value = 0;
    SymbolId symbol;
    std::vector<TermId> operands;
    bool operator==(Term const &) const = default;
};

// Makes and owns terms. Each maker folds constants and flattens; ill-sorted operands are an
// InternalError. Operands are older than the terms over them: ids are a topological order.
class TermStore {
public:
    TermId truth(bool value);
    TermId number(std::int64_t value);
    // A symbol with only one value is that number.
    TermId symbol(SymbolId symbol, TermSort sort);
    TermId primed(SymbolId symbol, TermSort sort);
    TermId negation(TermId operand);
    TermId conjunction(std::span<TermId const> operands) {
        return conjoin(operands, TermOp::conjunction);
    }
    TermId conjunction(std::initializer_list<TermId> operands) {
        return conjunction(std::span(operands.begin(), operands.size()));
    }
    TermId disjunction(std::span<TermId const> operands) {
        return conjoin(operands, TermOp::disjunction);
    }
    TermId disjunction(std::initializer_list<TermId> operands) {
        return disjunction(std::span(operands.begin(), operands.size()));
    }
    TermId implication(TermId from, TermId to);
    TermId if_then_else(TermId condition, TermId then, TermId otherwise);
    TermId equal(TermId left, TermId right);
    TermId less(TermId left, TermId right);
    TermId at_most(TermId left, TermId right);
    // A number from low to high; of a truth value, one of these two.
    TermId between(TermId value, std::int64_t low, std::int64_t high);
    TermId add(TermId left, TermId right);
    TermId sum(std::span<TermId const> operands);
    TermId subtract(TermId left, TermId right);
    TermId multiply(std::int64_t factor, TermId operand);
    TermId clamp(TermId operand, std::int64_t low, std::int64_t high);
    // The constant of that sort.
    TermId constant(TermSort sort, std::int64_t value);

    // Rebuilds a term over new operands, which are of the sorts of the old ones. Not for symbols.
    TermId rebuild(Term const &like, std::span<TermId const> operands);

    Term const &operator[](TermId id) const { return terms_[id]; }
    std::size_t size() const { return terms_.size(); }
    bool is_true(TermId id) const {
        return terms_[id].op == TermOp::truth && terms_[id].value != 0;
    }
    bool is_false(TermId id) const {
        return terms_[id].op == TermOp::truth && terms_[id].value == 0;
    }
    bool is_constant(TermId id) const {
        return terms_[id].op == TermOp::truth || terms_[id].op == TermOp::number;
    }

private:
    // The term with these operands, which is mostly there already; `term` has none.
    TermId make(Term term, std::span<TermId const> operands);
    TermId make(Term term, std::initializer_list<TermId> operands) {
        return make(std::move(term), std::span(operands.begin(), operands.size()));
    }
    TermId conjoin(std::span<TermId const> operands, TermOp op);
    IdTable<TermId, Term> terms_;
    std::vector<std::int32_t> index_; // open addressing, a power of two; -1: free
    std::vector<TermId> flat_;        // of conjoin
};

// Rewrites terms of `from` into `to` (which may be the same store), leaf by leaf.
class Substitution {
public:
    // Returns: what a symbol becomes in `to`; none: itself.
    using Leaf = std::function<TermId(Term const &symbol)>;
    Substitution(TermStore const &from, TermStore &to, Leaf leaf)
        : from_(from),
          to_(to),
          leaf_(std::move(leaf)) {}
    // From now on `from` stands for `to`.
    void replace(TermId from, TermId to) { done(from) = to; }
    TermId operator()(TermId term);

private:
    TermStore const &from_;
    TermStore &to_;
    Leaf leaf_;
    TermId &done(TermId id);
    std::vector<TermId> done_; // by TermId of `from`; none: not yet
};

// Calls `visit` once for every term below the roots, operands first.
void for_each_subterm(TermStore const &store, std::vector<TermId> const &roots,
                      std::function<void(TermId, Term const &)> const &visit);

// One line, fully bracketed; symbols by name.
std::string print(TermStore const &store, TermId term,
                  std::function<std::string(SymbolId)> const &name);

} // namespace mandate::compiler
