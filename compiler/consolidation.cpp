#include "compiler/consolidation.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <variant>

namespace mandate::compiler {

namespace ast = dsl::ast;

namespace {

using Clauses = std::vector<ast::Clause>;

bool earlier(ast::Date const &a, ast::Date const &b) {
    return std::tie(a.year, a.month, a.day) < std::tie(b.year, b.month, b.day);
}

// The clauses inside a clause that groups others, list by list.
std::vector<Clauses *> inner(ast::Clause &clause) {
    if (auto *block = std::get_if<ast::OfficeBlock>(&clause.node)) return {&block->clauses};
    if (auto *block = std::get_if<ast::BodyBlock>(&clause.node)) return {&block->clauses};
    if (auto *block = std::get_if<ast::ForUnits>(&clause.node)) return {&block->clauses};
    std::vector<Clauses *> lists;
    if (auto *unsettled = std::get_if<ast::UnsettledClauses>(&clause.node))
        for (auto &value : unsettled->choice.values) lists.push_back(&value.clauses);
    return lists;
}

// Finds a named clause at any depth; `change` gets its list and place.
bool find(Clauses &list, std::string const &name,
          std::function<void(Clauses &, std::ptrdiff_t)> const &change) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].tag.name && list[i].tag.name->text == name) {
            change(list, static_cast<std::ptrdiff_t>(i));
            return true;
        }
        for (auto *deeper : inner(list[i]))
            if (find(*deeper, name, change)) return true;
    }
    return false;
}

bool same(std::vector<ast::Unit> const &a, std::vector<ast::Unit> const &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](ast::Unit const &x, ast::Unit const &y) {
                          return x.name.text == y.name.text && same(x.of, y.of);
                      });
}
bool same(ast::Ref const &a, ast::Ref const &b) {
    return a.kind == b.kind && a.name.text == b.name.text && same(a.unit, b.unit) &&
           std::equal(a.of.begin(), a.of.end(), b.of.begin(), b.of.end(),
                      [](auto const &x, auto const &y) { return same(x, y); });
}

// Each of `more` comes in, in place of the one on the same matter if there is one.
template <class Part, class SameMatter>
void bring_in(std::vector<Part> &parts, std::vector<Part> const &more, SameMatter const &matter) {
    for (auto const &part : more) {
        auto const old = std::find_if(parts.begin(), parts.end(),
                                      [&](Part const &other) { return matter(part, other); });
        if (old == parts.end())
            parts.push_back(part);
        else
            *old = part;
    }
}

void bring_in(std::vector<ast::Consent> &consents, std::vector<ast::Consultation> &consultations,
              ast::Way const &more) {
    bring_in(consents, more.consents,
             [](auto const &a, auto const &b) { return same(a.by, b.by); });
    bring_in(consultations, more.consultations, [](auto const &a, auto const &b) {
        return std::equal(a.with.begin(), a.with.end(), b.with.begin(), b.with.end(),
                          [](auto const &x, auto const &y) { return same(x, y); });
    });
}

void bring_in(ast::Way &way, ast::Way const &more) {
    bring_in(way.nominations, more.nominations, [](auto const &a, auto const &b) {
        return a.nominated == b.nominated && same(a.by, b.by);
    });
    bring_in(way.consents, way.consultations, more);
    bring_in(way.blocs, more.blocs,
             [](auto const &a, auto const &b) { return a.name.text == b.name.text; });
    way.musts.insert(way.musts.end(), more.musts.begin(), more.musts.end());
    auto const take = [](auto &part, auto &tag, auto const &new_part, auto const &new_tag) {
        if (!new_part) return;
        part = new_part;
        tag = new_tag;
    };
    take(way.candidates, way.candidates_tag, more.candidates, more.candidates_tag);
    take(way.withdrawal, way.withdrawal_tag, more.withdrawal, more.withdrawal_tag);
    take(way.rounds, way.rounds_tag, more.rounds, more.rounds_tag);
    take(way.against_all, way.against_tag, more.against_all, more.against_tag);
    if (more.called_by) way.called_before = more.called_before;
    take(way.called_by, way.called_tag, more.called_by, more.called_tag);
    take(way.takes_after, way.takes_tag, more.takes_after, more.takes_tag);
    take(way.term, way.term_tag, more.term, more.term_tag);
    auto &vote = way.vote;
    if (more.vote.quorum) vote.quorum_base = more.vote.quorum_base;
    take(vote.quorum, vote.quorum_tag, more.vote.quorum, more.vote.quorum_tag);
    if (more.vote.threshold) vote.base = more.vote.base;
    take(vote.threshold, vote.threshold_tag, more.vote.threshold, more.vote.threshold_tag);
    take(vote.on_tie, vote.tie_tag, more.vote.on_tie, more.vote.tie_tag);
}

