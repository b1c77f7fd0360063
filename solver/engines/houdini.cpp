#include "solver/engines/houdini.h"

#include "compiler/z3/session.h"
#include "solver/simulation.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <memory>
#include <set>

namespace mandate::solver {

namespace {

constexpr std::size_t most_literals = 640;
constexpr std::size_t most_triples = 3000;
constexpr std::int64_t small_range = 8; // integers with so few values are told apart value by value
using Bits = std::bitset<most_literals>;

// Atoms over one state of the system: literal 2i is atom i, literal 2i+1 its negation.
class Atoms {
public:
    Atoms(TransitionSystem const &ts, TermStore &terms) : ts_(ts), t_(terms) { collect(); }
    std::vector<TermId> const &all() const { return atoms_; }
    std::size_t plain() const { return plain_; } // so many first ones are not about large numbers

private:
    TermId symbol(SymbolId id) { return t_.symbol(id, ts_.symbols[id].sort); }

    void add(TermId atom) {
        if (t_.is_constant(atom)) return;
        if (t_[atom].op == TermOp::negation) atom = t_[atom].operands[0];
        if (atoms_.size() < most_literals / 2 && seen_.insert(atom).second) atoms_.push_back(atom);
    }

    void collect() {
        std::vector<TermId> roots{ts_.bad, ts_.bad_initially};
        for (LabelledTerm const &term : ts_.valid) roots.push_back(term.formula);
        for (TermId next : ts_.next)
            if (next) roots.push_back(next);
        // Properties speak of the state after the step.
        Substitution unprime(t_, t_, [&](Term const &term) {
            return term.op == TermOp::primed ? t_.symbol(term.symbol, term.sort) : TermId{};
        });
        std::set<TermId> own; // comparisons that the system makes
        std::map<SymbolId, std::set<std::int64_t>>
            numbers; // that a symbol is compared with or set to
        std::set<SymbolId> used;
        for_each_subterm(t_, std::vector<TermId>(roots), [&](TermId id, Term const &term) {
            if (term.op == TermOp::symbol || term.op == TermOp::primed) used.insert(term.symbol);
            if (term.op == TermOp::equal || term.op == TermOp::at_most) own.insert(id);
        });
        std::vector<char> over_inputs(t_.size(), 0);
        for_each_subterm(t_, roots, [&](TermId id, Term const &term) {
            auto &mark = over_inputs[static_cast<std::size_t>(id.index)];
            if (term.op == TermOp::symbol || term.op == TermOp::primed)
                mark = ts_.symbols[term.symbol].role == SymbolRole::input;
            for (TermId operand : term.operands)
                mark |= over_inputs[static_cast<std::size_t>(operand.index)];
        });
        for (TermId id : own) {
            Term const term = t_[id];
            for (std::size_t side : {0u, 1u}) {
                Term const &of = t_[term.operands[side]];
                if (of.op != TermOp::symbol && of.op != TermOp::primed) continue;
                Term const &with = t_[term.operands[1 - side]];
                if (with.op == TermOp::number) numbers[of.symbol].insert(with.value);
            }
        }
        for (SymbolId id : used) {
            TermId const next = ts_.next[static_cast<std::size_t>(id.index)];
            if (!next || ts_.symbols[id].sort.boolean) continue;
            std::vector<TermId> leaves{next};
            for (std::size_t i = 0; i < leaves.size() && i < 200; ++i) {
                Term const &leaf = t_[leaves[i]];
                if (leaf.op == TermOp::number) numbers[id].insert(leaf.value);
                if (leaf.op == TermOp::symbol && leaf.symbol != id)
                    sources_[id].insert(leaf.symbol);
                if (leaf.op == TermOp::if_then_else) {
                    TermId const then = leaf.operands[1], otherwise = leaf.operands[2];
                    leaves.push_back(then);
                    leaves.push_back(otherwise);
                }
            }
        }
        std::vector<SymbolId> small, large;
        for (SymbolId id : used) {
            Symbol const &s = ts_.symbols[id];
            if (s.role == SymbolRole::input) continue;
            if (s.sort.boolean)
                add(symbol(id));
            else
                (s.sort.high - s.sort.low < small_range ? small : large).push_back(id);
        }
        for (SymbolId id : small) {
            TermSort const sort = ts_.symbols[id].sort;
            bool const two = sort.high - sort.low == 1;
            for (std::int64_t v = sort.low; v <= (two ? sort.low : sort.high); ++v)
                add(t_.equal(symbol(id), t_.number(v)));
        }
        for (SymbolId id : small) {
            for (SymbolId person : ts_.property_persons)
                if (ts_.symbols[id].role == SymbolRole::state &&
                    ts_.symbols[id].sort.high >= ts_.symbols[person].sort.high &&
                    ts_.symbols[person].sort.high > ts_.symbols[person].sort.low)
                    add(t_.equal(symbol(id), symbol(person)));
            for (SymbolId source : sources_[id])
                if (ts_.symbols[source].role != SymbolRole::input)
                    add(t_.equal(symbol(id), symbol(source)));
        }
        for (TermId id : own)
            if (!over_inputs[static_cast<std::size_t>(id.index)]) {
                TermId const atom = unprime(id);
                bool about_large = false;
                for_each_subterm(t_, {atom}, [&](TermId, Term const &term) {
                    about_large |= !term.sort.boolean && term.op == TermOp::symbol &&
                                   term.sort.high - term.sort.low >= small_range;
                });
                if (!about_large) add(atom);
            }
        plain_ = atoms_.size();
        for (TermId id : own)
            if (!over_inputs[static_cast<std::size_t>(id.index)]) add(unprime(id));
        for (SymbolId id : large) {
            numbers[id].insert(ts_.symbols[id].sort.low);
            for (std::int64_t v : numbers[id]) {
                add(t_.at_most(symbol(id), t_.number(v)));
                add(t_.at_most(t_.number(v), symbol(id)));
            }
        }
        add_clocks(used, numbers);
    }

