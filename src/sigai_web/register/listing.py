"""The list of the register: what it is narrowed by, and how it is exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from sigai.base import month_name
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.exchange import Column, Worksheet
from sigai_web.language import choose, language
from sigai_web.register.operations import REGISTER_READ
from sigai_web.register.words import kind_words, kinds
from sigai_web.store.finding import holding
from sigai_web.store.models import Entity
from sigai_web.store.within import reached_by

FILTERS = ("q", "area", "kind", "industry", "active")
ACTIVE, CLOSED = "yes", "no"
_LONGEST = 60


def within_reach(user: Any) -> QuerySet[Entity]:
    """The entities that somebody may read on the register."""
    return reached_by(user, REGISTER_READ, Entity.objects.all())


def called(text: str) -> Q:
    """The entities that have a text as their code or as their whole name."""
    return Q(pk=text.upper()) | Q(name=text)


def asked(given: Mapping[str, str]) -> dict[str, str]:
    """What a list is narrowed by, from its address."""
    return {name: given.get(name, "").strip()[:_LONGEST] for name in FILTERS}


def narrowed(rows: QuerySet[Entity], wanted: Mapping[str, str]) -> QuerySet[Entity]:
    """The entities that were asked for; words find names, former names and codes."""
    rows = rows.filter(holding(wanted["q"]))
    if area := wanted["area"]:
        inside = programme.current().areas_under(area)
        rows = rows.filter(Q(area__in=inside) | Q(park__in=inside))
    if kind := wanted["kind"]:
        rows = rows.filter(kind=kind)
    if industry := wanted["industry"]:
        rows = rows.filter(industry__startswith=industry.upper())
    if wanted["active"] in (ACTIVE, CLOSED):
        now = is_active_now()
        rows = rows.filter(now if wanted["active"] == ACTIVE else ~now)
    return rows


def is_active_now() -> Q:
    """That this month lies between the first and the last month of an entity."""
    month = today().year * 12 + today().month - 1
    begun = Q(active_from__isnull=True) | Q(active_from__lte=month)
    return begun & (Q(active_until__isnull=True) | Q(active_until__gte=month))


def sheet(rows: QuerySet[Entity]) -> Worksheet:
    """The list as a sheet that can be read back: it then says that all of it stands already."""
    cells = [
        (
            row.pk,
            row.name,
            kind_words(row.kind),
            _area(row.area),
            _area(row.park),
            row.industry,
            *(_month(month) for month in (row.above_scale_since, row.active_from, row.active_until)),
        )
        for row in rows
    ]
    return Worksheet(choose("名录", "Register"), columns(), cells)


def columns() -> Sequence[Column]:
    """The columns of a sheet of entries; codes and months are texts, so that a spreadsheet leaves them as they are."""
    areas = [area.name[language()] for area in programme.current().areas]
    names = [name for _, name in kinds()]
    return (
        Column(choose("统一社会信用代码", "id"), 24, "@", note=choose("企业填 18 位代码", "18 characters")),
        Column(choose("名称", "name"), 36, "@"),
        Column(choose("类型", "kind"), 12, "@", choices=names),
        Column(choose("地区", "area"), 16, "@", choices=areas),
        Column(choose("园区", "park"), 16, "@"),
        Column(choose("行业", "industry"), 10, "@", note="GB/T 4754-2017，C3240"),
        Column(choose("入规时间", "above_scale_since"), 12, "@", note="2021-03"),
        Column(choose("开始时间", "active_from"), 12, "@", note="2021-03"),
        Column(choose("结束时间", "active_until"), 12, "@", note="2022-12"),
    )


def change_columns() -> Sequence[Column]:
    """The columns of a sheet of changes."""
    facts = ("升规", "退库", "名称", "地区", "园区", "行业", "关闭", "名单")
    return (
        Column(choose("统一社会信用代码", "entity"), 24, "@"),
        Column(choose("事项", "fact"), 12, "@", choices=facts),
        Column(choose("内容", "value"), 30, "@", note=choose("升规、退库不填", "empty for 升规, 退库")),
        Column(choose("起始时间", "since"), 12, "@", note="2022-06"),
        Column(choose("截止时间", "until"), 12, "@", note=choose("一直有效的不填", "empty where it has no end")),
    )


def _area(code: str | None) -> str:
    area = programme.current().area_by_code.get(code or "")
    return area.name[language()] if area else code or ""


def _month(month: int | None) -> str:
    return month_name(month) if month is not None else ""
