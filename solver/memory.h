#pragma once
// Evidence that was found before. Whatever is recalled is checked like any claim: a memory that is
// wrong or out of date costs time and nothing else.
#include <optional>
#include <string>

namespace mandate::solver {

class Memory {
public:
    virtual ~Memory() = default;
    // Both may be called by several threads at once. `question`: what was asked, of any length.
    virtual std::optional<std::string> recall(std::string const &question) = 0;
    virtual void keep(std::string const &question, std::string const &evidence) = 0;
};

} // namespace mandate::solver
