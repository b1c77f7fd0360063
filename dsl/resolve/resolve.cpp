#include "dsl/resolve/resolve.h"

#include "base/assert.h"
#include "base/overloaded.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace mandate::dsl {

namespace {

using namespace ast;

// What a variable in scope stands for.
struct Variable {
    std::string name;
    bool person = false;
    std::vector<std::string> levels;
};
using Environment = std::vector<Variable>;

class Resolver {
public:
    Resolver(Program &program, DiagnosticSink &sink) : program_(program), sink_(sink) {}

    void run() {
        for (auto const &file : program_.files)
            for (auto const &declaration : file.declarations) declare(declaration);
        order_levels();
        for (auto const &file : program_.files)
            for (auto const &declaration : file.declarations) check(declaration);
        for (auto const &file : program_.files)
            for (auto const &declaration : file.declarations)
                if (auto const *amendment = std::get_if<Amendment>(&declaration.node))
                    check(*amendment);
    }

private:
    // ---- declaring
    // -------------------------------------------------------------------------------
    void declare(Declaration const &declaration) {
        auto const &tag = declaration.tag;
        std::visit(Overloaded{
                       [&](std::monostate) {},
                       [&](Use const &) {},
                       [&](Level const &level) {
                           once(level.name, level_names_);
                           program_.levels.push_back(&level);
                           for (auto const &kind : level.kinds) {
                               once(kind.name, kinds_);
                               kind_level_[kind.name.text] = level.name.text;
                           }
                       },
                       [&](Person const &person) {
                           for (auto const &attribute : person.attributes) {
                               once(attribute.name, attributes_);
                               program_.attributes.push_back(&attribute);
                           }
                       },
                       [&](Authority const &a) {
                           add(program_.authorities, actors_, a.name, a, tag, declaration.span);
                       },
                       [&](OfficeDecl const &o) {
                           add(program_.offices, actors_, o.name, o, tag, declaration.span);
                       },
                       [&](BodyDecl const &b) {
                           add(program_.bodies, actors_, b.name, b, tag, declaration.span);
                       },
                       [&](PeopleDecl const &p) { program_.people.push_back(&p); },
                       [&](SuperiorDecl const &s) { program_.superiors.push_back(&s); },
                       [&](EventDecl const &e) {
                           add(program_.events, events_, e.name, e, tag, declaration.span);
                       },
                       [&](Instrument const &i) { declare(i, tag, declaration.span); },
                       [&](Regime const &r) {
                           add(program_.regimes, regimes_, r.name, r, tag, declaration.span);
                           program_.regime_order.push_back(r.name.text);
                       },
                       [&](Chain const &c) {
                           add(program_.chains, regimes_, c.name, c, tag, declaration.span);
                       },
                       [&](Parameter const &p) {
                           add(program_.parameters, parameters_, p.name, p, tag, declaration.span);
                           bounds(p);
                       },
                       [&](Amendment const &a) {
                           add(program_.amendments, instruments_, a.name, a, tag, declaration.span);
                           declare_changes(a.name.text, a.changes);
                           for (auto const &i : a.enacted) declare(i, tag, declaration.span);
                       },
                       [&](Property const &p) {
                           add(program_.properties, properties_, p.name, p, tag, declaration.span);
                           program_.property_order.push_back(p.name.text);
                       },
                       [&](Sources const &sources) {
                           for (auto const &rule : sources.rules)
                               add(program_.rules, rules_, rule.id, rule, tag, rule.span);
                       },
                   },
                   declaration.node);
    }

    void declare(Instrument const &i, Tag const &tag, Span span) {
        add(program_.instruments, instruments_, i.name, i, tag, span);
        program_.instrument_order.push_back(i.name.text);
        declare_inside(i.name.text, i.clauses);
    }

    // Of two options each may bring a clause of the same name.
    void declare_changes(std::string const &amendment, std::vector<Change> const &changes) {
        for (auto const &change : changes) {
            declare_inside(amendment, change.clauses);
            declare_parts(amendment, change.parts);
            for (auto const &[option, inside] : change.options)
                declare_changes(amendment + " " + option.text, inside);
        }
    }

    void declare_parts(std::string const &instrument, Way const &w) {
        for (auto const &bloc : w.blocs) program_.blocs.emplace(bloc.name.text, instrument);
        for (auto const &n : w.nominations) part_name(instrument, n.tag);
        for (auto const &c : w.consents) part_name(instrument, c.tag);
        for (auto const &c : w.consultations) part_name(instrument, c.tag);
    }

    // Lists, records and the like are declared where an instrument makes them.
    void declare_inside(std::string const &instrument, std::vector<Clause> const &clauses) {
        for (auto const &clause : clauses) {
            if (clause.tag.name) {
                auto const [_, fresh] = clause_names_[instrument].insert(clause.tag.name->text);
                if (!fresh)
                    sink_.report({Code::repeated_name,
                                  clause.tag.name->span,
                                  {"@" + clause.tag.name->text}});
            }
            std::visit(
                Overloaded{
                    [&](ListClause const &l) { program_.lists.emplace(l.name.text, instrument); },
                    [&](Record const &r) { program_.records.emplace(r.name.text, instrument); },
                    [&](ReportAct const &r) { program_.records.emplace(r.name.text, instrument); },
                    [&](Competence const &c) {
                        program_.competences.emplace(c.name.text, instrument);
                    },
                    [&](Bloc const &b) { program_.blocs.emplace(b.name.text, instrument); },
                    [&](Way const &w) { declare_parts(instrument, w); },
                    [&](OfficeBlock const &b) { declare_inside(instrument, b.clauses); },
                    [&](BodyBlock const &b) { declare_inside(instrument, b.clauses); },
                    [&](Version const &v) { declare_inside(instrument, v.clauses); },
                    [&](ForUnits const &f) { declare_inside(instrument, f.clauses); },
                    [&](UnsettledClauses const &u) {
                        for (auto const &value : u.choice.values)
                            declare_inside(instrument, value.clauses);
                    },
                    [&](auto const &) {},
                },
                clause.node);
        }
    }

    void part_name(std::string const &instrument, Tag const &tag) {
        if (tag.name) clause_names_[instrument].insert(tag.name->text);
    }

    void once(Name const &name, std::map<std::string, Span> &seen) {
        auto const [it, fresh] = seen.emplace(name.text, name.span);
        if (!fresh)
            sink_.report({Code::repeated_name,
                          name.span,
                          {name.text},
                          {{it->second, "first declared here"}}});
    }

