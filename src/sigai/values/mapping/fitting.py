"""Finding the heads of a mapping in a file, and what has changed since it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sigai.base.issues import Issue, Place, Severity
from sigai.tables.files import SheetFile, SheetTexts, nearest
from sigai.tables.files.columns import hints
from sigai.tables.files.heads import fits
from sigai.values.batches import same_unit
from sigai.values.mapping import problems
from sigai.values.mapping.heads import SEARCHED, SeenHead, heads_at, stated_in, unit_in
from sigai.values.mapping.meanings import MEANT_WORDS, KnownMeasures, column_of
from sigai.values.mapping.model import HEAD, MappedColumn, Mapping
from sigai.values.mapping.saying import heads_with, is_units, rows_of_heads, units_said
from sigai.values.stated_periods import split_period

_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class FoundHeads:
    """Where a mapping's heads stand in a file, and what changed: an error among `changes` asks before it is applied.

    `count` is how many rows the heads have, with those that are new under them; `passed` are rows further down that
    only say units."""

    file: str
    sheet: SheetTexts
    first: int
    heads: tuple[SeenHead, ...]
    changes: tuple[Issue, ...] = ()
    count: int = 1
    passed: frozenset[int] = frozenset()

    @property
    def below(self) -> int:
        """The first row under the heads, from 0."""
        return self.first + self.count

    @property
    def asks(self) -> bool:
        """Whether something changed that decides what figures mean."""
        return any(change.severity is Severity.ERROR for change in self.changes)

    def seen(self, column: MappedColumn) -> tuple[SeenHead, ...]:
        """The columns of the sheet that a column of the mapping stands for."""
        return tuple(head for head in self.heads if head.key == column.key)


def find_fit(mapping: Mapping, read: SheetFile, known: KnownMeasures) -> FoundHeads | Issue:
    """The sheet and rows where most heads of a mapping stand, at least two thirds of those that are read; an issue
    where there are none, or several sheets have them."""
    wanted = {column.key for column in mapping.read}
    found = [(*_best(mapping, wanted, sheet), sheet) for sheet in read.sheets if _may_be(mapping.sheet, sheet)]
    most = max((count for count, _, _ in found), default=0)
    best = [(first, sheet) for count, first, sheet in found if count == most]
    if not most or most * 3 < len(wanted) * 2:
        head = " / ".join(mapping.read[0].head) if mapping.read else ""
        return problems.NO_HEADS_FOUND.at(Place(read.name), name=mapping.name, head=head)
    if len(best) > 1:
        sheets_named = "、".join(sheet.name for _, sheet in best)
        return problems.SEVERAL_SHEETS.at(Place(read.name), name=mapping.name, sheets=sheets_named)
    first, sheet = best[0]
    name = read.name if len(read.sheets) == 1 else f"{read.name}#{sheet.name}"
    heads = heads_at(sheet, first, mapping.heads)
    figures = _may_be_figures(mapping, heads)
    count = mapping.heads + rows_of_heads(sheet, first + mapping.heads, figures)
    heads = heads_with(heads, sheet, range(first + mapping.heads, first + count))
    changes = list(_changes(mapping, heads, stated_in(sheet, first, count), Place(name), known))
    rows = [
        row for row in range(len(sheet.cells)) if not first <= row < first + count and is_units(sheet, row, figures)
    ]
    changes += _units_apart(mapping, heads, units_said(sheet, rows), name, known)
    return FoundHeads(name, sheet, first, heads, tuple(changes), count, frozenset(rows))


def _may_be_figures(mapping: Mapping, heads: Sequence[SeenHead]) -> frozenset[int]:
    """The columns that do not say whom, what, when or in which unit figures are."""
    other = {column.key for column in mapping.read if column.means not in ("figure", "asked")}
    return frozenset(head.at for head in heads if head.key not in other)


def _units_apart(
    mapping: Mapping, heads: Sequence[SeenHead], said: Sequence[tuple[int, int, str]], file: str, known: KnownMeasures
) -> Iterator[Issue]:
    """What is said when a row over the heads or among the figures names another unit than the column's: the unit of
    its head or of the mapping."""
    by_key = {column.key: column for column in mapping.columns_of("figure")}
    by_place = {head.at: (head, by_key[head.key]) for head in heads if head.key in by_key}
    for row, at, unit in said:
        if at not in by_place:
            continue
        head, column = by_place[at]
        held = _held(mapping, column, head.unit, known)
        if not (held and same_unit(unit, held)):
            place = Place(file, row=row + 1, column=head.told)
            yield problems.UNIT_CHANGED.at(place, head=head.told, before=held or _NOTHING, now=unit)


def _held(mapping: Mapping, column: MappedColumn, unit: str, known: KnownMeasures) -> str:
    """The unit that a column's figures are read in, where a row does not say its own."""
    name = column.measure or mapping.measure
    measure = next((each for each in known.names.measures if each.id == name), None)
    whole = mapping.unit if measure is None or fits(mapping.unit, measure.unit) else ""
    return column.unit or unit or whole or (measure.unit if measure else "")


