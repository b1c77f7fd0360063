#pragma once
// Drives the whole program in process, on files in memory.
#include "cli/io.h"
#include "cli/mandate.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace mandate::tests {

struct Ended {
    int code = 0;
    std::string out, err;
};

inline Ended run(cli::MemoryFiles &files, std::vector<std::string> const &args) {
    std::ostringstream out, err;
    cli::Io io{out, err, files};
    auto const code = cli::run(args, io);
    return {code, out.str(), err.str()};
}

// The shipped models, by path from the root of the project.
inline cli::MemoryFiles const &models() {
    static cli::MemoryFiles const files = [] {
        cli::MemoryFiles result;
        std::filesystem::path const root = std::filesystem::path(MANDATE_TEST_DIR).parent_path();
        for (auto const &entry : std::filesystem::recursive_directory_iterator(root / "models")) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream text;
            text << in.rdbuf();
            result.texts[std::filesystem::relative(entry.path(), root).generic_string()] =
                text.str();
        }
        return result;
    }();
    return files;
}

} // namespace mandate::tests
