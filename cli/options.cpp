#include "cli/options.h"

#include "base/text.h"
#include "cli/solver_program.h"
#include "report/audit.h"
#include "report/diff.h"
#include "report/formats.h"
#include "report/profile.h"
#include "report/renderers.h"
#include "report/repair.h"
#include "report/stability.h"
#include "report/why.h"
#include "solver/engine.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <set>
#include <sstream>

namespace mandate::cli {

namespace {
constexpr char const *exit_codes =
    "Exit codes: 0 everything as expected, 1 violated or not as "
    "expected, 2 wrong command line or file,\n"
    "3 the model has errors, 4 nothing was checked, 5 something "
    "depends, is vacuous,\nundecided or not modelled, 70 a bug of this program.";

// CLI11 does not suggest the command that was meant.
std::string hint(std::vector<std::string> const &args, std::vector<std::string> const &commands) {
    if (args.empty()) return "";
    auto const near = nearest_name(args.front(), commands);
    return near && *near != args.front() ? "did you mean " + quote(*near) + "?\n" : "";
}
} // namespace

Parsed parse_options(std::vector<std::string> const &args) {
    Parsed parsed;
    auto &o = parsed.options;
    CLI::App app{
        "Mandate: what the rules on filling and leaving public offices allow, with evidence",
        "mandate"};
    app.footer(exit_codes);
    app.set_version_flag("--version", MANDATE_VERSION);
    app.require_subcommand(1);

    std::vector<std::string> engines{"auto"};
    for (auto const &engine : solver::engines()) engines.emplace_back(engine.name);
    std::vector<std::string> const commands{
        "amend", "audit",   "certify", "check",  "core",      "diff", "explain",    "fmt",
        "lint",  "profile", "repair",  "report", "stability", "tune", "verify-cert"};

    // What is asked.
    auto const selecting = [&](CLI::App &command) {
        command.add_option("path", o.paths, "files or folders")->required();
        command.add_option("--prop", o.property,
                           "only properties of this name; * and ? stand for anything");
        command.add_option("--ask", o.ask,
                           "ask a property in words of the language, without editing files");
        command.add_option("--as-of", o.as_of, "only regimes in force on this date, YYYY-MM-DD");
        command.add_option("--regime", o.regime,
                           "only regimes of this name; * and ? stand for anything");
    };
    // What every command takes that answers questions.
    auto const answering = [&](CLI::App &command) {
        command
            .add_option("--silence", o.silence,
                        "read what the texts leave open one way, where its answers are so marked")
            ->check(CLI::IsMember({"open", "closed"}));
        command.add_option("--engine", o.engine, "how to look for evidence")
            ->check(CLI::IsMember(engines));
        command
            .add_option("--budget", o.budget, "solver units for one question; the same everywhere")
            ->check(CLI::PositiveNumber);
        command.add_option("--timeout", o.timeout, "seconds for everything")
            ->check(CLI::NonNegativeNumber);
        command.add_option("-j,--jobs", o.jobs, "questions asked at the same time")
            ->check(CLI::Range(1, 64));
        command.add_flag("--no-cache{false}", o.cache,
                         "neither recall evidence that was found before nor keep any");
    };
    auto const names_of = [](auto const &table) {
        std::vector<std::string> names;
        for (auto const &row : table) names.emplace_back(row.name);
        return names;
    };
    // A table of formats, and how to print `what`.
    auto const formatted = [&](CLI::App &command, auto const &table, std::string const &what) {
        command.add_option("--format", o.format, "how to print " + what)
            ->check(CLI::IsMember(names_of(table)));
    };
    // Several formats at once, each to its file.
    auto const reported = [&](CLI::App &command, std::vector<std::string> const &names) {
        std::string list;
        for (auto const &name : names) list += (list.empty() ? "" : ",") + name;
        return command
            .add_option_function<std::vector<std::string>>(
                "--format",
                [&o, names](std::vector<std::string> const &texts) {
                    o.outputs.clear();
                    std::set<std::string> files;
                    for (auto const &text : texts) {
                        auto const sign = text.find('=');
                        Output const one{text.substr(0, sign),
                                         sign == std::string::npos ? "" : text.substr(sign + 1)};
                        if (std::find(names.begin(), names.end(), one.format) == names.end()) {
                            auto const near = nearest_name(one.format, names);
                            throw CLI::ValidationError(
                                "--format",
                                "there is no format " + quote(one.format) +
                                    (near ? "; did you mean " + quote(*near) + "?" : ""));
                        }
                        if (sign != std::string::npos && one.file.empty())
                            throw CLI::ValidationError("--format", "write a file after " +
                                                                       quote(one.format + "="));
                        auto const file = std::filesystem::path(one.file).lexically_normal();
                        if (!files.insert(file.generic_string()).second)
                            throw CLI::ValidationError("--format",
                                                       "two formats would be written to the same "
                                                       "place; give each a file, as in " +
                                                           quote(one.format + "=FILE"));
                        o.outputs.push_back(one);
                    }
                },
                "how to print the answers, several with commas: " + list)
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("FORMAT[=FILE]");
    };
    auto *certify = app.add_subcommand(
        "certify", "write the evidence of each answer as files that other solvers check");
    selecting(*certify);
    answering(*certify);
    certify->add_option("-o,--out", o.out, "the folder to write")->required();
    certify->add_option("--errors", o.errors, "how many mistakes to show");

    auto *check =
        app.add_subcommand("check", "check the properties of a model and say what each rests on");
    selecting(*check);
    answering(*check);
    auto names = names_of(report::renderers());
    auto const rendered = names_of(report::renderings());
    names.insert(names.end(), rendered.begin(), rendered.end());
    reported(*check, names);
    check
        ->add_flag("--cross-check{cvc5}", o.solver,
                   "ask another solver for the evidence of each answer, too")
        ->check(CLI::IsMember(SolverProgram::known()));
    check
        ->add_flag("--cache-only", o.cache_only,
                   "look for no evidence: what was not found before is undecided")
        ->excludes(check->get_option("--no-cache"));
    check->add_flag("--scope-only", o.scope_only,
                    "look for no proof for any number of units and persons");
    check->add_flag("--list", o.list, "name the questions that would be asked, and ask none");
    auto *keep =
        check->add_flag("--keep-evidence", o.keep_evidence,
                        "write the evidence of all answers to the folder of the model, for whoever "
                        "checks it next");
    for (char const *const other : {"--list", "--prop", "--regime", "--as-of", "--ask", "--silence",
                                    "--engine", "--budget", "--timeout", "--scope-only"})
        keep->excludes(check->get_option(other));
    check
        ->add_option_function<std::string>(
            "--partition",
            [&o](std::string const &text) {
                // "hash:2/8"
                char extra = 0;
                // sscanf would take a sign and spaces.
                bool const plain = text.find_first_not_of("has:0123456789/") == std::string::npos;
                if (!plain ||
                    std::sscanf(text.c_str(), "hash:%" SCNu64 "/%" SCNu64 "%c", &o.part, &o.parts,
                                &extra) != 2 ||
                    o.part < 1 || o.part > o.parts)
                    throw CLI::ValidationError("--partition",
                                               "write hash:2/8 for the second of eight parts");
            },
            "only this part of the questions, such as hash:2/8; a question stays in its part "
            "whatever others there are")
        ->type_name("hash:M/N");
    check->add_flag("--exit-zero", o.exit_zero, "end with 0 where it would be 1 or 5");
    check->add_option("--errors", o.errors, "how many mistakes to show");

    auto *amend = app.add_subcommand(
        "amend", "print the texts of a regime with all versions, amendments and repeals put in");
    amend->add_option("regime", o.after, "a regime")->required();
    amend->add_option("path", o.paths, "files or folders")->required();
    amend->add_option("--keywords", o.keywords, "language of the keywords")
        ->check(CLI::IsMember({"en", "ru", "kk"}));
    amend->add_option("--errors", o.errors, "how many mistakes to show");

    auto *audit = app.add_subcommand(
        "audit", "print for each office and body which clause answers what may go wrong, or none");
    audit->add_option("path", o.paths, "files or folders")->required();
    audit->add_option("--regime", o.regime,
                      "only regimes of this name; * and ? stand for anything");
    audit->add_option("--as-of", o.as_of, "only regimes in force on this date, YYYY-MM-DD");
    formatted(*audit, report::audit_renderers(), "the table");
    audit->add_option("--errors", o.errors, "how many mistakes to show");

    auto *core = app.add_subcommand(
        "core", "print a regime as guarded acts, each guard and change with its clause");
    core->add_option("path", o.paths, "files or folders")->required();
    core->add_option("--regime", o.regime, "only regimes of this name");
    core->add_option("--as-of", o.as_of, "only regimes in force on this date");

    auto *diff = app.add_subcommand(
        "diff", "print how two regimes differ: in their texts, in what can be seen of offices and "
                "bodies, and in what is answered under each");
    diff->add_option("before", o.before, "a regime")->required();
    diff->add_option("after", o.after, "another")->required();
    diff->add_option("path", o.paths, "files or folders")->required();
    diff->add_option("--prop", o.property,
                     "only properties of this name; * and ? stand for anything");
    diff->add_option("--observing", o.observing,
                     "acts of this name are seen as well; * and ? stand for anything");
    answering(*diff);
    formatted(*diff, report::diff_renderers(), "the differences");
    diff->add_option("--errors", o.errors, "how many mistakes to show");

    auto *explain = app.add_subcommand("explain", "explain a mistake by its code, or `exit-codes`; "
                                                  "of a model, which clauses carry an answer");
    explain
        ->add_option("topic", o.topic,
                     "a code such as unknown-name; with files, properties of this name")
        ->required();
    explain->add_option("path", o.paths, "files or folders");
    explain->add_option("--regime", o.regime,
                        "only regimes of this name; * and ? stand for anything");
    answering(*explain);
    formatted(*explain, report::why_renderers(), "what carries an answer");
    explain->add_option("--errors", o.errors, "how many mistakes to show");

    auto *format = app.add_subcommand("fmt", "rewrite files in canonical form, in place");
    format->add_option("path", o.paths, "files or folders")->required();
    format->add_flag("--check", o.check_only, "change nothing; end with 1 if a file would change");
    format->add_option("--keywords", o.keywords, "language of the keywords")
        ->check(CLI::IsMember({"en", "ru", "kk"}));

    auto *lint = app.add_subcommand("lint", "warn of what is allowed but probably not meant");
    lint->add_option("path", o.paths, "files or folders")->required();
    lint->add_option("--errors", o.errors, "how many to show");

    auto *profile = app.add_subcommand(
        "profile", "print how a regime stands to a yardstick, article by article");
    profile->add_option("yardstick", o.topic, "the name of a file whose sources are its rules")
        ->required();
    profile->add_option("regime", o.after, "a regime")->required();
    profile->add_option("path", o.paths, "files or folders")->required();
    answering(*profile);
    formatted(*profile, report::profile_renderers(), "the profile");
    profile->add_option("--errors", o.errors, "how many mistakes to show");

    auto *repair = app.add_subcommand(
        "repair", "print the smallest packages of amendments that give a property");
    repair->add_option("property", o.topic, "a property")->required();
    repair->add_option("regime", o.after, "a regime")->required();
    repair->add_option("path", o.paths, "files or folders")->required();
    repair->add_option("--keep", o.property,
                       "look for what is lost only among these; * and ? stand for anything");
    answering(*repair);
    formatted(*repair, report::repair_renderers(), "the packages");
    repair->add_option("--errors", o.errors, "how many mistakes to show");

    auto *report = app.add_subcommand(
        "report", "write a report that was kept as JSON or HTML in another format");
    report->add_option("report", o.paths, "what `check --format json` or `html` printed")
        ->required()
        ->expected(1);
    reported(*report, rendered)->required();

    auto *stability = app.add_subcommand(
        "stability", "ask the same questions under several random seeds of the solver");
    selecting(*stability);
    answering(*stability);
    stability->add_option("--seeds", o.seeds, "how many")->check(CLI::Range(2, 1000));
    formatted(*stability, report::stability_renderers(), "what they come to");
    stability->add_option("--errors", o.errors, "how many mistakes to show");

    auto *tune =
        app.add_subcommand("tune", "print at which values of a parameter the answer changes");
    tune->add_option("property", o.topic, "a property")->required();
    tune->add_option("regime", o.after, "a regime")->required();
    tune->add_option("path", o.paths, "files or folders")->required();
    tune->add_option("--over", o.over, "a parameter")->required();
    tune->add_option("--by", o.by, "another one: for each of its values anew");
    answering(*tune);
    formatted(*tune, report::renderers(), "the answer");
    tune->add_option("--errors", o.errors, "how many mistakes to show");

    auto *verify_cert = app.add_subcommand(
        "verify-cert", "ask another solver whether the evidence that certify wrote is right");
    verify_cert->add_option("folder", o.out, "what certify wrote")->required();
    verify_cert->add_option("--solver", o.solver, "which; cvc5 unless said")
        ->check(CLI::IsMember(SolverProgram::known()));
    verify_cert->add_option("-j,--jobs", o.jobs, "questions asked at the same time")
        ->check(CLI::Range(1, 64));

    auto reversed = args;
    std::reverse(reversed.begin(), reversed.end());
    try {
        app.parse(reversed);
    } catch (CLI::ParseError const &error) {
        std::ostringstream out, err;
        auto const code = app.exit(error, out, err);
        parsed.message = out.str() + err.str();
        parsed.to_err = code != 0;
        parsed.exit = code == 0 ? 0 : 2;
        if (code != 0) parsed.message += hint(args, commands);
        return parsed;
    }
    if (amend->parsed()) o.command = Options::Command::amend;
    if (audit->parsed()) o.command = Options::Command::audit;
    if (certify->parsed()) o.command = Options::Command::certify;
    if (check->parsed()) o.command = Options::Command::check;
    if (core->parsed()) o.command = Options::Command::core;
    if (diff->parsed()) o.command = Options::Command::diff;
    if (explain->parsed()) {
        o.command = Options::Command::explain;
        if (!o.paths.empty()) o.property = o.topic;
    }
    if (format->parsed()) o.command = Options::Command::fmt;
    if (lint->parsed()) o.command = Options::Command::lint;
    if (profile->parsed()) o.command = Options::Command::profile;
    if (repair->parsed()) o.command = Options::Command::repair;
    if (report->parsed()) o.command = Options::Command::report;
    if (stability->parsed()) {
        o.command = Options::Command::stability;
        o.cache = false;
    }
    if (tune->parsed()) o.command = Options::Command::tune;
    if (verify_cert->parsed()) o.command = Options::Command::verify_cert;
    return parsed;
}

} // namespace mandate::cli
