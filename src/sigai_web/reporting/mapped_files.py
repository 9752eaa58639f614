"""A file of any layout for one sheet: held while its mapping is made, read by a mapping, taken into the draft."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
from django.utils import timezone

from sigai.base import Issue, Place, UserError
from sigai.tables import SheetFile, read_sheets
from sigai.values import (
    NEW_ENTITIES,
    OTHER_MEASURES,
    OTHER_PERIODS,
    WITHDRAW,
    FoundHeads,
    GivenWithFile,
    MappedFigure,
    MappedFile,
    MappedWithdrawal,
    Mapping,
    MappingReaders,
    mapped_file,
    mapping_rank,
    said_otherwise,
)
from sigai_web.accounts.people import people
from sigai_web.exchange import Upload, read_apart
from sigai_web.journal.changes import note
from sigai_web.language import choose
from sigai_web.reporting.checking import plain
from sigai_web.reporting.mappings import Usable
from sigai_web.reporting.models import HeldFile
from sigai_web.reporting.obligations import Assignment, Key
from sigai_web.reporting.problems import MAPPING_TOO_LARGE, MAPPING_USED

MOST_CELLS = 200_000
"""So many cells of a file are mapped on a page."""

_NAMED = 8


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a mapping takes from a file for one sheet: texts by cell, the figures they are, and all that is said."""

    found: MappedFile
    figures: tuple[MappedFigure, ...]
    withdrawn: tuple[MappedWithdrawal, ...]
    issues: tuple[Issue, ...]

    @property
    def asks(self) -> tuple[Issue, ...]:
        """What has to be settled before anything is taken by itself."""
        return self.found.asks

    @property
    def values(self) -> dict[Key, Decimal]:
        """The figures in the units of their measures."""
        return {(figure.entity, figure.measure): figure.value for figure in self.figures}

    def typed(self, kept: dict[Key, str]) -> dict[Key, tuple[str, str]]:
        """Text and reason of every cell, as if they had been typed; `kept` are the reasons that stand."""
        texts = {(each.entity, each.measure): (_as_typed(each), each.note) for each in self.figures}
        texts |= {(each.entity, each.measure): (WITHDRAW, each.note) for each in self.withdrawn}
        return {key: (text, note[:500] or kept.get(key, "")) for key, (text, note) in texts.items()}

    @property
    def entities(self) -> list[str]:
        """Whom the cells are about that are taken."""
        return [*(each.entity for each in self.figures), *(each.entity for each in self.withdrawn)]


def _as_typed(figure: MappedFigure) -> str:
    """The figure as it stands in the file, with the unit that a column or title gives it."""
    text = figure.text
    return text if not figure.unit or text.endswith(figure.unit) else f"{text}{figure.unit}"


def plainly(figures: Iterable[MappedFigure], keys: set[Key]) -> dict[Key, str]:
    """Of some cells the figures in the measures' own units."""
    return {key: plain(each.value) for each in figures if (key := (each.entity, each.measure)) in keys}


def sheets_of(upload: Upload) -> SheetFile:
    """The sheets of an upload; UserError where it cannot be read or is too large for a page."""
    return _bounded(read_apart(upload.place, read_sheets, upload.path, upload.name))


def _bounded(read: SheetFile) -> SheetFile:
    cells = sum(len(sheet.cells) * sheet.width for sheet in read.sheets)
    if cells > MOST_CELLS:
        raise UserError([MAPPING_TOO_LARGE.at(Place(read.name), file=read.name, cells=cells, most=MOST_CELLS)])
    return read


@note
def let_go(held: HeldFile) -> None:
    """Hold a file no longer."""
    held.delete()


@note
def hold(user: Any, assignment: Assignment, upload: Upload) -> HeldFile:
    """Hold a file until its mapping is made, or the same person's next one for this sheet comes."""
    form, period, reporter = assignment.key
    held, _ = HeldFile.objects.update_or_create(
        user=user,
        form=form,
        period=period,
        reporter=reporter,
        defaults={"name": upload.name, "content": upload.path.read_bytes(), "at": timezone.now()},
    )
    return held


def held_by(user: Any, assignment: Assignment) -> HeldFile | None:
    """The file that somebody's mapping for a sheet waits with."""
    form, period, reporter = assignment.key
    return HeldFile.objects.filter(user=user, form=form, period=period, reporter=reporter).first()


