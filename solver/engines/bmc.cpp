#include "solver/engines/bmc.h"

#include "compiler/passes.h"
#include "compiler/z3/session.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace mandate::solver {

// The system with its step in two halves: frames in which only time may pass, and frames in which
// it may not. So the number of act frames is the number of acts, however often time passes in
// between.
class ShortestRuns::Search {
    using Literal = SmtSession::Literal;

public:
    Search(TransitionSystem const &ts, int acts)
        : original_(ts),
          ts_(dated(ts, acts)),
          terms_(ts_.terms),
          time_(half(true)),
          act_(half(false)) {
        session_ = open();
        session_->start();
    }

    void leave_out(std::vector<Range> const &together) {
        std::vector<TermId> inside;
        for (Range const &range : together)
            inside.push_back(
                terms_.between(terms_.symbol(range.symbol, ts_.symbols[range.symbol].sort),
                               range.low, range.high));
        left_.push_back(terms_.negation(terms_.conjunction(inside)));
        session_->require(left_.back(), 0);
    }

    Claim next(Limits const &limits) {
        if (gave_up_) take_up();
        std::uint64_t const before = session_->used();
        limit_ = limits.rlimit ? before + limits.rlimit : 0;
        session_->limit(limit_);
        Claim claim;
        for (;;) {
            if (acts_ > limits.acts) {
                claim.answer = GaveUp{"no run has so few acts", limits.acts};
                break;
            }
            if (acts_ >= 0 && limits.stopped()) {
                claim.answer = GaveUp{"stopped", acts_ - 1};
                break;
            }
            if (acts_ >= 0 && !goal_) add_act();
            fixed_ = {acts_ < 0 ? session_->literal(ts_.bad_initially, 0) : *goal_};
            Sat const result = check({});
            if (result == Sat::sat) {
                claim.answer = extract();
                break;
            }
            if (result == Sat::unknown) {
                claim.answer = GaveUp{"the limit was reached", std::max(acts_ - 1, -1)};
                break;
            }
            if (goal_) exclude();
            goal_.reset();
            ++acts_;
        }
        claim.used = session_->used() - before + std::exchange(used_, 0);
        return claim;
    }

private:
    // Long clocks are kept as dates.
    static TransitionSystem dated(TransitionSystem const &ts, int acts) {
        if (SmtSession::for_proofs(ts) == SmtSession::Encoding::bits) return ts;
        // After every act a time frame, and one for each symbol that looks in between.
        auto const looks = 1 + static_cast<std::int64_t>(ts.symbols.size());
        return with_dates(ts, ts.symbols[ts.delay].sort.high * looks * (acts + 1));
    }

    struct Half {
        std::vector<TermId> next;
        TermId valid, bad;
    };

    std::unique_ptr<SmtSession> open() const {
        return std::make_unique<SmtSession>(ts_, terms_, SmtSession::for_proofs(ts_));
    }

    Half const &half_of(unsigned frame) const { return frames_[frame] ? time_ : act_; }
    unsigned frames() const { return static_cast<unsigned>(frames_.size()); }

    // Its step, without what has to hold in it.
    void lay(unsigned frame) {
        session_->step(frame, half_of(frame).next);
        if (frames_[frame] && ts_.time < 0) session_->set(ts_.delay, frame, 0);
    }
    // That `bad` is reached in one of the frames that the last act brought.
    void aim() {
        goal_ = session_->fresh();
        std::vector<Literal> ways{~*goal_};
        for (unsigned frame = newest_; frame < frames(); ++frame)
            ways.push_back(session_->literal(half_of(frame).bad, frame));
        session_->require_any(ways);
    }
    // It is not.
    void exclude() {
        for (unsigned frame = newest_; frame < frames(); ++frame)
            session_->require(terms_.negation(half_of(frame).bad), frame);
    }
    void add_act() {
        newest_ = frames();
        if (acts_ > 0) frames_.push_back(false);
        frames_.insert(frames_.end(), static_cast<std::size_t>(time_frames_), true);
        for (unsigned frame = newest_; frame < frames(); ++frame) {
            lay(frame);
            session_->require(half_of(frame).valid, frame);
        }
        aim();
    }
    // After an interrupted check Z3 may have lost which bits stand for which number: what is known
    // goes into a session of its own.
    void take_up() {
        session_ = open();
        session_->start();
        for (TermId reading : left_) session_->require(reading, 0);
        for (unsigned frame = 0; frame < frames(); ++frame) {
            lay(frame);
            session_->require(half_of(frame).valid, frame);
            if (!goal_ || frame < newest_)
                session_->require(terms_.negation(half_of(frame).bad), frame);
        }
        if (goal_) aim();
        gave_up_ = false;
    }

