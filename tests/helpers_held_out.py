"""Plans written by hand apart from the rules that read them, with what a person finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sigai.compiling.extracting import extract
from sigai.compiling.model import Extraction
from sigai.compiling.units import UnitRegister
from sigai.documents.reading import read_document

FOLDER = Path(__file__).parent / "compiling" / "held_out"
Owners = set[tuple[str, str]]


@cache
def gold() -> dict[str, dict[str, Any]]:
    """What stands in each plan, by file."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "gold.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def read(name: str) -> Extraction:
    """What the compiler finds in a plan."""
    return extract(read_document(FOLDER / name))


def targets(name: str) -> list[dict[str, Any]]:
    """The targets of a plan as rows for the judge."""
    return [_row(line.split(" | ")) for line in gold()[name]["targets"]]


def _row(parts: list[str]) -> dict[str, Any]:
    stated = re.fullmatch(r"(\S+) ([\d.]+) (\S+)", parts[1])
    assert stated, parts
    kinds, directions = parts[2].split("/"), parts[4].split("/")
    base = next((int(part) for part in parts[5:] if part.isdigit()), None)
    return {
        "doc": "", "indicator": parts[0], "comparator": stated[1], "value": float(stated[2]), "unit": stated[3],
        "kind": kinds[0], "kind_ambiguous": kinds[1:], "period_end": int(parts[3]), "direction": directions[0],
        "ambiguous": ["direction"] if len(directions) > 1 else [], "base_year": base, "optional": "optional" in parts,
    }  # fmt: skip


def owners(name: str) -> Iterator[tuple[Owners, Owners]]:
    """For each statement of owners who is wanted and who was found for the task of its own."""
    for line in gold()[name].get("tasks", ()):
        title, lead, help_ = line.split(" | ")
        found = next((task for task in read(name).tasks if task.title.startswith(title)), None)
        have = (
            {("lead", unit) for unit in found.owners} | {("help", unit) for unit in found.supporting}
            if found
            else set()
        )
        yield _units("lead", lead) | _units("help", help_), have


def _units(role: str, text: str) -> Owners:
    hidden = re.sub(r"各(.)、(.)人民政府", r"各\1,\2人民政府", text)
    listed = tuple(name.replace(",", "、") for name in hidden.split("、") if name != "-")
    return {(role, unit) for unit in UnitRegister().resolve(listed, "")}