    template <class Node>
    void add(Table<Node> &table, std::map<std::string, Span> &seen, Name const &name,
             Node const &node, Tag const &tag, Span span) {
        once(name, seen);
        if (&seen == &actors_) program_.mentions[name.text].insert(name.span);
        table.emplace(name.text, Declared<Node>{&node, &tag, span});
    }

    // Containers before the contained, whatever the order of the text.
    void order_levels() {
        std::vector<Level const *> ordered;
        std::set<std::string> done;
        auto waiting = program_.levels;
        while (!waiting.empty()) {
            auto const ready =
                std::find_if(waiting.begin(), waiting.end(), [&](Level const *level) {
                    return !level->in || done.contains(level->in->text) ||
                           !level_names_.contains(level->in->text);
                });
            if (ready == waiting.end()) {
                sink_.report(
                    {Code::level_cycle, waiting.front()->name.span, {waiting.front()->name.text}});
                break;
            }
            done.insert((*ready)->name.text);
            ordered.push_back(*ready);
            waiting.erase(ready);
        }
        program_.levels = ordered;
        std::size_t outermost = 0;
        for (auto const *level : program_.levels)
            if (!level->in && ++outermost > 1)
                sink_.report({Code::level_without_container, level->name.span, {level->name.text}});
    }

    // ---- looking up
    // ------------------------------------------------------------------------------
    void known(Name const &name, std::map<std::string, Span> const &table,
               std::string const &what) {
        if (&table == &actors_) program_.mentions[name.text].insert(name.span);
        if (table.contains(name.text)) return;
        std::vector<std::string> candidates;
        for (auto const &[candidate, _] : table) candidates.push_back(candidate);
        Diagnostic diagnostic{Code::unknown_name, name.span, {what, name.text}};
        if (auto const near = nearest_name(name.text, candidates))
            diagnostic.hints.push_back("did you mean " + quote(*near) + "?");
        sink_.report(std::move(diagnostic));
    }

    void known_inside(Name const &name,
                      std::multimap<std::string, std::string, std::less<>> const &table,
                      std::string const &what) {
        std::map<std::string, Span> names;
        for (auto const &[candidate, _] : table) names.emplace(candidate, Span{});
        known(name, names, what);
    }

    void clause_of(Name const &instrument, Name const &clause) {
        known(instrument, instruments_, "instrument");
        if (!instruments_.contains(instrument.text)) return;
        auto const &names = clause_names_[instrument.text];
        if (names.contains(clause.text)) return;
        Diagnostic diagnostic{Code::unknown_clause, clause.span, {instrument.text, clause.text}};
        if (auto const near = nearest_name(clause.text, {names.begin(), names.end()}))
            diagnostic.hints.push_back("did you mean " + quote("@" + *near) + "?");
        sink_.report(std::move(diagnostic));
    }

    Variable const *variable(Environment const &environment, std::string const &name) const {
        for (auto it = environment.rbegin(); it != environment.rend(); ++it)
            if (it->name == name) return &*it;
        return nullptr;
    }

    bool encloses(std::string const &outer, std::string const &inner) const {
        auto const index = [&](std::string const &name) {
            for (std::size_t i = 0; i < program_.levels.size(); ++i)
                if (program_.levels[i]->name.text == name) return static_cast<int>(i);
            return -1;
        };
        auto const o = index(outer), i = index(inner);
        if (o < 0 || i < 0) return false;
        return o < i || (o == i && program_.levels[static_cast<std::size_t>(o)]->same_level);
    }

    // Returns: the levels that the unit may have; empty if something was wrong (and reported).
    std::vector<std::string> unit(Unit const &unit_, Environment const &environment) {
        if (unit_.of.empty()) {
            if (auto const *v = variable(environment, unit_.name.text)) {
                if (!v->person) return v->levels;
                sink_.report({Code::not_a_unit, unit_.name.span, {unit_.name.text}});
                return {};
            }
            Diagnostic diagnostic{Code::unknown_variable, unit_.name.span, {unit_.name.text}};
            std::vector<std::string> names;
            for (auto const &v : environment) names.push_back(v.name);
            if (auto const near = nearest_name(unit_.name.text, names))
                diagnostic.hints.push_back("did you mean " + quote(*near) + "?");
            if (level_names_.contains(unit_.name.text))
                diagnostic.hints.push_back("write " + quote(unit_.name.text + " of …") +
                                           " to say whose");
            sink_.report(std::move(diagnostic));
            return {};
        }
        known(unit_.name, level_names_, "level");
        auto const inner = unit(unit_.of.front(), environment);
        if (!level_names_.contains(unit_.name.text) || inner.empty()) return {};
        bool const some = std::any_of(inner.begin(), inner.end(), [&](std::string const &level) {
            return encloses(unit_.name.text, level);
        });
        if (!some) {
            sink_.report({Code::not_enclosing, unit_.name.span, {unit_.name.text, inner.front()}});
            return {};
        }
        return {unit_.name.text};
    }

    void unit_of(Name const &holder, std::optional<Binder> const &declared,
                 std::vector<Unit> const &given, Environment const &environment, Span span,
                 bool exact) {
        if (given.empty()) {
            if (declared) sink_.report({Code::unit_missing, span, {holder.text}});
            return;
        }
        auto const levels = unit(given.front(), environment);
        if (!declared) {
            sink_.report({Code::unit_unexpected, span, {holder.text}});
            return;
        }
        if (levels.empty() || !exact) return;
        bool const some = std::any_of(levels.begin(), levels.end(), [&](std::string const &level) {
            return std::any_of(declared->levels.begin(), declared->levels.end(),
                               [&](Name const &name) { return name.text == level; });
        });
        if (!some)
            sink_.report(
                {Code::wrong_level, given.front().name.span, {holder.text, levels.front()}});
    }

    // exact: the office or body must be declared for the unit's level; `there is` only asks.
    void ref(Ref const &ref_, Environment const &environment, bool in_office_block,
             bool exact = true) {
        switch (ref_.kind) {
        case RefKind::named:
            known(ref_.name, actors_, "office, body or authority");
            if (auto const o = program_.offices.find(ref_.name.text); o != program_.offices.end())
                unit_of(ref_.name, o->second.node->of, ref_.unit, environment, ref_.span, exact);
            else if (auto const b = program_.bodies.find(ref_.name.text);
                     b != program_.bodies.end())
                unit_of(ref_.name, b->second.node->of, ref_.unit, environment, ref_.span, exact);
            else if (program_.authorities.contains(ref_.name.text) && !ref_.unit.empty())
                sink_.report({Code::unit_unexpected, ref_.span, {ref_.name.text}});
            return;
        case RefKind::superior:
            if (ref_.of.empty()) {
                if (!in_office_block) sink_.report({Code::superior_of_whom, ref_.span, {}});
            } else {
                ref(ref_.of.front(), environment, in_office_block);
            }
            return;
        case RefKind::people:
        case RefKind::college:
            if (!ref_.unit.empty()) unit(ref_.unit.front(), environment);
            return;
        case RefKind::self:
        case RefKind::law:
        case RefKind::anyone:
            return;
        }
    }

