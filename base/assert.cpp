#include "base/assert.h"

namespace mandate {

namespace {
std::string at(char const *file, int line) {
    return std::string(file) + ":" + std::to_string(line);
}
} // namespace

void assertion_failed(char const *what, char const *file, int line) {
    throw InternalError(at(file, line) + ": expected " + what);
}

void unreachable(char const *file, int line) {
    throw InternalError(at(file, line) + ": reached a place thought unreachable");
}

} // namespace mandate
