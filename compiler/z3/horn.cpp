// Compiled with assertions in every build: without them z3++ hands out null terms instead of
// failing.
#undef NDEBUG
#include "compiler/z3/horn.h"

#include "base/assert.h"
#include "compiler/z3/smtlib.h"

#include <z3++.h>

#include <map>
#include <optional>
#include <set>

namespace mandate::compiler {

namespace {

// The rules as text, and the symbols that the relation `inv` speaks of, in the order of its
// arguments.
struct Rules {
    std::string text;
    std::vector<SymbolId> arguments;
};

Rules rules_of(TransitionSystem const &ts, TermStore &terms) {
    Rules rules;
    std::string &text = rules.text;
    auto variable = [](SymbolId symbol) { return "x" + std::to_string(symbol.index); };
    auto sort = [](TermSort s) { return s.boolean ? " Bool" : " Int"; };
    Substitution step(terms, terms, [&](Term const &term) {
        return term.op == TermOp::primed && ts.symbols[term.symbol].role == SymbolRole::state
                   ? ts.next[static_cast<std::size_t>(term.symbol.index)]
                   : terms.symbol(term.symbol, term.sort);
    });
    auto mentioned = [&](std::vector<TermId> const &roots) {
        std::set<SymbolId> symbols;
        for_each_subterm(terms, roots, [&](TermId, Term const &term) {
            if (term.op == TermOp::symbol) symbols.insert(term.symbol);
        });
        return symbols;
    };
    std::vector<TermId> init, valid, steps;
    for (auto const *conditions : {&ts.assumptions, &ts.init})
        for (LabelledTerm const &condition : *conditions) init.push_back(condition.formula);
    for (LabelledTerm const &condition : ts.valid) valid.push_back(condition.formula);
    TermId const bad_after = step(ts.bad);
    steps = valid;
    steps.push_back(bad_after);
    for (TermId next : ts.next)
        if (next) steps.push_back(next);
    // What only the entry state is held to need not be remembered.
    auto const lasting = mentioned(steps);
    std::string signature, arguments;
    for (std::size_t i = 0; i < ts.symbols.size(); ++i) {
        SymbolId const id = ts.symbols.id(i);
        Symbol const &s = ts.symbols[id];
        if (!s.sort.boolean && s.sort.low == s.sort.high) continue;
        text += "(declare-var " + variable(id) + sort(s.sort) + ")\n";
        if (s.role == SymbolRole::input || (s.role == SymbolRole::state && !ts.is_live(id)) ||
            (s.role != SymbolRole::state && !lasting.contains(id)))
            continue;
        rules.arguments.push_back(id);
        signature += sort(s.sort);
        arguments += " " + variable(id);
    }
    text = "(declare-rel inv (" + signature + "))\n(declare-rel bad ())\n" + text;

    auto name = [&](Term const &term) { return variable(term.symbol); };
    // Shared parts are bound by one `let` each, the innermost first.
    auto clause = [&](std::string const &body, std::vector<TermId> const &conditions,
                      std::string const &head, std::vector<TermId> const &head_terms) {
        std::vector<TermId> roots = conditions;
        roots.insert(roots.end(), head_terms.begin(), head_terms.end());
        auto symbols = mentioned(roots);
        if (!body.empty()) symbols.insert(rules.arguments.begin(), rules.arguments.end());
        std::string ranges;
        for (SymbolId const id : symbols)
            if (TermSort const range = ts.symbols[id].sort; !range.boolean)
                ranges += " (<= " + std::to_string(range.low) + " " + variable(id) +
                          ") (<= " + variable(id) + " " + std::to_string(range.high) + ")";
        std::vector<int> uses(terms.size(), 0);
        for_each_subterm(terms, roots, [&](TermId, Term const &term) {
            for (TermId operand : term.operands) ++uses[static_cast<std::size_t>(operand.index)];
        });
        std::vector<char> defined(terms.size(), 0);
        auto name_of = [&](TermId id) {
            return defined[static_cast<std::size_t>(id.index)] ? "t" + std::to_string(id.index)
                                                               : std::string();
        };
        std::string lets, close;
        for_each_subterm(terms, roots, [&](TermId id, Term const &term) {
            if (uses[static_cast<std::size_t>(id.index)] < 2 || term.operands.empty()) return;
            lets += "(let ((t" + std::to_string(id.index) + " " +
                    smtlib_term(terms, id, name, name_of) + ")) ";
            close += ")";
            defined[static_cast<std::size_t>(id.index)] = 1;
        });
        auto write = [&](TermId id) {
            std::string const known = name_of(id);
            return known.empty() ? smtlib_term(terms, id, name, name_of) : known;
        };
        text += "(rule " + lets + "(=> (and true" + body + ranges;
        for (TermId condition : conditions) text += " " + write(condition);
        text += ") ";
        if (head_terms.empty()) {
            text += head;
        } else {
            text += "(" + head;
            for (TermId term : head_terms) text += " " + write(term);
            text += ")";
        }
        text += ")" + close + ")\n";
    };
    std::vector<TermId> now, next;
    for (SymbolId symbol : rules.arguments) {
        now.push_back(terms.symbol(symbol, ts.symbols[symbol].sort));
        next.push_back(ts.symbols[symbol].role == SymbolRole::state
                           ? ts.next[static_cast<std::size_t>(symbol.index)]
                           : now.back());
    }
    std::string const inv = arguments.empty() ? " inv" : " (inv" + arguments + ")";
    clause("", init, "inv", now);
    clause(inv, valid, "inv", next);
    std::vector<TermId> bad = valid;
    bad.push_back(bad_after);
    clause(inv, bad, "bad", {});
    bad = init;
    bad.push_back(ts.bad_initially);
    clause("", bad, "bad", {});
    text += "(query bad)\n";
    return rules;
}

// Spacer's invariant in our terms. Returns: none if it uses what we do not know.
class Reader {
public:
    Reader(TransitionSystem const &ts, TermStore &terms, std::vector<SymbolId> const &arguments)
        : ts_(ts),
          terms_(terms),
          arguments_(arguments) {}

