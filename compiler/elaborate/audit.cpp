// The silence audit: which clause of a regime answers each event, read off the provisions that an
// elaboration gathered and the questions that it raised.
#include "compiler/audit.h"

#include "compiler/elaborate/context.h"

#include <fmt/format.h>

#include <algorithm>

namespace mandate::compiler {

namespace {

using Status = Audit::Status;
using Answers = std::vector<Audit::Answer>;

constexpr char const *words_of_events[] = {"death",
                                           "resignation",
                                           "refusal",
                                           "no answer",
                                           "tie",
                                           "no quorum",
                                           "withdrawal of a candidate",
                                           "expiry without successor",
                                           "dissolution while something is pending",
                                           "loss of a requirement"};

constexpr char const *elsewhere = ", where none of these clauses applies";

// Whether a requirement may be lost by who holds the office: people only grow older, and a removal
// from another office is asked about before.
bool can_be_lost(ast::Requirement const &r) {
    using Kind = ast::Requirement::Kind;
    return r.kind != Kind::nothing && r.kind != Kind::age && r.kind != Kind::removed;
}
bool can_be_lost(ast::Must const &must) {
    auto const any = [](std::vector<ast::Requirement> const &requirements) {
        return std::any_of(requirements.begin(), requirements.end(),
                           [](ast::Requirement const &r) { return can_be_lost(r); });
    };
    if (must.who == ast::Must::Who::elector) return false;
    if (any(must.requirements)) return true;
    return must.choice &&
           std::any_of(must.choice->values.begin(), must.choice->values.end(),
                       [&](ast::Value const &value) { return any(value.requirements); });
}

// Whether a condition on a unit is so for units of a kind; nothing if that turns on more.
std::optional<bool> holds_for(ast::Expr const &e, std::string const &kind,
                              std::string const &unit) {
    bool const conjunction = e.kind == ast::ExprKind::conjunction;
    if (e.kind == ast::ExprKind::constant) return e.truth;
    if (e.kind == ast::ExprKind::unit_kind && (!e.subject || e.subject->text == unit))
        return e.name->text == kind;
    if (e.kind == ast::ExprKind::negation) {
        auto const inner = holds_for(e.operands.front(), kind, unit);
        return inner ? std::optional(!*inner) : std::nullopt;
    }
    if (!conjunction && e.kind != ast::ExprKind::disjunction) return std::nullopt;
    std::optional<bool> result = conjunction;
    for (auto const &operand : e.operands) {
        auto const part = holds_for(operand, kind, unit);
        if (part == !conjunction) return part;
        if (!part) result = part;
    }
    return result;
}

// The events that a condition waits for: where it needs one to have come.
void waits_for(ast::Expr const &e, bool wanted, std::vector<std::string> &events) {
    if (e.kind == ast::ExprKind::occurs && wanted) events.push_back(e.name->text);
    bool const turns = e.kind == ast::ExprKind::negation;
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
        bool const premise = e.kind == ast::ExprKind::implication && i == 0;
        waits_for(e.operands[i], wanted != (turns || premise), events);
    }
}

} // namespace

std::span<char const *const> event_words() {
    return words_of_events;
}

std::span<char const *const> finding_ids() {
    static constexpr char const *ids[] = {"no-power",      "no-deadline",   "term-longer",
                                          "term-shorter",  "term-orphaned", "procedure-cut",
                                          "two-procedures"};
    return ids;
}

class Auditor {
public:
    explicit Auditor(Context &context) : c_(context) {}

    Audit run() {
        Audit audit;
        audit.regime = c_.regime_;
        duties(audit.findings);
        waiting(audit.waiting);
        if (c_.periods_.size() > 1) {
            changes(audit.findings);
            return audit;
        }
        for (auto &[_, office] : c_.offices_) gather(office);
        for (auto &[_, body] : c_.bodies_) gather(body);
        for (auto const &file : c_.program_.files)
            for (auto const &declaration : file.declarations) {
                if (auto const *o = std::get_if<ast::OfficeDecl>(&declaration.node))
                    for (auto const level : levels(c_.offices_.at(o->name.text)))
                        audit.subjects.push_back(office(c_.offices_.at(o->name.text), level));
                if (auto const *b = std::get_if<ast::BodyDecl>(&declaration.node))
                    for (auto const level : levels(c_.bodies_.at(b->name.text)))
                        audit.subjects.push_back(body(c_.bodies_.at(b->name.text), level));
            }
        return audit;
    }

private:
    // Something put before an actor: a consent or an agreement, an election, any other vote.
    struct Matter {
        std::string office; // that it is about; empty: the body's own
        LevelId level;
        bool filling = false; // it fills the office
        std::string words;
        Provision const *provision = nullptr;
        ClauseId clause;
        Environment environment;
        ActorRef by;
        ast::Vote const *vote = nullptr;       // none if the actor does not vote
        ast::Consent const *consent = nullptr; // none if it is no consent or agreement
        ast::Way const *election = nullptr;
    };

