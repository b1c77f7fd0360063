// What `diff` says can be seen under one version of a random program and not under the other,
// against a listing of both, state by state. A few pairs by default; MANDATE_RANDOM_PAIRS=500 asks
// for more.
#include "compiler/compile.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "dsl/parse/parse.h"
#include "dsl/resolve/resolve.h"
#include "report/diagnostics.h"
#include "report/diff.h"
#include "solver/compare.h"
#include "solver/evaluate.h"
#include "support/generate.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <set>

using namespace mandate;
using namespace mandate::solver;

namespace {

// Returns: nothing if the text is not lawful.
std::optional<Core> compiled(std::string const &text) {
    SourceMap sources;
    DiagnosticSink sink;
    std::deque<dsl::ast::File> files;
    files.push_back(dsl::parse(sources.add("random.mandate", text, sink), sources, sink));
    if (sink.has_errors()) return std::nullopt;
    auto const program = dsl::resolve(std::move(files), sink);
    return program ? compiler::compile(*program, "now", {}, sink) : std::nullopt;
}

// How much one row may cost.
struct TooLarge {};
constexpr std::size_t most_steps = 100'000, most_places = 20'000;

using Acts = std::function<bool(std::string const &)>;
using Nodes = std::vector<int>; // sorted

// The states of one regime, as far as one office or body of one unit depends on them, and what can
// be seen of it. From a state it goes on unseen, by an act that is seen, or by a day; while
// something is due, only that happens, so that no more than the last of what follows at once is
// seen.
class Listing {
public:
    struct Node {
        Valuation state;
        std::string shown;
        bool expanded = false, settled = true; // settled: nothing is due
        Nodes unseen;
        std::map<std::string, Nodes> seen; // by act and its unit; a day is "day"
    };

    Listing(Core core, Compared const &what, Acts const &acts, std::int64_t seats) {
        Property property;
        property.possibility = true;
        if (what.level)
            property.binders.push_back({core.next_binder++, "u", Sort::unit(), {what.level}});
        Expr never;
        never.sort = Sort::boolean();
        property.bad = core.expressions.add(std::move(never));
        auto const id = core.properties.add(std::move(property));
        auto const scope = scope_of(core, core.properties[id], 2);
        int const slot = what.level ? scope.named.front() : -1;
        ts_ = ground(core, id, scope);
        std::vector<TermId> read;
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
            if (symbol.role != SymbolRole::state || !symbol.var) continue;
            auto const &variable = core.variables[symbol.var];
            bool const here = variable.parameters.empty() ? slot < 0 : symbol.at.front() == slot;
            if (!variable.seen || variable.of != what.of || !here) continue;
            shown_[s] = {variable.name, variable.shown_while};
            read.push_back(ts_.terms.equal(ts_.terms.primed(ts_.symbols.id(s), symbol.sort),
                                           ts_.terms.constant(symbol.sort, symbol.sort.high)));
        }
        ts_.bad = ts_.terms.conjunction(read);
        for (GroundAct &act : ts_.acts)
            act.named |=
                act.kind == ActKind::time || (act.act && acts && acts(core.acts[act.act].name));
        ts_ = slice(fold(std::move(ts_)));
        for (SymbolId input : ts_.number_inputs)
            if (input) ts_.symbols[input].sort.high = std::min(ts_.symbols[input].sort.high, seats);
        list_moves(core, acts);
        list_entries(core);
    }

    Node const &operator[](int node) {
        if (!nodes_[static_cast<std::size_t>(node)].expanded) expand(node);
        return nodes_[static_cast<std::size_t>(node)];
    }
    // Entry states by the facts and answers, each with its words.
    using Given = std::map<std::string, std::int64_t>;
    std::map<Given, Nodes> const &entries() const { return entries_; }
    // It is a question of this regime, be it that it decides nothing.
    bool asks(std::string const &label) const {
        return std::any_of(asked_.begin(), asked_.end(), [&](std::string const &words) {
            return label == words || label.starts_with(words + " ");
        });
    }
    // Some days pass at once which cannot pass one by one.
    bool uneven() const { return uneven_; }

