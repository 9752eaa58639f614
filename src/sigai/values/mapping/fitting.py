"""Finding the heads of a mapping in a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sigai.base.issues import Issue, Place, Severity
from sigai.tables.files import SheetFile, SheetTexts, clean
from sigai.tables.files.heads import units_aside
from sigai.tables.files.labels import joined_texts
from sigai.tables.files.spans import word_of_span, words_of_table
from sigai.values.mapping import problems
from sigai.values.mapping.changes import changes_of
from sigai.values.mapping.heads import SEARCHED, SeenHead, heads_at, heads_for
from sigai.values.mapping.meanings import KnownMeasures
from sigai.values.mapping.model import MappedColumn, Mapping
from sigai.values.mapping.tables import found_of, tables_of
from sigai.values.stated_periods import split_period


@dataclass(frozen=True, slots=True)
class FoundHeads:
    """Where a mapping's heads stand in a file, and what changed: an error among `changes` asks before it is applied.

    `count` is how many rows the heads have, with those that are new under them; `titles` are the rows that say whose
    table it is, `over` those right over its heads, `under` those of its figures, from 0. `further` are tables below
    with heads of their own; `aside` are units that sheets without these heads, text boxes, printed pages and
    prompts state or mention, `around` their words for what figures are.
    """

    file: str
    sheet: SheetTexts
    first: int
    heads: tuple[SeenHead, ...]
    changes: tuple[Issue, ...] = ()
    count: int = 1
    titles: tuple[int, ...] = ()
    under: tuple[int, ...] = ()
    further: tuple[FoundHeads, ...] = ()
    over: tuple[int, ...] = ()
    aside: tuple[str, ...] = ()
    around: tuple[str, ...] = ()

    @property
    def below(self) -> int:
        """The first row under the heads, from 0."""
        return self.first + self.count

    @property
    def asks(self) -> bool:
        """Whether something changed that decides what figures mean."""
        return any(change.severity is Severity.ERROR for change in self.changes)

    @property
    def tables(self) -> tuple[FoundHeads, ...]:
        """Every table of the sheet, each with its own heads."""
        return self, *self.further

    def seen(self, column: MappedColumn) -> tuple[SeenHead, ...]:
        """The columns of the sheet that a column of the mapping stands for."""
        return heads_for(self.heads, column.key)


def find_fit(mapping: Mapping, read: SheetFile, known: KnownMeasures) -> FoundHeads | Issue:
    """The sheet and rows where most heads of a mapping stand, at least two thirds of those that are read; an issue
    where there are none, or several sheets have them."""
    wanted = {column.key for column in mapping.read}
    everywhere = [(*_best(mapping, wanted, sheet), sheet) for sheet in read.sheets]
    found = [each for each in everywhere if _may_be(mapping.sheet, each[2])]
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
    fit = _fit(mapping, sheet, first, name, known)
    others = [other for count, _, other in everywhere if not count]
    texts = [text for other in others for text in (*joined_texts(_rows(other)), *other.around)]
    alike = "、".join(other.name for count, _, other in everywhere if count == most and other is not sheet)
    left = [problems.SHEETS_LEFT.at(Place(read.name), sheets=alike, read=sheet.name)] if alike else []
    aside = (*units_aside([*texts, *sheet.around]), *sheet.prompted)
    words = filter(None, (*map(words_of_table, texts), *map(word_of_span, sheet.around)))
    units, around = tuple(dict.fromkeys(aside)), tuple(dict.fromkeys(words))
    further = tuple(replace(each, aside=units, around=around) for each in fit.further)
    return replace(fit, changes=(*fit.changes, *left), further=further, aside=units, around=around)


def _rows(sheet: SheetTexts) -> list[list[str]]:
    return [[clean(cell) for cell in row] for row in sheet.cells[:SEARCHED]]


def _fit(mapping: Mapping, sheet: SheetTexts, first: int, name: str, known: KnownMeasures) -> FoundHeads:
    """The tables of a sheet whose first heads begin in a row, and what changed."""
    tables = tables_of(sheet, first, mapping, known)
    found = [
        FoundHeads(name, sheet, table.first, table.heads, (), table.count, table.titles, table.under, over=table.over)
        for table in tables
        if table.fits
    ]
    changes = changes_of(mapping, sheet, tables, name, known)
    return replace(found[0], changes=changes, further=tuple(found[1:]))


def _may_be(named: str, sheet: SheetTexts) -> bool:
    """Whether a sheet bears a name, whatever period stands in it."""
    return not named or split_period(named)[0] == split_period(sheet.name)[0]


def _best(mapping: Mapping, wanted: set[str], sheet: SheetTexts) -> tuple[int, int]:
    best, most = 0, 0
    for first in range(min(SEARCHED, len(sheet.cells) - mapping.heads + 1)):
        count = found_of(heads_at(sheet, first, mapping.heads), wanted)
        if count > most:
            best, most = first, count
    return most, best
