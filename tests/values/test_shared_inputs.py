"""The small inputs of ../shared/cases/files: every one about tables is read right, and the others are named."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest

from helpers_repository import ROOT, SHARED
from sigai.compiling.extracting import extract
from sigai.documents.reading import read_document
from sigai.programme.loading import load_programme
from sigai.programme.programme import Programme
from sigai.values import Intake, read_values

pytestmark = pytest.mark.shared
CASES = SHARED / "cases" / "files"
ONE, TWO, THREE = (f"9164050{0}MA000000{end}" for end in ("1C", "2F", "3J"))


def told(intake: Intake, code: str) -> set[tuple[int | None, str]]:
    """Where something is said: row and header."""
    return {(issue.place.row, issue.place.column or "") for issue in intake.issues if issue.code == code}


def figures(intake: Intake) -> dict[tuple[str, str, str], Decimal]:
    return {(row["entity"], row["measure"], row["period"]): row["value"] for row in intake.data.values.to_pylist()}


def _no_industry(intake: Intake) -> bool:
    industries = dict(zip(*(intake.data.entities[name].to_pylist() for name in ("id", "industry")), strict=True))
    return industries == {ONE: None, TWO: None, THREE: "C3240"}


RIGHT: dict[str, Callable[[Intake], bool]] = {
    "F01": lambda intake: bool(told(intake, "T130")),
    "F04": lambda intake: told(intake, "V026") == {(3, "output"), (4, "revenue")} and len(figures(intake)) == 4,
    "F07": lambda intake: bool(told(intake, "V048")),
    "F09": lambda intake: figures(intake)[TWO, "output", "2022-06"] == 60 and bool(told(intake, "V035")),
    "F10": lambda intake: len(told(intake, "V028")) == 3 and sum(figures(intake).values()) == Decimal("7035.5"),
    "F12": lambda intake: len(figures(intake)) == 1,
    "F14": lambda intake: len(figures(intake)) == 1,
    "F18": lambda intake: _no_industry(intake) and len(told(intake, "V107")) == 2,
    "F19": lambda intake: len(told(intake, "V106")) == 2 and not told(intake, "V071"),
    "F20": lambda intake: not figures(intake) and told(intake, "V038") == {(2, "value")},
    "F24": lambda intake: told(intake, "V056") == {(3, "value")} and intake.data.history.num_rows == 1,
    "F26": lambda intake: not figures(intake) and len(told(intake, "V051")) == 1,
    "F31": lambda intake: told(intake, "V108") == {(2, "value"), (3, "value")} and len(figures(intake)) == 4,
    "F33": lambda intake: not figures(intake) and told(intake, "V047") == {(2, "period"), (3, "period")},
    "F35": lambda intake: [issue.code for issue in intake.issues if issue.severity == "error"] == ["V046"],
    "P02": lambda intake: told(intake, "V063") == {(2, "用电量(万千瓦时)")},
    "P04": lambda intake: intake.counts.entities == 2 and told(intake, "T104") == {(4, "")},
    "P06": lambda intake: told(intake, "V045") == {(3, "value")} and told(intake, "V023") == {(4, "value")},
    "P08": lambda intake: (
        all(told(intake, each) for each in ("V183", "V021")) and list(figures(intake).values()) == [-88]
    ),
}
"""What else must hold of the inputs about tables, beside the figures that they name themselves."""

ELSEWHERE = {
    "F28": "tests/web/test_reporting_templates.py",
    "F29": "tests/web/test_reporting_templates.py",
    "F34": "tests/web/test_api_upload.py",
    "F38": "tests/browser/test_real_hands.py",
    "F40": "tests/reports/test_bulletin_elsewhere.py",
}
"""Steps on pages, with the API or with a bulletin, taken by tests there."""

PLANS = {
    "F42": "K13: hidden text",
    "F43": "K13: the font Symbol",
    "F45": "K13: fractions",
    "F47": "K14: look-alikes in plans",
    "F50": "K16: signs in sentences",
    "F52": "K17: tables of indicators",
    "F55": "K18: remarks as names",
    "P10": "Word: content controls",
    "P12": "Word: text boxes",
    "P14": "PDF: raised notes",
}
"""Plans whose targets are exactly those that the inputs name."""


@lru_cache(maxsize=1)
def cases() -> dict[str, dict[str, Any]]:
    lines = (CASES / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return {case["id"]: case for case in map(json.loads, lines)}


@pytest.fixture(scope="module")
def programme() -> Programme:
    (folder,) = {case["command"].split()[2] for case in cases().values() if case["command"].startswith("sigai run")}
    found = load_programme(ROOT / folder).programme
    assert found is not None
    return found


def test_every_input_is_tried_or_named() -> None:
    assert set(cases()) == {*RIGHT, *ELSEWHERE, *PLANS}
    assert all((ROOT / path).is_file() for path in ELSEWHERE.values())


@pytest.mark.parametrize("case", RIGHT)
def test_what_a_person_sees_is_read(case: str, programme: Programme) -> None:
    known = cases()[case]
    intake = read_values(CASES / known["folder"], programme)
    found = figures(intake)

    def places(listed: list[dict[str, Any]]) -> set[tuple[tuple[str, str, str], Decimal]]:
        return {((one["entity"], one["measure"], one["period"]), Decimal(str(one["value"]))) for one in listed}

    assert places(known.get("right_figures", [])) <= set(found.items())
    assert not places(known.get("must_not_be_taken", [])) & set(found.items())
    assert RIGHT[case](intake), [(issue.code, issue.place.text("en")) for issue in intake.issues]


@pytest.mark.parametrize("case", PLANS)
def test_what_a_plan_states_is_extracted(case: str) -> None:
    known = cases()[case]
    (plan,) = (CASES / known["folder"]).glob("plan.*")
    names = ("indicator", "comparator", "value", "unit", "period_end")
    found = [tuple(getattr(target, name) for name in names) for target in extract(read_document(plan)).targets]
    assert sorted(found) == sorted(tuple(target[name] for name in names) for target in known["right_targets"])
