#include "solver/verify.h"

#include "base/assert.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "compiler/z3/session.h"
#include "solver/check/conclude.h"
#include "solver/engines/bmc.h"
#include "solver/planning.h"
#include "solver/recollection.h"
#include "solver/retracing.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate::solver {

namespace {

// About a minute on one core.
constexpr std::uint64_t default_budget = 60'000'000;
constexpr std::uint64_t quick_proof = 1;    // percent of it
constexpr std::uint64_t any_size_share = 5; // percent, for a proof for any size
constexpr char const *no_such_proof = "no proof for any size was found";
constexpr int short_run = 4;  // acts
constexpr int quick_acts = 8; // before the first long attempt at a proof
constexpr std::size_t most_regions = 64;
constexpr int most_widenings = 16;      // of one run
constexpr std::size_t most_moves = 400; // of a plan

class Verification {
public:
    Verification(Core const &core, PropertyId property, Options const &options)
        : core_(core),
          property_(property),
          options_(options),
          scope_(options.scope ? *options.scope
                               : scope_of(core, core.properties[property], options.spare_persons)),
          whole_(with_answers(ground(core, property, scope_), options.given)),
          within_(timed()),
          concluder_(core, property, whole_, within_ ? &*within_ : nullptr),
          budget_(options.limits.rlimit ? options.limits.rlimit : default_budget) {}

    Outcome run() {
        Outcome outcome = to_the_letter();
        PropertyId const substance = core_.properties[property_].in_substance;
        auto const *vacuous = std::get_if<Vacuous>(&outcome.verdict);
        bool const holds = std::holds_alternative<Holds>(outcome.verdict) ||
                           (vacuous && !vacuous->proof().no_entry);
        if (!substance || !holds) {
            if (options_.any_size) look_for_any_size(outcome);
            return outcome;
        }
        // A question of its own, with a budget of its own. What holds has to hold in any country in
        // substance as well.
        Outcome wide = outcome;
        if (options_.any_size) look_for_any_size(wide);
        auto const is_wide = [](Outcome const &of) {
            Proof const *proof = proof_of(of.verdict);
            return proof && proof->any_size;
        };
        Options options = options_;
        options.known = nullptr;
        options.any_size = is_wide(wide);
        auto second = Verification(core_, substance, options).run();
        auto const *violated = std::get_if<Violated>(&second.verdict);
        if (is_wide(wide) && !violated && !is_wide(second)) {
            outcome.scope_only = second.scope_only;
            outcome.used = wide.used;
        } else {
            outcome = std::move(wide);
        }
        outcome.used += second.used;
        outcome.recalled &= second.recalled;
        if (violated)
            outcome.verdict =
                concluder_.fails_in_substance(outcome.verdict, violated->witnesses().front());
        if (auto *undecided = std::get_if<Undecided>(&second.verdict)) {
            undecided->reason = "it holds to the letter; in substance: " + undecided->reason;
            outcome.verdict = std::move(*undecided);
            outcome.engine.clear();
            outcome.scope_only.clear();
        }
        return outcome;
    }

private:
    // What is known was asked with no other answers than those given now.
    bool known_serves() const {
        return options_.known && std::all_of(options_.known->given.begin(),
                                             options_.known->given.end(), [&](auto const &answer) {
                                                 auto const it = options_.given.find(answer.first);
                                                 return it != options_.given.end() &&
                                                        it->second == answer.second;
                                             });
    }
    bool lawful_as_given(Witness const &witness) const {
        auto const &bounds = witness.region.bounds;
        return std::all_of(bounds.begin(), bounds.end(), [&](Region::Bound const &bound) {
            auto const answer = options_.given.find(bound.reading.var);
            return answer == options_.given.end() ||
                   (bound.low <= answer->second && answer->second <= bound.high);
        });
    }

    // The known runs that are lawful under the given answers, with these.
    std::vector<Witness> known_runs() const {
        std::vector<Witness> result;
        for (Witness const &witness : options_.known->witnesses) {
            if (!lawful_as_given(witness)) continue;
            auto [run, region, _] = witness;
            for (auto &[instance, value] : run.fixed)
                if (auto const answer = options_.given.find(instance.var);
                    answer != options_.given.end())
                    value = answer->second;
            std::erase_if(region.bounds, [&](Region::Bound const &bound) {
                return options_.given.contains(bound.reading.var);
            });
            keep(result, concluder_.witness(std::move(run), std::move(region)));
        }
        return result;
    }

    // Adds known runs as long as readings are left for them; if some reading has none, all that
    // serve another than those there. Returns: such a reading.
    std::optional<Values> take_known(std::vector<Witness> &witnesses,
                                     std::vector<Witness> &known) const {
        for (;;) {
            auto const open = concluder_.uncovered(witnesses);
            auto const serves = [&](Witness const &witness) {
                auto const &bounds = witness.region.bounds;
                return std::all_of(bounds.begin(), bounds.end(), [&](Region::Bound const &bound) {
                    auto const value = open->at(bound.reading);
                    return bound.low <= value && value <= bound.high;
                });
            };
            if (!open || known.empty()) return open;
            auto const next = std::find_if(known.begin(), known.end(), serves);
            if (next != known.end()) {
                keep(witnesses, std::move(*next));
                known.erase(next);
                continue;
            }
            for (Witness &witness : std::exchange(known, {}))
                if (std::none_of(witnesses.begin(), witnesses.end(), [&](Witness const &other) {
                        return includes(other.region, witness.region);
                    }))
                    keep(witnesses, std::move(witness));
        }
    }