    // Where it can come to without a day or an act that is seen, and nothing is due.
    Nodes const &settled(Nodes from) {
        std::sort(from.begin(), from.end());
        from.erase(std::unique(from.begin(), from.end()), from.end());
        auto const [it, fresh] = settled_.try_emplace(from);
        if (!fresh) return it->second;
        std::set<int> found(from.begin(), from.end());
        Nodes &result = it->second;
        while (!from.empty()) {
            int const node = from.back();
            from.pop_back();
            if ((*this)[node].settled) result.push_back(node);
            for (int next : (*this)[node].unseen)
                if (found.insert(next).second) from.push_back(next);
        }
        std::sort(result.begin(), result.end());
        return result;
    }

private:
    struct Move {
        ActKind kind = ActKind::act;
        std::string name;
        bool named = false;
        std::vector<std::size_t> inputs;
        Evaluator may, valid, next;
    };
    TermSort sort(std::size_t symbol) const { return ts_.symbols[ts_.symbols.id(symbol)].sort; }

    void list_moves(Core const &core, Acts const &acts) {
        std::vector<TermId> valid;
        for (LabelledTerm const &condition : ts_.valid) valid.push_back(condition.formula);
        std::vector<TermId> all{ts_.terms.conjunction(valid)};
        for (std::size_t s = 0; s < ts_.next.size(); ++s)
            if (ts_.next[s]) {
                live_.push_back(s);
                all.push_back(ts_.next[s]);
            }
        for (std::size_t i = 0; i < ts_.acts.size(); ++i) {
            GroundAct const &act = ts_.acts[i];
            if (!act.kept || i + 1 == ts_.acts.size()) continue;
            Move move;
            move.kind = act.kind;
            if (act.act) {
                move.name = core.acts[act.act].name;
                move.named = acts && acts(move.name);
                if (!act.units.empty()) move.name += " " + std::to_string(act.units.front());
            }
            Substitution chosen(ts_.terms, ts_.terms, [&](Term const &term) {
                return term.symbol == ts_.selector ? ts_.terms.number(static_cast<std::int64_t>(i))
                                                   : TermId{};
            });
            std::vector<TermId> terms;
            for (TermId term : all) terms.push_back(chosen(term));
            for_each_subterm(ts_.terms, terms, [&](TermId, Term const &term) {
                if (term.op == TermOp::symbol &&
                    ts_.symbols[term.symbol].role == SymbolRole::input && term.symbol != ts_.delay)
                    move.inputs.push_back(static_cast<std::size_t>(term.symbol.index));
            });
            // What does not depend on the inputs is tested first.
            std::vector<TermId> parts{terms.front()}, first, rest;
            while (!parts.empty()) {
                TermId const part = parts.back();
                parts.pop_back();
                if (ts_.terms[part].op == TermOp::conjunction) {
                    auto const &operands = ts_.terms[part].operands;
                    parts.insert(parts.end(), operands.begin(), operands.end());
                    continue;
                }
                bool reads_input = false;
                for_each_subterm(ts_.terms, {part}, [&](TermId, Term const &term) {
                    reads_input |= term.op == TermOp::symbol &&
                                   ts_.symbols[term.symbol].role == SymbolRole::input;
                });
                (reads_input ? rest : first).push_back(part);
            }
            move.may = Evaluator(ts_.terms, {ts_.terms.conjunction(first)});
            move.valid = Evaluator(ts_.terms, {ts_.terms.conjunction(rest)});
            move.next = Evaluator(ts_.terms, {terms.begin() + 1, terms.end()});
            moves_.push_back(std::move(move));
        }
    }

