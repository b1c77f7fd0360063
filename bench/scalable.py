#!/usr/bin/env python3
"""A country of any size, in Mandate's language and, by hand, for z3, SPIN and clingo.

    bench/scalable.py {mandate,smtlib,promela,asp} RAIONS [QUESTION]

Per raion a head, whom the president presents and appoints with the council's consent; a council with ten seats and
a term, which may be dissolved and is then elected again; votes of no confidence; one village with an elected akim.
Nobody holds two offices. The peers count what the language counts, with two liberties that favour them: SPIN and
clingo count years instead of days, and votes are there the condition that some count of ten seats fulfils.
"""
import sys

QUESTIONS = ("consent", "fill", "outlast")
VERDICT = {"consent": "holds", "fill": "possible", "outlast": "violated"}


def steps(n, question):
    """Acts of the shortest run; for `consent`, which no run breaks, one vacancy's length."""
    return {"consent": 4, "fill": 3 * n, "outlast": 5 * n}[question]


# ---- the language

DECREE = """\
level republic
level raion in republic {{ kinds {kinds} }}
level village in raion
person {{ eligible }}
office president filled outside
office head of r: raion
office akim of v: village
superior of head of r: raion = president
superior of akim of v: village = head of raion of v
body council of r: raion
people of u: raion, village

instrument Rules "Rules on heads, councils and akims" {{
    rank statute  in force from 2000-01-01
    office head of r: raion {{
        appointment by superior @appointment {{
            presented by only superior
            consent of council of r @consent {{
                quorum 2/3 of all seats
                carried by majority of all seats
                on tie: fails
                at most any number refusals
                same person again: yes
                no answer means blocks
            }}
        }}
        {free}
        term 4 years
        on expiry: vacates
        may be removed by superior at discretion @dismissal
    }}
    body council of r: raion {{
        seats 10
        elected by people of r
        term 5 years
        on expiry: vacates
        dissolved by president at discretion
        re-elected within 2 months by president
        pending matters: lapse
    }}
    no confidence by council of r in head of r: raion @no_confidence {{
        quorum 2/3 of all seats
        carried by 2/3 of all seats
    }}
    office akim of v: village {{
        election by people of v {{
            nominated by self
            candidates at least 1
            withdrawal: go on
            carried by majority of votes cast
            on tie: fails
            term 4 years
        }}
        {free}
        on expiry: vacates
        may be removed by superior at discretion
    }}
}}
regime rules = Rules as of 2001-01-01
"""
FREE = ("a candidate must be eligible satisfy (not (for some s: raion: candidate holds head of s)"
        " and not (for some w: village: candidate holds akim of w))")
FORMS = {
    "consent": ("for every", "always", "p1 takes head of r{i} implies once council of r{i} consents to p1 for head of r{i}"),
    "fill": ("for some", "possible", "p{i} holds head of r{i}"),
    "outlast": ("for every", "never", "p{i} holds head of r{i} and no confidence votes in head of r{i} >= 2"),
}


def mandate(n, question=None):
    each = range(1, n + 1)
    text = DECREE.format(kinds=", ".join(f"k{i}" for i in each), free=FREE)
    for name in (question,) if question else QUESTIONS:
        binder, form, what = FORMS[name]
        things = [f"r{i}: raion where k{i}" for i in each] + [f"v{i}: village where v{i} is inside r{i}" for i in each]
        things += [f"p{i}: person" for i in each]
        text += (f'\nproperty {name} "{name}"\n    {binder} {", ".join(things)}:\n        {form} '
                 + "\n            and ".join("(" + what.format(i=i) + ")" for i in each) + "\n")
    return text


# ---- z3: bit-vectors, one variable for each state variable and step; `consent` by induction, the others unrolled

ACTS = ("idle time present withdraw consent appoint dismiss leave expire dissolve choose council_ends seat_vacant "
        "no_confidence nominate elect village_leave village_dismiss village_expire president_comes president_goes").split()