// Whether a clause can take these parts in: a way into office any, a removal consents and
// consultations.
bool bring_in(ast::Clause &clause, ast::Way const &more) {
    if (auto *way = std::get_if<ast::Way>(&clause.node)) {
        bring_in(*way, more);
        return true;
    }
    auto *removal = std::get_if<ast::Removal>(&clause.node);
    auto const &v = more.vote;
    bool const fits = more.nominations.empty() && more.blocs.empty() && more.musts.empty() &&
                      !more.candidates && !more.withdrawal && !more.rounds && !more.against_all &&
                      !more.called_by && !more.takes_after && !more.term && !v.quorum &&
                      !v.threshold && !v.on_tie;
    if (removal && fits) bring_in(removal->consents, removal->consultations, more);
    return removal && fits;
}

void names_inside(ast::Clause &clause, std::set<std::string> &names) {
    for (auto *list : inner(clause))
        for (auto &deeper : *list) {
            if (deeper.tag.name) names.insert(deeper.tag.name->text);
            names_inside(deeper, names);
        }
}

// A text with the versions of these dates: they are in force from theirs on, and a named clause
// takes the place of its namesake. `in`: the regimes of which the text is part.
ConsolidatedText with_versions(ast::Instrument const &instrument, Periods in,
                               std::vector<ast::Regime const *> const &regimes) {
    ConsolidatedText text{&instrument, {}, {}};
    for (auto const &clause : instrument.clauses)
        if (!std::holds_alternative<ast::Version>(clause.node)) {
            text.clauses.push_back(clause);
            text.in.push_back(in);
        }
    for (auto const &clause : instrument.clauses) {
        auto const *version = std::get_if<ast::Version>(&clause.node);
        if (!version) continue;
        Periods since = 0;
        for (std::size_t i = 0; i < regimes.size(); ++i)
            if (!earlier(*regimes[i]->as_of, version->from)) since |= in & (Periods{1} << i);
        if (since == 0) continue;
        for (auto const &added : version->clauses) {
            for (std::size_t i = 0; added.tag.name && i < text.clauses.size(); ++i)
                if (auto const &name = text.clauses[i].tag.name;
                    name && name->text == added.tag.name->text)
                    text.in[i] &= ~since;
            text.clauses.push_back(added);
            text.in.push_back(since);
        }
    }
    for (std::size_t i = text.clauses.size(); i-- > 0;)
        if (text.in[i] == 0) {
            text.clauses.erase(text.clauses.begin() + static_cast<std::ptrdiff_t>(i));
            text.in.erase(text.in.begin() + static_cast<std::ptrdiff_t>(i));
        }
    return text;
}

// `brought`: names of clauses that stand in blocks which earlier amendments have brought. Of what
// units those speak is not what the text itself says.
void amend(ConsolidatedText &text, std::vector<ast::Change> const &changes,
           std::vector<ast::Name> const &chosen, std::set<std::string> &brought,
           DiagnosticSink &sink) {
    auto &clauses = text.clauses;
    for (auto const &change : changes) {
        bool done = true;
        auto added = change.clauses;
        if (change.target && brought.contains(change.target->text)) {
            sink.report({Code::not_encoded,
                         change.target->span,
                         {"a change of a clause inside a block that another amendment brings"}});
            continue;
        }
        for (auto &clause : added) names_inside(clause, brought);
        switch (change.kind) {
        case ast::Change::Kind::add:
            clauses.insert(clauses.end(), added.begin(), added.end());
            break;
        case ast::Change::Kind::add_beside:
            done = find(clauses, change.target->text, [&](Clauses &list, std::ptrdiff_t i) {
                list.insert(list.begin() + i + 1, added.begin(), added.end());
            });
            break;
        case ast::Change::Kind::replace:
            done = find(clauses, change.target->text, [&](Clauses &list, std::ptrdiff_t i) {
                list.erase(list.begin() + i);
                list.insert(list.begin() + i, added.begin(), added.end());
            });
            break;
        case ast::Change::Kind::repeal:
            done = find(clauses, change.target->text,
                        [](Clauses &list, std::ptrdiff_t i) { list.erase(list.begin() + i); });
            break;
        case ast::Change::Kind::alter:
            done = find(clauses, change.target->text, [&](Clauses &list, std::ptrdiff_t i) {
                if (!bring_in(list[static_cast<std::size_t>(i)], change.parts))
                    sink.report({Code::cannot_take_in, change.span, {change.target->text}});
            });
            break;
        case ast::Change::Kind::choose:
            for (auto const &option : change.options)
                if (std::any_of(chosen.begin(), chosen.end(), [&](ast::Name const &name) {
                        return name.text == option.first.text;
                    }))
                    amend(text, option.second, chosen, brought, sink);
            break;
        }
        if (!done)
            sink.report({Code::unknown_clause,
                         change.target->span,
                         {text.instrument->name.text, change.target->text}});
    }
}

} // namespace

