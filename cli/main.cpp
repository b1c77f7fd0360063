#include "cli/mandate.h"

#include <iostream>
#include <unistd.h>

int main(int argc, char **argv) {
    mandate::cli::RealFiles files;
    mandate::cli::Io io{std::cout, std::cerr, files, isatty(STDERR_FILENO) != 0};
    return mandate::cli::run({argv + 1, argv + argc}, io);
}
