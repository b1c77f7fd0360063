#!/usr/bin/env python3
"""Mandate beside z3, SPIN and clingo on the same questions: verdict, time, memory, solver units, ratios, in one run.

    bench/run.py [--quick] [--mandate build/cli/mandate] [--sizes 1,2,4] [--limit SECONDS]

Ends with 1 if two of them that finished do not agree. bench/README.md explains the columns.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import scalable

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
MODEL = "models/kazakhstan"
# question, regime, verdict, the answers that the SMT-LIB by hand must give for it
NAMED = [("q1", "in_2008", "impossible", ["unsat", "unsat"]),
         ("q4", "in_2008", "impossible", ["unsat", "unsat"]),
         ("q77", "in_2008", "violated", ["sat", "sat"]),
         ("q27", "in_2008", "possible", ["sat", "unsat"])]
ENGINES = ("auto", "bmc", "houdini", "k-induction", "spacer", "enumeration")
REACHED = {"holds": False, "impossible": False, "violated": True, "possible": True}  # is there a run?
MEMORY_MB = 3000


def run(command, limit, cwd):
    """(output, seconds of processor time, peak MB), the output None when the time or the memory was not enough."""
    def bound():
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

    with tempfile.TemporaryFile() as output:
        latest = time.monotonic() + 10 * limit  # of the clock, should it do nothing
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=cwd, preexec_fn=bound)
        late = False
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > latest:
                late = True
                os.killpg(child.pid, signal.SIGKILL)
                _, status, usage = os.wait4(child.pid, 0)
                break
            time.sleep(0.005)
        seconds = usage.ru_utime + usage.ru_stime
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    return (None if late or child.returncode < 0 else text), seconds, usage.ru_maxrss / 1024


class Table:
    FORMAT = "{:<18} {:<20} {:<22} {:>8} {:>7} {:>11} {:>8}"

    def __init__(self):
        self.bad = []
        self.ours = None
        print(self.FORMAT.format("question", "by", "verdict", "seconds", "MB", "units", "ratio"), flush=True)

    def row(self, question, by, expected, verdict, seconds, memory, units="", ours=False):
        """The first row of a question by `mandate` is what the ratios of its other rows are to."""
        word = verdict.split(",")[0]
        finished = word in REACHED
        if ours:
            self.ours = seconds if finished else None
        ratio = f"{self.ours / seconds:.2f}" if finished and self.ours and seconds else ""
        print(self.FORMAT.format(question, by, verdict, f"{seconds:.2f}", f"{memory:.0f}", units, "1" if ours and finished else ratio),
              flush=True)
        if finished and REACHED[word] != REACHED[expected]:
            self.bad.append(f"{question}: {by} says {verdict}, not {expected}")
        if word == "error":
            self.bad.append(f"{question}: {by}: {verdict}")


def mandate(table, program, path, question, regime, expected, limit, engine="auto", name=None):
    command = [program, "check", path, "--no-cache", "--prop", question, "--regime", regime, "--engine", engine, "--format", "json",
               "--exit-zero", "-j1"]
    text, seconds, memory = run(command, limit, ROOT)
    units = ""
    if text is None:
        verdict = "out of time"
    else:
        try:
            result = json.loads(text)["results"][0]
            verdict, units = result["verdict"], result.get("units", "")
        except (ValueError, LookupError):
            verdict = "error, " + " ".join(text.split())[:120]
    by = "mandate" if engine == "auto" else f"mandate {engine}"
    table.row(name or question, by, expected, verdict, seconds, memory, units, ours=engine == "auto")


def answers(text):
    if "(error" in text:
        return "error, " + " ".join(text.split())[:120]
    return [line for line in text.split() if line in ("sat", "unsat", "unknown")]


def z3_units(text):
    return next((line.split()[1].rstrip(")") for line in text.splitlines() if line.strip().startswith(":rlimit-count")), "")


def z3(table, question, file, expected, want, kind, limit):
    text, seconds, memory = run(["z3", "-st", file], limit, ROOT)
    if text is None or "unknown" in text:
        return table.row(question, "z3 by hand", expected, "out of time", seconds, memory)
    got = answers(text)
    # An induction that fails shows no run: that is a mistake of the encoding.
    verdict = f"{expected}, {kind}" if got == want else "error, " + " ".join(got)
    table.row(question, "z3 by hand", expected, verdict, seconds, memory, z3_units(text))


def spin(table, question, source, expected, limit, folder):
    (folder / "model.pml").write_text(source)
    for command in (["spin", "-a", "model.pml"],
                    ["gcc", "-O2", "-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=2000", "-o", "pan", "pan.c"]):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    text, seconds, memory = run(["./pan", "-m1000000", "-n"], limit, folder)
    if text is None or "reached -DMEMLIM" in text or "out of memory" in text:
        verdict = "out of time or memory"
    elif "errors: 1" in text:
        verdict = f"{expected if REACHED[expected] else 'violated'}, run"
    elif "max search depth too small" in text:
        verdict = "too deep"
    elif "errors: 0" in text:
        verdict = f"{'holds' if REACHED[expected] else expected}, all states"
    else:
        verdict = "error, " + " ".join(text.split())[:120]
    table.row(question, "SPIN by hand", expected, verdict, seconds, memory)


def clingo(table, question, source, expected, depth, limit, folder):
    (folder / "model.lp").write_text(source)
    text, seconds, memory = run(["clingo", "--quiet=2", "model.lp"], limit, folder)
    if text is None:
        verdict = "out of time"
    elif "UNSATISFIABLE" in text:
        verdict = f"{'holds' if REACHED[expected] else expected}, up to {depth}"
    elif "SATISFIABLE" in text:
        verdict = f"{expected if REACHED[expected] else 'violated'}, run"
    else:
        verdict = "error, " + " ".join(text.split())[:120]
    table.row(question, "clingo by hand", expected, verdict, seconds, memory)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one and two raions, three engines, 6 seconds each: about a minute")
    parser.add_argument("--mandate", default=str(ROOT / "build/cli/mandate"))
    parser.add_argument("--sizes", help="raions, such as 1,2,4,8")
    parser.add_argument("--limit", type=int, help="seconds of processor time for each row")
    options = parser.parse_args()
    sizes = [int(n) for n in options.sizes.split(",")] if options.sizes else ([1, 2] if options.quick else [1, 2, 4, 8])
    limit = options.limit or (6 if options.quick else 120)
    engines = ("auto", "bmc", "spacer") if options.quick else ENGINES
    program = str(pathlib.Path(options.mandate).resolve())
    for tool in (program, "z3", "spin", "gcc", "clingo"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install z3 spin gcc gringo, or build mandate")

    table = Table()
    mandate(table, program, "README.md", "ballot", "in_2013", "holds", limit, name="a small decree")
    for question, regime, expected, want in NAMED:
        for engine in engines:
            mandate(table, program, MODEL, question, regime, expected, limit, engine)
        z3(table, question, str(BENCH / f"hand/{question}_{regime}.smt2"), expected, want,
           "proof" if not REACHED[expected] else "run", limit)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for n in sizes:
            (folder / "model.mandate").write_text(scalable.mandate(n))
            for question in scalable.QUESTIONS:
                expected, depth = scalable.VERDICT[question], scalable.steps(n, question)
                label = f"{question}, {n} raion{'s' if n > 1 else ''}"
                for engine in engines:
                    mandate(table, program, str(folder / "model.mandate"), question, "rules", expected, limit, engine, label)
                (folder / "model.smt2").write_text(scalable.smtlib(n, question))
                z3(table, label, str(folder / "model.smt2"), expected, ["unsat", "unsat"] if question == "consent" else ["sat"],
                   "proof" if question == "consent" else "run", limit)
                spin(table, label, scalable.promela(n, question), expected, limit, folder)
                clingo(table, label, scalable.asp(n, question), expected, depth, limit, folder)
    print("\n".join(table.bad) or "All that finished agree.")
    sys.exit(1 if table.bad else 0)


if __name__ == "__main__":
    main()
