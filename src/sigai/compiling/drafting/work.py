"""Tasks, named things and mechanisms of a draft."""

from __future__ import annotations

import re

from sigai.compiling.compiled import Compiled
from sigai.compiling.drafting.frame import GENERAL, text
from sigai.compiling.drafting.goals import Goals
from sigai.compiling.drafting.marked import Mapping, mark
from sigai.compiling.drafting.places import source
from sigai.compiling.drafting.sorting import PillarSorter
from sigai.compiling.model import ExtractedTask

_BASIS = {"stated": "原文列出", "union_of_items": "下属各项之和", "text": "依原文文字", "none": ""}
_DOUBTFUL = 0.6
_YEAR = re.compile(r"(20\d\d)\s*年")


def draft_tasks(compiled: Compiled, unit_ids: dict[str, str], goals: Goals) -> list[Mapping]:
    """Every task with its units, its time and the targets stated in its paragraphs."""
    sorter = PillarSorter(compiled)
    return [_task(compiled, task, unit_ids, goals, sorter) for task in compiled.extraction.tasks]


def draft_named(compiled: Compiled) -> list[Mapping]:
    """Named things, with their figures; what is committed about them is for a person to word."""
    drafted = []
    for named in compiled.extraction.named:
        item: Mapping = {"id": named.id}
        if named.confidence < _DOUBTFUL:
            mark(item, f"把握 {named.confidence:.2f} · confidence")
        item |= {"name": named.name, "kind": named.kind}
        mark(item, "承诺的内容待概括，见出处 · what is committed, in short: see the place")
        item["commitment"] = text("见出处", "see the place")
        if named.figures:
            item["figures"] = list(named.figures)
        item["sources"] = [source(compiled, named.document, named.paragraph, named.span)]
        drafted.append(item)
    return drafted


def draft_mechanisms(compiled: Compiled) -> list[Mapping]:
    """Policy instruments as mechanisms that nothing implements yet."""
    drafted = []
    for number, found in enumerate(compiled.extraction.instruments, 1):
        place = source(compiled, found.document, found.paragraph)
        drafted.append(
            {
                "id": f"M{number:03d}",
                "name": found.name,
                "section": place.get("section", ""),
                "paragraphs": list(dict.fromkeys((found.paragraph, *found.paragraphs))),
                "missing": {"zh": "由什么内容落实待定", "en": "what serves it is open"},
            }
        )
    return drafted


def _task(
    compiled: Compiled, task: ExtractedTask, unit_ids: dict[str, str], goals: Goals, sorter: PillarSorter
) -> Mapping:
    item: Mapping = {"id": task.id}
    if task.confidence < _DOUBTFUL:
        mark(item, f"把握 {task.confidence:.2f} · confidence")
    item |= {"title": task.title, "level": task.level}
    pillar = sorter.of_places([(task.document, task.paragraph)], task.title)
    if pillar != GENERAL:
        item["pillar"] = pillar
    item["sources"] = [source(compiled, task.document, task.paragraph, task.span)]
    owners = list(dict.fromkeys(unit_ids[name] for name in task.owners if name in unit_ids))
    supporting = list(dict.fromkeys(unit_ids[name] for name in task.supporting if name in unit_ids))
    if owners:
        item |= {"lead": owners[0]} if task.lead else {}
        item["responsible"] = owners
    if supporting:
        item["supporting"] = [unit for unit in supporting if unit not in owners]
    if _BASIS[task.owners_basis]:
        item["owners_basis"] = _BASIS[task.owners_basis]
    due = list(dict.fromkeys(int(year) for year in _YEAR.findall(task.deadline_text)))
    if due:
        item["due"] = due
    targets = list(dict.fromkeys(goals.of_statement[name] for name in task.targets if name in goals.of_statement))
    if targets:
        item["targets"] = targets
    return item