def fitting_mapping(
    mappings: Sequence[Mapping], read: SheetFile, known: KnownMeasures
) -> tuple[Mapping, FoundHeads] | None:
    """Of several mappings the one for a file, by `mapping_rank`; None where none is for it."""
    found = [(mapping, fit) for mapping in mappings if isinstance(fit := find_fit(mapping, read, known), FoundHeads)]
    if not found:
        return None
    return min(found, key=lambda pair: mapping_rank(*pair, asks=pair[1].asks))


def mapping_rank(
    mapping: Mapping, fit: FoundHeads, *, asks: bool, own: bool = True
) -> tuple[bool, bool, int, int, str]:
    """By what the mapping for a file is chosen, the least first: one that asks nothing, one's own, then the one from
    which least changed, that reads most columns, by its name."""
    return asks, not own, len(fit.changes), -len(mapping.read), mapping.name


def _may_be(named: str, sheet: SheetTexts) -> bool:
    """Whether a sheet bears a name, whatever period stands in it."""
    return not named or split_period(named)[0] == split_period(sheet.name)[0]


def _best(mapping: Mapping, wanted: set[str], sheet: SheetTexts) -> tuple[int, int]:
    best, most = 0, 0
    for first in range(min(SEARCHED, len(sheet.cells) - mapping.heads + 1)):
        count = len(wanted & {head.key for head in heads_at(sheet, first, mapping.heads)})
        if count > most:
            best, most = first, count
    return most, best


def _changes(
    mapping: Mapping, heads: Sequence[SeenHead], stated: tuple[str, ...], place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    by_key: dict[str, list[SeenHead]] = defaultdict(list)
    for head in heads:
        by_key[head.key].append(head)
    mapped = {column.key: column for column in mapping.columns}
    new = [key for key in by_key if key not in mapped]
    for column in mapped.values():
        seen = by_key.get(column.key, [])
        yield from _gone(column, [by_key[key][0].told for key in new], place) if not seen else ()
        if column.means not in ("ignored", "note"):
            yield from _of_column(column, seen, place)
    for key in new:
        yield _new(by_key[key][0], known, place)
    if set(stated) != set(mapping.stated):
        before, now = ("、".join(units) or _NOTHING for units in (mapping.stated, stated))
        yield problems.UNIT_CHANGED.at(place, head="标题 title", before=before, now=now)


def _gone(column: MappedColumn, new: list[str], place: Place) -> Iterator[Issue]:
    head = " / ".join(column.head)
    if column.means in ("ignored", "note"):
        yield problems.UNREAD_HEAD_GONE.at(place, head=head)
    else:
        yield problems.HEAD_GONE.at(place, head=head, **hints(nearest(head, new), "现在的"))


def _of_column(column: MappedColumn, seen: list[SeenHead], place: Place) -> Iterator[Issue]:
    """What changed about a column that is read."""
    periods = {head.period for head in seen}
    if len(seen) > 1 and not (column.period == HEAD and len(periods) == len(seen)):
        yield problems.HEAD_TWICE.at(place, head=seen[0].told, count=len(seen))
    before = unit_in(column.head)
    for head in seen:
        if head.unit != before and not (head.unit and same_unit(head.unit, before or column.unit)):
            units = {"before": before or column.unit or _NOTHING, "now": head.unit or _NOTHING}
            yield problems.UNIT_CHANGED.at(Place(place.file, column=head.told), head=head.told, **units)
            return


def _new(head: SeenHead, known: KnownMeasures, place: Place) -> Issue:
    at = Place(place.file, column=head.told)
    column = column_of(head, known)
    if column.means in ("ignored", "note"):
        return problems.NEW_HEAD.at(at, head=head.told)
    zh, en = MEANT_WORDS[column.means]
    name = column.measure or column.guess
    return problems.NEW_HEAD_MEANS.at(
        at, head=head.told, what_zh=f"{zh} {name}".strip(), what_en=f"{en} {name}".strip()
    )