    template <class Vars>
    static std::vector<LevelId> levels(Vars const &vars) {
        return vars.levels.empty() ? std::vector<LevelId>{{}} : vars.levels;
    }

    // ---- what is put to whom
    static bool displaced_everywhere(Provision const &p) {
        return std::any_of(p.displaced.begin(), p.displaced.end(),
                           [](auto const &by) { return !by.where && by.fixed.empty(); });
    }
    bool speaks(Provision const &p, LevelId level) const {
        return c_.speaks_of(p, level) && !displaced_everywhere(p);
    }
    template <class Node, class Visit>
    void each(std::vector<Provision> const &provisions, LevelId level, Visit const &visit) const {
        for (auto const &p : provisions)
            if (auto const *node = std::get_if<Node>(&p.clause->node); node && speaks(p, level))
                visit(p, *node);
    }
    // Whether a provision applies to units of a kind; nothing if that turns on more. An answer to a
    // question does not count as more: that the clause may not be there is said where it is listed.
    std::optional<bool> applies_to(Provision const &p, std::string const &kind) const {
        std::optional<bool> result = true;
        auto const and_ = [&](std::optional<bool> part) {
            if (result != false && part != true) result = part;
        };
        auto const unit = p.binder ? p.binder->variable.text : "";
        if (p.binder) {
            for (auto const &name : p.binder->except) and_(name.text != kind);
            for (auto const &e : p.binder->where) and_(holds_for(e, kind, unit));
        }
        for (auto const *e : p.where) and_(holds_for(*e, kind, unit));
        if (auto const *way = std::get_if<ast::Way>(&p.clause->node))
            for (auto const &e : way->where) and_(holds_for(e, kind, unit));
        for (auto const condition : p.fixed)
            if (c_.core_.expressions[condition].op == Op::read) and_(std::nullopt);
        if (!p.displaced.empty()) and_(std::nullopt);
        return result;
    }
    // The kinds of units that have the office or body; one nameless kind where there are none.
    template <class Decl>
    std::vector<std::string> kinds(Decl const &decl, LevelId level) const {
        std::vector<std::string> result;
        if (level)
            for (auto const id : c_.core_.levels[level].kinds) {
                auto const &name = c_.core_.kinds[id].name;
                if (!decl.of || std::none_of(decl.of->except.begin(), decl.of->except.end(),
                                             [&](ast::Name const &n) { return n.text == name; }))
                    result.push_back(name);
            }
        if (result.empty()) result.emplace_back();
        return result;
    }
    // Whether some clause of this sort surely applies to each of the kinds.
    template <class Node>
    bool covers(std::vector<Provision> const &provisions, LevelId level,
                std::vector<std::string> const &all) const {
        return std::all_of(all.begin(), all.end(), [&](std::string const &kind) {
            bool found = false;
            each<Node>(provisions, level, [&](Provision const &p, Node const &) {
                found |= applies_to(p, kind) == true;
            });
            return found;
        });
    }
    // Of two values the one of higher rank counts: where that one applies everywhere, always.
    template <class Node>
    bool outranked(Provision const &p, std::vector<Provision> const &provisions,
                   LevelId level) const {
        bool found = false;
        each<Node>(provisions, level, [&](Provision const &other, Node const &) {
            found |= c_.unlimited(other) && other.rank > p.rank;
        });
        return found;
    }
    std::string label(ClauseId clause) const { return c_.core_.clauses[clause].label(); }

    static bool votes(ActorRef const &by) {
        return by.kind == ActorRef::Kind::body || by.kind == ActorRef::Kind::college ||
               by.kind == ActorRef::Kind::people;
    }
    // What names mean in a clause on an office.
    Environment inside(Provision const &p, OfficeVars const &o, LevelId level) {
        auto at = c_.at(o, level);
        c_.applies(p, at.environment, at.unit, level);
        return at.environment;
    }
    Matter matter(Provision const &p, ast::Ref const &by, Environment environment,
                  std::string const &what) {
        Matter m;
        m.office = environment.office;
        m.level = environment.level;
        m.provision = &p;
        m.clause = p.id;
        m.by = c_.actor(by, environment);
        m.environment = std::move(environment);
        m.words = fmt::format("{}: {}{}", label(p.id), what, c_.words(m.by));
        return m;
    }
    void consents(Provision const &p, std::vector<ast::Consent> const &consents,
                  Environment const &environment, bool filling) {
        for (auto const &consent : consents) {
            auto m = matter(p, consent.by, environment,
                            consent.agreement ? "agreement of " : "consent of ");
            m.filling = filling;
            m.clause = c_.clause_id(p.instrument, consent.tag, consent.span);
            m.consent = &consent;
            if (votes(m.by)) m.vote = &consent.vote;
            matters_.push_back(std::move(m));
        }
    }

