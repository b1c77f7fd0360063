#include "solver/answer.h"

#include "base/overloaded.h"
#include "compiler/ground.h"
#include "compiler/z3/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mandate::solver {

char const *id_of(VerdictId id) {
    switch (id) {
    case VerdictId::holds:
        return "holds";
    case VerdictId::violated:
        return "violated";
    case VerdictId::possible:
        return "possible";
    case VerdictId::impossible:
        return "impossible";
    case VerdictId::fails_in_substance:
        return "fails-in-substance";
    case VerdictId::depends:
        return "depends";
    case VerdictId::vacuous:
        return "vacuous";
    case VerdictId::undecided:
        return "undecided";
    case VerdictId::not_modelled:
        return "not-modelled";
    case VerdictId::not_applicable:
        return "not-applicable";
    }
    return "";
}
char const *words_of(VerdictId id) {
    switch (id) {
    case VerdictId::fails_in_substance:
        return "fails in substance";
    case VerdictId::not_modelled:
        return "not modelled";
    case VerdictId::not_applicable:
        return "not applicable";
    default:
        return id_of(id);
    }
}

namespace {

std::string answer_words(Core const &core, ReadingCondition::Part const &part) {
    auto const &sort = core.variables[part.reading.var].sort;
    if (part.values.empty()) {
        if (part.low == part.high) return std::to_string(part.low);
        if (part.low == sort.low) return fmt::format("at most {}", part.high);
        if (part.high == sort.high) return fmt::format("at least {}", part.low);
        return fmt::format("from {} to {}", part.low, part.high);
    }
    std::string words;
    for (auto const value : part.values)
        words += (words.empty() ? "" : " or ") +
                 (sort.enumeration
                      ? core.enumerations[sort.enumeration].values[static_cast<std::size_t>(value)]
                      : std::string(value ? "yes" : "no"));
    return words;
}

} // namespace

Clarification clarification(Core const &core, Scope const &scope,
                            ReadingCondition const &condition) {
    Clarification result;
    for (auto const &part : condition.parts) {
        std::string question = core.variables[part.reading.var].question;
        for (int const slot : part.reading.at)
            question += ", for " + scope.units[static_cast<std::size_t>(slot)].name;
        result.push_back(
            {std::move(question), answer_words(core, part), part.reading.var, part.values});
    }
    return result;
}

bool same(std::vector<Clarification> const &any, std::vector<Clarification> const &others) {
    using Words = std::multiset<std::vector<std::pair<std::string, std::string>>>;
    auto const words = [](std::vector<Clarification> const &conditions) {
        Words result;
        for (auto const &together : conditions) {
            Words::value_type one;
            for (auto const &part : together) one.emplace_back(part.question, part.answer);
            result.insert(std::move(one));
        }
        return result;
    };
    return words(any) == words(others);
}

ReadingCondition condition_of(Core const &core, Region const &region) {
    ReadingCondition result;
    for (auto const &bound : region.bounds) {
        auto const &sort = core.variables[bound.reading.var].sort;
        ReadingCondition::Part part{bound.reading, {}, bound.low, bound.high};
        if (sort.enumeration || sort.kind == compiler::Sort::Kind::boolean)
            for (auto value = bound.low; value <= bound.high; ++value) part.values.push_back(value);
        result.parts.push_back(std::move(part));
    }
    return result;
}

namespace {

std::vector<std::string> acts_of(Core const &core, Proof const &proof) {
    std::vector<std::string> result;
    if (!proof.plan) return result;
    for (Move const &move : proof.plan->moves) {
        auto const words = move.act ? core.acts[move.act].name : "what falls due happens";
        if (std::find(result.begin(), result.end(), words) == result.end()) result.push_back(words);
    }
    return result;
}

// What is told of is the wider claim.
std::vector<ClauseId> const &rests_on(Proof const &proof) {
    return proof.any_size ? proof.any_size->clauses : proof.clauses;
}

// Is there any world and entry state in which the property's own conditions are met?
bool applicable(Core const &core, PropertyId property, Scope const &scope, Options const &options) {
    auto const ts = with_answers(ground(core, property, scope), options.given);
    SmtSession session(ts, ts.terms);
    session.start();
    return session.check() != Sat::unsat;
}

} // namespace

