// Which of several clauses on one thing counts, and what follows the end of a term where no clause
// says it.
#include "compiler/elaborate/context.h"

#include <algorithm>

namespace mandate::compiler {

bool limits_time(ast::Choice const &length) {
    return std::any_of(length.values.begin(), length.values.end(), [](ast::Value const &v) {
        return std::holds_alternative<ast::Duration>(v.content);
    });
}

bool Context::unlimited(Provision const &p) const {
    return p.fixed.empty() && p.periods == always() && p.where.empty() && p.displaced.empty() &&
           (!p.binder || (p.binder->except.empty() && p.binder->where.empty()));
}

// Whether a condition on a unit may turn out differently later on. Readings and kinds stay.
bool Context::may_change(ExprId condition) const {
    auto const &e = core_.expressions[condition];
    if (e.op == Op::occurs || e.op == Op::previous) return true;
    if (e.op == Op::read && core_.variables[e.var].role == Role::state) return true;
    return std::any_of(e.operands.begin(), e.operands.end(),
                       [&](ExprId operand) { return may_change(operand); });
}

bool Context::same(ExprId left, ExprId right) const {
    auto const &a = core_.expressions[left], &b = core_.expressions[right];
    return a.op == b.op && a.value == b.value && a.var == b.var && a.event == b.event &&
           (!a.binder || a.op == Op::bound) &&
           std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), b.operands.end(),
                      [&](ExprId x, ExprId y) { return same(x, y); });
}

// Whether it is plain that two conditions exclude each other: by two kinds of one unit, or by a
// `not`. What is not plain is left to the solver.
bool Context::exclude(ExprId left, ExprId right) const {
    auto const parts = [&](ExprId id) {
        auto const &e = core_.expressions[id];
        return e.op == Op::conjunction && !in_force_when(id) ? e.operands : std::vector{id};
    };
    auto const denies = [&](ExprId x, ExprId y) {
        auto const &e = core_.expressions[x];
        return e.op == Op::negation && same(e.operands.front(), y);
    };
    for (auto const x : parts(left))
        for (auto const y : parts(right)) {
            auto const &a = core_.expressions[x], &b = core_.expressions[y];
            auto const when = in_force_when(x), other = in_force_when(y);
            if (when && other && (*when & *other) == 0) return true;
            bool const kinds = a.op == Op::kind_is && b.op == Op::kind_is && a.value != b.value &&
                               same(a.operands.front(), b.operands.front());
            if (kinds || denies(x, y) || denies(y, x)) return true;
        }
    return false;
}

std::vector<Context::Counting> Context::counting(std::vector<Provision const *> clauses,
                                                 OfficeAt const &here, std::string const &things) {
    std::stable_sort(clauses.begin(), clauses.end(),
                     [](auto const *a, auto const *b) { return a->rank > b->rank; });
    std::vector<Counting> result;
    std::size_t first = 0; // of the rank at hand
    for (auto const *clause : clauses) {
        if (first < result.size() && result[first].provision->rank > clause->rank)
            first = result.size();
        auto environment = here.environment;
        auto const condition = applies(*clause, environment, here.unit, environment.level);
        std::vector<ExprId> higher, equal;
        std::string rivals;
        for (std::size_t i = 0; i < result.size(); ++i) {
            auto const &other = result[i];
            if (exclude(other.applies, condition)) continue;
            (i < first ? higher : equal).push_back(other.applies);
            if (i >= first)
                rivals +=
                    (rivals.empty() ? "" : " or ") + core_.clauses[other.provision->id].label();
        }
        auto counts = all({condition, no(any(std::move(higher)))});
        if (constant(counts, false)) continue;
        if (!equal.empty()) {
            auto const second = is(implicit(clause->id, things + " of equal rank: which counts",
                                            {rivals, core_.clauses[clause->id].label()}),
                                   1);
            for (auto i = first; i < result.size(); ++i)
                if (!exclude(result[i].applies, condition))
                    result[i].counts = all({result[i].counts, no(all({condition, second}))});
            counts = all({counts, any({no(any(std::move(equal))), second})});
        }
        result.push_back({clause, std::move(environment), condition, counts});
    }
    return result;
}

ExprId Context::none_applies(std::vector<Counting> const &clauses) {
    std::vector<ExprId> conditions;
    for (auto const &clause : clauses) conditions.push_back(clause.applies);
    return no(any(std::move(conditions)));
}

std::vector<Context::Expiry>
Context::expiries(std::vector<Provision> const &provisions, OfficeAt const &here,
                  std::vector<std::pair<Provision const *, ExprId>> const &came,
                  std::string const &question, std::vector<std::string> const &answers) {
    auto const level = here.environment.level;
    std::vector<Expiry> result;
    auto const written =
        counting(clauses<ast::OnExpiry>(provisions, level), here, "two clauses on expiry");
    for (auto const &clause : written) {
        auto const &expiry = std::get<ast::OnExpiry>(clause.provision->clause->node);
        Expiry one{clause.provision->id,
                   clause.counts,
                   word_is(expiry.what, clause.provision->id, "when the term is over",
                           clause.environment, ast::Word::stays_until_successor),
                   clause.provision->id,
                   {}};
        if (expiry.limit) {
            if (constant(one.stays, false))
                not_encoded(expiry.limit->span, "a limit where nobody is held over");
            one.limit_clause = part_of(one.clause, expiry.limit_tag, expiry.limit->span);
            one.limit = decide_number(*expiry.limit, one.limit_clause, "limit of being held over",
                                      clause.environment,
                                      [&](ast::Value const &value) { return length_of(value); });
        }
        result.push_back(one);
    }
    // Elsewhere each clause that fixes a term leaves a question.
    auto unsaid = none_applies(written);
    auto const ask = [&](Provision const &term, ExprId here_too) {
        auto const counts = all({unsaid, here_too});
        if (!constant(counts, false))
            result.push_back(
                {term.id, counts, is(implicit(term.id, question, answers), 1), term.id, {}});
    };
    // Whether some clause on expiry has no limits but those of the clause on the term.
    auto const answered = [&](Provision const &term) {
        auto const among = [](auto const &some, auto const &all_) {
            return std::all_of(some.begin(), some.end(), [&](auto const &one) {
                return std::find(all_.begin(), all_.end(), one) != all_.end();
            });
        };
        return std::any_of(written.begin(), written.end(), [&](Counting const &clause) {
            auto const &p = *clause.provision;
            bool const units = p.binder == term.binder || !p.binder ||
                               (p.binder->except.empty() && p.binder->where.empty());
            return units && among(p.where, term.where) && among(p.fixed, term.fixed) &&
                   (term.periods & ~p.periods) == 0 && p.displaced.empty();
        });
    };
    for (auto const &[way, this_way] : came) {
        auto environment = here.environment;
        if (!answered(*way) || may_change(applies(*way, environment, here.unit, level)))
            ask(*way, this_way);
        unsaid = all({unsaid, no(this_way)});
    }
    auto fixing = clauses<ast::Term>(provisions, level);
    std::erase_if(fixing, [](auto const *p) {
        return !limits_time(std::get<ast::Term>(p->clause->node).length);
    });
    auto const terms = counting(std::move(fixing), here, "two terms");
    // The clause that fixed the term may no longer apply when it is over.
    Provision const *lapsed = nullptr;
    for (auto const &term : terms)
        if (may_change(term.applies)) lapsed = term.provision;
    for (auto const &term : terms)
        ask(*term.provision, any({answered(*term.provision) ? truth(false) : term.counts,
                                  term.provision == lapsed ? none_applies(terms) : truth(false)}));
    return result;
}

} // namespace mandate::compiler
