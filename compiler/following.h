#pragma once
// Two regimes side by side: what is done under the one is done under the other, as far as it may
// be, and all other offices and bodies do and are the same. Where nothing is ever seen that the
// other does not show as well, all that can be seen under the one can be seen under the other, in
// runs of any length, as long as the others do the same and time does not stop under the other.
// What one office or body shows says nothing of all of them together: others may read of it what
// nobody sees.
#include "compiler/transition_system.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace mandate::compiler {

// What is compared: what can be seen of one office or body of one unit, and acts besides.
struct View {
    std::string of;                                     // the name of the office or body
    int slot = -1;                                      // its unit; -1: it is of none
    std::function<bool(std::string const &)> acts = {}; // by name: seen, whatever they change
};

// The symbols of a system that are seen in a view.
std::vector<SymbolId> seen(Core const &core, TransitionSystem const &ts, View const &view);
// The act of the core may be seen: it is one of those, or may change what is seen; then it is seen
// when it does.
bool is_seen(Core const &core, TransitionSystem const &ts, GroundAct const &act, View const &view);

// A system of both. Its acts are the leader's, at the same numbers; in place of the act of the
// dropped there is one more, in which only the follower moves: what falls due there and not here.
// The follower does the act of the same name, of the same units and with the same inputs, the first
// that is lawful; else nothing. What falls due happens by itself on both sides, there not
// before what falls due earlier to others here; time passes in pieces that both can take, which is
// all that can happen if `skips` cannot. What others are in words that the follower does not have
// is nothing to it: of a way in, that of earlier law. `bad`: the follower could not do an act that
// is seen, or let the time pass, or nothing is due on either side and what is seen differs;
// initially: what the follower knows at entry is none of its entry states, whatever its law says of
// how others begin. Facts and open questions of the same name are the same, open questions of the
// same matter too, others of the follower at will.
struct Following {
    TransitionSystem ts;
    std::vector<TermId> alike; // what may hold in every state: both know the same
    SymbolId last;             // the leader's act that was last chosen
    TermId skips;              // time goes on beyond a state in which something is due here
    // By name, the acts that are seen and of which the follower knows nothing: one is done, and
    // seen.
    std::map<std::string, TermId> unknown;
    std::vector<SymbolId> of_follower; // by SymbolId of the follower; none: an input, another's
};

// Requires: both of the same scope and of one property without monitors, sliced or not.
Following follow(Core const &leading, TransitionSystem const &leader, Core const &following,
                 TransitionSystem const &follower, View const &view);

// The runs in which the follower gets lost after these acts of the leader are no longer looked at.
void leave_out(Following &both, std::vector<std::int64_t> const &acts, bool entry);

} // namespace mandate::compiler