    // In a time frame a delay of 0 lets nothing happen.
    Half half(bool time) {
        TermId const none = terms_.number(0),
                     delay = terms_.symbol(ts_.delay, ts_.symbols[ts_.delay].sort);
        Substitution specialise(terms_, terms_, [&, time](Term const &term) {
            return time && term.op == TermOp::symbol && term.symbol == ts_.selector
                       ? terms_.number(ts_.time)
                       : TermId{};
        });
        TermId const chooses_time = terms_.equal(
            terms_.symbol(ts_.selector, ts_.symbols[ts_.selector].sort), terms_.number(ts_.time));
        if (!time && ts_.time >= 0) specialise.replace(chooses_time, terms_.truth(false));
        Substitution at_rest(terms_, terms_, [&](Term const &term) {
            return term.op == TermOp::symbol && term.symbol == ts_.delay ? none : TermId{};
        });
        Half half;
        TermId const idle = terms_.equal(delay, none);
        std::set<SymbolId> restless; // what a delay of 0 would change: somebody looks at each step
        for (std::size_t s = 0; s < ts_.next.size(); ++s) {
            half.next.push_back({});
            if (!ts_.next[s]) continue;
            Symbol const &symbol = ts_.symbols[ts_.symbols.id(s)];
            TermId const now = terms_.symbol(ts_.symbols.id(s), symbol.sort);
            if (time && ts_.time < 0) {
                half.next[s] = now;
                continue;
            }
            TermId next = specialise(ts_.next[s]);
            if (time && at_rest(next) != now) {
                next = terms_.if_then_else(idle, now, next);
                restless.insert(ts_.symbols.id(s));
            }
            half.next[s] = next;
        }
        std::vector<TermId> valid;
        for (LabelledTerm const &condition : ts_.valid)
            valid.push_back(specialise(condition.formula));
        half.valid = terms_.conjunction(valid);
        half.bad = specialise(ts_.bad);
        if (time) {
            half.valid = ts_.time < 0 ? terms_.truth(true) : terms_.disjunction({idle, half.valid});
            half.bad = ts_.time < 0 ? terms_.truth(false)
                                    : terms_.conjunction({terms_.negation(idle), half.bad});
            // Two delays in a row are one, unless somebody looks in between; and somebody else at
            // what they saw.
            time_frames_ = 1 + looks(half.next, restless);
        } else if (ts_.time >= 0) {
            half.valid = terms_.conjunction({half.valid, terms_.negation(chooses_time)});
        }
        return half;
    }

    // The longest chain of these symbols in which each follows from what the next one was. A
    // monitor follows from earlier ones only.
    int looks(std::vector<TermId> const &next, std::set<SymbolId> const &restless) const {
        std::map<SymbolId, int> length;
        int longest = 0;
        for (SymbolId symbol : restless) {
            int before = 0;
            for_each_subterm(terms_, {next[static_cast<std::size_t>(symbol.index)]},
                             [&](TermId, Term const &term) {
                                 if (term.op != TermOp::symbol || term.symbol == symbol) return;
                                 if (auto const known = length.find(term.symbol);
                                     known != length.end())
                                     before = std::max(before, known->second);
                             });
            longest = std::max(longest, length[symbol] = before + 1);
        }
        return longest;
    }

    Sat check(std::vector<Literal> more) {
        more.insert(more.begin(), fixed_.begin(), fixed_.end());
        Sat const result = session_->check(more);
        gave_up_ |= result == Sat::unknown;
        if (result == Sat::sat) remember();
        return result;
    }

