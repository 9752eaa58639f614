"""What a column may be, by the words of its head: exactly, nearly, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sigai.programme.measures import Measure
from sigai.tables.files import header_key
from sigai.values.batches import same_unit
from sigai.values.headers import VALUE_ALIASES
from sigai.values.mapping.heads import SINCE, SeenHead, bare_head, span_of, units_of
from sigai.values.mapping.model import HEAD, MappedColumn, Meant
from sigai.values.mapping.words import near_names
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import wanted_span
from sigai.values.stated_periods import HELD

_MEANT: dict[str, Meant] = {
    "entity": "entity",
    "measure": "measure",
    "period": "period",
    "value": "figure",
    "unit": "unit",
    "state": "state",
    "deleted": "deleted",
    "valid": "valid",
    "revision": "revision",
    "reported_at": "reported_at",
    "source": "note",
}
"""What the columns of other files are in a mapping; others are not read."""
_NOTES = frozenset(
    map(header_key, ("备注", "说明", "备注说明", "原因", "note", "notes", "remark", "remarks", "comment"))
)
_SPANS = frozenset(("口径", "统计口径", "数据口径", "指标口径"))
_YEARS, _MONTHS = frozenset(("年", "年度", "年份", "year")), frozenset(("月", "month"))
MEANT_WORDS = {
    "entity": ("主体", "whom figures are about"),
    "measure": ("指标项", "the measure"),
    "period": ("时期", "the period"),
    "year": ("年份", "the year"),
    "month": ("月份", "the month"),
    "figure": ("数", "figures"),
    "unit": ("单位", "the unit"),
    "span": ("口径（本月、累计等）", "of the month or since January"),
    "state": ("状态", "the state"),
    "deleted": ("作废标志", "a mark that the row is void"),
    "valid": ("有效标志", "a mark that the row is valid"),
    "revision": ("修订号", "the revision"),
    "reported_at": ("填报时间", "the time of the report"),
    "note": ("备注", "a note"),
    "ignored": ("不读", "not read"),
    "asked": ("不清楚", "unclear"),
}
"""What a column is, for people."""


@dataclass(frozen=True, slots=True)
class KnownMeasures:
    """The measures that heads may name: all of a programme by their exact names, those of a form by near ones, too."""

    names: MeasureNames
    form: tuple[Measure, ...]

    def measure(self, word: str) -> Measure | None:
        """The measure that a word names exactly."""
        position = self.names.position(word)
        return self.names.measures[position] if position >= 0 else None

    def by_id(self, measure: str) -> Measure | None:
        """The measure with an id."""
        return next((each for each in self.names.measures if each.id == measure), None)

    def near(self, word: str) -> tuple[str, ...]:
        """Measures of the form whose names are like a word."""
        named = {name: each.id for each in self.form for name in (each.name.zh, each.name.en)}
        return tuple(dict.fromkeys(meant for _, meant in near_names(word, named)))


def column_of(head: SeenHead, known: KnownMeasures) -> MappedColumn:
    """What a column is by its head: `ignored` where nothing says so, `asked` where it may be something."""
    period = HEAD if head.period else ""
    for word in reversed(head.words):
        bare = bare_head(word)
        measure = known.measure(bare) if bare else None
        if measure is not None:
            return _figure(head, measure, period)
        meant = _meant(bare)
        if meant is not None and not (meant == "unit" and len(head.words) > 1):
            return MappedColumn(
                head=head.words, means=meant, unit=head.unit, period=period if meant == "figure" else ""
            )
    near = tuple(dict.fromkeys(each for word in head.words for each in known.near(bare_head(word))))
    if near and span_of(head.words, "") != "other":
        return MappedColumn(head=head.words, means="asked", guess=near[0], unit=head.unit, period=period)
    if period and head.key in (HELD, SINCE):
        return MappedColumn(head=head.words, means="figure", unit=head.unit, period=HEAD)
    return MappedColumn(head=head.words, means="ignored")


def _figure(head: SeenHead, measure: Measure, period: str) -> MappedColumn:
    """A column of a measure: read where its head says nothing else, asked about where its figures run otherwise."""
    span = span_of(head.words, measure.name.zh)
    if span == "other":
        return MappedColumn(head=head.words, means="ignored")
    fits = span in ("", "this", *wanted_span(measure)) and not _names_two_units(head.words)
    means: Meant = "figure" if fits else "asked"
    return MappedColumn(
        head=head.words,
        means=means,
        measure=measure.id if fits else "",
        unit=head.unit,
        period=period,
        guess="" if fits else measure.id,
    )


def _names_two_units(words: Iterable[str]) -> bool:
    """Whether one word of a head names two units, as `(千元)(万元)` behind a name does."""
    return any(not same_unit(units[0], unit) for units in map(units_of, words) for unit in units[1:])


def _meant(word: str) -> Meant | None:
    key = header_key(word)
    if key in _NOTES:
        return "note"
    if key in _SPANS:
        return "span"
    if key in _YEARS:
        return "year"
    if key in _MONTHS:
        return "month"
    column = VALUE_ALIASES.get(key)
    return None if column is None else _MEANT.get(column, "ignored")


def known_measures(names: MeasureNames, form: Iterable[str]) -> KnownMeasures:
    """What heads may name, of a form with these measures."""
    wanted = set(form)
    return KnownMeasures(names, tuple(each for each in names.measures if not wanted or each.id in wanted))