    // As soon as all that a condition reads has a value, it is tested.
    void list_entries(Core const &core) {
        // What nothing reads has one value.
        std::set<std::size_t> read;
        std::vector<TermId> terms;
        for (auto const *conditions : {&ts_.assumptions, &ts_.init, &ts_.valid})
            for (LabelledTerm const &condition : *conditions) terms.push_back(condition.formula);
        for (std::size_t s : live_) terms.push_back(ts_.next[s]);
        for_each_subterm(ts_.terms, terms, [&](TermId, Term const &term) {
            if (term.op == TermOp::symbol) read.insert(static_cast<std::size_t>(term.symbol.index));
        });
        std::map<std::string, int> namesakes;
        std::map<VarId, std::string> words;
        for (std::size_t v = 0; v < core.variables.size(); ++v) {
            auto const &variable = core.variables[core.variables.id(v)];
            auto &name = words[core.variables.id(v)] =
                variable.question.empty() ? variable.name : variable.question;
            name += " #" + std::to_string(namesakes[name]++);
            if (variable.role == Role::reading) asked_.insert(name);
        }
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
            bool const fixed =
                symbol.role == SymbolRole::fixed || symbol.role == SymbolRole::reading;
            if (!fixed || !symbol.var || !read.contains(s)) continue;
            auto label = words[symbol.var];
            for (int at : symbol.at) label += " " + std::to_string(at);
            given_[s] = label;
        }
        std::vector<std::vector<TermId>> ready(ts_.symbols.size() + 1);
        for (auto const *conditions : {&ts_.assumptions, &ts_.init})
            for (LabelledTerm const &condition : *conditions) {
                std::size_t last = 0;
                for_each_subterm(ts_.terms, {condition.formula}, [&](TermId, Term const &term) {
                    if (term.op == TermOp::symbol)
                        last = std::max(last, static_cast<std::size_t>(term.symbol.index) + 1);
                });
                ready[last].push_back(condition.formula);
            }
        std::vector<Evaluator> tests;
        for (auto const &conditions : ready)
            tests.emplace_back(ts_.terms, std::vector{ts_.terms.conjunction(conditions)});
        Valuation values(ts_.symbols.size(), 0);
        std::size_t choices = 0;
        std::function<void(std::size_t)> go = [&](std::size_t s) {
            if (++choices > most_steps) throw TooLarge{};
            tests[s].run(values);
            if (!tests[s][0]) return;
            if (s == values.size()) {
                Given given;
                for (auto const &[symbol, label] : given_) given[label] = values[symbol];
                entries_[given].push_back(add(values));
                return;
            }
            bool const is_input = ts_.symbols[ts_.symbols.id(s)].role == SymbolRole::input;
            values[s] = is_input ? 0 : sort(s).low;
            auto const high =
                is_input || !(read.contains(s) || shown_.contains(s)) ? values[s] : sort(s).high;
            for (; values[s] <= high; ++values[s]) go(s + 1);
            values[s] = 0;
        };
        go(0);
        for (auto &[_, nodes] : entries_) {
            std::sort(nodes.begin(), nodes.end());
            nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
        }
    }

    int add(Valuation const &state) {
        Valuation key;
        for (std::size_t s : live_) key.push_back(state[s]);
        for (auto const &[s, _] : given_) key.push_back(state[s]);
        auto const [it, fresh] =
            index_.try_emplace(std::move(key), static_cast<int>(nodes_.size()));
        if (fresh) {
            Node node;
            node.state = state;
            for (auto const &[s, shown] : shown_) {
                auto const &[name, whether] = shown;
                bool something = whether || state[s] != 0;
                for (auto const &[other, of_other] : shown_)
                    if (whether && ts_.symbols[ts_.symbols.id(other)].var == whether)
                        something &= state[other] != 0;
                if (something) node.shown += name + "=" + std::to_string(state[s]) + "; ";
            }
            nodes_.push_back(std::move(node));
        }
        return it->second;
    }

    // All that the move can lead to, with these days.
    Nodes after(int node, Move &move, std::int64_t days) {
        Valuation now = nodes_[static_cast<std::size_t>(node)].state;
        if (ts_.delay) now[static_cast<std::size_t>(ts_.delay.index)] = days;
        Nodes result;
        move.may.run(now);
        if (!move.may[0]) return result;
        std::function<void(std::size_t)> go = [&](std::size_t i) {
            if (i < move.inputs.size()) {
                std::size_t const input = move.inputs[i];
                for (now[input] = sort(input).low; now[input] <= sort(input).high; ++now[input])
                    go(i + 1);
                return;
            }
            if (++steps_ > most_steps) throw TooLarge{};
            move.valid.run(now);
            if (!move.valid[0]) return;
            move.next.run(now);
            Valuation state = nodes_[static_cast<std::size_t>(node)].state;
            for (std::size_t k = 0; k < live_.size(); ++k) state[live_[k]] = move.next[k];
            result.push_back(add(state));
        };
        go(0);
        return result;
    }

    void expand(int id) {
        nodes_[static_cast<std::size_t>(id)].expanded = true;
        Node &node = nodes_[static_cast<std::size_t>(id)];
        for (Move &move : moves_) {
            if (move.kind == ActKind::time) continue;
            for (int next : after(id, move, 0)) {
                bool const shows = nodes_[static_cast<std::size_t>(next)].shown != node.shown;
                node.settled &= move.kind != ActKind::automatic;
                if (move.kind != ActKind::automatic && (shows || move.named))
                    node.seen[move.name].push_back(next);
                else
                    node.unseen.push_back(next);
            }
        }
        Nodes days;
        for (Move &move : moves_) {
            if (move.kind != ActKind::time) continue;
            days = after(id, move, 1);
            for (auto delay = sort(static_cast<std::size_t>(ts_.delay.index)).high; delay > 1;
                 --delay) {
                auto const at_once = after(id, move, delay);
                if (at_once.empty()) continue;
                Nodes one_by_one = {id};
                for (auto day = delay; day > 0 && !one_by_one.empty(); --day) {
                    bool const due = std::any_of(moves_.begin(), moves_.end(), [&](Move &other) {
                        return other.kind == ActKind::automatic &&
                               !after(one_by_one.front(), other, 0).empty();
                    });
                    one_by_one = due ? Nodes{} : after(one_by_one.front(), move, 1);
                }
                uneven_ |= one_by_one != at_once;
                break; // what takes fewer days lies on the way
            }
        }
        if (!days.empty()) node.seen["day"] = days;
    }

    TransitionSystem ts_;
    std::map<std::size_t, std::pair<std::string, VarId>> shown_; // name, and while what
    std::map<std::size_t, std::string> given_;
    std::set<std::string> asked_; // the words of all questions, "… #0"
    std::vector<std::size_t> live_;
    std::vector<Move> moves_;
    std::deque<Node> nodes_; // others are added while one is read
    std::map<Valuation, int> index_;
    std::map<Given, Nodes> entries_;
    std::map<Nodes, Nodes> settled_;
    std::size_t steps_ = 0;
    bool uneven_ = false;
};

