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

// Each command ends with the code that its answer has; what the page says of it stands in what is
// printed.
TEST_CASE("the commands of the page on reforms answer as it says", "[slow]") {
    auto const files_of_page = page("docs/reforms.md");
    auto const text = files_of_page.texts.at("docs/reforms.md");
    struct Command {
        char const *words;
        int code;
        std::vector<char const *> printed;
    };
    Command const commands[] = {
        {"mandate amend ap2_maslikhats models/kazakhstan",
         0,
         {"nominated by maslikhat of raion of v"}},
        {"mandate diff in_2014 ap4d models/kazakhstan --prop \"ap4d*\"",
         1,
         {"5 questions answered by both: 4 differently", "◑ depends"}},
        {"mandate check models/kazakhstan --prop \"q52*\"",
         0,
         {"✓ possible  in ap1a", "✓ holds  in ap1a", "✗ violated  in ap1b"}},
        {"mandate repair q52_rank in_2014 models/kazakhstan --keep \"q52*\"",
         0,
         {"with AP1a\n", "nothing is lost"}},
        {"mandate check models/kazakhstan --prop answers_to_electors",
         0,
         {"– not modelled  in in_2014", "◑ depends on what the texts leave open  in proposals"}},
        {"mandate explain q1 models/kazakhstan --regime in_2014", 0, {"Amendment_2007"}},
        {"mandate profile charter ap5b models", 1, {"✗ art. 8(1)"}},
    };
    auto files = tests::models();
    std::size_t shown = 0;
    for (auto at = text.find("\nmandate "); at != std::string::npos;
         at = text.find("\nmandate ", at + 1))
        ++shown;
    CHECK(shown == std::size(commands));
    for (auto const &command : commands) {
        CAPTURE(command.words);
        CHECK(text.find(std::string("\n") + command.words + "\n") != std::string::npos);
        std::vector<std::string> args;
        std::istringstream words(command.words);
        for (std::string word; words >> word;) {
            std::erase(word, '"');
            args.push_back(word);
        }
        args.erase(args.begin());
        auto const ended = run(files, args);
        INFO(ended.out << ended.err);
        CHECK(ended.code == command.code);
        for (auto const *printed : command.printed)
            CHECK(ended.out.find(printed) != std::string::npos);
    }
}

// And write the files that the later steps of a pipeline take up.
TEST_CASE("the commands of the page on CI run") {
    auto const text = page("docs/ci.md").texts.at("docs/ci.md");
    auto files = page("tests/cmake/town.mandate");
    files.texts["models/town.mandate"] = files.texts.at("tests/cmake/town.mandate");
    std::string const command = "mandate check models --format ";
    std::size_t commands = 0;
    for (auto at = text.find(command); at != std::string::npos; at = text.find(command, at + 1)) {
        ++commands;
        auto const from = at + command.size();
        auto const formats = text.substr(from, text.find('\n', from) - from);
        CAPTURE(formats);
        CHECK(run(files, {"check", "models", "--format", formats}).code == 0);
    }
    CHECK(commands == 2);
    std::size_t taken_up = 0;
    for (auto at = text.find("out/"); at != std::string::npos; at = text.find("out/", at + 1)) {
        auto const end = text.find_first_of(", '\n", at);
        CAPTURE(text.substr(at, end - at));
        CHECK(files.texts.contains(text.substr(at, end - at)));
        ++taken_up;
    }
    CHECK(taken_up == 10);
}
