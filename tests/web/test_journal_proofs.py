"""What entries tell is read back as it was told, and replayed as a plain reading of them would have it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.base import InternalError
from sigai_web.dashboards.models import Instruction
from sigai_web.journal.declaring import proven_of
from sigai_web.journal.proofs import AllRows, Bulk, ChangedFields, Gone, Telling, proof_of, read_proof
from sigai_web.journal.replaying import Replay
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.store.models import FigureRevision

AT = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
NASTY = 'a\n"b"\\ \u2028\u2029\x85\x0b\x0c\x1c {"table"} 甲'


def instruction(pk: int, text: str = "x", **more: Any) -> Instruction:
    return Instruction(pk=pk, kind="unit", subject="U1", unit="U1", text=text, author="a", at=AT, **more)


def cell(pk: int, sheet: int, text: str = "1") -> SheetCell:
    return SheetCell(pk=pk, sheet_id=sheet, entity=f"e{pk}", measure="m", text=text, by="a", at=AT)


def last_words(model: Any, *entries: list[Telling]) -> dict[Any, dict[str, Any]]:
    """What a table must hold after these entries, by key."""
    said, replay = proven_of(model), Replay([proven_of(model)])
    for number, told in enumerate(entries, start=1):
        replay.take(number, proof_of(told))
    expected = replay.expected(said)
    columns = {name: word.values.to_pylist() for name, word in expected.columns.items()}
    return {
        key: {name: values[at] for name, values in columns.items()} for at, key in enumerate(expected.keys.to_pylist())
    }


@pytest.mark.parametrize("length", [1, 400])
def test_any_text_comes_back(length: int) -> None:
    """Whatever characters it holds, and whether the line is packed or not."""
    told = instruction(1, NASTY * length)
    assert last_words(Instruction, [told])[1]["text"] == NASTY * length
    (block,) = read_proof(proof_of([told]))
    assert block.rows["text"] == [NASTY * length]


def test_values_are_told_in_one_form() -> None:
    east = datetime(2026, 1, 2, 11, 4, 5, 6, tzinfo=timezone(timedelta(hours=8)))
    figure = FigureRevision(
        revision=7, entity="e", measure="m", period="2021", month=1, value=Decimal("-7.0001"), reported_at=east
    )
    told = last_words(FigureRevision, [figure])[7]
    assert (told["value"], told["reported_at"], told["source"]) == (-70001, AT.replace(tzinfo=None), None)
    sheet = Sheet(pk=3, form="f", reporter="r", period="2021", month=1, area="11", due=date(2021, 5, 6))
    sheet.as_accepted = {"b": [1, "甲"], "a": None}
    assert last_words(Sheet, [sheet])[3]["as_accepted"] == '{"a":null,"b":[1,"甲"]}'
    assert last_words(Sheet, [sheet])[3]["due"] == "2021-05-06"


def test_only_what_was_changed_is_told_anew() -> None:
    closed = instruction(1, "another text that nobody wrote", closed_by="b", closed_at=AT)
    told = last_words(Instruction, [instruction(1)], [ChangedFields(closed, ("closed_by", "closed_at"))])
    assert (told[1]["text"], told[1]["closed_by"]) == ("x", "b")


def test_a_change_of_a_row_that_was_never_told_does_not_tell_it() -> None:
    assert last_words(Instruction, [ChangedFields(instruction(1), ("text",))]) == {}


def test_what_is_gone_is_gone_until_it_is_told_again() -> None:
    gone = Gone(Instruction, (1,))
    assert last_words(Instruction, [instruction(1)], [gone]) == {}
    assert set(last_words(Instruction, [instruction(1)], [gone], [instruction(1)])) == {1}


def test_many_rows_are_told_with_one_line() -> None:
    proof = proof_of([instruction(number) for number in range(50)])
    assert len(proof.split("\n")) == 1
    assert set(last_words(Instruction, [instruction(number) for number in range(50)])) == set(range(50))


def test_nothing_is_told_by_nothing() -> None:
    assert proof_of([]) == ""
    assert proof_of([Gone(Instruction, ()), Bulk(Instruction, {"id": []})]) == ""
    assert last_words(Instruction) == {}


@pytest.mark.parametrize(
    "telling", [ChangedFields(instruction(1), ("nothing",)), ChangedFields(Sheet(pk=1), ("version",))]
)
def test_what_is_not_proven_cannot_be_told(telling: ChangedFields) -> None:
    with pytest.raises(InternalError, match="does not prove"):
        proof_of([telling])


PARENTS = st.integers(1, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("whole"), PARENTS, st.lists(st.integers(0, 9), max_size=3, unique=True)),
        st.tuples(st.just("changed"), PARENTS, st.lists(st.integers(0, 9), max_size=2, unique=True)),
        st.tuples(st.just("gone"), PARENTS, st.lists(st.integers(0, 9), max_size=2, unique=True)),
    ),
    max_size=12,
)


@given(STEPS)
def test_cells_are_those_of_the_last_word_on_their_sheet(steps: list[tuple[str, int, list[int]]]) -> None:
    """Beside a plain reading: a dictionary."""
    plain: dict[int, tuple[int, str]] = {}
    entries: list[list[Telling]] = []
    for number, (how, sheet, digits) in enumerate(steps):
        keys, text = [sheet * 10 + digit for digit in digits], str(number)
        if how == "whole":
            plain = {key: kept for key, kept in plain.items() if kept[0] != sheet}
            plain |= dict.fromkeys(keys, (sheet, text))
            entries.append([AllRows(SheetCell, sheet, tuple(cell(key, sheet, text) for key in keys))])
        elif how == "changed":
            known = [key for key in keys if key in plain]
            plain |= dict.fromkeys(known, (sheet, text))
            entries.append([ChangedFields(cell(key, sheet, text), ("text",)) for key in known])
        else:
            plain = {key: kept for key, kept in plain.items() if key not in keys}
            entries.append([Gone(SheetCell, tuple(keys))])
    found = last_words(SheetCell, *entries)
    assert {key: (row["sheet_id"], row["text"]) for key, row in found.items()} == plain
