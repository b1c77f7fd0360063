#include "compiler/term.h"

#include "base/assert.h"

#include <algorithm>
#include <bit>

namespace mandate::compiler {

namespace {

std::size_t hash(Term const &term, std::span<TermId const> operands) {
    auto seed = static_cast<std::size_t>(term.op);
    auto mix = [&](std::int64_t value) {
        seed ^= static_cast<std::size_t>(value) + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2);
    };
    mix(term.sort.boolean);
    mix(term.sort.low);
    mix(term.sort.high);
    mix(term.value);
    mix(term.symbol.index);
    for (TermId operand : operands) mix(operand.index);
    return seed;
}

bool is(Term const &term, Term const &head, std::span<TermId const> operands) {
    return term.op == head.op && term.value == head.value && term.symbol == head.symbol &&
           term.sort == head.sort &&
           std::equal(term.operands.begin(), term.operands.end(), operands.begin(), operands.end());
}

} // namespace

TermId TermStore::make(Term term, std::span<TermId const> operands) {
    if (index_.size() < 2 * (terms_.size() + 1)) {
        index_.assign(std::bit_ceil(std::max<std::size_t>(64, 4 * (terms_.size() + 1))), -1);
        for (std::size_t i = 0; i < terms_.size(); ++i) {
            Term const &old = terms_[terms_.id(i)];
            std::size_t slot = hash(old, old.operands) & (index_.size() - 1);
            while (index_[slot] >= 0) slot = (slot + 1) & (index_.size() - 1);
            index_[slot] = static_cast<std::int32_t>(i);
        }
    }
    std::size_t slot = hash(term, operands) & (index_.size() - 1);
    for (; index_[slot] >= 0; slot = (slot + 1) & (index_.size() - 1))
        if (is(terms_[TermId{index_[slot]}], term, operands)) return TermId{index_[slot]};
    index_[slot] = static_cast<std::int32_t>(terms_.size());
    term.operands.assign(operands.begin(), operands.end());
    return terms_.add(std::move(term));
}

TermId TermStore::truth(bool value) {
    return make({TermOp::truth, TermSort::truth(), value, {}, {}}, {});
}

TermId TermStore::number(std::int64_t value) {
    return make({TermOp::number, TermSort::range(value, value), value, {}, {}}, {});
}

TermId TermStore::constant(TermSort sort, std::int64_t value) {
    return sort.boolean ? truth(value != 0) : number(value);
}

TermId TermStore::symbol(SymbolId symbol, TermSort sort) {
    if (!sort.boolean && sort.low == sort.high) return number(sort.low);
    return make({TermOp::symbol, sort, 0, symbol, {}}, {});
}

TermId TermStore::primed(SymbolId symbol, TermSort sort) {
    if (!sort.boolean && sort.low == sort.high) return number(sort.low);
    return make({TermOp::primed, sort, 0, symbol, {}}, {});
}

TermId TermStore::negation(TermId operand) {
    Term const &term = terms_[operand];
    MANDATE_ASSERT(term.sort.boolean);
    if (term.op == TermOp::truth) return truth(term.value == 0);
    if (term.op == TermOp::negation) return term.operands[0];
    return make({TermOp::negation, TermSort::truth(), 0, {}, {}}, {operand});
}

TermId TermStore::conjoin(std::span<TermId const> operands, TermOp op) {
    bool const unit = op == TermOp::conjunction;
    auto &flat = flat_;
    flat.clear();
    for (TermId operand : operands) {
        Term const &term = terms_[operand];
        MANDATE_ASSERT(term.sort.boolean);
        if (term.op == TermOp::truth) {
            if ((term.value != 0) != unit) return truth(!unit);
        } else if (term.op == op) {
            flat.insert(flat.end(), term.operands.begin(), term.operands.end());
        } else {
            flat.push_back(operand);
        }
    }
    std::sort(flat.begin(), flat.end());
    flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
    for (TermId operand : flat)
        if (terms_[operand].op == TermOp::negation &&
            std::binary_search(flat.begin(), flat.end(), terms_[operand].operands[0]))
            return truth(!unit);
    if (flat.empty()) return truth(unit);
    if (flat.size() == 1) return flat[0];
    return make({op, TermSort::truth(), 0, {}, {}}, flat);
}

