#pragma once
// Concrete values of terms, fast: the terms below some roots as a straight line of instructions.
#include "compiler/transition_system.h"

namespace mandate::solver {

using namespace compiler;

// Values by SymbolId.
using Valuation = std::vector<std::int64_t>;

class Evaluator {
public:
    Evaluator() = default;
    Evaluator(TermStore const &terms, std::vector<TermId> const &roots);
    // `after` is read by primed symbols. Requires: it is given if there are any.
    void run(Valuation const &now, Valuation const *after = nullptr);
    // The value of roots[i] in the last run.
    std::int64_t operator[](std::size_t i) const { return values_[roots_[i]]; }

private:
    struct Instruction {
        TermOp op = TermOp::truth;
        std::uint32_t begin = 0, end = 0; // operands
        std::int64_t value = 0, low = 0, high = 0;
        std::int32_t symbol = -1;
    };
    std::vector<Instruction> program_;
    std::vector<std::uint32_t> operands_;
    std::vector<std::size_t> roots_;
    std::vector<std::int64_t> values_;
};

} // namespace mandate::solver