    // Where nothing else can be said yet.
    void actors_in(Expr const &e) {
        for (auto const &operand : e.operands) actors_in(operand);
        for (auto const &binder : e.binders)
            for (auto const &condition : binder.where) actors_in(condition);
        for (auto const &ref_ : e.refs) actors_in(ref_);
    }
    void actors_in(Ref const &ref_) {
        if (ref_.kind == RefKind::named && !level_names_.contains(ref_.name.text))
            known(ref_.name, actors_, "office, body or authority");
        for (auto const &of : ref_.of) actors_in(of);
    }

    void office(Name const &name) {
        actor_of(name, program_.offices, "office", Code::not_an_office);
    }
    void body(Name const &name) { actor_of(name, program_.bodies, "body", Code::not_a_body); }
    template <class Node>
    void actor_of(Name const &name, Table<Node> const &table, char const *what, Code otherwise) {
        known(name, actors_, what);
        if (actors_.contains(name.text) && !table.contains(name.text))
            sink_.report({otherwise, name.span, {name.text}});
    }

    // Adds the variable; its `where` may speak of it.
    void bind(Binder const &binder, Environment &environment, bool in_office_block) {
        Variable v{binder.variable.text, binder.person, {}};
        if (binder.variable.text.empty()) {
            sink_.report({Code::not_encoded, clause_, {"this on an office or body of no unit"}});
            return;
        }
        if (!binder.person && binder.levels.empty()) { // the variable at hand
            if (auto const *known_variable = variable(environment, binder.variable.text))
                v.levels = known_variable->levels;
            else
                sink_.report({Code::levels_missing, binder.span, {binder.variable.text}});
        }
        for (auto const &level : binder.levels) {
            known(level, level_names_, "level");
            v.levels.push_back(level.text);
        }
        for (auto const &kind : binder.except) known(kind, kinds_, "kind of unit");
        environment.push_back(std::move(v));
        for (auto const &condition : binder.where) expr(condition, environment, in_office_block);
    }

    void person(std::optional<Name> const &name, Environment const &environment) {
        if (!name || name->text == "someone" || name->text == "candidate") return;
        auto const *v = variable(environment, name->text);
        if (v && v->person) return;
        Diagnostic diagnostic{
            v ? Code::not_a_person : Code::unknown_variable, name->span, {name->text}};
        std::vector<std::string> names;
        for (auto const &candidate : environment)
            if (candidate.person) names.push_back(candidate.name);
        if (auto const near = nearest_name(name->text, names))
            diagnostic.hints.push_back("did you mean " + quote(*near) + "?");
        sink_.report(std::move(diagnostic));
    }

    void expr(Expr const &e, Environment const &environment, bool in_office_block) {
        auto inner = environment;
        for (auto const &binder : e.binders) bind(binder, inner, in_office_block);
        for (auto const &operand : e.operands) expr(operand, inner, in_office_block);
        for (auto const &u : e.unit) unit(u, inner);
        for (auto const &r : e.refs) {
            if (e.kind == ExprKind::exists && r.kind == RefKind::named &&
                level_names_.contains(r.name.text) && !r.unit.empty()) {
                unit(Unit{r.name, r.unit}, inner); // `there is raion of v`
                continue;
            }
            ref(r, inner, in_office_block, e.kind != ExprKind::exists);
        }
        if (e.duration) duration(*e.duration);
        objects(e);
        switch (e.kind) {
        case ExprKind::person_is:
            if (e.subject && variable(inner, e.subject->text) &&
                !variable(inner, e.subject->text)->person) {
                known(*e.name, kinds_, "kind of unit"); // `v is village`
            } else {
                person(e.subject, inner);
                attribute(*e.name, Attribute::Kind::boolean);
            }
            return;
        case ExprKind::person_value:
            person(e.subject, inner);
            attribute(*e.name, Attribute::Kind::enumeration);
            for (auto const *a : program_.attributes)
                if (a->name.text == e.name->text && e.value) {
                    std::map<std::string, Span> values;
                    for (auto const &v : a->values) values.emplace(v.text, v.span);
                    known(*e.value, values, "value of " + quote(e.name->text));
                }
            return;
        case ExprKind::person_age:
            person(e.subject, inner);
            attribute_kind(Attribute::Kind::born, e.span);
            return;
        case ExprKind::person_lives:
            person(e.subject, inner);
            attribute_kind(Attribute::Kind::lives_in, e.span);
            return;
        case ExprKind::unit_kind:
            known(*e.name, kinds_, "kind of unit");
            if (e.subject && !variable(inner, e.subject->text))
                sink_.report({Code::unknown_variable, e.subject->span, {e.subject->text}});
            if (!e.subject && !last_unit(inner))
                sink_.report({Code::kind_of_what, e.span, {e.name->text}});
            return;
        case ExprKind::unit_level:
            if (e.subject) unit_variable(*e.subject, inner);
            known(*e.name, level_names_, "level");
            return;
        case ExprKind::unit_inside:
            unit_variable(*e.subject, inner);
            return;
        case ExprKind::same:
            if (auto const *v = variable(inner, e.subject->text); v && v->person)
                person(e.name, inner);
            else if (v)
                unit_variable(*e.name, inner);
            else
                sink_.report({Code::unknown_variable, e.subject->span, {e.subject->text}});
            return;
        case ExprKind::listed:
            known_inside(*e.name, program_.lists, "list");
            return;
        case ExprKind::occurs:
            known(*e.name, events_, "event");
            return;
        case ExprKind::verb:
            person(e.subject, inner);
            return;
        case ExprKind::compare:
            if (e.count == Count::record) known_inside(*e.name, program_.records, "record");
            if (e.count == Count::no_confidence_votes && e.name) body(*e.name);
            return;
        case ExprKind::tally:
            known_inside(*e.name, program_.blocs, "bloc");
            return;
        case ExprKind::exclusive:
        case ExprKind::undetermined:
        case ExprKind::responsible:
            known_inside(*e.name, program_.competences, "competence");
            return;
        case ExprKind::happens:
        case ExprKind::in_manner:
            clause_of(*e.name, *e.value);
            return;
        case ExprKind::constant:
        case ExprKind::on_or_after:
        case ExprKind::negation:
        case ExprKind::conjunction:
        case ExprKind::disjunction:
        case ExprKind::implication:
        case ExprKind::every:
        case ExprKind::some:
        case ExprKind::once:
        case ExprKind::previously:
        case ExprKind::since:
        case ExprKind::within_last:
        case ExprKind::exists:
        case ExprKind::constituted:
        case ExprKind::vacant:
        case ExprKind::under_earlier_law:
        case ExprKind::by_election:
        case ExprKind::recognised:
        case ExprKind::dissolved:
        case ExprKind::chosen:
        case ExprKind::breached:
        case ExprKind::owed:
            return;
        }
    }

