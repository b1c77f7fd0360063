#include "solver/verify.h"

#include "base/assert.h"
#include "compiler/ground.h"
#include "compiler/passes.h"
#include "solver/check/conclude.h"
#include "solver/product.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate::solver {

namespace {

// About a minute on one core.
constexpr std::uint64_t default_budget = 60'000'000;
constexpr int quick_acts = 4; // before the first attempt at a proof
constexpr std::size_t most_regions = 64;

class Verification {
public:
    Verification(Core const &core, PropertyId property, Options const &options)
        : core_(core),
          property_(property),
          options_(options),
          scope_(options.scope ? *options.scope
                               : scope_of(core, core.properties[property], options.spare_persons)),
          whole_(ground(core, property, scope_)),
          concluder_(core, property, whole_),
          budget_(options.limits.rlimit ? options.limits.rlimit : default_budget) {}

    Outcome run() {
        TransitionSystem asked = whole_; // under the readings that no run covers yet
        std::vector<Witness> witnesses;
        for (;;) {
            Answer answer = search(asked, true);
            if (answer.run) {
                // The shortest run tells the story; one more may serve more readings.
                witnesses.push_back(concluder_.witness(std::move(*answer.run)));
                if (!witnesses.back().region.bounds.empty()) {
                    auto wider = widen(witnesses.back());
                    if (wider.region.bounds.size() < witnesses.back().region.bounds.size() &&
                        witnesses.size() > 1)
                        witnesses.pop_back();
                    witnesses.push_back(std::move(wider));
                }
                if (concluder_.cover_all(witnesses))
                    return outcome(concluder_.runs(std::move(witnesses)), answer.engine);
                if (witnesses.size() < most_regions) {
                    asked = whole_;
                    for (Witness const &witness : witnesses)
                        asked.assumptions.push_back(
                            {asked.terms.negation(concluder_.condition(witness.region, asked)),
                             {}});
                    continue;
                }
            }
            if (answer.certificate && witnesses.empty()) {
                if (whole_.trigger)
                    if (Answer never = search(Concluder::asking_trigger(whole_), false);
                        never.certificate)
                        return outcome(concluder_.vacuous(std::move(*answer.certificate),
                                                          std::move(*never.certificate)),
                                       answer.engine);
                return outcome(concluder_.proved(std::move(*answer.certificate)), answer.engine);
            }
            if (answer.certificate)
                return outcome(
                    concluder_.depends(std::move(witnesses), std::move(*answer.certificate)),
                    answer.engine);
            return outcome(undecided(answer, std::move(witnesses)), "");
        }
    }

private:
    struct Answer {
        std::optional<Run> run;
        std::optional<ClaimedCertificate> certificate;
        std::string engine;
        std::string reason;
        int acts = -1;
    };

    Outcome outcome(Verdict verdict, std::string engine) {
        return {std::move(verdict), scope_, std::move(engine), used_};
    }

