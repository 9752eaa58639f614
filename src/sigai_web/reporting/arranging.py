"""A sheet arranged for people: every cell with its unit, what stood before beside it, the arithmetic, the remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from sigai.base import Period
from sigai.programme import EntityKind, Measure, period_before
from sigai.values import withdraws
from sigai_web.language import choose, language
from sigai_web.reporting.checking import CheckedSheet, Remark, check_sheet, plain
from sigai_web.reporting.comparison_figures import ComparisonFigures, gather
from sigai_web.reporting.drafts import sheet_of, texts_of
from sigai_web.reporting.models import Sheet, SheetCell
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.withdrawing import withdraw_word

_HUNDRED = Decimal(100)
_JANUARY = 12


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One cell of a sheet as a line of its page. Numbers are texts, grouped by thousands; "" where there is none.

    `was` and `given` are the text and the reason that are kept; `seen` is the version that the reader knows of.
    """

    number: int
    key: Key
    measure: Measure
    text: str
    value: str
    was: str
    given: str
    seen: int
    reason: str
    by: str
    at: datetime | None
    last: str
    year_ago: str
    alone: str
    growth: str
    stands: str
    changed: bool
    remarks: tuple[Remark, ...]

    @property
    def name(self) -> str:
        """How the fields of the page call it."""
        return ":".join(self.key)

    @property
    def shown(self) -> str:
        """The figure as people read it, in the measure's unit; as it was typed where it is none."""
        return withdraw_word() if withdraws(self.text) else self.value or self.text

    @property
    def converted(self) -> bool:
        """Whether something else than the figure itself was typed: another unit."""
        return bool(self.value) and self.value.replace(",", "") != self.text.replace(",", "").strip()

    @property
    def asks(self) -> bool:
        """Whether a remark wants a reason before the sheet can be handed in."""
        return any(remark.asks for remark in self.remarks)

    @property
    def decides(self) -> bool:
        """Whether a figure stands and the cell is empty: it is to be left, or withdrawn."""
        return any(remark.decides for remark in self.remarks)

    @property
    def withdraw(self) -> str:
        """The word that takes back the figure that stands."""
        return withdraw_word()

    @property
    def refuses(self) -> bool:
        """Whether a remark keeps the figure out whatever reason is given."""
        return any(remark.refuses for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class EntityLines:
    """The lines of one entity."""

    entity: str
    name: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, eq=False)
class Arranged:
    """Everything that the pages of one sheet show."""

    assignment: Assignment
    sheet: Sheet | None
    past: ComparisonFigures
    checked: CheckedSheet
    groups: tuple[EntityLines, ...]

    @property
    def version(self) -> int:
        """The version that an edit must have seen; 0 for a sheet that nobody has begun."""
        return self.sheet.version if self.sheet else 0

    @property
    def lines(self) -> list[SheetLine]:
        """The lines of all groups in the order of the page."""
        return [line for group in self.groups for line in group.lines]

    @property
    def kind(self) -> EntityKind | None:
        """The kind of things that the form asks for a row each; None where it asks the reporter itself."""
        return self.assignment.content.kind_of_form(self.assignment.form)

    @property
    def by_row(self) -> bool:
        """Whether the page has a row for each thing and a column for each measure."""
        return self.kind is not None

    @property
    def measures(self) -> list[Measure]:
        """The columns of such a page."""
        return [self.assignment.content.measure_by_id[name] for name in self.assignment.form.measures]

    @property
    def rows(self) -> list[tuple[EntityLines, list[SheetLine | None]]]:
        """Its rows: each thing with its cells, None where it owes no such figure."""
        return [
            (group, [next((line for line in group.lines if line.key[1] == one.id), None) for one in self.measures])
            for group in self.groups
        ]

    @property
    def filled(self) -> int:
        """How many cells hold a text, right or wrong."""
        return sum(1 for line in self.lines if line.text.strip())

    @property
    def refused(self) -> int:
        """How many cells hold what cannot be taken."""
        return sum(1 for line in self.lines if line.refuses)

    @property
    def unanswered(self) -> int:
        """How many filled cells still lack the reason that they are asked for, and how many emptied ones a decision."""
        lacking = [line for line in self.lines if line.asks and not line.reason.strip() and line.text.strip()]
        return len(lacking) + sum(1 for line in self.lines if line.decides)

    @property
    def last_period(self) -> Period:
        """The period just before that of the sheet."""
        return period_before(self.assignment.period)

    @property
    def period_a_year_ago(self) -> Period:
        """The same period of the year before."""
        return self.assignment.period.shift_years(-1)

    @property
    def totals(self) -> bool:
        """Whether any figure of the sheet runs from January."""
        return any(line.measure.accumulation == "ytd" for line in self.lines)