    std::optional<TermId> read(z3::expr const &e) {
        unsigned const key = Z3_get_ast_id(e.ctx(), e);
        if (auto const found = done_.find(key); found != done_.end()) return found->second;
        std::optional<TermId> const result = read_new(e);
        if (result) done_[key] = *result;
        return result;
    }

private:
    std::optional<TermId> read_new(z3::expr const &e) {
        if (e.is_var()) {
            unsigned const index = Z3_get_index_value(e.ctx(), e);
            if (index >= arguments_.size()) return {};
            return terms_.symbol(arguments_[index], ts_.symbols[arguments_[index]].sort);
        }
        if (!e.is_app()) return {};
        if (e.is_numeral()) {
            std::int64_t value = 0;
            if (!e.is_numeral_i64(value)) return {};
            return terms_.number(value);
        }
        std::vector<TermId> o;
        for (unsigned i = 0; i < e.num_args(); ++i) {
            auto const operand = read(e.arg(i));
            if (!operand) return {};
            o.push_back(*operand);
        }
        auto fold = [&](auto &&combine) {
            TermId result = o[0];
            for (std::size_t i = 1; i < o.size(); ++i) result = combine(result, o[i]);
            return result;
        };
        auto const boolean = [&](std::size_t i) { return terms_[o[i]].sort.boolean; };
        switch (e.decl().decl_kind()) {
        case Z3_OP_TRUE:
            return terms_.truth(true);
        case Z3_OP_FALSE:
            return terms_.truth(false);
        case Z3_OP_AND:
            return terms_.conjunction(o);
        case Z3_OP_OR:
            return terms_.disjunction(o);
        case Z3_OP_NOT:
            return terms_.negation(o[0]);
        case Z3_OP_IMPLIES:
            return terms_.implication(o[0], o[1]);
        case Z3_OP_IFF:
        case Z3_OP_EQ:
            if (o.size() != 2 || boolean(0) != boolean(1)) return {};
            return terms_.equal(o[0], o[1]);
        case Z3_OP_ITE:
            return terms_.if_then_else(o[0], o[1], o[2]);
        case Z3_OP_LE:
            return terms_.at_most(o[0], o[1]);
        case Z3_OP_GE:
            return terms_.at_most(o[1], o[0]);
        case Z3_OP_LT:
            return terms_.less(o[0], o[1]);
        case Z3_OP_GT:
            return terms_.less(o[1], o[0]);
        case Z3_OP_ADD:
            return fold([&](TermId a, TermId b) { return terms_.add(a, b); });
        case Z3_OP_SUB:
            return fold([&](TermId a, TermId b) { return terms_.subtract(a, b); });
        case Z3_OP_UMINUS:
            return terms_.multiply(-1, o[0]);
        case Z3_OP_MUL:
            if (o.size() != 2) return {};
            if (terms_[o[0]].op == TermOp::number) return terms_.multiply(terms_[o[0]].value, o[1]);
            if (terms_[o[1]].op == TermOp::number) return terms_.multiply(terms_[o[1]].value, o[0]);
            return {};
        default:
            return {};
        }
    }

