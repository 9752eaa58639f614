"""No two things of a kind share an id; measures, ledgers and parameters also differ from each other's fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.common import Content
from sigai.programme.loading import collections
from sigai.programme.programme import Programme

REPEATED_ID = problem(
    "P010",
    Severity.ERROR,
    zh="{kind}“{id}”重复定义（第一次在 {first}）",
    en="{kind} “{id}” is defined twice (first at {first})",
    advice_zh="改用不同的编号，或合并两处定义",
    advice_en="give one of them another id, or merge the two",
)


def unique_ids(programme: Programme) -> Iterator[Issue]:
    """Ids are unique within each collection, and those of statements, tracks and fields within their owners."""
    for name in collections():
        yield from repeated(name, getattr(programme, name))
    yield from repeated("statements", programme.statements)
    for target in programme.targets:
        yield from repeated(f"tracks of {target.id}", target.tracks)
        yield from repeated(f"decisions of {target.id}", target.decisions)
    for ledger in programme.ledgers:
        yield from repeated(f"fields of {ledger.id}", ledger.fields)
        yield from repeated(f"states of {ledger.id}", ledger.states)
        yield from repeated(f"transitions of {ledger.id}", ledger.transitions)


def repeated(kind: str, items: Iterable[Content]) -> Iterator[Issue]:
    """An issue for every thing of a kind whose id another had before it."""
    seen: dict[str, Content] = {}
    for item in items:
        key = getattr(item, "id", None) or getattr(item, "code", None)
        if key is None:
            continue
        if key in seen:
            yield REPEATED_ID.at(item.place, kind=kind, id=key, first=seen[key].place)
        seen.setdefault(key, item)
