#include "cli/counterparts.h"

#include "dsl/parse/lexis.h"
#include "dsl/parse/parse.h"
#include "dsl/print.h"
#include "dsl/resolve/resolve.h"

#include <algorithm>
#include <set>

namespace mandate::cli {

namespace ast = dsl::ast;

namespace {

// All words of the texts but those in quotation marks and the names of clauses.
std::set<std::string> words_of(std::vector<ast::Declaration> const &declarations) {
    ast::File file;
    file.declarations = declarations;
    std::string const text = dsl::print(file, {}, dsl::Language::english);
    std::set<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        if (auto const string = dsl::scan_string(text, at); string.length > 0) {
            at += string.length;
            continue;
        }
        bool const clause = text[at] == '@';
        if (clause) ++at;
        auto const length = dsl::scan_word(text, at);
        if (length > 0 && !clause) words.insert(text.substr(at, length));
        at += std::max<std::size_t>(length, clause ? 0 : 1);
    }
    return words;
}

void add_named(ast::Ref const &ref, std::set<std::string> &names) {
    if (ref.kind == ast::RefKind::named) names.insert(ref.name.text);
    for (auto const &inner : ref.of) add_named(inner, names);
}

// Names that the texts use. `superior` stands for whom a declaration names.
std::set<std::string> used_in(std::vector<ast::Declaration> const &declarations,
                              dsl::Program const &program) {
    auto names = words_of(declarations);
    for (std::size_t before = 0; before != names.size();) {
        before = names.size();
        for (auto const *superior : program.superiors)
            if (names.contains(superior->office.text)) add_named(superior->is, names);
    }
    return names;
}

} // namespace

Counterparts counterparts(dsl::Program const &program, std::vector<ast::Declaration> const &before,
                          std::vector<ast::Declaration> const &after, SourceMap &sources) {
    std::map<std::string, std::set<std::string>> names_of_one;
    auto const add = [&](auto const &declared) {
        for (auto const &[name, entry] : declared)
            if (auto const &other = entry.node->corresponds)
                names_of_one[other->text].insert({name, other->text});
    };
    add(program.offices);
    add(program.bodies);
    using Why = report::DiffReport::Apart::Why;
    Counterparts result;
    if (names_of_one.empty()) return result;
    auto const used_before = used_in(before, program), used_after = used_in(after, program);
    for (auto const &one : names_of_one) {
        auto const &names = one.second;
        auto const among = [&](std::set<std::string> const &used) {
            std::vector<std::string> both;
            std::set_intersection(names.begin(), names.end(), used.begin(), used.end(),
                                  std::back_inserter(both));
            return both;
        };
        auto const old = among(used_before), now = among(used_after);
        if (old.size() > 1) result.apart.push_back({Why::before, old});
        if (now.size() > 1) result.apart.push_back({Why::after, now});
        if (old.size() != 1 || now.size() != 1 || old == now) continue;
        auto names_with_these = result.names;
        names_with_these[now[0]] = old[0];
        if (auto other = exchanged(program, names_with_these, sources)) {
            result.exchanged = std::move(other);
            result.names = std::move(names_with_these);
        } else {
            result.apart.push_back({Why::words, {now[0], old[0]}});
        }
    }
    return result;
}

std::optional<dsl::Program> exchanged(dsl::Program const &program,
                                      std::map<std::string, std::string> const &names,
                                      SourceMap &sources) {
    std::map<std::string, std::string> other_name;
    for (auto const &[one, other] : names) {
        other_name[one] = other;
        other_name[other] = one;
    }
    std::map<Span, std::string> becomes;
    for (auto const &[one, other] : other_name)
        for (Span const span : program.mentions.find(one)->second) becomes[span] = other;
    DiagnosticSink sink;
    std::deque<ast::File> files;
    for (auto const &file : program.files) {
        std::string text(sources.text(file.source));
        for (auto it = becomes.rbegin(); it != becomes.rend(); ++it)
            if (it->first.source == file.source)
                text.replace(it->first.begin, it->first.end - it->first.begin, it->second);
        auto const source = sources.add(sources.path(file.source), text, sink);
        files.push_back(dsl::parse(source, sources, sink));
    }
    if (sink.has_errors()) return std::nullopt;
    auto result = dsl::resolve(std::move(files), sink);
    if (!result) return std::nullopt;
    // Each name stands where the other one stood.
    auto const times = [](dsl::Program const &in, std::string const &name) {
        auto const it = in.mentions.find(name);
        return it == in.mentions.end() ? 0 : it->second.size();
    };
    for (auto const &[one, other] : other_name)
        if (times(*result, other) != times(program, one)) return std::nullopt;
    return result;
}

} // namespace mandate::cli
