// Compiled with assertions in every build: without them z3++ hands out null terms instead of
// failing.
#undef NDEBUG
#include "compiler/z3/session.h"

#include "base/assert.h"
#include "compiler/z3/unrolling.h"

#include <z3++.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <optional>

namespace mandate::compiler {

namespace {

struct Shape {
    unsigned width = 1;
    bool is_signed = false;
};

Shape shape_of(std::int64_t low, std::int64_t high) {
    auto const bits = [](std::int64_t value) {
        return static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(value)));
    };
    if (low >= 0) return {std::max(1u, bits(high)), false};
    return {std::max(bits(std::max<std::int64_t>(high, 0)), bits(-(low + 1))) + 1, true};
}

// By SymbolId: does an operation of arithmetic read it, or is it compared with more than constants?
std::vector<char> calculated_with(TransitionSystem const &ts, TermStore const &terms) {
    std::vector<char> result(ts.symbols.size(), 0), seen(terms.size(), 0);
    std::function<void(TermId)> value = [&](TermId id) {
        if (std::exchange(seen[static_cast<std::size_t>(id.index)], 1)) return;
        Term const &term = terms[id];
        if (term.op == TermOp::symbol || term.op == TermOp::primed)
            result[static_cast<std::size_t>(term.symbol.index)] = 1;
        else if (term.op == TermOp::if_then_else)
            for (std::size_t i : {1u, 2u}) value(term.operands[i]);
    };
    for (std::size_t i = 0; i < terms.size(); ++i) {
        Term const &term = terms[TermId{static_cast<std::int32_t>(i)}];
        bool const compared = term.op == TermOp::at_most && !terms.is_constant(term.operands[0]) &&
                              !terms.is_constant(term.operands[1]);
        if (compared || term.op == TermOp::add || term.op == TermOp::subtract ||
            term.op == TermOp::multiply || term.op == TermOp::clamp)
            for (TermId operand : term.operands) value(operand);
    }
    return result;
}

} // namespace

struct SmtContext::Impl {
    z3::context context;
    std::uint64_t counted = 0; // of the rlimit, by all its sessions
};

namespace {
thread_local SmtContext *innermost = nullptr;
}

SmtContext::SmtContext(Which which) : outer_(innermost) {
    constexpr int openings = 100; // before it has grown too large
    thread_local std::shared_ptr<Impl> kept;
    thread_local int opened = 0;
    if (which == Which::new_one) {
        impl_ = std::make_shared<Impl>();
    } else {
        if (opened++ % openings == 0) kept = std::make_shared<Impl>();
        impl_ = kept;
    }
    innermost = this;
}
SmtContext::~SmtContext() {
    MANDATE_ASSERT(innermost == this);
    innermost = outer_;
}

struct SmtSession::Impl {
    Impl(TransitionSystem const &system, TermStore const &terms, Encoding how)
        : ts(system),
          unrolling(system, terms),
          encoding(how),
          shared(innermost ? innermost->impl_ : std::make_shared<SmtContext::Impl>()),
          context(shared->context),
          // The simple solver: no tactics before the first check.
          solver(how == Encoding::bits ? z3::solver(context, "QF_FD")
                                       : z3::solver(context, z3::solver::simple())) {
        if (how == Encoding::integers) counts = calculated_with(system, terms);
    }

    TransitionSystem const &ts;
    Unrolling unrolling;
    Encoding encoding;
    std::shared_ptr<SmtContext::Impl> shared;
    z3::context &context;
    z3::solver solver;
    std::vector<std::optional<z3::expr>> encoded; // by flat TermId
    // Beside integers, what is only ever copied and compared is a row of Booleans: arithmetic on
    // who acts and what stands where would be slow.
    std::vector<char> counts;                        // by SymbolId: calculated with
    std::vector<char> digital;                       // by flat TermId: 0 unknown, 1 yes, 2 no
    std::map<TermId, std::vector<TermId>> digits_of; // of flat terms
    std::vector<z3::expr> literals;
    std::map<TermId, int> literal_of; // by flat term
    std::map<ClauseId, int> label_literal;
    std::vector<Literal> last_assumptions;
    std::vector<Literal> last_core;
    std::vector<ClauseId> last_clauses;
    bool satisfied = false;         // by the last check
    std::optional<z3::model> model; // made when it is asked for
    std::uint64_t budget = 0;       // 0: none
    std::uint64_t granted = 0;      // of it, to each check
    std::uint64_t spent = 0;

