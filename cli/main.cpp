#include "cli/mandate.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

// Returns: "" where no folder is known.
std::string cache_folder() {
    auto const set = [](char const *name) {
        char const *value = std::getenv(name);
        return std::string(value ? value : "");
    };
    if (auto const own = set("MANDATE_CACHE_DIR"); !own.empty()) return own;
    if (auto const all = set("XDG_CACHE_HOME"); !all.empty()) return all + "/mandate";
    if (auto const home = set("HOME"); !home.empty()) return home + "/.cache/mandate";
    return "";
}

} // namespace

int main(int argc, char **argv) {
    mandate::cli::RealFiles files;
    mandate::cli::Io io{std::cout, std::cerr, files, isatty(STDERR_FILENO) != 0, cache_folder()};
    return mandate::cli::run({argv + 1, argv + argc}, io);
}