    TransitionSystem const &ts_;
    TermStore &terms_;
    std::vector<SymbolId> const &arguments_;
    std::map<unsigned, TermId> done_;
};

std::optional<z3::func_decl> find_relation(z3::expr const &e) {
    if (e.is_quantifier()) return find_relation(e.body());
    if (!e.is_app()) return {};
    if (e.decl().name().str() == "inv") return e.decl();
    for (unsigned i = 0; i < e.num_args(); ++i)
        if (auto const found = find_relation(e.arg(i))) return found;
    return {};
}

} // namespace

HornAnswer solve_horn(TransitionSystem const &ts, std::uint64_t rlimit) {
    HornAnswer answer;
    answer.terms = ts.terms;
    Rules const rules = rules_of(ts, answer.terms);
    try {
        z3::config config;
        if (rlimit)
            config.set("rlimit",
                       std::to_string(std::min<std::uint64_t>(rlimit, 4000000000u)).c_str());
        z3::context context(config);
        z3::fixedpoint fixedpoint(context);
        z3::params params(context);
        params.set("engine", context.str_symbol("spacer"));
        // With default slicing the invariant is lost, and asking for it crashes.
        params.set("xform.slice", false);
        params.set("xform.inline_linear", false);
        params.set("xform.inline_eager", false);
        fixedpoint.set(params);
        auto *const parsed = Z3_fixedpoint_from_string(context, fixedpoint, rules.text.c_str());
        context.check_error();
        z3::expr_vector queries(context, parsed);
        MANDATE_ASSERT(queries.size() == 1);
        z3::expr query = queries[0];
        z3::check_result const result = fixedpoint.query(query);
        z3::stats const statistics = fixedpoint.statistics();
        for (unsigned k = 0; k < statistics.size(); ++k)
            if (statistics.key(k) == "rlimit count") answer.used = statistics.uint_value(k);
        if (result == z3::sat) answer.bad = Sat::sat;
        if (result != z3::unsat) return answer;
        z3::expr_vector const all = fixedpoint.rules();
        std::optional<z3::func_decl> relation;
        for (unsigned i = 0; i < all.size() && !relation; ++i)
            relation = find_relation(all[static_cast<int>(i)]);
        if (!relation) return answer;
        z3::expr cover = fixedpoint.get_cover_delta(-1, *relation);
        auto const invariant = Reader(ts, answer.terms, rules.arguments).read(cover);
        if (!invariant || !answer.terms[*invariant].sort.boolean) return answer;
        answer.invariant = *invariant;
        answer.bad = Sat::unsat;
    } catch (z3::exception const &) {
        // A limit met inside a query is an exception in this version.
        answer.bad = Sat::unknown;
    }
    return answer;
}

} // namespace mandate::compiler
