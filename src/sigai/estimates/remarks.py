"""What a reader must know about missing figures, in sentences: nobody reported, who weighs much, who is silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sigai.base.issues import NOWHERE, Issue, Severity, problem
from sigai.base.periods import Period
from sigai.estimates.panels import (
    DIVISION,
    Floats,
    Integers,
    Panel,
    Population,
    figures_by_measure,
    result_matrix_of,
)
from sigai.estimates.writing import NEW, last_known, weights_of
from sigai.programme.programme import Programme
from sigai.tables.data import Data
from sigai.tables.datasets import Figures

LARGE = 0.2
"""From this share of a measure's last known amounts on, a single missing entity is named."""
SILENT = 3
"""An entity that has given nothing for so many periods is named as silent."""
MUCH = 0.25
"""From this share of figures on, a month that was closed without them may have been closed by mistake."""
OF_INDUSTRY, OF_ALL, IN_INDUSTRY = 0.5, 0.05, 3
"""An entity that is at least half of its industry (of three or more) and a twentieth of all is named for that."""
_NAMED = 3
"""So many measures a sentence names; of others only how many."""

NOBODY = problem(
    "A001",
    Severity.WARNING,
    zh="{measures}：{period} 应报 {owed} 家，无一报送，不作推算；沿用最近一期有数的结果并注明月份",
    en="{measures_en}: none of {owed} reported for {period}; nothing is estimated, the last known number stands",
    advice_zh="核对报送是否已开始；尽快催报",
    advice_en="see whether reporting has begun; remind them",
)
WEIGHTY = problem(
    "A002",
    Severity.WARNING,
    zh="{entity} 的 {period} 数未报，它占 {measure} 上期量的 {share} %，合计靠推算支撑",
    en="{entity} has not reported for {period}; it was {share} % of {measure_en} last time: totals rest on estimates",
    advice_zh="先催这一家",
    advice_en="remind this one first",
)
NO_HISTORY = problem(
    "A003",
    Severity.NOTE,
    zh="{entity} 是新主体，{measures} 没有往期数，{period} 暂按同类平均规模推算，误差大",
    en="{entity} is new and has no past figures of {measures_en}; "
    "{period} is put in with the mean of the others, which may be far off",
    advice_zh="请它尽快报第一张表",
    advice_en="ask it for its first form",
)
NEVER_REPORTED = problem(
    "A004",
    Severity.WARNING,
    zh="{entity} 自 {since} 起应报 {measures}，从未报过，不作推算，合计中没有它",
    en="{entity} has owed {measures_en} since {since} and never given it; it is not estimated and not in the totals",
    advice_zh="核对它是否真应报；不应报的，改正名录或应报条件",
    advice_en="see whether it owes it at all; if not, correct the register or the condition",
)
SILENT_FOR_LONG = problem(
    "A005",
    Severity.WARNING,
    zh="{entity} 的 {measures} 自 {since} 后已 {periods} 期未报，推算一期比一期不准",
    en="{entity} has not given {measures_en} for {periods} periods, the last being {since}; "
    "estimates grow less certain",
    advice_zh="核实是否停产、退出或搬迁，并补报",
    advice_en="find out whether it stopped, left or moved, and have the figures supplied",
)
BEGAN_LATE = problem(
    "A007",
    Severity.WARNING,
    zh="{entity} 的 {measures} 自 {since} 起应报，{period} 起才有数：上年同期的合计中没有它，增速不可比",
    en="{entity} has owed {measures_en} since {since} and given it from {period} on: "
    "last year's totals lack it, growth is not comparable",
    advice_zh="补报上年同期数，补之前看可比口径；当时不应报的，改正名录或应报条件",
    advice_en="have last year's figures supplied and look at the like-for-like rate until then; "
    "if it did not owe them, correct the register or the condition",
)
CLOSED_WITHOUT_MUCH = problem(
    "A006",
    Severity.WARNING,
    zh="{month} 已结账，但应报的 {owed} 个数缺 {missing} 个（{share} %），均按推算计",
    en="{month} is closed although {missing} of {owed} figures ({share} %) are missing; all of them are estimates",
    advice_zh="如是误结，请重新打开这个月；否则无需处理",
    advice_en="if that was a mistake, reopen the month; otherwise nothing is to be done",
)
NO_SIGN = problem(
    "A010",
    Severity.NOTE,
    zh="{measure}：已报各家 {period} 合计为 {total}，不是正数：增速没有意义，不算；有零或负数的各家，未报的按差额推算",
    en="{measure_en}: those that gave {period} add up to {total}, which is not above zero: "
    "growth of it means nothing and is not given; who has zero or negative amounts is estimated by differences",
    advice_zh="看差额而不看增速；核对符号和单位",
    advice_en="look at the difference instead of a rate; see whether signs and units are right",
)
HALF_AN_INDUSTRY = problem(
    "A011",
    Severity.WARNING,
    zh="{entity} 的 {period} 数未报，{measures} 中它占本行业（{industry}）上期量的一半以上，这个行业的数主要靠推算",
    en="{entity} has not reported for {period}; it was half or more of its industry ({industry}) in {measures_en}: "
    "figures of that industry rest on estimates",
    advice_zh="先催这一家；行业数等它报了再用",
    advice_en="remind this one first; wait for it before figures of the industry are used",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Gap:
    """Who is missing in the last due period of one measure, and since when."""

    panel: Panel
    rows: Integers
    last: Integers
    weight: Floats
    share: Floats

    @property
    def column(self) -> int:
        """The last period of the panel."""
        return len(self.panel.months) - 1


def remarks(programme: Programme, data: Data, population: Population, *, as_of: Period) -> list[Issue]:
    """The sentences about the figures that are missing in the last due period of each measure."""
    panels = _panels(programme, data.values, population, as_of.last)
    gaps = [_gap(panel) for panel in panels if panel.owed[:, -1].any()]
    found = list(_nobody(gaps))
    for gap in gaps:
        found += [*_weighty(gap, population), *_not_above_zero(gap)]
    found += [*_half_of_industries(gaps, population), *_by_entity(gaps, population)]
    return [*found, *_begun_late(panels, population), *_closed(panels, data.closed)]


def _panels(programme: Programme, values: Figures, population: Population, last: int) -> list[Panel]:
    figures = figures_by_measure(values, population, [measure.id for measure in programme.measures])
    made = (
        result_matrix_of(programme, measure, population, figures.get(measure.id), last=last)
        for measure in programme.measures
    )
    return [panel for panel in made if panel is not None]


def _gap(panel: Panel) -> _Gap:
    rows = np.flatnonzero(panel.lacking[:, -1])
    weights = weights_of(panel)[:, -1]
    total = weights[panel.owed[:, -1]].sum()
    share = weights[rows] / total if total > 0 else np.zeros(len(rows))
    return _Gap(panel, rows, last_known(panel)[rows, -1], weights[rows], share)


def _nobody(gaps: list[_Gap]) -> Iterator[Issue]:
    silent: dict[Period, list[Panel]] = {}
    for gap in gaps:
        # Of a single subject (a city's own figure) its report says it: there are no others to wait for.
        if np.isnan(gap.panel.given[:, -1]).all() and gap.panel.owed[:, -1].sum() > 1:
            silent.setdefault(gap.panel.periods[-1], []).append(gap.panel)
    for period, panels in silent.items():
        owed = max(int(panel.owed[:, -1].sum()) for panel in panels)
        yield NOBODY.at(NOWHERE, period=period, owed=owed, **_names(panels))


def _weighty(gap: _Gap, population: Population) -> Iterator[Issue]:
    # A single subject (a city's own figure) is all there is; that nobody reported says it already.
    if gap.panel.owed[:, -1].sum() < 2:
        return
    for place in np.flatnonzero(gap.share >= LARGE):
        yield WEIGHTY.at(
            NOWHERE,
            entity=_name(population, gap.panel, int(gap.rows[place])),
            period=gap.panel.periods[-1],
            measure=gap.panel.measure.name.zh,
            measure_en=gap.panel.measure.name.en,
            share=round(100 * float(gap.share[place])),
        )


def _half_of_industries(gaps: list[_Gap], population: Population) -> Iterator[Issue]:
    """One sentence for each entity that is most of its industry; one that is much of all has been named for that."""
    told: dict[tuple[str, str, Period], list[Panel]] = {}
    for gap in gaps:
        owed = np.flatnonzero(gap.panel.owed[:, -1])
        codes = np.array([str(code or "")[:DIVISION] for code in population.industries[gap.panel.entities]])
        weights = weights_of(gap.panel)[:, -1]
        for place in np.flatnonzero((gap.share >= OF_ALL) & (gap.share < LARGE)):
            row = int(gap.rows[place])
            alike = owed[codes[owed] == codes[row]]
            if codes[row] and len(alike) >= IN_INDUSTRY and weights[row] >= OF_INDUSTRY * weights[alike].sum():
                key = (_name(population, gap.panel, row), str(codes[row]), gap.panel.periods[-1])
                told.setdefault(key, []).append(gap.panel)
    for (entity, industry, period), panels in told.items():
        yield HALF_AN_INDUSTRY.at(NOWHERE, entity=entity, industry=industry, period=period, **_names(panels))


def _not_above_zero(gap: _Gap) -> Iterator[Issue]:
    """Of a measure with something missing, that its total now or a year before is no base for a rate."""
    panel, column = gap.panel, gap.column
    # What nobody ever had is zero, and nobody wonders at it.
    if not len(gap.rows) or not np.nan_to_num(panel.given).any():
        return
    for at in (column, column - panel.per_year):
        given = panel.given[:, at] if at >= 0 else np.empty(0)
        given = given[~np.isnan(given)]
        if len(given) and given.sum() <= 0:
            name = panel.measure.name
            total = f"{given.sum():,.2f}".rstrip("0").rstrip(".")
            yield NO_SIGN.at(NOWHERE, measure=name.zh, measure_en=name.en, period=panel.periods[at], total=total)
            return


def _by_entity(gaps: list[_Gap], population: Population) -> Iterator[Issue]:
    """One sentence for each entity and kind, with all measures that it is about."""
    told: dict[tuple[str, str, Period, int], list[Panel]] = {}
    for gap in gaps:
        first = np.argmax(gap.panel.owed[gap.rows], axis=1)
        for place, (row, known) in enumerate(zip(gap.rows, gap.last, strict=True)):
            name, since = _name(population, gap.panel, int(row)), gap.column - int(known)
            if known < 0:
                owed = gap.column - int(first[place])
                kind, period = (
                    ("new", gap.panel.periods[-1]) if owed < NEW else ("never", gap.panel.periods[first[place]])
                )
                told.setdefault((kind, name, period, 0), []).append(gap.panel)
            elif since > SILENT and gap.panel.owed[row, known + 1 :].sum() >= SILENT:
                told.setdefault(("silent", name, gap.panel.periods[known], since), []).append(gap.panel)
    for (kind, name, period, since), panels in told.items():
        measures = _names(panels)
        if kind == "new":
            yield NO_HISTORY.at(NOWHERE, entity=name, period=period, **measures)
        elif kind == "never":
            yield NEVER_REPORTED.at(NOWHERE, entity=name, since=period, **measures)
        else:
            yield SILENT_FOR_LONG.at(NOWHERE, entity=name, since=period, periods=since, **measures)


def _begun_late(panels: list[Panel], population: Population) -> Iterator[Issue]:
    """Whoever owes now, owed a year ago when others gave, and had given nothing until after that."""
    told: dict[tuple[str, Period, Period], list[Panel]] = {}
    for panel in panels:
        given, base = ~np.isnan(panel.given), len(panel.months) - 1 - panel.per_year
        if base < 0 or not given[:, base].any():
            continue
        began = given.any(axis=1) & ~given[:, : base + 1].any(axis=1)
        for row in np.flatnonzero(began & panel.owed[:, base] & panel.owed[:, -1]):
            since, first = (panel.periods[int(np.argmax(flags[row]))] for flags in (panel.owed, given))
            told.setdefault((_name(population, panel, int(row)), since, first), []).append(panel)
    for (entity, since, period), those in told.items():
        yield BEGAN_LATE.at(NOWHERE, entity=entity, since=since, period=period, **_names(those))


def _closed(panels: list[Panel], closed: pa.Table | None) -> Iterator[Issue]:
    for month in closed["month"].to_numpy().tolist() if closed is not None else ():
        owed = missing = 0
        for panel in panels:
            column = np.flatnonzero(panel.months == month)
            owed += int(panel.owed[:, column].sum())
            missing += int((panel.owed & np.isnan(panel.given))[:, column].sum())
        if owed and missing >= MUCH * owed:
            share = round(100 * missing / owed)
            yield CLOSED_WITHOUT_MUCH.at(NOWHERE, month=Period.of_index(month), owed=owed, missing=missing, share=share)


def _name(population: Population, panel: Panel, row: int) -> str:
    entity = panel.entities[row]
    return str(population.names[entity] or population.ids[entity])


def _names(panels: list[Panel]) -> dict[str, str]:
    """The names of measures as facts of a sentence, in both languages."""
    names = [panel.measure.name for panel in panels]
    more = len(names) - _NAMED
    return {
        "measures": "、".join(name.zh for name in names[:_NAMED]) + (f"等 {len(names)} 项" if more > 0 else ""),
        "measures_en": ", ".join(name.en for name in names[:_NAMED]) + (f" and {more} more" if more > 0 else ""),
    }