TermId TermStore::implication(TermId from, TermId to) {
    return disjunction({negation(from), to});
}

TermId TermStore::if_then_else(TermId condition, TermId then, TermId otherwise) {
    MANDATE_ASSERT(terms_[condition].sort.boolean);
    MANDATE_ASSERT(terms_[then].sort.boolean == terms_[otherwise].sort.boolean);
    if (is_true(condition) || then == otherwise) return then;
    if (is_false(condition)) return otherwise;
    if (terms_[condition].op == TermOp::negation)
        return if_then_else(terms_[condition].operands[0], otherwise, then);
    if (terms_[then].op == TermOp::if_then_else && terms_[then].operands[0] == condition)
        return if_then_else(condition, terms_[then].operands[1], otherwise);
    if (terms_[otherwise].op == TermOp::if_then_else && terms_[otherwise].operands[0] == condition)
        return if_then_else(condition, then, terms_[otherwise].operands[2]);
    TermSort sort = terms_[then].sort, other = terms_[otherwise].sort;
    if (sort.boolean) {
        if (is_true(then) || then == condition) return disjunction({condition, otherwise});
        if (is_false(then)) return conjunction({negation(condition), otherwise});
        if (is_true(otherwise)) return disjunction({negation(condition), then});
        if (is_false(otherwise) || otherwise == condition) return conjunction({condition, then});
    } else {
        sort = TermSort::range(std::min(sort.low, other.low), std::max(sort.high, other.high));
    }
    return make({TermOp::if_then_else, sort, 0, {}, {}}, {condition, then, otherwise});
}

TermId TermStore::equal(TermId left, TermId right) {
    if (left == right) return truth(true);
    if (is_constant(left)) std::swap(left, right);
    TermSort a = terms_[left].sort, b = terms_[right].sort;
    MANDATE_ASSERT(a.boolean == b.boolean);
    if (a.boolean) {
        if (is_true(right)) return left;
        if (is_false(right)) return negation(left);
        if (terms_[left].op == TermOp::negation)
            return negation(equal(terms_[left].operands[0], right));
        if (terms_[right].op == TermOp::negation) {
            TermId inner = terms_[right].operands[0];
            return negation(equal(left, inner));
        }
    } else {
        if (a.high < b.low || b.high < a.low) return truth(false);
        if (is_constant(right) && terms_[left].op == TermOp::clamp) {
            TermId const inner = terms_[left].operands[0];
            if (b.low == a.low) return at_most(inner, right);
            if (b.low == a.high) return at_most(right, inner);
            return equal(inner, right);
        }
        if (is_constant(right) && terms_[left].op == TermOp::if_then_else) {
            TermId const condition = terms_[left].operands[0], then = terms_[left].operands[1],
                         otherwise = terms_[left].operands[2];
            if (is_constant(then) || is_constant(otherwise)) {
                TermId const first = equal(then, right);
                return if_then_else(condition, first, equal(otherwise, right));
            }
        }
    }
    if (!is_constant(right) && right < left) std::swap(left, right);
    return make({TermOp::equal, TermSort::truth(), 0, {}, {}}, {left, right});
}

TermId TermStore::less(TermId left, TermId right) {
    return negation(at_most(right, left));
}

TermId TermStore::between(TermId value, std::int64_t low, std::int64_t high) {
    if (!terms_[value].sort.boolean)
        return conjunction({at_most(number(low), value), at_most(value, number(high))});
    return low == high ? equal(value, truth(low != 0)) : truth(true);
}