    Outcome to_the_letter() {
        if (core_.properties[property_].always_possible)
            return options_.recall_only ? not_known() : recoverable();
        if (!options_.memory) return options_.recall_only ? not_known() : found();
        // Most evidence is of the smaller slices.
        std::vector<Slices> sizes;
        sizes.reserve(2);
        for (Clocks const clocks : {Clocks::dropped, Clocks::kept}) {
            Slices const &slices = sizes.emplace_back(whole_, within_, clocks);
            auto const question = this->question(slices);
            while (auto const text = options_.memory->recall(question)) {
                if (auto const known = read(*text, slices))
                    if (auto outcome = recalled(*known, slices.property.system))
                        return std::move(*outcome);
                options_.memory->refuse(question);
            }
        }
        if (options_.recall_only) return not_known();
        Outcome outcome = found();
        if (auto const evidence = evidence_of(outcome))
            for (Slices const &slices : sizes)
                if (auto const text = write(*evidence, slices)) {
                    options_.memory->keep(question(slices), *text);
                    break;
                }
        return outcome;
    }

    // A proof is kept like others; that none was found as well.
    void look_for_any_size(Outcome &outcome) {
        Proof const *proof = proof_of(outcome.verdict);
        if (!proof) return;
        auto ground =
            ground_any_size(core_, proof->days ? core_.properties[property_].within : property_);
        outcome.scope_only = ground.why_not;
        if (!ground.system) return;
        auto const system = concluder_.for_any_size(
            outcome.verdict, with_answers(std::move(*ground.system), options_.given));
        outcome.scope_only =
            system ? no_such_proof : "what it depends on differs from unit to unit";
        if (!system) return;
        Slices const slices(*system, std::nullopt, Clocks::dropped);
        auto const question = "any size " + this->question(slices);
        while (auto const text =
                   options_.memory ? options_.memory->recall(question) : std::nullopt) {
            if (auto const known = read(*text, slices)) {
                if (!known->proof) {
                    outcome.used += known->used;
                    return;
                }
                try {
                    outcome.verdict = Concluder::for_any_size(outcome.verdict, *system,
                                                              *known->proof, known->engine);
                    outcome.scope_only.clear();
                    outcome.used += known->used;
                    return;
                } catch (std::exception const &) {
                }
            }
            options_.memory->refuse(question);
        }
        if (options_.recall_only) {
            outcome.scope_only = "no proof for any size is kept";
            return;
        }
        SmtContext const context;
        Recollection found;
        found.engine = outcome.engine;
        std::vector<Stage> stages{{"spacer", 0, quick_proof}, {"houdini", 0, quick_proof}};
        if (outcome.engine == "k-induction") stages.push_back({"k-induction", 8, quick_proof});
        stages.push_back({"spacer", 0, any_size_share});
        for (Stage const &stage : stages) {
            if (options_.limits.stopped()) return;
            Claim claim = find_engine(stage.engine)
                              ->run(slices.property.system, limits(stage.acts, stage.percent));
            found.used += claim.used;
            auto *certificate = std::get_if<ClaimedCertificate>(&claim.answer);
            if (!certificate) {
                if (std::holds_alternative<ClaimedRun>(claim.answer)) break; // it may be of nobody
                continue;
            }
            outcome.verdict = Concluder::for_any_size(outcome.verdict, *system,
                                                      std::move(*certificate), stage.engine);
            outcome.scope_only.clear();
            found.engine = stage.engine;
            found.proof = proof_of(outcome.verdict)->any_size->certificate;
            found.proof->clauses = proof_of(outcome.verdict)->any_size->clauses;
            break;
        }
        outcome.used += found.used;
        if (!found.proof && options_.limits.stopped()) return;
        if (options_.memory)
            if (auto const text = write(found, slices)) options_.memory->keep(question, *text);
    }

    Outcome not_known() {
        Undecided undecided;
        undecided.reason = "no evidence of it is kept";
        return outcome(std::move(undecided), "");
    }

    // Everything that decides what is found, but for names.
    std::string question(Slices const &slices) const {
        auto const &property = core_.properties[property_];
        std::string text = std::string(SmtSession::solver_version()) + " " + options_.engine;
        for (std::uint64_t const value : {budget_, static_cast<std::uint64_t>(options_.limits.acts),
                                          static_cast<std::uint64_t>(options_.likely),
                                          static_cast<std::uint64_t>(options_.lenient),
                                          static_cast<std::uint64_t>(options_.passes),
                                          static_cast<std::uint64_t>(options_.known != nullptr),
                                          static_cast<std::uint64_t>(property.possibility),
                                          static_cast<std::uint64_t>(property.guaranteed),
                                          static_cast<std::uint64_t>(property.always_possible),
                                          static_cast<std::uint64_t>(property.for_ever),
                                          static_cast<std::uint64_t>(property.begins)})
            text += " " + std::to_string(value);
        return text + "\n" + slices.property.as.text +
               (slices.within ? slices.within->as.text : "");
    }