    void gather(OfficeVars const &o) {
        for (auto const level : levels(o)) {
            each<ast::Way>(o.provisions, level, [&](Provision const &p, ast::Way const &way) {
                auto const environment = inside(p, o, level);
                consents(p, way.consents, environment, true);
                auto m = matter(p, way.by, environment,
                                way.election ? "election by " : "appointment by ");
                if (!way.election && m.by.kind != ActorRef::Kind::body) return;
                m.filling = way.election; // by an appointment it is filled at once
                m.vote = &way.vote;
                if (way.election) m.election = &way;
                matters_.push_back(std::move(m));
            });
            each<ast::Removal>(o.provisions, level,
                               [&](Provision const &p, ast::Removal const &removal) {
                                   consents(p, removal.consents, inside(p, o, level), false);
                               });
            auto const other = [&](Provision const &p, ast::Name const &office,
                                   ast::Binder const &of, ast::Ref const &by, ast::Vote const &vote,
                                   std::string const &what) {
                auto const spoken = c_.levels_of(of.levels);
                if (office.text != o.name ||
                    std::find(spoken.begin(), spoken.end(), level) == spoken.end())
                    return;
                auto const at = c_.at(o, level);
                auto m = matter(
                    p, by, at.environment.with(of.variable.text, at.unit, false, {level}), what);
                if (votes(m.by)) m.vote = &vote;
                matters_.push_back(std::move(m));
            };
            each<ast::ReportAct>(c_.general_, level,
                                 [&](Provision const &p, ast::ReportAct const &r) {
                                     if (r.decided_by_vote)
                                         other(p, r.office, r.of, r.to, r.vote, "report to ");
                                 });
            each<ast::NoConfidence>(
                c_.general_, level, [&](Provision const &p, ast::NoConfidence const &n) {
                    other(p, n.office, n.of, n.by, n.vote, "vote of no confidence by ");
                });
        }
    }
    void gather(BodyVars const &b) {
        for (auto const level : levels(b))
            each<ast::Dissolution>(b.provisions, level,
                                   [&](Provision const &p, ast::Dissolution const &d) {
                                       if (!d.itself) return;
                                       Matter m;
                                       m.provision = &p;
                                       m.clause = p.id;
                                       m.by = {ActorRef::Kind::body, b.name, {}, level};
                                       m.environment.level = level;
                                       m.words = label(p.id) + ": dissolution by itself";
                                       m.vote = &d.vote;
                                       matters_.push_back(std::move(m));
                                   });
    }

