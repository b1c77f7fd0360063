#pragma once
// Another solver, asked as an installed program.
#include "base/result.h"

#include <string>
#include <vector>

namespace mandate::cli {

class SolverProgram {
public:
    enum class Answer { unsat, sat, none };

    static std::vector<std::string> known(); // names
    // Fails: unsupported, where it is not installed.
    static Result<SolverProgram> find(std::string const &name);

    std::string const &words() const { return words_; } // "cvc5 1.0.3"
    // Of SMT-LIB text with one check-sat. none: it gave up within the time, or said anything else.
    Answer ask(std::string const &query, int seconds) const;

private:
    SolverProgram(std::string command, std::string words)
        : command_(std::move(command)),
          words_(std::move(words)) {}
    std::string command_, words_;
};

} // namespace mandate::cli
