#include "solver/answer.h"

#include "compiler/ground.h"
#include "compiler/z3/session.h"

#include <algorithm>

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
    case VerdictId::not_modelled:
        return "not modelled";
    case VerdictId::not_applicable:
        return "not applicable";
    default:
        return id_of(id);
    }
}

namespace {

template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

// Is there any world and entry state in which the property's own conditions are met?
bool applicable(Core const &core, PropertyId property, Scope const &scope) {
    auto const ts = ground(core, property, scope);
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
        return result;
    }
    result.outcome = verify(core, id, options);
    auto const stories = [&](std::vector<Witness> const &witnesses) {
        for (auto const &witness : witnesses) result.stories.push_back(tell(core, id, witness.run));
    };
    auto const questions = [&](std::vector<VarId> const &readings) {
        for (auto const var : readings) result.questions.push_back(core.variables[var].question);
    };
    std::visit(Overloaded{
                   [&](Holds const &v) {
                       result.id = VerdictId::holds;
                       result.rests_on = v.proof().clauses;
                   },
                   [&](Impossible const &v) {
                       result.id = VerdictId::impossible;
                       result.rests_on = v.proof().clauses;
                   },
                   [&](Vacuous const &) { result.id = VerdictId::vacuous; },
                   [&](Violated const &v) {
                       result.id = VerdictId::violated;
                       stories(v.witnesses());
                   },
                   [&](Possible const &v) {
                       result.id = VerdictId::possible;
                       stories(v.witnesses());
                   },
                   [&](Depends const &v) {
                       result.id = VerdictId::depends;
                       stories(v.witnesses());
                       questions(v.readings());
                   },
                   [&](Undecided const &v) {
                       result.id = VerdictId::undecided;
                       stories(v.witnesses);
                       questions(v.readings);
                   },
               },
               result.outcome->verdict);
    bool const nothing = result.id == VerdictId::holds || result.id == VerdictId::impossible ||
                         result.id == VerdictId::vacuous;
    if (nothing && !property.restrictions.empty() && !applicable(core, id, result.outcome->scope))
        result.id = VerdictId::not_applicable;
    return result;
}

} // namespace mandate::solver
