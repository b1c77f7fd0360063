#include "cli/mandate.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/cache.h"
#include "cli/counterparts.h"
#include "cli/load.h"
#include "cli/options.h"
#include "cli/solver_program.h"
#include "compiler/audit.h"
#include "compiler/compile.h"
#include "compiler/consolidation.h"
#include "compiler/standard_edits.h"
#include "compiler/z3/session.h"
#include "dsl/lint.h"
#include "dsl/parse/parse.h"
#include "dsl/print.h"
#include "dsl/resolve/resolve.h"
#include "report/audit.h"
#include "report/bundle.h"
#include "report/diagnostics.h"
#include "report/diff.h"
#include "report/formats.h"
#include "report/profile.h"
#include "report/renderers.h"
#include "report/repair.h"
#include "report/stability.h"
#include "report/why.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <thread>

namespace mandate::cli {

namespace {

namespace ast = dsl::ast;
using report::ExitCode;

// `*` any text, `?` any one byte.
bool matches(std::string_view glob, std::string_view name) {
    if (glob.empty()) return name.empty();
    if (glob.front() == '*') {
        for (std::size_t skip = 0; skip <= name.size(); ++skip)
            if (matches(glob.substr(1), name.substr(skip))) return true;
        return false;
    }
    return !name.empty() && (glob.front() == '?' || glob.front() == name.front()) &&
           matches(glob.substr(1), name.substr(1));
}

std::optional<ast::Date> read_date(std::string const &text) {
    ast::Date date;
    char extra = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2d%c", &date.year, &date.month, &date.day, &extra) != 3)
        return std::nullopt;
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return std::nullopt;
    return date;
}

bool not_after(ast::Date const &a, ast::Date const &b) {
    return std::tie(a.year, a.month, a.day) <= std::tie(b.year, b.month, b.day);
}

char const *id_of(ast::VerdictWord verdict) {
    static constexpr char const *ids[] = {
        "holds",   "violated", "possible",  "impossible",   "fails-in-substance",
        "depends", "vacuous",  "undecided", "not-modelled", "not-applicable"};
    return ids[static_cast<int>(verdict)];
}

constexpr int seconds_a_query = 60; // of another solver

// A property in a regime, with what is expected of it.
struct Question {
    std::string property, regime;
    std::optional<std::string> expected;
    std::vector<ast::Given> given; // under these answers
    // They were given for another regime: what this one does not leave open so is passed over.
    bool given_elsewhere = false;
};

class Session {
public:
    Session(Options options, Io &io) : options_(std::move(options)), io_(io) {
        if (options_.cache && !io_.cache.empty())
            cache_ = std::make_unique<CacheFolder>(io_.cache, io_.files);
        evidence_ = std::make_unique<EvidenceFile>(cache_.get());
        if (options_.cache) add_evidence();
    }

    ExitCode run() {
        switch (options_.command) {
        case Options::Command::amend:
            return amend();
        case Options::Command::audit:
            return audit();
        case Options::Command::certify:
            return certify();
        case Options::Command::check:
            return check();
        case Options::Command::core:
            return core();
        case Options::Command::diff:
            return diff();
        case Options::Command::explain:
            return explain();
        case Options::Command::fmt:
            return format();
        case Options::Command::lint:
            return lint();
        case Options::Command::profile:
            return profile();
        case Options::Command::repair:
            return repair();
        case Options::Command::report:
            return rendered();
        case Options::Command::stability:
            return stability();
        case Options::Command::tune:
            return tune();
        case Options::Command::verify_cert:
            return verify_certificates();
        case Options::Command::none:
            break;
        }
        return ExitCode::usage;
    }

private:
    ExitCode failed(Error const &error) {
        io_.err << "mandate: " << error.message << "\n";
        return ExitCode::usage;
    }

    // In the format asked for.
    template <class Renderers, class What>
    void print(Renderers const &renderers, What const &report) {
        for (auto const &renderer : renderers)
            if (options_.format == renderer.name) io_.out << renderer.render(report) << std::flush;
    }

    // In each of the formats asked for, to its file.
    std::optional<ExitCode> write(report::Report const &report) {
        std::optional<nlohmann::ordered_json> data;
        for (auto const &output : options_.outputs) {
            for (auto const &renderer : report::renderers())
                if (output.format == renderer.name)
                    if (auto const code = write(output, renderer.render(report))) return code;
            for (auto const &rendering : report::renderings()) {
                if (output.format != rendering.name) continue;
                if (!data) data = report::json_object(report);
                if (auto const code = write(output, rendering.render(*data))) return code;
            }
        }
        return std::nullopt;
    }
    std::optional<ExitCode> write(Output const &output, std::string const &text) {
        if (output.file.empty()) {
            io_.out << text << std::flush;
            return std::nullopt;
        }
        auto const written = io_.files.write(output.file, text);
        return written ? std::nullopt : std::optional(failed(written.error()));
    }

    // A report that was kept, in other formats.
    ExitCode rendered() {
        auto const &path = options_.paths.front();
        auto const text = io_.files.read(path);
        if (!text) return failed(text.error());
        try {
            if (auto const report = report::read_report(*text)) {
                for (auto const &output : options_.outputs)
                    for (auto const &rendering : report::renderings())
                        if (output.format == rendering.name)
                            if (auto const code = write(output, rendering.render(*report)))
                                return *code;
                return ExitCode::fine;
            }
        } catch (nlohmann::ordered_json::exception const &) { // something is not where it belongs
        }
        io_.err << fmt::format("mandate: {} is no report of this version of mandate\n",
                               quote(path));
        return ExitCode::usage;
    }

    // Says that there is nothing of that name, and what may have been meant.
    ExitCode no_such(std::string const &what, std::string const &name,
                     std::vector<std::string> const &names) {
        auto const near = nearest_name(name, names);
        io_.err << fmt::format("mandate: there is no {} {}{}\n", what, quote(name),
                               near && *near != name ? "; did you mean " + quote(*near) + "?" : "");
        return ExitCode::usage;
    }

    // Shows the mistakes so far, if there are any: then the command ends.
    bool mistakes() {
        if (!sink_.has_errors()) return false;
        io_.err << report::text(sink_.sorted(), sources_, options_.errors);
        return true;
    }

    // Files to a program. Returns: the exit code if that failed.
    std::optional<ExitCode> prepare() {
        auto loaded = load(options_.paths, io_.files, sources_, sink_);
        if (!loaded) return failed(loaded.error());
        selected_ = std::move(loaded->selected);
        if (!options_.ask.empty()) {
            auto const source =
                sources_.add("--ask", "property asked \"\"\n" + options_.ask, sink_);
            loaded->files.push_back(dsl::parse(source, sources_, sink_));
            selected_ = {"--ask"};
        }
        if (mistakes()) return ExitCode::model_errors;
        program_ = dsl::resolve(std::move(loaded->files), sink_);
        if (mistakes() || !program_) return ExitCode::model_errors;
        return std::nullopt;
    }

    // Of a chain, the regime with which it begins.
    ast::Regime const &regime(std::string const &name) const {
        auto const chain = program_->chains.find(name);
        return *program_->regimes
                    .find(chain == program_->chains.end()
                              ? name
                              : chain->second.node->links[0].regime.text)
                    ->second.node;
    }
    std::string title(std::string const &name) const {
        auto const chain = program_->chains.find(name);
        if (chain == program_->chains.end()) return regime(name).title;
        std::string words;
        for (auto const &link : chain->second.node->links)
            words += (words.empty() ? "" : ", then ") + link.regime.text;
        return words;
    }