std::vector<ConsolidatedText> consolidate(dsl::Program const &program,
                                          std::vector<ast::Regime const *> const &regimes,
                                          DiagnosticSink &sink) {
    std::map<std::string, Periods> parts;
    std::vector<ast::Name> order;
    std::map<std::string, std::vector<ast::Name>> chosen; // options, by amendment
    for (std::size_t i = 0; i < regimes.size(); ++i)
        for (std::size_t p = 0; p < regimes[i]->parts.size(); ++p) {
            auto const &part = regimes[i]->parts[p];
            if (!parts.contains(part.text)) order.push_back(part);
            parts[part.text] |= Periods{1} << i;
            chosen[part.text] = regimes[i]->chosen[p];
        }
    std::vector<ConsolidatedText> texts;
    for (auto const &part : order) {
        if (auto const it = program.instruments.find(part.text); it != program.instruments.end())
            texts.push_back(with_versions(*it->second.node, parts[part.text], regimes));
        if (auto const it = program.amendments.find(part.text); it != program.amendments.end())
            for (auto const &enacted : it->second.node->enacted)
                if (!parts.contains(enacted.name.text))
                    texts.push_back(with_versions(enacted, parts[part.text], regimes));
    }
    std::map<std::string, std::set<std::string>> brought; // by instrument
    for (auto const &part : order) {
        auto const it = program.amendments.find(part.text);
        if (it == program.amendments.end()) continue;
        auto const &amendment = *it->second.node;
        if (regimes.size() > 1) {
            sink.report({Code::not_encoded, part.span, {"an amendment in a chain of regimes"}});
            continue;
        }
        auto const target = std::find_if(texts.begin(), texts.end(), [&](auto const &text) {
            return text.instrument->name.text == amendment.target.text;
        });
        if (target == texts.end())
            sink.report({Code::amends_nothing, part.span, {part.text, amendment.target.text}});
        else
            amend(*target, amendment.changes, chosen[part.text], brought[amendment.target.text],
                  sink);
    }
    auto const always = static_cast<Periods>((std::uint64_t{1} << regimes.size()) - 1);
    for (auto &text : texts) text.in.resize(text.clauses.size(), always);
    return texts;
}

std::vector<ast::Declaration> in_force(dsl::Program const &program, ast::Regime const &regime,
                                       DiagnosticSink &sink) {
    auto const texts = consolidate(program, {&regime}, sink);
    std::set<std::string> repealed; // texts, and clauses as TEXT@CLAUSE
    for (auto const &text : texts)
        for (auto const &clause : text.clauses)
            if (auto const *r = std::get_if<ast::Repeals>(&clause.node))
                repealed.insert(r->instrument.text + (r->clause ? "@" + r->clause->text : ""));
    std::vector<ast::Declaration> result;
    for (auto const &text : texts) {
        auto const &name = text.instrument->name.text;
        if (repealed.contains(name)) continue;
        auto copy = *text.instrument;
        copy.clauses = text.clauses;
        std::function<void(Clauses &)> prune = [&](Clauses &clauses) {
            std::erase_if(clauses, [&](ast::Clause const &clause) {
                return clause.tag.name && repealed.contains(name + "@" + clause.tag.name->text);
            });
            for (auto &clause : clauses)
                for (auto *deeper : inner(clause)) prune(*deeper);
        };
        prune(copy.clauses);
        result.push_back({std::move(copy), *program.instruments.find(name)->second.tag, {}});
    }
    return result;
}

} // namespace mandate::compiler
