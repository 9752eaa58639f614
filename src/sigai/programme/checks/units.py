"""Every unit is one that the engine can compute with, and a track's unit fits its indicator."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.programme.indicators import Indicator
from sigai.programme.measures import Measure
from sigai.programme.parameters import Parameter
from sigai.programme.programme import Programme

UNKNOWN_UNIT = problem(
    "P012",
    Severity.ERROR,
    zh="不认识的计量单位“{unit}”",
    en="“{unit}” is not a known unit",
    advice_zh="可用的单位见 docs/content.md；新单位加在 sigai.base.units 中",
    advice_en="docs/content.md lists the units; a new one is added in sigai.base.units",
)
TRACK_UNIT = problem(
    "P013",
    Severity.ERROR,
    zh="目标 {target} 的单位“{unit}”与指标 {indicator} 的单位“{shown}”量纲不同，无法比较",
    en="target {target} is in “{unit}”, its indicator {indicator} in “{shown}”: the two cannot be compared",
    advice_zh="改正其中一个单位，或换用合适的指标",
    advice_en="correct one of the units, or name the indicator that fits",
)


_MONEY = MeasureUnit.parse("元")
NOT_MONEY = problem(
    "P082",
    Severity.ERROR,
    zh="台账“{ledger}”的金额字段“{field}”以“{unit}”计，不是钱",
    en="the field “{field}” of ledger “{ledger}” is money, but “{unit}” is none",
    advice_zh="单位写元、万元或亿元，或把 type 改为 number",
    advice_en="give it in 元, 万元 or 亿元, or make its type number",
)


def known_units(programme: Programme) -> Iterator[Issue]:
    """Units of measures, parameters, ledgers, indicators, tracks and statements are known and fit."""
    for text, place in _units_of(programme):
        if _read(text) is None:
            yield UNKNOWN_UNIT.at(place, unit=text)
    for ledger in programme.ledgers:
        for field in (*ledger.fields, *(column for rows in ledger.rows for column in rows.columns)):
            unit = _read(field.unit)
            if field.holds.exact and unit is not None and not unit.same_dimension(_MONEY):
                yield NOT_MONEY.at(field.place, ledger=ledger.id, field=field.id, unit=field.unit or "1")
    for target in programme.targets:
        for track in target.tracks:
            indicator = programme.indicator_by_id.get(track.indicator)
            asked, shown = _read(track.unit), _read(indicator.unit) if indicator else None
            if indicator and asked and shown and not asked.same_dimension(shown):
                yield TRACK_UNIT.at(
                    track.place_of("unit"),
                    target=target.id,
                    unit=track.unit,
                    indicator=indicator.id,
                    shown=indicator.unit,
                )


def _read(text: str) -> MeasureUnit | None:
    try:
        return MeasureUnit.parse(text)
    except ValueError:
        return None


def _units_of(programme: Programme) -> Iterator[tuple[str, Place]]:
    for rule in programme.rules:
        for step in (step for edition in rule.editions for step in edition.steps if step.unit):
            yield step.unit, step.place_of("unit")
    reported: tuple[Measure | Parameter | Indicator, ...] = (
        *programme.measures,
        *programme.parameters,
        *programme.indicators,
    )
    for item in reported:
        yield item.unit, item.place_of("unit")
    for parameter in programme.parameters:
        for key in parameter.keys:
            yield key.unit, key.place_of("unit")
    for ledger in programme.ledgers:
        yield ledger.counted_in, ledger.place_of("counted_in")
        for field in (*ledger.fields, *(column for rows in ledger.rows for column in rows.columns)):
            yield field.unit, field.place_of("unit")
        yield from ((rows.unit, rows.place_of("unit")) for rows in ledger.rows)
        yield from ((computed.unit, computed.place_of("unit")) for computed in ledger.computed)
    for target in programme.targets:
        for track in target.tracks:
            yield track.unit, track.place_of("unit")
        for statement in target.statements:
            yield statement.unit, statement.place_of("unit")