    std::optional<Recollection> evidence_of(Outcome const &outcome) const {
        Recollection result;
        result.engine = outcome.engine;
        result.used = outcome.used;
        auto const runs = [&](std::vector<Witness> const &witnesses) {
            for (Witness const &witness : witnesses)
                result.runs.push_back({concluder_.claim_of(witness.run), witness.region});
        };
        auto const proof = [&](Proof const &of) {
            result.proof = of.certificate;
            result.proof->clauses = of.clauses;
            result.within = of.days.has_value();
        };
        auto const &verdict = outcome.verdict;
        if (auto const *v = std::get_if<Holds>(&verdict)) proof(v->proof());
        if (auto const *v = std::get_if<Impossible>(&verdict)) proof(v->proof());
        if (auto const *v = std::get_if<Violated>(&verdict)) runs(v->witnesses());
        if (auto const *v = std::get_if<Possible>(&verdict)) runs(v->witnesses());
        if (auto const *v = std::get_if<Vacuous>(&verdict)) {
            proof(v->proof());
            if (!v->proof().no_entry) {
                result.never = v->never_triggered().certificate;
                result.never->clauses = v->never_triggered().clauses;
            }
        }
        if (auto const *v = std::get_if<Depends>(&verdict)) {
            runs(v->witnesses());
            proof(v->rest());
        }
        if (result.runs.empty() && !result.proof) return std::nullopt;
        return result;
    }

    // Nothing that is refused is an answer: then it is looked for anew.
    std::optional<Outcome> recalled(Recollection const &known, TransitionSystem const &sliced) {
        try {
            SmtContext const context(SmtContext::Which::of_the_thread);
            std::vector<Witness> witnesses;
            for (auto const &run : known.runs) {
                std::string why;
                auto lifted = concluder_.lift(sliced, run.claim, why);
                if (!lifted) return std::nullopt;
                witnesses.push_back(concluder_.witness(std::move(*lifted), run.region));
            }
            auto const of = known.within ? Concluder::Of::within : Concluder::Of::property;
            std::optional<Verdict> verdict;
            if (!known.proof)
                verdict = concluder_.runs(std::move(witnesses));
            else if (!witnesses.empty())
                verdict = concluder_.depends(std::move(witnesses), *known.proof, of);
            else if (known.never)
                verdict = concluder_.vacuous(*known.proof, *known.never, of);
            else
                verdict = concluder_.proved(*known.proof, of);
            return Outcome{std::move(*verdict), scope_, known.engine, known.used, true};
        } catch (std::exception const &) {
            return std::nullopt;
        }
    }

    Outcome found() {
        Outcome result = look();
        series_.reset();
        one_yes_.reset();
        return result;
    }

    Outcome look() {
        SmtContext const context;
        std::vector<Witness> witnesses, known;
        // Beside the known runs that are lawful under the given answers there is no other.
        bool rest_known = known_serves();
        if (rest_known) known = known_runs();
        // Begins with the first of them. Returns: they serve every reading.
        auto const known_suffice = [&] {
            witnesses.push_back(std::move(known.front()));
            known.erase(known.begin());
            return !take_known(witnesses, known);
        };
        // The first of all is a shortest one; another may be longer than one that is not known.
        if (!known.empty() && lawful_as_given(options_.known->witnesses.front()) && known_suffice())
            return outcome(concluder_.runs(std::move(witnesses)), options_.known->engine);
        for (;;) {
            Answer answer;
            if (rest_known && (known.empty() || !witnesses.empty())) {
                rest_known = false;
                answer.certificate = options_.known->rest;
                answer.engine = options_.known->engine;
            } else {
                answer = ask(witnesses);
            }
            // Better a longer one than none.
            if (!answer.run && !answer.certificate && !known.empty()) {
                if (!known_suffice()) continue;
                return outcome(concluder_.runs(std::move(witnesses)), options_.known->engine);
            }
            if (answer.run) {
                // The shortest run tells the story; others may serve more readings.
                add(witnesses, *answer.run);
                auto open = take_known(witnesses, known);
                while (open && !rest_known && witnesses.size() < most_regions) {
                    auto similar = same_acts(witnesses, *open);
                    if (!similar) break;
                    add(witnesses, *similar);
                    open = concluder_.uncovered(witnesses);
                }
                if (!open) return outcome(concluder_.runs(std::move(witnesses)), answer.engine);
                if (rest_known || witnesses.size() < most_regions) continue;
            }
            if (answer.certificate && witnesses.empty()) {
                if (whole_.trigger)
                    if (Answer never = search(Concluder::asking_trigger(whole_), Aim::trigger);
                        never.certificate)
                        return outcome(concluder_.vacuous(std::move(*answer.certificate),
                                                          std::move(*never.certificate), answer.of),
                                       answer.engine);
                return outcome(concluder_.proved(std::move(*answer.certificate), answer.of),
                               answer.engine);
            }
            if (answer.certificate)
                return outcome(concluder_.depends(std::move(witnesses),
                                                  std::move(*answer.certificate), answer.of),
                               answer.engine);
            return outcome(undecided(answer, std::move(witnesses)), "");
        }
    }