    // Clocks keep their distance: two that run the same way, or the sum of two that run against
    // each other.
    void add_clocks(std::set<SymbolId> const &used,
                    std::map<SymbolId, std::set<std::int64_t>> &numbers) {
        std::vector<SymbolId> up, down;
        for (SymbolId id : used) {
            if (ts_.symbols[id].sort.boolean || ts_.symbols[id].role != SymbolRole::state) continue;
            TermId const next = ts_.next[static_cast<std::size_t>(id.index)];
            if (!next) continue;
            TermId const delay = t_.symbol(ts_.delay, ts_.symbols[ts_.delay].sort);
            bool rises = false, falls = false;
            for_each_subterm(t_, {next}, [&](TermId, Term const &term) {
                if (term.operands.size() != 2) return;
                bool const with_delay = term.operands[0] == delay || term.operands[1] == delay;
                rises |= term.op == TermOp::add && with_delay;
                falls |= term.op == TermOp::subtract && with_delay;
            });
            if (rises) up.push_back(id);
            if (falls) down.push_back(id);
        }
        for (auto const *same : {&up, &down})
            for (SymbolId a : *same)
                for (SymbolId b : *same)
                    if (a != b) add(t_.at_most(symbol(a), symbol(b)));
        for (SymbolId a : up)
            for (SymbolId b : down) {
                TermId const sum = t_.add(symbol(a), symbol(b));
                std::set<std::int64_t> limits = numbers[b];
                limits.insert(ts_.symbols[b].sort.high);
                for (std::int64_t limit : limits) {
                    add(t_.at_most(sum, t_.number(limit)));
                    add(t_.at_most(t_.number(limit), sum));
                }
            }
    }

    TransitionSystem const &ts_;
    TermStore &t_;
    std::vector<TermId> atoms_;
    std::size_t plain_ = 0;
    std::set<TermId> seen_;
    std::map<SymbolId, std::set<SymbolId>> sources_; // symbols whose value another may take over
};

// Candidate lemmas: pair[i] holds j >= i if the clause {i, j} is still a candidate; {i, i} is the
// literal alone.
struct Candidates {
    std::vector<Bits> pair;
    std::vector<std::array<std::size_t, 3>> triples;

    // Does a state in which these literals are false break none?
    bool hold(Bits const &falsified) const {
        for (std::size_t i = falsified._Find_first(); i < pair.size(); i = falsified._Find_next(i))
            if ((pair[i] & falsified).any()) return false;
        return std::none_of(triples.begin(), triples.end(), [&](auto const &t) {
            return falsified[t[0]] && falsified[t[1]] && falsified[t[2]];
        });
    }