    // ---- answers
    std::string words(ExprId condition) const {
        auto const &e = c_.core_.expressions[condition];
        if (e.op == Op::read) return c_.core_.variables[e.var].name;
        auto const &variable = c_.core_.variables[c_.core_.expressions[e.operands.front()].var];
        auto const value = c_.core_.expressions[e.operands.back()].value;
        return fmt::format("{} = {}", variable.question,
                           c_.core_.enumerations[variable.sort.enumeration]
                               .values[static_cast<std::size_t>(value)]);
    }
    void limit(Audit::Answer &answer, Provision const &p) const {
        using How = Audit::Limit::Kind;
        auto const where = [&](ast::Expr const &e) {
            answer.limits.push_back({How::where, "", e, {}});
        };
        if (!p.fixed.empty()) {
            auto &only = answer.limits.emplace_back();
            for (auto const condition : p.fixed) {
                only.given.push_back(words(condition));
                auto const &e = c_.core_.expressions[condition];
                if (e.op == Op::read) continue; // an event that must have come
                // Whether the clause is there at all is left open.
                answer.status = std::max(answer.status, Status::unsettled);
                if (!answer.question && answer.clause)
                    answer.question = question(e.operands.front());
            }
        }
        auto const units = [&](ast::Binder const &of) {
            for (auto const &kind : of.except)
                answer.limits.push_back({How::except, kind.text, {}, {}});
            for (auto const &e : of.where) where(e);
        };
        if (p.binder) units(*p.binder);
        for (auto const *e : p.where) where(*e);
        if (auto const *way = std::get_if<ast::Way>(&p.clause->node))
            for (auto const &e : way->where) where(e);
        if (auto const *removal = std::get_if<ast::Removal>(&p.clause->node))
            for (auto const &e : removal->where) where(e);
        if (auto const *report = std::get_if<ast::ReportAct>(&p.clause->node)) units(report->of);
        if (auto const *n = std::get_if<ast::NoConfidence>(&p.clause->node)) units(n->of);
        for (auto const &displacement : p.displaced) {
            Audit::Limit by{How::displaced, "", {}, {}};
            if (displacement.where) by.where = *displacement.where;
            for (auto const condition : displacement.fixed) by.given.push_back(words(condition));
            answer.limits.push_back(std::move(by));
        }
    }
    Audit::Question question(ExprId reading) const {
        auto const &variable = c_.core_.variables[c_.core_.expressions[reading].var];
        Audit::Question result{variable.question, {}, "", {}, false};
        if (variable.sort.enumeration)
            result.alternatives = c_.core_.enumerations[variable.sort.enumeration].values;
        else
            result.alternatives = {
                fmt::format("any number from {} to {}", variable.sort.low, variable.sort.high)};
        result.silence = c_.core_.clauses[variable.clause].silence;
        return result;
    }
    // What a clause says. `own`: the clause as cited by this part of it.
    Audit::Answer written(Provision const &p, std::string matter, ast::Choice const &choice,
                          ClauseId own, std::string const &what, Environment const &environment) {
        Audit::Answer answer;
        answer.status = choice.unsettled ? Status::unsettled : Status::answered;
        answer.matter = std::move(matter);
        answer.clause = c_.core_.clauses[own];
        if (choice.unsettled) {
            answer.question = question(c_.reading(choice, own, what, environment));
            if (answer.clause->silence != Silence::none)
                answer.question->silence = answer.clause->silence;
            if (choice.decided_by) {
                auto const &by = *choice.decided_by;
                answer.question->decided_by =
                    by.kind == ast::RefKind::superior ? "superior" : by.name.text;
            }
        } else {
            answer.says = c_.words(choice.values.front());
        }
        limit(answer, p);
        return answer;
    }
    // No clause: the question that the elaboration raised instead, if it did, else what runs do.
    // `p`: the provision that the answer is missing from.
    Audit::Answer none(Provision const *p, std::string matter, ClauseId clause = {},
                       std::string const &what = "", std::string says = "") const {
        Audit::Answer answer;
        answer.matter = std::move(matter);
        auto const it = c_.implicits_.find({clause.index, what});
        if (it != c_.implicits_.end()) {
            answer.question = question(it->second);
            answer.question->implicit = true;
            answer.question->silence = Silence::none;
        } else {
            answer.says = std::move(says);
        }
        if (p) limit(answer, *p);
        return answer;
    }
    // A clause of which it is open whether it counts against another of its rank.
    void conflict(Provision const &p, std::string const &things, Answers &answers) const {
        auto answer =
            none(&p, "which of the clauses counts", p.id, things + " of equal rank: which counts");
        if (!answer.question) return;
        answer.status = Status::unsettled;
        answer.clause = c_.core_.clauses[p.id];
        answers.push_back(std::move(answer));
    }
    ClauseId own(Matter const &m, ast::Tag const &tag, Span span) {
        return tag.citations.empty() ? m.clause : c_.clause_id(m.provision->instrument, tag, span);
    }
    // One part of a matter: its clause, else the question in its place.
    Audit::Answer part(Matter const &m, std::string const &words,
                       std::optional<ast::Choice> const &choice, ast::Tag const &tag,
                       std::string const &what, std::string const &implicit,
                       std::string says = "") {
        if (!choice) return none(m.provision, words, m.clause, implicit, std::move(says));
        return written(*m.provision, words, *choice, own(m, tag, choice->span), what,
                       m.environment);
    }

    // ---- events of what is put to somebody
    Answers refusal(Matter const &m, std::string const &words) {
        Answers answers;
        if (m.consent) {
            auto const &c = *m.consent;
            std::string const nothing = "the refusal has no effect";
            if (!m.filling && !c.refusals && !c.same_person)
                return {none(m.provision, words, {}, "", nothing)};
            answers.push_back(part(m, words + ", how often", c.refusals, c.refusals_tag,
                                   "number of refusals allowed",
                                   "number of refusals allowed (0: no limit)"));
            answers.push_back(part(m, words + ", the same person again", c.same_person,
                                   c.same_person_tag, "same person again",
                                   "same person again after a refusal"));
        }
        if (m.election && m.election->rounds)
            answers.push_back(part(m, words + ", nobody is elected", m.election->rounds,
                                   m.election->rounds_tag, "number of rounds", ""));
        else if (m.election)
            answers.push_back(
                none(m.provision, words + ", nobody is elected", {}, "", "as after a tie"));
        return answers;
    }
    Answers no_answer(Matter const &m, std::string const &words) {
        if (!m.consent) return {};
        return {part(m, words, m.consent->no_answer, m.consent->no_answer_tag, "no answer means",
                     "no answer means", "the matter stays pending")};
    }
    Answers tie(Matter const &m, std::string const &words) {
        if (!m.vote) return {};
        return {part(m, words, m.vote->on_tie, m.vote->tie_tag, "on a tie", "on a tie",
                     "the vote does not pass")};
    }
    Answers no_quorum(Matter const &m, std::string const &words) {
        if (!m.vote) return {};
        auto answer = part(m, words, m.vote->quorum, m.vote->quorum_tag, "quorum", "quorum",
                           "any number may vote");
        if (answer.clause && m.vote->quorum_base) {
            static constexpr char const *bases[] = {"votes cast", "those present", "seats held",
                                                    "all seats", "voters"};
            answer.says += fmt::format("{}of {}", answer.says.empty() ? "" : " ",
                                       bases[static_cast<int>(*m.vote->quorum_base)]);
        }
        return {answer};
    }
    Answers dissolution(Matter const &m, std::string const &words) {
        if (!m.filling || m.by.kind != ActorRef::Kind::body) return {};
        auto const &b = c_.bodies_.at(m.by.name);
        bool can_be_dissolved = false;
        each<ast::Dissolution>(b.provisions, m.by.level,
                               [&](auto const &, auto const &) { can_be_dissolved = true; });
        if (!can_be_dissolved) return {};
        Answers answers;
        Environment environment;
        environment.level = m.by.level;
        each<ast::PendingMatters>(
            b.provisions, m.by.level, [&](Provision const &p, ast::PendingMatters const &pending) {
                if (outranked<ast::PendingMatters>(p, b.provisions, m.by.level)) return;
                answers.push_back(
                    written(p, words, pending.what, p.id, "pending matters", environment));
                conflict(p, "two clauses on pending matters", answers);
            });
        if (!covers<ast::PendingMatters>(b.provisions, m.by.level, kinds(*b.decl, m.by.level)))
            answers.push_back(none(nullptr, answers.empty() ? words : words + elsewhere,
                                   c_.general("pending matters of " + b.name),
                                   "matters pending when " + b.name + " is newly chosen"));
        return answers;
    }