    void unit_variable(Name const &name, Environment const &environment) {
        auto const *v = variable(environment, name.text);
        if (!v)
            sink_.report({Code::unknown_variable, name.span, {name.text}});
        else if (v->person)
            sink_.report({Code::not_a_unit, name.span, {name.text}});
    }

    // What is said of an office cannot be said of a body, and the other way round.
    void objects(Expr const &e) {
        auto const office_at = [&](std::size_t i) {
            if (i < e.refs.size() && e.refs[i].kind != RefKind::superior) is_office(e.refs[i]);
        };
        auto const body_at = [&](std::size_t i) {
            if (i < e.refs.size()) is_body(e.refs[i]);
        };
        switch (e.kind) {
        case ExprKind::vacant:
        case ExprKind::under_earlier_law:
        case ExprKind::by_election:
        case ExprKind::in_manner:
            return office_at(0);
        case ExprKind::constituted:
        case ExprKind::dissolved:
        case ExprKind::chosen:
            return body_at(0);
        case ExprKind::compare:
            return e.count == Count::members_present || e.count == Count::votes_in_favour
                       ? body_at(0)
                       : office_at(0);
        case ExprKind::verb:
            break;
        default:
            return;
        }
        switch (e.verb) {
        case Verb::takes:
        case Verb::leaves:
        case Verb::holds:
        case Verb::exercises:
        case Verb::acts_as:
        case Verb::is_held_over_as:
        case Verb::withdraws:
        case Verb::dies:
        case Verb::resigns:
            return office_at(0);
        case Verb::appoints:
        case Verb::presents:
        case Verb::nominates:
        case Verb::elects:
        case Verb::consents_to:
        case Verb::refuses:
        case Verb::votes_on:
        case Verb::designates:
        case Verb::removes:
        case Verb::requests_removal_of:
        case Verb::consents_to_removal_of:
            return office_at(1);
        case Verb::expresses_no_confidence_in:
        case Verb::approves_report_of:
        case Verb::refuses_report_of:
            body_at(0);
            return office_at(1);
        case Verb::reports_to:
            office_at(0);
            return body_at(1);
        case Verb::sits_in:
            return body_at(0);
        case Verb::dissolves:
            return body_at(1);
        case Verb::consults:
        case Verb::agrees_to:
            return;
        }
    }
    void is_office(Ref const &r) {
        if (r.kind == RefKind::named && !actors_.contains(r.name.text)) return; // said already
        if (r.kind != RefKind::named || !program_.offices.contains(r.name.text))
            sink_.report({Code::not_an_office, r.span, {r.name.text}});
    }
    void is_body(Ref const &r) {
        if (r.kind == RefKind::college ||
            (r.kind == RefKind::named && !actors_.contains(r.name.text)))
            return;
        if (r.kind != RefKind::named || !program_.bodies.contains(r.name.text))
            sink_.report({Code::not_a_body, r.span, {r.name.text}});
    }

    Variable const *last_unit(Environment const &environment) const {
        for (auto it = environment.rbegin(); it != environment.rend(); ++it)
            if (!it->person) return &*it;
        return nullptr;
    }

    void attribute(Name const &name, Attribute::Kind kind) {
        known(name, attributes_, "attribute of a person");
        for (auto const *a : program_.attributes)
            if (a->name.text == name.text && a->kind != kind)
                sink_.report({Code::wrong_attribute, name.span, {name.text}});
    }

    void attribute_kind(Attribute::Kind kind, Span span) {
        for (auto const *a : program_.attributes)
            if (a->kind == kind) return;
        sink_.report(
            {Code::attribute_missing, span, {kind == Attribute::Kind::born ? "born" : "lives in"}});
    }

    static std::string of_kind(ParameterKind kind) {
        return kind == ParameterKind::time    ? "a time"
               : kind == ParameterKind::share ? "a share"
                                              : "a number";
    }
    void bounds(Parameter const &p) {
        bool of_its_kind = true;
        auto const check = [&](Value const &value) {
            auto const kind = std::holds_alternative<Duration>(value.content) ? ParameterKind::time
                              : std::holds_alternative<Fraction>(value.content)
                                  ? ParameterKind::share
                                  : ParameterKind::number;
            if (kind == p.kind) return;
            of_its_kind = false;
            sink_.report(
                {Code::wrong_unit, value.span, {"the bound of " + p.name.text, of_kind(p.kind)}});
        };
        check(p.from);
        if (p.to) check(*p.to);
        if (!of_its_kind) return;
        if (auto const range = range_of(p); range && range->high < range->low)
            sink_.report({Code::no_value, (p.to ? *p.to : p.from).span, {p.name.text}});
    }
    void duration(Duration const &d) {
        if (!d.parameter) return;
        known(*d.parameter, parameters_, "parameter");
        auto const it = program_.parameters.find(d.parameter->text);
        if (it != program_.parameters.end() && it->second.node->kind != d.wanted) {
            sink_.report(
                {Code::wrong_unit, d.parameter->span, {d.parameter->text, of_kind(d.wanted)}});
        }
    }

    // ---- citations
    // -------------------------------------------------------------------------------
    // The rules exist, and carry the mark that is given.
    void cited(Citation const &citation) {
        for (std::size_t i = 0; i < citation.rules.size(); ++i)
            if (!program_.rules.contains(rule_ids(program_, citation)[i]))
                known(citation.rules[i], rules_, "rule");
        if (citation.mark && *citation.mark != Mark::practice && !carries(citation, *citation.mark))
            sink_.report({Code::mark_not_carried, citation.span, {}});
    }

