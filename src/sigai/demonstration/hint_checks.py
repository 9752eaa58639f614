"""Hints may only name what the programme has: a misspelt name would silently change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.programme.demonstration import DemonstrationHints
from sigai.programme.programme import Programme

UNKNOWN_NAME = problem(
    "N003",
    Severity.ERROR,
    zh="演示提示里提到了方案中没有的{kind_zh}“{name}”",
    en="the hints name the {kind_en} “{name}”, which the programme does not have",
    advice_zh="改正 demonstration.yaml 中的名称，或删去这一条",
    advice_en="correct the name in demonstration.yaml, or take the entry out",
)

_KINDS = {"measure": "指标项", "ledger": "台账", "target": "目标", "area": "地区", "field": "字段", "kind": "主体类型"}


def check_hints(programme: Programme, hints: DemonstrationHints) -> tuple[Issue, ...]:
    """Every name in the hints that the programme does not know."""
    return tuple(
        UNKNOWN_NAME.at(place, name=name, kind_en=kind, kind_zh=_KINDS[kind])
        for kind, name, place in _unknown(programme, hints)
    )


def _unknown(programme: Programme, hints: DemonstrationHints) -> Iterator[tuple[str, str, Place]]:
    measures, areas = programme.measure_by_id, programme.area_by_code
    if hints.scale is not None and hints.scale not in measures:
        yield "measure", hints.scale, hints.place_of("scale")
    for each in hints.measures:
        for key, name in (("measure", each.measure), ("of", each.of)):
            if name is not None and name not in measures:
                yield "measure", name, each.place_of(key)
    for code in hints.areas.keys() - areas.keys():
        yield "area", code, hints.place_of("areas")
    for industry in hints.industries:
        for code in industry.areas.keys() - areas.keys():
            yield "area", code, industry.place_of("areas")
    for target in hints.pace.keys() - programme.target_by_id.keys():
        yield "target", target, hints.place_of("pace")
    yield from _unknown_below(programme, hints)
    yield from _unknown_in_ledgers(programme, hints)


def _unknown_below(programme: Programme, hints: DemonstrationHints) -> Iterator[tuple[str, str, Place]]:
    for below in hints.below:
        if below.kind not in programme.kind_by_id:
            yield "kind", below.kind, below.place_of("kind")
        for name in {**below.attributes, **below.shares}.keys() - programme.attribute_by_id.keys():
            yield "field", f"{below.kind}.{name}", below.place


def _unknown_in_ledgers(programme: Programme, hints: DemonstrationHints) -> Iterator[tuple[str, str, Place]]:
    for hint in hints.ledgers:
        ledger = programme.ledger_by_id.get(hint.ledger)
        if ledger is None:
            yield "ledger", hint.ledger, hint.place_of("ledger")
            continue
        fields = {field.id for field in ledger.fields}
        for key, names in (("numbers", hint.numbers.keys()), ("later", set(hint.later))):
            for name in names - fields:
                yield "field", f"{ledger.id}.{name}", hint.place_of(key)