    Undecided undecided(Answer const &answer, std::vector<Witness> witnesses) const {
        Undecided result;
        result.reason = answer.reason;
        result.acts = answer.acts;
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

    // A run of a product as one of its system under the first reading.
    std::optional<Run> lift_first(TransitionSystem const &of, Reading const &first, ClaimedRun run,
                                  std::string &why) const {
        run.entry.resize(of.symbols.size());
        for (std::size_t s = 0; s < of.symbols.size();
             ++s) { // the product knows its readings only as constants
            Symbol const &symbol = of.symbols[of.symbols.id(s)];
            if (symbol.role == SymbolRole::reading)
                run.entry[s] = first.at({symbol.var, symbol.at});
        }
        for (auto &step : run.steps) step.resize(of.symbols.size());
        return concluder_.lift(of, run, why);
    }

    // One run for as many readings as a run of about that length can serve: answers that break the
    // run are added one at a time, and a run is looked for that is lawful under all of them.
    Witness widen(Witness witness) {
        if (witness.region.bounds.empty() || core_.properties[property_].guaranteed) return witness;
        TransitionSystem const small = options_.passes ? fold(slice(whole_)) : whole_;
        std::vector<Reading> readings;
        auto const reading_of = [&](Run const &run) {
            Reading reading;
            for (std::size_t s = 0; s < small.symbols.size(); ++s) {
                Symbol const &symbol = small.symbols[small.symbols.id(s)];
                if (symbol.role != SymbolRole::reading) continue;
                auto const it = run.fixed.find({symbol.var, symbol.at});
                reading[{symbol.var, symbol.at}] = it == run.fixed.end() ? 0 : it->second;
            }
            return reading;
        };
        readings.push_back(reading_of(witness.run));
        std::set<Instance> needed; // another answer was tried in vain
        while (!options_.limits.stopped()) {
            auto other = concluder_.breaking_reading(witness.run, needed);
            if (!other) break;
            auto const changed =
                std::find_if(other->begin(), other->end(), [&](auto const &answer) {
                    auto const it = readings.front().find(answer.first);
                    return it != readings.front().end() && it->second != answer.second;
                });
            if (changed == other->end()) break;
            auto const acts = std::count_if(
                witness.run.steps.begin(), witness.run.steps.end(), [&](Step const &step) {
                    return !step.act || core_.acts[step.act].kind != ActKind::time;
                });
            readings.push_back(*other);
            // First the same acts, which is soon known; then others.
            std::string why;
            std::optional<Run> found;
            if (auto again = retrace(product(whole_, readings), concluder_.selectors(witness.run),
                                     limits(0, 5).rlimit))
                found = lift_first(whole_, readings.front(), std::move(*again), why);
            if (!found) {
                Claim claim = find_engine("bmc")->run(product(small, readings),
                                                      limits(static_cast<int>(acts) + 2, 10));
                used_ += claim.used;
                if (auto *run = std::get_if<ClaimedRun>(&claim.answer))
                    found = lift_first(small, readings.front(), std::move(*run), why);
            }
            if (found) {
                witness = concluder_.witness(std::move(*found));
                continue;
            }
            readings.pop_back();
            needed.insert(changed->first);
        }
        return witness;
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
        std::map<LevelId, int> asked;
        for (Binder const &binder : core_.properties[property_].binders)
            if (binder.sort.kind == Sort::Kind::unit)
                for (LevelId level : binder.levels) ++asked[level];
        std::vector<char> named;
        std::map<LevelId, int> seen;
        for (auto const &slot : scope_.units)
            named.push_back(++seen[slot.level] <= asked[slot.level]);
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

    // `lifting`: a run must be one of the property itself, not of its trigger.
    Answer search(TransitionSystem const &whole, bool lifting) {
        TransitionSystem const small = options_.passes ? fold(slice(whole)) : whole;
        struct Stage {
            char const *engine;
            int acts;
            std::uint64_t percent; // of the budget
        };
        std::vector<Stage> stages;
        int const far = options_.limits.acts;
        if (options_.engine == "auto") {
            stages = {{"spacer", far, 12}, {"bmc", std::min(quick_acts, far), 10}};
            if (lifting) stages.push_back({"spacer", far, 50});
            // A trigger that is neither found soon nor excluded does not matter enough for more.
            if (lifting) {
                stages.push_back({"houdini", far, 4});
                if (far > quick_acts) stages.push_back({"bmc", far, 30});
                stages.insert(stages.end(), {{"k-induction", 8, 10}, {"houdini", far, 15}});
            }
        } else {
            stages = {{options_.engine.c_str(), far, 100}};
        }
        Answer answer;
        bool run_exists = false;
        // Most proofs need only the units that the property names: whatever the others do.
        if (lifting && options_.engine == "auto" && options_.passes) {
            TransitionSystem const local = fold(slice(loosen(whole, elsewhere(whole))));
            for (auto const &[name, percent] : {std::pair{"spacer", 8}, std::pair{"houdini", 6}}) {
                Claim claim =
                    find_engine(name)->run(local, limits(far, static_cast<std::uint64_t>(percent)));
                used_ += claim.used;
                auto *certificate = std::get_if<ClaimedCertificate>(&claim.answer);
                if (!certificate) {
                    if (std::get<GaveUp>(claim.answer).run_exists)
                        break; // something elsewhere matters, or a run exists
                    continue;
                }
                answer.engine = name;
                answer.certificate = std::move(*certificate);
                return answer;
            }
        }
        for (Stage const &stage : stages) {
            if (options_.limits.stopped()) {
                answer.reason = "stopped";
                break;
            }
            EngineInfo const *engine = find_engine(stage.engine);
            MANDATE_ASSERT(engine);
            // Where a run exists, only a search for it makes sense.
            if (run_exists && (engine->finds == Finds::proofs || stage.acts < far)) continue;
            Limits const given = limits(stage.acts, stage.percent);
            Claim claim = engine->run(small, given);
            used_ += claim.used;
            answer.engine = engine->name;
            if (auto *certificate = std::get_if<ClaimedCertificate>(&claim.answer)) {
                answer.certificate = std::move(*certificate);
                return answer;
            }
            if (auto *run = std::get_if<ClaimedRun>(&claim.answer)) {
                if (!lifting) return answer;
                std::string why;
                answer.run = concluder_.lift(small, *run, why);
                if (!answer.run) lift_from_whole(whole, given, why, answer);
                if (answer.run) return answer;
                continue;
            }
            auto const &gave_up = std::get<GaveUp>(claim.answer);
            run_exists |= gave_up.run_exists;
            answer.acts = std::max(answer.acts, gave_up.acts);
            // What bounded search says of its bound is worth more than that a proof failed.
            if (answer.reason.empty() || answer.acts < 0 || gave_up.acts >= 0)
                answer.reason = gave_up.reason;
        }
        return answer;
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
    Concluder concluder_;
    std::uint64_t budget_;
    std::uint64_t used_ = 0;
};

} // namespace

Outcome verify(Core const &core, PropertyId property, Options const &options) {
    return Verification(core, property, options).run();
}

} // namespace mandate::solver
