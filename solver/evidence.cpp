#include "solver/evidence.h"

#include "base/assert.h"
#include "compiler/ground.h"
#include "compiler/z3/smtlib.h"
#include "solver/check/conclude.h"
#include "solver/check/obligations.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::solver {

namespace {

class Writer {
public:
    Writer(Core const &core, PropertyId property, Options const &options, Scope scope)
        : core_(core),
          property_(property),
          options_(options),
          scope_(std::move(scope)),
          whole_(system(property)),
          concluder_(core, property, whole_) {}

    Evidence write(Verdict const &verdict) {
        std::visit(*this, verdict);
        any_size(verdict);
        return std::move(result_);
    }

    void operator()(Holds const &v) { proof("proof", v.proof(), {}); }
    void operator()(Impossible const &v) { proof("proof", v.proof(), {}); }
    void operator()(Vacuous const &v) {
        if (v.proof().no_entry) {
            auto const ts = v.proof().days ? system(core_.properties[property_].within) : whole_;
            result_.queries.push_back({"no-entry", "There is no state in which a run could begin.",
                                       smtlib(ts, ts.terms, {}, true)});
            return;
        }
        proof("proof", v.proof(), {});
        queries("never", Concluder::asking_trigger(whole_), v.never_triggered());
    }
    void operator()(Violated const &v) { runs(v.witnesses()); }
    void operator()(Possible const &v) { runs(v.witnesses()); }
    void operator()(Depends const &v) {
        for (std::size_t i = 0; i < v.witnesses().size(); ++i) {
            run(fmt::format("run-{}", i + 1), whole_, concluder_, v.witnesses()[i]);
            dead_end(fmt::format("end-{}", i + 1), v.witnesses()[i]);
        }
        proof("rest", v.rest(), v.witnesses());
    }
    void operator()(FailsInSubstance const &v) {
        proof("proof", v.proof(), {});
        PropertyId const substance = core_.properties[property_].in_substance;
        scope_ = options_.scope.value_or(
            scope_of(core_, core_.properties[substance], options_.spare_persons));
        auto const other = system(substance);
        run("run-1", other, Concluder(core_, substance, other), v.witness());
    }
    void operator()(Undecided const &) {}

private:
    TransitionSystem system(PropertyId property) const {
        return with_answers(ground(core_, property, scope_), options_.given);
    }

    // Of the property, or that it comes within a time; under the readings that no witness covers.
    void proof(std::string const &name, Proof const &proof, std::vector<Witness> const &witnesses) {
        if (proof.plan) {
            auto sliced = concluder_.for_plans(witnesses);
            auto const wrong = failures(sliced, *proof.plan);
            for (std::size_t i = 0; i < wrong.size(); ++i)
                result_.queries.push_back(
                    {fmt::format("{}-move-{}", name, i + 1),
                     "Where this move is to be made, it leads there or to where an earlier one is "
                     "to be made.",
                     smtlib(sliced, sliced.terms, {{wrong[i], 0}}, false)});
            queries(name, concluder_.beyond(witnesses, *proof.plan), proof);
            return;
        }
        auto ts = proof.days ? system(core_.properties[property_].within) : whole_;
        ts.terms = proof.certificate.terms;
        queries(name, concluder_.beside(witnesses, std::move(ts)), proof);
    }

    void any_size(Verdict const &verdict) {
        Proof const *proof = proof_of(verdict);
        if (!proof || !proof->any_size) return;
        auto ground =
            ground_any_size(core_, proof->days ? core_.properties[property_].within : property_);
        MANDATE_ASSERT(ground.system);
        auto const system = concluder_.for_any_size(
            verdict, with_answers(std::move(*ground.system), options_.given));
        MANDATE_ASSERT(system);
        queries("any-size", *system, proof->any_size->certificate, proof->any_size->clauses,
                result_.any_size);
    }

