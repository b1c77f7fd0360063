#pragma once
// Offices and bodies that have another name under another law (`corresponds to`).
#include "base/diagnostic.h"
#include "base/source.h"
#include "dsl/program.h"
#include "report/diff.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mandate::cli {

struct Counterparts {
    std::map<std::string, std::string> names; // by name after: the name before, another one
    // Where there are such: the program with the two names of each pair exchanged wherever they
    // stand. Whatever a regime says in it, it says in other words. Its texts are new sources.
    std::optional<dsl::Program> exchanged;
    std::vector<report::DiffReport::Apart> apart;
};
// `before`, `after`: the texts of two regimes, as compiler::in_force gives them.
Counterparts counterparts(dsl::Program const &program,
                          std::vector<dsl::ast::Declaration> const &before,
                          std::vector<dsl::ast::Declaration> const &after, SourceMap &sources);

// Returns: nothing where a name would not be read as one any more, but as a word of the language.
std::optional<dsl::Program> exchanged(dsl::Program const &program,
                                      std::map<std::string, std::string> const &names,
                                      SourceMap &sources);

} // namespace mandate::cli
