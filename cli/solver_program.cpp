#include "cli/solver_program.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <unistd.h>

namespace mandate::cli {

namespace {

namespace fs = std::filesystem;

struct Row {
    char const *name;
    char const *limited; // with a limit of so many seconds
};
constexpr std::array table{Row{"cvc5", "cvc5 --tlimit={}000"}, Row{"z3", "z3 -T:{}"}};

std::string for_shell(std::string const &word) {
    std::string quoted = "'";
    for (char const c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string output(std::string const &command) {
    std::string text;
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> const pipe(::popen(command.c_str(), "r"),
                                                                ::pclose);
    std::array<char, 4096> part{};
    while (pipe)
        if (auto const size = std::fread(part.data(), 1, part.size(), pipe.get()))
            text.append(part.data(), size);
        else
            break;
    return text;
}

} // namespace

std::vector<std::string> SolverProgram::known() {
    std::vector<std::string> names;
    for (auto const &row : table) names.emplace_back(row.name);
    return names;
}

Result<SolverProgram> SolverProgram::find(std::string const &name) {
    for (auto const &row : table) {
        if (name != row.name) continue;
        auto const said = output(name + " --version 2>/dev/null");
        std::string const before = "version ";
        auto const from = said.find(before);
        if (from == std::string::npos) break;
        auto const begin = from + before.size();
        return SolverProgram(
            row.limited, name + " " + said.substr(begin, said.find_first_of(" \n", begin) - begin));
    }
    return fail(Error::Kind::unsupported, "the solver " + name + " is not installed");
}

SolverProgram::Answer SolverProgram::ask(std::string const &query, int seconds) const {
    std::error_code error;
    auto const folder = fs::temp_directory_path(error);
    auto file = (error ? fs::path("/tmp") : folder).string() + "/mandate-XXXXXX.smt2";
    constexpr int suffix = 5; // ".smt2"
    int const descriptor = ::mkstemps(file.data(), suffix);
    if (descriptor < 0) return Answer::none;
    ::close(descriptor);
    std::ofstream out(file, std::ios::binary);
    out << query;
    out.close();
    auto const said = output(fmt::format(fmt::runtime(command_), seconds) + " " + for_shell(file) +
                             " 2>/dev/null");
    std::error_code ignored;
    fs::remove(file, ignored);
    // Anything else, such as an error before the answer, is no answer.
    return said == "unsat\n" ? Answer::unsat : said == "sat\n" ? Answer::sat : Answer::none;
}

} // namespace mandate::cli