    // A run to each state from which nothing leads to what is to be possible, until a plan works
    // from every other state.
    Outcome recoverable() {
        SmtContext const context;
        std::vector<Witness> witnesses;
        Plan plan;
        TransitionSystem growing = concluder_.for_plans({}); // in its terms:
        TermId covered = growing.terms.truth(false);
        Answer last;
        last.reason = "the plan has too many moves, or depends on too much";
        while (plan.moves.size() < most_moves && witnesses.size() < most_regions) {
            Answer open =
                search(not_covered(concluder_.beside(witnesses, growing), covered), Aim::property);
            if (open.certificate) {
                plan.terms = growing.terms;
                return outcome(concluder_.covered(std::move(witnesses), std::move(plan),
                                                  std::move(*open.certificate)),
                               open.engine);
            }
            if (!open.run) {
                last = std::move(open);
                break;
            }
            auto const state = concluder_.end_of(concluder_.claim_of(*open.run));
            TransitionSystem there = going_on_from(growing, state, covered);
            Region region;
            for (std::size_t s = 0; s < there.symbols.size(); ++s)
                if (Symbol const &symbol = there.symbols[there.symbols.id(s)];
                    symbol.role == SymbolRole::reading)
                    region.bounds.push_back({{symbol.var, symbol.at}, state[s], state[s]});
            there.assumptions.push_back({concluder_.condition(region, there), {}});
            Answer on = search(there, Aim::continuation);
            if (on.claim) {
                TermId const before = covered;
                covered = extend(plan, growing, covered, state, std::move(on.claim->steps));
                if (covered != before) continue;
                last.reason = "what leads on from a state is no plan for it";
                break;
            }
            if (!on.certificate) {
                last.reason = std::move(on.reason);
                break;
            }
            witnesses.push_back(widest_dead_end(*open.run, std::move(region), *on.certificate));
            if (!concluder_.uncovered(witnesses))
                return outcome(concluder_.runs(std::move(witnesses)), on.engine);
        }
        return outcome(undecided(last, std::move(witnesses)), "");
    }

    // The run and its certificate under as many readings as they serve.
    Witness widest_dead_end(Run const &run, Region region, ClaimedCertificate const &claim) {
        Witness result = concluder_.dead_end(run, region, claim);
        Region const lawful = concluder_.witness(run).region;
        for (std::size_t i = 0; i < region.bounds.size() && !options_.limits.stopped();) {
            Region wider = region;
            auto const bound = wider.bounds.begin() + static_cast<std::ptrdiff_t>(i);
            auto const needed = std::find_if(
                lawful.bounds.begin(), lawful.bounds.end(),
                [&](Region::Bound const &other) { return other.reading == bound->reading; });
            if (needed == lawful.bounds.end())
                wider.bounds.erase(bound);
            else if (needed->low != bound->low || needed->high != bound->high)
                *bound = *needed;
            else {
                ++i;
                continue;
            }
            try {
                result = concluder_.dead_end(run, wider, claim);
                if (wider.bounds.size() == region.bounds.size()) ++i;
                region = std::move(wider);
            } catch (InternalError const &) {
                ++i; // the certificate needs this answer
            }
        }
        return result;
    }

    struct Answer {
        std::optional<Run> run;
        std::optional<ClaimedRun> claim; // where it is not to be one of the core
        std::optional<ClaimedCertificate> certificate;
        Concluder::Of of = Concluder::Of::property; // the certificate
        std::string engine;
        std::string reason;
        int acts = -1;
        bool coarse = false; // a run of the slice is none of the whole, or may be none
    };

    // What is looked for: a run or a proof of the property; a run soon, or of few acts; a proof
    // that the property holds within a time; that its trigger is never reached.
    // Where nothing is said of entry states, how a run goes on from one state.
    enum class Aim { property, soon, near, time, trigger, continuation };

    // Runs of one slice in turn, each under readings that none of those known covers.
    class Turns {
    public:
        Turns(TransitionSystem small, int acts) : small_(std::move(small)), runs_(small_, acts) {}
        TransitionSystem const &system() const { return small_; }
        Claim next(std::vector<Witness> const &known, Limits const &limits) {
            for (Witness const &witness : known) {
                auto const &bounds = witness.region.bounds;
                if (std::find(left_out_.begin(), left_out_.end(), bounds) != left_out_.end())
                    continue;
                left_out_.push_back(bounds);
                std::vector<ShortestRuns::Range> together;
                for (Region::Bound const &bound : bounds)
                    together.push_back(
                        {Concluder::symbol(bound.reading, small_), bound.low, bound.high});
                runs_.leave_out(together);
            }
            return runs_.next(limits);
        }

    private:
        TransitionSystem const small_;
        ShortestRuns runs_;
        std::vector<std::vector<Region::Bound>> left_out_;
    };

    // What is asked again and again, each time under the readings that are left.
    struct Series {
        TransitionSystem whole;
        bool coarse = false; // its smaller slice
        std::map<Clocks, Turns> turns = {};
    };

    Answer ask(std::vector<Witness> const &witnesses) {
        if (options_.lenient && one_yes_may_do_) {
            // Runs that need a single yes leave less to be looked for.
            if (!one_yes_) one_yes_ = Series{with_one_yes(whole_)};
            if (Answer answer = search(*one_yes_, witnesses, Aim::near); answer.run) return answer;
            one_yes_may_do_ = false;
        }
        if (!series_) series_ = Series{whole_};
        if (within_) {
            // Mostly nothing has to happen for ever, or everything has its time.
            if (Answer answer = search(*series_, witnesses, Aim::soon);
                answer.run || answer.certificate)
                return answer;
            Answer answer = search(concluder_.beside(witnesses, *within_), Aim::time);
            answer.of = Concluder::Of::within;
            if (answer.certificate) return answer;
        }
        return search(*series_, witnesses, Aim::property);
    }

