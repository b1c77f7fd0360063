// Any bytes: an answer or diagnostics; and what was read without errors prints and reads again as the same.
#include "base/assert.h"
#include "dsl/parse/parse.h"
#include "dsl/print.h"

using namespace mandate;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    SourceMap sources;
    DiagnosticSink sink;
    auto const id = sources.add(size % 8 == 0 ? "f.md" : "f.mandate", {data, data + size}, sink);
    auto const file = dsl::parse(id, sources, sink);
    if (sink.has_errors()) return 0;
    for (auto const language : dsl::all_languages) {
        auto const printed = dsl::print(file, sources, language);
        DiagnosticSink again;
        auto const reread = dsl::parse(sources.add("g.mandate", printed, again), sources, again);
        MANDATE_ASSERT(!again.has_errors());
        MANDATE_ASSERT(dsl::print(reread, sources, language) == printed);
    }
    return 0;
}