    // A state in which these literals are false is reachable.
    bool refute(Bits const &falsified) {
        bool any = false;
        for (std::size_t i = 0; i < pair.size(); ++i) {
            if (!falsified[i]) continue;
            Bits const left = pair[i] & ~falsified;
            any |= left != pair[i];
            pair[i] = left;
        }
        auto const dead = std::remove_if(triples.begin(), triples.end(), [&](auto const &t) {
            return falsified[t[0]] && falsified[t[1]] && falsified[t[2]];
        });
        any |= dead != triples.end();
        triples.erase(dead, triples.end());
        return any;
    }
};

class Houdini {
public:
    Houdini(TransitionSystem const &ts, Limits const &limits)
        : ts_(ts),
          limits_(limits),
          terms_(ts.terms),
          atoms_(ts, terms_),
          simulation_(ts, terms_, 1),
          evaluator_(terms_, atoms_.all()) {
        std::vector<TermId> assumptions, init, valid;
        for (LabelledTerm const &condition : ts.assumptions)
            assumptions.push_back(condition.formula);
        for (LabelledTerm const &condition : ts.init) init.push_back(condition.formula);
        for (LabelledTerm const &condition : ts.valid) valid.push_back(condition.formula);
        init_ = terms_.conjunction(init);
        step_ = terms_.conjunction(valid);
        TermId const assumed = terms_.conjunction(assumptions);
        is_entry_ = Evaluator(terms_, {terms_.conjunction({assumed, init_})});
        is_step_ = Evaluator(terms_, {terms_.conjunction({assumed, step_})});
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
            if (symbol.role == SymbolRole::state && !ts.next[s]) continue;
            if (symbol.sort.boolean || symbol.sort.high > symbol.sort.low)
                (symbol.role == SymbolRole::input ? inputs_ : state_).push_back(s);
        }
        for (TermId atom : atoms_.all()) {
            literals_.push_back(atom);
            literals_.push_back(terms_.negation(atom));
        }
    }

    Claim run() {
        auto claim = [&](auto answer) {
            return Claim{std::move(answer), used_ + session_->used()};
        };
        auto give_up = [&](char const *why) { return claim(GaveUp{why, -1}); };
        bool const numbers = SmtSession::for_proofs(ts_) == SmtSession::Encoding::integers;
        open(SmtSession::Encoding::bits);
        if (session_->check({entry_, session_->literal(ts_.bad_initially, 0)}) != Sat::unsat)
            return give_up("a run exists, or the limit was reached");
        begin(0);
        if (excludes_bad(1) == Sat::unsat) return claim(certificate(1));
        if (auto proof = by_what_stays_so()) return claim(std::move(*proof));
        sample();
        // Lemmas without large numbers first: bits are faster for them, integers for the others.
        if (numbers) {
            begin(atoms_.plain() * 2);
            if (!settle()) return give_up("the limit was reached");
            if (excludes_bad(1) == Sat::unsat) return claim(certificate(1));
            open(SmtSession::Encoding::integers);
        }
        begin(literals_.size());
        if (!settle()) return give_up("the limit was reached");
        if (excludes_bad(1) == Sat::unsat) return claim(certificate(1));
        for (int k : {2, 3})
            if (good_at_first(k - 1) && excludes_bad(k) == Sat::unsat) return claim(certificate(k));
        // Clauses of three literals that the state before `bad` breaks and no state seen does.
        for (int round = 0; round < 12; ++round) {
            if (limits_.stopped()) return give_up("stopped");
            Sat const result = excludes_bad(1);
            if (result == Sat::unsat) return claim(certificate(1));
            if (result == Sat::unknown) return give_up("the limit was reached");
            if (!add_triples(falsified(assignment(0)))) break;
            if (!settle()) return give_up("the limit was reached");
        }
        return give_up("no set of lemmas from the templates suffices");
    }

private:
    void open(SmtSession::Encoding encoding) {
        if (session_) used_ += session_->used();
        session_ = std::make_unique<SmtSession>(ts_, terms_, encoding);
        if (limits_.rlimit) session_->limit(limits_.rlimit > used_ ? limits_.rlimit - used_ : 1);
        session_->assume();
        entry_ = session_->literal(init_, 0);
    }

