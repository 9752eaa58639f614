"""The rows below the heads of a mapped sheet, as batches for the checks that every file goes through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from sigai.base.issues import Issues, Place
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.tables.files import Words, clean, header_key, read_period
from sigai.tables.files.heads import fits
from sigai.tables.files.margins import units_behind
from sigai.tables.files.numbers import has_decimal_commas
from sigai.tables.files.raw import Column, Mask
from sigai.values.batches import Batch, units_of_rows
from sigai.values.headers import PLACE_KEYS
from sigai.values.mapping import problems
from sigai.values.mapping.beside import span_around
from sigai.values.mapping.fitting import FoundHeads
from sigai.values.mapping.heads import SeenHead, apart_from, bare_head, mentioned_in, title_period
from sigai.values.mapping.model import GIVEN, HEAD, IGNORED, TITLE, MappedColumn, Mapping, Meant
from sigai.values.mapping.spans import FigureSpans
from sigai.values.measure_names import MeasureNames
from sigai.values.row_spans import carried_spans
from sigai.values.stated_periods import has_year, period_in, split_period
from sigai.values.void_columns import is_remark, is_void

_OF_ROWS: tuple[Meant, ...] = ("state", "deleted", "valid", "reported_at")
"""Columns of which the checks ask whether rows count, and which comes later."""

_SAID_ONCE: tuple[Meant, ...] = (*_OF_ROWS, "revision", "unit")
"""What two columns of a row may not say differently."""

_ANY_YEAR = 2000
"""Where it is only asked whether a month without its year is named."""
_WHY_UNKNOWN = {
    "given": ("没有说是哪一期", "none was given"),
    "several": ("表头上面写了几个时期", "several stand above the heads"),
    "no year": ("表头上面的时期没有写年份", "the one above the heads names no year"),
    "none": ("表头上面没有写时期", "none stands above the heads"),
}


@dataclass(frozen=True, slots=True)
class GivenWithFile:
    """What is said when a file is handed in: its period, and whom it is about."""

    period: Period | None = None
    entity: str = ""


@dataclass(frozen=True)
class MappedRows:
    """The rows of a sheet under a mapping. `leave` are rows, by their numbers, that are not read."""

    mapping: Mapping
    fit: FoundHeads
    programme: Programme
    given: GivenWithFile

    @cached_property
    def at(self) -> tuple[int, ...]:
        """The rows that hold something, from 0."""
        return tuple(row for row in self.fit.under if any(self._line(row)))

    def _line(self, row: int) -> list[str]:
        return [cell.strip() for cell in self.fit.sheet.cells[row]]

    @cached_property
    def _spread(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Cells below the heads that belong to a merged range over several rows, and the first cell of it."""
        first, last = self.fit.below, len(self.fit.sheet.cells) - 1
        return {
            (row, left): (top, left)
            for top, left, bottom, _ in self.fit.sheet.merged
            if first <= top < bottom
            for row in range(top, min(bottom, last) + 1)
        }

    def texts(self, column: int) -> list[str]:
        """The texts of a column, a merged cell's in each of its rows."""
        place, sheet = self._spread, self.fit.sheet
        return [sheet.text(*place.get((row, column), (row, column))) for row in self.at]

    def words(self, meant: Meant) -> list[list[str]]:
        """The texts of every column of a meaning, those that name whom or what as the mapping explains them. Where an
        enterprise lies is not whom a row is about."""
        return self._texts_of(meant, [head for head in self._heads_of(meant) if head not in self._places])

    def _texts_of(self, meant: Meant, heads: Sequence[SeenHead]) -> list[list[str]]:
        texts = [self.texts(head.at) for head in heads]
        if meant not in ("entity", "measure"):
            return texts
        known = {header_key(word): to for word, to in getattr(self.mapping.words, meant).items()}
        return [[known.get(header_key(text), text) for text in each] for each in texts]

    def _heads_of(self, meant: Meant) -> list[SeenHead]:
        return [head for column in self.mapping.columns_of(meant) for head in self.fit.seen(column)]

    @cached_property
    def _places(self) -> tuple[SeenHead, ...]:
        """The columns of areas beside others that name whom a row is about."""
        heads = self._heads_of("entity")
        places = [head for head in heads if any(header_key(bare_head(word)) in PLACE_KEYS for word in head.words)]
        return tuple(places) if len(places) < len(heads) else ()

    @cached_property
    def notes(self) -> dict[int, str]:
        """What is noted in each row, by its number."""
        columns = [head.at for column in self.mapping.columns_of("note") for head in self.fit.seen(column)]
        lines = zip(*(self.texts(column) for column in columns), strict=True) if columns else []
        found = ("；".join(text.strip() for text in line if text.strip()) for line in lines)
        return {row + 1: said for row, said in zip(self.at, found, strict=False) if said}

    @cached_property
    def year(self) -> int | None:
        """The year of periods that do not name theirs."""
        if self.given.period is not None:
            return self.given.period.year
        years = {period.year for period in title_period(self.fit.sheet, self.fit.titles)}
        return years.pop() if len(years) == 1 else None

    def batches(self, issues: Issues, leave: frozenset[int] = frozenset()) -> Iterator[Batch]:
        """One batch for each column of figures, without the rows to leave."""
        columns = [(column, head) for column in self.mapping.columns_of("figure") for head in self.fit.seen(column)]
        rows = np.array([row + 1 for row in self.at], dtype=np.int64)
        kept = ~np.isin(rows, list(leave)) & self._wanted()
        figures = [pa.array([text or None for text in self.texts(head.at)], pa.string()) for _, head in columns]
        commas = has_decimal_commas(figures, semicolons=self.fit.sheet.semicolons)
        periods = self._periods(issues)
        mentioned = (*mentioned_in(self.fit.sheet, self.fit.first, self.mapping.heads), *self.fit.aside)
        self._say_year([head for column, head in columns if column.period == HEAD], issues)
        spans = FigureSpans.of(columns, self.mapping, MeasureNames.of(self.programme), self.fit.heads)
        named, revision = self._first("measure"), self._column("revision")
        places = [(head, _words(texts)) for head in self._places for texts in self._texts_of("entity", [head])]
        for at, ((column, head), value) in enumerate(zip(columns, figures, strict=True)):
            if self._head_says_another(column, head, periods, issues):
                continue
            if not column.period and self._for_the_whole and not any(periods):
                continue  # that no period is known was said once
            words = self._common(column, periods, head)
            unit, stated = self._unit(column, head)
            differing = dict(self._differing)
            if unit:
                words["unit"], apart = units_of_rows(words.get("unit"), unit, len(rows))
                differing["unit"] = differing.get("unit", False) | apart
            elsewhere = spans.elsewhere(at, named, len(rows))
            if count := int((elsewhere & kept & ~value.is_null().to_numpy(zero_copy_only=False)).sum()):
                facts = {"head": head.told, "count": count}
                issues.extend_new([problems.READ_IN_ANOTHER.at(Place(self.fit.file, column=head.told), **facts)])
            wanted = kept & ~elsewhere
            yield Batch(
                file=self.fit.file,
                rows=rows[wanted],
                words={name: each.take(wanted) for name, each in words.items()},
                value=value.filter(pa.array(wanted)),
                headers={**self._headers(), "value": head.told, "period": head.told},
                merged=self._merged(head.at)[wanted],
                hidden=self._hidden(head.at)[wanted],
                wide=not self._may_withdraw(columns),
                revision=None if revision is None else revision.filter(pa.array(wanted)),
                twins={name: tuple(each.take(wanted) for each in twins) for name, twins in self._twins().items()},
                differing={name: mask[wanted] for name, mask in differing.items()},
                stated=stated,
                mentioned=mentioned,
                span=spans.told(at),
                decimal_commas=commas,
                behind=units_behind(figures),
                places={head.told: each.take(wanted) for head, each in places},
                said={name: each.take(wanted) for name, each in self._said_of_rows.items()},
                around="" if column.period not in ("", HEAD) else self._around,
                voids={name: each.take(wanted) for name, each in self._voids.items()},
            )

    @cached_property
    def _differing(self) -> dict[str, Mask]:
        """The rows in which two columns of one meaning say different things, by the meaning."""
        found: dict[str, Mask] = {}
        for meant in _SAID_ONCE:
            columns = self.words(meant)
            lines = zip(*columns, strict=True) if len(columns) > 1 else ()
            apart = [len({clean(text) for text in line if text.strip()}) > 1 for line in lines]
            if any(apart):
                found[meant] = np.array(apart, dtype=np.bool_)
        return found

    def _column(self, meant: Meant) -> Column | None:
        texts = self._first(meant)
        return None if texts is None else pa.array([text or None for text in texts], pa.string())

    def _may_withdraw(self, columns: Sequence[tuple[MappedColumn, SeenHead]]) -> bool:
        """Whether a later row without a figure withdraws one, as in a long table; a wide one's empty cells do not."""
        ordered = self._heads_of("revision") or self._heads_of("reported_at")
        alone = len(columns) == 1 and not columns[0][0].measure and columns[0][0].period != HEAD
        return bool(ordered) and alone

    @cached_property
    def _around(self) -> str:
        """What title and sheet say of all figures; a period that the mapping fixes for a column is said of it."""
        return span_around(self.fit.sheet, sorted({*self.fit.titles, *self.fit.over}), self.fit.around)

    @cached_property
    def _said_of_rows(self) -> dict[str, Words]:
        """What columns, or rows such as 上年同期 over others, say of the figures of each row, by head."""
        said = {head.told: _words(self.texts(head.at)) for head in self._heads_of("span")}
        for head in self._heads_of("entity")[:1]:
            labels = carried_spans(_words(self.texts(head.at)), np.array(self.at, dtype=np.int64))
            if labels is not None:
                said.setdefault(head.told, labels)
        return said

    @cached_property
    def _voids(self) -> dict[str, Words]:
        """What remarks say of rows, where they say of one that it is void; other columns are notes by the mapping."""
        heads = [head for head in self._heads_of("note") if is_remark(head.words[-1])]
        said = {head.words[-1]: _words(self.texts(head.at)) for head in heads}
        return {name: each for name, each in said.items() if any(is_void(name, word) for word in each.words)}

    def _merged(self, column: int) -> Mask:
        """The rows in which a column's cell belongs to a merged range over several rows."""
        return np.array([(row, column) in self._spread for row in self.at], dtype=np.bool_)

    def _hidden(self, column: int) -> Mask:
        """The rows in which the sheet does not show a column."""
        sheet = self.fit.sheet
        whole = column in sheet.hidden_columns
        return np.array([whole or row in sheet.hidden_rows for row in self.at], dtype=np.bool_)

    def _wanted(self) -> Mask:
        """Rows without a word that the mapping says not to read."""
        kept = np.ones(len(self.at), dtype=np.bool_)
        for meant in ("entity", "measure"):
            for texts in self.words(meant):
                kept &= np.array([text != IGNORED for text in texts], dtype=np.bool_)
        return kept

    def _headers(self) -> dict[str, str]:
        return {
            column.means: head.told
            for column in self.mapping.read
            if column.means != "figure"
            for head in self.fit.seen(column)[:1]
        }

    def _common(self, column: MappedColumn, periods: Sequence[str], head: SeenHead) -> dict[str, Words]:
        """Whom, which measure, which period and unit each row of a column of figures names."""
        size = len(self.at)
        found: dict[str, Words] = {}
        entity = self._first("entity")
        whole = self.given.entity if self.mapping.entity == GIVEN else self.mapping.entity
        found["entity"] = _words(entity) if entity is not None else Words.constant(whole, size)
        measure = self._first("measure")
        fixed = column.measure or self.mapping.measure
        found["measure"] = Words.constant(fixed, size) if fixed or measure is None else _words(measure)
        if column.period:
            text = self._in_head(head) if column.period == HEAD else with_year(column.period, self.year)
            found["period"] = Words.constant(text, size)
        else:
            found["period"] = _words(periods)
        unit = self._first("unit")
        if unit is not None:
            found["unit"] = _words(unit)
        for meant in _OF_ROWS:
            if (said := self._first(meant)) is not None:
                found[meant] = _words(said)
        return found

    def _in_head(self, head: SeenHead) -> str:
        """The period of a head as it can be read; figures since January of January alone are the month's."""
        text = with_year(head.period, self.year)
        read = _parsed(text) if head.twin else None
        return text if read is None else str(read)

    def _first(self, meant: Meant) -> list[str] | None:
        """The first column of a meaning; where it is empty, what the others say."""
        columns = [*self.words(meant), *(self._texts_of(meant, self._places) if meant == "entity" else ())]
        if not columns:
            return None
        return [next((text for text in line if text.strip()), "") for line in zip(*columns, strict=True)]

    def _twins(self) -> dict[str, tuple[Words, ...]]:
        found: dict[str, tuple[Words, ...]] = {}
        for meant in ("entity", "measure"):
            columns = self.words(meant)
            if len(columns) > 1:
                found[meant] = tuple(_words(each) for each in columns[1:])
        return found

    def _unit(self, column: MappedColumn, head: SeenHead) -> tuple[str, tuple[str, ...]]:
        """The unit of a column's figures, and those that hold for whichever of its measures they fit."""
        unit = column.unit or head.unit
        if unit:
            return unit, ()
        units = (self.mapping.unit,) if self.mapping.unit else self.mapping.stated
        measure = self.programme.measure_by_id.get(column.measure or self.mapping.measure)
        if measure is None:
            return "", units
        fitting = tuple(each for each in units if fits(each, measure.unit))
        return (fitting[0], ()) if len(fitting) == 1 else ("", fitting)

    # --- periods --------------------------------------------------------------------------------------------------

    def _periods(self, issues: Issues) -> list[str]:
        """The period of every row, where its column does not name one: its own, else that of the whole file."""
        own = self._first("period")
        if own is not None:
            return [with_year(text, self.year) for text in own]
        years, months = self._first("year"), self._first("month")
        if years is not None and months is not None:
            return [_year_and_month(year, month) for year, month in zip(years, months, strict=True)]
        if all(column.period for column in self.mapping.columns_of("figure")):
            return [""] * len(self.at)
        return [self._whole_period(issues)] * len(self.at)

    def named_periods(self) -> set[Period]:
        """The periods that heads and rows name for themselves; none where one is said for the whole file."""
        figures = self.mapping.columns_of("figure")
        if any(column.period not in ("", HEAD) for column in figures) or self._for_the_whole:
            return set()
        heads = [head for column in figures if column.period == HEAD for head in self.fit.seen(column)]
        by_row = self._periods(Issues()) if any(not column.period for column in figures) else []
        found = (_parsed(text) for text in dict.fromkeys((*map(self._in_head, heads), *by_row)))
        return {each for each in found if each is not None}

    def _whole_period(self, issues: Issues) -> str:
        """The period of the whole file: the one given with it, against which the title is held, or else the title's."""
        place, wanted = Place(self.fit.file), self.mapping.period
        fixed = self.given.period if wanted in (GIVEN, TITLE) else _parsed(wanted)
        if fixed is not None:
            return "" if self._says_another(fixed, issues) else str(fixed)
        titles = title_period(self.fit.sheet, self.fit.titles)
        if wanted == TITLE and len(titles) == 1:
            return str(titles[0])
        if wanted in (GIVEN, TITLE):
            why = _WHY_UNKNOWN["given" if wanted == GIVEN else self._why_no_title(titles)]
            issues.extend_new([problems.NO_PERIOD.at(place, why_zh=why[0], why_en=why[1])])
            return ""
        return wanted

    def _why_no_title(self, titles: Sequence[Period]) -> str:
        if titles:
            return "several"
        return "no year" if title_period(self.fit.sheet, self.fit.titles, _ANY_YEAR) else "none"

    def _titles(self, year: int) -> tuple[Period, ...]:
        """The periods that the rows above the heads say, or else the name of the sheet."""
        return title_period(self.fit.sheet, self.fit.titles, year) or _named_by(self.fit.sheet.name)

    def _says_another(self, period: Period, issues: Issues) -> bool:
        """Whether the file is about another period than is said for the whole of it, which is told."""
        return self._told(period, apart_from(period, self._titles(period.year)), issues)

    def _head_says_another(self, column: MappedColumn, head: SeenHead, periods: Sequence[str], issues: Issues) -> bool:
        """Whether a column is about another period than is said for it, which is told: by its head, or by the title, if
        that is not about the same months of another year."""
        if column.period == HEAD or not (column.period or self._for_the_whole):
            return False
        said = _parsed(column.period or next(iter(periods), ""))
        if said is None:
            return False
        own = _parsed(with_year(head.period, said.year)) if head.period else None
        other = apart_from(said, () if own is None else (own,))
        if other is None and column.period:
            titles = self._titles(said.year)
            other = None if any(_same_months(said, title) for title in titles) else apart_from(said, titles)
        return self._told(said, other, issues, head.told)

    def _told(self, period: Period, other: Period | None, issues: Issues, head: str = "") -> bool:
        if other is not None:
            place = Place(self.fit.file, column=head or None)
            issues.extend_new([problems.TITLE_PERIOD_DIFFERS.at(place, title=str(other), given=str(period))])
        return other is not None

    @property
    def _for_the_whole(self) -> bool:
        """Whether one period is said for the whole file, and none in its rows."""
        by_row = self._first("period") is not None or (self._first("year") and self._first("month"))
        return bool(self.mapping.period) and not by_row

    def _say_year(self, heads: Sequence[SeenHead], issues: Issues) -> None:
        without = [head for head in heads if not has_year(head.period)]
        if without and self.year is not None:
            issues.extend_new([problems.YEAR_TAKEN.at(Place(self.fit.file), head=without[0].told, year=self.year)])


