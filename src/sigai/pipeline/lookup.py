"""What a person asks a run about, by id or by name: the target, the area."""

from __future__ import annotations

from difflib import get_close_matches

from sigai.base.issues import Issue, Place, Severity, UserError, problem
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.programme.targets import Target

UNKNOWN_TARGET = problem(
    "X005",
    Severity.ERROR,
    zh="方案中没有目标“{target}”",
    en="the programme has no target “{target}”",
    advice_zh="用目标编号或名称；相近的有：{near}",
    advice_en="give its id or name; near are: {near}",
)
UNKNOWN_AREA = problem(
    "X006",
    Severity.ERROR,
    zh="方案中没有地区“{area}”",
    en="the programme has no area “{area}”",
    advice_zh="可用的地区：{known}",
    advice_en="its areas are: {known}",
)
NOT_HELD = problem(
    "X007",
    Severity.ERROR,
    zh="目标“{target}”在 {period} 没有对地区“{area}”考核",
    en="target “{target}” is not held against area “{area}” in {period}",
    advice_zh="换一个地区或月份；方案只给全市数的目标只对全市考核",
    advice_en="choose another area or month; a target with the city's number only is held against the city alone",
)


def asked_target(programme: Programme, asked: str) -> Target:
    """The target of this id or name; UserError, naming what is near, where there is none."""
    for target in programme.targets:
        if asked in (target.id, target.name.zh, target.name.en):
            return target
    names = [*programme.target_by_id, *(target.name.zh for target in programme.targets)]
    near = get_close_matches(asked, names, n=3, cutoff=0.3) or names[:3]
    raise UserError([UNKNOWN_TARGET.at(Place(), target=asked, near=", ".join(near))])


def asked_area(programme: Programme, asked: str | None) -> str:
    """The code of the area of this code or name, the programme's own for None; UserError where there is none."""
    if asked is None:
        return programme.head.area
    for area in programme.areas:
        if asked in (area.code, area.name.zh, area.name.en):
            return area.code
    known = ", ".join(f"{area.code} {area.name.zh}" for area in programme.areas)
    raise UserError([UNKNOWN_AREA.at(Place(), area=asked, known=known)])


def not_held(programme: Programme, target: Target, area: str, period: Period) -> Issue:
    """What to say where a target has no row of progress in an area and month."""
    name = programme.area_by_code[area].name.zh
    return NOT_HELD.at(Place(), target=target.name.zh, area=name, period=period)
