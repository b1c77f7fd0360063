#pragma once
// Why a formula exists, in law: travels with every guard, update and requirement from elaboration
// to the report.
#include "base/id.h"
#include "base/source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mandate::compiler {

using ClauseId = Id<struct ClauseTag>;

// What the citations of a clause say of the text itself: the law leaves the matter open, or nobody
// has read what it says.
enum class Silence : std::uint8_t { none, silent, not_sourced };

// One clause of one instrument in force, or (instrument empty) a general rule of the language.
struct ClauseInfo {
    std::string instrument;         // "D555"; empty for the meaning of the language itself
    std::string name;               // "@appointment" without the sign; empty if the clause has none
    std::vector<std::string> rules; // cited rule ids, in order of citation
    std::string text;               // of a general rule: what it says; else empty
    Span span;
    Silence silence = Silence::none;
    // "D555@presenter [D13-R6]", "D555 [D13-R4]", "general rule: actors"
    std::string label() const;
};

} // namespace mandate::compiler