    // Regimes, then chains of them, that the options let through. A chain has no date of its own,
    // and nothing but a check of what is asked of it speaks of one that is not named.
    Result<std::vector<std::string>> regimes() {
        std::vector<std::string> names;
        auto const add = [&](std::string const &name) {
            if (options_.regime.empty() || matches(options_.regime, name)) names.push_back(name);
        };
        for (auto const &name : program_->regime_order) add(name);
        if (options_.as_of.empty()) {
            using Command = Options::Command;
            if (options_.command == Command::check || options_.command == Command::certify ||
                options_.command == Command::stability || !options_.regime.empty())
                for (auto const &[name, _] : program_->chains) add(name);
            return names;
        }
        auto const date = read_date(options_.as_of);
        if (!date)
            return fail(Error::Kind::unsupported,
                        "there is no date " + quote(options_.as_of) + "; write YYYY-MM-DD");
        // The law of a date is that of the latest regime not after it …
        std::optional<ast::Date> latest;
        for (auto const &name : names) {
            auto const &as_of = regime(name).as_of;
            if (as_of && not_after(*as_of, *date) && (!latest || not_after(*latest, *as_of)))
                latest = as_of;
        }
        std::erase_if(names, [&](std::string const &name) {
            auto const &as_of = regime(name).as_of;
            return !latest || !as_of || !not_after(*latest, *as_of);
        });
        std::erase_if(
            names, [&](std::string const &name) { return !not_after(*regime(name).as_of, *date); });
        // … unless the law changed in between.
        for (auto const &name : program_->instrument_order) {
            auto const &instrument = *program_->instruments.find(name)->second.node;
            auto const between = [&](std::optional<ast::Date> const &day) {
                return day && latest && not_after(*day, *date) && !not_after(*day, *latest);
            };
            if (between(instrument.from) || between(instrument.until))
                return fail(Error::Kind::unsupported,
                            fmt::format("{} changes the law between {:04}-{:02}-{:02}, the date of "
                                        "the nearest regime, and {}",
                                        quote(name), latest->year, latest->month, latest->day,
                                        options_.as_of));
        }
        return names;
    }

    // It is asked of two regimes.
    static bool within(ast::Property const &property) {
        return property.form.kind == ast::Form::Kind::within;
    }

    // ---- check
    // -----------------------------------------------------------------------------------
    std::vector<Question> questions(std::vector<std::string> const &allowed) {
        std::vector<Question> result;
        auto const add = [&](std::string const &property, std::string const &in,
                             std::optional<std::string> expected,
                             std::vector<ast::Given> given = {}) {
            if (std::find(allowed.begin(), allowed.end(), in) != allowed.end())
                result.push_back({property, in, std::move(expected), std::move(given)});
        };
        auto const texts = [](std::vector<ast::Name> const &names) {
            std::vector<std::string> list;
            for (auto const &name : names) list.push_back(name.text);
            return list;
        };
        for (auto const &name : program_->property_order) {
            auto const &entry = program_->properties.find(name)->second;
            auto const &property = *entry.node;
            if (!selected_.contains(sources_.path(entry.span.source))) continue;
            if (options_.ask.empty() && !matches(options_.property, name)) continue;
            auto everywhere = within(property) ? std::vector{property.form.regimes.front().text}
                                               : texts(property.regimes);
            if (everywhere.empty())
                everywhere = options_.regime.empty() ? program_->regime_order : allowed;
            std::set<std::string> asked;
            for (auto const &expect : property.expects) {
                for (auto const &in : expect.regimes.empty() ? everywhere : texts(expect.regimes)) {
                    asked.insert(in);
                    add(name, in, id_of(expect.verdict), expect.given);
                }
            }
            if (property.expects.empty() || !property.regimes.empty() || within(property))
                for (auto const &in : everywhere)
                    if (!asked.contains(in)) add(name, in, {});
        }
        return result;
    }

    // Compiles what the questions are about. Returns: the exit code if that failed.
    std::optional<ExitCode> put(std::vector<Question> const &asked, report::Report &report) {
        if (mistakes()) return ExitCode::model_errors;
        if (asked.empty()) {
            io_.err << "mandate: no property was selected, so nothing was checked\n";
            return ExitCode::nothing_checked;
        }
        // One core a regime, with all that is asked of it; one for each question of two.
        std::map<std::string, std::vector<std::string>> by_regime;
        std::set<std::string> of_two;
        for (auto const &q : asked)
            if (within(*program_->properties.find(q.property)->second.node))
                of_two.insert(q.property), by_regime[q.regime]; // for the passing of time
            else
                by_regime[q.regime].push_back(q.property);
        report.sources = &sources_;
        report.program = &*program_;
        report.budget = options_.budget;
        report.silence = options_.silence;
        std::map<std::string, compiler::Core const *> cores;
        for (auto const &[name, properties] : by_regime) {
            auto compiled = compiler::compile(*program_, name, properties, sink_);
            if (!compiled) continue;
            report.cores.push_back(std::make_unique<compiler::Core>(std::move(*compiled)));
            cores[name] = report.cores.back().get();
        }
        std::map<std::string, compiler::Core const *> cores_of_two;
        for (auto const &name : of_two) {
            auto compiled = compiler::compile_within(*program_, name, sink_);
            if (!compiled) continue;
            report.cores.push_back(std::make_unique<compiler::Core>(std::move(*compiled)));
            cores_of_two[name] = report.cores.back().get();
        }
        if (mistakes()) return ExitCode::model_errors;
        for (auto const &q : asked) {
            auto const &entry = program_->properties.find(q.property)->second;
            report::Result result;
            result.property = q.property;
            result.title = entry.node->title;
            result.regime = q.regime;
            result.regime_title = title(q.regime);
            auto const &date = *regime(q.regime).as_of;
            result.as_of = {date.year, date.month, date.day};
            result.place = entry.span;
            for (auto const &citation : entry.tag->citations)
                for (auto &rule : dsl::rule_ids(*program_, citation))
                    result.rules.push_back(std::move(rule));
            result.core =
                of_two.contains(q.property) ? cores_of_two.at(q.property) : cores.at(q.regime);
            result.expected = q.expected;
            std::map<compiler::VarId, std::int64_t> given = silence(*result.core);
            std::set<compiler::VarId> asked_already;
            DiagnosticSink passed_over;
            for (auto const &one : q.given)
                if (auto const answer =
                        said(*result.core, one, q.given_elsewhere ? passed_over : sink_)) {
                    if (!asked_already.insert(answer->first).second)
                        sink_.report(
                            {Code::unknown_answer,
                             one.answer.span,
                             {quote(one.answer.text), "the question has an answer already"}});
                    given[answer->first] = answer->second;
                    result.given.emplace_back(result.core->variables[answer->first].question,
                                              one.answer.text);
                }
            givens_.push_back(std::move(given));
            report.results.push_back(std::move(result));
        }
        if (mistakes()) return ExitCode::model_errors;
        return std::nullopt;
    }

    // What is selected, and of each regime whether time can pass. Returns: the exit code if that
    // failed.
    std::optional<ExitCode> ask(report::Report &report) {
        if (auto const code = prepare()) return *code;
        auto const allowed = regimes();
        if (!allowed) return failed(allowed.error());
        if (auto const code = put(questions(*allowed), report)) return *code;
        for (auto const &core : report.cores) {
            auto const &last = core->properties[core->properties.id(core->properties.size() - 1)];
            if (last.name != compiler::time_property) continue;
            // Not asked by anybody, and told only where it fails.
            report::Result result;
            result.property = last.name;
            result.title = last.title;
            result.regime = core->regime;
            result.regime_title = title(core->regime);
            auto const &date = *regime(core->regime).as_of;
            result.as_of = {date.year, date.month, date.day};
            auto const chain = program_->chains.find(core->regime);
            result.place = chain == program_->chains.end()
                               ? program_->regimes.find(core->regime)->second.span
                               : chain->second.span;
            result.core = core.get();
            result.expected = "holds";
            givens_.push_back(silence(*core));
            report.results.push_back(std::move(result));
        }
        return std::nullopt;
    }

