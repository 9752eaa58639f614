"""Which invented rows a condition counts: its meaning is the engine's; what rows do not have at all narrows nothing."""

from __future__ import annotations

import numpy as np
import pytest

from helpers_demonstration import demonstration_content
from helpers_programme import load
from sigai.base.issues import NOWHERE, Issues
from sigai.demonstration.conditions import Columns, holds
from sigai.formulas import read_condition
from sigai.programme.ledgers import Ledger

NAME = {"zh": "名", "en": "name"}
LEDGER = Ledger.model_validate(
    {
        "id": "projects",
        "name": NAME,
        "counted_in": "个",
        "states": [{"id": "open", "name": NAME}],
        "fields": [
            {"id": "kind", "name": NAME, "type": "choice", "choices": [{"id": c, "name": NAME} for c in "ab"]},
            {"id": "key", "name": NAME, "type": "yes_no"},
            {"id": "money", "name": NAME, "type": "number", "unit": "万元"},
            {"id": "due", "name": NAME, "type": "date"},
        ],
    }
)


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Columns:
    """Three records: one with every field, one with other words, one that is blank."""
    programme = load(tmp_path_factory.mktemp("made") / "programme", demonstration_content())
    words = {
        "kind": np.array(["a", "b", ""], dtype=object),
        "money": np.array([20_000.0, 300.0, float("nan")], dtype=object),
        "due": np.array(["2022-06-30", "2023-01-01", ""], dtype=object),
    }
    return Columns(programme, 3, words, {"key": np.array([True, False, False])}, ledger=LEDGER)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("kind = a", [True, False, False]),
        ("kind != a", [False, True, False]),
        ("not kind = a", [False, True, False]),
        ("kind in [a, b]", [True, True, False]),
        ("key", [True, False, False]),
        ("money >= 2 亿元", [True, False, False]),
        ("money < 300", [False, False, False]),
        ('due <= "2022-12-31"', [True, False, False]),
        ("kind = a or money = 300 万元", [True, True, False]),
        ("entity.above_scale", [True, True, True]),
        ("not entity.above_scale", [True, True, True]),
        ("kind = a and entity.above_scale", [True, False, False]),
    ],
)
def test_rows_are_counted_as_a_formula_counts_them(columns: Columns, condition: str, expected: list[bool]) -> None:
    read = read_condition(condition, NOWHERE, Issues(), about_record=True)
    assert holds(read, columns).tolist() == expected


def test_without_a_condition_all_count(columns: Columns) -> None:
    assert holds(None, columns).all()