    // With at most one question answered yes.
    static TransitionSystem with_one_yes(TransitionSystem ts) {
        TermStore &t = ts.terms;
        TermId one = t.truth(false), two = t.truth(false);
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            SymbolId const id = ts.symbols.id(s);
            if (ts.symbols[id].role != SymbolRole::reading) continue;
            TermId const yes = ts.current(id);
            two = t.disjunction({two, t.conjunction({one, yes})});
            one = t.disjunction({one, yes});
        }
        ts.assumptions.push_back({t.negation(two), {}});
        return ts;
    }

    std::optional<TransitionSystem> timed() const {
        PropertyId const within = core_.properties[property_].within;
        if (!within) return std::nullopt;
        return with_answers(ground(core_, within, scope_), options_.given);
    }

    TransitionSystem const &small() const {
        if (!small_) small_ = smaller(whole_);
        return *small_;
    }
    TransitionSystem smaller(TransitionSystem ts, Clocks clocks = Clocks::dropped) const {
        return options_.passes ? slice(fold(std::move(ts)), clocks) : ts;
    }

    Outcome outcome(Verdict verdict, std::string engine) {
        return {std::move(verdict), scope_, std::move(engine), used_, false};
    }

    Undecided undecided(Answer const &answer, std::vector<Witness> witnesses) const {
        Undecided result;
        result.reason = answer.reason;
        // That a loop begins is no act of the run.
        result.acts = answer.acts < 0 || !whole_.loop ? answer.acts : answer.acts - 1;
        result.readings = Concluder::readings(witnesses);
        std::string names;
        for (VarId reading : result.readings) {
            Variable const &variable = core_.variables[reading];
            names += (names.empty() ? "" : ", ") +
                     (variable.question.empty() ? variable.name : variable.question);
        }
        if (!witnesses.empty())
            result.reason = "a run exists under some readings; the others are open (" + names +
                            "): " + result.reason;
        result.advice =
            used_ >= budget_ ? "raise the limit" : "look further ahead, or raise the limit";
        result.witnesses = std::move(witnesses);
        return result;
    }

    // Keeps a witness of what the run can be widened to; of the first one also of itself, as the
    // first story that is told is the shortest one.
    void add(std::vector<Witness> &witnesses, Run const &run) {
        bool const first = witnesses.empty();
        if (!first && !options_.lenient && !core_.properties[property_].guaranteed) {
            keep(witnesses, concluder_.witness(widen(run)));
            return;
        }
        Witness witness = concluder_.witness(run);
        auto const &bounds = witness.region.bounds;
        bool const wide =
            core_.properties[property_].guaranteed ||
            std::all_of(bounds.begin(), bounds.end(), [&](Region::Bound const &bound) {
                return options_.lenient && bound.low == 1;
            });
        std::optional<Witness> wider;
        if (!wide) {
            wider = concluder_.witness(widen(run));
            if (wider->region.bounds.size() >= bounds.size()) wider.reset();
        }
        if (first || !wider) keep(witnesses, std::move(witness));
        if (wider) keep(witnesses, std::move(*wider));
    }

    // Those that it makes superfluous go, but for the shortest one.
    static void keep(std::vector<Witness> &witnesses, Witness witness) {
        auto const superfluous = [&](Witness const &earlier) {
            return includes(witness.region, earlier.region);
        };
        if (!witnesses.empty())
            witnesses.erase(std::remove_if(witnesses.begin() + 1, witnesses.end(), superfluous),
                            witnesses.end());
        witnesses.push_back(std::move(witness));
    }
    static bool includes(Region const &region, Region const &other) {
        return std::all_of(region.bounds.begin(), region.bounds.end(), [&](auto const &bound) {
            return std::any_of(other.bounds.begin(), other.bounds.end(), [&](auto const &inner) {
                return inner.reading == bound.reading && bound.low <= inner.low &&
                       inner.high <= bound.high;
            });
        });
    }

    // Of a run, as the slice has them.
    std::vector<std::int64_t> acts_of(Run const &run) const {
        std::vector<std::int64_t> acts;
        for (std::int64_t act : concluder_.selectors(run))
            if (small().acts[static_cast<std::size_t>(act)].kept) acts.push_back(act);
        return acts;
    }

    std::optional<Run> serve(Retracing &path, Reading const &reading, std::uint64_t share) {
        auto const before = path.used();
        return told(path, before, path.serve(reading, limits(0, share).rlimit));
    }
    std::optional<Run> serve_most(Retracing &path, Reading &reading, Reading const &base,
                                  std::uint64_t share, std::set<Instance> &vain) {
        auto const before = path.used();
        return told(path, before, path.serve_most(reading, base, limits(0, share).rlimit, vain));
    }
    std::optional<Run> told(Retracing const &path, std::uint64_t used_before,
                            std::optional<ClaimedRun> const &claim) {
        used_ += path.used() - used_before;
        std::string why;
        return claim ? concluder_.lift(small(), *claim, why) : std::nullopt;
    }