    // ---- events of a holder
    Answers acting(OfficeVars const &o, LevelId level) {
        Answers answers;
        each<ast::Acting>(o.provisions, level, [&](Provision const &p, ast::Acting const &acting) {
            auto const environment = inside(p, o, level);
            answers.push_back(written(p, "who acts in the vacancy", acting.by, p.id,
                                      "who designates an acting holder", environment));
            std::string const how_long = "how long somebody acts";
            if (!acting.limit)
                answers.push_back(none(&p, how_long, {}, "", "without a limit"));
            else
                answers.push_back(written(p, how_long, *acting.limit,
                                          c_.part_of(p.id, acting.limit_tag, acting.limit->span),
                                          "limit of acting", environment));
            if (acting.powers)
                answers.push_back(written(p, "what whoever acts may do", *acting.powers,
                                          c_.part_of(p.id, acting.powers_tag, acting.powers->span),
                                          "powers of an acting holder", environment));
        });
        std::string const who = "who acts in the vacancy";
        if (answers.empty())
            answers.push_back(none(nullptr, who, c_.general("acting holders of " + o.name),
                                   "who designates an acting holder of " + o.name, "nobody"));
        else if (!covers<ast::Acting>(o.provisions, level, kinds(*o.decl, level)))
            answers.push_back(none(nullptr, who + elsewhere, {}, "", "nobody"));
        return answers;
    }
    Answers resignation(OfficeVars const &o, LevelId level) {
        Answers answers;
        std::string const words = "whether the holder may resign";
        each<ast::Resignation>(o.provisions, level, [&](Provision const &p, auto const &) {
            Audit::Answer answer;
            answer.status = Status::answered;
            answer.matter = words;
            answer.clause = c_.core_.clauses[p.id];
            answer.says = "yes";
            limit(answer, p);
            answers.push_back(std::move(answer));
        });
        if (!covers<ast::Resignation>(o.provisions, level, kinds(*o.decl, level)))
            answers.push_back(none(nullptr, answers.empty() ? words : words + elsewhere, {}, "",
                                   "a fact that may occur"));
        for (auto &answer : acting(o, level)) answers.push_back(std::move(answer));
        return answers;
    }
    Answers withdrawal(OfficeVars const &o, LevelId level) {
        Answers answers;
        each<ast::Way>(o.provisions, level, [&](Provision const &p, ast::Way const &way) {
            if (way.nominations.empty()) return;
            auto const environment = inside(p, o, level);
            auto const words = label(p.id);
            if (!way.withdrawal) {
                answers.push_back(none(&p, words, {}, "",
                                       way.election ? "those who are left stand, if they are enough"
                                                    : "the procedure ends"));
                return;
            }
            auto const source =
                way.withdrawal_tag.citations.empty()
                    ? p.id
                    : c_.clause_id(p.instrument, way.withdrawal_tag, way.withdrawal->span);
            answers.push_back(written(p, words, *way.withdrawal, source,
                                      "too few candidates after withdrawal", environment));
        });
        return answers;
    }
    // Of an office or a body. `implicit`: the question in place of a missing clause.
    Answers expiry(std::vector<Provision> const &provisions, LevelId level,
                   std::vector<std::string> const &all, Environment const &environment,
                   std::string const &implicit) {
        Answers answers;
        std::vector<Provision const *> terms;
        std::vector<std::string> concerned; // kinds for which there may be a term
        auto const term = [&](Provision const &p, ast::Choice const &length, ClauseId source) {
            if (!limits_time(length)) return;
            terms.push_back(&p);
            for (auto const &kind : all)
                if (applies_to(p, kind) != false &&
                    std::find(concerned.begin(), concerned.end(), kind) == concerned.end())
                    concerned.push_back(kind);
            if (length.unsettled)
                answers.push_back(
                    written(p, "whether there is a term", length, source, "term", environment));
        };
        each<ast::Term>(provisions, level, [&](Provision const &p, ast::Term const &t) {
            if (!outranked<ast::Term>(p, provisions, level)) term(p, t.length, p.id);
        });
        each<ast::Way>(provisions, level, [&](Provision const &p, ast::Way const &way) {
            if (!way.term) return;
            auto const source = way.term_tag.citations.empty()
                                    ? p.id
                                    : c_.clause_id(p.instrument, way.term_tag, way.term->span);
            term(p, *way.term, source);
        });
        if (terms.empty()) return answers;
        std::string const words = "when the term is over";
        bool said = false;
        each<ast::OnExpiry>(provisions, level, [&](Provision const &p, ast::OnExpiry const &e) {
            if (outranked<ast::OnExpiry>(p, provisions, level)) return;
            said = true;
            answers.push_back(written(p, words, e.what, p.id, words, environment));
            if (e.limit)
                answers.push_back(written(p, "how long somebody is held over", *e.limit,
                                          c_.part_of(p.id, e.limit_tag, e.limit->span),
                                          "limit of being held over", environment));
            conflict(p, "two clauses on expiry", answers);
        });
        if (said && covers<ast::OnExpiry>(provisions, level, concerned)) return answers;
        // Elsewhere the elaboration asks what follows each of the clauses that fix a term.
        for (auto const *p : terms)
            if (c_.implicits_.contains({p->id.index, implicit}))
                answers.push_back(none(p, said ? words + elsewhere : words, p->id, implicit));
        return answers;
    }
    Answers ends(OfficeVars const &o, LevelId level, Environment const &environment) {
        Answers answers;
        each<ast::Ends>(o.provisions, level, [&](Provision const &p, ast::Ends const &e) {
            if (!e.new_holder_of || outranked<ast::Ends>(p, o.provisions, level)) return;
            auto const words = "when a newly elected " + e.new_holder_of->text + " takes office";
            if (e.then)
                answers.push_back(written(p, words, *e.then, p.id, "after the end", environment));
            else
                answers.push_back(none(&p, words, p.id, "after the end, until a successor"));
            conflict(p, "two clauses on an end", answers);
        });
        return answers;
    }
    Answers loss(OfficeVars const &o, LevelId level) {
        bool concerned = false;
        each<ast::Must>(o.provisions, level, [&](Provision const &, ast::Must const &must) {
            concerned |= can_be_lost(must);
        });
        each<ast::Way>(o.provisions, level, [&](Provision const &, ast::Way const &way) {
            for (auto const &must : way.musts) concerned |= can_be_lost(must);
        });
        if (!concerned) return {};
        Answers answers;
        std::string const words = "what follows for the holder";
        each<ast::OnLoss>(o.provisions, level, [&](Provision const &p, ast::OnLoss const &l) {
            answers.push_back(
                written(p, words, l.what, p.id, "on loss of a requirement", inside(p, o, level)));
        });
        if (!covers<ast::OnLoss>(o.provisions, level, kinds(*o.decl, level)))
            answers.push_back(
                none(nullptr, answers.empty() ? words : words + elsewhere, {}, "", "nothing"));
        return answers;
    }

