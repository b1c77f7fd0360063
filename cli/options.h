#pragma once
// The command line as data. CLI11 is included in options.cpp only; the choices come from the
// tables.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate::cli {

// A report in one of the formats, to a file, or without one to where results go.
struct Output {
    std::string format, file;
};

struct Options {
    enum class Command {
        amend,
        audit,
        certify,
        check,
        core,
        diff,
        explain,
        fmt,
        lint,
        profile,
        repair,
        report,
        stability,
        tune,
        verify_cert,
        none
    } command = Command::none;
    std::vector<std::string> paths;
    std::string property = "*";         // glob
    std::string ask;                    // a property's text, without editing files
    std::string as_of;                  // YYYY-MM-DD
    std::string regime;                 // glob
    std::string before, after;          // diff, amend, profile, repair, tune: names of regimes
    std::vector<std::string> observing; // diff: globs of acts that are seen as well
    std::string silence;                // "open", "closed": how silence is read; empty: every way
    std::string engine = "auto";
    std::uint64_t budget = 60'000'000; // units of the solver's rlimit, a question
    double timeout = 0;                // seconds for everything; 0: none
    std::string format = "text";
    std::vector<Output> outputs{{"text", ""}}; // check, report
    unsigned jobs = 2;
    bool exit_zero = false;
    std::string topic;          // explain, profile, repair, tune
    std::string over, by;       // tune: parameters
    std::string out;            // certify: a folder
    bool cache = true;          // found evidence is kept and recalled, where there is a folder
    bool cache_only = false;    // what is not recalled is undecided
    bool scope_only = false;    // check: no proof for any size is looked for
    bool keep_evidence = false; // beside the model
    bool list = false;          // name the questions, ask none
    // Of the questions those whose number is this part of so many; 1 of 1: all.
    std::uint64_t part = 1, parts = 1;
    unsigned seeds = 5;          // stability
    std::string solver;          // verify-cert, check --cross-check: which other; empty: none
    bool check_only = false;     // fmt --check
    std::string keywords = "en"; // fmt --keywords
    std::size_t errors = 20;
};

struct Parsed {
    Options options;
    std::optional<int> exit; // set: print `message` and stop with it
    std::string message;
    bool to_err = false;
};
Parsed parse_options(std::vector<std::string> const &args);

} // namespace mandate::cli
