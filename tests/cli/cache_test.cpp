// Evidence that was found before: the same answers sooner, and never another.
#include "base/hash.h"
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <unistd.h>

using namespace mandate;
using tests::Ended;

namespace {

constexpr char const *town = R"(authority board
person { citizen }
office mayor
office clerk
instrument Law "law" {
    rank statute in force from 2000-01-01
    office mayor {
        a candidate must be citizen
        appointment by board @way
        term 2 days
        on expiry: unsettled { vacates, stays until successor }
    }
    office clerk { appointment by board @clerk  term 1 days  on expiry: vacates }
}
regime law "law" = Law as of 2001-01-01
property taken "taken"
    for some p: person: possible p takes mayor
property citizens "citizens only"
    for every p: person: never p takes mayor and not p is citizen
property over "held over"
    for some p: person: possible p is held over as mayor
    expect depends in law
    expect impossible in law when "Law: when the term is over" = "the office falls vacant"
property cleric "a clerk"
    for some p: person: possible p takes clerk
)";

std::vector<std::string> lines(std::string const &text) {
    std::vector<std::string> result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) result.push_back(line);
    return result;
}

Ended check(cli::MemoryFiles &files, std::vector<std::string> more = {}) {
    std::ostringstream out, err;
    cli::Io io{out, err, files};
    io.cache = "cache";
    std::vector<std::string> args{"check", "town.mandate", "--format", "json"};
    args.insert(args.end(), more.begin(), more.end());
    auto const code = cli::run(args, io);
    return {code, out.str(), err.str()};
}

// Without the units that it took to find them.
nlohmann::json answers(Ended const &ended) {
    auto report = nlohmann::json::parse(ended.out);
    for (auto &result : report["results"]) result.erase("units");
    return report;
}

std::map<std::string, std::string> cached(cli::MemoryFiles const &files) {
    std::map<std::string, std::string> result;
    for (auto const &[path, text] : files.texts)
        if (path.starts_with("cache/")) result.emplace(path, text);
    return result;
}

cli::MemoryFiles model(std::string const &text) {
    cli::MemoryFiles files;
    files.texts["town.mandate"] = text;
    return files;
}

std::string with(std::string text, std::string const &old, std::string const &fresh) {
    auto const at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), fresh);
}

} // namespace

TEST_CASE("recalled answers are the same bytes", "[cache]") {
    auto files = model(town);
    auto const first = check(files);
    INFO(first.err);
    CHECK(first.code == 0);
    auto const kept = cached(files);
    CHECK(kept.size() >= 4);
    // Nothing is looked for.
    auto const second = check(files, {"--cache-only"});
    CHECK(second.out == first.out);
    CHECK(cached(files) == kept);
    auto without = model(town);
    CHECK(check(without, {"--no-cache"}).out == first.out);
    CHECK(cached(without).empty());
}

TEST_CASE("an edit elsewhere leaves what is kept as good as it was", "[cache]") {
    auto files = model(town);
    check(files);
    auto const kept = cached(files);
    // Another name of the mayor's clause, and another rule for the clerk.
    auto const edited = with(with(town, "@way", "@appointment"), "@clerk",
                             "@clerk { a candidate must be citizen }");
    files.texts["town.mandate"] = edited;
    auto fresh = model(edited);
    CHECK(answers(check(files)) == answers(check(fresh)));
    std::size_t more = 0;
    for (auto const &[path, text] : cached(files)) more += !kept.contains(path);
    // Whether time can pass is a question of all clauses together.
    CHECK(more <= 1);
}

TEST_CASE("an edit of what is asked about is answered anew", "[cache]") {
    auto files = model(town);
    auto const first = check(files);
    auto const edited = with(town, "a candidate must be citizen", "");
    files.texts["town.mandate"] = edited;
    auto const second = check(files);
    CHECK(answers(second) != answers(first));
    auto fresh = model(edited);
    CHECK(answers(second) == answers(check(fresh)));
}

