"""Reading a file by a mapping: figures with the cells that they stand in, and everything that was decided or is asked.

Cells are read by the checks of every other file; a mapping only says which cell is what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from sigai.base.issues import Issue, Issues, Place, Severity
from sigai.programme.programme import Programme
from sigai.tables.files import SCALE, RowIssues, SheetFile, clean, read_sheets
from sigai.tables.files.raw import as_text
from sigai.values.batches import Batch
from sigai.values.checks import Checker
from sigai.values.figures import WITHDRAWN, Figures, Vocabularies, join, period_of
from sigai.values.mapping import problems
from sigai.values.mapping.fitting import FoundHeads, find_fit
from sigai.values.mapping.holding import are_numbers, first_cells, is_label
from sigai.values.mapping.meanings import known_measures
from sigai.values.mapping.model import IGNORED, Mapping
from sigai.values.mapping.rows import GivenWithFile, MappedRows, rows_of_tables
from sigai.values.mapping.words import OpenWord, near_names
from sigai.values.measure_names import MeasureNames
from sigai.values.odd_sizes import fractions
from sigai.values.register import UNKNOWN, SubjectIndex, make_register
from sigai.values.revisions import resolve
from sigai.values.taking_back import withdraws

_SHOWN_WORDS = 50
_SHOWN_HEADS = 8
_SHOWN_PERIODS = 3


@dataclass(frozen=True, slots=True)
class MappedFigure:
    """One figure with its cell: the row's number, the head of its column, the text as it stands there, its unit where
    that is not the measure's own; `value` is in the measure's unit."""

    row: int
    head: str
    entity: str
    measure: str
    period: str
    text: str
    unit: str
    value: Decimal
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Whose figure of what and when."""
        return self.entity, self.measure, self.period


@dataclass(frozen=True, slots=True)
class MappedWithdrawal:
    """A cell that takes the figure back which was reported before; `note` may say why."""

    row: int
    head: str
    entity: str
    measure: str
    period: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MappedFile:
    """What a mapping makes of a file. `changes` say what is otherwise than when it was made, `issues` what is wrong
    with cells and what was decided; `open_words` are words that name nobody exactly."""

    figures: tuple[MappedFigure, ...]
    changes: tuple[Issue, ...]
    issues: tuple[Issue, ...]
    open_words: tuple[OpenWord, ...] = ()
    fit: FoundHeads | None = None
    withdrawn: tuple[MappedWithdrawal, ...] = ()

    @property
    def asks(self) -> tuple[Issue, ...]:
        """What has to be said before the file can be read by itself: changes, and words that may mean somebody."""
        found = (*self.changes, *(issue for issue in self.issues if issue.problem in _ASKING))
        return tuple(issue for issue in found if issue.severity is Severity.ERROR)


_ASKING = (
    problems.WORD_NEAR,
    problems.NO_PERIOD,
    problems.TITLE_PERIOD_DIFFERS,
    problems.NO_HEADS_FOUND,
    problems.SEVERAL_SHEETS,
)


@dataclass(frozen=True, slots=True)
class MappingReaders:
    """What files are read against: a programme, its register, and the measures of the form at hand (none: all)."""

    programme: Programme
    register: SubjectIndex
    measures: tuple[str, ...] = ()

    @classmethod
    def of(cls, programme: Programme, entities: pa.Table, form: str = "") -> MappingReaders:
        """The readers of a programme with these entities; near names are looked for among the measures of a form."""
        found = next((each for each in programme.forms if each.id == form), None)
        return cls(programme, make_register(entities, {}, programme), found.measures if found else ())


def read_by_mapping(
    path: Path, file: str, mapping: Mapping, readers: MappingReaders, given: GivenWithFile
) -> MappedFile:
    """The figures of a file; UserError where it cannot be read at all."""
    return mapped_file(read_sheets(path, file), mapping, readers, given)