TermId TermStore::at_most(TermId left, TermId right) {
    TermSort const a = terms_[left].sort, b = terms_[right].sort;
    MANDATE_ASSERT(!a.boolean && !b.boolean);
    if (left == right || a.high <= b.low) return truth(true);
    if (a.low > b.high) return truth(false);
    // A clamp moves nothing across a number within its range.
    if (is_constant(right) && terms_[left].op == TermOp::clamp)
        return at_most(terms_[left].operands[0], right);
    if (is_constant(left) && terms_[right].op == TermOp::clamp)
        return at_most(left, terms_[right].operands[0]);
    if (is_constant(right) && b.low == a.low) return equal(left, right);
    if (is_constant(left) && a.low == b.high) return equal(left, right);
    return make({TermOp::at_most, TermSort::truth(), 0, {}, {}}, {left, right});
}

TermId TermStore::add(TermId left, TermId right) {
    TermSort const a = terms_[left].sort, b = terms_[right].sort;
    MANDATE_ASSERT(!a.boolean && !b.boolean);
    TermSort const sort = TermSort::range(a.low + b.low, a.high + b.high);
    if (sort.low == sort.high) return number(sort.low);
    if (a.low == 0 && a.high == 0) return right;
    if (b.low == 0 && b.high == 0) return left;
    if (right < left) std::swap(left, right);
    return make({TermOp::add, sort, 0, {}, {}}, {left, right});
}

TermId TermStore::sum(std::span<TermId const> operands) {
    TermId total = number(0);
    for (TermId operand : operands) total = add(total, operand);
    return total;
}

TermId TermStore::subtract(TermId left, TermId right) {
    TermSort const a = terms_[left].sort, b = terms_[right].sort;
    MANDATE_ASSERT(!a.boolean && !b.boolean);
    if (left == right) return number(0);
    if (b.low == 0 && b.high == 0) return left;
    TermSort const sort = TermSort::range(a.low - b.high, a.high - b.low);
    if (sort.low == sort.high) return number(sort.low);
    return make({TermOp::subtract, sort, 0, {}, {}}, {left, right});
}

TermId TermStore::multiply(std::int64_t factor, TermId operand) {
    TermSort const sort = terms_[operand].sort;
    MANDATE_ASSERT(!sort.boolean);
    if (factor == 1) return operand;
    if (factor == 0) return number(0);
    auto const [low, high] = std::minmax({factor * sort.low, factor * sort.high});
    if (low == high) return number(low);
    return make({TermOp::multiply, TermSort::range(low, high), factor, {}, {}}, {operand});
}

TermId TermStore::clamp(TermId operand, std::int64_t low, std::int64_t high) {
    TermSort const sort = terms_[operand].sort;
    MANDATE_ASSERT(!sort.boolean && low <= high);
    if (low <= sort.low && sort.high <= high) return operand;
    if (sort.high <= low) return number(low);
    if (sort.low >= high) return number(high);
    return make({TermOp::clamp,
                 TermSort::range(std::max(low, sort.low), std::min(high, sort.high)),
                 0,
                 {},
                 {}},
                {operand});
}

TermId TermStore::rebuild(Term const &like, std::span<TermId const> operands) {
    switch (like.op) {
    case TermOp::truth:
        return truth(like.value != 0);
    case TermOp::number:
        return number(like.value);
    case TermOp::negation:
        return negation(operands[0]);
    case TermOp::conjunction:
    case TermOp::disjunction:
        return conjoin(operands, like.op);
    case TermOp::if_then_else:
        return if_then_else(operands[0], operands[1], operands[2]);
    case TermOp::equal:
        return equal(operands[0], operands[1]);
    case TermOp::at_most:
        return at_most(operands[0], operands[1]);
    case TermOp::add:
        return add(operands[0], operands[1]);
    case TermOp::subtract:
        return subtract(operands[0], operands[1]);
    case TermOp::multiply:
        return multiply(like.value, operands[0]);
    case TermOp::clamp:
        return clamp(operands[0], like.sort.low, like.sort.high);
    case TermOp::symbol:
    case TermOp::primed:
        break;
    }
    unreachable();
}

