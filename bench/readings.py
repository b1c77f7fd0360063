#!/usr/bin/env python3
"""What open questions cost: a regime with twenty of them against the same one with each settled, as ratios in one run.

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


def seconds(source):
    """Of processor time, the least of three runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "law.mandate")
        with open(path, "w", encoding="utf-8") as file:
            file.write(source)
        times = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([os.path.join(ROOT, "build/cli/mandate"), "check", path, "-j1", "--no-cache"], capture_output=True, text=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if done.returncode != 0:
                print(done.stdout + done.stderr)
                sys.exit(1)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(times)


def main():
    for title, pairs in (("twenty answers, each on one question", False), ("one answer on ten pairs of them", True)):
        left_open = seconds(text(lambda name: f"unsettled {{ nothing, have {name} }}", "depends", pairs))
        print(f"{title}: {left_open:.2f} s")
        for words, requirement, verdict in (("all asked for", lambda name: f"have {name}", "impossible"),
                                            ("none asked for", lambda name: "unsettled { nothing, nothing }", "possible")):
            settled = seconds(text(requirement, verdict, pairs))
            print(f"  settled, {words}: {settled:.2f} s, ratio {left_open / settled:.1f}")


main()
