#pragma once
// The memory of found evidence as a folder: one small file a question, which may be deleted at any
// time.
#include "cli/io.h"
#include "solver/memory.h"

#include <mutex>
#include <set>
#include <string>

namespace mandate::cli {

class CacheFolder : public solver::Memory {
public:
    // `files` outlives it.
    CacheFolder(std::string folder, Files &files) : folder_(std::move(folder)), files_(files) {}

    // Nothing, too, where the file is damaged, or was kept by this object: what one question of a
    // check finds is not taken for another, so that the order in which they are asked is of no
    // matter.
    std::optional<std::string> recall(std::string const &question) override;
    // Does nothing where the folder cannot be written.
    void keep(std::string const &question, std::string const &evidence) override;

private:
    std::string path(std::string const &question) const;

    std::string folder_;
    Files &files_;
    std::mutex mutex_;
    std::set<std::string> own_; // files that were kept
};

} // namespace mandate::cli
