#include "solver/evaluate.h"

#include "base/assert.h"

#include <algorithm>

namespace mandate::solver {

Evaluator::Evaluator(TermStore const &terms, std::vector<TermId> const &roots) {
    std::vector<std::uint32_t> position(terms.size(), 0);
    for_each_subterm(terms, roots, [&](TermId id, Term const &term) {
        Instruction instruction{term.op,
                                static_cast<std::uint32_t>(operands_.size()),
                                0,
                                term.value,
                                term.sort.low,
                                term.sort.high,
                                term.symbol.index};
        for (TermId operand : term.operands)
            operands_.push_back(position[static_cast<std::size_t>(operand.index)]);
        instruction.end = static_cast<std::uint32_t>(operands_.size());
        position[static_cast<std::size_t>(id.index)] = static_cast<std::uint32_t>(program_.size());
        program_.push_back(instruction);
    });
    for (TermId root : roots) roots_.push_back(position[static_cast<std::size_t>(root.index)]);
    values_.resize(program_.size());
}

void Evaluator::run(Valuation const &now, Valuation const *after) {
    for (std::size_t i = 0; i < program_.size(); ++i) {
        Instruction const &in = program_[i];
        auto operand = [&](std::uint32_t k) { return values_[operands_[in.begin + k]]; };
        std::int64_t result = 0;
        switch (in.op) {
        case TermOp::truth:
        case TermOp::number:
            result = in.value;
            break;
        case TermOp::symbol:
            result = now[static_cast<std::size_t>(in.symbol)];
            break;
        case TermOp::primed:
            MANDATE_ASSERT(after);
            result = (*after)[static_cast<std::size_t>(in.symbol)];
            break;
        case TermOp::negation:
            result = !operand(0);
            break;
        case TermOp::conjunction:
            result = 1;
            for (std::uint32_t k = in.begin; k < in.end && result; ++k)
                result = values_[operands_[k]];
            break;
        case TermOp::disjunction:
            for (std::uint32_t k = in.begin; k < in.end && !result; ++k)
                result = values_[operands_[k]];
            break;
        case TermOp::if_then_else:
            result = operand(0) ? operand(1) : operand(2);
            break;
        case TermOp::equal:
            result = operand(0) == operand(1);
            break;
        case TermOp::at_most:
            result = operand(0) <= operand(1);
            break;
        case TermOp::add:
            result = operand(0) + operand(1);
            break;
        case TermOp::subtract:
            result = operand(0) - operand(1);
            break;
        case TermOp::multiply:
            result = in.value * operand(0);
            break;
        case TermOp::clamp:
            result = std::clamp(operand(0), in.low, in.high);
            break;
        }
        values_[i] = result;
    }
}

} // namespace mandate::solver
