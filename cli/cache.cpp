#include "cli/cache.h"

#include "base/hash.h"

#include <fmt/format.h>

#include <string_view>

namespace mandate::cli {

std::string CacheFolder::path(std::string const &question) const {
    auto const hash = sha256(question);
    return folder_ + "/" + hash.substr(0, 2) + "/" + hash.substr(2);
}

std::optional<std::string> CacheFolder::recall(std::string const &question) {
    auto const file = path(question);
    std::unique_lock lock(mutex_);
    if (own_.contains(file) || refused_.contains(file)) return std::nullopt;
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

void CacheFolder::refuse(std::string const &question) {
    std::lock_guard const lock(mutex_);
    refused_.insert(path(question));
}

void CacheFolder::keep(std::string const &question, std::string const &evidence) {
    auto const file = path(question);
    auto const text = sha256(evidence) + "\n" + evidence;
    std::lock_guard const lock(mutex_);
    if (!own_.insert(file).second) return;
    (void)files_.write(file, text);
}

namespace {

constexpr std::string_view first_word = "question ";

} // namespace

// Each entry is a line with the hashes of question and evidence, and the evidence.
void EvidenceFile::add(std::string const &text) {
    auto const next = [&](std::size_t from) {
        auto const at = text.find("\n" + std::string(first_word), from);
        return at == std::string::npos ? text.size() : at + 1;
    };
    constexpr std::size_t hash = 64;
    auto const header = first_word.size() + hash + 1 + hash + 1;
    for (std::size_t at = text.starts_with(first_word) ? 0 : next(0); at < text.size();) {
        auto const end = next(at);
        if (end - at > header) {
            auto const question = text.substr(at + first_word.size(), hash),
                       own = text.substr(at + header - 1 - hash, hash);
            auto evidence = text.substr(at + header, end - at - header);
            if (sha256(evidence) == own) known_.emplace(question, std::move(evidence));
        }
        at = end;
    }
}

std::optional<std::string> EvidenceFile::recall(std::string const &question) {
    auto const hash = sha256(question);
    std::unique_lock lock(mutex_);
    auto const known = known_.find(hash);
    auto evidence = known != known_.end() ? std::optional(known->second) : std::nullopt;
    if (!evidence && other_) {
        lock.unlock();
        evidence = other_->recall(question);
        lock.lock();
    }
    if (evidence) used_.try_emplace(hash, Used{*evidence});
    return evidence;
}

void EvidenceFile::refuse(std::string const &question) {
    auto const hash = sha256(question);
    std::lock_guard const lock(mutex_);
    if (auto const used = used_.find(hash); used != used_.end() && !used->second.found)
        used_.erase(used);
    if (known_.erase(hash) == 0 && other_) other_->refuse(question);
}

void EvidenceFile::keep(std::string const &question, std::string const &evidence) {
    if (other_) other_->keep(question, evidence);
    std::lock_guard const lock(mutex_);
    auto &used = used_[sha256(question)];
    // Of two that answer the same question, always the same one.
    if (!used.found || evidence < used.evidence) used = {evidence, true};
}

std::string EvidenceFile::text() const {
    std::lock_guard const lock(mutex_);
    std::string result;
    for (auto const &[question, used] : used_)
        result +=
            fmt::format("{}{} {}\n{}", first_word, question, sha256(used.evidence), used.evidence);
    return result;
}

} // namespace mandate::cli
