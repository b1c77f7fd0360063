#pragma once
// Random small programs, written in the language: one office, the body that has a say in it, one
// question; and such programs edited.
#include <cstdint>
#include <string>

namespace mandate::testing {

// How many programs or pairs: what the environment says, else as usual.
unsigned how_many(char const *variable, unsigned usual);

struct GeneratedProgram {
    std::string text;
    std::int64_t seats = 1; // of the body; no vote needs larger counts
    int spare_persons = 0;  // besides the one the question names
};

// The same seed and size give the same program. `size` 0 is the largest; a program too large for
// the oracle has a smaller one of the same seed.
inline constexpr int smallest_size = 3;
GeneratedProgram random_program(unsigned seed, int size = 0);
// It asks what is always possible.
GeneratedProgram random_recovery(unsigned seed, int size);

// Two versions of a random program without its question. `reworded`: in the second one clauses have
// other names and stand in another order, and nothing else is different; else a clause of the first
// is left out, put in, or has another number or actor. Not every edit leaves lawful text.
struct GeneratedPair {
    std::string before, after;
    std::int64_t seats = 1; // as in GeneratedProgram
    bool reworded = false;
};
GeneratedPair random_pair(unsigned seed, int size);

} // namespace mandate::testing
