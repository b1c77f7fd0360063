#include "compiler/canonical.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mandate::compiler {

namespace {

class Writer {
public:
    explicit Writer(TransitionSystem const &ts) : ts_(ts) {}

    Canonical write() {
        number_acts();
        number_symbols();
        hash_terms();
        std::sort(init_.begin(), init_.end(),
                  [&](TermId a, TermId b) { return hash_[index(a)] < hash_[index(b)]; });
        for (SymbolId const id : result_.symbols) {
            put(static_cast<int>(ts_.symbols[id].role));
            put(id == ts_.selector ? TermSort{} : ts_.symbols[id].sort);
        }
        line();
        for (auto const *conditions : {&ts_.assumptions, &ts_.valid}) all(*conditions);
        for (TermId const part : init_) put(part);
        line();
        for (SymbolId const id : result_.symbols) put(ts_.next[index(id)]);
        for (TermId const term : {ts_.bad, ts_.bad_initially, ts_.trigger, ts_.trigger_initially})
            put(term);
        line();
        for (std::int64_t const act : result_.acts) {
            GroundAct const &ground = ts_.acts[static_cast<std::size_t>(act)];
            put(static_cast<bool>(ground.act));
            put(static_cast<int>(ground.kind));
            put(static_cast<int>(ground.group));
            put(act == ts_.time);
            line();
        }
        put(symbol(ts_.selector));
        put(symbol(ts_.delay));
        for (auto const *symbols : {&ts_.person_inputs, &ts_.number_inputs, &ts_.kind, &ts_.parent,
                                    &ts_.property_units, &ts_.property_persons}) {
            for (SymbolId const each : *symbols) put(symbol(each));
            line();
        }
        for (SymbolId const id : result_.symbols)
            put(index(id) < ts_.at_will.size() ? symbol(ts_.at_will[index(id)]) : -1);
        if (ts_.loop) {
            line();
            put(act_[static_cast<std::size_t>(ts_.loop->mark)]);
            put(symbol(ts_.loop->marked));
            put(symbol(ts_.loop->elapsed));
            put(ts_.loop->pending);
            put(ts_.loop->pending_after);
            for (auto const &[of, copy] : ts_.loop->copies) {
                put(symbol(of));
                put(symbol(copy));
            }
            for (Loop::Justice const &justice : ts_.loop->justice) {
                put(justice.met);
                put(symbol(justice.seen));
                put(symbol(justice.waived));
            }
        }
        result_.text = terms_ + "\n" + rest_ + "\n";
        return std::move(result_);
    }

private:
    static std::size_t index(SymbolId id) { return static_cast<std::size_t>(id.index); }
    static std::size_t index(TermId id) { return static_cast<std::size_t>(id.index); }
    static bool commutes(TermOp op) {
        return op == TermOp::conjunction || op == TermOp::disjunction || op == TermOp::equal ||
               op == TermOp::add;
    }
    // The act that a term says is chosen, or -1.
    std::int64_t choice(Term const &term) const {
        if (term.op != TermOp::equal) return -1;
        Term const &left = ts_.terms[term.operands[0]], &right = ts_.terms[term.operands[1]];
        return left.op == TermOp::symbol && left.symbol == ts_.selector &&
                       right.op == TermOp::number
                   ? right.value
                   : -1;
    }

    void number_acts() {
        act_.assign(ts_.acts.size(), -1);
        for (std::size_t i = 0; i < ts_.acts.size(); ++i) {
            if (!ts_.acts[i].kept) continue;
            act_[i] = static_cast<std::int64_t>(result_.acts.size());
            result_.acts.push_back(static_cast<std::int64_t>(i));
        }
    }

    // What occurs, in its order.
    void number_symbols() {
        std::vector<TermId> roots{ts_.bad, ts_.bad_initially, ts_.trigger, ts_.trigger_initially};
        for (auto const *conditions : {&ts_.assumptions, &ts_.valid})
            for (LabelledTerm const &condition : *conditions) roots.push_back(condition.formula);
        roots.insert(roots.end(), ts_.next.begin(), ts_.next.end());
        if (ts_.loop) {
            roots.insert(roots.end(), {ts_.loop->pending, ts_.loop->pending_after});
            for (Loop::Justice const &justice : ts_.loop->justice) roots.push_back(justice.met);
        }
        std::vector<char> occurs(ts_.symbols.size(), 0);
        occurs[index(ts_.selector)] = occurs[index(ts_.delay)] = 1;
        reached_.assign(ts_.terms.size(), 0);
        auto const reach = [&](std::vector<TermId> const &from) {
            for_each_subterm(ts_.terms, from, [&](TermId id, Term const &term) {
                reached_[index(id)] = 1;
                if (term.symbol) occurs[index(term.symbol)] = 1;
            });
        };
        reach(roots);
        keep_entry_conditions(occurs);
        reach(init_);
        symbol_.assign(ts_.symbols.size(), -1);
        for (std::size_t s = 0; s < occurs.size(); ++s) {
            if (!occurs[s]) continue;
            symbol_[s] = static_cast<std::int64_t>(result_.symbols.size());
            result_.symbols.push_back(ts_.symbols.id(s));
        }
    }

