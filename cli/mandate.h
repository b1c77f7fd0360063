#pragma once
// The whole program, callable from tests and fuzzers.
#include "cli/io.h"

#include <string>
#include <vector>

namespace mandate::cli {

// Returns: the exit code, as in the table of docs/verdicts.md.
int run(std::vector<std::string> const &args, Io &io);

} // namespace mandate::cli