    void citations(Tag const &tag, bool unsettled) {
        bool open = false, settled = false;
        for (auto const &citation : tag.citations) {
            cited(citation);
            for (auto const mark : marks_of(program_, citation)) {
                bool const is_open = mark == Mark::silent || mark == Mark::not_sourced;
                (is_open ? open : settled) = true;
                if (mark == Mark::practice) sink_.report({Code::practice_cited, citation.span, {}});
            }
        }
        if (unsettled && !open && !tag.citations.empty())
            sink_.report({Code::unsettled_without_silence, tag.citations.front().span, {}});
        if (!unsettled && open && !settled && open_clauses_ == 0)
            sink_.report({Code::settled_but_silent, tag.citations.front().span, {}});
    }

    bool carries(Citation const &citation, Mark mark) const {
        for (auto const &id : rule_ids(program_, citation)) {
            auto const it = program_.rules.find(id);
            if (it == program_.rules.end()) return true;
            auto const &carried = it->second.node->marks;
            if (std::find(carried.begin(), carried.end(), mark) != carried.end()) return true;
        }
        return false;
    }

    void choice(Choice const &c, Environment const &environment, bool in_office_block,
                bool own_tag = true) {
        if (c.for_each && !variable(environment, c.for_each->text))
            sink_.report({Code::unknown_variable, c.for_each->span, {c.for_each->text}});
        if (c.decided_by) ref(*c.decided_by, environment, in_office_block);
        for (auto const &value : c.values) {
            if (auto const *d = std::get_if<Duration>(&value.content)) duration(*d);
            if (auto const *r = std::get_if<Ref>(&value.content))
                ref(*r, environment, in_office_block);
            for (auto const &r : value.requirements) requirement(r, environment, in_office_block);
            // What stands in one of several alternatives is not settled by standing there.
            ++open_clauses_;
            clauses(value.clauses, environment, in_office_block);
            --open_clauses_;
        }
        if (own_tag && !c.tag.citations.empty()) citations(c.tag, c.unsettled);
    }
    void choice(std::optional<Choice> const &c, Tag const &tag, Environment const &environment,
                bool in_office_block) {
        if (!c) return;
        choice(*c, environment, in_office_block);
        if (!tag.citations.empty()) citations(tag, c->unsettled);
    }

    void requirement(Requirement const &r, Environment const &environment, bool in_office_block) {
        for (auto const &name : r.attributes) attribute(name, Attribute::Kind::boolean);
        for (auto const &u : r.unit) unit(u, environment);
        if (r.office) office(*r.office);
        if (r.within) duration(*r.within);
        for (auto const &f : r.formula) expr(f, environment, in_office_block);
        if (r.kind == Requirement::Kind::age) attribute_kind(Attribute::Kind::born, r.span);
        if (r.kind == Requirement::Kind::lives) attribute_kind(Attribute::Kind::lives_in, r.span);
        citations(r.tag, false);
    }

    void vote(Vote const &v, Environment const &environment) {
        choice(v.quorum, v.quorum_tag, environment, true);
        if (v.threshold) choice(*v.threshold, environment, true);
        if (v.base) choice(*v.base, environment, true);
        citations(v.threshold_tag,
                  (v.threshold && v.threshold->unsettled) || (v.base && v.base->unsettled));
        choice(v.on_tie, v.tie_tag, environment, true);
    }

    void consent(Consent const &c, Environment const &environment, bool in_office_block) {
        ref(c.by, environment, in_office_block);
        vote(c.vote, environment);
        choice(c.no_answer, c.no_answer_tag, environment, in_office_block);
        choice(c.refusals, c.refusals_tag, environment, in_office_block);
        choice(c.same_person, c.same_person_tag, environment, in_office_block);
        if (c.no_answer_within) duration(*c.no_answer_within);
        citations(c.tag, false);
    }

    void consultation(Consultation const &c, Environment const &environment, bool in_office_block) {
        for (auto const &r : c.with) ref(r, environment, in_office_block);
        if (c.form_by) ref(*c.form_by, environment, in_office_block);
        choice(c.if_omitted, c.omitted_tag, environment, in_office_block);
        citations(c.tag, false);
    }

    void must(Must const &m, Environment const &environment, bool in_office_block) {
        for (auto const &r : m.requirements) requirement(r, environment, in_office_block);
        if (m.choice) choice(*m.choice, environment, in_office_block);
    }

    // ---- clauses
    // ---------------------------------------------------------------------------------
    static bool unsettled(Clause const &clause) {
        return std::visit(Overloaded{
                              [](Must const &m) { return m.choice && m.choice->unsettled; },
                              [](OnLoss const &c) { return c.what.unsettled; },
                              [](Term const &c) { return c.length.unsettled; },
                              [](OnExpiry const &c) {
                                  return c.what.unsettled || (c.limit && c.limit->unsettled);
                              },
                              [](Ends const &c) { return c.then && c.then->unsettled; },
                              [](Acting const &c) {
                                  return c.by.unsettled || (c.limit && c.limit->unsettled) ||
                                         (c.powers && c.powers->unsettled);
                              },
                              [](UnsettledClauses const &) { return true; },
                              [](Seats const &c) { return c.number.unsettled; },
                              [](PendingMatters const &c) { return c.what.unsettled; },
                              [](Removal const &c) { return c.grounds && c.grounds->unsettled; },
                              [](Competence const &c) { return c.nature.unsettled; },
                              [](Responsibility const &c) {
                                  return std::any_of(c.to.begin(), c.to.end(),
                                                     [](auto const &to) { return to.unsettled; });
                              },
                              [](Transition const &c) { return c.what.unsettled; },
                              [](auto const &) { return false; },
                          },
                          clause.node);
    }

    void clauses(std::vector<Clause> const &list, Environment const &environment,
                 bool in_office_block) {
        for (auto const &clause : list) {
            citations(clause.tag, unsettled(clause));
            if (clause.tag.name && instrument_)
                places_[instrument_->name.text].try_emplace(clause.tag.name->text,
                                                            Place{environment, in_office_block});
            clause_ = clause.span;
            clause_node(clause, environment, in_office_block);
        }
    }

    // What stands inside a way into office.
    void parts(Way const &c, Environment const &env, bool block) {
        for (auto const &n : c.nominations) {
            ref(n.by, env, block);
            for (auto const &u : n.signatures_of) unit(u, env);
            if (n.signatures) choice(*n.signatures, env, block);
            citations(n.tag, n.signatures && n.signatures->unsettled);
        }
        for (auto const &x : c.consents) consent(x, env, block);
        for (auto const &x : c.consultations) consultation(x, env, block);
        choice(c.candidates, c.candidates_tag, env, block);
        choice(c.withdrawal, c.withdrawal_tag, env, block);
        choice(c.rounds, c.rounds_tag, env, block);
        choice(c.term, c.term_tag, env, block);
        vote(c.vote, env);
        if (c.called_by) ref(*c.called_by, env, block);
        if (c.called_before) duration(*c.called_before);
        if (c.takes_after) duration(*c.takes_after);
        for (auto const &m : c.musts) must(m, env, block);
        for (auto const &b : c.blocs)
            for (auto const &u : b.lives_in) unit(u, env);
    }

