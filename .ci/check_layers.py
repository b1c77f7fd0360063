#!/usr/bin/env python3
"""Who may include whom. The table is the design; a new edge is a decision to be written down."""
import pathlib
import re
import sys

ALLOWED = {  # folder -> folders whose headers it may include, besides its own
    "base": [],
    "dsl": ["base"],
    "compiler": ["base", "dsl"],
    "solver": ["base", "compiler"],  # not dsl: spans and clauses come through provenance.h
    "report": ["base", "dsl", "compiler", "solver"],
    "cli": ["base", "dsl", "compiler", "solver", "report"],
    "tests": ["base", "dsl", "compiler", "solver", "report", "cli"],
}
ONLY = [  # (who, whose headers, the only ones allowed)
    ("compiler/", "dsl/", ["dsl/program.h", "dsl/ast.h", "dsl/types/type.h"]),
    ("report/", "dsl/", ["dsl/program.h", "dsl/print.h"]),
]
NEVER = [  # (who, what): independence that a verdict rests on
    ("solver/check/interpreter", "compiler/term.h"),
    ("solver/check/interpreter", "compiler/ground.h"),
    ("solver/check/interpreter", "compiler/transition_system.h"),
    ("solver/check/interpreter", "compiler/z3/"),
    ("solver/engines/", "solver/check/"),
]
THIRD_PARTY = [  # (header, files that may include it)
    (r"boost/spirit", r"dsl/parse/(grammar\w*\.cpp|grammar\.h|spirit_support\.h)"),
    (r"boost/", r"dsl/parse/(grammar\w*\.cpp|grammar\.h|spirit_support\.h)"),
    (r"z3(\+\+)?\.h", r"compiler/z3/\w+\.cpp"),
    (r"CLI/", r"cli/options\.cpp"),
    (r"nlohmann/json\.hpp", r".*\.cpp|report/formats/pieces\.h"),
    (r"nlohmann/json_fwd\.hpp", r"report/.*"),
    (r"pugixml", r"report/formats/junit\.cpp|tests/.*"),
    (r"dtl/", r"report/diff\.cpp"),
    (r"catch2/", r"tests/.*"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.M)


def problems(root):
    for folder, allowed in ALLOWED.items():
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".def"):
                continue
            who = file.relative_to(root).as_posix()
            for ours, theirs in INCLUDE.findall(file.read_text(encoding="utf-8")):
                if ours:
                    target = ours.split("/")[0]
                    if target in ALLOWED and target != folder and target not in allowed:
                        yield f"{who} includes {ours}: {folder} may not use {target}"
                    for prefix, whose, only in ONLY:
                        if who.startswith(prefix) and ours.startswith(whose) and ours not in only:
                            yield f"{who} includes {ours}: only {', '.join(only)}"
                    for prefix, what in NEVER:
                        if who.startswith(prefix) and ours.startswith(what):
                            yield f"{who} includes {ours}: it must not"
                for header, where in THIRD_PARTY:
                    if re.match(header, ours or theirs) and not re.fullmatch(where, who):
                        yield f"{who} includes {ours or theirs}: only {where} may"


if __name__ == "__main__":
    found = list(problems(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(found) or "layers: every include is allowed")
    sys.exit(1 if found else 0)
