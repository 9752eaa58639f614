"""Every type of a ledger's field says all of itself; the one that CONTRIBUTING shows is added as it stands there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from helpers_field_types import PHONE, add_phone
from helpers_ledgers import PROJECTS, UNITS
from helpers_programme import small_content, write_programme
from helpers_repository import ROOT
from helpers_values import code, programme, text, unfilled
from sigai.demonstration.draws import stream
from sigai.demonstration.record_fields import Inventor, Wanted
from sigai.ledgers import Record, amend
from sigai.programme.field_types import FIELD_TYPES
from sigai.programme.loading import load_programme
from sigai.tables.contracts import ENTITIES

REGISTER = ENTITIES.empty_table().from_pylist([{"id": code(1), "name": "企业1"}], schema=ENTITIES)
TARGET = {**small_content()["targets"][0], "name": text("绿色")}
TASK = {
    "id": "K1",
    "title": "做事",
    "level": "task",
    "sources": [{"document": "plan", "part": "main", "paragraph": "P1", "span": [0, 10]}],
}
_WORDS: dict[str, tuple[tuple[str, Any], ...]] = {
    "text": (("旧", "旧"),),
    "number": (("2.5", 2.5), ("很多", None)),
    "date": (("2022年6月3日", "2022-06-03"), ("某日", None)),
    "period": (("2022Q3", "2022Q3"), ("某季", None)),
    "choice": (("技改", "b"), ("c", None)),
    "choices": (("新建；技改", "a;b"), ("b、a", "b;a"), ("a, a", "a"), ("技改", "b"), ("新建；c", None)),
    "yes_no": (("否", False), ("也许", None)),
    "entity": (("企业1", code(1)), ("企业2", None)),
    "area": (("990100", "990100"), ("远方", None)),
    "unit": (("市工信局", "U01"), ("市水务局", None)),
    "record": (("P-1", "P-1"),),
    "money": (
        ("1234.5678 万元", 1234.5678),
        ("12345 元", 1.2345),
        ("1.2亿元", 12000),
        ("0.00001", None),
        ("0.5 元", None),
    ),
    "target": (("T", "T"), ("T 绿色", "T"), ("没有这个", None)),
    "task": (("K1", "K1"), ("K1 做事", "K1"), ("做事", "K1"), ("不做", None)),
}
"""Of every type what is written, and what is kept of it; None for what is refused."""


def written(type_: str, word: str) -> tuple[Any, list[str]]:
    """What a record keeps of a word in a field of a type, and the codes of what is wrong with it."""
    choices = [{"id": "a", "name": text("新建")}, {"id": "b", "name": text("技改")}]
    more = {
        "choice": {"choices": choices},
        "choices": {"choices": choices},
        "record": {"ledgers": ["projects"]},
        "money": {"unit": "万元"},
    }
    field = {"id": "it", "name": text("某项"), "type": type_, **more.get(type_, {})}
    ledgers = [{**PROJECTS, "fields": [*PROJECTS["fields"], field]}]
    content = programme(ledgers=ledgers, units=UNITS, targets=[TARGET], tasks=[TASK])
    after, issues = amend(Record("projects", "1"), {"it": word}, programme=content, entities=REGISTER)
    assert all(unfilled(issue) == [] and issue.advice("zh") and issue.advice("en") for issue in issues)
    return after.fields.get("it"), [issue.code for issue in issues]


def test_every_type_has_its_cases_and_its_line_in_the_documents() -> None:
    page = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
    told = {name for name in FIELD_TYPES if f"\n| `{name}` |" in page}
    assert set(FIELD_TYPES) - told == set(), "docs/content.md, “Fields of a ledger”, has no line of these types"
    assert set(FIELD_TYPES) == set(_WORDS), "_WORDS of this file has no case of these types, or of one that is gone"


@pytest.mark.parametrize("type_", FIELD_TYPES)
def test_a_word_is_read_or_refused_with_what_to_write(type_: str) -> None:
    for word, kept in _WORDS.get(type_, ()):
        found, codes = written(type_, word)
        assert found == kept
        assert bool(codes) is (kept is None)


@pytest.mark.parametrize("type_", FIELD_TYPES)
def test_a_word_of_a_demonstration_can_be_read(type_: str) -> None:
    example = FIELD_TYPES[type_].example(7)
    assert example is None or written(type_, example)[1] == []


def test_an_unknown_type_is_told_with_those_there_are(tmp_path: Path) -> None:
    content = small_content()
    content["ledgers"] = [{**PROJECTS, "fields": [{**PHONE, "type": "telephone"}], "transitions": [], "deadlines": []}]
    (issue,) = load_programme(write_programme(tmp_path, content)).issues
    assert issue.code == "P007"
    *others, last = (f"'{name}'" for name in FIELD_TYPES)
    assert f"应为 {', '.join(others)} or {last} 之一" in issue.text("zh")
    assert f"should be {', '.join(others)} or {last}" in issue.text("en")


def test_the_type_of_the_recipe_is_read_asked_and_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    add_phone(monkeypatch)
    assert written("phone", "(010) 1234-5678") == ("01012345678", [])
    assert written("phone", "+86 139 0000 0000") == ("+8613900000000", [])
    assert written("phone", "打给老王") == (None, ["L025"])
    assert written("phone", FIELD_TYPES["phone"].example(7) or "")[1] == []
    content = programme(ledgers=[{**PROJECTS, "fields": [*PROJECTS["fields"], PHONE]}], units=UNITS)
    assert content.vocabulary.ledgers["projects"].fields["line"].type == "text"
    ledger = content.ledger_by_id["projects"]
    cells = Inventor(ledger, {}, {}, (), ("990100",), ("U01",)).invent(
        {"line": Wanted()}, dt.date(2022, 1, 1), stream(1)
    )
    assert written("phone", str(cells["line"])) == (cells["line"], [])


def test_what_was_written_before_it_named_something_stays_as_it_is() -> None:
    field = {"id": "it", "name": text("某项"), "type": "target"}
    content = programme(ledgers=[{**PROJECTS, "fields": [*PROJECTS["fields"], field]}], units=UNITS, targets=[TARGET])
    old = Record("projects", "1", fields={"it": "某个目标"})
    after, issues = amend(old, {"it": " 某个目标 "}, programme=content, entities=REGISTER)
    assert (after.fields, issues) == ({"it": "某个目标"}, ())
    assert [one.code for one in amend(old, {"it": "另一个"}, programme=content, entities=REGISTER)[1]] == ["L025"]
