#include "solver/check/conditions.h"

#include "base/assert.h"
#include "compiler/z3/session.h"

#include <algorithm>
#include <map>

namespace mandate::solver {

namespace {

class Analysis {
public:
    Analysis(Core const &core, TransitionSystem ts, std::vector<Region> const &regions)
        : core_(core),
          ts_(std::move(ts)),
          session_(ts_, ts_.terms) {
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
            if (symbol.role == SymbolRole::reading)
                symbols_[{symbol.var, symbol.at}] = ts_.symbols.id(s);
        }
        std::vector<TermId> all;
        for (Region const &region : regions) {
            std::vector<TermId> bounds;
            for (Region::Bound const &bound : region.bounds) {
                bounds.push_back(within(bound.reading, bound.low, bound.high));
                relevant_[bound.reading] = symbols_.at(bound.reading);
            }
            all.push_back(ts_.terms.conjunction(bounds));
        }
        inside_ = ts_.terms.disjunction(all);
        session_.assume();
    }

    std::vector<ReadingCondition> side(bool inside, bool &complete) {
        TermId const wanted = inside ? inside_ : ts_.terms.negation(inside_);
        auto const other = literal(ts_.terms.negation(wanted));
        std::vector<SmtSession::Literal> open{literal(wanted)};
        std::vector<ReadingCondition> found;
        while (check(open) == Sat::sat) {
            if (found.size() == most_conditions) {
                complete = false;
                return {};
            }
            found.push_back(simplest(point(), other));
            open.push_back(literal(ts_.terms.negation(term(found.back()))));
        }
        // Found late means found for what the others left: the first may be superfluous by now.
        for (std::size_t i = 0; i < found.size() && found.size() > 1;) {
            std::vector<SmtSession::Literal> alone{literal(term(found[i]))};
            for (std::size_t k = 0; k < found.size(); ++k)
                if (k != i) alone.push_back(literal(ts_.terms.negation(term(found[k]))));
            if (check(alone) == Sat::unsat)
                found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
            else
                ++i;
        }
        std::stable_sort(found.begin(), found.end(),
                         [](ReadingCondition const &one, ReadingCondition const &two) {
                             if (one.parts.size() != two.parts.size())
                                 return one.parts.size() < two.parts.size();
                             return std::lexicographical_compare(one.parts.begin(), one.parts.end(),
                                                                 two.parts.begin(), two.parts.end(),
                                                                 [](Part const &x, Part const &y) {
                                                                     return x.reading < y.reading;
                                                                 });
                         });
        return found;
    }

private:
    using Part = ReadingCondition::Part;

    TermId within(Instance const &reading, std::int64_t low, std::int64_t high) {
        TermStore &t = ts_.terms;
        TermId const value = ts_.current(symbols_.at(reading));
        if (t[value].sort.boolean)
            return low == high ? t.equal(value, t.truth(low != 0)) : t.truth(true);
        return t.conjunction({t.at_most(t.number(low), value), t.at_most(value, t.number(high))});
    }
    TermId term(Part const &part) {
        if (part.values.empty()) return within(part.reading, part.low, part.high);
        std::vector<TermId> any;
        for (auto const value : part.values) any.push_back(within(part.reading, value, value));
        return ts_.terms.disjunction(any);
    }
    TermId term(ReadingCondition const &condition) {
        std::vector<TermId> all;
        for (Part const &part : condition.parts) all.push_back(term(part));
        return ts_.terms.conjunction(all);
    }
    SmtSession::Literal literal(TermId formula) { return session_.literal(formula, 0); }
    Sat check(std::vector<SmtSession::Literal> const &assumptions) {
        Sat const result = session_.check(assumptions);
        MANDATE_ASSERT(result != Sat::unknown);
        return result;
    }

    bool listed(Instance const &reading) const {
        auto const &sort = core_.variables[reading.var].sort;
        return sort.enumeration || sort.kind == compiler::Sort::Kind::boolean;
    }
    TermSort range(Part const &part) const { return ts_.symbols[symbols_.at(part.reading)].sort; }

    // After sat: the answers to the questions that matter.
    ReadingCondition point() {
        ReadingCondition result;
        for (auto const &[reading, symbol] : relevant_) {
            auto const value = session_.value(symbol, 0);
            Part part{reading, {}, value, value};
            if (listed(reading)) part.values = {value};
            result.parts.push_back(std::move(part));
        }
        return result;
    }

    // Without what `other` does not need to be excluded, and wider where it can be.
    ReadingCondition simplest(ReadingCondition condition, SmtSession::Literal other) {
        auto const excludes = [&](ReadingCondition const &trial) {
            // One literal a part, which other trials have in common.
            std::vector<SmtSession::Literal> all{other};
            for (Part const &part : trial.parts) all.push_back(literal(term(part)));
            return check(all) == Sat::unsat;
        };
        auto const leave_the_core = [&] {
            auto const core = session_.core();
            std::erase_if(condition.parts, [&](Part const &part) {
                return std::find(core.begin(), core.end(), literal(term(part))) == core.end();
            });
        };
        if (excludes(condition)) leave_the_core();
        for (std::size_t needed = 0; needed < condition.parts.size();) {
            // The last of which it is not known.
            auto const at = condition.parts.size() - needed - 1;
            ReadingCondition trial = condition;
            trial.parts.erase(trial.parts.begin() + static_cast<std::ptrdiff_t>(at));
            if (!excludes(trial)) {
                ++needed;
                continue;
            }
            condition = std::move(trial);
            leave_the_core();
        }
        for (std::size_t i = 0; i < condition.parts.size(); ++i) {
            auto const widened = [&](auto &&change) {
                ReadingCondition trial = condition;
                change(trial.parts[i]);
                bool const fits = excludes(trial);
                if (fits) condition = std::move(trial);
                return fits;
            };
            TermSort const whole = range(condition.parts[i]);
            // Of two answers the other one cannot do as well: the part would not be needed.
            if (whole.high - whole.low == 1) continue;
            if (listed(condition.parts[i].reading)) {
                for (auto value = whole.low; value <= whole.high; ++value) {
                    auto const &values = condition.parts[i].values;
                    if (std::find(values.begin(), values.end(), value) == values.end())
                        widened([&](Part &part) {
                            part.values.insert(
                                std::upper_bound(part.values.begin(), part.values.end(), value),
                                value);
                        });
                }
                continue;
            }
            // The wider, the harder to exclude anything: halving finds the end.
            for (bool const up : {false, true}) {
                auto good = up ? condition.parts[i].high : condition.parts[i].low;
                auto bad = up ? whole.high + 1 : whole.low - 1;
                while (good - bad > 1 || bad - good > 1) {
                    // The end of the range first: mostly all of it fits.
                    bool const first = bad == (up ? whole.high + 1 : whole.low - 1);
                    auto const trial = first ? (up ? whole.high : whole.low) : (good + bad) / 2;
                    if (widened([&](Part &part) { (up ? part.high : part.low) = trial; }))
                        good = trial;
                    else
                        bad = trial;
                }
            }
        }
        return condition;
    }

    Core const &core_;
    TransitionSystem ts_;
    SmtSession session_;
    std::map<Instance, SymbolId> symbols_, relevant_;
    TermId inside_;
};

} // namespace

Conditions conditions(Core const &core, TransitionSystem ts, std::vector<Region> const &regions) {
    Analysis analysis(core, std::move(ts), regions);
    Conditions result;
    result.with_run = analysis.side(true, result.complete);
    result.without = analysis.side(false, result.complete);
    return result;
}

} // namespace mandate::solver