    void clause_node(Clause const &clause, Environment env, bool block) {
        std::visit(Overloaded{
                       [&](std::monostate) {},
                       [&](Must const &c) { must(c, env, block); },
                       [&](OnLoss const &c) { choice(c.what, env, block); },
                       [&](Term const &c) { choice(c.length, env, block); },
                       [&](OnExpiry const &c) {
                           choice(c.what, env, block);
                           choice(c.limit, c.limit_tag, env, block);
                       },
                       [&](Way const &c) {
                           ref(c.by, env, block);
                           for (auto const &e : c.where) expr(e, env, block);
                           parts(c, env, block);
                       },
                       [&](Removal const &c) {
                           ref(c.by, env, block);
                           for (auto const *list : {&c.ground, &c.where, &c.after})
                               for (auto const &e : *list) expr(e, env, block);
                           if (c.grounds) choice(*c.grounds, env, block);
                           if (c.within) duration(*c.within);
                           for (auto const &x : c.consents) consent(x, env, block);
                           for (auto const &x : c.consultations) consultation(x, env, block);
                       },
                       [&](Ends const &c) {
                           if (c.new_holder_of) office(*c.new_holder_of);
                           for (auto const &e : c.when) expr(e, env, block);
                           if (c.then) choice(*c.then, env, block);
                       },
                       [&](Acting const &c) {
                           choice(c.by, env, block);
                           choice(c.limit, c.limit_tag, env, block);
                           choice(c.powers, c.powers_tag, env, block);
                       },
                       [&](Resignation const &c) {
                           for (auto const &r : c.accepted_by) ref(r, env, block);
                       },
                       [&](UnsettledClauses const &c) { choice(c.choice, env, block); },
                       [&](OfficeBlock const &c) {
                           office(c.office);
                           if (c.of) bind(*c.of, env, true);
                           for (auto const &e : c.where) expr(e, env, true);
                           clauses(c.clauses, env, true);
                       },
                       [&](BodyBlock const &c) {
                           known(c.body, actors_, "body");
                           if (actors_.contains(c.body.text) &&
                               !program_.bodies.contains(c.body.text))
                               sink_.report({Code::not_a_body, c.body.span, {c.body.text}});
                           if (c.of) bind(*c.of, env, false);
                           for (auto const &e : c.where) expr(e, env, false);
                           clauses(c.clauses, env, false);
                       },
                       [&](Seats const &c) {
                           choice(c.number, env, block);
                           if (c.up_to) choice(*c.up_to, env, block);
                       },
                       [&](ElectedBy const &c) {
                           ref(c.by, env, block);
                           if (c.called_by) ref(*c.called_by, env, block);
                       },
                       [&](Dissolution const &c) {
                           if (!c.itself) ref(c.by, env, block);
                           for (auto const &e : c.ground) expr(e, env, block);
                           for (auto const &x : c.consultations) consultation(x, env, block);
                           vote(c.vote, env);
                       },
                       [&](ReElected const &c) {
                           ref(c.by, env, block);
                           duration(c.within);
                       },
                       [&](PendingMatters const &c) { choice(c.what, env, block); },
                       [&](Bloc const &c) {
                           for (auto const &u : c.lives_in) unit(u, env);
                       },
                       [&](College const &c) {
                           bind(c.of, env, block);
                           if (c.gatherings_of) ref(*c.gatherings_of, env, block);
                           choice(c.size, c.size_tag, env, block);
                           for (auto const &m : c.musts) must(m, env, block);
                           vote(c.vote, env);
                       },
                       [&](ListClause const &c) {
                           bind(c.of, env, block);
                           ref(c.by, env, block);
                           for (auto const &r : c.agreement) ref(r, env, block);
                       },
                       [&](Record const &c) {
                           office(c.office);
                           if (c.of) bind(*c.of, env, block);
                           choice(c.counts, c.counts_tag, env, block);
                           choice(c.resets, c.resets_tag, env, block);
                       },
                       [&](ReportAct const &c) {
                           office(c.office);
                           bind(c.of, env, block);
                           ref(c.to, env, block);
                           vote(c.vote, env);
                           choice(c.if_missing, c.missing_tag, env, block);
                       },
                       [&](NoConfidence const &c) {
                           office(c.office);
                           bind(c.of, env, true);
                           ref(c.by, env, true);
                           for (auto const &e : c.after) expr(e, env, true);
                           choice(c.initiated_by, c.initiated_tag, env, true);
                           vote(c.vote, env);
                           if (c.request_to) ref(*c.request_to, env, true);
                           choice(c.again, c.request_tag, env, true);
                       },
                       [&](Duty const &c) {
                           if (!c.of.variable.text.empty()) bind(c.of, env, true);
                           ref(c.actor, env, true);
                           ref(c.object, env, true);
                           for (auto const &e : c.after) expr(e, env, true);
                           if (c.within) duration(*c.within);
                       },
                       [&](Competence const &c) {
                           bind(c.of, env, block);
                           choice(c.nature, env, block);
                           if (c.cancelled_by) ref(*c.cancelled_by, env, true);
                       },
                       [&](Responsibility const &c) {
                           bind(c.of, env, block);
                           known_inside(c.competence, program_.competences, "competence");
                           for (auto const &to : c.to) choice(to, env, block);
                       },
                       [&](Consultation const &c) { consultation(c, env, block); },
                       [&](Manner const &c) {
                           office(c.office);
                           bind(c.of, env, block);
                           ref(c.by, env, block);
                           static std::set<std::string> const ranks{"programme", "decree",
                                                                    "statute", "constitution"};
                           (void)ranks;
                       },
                       [&](Transition const &c) {
                           if (c.matter == Transition::Matter::terms &&
                               program_.bodies.contains(c.office.text))
                               body(c.office);
                           else
                               office(c.office);
                           bind(c.of, env, block);
                           choice(c.what, env, block);
                       },
                       [&](Repeals const &c) {
                           if (c.clause)
                               clause_of(c.instrument, *c.clause);
                           else
                               known(c.instrument, instruments_, "instrument");
                       },
                       [&](Displaces const &c) {
                           clause_of(c.instrument, c.clause);
                           // `where` speaks of the variable of the displaced clause: the rest of
                           // it is checked when the regime is built.
                           for (auto const &e : c.where) actors_in(e);
                       },
                       [&](Under const &c) { clause_of(c.instrument, c.clause); },
                       [&](Version const &c) { clauses(c.clauses, env, block); },
                       [&](ForUnits const &c) {
                           bind(c.of, env, block);
                           clauses(c.clauses, env, true);
                       },
                       [&](Status const &c) {
                           if (c.of) bind(*c.of, env, block);
                           ref(c.who, env, block);
                       },
                   },
                   clause.node);
    }

