"""What the compiler finds in a document: statements of targets, tasks, units, names, instruments, each with its place.

A *span* counts characters of the document with white space taken out (see `sigai.documents.model.Anchor`), so it holds
however the text was wrapped. A *paragraph* is an anchor's id (`P013`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sigai.programme.findings.model import FindingClass

Comparator = Literal[">=", ">", "<=", "<", "==", "~"]
Kind = Literal[
    "level", "share", "annual_growth", "cumulative_change", "annual_count", "cumulative_count", "multiple", "milestone"
]
Direction = Literal["up", "down"]
Flag = Literal[
    "no_date",  # the text states no date: the horizon of the plan stands in
    "kind_ambiguous",  # the wording allows another kind, see `other_kinds`
    "name_restored",  # the subject was left out in the text and taken from the clause before
    "name_short",  # what is counted is hardly named
    "progress_verb",  # 推进 加快: work is promised, not an outcome
    "no_unit",  # a number without a unit
    "capacity",  # the size of one project, not a sum over the area
    "milestone",  # a step to be taken by a date, without a number
    "range",  # one end of a range
    "scope_differs",  # the clause speaks of another area than the document
    "name_odd",  # words of the clause may be left in the name, or it may be cut
    "name_bare",  # 增加值占比: of what is not said beside it
    "time_unread",  # 首年, 期末: a word for a time that was not read
]
WhyLeftOut = Literal[
    "past",  # tells what was
    "unnamed",  # nothing says what is counted
    "duration",  # how long, or of what voltage, a thing is
    "reward",  # money granted or charged
    "condition",  # whom something applies to
    "size",  # how big a thing is, part of its name
    "start",  # where something starts from
    "not_wanted",  # no words ask for it: what exists, headings counted, work without an outcome
    "rejected",  # read as a target, and rejected by a person
]
TaskLevel = Literal["action", "task", "row", "safeguard", "orientation"]
OwnersBasis = Literal["stated", "union_of_items", "text", "none"]
UnitKind = Literal["department", "party_office", "government", "park", "operator", "regulator", "collective", "body"]
NamedKind = Literal["enterprise", "project", "park", "place", "platform", "institution"]
InstrumentKind = Literal[
    "price", "subsidy", "interest", "tax", "finance", "land", "list", "catalogue", "quota", "procurement", "other"
]


@dataclass(frozen=True, slots=True)
class ExtractedTarget:
    """One statement of a target: `indicator comparator value unit`, by `period_end`.

    Years are calendar years. `value` is as written in `unit` (1.25 万项 stays 1.25); a change downwards carries a
    positive value and direction `down`. `baseline` is the value the text says it starts from (由 x 提高到 y).
    `qualifier` holds the size condition left out of the name (投资 2 亿元以上的). `group` joins the statements of one
    target. `sure_of` says how sure it is of name, kind and period each; empty for a promise without a number.
    `decided`: a person took it; `head` is then the key of the target to which they put it (`Extraction.heads`).
    """

    id: str
    document: str
    paragraph: str
    span: tuple[int, int]
    quote: str
    indicator: str
    comparator: Comparator
    value: float
    unit: str
    kind: Kind
    period_start: int | None
    period_end: int | None
    base_year: int | None
    direction: Direction
    confidence: float
    owners: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    qualitative: bool = False
    soft: bool = False
    flags: tuple[Flag, ...] = ()
    other_kinds: tuple[Kind, ...] = ()
    qualifier: str = ""
    scope: str = ""
    baseline: float | None = None
    group: str = ""
    sure_of: Mapping[str, float] = field(default_factory=dict)
    decided: bool = False
    head: str = ""

    def record(self) -> dict[str, Any]:
        """The fields of a target line (`sigai compile --json`), ready for JSON."""
        return {
            "doc": self.document,
            "id": self.id,
            "indicator": self.indicator,
            "comparator": self.comparator,
            "value": int(self.value) if self.value == int(self.value) else self.value,
            "unit": self.unit,
            "kind": self.kind,
            "period_start": self.period_start,
            "period_end": self.period_end,
            "base_year": self.base_year,
            "direction": self.direction,
            "owners": list(self.owners),
            "confidence": round(self.confidence, 2),
            "sure_of": dict(self.sure_of),
            "quote": self.quote,
            "qualitative": self.qualitative,
            "soft": self.soft,
            "flags": list(self.flags),
            "sources": [{"document": self.document, "paragraph": self.paragraph, "span": list(self.span)}],
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number that was read and is no target, and why."""

    document: str
    paragraph: str
    span: tuple[int, int]
    text: str
    why: WhyLeftOut


@dataclass(frozen=True, slots=True)
class ExtractedTask:
    """One task: a heading, item or row with who answers for it and by when. `targets` are statement ids."""

    id: str
    document: str
    paragraph: str
    span: tuple[int, int]
    title: str
    path: tuple[str, ...]
    part: str
    level: TaskLevel
    owners: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    owners_basis: OwnersBasis = "none"
    owners_text: str = ""
    deadline_text: str = ""
    paragraphs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    parent: str = ""
    confidence: float = 0.9
    decided: bool = False

    @property
    def lead(self) -> str:
        """The unit named first where the text itself names units."""
        return self.owners[0] if self.owners and self.owners_basis == "stated" else ""


@dataclass(frozen=True, slots=True)
class ExtractedUnit:
    """A responsible unit under one name, with every form the text uses and where it stands."""

    id: str
    name: str
    kind: UnitKind
    aliases: tuple[str, ...]
    paragraphs: tuple[str, ...]
    owner_count: int = 0
    supporting_count: int = 0


@dataclass(frozen=True, slots=True)
class ExtractedNamed:
    """A named enterprise, project, park, place, platform or institution, and the sentence that commits it."""

    id: str
    document: str
    name: str
    kind: NamedKind
    paragraph: str
    span: tuple[int, int]
    text: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    confidence: float = 0.7
    decided: bool = False


@dataclass(frozen=True, slots=True)
class ExtractedInstrument:
    """A policy instrument (差别电价, 奖补, 贴息, 名单 …) in the sentence that names it."""

    id: str
    document: str
    name: str
    kind: InstrumentKind
    paragraph: str
    span: tuple[int, int]
    text: str
    paragraphs: tuple[str, ...] = ()
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class TargetHead:
    """What people decided a target is called and who answers for it; None where that stays as the text has it."""

    name: str
    owners: tuple[str, ...] | None = None
    supporting: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SettledQuestion:
    """What somebody decided where statements differ: those of them that hold (all where none is named), and why."""

    about: FindingClass
    statements: tuple[str, ...]
    adopted: tuple[str, ...]
    reason: str
    decided_by: str
    decided_on: dt.date


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document. `year` is when the plan begins, `horizon` when it ends, where known.

    `heads`, `settled`, `area_code`, `area_name` and `office` are what people decided beside single statements.
    """

    document: str
    title: str
    year: int | None
    horizon: int | None
    targets: tuple[ExtractedTarget, ...] = ()
    tasks: tuple[ExtractedTask, ...] = ()
    units: tuple[ExtractedUnit, ...] = ()
    named: tuple[ExtractedNamed, ...] = ()
    instruments: tuple[ExtractedInstrument, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    heads: Mapping[str, TargetHead] = field(default_factory=dict)
    settled: tuple[SettledQuestion, ...] = ()
    area_code: str = ""
    area_name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """Statements of one target in different places or years; `indicator` is the fullest name among them."""

    id: str
    indicator: str
    unit: str
    targets: tuple[ExtractedTarget, ...] = field(default=())
