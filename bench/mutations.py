#!/usr/bin/env python3
"""Takes each clause out of the shipped texts, one at a time, and looks whether a question of the models notices.

    bench/mutations.py [--folder instruments|reforms] [--only TEXT] [--limit SECONDS] [--far SECONDS] [--results FILE] [--list]

What is found is kept in FILE as it comes; an interrupted run, one with another limit or with new questions goes on from there. bench/README.md
explains the columns.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATHS = ["models/kazakhstan", "models/charter"]
UNITS_A_SECOND = 1_500_000  # of Z3's rlimit, about
# Where a text cannot do without the clause, or says what would be so anyway, this is put in its place instead.
NEGATIONS = [("rank constitution", "rank decree"), ("rank statute", "rank decree"), ("rank decree", "rank programme"),
             ("rank programme", "rank constitution"), ("candidates presented by", "nominated by self //"),
             ("nominated by self", "nominated by party //"), (" stay ", " end "),
             (" with agreement of akim of oblast of v", ""), (" with agreement of akim of oblast of r", "")]
# What only refers to a clause goes with it.
REFERRING = ("repeals ", "displaces ", "under ", "repeal ", "replace ")
PERMITTING = ("appointment ", "election ", "may be removed ", "dissolve", "elected ", "nominated ", "no confidence ", "list ", "college ", "acting ",
              "office ", "body ", "incumbents ", "act ", "unsettled {", "must be removed ")
# Only these questions look at what else a text is based on, or says of a status.
ON_LAW = re.compile(r"\b(?:basis|grounds|recognised|exclusive|responsibility|undetermined)\b")
SAID_BY_A_QUESTION = ("/questions/", "/charter/")


def indentation(line):
    return len(line) - len(line.lstrip())


def extent(lines, first):
    """The line after the clause that begins at `first`, in canonical form: what is indented deeper, and the brace that ends it."""
    end = first + 1
    while end < len(lines) and lines[end].strip() and indentation(lines[end]) > indentation(lines[first]):
        end += 1
    closes = end < len(lines) and indentation(lines[end]) == indentation(lines[first]) and lines[end].lstrip().startswith("}")
    return end + 1 if closes else end


def rules_in(text):
    return set(re.findall(r"[A-Z][\w.]*(?:-R?\d+\w*)?", " ".join(re.findall(r"\[([^]]*)\]", text))))


class Clause:
    """One clause: where it stands, its @name, and the rules cited behind it; if it has neither, those within it, or of the clause around it."""

    def __init__(self, path, instrument, number, lines, first, around):
        self.path, self.instrument, self.first, self.end = path, instrument, first, extent(lines, first)
        self.head = lines[first].strip()
        self.key = f"{instrument} {number}: {self.head}"
        own = self.head if self.end == first + 1 else self.head + " " + lines[self.end - 1].strip()
        # What a clause refers to is not its name.
        own = re.sub(r"^(alter|repeal|replace) @\w+|\w+@\w+", "", own)
        name = re.search(r"@(\w+)(?![\w ]*@)", own)
        self.name = name.group(1) if name else ""
        self.rules = rules_in(own)
        if not self.name and not self.rules:
            self.rules = rules_in(" ".join(lines[first:self.end]))
        if not self.name and not self.rules and around:
            self.name, self.rules = around.name, around.rules


def clauses_of(folder, root):
    """Every clause of every text in the folder, in order. Alternatives in braces are no clauses; those in them are."""
    result = []
    for path in sorted((root / "models/kazakhstan" / folder).glob("*.mandate")):
        lines = path.read_text(encoding="utf-8").split("\n")
        instrument, number = None, 0
        for i, line in enumerate(lines):
            start = re.match(r"(?:instrument|amendment) (\w+)", line)
            if start or (line and not line[0].isspace()):
                instrument, number = start and start.group(1), 0
            elif instrument and re.match(r"\s+(?!//|[{}]|(?:\w+:|open|closed) \{)\S", line):
                number += 1
                place = str(path.relative_to(root))
                around = next((c for c in reversed(result) if c.path == place and c.end > i), None)
                result.append(Clause(place, instrument, number, lines, i, around))
    return result


class Copy:
    """A copy of the models in canonical form, in which clauses are missing."""

    def __init__(self, program, folder):
        self.program, self.root = program, pathlib.Path(folder)
        shutil.copytree(ROOT / "models", self.root / "models")
        self.run("fmt", *PATHS)
        self.clean = {str(p.relative_to(self.root)): p.read_text(encoding="utf-8").split("\n")
                      for p in sorted(self.root.glob("models/**/*.mandate"))}
        self.texts = {}

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], cwd=self.root, capture_output=True, text=True)
        if done.returncode in (2, 70):
            sys.exit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def change(self, path, first, end, instead=""):
        """Puts `instead` in the place of these lines. Line numbers stay."""
        lines = self.texts.setdefault(path, list(self.clean[path]))
        lines[first:end] = [instead] + [""] * (end - first - 1)
        (self.root / path).write_text("\n".join(lines), encoding="utf-8")

    def restore(self):
        for path in self.texts:
            (self.root / path).write_text("\n".join(self.clean[path]), encoding="utf-8")
        self.texts = {}

    def mend(self, errors, named):
        """Takes out what only refers to the missing clause; the questions that do so come into `named`. False if it is not that alone."""
        changed = False
        for path, line in re.findall(r"--> (\S+):(\d+):\d+", errors):
            lines, at = self.texts.get(path, self.clean[path]), int(line) - 1
            if not lines[at].strip():
                continue  # went with an error before
            changed = True
            if any(part in path for part in SAID_BY_A_QUESTION):
                top = max(i for i in range(at + 1) if lines[i].startswith("property"))
                named.add(lines[top].split()[1])
                if lines[at].lstrip().startswith("expect"):
                    self.change(path, at, at + 1)
                else:
                    self.change(path, top, extent(lines, top))
            elif lines[at].lstrip().startswith(REFERRING):
                self.change(path, at, extent(lines, at))
            else:
                return False
        return changed

    def cores(self, named):
        """The core of each regime, acts and bases in law apart, or the first error."""
        while True:
            done = self.run("core", *PATHS)
            if done.returncode == 0:
                # Without the list of the clauses in force and without what is cited: neither does anything.
                text = re.sub(r"^  in force: .*\n|  -- .*", "", done.stdout, flags=re.M)
                parts = re.split(r"^regime (\w+)\n", text, flags=re.M)
                bases = r"^legal basis\n(?:  .*\n)*"
                return {name: (re.sub(bases, "", core, flags=re.M), re.findall(bases, core, re.M))
                        for name, core in zip(parts[1::2], parts[2::2])}, ""
            if not self.mend(done.stderr, named):
                return None, done.stderr.split("\n")[0]


def chains(copy):
    text = "\n".join(copy.clean["models/kazakhstan/regimes.mandate"])
    return {name: re.findall(r"\bin_\d+", body) for name, body in re.findall(r"^chain (\w+) = (.*(?:\n .*)*)", text, re.M)}


def properties(copy):
    """By name, the text of each."""
    return {lines[i].split()[1]: "\n".join(lines[i:extent(lines, i)])
            for path, lines in copy.clean.items() if any(part in path for part in SAID_BY_A_QUESTION)
            for i in range(len(lines)) if lines[i].startswith("property")}


def pairs(results):
    """Of answers, by property and regime: what they cost, and the clauses and rules that the evidence and the question name."""
    found = {}
    for result in results:
        one = found.setdefault(f"{result['property']} in {result['regime']}", {"units": 0, "clauses": [], "rules": []})
        steps = [step for run in result.get("runs", []) for step in run["steps"]]
        cited = result.get("restsOn", []) + [c for step in steps for c in step["clauses"]]
        cited += [rank["clause"] for rank in result.get("ranks", [])]
        one["units"] += result.get("units", 0)
        one["run"] = result["verdict"] in ("possible", "violated")
        one["clauses"] = sorted({(c["instrument"], c["clause"], *c["rules"]) for c in cited} | set(map(tuple, one["clauses"])))
        one["rules"] = sorted(set(one["rules"]) | set(result["rules"]))
    return found


def check(copy, prop, regime="*", budget=60_000_000):
    done = copy.run("check", *PATHS, "--prop", prop, "--regime", regime, "--budget", str(budget), "-j1", "--format", "json", "--exit-zero")
    return (json.loads(done.stdout)["results"] if done.stdout.startswith("{") else []), done.stderr


def order(clause, known, limit, far):
    """The questions to ask: first what cites a rule of the clause, then what the evidence says rests on the clause, then on its text; first runs,
    if the clause permits something, else proofs; the cheapest first."""
    permits = clause.head.startswith(PERMITTING)

    def place(item):
        name, pair = item
        cited = [c for c in map(tuple, pair["clauses"]) if c[0] == clause.instrument]
        if clause.rules & set(pair["rules"]):
            closeness = 0
        elif any(c[1] == clause.name and clause.rules <= set(c[2:]) for c in cited):
            closeness = 1
        else:
            closeness = 2 if cited else 3
        return closeness, pair["run"] != permits, pair["units"], name

    def allowed(item):
        closeness, _, units, _ = place(item)
        return units <= UNITS_A_SECOND * (far if closeness > 1 else limit)
    return sorted(filter(allowed, known.items()), key=place)


def study(copy, clause, known, on_law, before, of_chain, limit, far, most, record):
    """Fills in what becomes of the clause's absence; goes on where `record` says what has been asked already."""
    named = set(record.get("named", []))
    negated = next((clause.head.replace(old, new) for old, new in NEGATIONS if old in clause.head), None)
    after, error = None, ""
    if not re.match("incumbents .* stay ", clause.head):  # as they do where nothing is said
        copy.change(clause.path, clause.first, clause.end)
        after, error = copy.cores(named)
    if after is None and negated:
        record["instead"] = negated
        named.clear()
        copy.restore()
        copy.change(clause.path, clause.first, clause.first + 1, negated)
        after, error = copy.cores(named)
    if after is None:
        record.update(outcome="compiler", error=error)
        return
    record["lint"] = copy.run("lint", *PATHS).stderr.count("warning[")
    acts = {name for name in before if after[name][0] != before[name][0]}
    acts |= {chain for chain, regimes in of_chain.items() if acts & set(regimes)}
    bases = {name for name in before if after[name][1] != before[name][1]}
    record["named"] = sorted(named)
    record["regimes"] = sorted(acts | bases)
    if not acts | bases:
        record["outcome"] = "no effect"
        return
    asked = record.setdefault("asked", [])
    most += len(asked)
    for name, pair in order(clause, known, limit, far):
        if len(asked) >= most:
            break
        prop, regime = name.split(" in ")
        concerned = regime in acts or regime in bases and prop in on_law
        if name in asked or not concerned:
            continue
        while True:
            results, errors = check(copy, prop, regime, 10_000_000 + 2 * pair["units"])
            if results or "-->" not in errors or not copy.mend(errors, named):
                break
        asked.append(name)
        record["named"] = sorted(named)
        unmet = next((r for r in results if r["met"] is False and r["verdict"] != "undecided"), None)
        if unmet:
            record.update(outcome="noticed", by=f"{name}: {unmet['verdict']}, not {unmet['expected']}")
            return
    record["outcome"] = "named" if named else "unnoticed"


