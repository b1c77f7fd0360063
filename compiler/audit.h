#pragma once
// What a regime answers and what it leaves open when something goes wrong: each office and body
// against each event. Read off the provisions in force and the questions that their elaboration
// raised.
#include "base/diagnostic.h"
#include "compiler/provenance.h"
#include "dsl/program.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mandate::compiler {

struct Audit {
    enum class Event {
        death,       // of the holder
        resignation, // of the holder
        refusal,     // of consent or agreement, or of everybody who stands for election
        no_answer,   // to a consent or an agreement that is asked for
        tie,
        no_quorum,
        withdrawal,  // of a candidate
        expiry,      // of a term, or an end on an event, without a successor
        dissolution, // of a body before which something is pending
        loss         // of a requirement, while in office
    };
    enum class Status { // of a row: that of its worst answer, in this order
        not_applicable, // the event cannot concern this office or body
        answered,
        unsettled, // a clause speaks of it and leaves it open
        none
    };

    // An unsettled question, in the words of verdicts that depend on it.
    struct Question {
        std::string words;
        std::vector<std::string> alternatives;
        std::string decided_by; // who decides in fact, if a text says so
        Silence silence = Silence::none;
        bool implicit = false; // no text asks it; what is written needs it answered
    };
    // What narrows the clause that answers.
    struct Limit {
        enum class Kind {
            except,   // not for units of this kind
            where,    // only under this condition
            displaced // not under this condition: another text displaces it
        } kind = Kind::where;
        std::string kind_of_unit;            // except
        std::optional<dsl::ast::Expr> where; // the condition as written
        std::vector<std::string> given;      // answers to questions, or events that must have come
    };
    struct Answer {
        Status status = Status::none;
        std::string matter; // what exactly: a way in, a vote, a part of the event
        std::optional<ClauseInfo> clause;
        std::string says; // what a settled clause says; where none does, what runs do
        std::optional<Question> question;
        std::vector<Limit> limits;
    };
    struct Row {
        Event event = Event::death;
        Status status = Status::not_applicable;
        std::vector<Answer> answers;
    };
    struct Subject {
        std::string name, level; // no level: there is one
        bool body = false;
        std::vector<Row> rows; // one each event
    };
    // A clause, or a whole instrument, that has no effect before an event that may never come.
    struct Waiting {
        std::string event;
        ClauseInfo clause;
    };

    // What a clause brings with it that a drafter should know.
    struct Finding {
        enum class Kind {
            // of a duty
            no_power,    // no clause permits the act, under any reading
            no_deadline, // no finite history can breach it
            // of a change of law, in a chain
            term_longer,
            term_shorter,
            term_orphaned, // running terms whose clause falls, and no other takes its place
            procedure_cut, // what is under way under a way in that falls
            two_procedures // who came in by a way that falls stays while another one is in force
        } kind = Kind::no_power;
        std::string regime; // of a change: the one that comes into force
        ClauseInfo clause;
        std::string says;
        std::optional<Question> question; // on which it depends
    };

    std::string regime;
    std::vector<Subject> subjects; // in order of declaration; none for a chain
    std::vector<Waiting> waiting;
    std::vector<Finding> findings;
};

// Names of the events, in the order of Audit::Event.
std::span<char const *const> event_words();
// Ids of the findings, in the order of Audit::Finding::Kind.
std::span<char const *const> finding_ids();

// Requires: the regime, or the chain of regimes, exists. Reports what `compile` reports.
// Returns: nothing if there was any error.
std::optional<Audit> audit(dsl::Program const &program, std::string const &regime,
                           DiagnosticSink &sink);

} // namespace mandate::compiler