    ExitCode check() {
        std::optional<SolverProgram> other;
        if (!options_.solver.empty()) {
            auto found = SolverProgram::find(options_.solver);
            if (!found) return failed(found.error());
            other = std::move(*found);
        }
        if (options_.keep_evidence &&
            (options_.paths.size() != 1 || !io_.files.is_folder(options_.paths.front()) ||
             options_.parts > 1)) {
            io_.err << "mandate: --keep-evidence is for all questions of one folder\n";
            return ExitCode::usage;
        }
        report::Report report;
        if (auto const code = ask(report)) return *code;
        take_part(report);
        if (options_.list) {
            for (auto const &result : report.results)
                if (result.property != compiler::time_property)
                    io_.out << report::name_of(result) << "\n";
            return ExitCode::fine;
        }
        if (report.results.empty()) {
            io_.err << "mandate: there is no question in this part, so nothing was checked\n";
            return ExitCode::nothing_checked;
        }
        answer(report);
        if (other) cross_check(report, *other);
        std::erase_if(report.results, [](report::Result const &result) {
            return result.property == compiler::time_property && result.met;
        });
        report.exit = exit_code(report);
        if (auto const code = write(report)) return *code;
        if (options_.keep_evidence)
            if (auto const written = io_.files.write(
                    options_.paths.front() + "/" + EvidenceFile::name, evidence_->text());
                !written)
                return failed(written.error());
        return report.exit;
    }

    // Leaves the questions of this part, whatever the others are. Whether time can pass in a regime
    // goes with the first question about it.
    void take_part(report::Report &report) {
        if (options_.parts == 1) return;
        report.partition = fmt::format("hash:{}/{}", options_.part, options_.parts);
        std::vector<report::Result> results;
        std::vector<std::map<compiler::VarId, std::int64_t>> givens;
        std::map<compiler::Core const *, std::string> first;
        for (std::size_t i = 0; i < report.results.size(); ++i) {
            // Under given answers it may follow from the open question, and goes with it.
            auto const &asked = report.results[i];
            auto const &property = first.try_emplace(asked.core, asked.property).first->second;
            auto const hash =
                sha256((asked.property == compiler::time_property ? property : asked.property) +
                       " in " + asked.regime)
                    .substr(0, 15);
            if (std::stoull(hash, nullptr, 16) % options_.parts != options_.part - 1) continue;
            results.push_back(std::move(report.results[i]));
            givens.push_back(std::move(givens_[i]));
        }
        report.results = std::move(results);
        givens_ = std::move(givens);
    }

    // ---- evidence for others
    // ---------------------------------------------------------------------
    // By result of the report.
    std::vector<solver::Evidence> evidence(report::Report const &report) {
        std::vector<solver::Evidence> all(report.results.size());
        each(all.size(), [&](std::size_t number, std::atomic<bool> const &stop) {
            auto const &result = report.results[number];
            if (!result.answer.outcome) return;
            all[number] =
                solver::evidence(*result.core, property_of(result),
                                 solver_options(number, result, stop), *result.answer.outcome);
        });
        return all;
    }

    void cross_check(report::Report &report, SolverProgram const &other) {
        auto const all = evidence(report);
        each(all.size(), [&](std::size_t number, std::atomic<bool> const &) {
            if (all[number].queries.empty()) return;
            report::CrossCheck result{other.words(), all[number].queries.size(), 0};
            for (auto const &query : all[number].queries) {
                auto const answer = other.ask(query.text, seconds_a_query);
                if (answer == SolverProgram::Answer::sat)
                    throw InternalError(
                        fmt::format("{} refutes what was answered to {} in {}: {} ({})",
                                    other.words(), report.results[number].property,
                                    report.results[number].regime, query.words, query.name));
                if (answer == SolverProgram::Answer::unsat) ++result.agreed;
            }
            report.results[number].cross_check = std::move(result);
        });
    }

    ExitCode stability() {
        report::StabilityReport report{options_.seeds, {}, {}};
        auto &answers = report.answers;
        if (auto const code = ask(answers)) return *code;
        report.rows.resize(answers.results.size());
        struct Own {
            ~Own() { compiler::SmtSession::seed(0); }
        } const afterwards;
        for (unsigned seed = 0; seed < options_.seeds; ++seed) {
            compiler::SmtSession::seed(seed);
            answer(answers);
            for (std::size_t i = 0; i < report.rows.size(); ++i) {
                auto const &result = answers.results[i];
                auto &row = report.rows[i];
                if (result.answer.outcome) {
                    auto const used = result.answer.outcome->used;
                    row.least = seed == 0 ? used : std::min(row.least, used);
                    row.most = std::max(row.most, used);
                }
                if (result.answer.id == solver::VerdictId::undecided) continue;
                ++row.decided;
                row.verdicts.insert(result.answer.id);
                if (result.answer.outcome) row.engines.insert(result.answer.outcome->engine);
            }
        }
        print(report::stability_renderers(), report);
        return report::exit_code(report);
    }

    ExitCode certify() {
        if (auto const files = io_.files.list(options_.out); files && !files->empty()) {
            io_.err << fmt::format("mandate: {} is not empty\n", quote(options_.out));
            return ExitCode::usage;
        }
        report::Report report;
        if (auto const code = ask(report)) return *code;
        answer(report);
        std::vector<std::pair<std::string, std::string>> sources;
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            SourceId const id{static_cast<std::int32_t>(i)};
            sources.emplace_back(sources_.path(id), sources_.text(id));
        }
        auto const all = evidence(report);
        for (auto const &[path, text] : report::bundle(report, all, sources))
            if (auto const written = io_.files.write(options_.out + "/" + path, text); !written)
                return failed(written.error());
        std::size_t queries = 0, without = 0;
        bool undecided = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            queries += all[i].queries.size();
            without += all[i].queries.empty();
            undecided |= report.results[i].answer.id == solver::VerdictId::undecided;
        }
        io_.out << fmt::format("{} answers, {} queries; {} answers need none or are undecided\n",
                               all.size(), queries, without);
        return undecided ? ExitCode::open : ExitCode::fine;
    }