    // A run under that reading which goes through the acts of one that is known.
    std::optional<Run> same_acts(std::vector<Witness> const &known, Reading const &reading) {
        for (auto witness = known.rbegin(); witness != known.rend(); ++witness)
            if (Retracing path(small(), acts_of(witness->run)); auto run = serve(path, reading, 2))
                return run;
        return std::nullopt;
    }

    // One run for as many readings as a run through these acts can serve: as many other answers as
    // can be are added at once, then those that break the run one at a time, and a run is looked
    // for that is lawful under all of them.
    Run widen(Run run) {
        Reading reading;
        for (std::size_t s = 0; s < whole_.symbols.size(); ++s) {
            Symbol const &symbol = whole_.symbols[whole_.symbols.id(s)];
            if (symbol.role != SymbolRole::reading) continue;
            auto const it = run.fixed.find({symbol.var, symbol.at});
            reading[{symbol.var, symbol.at}] = it == run.fixed.end() ? 0 : it->second;
        }
        Retracing path(small(), acts_of(run));
        if (!serve(path, reading, 2)) return run;
        auto const number = [&](Instance const &instance) {
            Sort const &sort = core_.variables[instance.var].sort;
            return sort.kind == Sort::Kind::integer && !sort.enumeration;
        };
        Reading most = reading;
        for (auto &[instance, value] : most) {
            Sort const &sort = core_.variables[instance.var].sort;
            value = value < sort.high ? value + 1 : sort.low;
        }
        std::set<Instance> needed; // another answer was tried in vain
        std::set<Instance> near;   // a number far away was tried in vain
        if (auto found = serve_most(path, most, reading, 2, needed)) run = std::move(*found);
        std::erase_if(needed, number); // one that is far away was not tried
        for (int tries = 0; tries < most_widenings && !options_.limits.stopped(); ++tries) {
            auto const other = concluder_.breaking_reading(run, needed, near);
            if (!other) break;
            auto const changed =
                std::find_if(other->begin(), other->end(), [&](auto const &answer) {
                    auto const it = reading.find(answer.first);
                    return it != reading.end() && it->second != answer.second;
                });
            if (changed == other->end()) break;
            if (auto found = serve(path, *other, 2))
                run = std::move(*found);
            else if (!number(changed->first) || !near.insert(changed->first).second)
                needed.insert(changed->first);
        }
        return run;
    }

    Limits limits(int acts, std::uint64_t share) const {
        Limits result = options_.limits;
        result.acts = std::min(acts, options_.limits.acts);
        // Each search has its share of the budget; all together may use a few of them.
        std::uint64_t const all = 4 * budget_, left = all > used_ ? all - used_ : 1;
        result.rlimit = std::max<std::uint64_t>(1, std::min(left, budget_ / 100 * share));
        return result;
    }

