#include "cli/cache.h"

#include "base/hash.h"

namespace mandate::cli {

std::string CacheFolder::path(std::string const &question) const {
    auto const hash = sha256(question);
    return folder_ + "/" + hash.substr(0, 2) + "/" + hash.substr(2);
}

std::optional<std::string> CacheFolder::recall(std::string const &question) {
    auto const file = path(question);
    std::unique_lock lock(mutex_);
    if (own_.contains(file)) return std::nullopt;
    auto const text = files_.read(file);
    lock.unlock();
    if (!text) return std::nullopt;
    // The first line is the hash of the others.
    auto const end = text->find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto evidence = text->substr(end + 1);
    if (sha256(evidence) != text->substr(0, end)) return std::nullopt;
    return evidence;
}

void CacheFolder::keep(std::string const &question, std::string const &evidence) {
    auto const file = path(question);
    auto const text = sha256(evidence) + "\n" + evidence;
    std::lock_guard const lock(mutex_);
    if (!own_.insert(file).second) return;
    (void)files_.write(file, text);
}

} // namespace mandate::cli
