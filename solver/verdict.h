#pragma once
// What was concluded, each with its evidence. Only check/conclude can make a verdict that claims
// something: code that prints one whose evidence was not checked does not compile.
#include "solver/check/plans.h"
#include "solver/run.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mandate::solver {

// Readings between these values, everything else at will. No bounds: all readings.
struct Region {
    struct Bound {
        Instance reading;
        std::int64_t low = 0, high = 0;
        friend bool operator==(Bound const &, Bound const &) = default;
    };
    std::vector<Bound> bounds;
};

// Answers to questions that a text leaves open, together. No parts: whatever the answers.
struct ReadingCondition {
    struct Part {
        Instance reading;
        std::vector<std::int64_t> values; // one of these, ascending; of a number none, but …
        std::int64_t low = 0, high = 0;   // … from and to
    };
    std::vector<Part> parts; // in the core's order
};

// When there is a run and when there is none; any condition of a side suffices.
struct Conditions {
    std::vector<ReadingCondition> with_run, without;
    bool complete = true; // false: a side has more conditions than anybody would read
};

// An argument that was re-proved on the whole system: `invariant` over its symbols, by k-induction.
struct Proof {
    ClaimedCertificate certificate;
    Scope scope;
    std::vector<ClauseId> clauses; // whose conditions it rests on: without any other they suffice
    bool no_entry = false;         // there is no entry state at all: nothing else was to be proved
    std::optional<std::int64_t> days; // what is to come comes within so many: proved for this time
    // Of what is always possible: it works from every state, so the invariant says.
    std::optional<Plan> plan = {};
    // The same for any number of units and persons, under the same readings: proved again on the
    // system that ground_any_size gives. None: for the scope alone.
    struct AnySize {
        ClaimedCertificate certificate;
        std::vector<ClauseId> clauses; // as above
        std::string engine;            // that found it
    };
    std::optional<AnySize> any_size = {};
};

// A run that was replayed, and the readings under which its steps are lawful and reach the same
// end.
struct Witness {
    Run run;
    Region region;
    // Of what is always possible: that nothing leads there from the end of the run.
    std::optional<Proof> dead_end = {};
};

class Concluder;

class Holds {
public:
    Proof const &proof() const { return proof_; }

private:
    friend class Concluder;
    explicit Holds(Proof proof) : proof_(std::move(proof)) {}
    Proof proof_;
};

class Impossible {
public:
    Proof const &proof() const { return proof_; }

private:
    friend class Concluder;
    explicit Impossible(Proof proof) : proof_(std::move(proof)) {}
    Proof proof_;
};

// Under every reading. The first witness has the shortest run; together their regions cover all
// readings (of a guarantee: some).
class Violated {
public:
    std::vector<Witness> const &witnesses() const { return witnesses_; }
    Run const &run() const { return witnesses_.front().run; }

private:
    friend class Concluder;
    explicit Violated(std::vector<Witness> witnesses) : witnesses_(std::move(witnesses)) {}
    std::vector<Witness> witnesses_;
};

class Possible {
public:
    std::vector<Witness> const &witnesses() const { return witnesses_; }
    Run const &run() const { return witnesses_.front().run; }

private:
    friend class Concluder;
    explicit Possible(std::vector<Witness> witnesses) : witnesses_(std::move(witnesses)) {}
    std::vector<Witness> witnesses_;
};

// A run under some readings, a proof that there is none under the others.
class Depends {
public:
    std::vector<Witness> const &witnesses() const { return witnesses_; }
    Proof const &rest() const { return rest_; }
    // The readings in question, in the core's order.
    std::vector<VarId> const &readings() const { return readings_; }
    Conditions const &conditions() const { return conditions_; }

private:
    friend class Concluder;
    Depends(std::vector<Witness> witnesses, Proof rest, std::vector<VarId> readings,
            Conditions conditions)
        : witnesses_(std::move(witnesses)),
          rest_(std::move(rest)),
          readings_(std::move(readings)),
          conditions_(std::move(conditions)) {}
    std::vector<Witness> witnesses_;
    Proof rest_;
    std::vector<VarId> readings_;
    Conditions conditions_;
};

// Holds to the letter; but whoever acts or is held over does what no holder can.
class FailsInSubstance {
public:
    Proof const &proof() const { return proof_; } // that it holds to the letter
    // That it is broken in substance: of the property `in_substance`. Under this reading, or all.
    Witness const &witness() const { return witness_; }

private:
    friend class Concluder;
    FailsInSubstance(Proof proof, Witness witness)
        : proof_(std::move(proof)),
          witness_(std::move(witness)) {}
    Proof proof_;
    Witness witness_;
};

// Holds, but only because what it speaks of never happens, or because no run can begin (then both
// proofs are one).
class Vacuous {
public:
    Proof const &proof() const { return proof_; }           // that it holds
    Proof const &never_triggered() const { return never_; } // that its trigger is never reached

private:
    friend class Concluder;
    Vacuous(Proof proof, Proof never) : proof_(std::move(proof)), never_(std::move(never)) {}
    Proof proof_, never_;
};

struct Undecided {
    std::string reason; // what ran out
    int acts = -1;      // no run has this many acts or fewer; -1: not even that is known
    std::string advice; // what to do
    std::vector<Witness> witnesses; // runs under some readings, if any were found
    std::vector<VarId> readings;    // on which the answer depends at least, if so
};

using Verdict = std::variant<Holds, Violated, Possible, Impossible, FailsInSubstance, Depends,
                             Vacuous, Undecided>;

// The proof of a property that holds, if only to the letter, or is impossible, or of what depends
// the proof under the other readings; none of any other verdict.
inline Proof const *proof_of(Verdict const &verdict) {
    if (auto const *holds = std::get_if<Holds>(&verdict)) return &holds->proof();
    if (auto const *impossible = std::get_if<Impossible>(&verdict)) return &impossible->proof();
    if (auto const *depends = std::get_if<Depends>(&verdict)) return &depends->rest();
    if (auto const *fails = std::get_if<FailsInSubstance>(&verdict)) return &fails->proof();
    return nullptr;
}

} // namespace mandate::solver
