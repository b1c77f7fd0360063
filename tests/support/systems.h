#pragma once
// Tiny cores with known verdicts, built by hand: what the engines are held to.
#include "compiler/core.h"
#include "compiler/world.h"

#include <functional>
#include <string>
#include <vector>

namespace mandate::testing {

using namespace compiler;

// Makes cores in few words. Expressions are ids; the names follow the operators.
class Builder {
public:
    Core core;

    ExprId truth(bool value);
    ExprId number(std::int64_t value);
    ExprId bound(Binder const &binder);
    ExprId read(VarId var, std::vector<ExprId> arguments = {});
    ExprId op(Op op, std::vector<ExprId> operands, Sort sort = Sort::boolean(),
              std::int64_t value = 0);
    ExprId no(ExprId e) { return op(Op::negation, {e}); }
    ExprId all(std::vector<ExprId> e) { return op(Op::conjunction, std::move(e)); }
    ExprId any(std::vector<ExprId> e) { return op(Op::disjunction, std::move(e)); }
    ExprId equal(ExprId a, ExprId b) { return op(Op::equal, {a, b}); }
    ExprId less(ExprId a, ExprId b) { return op(Op::less, {a, b}); }
    ExprId at_most(ExprId a, ExprId b) { return op(Op::at_most, {a, b}); }
    ExprId add(ExprId a, ExprId b);
    ExprId input(Input input);
    ExprId quantified(Op op, Binder const &binder, ExprId body);
    ExprId occurs(EventId event, std::vector<ExprId> arguments);
    ExprId previous(ExprId e);

    Binder person(std::string name);
    Binder unit(std::string name, std::vector<LevelId> levels);
    VarId variable(std::string name, Sort sort, Role role = Role::state,
                   std::vector<Sort> parameters = {},
                   std::vector<std::vector<LevelId>> levels = {});
    EventId event(std::string name, std::vector<Sort> parameters = {});
    ClauseId clause(std::string name);
    LevelId level(std::string name, LevelId parent = {});

    Act &act(std::string name, ActKind kind = ActKind::act);
    Guard guard(ExprId condition) { return {condition, clause("g"), "guard"}; }
    Update set(VarId var, ExprId value, std::vector<ExprId> arguments = {}, ExprId condition = {});
    void time() { act("time passes", ActKind::time); }
    PropertyId never(ExprId bad, std::vector<Binder> binders = {});
};

enum class Expected { reachable, unreachable, depends };

struct System {
    std::string name;
    Core core;
    PropertyId property;
    Scope scope;
    Expected expected = Expected::unreachable;
    int acts = -1;    // of a shortest run
    bool easy = true; // every engine that could decide it must
};

std::vector<System> systems();
// Of the size of a real regime: offices on three tiers with appointment, consent, terms, acting
// holders, dismissal. `loophole`: who acts for long enough is confirmed without consent.
// `question`: 0 taken without consent, 1 taken by somebody ineligible, 2 held without legitimacy, 3
// two offices at once.
System province(int raions, int okrugs, int people, bool loophole, int question = 0);
// The same seed gives the same system. Small enough to enumerate; the verdict is not known.
System random_system(unsigned seed);

} // namespace mandate::testing