    Valuation assignment(unsigned frame) {
        Valuation values(ts_.symbols.size(), 0);
        for (std::size_t s = 0; s < values.size(); ++s) {
            SymbolId const symbol = ts_.symbols.id(s);
            if (ts_.symbols[symbol].role == SymbolRole::state && !ts_.is_live(symbol)) continue;
            values[s] = session_->value(symbol, frame);
        }
        return values;
    }
    Bits falsified(Valuation const &state) {
        evaluator_.run(state);
        Bits bits;
        for (std::size_t i = 0; i < atoms_.all().size(); ++i)
            bits.set(2 * i + (evaluator_[i] ? 1 : 0));
        return bits;
    }
    void seen(Valuation const &state) { samples_.push_back(falsified(state)); }

    std::int64_t random(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    // Changes one symbol at random where `still` allows it.
    template <class Still>
    bool mutate(Valuation &state, std::vector<std::size_t> const &symbols, Still &&still) {
        std::size_t const s = symbols[static_cast<std::size_t>(
            random(0, static_cast<std::int64_t>(symbols.size()) - 1))];
        TermSort const sort = ts_.symbols[ts_.symbols.id(s)].sort;
        std::int64_t const before = state[s];
        std::int64_t const choices[] = {sort.low, sort.high, before + 1, before - 1,
                                        random(sort.low, sort.high)};
        state[s] =
            std::clamp(sort.boolean ? 1 - before : choices[random(0, 4)], sort.low, sort.high);
        if (state[s] != before && still()) return true;
        state[s] = before;
        return false;
    }

    // Reachable states: an entry state, changed at random as long as it stays one, and random walks
    // from these.
    void sample() {
        if (atoms_.all().empty() || state_.empty() || session_->check({entry_}) != Sat::sat) return;
        Valuation const first = assignment(0);
        for (int chain = 0; chain < 6; ++chain) {
            Valuation entry = first;
            for (int i = 0; i < 300; ++i) {
                bool const changed = mutate(entry, state_, [&] {
                    is_entry_.run(entry);
                    return is_entry_[0] != 0;
                });
                if (changed && i % 3 == 0) seen(entry);
                if (i % 50 != 49) continue;
                Valuation state = entry;
                for (int k = 0; k < 20 && simulation_.step(state); ++k) seen(state);
            }
        }
    }

    // Which literals may say something together: those about things that one act reads or changes.
    // Not those that say nothing together, as a number cannot have two values.
    void relate() {
        std::size_t const symbols = ts_.symbols.size();
        std::vector<std::vector<char>> near(symbols, std::vector<char>(symbols, 0));
        auto symbols_of = [&](std::vector<TermId> const &terms) {
            std::set<std::size_t> all;
            for_each_subterm(terms_, terms, [&](TermId, Term const &term) {
                if (term.op == TermOp::symbol || term.op == TermOp::primed)
                    if (ts_.symbols[term.symbol].role != SymbolRole::input)
                        all.insert(static_cast<std::size_t>(term.symbol.index));
            });
            return all;
        };
        auto meet = [&](std::set<std::size_t> group, std::vector<SymbolId> const &changes) {
            for (SymbolId symbol : changes) group.insert(static_cast<std::size_t>(symbol.index));
            for (std::size_t a : group)
                for (std::size_t b : group) near[a][b] = 1;
        };
        for (std::size_t i = 0; i < ts_.acts.size(); ++i)
            if (GroundAct const &act = ts_.acts[i];
                act.kept && act.act && static_cast<int>(i) != ts_.time)
                meet(symbols_of({act.guard}), act.changes);
        for (AutomaticInstance const &instance : ts_.automatic)
            if (instance.kept) meet(symbols_of({instance.due}), instance.changes);
        meet(symbols_of({ts_.bad, ts_.bad_initially}), {});
        std::vector<std::set<std::size_t>> about;
        for (TermId atom : atoms_.all()) about.push_back(symbols_of({atom}));
        auto value_of = [&](std::size_t atom) {
            Term const &term = terms_[atoms_.all()[atom]];
            return term.op == TermOp::equal && terms_.is_constant(term.operands[1])
                       ? term.operands[0]
                       : TermId{};
        };
        related_.assign(literals_.size(), Bits());
        for (std::size_t a = 0; a < about.size(); ++a)
            for (std::size_t b = a; b < about.size(); ++b) {
                bool const meeting =
                    a == b || std::any_of(about[a].begin(), about[a].end(), [&](std::size_t x) {
                        return about[b].count(x) ||
                               std::any_of(about[b].begin(), about[b].end(),
                                           [&](std::size_t y) { return near[x][y]; });
                    });
                bool const exclusive = a != b && value_of(a) && value_of(a) == value_of(b);
                for (std::size_t i : {2 * a, 2 * a + 1})
                    for (std::size_t j : {2 * b, 2 * b + 1})
                        related_[i][j] = related_[j][i] =
                            (a == b ? i == j : meeting && !(exclusive && i % 2 == 1 && j % 2 == 1));
            }
    }

    // The pairs among the first `count` literals that no state seen breaks. A literal alone makes
    // its pairs superfluous.
    void begin(std::size_t count) {
        candidates_.pair.assign(literals_.size(), Bits());
        candidates_.triples.clear();
        if (count > 0 && related_.empty()) relate();
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = i; j < count; ++j)
                if (related_[i][j]) candidates_.pair[i].set(j);
        for (Bits const &state : samples_) candidates_.refute(state);
    }

