// What a text leaves open: written and implicit questions become fixed unknowns, one answer for all
// units and occasions.
#include "base/assert.h"
#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <set>

namespace mandate::compiler {

namespace {
std::string plural_of(std::int64_t count, std::string const &word) {
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}
} // namespace

std::string Context::words(ast::Value const &value) const {
    static std::map<ast::Word, std::string> const names{
        {ast::Word::nothing, "nothing"},
        {ast::Word::vacates, "the office falls vacant"},
        {ast::Word::stays_until_successor, "the holder stays until a successor"},
        {ast::Word::fails, "the vote fails"},
        {ast::Word::repeat_vote, "the vote is repeated"},
        {ast::Word::new_election, "there is a new election"},
        {ast::Word::yes, "yes"},
        {ast::Word::no, "no"},
        {ast::Word::blocks, "it blocks"},
        {ast::Word::lapse, "lapse"},
        {ast::Word::inherited, "inherited"},
        {ast::Word::renewed, "renewed"},
        {ast::Word::void_, "void"},
        {ast::Word::no_effect, "no effect"},
        {ast::Word::go_on, "goes on"},
        {ast::Word::extend, "is extended"},
        {ast::Word::stay, "stay"},
        {ast::Word::end, "end"},
        {ast::Word::act, "act"},
        {ast::Word::need_consent, "need consent"},
        {ast::Word::follow, "follow the new law"},
        {ast::Word::nobody, "nobody"},
        {ast::Word::any_number, "any number"},
        {ast::Word::no_limit, "none"},
        {ast::Word::new_holder, "new holder"},
        {ast::Word::new_body, "new maslikhat"},
        {ast::Word::new_year, "new year"},
        {ast::Word::approval, "approval"},
        {ast::Word::refused_report, "refused report"},
        {ast::Word::same_report, "the same refused report"},
        {ast::Word::refused_consent, "refused consent"},
        {ast::Word::no_confidence, "no confidence"},
        {ast::Word::missed_report, "missed report"},
        {ast::Word::counts_as_refusal, "counts as a refusal"},
        {ast::Word::state, "state"},
        {ast::Word::self_government, "self-government"},
        {ast::Word::undetermined, "undetermined"}};
    auto const time = [](ast::Duration const &d) {
        static constexpr char const *units[] = {"day", "week", "month", "year"};
        return d.parameter ? d.parameter->text
                           : plural_of(d.count, units[static_cast<int>(d.unit)]);
    };
    if (!value.requirements.empty()) {
        auto const &r = value.requirements.front();
        std::string const negation = r.negated ? "not " : "";
        switch (r.kind) {
        case ast::Requirement::Kind::nothing:
            return "nothing";
        case ast::Requirement::Kind::age:
            return fmt::format("{}at least {} years old", negation, r.years);
        case ast::Requirement::Kind::attributes:
            return negation + r.attributes.front().text;
        case ast::Requirement::Kind::lives:
            return r.negated ? "does not live in the unit named" : "lives in the unit named";
        case ast::Requirement::Kind::removed:
            if (r.within)
                return fmt::format("{}removed from {} within the last {}", negation, r.office->text,
                                   time(*r.within));
            return (r.negated ? "never removed from " : "removed from ") + r.office->text;
        case ast::Requirement::Kind::formula:
            return "the condition written";
        }
        unreachable();
    }
    return std::visit(
        Overloaded{
            [&](std::monostate) -> std::string {
                return value.clauses.empty() ? "no clause" : "as written";
            },
            [](std::int64_t n) { return std::to_string(n); },
            [](ast::Fraction const &f) { return fmt::format("{}/{}", f.numerator, f.denominator); },
            [](ast::Threshold const &t) -> std::string {
                switch (t.majority) {
                case ast::Majority::simple:
                    return "majority";
                case ast::Majority::fraction:
                    return fmt::format("{}/{}", t.fraction.numerator, t.fraction.denominator);
                case ast::Majority::plurality:
                    return "plurality";
                case ast::Majority::unanimity:
                    return "unanimity";
                }
                return "";
            },
            [](ast::Base base) -> std::string {
                switch (base) {
                case ast::Base::votes_cast:
                    return "votes cast";
                case ast::Base::those_present:
                    return "those present";
                case ast::Base::seats_held:
                    return "seats held";
                case ast::Base::all_seats:
                    return "all seats";
                case ast::Base::voters:
                    return "voters";
                }
                return "";
            },
            [&](ast::Word word) { return names.at(word); },
            [&](ast::Duration const &d) { return time(d); },
            [](ast::Ref const &r) -> std::string {
                return r.kind == ast::RefKind::superior ? "the superior" : r.name.text;
            },
            [&](std::vector<ast::Word> const &list) {
                std::string text;
                for (auto const word : list) text += (text.empty() ? "" : " and ") + names.at(word);
                return text.empty() ? "none" : text;
            },
            [](ast::Date const &d) {
                return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day);
            },
        },
        value.content);
}

void Context::mark(VarId reading, ast::Choice const &choice) {
    for (std::size_t i = 0; i < choice.values.size(); ++i) {
        auto const answer = static_cast<std::int64_t>(i);
        if (choice.values[i].reading == ast::Value::Reading::open)
            core_.variables[reading].open = answer;
        if (choice.values[i].reading == ast::Value::Reading::closed)
            core_.variables[reading].closed = answer;
    }
}

