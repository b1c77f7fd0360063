#pragma once
// What `mandate audit` prints: the silence audits of the regimes that were selected.
#include "compiler/audit.h"
#include "report/report.h"

#include <span>

namespace mandate::report {

struct AuditReport {
    struct Entry {
        std::string title; // of the regime or chain
        Date as_of;
        compiler::Audit audit;
    };
    std::vector<Entry> entries; // in order of the text
};

// The table of formats, as for verdicts.
std::span<Format<AuditReport> const> audit_renderers();

} // namespace mandate::report
