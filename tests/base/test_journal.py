"""The hash chain: whatever is done to it is found, and the first place is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.base import FIRST_PREVIOUS, Entry, Fault, Sealed, canonical_json, seal, verify

START = datetime(2022, 9, 1, 8, 0, tzinfo=UTC)
TEXTS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def chain(length: int) -> list[Sealed]:
    sealed: list[Sealed] = []
    previous = FIRST_PREVIOUS
    for number in range(1, length + 1):
        entry = Entry(
            number, START + timedelta(seconds=number), "office", "10.0.0.1", "figure.accept", f"f:{number}", "", "1"
        )
        sealed.append(Sealed(entry, previous, seal(entry, previous)))
        previous = sealed[-1].digest
    return sealed


@given(st.integers(0, 12))
def test_what_was_sealed_verifies(length: int) -> None:
    sealed = chain(length)
    head = (length, sealed[-1].digest if sealed else FIRST_PREVIOUS)
    found = verify(sealed, head=head)
    assert found.unbroken
    assert (found.entries, found.head) == head


CHANGES: dict[str, Any] = {
    "at": lambda at: at + timedelta(microseconds=1),
    "actor": lambda text: text + "x",
    "origin": lambda text: text + "x",
    "action": lambda text: text + "x",
    "about": lambda text: text + "x",
    "before": lambda text: text + "x",
    "after": lambda text: text + "x",
    "proof": lambda text: text + "x",
}


@given(st.data(), st.integers(1, 12), st.sampled_from(sorted(CHANGES)))
def test_any_change_of_any_entry_is_found_there(data: st.DataObject, length: int, field: str) -> None:
    sealed = chain(length)
    at = data.draw(st.integers(0, length - 1))
    entry = sealed[at].entry
    changed = replace(entry, **{field: CHANGES[field](getattr(entry, field))})
    sealed[at] = replace(sealed[at], entry=changed)
    found = verify(sealed)
    assert (found.broken, found.fault, found.entries) == (at + 1, Fault.CHANGED, at)


@given(st.data(), st.integers(2, 12))
def test_a_changed_entry_that_was_sealed_anew_breaks_the_next(data: st.DataObject, length: int) -> None:
    sealed = chain(length)
    at = data.draw(st.integers(0, length - 2))
    changed = replace(sealed[at].entry, after="2")
    sealed[at] = Sealed(changed, sealed[at].previous, seal(changed, sealed[at].previous))
    found = verify(sealed)
    assert (found.broken, found.fault) == (at + 2, Fault.UNLINKED)


@given(st.data(), st.integers(1, 12))
def test_an_entry_taken_out_is_missing(data: st.DataObject, length: int) -> None:
    sealed = chain(length)
    head = (length, sealed[-1].digest)
    at = data.draw(st.integers(0, length - 1))
    del sealed[at]
    found = verify(sealed, head=head)
    assert found.broken == at + 1
    assert found.fault is (Fault.CUT_OFF if at == length - 1 else Fault.MISSING)


@given(st.integers(1, 8), st.integers(1, 8))
def test_a_chain_rewritten_as_a_whole_lacks_the_printed_digest(length: int, printed_at: int) -> None:
    sealed = chain(length)
    printed = sealed[min(printed_at, length) - 1].digest
    assert verify(sealed, printed_digest=printed.upper()).unbroken
    previous, forged = FIRST_PREVIOUS, []
    for one in sealed:
        entry = replace(one.entry, actor="nobody")
        forged.append(Sealed(entry, previous, seal(entry, previous)))
        previous = forged[-1].digest
    assert verify(forged).unbroken
    found = verify(forged, printed_digest=printed)
    assert (found.broken, found.fault) == (None, Fault.NOT_FOUND)


@given(JSON)
def test_one_value_has_one_text(value: Any) -> None:
    assert canonical_json(value) == canonical_json(_reordered(value))


def _reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reordered(value[key]) for key in reversed(list(value))}
    return [_reordered(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("value", [1.5, {"a": [1.0]}, {1: "a"}, {"a": START}, float("nan")])
def test_what_has_no_exact_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_the_moment_counts_not_its_zone() -> None:
    entry = chain(1)[0].entry
    moved = replace(entry, at=entry.at.astimezone(timezone(timedelta(hours=8))))
    assert seal(entry, FIRST_PREVIOUS) == seal(moved, FIRST_PREVIOUS)
    with pytest.raises(ValueError, match="zone"):
        seal(replace(entry, at=datetime(2022, 9, 1)), FIRST_PREVIOUS)


@given(TEXTS, TEXTS, TEXTS)
def test_texts_cannot_move_from_one_field_to_the_next(one: str, two: str, moved: str) -> None:
    entry = chain(1)[0].entry
    left = replace(entry, actor=one + moved, origin=two)
    right = replace(entry, actor=one, origin=moved + two)
    assert (seal(left, FIRST_PREVIOUS) == seal(right, FIRST_PREVIOUS)) == (moved == "" or left == right)


def test_entries_without_a_proof_keep_the_seals_that_they_got_before_there_were_any() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    entry = Entry(7, at, "office", "10.0.0.1", "figure.accept", "figure:1", "", '{"value":"甲"}')
    assert seal(entry, FIRST_PREVIOUS) == "57e725974dccd7b5eb13362066dc8f71067570ff54b92df61986b3ee465cb62b"


def test_a_proof_cannot_be_taken_out_or_moved_elsewhere() -> None:
    entry = chain(1)[0].entry
    alike = [entry, replace(entry, proof="1"), replace(entry, after="11"), replace(entry, after="", proof="1")]
    assert len({seal(each, FIRST_PREVIOUS) for each in alike}) == len(alike)