ExprId Context::reading(ast::Choice const &choice, ClauseId clause, std::string const &what,
                        Environment const &environment) {
    auto it = readings_.find(&choice);
    std::vector<std::string> written, values;
    for (auto const &value : choice.values)
        written.push_back((value.version ? value.version->text + ": " : "") + words(value));
    // Several clauses that may be there are told apart by name, else by number.
    for (std::size_t i = 0; i < written.size(); ++i) {
        auto const &clauses = choice.values[i].clauses;
        if (clauses.empty() || std::count(written.begin(), written.end(), written[i]) == 1)
            values.push_back(written[i]);
        else if (clauses.front().tag.name)
            values.push_back("@" + clauses.front().tag.name->text);
        else
            values.push_back(fmt::format("{} ({})", written[i], i + 1));
    }
    if (choice.for_each) {
        // One answer for each unit: the reading has the unit as its parameter.
        for (auto const &v : environment.variables) {
            if (v.name != choice.for_each->text) continue;
            if (it == readings_.end()) {
                auto const var = enumeration(what + " (for each)", {Sort::unit()}, {v.levels},
                                             values, Role::reading);
                core_.variables[var].question = core_.clauses[clause].label() + ": " + what;
                core_.variables[var].clause = clause;
                mark(var, choice);
                it = readings_.emplace(&choice, read(var, {v.expr})).first;
            }
            return read(core_.expressions[it->second].var, {v.expr});
        }
    }
    if (it != readings_.end()) return it->second;
    ClauseId own = clause;
    if (!choice.tag.citations.empty())
        own = clause_id(core_.clauses[clause].instrument, choice.tag, choice.span);
    auto const var = enumeration(what, {}, {}, values, Role::reading);
    auto &variable = core_.variables[var];
    variable.question = core_.clauses[own].label() + ": " + what;
    if (choice.decided_by)
        variable.question += " (in fact decided by " + choice.decided_by->name.text + ")";
    variable.clause = own;
    mark(var, choice);
    return readings_.emplace(&choice, read(var)).first->second;
}

ExprId Context::implicit(ClauseId clause, std::string const &what,
                         std::vector<std::string> const &values) {
    auto const key = std::make_pair(clause.index, what);
    if (auto const it = implicits_.find(key); it != implicits_.end()) return it->second;
    auto const var = enumeration(what, {}, {}, values, Role::reading);
    core_.variables[var].question = core_.clauses[clause].label() + ": " + what + " (not said)";
    core_.variables[var].clause = clause;
    // What goes on is open; what ends, lapses or stands in the way is closed.
    static std::set<std::string> const open{"the holder stays until a successor",
                                            "it sits until the new one",
                                            "are inherited",
                                            "stay",
                                            "go on",
                                            "run on as fixed"},
        closed{"the office falls vacant", "its powers end", "lapse", "it blocks", "end"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const answer = static_cast<std::int64_t>(i);
        if (open.contains(values[i])) core_.variables[var].open = answer;
        if (closed.contains(values[i])) core_.variables[var].closed = answer;
    }
    return implicits_.emplace(key, read(var)).first->second;
}
ExprId Context::implicit_number(ClauseId clause, std::string const &what, std::int64_t low,
                                std::int64_t high) {
    auto const key = std::make_pair(clause.index, what);
    if (auto const it = implicits_.find(key); it != implicits_.end()) return it->second;
    auto const var =
        variable({.name = what, .sort = Sort::integer(low, high), .role = Role::reading});
    core_.variables[var].question = core_.clauses[clause].label() + ": " + what + " (not said)";
    core_.variables[var].clause = clause;
    return implicits_.emplace(key, read(var)).first->second;
}

ExprId Context::decide(ast::Choice const &choice, ClauseId clause, std::string const &what,
                       Environment const &environment,
                       std::function<ExprId(ast::Value const &)> const &meaning) {
    if (!choice.unsettled) return meaning(choice.values.front());
    auto const answer = reading(choice, clause, what, environment);
    std::vector<ExprId> cases;
    for (std::size_t i = 0; i < choice.values.size(); ++i)
        cases.push_back(all({is(answer, static_cast<std::int64_t>(i)), meaning(choice.values[i])}));
    return any(std::move(cases));
}

ExprId Context::decide_number(ast::Choice const &choice, ClauseId clause, std::string const &what,
                              Environment const &environment,
                              std::function<ExprId(ast::Value const &)> const &meaning) {
    if (!choice.unsettled) return meaning(choice.values.front());
    auto const answer = reading(choice, clause, what, environment);
    auto value = meaning(choice.values.back());
    for (std::size_t i = choice.values.size() - 1; i-- > 0;)
        value = choose(is(answer, static_cast<std::int64_t>(i)), meaning(choice.values[i]), value);
    return value;
}

ExprId Context::word_is(ast::Choice const &choice, ClauseId clause, std::string const &what,
                        Environment const &environment, ast::Word word) {
    return decide(choice, clause, what, environment, [&](ast::Value const &value) {
        auto const *w = std::get_if<ast::Word>(&value.content);
        return truth(w && *w == word);
    });
}

} // namespace mandate::compiler
