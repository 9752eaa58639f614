"""Whatever is named exists: areas, units, pillars, topics, indicators, measures, statements, targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.programme.programme import Programme
from sigai.programme.targets import Target

UNKNOWN_REFERENCE = problem(
    "P011",
    Severity.ERROR,
    zh="这里提到的{kind_zh}“{id}”不存在",
    en="the {kind} “{id}” named here does not exist",
    advice_zh="{nearest_zh}",
    advice_en="{nearest_en}",
)

_KINDS = {
    "area": "地区",
    "unit": "责任单位",
    "pillar": "改造领域",
    "topic": "工作方向",
    "indicator": "指标",
    "measure": "指标项",
    "statement": "目标出处",
    "target": "目标",
    "ledger": "台账",
    "document": "文件",
    "task": "任务",
    "form": "报表",
    "parameter": "参数",
    "identity": "勾稽关系",
    "report": "报告",
    "programme": "方案内容",
    "mechanism": "机制",
    "person": "人员",
    "step": "环节",
    "record": "记录",
    "field": "字段",
    "evidence": "材料",
    "entity": "主体",
    "kind": "主体类型",
    "role": "角色",
}


def unknown(kind: str, name: str, known: Collection[str], place: Place) -> Issue:
    """The issue for a name that does not exist, with the nearest that does."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return UNKNOWN_REFERENCE.at(
        place,
        kind=kind,
        kind_zh=_KINDS.get(kind, kind),
        id=name,
        nearest_zh=f"是否应为“{near[0]}”？" if near else "先定义它，或改正编号",
        nearest_en=f"did you mean “{near[0]}”?" if near else "define it, or correct the id",
    )


def known_references(programme: Programme) -> Iterator[Issue]:
    """Every id that one definition gives of another is defined."""
    yield from _organisation(programme)
    yield from _collection(programme)
    topics = {topic.id for pillar in programme.pillars for topic in pillar.topics}
    pillars = {pillar.id for pillar in programme.pillars}
    units = set(programme.unit_by_id)
    for target in programme.targets:
        place = target.place
        yield from missing("pillar", [target.pillar], pillars, place)
        yield from missing("topic", [target.topic], topics, place)
        yield from missing("unit", [target.lead, *target.responsible, *target.supporting], units, place)
        yield from _inside_target(programme, target, units)
    for task in programme.tasks:
        yield from missing("pillar", [task.pillar], pillars, task.place)
        yield from missing("topic", [task.topic], topics, task.place)
        yield from missing("unit", [task.lead, *task.responsible, *task.supporting], units, task.place)
        yield from missing("target", task.targets, set(programme.target_by_id), task.place)
    for named in programme.named:
        yield from missing("area", [named.area], set(programme.area_by_code), named.place)
        yield from missing("ledger", [named.ledger], set(programme.ledger_by_id), named.place)


def _organisation(programme: Programme) -> Iterator[Issue]:
    areas, units = set(programme.area_by_code), set(programme.unit_by_id)
    yield from missing("area", [programme.head.area], areas, programme.head.place_of("area"))
    yield from missing("unit", [programme.head.office], units, programme.head.place_of("office"))
    for area in programme.areas:
        yield from missing("area", [area.parent], areas, area.place_of("parent"))
    for unit in programme.units:
        yield from missing("unit", unit.members, units, unit.place_of("members"))
        yield from missing("area", [unit.area], areas, unit.place_of("area"))


def _collection(programme: Programme) -> Iterator[Issue]:
    units, measures = set(programme.unit_by_id), set(programme.measure_by_id)
    pillars = {pillar.id for pillar in programme.pillars}
    for kind in programme.kinds:
        yield from missing("kind", kind.parents, set(programme.kind_names), kind.place_of("parents"))
        yield from missing("unit", [kind.confirmed_by], units, kind.place_of("confirmed_by"))
    for measure in programme.measures:
        yield from missing("kind", [measure.subject], set(programme.kind_names), measure.place_of("subject"))
        yield from missing("measure", measure.related, measures, measure.place_of("related"))
    for form in programme.forms:
        yield from missing("measure", form.measures, measures, form.place_of("measures"))
        yield from missing("unit", [*form.units, form.collected_by], units, form.place)
    for rule in programme.plausibility:
        yield from missing("measure", [*rule.measures, rule.per], measures, rule.place)
    for ledger in programme.ledgers:
        yield from missing("unit", ledger.keepers, units, ledger.place_of("keepers"))
        yield from missing("pillar", [ledger.pillar], pillars, ledger.place_of("pillar"))
    for each in programme.lists:
        yield from missing("unit", [each.published_by], units, each.place_of("published_by"))
    for indicator in programme.indicators:
        yield from missing("unit", [indicator.reported_by], units, indicator.place_of("reported_by"))


def _inside_target(programme: Programme, target: Target, units: Collection[str]) -> Iterator[Issue]:
    statements = {statement.id for statement in target.statements}
    areas = set(programme.area_by_code)
    for track in target.tracks:
        yield from missing("indicator", [track.indicator], set(programme.indicator_by_id), track.place_of("indicator"))
        yield from missing("area", track.areas.numbers, areas, track.areas.place)
        yield from missing("area", [baseline.area for baseline in track.baselines], areas, track.place)
        for step in track.steps:
            yield from missing("statement", step.statements, statements, step.place)
    for decision in target.decisions:
        yield from missing("statement", [*decision.statements, *decision.adopted], statements, decision.place)
    for statement in target.statements:
        yield from missing("unit", [*statement.owners, *statement.supporting], units, statement.place)


def missing(kind: str, names: Iterable[str | None], known: Collection[str], place: Place) -> Iterator[Issue]:
    """An issue for every name that does not exist."""
    return (unknown(kind, name, known, place) for name in names if name is not None and name not in known)