    // The literals that hold alone, with clauses that contain them left out.
    Bits alone() const {
        Bits bits;
        for (std::size_t i = 0; i < literals_.size(); ++i) bits[i] = candidates_.pair[i][i];
        return bits;
    }

    // One lemma per literal i: i, or all j with {i, j} a candidate.
    std::vector<TermId> lemmas() {
        Bits const units = alone();
        std::vector<TermId> all;
        for (std::size_t i = 0; i < literals_.size(); ++i) {
            if (units[i]) {
                all.push_back(literals_[i]);
                continue;
            }
            std::vector<TermId> others;
            Bits const left = candidates_.pair[i] & ~units;
            for (std::size_t j = left._Find_first(); j < most_literals; j = left._Find_next(j))
                others.push_back(literals_[j]);
            if (!others.empty())
                all.push_back(terms_.disjunction({literals_[i], terms_.conjunction(others)}));
        }
        for (auto const &t : candidates_.triples)
            all.push_back(terms_.disjunction({literals_[t[0]], literals_[t[1]], literals_[t[2]]}));
        return all;
    }

    // Refutes candidates until those left hold at the start and support themselves. Returns: false
    // at a limit.
    bool settle() {
        for (;;) {
            if (limits_.stopped()) return false;
            TermId const broken = terms_.negation(terms_.conjunction(lemmas()));
            Sat const result = session_->check({entry_, session_->literal(broken, 0)});
            if (result == Sat::unknown) return false;
            if (result == Sat::unsat) break;
            Valuation entry = assignment(0);
            note(entry);
            for (int i = 0; i < 60; ++i) {
                bool const changed = mutate(entry, state_, [&] {
                    is_entry_.run(entry);
                    return is_entry_[0] != 0;
                });
                if (changed) note(entry);
            }
            for (int k = 0; k < 12 && simulation_.step(entry); ++k) note(entry);
        }
        for (;;) {
            // Lemmas refuted meanwhile may stay assumed: what they let through is still a
            // counterexample.
            auto const assumed =
                session_->literal(terms_.conjunction({terms_.conjunction(lemmas()), step_}), 0);
            Candidates const supposed = candidates_;
            bool changed = false;
            for (;;) {
                if (limits_.stopped()) return false;
                TermId const broken = terms_.negation(terms_.conjunction(lemmas()));
                Sat const result = session_->check({assumed, session_->literal(broken, 1)});
                if (result == Sat::unknown) return false;
                if (result == Sat::unsat) break;
                // States near this one refute more, and cost no solver.
                Valuation before = assignment(0);
                for (int i = 0; i < 200; ++i) {
                    Valuation after = before;
                    simulation_.advance(after);
                    candidates_.refute(falsified(after));
                    for (int tries = 0; tries < 4; ++tries)
                        if (mutate(before, random(0, 3) ? state_ : inputs_, [&] {
                                is_step_.run(before);
                                return is_step_[0] && supposed.hold(falsified(before));
                            }))
                            break;
                }
                changed = true;
            }
            if (!changed) return true;
        }
    }
    void note(Valuation const &reachable) {
        seen(reachable);
        candidates_.refute(samples_.back());
    }

