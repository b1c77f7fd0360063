#include "compiler/standard_edits.h"

#include "compiler/consolidation.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

namespace ast = dsl::ast;

namespace {

using Print = std::function<std::string(ast::File const &)>;

class Menu {
public:
    Menu(dsl::Program const &program, SourceMap const &sources, Print const &print)
        : program_(program),
          sources_(sources),
          print_(print) {}

    void clauses(std::string const &instrument, std::vector<ast::Clause> const &list,
                 ast::Binder const *units, bool of_an_office) {
        for (auto const &clause : list) {
            if (auto const *block = std::get_if<ast::OfficeBlock>(&clause.node))
                clauses(instrument, block->clauses, inner(units, block->of), true);
            if (auto const *group = std::get_if<ast::ForUnits>(&clause.node))
                clauses(instrument, group->clauses, inner(units, group->of), of_an_office);
            if (auto const *open = std::get_if<ast::UnsettledClauses>(&clause.node))
                for (auto const &value : open->choice.values)
                    clauses(instrument, value.clauses, units, of_an_office);
            if (of_an_office && clause.tag.name) edits(instrument, clause, units);
        }
    }

    std::vector<StandardEdit> take() { return std::move(edits_); }

private:
    static ast::Binder const *inner(ast::Binder const *around,
                                    std::optional<ast::Binder> const &own) {
        return own && !own->levels.empty() ? &*own : around; // else it names the unit at hand
    }

    void edits(std::string const &instrument, ast::Clause const &clause, ast::Binder const *units) {
        auto const &name = clause.tag.name->text;
        auto const number = [&] { return fmt::format("Standard_{}", edits_.size() + 1); };
        auto const offer = [&](std::string const &title, std::string const &change) {
            edits_.push_back({instrument, name,
                              fmt::format("amendment {} \"{}: {}\" to {} {{\n    {}\n}}\n",
                                          number(), name, title, instrument, change),
                              number()});
        };
        auto const change = [&](std::string const &title, std::string const &parts) {
            offer(title, fmt::format("alter @{} {{ {} }}", name, parts));
        };
        auto const *way = std::get_if<ast::Way>(&clause.node);
        auto const *removal = std::get_if<ast::Removal>(&clause.node);
        bool const an_act =
            (way && !way->election) || (removal && removal->mode != ast::Removal::Mode::only);
        if (an_act)
            for (auto const &body : bodies(units)) {
                auto const &consents = way ? way->consents : removal->consents;
                bool const there =
                    std::any_of(consents.begin(), consents.end(), [&](ast::Consent const &c) {
                        return sources_.text(c.by.span) == body;
                    });
                if (there) continue;
                std::string const vote =
                    "quorum 1/2 of all seats carried by majority of all seats on tie: fails";
                change("consent of " + body,
                       fmt::format("consent of {} {{ {} {} }}", body, vote,
                                   way ? "at most any number refusals same person again: yes "
                                         "no answer means blocks"
                                       : ""));
            }
        if (way)
            for (auto const &consent : way->consents) {
                if (consent.no_answer_within) continue;
                ast::Change with_deadline;
                with_deadline.kind = ast::Change::Kind::alter;
                with_deadline.target = clause.tag.name;
                with_deadline.parts.consents = {answered_in_time(consent)};
                ast::Amendment amendment{{number(), {}},
                                         name + ": no answer in thirty days means yes",
                                         {instrument, {}},
                                         {std::move(with_deadline)},
                                         {}};
                ast::File file;
                file.declarations.emplace_back().node = std::move(amendment);
                file.declarations.back().span.end = 1; // what stands before its end is printed
                edits_.push_back({instrument, name, print_(file), number()});
            }
        if (way || an_act)
            if (auto const people = people_of(units); !people.empty())
                change("void without consulting " + people,
                       fmt::format("after consultation with {} {{ if omitted: void }}", people));
        if (way && way->election && way->by.kind == ast::RefKind::named)
            change("two thirds of all seats", "carried by 2/3 of all seats");
        if (auto const *acting = std::get_if<ast::Acting>(&clause.node))
            offer("thirty days of acting",
                  fmt::format("replace @{} with acting holder designated by {} @{} {{ at most 30 "
                              "days }}",
                              name, sources_.text(acting->by.span), name));
    }

    static ast::Consent answered_in_time(ast::Consent consent) {
        ast::Value yes;
        yes.content = ast::Word::yes;
        consent.no_answer = ast::Choice();
        consent.no_answer->values = {yes};
        consent.no_answer_tag = {};
        consent.no_answer_within = ast::Duration();
        consent.no_answer_within->count = 30;
        return consent;
    }

    // "maslikhat of raion of v" for each body that all these units have or lie in one that has.
    std::vector<std::string> bodies(ast::Binder const *units) const {
        std::vector<std::string> result;
        for (auto const &[name, declared] : program_.bodies) {
            auto const &of = declared.node->of;
            if (!units || !of) {
                if (!units && !of) result.push_back(name);
                continue;
            }
            std::string found;
            bool alike = true;
            for (auto const &level : units->levels) {
                auto const one = body_for(name, *of, level.text, units->variable.text);
                alike &= !one.empty() && (found.empty() || found == one);
                found = one;
            }
            if (alike && !found.empty()) result.push_back(found);
        }
        return result;
    }

    std::string body_for(std::string const &name, ast::Binder const &of, std::string const &level,
                         std::string const &unit) const {
        auto const has = [&](std::string const &l) {
            return std::any_of(of.levels.begin(), of.levels.end(),
                               [&](ast::Name const &n) { return n.text == l; });
        };
        if (has(level)) return fmt::format("{} of {}", name, unit);
        for (std::string around = level;;) {
            auto const at =
                std::find_if(program_.levels.begin(), program_.levels.end(),
                             [&](ast::Level const *l) { return l->name.text == around; });
            if (at == program_.levels.end() || !(*at)->in) return {};
            around = (*at)->in->text;
            if (has(around)) return fmt::format("{} of {} of {}", name, around, unit);
        }
    }

    std::string people_of(ast::Binder const *units) const {
        if (!units) return {};
        bool const all =
            std::all_of(units->levels.begin(), units->levels.end(), [&](ast::Name const &level) {
                return std::any_of(program_.people.begin(), program_.people.end(),
                                   [&](ast::PeopleDecl const *people) {
                                       auto const &levels = people->of.levels;
                                       return std::any_of(
                                           levels.begin(), levels.end(),
                                           [&](auto const &l) { return l.text == level.text; });
                                   });
            });
        return all ? "people of " + units->variable.text : "";
    }

    dsl::Program const &program_;
    SourceMap const &sources_;
    Print const &print_;
    std::vector<StandardEdit> edits_;
};

} // namespace

std::vector<StandardEdit> standard_edits(dsl::Program const &program, ast::Regime const &regime,
                                         SourceMap const &sources, Print const &print) {
    DiagnosticSink said; // by the compilation of the regime
    Menu menu(program, sources, print);
    for (auto const &text : consolidate(program, {&regime}, said))
        menu.clauses(text.instrument->name.text, text.clauses, nullptr, false);
    return menu.take();
}

} // namespace mandate::compiler
