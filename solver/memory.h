#pragma once
// Evidence that was found before. Whatever is recalled is checked like any claim. Two things are
// taken on trust: that a run is a shortest one, and that no proof was found that a trigger is never
// reached.
#include <optional>
#include <string>

namespace mandate::solver {

class Memory {
public:
    virtual ~Memory() = default;
    // All may be called by several threads at once. `question`: what was asked, of any length.
    virtual std::optional<std::string> recall(std::string const &question) = 0;
    // What was recalled is no evidence: it is not recalled again.
    virtual void refuse(std::string const &question) = 0;
    virtual void keep(std::string const &question, std::string const &evidence) = 0;
};

} // namespace mandate::solver
