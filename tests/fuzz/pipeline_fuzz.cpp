// Any bytes through the whole program: every command ends with one of its own exit codes, and
// reports are JSON.
#include "base/assert.h"
#include "cli/io.h"
#include "cli/mandate.h"
#include "fuzz/input.h"

#include <nlohmann/json.hpp>

#include <sstream>

using namespace mandate;

namespace {

struct Ended {
    int code = 0;
    std::string out, err;
};

Ended run(fuzz::Input const &input, std::vector<std::string> args) {
    cli::MemoryFiles files;
    files.texts[input.path] = input.text;
    std::ostringstream out, err;
    cli::Io io{out, err, files};
    args.push_back(input.path);
    auto const code = cli::run(args, io);
    if (code == 70) throw InternalError(args.front() + ": " + err.str());
    return {code, out.str(), err.str()};
}

} // namespace

// Z3's Spacer does not free what it holds when its limit is reached.
extern "C" char const *__lsan_default_suppressions() {
    return "leak:libz3\n";
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    fuzz::Input const input(data, size);
    auto const checked =
        run(input, {"check", "--budget", "100000", "--jobs", "1", "--format", "json"});
    if (!checked.out.empty())
        MANDATE_ASSERT(nlohmann::json::parse(checked.out)["exit"] == checked.code);
    // A model with errors has them for every command, and says so.
    MANDATE_ASSERT((checked.code == 3 || checked.code == 4) == checked.out.empty());
    MANDATE_ASSERT(checked.code != 3 || !checked.err.empty());
    auto const audited = run(input, {"audit", "--format", "json"});
    if (!audited.out.empty()) MANDATE_ASSERT(nlohmann::json::parse(audited.out).is_object());
    run(input, {"core"});
    run(input, {"lint"});
    run(input, {"fmt", "--check"});
    return 0;
}
