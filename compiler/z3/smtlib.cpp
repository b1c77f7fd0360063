#include "compiler/z3/smtlib.h"

#include "base/assert.h"
#include "compiler/z3/unrolling.h"

namespace mandate::compiler {

namespace {

std::string constant(std::int64_t value) {
    return value < 0 ? "(- " + std::to_string(-value) + ")" : std::to_string(value);
}

} // namespace

std::string smtlib_term(TermStore const &terms, TermId id,
                        std::function<std::string(Term const &)> const &symbol_name,
                        std::function<std::string(TermId)> const &name_of) {
    Term const &term = terms[id];
    auto operand = [&](std::size_t i) {
        std::string const name = name_of(term.operands[i]);
        return name.empty() ? smtlib_term(terms, term.operands[i], symbol_name, name_of) : name;
    };
    auto call = [&](char const *function) {
        std::string text = std::string("(") + function;
        for (std::size_t i = 0; i < term.operands.size(); ++i) text += " " + operand(i);
        return text + ")";
    };
    switch (term.op) {
    case TermOp::truth:
        return term.value ? "true" : "false";
    case TermOp::number:
        return constant(term.value);
    case TermOp::symbol:
    case TermOp::primed:
        return symbol_name(term);
    case TermOp::negation:
        return call("not");
    case TermOp::conjunction:
        return call("and");
    case TermOp::disjunction:
        return call("or");
    case TermOp::if_then_else:
        return call("ite");
    case TermOp::equal:
        return call("=");
    case TermOp::at_most:
        return call("<=");
    case TermOp::add:
        return call("+");
    case TermOp::subtract:
        return call("-");
    case TermOp::multiply:
        return "(* " + constant(term.value) + " " + operand(0) + ")";
    case TermOp::clamp: {
        std::string const value = operand(0), low = constant(term.sort.low),
                          high = constant(term.sort.high);
        return "(let ((c " + value + ")) (ite (<= c " + low + ") " + low + " (ite (<= " + high +
               " c) " + high + " c)))";
    }
    }
    unreachable();
}

std::string smtlib(TransitionSystem const &ts, TermStore const &terms,
                   std::vector<Requirement> const &requirements, bool start,
                   std::vector<Requirement> const &broken) {
    Unrolling unrolling(ts, terms);
    std::vector<TermId> asserted;
    if (start) {
        for (LabelledTerm const &condition : unrolling.start())
            asserted.push_back(condition.formula);
    } else {
        for (LabelledTerm const &assumption : ts.assumptions)
            asserted.push_back(unrolling(assumption.formula, 0));
    }
    for (Requirement const &requirement : requirements)
        asserted.push_back(unrolling(requirement.term, requirement.frame));
    if (!broken.empty()) {
        std::vector<TermId> all;
        for (Requirement const &each : broken) all.push_back(unrolling(each.term, each.frame));
        asserted.push_back(unrolling.flat().negation(unrolling.flat().conjunction(all)));
    }

    TermStore const &flat = unrolling.flat();
    auto symbol_name = [&](Term const &term) {
        Unrolling::Flat const &symbol = unrolling.symbol(term.symbol);
        std::string name;
        for (char c : ts.symbols[symbol.symbol].name) name += c == '|' || c == '\\' ? '_' : c;
        // The number keeps symbols of one name apart.
        return "|" + name + " #" + std::to_string(symbol.symbol.index) + "@" +
               std::to_string(symbol.frame) + "|";
    };
    std::vector<int> uses(flat.size(), 0);
    for_each_subterm(flat, asserted, [&](TermId, Term const &term) {
        for (TermId operand : term.operands) ++uses[static_cast<std::size_t>(operand.index)];
    });
    std::string declarations, definitions;
    std::vector<char> defined(flat.size(), 0);
    auto name_of = [&](TermId id) {
        return defined[static_cast<std::size_t>(id.index)] ? "t" + std::to_string(id.index)
                                                           : std::string();
    };
    for_each_subterm(flat, asserted, [&](TermId id, Term const &term) {
        if (term.op == TermOp::symbol) {
            std::string const name = symbol_name(term);
            declarations += "(declare-const " + name + (term.sort.boolean ? " Bool)\n" : " Int)\n");
            if (!term.sort.boolean)
                declarations += "(assert (<= " + constant(term.sort.low) + " " + name + " " +
                                constant(term.sort.high) + "))\n";
        } else if (uses[static_cast<std::size_t>(id.index)] > 1 && !term.operands.empty()) {
            definitions += "(define-fun t" + std::to_string(id.index) + " () " +
                           (term.sort.boolean ? "Bool " : "Int ") +
                           smtlib_term(flat, id, symbol_name, name_of) + ")\n";
            defined[static_cast<std::size_t>(id.index)] = 1;
        }
    });
    std::string text =
        "(set-info :smt-lib-version 2.6)\n(set-logic QF_LIA)\n" + declarations + definitions;
    for (TermId term : asserted) {
        std::string const name = name_of(term);
        text += "(assert " + (name.empty() ? smtlib_term(flat, term, symbol_name, name_of) : name) +
                ")\n";
    }
    return text + "(check-sat)\n";
}

} // namespace mandate::compiler