def table(clauses, found):
    columns = ["noticed", "named", "compiler", "lint", "no effect", "unnoticed"]
    print("| text | clauses | " + " | ".join(columns) + " |\n|---|" + "---|" * (len(columns) + 1))
    counts = collections.defaultdict(collections.Counter)
    for clause in clauses:
        record = found.get(clause.key, {})
        outcome = record.get("outcome", "")
        if outcome == "unnoticed" and record["lint"]:
            outcome = "lint"
        for row in (clause.instrument, "all"):
            counts[row][outcome] += 1
    for row in [*dict.fromkeys(c.instrument for c in clauses), "all"]:
        print(f"| {row} | {sum(counts[row].values())} | " + " | ".join(str(counts[row][c] or "") for c in columns) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mandate", default=str(ROOT / "build/cli/mandate"))
    parser.add_argument("--folder", choices=["instruments", "reforms"], default="instruments")
    parser.add_argument("--only", default="", help="only clauses in which this text stands, with the name of their instrument before them")
    parser.add_argument("--limit", type=float, default=3, help="of questions whose evidence or rules speak of the clause, ask those that take so many "
                        "seconds, about")
    parser.add_argument("--far", type=float, default=0.3, help="of other questions in the regimes that change, those that take so many seconds")
    parser.add_argument("--most", type=int, default=400, help="ask no more than this of one clause in one run")
    parser.add_argument("--results", default=str(ROOT / "build/mutations.json"))
    parser.add_argument("--list", action="store_true", help="only print what was found")
    options = parser.parse_args()
    file = pathlib.Path(options.results)
    found = json.loads(file.read_text()) if file.exists() else {"questions": {}, "clauses": {}}

    def save():
        file.with_suffix(".new").write_text(json.dumps(found, indent=1, sort_keys=True))
        file.with_suffix(".new").rename(file)

    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(str(pathlib.Path(options.mandate).resolve()), folder)
        clauses = [c for c in clauses_of(options.folder, copy.root) if options.only in c.key]
        if not options.list:
            texts = properties(copy)
            for prop in texts:
                if prop not in found["questions"]:
                    results, errors = check(copy, prop)
                    if errors or any(result["met"] is False for result in results):
                        sys.exit(f"{prop} is not answered as expected, before anything is changed: {errors}")
                    found["questions"][prop] = pairs(results)
                    save()
            known = {name: pair for of_one in found["questions"].values() for name, pair in of_one.items()}
            on_law = {prop for prop, text in texts.items() if ON_LAW.search(text)}
            before, _ = copy.cores(set())
            of_chain = chains(copy)
            for clause in clauses:
                record = found["clauses"].setdefault(clause.key, {})
                if record.get("outcome") not in ("noticed", "named", "compiler", "no effect"):
                    study(copy, clause, known, on_law, before, of_chain, options.limit, options.far, options.most, record)
                    copy.restore()
                    print(f"{record['outcome']:<10} {clause.key}  {record.get('by', record.get('error', ''))}", flush=True)
                    save()
    table(clauses, found["clauses"])
    for clause in clauses:
        record = found["clauses"].get(clause.key, {})
        if record.get("outcome") in ("compiler", "no effect", "unnoticed", "named"):
            print(f"{record['outcome']}: {clause.key}  {record.get('error', '')}")


if __name__ == "__main__":
    main()