Answer answer(Core const &core, PropertyId id, Options const &options) {
    auto const &property = core.properties[id];
    Answer result;
    if (!property.not_modelled.empty()) {
        result.id = VerdictId::not_modelled;
        result.needs = property.not_modelled;
        return result;
    }
    if (property.by_basis) {
        for (std::size_t i = 0; i < property.basis.size(); ++i)
            result.rows.push_back({property.basis[i], property.basis_lacks[i]});
        bool const all = std::all_of(result.rows.begin(), result.rows.end(),
                                     [](RankRow const &row) { return row.lacks.empty(); });
        result.id = all ? VerdictId::holds : VerdictId::violated;
        auto const scope = options.scope.value_or(scope_of(core, property, options.spare_persons));
        if (!property.restrictions.empty() && !applicable(core, id, scope, options)) {
            result.id = VerdictId::not_applicable;
            result.rows.clear();
        }
        return result;
    }
    result.outcome = verify(core, id, options);
    auto const stories = [&](std::vector<Witness> const &witnesses) {
        for (auto const &witness : witnesses) result.stories.push_back(tell(core, id, witness.run));
    };
    auto const &scope = result.outcome->scope;
    auto const questions = [&](std::vector<VarId> const &readings) {
        for (auto const var : readings) {
            auto const &variable = core.variables[var];
            result.questions.push_back(
                {variable.question,
                 variable.clause ? core.clauses[variable.clause].silence : Silence::none});
        }
    };
    std::visit(Overloaded{
                   [&](Holds const &v) {
                       result.id = VerdictId::holds;
                       result.days = v.proof().days;
                       result.rests_on = rests_on(v.proof());
                       result.plan = acts_of(core, v.proof());
                   },
                   [&](Impossible const &v) {
                       result.id = VerdictId::impossible;
                       result.rests_on = rests_on(v.proof());
                   },
                   [&](Vacuous const &) { result.id = VerdictId::vacuous; },
                   [&](Violated const &v) {
                       result.id = VerdictId::violated;
                       stories(v.witnesses());
                       result.dead_end = v.witnesses().front().dead_end.has_value();
                   },
                   [&](Possible const &v) {
                       result.id = VerdictId::possible;
                       stories(v.witnesses());
                   },
                   [&](FailsInSubstance const &v) {
                       result.id = VerdictId::fails_in_substance;
                       result.rests_on = v.proof().clauses;
                       result.stories.push_back(tell(core, property.in_substance, v.witness().run));
                       result.under =
                           clarification(core, scope, condition_of(core, v.witness().region));
                   },
                   [&](Depends const &v) {
                       result.id = VerdictId::depends;
                       stories(v.witnesses());
                       result.plan = acts_of(core, v.rest());
                       result.dead_end = v.witnesses().front().dead_end.has_value();
                       questions(v.readings());
                       for (auto const &condition : v.conditions().with_run)
                           result.with_run.push_back(clarification(core, scope, condition));
                       for (auto const &condition : v.conditions().without)
                           result.without.push_back(clarification(core, scope, condition));
                       result.conditions_complete = v.conditions().complete;
                   },
                   [&](Undecided const &v) {
                       result.id = VerdictId::undecided;
                       stories(v.witnesses);
                       questions(v.readings);
                   },
               },
               result.outcome->verdict);
    // Is there no world and entry state at all in which the property's own conditions are met?
    if (auto const *vacuous = std::get_if<Vacuous>(&result.outcome->verdict);
        vacuous && vacuous->proof().no_entry && !property.restrictions.empty())
        result.id = VerdictId::not_applicable;
    return result;
}

} // namespace mandate::solver