    std::uint64_t count() const {
        z3::stats const statistics = solver.statistics();
        for (unsigned k = 0; k < statistics.size(); ++k)
            if (statistics.key(k) == "rlimit count") return statistics.uint_value(k);
        return 0;
    }
    // Making a model takes as long as a small check.
    z3::model const &solution() {
        MANDATE_ASSERT(satisfied);
        if (!model) model = solver.get_model();
        return *model;
    }
    // The values of the last check can be asked for after it.
    void add(z3::expr const &e) {
        if (satisfied) solution();
        solver.add(e);
    }
    z3::expr sound(z3::expr e) {
        MANDATE_ASSERT(static_cast<Z3_ast>(e) != nullptr);
        return e;
    }
    bool bits() const { return encoding == Encoding::bits; }

    z3::expr number(std::int64_t value, Shape shape) {
        if (!bits()) return context.int_val(value);
        std::uint64_t const mask = shape.width >= 64 ? ~0ULL : (1ULL << shape.width) - 1;
        return context.bv_val(static_cast<std::uint64_t>(value) & mask, shape.width);
    }
    z3::expr fit(z3::expr const &e, Shape from, Shape to) {
        if (!bits() || from.width == to.width) return e;
        if (to.width < from.width) return e.extract(to.width - 1, 0);
        unsigned const more = to.width - from.width;
        return from.is_signed ? z3::sext(e, more) : z3::zext(e, more);
    }
    z3::expr at_most(z3::expr const &a, z3::expr const &b, bool is_signed) {
        if (!bits()) return a <= b;
        return is_signed ? z3::sle(a, b) : z3::ule(a, b);
    }
    z3::expr both(std::vector<z3::expr> const &parts, bool all) {
        MANDATE_ASSERT(!parts.empty());
        z3::expr_vector vector(context);
        for (z3::expr const &part : parts) vector.push_back(part);
        return all ? z3::mk_and(vector) : z3::mk_or(vector);
    }

    bool is_digital(TermId id) {
        if (bits()) return false;
        auto const index = static_cast<std::size_t>(id.index);
        if (digital.size() <= index) digital.resize(unrolling.flat().size(), 0);
        if (digital[index]) return digital[index] == 1;
        Term const &term = unrolling.flat()[id];
        bool yes = false;
        if (!term.sort.boolean && term.sort.low >= 0 && term.sort.high < 1 << 16) {
            if (term.op == TermOp::number)
                yes = true;
            else if (term.op == TermOp::symbol)
                yes = !counts[static_cast<std::size_t>(unrolling.symbol(term.symbol).symbol.index)];
            else if (term.op == TermOp::if_then_else)
                yes = is_digital(term.operands[1]) && is_digital(term.operands[2]);
        }
        digital[index] = yes ? 1 : 2;
        return yes;
    }
    // Requires: is_digital. Returns: Boolean terms, the lowest digit first, `width` at least.
    std::vector<TermId> digits(TermId id, unsigned width) {
        auto found = digits_of.find(id);
        if (found == digits_of.end()) found = digits_of.emplace(id, new_digits(id)).first;
        std::vector<TermId> result = found->second;
        while (result.size() < width) result.push_back(unrolling.flat().truth(false));
        return result;
    }
    std::vector<TermId> new_digits(TermId id) {
        TermStore &t = unrolling.flat();
        Term const term = t[id];
        unsigned const width = shape_of(term.sort.low, term.sort.high).width;
        std::vector<TermId> result;
        if (term.op == TermOp::if_then_else) {
            auto const then = digits(term.operands[1], width),
                       otherwise = digits(term.operands[2], width);
            for (unsigned i = 0; i < width; ++i)
                result.push_back(t.if_then_else(term.operands[0], then[i], otherwise[i]));
            return result;
        }
        for (unsigned i = 0; i < width; ++i)
            result.push_back(term.op == TermOp::number
                                 ? t.truth((term.value >> i & 1) != 0)
                                 : unrolling.part(term.symbol, TermSort::truth()));
        if (term.op == TermOp::symbol) {
            add(at_most(result, term.sort.high));
            if (term.sort.low > 0) add(t.negation(at_most(result, term.sort.low - 1)));
        }
        return result;
    }
    TermId at_most(std::vector<TermId> const &digits, std::int64_t bound) {
        TermStore &t = unrolling.flat();
        TermId result = t.truth(true);
        for (unsigned i = 0; i < digits.size(); ++i) {
            TermId const zero = t.negation(digits[i]);
            result = (bound >> i & 1) != 0 ? t.disjunction({zero, result})
                                           : t.conjunction({zero, result});
        }
        return result;
    }
    TermId same(std::vector<TermId> const &a, std::vector<TermId> const &b) {
        std::vector<TermId> parts;
        for (std::size_t i = 0; i < a.size(); ++i)
            parts.push_back(unrolling.flat().equal(a[i], b[i]));
        return unrolling.flat().conjunction(parts);
    }

