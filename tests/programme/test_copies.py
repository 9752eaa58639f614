"""A copy of a programme with other content is another programme: its indexes, its digest, its results."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from helpers_programme import load, small_content
from helpers_repository import PROGRAMMES
from sigai.base.issues import InternalError
from sigai.pipeline.run_store import copy_content
from sigai.programme.common import Content, Reference
from sigai.programme.loading import collections, programme_or_error
from sigai.programme.parameters import DatedNumber
from sigai.programme.programme import Programme

FIELDS = [name for name in Programme.model_fields if name not in ("folder", "digest")]
CACHED = [name for name in dir(Programme) if isinstance(getattr(Programme, name, None), cached_property)]


@pytest.fixture(scope="module")
def whole() -> Programme:
    """A programme with content of every kind, all of its indexes made."""
    found = programme_or_error(next(folder for folder in sorted(PROGRAMMES.iterdir()) if folder.is_dir()))
    assert all(getattr(found, name) for name in FIELDS)
    for name in CACHED:
        getattr(found, name)
    return found


def _other(programme: Programme, name: str) -> Any:
    """Other content of one kind: a collection without its first, with its last a little changed; another head."""
    value = getattr(programme, name)
    if name == "head":
        return value.model_copy(update={"version": "what if"})
    last: Content = value[-1]
    text = next((each for each in type(last).model_fields if isinstance(getattr(last, each), str)), None)
    changed = () if text is None else (last.model_copy(update={text: f"{getattr(last, text)}x"}),)
    return (*value[1:-1], *changed)


@pytest.mark.parametrize("name", FIELDS)
def test_whatever_is_changed_every_index_and_the_digest_follow(whole: Programme, name: str) -> None:
    other = _other(whole, name)
    copy = whole.model_copy(update={name: other})
    fresh = Programme(**{**{each: getattr(whole, each) for each in FIELDS}, name: other})
    assert getattr(copy, name) == other != getattr(whole, name)
    for each in CACHED:
        assert getattr(copy, each) == getattr(fresh, each), each
    assert copy.digest not in ("", whole.digest)
    assert copy.digest == whole.model_copy(update={name: other}).digest
    assert copy.folder == ""


def test_every_index_is_watched() -> None:
    """Each collection with an index by id is among the kinds of content, and an index changes with its collection."""
    assert {f"{name.removesuffix('s')}_by_id" for name in ("units", "measures", "ledgers", "indicators")} <= set(CACHED)
    assert {"head", *collections()} == set(FIELDS)


def test_no_other_content_keeps_what_it_worked_out() -> None:
    """A copy of a part would keep it: only the programme has indexes, and it makes them anew."""
    waiting, seen = [Content], set()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        seen.add(kind)
        assert kind is Programme or not any(isinstance(part, cached_property) for part in vars(kind).values()), kind
    assert Programme in seen


def test_a_what_if_computes_with_its_own_parameters(tmp_path: Path) -> None:
    programme = load(tmp_path, small_content())
    (power,) = programme.parameters
    assert programme.parameter_by_id["power_tce"].values[0].value == Decimal("0.1229")
    number = DatedNumber(start="2020-01", value=0.3, source=Reference(title="what if"))
    copy = programme.model_copy(update={"parameters": (power.model_copy(update={"values": (number,)}),)})
    assert copy.parameter_by_id["power_tce"].values[0].value == Decimal("0.3")
    assert programme.parameter_by_id["power_tce"].values[0].value == Decimal("0.1229")


def test_a_copy_of_equal_content_is_the_same_programme(tmp_path: Path) -> None:
    programme = load(tmp_path, small_content())
    for same in (programme.model_copy(), programme.model_copy(update={"parameters": programme.parameters})):
        assert (same, same.digest, same.folder) == (programme, programme.digest, programme.folder)


def test_a_copy_is_held_to_the_form_of_content(tmp_path: Path) -> None:
    programme = load(tmp_path, small_content())
    with pytest.raises(ValidationError):
        programme.model_copy(update={"parameters": ("coal",)})
    with pytest.raises(ValidationError):
        programme.model_copy(update={"colour": "red"})


def test_other_ways_to_copy_are_closed(tmp_path: Path) -> None:
    programme = load(tmp_path, small_content())
    with pytest.raises(InternalError):
        programme.copy(update={"parameters": ()})
    with pytest.raises(InternalError):
        copy_content(programme.model_copy(update={"parameters": ()}), tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