def sheets_of_held(held: HeldFile) -> SheetFile:
    """The sheets of a held file."""
    with tempfile.TemporaryDirectory(prefix="sigai-held-") as folder:
        path = Path(folder) / f"held{PurePosixPath(held.name).suffix.lower()}"
        path.write_bytes(bytes(held.content))
        return _bounded(read_apart(Place(held.name), read_sheets, path, held.name))


def readers_of(assignment: Assignment) -> MappingReaders:
    """What files for a sheet are read against: those whom the sheet is about, and the measures of its form. Of entities
    nothing is said of anybody else; areas are the programme's, which everybody may read."""
    known = assignment.owed.register
    entities = sorted({entity for entity, _ in assignment.cells} & known.row.keys())
    table = known.table.take(pa.array([known.row[entity] for entity in entities], pa.int64()))
    return MappingReaders.of(assignment.content, table, assignment.form.id)


def given_with(assignment: Assignment) -> GivenWithFile:
    """What is said by handing a file in on the page of a sheet: its period, and whom it is about where that is one."""
    entities = dict.fromkeys(entity for entity, _ in assignment.cells)
    return GivenWithFile(assignment.period, next(iter(entities)) if len(entities) == 1 else "")


def reading(read: SheetFile, mapping: Mapping, assignment: Assignment) -> SheetReading:
    """What a mapping takes for a sheet."""
    found = mapped_file(read, mapping, readers_of(assignment), given_with(assignment))
    cells, period = set(assignment.cells), str(assignment.period)
    of_period = [each for each in found.figures if each.period == period]
    mine = tuple(each for each in of_period if (each.entity, each.measure) in cells)
    place, issues = Place(read.name), list(found.issues)
    if others := len(found.figures) - len(of_period):
        issues.append(OTHER_PERIODS.at(place, count=others, period=period))
    if others := len(of_period) - len(mine):
        issues.append(OTHER_MEASURES.at(place, count=others))
    taken_back = [each for each in found.withdrawn if each.period == period and (each.entity, each.measure) in cells]
    return SheetReading(found, mine, tuple(taken_back), tuple(issues))


def best(read: SheetFile, usables: Iterable[Usable], assignment: Assignment) -> tuple[Usable, SheetReading] | None:
    """The kept mapping for a file, by the rule of a folder's; one that may not be applied by itself comes behind.
    Where others that may say something else, it is asked."""
    found = [(each, reading(read, each.mapping, assignment)) for each in usables]
    ranked = [
        (mapping_rank(each.mapping, taken.found.fit, asks=bool(taken.asks), own=each.own), each.kept.pk, each, taken)
        for each, taken in found
        if isinstance(taken.found.fit, FoundHeads)
    ]
    if not ranked:
        return None
    used, taken = min(ranked, key=lambda one: one[:2])[2:]
    fit = taken.found.fit
    if fit is None or taken.asks or not used.own:
        return used, taken
    others = ((each.mapping, one.found.fit) for each, one in found if each.own and one.found.fit and not one.asks)
    asked = said_otherwise((used.mapping, fit), others, assignment.content)
    changes = taken.found.changes if asked is None else (*taken.found.changes, asked)
    return used, replace(taken, found=replace(taken.found, changes=changes))


def report(used: Usable, taken: SheetReading, assignment: Assignment) -> tuple[Issue, ...]:
    """What is said of a file that was read by a kept mapping: by whose and since when, what changed since the last
    file, and everything that was decided about cells."""
    kept, name = used.kept, assignment.owed.register.name
    owner = {language: name(kept.reporter, language) if kept.reporter else "" for language in ("zh", "en")}
    use = MAPPING_USED.at(
        Place(),
        name=kept.name,
        owner=owner["zh"] or "专班",
        owner_en=owner["en"] or "the office",
        by=str(people([kept.by])[kept.by]),
        at=f"{timezone.localtime(kept.at):%Y-%m-%d}",
        count=len(taken.figures),
    )
    new = sorted({figure.entity for figure in taken.figures} - set(kept.entities)) if kept.used_at else []
    names = choose("、", ", ").join(name(entity, choose("zh", "en")) for entity in new[:_NAMED])
    seen = (NEW_ENTITIES.at(Place(), names=names),) if new else ()
    return (use, *taken.found.changes, *seen, *taken.issues)