    // What two things have in common at the start may stay so, and be enough.
    std::optional<ClaimedCertificate> by_what_stays_so() {
        struct Lemma {
            TermId term;
            SmtSession::Literal now;
            bool kept = true, proved = false;
            std::vector<std::size_t> by = {}; // lemmas that it follows from
        };
        std::vector<Lemma> lemmas;
        std::vector<TermId> parts{init_};
        while (!parts.empty()) {
            Term const part = terms_[parts.back()];
            TermId const term = parts.back();
            parts.pop_back();
            if (part.op == TermOp::conjunction)
                parts.insert(parts.end(), part.operands.begin(), part.operands.end());
            else if (speaks_of_two(term))
                lemmas.push_back({term, session_->literal(term, 0)});
        }
        if (lemmas.empty()) return std::nullopt;
        auto const step = session_->literal(step_, 0);
        // Whether the lemmas that are left exclude this after them, and which of them do.
        auto const excluded = [&](TermId term, unsigned frame, std::vector<std::size_t> &by) {
            std::vector<SmtSession::Literal> asked{step, session_->literal(term, frame)};
            for (Lemma const &lemma : lemmas)
                if (lemma.kept) asked.push_back(lemma.now);
            Sat const result = session_->check(asked);
            if (result != Sat::unsat) return result;
            by.clear();
            auto const core = session_->core();
            for (std::size_t i = 0; i < lemmas.size(); ++i)
                if (lemmas[i].kept &&
                    std::find(core.begin(), core.end(), lemmas[i].now) != core.end())
                    by.push_back(i);
            return result;
        };
        std::vector<TermId> terms;
        for (Lemma const &lemma : lemmas) terms.push_back(lemma.term);
        for (;;) {
            auto const next = std::find_if(lemmas.begin(), lemmas.end(), [](Lemma const &lemma) {
                return lemma.kept && !lemma.proved;
            });
            if (next == lemmas.end()) break;
            if (limits_.stopped()) return std::nullopt;
            Sat const result = excluded(terms_.negation(next->term), 1, next->by);
            if (result == Sat::unknown) return std::nullopt;
            next->proved = result == Sat::unsat;
            if (next->proved) continue;
            Evaluator after(terms_, terms);
            after.run(assignment(1));
            next->kept = false;
            for (std::size_t i = 0; i < lemmas.size(); ++i) lemmas[i].kept &= after[i] != 0;
            for (Lemma &lemma : lemmas)
                lemma.proved &= std::all_of(lemma.by.begin(), lemma.by.end(),
                                            [&](std::size_t i) { return lemmas[i].kept; });
        }
        std::vector<std::size_t> needed;
        if (excluded(ts_.bad, 0, needed) != Sat::unsat) return std::nullopt;
        ClaimedCertificate claim{terms_, {}, 1};
        for (std::size_t k = 0; k < needed.size(); ++k) {
            Lemma const &lemma = lemmas[needed[k]];
            claim.invariant.push_back(lemma.term);
            for (std::size_t const other : lemma.by)
                if (std::find(needed.begin(), needed.end(), other) == needed.end())
                    needed.push_back(other);
        }
        return claim;
    }
    // Of two things that are known in every state.
    bool speaks_of_two(TermId term) const {
        std::set<SymbolId> state;
        bool live = true;
        for_each_subterm(terms_, {term}, [&](TermId, Term const &leaf) {
            if (leaf.op != TermOp::symbol || ts_.symbols[leaf.symbol].role != SymbolRole::state)
                return;
            state.insert(leaf.symbol);
            live &= ts_.is_live(leaf.symbol);
        });
        return live && state.size() == 2;
    }

    Sat excludes_bad(int k) {
        std::vector<SmtSession::Literal> assumptions{
            session_->literal(terms_.conjunction(lemmas()), 0)};
        auto const last = static_cast<unsigned>(k) - 1;
        for (unsigned frame = 0; frame <= last; ++frame) {
            assumptions.push_back(session_->literal(step_, frame));
            if (frame < last)
                assumptions.push_back(session_->literal(terms_.negation(ts_.bad), frame));
        }
        assumptions.push_back(session_->literal(ts_.bad, last));
        return session_->check(assumptions);
    }

    // No run of so many steps is bad: where looking back further starts from.
    bool good_at_first(int steps) {
        std::vector<SmtSession::Literal> run{entry_};
        for (unsigned frame = 0; frame < static_cast<unsigned>(steps); ++frame) {
            run.push_back(session_->literal(step_, frame));
            auto bad = run;
            bad.push_back(session_->literal(ts_.bad, frame));
            if (session_->check(bad) != Sat::unsat) return false;
        }
        return true;
    }