    // ---- rows
    static void add(Audit::Subject &result, Audit::Event event, Answers answers) {
        Audit::Row row{event, Status::not_applicable, std::move(answers)};
        for (auto const &answer : row.answers) row.status = std::max(row.status, answer.status);
        result.rows.push_back(std::move(row));
    }
    // The rows of what is put to somebody, as far as `concerns` says that the matter belongs here.
    template <class Ask>
    Answers over(Ask const &ask, auto const &concerns) {
        Answers answers;
        for (auto const &m : matters_)
            if (auto const words = concerns(m); !words.empty())
                for (auto &answer : (this->*ask)(m, words)) answers.push_back(std::move(answer));
        return answers;
    }
    Audit::Subject subject(std::string const &name, LevelId level, bool body) const {
        return {name, level ? c_.core_.levels[level].name : "", body, {}};
    }

    Audit::Subject office(OfficeVars const &o, LevelId level) {
        auto result = subject(o.name, level, false);
        bool const outside = o.decl->outside;
        auto const concerns = [&](Matter const &m) {
            return m.office == o.name && m.level == level ? m.words : "";
        };
        auto const environment = c_.at(o, level).environment;
        auto ended = outside ? Answers{}
                             : expiry(o.provisions, level, kinds(*o.decl, level), environment,
                                      "when the term is over and there is no successor");
        for (auto &answer : ends(o, level, environment)) ended.push_back(std::move(answer));
        add(result, Audit::Event::death, outside ? Answers{} : acting(o, level));
        add(result, Audit::Event::resignation, outside ? Answers{} : resignation(o, level));
        add(result, Audit::Event::refusal, over(&Auditor::refusal, concerns));
        add(result, Audit::Event::no_answer, over(&Auditor::no_answer, concerns));
        add(result, Audit::Event::tie, over(&Auditor::tie, concerns));
        add(result, Audit::Event::no_quorum, over(&Auditor::no_quorum, concerns));
        add(result, Audit::Event::withdrawal, withdrawal(o, level));
        add(result, Audit::Event::expiry, std::move(ended));
        add(result, Audit::Event::dissolution, over(&Auditor::dissolution, concerns));
        add(result, Audit::Event::loss, loss(o, level));
        return result;
    }
    Audit::Subject body(BodyVars const &b, LevelId level) {
        auto result = subject(b.name, level, true);
        auto const concerns = [&](Matter const &m) -> std::string {
            if (m.by.kind != ActorRef::Kind::body || m.by.name != b.name || m.by.level != level)
                return "";
            if (m.office.empty()) return m.words;
            return (m.level ? m.office + " of the " + c_.core_.levels[m.level].name : m.office) +
                   ", " + m.words;
        };
        Environment environment;
        environment.level = level;
        // Seats, not persons, make up a body: what happens to a member or a candidate is nobody's
        // office.
        add(result, Audit::Event::death, {});
        add(result, Audit::Event::resignation, {});
        add(result, Audit::Event::refusal, over(&Auditor::refusal, concerns));
        add(result, Audit::Event::no_answer, over(&Auditor::no_answer, concerns));
        add(result, Audit::Event::tie, over(&Auditor::tie, concerns));
        add(result, Audit::Event::no_quorum, over(&Auditor::no_quorum, concerns));
        add(result, Audit::Event::withdrawal, {});
        add(result, Audit::Event::expiry,
            expiry(b.provisions, level, kinds(*b.decl, level), environment,
                   "when the term of " + b.name + " is over before a new one is chosen"));
        add(result, Audit::Event::dissolution, over(&Auditor::dissolution, concerns));
        add(result, Audit::Event::loss, {});
        return result;
    }

