#pragma once
// Claim to verdict: runs are replayed by the interpreter, proofs are proved again in a fresh
// session on the system before any pass; only plans are of a part of it (`for_plans`). Refused
// evidence is an InternalError, never a verdict.
#include "solver/verdict.h"

#include <optional>
#include <set>

namespace mandate::solver {

class Concluder {
public:
    // `ts`: ground(core, property, scope), as it came; `within`: that of the property `within`, if
    // there is one. All outlive the concluder.
    Concluder(Core const &core, PropertyId property, TransitionSystem const &ts,
              TransitionSystem const *within = nullptr)
        : core_(core),
          property_(property),
          ts_(ts),
          within_(within) {}

    // A run of `of` (the system or a slice of it) as one of the core: automatic acts and pauses
    // that the slice does not know are put in. Returns: nothing if the core refuses it, with the
    // reason in `why`.
    std::optional<Run> lift(TransitionSystem const &of, ClaimedRun const &claim,
                            std::string &why) const;

    // Replays the run and finds under which readings it does the same. Fails: InternalError if it
    // is no run to `bad`.
    Witness witness(Run run) const;
    // The same of a run whose readings are known: it does the same under all of the region. Fails:
    // InternalError if it does not.
    Witness witness(Run run, Region region) const;
    // Answers under which the run is not lawful, as few of them as possible others than the run's;
    // those in `kept` are the run's. A number is as far from the run's as it may be; one in `near`
    // is next to it if possible. Returns: nothing if there are none.
    std::optional<Values> breaking_reading(Run const &run, std::set<Instance> const &kept,
                                           std::set<Instance> const &near) const;
    static SymbolId symbol(Instance const &instance, TransitionSystem const &in);
    // The readings of a region, as a condition over fixed symbols, for `terms` of a system with the
    // same symbols.
    TermId condition(Region const &region, TransitionSystem &in) const;
    // The system under the readings that no witness covers.
    TransitionSystem beside(std::vector<Witness> const &witnesses, TransitionSystem ts) const;
    // Answers that no region has. Returns: nothing if the regions leave no reading out; of a
    // guarantee, one reading is enough.
    std::optional<Values> uncovered(std::vector<Witness> const &witnesses) const;

    // Requires: nothing is uncovered.
    Verdict runs(std::vector<Witness> witnesses) const;
    // `of`: what the certificate is of. What comes within a time comes, as time goes on in every
    // run.
    enum class Of { property, within };
    Verdict proved(ClaimedCertificate claim, Of of = Of::property) const;
    // Of what is always possible: the certificate says that the plan works from every state, but
    // under the readings of a witness.
    Verdict covered(std::vector<Witness> witnesses, Plan plan, ClaimedCertificate claim) const;
    // The certificate says that nothing leads from the end of the run to what is to be possible.
    Witness dead_end(Run run, Region region, ClaimedCertificate claim) const;
    // What a plan is of: under the other readings, all that holds up time and what it depends on;
    // what is dropped may happen meanwhile, and changes nothing of it.
    TransitionSystem for_plans(std::vector<Witness> const &witnesses) const;
    // The systems of which these certificates are.
    TransitionSystem beyond(std::vector<Witness> const &witnesses, Plan const &plan) const;
    TransitionSystem from_end(Run const &run, Region const &region) const;
    // The values of the system's symbols at the end of a run of it.
    Valuation end_of(ClaimedRun const &claim) const;
    // Of any system; of one for any size it is not asked whether a run begins. Fails: InternalError
    // if it proves nothing.
    enum class ProofOf { runs, any_size };
    static Proof prove(TransitionSystem ts, ClaimedCertificate claim, ProofOf of = ProofOf::runs);
    // The certificate says that `bad` is not reached under the readings that no witness covers.
    Verdict depends(std::vector<Witness> witnesses, ClaimedCertificate rest,
                    Of of = Of::property) const;
    // `never`: a certificate that the trigger is not reached, of the system that `asking_trigger`
    // gives.
    Verdict vacuous(ClaimedCertificate claim, ClaimedCertificate never, Of of = Of::property) const;
    static TransitionSystem asking_trigger(TransitionSystem ts);
    // What a proof for any size is of, under the readings that the verdict's proof is of. `any`:
    // ground_any_size of the property, or of the same with a time where the proof is of that.
    // Requires: the verdict has a proof. Returns: nothing, where the readings that it depends on
    // differ from unit to unit.
    std::optional<TransitionSystem> for_any_size(Verdict const &verdict,
                                                 TransitionSystem any) const;
    // `claim`: of that system. Fails: InternalError if it proves nothing.
    static Verdict for_any_size(Verdict verdict, TransitionSystem of, ClaimedCertificate claim,
                                std::string engine);
    // `literal`: Holds or Vacuous; `witness`: a run of the property `in_substance`.
    Verdict fails_in_substance(Verdict const &literal, Witness witness) const;

    // Proves it once more in a fresh session, from the clauses alone that it rests on. `ts`: the
    // system that it is a proof of. Fails: InternalError if it proves nothing.
    void recheck(TransitionSystem ts, Proof const &proof) const;

    // The values of the system's symbols in a run, and its inputs step by step.
    ClaimedRun claim_of(Run const &run) const;
    // By step, the value of the system's selector.
    std::vector<std::int64_t> selectors(Run const &run) const;

    // Does a formula speak of nothing but readings? Then it says which answers go together, and is
    // no condition on a run.
    static bool among_readings(TransitionSystem const &ts, TermId formula);

    // The readings that the regions speak of, in the core's order.
    static std::vector<VarId> readings(std::vector<Witness> const &witnesses);

private:
    Verdict depends(std::vector<Witness> witnesses, Proof rest) const;
    struct Breaking;
    Breaking breaking(ClaimedRun const &claim) const;
    void replay(Run const &run) const { replay(run, property_); }
    void replay(Run const &run, PropertyId property) const;
    TransitionSystem const &system(Of of) const;
    Proof timed(Proof proof, Of of) const;

    Core const &core_;
    PropertyId property_;
    TransitionSystem const &ts_;
    TransitionSystem const *within_;
};

} // namespace mandate::solver