    z3::expr encode(TermId id) {
        auto const index = static_cast<std::size_t>(id.index);
        if (index < encoded.size() && encoded[index]) return *encoded[index];
        z3::expr const result = sound(encode_new(id));
        if (encoded.size() <= index) encoded.resize(std::max(index + 1, unrolling.flat().size()));
        encoded[index] = result;
        return result;
    }

    z3::expr encode_new(TermId id) {
        Term const term = unrolling.flat()[id];
        TermStore const &t = unrolling.flat();
        auto shape = [&](TermId of) { return shape_of(t[of].sort.low, t[of].sort.high); };
        Shape const own = shape_of(term.sort.low, term.sort.high);
        // The shape that holds the values of all of these.
        auto hull = [&](std::vector<TermId> const &of, bool with_own) {
            std::int64_t low = with_own ? term.sort.low : t[of[0]].sort.low,
                         high = with_own ? term.sort.high : t[of[0]].sort.high;
            for (TermId o : of) {
                low = std::min(low, t[o].sort.low);
                high = std::max(high, t[o].sort.high);
            }
            return shape_of(low, high);
        };
        auto in = [&](TermId of, Shape to) { return fit(encode(of), shape(of), to); };
        std::vector<TermId> const &o = term.operands;
        if (term.op == TermOp::symbol && is_digital(id)) {
            z3::expr_vector parts(context);
            std::int64_t place = 1;
            for (TermId digit : digits(id, 0)) {
                parts.push_back(z3::ite(encode(digit), context.int_val(place), context.int_val(0)));
                place *= 2;
            }
            return z3::sum(parts);
        }
        switch (term.op) {
        case TermOp::truth:
            return context.bool_val(term.value != 0);
        case TermOp::number:
            return number(term.value, own);
        case TermOp::primed:
            break;
        case TermOp::symbol: {
            std::string const name = "s" + std::to_string(term.symbol.index);
            if (term.sort.boolean) return context.bool_const(name.c_str());
            z3::expr const symbol = bits() ? context.bv_const(name.c_str(), own.width)
                                           : context.int_const(name.c_str());
            add(sound(at_most(number(term.sort.low, own), symbol, own.is_signed)));
            add(sound(at_most(symbol, number(term.sort.high, own), own.is_signed)));
            return symbol;
        }
        case TermOp::negation:
            return !encode(o[0]);
        case TermOp::conjunction:
        case TermOp::disjunction: {
            std::vector<z3::expr> parts;
            for (TermId operand : o) parts.push_back(encode(operand));
            return both(parts, term.op == TermOp::conjunction);
        }
        case TermOp::if_then_else:
            if (term.sort.boolean) return z3::ite(encode(o[0]), encode(o[1]), encode(o[2]));
            return z3::ite(encode(o[0]), in(o[1], own), in(o[2], own));
        case TermOp::equal: {
            if (t[o[0]].sort.boolean) return encode(o[0]) == encode(o[1]);
            Shape const common = hull(o, false);
            if (is_digital(o[0]) && is_digital(o[1]))
                return encode(same(digits(o[0], common.width), digits(o[1], common.width)));
            return in(o[0], common) == in(o[1], common);
        }
        case TermOp::at_most: {
            Shape const common = hull(o, false);
            if (t.is_constant(o[1]) && is_digital(o[0]))
                return encode(at_most(digits(o[0], common.width), t[o[1]].value));
            if (t.is_constant(o[0]) && is_digital(o[1]))
                return !encode(at_most(digits(o[1], common.width), t[o[0]].value - 1));
            return at_most(in(o[0], common), in(o[1], common), common.is_signed);
        }
        case TermOp::add:
        case TermOp::subtract: {
            Shape const common = hull(o, true);
            z3::expr const a = in(o[0], common), b = in(o[1], common);
            return fit(term.op == TermOp::add ? a + b : a - b, common, own);
        }
        case TermOp::multiply: {
            Shape const common = hull(o, true);
            return fit(number(term.value, common) * in(o[0], common), common, own);
        }
        case TermOp::clamp: {
            Shape const common = hull(o, true);
            z3::expr const value = in(o[0], common), low = number(term.sort.low, common),
                           high = number(term.sort.high, common);
            z3::expr result = value;
            if (t[o[0]].sort.high > term.sort.high)
                result = z3::ite(at_most(value, high, common.is_signed), result, high);
            if (t[o[0]].sort.low < term.sort.low)
                result = z3::ite(at_most(low, value, common.is_signed), result, low);
            return fit(result, common, own);
        }
        }
        unreachable();
    }

