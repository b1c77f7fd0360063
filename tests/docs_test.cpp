// The documentation is true: the literate pages check as they stand, and the README shows what the
// program answers.
#include "support/program.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace mandate;
using tests::run;

namespace {

std::string const root = std::string(MANDATE_TEST_DIR) + "/../";

// A page under its own path, so that the places in the output are those a reader sees.
cli::MemoryFiles page(std::string const &path) {
    auto text = cli::RealFiles().read(root + path);
    REQUIRE(text);
    cli::MemoryFiles files;
    files.texts[path] = *text;
    return files;
}

// Text and evidence may be worded anew; verdicts, places and counts of answers may not.
std::string verdicts(std::string const &output) {
    static std::string const signs[] = {"✓", "✗", "∅", "?", "◑", "–"};
    std::string kept;
    for (std::size_t at = 0; at < output.size();) {
        auto const end = std::min(output.find('\n', at), output.size());
        auto const line = output.substr(at, end - at);
        bool const indented = line.rfind("  ", 0) == 0 && line.rfind("   ", 0) != 0;
        bool verdict = !indented && !line.empty();
        for (auto const &sign : signs)
            verdict |= indented && line.compare(2, sign.size(), sign) == 0;
        if (verdict) kept += line + "\n";
        at = end + 1;
    }
    return kept;
}

} // namespace

TEST_CASE("the literate pages check as they stand") {
    for (std::string const path : {"docs/language.md", "docs/tutorial.md"}) {
        auto files = page(path);
        auto const ended = run(files, {"check", path});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
    }
}

TEST_CASE("every clause of the literate pages cites a rule") {
    for (std::string const path : {"docs/language.md", "docs/tutorial.md"}) {
        auto files = page(path);
        auto const ended = run(files, {"lint", path});
        INFO(ended.out << ended.err);
        CHECK(ended.code == 0);
    }
}

TEST_CASE("the decree in the README gets the verdict shown") {
    auto files = page("README.md");
    auto const text = files.texts["README.md"];
    auto const ended = run(files, {"check", "README.md"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 1);
    auto const opening = std::string("```text\n");
    auto const begin = text.find(opening);
    REQUIRE(begin != std::string::npos);
    auto const shown =
        text.substr(begin + opening.size(), text.find("\n```", begin) + 1 - begin - opening.size());
    CHECK(verdicts(shown) == verdicts(ended.out));
    CHECK(verdicts(shown).find("✗ violated") != std::string::npos);
}
