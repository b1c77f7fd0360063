// The formats for those who read no terminal.
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <pugixml.hpp>

using namespace mandate;

namespace {

// `title`: of the property that is broken.
cli::MemoryFiles town(std::string const &title) {
    cli::MemoryFiles files;
    files.texts["laws/the town.mandate"] =
        R"(sources { R1 "the board appoints" in "Law, art. 1" sourced }
authority board
person { citizen }
office mayor
instrument Law "law" {
    rank statute in force from 2000-01-01
    office mayor {
        appointment by board @way [R1]
        term 2 days
        on expiry: unsettled { vacates, stays until successor }
    }
}
regime law = Law as of 2001-01-01
property citizens ")" +
        title + R"("
    for every p: person: never p takes mayor and not p is citizen
property broken "expected to be broken"
    for every p: person: never p takes mayor
    expect violated in law
property over "held over"
    for some p: person: possible p is held over as mayor
property taken "taken by somebody"
    for some p: person: possible p takes mayor
    expect impossible in law
)";
    return files;
}

std::string check(cli::MemoryFiles &files, std::string const &format) {
    auto const ended = tests::run(files, {"check", "laws", "--format", format});
    INFO(ended.err);
    CHECK(ended.code == 1);
    return ended.out;
}

std::size_t count(std::string const &text, std::string const &what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

std::vector<std::string> const formats{"md",  "html",   "junit", "sarif",
                                       "tap", "github", "csv",   "latex"};

} // namespace

TEST_CASE("a report that was kept is written in any format, as the check would have", "[formats]") {
    auto files = town("citizens only");
    auto const json = check(files, "json");
    CHECK(tests::valid("report", json));
    files.texts["kept.json"] = json;
    files.texts["kept.html"] = check(files, "html");
    for (auto const &format : formats) {
        CAPTURE(format);
        auto const now = check(files, format);
        CHECK(now == check(files, format));
        for (std::string const kept : {"kept.json", "kept.html"}) {
            auto const later = tests::run(files, {"report", kept, "--format", format});
            CHECK(later.code == 0);
            CHECK(later.out == now);
        }
    }
}

TEST_CASE("several formats at once go each to its file", "[formats]") {
    auto files = town("citizens only");
    auto const ended = tests::run(
        files, {"check", "laws", "--format", "tap,junit=out/junit.xml", "--format", "md=out/a.md"});
    CHECK(ended.code == 1);
    CHECK(ended.out == check(files, "tap"));
    CHECK(files.texts.at("out/junit.xml") == check(files, "junit"));
    CHECK(files.texts.at("out/a.md") == check(files, "md"));
    CHECK(tests::run(files, {"check", "--format", "csv", "laws", "laws"}).out ==
          check(files, "csv"));
    for (std::string const wrong :
         {"tap,junit", "tap=a,junit=./a", "tap=a,junit=a", "tap=", "=a", ""})
        CHECK(tests::run(files, {"check", "laws", "--format", wrong}).code == 2);
    auto const near = tests::run(files, {"check", "laws", "--format", "juint"});
    CHECK(near.code == 2);
    CHECK(near.err.find("did you mean 'junit'?") != std::string::npos);
}

