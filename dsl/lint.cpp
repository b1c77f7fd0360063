#include "dsl/lint.h"

#include "base/overloaded.h"
#include "base/text.h"

#include <functional>

namespace mandate::dsl {

namespace {

bool cited(ast::Tag const &tag) {
    return !tag.citations.empty();
}

// A clause is cited by its own tag or by those of its parts; a block by what stands in it.
void uncited(std::vector<ast::Clause> const &clauses, DiagnosticSink &sink) {
    for (auto const &clause : clauses) {
        bool const block = std::visit(
            Overloaded{
                [&](ast::OfficeBlock const &b) { return uncited(b.clauses, sink), true; },
                [&](ast::BodyBlock const &b) { return uncited(b.clauses, sink), true; },
                [&](ast::ForUnits const &b) { return uncited(b.clauses, sink), true; },
                [&](ast::Version const &b) { return uncited(b.clauses, sink), true; },
                [&](ast::Must const &m) {
                    bool all = !m.requirements.empty();
                    for (auto const &r : m.requirements) all &= cited(r.tag);
                    return all;
                },
                [](auto const &) { return false; },
            },
            clause.node);
        if (!block && !cited(clause.tag)) sink.report({Code::no_citation, clause.span, {}});
    }
}

} // namespace

void lint(Program const &program, DiagnosticSink &sink) {
    for (auto const &name : program.instrument_order)
        uncited(program.instruments.find(name)->second.node->clauses, sink);
    // Names that nothing refers to. Every reference is a word of the text: it is enough to look for
    // the word.
    auto const unused = [&](std::string const &name, Span span, auto const &used) {
        if (!used(name)) sink.report({Code::unused_name, span, {quote(name)}});
    };
    std::map<std::string, int> words;
    auto const count = [&](ast::Ref const &ref) { ++words[ref.name.text]; };
    auto const parts = [&](ast::Way const &w) {
        if (w.called_by) count(*w.called_by);
        for (auto const &n : w.nominations) count(n.by);
        for (auto const &c : w.consents) count(c.by);
    };
    std::function<void(std::vector<ast::Clause> const &)> walk = [&](auto const &clauses) {
        for (auto const &clause : clauses)
            std::visit(Overloaded{
                           [&](ast::Way const &w) {
                               count(w.by);
                               parts(w);
                           },
                           [&](ast::Removal const &r) { count(r.by); },
                           [&](ast::ListClause const &l) { count(l.by); },
                           [&](ast::ReElected const &r) { count(r.by); },
                           [&](ast::Dissolution const &d) { count(d.by); },
                           [&](ast::OfficeBlock const &b) { walk(b.clauses); },
                           [&](ast::BodyBlock const &b) { walk(b.clauses); },
                           [&](ast::ForUnits const &b) { walk(b.clauses); },
                           [&](ast::Version const &b) { walk(b.clauses); },
                           [&](ast::UnsettledClauses const &u) {
                               for (auto const &v : u.choice.values) walk(v.clauses);
                           },
                           [&](auto const &) {},
                       },
                       clause.node);
    };
    for (auto const &name : program.instrument_order) {
        auto const &instrument = *program.instruments.find(name)->second.node;
        if (instrument.by) count(*instrument.by);
        walk(instrument.clauses);
    }
    for (auto const &entry : program.amendments)
        ast::each_change(entry.second.node->changes, [&](ast::Change const &change) {
            walk(change.clauses);
            parts(change.parts);
        });
    for (auto const &[name, entry] : program.authorities)
        unused(name, entry.node->name.span,
               [&](std::string const &n) { return words.contains(n); });
}

} // namespace mandate::dsl