TermId &Substitution::done(TermId id) {
    auto const index = static_cast<std::size_t>(id.index);
    if (done_.size() <= index) done_.resize(std::max(index + 1, from_.size()));
    return done_[index];
}

TermId Substitution::operator()(TermId root) {
    if (TermId const known = done(root)) return known;
    // A copy: `to` may be the same store and grow.
    Term const term = from_[root];
    TermId result;
    if (term.op == TermOp::symbol || term.op == TermOp::primed) {
        result = leaf_ ? leaf_(term) : TermId{};
        if (!result)
            result = term.op == TermOp::symbol ? to_.symbol(term.symbol, term.sort)
                                               : to_.primed(term.symbol, term.sort);
    } else {
        std::vector<TermId> operands;
        operands.reserve(term.operands.size());
        bool decided = false;
        for (TermId operand : term.operands) {
            operands.push_back((*this)(operand));
            // What is decided already need not be built.
            if (term.op == TermOp::conjunction && to_.is_false(operands.back())) decided = true;
            if (term.op == TermOp::disjunction && to_.is_true(operands.back())) decided = true;
            if (decided) break;
            if (term.op == TermOp::if_then_else && operands.size() == 1 &&
                to_.is_constant(operands[0])) {
                result = (*this)(term.operands[to_.is_true(operands[0]) ? 1 : 2]);
                break;
            }
        }
        if (decided) result = operands.back();
        if (!result) result = to_.rebuild(term, operands);
    }
    done(root) = result;
    return result;
}

void for_each_subterm(TermStore const &store, std::vector<TermId> const &roots,
                      std::function<void(TermId, Term const &)> const &visit) {
    std::vector<char> needed(store.size(), 0);
    std::int32_t last = -1;
    for (TermId root : roots)
        if (root) {
            needed[static_cast<std::size_t>(root.index)] = 1;
            last = std::max(last, root.index);
        }
    for (std::int32_t i = last; i >= 0; --i)
        if (needed[static_cast<std::size_t>(i)])
            for (TermId operand : store[TermId{i}].operands)
                needed[static_cast<std::size_t>(operand.index)] = 1;
    for (std::int32_t i = 0; i <= last; ++i)
        if (needed[static_cast<std::size_t>(i)]) visit(TermId{i}, store[TermId{i}]);
}

std::string print(TermStore const &store, TermId id,
                  std::function<std::string(SymbolId)> const &name) {
    Term const &term = store[id];
    auto all = [&](char const *between) {
        std::string text = "(";
        for (std::size_t i = 0; i < term.operands.size(); ++i)
            text += (i ? between : "") + print(store, term.operands[i], name);
        return text + ")";
    };
    auto operand = [&](std::size_t i) { return print(store, term.operands[i], name); };
    switch (term.op) {
    case TermOp::truth:
        return term.value ? "true" : "false";
    case TermOp::number:
        return std::to_string(term.value);
    case TermOp::symbol:
        return name(term.symbol);
    case TermOp::primed:
        return name(term.symbol) + "'";
    case TermOp::negation:
        return "not " + operand(0);
    case TermOp::conjunction:
        return all(" and ");
    case TermOp::disjunction:
        return all(" or ");
    case TermOp::if_then_else:
        return "(if " + operand(0) + " then " + operand(1) + " else " + operand(2) + ")";
    case TermOp::equal:
        return all(" = ");
    case TermOp::at_most:
        return all(" <= ");
    case TermOp::add:
        return all(" + ");
    case TermOp::subtract:
        return all(" - ");
    case TermOp::multiply:
        return std::to_string(term.value) + " * " + operand(0);
    case TermOp::clamp:
        return "clamp(" + operand(0) + ", " + std::to_string(term.sort.low) + ", " +
               std::to_string(term.sort.high) + ")";
    }
    unreachable();
}

} // namespace mandate::compiler