def smtlib(n, question):
    persons = n + 1
    out = ["(set-logic QF_BV)"]
    say = out.append

    def conj(items):
        return "(and true " + " ".join(items) + ")"

    def disj(items):
        return "(or false " + " ".join(items) + ")"

    def num(value, width):
        return f"(_ bv{value} {width})"

    WIDTH = {"head": 6, "cand": 6, "akim": 6, "nominee": 6, "term": 11, "council_term": 11, "election_due": 6,
             "akim_term": 11, "votes": 2, "held": 4, "consented": 0, "new": 0, "council": 0, "once": 0}

    def declare(t):
        for r in range(n):
            for name, width in WIDTH.items():
                say(f"(declare-const {name}{r}@{t} {f'(_ BitVec {width})' if width else 'Bool'})")
        say(f"(declare-const president@{t} Bool)")

    def domain(t):
        for r in range(n):
            for name, top in (("head", persons), ("cand", persons), ("akim", persons), ("nominee", persons), ("term", 1440),
                              ("council_term", 1800), ("election_due", 60), ("akim_term", 1440), ("held", 10)):
                say(f"(assert (bvule {name}{r}@{t} {num(top, WIDTH[name])}))")

    def inputs(t):
        say(f"(declare-const act@{t} (_ BitVec 5))(declare-const unit@{t} (_ BitVec 6))(declare-const who@{t} (_ BitVec 6))")
        say(f"(declare-const for@{t} (_ BitVec 6))(declare-const against@{t} (_ BitVec 6))"
            f"(declare-const abstain@{t} (_ BitVec 6))(declare-const days@{t} (_ BitVec 11))")

    def step(t):
        s = f"@{t}"

        def none(x):
            return f"(= {x} {num(0, 6)})"

        def some(x):
            return f"(not {none(x)})"

        def free(who):  # eligible, and in no office
            return conj([disj(f"(and elig{p} (= {who} {num(p, 6)}))" for p in range(1, persons + 1))]
                        + [f"(not (= head{r}{s} {who}))(not (= akim{r}{s} {who}))" for r in range(n)])

        def over(r, office, clock, width=11):
            return f"(and {some(office + str(r) + s)} (= {clock}{r}{s} {num(0, width)}))"

        overdue = disj(x for r in range(n) for x in (over(r, "head", "term"), over(r, "akim", "akim_term"),
                                                     f"(and council{r}{s} (= council_term{r}{s} {num(0, 11)}))"))
        present = f"(bvadd for{s} against{s} abstain{s})"
        small = conj(f"(bvule {x}{s} {num(10, 6)})" for x in ("for", "against", "abstain"))
        cast = lambda r: f"(and council{r}{s} {small} (bvule {present} ((_ zero_extend 2) held{r}{s})) (bvuge {present} {num(7, 6)}))"
        # What each act needs besides that nothing is overdue.
        needs = {
            "time": lambda r: conj([f"(not (= days{s} {num(0, 11)}))"] + [x for q in range(n) for x in (
                f"(or {none(f'head{q}{s}')} (bvule days{s} term{q}{s}))", f"(or {none(f'akim{q}{s}')} (bvule days{s} akim_term{q}{s}))",
                f"(ite council{q}{s} (bvule days{s} council_term{q}{s}) (bvule days{s} ((_ zero_extend 5) election_due{q}{s})))")]),
            "present": lambda r: f"(and president{s} {none(f'cand{r}{s}')} {free(f'who{s}')})",
            "withdraw": lambda r: f"(and president{s} {some(f'cand{r}{s}')})",
            "consent": lambda r: f"(and {some(f'cand{r}{s}')} (not consented{r}{s}) {cast(r)} (bvuge for{s} {num(6, 6)}))",
            "appoint": lambda r: f"(and president{s} consented{r}{s} {none(f'head{r}{s}')} {free(f'cand{r}{s}')})",
            "dismiss": lambda r: f"(and president{s} {some(f'head{r}{s}')})",
            "leave": lambda r: some(f"head{r}{s}"),
            "expire": lambda r: over(r, "head", "term"),
            "dissolve": lambda r: f"(and president{s} council{r}{s})",
            "choose": lambda r: f"(not council{r}{s})",
            "council_ends": lambda r: f"(and council{r}{s} (= council_term{r}{s} {num(0, 11)}))",
            "seat_vacant": lambda r: f"(and council{r}{s} (not (= held{r}{s} {num(0, 4)})))",
            "no_confidence": lambda r: f"(and {some(f'head{r}{s}')} {cast(r)} (bvuge for{s} {num(7, 6)}))",
            "nominate": lambda r: free(f"who{s}"),
            "elect": lambda r: f"(and {none(f'akim{r}{s}')} {some(f'nominee{r}{s}')} {free(f'nominee{r}{s}')})",
            "village_leave": lambda r: some(f"akim{r}{s}"),
            "village_dismiss": lambda r: f"(and {some(f'head{r}{s}')} {some(f'akim{r}{s}')})",
            "village_expire": lambda r: over(r, "akim", "akim_term"),
            "president_comes": lambda r: f"(not president{s})",
            "president_goes": lambda r: f"president{s}",
        }
        automatic = ("expire", "council_ends", "village_expire")
        whole = ("time", "president_comes", "president_goes")
        for code, act in enumerate(ACTS[1:], 1):
            for r in range(1 if act in whole else n):
                here = [f"(= act{s} {num(code, 5)})", needs[act](r)]
                if act not in whole:
                    here.append(f"(= unit{s} {num(r, 6)})")
                if act not in automatic:
                    here.append(f"(not overdue{s})")
                say(f"(define-fun {act}{r}{s} () Bool {conj(here)})" if act != "time" else
                    f"(define-fun overdue{s} () Bool {overdue})\n(define-fun time0{s} () Bool {conj(here)})")

        def set_(name, r, *cases):
            value = f"{name}{r}{s}"
            for when, then in reversed(cases):
                value = f"(ite {when} {then} {value})"
            say(f"(assert (= {name}{r}@{t + 1} {value}))")

        for r in range(n):
            gone = disj(f"{a}{r}{s}" for a in ("dismiss", "leave", "expire"))
            village_gone = disj(f"{a}{r}{s}" for a in ("village_leave", "village_dismiss", "village_expire"))
            ended = f"(or dissolve{r}{s} council_ends{r}{s})"
            clear = disj(f"{a}{r}{s}" for a in ("withdraw", "appoint", "choose"))
            set_("head", r, (f"appoint{r}{s}", f"cand{r}{s}"), (gone, num(0, 6)))
            set_("new", r, (f"appoint{r}{s}", "true"), (gone, "false"))
            set_("term", r, (f"appoint{r}{s}", num(1440, 11)), (f"(and time0{s} {some(f'head{r}{s}')})", f"(bvsub term{r}{s} days{s})"))
            set_("votes", r, (f"(or appoint{r}{s} {gone})", num(0, 2)),
                 (f"(and no_confidence{r}{s} (bvult votes{r}{s} {num(3, 2)}))", f"(bvadd votes{r}{s} {num(1, 2)})"))
            set_("cand", r, (f"present{r}{s}", f"who{s}"), (clear, num(0, 6)))
            set_("consented", r, (f"consent{r}{s}", "true"), (clear, "false"))
            set_("council", r, (f"choose{r}{s}", "true"), (ended, "false"))
            set_("council_term", r, (f"choose{r}{s}", num(1800, 11)), (f"(and time0{s} council{r}{s})", f"(bvsub council_term{r}{s} days{s})"))
            set_("election_due", r, (ended, num(60, 6)),
                 (f"(and time0{s} (not council{r}{s}))", f"(bvsub election_due{r}{s} ((_ extract 5 0) days{s}))"))
            set_("held", r, (f"choose{r}{s}", num(10, 4)), (f"seat_vacant{r}{s}", f"(bvsub held{r}{s} {num(1, 4)})"))
            set_("nominee", r, (f"nominate{r}{s}", f"who{s}"), (f"elect{r}{s}", num(0, 6)))
            set_("akim", r, (f"elect{r}{s}", f"nominee{r}{s}"), (village_gone, num(0, 6)))
            set_("akim_term", r, (f"elect{r}{s}", num(1440, 11)),
                 (f"(and time0{s} {some(f'akim{r}{s}')})", f"(bvsub akim_term{r}{s} days{s})"))
            set_("once", r, (f"(and consent{r}{s} (= cand{r}{s} {num(1, 6)}))", "true"))
        say(f"(assert (= president@{t + 1} (or president_comes0{s} (and president{s} (not president_goes0{s})))))")

    def entry():
        for r in range(n):
            say(f"(assert (and (= cand{r}@0 {num(0, 6)}) (= nominee{r}@0 {num(0, 6)}) (not consented{r}@0) (not new{r}@0)"
                f" (not once{r}@0) (= votes{r}@0 {num(0, 2)})))")

    def broken(t):  # somebody takes office whose consent was never given
        return disj(f"(and appoint{r}@{t} (= cand{r}@{t} {num(1, 6)}) (not once{r}@{t}))" for r in range(n))

    def invariant(t):  # found by thought: a consent stands for a candidate and was given
        return conj(f"(=> consented{r}@{t} (and (not (= cand{r}@{t} {num(0, 6)})) (=> (= cand{r}@{t} {num(1, 6)}) once{r}@{t})))"
                    for r in range(n))

    for p in range(1, persons + 1):
        say(f"(declare-const elig{p} Bool)")
    declare(0)
    domain(0)
    if question == "consent":
        inputs(0)
        declare(1)
        step(0)
        say("(push)")
        entry()
        say(f"(assert (not {invariant(0)}))(check-sat)(pop)")
        say(f"(assert {invariant(0)})")
        say(f"(assert (or (not {invariant(1)}) {broken(0)}))(check-sat)")
        return "\n".join(out) + "\n"
    entry()
    depth = steps(n, question)
    for t in range(depth):
        inputs(t)
        declare(t + 1)
        step(t)
    goal = [f"(and (= head{r}@{depth} {num(r + 1, 6)}) new{r}@{depth})" for r in range(n)]
    if question == "outlast":
        goal += [f"(bvuge votes{r}@{depth} {num(2, 2)})" for r in range(n)]
    say(f"(assert {conj(goal)})(check-sat)")
    return "\n".join(out) + "\n"


