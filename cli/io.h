#pragma once
// The world as the program sees it: two streams and files. Tests give one of memory, main the real
// one.
#include "base/result.h"

#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace mandate::cli {

class Files {
public:
    virtual ~Files() = default;
    virtual Result<std::string> read(std::string const &path) const = 0;
    // Folders on the way are made. Whoever reads meanwhile sees the old text or the new one.
    virtual Result<void> write(std::string const &path, std::string const &text) = 0;
    virtual bool is_folder(std::string const &path) const = 0;
    // All files below a folder, sorted.
    virtual Result<std::vector<std::string>> list(std::string const &folder) const = 0;
};

class RealFiles : public Files {
public:
    Result<std::string> read(std::string const &path) const override;
    Result<void> write(std::string const &path, std::string const &text) override;
    bool is_folder(std::string const &path) const override;
    Result<std::vector<std::string>> list(std::string const &folder) const override;
};

// Paths are keys; a folder is whatever some path lies below.
class MemoryFiles : public Files {
public:
    std::map<std::string, std::string> texts;
    Result<std::string> read(std::string const &path) const override;
    Result<void> write(std::string const &path, std::string const &text) override;
    bool is_folder(std::string const &path) const override;
    Result<std::vector<std::string>> list(std::string const &folder) const override;
};

struct Io {
    std::ostream &out; // results
    std::ostream &err; // progress, mistakes, warnings
    Files &files;
    bool progress = false;  // err is a terminal
    std::string cache = {}; // the folder of found evidence; empty: none is kept
};

} // namespace mandate::cli
