#!/usr/bin/env python3
"""What open questions cost: a regime with twenty of them against the same one with each settled, as ratios in one run; with
`--shipped` two regimes of the models as well, whose silence is left open, or read as open or closed where it is so marked (minutes).

Ends with 1 if a verdict is not the one expected. The build is build/cli/mandate."""
import os
import resource
import subprocess
import sys
import tempfile

QUESTIONS = 20
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def text(requirement, verdict, pairs):
    """A mayor appointed with consent; `requirement` of an attribute; what is expected where one is lacking, or both of a pair."""
    names = [f"a{i}" for i in range(QUESTIONS)]
    lines = ["person { " + " ".join(names) + " }", "authority board", "office mayor", "body council",
             "instrument Law \"\" { rank statute in force from 2000-01-01", "  office mayor {"]
    lines += [f"    a candidate must {requirement(name)} @must_{name}" for name in names]
    lines += ["    appointment by board { consent of council { quorum 1/2 of all seats carried by majority of votes cast on tie: fails",
              "      no answer means no at most 2 refusals same person again: no } }",
              "    term 4 years on expiry: vacates }",
              "  body council { seats 5 elected by board term 4 years on expiry: vacates pending matters: lapse } }",
              "regime now = Law as of 2001-01-01"]
    asked = {f"{name}_missing": f"not p has {name}" for name in names}
    if pairs:
        asked = {"pair_missing": "(" + " or ".join(f"(not p has {a} and not p has {b})" for a, b in zip(names[::2], names[1::2])) + ")"}
    for name, condition in asked.items():
        lines += [f"property {name} \"\" for some p: person:", f"  possible p takes mayor and {condition}", f"  expect {verdict} in now"]
    return "\n".join(lines) + "\n"


def once(arguments):
    """Of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [os.path.join(ROOT, "build/cli/mandate"), "check", *arguments, "-j1", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
        sys.exit(1)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seconds(source):
    """The least of three runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "law.mandate")
        with open(path, "w", encoding="utf-8") as file:
            file.write(source)
        return min(once([path]) for _ in range(3))


def main():
    for title, pairs in (("twenty answers, each on one question", False), ("one answer on ten pairs of them", True)):
        left_open = seconds(text(lambda name: f"unsettled {{ nothing, have {name} }}", "depends", pairs))
        print(f"{title}: {left_open:.2f} s")
        for words, requirement, verdict in (("all asked for", lambda name: f"have {name}", "impossible"),
                                            ("none asked for", lambda name: "unsettled { nothing, nothing }", "possible")):
            settled = seconds(text(requirement, verdict, pairs))
            print(f"  settled, {words}: {settled:.2f} s, ratio {left_open / settled:.1f}")
    for regime in ("in_2001", "in_2014") if "--shipped" in sys.argv[1:] else ():
        left_open = once(["models", "--regime", regime])
        print(f"all questions in {regime}: {left_open:.1f} s")
        for silence in ("open", "closed"):
            settled = once(["models", "--regime", regime, "--silence", silence])
            print(f"  silence read as {silence}: {settled:.1f} s, ratio {left_open / settled:.1f}")


main()