def arranged(
    assignment: Assignment,
    typed: Mapping[Key, tuple[str, str]] | None = None,
    *,
    seen: Mapping[Key, int] | None = None,
    drafts: bool = True,
) -> Arranged:
    """A sheet as it is now; `typed` are texts and reasons that its reader has typed and that are not kept, `seen` the
    versions that they had before them: of a cell that says something else now they have seen no more than that.

    Without `drafts` a sheet still in its reporter's hands shows the figures that stand: a draft is its reporter's own.
    """
    past, sheet = gather(assignment), sheet_of(assignment)
    cells = list(sheet.cells.all()) if sheet and (drafts or not sheet.editable) else []
    texts = texts_of(assignment, cells, past)
    reasons = {cell.key: cell.reason for cell in cells}
    kept = {key: (text, reasons.get(key, "")) for key, text in texts.items()}
    for key, (text, reason) in (typed or {}).items():
        texts[key], reasons[key] = text, reason
    versions = {cell.key: cell.version for cell in cells}
    versions |= {key: version for key, version in (seen or {}).items() if (texts[key], reasons[key]) != kept.get(key)}
    settled = bool(sheet and sheet.state == Sheet.State.ACCEPTED)
    checked = check_sheet(assignment, texts, past, correction=bool(sheet and sheet.correction), settled=settled)
    drawn = _Drawn(texts, reasons, kept, versions, {cell.key: cell for cell in cells})
    lines = _lines(assignment, past, checked, drawn)
    name = assignment.owed.register.name
    groups = tuple(
        EntityLines(entity, name(entity, language()), tuple(mine))
        for entity, mine in groupby(lines, lambda line: line.key[0])
    )
    return Arranged(assignment, sheet, past, checked, groups)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What stands in the cells."""

    texts: Mapping[Key, str]
    reasons: Mapping[Key, str]
    kept: Mapping[Key, tuple[str, str]]
    versions: Mapping[Key, int]
    cells: Mapping[Key, SheetCell]


def _lines(
    assignment: Assignment, past: ComparisonFigures, checked: CheckedSheet, drawn: _Drawn
) -> Iterator[SheetLine]:
    period = assignment.period
    for number, key in enumerate(assignment.cells):
        measure, cell = assignment.content.measure_by_id[key[1]], drawn.cells.get(key)
        value = checked.values[key].value if key in checked.values else None
        stands = past.figure(*key, period)
        last = past.figure(*key, period_before(period))
        year_ago = past.figure(*key, period.shift_years(-1))
        yield SheetLine(
            number,
            key,
            measure,
            drawn.texts[key],
            grouped(value) if value is not None else "",
            *drawn.kept[key],
            drawn.versions.get(key, 0),
            drawn.reasons.get(key, ""),
            cell.by if cell else "",
            cell.at if cell else None,
            grouped(last.value) if last else "",
            grouped(year_ago.value) if year_ago else "",
            _alone(measure, key, period, value, past),
            growth_words(value, year_ago.value if year_ago else None),
            grouped(stands.value) if stands else "",
            stands is not None and (stands.value != value if value is not None else withdraws(drawn.texts[key])),
            checked.of(key),
        )


def _alone(measure: Measure, key: Key, period: Period, value: Decimal | None, past: ComparisonFigures) -> str:
    """What a total since January newly tells of: `本月 12 = 112 − 100`."""
    if value is None or measure.accumulation != "ytd" or period.first % _JANUARY == 0:
        return ""
    before = _before_in_year(key, period, past)
    if before is None:
        return ""
    since, total = before
    months = f"{since.last % _JANUARY + 2}—{period.last % _JANUARY + 1}"
    one = choose("本期", "this period") if since.last + 1 == period.first else choose(f"{months}月", f"months {months}")
    return f"{one} {grouped(value - total)} = {grouped(value)} − {grouped(total)}"


def _before_in_year(key: Key, period: Period, past: ComparisonFigures) -> tuple[Period, Decimal] | None:
    """The last figure before the period in its year."""
    earlier = period_before(period)
    while earlier.year == period.year:
        found = past.figure(*key, earlier)
        if found is not None:
            return earlier, found.value
        earlier = period_before(earlier)
    return None


def growth_words(value: Decimal | None, before: Decimal | None) -> str:
    """The change on the same period of the year before, where it says something."""
    if value is None or before is None or before <= 0:
        return ""
    return f"{(value / before - 1) * _HUNDRED:+.1f}%"


def grouped(value: Decimal) -> str:
    """`12,345.6`."""
    whole, _, decimals = plain(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    number = f"{int(whole.lstrip('-') or 0):,}"
    return f"{sign}{number}{'.' + decimals if decimals else ''}"


def asked_lines(lines: Sequence[SheetLine]) -> list[SheetLine]:
    """Those that an approver should look at: refused, asked about, changed, explained."""
    return [line for line in lines if line.refuses or line.asks or line.changed or line.reason]