    // ---- what waits for an event that may never come
    void waiting(std::vector<Audit::Waiting> &found) const {
        std::set<std::string> seen;
        for (auto const &period : c_.periods_)
            for (auto const &part : period.regime->parts) {
                auto const it = c_.program_.instruments.find(part.text);
                if (it == c_.program_.instruments.end() || !seen.insert(part.text).second) continue;
                if (c_.remaining(part.text, {}, c_.always()) == 0) continue;
                if (auto const &event = it->second.node->starts_when)
                    found.push_back({event->text, {part.text, "", {}, "", it->second.span}});
            }
        for (auto const &[_, o] : c_.offices_) waiting(o.provisions, found);
        for (auto const &[_, b] : c_.bodies_) waiting(b.provisions, found);
        waiting(c_.general_, found);
    }
    void waiting(std::vector<Provision> const &provisions,
                 std::vector<Audit::Waiting> &found) const {
        for (auto const &p : provisions) {
            std::vector<std::string> events;
            auto const in = [&](std::vector<ast::Expr> const &conditions) {
                for (auto const &e : conditions) waits_for(e, true, events);
            };
            for (auto const *e : p.where) waits_for(*e, true, events);
            if (p.binder) in(p.binder->where);
            std::visit(Overloaded{
                           [&](ast::Way const &w) { in(w.where); },
                           [&](ast::Removal const &r) { in(r.where), in(r.ground), in(r.after); },
                           [&](ast::Dissolution const &d) { in(d.ground); },
                           [&](ast::NoConfidence const &n) { in(n.after); },
                           [&](auto const &) {},
                       },
                       p.clause->node);
            for (auto &event : events) found.push_back({std::move(event), c_.core_.clauses[p.id]});
        }
    }

    // ---- duties
    void duties(std::vector<Audit::Finding> &found) {
        for (auto const &duty : c_.duties_) {
            auto const &clause = c_.core_.clauses[duty.provision->id];
            if (!duty.power)
                found.push_back({Audit::Finding::Kind::no_power, "", clause,
                                 "no clause permits what it asks for", std::nullopt});
            if (!duty.left)
                found.push_back({Audit::Finding::Kind::no_deadline, "", clause,
                                 "it has no deadline, so that no finite history breaches it",
                                 std::nullopt});
        }
    }