    z3::expr assumption(Literal literal) {
        MANDATE_ASSERT(literal.number >= 0 &&
                       static_cast<std::size_t>(literal.number) < literals.size());
        z3::expr const &e = literals[static_cast<std::size_t>(literal.number)];
        return literal.positive ? e : !e;
    }
    int fresh() {
        literals.push_back(context.bool_const(("l" + std::to_string(literals.size())).c_str()));
        return static_cast<int>(literals.size()) - 1;
    }
    Literal literal(TermId flat);
    void add(TermId flat) {
        if (unrolling.flat().is_true(flat)) return;
        Term const term = unrolling.flat()[flat];
        if (term.op == TermOp::conjunction)
            for (TermId part : term.operands) add(part);
        else
            add(encode(flat));
    }
};

SmtSession::SmtSession(TransitionSystem const &ts, TermStore const &terms, Encoding encoding)
    : impl_(std::make_unique<Impl>(ts, terms, encoding)) {}
SmtSession::~SmtSession() = default;

SmtSession::Encoding SmtSession::for_proofs(TransitionSystem const &ts) {
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
        if (ts.next[s] && symbol.sort.high - symbol.sort.low >= 64) return Encoding::integers;
    }
    return Encoding::bits;
}

void SmtSession::start() {
    for (LabelledTerm const &condition : impl_->unrolling.start()) impl_->add(condition.formula);
}

void SmtSession::again() {
    for (TermId equality : impl_->unrolling.again()) impl_->add(equality);
}

SmtSession::Literal SmtSession::started() {
    std::vector<TermId> parts;
    for (LabelledTerm const &condition : impl_->unrolling.start())
        parts.push_back(condition.formula);
    return impl_->literal(impl_->unrolling.flat().conjunction(parts));
}

void SmtSession::assume() {
    for (LabelledTerm const &assumption : impl_->ts.assumptions) require(assumption.formula, 0);
}