    // State symbols of units that the property does not name.
    std::vector<SymbolId> elsewhere(TransitionSystem const &ts) const {
        std::vector<char> named(scope_.units.size(), 0);
        for (SymbolId symbol : ts.property_units)
            for (auto slot = ts.symbols[symbol].sort.low; slot <= ts.symbols[symbol].sort.high;
                 ++slot)
                named[static_cast<std::size_t>(slot)] = 1;
        std::vector<SymbolId> result;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            SymbolId const id = ts.symbols.id(s);
            Symbol const &symbol = ts.symbols[id];
            if (symbol.role != SymbolRole::state || !symbol.var ||
                core_.variables[symbol.var].monitor)
                continue;
            Variable const &variable = core_.variables[symbol.var];
            for (std::size_t i = 0; i < symbol.at.size(); ++i)
                if (variable.parameters[i].kind == Sort::Kind::unit &&
                    !named[static_cast<std::size_t>(symbol.at[i])]) {
                    result.push_back(id);
                    break;
                }
        }
        return result;
    }

    struct Stage {
        char const *engine;
        int acts;
        std::uint64_t percent; // of the budget
        bool local = false;    // whatever the units do that the property does not name, and
                               // whatever nobody puts off that does not bear on it
        bool later = false;    // nobody acts before the regime that the property speaks of first
    };

    // What is tried, in this order. Most proofs need only the units that the property names, and
    // are soon found; most runs are short. `local`: there are other units.
    // `further`: a run under other readings is known.
    std::vector<Stage> plan(Aim aim, bool local, bool further) const {
        int const far = options_.limits.acts, near = std::min(quick_acts, far);
        if (options_.engine != "auto") return {{options_.engine.c_str(), far, 100}};
        // A trigger that is neither found soon nor excluded does not matter enough for more.
        if (aim == Aim::trigger) return {{"bmc", near, 10}, {"spacer", far, 12}};
        if (aim == Aim::near) return {{"bmc", near, 6}};
        if (aim == Aim::soon) return {{"bmc", std::min(short_run, far), 4}, {"bmc", near, 6}};
        if (aim == Aim::continuation)
            return {{"bmc", std::min(short_run, far), 3},
                    {"spacer", far, 4},
                    {"bmc", far, 8},
                    {"houdini", far, 6},
                    {"spacer", far, 30},
                    {"bmc", far, 30}};
        std::vector<Stage> stages;
        // Often the clauses by themselves leave nothing to the other readings.
        if (further) stages.push_back({"k-induction", 1, quick_proof});
        if (aim == Aim::time) {
            if (local) stages = {{"spacer", far, 4, true}, {"houdini", far, 4, true}};
            stages.insert(stages.end(), {{"spacer", far, 10}, {"houdini", far, 6}});
            return stages;
        }
        auto const &property = core_.properties[property_];
        if (options_.lenient)
            return {{"bmc", near, 3},           {"spacer", far, quick_proof, local},
                    {"spacer", far, 4, local},  {"bmc", far, 8},
                    {"spacer", far, 12},        {"spacer", far, 12, local},
                    {"houdini", far, 6, local}, {"spacer", far, 30}};
        if (property.begins > 0) stages.push_back({"bmc", far, 40, false, true});
        bool const run_first =
            options_.likely == Likely::run || (options_.likely == Likely::both && used_ == 0);
        bool const proof_first = options_.likely == Likely::proof;
        Stage const soon{"bmc", near, 3}, thorough{"bmc", far, 8};
        // What both regimes have in common, and keep in common, is what houdini begins with.
        if (property.of_two) {
            if (!proof_first) stages.push_back(soon);
            stages.push_back({"houdini", far, 20});
        }
        if (run_first) stages.insert(stages.end(), {soon, thorough});
        // Of what is said to be possible, a short run is likelier than a proof.
        else if (property.possibility && used_ == 0 && !proof_first)
            stages.push_back({"bmc", std::min(short_run, far), 3});
        if (!quick_proof_in_vain_) stages.push_back({"spacer", far, quick_proof, local});
        if (!run_first && !proof_first) stages.push_back(soon);
        if (local) stages.push_back({"spacer", far, 4, true});
        stages.push_back({"spacer", far, 12});
        if (!run_first) stages.push_back(thorough);
        if (local)
            stages.insert(stages.end(), {{"spacer", far, 8, true}, {"houdini", far, 6, true}});
        // One more is sooner found than the first.
        if (further) stages.push_back({"bmc", far, 20});
        stages.insert(stages.end(), {{"spacer", far, 80},
                                     {"houdini", far, 4},
                                     {"bmc", far, 30},
                                     {"k-induction", 8, 10},
                                     {"houdini", far, 15}});
        return stages;
    }

    // In the smallest slice first. What is found there and is no run of the whole shows that it is
    // too coarse: time passes in it where in the whole it waits.
    Answer search(TransitionSystem const &whole, Aim aim) {
        if (core_.properties[property_].always_possible) return search(whole, aim, Clocks::kept);
        Answer answer = search(whole, aim, Clocks::dropped);
        return answer.coarse ? search(whole, aim, Clocks::kept) : answer;
    }
    Answer search(Series &series, std::vector<Witness> const &known, Aim aim) {
        TransitionSystem const rest = concluder_.beside(known, series.whole);
        InTurn const in_turn{series, known};
        if (!series.coarse) {
            Answer answer = search(rest, aim, Clocks::dropped, &in_turn);
            if (!answer.coarse) return answer;
            series.coarse = true;
        }
        Answer answer = search(rest, aim, Clocks::kept, &in_turn);
        if (answer.run || answer.certificate || aim != Aim::property) return answer;
        // What is left may be proved in the smaller slice.
        Answer other = search(rest, aim, Clocks::dropped, &in_turn);
        return other.certificate ? other : answer;
    }

    struct InTurn {
        Series &series;
        std::vector<Witness> const &known;
    };
    Turns &turns(Series &series, Clocks clocks) const {
        auto const known = series.turns.find(clocks);
        if (known != series.turns.end()) return known->second;
        return series.turns.try_emplace(clocks, smaller(series.whole, clocks), options_.limits.acts)
            .first->second;
    }

    Answer search(TransitionSystem const &whole, Aim aim, Clocks clocks,
                  InTurn const *in_turn = nullptr) {
        TransitionSystem const small = smaller(whole, clocks);
        bool const time_may_wait = std::any_of(small.clock_bounds.begin(), small.clock_bounds.end(),
                                               [](ClockBound const &bound) { return !bound.kept; });
        std::optional<TransitionSystem> local;
        if (aim != Aim::trigger && options_.passes && options_.engine == "auto") {
            auto near = with_near_justice(small);
            if (auto const others = elsewhere(near ? *near : small); !others.empty())
                local = smaller(loosen(near ? *near : small, others), clocks);
            else if (near)
                local = smaller(std::move(*near), clocks);
        }
        Answer answer;
        bool run_exists = false, run_exists_locally = false;
        for (Stage const &stage :
             plan(aim, local.has_value(), in_turn && !in_turn->known.empty())) {
            if (options_.limits.stopped()) {
                answer.reason = "stopped";
                break;
            }
            EngineInfo const *engine = find_engine(stage.engine);
            MANDATE_ASSERT(engine);
            // Where a run exists, only a search for it makes sense.
            if (run_exists && (engine->finds == Finds::proofs || stage.acts < options_.limits.acts))
                continue;
            if (stage.local && run_exists_locally) continue;
            Limits const given = limits(stage.acts, stage.percent);
            if (stage.later) {
                answer.run = later(small, given);
                answer.engine = engine->name;
                if (answer.run) return answer;
                continue;
            }
            Turns *const turn =
                in_turn && engine == find_engine("bmc") ? &turns(in_turn->series, clocks) : nullptr;
            Claim claim = turn ? turn->next(in_turn->known, given)
                               : engine->run(stage.local ? *local : small, given);
            used_ += claim.used;
            answer.engine = engine->name;
            if (auto *certificate = std::get_if<ClaimedCertificate>(&claim.answer)) {
                answer.certificate = std::move(*certificate);
                return answer;
            }
            if (auto *run = std::get_if<ClaimedRun>(&claim.answer)) {
                answer.coarse = time_may_wait;
                if (aim == Aim::trigger || aim == Aim::time) return answer;
                if (aim == Aim::continuation) {
                    answer.claim = std::move(*run);
                    return answer;
                }
                std::string why;
                answer.run = concluder_.lift(turn ? turn->system() : small, *run, why);
                answer.coarse &= !answer.run;
                if (answer.coarse) return answer;
                // Plans are of the slice: the whole system does not know where they work.
                if (!answer.run && core_.properties[property_].always_possible)
                    answer.reason = "a run cannot be told: " + why;
                else if (!answer.run)
                    lift_from_whole(whole, given, why, answer);
                if (answer.run) return answer;
                continue;
            }
            auto const &gave_up = std::get<GaveUp>(claim.answer);
            (stage.local ? run_exists_locally : run_exists) |= gave_up.run_exists;
            quick_proof_in_vain_ |= stage.percent == quick_proof && !gave_up.run_exists;
            answer.acts = std::max(answer.acts, gave_up.acts);
            // What bounded search says of its bound is worth more than that a proof failed.
            if (answer.reason.empty() || answer.acts < 0 || gave_up.acts >= 0)
                answer.reason = gave_up.reason;
        }
        return answer;
    }

    // A run in which the law changes until the regime is in force of which the property speaks
    // first, and nothing else happens before.
    std::optional<Run> later(TransitionSystem const &ts, Limits const &given) {
        auto const begins = core_.properties[property_].begins;
        Claim claim = find_engine("bmc")->run(starting_with(ts, core_.chain, begins), given);
        used_ += claim.used;
        auto const *end = std::get_if<ClaimedRun>(&claim.answer);
        if (!end) return std::nullopt;
        auto const change = std::find_if(ts.acts.begin(), ts.acts.end(), [](GroundAct const &act) {
            return act.kind == ActKind::automatic && act.group == Group::law;
        });
        std::vector<std::int64_t> acts;
        for (std::int64_t i = 0; i < begins; ++i) {
            acts.emplace_back(ts.time);
            acts.emplace_back(change - ts.acts.begin());
        }
        for (Valuation const &step : end->steps)
            acts.emplace_back(step[static_cast<std::size_t>(ts.selector.index)]);
        Reading reading;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s)
            if (Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
                symbol.role == SymbolRole::reading)
                reading[{symbol.var, symbol.at}] = end->entry[s];
        Retracing path(ts, std::move(acts));
        return serve(path, reading, 2);
    }

    // The slice leaves out what a real run has to go through; the whole system does not.
    void lift_from_whole(TransitionSystem const &whole, Limits given, std::string why,
                         Answer &answer) {
        given.acts = options_.limits.acts;
        Claim claim = find_engine("bmc")->run(whole, given);
        used_ += claim.used;
        if (auto *run = std::get_if<ClaimedRun>(&claim.answer)) {
            answer.run = concluder_.lift(whole, *run, why);
            if (!answer.run) throw InternalError("evidence refused: " + why);
            return;
        }
        auto const &gave_up = std::get<GaveUp>(claim.answer);
        answer.acts = std::max(answer.acts, gave_up.acts);
        answer.reason = gave_up.reason;
    }

    Core const &core_;
    PropertyId property_;
    Options const &options_;
    Scope scope_;
    TransitionSystem whole_;
    mutable std::optional<TransitionSystem> small_; // made when it is asked for
    std::optional<TransitionSystem> within_; // of something without end: the same with a time
    Concluder concluder_;
    std::uint64_t budget_;
    std::uint64_t used_ = 0;
    std::optional<Series> series_, one_yes_;
    bool one_yes_may_do_ = true;
    bool quick_proof_in_vain_ = false; // and is not tried again
};

} // namespace

TransitionSystem with_answers(TransitionSystem ts, std::map<VarId, std::int64_t> const &given) {
    for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
        Symbol const &symbol = ts.symbols[ts.symbols.id(s)];
        auto const answer = given.find(symbol.var);
        if (symbol.role != SymbolRole::reading || answer == given.end()) continue;
        TermId const value = ts.current(ts.symbols.id(s));
        ts.assumptions.push_back(
            {ts.terms.equal(value, ts.terms.constant(symbol.sort, answer->second)), {}});
    }
    return ts;
}

std::optional<Known> known_from(Outcome const &outcome, std::map<VarId, std::int64_t> given) {
    auto const *depends = std::get_if<Depends>(&outcome.verdict);
    // That it comes within a time is another question.
    if (!depends || depends->rest().days) return std::nullopt;
    return Known{depends->witnesses(), depends->rest().certificate, outcome.engine,
                 std::move(given)};
}

Outcome verify(Core const &core, PropertyId property, Options const &options) {
    return Verification(core, property, options).run();
}

} // namespace mandate::solver
