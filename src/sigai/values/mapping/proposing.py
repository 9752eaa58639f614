"""A first mapping from a file: what its heads and cells say plainly is taken, everything else is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from sigai.base.issues import Place, UserError
from sigai.tables.files import SheetFile, SheetTexts, clean, read_numbers, read_period
from sigai.tables.files.heads import says, says_nothing
from sigai.tables.files.problems import NO_HEADER
from sigai.values.batches import EXAMPLE_LONG
from sigai.values.mapping.applying import MappingReaders
from sigai.values.mapping.beside import meant_by_words
from sigai.values.mapping.heads import (
    NUMBERING,
    SEARCHED,
    SeenHead,
    bare_head,
    heads_at,
    seen_head,
    span_in,
    span_of,
    stated_in,
    tells_apart,
    title_period,
)
from sigai.values.mapping.holding import are_numbers, first_cells, is_label, is_only_total, mostly
from sigai.values.mapping.meanings import KnownMeasures, column_of, known_measures
from sigai.values.mapping.model import GIVEN, HEAD, TITLE, MappedColumn, Mapping, Meant
from sigai.values.mapping.over import belongs_to_heads
from sigai.values.mapping.saying import units_in
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import wanted_span
from sigai.values.stated_periods import HELD, split_period

_MOST_HEADS = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the head of a sheet stands: its first row from 0, and how many rows it has."""

    sheet: SheetTexts
    first: int
    heads: int


def find_layout(read: SheetFile, known: KnownMeasures) -> Layout:
    """The sheet and rows with the most heads that mean something; UserError where no sheet has heads over figures."""
    found = [head for sheet in read.sheets if (head := _head_of(sheet, known)) is not None]
    if not found:
        raise UserError([NO_HEADER.at(Place(read.name), example=EXAMPLE_LONG)])
    return max(found, key=lambda pair: pair[0])[1]


def _head_of(sheet: SheetTexts, known: KnownMeasures) -> tuple[int, Layout] | None:
    """The rows above the first figures whose heads mean most, the fewest of them, with the rows of units and such
    under them; where none means anything, those between titles and figures. And how many heads mean something."""
    data = next((row for row in range(len(sheet.cells)) if _is_data(sheet.cells[row])), 0)
    blocks = [
        (_meaning_heads(sheet, last - count + 1, count, known), -count, -last)
        for last in range(min(data, SEARCHED))
        for count in range(1, min(_MOST_HEADS, last + 1) + 1)
        if all(_is_head(sheet, row) for row in range(last - count + 1, last + 1))
    ]
    if not blocks:
        return None
    means, count, last = max(blocks)
    if not means:
        return 0, _between(sheet, data)
    first, count, last = -last + count + 1, -count, -last
    while last + 1 < data and _says_more(sheet.cells[last + 1]):
        count, last = count + 1, last + 1
    while first > 0 and (
        len(units_in(sheet.cells[first - 1])) > 1
        or belongs_to_heads(sheet, first - 1, heads_at(sheet, first, count), known)
    ):
        first, count = first - 1, count + 1
    return means, Layout(sheet, first, count)


def _meaning_heads(sheet: SheetTexts, first: int, count: int, known: KnownMeasures) -> int:
    heads = heads_at(sheet, first, count)
    return sum(column_of(head, known).means not in ("ignored", "note") for head in heads)


def _between(sheet: SheetTexts, data: int) -> Layout:
    """The rows between titles and the first row of figures."""
    last = data - 1
    while last > 0 and not any(map(str.strip, sheet.cells[last])):
        last -= 1
    first = last
    while first > 0 and last - first + 1 < _MOST_HEADS and _is_head(sheet, first - 1):
        first -= 1
    return Layout(sheet, first, last - first + 1)


def _says_more(row: Sequence[str]) -> bool:
    """Whether a row under the heads says their units, numbers them, or says of what or, where no subject stands in
    it, of when their figures are."""
    cells = [clean(cell) for cell in row if cell.strip()]
    if cells and not row[0].strip() and all(split_period(cell)[0] == HELD for cell in cells):
        return True
    return bool(cells) and all(says(cell) or NUMBERING.match(cell) or says_nothing(cell) for cell in cells)


def _is_data(row: Sequence[str]) -> bool:
    """Whether a row holds a figure: a number that is neither a period nor the numbering of columns."""
    cells = [clean(cell) for cell in row if cell.strip()]
    numbers = read_numbers(pa.array(cells, pa.string())).good.tolist() if cells else []
    figures = [
        cell
        for cell, good in zip(cells, numbers, strict=True)
        if good and (cell.isdigit() or not split_period(cell)[1])
    ]
    numbering = bool(cells) and cells[0] in ("甲", "A") and all(cell.isdigit() for cell in figures)
    return bool(figures) and len(cells) > 1 and not numbering and not _are_periods(figures)


def _are_periods(cells: Sequence[str]) -> bool:
    """Whether numbers are the heads of periods that follow each other: 2020, 2021, 2022."""
    return len(cells) > 1 and list(cells) == sorted(set(cells)) and all(split_period(cell)[1] for cell in cells)


def _is_head(sheet: SheetTexts, row: int) -> bool:
    """Whether a row above another head row belongs to the head: titles and lines of units stand alone."""
    cells = list(dict.fromkeys(clean(cell) for cell in sheet.cells[row] if cell.strip()))
    wide = any(top <= row <= bottom and right - left + 1 >= sheet.width for top, left, bottom, right in sheet.merged)
    told = len(cells) < 4 and any(":" in cell for cell in cells)
    return len(cells) > 1 and not wide and not told


