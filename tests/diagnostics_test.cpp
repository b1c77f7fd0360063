// tests/language/CONSTRUCT/bad/*: each begins with the mistakes that it holds, `// error: code at
// line:column`, one a line (`// warning:` for what lint says, `<!-- … -->` in Markdown).
// tests/language/CONSTRUCT/good/*: answered as expected.
#include "cli/load.h"
#include "compiler/compile.h"
#include "dsl/lint.h"
#include "dsl/parse/parse.h"
#include "dsl/print.h"
#include "dsl/resolve/resolve.h"
#include "support/program.h"

#include <catch2/catch.hpp>

#include <regex>
#include <set>

using namespace mandate;

namespace {

std::filesystem::path const folder = std::filesystem::path(MANDATE_TEST_DIR) / "language";

std::vector<std::filesystem::path> examples(std::string const &kind) {
    std::vector<std::filesystem::path> found;
    for (auto const &entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().parent_path().filename() == kind)
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

using Lines = std::vector<std::string>;

Lines expected(std::filesystem::path const &path) {
    static std::regex const line_of(
        R"(^(?://|<!--) ((?:error|warning): [a-z0-9-]+ at [0-9]+:[0-9]+)(?: -->)?$)");
    Lines lines;
    std::ifstream in(path, std::ios::binary);
    std::smatch match;
    for (std::string line; std::getline(in, line) && std::regex_match(line, match, line_of);)
        lines.push_back(match[1]);
    return lines;
}

// All that the stages say of a file, each stage only if the one before found no error.
Lines found(std::filesystem::path const &path) {
    cli::RealFiles files;
    SourceMap sources;
    DiagnosticSink sink;
    [&] {
        auto loaded = cli::load({path.string()}, files, sources, sink);
        REQUIRE(loaded);
        if (sink.has_errors()) return;
        for (auto const &file : loaded->files)
            dsl::format(file, sources, dsl::Language::english, sink);
        if (sink.has_errors()) return;
        auto const program = dsl::resolve(std::move(loaded->files), sink);
        if (!program) return;
        for (auto const &regime : program->regime_order)
            compiler::compile(*program, regime, program->property_order, sink);
        if (!sink.has_errors()) dsl::lint(*program, sink);
    }();
    Lines lines;
    for (auto const &d : sink.sorted()) {
        auto const place = sources.place(d.span.source, d.span.begin);
        auto const &row = info(d.code);
        lines.push_back(std::string(row.severity == Severity::error ? "error: " : "warning: ") +
                        row.id + " at " + std::to_string(place.line) + ":" +
                        std::to_string(place.column));
    }
    // Warnings beside an error, or beside those looked for, are no matter here.
    bool const errors = sink.has_errors();
    std::erase_if(lines,
                  [&](std::string const &line) { return errors && line.starts_with("warning"); });
    return lines;
}

} // namespace

TEST_CASE("bad examples have just the mistakes that they announce", "[diagnostics]") {
    for (auto const &path : examples("bad")) {
        CAPTURE(path.string());
        auto const announced = expected(path);
        CHECK(!announced.empty());
        CHECK(found(path) == announced);
    }
}

TEST_CASE("good examples are answered as expected", "[diagnostics]") {
    cli::RealFiles files;
    for (auto const &path : examples("good")) {
        std::ostringstream out, err;
        cli::Io io{out, err, files};
        INFO(path.string());
        auto const code = cli::run({"check", path.string()}, io);
        INFO(out.str() << err.str());
        CHECK(code == 0);
        CHECK(err.str().empty());
    }
}

TEST_CASE("a file of more than 16 MB is refused", "[diagnostics]") {
    cli::MemoryFiles files;
    files.texts["f.mandate"] = std::string(dsl::largest_file + 1, ' ');
    auto const ended = tests::run(files, {"check", "f.mandate"});
    CHECK(ended.code == 3);
    CHECK(ended.err.find("file-too-large") != std::string::npos);
}

TEST_CASE("every diagnostic has an example", "[diagnostics]") {
    // The first above, the others in tests/cli/cli_test.cpp: only the whole program meets them.
    std::set<std::string> shown{"file-too-large", "unknown-question", "unknown-answer"};
    for (auto const &path : examples("bad"))
        for (auto const &line : expected(path))
            shown.insert(line.substr(line.find(": ") + 2, line.find(" at ") - line.find(": ") - 2));
    for (std::size_t i = 0; i < code_count(); ++i) {
        CAPTURE(info(static_cast<Code>(i)).id);
        CHECK(shown.contains(info(static_cast<Code>(i)).id));
    }
}