TEST_CASE("what is no report is not rendered", "[formats]") {
    auto files = town("citizens only");
    files.texts["other.json"] = R"({"schema": "mandate.report/0"})";
    files.texts["less.json"] = R"({"schema": "mandate.report/1", "results": [{"verdict": 1}]})";
    files.texts["deep.json"] = R"({"schema": "mandate.report/1", "results": [], "x": )" +
                               std::string(300'000, '[') + std::string(300'000, ']') + "}";
    auto const kept = check(files, "json");
    auto const with = [&kept](std::string const &old, std::string const &fresh) {
        auto text = kept;
        auto const at = text.find(old);
        REQUIRE(at != std::string::npos);
        return text.replace(at, old.size(), fresh);
    };
    files.texts["name.json"] = with("\"property\": \"citizens\"", R"("property": "x}\\input{y")");
    files.texts["line.json"] = with("\"line\": 14", R"("line": "1::error::")");
    for (std::string const path : {"other.json", "less.json", "deep.json", "name.json", "line.json",
                                   "laws/the town.mandate", "missing.json"}) {
        auto const ended = tests::run(files, {"report", path, "--format", "md"});
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        CHECK(ended.err.find("mandate: ") == 0);
    }
}

TEST_CASE("what a report may leave out is left out", "[formats]") {
    auto files = town("citizens only");
    auto report = nlohmann::ordered_json::parse(check(files, "json"));
    for (auto &result : report["results"]) {
        if (result.contains("runs")) result["runs"] = nlohmann::ordered_json::array();
        if (result.contains("conditions"))
            result["conditions"] = {{"complete", false},
                                    {"possible", nlohmann::ordered_json::array()},
                                    {"impossible", nlohmann::ordered_json::array()}};
    }
    files.texts["kept.json"] = report.dump();
    CHECK(tests::valid("report", report.dump()));
    for (auto const &format : formats) {
        CAPTURE(format);
        auto const ended = tests::run(files, {"report", "kept.json", "--format", format});
        CHECK(ended.code == 0);
        CHECK(ended.out.find("anything else") == std::string::npos);
    }
}

TEST_CASE("what is expected is a pass, whatever the verdict", "[formats]") {
    auto files = town("citizens only");
    SECTION("JUnit") {
        pugi::xml_document document;
        REQUIRE(document.load_string(check(files, "junit").c_str()));
        auto const suite = document.child("testsuites").child("testsuite");
        CHECK(std::string(suite.attribute("name").value()) == "laws/the town.mandate");
        CHECK(suite.attribute("tests").as_int() == 4);
        CHECK(suite.attribute("failures").as_int() == 2);
        CHECK(suite.attribute("errors").as_int() == 1);
        auto const one = [&](char const *name) {
            return suite.find_child_by_attribute("testcase", "name", name);
        };
        auto const broken = one("citizens in law").child("failure");
        CHECK(std::string(broken.attribute("type").value()) == "violated");
        CHECK(std::string(broken.text().get()).find("board appoints A as mayor  — Law@way [R1]") !=
              std::string::npos);
        CHECK_FALSE(one("broken in law").child("failure"));
        CHECK(std::string(one("over in law").child("error").attribute("type").value()) ==
              "inconclusive");
        CHECK(std::string(one("taken in law").child("failure").attribute("message").value()) ==
              "possible, where impossible was expected");
    }
    SECTION("SARIF") {
        auto const log = nlohmann::json::parse(check(files, "sarif"));
        auto const &run = log.at("runs").at(0);
        std::map<std::string, nlohmann::json> results;
        for (auto const &result : run.at("results")) {
            results[result.at("ruleId")] = result;
            CHECK(run.at("tool")
                      .at("driver")
                      .at("rules")
                      .at(result.at("ruleIndex").get<std::size_t>())
                      .at("id") == result.at("ruleId"));
            CHECK((result.at("level") == "error") == (result.at("kind") == "fail"));
        }
        CHECK(results.at("citizens").at("kind") == "fail");
        CHECK(results.at("broken").at("kind") == "pass");
        CHECK(results.at("over").at("kind") == "open");
        CHECK(results.at("taken").at("kind") == "fail");
        auto const &place = results.at("citizens").at("locations").at(0).at("physicalLocation");
        CHECK(place.at("artifactLocation").at("uri") == "laws/the%20town.mandate");
        CHECK(place.at("region").at("startLine") == 14);
        // A step stands where the law permits it.
        auto const &step = results.at("citizens")
                               .at("codeFlows")
                               .at(0)
                               .at("threadFlows")
                               .at(0)
                               .at("locations")
                               .at(0);
        CHECK(step.at("location").at("physicalLocation").at("region").at("startLine") == 8);
    }
    SECTION("TAP") {
        auto const text = check(files, "tap");
        CHECK(text.starts_with("TAP version 14\n1..4\n"));
        CHECK(text.find("\nnot ok 1 - citizens in law\n  ---\n") != std::string::npos);
        CHECK(text.find("\nok 2 - broken in law\n") != std::string::npos);
        CHECK(text.find("\nnot ok 3 - over in law\n") != std::string::npos);
        CHECK(text.find("\nnot ok 4 - taken in law\n") != std::string::npos);
    }
    SECTION("GitHub") {
        auto const text = check(files, "github");
        CHECK(count(text, "::error ") == 2);
        CHECK(count(text, "::warning ") == 1);
        CHECK(text.find("::error file=laws/the town.mandate,line=14,col=1,title=citizens in "
                        "law::violated%0A") != std::string::npos);
    }
    SECTION("CSV") {
        auto const text = check(files, "csv");
        CHECK(count(text, "\r\n") == 5);
        CHECK(
            text.find("\r\nbroken,expected to be broken,law,2001-01-01,,violated,violated,true,") !=
            std::string::npos);
    }
    SECTION("Markdown") {
        auto const text = check(files, "md");
        CHECK(count(text, "\n| ") == 5);
        CHECK(count(text, "\n### ") == 3);
        CHECK(text.find("**no**") != std::string::npos);
    }
    SECTION("LaTeX") {
        auto const text = check(files, "latex");
        CHECK(text.find("\\csname mandate@verdict@\\detokenize{broken@law}\\endcsname{violated}") !=
              std::string::npos);
    }
    SECTION("HTML") {
        auto const text = check(files, "html");
        CHECK(count(text, "<div id=\"answer-") == 4);
        CHECK(text.find("<dt id=\"rule-R1\">R1</dt><dd>the board appoints — Law, art. 1 ") !=
              std::string::npos);
        CHECK(text.find("<td class=\"verdict\">impossible</td><td>Law: when the term is over — the "
                        "office falls vacant</td>") != std::string::npos);
    }
}

TEST_CASE("names from a model are text in every format and nothing else", "[formats]") {
    std::string const right_to_left = "\u202E", bell = "\u0007";
    std::string const title =
        "=1+1 </script><script>alert(1)</script> <img src=x onerror=y> ]]> & ' | `x` [a](b) "
        "\\input{x} $x$ %0A::error:: # @all" +
        right_to_left + std::string(10'000, 'x');
    auto files = town(title);
    std::string const shown = title.substr(0, title.find(right_to_left)) + std::string(10'000, 'x');
    auto const html = check(files, "html");
    CHECK(count(html, "<script") == 1); // the data
    CHECK(count(html, "<img") == 0);
    CHECK(count(html, right_to_left) == 0);
    CHECK(html.find("&lt;/script&gt;&lt;script&gt;alert(1)") != std::string::npos);
    pugi::xml_document document;
    REQUIRE(document.load_string(check(files, "junit").c_str()));
    auto const one = document.child("testsuites")
                         .child("testsuite")
                         .find_child_by_attribute("testcase", "name", "citizens in law");
    CHECK(one.child("properties").child("property").attribute("value").value() == shown);
    auto const md = check(files, "md");
    CHECK(count(md, "<script") == 0);
    CHECK(count(md, "@all") == 0);
    CHECK(md.find("\\[a\\]\\(b\\)") != std::string::npos);
    auto const csv = check(files, "csv");
    CHECK(csv.find("\r\ncitizens,'=1+1 ") != std::string::npos);
    auto const latex = check(files, "latex");
    CHECK(count(latex, "\\input") == 0);
    auto const github = check(files, "github");
    CHECK(count(github, "\n::") == 2); // and one at the start
    for (auto const &format : formats) {
        CAPTURE(format);
        if (format != "html") CHECK(count(check(files, format), right_to_left) == 0);
    }
}
