// The shipped models: their expectations, the rules they encode, and that a change of the text
// changes the answer.
#include "base/diagnostic.h"
#include "base/source.h"
#include "compiler/compile.h"
#include "dsl/parse/parse.h"
#include "dsl/resolve/resolve.h"
#include "tests/support/program.h"

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <set>
#include <sstream>

using namespace mandate;
using tests::models;
using tests::run;

namespace {

namespace ast = dsl::ast;

std::string const instruments = "models/kazakhstan/instruments/";

std::deque<ast::File> parsed() {
    static SourceMap sources;
    std::deque<ast::File> files;
    DiagnosticSink sink;
    for (auto const &[path, text] : models().texts)
        if (path.starts_with("models/kazakhstan/") && path.ends_with(".mandate"))
            files.push_back(dsl::parse(sources.add(path, text, sink), sources, sink));
    REQUIRE_FALSE(sink.has_errors());
    return files;
}

// The cores of the regimes that an instrument is part of, as text; empty if the texts no longer fit
// together.
std::string cores(std::deque<ast::File> files, std::string const &instrument) {
    DiagnosticSink sink;
    auto const program = dsl::resolve(std::move(files), sink);
    if (!program) return "";
    std::string text;
    for (auto const &name : program->regime_order) {
        auto const &parts = program->regimes.find(name)->second.node->parts;
        if (std::none_of(parts.begin(), parts.end(),
                         [&](ast::Name const &part) { return part.text == instrument; }))
            continue;
        auto const core = compiler::compile(*program, name, {}, sink);
        if (!core) return "";
        text += compiler::print(*core);
    }
    return text;
}

// Every list of clauses of an instrument, blocks included.
void for_each_list(std::vector<ast::Clause> &clauses,
                   std::function<void(std::vector<ast::Clause> &)> const &visit) {
    visit(clauses);
    for (auto &clause : clauses) {
        if (auto *b = std::get_if<ast::OfficeBlock>(&clause.node)) for_each_list(b->clauses, visit);
        if (auto *b = std::get_if<ast::BodyBlock>(&clause.node)) for_each_list(b->clauses, visit);
        if (auto *b = std::get_if<ast::ForUnits>(&clause.node)) for_each_list(b->clauses, visit);
        if (auto *b = std::get_if<ast::Version>(&clause.node)) for_each_list(b->clauses, visit);
    }
}

} // namespace

TEST_CASE("every verdict on the shipped decrees is as expected", "[models][slow]") {
    auto files = models();
    auto const ended = run(files, {"check", "models/kazakhstan", "--exit-zero"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    std::size_t unexpected = 0;
    for (auto at = ended.out.find("NOT AS EXPECTED: "); at != std::string::npos;
         at = ended.out.find("NOT AS EXPECTED: ", at + 1))
        ++unexpected;
    CHECK(unexpected == 0);
}

TEST_CASE("the table of cells in the sources says what the questions expect", "[models]") {
    std::map<std::string, std::map<std::string, std::string>> expected; // property, regime, verdict
    std::vector<std::string> const regimes{"in_2001", "in_2006", "in_2008", "in_2012", "in_2014"},
        words{"holds",   "violated", "possible",  "impossible",   "fails in substance",
              "depends", "vacuous",  "undecided", "not modelled", "not applicable"};
    for (auto const &file : parsed())
        for (auto const &declaration : file.declarations)
            if (auto const *property = std::get_if<ast::Property>(&declaration.node))
                for (auto const &expect : property->expects)
                    for (auto const &in : expect.regimes)
                        expected[property->name.text][in.text] =
                            words[static_cast<std::size_t>(expect.verdict)];
    std::istringstream text(models().texts.at("models/kazakhstan/sources.md"));
    std::size_t rows = 0;
    for (std::string line; std::getline(text, line);) {
        auto const begin = line.find("(`cell_");
        if (!line.starts_with("| ") || begin == std::string::npos) continue;
        auto const property = line.substr(begin + 2, line.find('`', begin + 2) - begin - 2);
        CAPTURE(property);
        auto at = line.find('|', begin);
        for (auto const &regime : regimes) {
            auto const open = line.find(" (", at + 1);
            REQUIRE(open != std::string::npos);
            CHECK(line.substr(at + 2, open - at - 2) == expected[property][regime]);
            at = line.find('|', open);
        }
        ++rows;
    }
    CHECK(rows == 9);
}

TEST_CASE("every verdict on the Charter is as expected", "[models][slow]") {
    auto files = models();
    auto const ended = run(files, {"check", "models/charter"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
}

TEST_CASE("without the line that requires consent, the question of consent is answered otherwise",
          "[models]") {
    auto files = models();
    auto &text = files.texts.at(instruments + "decrees-2007-2011.mandate");
    auto const line = text.find("            consent of maslikhat of r [C07-R2] {");
    REQUIRE(line != std::string::npos);
    auto const end = text.find("            }\n", line);
    text.erase(line, end + 14 - line);
    auto const ended =
        run(files, {"check", "models/kazakhstan", "--prop", "q4", "--regime", "in_2008"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK(ended.out.find("possible") != std::string::npos);
    CHECK(ended.out.find("NOT AS EXPECTED: impossible") != std::string::npos);
    CHECK(ended.out.find("C07-R2") != std::string::npos);
}

TEST_CASE("every rule is cited by a clause or listed with the reason why it has no effect",
          "[models]") {
    DiagnosticSink sink;
    auto const program = dsl::resolve(parsed(), sink);
    REQUIRE(program);
    std::set<std::string> cited;
    for (auto const &regime : program->regime_order) {
        auto const core = compiler::compile(*program, regime, {}, sink);
        REQUIRE(core);
        for (auto const &clause : core->clauses)
            cited.insert(clause.rules.begin(), clause.rules.end());
    }
    for (auto const &[id, rule] : program->rules) {
        INFO(id);
        CHECK((cited.contains(id) || rule.node->no_effect.has_value()));
        CHECK_FALSE((cited.contains(id) && rule.node->no_effect.has_value()));
    }
}

TEST_CASE("deleting any clause changes the core", "[models][slow]") {
    auto files = parsed();
    for (auto &file : files)
        for (auto &declaration : file.declarations) {
            auto *instrument = std::get_if<ast::Instrument>(&declaration.node);
            if (!instrument) continue;
            auto const before = cores(files, instrument->name.text);
            REQUIRE_FALSE(before.empty());
            for_each_list(instrument->clauses, [&](std::vector<ast::Clause> &list) {
                for (std::size_t i = 0; i < list.size(); ++i) {
                    auto const kept = list[i];
                    list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
                    INFO(instrument->name.text << ", clause " << i + 1 << " "
                                               << (kept.tag.name ? "@" + kept.tag.name->text : ""));
                    CHECK(cores(files, instrument->name.text) != before);
                    list.insert(list.begin() + static_cast<std::ptrdiff_t>(i), kept);
                }
            });
        }
}