// Whatever is seen from one of these entry states is seen from one of those.
bool is_matched(Listing &here, Nodes const &entries, Listing &there, Nodes const &others,
                std::size_t &places) {
    std::map<Nodes, int> sets;
    std::vector<Nodes const *> by_number;
    std::set<std::pair<int, int>> known;
    std::vector<std::pair<int, int>> next;
    auto const go = [&](int node, Nodes from) {
        auto const [it, fresh] =
            sets.try_emplace(there.settled(std::move(from)), static_cast<int>(sets.size()));
        if (fresh) by_number.push_back(&it->first);
        for (int at : here.settled({node}))
            if (known.emplace(at, it->second).second) {
                next.emplace_back(at, it->second);
                if (++places > most_places) throw TooLarge{};
            }
    };
    for (int entry : entries) {
        Nodes alike;
        for (int other : others)
            if (there[other].shown == here[entry].shown) alike.push_back(other);
        if (alike.empty()) return false;
        go(entry, std::move(alike));
    }
    while (!next.empty()) {
        auto const [at, set] = next.back();
        next.pop_back();
        Nodes alike;
        for (int other : *by_number[static_cast<std::size_t>(set)])
            if (there[other].shown == here[at].shown) alike.push_back(other);
        if (alike.empty()) return false;
        for (auto const &[what, to] : here[at].seen) {
            Nodes from;
            for (int other : alike)
                if (auto const it = there[other].seen.find(what); it != there[other].seen.end())
                    from.insert(from.end(), it->second.begin(), it->second.end());
            for (int node : to) go(node, from);
        }
    }
    return true;
}

