#include "cli/load.h"

#include "base/text.h"
#include "dsl/parse/literate.h"
#include "dsl/parse/parse.h"

#include <algorithm>
#include <filesystem>

namespace mandate::cli {

namespace {

std::string normal(std::string const &path) {
    return std::filesystem::path(path).lexically_normal().generic_string();
}

class Loader {
public:
    Loader(Files const &files, SourceMap &sources, DiagnosticSink &sink)
        : files_(files),
          sources_(sources),
          sink_(sink) {}

    // Returns: the failure to read the file itself, if any.
    Result<void> visit(std::string const &path) {
        if (done_.contains(path)) return {};
        auto const text = files_.read(path);
        if (!text) return tl::unexpected<Error>(text.error());
        under_way_.push_back(path);
        auto const source = sources_.add(path, *text, sink_);
        auto file = dsl::parse(source, sources_, sink_);
        for (auto const &declaration : file.declarations) {
            auto const *use = std::get_if<dsl::ast::Use>(&declaration.node);
            if (!use) continue;
            auto const target =
                normal((std::filesystem::path(path).parent_path() / use->path).generic_string());
            auto const cycle = std::find(under_way_.begin(), under_way_.end(), target);
            if (cycle != under_way_.end()) {
                auto const through = cycle + 1 == under_way_.end() ? target : *(cycle + 1);
                sink_.report({Code::use_cycle, declaration.span, {quote(target), quote(through)}});
                continue;
            }
            if (!visit(target))
                sink_.report({Code::missing_file, declaration.span, {quote(use->path)}});
        }
        under_way_.pop_back();
        done_.insert(path);
        loaded_.push_back(std::move(file));
        return {};
    }

    std::deque<dsl::ast::File> take() { return std::move(loaded_); }

private:
    Files const &files_;
    SourceMap &sources_;
    DiagnosticSink &sink_;
    std::deque<dsl::ast::File> loaded_;
    std::set<std::string> done_;
    std::vector<std::string> under_way_;
};

} // namespace

Result<Loaded> load(std::vector<std::string> const &paths, Files const &files, SourceMap &sources,
                    DiagnosticSink &sink) {
    Loaded result;
    std::vector<std::string> wanted;
    for (auto const &given : paths) {
        auto path = normal(given);
        if (path.size() > 1 && path.ends_with('/')) path.pop_back();
        if (!files.is_folder(path)) {
            wanted.push_back(path);
            continue;
        }
        auto const list = files.list(path);
        if (!list) return tl::unexpected<Error>(list.error());
        for (auto const &file : *list) {
            if (file.ends_with(".mandate")) wanted.push_back(file);
            if (!dsl::is_literate(file)) continue;
            auto const text = files.read(file);
            if (!text) return tl::unexpected<Error>(text.error());
            if (text->find("```mandate") != std::string::npos ||
                text->find("~~~mandate") != std::string::npos)
                wanted.push_back(file);
        }
    }
    Loader loader(files, sources, sink);
    for (auto const &path : wanted) {
        result.selected.insert(path);
        if (auto const visited = loader.visit(path); !visited)
            return tl::unexpected<Error>(visited.error());
    }
    result.files = loader.take();
    return result;
}

} // namespace mandate::cli