    // The values of the last assignment: those of the entry state, then of each frame.
    void remember() {
        found_.assign(frames_.size() + 1, Valuation(ts_.symbols.size(), 0));
        for (std::size_t s = 0; s < ts_.symbols.size(); ++s) {
            SymbolId const symbol = ts_.symbols.id(s);
            if (ts_.symbols[symbol].role == SymbolRole::input)
                for (unsigned frame = 0; frame < frames_.size(); ++frame)
                    found_[frame + 1][s] = session_->value(symbol, frame);
            else
                found_[0][s] = session_->value(symbol, 0);
        }
    }
    std::int64_t found(SymbolId symbol, unsigned frame) const {
        bool const input = ts_.symbols[symbol].role == SymbolRole::input;
        return found_[input ? frame + 1 : 0][static_cast<std::size_t>(symbol.index)];
    }

    Literal at_most(SymbolId symbol, unsigned frame, std::int64_t bound) {
        TermSort const sort = ts_.symbols[symbol].sort;
        TermId const term = terms_.symbol(symbol, sort);
        return session_->literal(
            sort.boolean ? terms_.disjunction({terms_.negation(term), terms_.truth(bound > 0)})
                         : terms_.at_most(term, terms_.number(bound)),
            frame);
    }

    // Lowers a number as far as it goes: `holds_at(v)` gives the literal for "at most v".
    template <class HoldsAt, class Value>
    void lower(std::int64_t low, std::int64_t trial, HoldsAt &&holds_at, Value &&value) {
        while (low < value()) {
            if (check({holds_at(trial)}) != Sat::sat) low = trial + 1;
            trial = low + (value() - low) / 2;
        }
        fixed_.push_back(holds_at(value()));
    }

    using Place = std::pair<SymbolId, unsigned>;
    // What the assignment has is mostly the only possible value, or nearly so.
    void lower(Place const &place, std::int64_t low) {
        auto const value = [&] { return found(place.first, place.second); };
        lower(
            low, value() - 1, [&](std::int64_t v) { return at_most(place.first, place.second, v); },
            value);
    }
    // Each place in its order as low as those before it let it be. Mostly many can be lowest at
    // once.
    void lower_all(std::vector<Place> const &places) {
        auto const least = [&](Place const &p) { return original_.symbols[p.first].sort.low; };
        std::vector<Literal> at_least;
        for (Place const &p : places) at_least.push_back(at_most(p.first, p.second, least(p)));
        std::function<void(std::size_t, std::size_t)> go = [&](std::size_t from, std::size_t to) {
            while (from < to &&
                   found(places[from].first, places[from].second) == least(places[from]))
                fixed_.push_back(at_least[from++]);
            if (from == to) return;
            std::vector<Literal> const all(at_least.begin() + static_cast<std::ptrdiff_t>(from),
                                           at_least.begin() + static_cast<std::ptrdiff_t>(to));
            if (check(all) == Sat::sat) {
                fixed_.insert(fixed_.end(), all.begin(), all.end());
            } else if (to - from > 1) {
                go(from, from + (to - from) / 2);
                go(from + (to - from) / 2, to);
            } else {
                lower(places[from], least(places[from]) + 1);
            }
        };
        go(0, places.size());
    }

    // With the steps known, little is left of the formula: a session of its own answers at once.
    // Returns: the session before.
    std::unique_ptr<SmtSession>
    settle_steps(std::initializer_list<std::vector<Place> const *> known) {
        auto before = std::exchange(session_, open());
        if (limit_) session_->limit(limit_ > before->used() ? limit_ - before->used() : 1);
        for (auto const *places : known)
            for (auto [symbol, frame] : *places) session_->set(symbol, frame, found(symbol, frame));
        for (unsigned frame = 0; frame < frames(); ++frame) lay(frame);
        session_->start();
        for (TermId reading : left_) session_->require(reading, 0);
        std::vector<Literal> ways;
        if (frames_.empty()) ways.push_back(session_->literal(ts_.bad_initially, 0));
        for (unsigned frame = 0; frame < frames(); ++frame) {
            session_->require(half_of(frame).valid, frame);
            if (frame >= newest_) ways.push_back(session_->literal(half_of(frame).bad, frame));
        }
        session_->require_any(ways);
        fixed_.clear();
        return before;
    }

