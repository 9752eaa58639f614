"""What words in records mean: entities, areas, responsible units, by id or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from sigai.programme.common import Text
from sigai.programme.field_types import NamedKind
from sigai.programme.ledgers import Ledger, LedgerField
from sigai.programme.programme import Programme
from sigai.tables.files import clean, read_date, read_period


def _by_name(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """From names and ids to ids; a name that two bear means neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    ids: dict[str, str] = {}
    for identifier, written in pairs:
        ids[identifier] = identifier
        name = clean(written or "")
        if name and found.setdefault(name, identifier) != identifier:
            twice.add(name)
    return {name: identifier for name, identifier in found.items() if name not in twice} | ids


@dataclass(frozen=True, slots=True)
class Lookups:
    """From ids and unique names to ids, by the type of a field."""

    words: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, programme: Programme, entities: pa.Table) -> Lookups:
        """The words of a programme and of a register of entities."""
        areas = _by_name((area.code, name) for area in programme.areas for name in (area.name.zh, area.name.en))
        registered = [(str(row["id"]), row["name"]) for row in entities.select(["id", "name"]).to_pylist()]
        units = [
            (unit.id, name)
            for unit in programme.units
            for name in (unit.name.zh, unit.name.en, unit.full_name, *unit.aliases)
        ]
        named = {str(kind): _offered(pairs) for kind, pairs in named_pairs(programme).items()}
        return cls({"entity": {**areas, **_by_name(registered)}, "area": areas, "unit": _by_name(units), **named})

    def entity(self, word: str) -> str | None:
        """The id of an entity by its id (credit code, in either case) or its unique name; None where there is none."""
        return self.words["entity"].get(word) or self.words["entity"].get(word.upper())

    def area(self, word: str) -> str | None:
        """The code of an area by its code or its unique name; None where there is none."""
        return self.words["area"].get(word)

    def value(self, field: LedgerField, word: str) -> str | bool | None:
        """The value of a field that is no number; None where the word cannot be read."""
        return field.holds.read(word, _WordsOfField(self, field))


@dataclass(frozen=True, slots=True)
class _WordsOfField:
    """What a type asks for the words of one field (`CellWords`)."""

    lookups: Lookups
    field: LedgerField

    def day(self, word: str) -> str | None:
        day = read_date(word)
        return day.isoformat() if day else None

    def period(self, word: str) -> str | None:
        read = read_period(word)
        return str(read.period) if read else None

    def choice(self, word: str) -> str | None:
        return _choices(self.field).get(word.lower())

    def named(self, kind: NamedKind, word: str) -> str | None:
        return self.lookups.words[kind].get(word)


def named_pairs(programme: Programme) -> dict[NamedKind, list[tuple[str, Text]]]:
    """What fields may name of a programme beside areas and units: ids with names."""
    return {
        "target": [(target.id, target.name) for target in programme.targets],
        "task": [(task.id, Text(zh=task.title, en=task.title)) for task in programme.tasks],
    }


def offered_name(pk: str, name: str) -> str:
    """What a programme names as a form or sheet offers it: two may have one name."""
    return f"{pk} {name}"


def _offered(pairs: Iterable[tuple[str, Text]]) -> dict[str, str]:
    """From ids, names and what is offered to ids."""
    pairs = list(pairs)
    words = _by_name((pk, name) for pk, names in pairs for name in dict.fromkeys((names.zh, names.en)))
    return words | {clean(offered_name(pk, name)): pk for pk, names in pairs for name in (names.zh, names.en)}


def _choices(field: LedgerField) -> dict[str, str]:
    names = [(name, each.id) for each in field.choices for name in (each.name.en, each.name.zh, each.id)]
    return {clean(name).lower(): identifier for name, identifier in names}


def state_words(ledger: Ledger) -> dict[str, int]:
    """The position of a state among the ledger's, by its id or name."""
    found: dict[str, int] = {}
    for position, state in enumerate(ledger.states):
        for word in (state.name.en, state.name.zh, state.id):
            found[clean(word).lower()] = position
    return found


def state_choices(ledger: Ledger) -> dict[str, str]:
    """The states of a ledger as facts of a message."""
    return {
        "choices_zh": "、".join(state.name.zh for state in ledger.states),
        "choices_en": ", ".join(state.id for state in ledger.states),
    }
