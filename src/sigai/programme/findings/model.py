"""A finding: statements of a programme that do not go together, side by side, with the arithmetic in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sigai.base.issues import Language
from sigai.programme.common import Source, Text
from sigai.programme.findings.words import worded
from sigai.programme.targets import Decision, Statement, Target

FindingClass = Literal[
    "value", "unit", "comparator", "scope", "date", "arithmetic", "ambiguity", "coverage", "owner", "naming", "count"
]
"""What is at odds; the same words as `Decision.about`."""

Weight = Literal["high", "medium", "low"]
"""`high`: what is to be achieved differs. `medium`: it may differ, by the reading. `low`: worth tidying up."""

WEIGHTS: tuple[Weight, ...] = ("high", "medium", "low")

Sentences = Callable[[Source], str]
"""The sentence at a place of a document; empty where the document is not at hand."""


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of contradiction: a stable code, its class, its usual weight and its name.

    `together` words many findings of a kind as one, with `{count}` and `{names}`: what every second target lacks is
    said once.
    """

    code: str
    about: FindingClass
    weight: Weight
    name: Text
    together: Text | None = None


@dataclass(frozen=True, slots=True)
class FindingSide:
    """One side of a finding: what is said where. `statement` is the statement's id, or empty."""

    document: str
    section: str
    text: str
    statement: str = ""
    source: Source | None = None

    def as_dict(self) -> dict[str, str]:
        """The side as `sigai check --format json` gives it, without the id of the statement."""
        return {"document": self.document, "section": self.section, "text": self.text}


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction of a programme.

    `targets` are the ids of the targets (or tasks, units) it is about, `subject` what those are called. `decision` is
    the choice on record that settles it; `settled_by` words what else does (a note of a unit). `arithmetic` is empty
    where nothing is computed.
    """

    kind: FindingKind
    weight: Weight
    targets: tuple[str, ...]
    sides: tuple[FindingSide, ...]
    explanation: Text
    arithmetic: Text
    subject: Text
    decision: Decision | None = None
    settled_by: Text | None = None
    id: str = ""

    @property
    def code(self) -> str:
        """The stable code of the kind of contradiction."""
        return self.kind.code

    @property
    def settled(self) -> bool:
        """Whether a decision on record, or something else that is on record, says which side holds."""
        return self.decision is not None or self.settled_by is not None

    @property
    def statements(self) -> frozenset[str]:
        """The ids of the statements that take part."""
        return frozenset(side.statement for side in self.sides if side.statement)

    def as_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The contract of `sigai check --format json`, with the id, the targets and the adopted reading beside it."""
        row: dict[str, Any] = {
            "code": self.code,
            "class": self.kind.about,
            "severity": self.weight,
            "settled": self.settled,
            "statements": [side.as_dict() for side in self.sides],
            "explanation": self.explanation[language],
            "arithmetic": self.arithmetic[language],
            "id": self.id,
            "targets": list(self.targets),
        }
        if self.decision is not None:
            row["reading"] = self.decision.reading[language]
        return row


def both(zh: str, en: str) -> Text:
    """A text in both languages."""
    return Text(zh=zh, en=en)


NOTHING = both("", "")
_KINDS: dict[str, FindingKind] = {}


def kind(  # noqa: PLR0917 read as a row of a table, in this order
    code: str, about: FindingClass, weight: Weight, zh: str, en: str, together: tuple[str, str] | None = None
) -> FindingKind:
    """Declare a kind of finding, next to the rule that finds it. Codes are unique and stand in `docs/compiling.md`."""
    if code in _KINDS:
        raise ValueError(f"finding {code} is declared twice")
    _KINDS[code] = FindingKind(code, about, weight, both(zh, en), both(*together) if together else None)
    return _KINDS[code]


def declared_kinds() -> Mapping[str, FindingKind]:
    """Every kind of finding of the modules imported so far, by code."""
    return MappingProxyType(dict(sorted(_KINDS.items())))


def side_of(statement: Statement) -> FindingSide:
    """A statement in words, with its place."""
    source = statement.source
    return FindingSide(source.document, source.section or source.part, worded(statement), statement.id, source)


def about_targets(found: FindingKind, targets: Iterable[Target], weight: Weight | None = None) -> Iterator[Finding]:
    """A finding of a kind that is worded together, for each target, with the first statement of each."""
    for target in targets:
        yield about_target(found, target, target.statements[:1], found.name, weight=weight)


def about_target(
    found: FindingKind,
    target: Target,
    statements: Iterable[Statement],
    explanation: Text,
    *,
    arithmetic: Text = NOTHING,
    weight: Weight | None = None,
) -> Finding:
    """A finding about statements of one target."""
    sides = tuple(side_of(statement) for statement in statements)
    return Finding(found, weight or found.weight, (target.id,), sides, explanation, arithmetic, target.name)