    // ---- what a change of law does to what has begun
    void changes(std::vector<Audit::Finding> &found) {
        for (std::size_t to = 1; to < c_.periods_.size(); ++to)
            for (auto &[_, office] : c_.offices_)
                for (auto const level : levels(office)) {
                    if (office.decl->outside) continue;
                    terms(office, level, to, found);
                    procedures(office, level, to, found);
                }
    }
    std::string named(OfficeVars const &office, LevelId level) const {
        return level ? office.name + " of " + c_.core_.levels[level].name : office.name;
    }
    // The question that a change of law raises, if it does.
    std::optional<Audit::Question> raised(std::size_t to, std::string const &what) const {
        auto const clause =
            c_.general_index_.find("the law changes: " + c_.periods_[to].regime->name.text);
        if (clause == c_.general_index_.end()) return std::nullopt;
        auto const it = c_.implicits_.find({clause->second.index, what});
        if (it == c_.implicits_.end()) return std::nullopt;
        auto result = question(it->second);
        result.implicit = true;
        return result;
    }
    // Whether a clause that begins with the change says this of all; if it leaves it open, and
    // nothing else is asked, `asked` is its question.
    bool says(ast::Transition::Matter matter, OfficeVars const &office, LevelId level,
              std::size_t to, ast::Word word, std::optional<Audit::Question> &asked) {
        bool so = false;
        for (auto const &clause : c_.transitional(matter, office.name, c_.at(office, level), to)) {
            auto const *one = std::get_if<ast::Word>(&clause.what->values.front().content);
            so |= !clause.what->unsettled && one && *one == word &&
                  c_.constant(clause.condition, true);
            if (auto const it = c_.readings_.find(clause.what); it != c_.readings_.end() && !asked)
                asked = question(it->second);
        }
        return so;
    }
    static std::int64_t longest(Context const &context, ast::Choice const &length) {
        std::int64_t most = 0;
        for (auto const &v : length.values)
            if (auto const *d = std::get_if<ast::Duration>(&v.content))
                most = std::max(most, context.most_days(*d));
        return most;
    }
    void terms(OfficeVars const &office, LevelId level, std::size_t to,
               std::vector<Audit::Finding> &found) {
        struct Fixing {
            Provision const *provision;
            std::int64_t days;
        };
        std::vector<Fixing> fixing;
        for (auto const &p : office.provisions) {
            if (!speaks(p, level)) continue;
            if (auto const *t = std::get_if<ast::Term>(&p.clause->node))
                fixing.push_back({&p, longest(c_, t->length)});
            if (auto const *w = std::get_if<ast::Way>(&p.clause->node); w && w->term)
                fixing.push_back({&p, longest(c_, *w->term)});
        }
        for (auto const &old : fixing) {
            if (old.days == 0 || !c_.lapses(*old.provision, to)) continue;
            Fixing const *now = nullptr;
            for (auto const &f : fixing)
                if (f.days > 0 && (f.provision->periods >> to & 1) != 0 &&
                    (!now || f.provision->rank > now->provision->rank))
                    now = &f;
            using What = Audit::Finding::Kind;
            auto asked = raised(to, "running terms of " + named(office, level));
            if (says(ast::Transition::Matter::terms, office, level, to, ast::Word::go_on, asked))
                continue;
            auto const add = [&](What kind, std::string says) {
                found.push_back({kind, c_.periods_[to].regime->name.text,
                                 c_.core_.clauses[old.provision->id], std::move(says), asked});
            };
            auto const who = "the running term of " + named(office, level);
            if (!now)
                add(What::term_orphaned,
                    fmt::format("{} ({} days) goes on although no clause fixes one any more", who,
                                old.days));
            else if (now->days != old.days)
                add(now->days > old.days ? What::term_longer : What::term_shorter,
                    fmt::format("{} is {} days; {} fixes {}", who, old.days,
                                label(now->provision->id), now->days));
        }
    }
    void procedures(OfficeVars const &office, LevelId level, std::size_t to,
                    std::vector<Audit::Finding> &found) {
        std::string next; // what the new law has instead
        for (auto const &way : office.ways)
            if (speaks(way.provision, level) && (way.provision.periods >> to & 1) != 0)
                next += (next.empty() ? "" : " or ") + way.label;
        using What = Audit::Finding::Kind;
        for (auto const &way : office.ways) {
            if (!speaks(way.provision, level) || !c_.lapses(way.provision, to)) continue;
            auto const add = [&](What kind, std::string says,
                                 std::optional<Audit::Question> asked) {
                found.push_back({kind, c_.periods_[to].regime->name.text,
                                 c_.core_.clauses[way.provision.id], std::move(says),
                                 std::move(asked)});
            };
            auto under_way = raised(to, "procedures under way under " + way.label);
            if (!says(ast::Transition::Matter::procedures, office, level, to, ast::Word::go_on,
                      under_way))
                add(What::procedure_cut,
                    fmt::format("what is under way to fill {} under this clause has no basis any "
                                "more",
                                named(office, level)),
                    std::move(under_way));
            if (next.empty()) continue;
            std::optional<Audit::Question> asked = raised(to, named(office, level) + " in office");
            if (says(ast::Transition::Matter::incumbents, office, level, to, ast::Word::end, asked))
                continue;
            add(What::two_procedures,
                fmt::format("who became {} by this clause is in office while {} fills it",
                            named(office, level), next),
                std::move(asked));
        }
    }

    Context &c_;
    std::vector<Matter> matters_;
};

std::optional<Audit> audit(dsl::Program const &program, std::string const &regime,
                           DiagnosticSink &sink) {
    Core core;
    Context context(program, core, sink);
    if (!context.run(regime, {})) return std::nullopt;
    return Auditor(context).run();
}

} // namespace mandate::compiler