    ExitCode verify_certificates() {
        auto const other = SolverProgram::find(options_.solver.empty() ? "cvc5" : options_.solver);
        if (!other) return failed(other.error());
        auto const text = io_.files.read(options_.out + "/manifest.json");
        if (!text) return failed(text.error());
        auto const manifest = report::read_manifest(*text);
        if (!manifest) return failed(manifest.error());
        std::size_t refused = 0, open = 0;
        for (auto const &source : manifest->sources) {
            auto const now = io_.files.read(source.path);
            if (!now) continue; // the evidence may have been sent without them
            auto const id = sources_.add(source.path, *now, sink_);
            if (sha256(std::string(sources_.text(id))) == source.sha256) continue;
            io_.out << fmt::format("{} has changed since the evidence was written\n", source.path);
            ++refused;
        }
        for (auto const &one : manifest->answers)
            if (one.needs_queries && one.queries.empty()) {
                io_.out << fmt::format("{} in {}: {} without evidence\n", one.property, one.regime,
                                       one.verdict);
                ++refused;
            }
        std::vector<report::Manifest::File> files;
        for (auto const &one : manifest->answers) {
            files.insert(files.end(), one.queries.begin(), one.queries.end());
            files.insert(files.end(), one.others.begin(), one.others.end());
        }
        struct Complaint {
            std::string words;
            bool refused = true;
        };
        std::vector<Complaint> complaints(files.size());
        each(files.size(), [&](std::size_t number, std::atomic<bool> const &) {
            auto const &file = files[number];
            auto &complaint = complaints[number];
            auto const bytes = io_.files.read(options_.out + "/" + file.path);
            if (!bytes)
                complaint.words = "is missing";
            else if (sha256(*bytes) != file.sha256)
                complaint.words = "has changed since it was written";
            else if (!file.query)
                return;
            else if (!report::is_query(*bytes))
                complaint.words = "is no query";
            else if (auto const answer = other->ask(*bytes, seconds_a_query);
                     answer == SolverProgram::Answer::sat)
                complaint.words = "is refuted by " + other->words();
            else if (answer == SolverProgram::Answer::none)
                complaint = {"is not answered by " + other->words(), false};
        });
        std::size_t queries = 0;
        for (std::size_t i = 0; i < files.size(); ++i) {
            queries += files[i].query;
            if (complaints[i].words.empty()) continue;
            io_.out << files[i].path << " " << complaints[i].words << "\n";
            ++(complaints[i].refused ? refused : open);
        }
        io_.out << fmt::format(
            "{} answers, {} queries: {} refused, {} not answered; the others are "
            "accepted by {}\n",
            manifest->answers.size(), queries, refused, open, other->words());
        return refused ? ExitCode::not_as_expected : open ? ExitCode::open : ExitCode::fine;
    }

    // ---- diff
    // ------------------------------------------------------------------------------------
    // What `check` asks of one of the two regimes, once of either; under given answers where
    // `check` asks a property only so.
    std::vector<Question> questions_of_both() {
        auto const asked = questions({options_.before, options_.after});
        std::set<std::string> open;
        for (auto const &one : asked)
            if (one.given.empty()) open.insert(one.property);
        std::vector<Question> result;
        std::map<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>,
                 std::size_t>
            rows;
        for (auto const &one : asked) {
            if (!one.given.empty() && open.contains(one.property)) continue;
            std::vector<std::pair<std::string, std::string>> answers;
            for (auto const &answer : one.given)
                answers.emplace_back(answer.question.text, answer.answer.text);
            auto const [row, is_new] =
                rows.try_emplace({one.property, std::move(answers)}, result.size());
            if (is_new)
                for (auto const &in : {options_.before, options_.after})
                    result.push_back({one.property, in, {}, one.given, in != one.regime});
            for (auto both = row->second; both < row->second + 2; ++both)
                if (result[both].regime == one.regime) {
                    result[both].expected = one.expected;
                    result[both].given_elsewhere = false;
                }
        }
        return result;
    }

    // Says so if it is not.
    bool is_regime(std::string const &name) {
        if (program_->regimes.contains(name)) return true;
        if (program_->chains.contains(name)) {
            io_.err << fmt::format("mandate: {} is a chain; name one of its regimes\n",
                                   quote(name));
            return false;
        }
        no_such("regime", name, program_->regime_order);
        return false;
    }

    report::Date as_of(std::string const &name) const {
        auto const &node = regime(name);
        return {node.as_of->year, node.as_of->month, node.as_of->day};
    }