# ---- SPIN: every state, clocks in years

def promela(n, question):
    persons, raions = n + 1, range(n)
    free = lambda who: "elig[{0}] && ".format(who) + " && ".join(f"head[{r}] != {who} && akim[{r}] != {who}" for r in raions)
    overdue = " || ".join(f"(head[{r}] != 0 && term[{r}] == 0) || (akim[{r}] != 0 && akim_term[{r}] == 0)"
                          f" || (council[{r}] && council_term[{r}] == 0)" for r in raions)
    goal = {"consent": "!broken",
            "fill": "!(" + " && ".join(f"head[{r}] == {r + 1} && new[{r}]" for r in raions) + ")",
            "outlast": "!(" + " && ".join(f"head[{r}] == {r + 1} && new[{r}] && votes[{r}] == 2" for r in raions) + ")"}[question]
    out = [f"byte head[{n}], cand[{n}], term[{n}], votes[{n}], council_term[{n}], akim[{n}], nominee[{n}], akim_term[{n}];",
           f"bool new[{n}], consented[{n}], council[{n}], quorate[{n}], once[{n}], elig[{persons + 1}], president, broken;",
           f"#define OVERDUE ({overdue})",
           "active proctype country() {", "  byte p;", "  atomic {",
           "    if :: president = true :: president = false fi;"]
    say = out.append
    for p in range(1, persons + 1):
        say(f"    if :: elig[{p}] = true :: elig[{p}] = false fi;")
    for r in raions:
        say(f"    select(p : 0..{persons}); head[{r}] = p; select(p : 0..4); term[{r}] = (head[{r}] -> p : 0);")
        say(f"    select(p : 0..{persons}); akim[{r}] = p; select(p : 0..4); akim_term[{r}] = (akim[{r}] -> p : 0);")
        say(f"    if :: council[{r}] = true; select(p : 0..5); council_term[{r}] = p; if :: quorate[{r}] = true :: quorate[{r}] = false fi"
            f" :: council[{r}] = false fi;")
    say("    p = 0 }")
    say(f"  end: do :: atomic {{ assert({goal}); if")
    running = " && ".join(f"(head[{r}] == 0 || term[{r}] > 0) && (akim[{r}] == 0 || akim_term[{r}] > 0)"
                          f" && council[{r}] && council_term[{r}] > 0" for r in raions)
    later = "; ".join(f"term[{r}] = (head[{r}] -> term[{r}] - 1 : 0); akim_term[{r}] = (akim[{r}] -> akim_term[{r}] - 1 : 0);"
                      f" council_term[{r}]--" for r in raions)
    say(f"    :: {running} -> {later}")
    say("    :: !OVERDUE && !president -> president = true\n    :: !OVERDUE && president -> president = false")
    for r in raions:
        vacate = f"head[{r}] = 0; new[{r}] = 0; term[{r}] = 0; votes[{r}] = 0"
        clear = f"cand[{r}] = 0; consented[{r}] = 0"
        gone = f"council[{r}] = 0; council_term[{r}] = 0; quorate[{r}] = 0"
        say(f"    :: head[{r}] != 0 && term[{r}] == 0 -> {vacate}")
        say(f"    :: akim[{r}] != 0 && akim_term[{r}] == 0 -> akim[{r}] = 0")
        say(f"    :: council[{r}] && council_term[{r}] == 0 -> {gone}")
        for p in range(1, persons + 1):
            say(f"    :: !OVERDUE && president && cand[{r}] == 0 && {free(p)} -> cand[{r}] = {p}")
            say(f"    :: !OVERDUE && {free(p)} -> nominee[{r}] = {p}")
        say(f"    :: !OVERDUE && president && cand[{r}] != 0 -> {clear}")
        say(f"    :: !OVERDUE && cand[{r}] != 0 && !consented[{r}] && quorate[{r}] -> consented[{r}] = 1;"
            f" once[{r}] = once[{r}] || cand[{r}] == 1")
        say(f"    :: !OVERDUE && president && consented[{r}] && head[{r}] == 0 && {free(f'cand[{r}]')} ->"
            f" broken = broken || (cand[{r}] == 1 && !once[{r}]); head[{r}] = cand[{r}]; new[{r}] = 1; term[{r}] = 4; {clear}")
        say(f"    :: !OVERDUE && head[{r}] != 0 -> {vacate}")
        say(f"    :: !OVERDUE && president && council[{r}] -> {gone}")
        say(f"    :: !OVERDUE && !council[{r}] -> council[{r}] = 1; council_term[{r}] = 5; quorate[{r}] = 1; {clear}")
        say(f"    :: !OVERDUE && quorate[{r}] -> quorate[{r}] = 0")
        say(f"    :: !OVERDUE && quorate[{r}] && head[{r}] != 0 && votes[{r}] < 2 -> votes[{r}]++")
        say(f"    :: !OVERDUE && akim[{r}] == 0 && nominee[{r}] != 0 && {free(f'nominee[{r}]')} ->"
            f" akim[{r}] = nominee[{r}]; akim_term[{r}] = 4; nominee[{r}] = 0")
        say(f"    :: !OVERDUE && akim[{r}] != 0 -> akim[{r}] = 0; akim_term[{r}] = 0")
    say("    fi } od\n}")
    return "\n".join(out) + "\n"


