"""The documents are true by the code: what they name exists, and the tables of parts are the contracts of imports."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from helpers_pages import PAGES, strays
from helpers_repository import ROOT

MADE_FROM_CODE = frozenset({"api.md", "permissions.md", "problems.md"})
"""Pages that `make docs` writes: they name operations (`journal.read`), which look like modules."""
NO_SUCH = {
    "CONTRIBUTING.md": frozenset(
        {
            "no file src/sigai/formulas/functions/abs_.py",
            "no file tests/formulas/test_abs.py",
            "no file src/sigai_web/visits/",
            "no file tests/view_cases/visits.py",
            "no module or name sigai_web.visits",
        }
    ),
    "docs/progress.md": frozenset(
        f"no module or name estimates.{key}" for key in ("interval", "widening", "decision", "better")
    ),
}
"""What is named and rightly not there: what the recipes make, and keys of `progress.yaml`."""


@pytest.mark.parametrize(
    "page", [page.relative_to(ROOT).as_posix() for page in PAGES if page.name not in MADE_FROM_CODE]
)
def test_what_a_page_names_is_there(page: str) -> None:
    found = set(strays(ROOT / page, (ROOT / page).read_text(encoding="utf-8")))
    known = NO_SUCH.get(page, frozenset())
    assert found - known == set(), f"{page} names what the repository does not have: correct the page"
    assert known - found == set(), "these are there now, or named no longer: take them out of NO_SUCH"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`src/sigai/nowhere.py`", ["no file src/sigai/nowhere.py"]),
        ("`src/sigai/base/issues.py` `src/sigai_web/<app>/templates/<app>/` `src/sigai/*/stage.py`", []),
        ("`sigai.evaluation.nobody`", ["no module or name sigai.evaluation.nobody"]),
        ("`sigai.pipeline.stages.STAGES` `store.records.keep_current` `tables.spells` `sigai.base.Period`", []),
        ("`store.nowhere`", ["no module or name store.nowhere"]),
        ("`programme.yaml` `sigai.env` `settings.local` `run.json`", ["no module or name settings.local"]),
        ("[a](nowhere.md#part) [b](https://example.com/x) [c](content.md)", ["no file nowhere.md"]),
        ("`make nothing` `make docs`", ["no make nothing"]),
    ],
)
def test_what_is_named_and_not_there_is_found(text: str, found: list[str]) -> None:
    assert strays(ROOT / "docs" / "architecture.md", text) == found


Layers = list[frozenset[str]]


def contract(name: str) -> Layers:
    """The layers of a contract of imports, from the lowest up."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (found,) = [each["layers"] for each in settings["contracts"] if each["name"] == name]
    return [frozenset(layer.split(" | ")) for layer in reversed(found)]


def table_faults(rows: Sequence[tuple[frozenset[str], frozenset[str]]], layers: Layers) -> list[str]:
    """What a table of parts and of what each may import says otherwise than the layers."""
    place = {part: at for at, layer in enumerate(layers) for part in layer}
    told = [part for parts, _ in rows for part in sorted(parts)]
    faults = [f"{part}: no such part" for part in told if part not in place]
    faults += [f"{part}: no line" for part in sorted(place.keys() - set(told))]
    faults += [f"{part}: two lines" for part in sorted(set(told)) if told.count(part) > 1]
    known = [(parts, below) for parts, below in rows if parts <= place.keys()]
    for parts, below in known:
        for part in sorted(parts):
            if place[part] and below != layers[place[part] - 1]:
                faults.append(f"{part}: may import {', '.join(sorted(layers[place[part] - 1]))}")
    order = [max(place[part] for part in parts) for parts, _ in known]
    return faults + (["the lines do not stand in the order of the layers"] if order != sorted(order) else [])


def tables_of(page: Path) -> list[list[tuple[frozenset[str], frozenset[str]]]]:
    """The tables of parts of a page: of each line the parts, and the parts that they may import."""
    tables = re.findall(r"\n\| (?:part|app)[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", page.read_text(encoding="utf-8"))
    return [[_row(line.strip("|").split(" | ")) for line in table.splitlines()] for table in tables]


def _row(cells: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(re.findall(r"`(\w+)`", cells[0])), frozenset(re.findall(r"`(\w+)`", cells[-1]))


def test_the_tables_of_parts_are_the_contracts_of_imports() -> None:
    engine, web = tables_of(ROOT / "docs" / "architecture.md")
    assert table_faults(engine, contract("imports point downwards only")) == []
    assert table_faults(web, contract("web apps point downwards only")) == []


def test_a_table_that_is_not_true_is_found() -> None:
    layers = [frozenset({"a"}), frozenset({"b", "c"}), frozenset({"d"})]
    a, b, c, d = (frozenset({name}) for name in "abcd")
    none: frozenset[str] = frozenset()
    assert table_faults([(a, none), (b, a), (c, a), (d, b | c)], layers) == []
    assert table_faults([(a, none), (b | c, a), (d, b)], layers) == ["d: may import b, c"]
    assert table_faults([(a, none), (b, a), (frozenset("e"), a), (d, b | c)], layers) == [
        "e: no such part",
        "c: no line",
    ]
    assert table_faults([(d, b | c), (a, none), (b | c, a)], layers) == [
        "the lines do not stand in the order of the layers"
    ]
