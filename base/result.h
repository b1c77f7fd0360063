#pragma once
// Failures of the world (files, limits, a solver that gave up) as values. A user's mistakes are
// diagnostics, our own bugs are assertions.
#include <tl/expected.hpp>

#include <string>

namespace mandate {

struct Error {
    enum class Kind { not_found, unreadable, unwritable, limit, interrupted, unsupported };
    Kind kind = Kind::unsupported;
    std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error::Kind kind, std::string message) {
    return tl::unexpected<Error>(Error{kind, std::move(message)});
}

} // namespace mandate