# ---- clingo: one answer set for each run of a given length, clocks in years

ASP = """\
raion(0..n-1). person(1..n+1). time(0..k). step(0..k-1).
office(head(R)) :- raion(R).  office(akim(R)) :- raion(R).
{ elig(P) } :- person(P).
{ holds(O, P, 0) : person(P) } 1 :- office(O).
{ president(0) }.  { council(R, 0) } :- raion(R).  { quorate(R, 0) } :- council(R, 0).
1 { left(O, X, 0) : X = 0..4 } 1 :- held(O, 0).
1 { left(council(R), X, 0) : X = 0..5 } 1 :- council(R, 0).
held(O, T) :- holds(O, _, T).
busy(P, T) :- holds(_, P, T).
able(P, T) :- elig(P), time(T), not busy(P, T).
overdue(T) :- left(_, 0, T).

act(years; comes; goes).
act(withdraw(R); consent(R); appoint(R); vacate(head(R)); vacate(akim(R)); expire(head(R)); expire(akim(R))) :- raion(R).
act(dissolve(R); choose(R); ends(R); seats(R); doubt(R); elect(R)) :- raion(R).
act(present(R, P); nominate(R, P)) :- raion(R), person(P).
{ do(A, T) : act(A) } 1 :- step(T).

automatic(expire(O)) :- office(O).  automatic(ends(R)) :- raion(R).
:- do(A, T), overdue(T), not automatic(A).
:- do(years, T), raion(R), not council(R, T).
:- do(comes, T), president(T).
:- do((goes; present(_, _); withdraw(_); appoint(_); dissolve(_)), T), not president(T).
:- do(present(R, _), T), candidate(R, _, T).
:- do((present(R, P); nominate(R, P)), T), not able(P, T).
:- do((withdraw(R); consent(R)), T), not candidate(R, _, T).
:- do((consent(R); doubt(R); seats(R)), T), not quorate(R, T).
:- do(consent(R), T), consented(R, T).
:- do(appoint(R), T), not consented(R, T).
:- do(appoint(R), T), held(head(R), T).
:- do(appoint(R), T), candidate(R, P, T), not able(P, T).
:- do((vacate(O); expire(O)), T), not held(O, T).
:- do(expire(O), T), not left(O, 0, T).
:- do(doubt(R), T), not held(head(R), T).
:- do((dissolve(R); ends(R)), T), not council(R, T).
:- do(ends(R), T), not left(council(R), 0, T).
:- do(choose(R), T), council(R, T).
:- do(elect(R), T), held(akim(R), T).
:- do(elect(R), T), not nominee(R, _, T).
:- do(elect(R), T), nominee(R, P, T), not able(P, T).

starts(head(R), 4, T) :- do(appoint(R), T).
starts(akim(R), 4, T) :- do(elect(R), T).
starts(council(R), 5, T) :- do(choose(R), T).
stops(O, T) :- do((vacate(O); expire(O)), T).
stops(council(R), T) :- do((dissolve(R); ends(R)), T).
left(C, X, T+1) :- starts(C, X, T).
left(C, X, T+1) :- left(C, X, T), step(T), not starts(C, _, T), not stops(C, T), not do(years, T).
left(C, X-1, T+1) :- left(C, X, T), do(years, T), X > 0.
holds(head(R), P, T+1) :- do(appoint(R), T), candidate(R, P, T).
holds(akim(R), P, T+1) :- do(elect(R), T), nominee(R, P, T).
holds(O, P, T+1) :- holds(O, P, T), step(T), not stops(O, T).
new(R, T+1) :- do(appoint(R), T).
new(R, T+1) :- new(R, T), step(T), not stops(head(R), T).
president(T+1) :- do(comes, T).
president(T+1) :- president(T), step(T), not do(goes, T).
council(R, T+1) :- do(choose(R), T).
council(R, T+1) :- council(R, T), step(T), not stops(council(R), T).
quorate(R, T+1) :- do(choose(R), T).
quorate(R, T+1) :- quorate(R, T), step(T), not do(seats(R), T), not stops(council(R), T).
clear(R, T) :- do((withdraw(R); appoint(R); choose(R)), T).
candidate(R, P, T+1) :- do(present(R, P), T).
candidate(R, P, T+1) :- candidate(R, P, T), step(T), not clear(R, T).
consented(R, T+1) :- do(consent(R), T).
consented(R, T+1) :- consented(R, T), step(T), not clear(R, T).
nominated(R, T) :- do(nominate(R, _), T).
nominee(R, P, T+1) :- do(nominate(R, P), T).
nominee(R, P, T+1) :- nominee(R, P, T), step(T), not nominated(R, T), not do(elect(R), T).
votes(R, 0, 0) :- raion(R).
fresh(R, T) :- do(appoint(R), T).  fresh(R, T) :- stops(head(R), T).
votes(R, 0, T+1) :- fresh(R, T).
votes(R, X+1, T+1) :- votes(R, X, T), do(doubt(R), T), X < 2.
votes(R, 2, T+1) :- votes(R, 2, T), do(doubt(R), T).
votes(R, X, T+1) :- votes(R, X, T), step(T), not fresh(R, T), not do(doubt(R), T).
once(R, T+1) :- do(consent(R), T), candidate(R, 1, T).
once(R, T+1) :- once(R, T), step(T).
"""
ASP_GOALS = {
    "consent": "bad :- do(appoint(R), T), candidate(R, 1, T), not once(R, T).\n:- not bad.\n",
    "fill": ":- raion(R), not holds(head(R), R+1, k).\n:- raion(R), not new(R, k).\n",
    "outlast": ":- raion(R), not holds(head(R), R+1, k).\n:- raion(R), not new(R, k).\n:- raion(R), not votes(R, 2, k).\n",
}


def asp(n, question):
    return f"#const n = {n}.\n#const k = {steps(n, question)}.\n" + ASP + ASP_GOALS[question] + "#show do/2.\n"


if __name__ == "__main__":
    language, n = sys.argv[1], int(sys.argv[2])
    print({"mandate": mandate, "smtlib": smtlib, "promela": promela, "asp": asp}[language](n, *sys.argv[3:4]), end="")
