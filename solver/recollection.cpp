#include "solver/recollection.h"

#include "base/assert.h"
#include "solver/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace mandate::solver {

namespace {

constexpr char const *format = "mandate.evidence/1";

std::size_t at(SymbolId symbol) {
    return static_cast<std::size_t>(symbol.index);
}

class Recorder {
public:
    bool complete = true; // everything that is spoken of is found in the system

    void put(std::int64_t value) { text_ += fmt::format("{} ", value); }
    void line() {
        if (text_.ends_with(' ')) text_.pop_back();
        text_ += '\n';
    }

    void run(Recollection::KnownRun const &run, Numbered const &in) {
        for (SymbolId const symbol : in.as.symbols) put(run.claim.entry[at(symbol)]);
        line();
        // What does not occur in the slice has a value, too; most often the lowest.
        std::set<SymbolId> const occur(in.as.symbols.begin(), in.as.symbols.end());
        std::vector<SymbolId> others;
        for (std::size_t s = 0; s < in.system.symbols.size(); ++s)
            if (SymbolId const id = in.system.symbols.id(s);
                !occur.contains(id) && in.system.symbols[id].role != SymbolRole::input &&
                run.claim.entry[s] != in.system.symbols[id].sort.low)
                others.push_back(id);
        put(static_cast<std::int64_t>(others.size()));
        for (SymbolId const symbol : others) {
            put(run.claim.entry[at(symbol)]);
            name(symbol, in);
        }
        line();
        put(static_cast<std::int64_t>(run.region.bounds.size()));
        for (auto const &bound : run.region.bounds) {
            put(bound.low);
            put(bound.high);
            reading(bound.reading, in);
        }
        line();
        std::vector<Valuation const *> kept; // steps that the slice knows
        for (auto const &step : run.claim.steps) {
            auto const &act =
                in.system.acts[static_cast<std::size_t>(step[at(in.system.selector)])];
            if (act.kept)
                kept.push_back(&step);
            else // what falls due and the passing of time are put in again
                complete &= !act.act || act.kind == ActKind::automatic;
        }
        put(static_cast<std::int64_t>(kept.size()));
        line();
        for (auto const *step : kept) {
            auto const act =
                std::find(in.as.acts.begin(), in.as.acts.end(), (*step)[at(in.system.selector)]);
            put(act - in.as.acts.begin());
            for (SymbolId const symbol : in.as.symbols)
                if (symbol != in.system.selector &&
                    in.system.symbols[symbol].role == SymbolRole::input)
                    put((*step)[at(symbol)]);
            line();
        }
    }

    void certificate(ClaimedCertificate const &claim, Numbered const &in) {
        std::map<SymbolId, std::int64_t> numbers;
        for (std::size_t i = 0; i < in.as.symbols.size(); ++i)
            numbers[in.as.symbols[i]] = static_cast<std::int64_t>(i);
        std::map<TermId, std::int64_t> written;
        std::string terms;
        for_each_subterm(claim.terms, claim.invariant, [&](TermId id, Term const &term) {
            std::int64_t symbol = -1;
            if (term.symbol) {
                auto const number = numbers.find(term.symbol);
                complete &= number != numbers.end() && term.op == TermOp::symbol;
                if (number != numbers.end()) symbol = number->second;
            }
            terms += fmt::format("{} {} {} {} {} {}", static_cast<int>(term.op), term.value, symbol,
                                 term.sort.low, term.sort.high, term.operands.size());
            for (TermId const operand : term.operands)
                terms += fmt::format(" {}", written.at(operand));
            terms += '\n';
            auto const number = static_cast<std::int64_t>(written.size());
            written[id] = number;
        });
        put(claim.k);
        put(static_cast<std::int64_t>(written.size()));
        put(static_cast<std::int64_t>(claim.invariant.size()));
        line();
        text_ += terms;
        for (TermId const part : claim.invariant) put(written.at(part));
        line();
        auto const clauses = numbers_of(claim, in);
        put(clauses ? static_cast<std::int64_t>(clauses->size()) : -1);
        if (clauses)
            for (auto const number : *clauses) put(number);
        line();
    }

    std::string text() { return std::move(text_); }

private:
    static std::optional<std::vector<std::int64_t>> numbers_of(ClaimedCertificate const &claim,
                                                               Numbered const &in) {
        if (!claim.clauses) return std::nullopt;
        std::vector<std::int64_t> numbers;
        for (ClauseId const clause : *claim.clauses) {
            auto const at = std::find(in.as.clauses.begin(), in.as.clauses.end(), clause);
            if (at == in.as.clauses.end()) return std::nullopt;
            numbers.push_back(at - in.as.clauses.begin());
        }
        return numbers;
    }

    void name(SymbolId symbol, Numbered const &in) {
        auto const &name = in.system.symbols[symbol].name;
        text_ += fmt::format("{} {} ", name.size(), name);
    }

