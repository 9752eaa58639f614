"""Pages of the documentation that are made from the code: so that the two cannot disagree."""

from __future__ import annotations

import importlib
import pkgutil

import sigai
from sigai.base.issues import declared_problems

_PARTS = {
    "A": "estimates",
    "B": "base",
    "C": "compiling",
    "D": "documents",
    "E": "formulas",
    "F": "portfolio",
    "G": "progress",
    "I": "indicators",
    "L": "ledgers",
    "N": "demonstration",
    "P": "programme",
    "R": "reports",
    "T": "tables and files",
    "V": "values",
    "W": "web",
    "X": "command line and runs",
}


def problems_page() -> str:
    """`docs/problems.md`: every message to a user, by code, in both languages, with what to do."""
    _import_everything()
    lines = [
        "# Problems",
        "",
        "Every message that Sigai gives about somebody's material, made from the declarations by `make docs`. An",
        "*error* keeps the thing out, a *warning* lets it in, marked, a *note* informs. Braces stand for what the case",
        "at hand fills in.",
    ]
    part = ""
    for code, problem in declared_problems().items():
        if _PARTS[code[0]] != part:
            part = _PARTS[code[0]]
            lines += ["", f"## {part}"]
        lines += ["", f"**{code}** · {problem.severity}"]
        for language in ("zh", "en"):
            advice = problem.advice[language]
            lines.append(f"- {problem.what[language]}" + (f" → {advice}" if advice else ""))
    return "\n".join(lines) + "\n"


def _import_everything() -> None:
    """Problems are declared where they are found: in any module of the engine.

    Those of other packages are on the page once their modules are imported: the engine knows none of them.
    """
    for module in pkgutil.walk_packages(sigai.__path__, "sigai."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
