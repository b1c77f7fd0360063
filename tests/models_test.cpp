// The shipped models: their expectations, the rules they encode, and that a change of the text
// changes the answer.
#include "base/diagnostic.h"
#include "base/source.h"
#include "cli/cache.h"
#include "compiler/compile.h"
#include "dsl/parse/parse.h"
#include "dsl/resolve/resolve.h"
#include "solver/compare.h"
#include "solver/verify.h"
#include "tests/support/program.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
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

std::deque<ast::File> parsed(std::string const &folder = "models/kazakhstan/") {
    static SourceMap sources;
    std::deque<ast::File> files;
    DiagnosticSink sink;
    for (auto const &[path, text] : models().texts)
        if (path.starts_with(folder) && path.ends_with(".mandate"))
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

TEST_CASE("every verdict on the shipped models is as expected", "[models][slow]") {
    auto files = models();
    auto const shipped = files.texts.at("models/mandate.evidence");
    auto const ended = run(files, {"check", "models", "--keep-evidence"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    INFO("run `mandate check models --keep-evidence`");
    CHECK((files.texts.at("models/mandate.evidence") == shipped)); // and nothing else
    std::size_t unexpected = 0;
    for (auto at = ended.out.find("NOT AS EXPECTED: "); at != std::string::npos;
         at = ended.out.find("NOT AS EXPECTED: ", at + 1))
        ++unexpected;
    CHECK(unexpected == 0);
}

namespace {

// Does an answer given to the questions that it speaks of meet the condition?
bool meets(std::map<compiler::VarId, std::int64_t> const &given,
           solver::ReadingCondition const &condition) {
    return std::all_of(condition.parts.begin(), condition.parts.end(), [&](auto const &part) {
        auto const value = given.at(part.reading.var);
        return part.values.empty()
                   ? part.low <= value && value <= part.high
                   : std::find(part.values.begin(), part.values.end(), value) != part.values.end();
    });
}
bool meets(std::map<compiler::VarId, std::int64_t> const &given,
           std::vector<solver::ReadingCondition> const &any) {
    return std::any_of(any.begin(), any.end(),
                       [&](auto const &condition) { return meets(given, condition); });
}

// All answers to a question; of a number of many values those at which a condition may end.
std::set<std::int64_t> answers(compiler::Sort const &sort, compiler::VarId var,
                               solver::Conditions const &conditions) {
    std::set<std::int64_t> result{sort.low, sort.high};
    for (auto value = sort.low; value <= sort.high && value < sort.low + 8; ++value)
        result.insert(value);
    for (auto const *side : {&conditions.with_run, &conditions.without})
        for (auto const &condition : *side)
            for (auto const &part : condition.parts)
                if (part.reading.var == var && part.values.empty())
                    for (auto const end : {part.low - 1, part.low, part.high, part.high + 1})
                        result.insert(std::clamp(end, sort.low, sort.high));
    return result;
}

} // namespace

// Under each reading there is a run that is replayed, or a proof that is proved again.
TEST_CASE("what depends is answered under each reading as its conditions say", "[models][slow]") {
    DiagnosticSink sink;
    auto const program = dsl::resolve(parsed("models/"), sink);
    REQUIRE(program);
    std::map<std::string, std::vector<std::string>> depending; // by regime
    for (auto const &[name, property] : program->properties)
        for (auto const &expect : property.node->expects)
            if (expect.verdict == ast::VerdictWord::depends)
                for (auto const &regime : expect.regimes) depending[regime.text].push_back(name);
    cli::EvidenceFile memory(nullptr);
    memory.add(models().texts.at("models/mandate.evidence"));
    std::size_t questions = 0;
    for (auto const &[regime, properties] : depending) {
        CAPTURE(regime);
        auto const core = compiler::compile(*program, regime, properties, sink);
        REQUIRE(core);
        for (std::size_t i = 0; i < core->properties.size(); ++i) {
            auto const property = core->properties.id(i);
            if (std::find(properties.begin(), properties.end(), core->properties[property].name) ==
                properties.end())
                continue;
            CAPTURE(core->properties[property].name);
            solver::Options options;
            options.memory = &memory;
            options.likely = solver::Likely::both; // as `check` asks, whose evidence it is
            auto const outcome = solver::verify(*core, property, options);
            CHECK(outcome.recalled);
            auto const *depends = std::get_if<solver::Depends>(&outcome.verdict);
            REQUIRE(depends);
            REQUIRE(depends->conditions().complete);
            ++questions;
            auto const known = solver::known_from(outcome, {});
            options.known = known ? &*known : nullptr;
            std::vector<std::map<compiler::VarId, std::int64_t>> readings(1);
            for (auto const var : depends->readings()) {
                std::vector<std::map<compiler::VarId, std::int64_t>> more;
                for (auto const &reading : readings)
                    for (auto const answer :
                         answers(core->variables[var].sort, var, depends->conditions())) {
                        more.push_back(reading);
                        more.back()[var] = answer;
                    }
                readings = std::move(more);
            }
            REQUIRE(readings.size() >= 2);
            for (auto const &reading : readings) {
                options.given = reading;
                auto const under = solver::verify(*core, property, options).verdict;
                bool const run = std::holds_alternative<solver::Violated>(under) ||
                                 std::holds_alternative<solver::Possible>(under);
                bool const none = std::holds_alternative<solver::Holds>(under) ||
                                  std::holds_alternative<solver::Impossible>(under);
                std::string given;
                for (auto const &[var, answer] : reading)
                    given += core->variables[var].question + " = " + std::to_string(answer) + "; ";
                CAPTURE(given);
                CHECK((run || none));
                CHECK(run == meets(reading, depends->conditions().with_run));
                CHECK(none == meets(reading, depends->conditions().without));
            }
        }
    }
    CHECK(questions > 100);
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

// Two refused reports, not more, are what question 66 asks about.
TEST_CASE("with three refused reports for a vote, the question of two is answered otherwise",
          "[models]") {
    auto files = models();
    auto &text = files.texts.at(instruments + "law-2001.mandate");
    auto const number = text.find("after refusals of akim of u >= 2");
    REQUIRE(number != std::string::npos);
    text[number + std::string_view("after refusals of akim of u >= ").size()] = '3';
    auto const ended =
        run(files, {"check", "models/kazakhstan", "--prop", "q66", "--regime", "ap4a"});
    INFO(ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK(ended.out.find("impossible") != std::string::npos);
    CHECK(ended.out.find("NOT AS EXPECTED: depends") != std::string::npos);
    CHECK(ended.out.find("NOT AS EXPECTED: possible") != std::string::npos);
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

namespace {

// What can be seen of offices and bodies in two of the regimes: by row the verdict, and by what
// somebody does only under the one or only under the other.
struct Row {
    std::string verdict;
    std::set<std::string> before, after;
};
std::map<std::string, Row> seen(std::string const &before, std::string const &after,
                                std::string const &budget = "12000000") {
    auto files = models();
    auto const ended = run(files, {"diff", before, after, "models/kazakhstan/regimes.mandate",
                                   "--budget", budget, "--format", "json"});
    INFO(ended.out << ended.err);
    auto const json = nlohmann::json::parse(ended.out);
    std::map<std::string, Row> result;
    for (auto const &row : json["seen"]) {
        auto &to = result[row["of"].get<std::string>() + " of " + row["level"].get<std::string>()];
        to.verdict = row["verdict"];
        for (auto const &[side, acts] :
             {std::pair{"onlyBefore", &to.before}, {"onlyAfter", &to.after}})
            for (auto const &deviation : row[side]["deviations"])
                acts->insert(deviation["act"].is_null() ? std::string()
                                                        : deviation["act"].get<std::string>());
    }
    return result;
}

} // namespace

// From the rules that each decree brought (sources.md), not from what is printed.
TEST_CASE("each decree changes what its rules say", "[models][slow]") {
    auto const same = [](std::map<std::string, Row> &rows, std::vector<std::string> const &names) {
        for (auto const &name : names) {
            CAPTURE(name);
            CHECK(rows.at(name).verdict == "same");
        }
    };
    SECTION("2001 to 2004: raion akims may be elected in the experiment; the pilot's colleges end, "
            "the people may elect once the event comes") {
        auto rows = seen("in_2001", "in_2005");
        same(rows, {"akim of oblast", "maslikhat of oblast", "maslikhat of raion"});
        CHECK(rows.at("akim of raion").after.contains("elect akim (maslikhat)")); // D0406-R6
        CHECK(rows.at("akim of raion").before.empty());
        CHECK(rows.at("akim of okrug").after.contains("elect akim (people)")); // D0406-R2
        CHECK_FALSE(rows.at("akim of okrug").before.contains("elect akim (people)"));
    }
    SECTION("2004 to 2006: where raions elect, dismissal is an open question of its own") {
        // Decree 130 is about raions and cities (D0406-R1).
        auto rows = seen("in_2005", "in_2006", "60000000");
        same(rows,
             {"akim of oblast", "akim of okrug", "maslikhat of oblast", "maslikhat of raion"});
        CHECK(rows.at("akim of raion").after.contains("remove akim (akim)")); // D0406-R11
        CHECK_FALSE(rows.at("akim of raion").before.contains("elect akim (maslikhat)"));
        // Whether the rest are appointed is silent before and after: C98-R7, D0406-R10.
        CHECK(rows.at("akim of raion").before.empty());
    }
    SECTION("2006 to 2007: the President dissolves maslikhats and they themselves, no more the "
            "Senate; higher akims remove") {
        auto rows = seen("in_2006", "in_2008");
        for (auto const &body : {"maslikhat of oblast", "maslikhat of raion"}) {
            CAPTURE(body);
            auto const &row = rows.at(body);
            CHECK(row.before.contains("dissolve maslikhat (senate)"));   // C95-R9
            CHECK(row.after.contains("dissolve maslikhat (president)")); // C07-R14
            CHECK(row.after.contains("dissolve maslikhat (maslikhat)")); // C07-R15
            CHECK_FALSE(row.before.contains("dissolve maslikhat (president)"));
        }
        CHECK(rows.at("akim of raion").after.contains("remove akim (akim)")); // C07-R9
        // Who designates acting holders was silent before and is after: X-R21.
        for (auto const &[name, row] : rows) {
            CAPTURE(name);
            for (auto const *acts : {&row.before, &row.after})
                for (auto const &act : *acts) CHECK_FALSE(act.starts_with("designate"));
        }
    }
    SECTION("2007 to 2011: the experiment of raions and the promise of elections below end") {
        auto rows = seen("in_2008", "in_2012");
        same(rows, {"akim of oblast", "maslikhat of oblast", "maslikhat of raion"});
        CHECK(rows.at("akim of raion").before ==
              std::set<std::string>{"elect akim (maslikhat)"}); // D0406-R13
        CHECK(rows.at("akim of raion").after.empty());          // D11-R1
        // Elections have to be looked for longer; nothing else may be said: D11-R8, D11-R2.
        for (auto const &act : rows.at("akim of okrug").before)
            CHECK(act.starts_with("elect akim"));
        for (auto const &act : rows.at("akim of okrug").after) CHECK(act == "appoint akim (akim)");
    }
    SECTION("2011 to 2013: maslikhats elect the akims of the lowest tier") {
        auto rows = seen("in_2012", "in_2014", "100000000");
        same(rows,
             {"akim of oblast", "akim of raion", "maslikhat of oblast", "maslikhat of raion"});
        // The deputies elect (D13-R3), and the four years of whom they elected end (D13-R4) also
        // where the act of 2011, which is silent on terms (D11-R6), is read to give none.
        CHECK(rows.at("akim of okrug").after ==
              std::set<std::string>{"elect akim (maslikhat)", "time passes"});
    }
}

TEST_CASE("a regime is the same as its copy with all clauses in another order", "[models][slow]") {
    std::string const regime = GENERATE("in_1996", "in_1999", "in_2012", "in_2014");
    auto const core = [&](std::deque<ast::File> files) {
        DiagnosticSink sink;
        auto const program = dsl::resolve(std::move(files), sink);
        REQUIRE(program);
        auto result = compiler::compile(*program, regime, {}, sink);
        REQUIRE(result);
        return *std::move(result);
    };
    auto files = parsed();
    auto const written = core(files);
    for (auto &file : files)
        for (auto &declaration : file.declarations)
            if (auto *instrument = std::get_if<ast::Instrument>(&declaration.node))
                for_each_list(instrument->clauses, [](std::vector<ast::Clause> &list) {
                    std::reverse(list.begin(), list.end());
                });
    auto const reversed = core(std::move(files));
    CHECK(compiler::print(written) != compiler::print(reversed));
    auto const rows = solver::to_compare(written, reversed);
    CHECK(rows.size() == 5);
    for (auto const &row : rows) {
        CAPTURE(row.of, row.level ? written.levels[row.level].name : "");
        for (auto const &[one, other] :
             {std::pair{&written, &reversed}, std::pair{&reversed, &written}}) {
            auto const way = solver::compare({*one, {}}, {*other, {}}, row, {}, {});
            CAPTURE(way.undecided, way.deviations.size(), way.otherwise.size());
            CHECK(way.rest);
        }
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
