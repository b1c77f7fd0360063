#pragma once
// What tells texts apart wherever they are kept.
#include <string>

namespace mandate {

// FIPS 180-4, in hexadecimal.
std::string sha256(std::string const &bytes);

} // namespace mandate
