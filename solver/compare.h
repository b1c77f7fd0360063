#pragma once
// What one regime permits and another cannot match, in what can be seen of an office or body: its
// taking and leaving with the acts that do it, acting and hold-over, its being in office or in
// being, and the time that passes; no property is needed.
#include "solver/answer.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mandate::solver {

struct Compared {
    std::string of;                       // the office or body
    LevelId level;                        // of the unit; none: it is of none
    bool is_here = true, is_there = true; // each regime knows it at that level
};
// Of both cores, in the order of the variables: what of each level there is to compare.
// Requires: both have the same levels and kinds.
std::vector<Compared> to_compare(Core const &one, Core const &other);

// What can be seen of a run of the one, asked as a property of both: whether it can happen.
struct Deviation {
    std::string act; // of which the other does not know, or not then; empty: the entry state
    std::shared_ptr<Core const> here_core, there_core; // with the property
    PropertyId here_property, there_property;
    Answer here, there;
    bool with_facts = false; // asked where the facts of units and persons are those of the run
};

// One way: of the regime `here`, what that of `there` does not match.
struct OneWay {
    // Possible here, or under some readings; there impossible, or under others.
    std::vector<Deviation> deviations;
    // Not lawful there where it is here, but possible there as well, with other acts in between.
    std::vector<Deviation> otherwise;
    // Possible under some readings here and under some there, be it on account of other questions:
    // no difference.
    std::vector<Deviation> open;
    // But for what comes with the acts of the deviations, and as long as others do the same under
    // both, all that can be seen here can be seen there: whatever the answers to open questions
    // here under some there, and the other way round, if those of one regime alone are answered
    // as `open` has it.
    std::optional<Proof> rest;
    std::string undecided; // without a proof: why
    std::string reach;     // the units and persons that were looked at
};

struct Side {
    Core const &core;
    std::map<VarId, std::int64_t> given; // as in Options
};

// `acts`: names of acts that are seen as well.
// `options.limits.rlimit` is that of a question; each way may use a part of it. What is given in
// `options` is that of the sides.
// Fails: InternalError if an engine's evidence is refused.
OneWay compare(Side const &here, Side const &there, Compared const &what,
               std::function<bool(std::string const &)> const &acts, Options const &options);

} // namespace mandate::solver
