"""Workbooks drawn by dice: what is taken is what a person reads, or its row is told; no good figure is lost.

`make fuzz-files` draws thousands (SIGAI_FUZZ_EXAMPLES).
"""

from __future__ import annotations

import os
import random
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_sheets import Drawn, Figure, SheetMaker
from helpers_values import ENTITIES, PROGRAMME, unfilled
from sigai.values import Intake, read_values

EXAMPLES = int(os.environ.get("SIGAI_FUZZ_EXAMPLES", "40"))
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def drawn_and_read(seed: int, *, clean: bool) -> tuple[Drawn, Intake]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "values").mkdir()
        (folder / "entities.csv").write_text(ENTITIES, encoding="utf-8")
        drawn = SheetMaker(random.Random(seed), folder / "values" / "a.xlsx", clean=clean).make()
        return drawn, read_values(folder, PROGRAMME)


def taken(intake: Intake) -> dict[Figure, Decimal]:
    return {(row["entity"], row["measure"], row["period"]): row["value"] for row in intake.data.history.to_pylist()}


@FUZZ
@given(st.integers(0, 2**32))
def test_what_is_taken_is_what_a_person_reads(seed: int) -> None:
    drawn, intake = drawn_and_read(seed, clean=False)
    found = taken(intake)
    told = {issue.place.row for issue in intake.issues if issue.place.row}
    wrong = {key: (value, drawn.right.get(key)) for key, value in found.items() if drawn.right.get(key) != value}
    assert wrong == {}, [str(issue) for issue in intake.issues]
    lost = drawn.right.keys() - found.keys()
    assert not lost, [(issue.code, issue.place, issue.what("zh")) for issue in intake.issues]
    assert {key for key, row in drawn.asked.items() if row not in told} == set()
    assert [names for issue in intake.issues if (names := unfilled(issue))] == []


@FUZZ
@given(st.integers(0, 2**32))
def test_nothing_is_asked_of_clean_workbooks(seed: int) -> None:
    drawn, intake = drawn_and_read(seed, clean=True)
    assert taken(intake) == drawn.right
    dice = ("V045", "V181")  # figures that are drawn fall and jump as those of nobody do
    asked = [
        issue for issue in intake.issues if issue.place.row and issue.severity != "note" and issue.code not in dice
    ]
    assert [(issue.code, issue.place, issue.what("zh")) for issue in asked] == []


@pytest.mark.parametrize("seed", range(3))
def test_the_same_dice_draw_the_same_sheet(seed: int) -> None:
    first, second = drawn_and_read(seed, clean=False), drawn_and_read(seed, clean=False)
    assert (first[0].right, taken(first[1])) == (second[0].right, taken(second[1]))