    bool add_triples(Bits const &cube) {
        std::vector<std::size_t> in_cube;
        for (std::size_t i = cube._Find_first(); i < most_literals; i = cube._Find_next(i))
            in_cube.push_back(i);
        std::vector<Bits> relevant;
        for (Bits const &sample : samples_) relevant.push_back(sample & cube);
        std::size_t const before = candidates_.triples.size();
        for (std::size_t a = 0; a < in_cube.size(); ++a)
            for (std::size_t b = a + 1; b < in_cube.size(); ++b) {
                if (!related_[in_cube[a]][in_cube[b]]) continue;
                Bits refuted;
                for (Bits const &sample : relevant)
                    if (sample[in_cube[a]] && sample[in_cube[b]]) refuted |= sample;
                Bits const third = related_[in_cube[a]] & related_[in_cube[b]] & ~refuted;
                for (std::size_t c = b + 1; c < in_cube.size(); ++c) {
                    if (!third[in_cube[c]]) continue;
                    candidates_.triples.push_back({in_cube[a], in_cube[b], in_cube[c]});
                    if (candidates_.triples.size() >= before + most_triples) return true;
                }
            }
        return candidates_.triples.size() > before;
    }

    // Of lemmas that together exclude `bad` and support themselves those that the proof rests on:
    // those that exclude `bad`, those that these rest on, and so on, as the cores say. All, at a
    // limit.
    std::vector<TermId> needed_of(std::vector<TermId> const &lemmas) {
        std::map<SmtSession::Literal, TermId> lemma_of;
        std::vector<SmtSession::Literal> all{session_->literal(step_, 0)};
        for (TermId const lemma : lemmas) {
            auto const literal = session_->literal(lemma, 0);
            lemma_of.emplace(literal, lemma);
            all.push_back(literal);
        }
        std::set<TermId> needed;
        all.push_back(session_->literal(ts_.bad, 0));
        bool proved = session_->check(all) == Sat::unsat;
        while (proved) {
            std::size_t const before = needed.size();
            for (auto literal : session_->core())
                if (auto const found = lemma_of.find(literal); found != lemma_of.end())
                    needed.insert(found->second);
            if (needed.size() == before) return {needed.begin(), needed.end()};
            TermId const broken = terms_.negation(
                terms_.conjunction(std::vector<TermId>(needed.begin(), needed.end())));
            all.back() = session_->literal(broken, 1);
            proved = session_->check(all) == Sat::unsat;
        }
        return lemmas;
    }

    ClaimedCertificate certificate(int k) {
        ClaimedCertificate claim{{}, lemmas(), k};
        if (k == 1) {
            // The clauses one by one.
            std::vector<TermId> clauses;
            Bits const units = alone();
            for (std::size_t i = 0; i < literals_.size(); ++i) {
                if (units[i]) {
                    clauses.push_back(literals_[i]);
                    continue;
                }
                Bits const left = candidates_.pair[i] & ~units;
                for (std::size_t j = left._Find_first(); j < most_literals; j = left._Find_next(j))
                    clauses.push_back(terms_.disjunction({literals_[i], literals_[j]}));
            }
            for (auto const &t : candidates_.triples)
                clauses.push_back(
                    terms_.disjunction({literals_[t[0]], literals_[t[1]], literals_[t[2]]}));
            claim.invariant = needed_of(clauses);
        }
        claim.terms = terms_;
        return claim;
    }

    TransitionSystem const &ts_;
    Limits const &limits_;
    TermStore terms_;
    Atoms atoms_;
    Simulation simulation_;
    Evaluator evaluator_;
    std::unique_ptr<SmtSession> session_;
    std::uint64_t used_ = 0; // by sessions closed
    SmtSession::Literal entry_;
    TermId init_, step_;
    Evaluator is_entry_, is_step_;
    std::vector<std::size_t> state_, inputs_; // symbols that random changes may touch
    std::mt19937 random_{7};
    std::vector<TermId> literals_;
    std::vector<Bits> related_; // by literal
    std::vector<Bits> samples_; // reachable states, as the literals false in them
    Candidates candidates_;
};

} // namespace

Claim houdini(TransitionSystem const &ts, Limits const &limits) {
    return Houdini(ts, limits).run();
}

} // namespace mandate::solver