    ClaimedRun extract() {
        TermId const selector = terms_.symbol(ts_.selector, ts_.symbols[ts_.selector].sort);
        TermId const delay = terms_.symbol(ts_.delay, ts_.symbols[ts_.delay].sort);
        std::vector<TermId> is_fact;
        for (std::size_t i = 0; i < ts_.acts.size(); ++i)
            if (ts_.acts[i].kept && ts_.acts[i].kind == ActKind::fact)
                is_fact.push_back(
                    terms_.equal(selector, terms_.number(static_cast<std::int64_t>(i))));
        TermId const fact =
            terms_.if_then_else(terms_.disjunction(is_fact), terms_.number(1), terms_.number(0));
        std::vector<std::pair<TermId, unsigned>> facts, delays;
        std::vector<Place> time, acts, persons, numbers, fixed, entry;
        for (unsigned frame = 0; frame < frames(); ++frame) {
            if (frames_[frame]) {
                delays.push_back({delay, frame});
                time.push_back({ts_.delay, frame});
                continue;
            }
            facts.push_back({fact, frame});
            acts.push_back({ts_.selector, frame});
            for (SymbolId input : ts_.person_inputs) persons.push_back({input, frame});
            for (SymbolId input : ts_.number_inputs)
                if (input) numbers.push_back({input, frame});
            for (SymbolId input : ts_.at_will)
                if (input) numbers.push_back({input, frame});
        }
        for (std::size_t s = 0; s < original_.symbols.size(); ++s) {
            SymbolId const symbol = ts_.symbols.id(s);
            SymbolRole const role = ts_.symbols[symbol].role;
            if (role == SymbolRole::state) entry.push_back({symbol, 0});
            if (role == SymbolRole::fixed || role == SymbolRole::reading)
                fixed.push_back({symbol, 0});
        }
        auto count_facts = [&] {
            return std::count_if(acts.begin(), acts.end(), [&](Place const &p) {
                return ts_.acts[static_cast<std::size_t>(found(p.first, p.second))].kind ==
                       ActKind::fact;
            });
        };
        auto total_time = [&] {
            std::int64_t total = 0;
            for (Place const &p : time) total += found(p.first, p.second);
            return total;
        };
        lower(
            0, 0, [&](std::int64_t v) { return session_->sum_at_most(facts, v); }, count_facts);
        lower(
            0, 0, [&](std::int64_t v) { return session_->sum_at_most(delays, v); }, total_time);
        for (Place const &act : acts) lower(act, 0);
        for (auto const *places : {&time, &persons}) lower_all(*places);
        auto searching = settle_steps({&acts, &time, &persons});
        for (auto const *places : {&fixed, &entry, &numbers}) lower_all(*places);
        used_ += session_->used();
        session_ = std::move(searching);

        ClaimedRun run{found_[0], {}};
        // A time frame comes after the goal if the last act reached it; idle frames are no steps.
        for (unsigned frame = 0; frame < frames(); ++frame) {
            if (frames_[frame] && found_[frame + 1][static_cast<std::size_t>(ts_.delay.index)] == 0)
                continue;
            run.steps.push_back(found_[frame + 1]);
            if (frames_[frame])
                run.steps.back()[static_cast<std::size_t>(ts_.selector.index)] = ts_.time;
        }
        run.entry.resize(original_.symbols.size());
        for (Valuation &step : run.steps) step.resize(original_.symbols.size());
        return run;
    }

    TransitionSystem const &original_;
    TransitionSystem const ts_;
    TermStore terms_;
    int time_frames_ = 1;
    Half time_, act_;
    std::unique_ptr<SmtSession> session_;
    std::uint64_t limit_ = 0;     // of that session
    std::uint64_t used_ = 0;      // by others since
    std::vector<TermId> left_;    // which readings
    std::vector<char> frames_;    // by frame: does only time pass?
    unsigned newest_ = 0;         // the first that the last act brought
    int acts_ = -1;               // fewer reach nothing; -1: nor is it known of the entry state
    std::optional<Literal> goal_; // with so many
    bool gave_up_ = false;        // a check of this session
    std::vector<Literal> fixed_;  // what the run is already known to be
    std::vector<Valuation> found_;
};

ShortestRuns::ShortestRuns(TransitionSystem const &ts, int acts)
    : search_(std::make_unique<Search>(ts, acts)) {}
ShortestRuns::~ShortestRuns() = default;

void ShortestRuns::leave_out(std::vector<Range> const &together) {
    search_->leave_out(together);
}
Claim ShortestRuns::next(Limits const &limits) {
    return search_->next(limits);
}

Claim bmc(TransitionSystem const &ts, Limits const &limits) {
    return ShortestRuns(ts, limits.acts).next(limits);
}

} // namespace mandate::solver