    // Those of the entry conditions that speak of state which occurs, and of state that such a
    // condition speaks of.
    void keep_entry_conditions(std::vector<char> const &occurs) {
        struct Part {
            TermId formula;
            std::set<std::size_t> state;
            bool kept = false;
        };
        std::vector<Part> parts;
        for (LabelledTerm const &condition : ts_.init) {
            Term const &term = ts_.terms[condition.formula];
            if (term.op == TermOp::conjunction)
                for (TermId const part : term.operands) parts.push_back({part, {}, false});
            else if (!ts_.terms.is_true(condition.formula))
                parts.push_back({condition.formula, {}, false});
        }
        std::vector<char> kept = occurs;
        for (Part &part : parts)
            for_each_subterm(ts_.terms, {part.formula}, [&](TermId, Term const &term) {
                if (term.symbol && ts_.symbols[term.symbol].role == SymbolRole::state)
                    part.state.insert(index(term.symbol));
            });
        for (bool more = true; std::exchange(more, false);)
            for (Part &part : parts) {
                if (part.kept || (!part.state.empty() &&
                                  std::none_of(part.state.begin(), part.state.end(),
                                               [&](std::size_t symbol) { return kept[symbol]; })))
                    continue;
                part.kept = more = true;
                for (std::size_t const symbol : part.state) kept[symbol] = 1;
            }
        for (Part const &part : parts)
            if (part.kept) init_.push_back(part.formula);
    }
    std::int64_t symbol(SymbolId id) const { return id ? symbol_[index(id)] : -1; }

    // By what a term says, whatever the order in which terms were made.
    void hash_terms() {
        hash_.assign(ts_.terms.size(), 0);
        number_.assign(ts_.terms.size(), -1);
        std::vector<std::uint64_t> below;
        for (std::size_t i = 0; i < hash_.size(); ++i) {
            if (!reached_[i]) continue;
            Term const &term = ts_.terms[TermId{static_cast<std::int32_t>(i)}];
            std::uint64_t seed = static_cast<std::uint64_t>(term.op) + 1;
            auto const mix = [&](std::int64_t value) {
                seed ^= static_cast<std::uint64_t>(value) + 0x9e3779b97f4a7c15ULL + (seed << 6) +
                        (seed >> 2);
                seed *= 0xff51afd7ed558ccdULL;
                seed ^= seed >> 33;
            };
            if (auto const act = choice(term); act >= 0) {
                mix(act_[static_cast<std::size_t>(act)]);
            } else {
                mix(term.value);
                mix(symbol(term.symbol));
                if (term.op == TermOp::clamp) {
                    mix(term.sort.low);
                    mix(term.sort.high);
                }
                below.clear();
                for (TermId const operand : term.operands) below.push_back(hash_[index(operand)]);
                if (commutes(term.op)) std::sort(below.begin(), below.end());
                for (std::uint64_t const value : below) mix(static_cast<std::int64_t>(value));
            }
            hash_[i] = seed;
        }
    }

    void put(std::int64_t value) { (rest_ += std::to_string(value)) += ' '; }
    void put(TermSort const &sort) {
        put(sort.boolean ? 1 : 0);
        put(sort.low);
        put(sort.high);
    }
    void line() { rest_ += '\n'; }
    void all(std::vector<LabelledTerm> const &conditions) {
        for (LabelledTerm const &condition : conditions) {
            // That a dropped act does not happen.
            Term const &term = ts_.terms[condition.formula];
            if (term.op == TermOp::negation)
                if (auto const act = choice(ts_.terms[term.operands[0]]);
                    act >= 0 && act_[static_cast<std::size_t>(act)] < 0)
                    continue;
            put(condition.formula);
            auto &clauses = result_.clauses;
            if (condition.clause &&
                std::find(clauses.begin(), clauses.end(), condition.clause) == clauses.end())
                clauses.push_back(condition.clause);
        }
        line();
    }
    void put(TermId id) { put(id ? number(id) : std::int64_t{-1}); }

    // Terms are written when they are first spoken of, operands first.
    std::int64_t number(TermId id) {
        auto &known = number_[index(id)];
        if (known >= 0) return known;
        Term const &term = ts_.terms[id];
        auto operands = term.operands;
        if (commutes(term.op))
            std::sort(operands.begin(), operands.end(),
                      [&](TermId a, TermId b) { return hash_[index(a)] < hash_[index(b)]; });
        std::string text = std::to_string(static_cast<int>(term.op));
        auto const add = [&](std::int64_t value) { (text += ' ') += std::to_string(value); };
        if (auto const act = choice(term); act >= 0) {
            text += " act";
            add(act_[static_cast<std::size_t>(act)]);
        } else {
            add(term.value);
            add(symbol(term.symbol));
            if (term.op == TermOp::clamp) {
                add(term.sort.low);
                add(term.sort.high);
            }
            for (TermId const operand : operands) add(number(operand));
        }
        (terms_ += text) += '\n';
        return known = written_++;
    }

    TransitionSystem const &ts_;
    Canonical result_;
    std::vector<std::int64_t> act_, symbol_; // their numbers, or -1
    std::vector<TermId> init_;               // entry conditions that are written
    std::vector<char> reached_;              // by term
    std::vector<std::uint64_t> hash_;        // by term
    std::vector<std::int64_t> number_;       // by term, or -1
    std::int64_t written_ = 0;
    std::string terms_, rest_;
};

} // namespace

Canonical canonical(TransitionSystem const &ts) {
    return Writer(ts).write();
}

} // namespace mandate::compiler