    void queries(std::string const &name, TransitionSystem ts, Proof const &proof) {
        queries(name, std::move(ts), proof.certificate, proof.clauses, result_.invariant);
    }
    void queries(std::string const &name, TransitionSystem ts,
                 ClaimedCertificate const &certificate, std::vector<ClauseId> const &clauses,
                 std::vector<std::string> &invariant) {
        ts.terms = certificate.terms;
        for (auto const &each : obligations(ts, ts.terms, certificate, &clauses)) {
            std::vector<Requirement> requirements;
            for (auto const &part : each.parts) requirements.push_back({part.term, part.frame});
            result_.queries.push_back(
                {name + "-" + each.name, each.words, smtlib(ts, ts.terms, requirements, false)});
        }
        for (TermId const part : certificate.invariant)
            invariant.push_back(
                print(ts.terms, part, [&](SymbolId symbol) { return ts.symbols[symbol].name; }));
    }

    void runs(std::vector<Witness> const &witnesses) {
        for (std::size_t i = 0; i < witnesses.size(); ++i) {
            run(fmt::format("run-{}", i + 1), whole_, concluder_, witnesses[i]);
            dead_end(fmt::format("end-{}", i + 1), witnesses[i]);
        }
        // A guarantee is broken by one run, under whatever reading.
        if (core_.properties[property_].guaranteed || witnesses.front().region.bounds.empty())
            return;
        auto ts = whole_;
        std::vector<Requirement> outside;
        for (Witness const &witness : witnesses)
            outside.push_back({ts.terms.negation(concluder_.condition(witness.region, ts)), 0});
        result_.queries.push_back({"runs-cover", "Under every reading one of the runs is lawful.",
                                   smtlib(ts, ts.terms, outside, false)});
    }

    void dead_end(std::string const &name, Witness const &witness) {
        if (witness.dead_end)
            queries(name, concluder_.from_end(witness.run, witness.region), *witness.dead_end);
    }

    // With every value of the run given and its readings within the region, nothing that a lawful
    // run has to be is false.
    void run(std::string const &name, TransitionSystem ts, Concluder const &concluder,
             Witness const &witness) {
        auto const claim = concluder.claim_of(witness.run);
        auto const steps = static_cast<unsigned>(claim.steps.size());
        std::vector<Requirement> values{{concluder.condition(witness.region, ts), 0}}, lawful;
        for (std::size_t s = 0; s < ts.symbols.size(); ++s) {
            SymbolId const id = ts.symbols.id(s);
            auto const is = [&](std::int64_t value) {
                TermId const equal =
                    ts.terms.equal(ts.current(id), ts.terms.constant(ts.symbols[id].sort, value));
                MANDATE_ASSERT(!ts.terms.is_false(equal)); // else the query would say nothing
                return equal;
            };
            SymbolRole const role = ts.symbols[id].role;
            if (role == SymbolRole::fixed || role == SymbolRole::state)
                values.push_back({is(claim.entry[s]), 0});
            if (role == SymbolRole::input)
                for (unsigned frame = 0; frame < steps; ++frame)
                    values.push_back({is(claim.steps[frame][s]), frame});
        }
        std::erase_if(ts.assumptions, [&](LabelledTerm const &assumption) {
            bool const on_readings = Concluder::among_readings(ts, assumption.formula);
            if (!on_readings) lawful.push_back({assumption.formula, 0});
            return !on_readings;
        });
        for (LabelledTerm const &condition : ts.init) lawful.push_back({condition.formula, 0});
        for (unsigned frame = 0; frame < steps; ++frame)
            for (LabelledTerm const &condition : ts.valid)
                lawful.push_back({condition.formula, frame});
        lawful.push_back(steps == 0 ? Requirement{ts.bad_initially, 0}
                                    : Requirement{ts.bad, steps - 1});
        result_.queries.push_back({name, "Every step of this run is lawful, and it ends as said.",
                                   smtlib(ts, ts.terms, values, false, lawful)});
    }

    Core const &core_;
    PropertyId property_;
    Options const &options_;
    Scope scope_;
    TransitionSystem whole_;
    Concluder concluder_;
    Evidence result_;
};

} // namespace

Evidence evidence(Core const &core, PropertyId property, Options const &options,
                  Outcome const &outcome) {
    return Writer(core, property, options, outcome.scope).write(outcome.verdict);
}

} // namespace mandate::solver
