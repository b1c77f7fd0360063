#pragma once
// A user's mistake as data: code, arguments, places, hints. Rendered in report/, collected
// everywhere.
#include "base/source.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate {

enum class Severity { error, warning, note };

// One enumerator per row of diagnostics.def.
enum class Code {
#define MANDATE_DIAGNOSTIC(id, severity, message, explanation) id,
#include "base/diagnostics.def"
#undef MANDATE_DIAGNOSTIC
};

struct CodeInfo {
    Code code;
    char const *id; // "unknown-name"
    Severity severity;
    char const *message; // with {0}, {1}, … for the arguments
    char const
        *explanation; // for `mandate explain CODE`: what is wrong, a wrong and a right example
};

CodeInfo const &info(Code code);
// Returns: nullptr if no row has that id.
CodeInfo const *find_code(std::string_view id);
std::size_t code_count();

struct Label {
    Span span;
    std::string words;
};

struct Diagnostic {
    Code code;
    Span span; // the primary place; span.source empty if there is none
    std::vector<std::string> args;
    std::vector<Label> labels = {}; // further places, each with words of its own
    std::vector<std::string> hints = {};
    std::string message() const; // the row's message with the arguments put in
};

class DiagnosticSink {
public:
    void report(Diagnostic diagnostic);
    bool has_errors() const { return errors_ > 0; }
    std::size_t errors() const { return errors_; }
    // Sorted by place, duplicates removed.
    std::vector<Diagnostic> sorted() const;

private:
    std::vector<Diagnostic> all_;
    std::size_t errors_ = 0;
};

} // namespace mandate
