#include "compiler/transition_system.h"

#include <algorithm>

namespace mandate::compiler {

TermId TransitionSystem::anything_due() {
    std::vector<TermId> due;
    for (AutomaticInstance const &instance : automatic)
        if (instance.kept) due.push_back(instance.due);
    return terms.disjunction(due);
}

void assemble_valid(TransitionSystem &ts) {
    TermStore &t = ts.terms;
    ts.valid.clear();
    bool const sliced =
        std::any_of(ts.automatic.begin(), ts.automatic.end(), [](auto &a) { return !a.kept; });
    TermId const idle = t.negation(ts.anything_due());
    std::vector<TermId> earlier_due;
    for (std::size_t i = 0; i < ts.acts.size(); ++i) {
        GroundAct const &act = ts.acts[i];
        TermId const not_chosen = t.negation(ts.chosen(static_cast<int>(i)));
        auto require = [&](TermId formula, ClauseId clause) {
            TermId const implied = t.disjunction({not_chosen, formula});
            if (!t.is_true(implied)) ts.valid.push_back({implied, clause});
        };
        if (!act.kept) {
            require(t.truth(false), {});
            continue;
        }
        if (act.kind == ActKind::automatic) {
            std::vector<TermId> due;
            for (AutomaticInstance const &instance : ts.automatic)
                if (instance.kept && instance.group == act.group) due.push_back(instance.due);
            require(t.disjunction(due), {});
            require(t.negation(t.disjunction(earlier_due)), {});
            earlier_due.insert(earlier_due.end(), due.begin(), due.end());
            continue;
        }
        for (LabelledTerm const &guard : act.guards) require(guard.formula, guard.clause);
        // The act of the dropped may be an automatic one, which waits for nothing.
        bool const dropped = i + 1 == ts.acts.size();
        if (!(dropped && sliced)) require(idle, {});
        if (static_cast<int>(i) != ts.time) continue;
        require(t.at_most(t.number(1), ts.current(ts.delay)), {});
        for (ClockBound const &bound : ts.clock_bounds)
            if (bound.kept)
                require(t.implication(bound.running,
                                      t.at_most(ts.current(ts.delay), ts.current(bound.clock))),
                        bound.clause);
    }
    // What is to be so for ever is so all the way.
    if (!ts.loop) return;
    ts.valid.push_back({t.implication(ts.current(ts.loop->marked), ts.loop->pending), {}});
    for (Loop::Justice const &justice : ts.loop->justice)
        ts.valid.push_back({t.negation(ts.current(justice.waived)), justice.clause});
}

void assemble_loop(TransitionSystem &ts) {
    TermStore &t = ts.terms;
    auto after = [&](SymbolId symbol) { return t.primed(symbol, ts.symbols[symbol].sort); };
    std::vector<TermId> closes{after(ts.loop->elapsed), ts.loop->pending_after};
    for (auto const &[symbol, copy] : ts.loop->copies)
        if (ts.is_live(copy)) closes.push_back(t.equal(after(symbol), after(copy)));
    for (Loop::Justice const &justice : ts.loop->justice) closes.push_back(after(justice.seen));
    ts.bad = t.conjunction(closes);
}

std::string print(TransitionSystem const &ts) {
    auto name = [&](SymbolId id) { return ts.symbols[id].name; };
    auto show = [&](TermId term) { return term ? print(ts.terms, term, name) : "none"; };
    static char const *const roles[] = {"fixed", "reading", "state", "input"};
    std::string text = "symbols\n";
    for (std::size_t i = 0; i < ts.symbols.size(); ++i) {
        Symbol const &symbol = ts.symbols[ts.symbols.id(i)];
        text += std::string("  ") + roles[static_cast<int>(symbol.role)] + " " + symbol.name;
        if (!symbol.sort.boolean)
            text +=
                ": " + std::to_string(symbol.sort.low) + ".." + std::to_string(symbol.sort.high);
        text += "\n";
    }
    auto list = [&](char const *title, std::vector<LabelledTerm> const &terms) {
        text += std::string(title) + "\n";
        for (LabelledTerm const &term : terms) text += "  " + show(term.formula) + "\n";
    };
    list("assumptions", ts.assumptions);
    list("initially", ts.init);
    text += "acts\n";
    for (std::size_t i = 0; i < ts.acts.size(); ++i) {
        text += "  " + std::to_string(i) + (ts.acts[i].kept ? "" : " dropped");
        if (ts.acts[i].act) text += " act " + std::to_string(ts.acts[i].act.index);
        for (int unit : ts.acts[i].units)
            text += " " + (static_cast<std::size_t>(unit) < ts.scope.units.size()
                               ? ts.scope.units[static_cast<std::size_t>(unit)].name
                               : "another");
        text += ": " + show(ts.acts[i].guard) + "\n";
    }
    list("step", ts.valid);
    text += "next\n";
    for (std::size_t i = 0; i < ts.next.size(); ++i)
        if (ts.next[i])
            text += "  " + ts.symbols[ts.symbols.id(i)].name + " := " + show(ts.next[i]) + "\n";
    text += "bad initially: " + show(ts.bad_initially) + "\nbad: " + show(ts.bad) + "\n";
    if (ts.trigger)
        text += "trigger initially: " + show(ts.trigger_initially) +
                "\ntrigger: " + show(ts.trigger) + "\n";
    return text;
}

} // namespace mandate::compiler