def rows_of_tables(mapping: Mapping, fit: FoundHeads, programme: Programme, given: GivenWithFile) -> list[MappedRows]:
    """The rows of every table of a sheet, each under its own heads."""
    return [MappedRows(mapping, table, programme, given) for table in fit.tables]


def with_year(text: str, year: int | None) -> str:
    """A period as it can be read, with a year where it names none; as it is where it cannot be read at all."""
    if read_period(text) is not None or year is None:
        return text
    found = period_in(text, year)
    if found is None:
        return text
    return f"{year}年1-{found.period.last % 12 + 1}月" if found.cumulated else str(found.period)


def _year_and_month(year: str, month: str) -> str:
    of_year, of_month = clean(year).rstrip("年度份"), clean(month).rstrip("月份")
    return f"{of_year}年{of_month}月" if of_year and of_month else ""


def _parsed(text: str) -> Period | None:
    """The period that a text is, however it is written; None where it is none."""
    found = read_period(text) if text else None
    return None if found is None else found.period


def _same_months(one: Period, other: Period) -> bool:
    """Whether two periods are the same months of two years."""
    return (one.first - other.first) % 12 == 0 and one.last - one.first == other.last - other.first


def _named_by(sheet: str) -> tuple[Period, ...]:
    """The period that the name of a sheet says, with its year."""
    held = split_period(sheet)[1]
    found = period_in(held, None) if held and has_year(held) else None
    return () if found is None else (found.period,)


def _words(texts: Sequence[str]) -> Words:
    return Words.of(pa.array([text or None for text in texts], pa.string()))