def propose_mapping(
    read: SheetFile, readers: MappingReaders, *, name: str, form: str = "", layout: Layout | None = None
) -> Mapping:
    """A mapping of a file for a form; columns with two readings, or only a near one, are `asked`.

    `layout` is where a person says that the head stands.
    """
    known = known_measures(MeasureNames.of(readers.programme), readers.measures)
    layout = layout or find_layout(read, known)
    heads = heads_at(layout.sheet, layout.first, layout.heads)
    under = range(layout.first + layout.heads, len(layout.sheet.cells))
    columns = [
        column
        if column.means != "ignored"
        else _by_cells(head, first_cells(layout.sheet, head.at, under), readers, known)
        for head, column in ((head, column_of(head, known)) for head in heads)
    ]
    columns = _settled(_once(columns), known)
    stated = stated_in(layout.sheet, layout.first, layout.heads)
    meant = {column.means for column in columns}
    by_row = "period" in meant or {"year", "month"} <= meant
    figures = [column for column in columns if column.means in ("figure", "asked")]
    by_head = bool(figures) and all(column.period for column in figures)
    titles = title_period(layout.sheet, range(layout.first))
    dated = len(titles) == 1 and titles[0].kind != "year" and not readers.measures
    period = "" if by_row or by_head else TITLE if dated else GIVEN
    return Mapping(
        name=name,
        form=form,
        sheet=layout.sheet.name if len(read.sheets) > 1 else "",
        heads=layout.heads,
        stated=stated,
        entity="" if "entity" in meant else GIVEN,
        period=period,
        unit=stated[0] if len(stated) == 1 else "",
        columns=tuple(columns),
    )


def _by_cells(head: SeenHead, cells: Sequence[str], readers: MappingReaders, known: KnownMeasures) -> MappedColumn:
    """What a column is by what it holds, where its head says nothing."""
    kinds: tuple[tuple[Meant, Callable[[str], bool]], ...] = (
        ("entity", lambda cell: readers.register.position(cell) >= 0),
        ("measure", lambda cell: known.measure(cell) is not None),
        ("period", lambda cell: len(cell) > 4 and read_period(cell) is not None),
    )
    means = next((kind for kind, is_one in kinds if mostly(map(is_one, cells))), None) or meant_by_words(cells)
    return _of_numbers(head, cells) if means is None else MappedColumn(head=head.words, means=means)


def _of_numbers(head: SeenHead, cells: Sequence[str]) -> MappedColumn:
    """Figures where a head only says of when they are; numbers under a head that nobody knows are asked about."""
    span = span_of(head.words, "")
    if not are_numbers(cells) or span == "other" or is_label(head.words):
        return MappedColumn(head=head.words, means="ignored")
    is_figure = span in ("this", "period", "end") or (span == "total" and is_only_total(head.words))
    means: Meant = "figure" if is_figure else "asked"
    return MappedColumn(head=head.words, means=means, unit=head.unit, period=HEAD if head.period else "")


def _once(columns: Sequence[MappedColumn]) -> list[MappedColumn]:
    """Columns that differ in their period only are one."""
    return list({column.key: column for column in reversed(columns)}.values())[::-1]


def _settled(columns: Sequence[MappedColumn], known: KnownMeasures) -> list[MappedColumn]:
    """The columns against each other: one measure in two columns, figures that only a row's measure explains."""
    meant = {column.means for column in columns}
    found = list(columns)
    if "month" not in meant or "period" in meant:
        found = [
            _as(column, "period") if column.means == "year" and "period" not in meant else column for column in found
        ]
    if "measure" not in meant:
        nameless = [column for column in found if column.means == "figure" and not column.measure]
        guess = known.form[0].id if len(known.form) == 1 else ""
        found = [
            column.model_copy(update={"measure": guess} if guess else {"means": "asked"})
            if column in nameless
            else column
            for column in found
        ]
    return _apart(found, known)


def _apart(columns: list[MappedColumn], known: KnownMeasures) -> list[MappedColumn]:
    """Of several columns of one measure the one whose head names the right span is read; else all are asked about. A
    column of the month alone is asked about where figures since January are wanted."""
    seen = {column.key: seen_head(0, column.head) for column in columns}
    apart = tells_apart(seen.values())
    for measure in known.names.measures:
        spans = {
            column.key: span_in(seen[column.key], column.key, measure.name.zh, told_apart=apart)
            for column in columns
            if (column.measure if column.means == "figure" else _named_exactly(column, known)) == measure.id
        }
        right = [key for key, span in spans.items() if span in wanted_span(measure)]
        plain = [key for key, span in spans.items() if span in ("", "this")]
        keep = right if len(right) == 1 else plain if len(plain) == 1 and not right else []
        for at, column in enumerate(columns):
            if column.key not in spans or column.key in keep:
                continue
            left = {"means": "ignored", "measure": "", "guess": ""}
            asked = {"means": "asked", "measure": "", "guess": measure.id}
            columns[at] = column.model_copy(update=left if len(right) == 1 else asked)
    return columns


def _named_exactly(column: MappedColumn, known: KnownMeasures) -> str:
    """The measure whose very name stands over a column that is asked about for its span."""
    if column.means != "asked" or not span_of(column.head, ""):
        return ""
    named = (known.measure(bare) for word in column.head if (bare := bare_head(word)))
    return next((measure.id for measure in named if measure is not None), "")


def _as(column: MappedColumn, means: str) -> MappedColumn:
    return column.model_copy(update={"means": means})