// Under the same facts and the same answers to questions of the same words: for all answers to the
// other questions here there are some there under which everything is matched, and the other way
// round.
bool is_matched(Listing &here, Listing &there) {
    using Given = Listing::Given;
    std::size_t places = 0;
    struct Open {
        std::map<Given, bool> here, there; // by the answers to questions of its own: matched by any
    };
    std::map<std::pair<Given, Given>, Open> open; // by facts and common answers
    auto const own = [](Given const &of, Listing const &mine, Listing const &other) {
        Given questions, rest;
        for (auto const &[label, value] : of)
            (mine.asks(label) && !other.asks(label) ? questions : rest)[label] = value;
        return std::pair(questions, rest);
    };
    for (auto const &[given, entries] : here.entries()) {
        bool any = false;
        for (auto const &of_other : there.entries()) {
            Given const &other = of_other.first;
            Nodes const &others = of_other.second;
            bool const agrees = std::all_of(given.begin(), given.end(), [&](auto const &answer) {
                auto const it = other.find(answer.first);
                return it == other.end() || it->second == answer.second;
            });
            if (!agrees) continue;
            any = true;
            auto const [of_here, rest_here] = own(given, here, there);
            auto const [of_there, rest_there] = own(other, there, here);
            auto &both = open[{rest_here, rest_there}];
            bool &by_here = both.here[of_here], &by_there = both.there[of_there];
            if (by_here && by_there) continue;
            bool const matched = is_matched(here, entries, there, others, places);
            by_here |= matched;
            by_there |= matched;
        }
        if (!any) return false;
    }
    auto const all = [](std::map<Given, bool> const &matched) {
        return std::all_of(matched.begin(), matched.end(),
                           [](auto const &one) { return one.second; });
    };
    return std::all_of(open.begin(), open.end(), [&](auto const &one) {
        return all(one.second.here) && all(one.second.there);
    });
}

} // namespace

TEST_CASE("diff agrees with a listing of both versions", "[random]") {
    using Verdict = report::SeenDiff::Verdict;
    unsigned const count = testing::how_many("MANDATE_RANDOM_PAIRS", 16);
    unsigned unlawful = 0, too_large = 0, decided = 0, undecided = 0, reworded = 0;
    std::map<Verdict, unsigned> verdicts;
    for (unsigned seed = 0; seed < count; ++seed) {
        auto const pair = testing::random_pair(seed, testing::smallest_size);
        CAPTURE(seed, pair.before, pair.after);
        auto const before = compiled(pair.before), after = compiled(pair.after);
        if (!before || !after) {
            ++unlawful;
            continue;
        }
        Acts acts;
        if (seed % 4 == 3)
            acts = [](std::string const &name) { return name.starts_with("consent"); };
        for (Compared const &what : to_compare(*before, *after)) {
            CAPTURE(what.of);
            if (!what.is_here || !what.is_there) continue;
            bool stays = false, comes = false; // all that can be seen
            try {
                Listing old(*before, what, acts, pair.seats), now(*after, what, acts, pair.seats);
                stays = is_matched(old, now);
                comes = is_matched(now, old);
                if (old.uneven() || now.uneven()) throw TooLarge{};
            } catch (TooLarge const &) {
                ++too_large;
                continue;
            }
            Options options;
            options.limits.rlimit = 20'000'000;
            report::SeenDiff row{what.of, {}, {}, {}, {}};
            row.before = compare({*before, {}}, {*after, {}}, what, acts, options);
            row.after = compare({*after, {}}, {*before, {}}, what, acts, options);
            auto const expected = stays && comes ? Verdict::same
                                  : stays        ? Verdict::looser
                                  : comes        ? Verdict::stricter
                                                 : Verdict::both;
            auto const verdict = row.verdict();
            CAPTURE(static_cast<int>(verdict), static_cast<int>(expected));
            if (verdict == Verdict::open) {
                ++undecided;
                CHECK(!(row.less() && stays));
                CHECK(!(row.more() && comes));
                continue;
            }
            ++decided;
            ++verdicts[verdict];
            reworded += pair.reworded && verdict == Verdict::same;
            CHECK(verdict == expected);
        }
    }
    WARN(count << " pairs (" << unlawful << " unlawful), " << decided << " rows decided ("
               << verdicts[Verdict::same] << " same, " << verdicts[Verdict::stricter]
               << " stricter, " << verdicts[Verdict::looser] << " looser, "
               << verdicts[Verdict::both] << " both), " << undecided << " undecided, " << too_large
               << " too large; " << reworded << " rows of reworded copies are the same");
    CHECK(unlawful * 20 <= count);
    CHECK(too_large * 2 <= decided + undecided); // for the listing, not for diff
    CHECK(decided * 10 >= (decided + undecided) * 6);
    CHECK(reworded * 10 >= count);
    CHECK(verdicts[Verdict::same] > 0);
    CHECK(verdicts[Verdict::stricter] + verdicts[Verdict::looser] > 0);
    CHECK(verdicts[Verdict::both] > 0);
}
