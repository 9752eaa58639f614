"""A document in, everything found in it out: the one entry to extraction."""

from __future__ import annotations

from dataclasses import replace

from sigai.compiling.grouping import grouped
from sigai.compiling.instruments import read_instruments
from sigai.compiling.model import ExtractedTarget, ExtractedTask, Extraction
from sigai.compiling.named import read_named
from sigai.compiling.targets import read_targets
from sigai.compiling.tasks import read_tasks
from sigai.compiling.times import calendar_of
from sigai.compiling.units import UnitRegister
from sigai.documents.model import ReadDocument


def extract(document: ReadDocument) -> Extraction:
    """Targets, tasks, units, named things and instruments of a document, with ids, owners and groups."""
    texts = [paragraph.text for paragraph in document.content()]
    calendar = calendar_of(document.title, texts)
    units = UnitRegister()
    tasks = read_tasks(document, units)
    stated, left_out = read_targets(document, calendar)
    targets = grouped(_owned(stated, tasks))
    return Extraction(
        document=document.id,
        title=document.title,
        year=calendar.year,
        horizon=calendar.horizon,
        targets=targets,
        tasks=_with_targets(tasks, targets),
        units=units.units(),
        named=read_named(document),
        instruments=read_instruments(document),
        left_out=tuple(left_out),
    )


def _owned(targets: list[ExtractedTarget], tasks: tuple[ExtractedTask, ...]) -> tuple[ExtractedTarget, ...]:
    """Each target answered for by the units of the task in whose paragraphs it stands, the narrowest task first."""
    by_paragraph: dict[str, ExtractedTask] = {}
    for task in tasks:
        for paragraph in task.paragraphs:
            by_paragraph[paragraph] = task
    answering = [(target, by_paragraph.get(target.paragraph)) for target in targets]
    return tuple(
        replace(target, owners=task.owners, supporting=task.supporting) if task else target
        for target, task in answering
    )


def _with_targets(tasks: tuple[ExtractedTask, ...], targets: tuple[ExtractedTarget, ...]) -> tuple[ExtractedTask, ...]:
    by_paragraph: dict[str, list[str]] = {}
    for target in targets:
        by_paragraph.setdefault(target.paragraph, []).append(target.id)
    return tuple(
        replace(task, targets=tuple(name for paragraph in task.paragraphs for name in by_paragraph.get(paragraph, ())))
        for task in tasks
    )
