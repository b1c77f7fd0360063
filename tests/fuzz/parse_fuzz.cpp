// Any bytes: an answer or diagnostics; and what was read without errors prints and reads again as
// the same.
#include "base/assert.h"
#include "dsl/parse/parse.h"
#include "dsl/print.h"
#include "fuzz/input.h"

using namespace mandate;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    fuzz::Input const input(data, size);
    SourceMap sources;
    DiagnosticSink sink;
    auto const file = dsl::parse(sources.add(input.path, input.text, sink), sources, sink);
    if (sink.has_errors()) return 0;
    for (auto const language : dsl::all_languages) {
        auto const printed = dsl::print(file, sources, language);
        DiagnosticSink again;
        auto const reread =
            dsl::parse(sources.add("printed.mandate", printed, again), sources, again);
        MANDATE_ASSERT(!again.has_errors());
        MANDATE_ASSERT(dsl::print(reread, sources, language) == printed);
    }
    return 0;
}
