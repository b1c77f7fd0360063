#include "base/hash.h"

#include <array>
#include <sodium.h>
#include <string_view>

namespace mandate {

std::string sha256(std::string const &bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<unsigned char const *>(bytes.data()),
                       bytes.size());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned const byte : hash) text += {digits[byte >> 4], digits[byte & 15]};
    return text;
}

} // namespace mandate
