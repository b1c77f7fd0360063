#include "base/diagnostic.h"

#include "base/assert.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace mandate {

namespace {

CodeInfo const table[] = {
#define MANDATE_DIAGNOSTIC(id, severity, message, explanation)                                     \
    {Code::id, #id, Severity::severity, message, explanation},
#include "base/diagnostics.def"
#undef MANDATE_DIAGNOSTIC
};

// Enumerators are snake_case, people read and type kebab-case.
std::vector<std::string> const &kebab_ids() {
    static std::vector<std::string> const ids = [] {
        std::vector<std::string> made;
        for (auto const &row : table) {
            made.emplace_back(row.id);
            std::replace(made.back().begin(), made.back().end(), '_', '-');
        }
        return made;
    }();
    return ids;
}

std::vector<CodeInfo> const &rows() {
    static std::vector<CodeInfo> const made = [] {
        std::vector<CodeInfo> rows(std::begin(table), std::end(table));
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].id = kebab_ids()[i].c_str();
        return rows;
    }();
    return made;
}

auto order(Diagnostic const &d) {
    return std::tie(d.span.source, d.span.begin, d.span.end, d.code, d.args);
}

} // namespace

CodeInfo const &info(Code code) {
    return rows().at(static_cast<std::size_t>(code));
}

CodeInfo const *find_code(std::string_view id) {
    for (auto const &row : rows())
        if (row.id == id) return &row;
    return nullptr;
}

std::size_t code_count() {
    return rows().size();
}

std::string Diagnostic::message() const {
    std::string text;
    for (std::string_view rest = info(code).message; !rest.empty();) {
        bool const argument =
            rest.size() > 2 && rest[0] == '{' && rest[1] >= '0' && rest[1] <= '9' && rest[2] == '}';
        if (argument) {
            auto const index = static_cast<std::size_t>(rest[1] - '0');
            MANDATE_ASSERT(index < args.size());
            text += args[index];
        } else {
            text += rest[0];
        }
        rest.remove_prefix(argument ? 3 : 1);
    }
    return text;
}

void DiagnosticSink::report(Diagnostic diagnostic) {
    errors_ += info(diagnostic.code).severity == Severity::error ? 1 : 0;
    all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> DiagnosticSink::sorted() const {
    auto copy = all_;
    std::stable_sort(copy.begin(), copy.end(),
                     [](auto const &a, auto const &b) { return order(a) < order(b); });
    copy.erase(std::unique(copy.begin(), copy.end(),
                           [](auto const &a, auto const &b) { return order(a) == order(b); }),
               copy.end());
    return copy;
}

} // namespace mandate
