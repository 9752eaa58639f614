"""What a decision changes in the content, as people read it: what it is about, by name, and of every field that
becomes another what stood there and what shall stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sigai import reports
from sigai.programme import ContentFiles, ContentPlace, Programme, item_name, place_words
from sigai_web import programme
from sigai_web.decisions.field_words import FIELDS, NOT_TOLD, POLICIES
from sigai_web.decisions.models import ProgrammeDecision
from sigai_web.language import choose, language, period_said

NOTHING = "—"
Leaves = dict[tuple[str, ...], str]
_TIMES = frozenset(("start", "end", "until"))
"""Fields of content that hold a period or a day."""


@dataclass(frozen=True, slots=True)
class ToldField:
    """One field: what it is called, what stood there and what shall stand there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """One place of the content: what it is about, the place as the content names it, the fields that become others.
    `held_from`: since when that held which stands before, where the decision ends it and does not overwrite it."""

    about: str
    code: str
    held_from: str
    fields: Sequence[ToldField]


def told_places(made: ProgrammeDecision) -> list[ToldPlace]:
    """Every place that a decision changes."""
    with programme.pinned() as edition:
        files = ContentFiles(edition.folder)
        return [_told(files, edition.programme, one) for one in made.changes]


def _told(files: ContentFiles, content: Programme, change: Mapping[str, Any]) -> ToldPlace:
    place, before, after = tuple(change["place"]), change["before"], change["after"]
    held_from = ""
    if before is None and isinstance(after, Mapping) and "start" in after:
        before = _held(files, place, after)
        held_from = _dated(before["start"]) if before else ""
    old, new = (dict(_leaves(content, value, place[-1:])) for value in (before, after))
    told = [
        ToldField(_label(content, path), old.get(path, NOTHING), new.get(path, NOTHING))
        for path in dict.fromkeys([*new, *old])
        if old.get(path) != new.get(path)
    ]
    return ToldPlace(_about(content, place), place_words(place), held_from, told)


def _held(files: ContentFiles, place: ContentPlace, item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What held last of a list before a new item of it begins, for the same."""
    items = [files.value((*place[:-1], name))[1] for name in _names(files, place[:-1])]
    same = [one for one in items if one and one.get("where") == item.get("where") and "start" in one]
    earlier = [one for one in same if str(one["start"]) < str(item["start"])]
    return max(earlier, key=lambda one: str(one["start"]), default=None)


def _names(files: ContentFiles, place: ContentPlace) -> list[str]:
    if len(place) == 1:
        return files.names(place[0])
    return [item_name(one) for one in files.value(place)[1] or ()]


def _leaves(content: Programme, value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every field of some content by the way to it, its value in words. A text in two languages is one field."""
    if isinstance(value, Mapping) and value.keys() != {"zh", "en"}:
        for key, inside in value.items():
            if str(key) not in NOT_TOLD:
                yield from _leaves(content, inside, (*path, str(key)))
    elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        for one in value:
            yield from _leaves(content, one, (*path, item_name(one)))
    elif value is not None:
        yield path, _value(path[-1], value)


def _value(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value[language()])
    if isinstance(value, bool):
        return choose("是", "yes") if value else choose("否", "no")
    if isinstance(value, list | tuple):
        return choose("、", ", ").join(str(one) for one in value) or NOTHING
    if key == "comparator":
        return reports.comparator_word(str(value), language())
    if key == "policy":
        return choose(*POLICIES.get(str(value), (str(value), str(value))))
    return f"{value:,.15g}" if isinstance(value, float) else _dated(value) if key in _TIMES else str(value)


def _dated(value: Any) -> str:
    """A period as people write it, a day as it is."""
    text = str(value)
    return text if len(text) > len("2022-09") else period_said(text)


def _label(content: Programme, path: tuple[str, ...]) -> str:
    """The way to a field in words: areas by name, keys by what they are called, days and years as they are."""
    inside = path[1:] or path
    words = [_word(content, step) for step in inside]
    return " · ".join(word for word in words if word)


def _word(content: Programme, step: str) -> str:
    if step in FIELDS:
        return choose(*FIELDS[step])
    area = content.area_by_code.get(step)
    return area.name[language()] if area else step


def _about(content: Programme, place: ContentPlace) -> str:
    """What a place is about, by its name; of a target which track or question of it."""
    said, (collection, name, *inside) = language(), place
    known: Mapping[str, Sequence[Any]] = {
        "targets": content.targets,
        "parameters": content.parameters,
        "forms": content.forms,
        "plausibility": content.plausibility,
    }
    found = next((one for one in known.get(collection, ()) if one.id == name), None)
    if collection == "progress":
        return choose("进度判断方法", "How progress is judged")
    if found is None:
        return f"{collection} {name}"
    words = [str(found.name[said]), *(_inside_target(content, found, inside) if collection == "targets" else [])]
    return " · ".join(words)


def _inside_target(content: Programme, target: Any, inside: Sequence[str]) -> Iterator[str]:
    match inside:
        case ["decisions", reading, *_]:
            yield from (str(one.question[language()]) for one in target.decisions if one.id == reading)
        case ["tracks", track, *rest]:
            of = next((one for one in target.tracks if one.id == track), None)
            indicator = content.indicator_by_id.get(of.indicator) if of and len(target.tracks) > 1 else None
            yield from [indicator.name[language()]] if indicator else []
            yield from rest[1:2] if rest[:1] == ["steps"] else []