void SmtSession::step(unsigned frame, std::vector<TermId> next) {
    impl_->unrolling.step(frame, std::move(next));
}
void SmtSession::set(SymbolId symbol, unsigned frame, std::int64_t value) {
    impl_->unrolling.set(symbol, frame, value);
}
void SmtSession::require(TermId term, unsigned frame) {
    impl_->add(impl_->unrolling(term, frame));
}

void SmtSession::require(TermId term, unsigned frame, ClauseId label) {
    TermId const flat = impl_->unrolling(term, frame);
    if (impl_->unrolling.flat().is_true(flat)) return;
    auto const [found, is_new] = impl_->label_literal.try_emplace(label, 0);
    if (is_new) found->second = impl_->fresh();
    impl_->add(!impl_->assumption({found->second, true}) || impl_->encode(flat));
}

SmtSession::Literal SmtSession::fresh() {
    return {impl_->fresh(), true};
}

SmtSession::Literal SmtSession::literal(TermId term, unsigned frame) {
    return impl_->literal(impl_->unrolling(term, frame));
}

SmtSession::Literal SmtSession::all(std::vector<std::pair<TermId, unsigned>> const &terms) {
    std::vector<TermId> parts;
    for (auto [term, frame] : terms) parts.push_back(impl_->unrolling(term, frame));
    return impl_->literal(impl_->unrolling.flat().conjunction(parts));
}

SmtSession::Literal SmtSession::sum_at_most(std::vector<std::pair<TermId, unsigned>> const &values,
                                            std::int64_t bound) {
    TermStore &flat = impl_->unrolling.flat();
    std::vector<TermId> summands;
    for (auto [term, frame] : values) summands.push_back(impl_->unrolling(term, frame));
    TermId const total = flat.sum(summands);
    return impl_->literal(flat.at_most(total, flat.number(bound)));
}

SmtSession::Literal SmtSession::Impl::literal(TermId flat) {
    auto const [found, is_new] = literal_of.try_emplace(flat, 0);
    if (is_new) {
        found->second = fresh();
        Term const top = unrolling.flat()[flat];
        std::vector<TermId> parts{flat};
        if (top.op == TermOp::conjunction) parts = top.operands;
        for (TermId part : parts) add(!assumption({found->second, true}) || encode(part));
    }
    return {found->second, true};
}

void SmtSession::require_any(std::vector<Literal> const &literals) {
    if (literals.empty()) {
        impl_->add(impl_->context.bool_val(false));
        return;
    }
    std::vector<z3::expr> parts;
    for (Literal literal : literals) parts.push_back(impl_->assumption(literal));
    impl_->add(impl_->both(parts, false));
}