def mapped_file(read: SheetFile, mapping: Mapping, readers: MappingReaders, given: GivenWithFile) -> MappedFile:
    """The figures of sheets that were read already."""
    names = MeasureNames.of(readers.programme)
    fit = find_fit(mapping, read, known_measures(names, readers.measures))
    if isinstance(fit, Issue):
        return MappedFile((), (fit,), read.issues)
    tables = rows_of_tables(mapping, fit, readers.programme, given)
    issues = Issues(lines_below(read, fit))
    opened = tuple(_open_words(tables, readers, names))
    unknown = {(word.kind, word.word) for word in opened}
    told = RowIssues()
    words = Vocabularies(readers.register.ids, [measure.id for measure in readers.programme.measures], [fit.file])
    checker = Checker(readers.programme, readers.register, names, words, told)
    parts = [each for rows in tables for each in _checked(rows, checker, issues, _rows_of(rows, unknown))]
    figures, withdrawn = _that_count(parts, checker)
    issues.extend(_said_of(word, fit.file) for word in opened[:_SHOWN_WORDS])
    issues.extend_new(_all_of_other_periods(tables, given, fit.file))
    said = [read_by(mapping, fit, len(figures)), *numbers_left_out(mapping, fit), *issues, *told]
    return MappedFile(tuple(figures), fit.changes, tuple(said), opened, fit, tuple(withdrawn))


def _all_of_other_periods(tables: Sequence[MappedRows], given: GivenWithFile, file: str) -> Iterator[Issue]:
    """What is asked where rows or heads name periods, and none of them is of the one given: another month's file."""
    period = given.period
    named = sorted({each for rows in tables for each in rows.named_periods()}, key=str)
    if period is None or not named or any(each.contains(period) or period.contains(each) for each in named):
        return
    titles = "、".join(str(each) for each in named[:_SHOWN_PERIODS])
    yield problems.TITLE_PERIOD_DIFFERS.at(Place(file), title=titles, given=str(period))


def read_by(mapping: Mapping, fit: FoundHeads, count: int) -> Issue:
    """By which mapping a file was read, and where its heads stand."""
    first, last = fit.first + 1, fit.below
    rows = (
        (f"第 {first} 行", f"row {first}") if first == last else (f"第 {first} 至 {last} 行", f"rows {first} to {last}")
    )
    names = (f"“{mapping.name}”", f" “{mapping.name}”") if mapping.name else ("", "")
    return problems.READ_BY_MAPPING.at(
        Place(fit.file), name=names[0], name_en=names[1], rows_zh=rows[0], rows_en=rows[1], count=count
    )


def numbers_left_out(mapping: Mapping, fit: FoundHeads) -> list[Issue]:
    """What is said of columns with numbers that the mapping does not read."""
    read = {head.at for column in mapping.read for head in fit.seen(column)}
    left = [
        head
        for column in mapping.columns_of("ignored")
        for head in fit.seen(column)
        if head.at not in read and not is_label(head.words) and are_numbers(first_cells(fit.sheet, head.at, fit.under))
    ]
    if not left:
        return []
    heads = "、".join(head.told for head in left[:_SHOWN_HEADS]) + ("…" if len(left) > _SHOWN_HEADS else "")
    return [problems.NUMBERS_LEFT_OUT.at(Place(fit.file), count=len(left), heads=heads)]


def lines_below(read: SheetFile, fit: FoundHeads) -> list[Issue]:
    """What was said of the lines of figures; titles are short lines, and no fault."""
    rows = {row + 1 for table in fit.tables for row in table.under} if read.issues else set()
    return [issue for issue in read.issues if issue.place.row is None or issue.place.row in rows]


_Checked = tuple[Figures, list[MappedFigure]]
"""The good rows of one batch, as figures and as they stand in the file."""


def _checked(rows: MappedRows, checker: Checker, issues: Issues, leave: frozenset[int]) -> Iterator[_Checked]:
    for batch in rows.batches(issues, leave):
        found = checker.check(batch, 0)
        yield found, list(_of_batch(batch, found, rows.notes, checker.words))