    void reading(Instance const &instance, Numbered const &in) {
        for (std::size_t s = 0; s < in.system.symbols.size(); ++s) {
            SymbolId const id = in.system.symbols.id(s);
            Symbol const &symbol = in.system.symbols[id];
            if (symbol.role == SymbolRole::reading && symbol.var == instance.var &&
                symbol.at == instance.at) {
                auto const number = std::find(in.as.symbols.begin(), in.as.symbols.end(), id);
                bool const occurs = number != in.as.symbols.end();
                put(occurs ? number - in.as.symbols.begin() : -1);
                if (!occurs) name(id, in);
                return;
            }
        }
        complete = false;
    }

    std::string text_;
};

// Thrown and caught here: the text is not what was written.
struct NotWritten {};

class Reader {
public:
    explicit Reader(std::string const &text) : in_(text) {}

    std::string word() {
        std::string result;
        if (!(in_ >> result)) throw NotWritten();
        return result;
    }
    std::int64_t number(std::int64_t low, std::int64_t high) {
        std::int64_t value = 0;
        if (!(in_ >> value) || value < low || value > high) throw NotWritten();
        return value;
    }
    std::size_t count(std::size_t most) {
        return static_cast<std::size_t>(number(0, static_cast<std::int64_t>(most)));
    }

    Recollection::KnownRun run(Numbered const &in) {
        Recollection::KnownRun run;
        auto const &symbols = in.system.symbols;
        Valuation least(symbols.size());
        for (std::size_t s = 0; s < least.size(); ++s) least[s] = symbols[symbols.id(s)].sort.low;
        run.claim.entry = least;
        for (SymbolId const symbol : in.as.symbols) {
            TermSort const sort = symbols[symbol].sort;
            bool const input = symbols[symbol].role == SymbolRole::input;
            run.claim.entry[at(symbol)] =
                input ? number(-most_value, most_value) : number(sort.low, sort.high);
        }
        for (std::size_t others = count(symbols.size()); others > 0; --others) {
            auto const value = number(-most_value, most_value);
            if (SymbolId const id = named(in))
                run.claim.entry[at(id)] =
                    std::clamp(value, symbols[id].sort.low, symbols[id].sort.high);
        }
        std::set<SymbolId> bounded;
        for (std::size_t bounds = count(symbols.size()); bounds > 0; --bounds) {
            auto const low = number(-most_value, most_value), high = number(low, most_value);
            auto const place = number(-1, static_cast<std::int64_t>(in.as.symbols.size()) - 1);
            SymbolId const id =
                place < 0 ? named(in) : in.as.symbols[static_cast<std::size_t>(place)];
            if (!id || symbols[id].role != SymbolRole::reading || low < symbols[id].sort.low ||
                high > symbols[id].sort.high || !bounded.insert(id).second)
                throw NotWritten();
            Region::Bound bound{{symbols[id].var, symbols[id].at}, low, high};
            run.region.bounds.push_back(std::move(bound));
        }
        for (std::size_t steps = count(most_steps); steps > 0; --steps) {
            auto &step = run.claim.steps.emplace_back(least);
            step[at(in.system.selector)] = in.as.acts[count(in.as.acts.size() - 1)];
            for (SymbolId const symbol : in.as.symbols)
                if (symbol != in.system.selector && symbols[symbol].role == SymbolRole::input)
                    step[at(symbol)] = value(in, symbol);
        }
        return run;
    }

    ClaimedCertificate certificate(Numbered const &in) {
        ClaimedCertificate claim;
        claim.k = static_cast<int>(number(1, most_k));
        auto const size = count(most_terms), parts = count(most_terms);
        std::vector<TermId> terms;
        std::map<TermId, int> depth; // whoever walks over terms goes down this far
        auto const earlier = [&] {
            if (terms.empty()) throw NotWritten();
            return terms[count(terms.size() - 1)];
        };
        while (terms.size() < size) {
            Term term;
            term.op = static_cast<TermOp>(number(0, static_cast<int>(TermOp::clamp)));
            term.value = number(-most_value, most_value);
            auto const symbol = number(-1, static_cast<std::int64_t>(in.as.symbols.size()) - 1);
            term.sort = TermSort::range(number(-most_value, most_value), 0);
            term.sort.high = number(term.sort.low, most_value);
            auto const operands = count(most_terms);
            for (std::size_t i = 0; i < operands; ++i) term.operands.push_back(earlier());
            if (term.op == TermOp::primed || (term.op == TermOp::symbol) != (symbol >= 0) ||
                !fits(term.op, operands))
                throw NotWritten();
            int below_it = 0;
            for (TermId const operand : term.operands)
                below_it = std::max(below_it, depth.at(operand) + 1);
            if (below_it > most_depth) throw NotWritten();
            if (symbol >= 0) {
                SymbolId const id = in.as.symbols[static_cast<std::size_t>(symbol)];
                terms.push_back(claim.terms.symbol(id, in.system.symbols[id].sort));
            } else {
                for (TermId const operand : term.operands)
                    if (TermSort const sort = claim.terms[operand].sort;
                        term.op == TermOp::multiply && !sort.boolean &&
                        (sort.low < -most_value || sort.high > most_value))
                        throw NotWritten();
                auto below = term.operands;
                terms.push_back(claim.terms.rebuild(term, std::move(below)));
                if (TermSort const sort = claim.terms[terms.back()].sort;
                    !sort.boolean && (sort.low < -most_range || sort.high > most_range))
                    throw NotWritten();
            }
            auto &deepest = depth[terms.back()];
            deepest = std::max(deepest, below_it);
        }
        for (std::size_t i = 0; i < parts; ++i) claim.invariant.push_back(earlier());
        auto clauses = number(-1, static_cast<std::int64_t>(in.as.clauses.size()));
        if (clauses >= 0) claim.clauses.emplace();
        for (; clauses > 0; --clauses)
            claim.clauses->push_back(in.as.clauses[count(in.as.clauses.size() - 1)]);
        if (claim.clauses) std::sort(claim.clauses->begin(), claim.clauses->end());
        return claim;
    }

private:
    static constexpr std::size_t most_steps = 10'000, most_terms = 100'000;
    static constexpr int most_depth = 1'000;
    static constexpr std::int64_t most_k = 20, most_value = 1'000'000'000;
    static constexpr std::int64_t most_range = most_value * most_value; // no sum of two overflows

