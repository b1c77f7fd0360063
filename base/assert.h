#pragma once
// Our own bugs. Thrown, and caught once, at the top of the program.
#include <stdexcept>
#include <string>

namespace mandate {

class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// Throws InternalError with the place and the reason.
[[noreturn]] void assertion_failed(char const *what, char const *file, int line);
// For places that an exhaustive switch has ruled out.
[[noreturn]] void unreachable(char const *file = __builtin_FILE(), int line = __builtin_LINE());

} // namespace mandate

// Kept in every build: a wrong verdict costs more than the test.
#define MANDATE_ASSERT(condition)                                                                  \
    (static_cast<bool>(condition) ? static_cast<void>(0)                                           \
                                  : ::mandate::assertion_failed(#condition, __FILE__, __LINE__))