def _that_count(parts: Sequence[_Checked], checker: Checker) -> tuple[list[MappedFigure], Iterator[MappedWithdrawal]]:
    """The figures that count by the rules of every file: of several revisions the last, and of two that contradict each
    other neither; and the cells whose word takes back what none of them gives."""
    figures, told = join([found for found, _ in parts]), checker.issues
    shown = [each for _, batch in parts for each in batch]
    alive = ~fractions(figures, checker.programme, checker.words, told)
    current = resolve(figures, alive, len(checker.programme.measures), checker.words, told).current
    counting = [shown[at] for at in np.flatnonzero(current).tolist()]
    given = {each.key for each in counting}
    back = {each.key: each for each in shown if withdraws(each.text) and each.key not in given}
    left = {shown[at].key for at in np.flatnonzero(figures.given == WITHDRAWN).tolist()} - given - set(back)
    if left:
        told.add(problems.WITHDRAWN_BY_FILE.at(Place(checker.words.files[0]), count=len(left)))
    return counting, (MappedWithdrawal(each.row, each.head, *each.key, note=each.note) for each in back.values())


def _of_batch(batch: Batch, found: Figures, notes: dict[int, str], words: Vocabularies) -> Iterator[MappedFigure]:
    texts = dict(zip(batch.rows.tolist(), as_text(batch.value).to_pylist(), strict=True))
    units = words.given_units.words
    for at in range(len(found)):
        row, unit = int(found.row[at]), int(found.given_unit[at])
        yield MappedFigure(
            row=row,
            head=batch.header("value"),
            entity=words.entities[int(found.entity[at])],
            measure=words.measures[int(found.measure[at])],
            period=str(period_of(int(found.period[at]))),
            text=clean(str(texts[row] or "")),
            unit=units[unit] if unit >= 0 else "",
            value=(Decimal(int(found.amount[at])) / SCALE).quantize(Decimal("0.0001")),
            note=notes.get(row, ""),
        )


def _open_words(tables: Sequence[MappedRows], readers: MappingReaders, names: MeasureNames) -> Iterator[OpenWord]:
    """The words of whom and what that name nothing known, as far as rows are to be read."""
    ids = readers.register.ids
    subjects = {name: ids[at] for name, at in readers.register.found.items() if at >= 0}
    measures = {
        name: each.id
        for each in readers.programme.measures
        if not readers.measures or each.id in readers.measures
        for name in (each.name.zh, each.name.en)
    }
    known_by: dict[Literal["entity", "measure"], tuple[dict[str, str], Callable[[str], bool]]] = {
        "entity": (subjects, lambda word: readers.register.position(word) == UNKNOWN),
        "measure": (measures, lambda word: names.position(word) < 0),
    }
    for kind, (known, is_unknown) in known_by.items():
        texts = [columns for rows in tables if (columns := rows.words(kind))]
        lines = [line for columns in texts for line in zip(*columns, strict=True)]
        counts = Counter(
            clean(line[0]) for line in lines if line[0].strip() and all(is_unknown(clean(text)) for text in line)
        )
        present = {known[word] for line in lines for word in line if word in known}
        left = {name: meant for name, meant in known.items() if meant not in present}
        for word, count in counts.items():
            if word != IGNORED:
                yield OpenWord(kind, word, count, near_names(word, left))


def _rows_of(rows: MappedRows, unknown: Collection[tuple[str, str]]) -> frozenset[int]:
    """The rows in which one of these words stands."""
    found: set[int] = set()
    for kind in ("entity", "measure"):
        texts = rows.words(kind)
        for text, row in zip(texts[0] if texts else (), rows.at, strict=False):
            if (kind, clean(text)) in unknown:
                found.add(row + 1)
    return frozenset(found)


def _said_of(word: OpenWord, file: str) -> Issue:
    if word.near:
        near = "、".join(name for name, _ in word.near)
        return problems.WORD_NEAR.at(Place(file), given=word.word, count=word.rows, near=near)
    what = ("主体", "subjects") if word.kind == "entity" else ("指标项", "measures")
    return problems.WORD_UNKNOWN.at(Place(file), given=word.word, count=word.rows, what_zh=what[0], what_en=what[1])
