"""Naming: one body under several names; one target in words that differ in substance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigai.programme.findings.model import NOTHING, Finding, FindingSide, about_target, both, kind
from sigai.programme.findings.reading import named
from sigai.programme.findings.words import listed
from sigai.programme.organisation import Unit
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement

UNIT_NAMES = kind(
    "F911",
    "naming",
    "low",
    "同一单位有几种写法",
    "one unit under several names",
    (
        "{count} 个单位有几种写法，已各并为一个：{names}",
        "{count} units are named in several ways and were taken for one each: {names}",
    ),
)
TARGET_NAMES = kind("F912", "naming", "low", "同一目标的名称不同", "one target under several names")

_FILLERS = re.compile(
    r"[的之各类等和、]|（[^）]*）|力争|工业|企业|全市|全省|全区|全县|全国|规上|建设|培育|创建|新增|国家|自治区|省级|市级|级"
)


def unit_names(programme: Programme) -> Iterator[Finding]:
    """Units in forms that differ beyond the level before the name (市发展改革委, 发展改革委) and abbreviation."""
    document = programme.head.documents[0].id if programme.head.documents else ""
    for unit in programme.units:
        forms = _forms(unit)
        if len(forms) > 1:
            yield Finding(
                UNIT_NAMES,
                UNIT_NAMES.weight,
                (unit.id,),
                (FindingSide(document, "", f"{unit.name.zh}：{'、'.join(forms)}"),),
                UNIT_NAMES.name,
                NOTHING,
                unit.name,
                settled_by=both(unit.note, unit.note) if unit.note else None,
            )


def target_names(programme: Programme) -> Iterator[Finding]:
    """Targets whose statements differ in a word of substance: 固废 and 固体废物, 示范应用 and 应用."""
    for target in programme.targets:
        forms: dict[str, Statement] = {}
        for statement in target.statements:
            forms.setdefault(_substance(statement), statement)
        if len(forms) < 2 or not _apart(list(forms)):
            continue
        names = [one.indicator for one in forms.values()]
        yield about_target(
            TARGET_NAMES,
            target,
            forms.values(),
            both(
                f"“{target.name.zh}”在各处的名称不同：{listed(names)}；是否同一口径应写明",
                f"places call {target.name.en} by different names; whether they mean the same should be said",
            ),
        )


def _forms(unit: Unit) -> list[str]:
    """The names of a unit without the level in front, abbreviations (part of another form in order) left out."""
    names = [unit.full_name, unit.name.zh, *unit.aliases]
    bare = list(dict.fromkeys(re.sub(r"^(?:省|市|县|自治区|区)(?=.{3})", "", name) for name in names if name))
    return [name for name in bare if not any(other != name and _within(name, other) for other in bare)] or bare[:1]


def _within(short: str, long: str) -> bool:
    """Whether `short` abbreviates `long`: its characters stand there in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _substance(statement: Statement) -> str:
    return _FILLERS.sub("", named(statement))


def _apart(forms: list[str]) -> bool:
    """Names of which none merely shortens another."""
    return any(not _within(one, other) and not _within(other, one) for one in forms for other in forms)
