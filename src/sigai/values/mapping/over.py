"""Rows over the heads that group columns, as `上年同期` over two of them does: what they change in their meaning."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as ByPlace

from sigai.base.issues import Issue, Place
from sigai.base.units import is_unit
from sigai.programme.measures import Measure
from sigai.tables.files import SheetTexts, clean
from sigai.tables.files.heads import merged_over
from sigai.values.mapping import problems
from sigai.values.mapping.heads import NUMBERING, SeenHead, bare_head, heads_for, is_only_other, span_of
from sigai.values.mapping.meanings import KnownMeasures, column_of
from sigai.values.mapping.model import Mapping
from sigai.values.mapping.tables import SheetTable
from sigai.values.measure_words import wanted_span
from sigai.values.stated_periods import HELD, split_period

_TITLE = re.compile(r":|(?:表|情况|统计|汇总|一览|月报|季报|年报|快报|简报|通报)$|^(?:附|续)")
_FEWEST_WORDS = 2
"""So many words that nobody knows, side by side, group columns; one alone may be a title."""


def words_over(
    mapping: Mapping, sheet: SheetTexts, table: SheetTable, place: Place, known: KnownMeasures
) -> Iterator[Issue]:
    """What is said of words over the heads that the mapping does not have and that change what figures are."""
    figures = {
        head.at: (head, column)
        for column in mapping.columns_of("figure")
        for head in heads_for(table.heads, column.key)
    }
    measures = {at: known.by_id(column.measure or mapping.measure) for at, (_, column) in figures.items()}
    for row in table.over:
        lone = [clean(cell) for cell in sheet.cells[row] if cell.strip()]
        if len(lone) == 1 and is_only_other(lone[0]) and figures:
            head = figures[min(figures)][0].told
            yield problems.OVER_HEAD.at(Place(place.file, row=row + 1, column=head), word=lone[0], head=head)
            continue
        for word, at in changing_words(sheet, row, table.heads, measures, known).items():
            head = figures[at][0].told
            yield problems.OVER_HEAD.at(Place(place.file, row=row + 1, column=head), word=word, head=head)


def belongs_to_heads(sheet: SheetTexts, row: int, heads: Sequence[SeenHead], known: KnownMeasures) -> bool:
    """Whether a row over heads says of their figures what they are, so that it is part of the heads."""
    columns = {head.at: column_of(head, known) for head in heads}
    measures = {
        at: known.by_id(column.measure or column.guess)
        for at, column in columns.items()
        if column.means in ("figure", "asked")
    }
    return bool(changing_words(sheet, row, heads, measures, known))


def changing_words(
    sheet: SheetTexts,
    row: int,
    heads: Sequence[SeenHead],
    measures: ByPlace[int, Measure | None],
    known: KnownMeasures,
) -> dict[str, int]:
    """The words of a row that change what the figures under it are, each with the first column that it stands over.
    `measures` are those of the columns of figures; None where the row of a figure names it."""
    words = _over_figures(sheet, row, measures)
    own = {head.at: head.words for head in heads}
    words = {at: word for at, word in words.items() if word not in own.get(at, ())}
    periods = {word for word in words.values() if split_period(word)[0] == HELD}
    alone = _is_alone(sheet, row, words, own)
    groups = alone and _groups(sheet, row, words)
    found: dict[str, int] = {}
    for at, word in words.items():
        changes = alone and len(periods) > 1 if word in periods else _changes(word, measures[at], known, unknown=groups)
        if changes:
            found.setdefault(word, at)
    return found


def _changes(word: str, measure: Measure | None, known: KnownMeasures, *, unknown: bool) -> bool:
    bare = bare_head(word)
    meant = known.measure(bare) if bare else None
    if meant is not None:
        return measure is None or meant.id != measure.id
    span = span_of((word,), "")
    if span:
        return span not in ("this", *(() if measure is None else wanted_span(measure)))
    return unknown and not split_period(word)[1]


def _over_figures(sheet: SheetTexts, row: int, figures: Collection[int]) -> dict[int, str]:
    """The words of a row over columns of figures; a title, merged over other columns too, is none of them."""
    cells = [clean(cell) for cell in merged_over(sheet.cells, row, sheet.width, sheet.merged)]
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and right > left and (left not in figures or right - left + 1 >= sheet.width):
            cells[left : right + 1] = [""] * len(cells[left : right + 1])
    return {
        at: cells[at]
        for at in sorted(figures)
        if at < len(cells)
        and cells[at]
        and not (_TITLE.search(cells[at]) or is_unit(cells[at]) or NUMBERING.match(cells[at]))
    }


def _is_alone(sheet: SheetTexts, row: int, words: ByPlace[int, str], own: ByPlace[int, tuple[str, ...]]) -> bool:
    """Whether nothing stands in a row beside its words over figures but what the heads below say, too."""
    cells = [clean(cell) for cell in merged_over(sheet.cells, row, sheet.width, sheet.merged)]
    return not any(cell and at not in words and cell not in own.get(at, ()) for at, cell in enumerate(cells))


def _groups(sheet: SheetTexts, row: int, words: ByPlace[int, str]) -> bool:
    """Whether words that nobody knows are the names of groups: over some columns only, or several side by side."""
    merged = any(top <= row <= bottom and right > left and left in words for top, left, bottom, right in sheet.merged)
    return merged or len(set(words.values())) >= _FEWEST_WORDS