    // ---- declarations
    // ----------------------------------------------------------------------------
    void check(Declaration const &declaration) {
        std::visit(Overloaded{
                       [&](Level const &level) {
                           if (level.in) known(*level.in, level_names_, "level");
                           for (auto const &kind : level.kinds)
                               for (auto const &in : kind.in) known(in, kinds_, "kind of unit");
                       },
                       [&](Person const &person) {
                           for (auto const &a : person.attributes)
                               if (a.kind == Attribute::Kind::lives_in)
                                   for (auto const &level : a.values)
                                       known(level, level_names_, "level");
                       },
                       [&](OfficeDecl const &o) {
                           declared(o.of);
                           if (!o.corresponds) return;
                           office(*o.corresponds);
                           corresponds(o, program_.offices);
                       },
                       [&](BodyDecl const &b) {
                           declared(b.of);
                           if (!b.corresponds) return;
                           body(*b.corresponds);
                           corresponds(b, program_.bodies);
                       },
                       [&](EventDecl const &e) { declared(e.of); },
                       [&](PeopleDecl const &p) { declared(p.of); },
                       [&](SuperiorDecl const &s) {
                           office(s.office);
                           Environment env;
                           bind(s.of, env, false);
                           ref(s.is, env, false);
                       },
                       [&](Instrument const &i) { check(i); },
                       [&](Regime const &r) { regime(r); },
                       [&](Chain const &c) { chain(c); },
                       // Its changes when the clauses that it changes are known.
                       [&](Amendment const &a) {
                           for (auto const &i : a.enacted) check(i);
                       },
                       [&](Property const &p) { property(p, declaration.tag); },
                       [&](Sources const &) {},
                       [&](auto const &) {},
                   },
                   declaration.node);
    }

    void check(Instrument const &i) {
        if (!i.rank) sink_.report({Code::rank_missing, i.name.span, {i.name.text}});
        if (!i.from) sink_.report({Code::date_missing, i.name.span, {i.name.text}});
        if (i.by) ref(*i.by, {}, false);
        if (i.starts_when) known(*i.starts_when, events_, "event");
        instrument_ = &i;
        clauses(i.clauses, {}, false);
        instrument_ = nullptr;
    }

    // A clause that takes another's place, or stands beside it, speaks of the same units.
    void check(Amendment const &amendment) {
        known(amendment.target, instruments_, "instrument");
        auto const &places = places_[amendment.target.text];
        ast::each_change(amendment.changes, [&](Change const &change) {
            if (change.target) clause_of(amendment.target, *change.target);
            auto const place = change.target ? places.find(change.target->text) : places.end();
            auto const &[environment, in_office_block] =
                place == places.end() ? Place{{}, true} : place->second;
            clauses(change.clauses, environment, in_office_block);
            if (change.kind == Change::Kind::alter)
                parts(change.parts, environment, in_office_block);
        });
    }

    static std::set<std::string> levels_of(std::optional<Binder> const &of) {
        std::set<std::string> levels;
        if (of)
            for (auto const &level : of->levels) levels.insert(level.text);
        return levels;
    }

    // Of what has several names one is that to which all others correspond. `there is NAME of v`
    // would mean a level of that name.
    template <class Node>
    void corresponds(Node const &node, Table<Node> const &table) {
        auto const &name = node.name.text, &other = node.corresponds->text;
        auto const found = table.find(other);
        if (found == table.end()) return; // said already
        std::string why;
        if (name == other)
            why = "these are one";
        else if (found->second.node->corresponds)
            why = other + " corresponds to another one itself";
        else if (node.outside != found->second.node->outside)
            why = "one of them is filled outside";
        else if (levels_of(node.of) != levels_of(found->second.node->of))
            why = "they are of units of other levels";
        for (auto const &one : {name, other})
            if (level_names_.contains(one)) why = "a level is called " + one;
        if (!why.empty())
            sink_.report({Code::not_corresponding, node.corresponds->span, {name, other, why}});
    }

    void declared(std::optional<Binder> const &of) {
        Environment env;
        if (of) bind(*of, env, false);
    }

    static bool before(Date const &a, Date const &b) {
        return std::tie(a.year, a.month, a.day) < std::tie(b.year, b.month, b.day);
    }

    // Days rise from the first regime's own.
    void chain(Chain const &c) {
        std::optional<Date> last;
        for (std::size_t i = 0; i < c.links.size(); ++i) {
            auto const &link = c.links[i];
            auto const wrong = [&](char const *what) {
                sink_.report({Code::chain_dates, link.regime.span, {link.regime.text, what}});
            };
            known(link.regime, regimes_, "regime");
            if (!regimes_.contains(link.regime.text)) continue;
            auto const it = program_.regimes.find(link.regime.text);
            if (it == program_.regimes.end())
                wrong("is itself a chain");
            else if (i == 0 && link.on)
                wrong("is the first of the chain and begins as of its own date");
            else if (i > 0 && !link.on)
                wrong("needs a day on which it comes");
            else if (i > 0 && last && !before(*last, *link.on))
                wrong("comes no later than the one before it");
            last = i == 0 && it != program_.regimes.end() ? it->second.node->as_of : link.on;
        }
    }

