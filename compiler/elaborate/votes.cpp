// Votes as counts: for, against and abstaining add up to those present, present and absent to the
// seats held.
#include "base/assert.h"
#include "compiler/elaborate/context.h"

namespace mandate::compiler {

EventId Context::vote_of(ActorRef const &body) {
    return event_of("votes", &body, "", false, false);
}

ExprId Context::Tally::of(ast::Base base) const {
    switch (base) {
    case ast::Base::votes_cast:
        return cast;
    case ast::Base::those_present:
        return present;
    case ast::Base::all_seats:
        return seats;
    case ast::Base::seats_held:
    case ast::Base::voters:
        return held;
    }
    unreachable();
}

Context::Tally Context::tally(ActorRef const &body, Span span) {
    Tally result;
    result.yes = input(Input::votes_for);
    result.cast = plus(result.yes, input(Input::votes_against));
    result.present = plus(result.cast, input(Input::abstaining));
    std::vector<ExprId> at;
    if (body.unit) at.push_back(body.unit);
    if (body.kind == ActorRef::Kind::body) {
        auto const &vars = bodies_.at(body.name);
        result.seats = read(vars.seats, at);
        result.held = read(vars.held, at);
    } else if (body.kind == ActorRef::Kind::college) {
        if (!college_size_) not_encoded(span, "an election by a college that no text forms");
        result.seats = result.held = college_size_ ? read(college_size_, at) : number(0);
    } else {
        result.seats = result.held =
            body.unit && voters_ ? read(voters_, {body.unit}) : number(max_seats);
    }
    return result;
}

// ballot: the votes are for one candidate (for), for the others together (against), and the best of
// the others (number).
Context::VoteConditions Context::vote(Act &act, ActorRef const &body, ast::Vote const &vote,
                                      ClauseId clause, Environment const &environment,
                                      bool ballot) {
    VoteConditions result;
    auto const counts = tally(body, core_.clauses[clause].span);
    auto const yes = counts.yes, cast = counts.cast, present = counts.present, held = counts.held,
               seats = counts.seats;
    auto const against = input(Input::votes_against);
    act.inputs = {Input::votes_for, Input::votes_against, Input::abstaining};
    if (ballot) act.inputs.push_back(Input::number);

    auto const own = [&](ast::Tag const &tag) {
        return tag.citations.empty() ? clause : part_of(clause, tag, tag.citations.front().span);
    };
    auto const quorum_clause = own(vote.quorum_tag);
    result.threshold_clause = own(vote.threshold_tag);

    bool const counted = body.kind == ActorRef::Kind::body || body.kind == ActorRef::Kind::college;
    guard(act, at_most(present, held), general("votes: counts add up to those present"),
          "the tally fits those who may vote");
    emit(act, vote_of(body), body.unit ? std::vector<ExprId>{body.unit} : std::vector<ExprId>{});

    ExprId quorum;
    if (vote.quorum) {
        auto const base = vote.quorum_base == ast::Base::seats_held ? held : seats;
        quorum = decide(*vote.quorum, quorum_clause, "quorum", environment,
                        [&](ast::Value const &value) { return reaches(value, base, present); });
    } else if (counted) {
        auto const least = implicit_number(clause, "quorum", 0, max_seats);
        quorum = at_most(minimum(least, seats), present);
    } else {
        quorum = truth(true);
    }
    guard(act, all({quorum, less(number(0), present)}), quorum_clause, "there is a quorum");

    auto const over = [&](ast::Threshold const &t, ExprId base) -> ExprId {
        switch (t.majority) {
        case ast::Majority::simple:
            return less(base, times(2, yes));
        case ast::Majority::fraction:
            return at_most(times(t.fraction.numerator, base), times(t.fraction.denominator, yes));
        case ast::Majority::plurality:
            return ballot ? less(input(Input::number), yes) : less(against, yes);
        case ast::Majority::unanimity:
            return all({equal(yes, base), is(against, 0)});
        }
        return truth(false);
    };
    // `carries(base)`: it is enough of that base.
    auto const with_base = [&](auto const &carries) -> ExprId {
        if (vote.base)
            return decide(*vote.base, result.threshold_clause, "of what the majority is counted",
                          environment, [&](ast::Value const &value) {
                              auto const *base = std::get_if<ast::Base>(&value.content);
                              return carries(counts.of(base ? *base : ast::Base::votes_cast));
                          });
        if (!counted) return carries(cast);
        auto const base = implicit(clause, "of what the majority is counted",
                                   {"votes cast", "those present", "seats held", "all seats"});
        return any({all({is(base, 0), carries(cast)}), all({is(base, 1), carries(present)}),
                    all({is(base, 2), carries(held)}), all({is(base, 3), carries(seats)})});
    };
    auto const majority = [&](ast::Threshold const &t) {
        if (t.majority == ast::Majority::plurality) return over(t, cast);
        return with_base([&](ExprId base) { return over(t, base); });
    };
    ExprId threshold;
    if (vote.threshold)
        threshold =
            decide(*vote.threshold, result.threshold_clause, "majority", environment,
                   [&](ast::Value const &value) {
                       if (auto const *t = std::get_if<ast::Threshold>(&value.content))
                           return majority(*t);
                       if (auto const n = whole(value)) return at_most(*n, yes);
                       return with_base([&](ExprId base) { return reaches(value, base, yes); });
                   });
    else
        threshold = majority({});
    auto const rivals = input(Input::number);
    result.passes =
        all({threshold, less(number(0), yes), ballot ? less(rivals, yes) : truth(true)});
    result.tie = ballot ? equal(yes, rivals) : equal(yes, against);
    return result;
}

Context::Tie Context::tie(ast::Vote const &vote, ClauseId clause, Environment const &environment,
                          std::string const &anew) {
    if (!vote.on_tie) {
        auto const answer =
            implicit(clause, "on a tie", {"the vote fails", "the vote is repeated", anew});
        return {clause, is(answer, 0), is(answer, 2)};
    }
    auto const own = part_of(clause, vote.tie_tag, vote.on_tie->span);
    auto const means = [&](ast::Word word) {
        return word_is(*vote.on_tie, own, "on a tie", environment, word);
    };
    return {own, means(ast::Word::fails), means(ast::Word::new_election)};
}

// Members of a bloc keep counts of their own within the vote.
void Context::blocs(ast::Way const *way, ActorRef const &body, Act &act, ClauseId clause) {
    (void)body;
    if (!way || way->blocs.empty()) return;
    if (way->blocs.size() > 1) {
        not_encoded(way->blocs[1].name.span, "more than one bloc in a vote");
        return;
    }
    auto const &bloc = way->blocs.front();
    auto const own = bloc.tag.citations.empty()
                         ? clause
                         : clause_id(core_.clauses[clause].instrument, bloc.tag, bloc.name.span);
    bloc_votes_.emplace(bloc.name.text, std::make_pair(VarId{}, ExprId{}));
    act.inputs.push_back(Input::local_for);
    act.inputs.push_back(Input::local_against);
    guard(act,
          all({at_most(input(Input::local_for), input(Input::votes_for)),
               at_most(input(Input::local_against), input(Input::votes_against))}),
          own, "the bloc's votes are among those counted");
}

} // namespace mandate::compiler