    // What can be seen under each of the two regimes and not under the other.
    void compare(report::DiffReport &report, Counterparts const &counterparts) {
        auto before = compiler::compile(*program_, options_.before, {}, sink_);
        auto const after = compiler::compile(*program_, options_.after, {}, sink_);
        if (before && counterparts.exchanged)
            before = compiler::compile(*counterparts.exchanged, options_.before, {}, sink_);
        if (!before || !after) return;
        solver::Side const old{*before, silence(*before)}, now{*after, silence(*after)};
        auto all = solver::to_compare(*before, *after);
        // What the names before stand for now, neither regime has.
        std::set<std::string> names_before;
        for (auto const &[_, name] : counterparts.names) names_before.insert(name);
        std::erase_if(all, [&](auto const &what) { return names_before.contains(what.of); });
        auto const of_before = [&](std::string const &name) {
            auto const it = counterparts.names.find(name);
            return it == counterparts.names.end() ? "" : it->second;
        };
        for (auto const &what : all)
            report.seen.push_back({what.of,
                                   what.level ? before->levels[what.level].name : "",
                                   of_before(what.of),
                                   {},
                                   {},
                                   what.is_here,
                                   what.is_there});
        auto const observed = [&](std::string const &act) {
            return std::any_of(options_.observing.begin(), options_.observing.end(),
                               [&](std::string const &glob) { return matches(glob, act); });
        };
        std::function<bool(std::string const &)> acts;
        if (!options_.observing.empty()) acts = observed;
        // What takes longest, first: at the deepest levels there is most around a unit.
        std::vector<std::size_t> order(all.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return all[a].level.index > all[b].level.index;
        });
        each(2 * all.size(), [&](std::size_t number, std::atomic<bool> const &stop) {
            std::size_t const row = order[number / 2];
            auto const &what = all[row];
            if (!what.is_here || !what.is_there) return;
            solver::Options options;
            options.engine = options_.engine;
            options.limits.rlimit = options_.budget;
            options.limits.stop = &stop;
            options.memory = memory();
            auto &seen = report.seen[row];
            if (number % 2 == 0)
                seen.before = solver::compare(old, now, what, acts, options);
            else
                seen.after = solver::compare(now, old, what, acts, options);
        });
    }

    ExitCode diff() {
        if (auto const code = prepare()) return *code;
        for (auto const &name : {options_.before, options_.after})
            if (!is_regime(name)) return ExitCode::usage;
        report::DiffReport report{options_.before,
                                  options_.after,
                                  title(options_.before),
                                  title(options_.after),
                                  as_of(options_.before),
                                  as_of(options_.after),
                                  {},
                                  {},
                                  {},
                                  {}};
        auto const texts_before = compiler::in_force(*program_, regime(options_.before), sink_),
                   texts_after = compiler::in_force(*program_, regime(options_.after), sink_);
        report.texts = report::redline(texts_before, texts_after);
        // Where nothing is asked, the texts and what can be seen are compared alone.
        auto const asked = questions_of_both();
        if (!asked.empty() || options_.property != "*") {
            if (auto const code = put(asked, report.answers)) return *code;
            answer(report.answers);
        }
        report.answers.sources = &sources_;
        if (options_.property == "*") {
            auto const of_two_names = counterparts(*program_, texts_before, texts_after, sources_);
            report.apart = of_two_names.apart;
            compare(report, of_two_names);
        }
        if (mistakes()) return ExitCode::model_errors;
        print(report::diff_renderers(), report);
        return report::exit_code(report);
    }

    // The answers that the reading of silence asked for takes.
    std::map<compiler::VarId, std::int64_t> silence(compiler::Core const &core) const {
        std::map<compiler::VarId, std::int64_t> given;
        if (options_.silence.empty()) return given;
        for (std::size_t v = 0; v < core.variables.size(); ++v) {
            auto const id = core.variables.id(v);
            auto const &marked =
                options_.silence == "open" ? core.variables[id].open : core.variables[id].closed;
            if (marked) given[id] = *marked;
        }
        return given;
    }

    // The question after `when` and its answer. Reports: a question that the regime does not leave
    // open, an answer that it does not have.
    std::optional<std::pair<compiler::VarId, std::int64_t>>
    said(compiler::Core const &core, ast::Given const &given, DiagnosticSink &sink) {
        auto const &wanted = given.question.text;
        std::vector<compiler::VarId> found;
        std::vector<std::string> open;
        for (std::size_t v = 0; v < core.variables.size(); ++v) {
            auto const id = core.variables.id(v);
            auto const &variable = core.variables[id];
            if (variable.role != compiler::Role::reading) continue;
            open.push_back(variable.question);
            if (variable.question == wanted) return answered(core, id, given, sink);
            auto const &clause = core.clauses[variable.clause];
            if (wanted == clause.instrument + "@" + clause.name) found.push_back(id);
        }
        if (found.size() == 1) return answered(core, found.front(), given, sink);
        std::string hint = "write it as the report prints it";
        if (found.size() > 1) {
            hint = "the clause leaves several questions open:";
            for (auto const id : found) hint += " " + quote(core.variables[id].question);
        } else if (auto const near = nearest_name(wanted, open)) {
            hint = "did you mean " + quote(*near) + "?";
        }
        sink.report({Code::unknown_question, given.question.span, {core.regime, hint}});
        return std::nullopt;
    }
    std::optional<std::pair<compiler::VarId, std::int64_t>> answered(compiler::Core const &core,
                                                                     compiler::VarId id,
                                                                     ast::Given const &given,
                                                                     DiagnosticSink &sink) {
        auto const &wanted = given.answer.text;
        auto const &sort = core.variables[id].sort;
        std::vector<std::string> answers;
        if (sort.enumeration) answers = core.enumerations[sort.enumeration].values;
        for (std::size_t i = 0; i < answers.size(); ++i)
            if (answers[i] == wanted) return std::pair(id, static_cast<std::int64_t>(i));
        if (answers.empty() && !wanted.empty() &&
            wanted.find_first_not_of("0123456789") == std::string::npos && wanted.size() < 10) {
            auto const number = std::stoll(wanted);
            if (sort.low <= number && number <= sort.high) return std::pair(id, number);
        }
        std::string hint;
        for (auto const &answer : answers) hint += (hint.empty() ? "" : ", ") + quote(answer);
        if (answers.empty()) hint = fmt::format("a number from {} to {}", sort.low, sort.high);
        sink.report({Code::unknown_answer, given.answer.span, {quote(wanted), hint}});
        return std::nullopt;
    }

    static solver::Likely likely(std::optional<std::string> const &expected) {
        using solver::Likely;
        static std::map<std::string, Likely> const by_verdict{
            {"violated", Likely::run},         {"possible", Likely::run},
            {"depends", Likely::both},         {"holds", Likely::proof},
            {"impossible", Likely::proof},     {"fails-in-substance", Likely::proof},
            {"not-applicable", Likely::proof}, {"vacuous", Likely::proof}};
        auto const it = expected ? by_verdict.find(*expected) : by_verdict.end();
        return it == by_verdict.end() ? Likely::unknown : it->second;
    }

    // A question and the same under given answers, which may follow from it: by number in the
    // report, the open one first.
    std::vector<std::vector<std::size_t>> together(report::Report const &report) const {
        std::vector<std::vector<std::size_t>> result;
        std::map<std::pair<std::string, compiler::Core const *>, std::size_t> at;
        for (bool const open : {true, false})
            for (std::size_t i = 0; i < report.results.size(); ++i) {
                auto const &one = report.results[i];
                if (one.given.empty() != open) continue;
                auto const [it, is_new] = at.try_emplace({one.property, one.core}, result.size());
                if (is_new) result.emplace_back();
                result[it->second].push_back(i);
            }
        return result;
    }

    static compiler::PropertyId property_of(report::Result const &result) {
        auto const &properties = result.core->properties;
        compiler::PropertyId id;
        for (std::size_t i = 0; i < properties.size(); ++i)
            if (properties[properties.id(i)].name == result.property) id = properties.id(i);
        return id;
    }

    // Of each path the nearest file of evidence, in it or in a folder that it lies in.
    void add_evidence() {
        std::set<std::string> files;
        for (auto const &path : options_.paths) {
            auto folder = std::filesystem::path(path).lexically_normal();
            for (;;) {
                auto const file = (folder / EvidenceFile::name).generic_string();
                auto const text = io_.files.read(file);
                if (text && files.insert(file).second) evidence_->add(*text);
                if (text || !folder.has_relative_path() || folder.filename() == "..") break;
                folder = folder.parent_path();
            }
        }
    }

    solver::Memory *memory() const {
        return options_.cache || options_.keep_evidence ? evidence_.get() : nullptr;
    }

    solver::Options solver_options(std::size_t number, report::Result const &result,
                                   std::atomic<bool> const &stop) const {
        solver::Options options;
        options.likely = likely(result.expected);
        options.given = givens_[number];
        options.engine = options_.engine;
        options.limits.rlimit = options_.budget;
        options.limits.stop = &stop;
        options.memory = memory();
        options.recall_only = options_.cache_only;
        using Command = Options::Command;
        auto const command = options_.command;
        options.any_size =
            !options_.scope_only &&
            (command == Command::check || command == Command::certify || command == Command::diff);
        return options;
    }

    void answer_one(report::Report &report, std::size_t number, solver::Known const *known,
                    std::atomic<bool> const &stop) const {
        auto &result = report.results[number];
        auto options = solver_options(number, result, stop);
        options.known = known;
        result.answer = solver::answer(*result.core, property_of(result), options);
        result.met = !result.expected || *result.expected == solver::id_of(result.answer.id);
    }

    // Answers all questions, several at a time; their order is that of the text.
    void answer(report::Report &report) {
        auto const groups = together(report);
        each(groups.size(), [&](std::size_t group, std::atomic<bool> const &stop) {
            std::optional<solver::Known> known;
            for (auto const number : groups[group]) {
                answer_one(report, number, known ? &*known : nullptr, stop);
                auto const &result = report.results[number];
                if (result.given.empty() && result.answer.outcome)
                    known = solver::known_from(*result.answer.outcome, givens_[number]);
            }
        });
    }

    // Does so many things, several at a time, and tells how many are done.
    template <class Do>
    void each(std::size_t count, Do const &one) {
        std::atomic<bool> stop = false;
        std::atomic<std::size_t> next = 0, done = 0;
        std::exception_ptr failure;
        std::mutex mutex;
        auto const work = [&] {
            for (auto i = next++; i < count; i = next++) {
                try {
                    one(i, stop);
                } catch (...) {
                    std::lock_guard const lock(mutex);
                    if (!failure) failure = std::current_exception();
                    next = count;
                }
                ++done;
                if (!io_.progress) continue;
                std::lock_guard const lock(mutex);
                io_.err << fmt::format("\r{} of {} done", done.load(), count) << std::flush;
            }
        };
        {
            std::condition_variable_any wake;
            std::jthread const watch([&](std::stop_token const &token) {
                if (options_.timeout <= 0) return;
                std::unique_lock lock(mutex);
                wake.wait_for(lock, token, std::chrono::duration<double>(options_.timeout),
                              [] { return false; });
                if (!token.stop_requested()) stop = true;
            });
            std::vector<std::jthread> workers;
            auto const at_once = std::min<std::size_t>(options_.jobs, count);
            for (std::size_t i = 0; i < at_once; ++i) workers.emplace_back(work);
        }
        if (io_.progress) io_.err << "\r\033[K" << std::flush;
        if (failure) std::rethrow_exception(failure);
    }

    ExitCode exit_code(report::Report const &report) const {
        using Id = solver::VerdictId;
        bool wrong = false, open = false;
        for (auto const &result : report.results) {
            auto const id = result.answer.id;
            if (auto const &checked = result.cross_check)
                open |= checked->agreed < checked->queries;
            if (result.expected) {
                if (!result.met) (id == Id::undecided ? open : wrong) = true;
                continue;
            }
            wrong |= id == Id::violated || id == Id::fails_in_substance;
            open |= id == Id::depends || id == Id::vacuous || id == Id::undecided ||
                    id == Id::not_modelled;
        }
        if (options_.exit_zero) return ExitCode::fine;
        return wrong ? ExitCode::not_as_expected : open ? ExitCode::open : ExitCode::fine;
    }

    // ---- the other commands
    // ----------------------------------------------------------------------
    // Runs `visit` on each regime that the options let through.
    template <class Visit>
    ExitCode each_regime(Visit const &visit) {
        if (auto const code = prepare()) return *code;
        auto const allowed = regimes();
        if (!allowed) return failed(allowed.error());
        if (allowed->empty()) {
            io_.err << "mandate: no regime was selected\n";
            return ExitCode::nothing_checked;
        }
        for (auto const &name : *allowed) visit(name);
        return mistakes() ? ExitCode::model_errors : ExitCode::fine;
    }

    ExitCode amend() {
        if (auto const code = prepare()) return *code;
        if (!is_regime(options_.after)) return ExitCode::usage;
        compiler::compile(*program_, options_.after, {}, sink_); // for its mistakes
        dsl::ast::File file;
        file.declarations = compiler::in_force(*program_, regime(options_.after), sink_);
        if (mistakes()) return ExitCode::model_errors;
        io_.out << dsl::print(file, sources_, language());
        return ExitCode::fine;
    }

    ExitCode audit() {
        report::AuditReport report;
        auto const code = each_regime([&](std::string const &name) {
            auto audit = compiler::audit(*program_, name, sink_);
            if (!audit) return;
            report.entries.push_back({title(name), as_of(name), std::move(*audit)});
        });
        if (code != ExitCode::fine) return code;
        print(report::audit_renderers(), report);
        return code;
    }

    ExitCode core() {
        return each_regime([&](std::string const &name) {
            if (auto const compiled = compiler::compile(*program_, name, {}, sink_))
                io_.out << compiler::print(*compiled) << "\n";
        });
    }

    // The rules in the `sources` of a file, and in this regime every question that cites one.
    ExitCode profile() {
        if (auto const code = prepare()) return *code;
        if (!is_regime(options_.after)) return ExitCode::usage;
        report::ProfileReport report{options_.topic, options_.after, title(options_.after), {}, {}};
        std::vector<std::string> files;
        for (auto const &file : program_->files) {
            auto const &path = sources_.path(file.source);
            auto const from = path.rfind('/') + 1; // of none: 0
            files.push_back(path.substr(from, path.find('.', from) - from));
            if (files.back() != options_.topic) continue;
            for (auto const &declaration : file.declarations)
                if (auto const *rules = std::get_if<ast::Sources>(&declaration.node))
                    for (auto const &rule : rules->rules) add_demand(report, rule);
        }
        if (report.articles.empty())
            return no_such("file with sources called", options_.topic, files);
        std::vector<Question> asked;
        for (auto const &name : program_->property_order) {
            std::set<std::string> cited;
            for (auto const &citation : program_->properties.find(name)->second.tag->citations)
                for (auto &rule : dsl::rule_ids(*program_, citation)) cited.insert(std::move(rule));
            bool cites = false;
            for (auto &article : report.articles)
                for (auto &demand : article.demands)
                    if (cited.contains(demand.rule)) {
                        demand.answers.push_back(asked.size());
                        cites = true;
                    }
            if (cites) asked.push_back({name, options_.after, {}, {}});
        }
        if (!asked.empty()) {
            if (auto const code = put(asked, report.answers)) return *code;
            answer(report.answers);
        }
        print(report::profile_renderers(), report);
        return report::exit_code(report);
    }
    static void add_demand(report::ProfileReport &report, ast::Rule const &rule) {
        auto const at = std::find_if(report.articles.begin(), report.articles.end(),
                                     [&](auto const &one) { return one.place == rule.place; });
        auto &article = at == report.articles.end() ? report.articles.emplace_back() : *at;
        article.place = rule.place;
        article.demands.push_back({rule.id.text, rule.paraphrase, rule.no_effect.value_or(""), {}});
    }

    // ---- repair
    // ------------------------------------------------------------------------------------
    using Names = std::vector<std::string>;

    // What can be put into a package: an amendment, with one selection among its options.
    struct Offer {
        ast::Amendment const *amendment = nullptr;
        std::vector<ast::Name> chosen;
    };
    std::map<std::string, Offer> offers_;

    // At least one option of each choice; one selection, of none, if there is no choice.
    static std::vector<std::vector<ast::Name>> selections(ast::Amendment const &amendment) {
        std::vector<std::vector<ast::Name>> result{{}};
        for (auto const &change : amendment.changes) {
            if (change.options.empty()) continue;
            std::vector<std::vector<ast::Name>> longer;
            for (auto const &chosen : result)
                for (std::size_t some = 1; some < std::size_t{1} << change.options.size(); ++some) {
                    auto more = chosen;
                    for (std::size_t i = 0; i < change.options.size(); ++i)
                        if (some >> i & 1) more.push_back(change.options[i].first);
                    longer.push_back(std::move(more));
                }
            result = std::move(longer);
        }
        return result;
    }

    // The regime with these amendments put in. Returns: its name; nothing if they do not fit.
    std::optional<std::string> with_amendments(std::string const &base, Names const &amendments) {
        auto const declared = program_->regimes.find(base)->second;
        auto changed = *declared.node;
        for (auto const &name : amendments) {
            auto const &offer = offers_.at(name);
            changed.name.text += " + " + name;
            changed.parts.push_back(offer.amendment->name);
            changed.chosen.push_back(offer.chosen);
        }
        auto const name = changed.name.text;
        packages_.push_back(std::move(changed));
        program_->regimes[name] = {&packages_.back(), declared.tag, declared.span};
        DiagnosticSink trial;
        if (compiler::compile(*program_, name, {}, trial)) return name;
        program_->regimes.erase(name);
        return std::nullopt;
    }

    // Asks these, and moves the answers out; the cores stay in the report.
    std::optional<ExitCode> ask(std::vector<Question> const &asked, report::Report &report,
                                std::vector<report::Result> &into) {
        if (asked.empty()) return std::nullopt;
        report.results.clear();
        givens_.clear();
        if (auto const code = put(asked, report)) return code;
        answer(report);
        into = std::exchange(report.results, {});
        return std::nullopt;
    }

    ExitCode repair() {
        if (auto const code = prepare()) return *code;
        if (!is_regime(options_.after)) return ExitCode::usage;
        if (!program_->properties.contains(options_.topic))
            return no_such("property", options_.topic, program_->property_order);
        report::RepairReport report;
        std::vector<report::Result> answers;
        if (auto const code =
                ask({{options_.topic, options_.after, {}, {}}}, report.answers, answers))
            return *code;
        report.before = answers.front();
        auto const &parts = regime(options_.after).parts;
        auto const is_part = [&](std::string const &name) {
            return std::any_of(parts.begin(), parts.end(),
                               [&](ast::Name const &part) { return part.text == name; });
        };
        for (auto const &[name, declared] : program_->amendments)
            if (is_part(declared.node->target.text) && !is_part(name))
                for (auto &chosen : selections(*declared.node)) {
                    std::string title = name;
                    for (auto const &option : chosen)
                        title += (&option == &chosen.front() ? " choosing " : ", ") + option.text;
                    report.on_offer.push_back(title);
                    offers_[title] = {declared.node, std::move(chosen)};
                }
        if (!report::given(report.before)) {
            if (auto const code = look_for_packages(report)) return *code;
            if (auto const code = look_for_losses(report)) return *code;
        }
        print(report::repair_renderers(), report);
        return report::exit_code(report);
    }

    // ---- tune
    // --------------------------------------------------------------------------------------
    // Asks as if the text left the value of the parameter open: on what the answer depends are the
    // values at which it changes. For each value of the other parameter, as if the text said that.
    ExitCode tune() {
        constexpr std::int64_t most_values = 100;
        if (auto const code = prepare()) return *code;
        if (!is_regime(options_.after)) return ExitCode::usage;
        if (!program_->properties.contains(options_.topic))
            return no_such("property", options_.topic, program_->property_order);
        std::vector<std::string> both{options_.over};
        if (!options_.by.empty()) both.push_back(options_.by);
        for (auto const &name : both) {
            if (program_->parameters.contains(name)) continue;
            Names names;
            for (auto const &[known, _] : program_->parameters) names.push_back(known);
            return no_such("parameter", name, names);
        }
        if (options_.over == options_.by) {
            io_.err << "mandate: --over and --by are of two parameters\n";
            return ExitCode::usage;
        }
        report::Report report;
        if (auto const code = put({{options_.topic, options_.after, {}, {}}}, report)) return *code;
        auto &variables = report.cores.front()->variables;
        std::optional<compiler::VarId> by;
        for (std::size_t v = 0; v < variables.size(); ++v) {
            auto const id = variables.id(v);
            auto &variable = variables[id];
            if (variable.role != compiler::Role::fixed ||
                (variable.name != options_.over && variable.name != options_.by))
                continue;
            variable.role = compiler::Role::reading;
            if (variable.name == options_.by) by = id;
        }
        if (by) {
            auto const [low, high] = std::pair(variables[*by].sort.low, variables[*by].sort.high);
            if (high - low >= most_values) {
                io_.err << fmt::format(
                    "mandate: {} has more than {} values; declare narrower bounds\n", options_.by,
                    most_values);
                return ExitCode::usage;
            }
            auto const asked = std::exchange(report.results, {});
            auto const given = std::exchange(givens_, {});
            for (auto value = low; value <= high; ++value) {
                report.results.push_back(asked.front());
                report.results.back().given.emplace_back(variables[*by].question,
                                                         std::to_string(value));
                givens_.push_back(given.front());
                givens_.back()[*by] = value;
            }
        }
        answer(report);
        report.exit = ExitCode::fine;
        for (auto const &result : report.results)
            if (result.answer.id == solver::VerdictId::undecided) report.exit = ExitCode::open;
        print(report::renderers(), report);
        return report.exit;
    }

    // Puts the menu of standard edits among the amendments of the program.
    std::vector<compiler::StandardEdit> standard_edits() {
        auto edits = compiler::standard_edits(
            *program_, regime(options_.after), sources_, [&](ast::File const &file) {
                return dsl::print(file, sources_, dsl::Language::english);
            });
        std::erase_if(edits,
                      [&](auto const &edit) { return program_->amendments.contains(edit.name); });
        std::string text;
        for (auto const &edit : edits) text += edit.text;
        auto const source = sources_.add("standard edits", text, sink_);
        auto const &file = program_->files.emplace_back(dsl::parse(source, sources_, sink_));
        for (auto const &declaration : file.declarations)
            if (auto const *amendment = std::get_if<ast::Amendment>(&declaration.node)) {
                program_->amendments[amendment->name.text] = {amendment, &declaration.tag,
                                                              declaration.span};
                offers_[amendment->name.text] = {amendment, {}};
            }
        return edits;
    }

    // Of the acts of a run, as text and name.
    using Clauses = std::set<std::pair<std::string, std::string>>;
    static Clauses clauses_of(report::Result const &result) {
        Clauses clauses;
        if (!result.answer.outcome) return clauses;
        std::visit(
            [&]<class Verdict>(Verdict const &verdict) {
                if constexpr (requires { verdict.witnesses(); }) {
                    if (verdict.witnesses().empty()) return;
                    for (auto const &step : verdict.witnesses().front().run.steps) {
                        if (!step.act) continue;
                        auto const &act = result.core->acts[step.act];
                        auto ids = act.also;
                        ids.push_back(act.clause);
                        for (auto const id : ids)
                            clauses.emplace(result.core->clauses[id].instrument,
                                            result.core->clauses[id].name);
                    }
                }
            },
            result.answer.outcome->verdict);
        return clauses;
    }

    // The smallest first; none that has a smaller one in it that is enough.
    std::optional<ExitCode> look_for_packages(report::RepairReport &report) {
        constexpr std::size_t most_amendments = 3, most_packages = 60; // of one size and kind
        auto const menu = standard_edits();
        // What may be put into a package whose run uses these clauses.
        auto const more = [&](Clauses const &used) {
            Names names = report.on_offer;
            for (auto const &edit : menu)
                if (used.contains({edit.instrument, edit.clause})) {
                    report.standard.try_emplace(edit.name, edit.text);
                    names.push_back(edit.name);
                }
            return names;
        };
        enum Kind : std::uint8_t { on_offer, of_menu, mixed };
        auto const kind = [&](Names const &package) {
            auto const edits = static_cast<std::size_t>(
                std::count_if(package.begin(), package.end(), [&](std::string const &name) {
                    return report.standard.contains(name);
                }));
            return edits == 0 ? on_offer : edits == package.size() ? of_menu : mixed;
        };
        std::vector<Names> done; // they are enough
        std::map<Names, Clauses> of_one_less{{{}, clauses_of(report.before)}};
        // Each of `some` is in `all`, perhaps with more of its options chosen.
        auto const contains = [&](Names const &all, Names const &some) {
            return std::all_of(some.begin(), some.end(), [&](std::string const &name) {
                auto const &part = offers_.at(name);
                return std::any_of(all.begin(), all.end(), [&](std::string const &other) {
                    auto const &whole = offers_.at(other);
                    return whole.amendment == part.amendment &&
                           std::all_of(part.chosen.begin(), part.chosen.end(), [&](auto const &o) {
                               return std::any_of(whole.chosen.begin(), whole.chosen.end(),
                                                  [&](auto const &w) { return w.text == o.text; });
                           });
                });
            });
        };
        for (std::size_t size = 1; !of_one_less.empty(); ++size) {
            std::array<std::set<Names>, 3> larger; // by kind
            for (auto const &[smaller, used] : of_one_less)
                for (auto const &name : more(used)) {
                    Names package = smaller;
                    auto const at = std::lower_bound(package.begin(), package.end(), name);
                    if (std::any_of(package.begin(), package.end(), [&](auto const &other) {
                            return offers_.at(other).amendment == offers_.at(name).amendment;
                        }))
                        continue; // it, or another selection among its options
                    package.insert(at, name);
                    if (std::none_of(done.begin(), done.end(),
                                     [&](Names const &some) { return contains(package, some); }))
                        larger[kind(package)].insert(std::move(package));
                }
            for (auto &of_kind : larger)
                if (size > most_amendments || of_kind.size() > most_packages) {
                    report.all_tried &= of_kind.empty();
                    of_kind.clear();
                }
            std::vector<Names> packages, unfit;
            std::vector<Question> asked;
            for (auto const &of_kind : larger)
                for (auto const &package : of_kind)
                    if (auto const in = with_amendments(options_.after, package)) {
                        asked.push_back({options_.topic, *in, {}, {}});
                        packages.push_back(package);
                    } else {
                        unfit.push_back(package); // with one more they may fit
                    }
            std::vector<report::Result> answers;
            if (auto const code = ask(asked, report.answers, answers)) return code;
            of_one_less.clear();
            for (auto const &package : unfit) of_one_less.emplace(package, Clauses{});
            for (auto &package : unfit)
                if (std::none_of(report.unfit.begin(), report.unfit.end(),
                                 [&](Names const &some) { return contains(package, some); }))
                    report.unfit.push_back(std::move(package));
            for (std::size_t i = 0; i < packages.size(); ++i)
                if (report::given(answers[i])) done.push_back(packages[i]);
            for (std::size_t i = 0; i < packages.size(); ++i) {
                if (report::given(answers[i])) {
                    bool const smallest =
                        std::none_of(done.begin(), done.end(), [&](Names const &other) {
                            return other != packages[i] && contains(packages[i], other);
                        });
                    if (smallest)
                        report.packages.push_back({packages[i], std::move(answers[i]), {}, {}});
                    continue;
                }
                if (answers[i].answer.id == solver::VerdictId::undecided)
                    report.undecided.push_back(packages[i]);
                of_one_less.emplace(packages[i], clauses_of(answers[i]));
            }
        }
        return std::nullopt;
    }

    // What the packages make of all else that was answered by yes or no.
    std::optional<ExitCode> look_for_losses(report::RepairReport &report) {
        using Id = solver::VerdictId;
        if (report.packages.empty()) return std::nullopt;
        std::vector<Question> others;
        for (auto &other : questions({options_.after}))
            if (other.property != options_.topic && other.given.empty()) others.push_back(other);
        if (others.empty() && options_.property != "*") {
            io_.err << "mandate: no property was selected to be kept\n";
            return ExitCode::nothing_checked;
        }
        if (auto const code = ask(others, report.answers, report.kept)) return code;
        std::erase_if(report.kept, [](report::Result const &result) {
            auto const id = result.answer.id;
            return id != Id::holds && id != Id::possible && id != Id::impossible;
        });
        for (auto &package : report.packages) {
            std::vector<Question> asked;
            for (auto const &kept : report.kept)
                asked.push_back(
                    {kept.property, package.answer.regime, solver::id_of(kept.answer.id), {}});
            std::vector<report::Result> answers;
            if (auto const code = ask(asked, report.answers, answers)) return code;
            for (std::size_t i = 0; i < answers.size(); ++i) {
                if (answers[i].met) continue;
                package.lost.push_back(i);
                package.instead.push_back(std::move(answers[i]));
            }
        }
        std::stable_sort(
            report.packages.begin(), report.packages.end(),
            [](auto const &one, auto const &other) { return one.lost.size() < other.lost.size(); });
        return std::nullopt;
    }

    // Which clauses carry the answers.
    ExitCode why() {
        if (auto const code = prepare()) return *code;
        auto const allowed = regimes();
        if (!allowed) return failed(allowed.error());
        report::WhyReport report;
        if (auto const code = put(questions(*allowed), report.answers)) return *code;
        answer(report.answers);
        report.why.resize(report.answers.results.size());
        each(report.why.size(), [&](std::size_t number, std::atomic<bool> const &stop) {
            auto const &result = report.answers.results[number];
            report.why[number] = solver::why(*result.core, property_of(result), result.answer,
                                             solver_options(number, result, stop));
        });
        print(report::why_renderers(), report);
        return report::exit_code(report);
    }

    ExitCode explain() {
        if (!options_.paths.empty()) return why();
        if (options_.topic == "exit-codes") {
            io_.out << "0   everything selected is as expected\n"
                       "1   something is violated, fails in substance or is not as expected, or "
                       "fmt --check or lint found something,\n"
                       "    diff a difference, profile a broken article, repair no package "
                       "that loses nothing\n"
                       "2   the command line is wrong, or a file cannot be found or read\n"
                       "3   a model has errors\n"
                       "4   nothing was checked\n"
                       "5   nothing of 1, but something depends, is vacuous, undecided or not "
                       "modelled\n"
                       "70  an error of this program, or evidence that was refused\n"
                       "Several at once: 70, 2, 3, 1, 5, 4, 0. --exit-zero turns 1 and 5 into 0.\n";
            return ExitCode::fine;
        }
        if (auto const *code = find_code(options_.topic)) {
            static constexpr char const *severities[] = {"error", "warning", "note"};
            io_.out << fmt::format("{}[{}]: {}\n{}\n", severities[static_cast<int>(code->severity)],
                                   code->id, code->message, code->explanation);
            return ExitCode::fine;
        }
        std::vector<std::string> codes{"exit-codes"};
        for (std::size_t i = 0; i < code_count(); ++i)
            codes.emplace_back(info(static_cast<Code>(i)).id);
        return no_such("code", options_.topic, codes);
    }

    // Of keywords.
    dsl::Language language() const {
        return options_.keywords == "ru"   ? dsl::Language::russian
               : options_.keywords == "kk" ? dsl::Language::kazakh
                                           : dsl::Language::english;
    }

    ExitCode format() {
        auto const loaded = load(options_.paths, io_.files, sources_, sink_);
        if (!loaded) return failed(loaded.error());
        if (mistakes()) return ExitCode::model_errors;
        // All or nothing: a comment that cannot be kept in one file stops the rewriting of every
        // file.
        std::vector<std::pair<std::string, std::string>> changed;
        for (auto const &file : loaded->files) {
            auto const &path = sources_.path(file.source);
            if (!loaded->selected.contains(path)) continue;
            auto formatted = dsl::format(file, sources_, language(), sink_);
            if (formatted && *formatted != sources_.text(file.source))
                changed.emplace_back(path, std::move(*formatted));
        }
        if (mistakes()) return ExitCode::model_errors;
        for (auto const &[path, text] : changed) {
            io_.out << path << "\n";
            if (options_.check_only) continue;
            if (auto const written = io_.files.write(path, text); !written)
                return failed(written.error());
        }
        return options_.check_only && !changed.empty() ? ExitCode::not_as_expected : ExitCode::fine;
    }

    ExitCode lint() {
        if (auto const code = prepare()) return *code;
        dsl::lint(*program_, sink_);
        auto found = sink_.sorted();
        std::erase_if(found, [&](Diagnostic const &d) {
            return !selected_.contains(sources_.path(d.span.source));
        });
        if (found.empty()) return ExitCode::fine;
        io_.out << report::text(found, sources_, options_.errors);
        return ExitCode::not_as_expected;
    }

    Options options_;
    Io &io_;
    std::unique_ptr<CacheFolder> cache_;
    std::unique_ptr<EvidenceFile> evidence_;
    SourceMap sources_;
    DiagnosticSink sink_;
    std::optional<dsl::Program> program_;
    std::deque<ast::Regime> packages_; // regimes of the program that no text has
    std::set<std::string> selected_;
    std::vector<std::map<compiler::VarId, std::int64_t>> givens_; // by result of the report
};

} // namespace

int run(std::vector<std::string> const &args, Io &io) {
    auto const parsed = parse_options(args);
    if (parsed.exit) {
        (parsed.to_err ? io.err : io.out) << parsed.message;
        return *parsed.exit;
    }
    try {
        return static_cast<int>(Session(parsed.options, io).run());
    } catch (std::exception const &error) {
        io.err << "mandate: this is a bug of this program: " << error.what() << "\n";
    }
    return static_cast<int>(ExitCode::internal);
}

} // namespace mandate::cli