    void regime(Regime const &r) {
        std::set<std::string> parts;
        for (auto const &part : r.parts) {
            known(part, instruments_, "instrument or amendment");
            if (!parts.insert(part.text).second)
                sink_.report({Code::repeated_name, part.span, {part.text}});
            if (!r.as_of) continue;
            if (auto const it = program_.instruments.find(part.text);
                it != program_.instruments.end())
                in_force(*it->second.node, part, *r.as_of);
            if (auto const it = program_.amendments.find(part.text);
                it != program_.amendments.end())
                for (auto const &enacted : it->second.node->enacted)
                    in_force(enacted, part, *r.as_of);
        }
        for (std::size_t i = 0; i < r.parts.size(); ++i) choices(r.parts[i], r.chosen[i]);
    }
    // At least one option of each choice, and nothing else.
    void choices(Name const &part, std::vector<Name> const &chosen) {
        std::map<std::string, Span> options;
        if (auto const it = program_.amendments.find(part.text); it != program_.amendments.end())
            ast::each_change(it->second.node->changes, [&](Change const &change) {
                if (change.options.empty()) return;
                std::string names;
                bool some = false;
                for (auto const &entry : change.options) {
                    auto const &option = entry.first;
                    options.emplace(option.text, option.span);
                    names += (names.empty() ? "" : ", ") + option.text;
                    some |= std::any_of(chosen.begin(), chosen.end(),
                                        [&](Name const &name) { return name.text == option.text; });
                }
                if (!some) sink_.report({Code::choice_open, part.span, {part.text, names}});
            });
        for (auto const &name : chosen) known(name, options, "option of " + part.text);
    }
    // `part`: of a regime, which brings the text in.
    void in_force(Instrument const &instrument, Name const &part, Date const &as_of) {
        if (instrument.from && before(as_of, *instrument.from))
            sink_.report({Code::not_in_force,
                          part.span,
                          {instrument.name.text, "not yet"},
                          {{instrument.from->span, "in force from here"}}});
        if (instrument.until && !before(as_of, *instrument.until))
            sink_.report({Code::not_in_force,
                          part.span,
                          {instrument.name.text, "no longer"},
                          {{instrument.until->span, "in force until here"}}});
    }

    void property(Property const &p, Tag const &tag) {
        for (auto const &citation : tag.citations) cited(citation);
        if (!p.binders.empty() && p.for_some != (p.form.kind == Form::Kind::possible))
            sink_.report({Code::quantifier_of_possible, p.binders.front().span, {}});
        Environment env;
        for (auto const &binder : p.binders) bind(binder, env, false);
        for (auto const *list : {&p.form.operands, &p.assumptions, &p.starting_from})
            for (auto const &e : *list) expr(e, env, false);
        for (auto const &r : p.form.refs) ref(r, env, false);
        for (auto const &r : p.form.if_acts) ref(r, env, false);
        for (auto const &r : p.may_breach) ref(r, env, false);
        if (p.form.within) duration(*p.form.within);
        if (p.form.kind == Form::Kind::within) within(p);
        for (auto const &r : p.regimes) known(r, regimes_, "regime");
        for (auto const &expect : p.expects)
            for (auto const &r : expect.regimes) known(r, regimes_, "regime");
    }

    // It names its regimes itself, and asks of all that is done under the one.
    void within(Property const &p) {
        auto const not_so = [&](Span span, std::string what) {
            sink_.report({Code::not_encoded, span, {"`within` " + std::move(what)}});
        };
        for (auto const &r : p.form.regimes) {
            known(r, regimes_, "regime");
            if (program_.chains.contains(r.text)) not_so(r.span, "of a chain of regimes");
        }
        auto const same = [&](std::vector<Name> const &regimes) {
            for (auto const &r : regimes)
                if (r.text != p.form.regimes.front().text)
                    not_so(r.span, "asked in another regime than the one that is to stay within");
        };
        same(p.regimes);
        for (auto const &expect : p.expects) same(expect.regimes);
        if (!p.binders.empty()) not_so(p.binders.front().span, "for units or persons");
        for (auto const *list : {&p.assumptions, &p.starting_from})
            if (!list->empty()) not_so(list->front().span, "under an assumption");
        if (p.guaranteed) not_so(p.form.span, "as a guarantee");
        if (p.including_incumbents) not_so(p.form.span, "of incumbents apart");
        if (!p.may_breach.empty()) not_so(p.may_breach.front().span, "where somebody may breach");
    }

    Program &program_;
    DiagnosticSink &sink_;
    int open_clauses_ = 0; // depth inside alternatives of an `unsettled`
    Span clause_;          // that was begun last
    std::map<std::string, Span> level_names_, kinds_, attributes_, actors_, events_, instruments_,
        regimes_, parameters_, rules_, properties_;
    std::map<std::string, std::string> kind_level_;
    std::map<std::string, std::set<std::string>> clause_names_;
    // Where a named clause stands, by instrument and name.
    struct Place {
        Environment environment;
        bool in_office_block = false;
    };
    std::map<std::string, std::map<std::string, Place>> places_;
    Instrument const *instrument_ = nullptr; // that is being checked
};

} // namespace

std::vector<std::string> rule_ids(Program const &program, ast::Citation const &citation) {
    std::vector<std::string> ids;
    std::string prefix;
    for (auto const &rule : citation.rules) {
        auto id = rule.text;
        if (!program.rules.contains(id) && !prefix.empty() && program.rules.contains(prefix + id))
            id = prefix + id;
        if (auto const dash = id.rfind('-'); dash != std::string::npos)
            prefix = id.substr(0, dash + 1);
        ids.push_back(std::move(id));
    }
    return ids;
}

std::int64_t days(ast::Duration const &duration) {
    static constexpr std::int64_t lengths[] = {1, 7, 30, 360};
    return duration.count * lengths[static_cast<int>(duration.unit)];
}

std::optional<Range> range_of(ast::Parameter const &parameter) {
    auto const amount = [](ast::Value const &value) -> std::optional<std::int64_t> {
        if (auto const *d = std::get_if<ast::Duration>(&value.content)) return days(*d);
        if (auto const *n = std::get_if<std::int64_t>(&value.content)) return *n;
        auto const &f = std::get<ast::Fraction>(value.content);
        if (100 * f.numerator % f.denominator != 0) return std::nullopt;
        return 100 * f.numerator / f.denominator;
    };
    auto const low = amount(parameter.from);
    if (!low) return std::nullopt;
    if (parameter.to) {
        auto const high = amount(*parameter.to);
        return high ? std::optional(Range{*low, *high}) : std::nullopt;
    }
    switch (parameter.kind) {
    case ast::ParameterKind::time:
        return Range{*low, *low + 360};
    case ast::ParameterKind::share:
        return Range{*low, 100};
    case ast::ParameterKind::number:
        return Range{*low, most_seats};
    }
    unreachable();
}

std::vector<ast::Mark> marks_of(Program const &program, ast::Citation const &citation) {
    if (citation.mark) return {*citation.mark};
    std::vector<ast::Mark> result;
    for (auto const &id : rule_ids(program, citation)) {
        auto const it = program.rules.find(id);
        if (it != program.rules.end() && !it->second.node->marks.empty())
            result.push_back(it->second.node->marks.front());
    }
    return result;
}

std::optional<Program> resolve(std::deque<ast::File> files, DiagnosticSink &sink) {
    Program program;
    program.files = std::move(files);
    auto const errors = sink.errors();
    Resolver(program, sink).run();
    if (sink.errors() > errors) return std::nullopt;
    return program;
}

} // namespace mandate::dsl
