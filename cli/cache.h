#pragma once
// The memory of found evidence: a folder of the user, and files that come with models.
#include "cli/io.h"
#include "solver/memory.h"

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace mandate::cli {

// One small file a question, which may be deleted at any time.
class CacheFolder : public solver::Memory {
public:
    // `files` outlives it.
    CacheFolder(std::string folder, Files &files) : folder_(std::move(folder)), files_(files) {}

    // Nothing, too, where the file is damaged, or was kept by this object: what one question of a
    // check finds is not taken for another, so that the order in which they are asked is of no
    // matter.
    std::optional<std::string> recall(std::string const &question) override;
    void refuse(std::string const &question) override;
    // Does nothing where the folder cannot be written.
    void keep(std::string const &question, std::string const &evidence) override;

private:
    std::string path(std::string const &question) const;

    std::string folder_;
    Files &files_;
    std::mutex mutex_;
    std::set<std::string> own_;     // files that were kept
    std::set<std::string> refused_; // files that are no evidence
};

// One file in a folder of models, for all that is asked there.
class EvidenceFile : public solver::Memory {
public:
    static constexpr char const *name = "mandate.evidence";

    // `other` is asked for what no text knows, and keeps what is found; it outlives this. May be
    // null.
    explicit EvidenceFile(solver::Memory *other) : other_(other) {}

    // Requires: nothing was asked yet. What is damaged in the text is left out.
    void add(std::string const &text);
    std::optional<std::string> recall(std::string const &question) override;
    void refuse(std::string const &question) override;
    void keep(std::string const &question, std::string const &evidence) override;
    // Of all that was recalled or kept: the same text, whatever the order was.
    std::string text() const;

private:
    struct Used {
        std::string evidence;
        bool found = false; // not only recalled
    };

    solver::Memory *other_;
    std::map<std::string, std::string> known_; // by hash of the question
    mutable std::mutex mutex_;
    std::map<std::string, Used> used_;
};

} // namespace mandate::cli