TEST_CASE("parts that share a folder of evidence come to the whole", "[cache]") {
    auto files = model(town);
    auto alone = model(town);
    auto const whole = check(alone);
    auto const all = lines(check(files, {"--list"}).out);
    CHECK(all == std::vector<std::string>{
                     "taken in law", "citizens in law", "over in law",
                     "over in law when Law: when the term is over — the office falls vacant",
                     "cleric in law"});
    std::vector<std::string> listed;
    for (std::string const part : {"hash:1/3", "hash:2/3", "hash:3/3"}) {
        auto const names = check(files, {"--partition", part, "--list"});
        for (auto const &name : lines(names.out)) listed.push_back(name);
        auto const ended = check(files, {"--partition", part});
        if (ended.out.empty()) {
            CHECK(ended.code == 4);
            continue;
        }
        auto const report = nlohmann::json::parse(ended.out);
        CHECK(report["partition"] == part);
        CHECK(report["results"].size() == lines(names.out).size());
        CHECK(tests::valid("report", ended.out));
    }
    std::sort(listed.begin(), listed.end());
    auto sorted = all;
    std::sort(sorted.begin(), sorted.end());
    CHECK(listed == sorted);
    // Nothing is left to be looked for.
    auto const together = check(files, {"--cache-only"});
    CHECK(together.out == whole.out);
    CHECK(together.code == whole.code);
}

TEST_CASE("evidence of what time waits for is kept with what it waits for", "[cache]") {
    cli::MemoryFiles files;
    files.texts["town.mandate"] = R"(level country
level place in country
authority board
office clerk of v: place
office head filled outside
body council of v: place
instrument Law "law" {
    rank statute in force from 2000-01-01
    office clerk of v: place {
        appointment by board
        ends when a newly elected head takes office { vacates }
    }
    body council of v: place {
        seats 5
        elected by people of v
        dissolved by board at discretion
        re-elected within 2 months by board
    }
    for v: place: board must appoint clerk of v after not someone holds clerk of v { within 30 days }
}
regime now "now" = Law as of 2001-01-01
property proof "a council is elected again in time"
    for every v: place: council of v is dissolved leads to council of v is newly chosen within 60 days
    expect holds in now
property runs "the clerk is appointed meanwhile"
    for some v: place:
        possible someone takes head within the last 100 days and not someone takes head within the last 90 days
    expect possible in now
)";
    auto const first = check(files);
    INFO(first.out << first.err);
    CHECK(first.code == 0);
    auto const second = check(files, {"--cache-only"});
    INFO(second.out);
    CHECK(second.code == 0);
    CHECK(second.out == first.out);
}

TEST_CASE("a part that was not answered is noticed", "[cache]") {
    auto files = model(town);
    check(files, {"--prop", "taken"});
    auto const ended = check(files, {"--cache-only"});
    CHECK(ended.code == 5);
    auto const report = nlohmann::json::parse(ended.out);
    std::map<std::string, std::string> verdicts;
    for (auto const &result : report["results"])
        if (!result.contains("given") || result["given"].empty())
            verdicts[result["property"]] = result["verdict"];
    CHECK(verdicts["taken"] == "possible");
    CHECK(verdicts["citizens"] == "undecided");
    CHECK(verdicts["over"] == "undecided");
    CHECK(ended.out.find("no evidence of it is kept") != std::string::npos);
}

TEST_CASE("a part is named as it is written", "[cache]") {
    auto files = model(town);
    for (std::string const wrong : {"hash:0/3", "hash:4/3", "2/3", "hash:1/3x", "hash:1"})
        CHECK(check(files, {"--partition", wrong}).code == 2);
    CHECK(check(files, {"--cache-only", "--no-cache"}).code == 2);
}

TEST_CASE("a file is replaced as a whole or not at all", "[cache]") {
    namespace fs = std::filesystem;
    auto const folder = fs::temp_directory_path() / ("mandate-" + std::to_string(::getpid()));
    cli::RealFiles files;
    auto const path = (folder / "a" / "b.txt").string();
    REQUIRE(files.write(path, "old"));
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink(path, folder / "link.txt");
    REQUIRE(files.write((folder / "link.txt").string(), "new"));
    CHECK(files.read(path).value() == "new");
    CHECK(fs::is_symlink(folder / "link.txt"));
    CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK_FALSE(files.write(path + "/below-a-file.txt", "x"));
    CHECK_FALSE(files.write((folder / "a").string(), "over a folder"));
    CHECK(files.list(folder.string()).value().size() == 2); // nothing is left behind
    fs::remove_all(folder);
}

