#include "compiler/relaxation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mandate::compiler {

namespace {

class Relaxing {
public:
    // `word`: what is asked of a clause.
    Relaxing(Core core, std::map<VarId, std::int64_t> const &given, char const *word)
        : core_(std::move(core)) {
        rule_ = core_.clauses.add({"", "", {}, "a clause that is not kept binds nobody", {}});
        take_as_said(given);
        ask_to_the_letter();
        for (std::size_t c = 0; c < core_.clauses.size(); ++c) {
            ClauseId const clause = core_.clauses.id(c);
            if (core_.clauses[clause].instrument.empty()) continue;
            Variable asked;
            asked.name = fmt::format("{}: {}", word, core_.clauses[clause].label());
            asked.sort = Sort::boolean();
            asked.role = Role::reading;
            asked.question = asked.name;
            asked_[clause] = core_.variables.add(std::move(asked));
        }
    }

    Relaxation requirements() {
        for (auto *conditions : {&core_.entry, &core_.assumptions})
            for (Condition &condition : *conditions) relax(condition.condition, condition.clause);
        for (Property &property : core_.properties)
            for (Justice &justice : property.justice) relax(justice.met, justice.clause);
        std::size_t const acts = core_.acts.size();
        for (std::size_t a = 0; a < acts; ++a) {
            ActId const id = core_.acts.id(a);
            auto const labels = labels_of(core_.acts[id]);
            relax_updates(core_.acts[id]);
            if (core_.acts[id].kind != ActKind::automatic) {
                relax_guards(core_.acts[id]);
            } else if (!labels.empty()) {
                Act at_any_time = core_.acts[id];
                at_any_time.kind = ActKind::act;
                at_any_time.name += ", not due";
                relax_guards(at_any_time);
                at_any_time.guards.push_back({any_asked(labels), rule_, "it need not be due"});
                core_.acts[id].guards.push_back({no(any_asked(labels)), rule_, "it must be due"});
                core_.acts.add(std::move(at_any_time));
            }
        }
        relax_clocks();
        return result();
    }

    Relaxation permissions() {
        for (Act &act : core_.acts) {
            // What happens by itself, or as a fact, nobody is permitted.
            if (act.kind != ActKind::act) continue;
            std::set<ClauseId> by(act.also.begin(), act.also.end());
            by.insert(act.clause);
            std::erase_if(by, [&](ClauseId clause) { return !asked_.contains(clause); });
            if (!by.empty()) act.guards.push_back({all_asked(by), rule_, "it is permitted"});
        }
        return result();
    }

private:
    ExprId add(Op op, std::vector<ExprId> operands) {
        Expr expr;
        expr.op = op;
        expr.operands = std::move(operands);
        expr.sort = Sort::boolean();
        return core_.expressions.add(std::move(expr));
    }
    ExprId no(ExprId e) { return add(Op::negation, {e}); }
    ExprId asked(ClauseId clause) {
        Expr expr;
        expr.op = Op::read;
        expr.var = asked_.at(clause);
        expr.sort = Sort::boolean();
        return core_.expressions.add(std::move(expr));
    }
    ExprId asked(Op op, std::set<ClauseId> const &clauses) {
        std::vector<ExprId> each;
        for (ClauseId const clause : clauses) each.push_back(asked(clause));
        return add(op, std::move(each));
    }
    ExprId any_asked(std::set<ClauseId> const &clauses) { return asked(Op::disjunction, clauses); }
    ExprId all_asked(std::set<ClauseId> const &clauses) { return asked(Op::conjunction, clauses); }

    void take_as_said(std::map<VarId, std::int64_t> const &given) {
        for (std::size_t v = 0; v < core_.variables.size(); ++v) {
            VarId const id = core_.variables.id(v);
            if (core_.variables[id].role != Role::reading) continue;
            core_.variables[id].role = Role::fixed;
            auto const answer = given.find(id);
            if (answer == given.end()) continue;
            Expr read;
            read.op = Op::read;
            read.var = id;
            read.sort = core_.variables[id].sort;
            std::vector<Binder> binders;
            for (std::size_t i = 0; i < core_.variables[id].parameters.size(); ++i) {
                Binder binder;
                binder.number = core_.next_binder++;
                binder.name = "u";
                binder.sort = core_.variables[id].parameters[i];
                binder.levels = core_.variables[id].levels[i];
                Expr bound;
                bound.op = Op::bound;
                bound.value = binder.number;
                bound.sort = binder.sort;
                read.operands.push_back(core_.expressions.add(std::move(bound)));
                binders.push_back(std::move(binder));
            }
            Expr value;
            value.op = read.sort.kind == Sort::Kind::boolean ? Op::boolean : Op::integer;
            value.value = answer->second;
            value.sort = read.sort;
            ExprId const reading = core_.expressions.add(std::move(read));
            ExprId condition = add(Op::equal, {reading, core_.expressions.add(std::move(value))});
            for (Binder &binder : binders) {
                Expr every;
                every.op = Op::every;
                every.operands = {condition};
                every.binder = std::move(binder);
                every.sort = Sort::boolean();
                condition = core_.expressions.add(std::move(every));
            }
            core_.assumptions.push_back({condition, rule_, "the answer given"});
        }
    }

    void ask_to_the_letter() {
        for (Property &property : core_.properties) {
            property.guaranteed = false;
            property.in_substance = {};
            property.trigger = {};
        }
    }

    // Clauses without which an event need not fall due.
    std::set<ClauseId> labels_of(Act const &act) const {
        std::set<ClauseId> labels{act.clause};
        for (Guard const &guard : act.guards) labels.insert(guard.clause);
        std::erase_if(labels, [&](ClauseId clause) { return !asked_.contains(clause); });
        return labels;
    }

    void relax(ExprId &condition, ClauseId clause) {
        if (asked_.contains(clause)) condition = add(Op::disjunction, {asked(clause), condition});
    }
    void relax_guards(Act &act) {
        for (Guard &guard : act.guards) relax(guard.condition, guard.clause);
    }
    void relax_updates(Act &act) {
        for (Update &update : act.updates)
            if (asked_.contains(update.clause)) update.at_will = asked(update.clause);
    }

    void relax_clocks() {
        std::map<VarId, std::set<ClauseId>> set_by;
        for (Act const &act : core_.acts)
            for (Update const &update : act.updates)
                if (asked_.contains(update.clause)) set_by[update.var].insert(update.clause);
        for (std::size_t v = 0; v < core_.variables.size(); ++v) {
            Variable &variable = core_.variables[core_.variables.id(v)];
            if (!variable.running) continue;
            auto const by = set_by.find(core_.variables.id(v));
            if (by != set_by.end())
                variable.running =
                    add(Op::conjunction, {variable.running, no(all_asked(by->second))});
        }
    }

    Relaxation result() {
        std::vector<std::pair<VarId, ClauseId>> clauses;
        for (auto const &[clause, var] : asked_) clauses.emplace_back(var, clause);
        return {std::move(core_), std::move(clauses)};
    }

    Core core_;
    ClauseId rule_;
    std::map<ClauseId, VarId> asked_;
};

} // namespace

Relaxation without_requirements(Core core, std::map<VarId, std::int64_t> const &given) {
    return Relaxing(std::move(core), given, "left out").requirements();
}
Relaxation without_permissions(Core core, std::map<VarId, std::int64_t> const &given) {
    return Relaxing(std::move(core), given, "kept").permissions();
}

} // namespace mandate::compiler