Sat SmtSession::check(std::vector<Literal> const &assumptions) {
    Impl &i = *impl_;
    i.satisfied = false;
    i.model.reset();
    i.last_core.clear();
    i.last_clauses.clear();
    if (i.budget && i.spent >= i.budget) return Sat::unknown;
    z3::expr_vector all(i.context);
    std::map<unsigned, Literal> literal_of;
    std::map<unsigned, ClauseId> clause_of;
    for (Literal literal : assumptions) {
        z3::expr const e = i.assumption(literal);
        literal_of.emplace(Z3_get_ast_id(i.context, e), literal);
        all.push_back(e);
    }
    for (auto const &[clause, literal] : i.label_literal) {
        z3::expr const e = i.assumption({literal, true});
        clause_of.emplace(Z3_get_ast_id(i.context, e), clause);
        all.push_back(e);
    }
    try {
        // Setting a parameter costs as much as a small check: only when much has been spent.
        std::uint64_t const left = std::min<std::uint64_t>(i.budget - i.spent, 4'000'000'000u);
        if (i.budget && (!i.granted || left < i.granted / 4 * 3)) {
            i.granted = left;
            z3::params params(i.context);
            params.set("rlimit", static_cast<unsigned>(i.granted));
            i.solver.set(params);
        }
        // The context counts for all its sessions.
        z3::check_result const result = i.solver.check(all);
        auto const count = i.count();
        i.spent += count - std::exchange(i.shared->counted, count);
        i.satisfied = result == z3::sat;
        if (i.satisfied) return Sat::sat;
        if (result == z3::unknown) return Sat::unknown;
        z3::expr_vector const core = i.solver.unsat_core();
        std::map<unsigned, bool> in_core;
        for (unsigned k = 0; k < core.size(); ++k)
            in_core[Z3_get_ast_id(i.context, core[static_cast<int>(k)])] = true;
        for (Literal literal : assumptions)
            if (in_core.count(Z3_get_ast_id(i.context, i.assumption(literal))))
                i.last_core.push_back(literal);
        for (auto const &[id, clause] : clause_of)
            if (in_core.count(id)) i.last_clauses.push_back(clause);
        std::sort(i.last_clauses.begin(), i.last_clauses.end());
        return Sat::unsat;
    } catch (z3::exception const &) {
        return Sat::unknown;
    }
}

std::vector<SmtSession::Literal> SmtSession::core() const {
    return impl_->last_core;
}
std::vector<ClauseId> SmtSession::clauses() const {
    return impl_->last_clauses;
}

std::int64_t SmtSession::value(SymbolId symbol, unsigned frame) {
    Impl &i = *impl_;
    z3::model const &model = i.solution();
    TermId const flat = i.unrolling.at(symbol, frame);
    Term const term = i.unrolling.flat()[flat];
    if (i.unrolling.flat().is_constant(flat)) return term.value;
    // A symbol that no assertion mentions may have any value of its range.
    auto const index = static_cast<std::size_t>(flat.index);
    bool const digital = i.is_digital(flat);
    if (term.op == TermOp::symbol &&
        (digital ? !i.digits_of.contains(flat) : index >= i.encoded.size() || !i.encoded[index]))
        return term.sort.low;
    if (digital) {
        std::int64_t value = 0, place = 1;
        for (TermId digit : i.digits(flat, 0)) {
            if (model.eval(i.encode(digit), true).is_true()) value += place;
            place *= 2;
        }
        return value;
    }
    z3::expr const value = model.eval(i.encode(flat), true);
    if (term.sort.boolean) return value.is_true();
    if (!i.bits()) return value.get_numeral_int64();
    std::uint64_t const raw = value.get_numeral_uint64();
    Shape const shape = shape_of(term.sort.low, term.sort.high);
    if (shape.is_signed && shape.width < 64 && (raw >> (shape.width - 1)) & 1)
        return static_cast<std::int64_t>(raw) - (std::int64_t{1} << shape.width);
    return static_cast<std::int64_t>(raw);
}

bool SmtSession::is_true(TermId term, unsigned frame) {
    return impl_->unrolling.flat().is_true(impl_->unrolling(term, frame));
}
bool SmtSession::is_false(TermId term, unsigned frame) {
    return impl_->unrolling.flat().is_false(impl_->unrolling(term, frame));
}

void SmtSession::limit(std::uint64_t rlimit) {
    if (impl_->granted && !rlimit) {
        z3::params none(impl_->context);
        none.set("rlimit", 0u);
        impl_->solver.set(none);
    }
    impl_->budget = rlimit;
    // What a check was granted before stays so if it is no more, and not much less.
    std::uint64_t const left = rlimit > impl_->spent ? rlimit - impl_->spent : 0;
    if (impl_->granted > left || impl_->granted < left / 4 * 3) impl_->granted = 0;
}
std::uint64_t SmtSession::used() const {
    return impl_->spent;
}
void SmtSession::interrupt() {
    impl_->context.interrupt();
}

void SmtSession::seed(unsigned value) {
    for (char const *parameter : {"smt.random_seed", "sat.random_seed", "fp.spacer.random_seed"})
        Z3_global_param_set(parameter, std::to_string(value).c_str());
}

char const *SmtSession::solver_version() {
    return Z3_get_full_version();
}

} // namespace mandate::compiler