TEST_CASE("damaged files and a folder that cannot be used cost time only", "[cache]") {
    auto files = model(town);
    auto const first = check(files);
    for (auto const &[path, text] : cached(files))
        files.texts[path] = text.substr(0, text.size() / 2);
    CHECK(check(files).out == first.out);
    for (auto const &[path, text] : cached(files)) files.texts[path] = "nothing of the kind";
    CHECK(check(files).out == first.out);
    struct ReadOnly : cli::MemoryFiles {
        Result<void> write(std::string const &path, std::string const &) override {
            return fail(Error::Kind::unwritable, "cannot write " + path);
        }
    } full;
    full.texts["town.mandate"] = town;
    auto const ended = check(full);
    CHECK(ended.out == first.out);
    CHECK(ended.code == first.code);
}

TEST_CASE("evidence that comes with a model is enough for whoever checks it", "[cache]") {
    cli::MemoryFiles files;
    files.texts["laws/town/town.mandate"] = town;
    auto const ask = [&files](std::vector<std::string> more) {
        std::vector<std::string> args{"check", "laws/town", "--format", "json"};
        args.insert(args.end(), more.begin(), more.end());
        return tests::run(files, args);
    };
    auto const anew = ask({"--no-cache"});
    CHECK(ask({"--cache-only"}).code == 5);
    CHECK(ask({"--keep-evidence"}).out == anew.out);
    auto const file = "laws/town/mandate.evidence";
    auto const kept = files.texts.at(file);
    CHECK(ask({"--cache-only"}).out == anew.out);
    // What is kept is what was used, and the same each time.
    files.texts[file] = "question of old\n" + kept;
    CHECK(ask({"--keep-evidence", "--cache-only"}).out == anew.out);
    CHECK(files.texts.at(file) == kept);
    CHECK(ask({"--keep-evidence", "--no-cache"}).out == anew.out);
    CHECK(files.texts.at(file) == kept);
    // A folder above will do.
    files.texts["laws/mandate.evidence"] = kept;
    files.texts.erase(file);
    CHECK(ask({"--cache-only"}).out == anew.out);
    CHECK(tests::run(files, {"check", "laws/town/town.mandate", "--cache-only"}).code == 0);
    // What is refused is looked for in the user's folder, and not kept.
    {
        auto const next = kept.find("\nquestion ");
        files.texts["laws/mandate.evidence"] = kept.substr(0, 9 + 64) + " " + sha256("nothing\n") +
                                               "\nnothing\n" + kept.substr(next + 1);
        std::ostringstream out, err;
        cli::Io io{out, err, files};
        io.cache = "cache";
        cli::run({"check", "laws", "--format", "json"}, io);
        out.str("");
        cli::run({"check", "laws", "--format", "json", "--cache-only", "--keep-evidence"}, io);
        CHECK(out.str() == anew.out);
        CHECK(files.texts.at("laws/mandate.evidence") == kept);
    }
    // Damage costs time only.
    for (auto const &[from, to] : {std::pair("\n1 ", "\n2 "), {"end\n", ""}, {"question ", "q "}}) {
        auto &text = files.texts["laws/mandate.evidence"];
        text = kept;
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, std::string(from).size(), to);
        REQUIRE(text != kept);
        CHECK(ask({"--cache-only"}).code == 5);
        CHECK(ask({}).out == anew.out);
    }
}

TEST_CASE("evidence that comes with a model is of all its questions", "[cache]") {
    auto files = model(town);
    files.texts["laws/town.mandate"] = town;
    std::vector<std::string> const whole{"check", "laws", "--keep-evidence"};
    for (std::vector<std::string> const &more :
         {std::vector<std::string>{"--prop", "taken"},
          {"--regime", "law"},
          {"town.mandate"},
          {"--as-of", "2001-01-01"},
          {"--budget", "1000"},
          {"--list"},
          {"--partition", "hash:1/2"},
          {"--ask", "for some p: person: possible p takes mayor"}}) {
        auto args = whole;
        args.insert(args.end(), more.begin(), more.end());
        CHECK(tests::run(files, args).code == 2);
    }
    CHECK(tests::run(files, {"check", "town.mandate", "--keep-evidence"}).code == 2);
    CHECK(files.texts.size() == 2);
    CHECK(tests::run(files, whole).code == 0);
    CHECK(files.texts.size() == 3);
}
