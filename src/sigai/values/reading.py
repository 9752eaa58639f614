"""Reading the entities and figures of a data folder: every file, every check, every issue, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sigai.base.digests import digest_files
from sigai.base.issues import Issue, Issues, Place
from sigai.programme.programme import Programme
from sigai.tables.data import Data, empty_data
from sigai.tables.files import RowIssues, find_files, read_tables
from sigai.values.batches import EXAMPLE_LONG, MeasureNames, batches_of
from sigai.values.checks import Checker
from sigai.values.closed import read_closed
from sigai.values.entities import read_entities
from sigai.values.facts import read_facts
from sigai.values.figures import WITHDRAWN, Figures, Vocabularies, as_tables, join
from sigai.values.folder import FILE as DESCRIPTION
from sigai.values.folder import read_description
from sigai.values.identities import IdentityCheck, read_identities
from sigai.values.problems import NO_FOLDER, NO_REGISTER, NOTHING_TO_READ
from sigai.values.register import SubjectIndex, make_register
from sigai.values.revisions import Resolution, resolve
from sigai.values.sequences import check_totals

Progress = Callable[[str, int, int | None], None]
"""Told what is being read (a file), how much is done and how much there is, in bytes of files."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was read. `taken` rows are in the history; `refused` gave a figure and are not."""

    files: int = 0
    entities: int = 0
    rows: int = 0
    taken: int = 0

    @property
    def refused(self) -> int:
        """Rows that gave a figure and were kept out."""
        return self.rows - self.taken


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """What a folder gave: the data that stood every check, all that was wrong, and how much there was."""

    data: Data
    issues: tuple[Issue, ...] = ()
    counts: Counts = field(default_factory=Counts)


def read_values(folder: Path, programme: Programme, *, progress: Progress | None = None) -> Intake:
    """Entities and figures of a data folder, checked against a programme; records are for `sigai.ledgers`.

    Figures come back in the units of their measures, as tables of the contracts. Nothing in the folder makes this
    fail: what cannot be taken in becomes an issue with its file, row and column.
    """
    if not folder.is_dir():
        return Intake(empty_data(), (NO_FOLDER.at(Place(str(folder)), folder=str(folder)),))
    issues = RowIssues()
    description, found = read_description(folder)
    issues.extend(found)
    entity_files, found = find_files(folder, "entities")
    issues.extend(found)
    value_files, found = find_files(folder, "values")
    issues.extend(found)
    if not value_files:
        issues.add(NOTHING_TO_READ.at(Place(str(folder.name))))
    if not entity_files:
        issues.add(NO_REGISTER.at(Place(str(folder.name))))
    entities, entity_reading = read_entities([(path, _name(folder, path)) for path in entity_files], programme)
    issues.extend(entity_reading.issues)
    register = make_register(entities, entity_reading.refused, programme)
    facts, found, fact_files = read_facts(folder, programme, register)
    issues.extend(found)
    reader = _Reader(folder, programme, register, issues, progress)
    figures = reader.read(value_files)
    resolution = reader.resolve(figures)
    kept = figures if resolution.kept.all() else figures.take(resolution.kept)
    values, history = as_tables(
        kept,
        reader.words,
        revision=resolution.revision[resolution.kept],
        corrected=resolution.corrected[resolution.kept],
        current=resolution.current[resolution.kept],
    )
    closed, found, closed_files = read_closed(folder, programme)
    issues.extend(found)
    described = [folder / DESCRIPTION] if (folder / DESCRIPTION).is_file() else []
    data = replace(
        empty_data(),
        entities=entities,
        facts=facts,
        values=values,
        history=history,
        closed=closed,
        title=description.title,
        demonstration=description.demonstration,
        digest=digest_files(folder, [*described, *closed_files, *entity_files, *fact_files, *value_files]),
    )
    files = len(entity_files) + len(value_files)
    counts = Counts(files, entities.num_rows, reader.rows, int(resolution.kept.sum()))
    return Intake(data, Issues(issues).sorted(), counts)


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


class _Reader:
    """Reads the files of figures one after the other."""

    def __init__(
        self,
        folder: Path,
        programme: Programme,
        register: SubjectIndex,
        issues: RowIssues,
        progress: Progress | None,
    ) -> None:
        self._folder, self._programme, self._register = folder, programme, register
        self._issues, self._progress = issues, progress
        self._names = MeasureNames.of(programme)
        self.words = Vocabularies(register.ids, [measure.id for measure in programme.measures])
        self._checker = Checker(programme, register, self._names, self.words, issues)
        self.rows = 0

    def read(self, files: Sequence[Path]) -> Figures:
        """The rows of all files that stand the checks of single rows, in the order of the files' names."""
        sizes = [path.stat().st_size for path in files]
        parts: list[Figures] = []
        for index, path in enumerate(sorted(files, key=lambda path: _name(self._folder, path))):
            name = _name(self._folder, path)
            if self._progress:
                self._progress(name, sum(sizes[:index]), sum(sizes))
            for found in read_tables(path, name, self._names.knows_header, EXAMPLE_LONG):
                if isinstance(found, Issue):
                    self._issues.add(found)
                    continue
                for batch in batches_of(found, self._names, self._issues):
                    self.rows += len(batch) - (batch.value.null_count if batch.wide else 0)
                    parts.append(self._checker.check(batch, self._file(batch.file)))
                if self._progress:
                    self._progress(name, sum(sizes[:index]), sum(sizes))
        if self._progress and files:
            self._progress("", sum(sizes), sum(sizes))
        return join(parts)

    def _file(self, name: str) -> int:
        files = self.words.files
        if not files or files[-1] != name:
            files.append(name)
        return len(files) - 1

    def resolve(self, figures: Figures) -> Resolution:
        """Settle revisions, hold identities against what counts then, and settle again without what they refuse.

        A refused figure counts as never given: the revision before it, if there is one, stands again.
        """
        size, identities = len(self._programme.measures), read_identities(self._programme)
        check = IdentityCheck(identities, self._programme, self._register, self.words)
        alive = np.ones(len(figures), dtype=np.bool_)
        resolution = resolve(figures, alive, size, self.words, self._issues)
        told = self._issues
        while True:
            told = RowIssues()
            refused = check.refused(figures, resolution.current, told)
            if not refused.any():
                break
            self._issues.extend(issue for issue in told if issue.severity == "error")
            alive = (resolution.kept | (figures.given == WITHDRAWN)) & ~refused
            resolution = resolve(figures, alive, size, self.words)
        self._issues.extend(told)
        check_totals(figures, resolution.current, self._programme, self.words, self._issues)
        return resolution