    // The symbol whose name comes next; none, if there is none of that name any more.
    SymbolId named(Numbered const &in) {
        std::string name(count(most_steps), ' ');
        in_.ignore(1);
        in_.read(name.data(), static_cast<std::streamsize>(name.size()));
        for (std::size_t s = 0; s < in.system.symbols.size(); ++s)
            if (SymbolId const id = in.system.symbols.id(s);
                in.system.symbols[id].name == name &&
                in.system.symbols[id].role != SymbolRole::input)
                return id;
        return {};
    }
    // Of an input in a step; one that the act does not have is 0.
    std::int64_t value(Numbered const &in, SymbolId symbol) {
        TermSort const sort = in.system.symbols[symbol].sort;
        return number(std::min<std::int64_t>(sort.low, 0), std::max<std::int64_t>(sort.high, 0));
    }
    static bool fits(TermOp op, std::size_t operands) {
        switch (op) {
        case TermOp::truth:
        case TermOp::number:
        case TermOp::symbol:
        case TermOp::primed:
            return operands == 0;
        case TermOp::negation:
        case TermOp::multiply:
        case TermOp::clamp:
            return operands == 1;
        case TermOp::equal:
        case TermOp::at_most:
        case TermOp::add:
        case TermOp::subtract:
            return operands == 2;
        case TermOp::if_then_else:
            return operands == 3;
        case TermOp::conjunction:
        case TermOp::disjunction:
            return true;
        }
        return false;
    }

    std::istringstream in_;
};

} // namespace

std::optional<std::string> write(Recollection const &recollection, Slices const &slices) {
    Recorder recorder;
    recorder.put(static_cast<std::int64_t>(recollection.used));
    recorder.put(static_cast<std::int64_t>(recollection.runs.size()));
    recorder.put(recollection.proof ? 1 : 0);
    recorder.put(recollection.never ? 1 : 0);
    recorder.put(recollection.within ? 1 : 0);
    recorder.line();
    for (auto const &run : recollection.runs) recorder.run(run, slices.property);
    if (recollection.proof)
        recorder.certificate(*recollection.proof, recollection.within && slices.within
                                                      ? *slices.within
                                                      : slices.property);
    if (recollection.never) recorder.certificate(*recollection.never, slices.property);
    if (!recorder.complete) return std::nullopt;
    return fmt::format("{} {} ", format, recollection.engine) + recorder.text() + "end\n";
}

std::optional<Recollection> read(std::string const &text, Slices const &slices) {
    constexpr std::size_t most_runs = 1000;
    try {
        Reader reader(text);
        Recollection result;
        if (reader.word() != format) return std::nullopt;
        result.engine = reader.word();
        if (!find_engine(result.engine)) return std::nullopt;
        result.used = reader.count(static_cast<std::size_t>(1) << 62U);
        auto const runs = reader.count(most_runs);
        bool const proof = reader.count(1) == 1, never = reader.count(1) == 1;
        result.within = reader.count(1) == 1;
        if (result.within && !slices.within) return std::nullopt;
        for (std::size_t i = 0; i < runs; ++i) result.runs.push_back(reader.run(slices.property));
        if (proof)
            result.proof = reader.certificate(result.within ? *slices.within : slices.property);
        if (never) result.never = reader.certificate(slices.property);
        if (reader.word() != "end") return std::nullopt;
        return result;
    } catch (NotWritten const &) {
        return std::nullopt;
    } catch (InternalError const &) { // terms of other sorts
        return std::nullopt;
    }
}

} // namespace mandate::solver
