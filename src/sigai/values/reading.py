"""Reading the entities and figures of a data folder: every file, every check, every issue, in one pass."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.digests import digest_files
from sigai.base.issues import Issue, Issues, Place, UserError
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES
from sigai.tables.data import Data, empty_data
from sigai.tables.files import RowIssues, SheetFile, find_files, read_sheets
from sigai.values.activity import inactive_figures
from sigai.values.batches import Batch, batches_of
from sigai.values.belonging import lacking, placed
from sigai.values.checks import Checker
from sigai.values.closed import read_closed
from sigai.values.entities import read_entities
from sigai.values.facts import read_facts
from sigai.values.figure_tables import figure_tables
from sigai.values.figures import WITHDRAWN, Figures, Vocabularies, as_tables, join
from sigai.values.folder import FILE as DESCRIPTION
from sigai.values.folder import read_description
from sigai.values.identities import IdentityCheck, read_identities
from sigai.values.mapping.applying import lines_below, numbers_left_out, read_by
from sigai.values.mapping.choosing import fitting_mapping
from sigai.values.mapping.model import Mapping
from sigai.values.mapping.problems import MAPPED_TOO_LARGE
from sigai.values.mapping.rows import GivenWithFile, rows_of_tables
from sigai.values.mapping.writing import read_mappings
from sigai.values.measure_names import MeasureNames
from sigai.values.odd_sizes import fractions, tell_slipped_units
from sigai.values.problems import NO_FOLDER, NO_REGISTER, NOTHING_TO_READ
from sigai.values.register import SubjectIndex, make_register
from sigai.values.revisions import Resolution, resolve
from sigai.values.total_checks import check_totals

Progress = Callable[[str, int, int | None], None]
"""Told what is being read (a file), how much is done and how much there is, in bytes of files."""

MOST_MAPPED = 64 * 2**20
"""So many bytes of a text file are read by a mapping: all its cells are held as texts then, about fifteen times as
much. Larger files without a mapping are read piece by piece."""
_BEGINNING = 64 * 2**10


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


def register_of(folder: Path | None, programme: Programme) -> tuple[pa.Table, list[Issue]]:
    """The entities of a data folder, and what is wrong with them; nobody where there is no folder."""
    if folder is None:
        return ENTITIES.empty_table(), []
    files, issues = find_files(folder, "entities")
    entities, reading = read_entities([(path, _name(folder, path)) for path in files], programme)
    return entities, [*issues, *reading.issues]


def read_values(
    folder: Path, programme: Programme, *, progress: Progress | None = None, standing: Data | None = None
) -> Intake:
    """Entities and figures of a data folder, checked against a programme; records are for `sigai.ledgers`.

    `standing` are entities and facts that stand already, where the folder is taken in beside them: it may refer to
    them, and they come back among its entities, in its own words where it has any.
    Figures come back in the units of their measures, as tables of the contracts. Nothing in the folder makes this
    fail: what cannot be taken in becomes an issue with its file, row and column.
    """
    if not folder.is_dir():
        return Intake(empty_data(), (NO_FOLDER.at(Place(str(folder)), folder=str(folder)),))
    issues = RowIssues()
    description, found = read_description(folder)
    issues.extend(found)
    entity_files, value_files = _main_files(folder, issues, alone=standing is None)
    entities, entity_reading = read_entities([(path, _name(folder, path)) for path in entity_files], programme)
    issues.extend(entity_reading.issues)
    entities = _beside(standing, entities)
    register = make_register(entities, entity_reading.refused, programme)
    facts, found, fact_files = read_facts(folder, programme, register, entity_reading.told)
    issues.extend(found)
    known = facts if standing is None else pa.concat_tables([standing.facts, facts])
    entities = placed(entities, known, programme)
    issues.extend(lacking(entities, known, programme))
    mappings, found, mapping_files = read_mappings(folder, programme)
    issues.extend(found)
    reader = _Reader(folder, programme, register, issues, progress, mappings=mappings, moved=_moved(known))
    figures = reader.read(value_files)
    resolution = reader.resolve(figures)
    issues.extend(inactive_figures(figures, resolution.current, entities, known, reader.words))
    values, history = reader.tables(figures, resolution)
    closed, found, closed_files = read_closed(folder, programme)
    issues.extend(found)
    described = [folder / DESCRIPTION] if (folder / DESCRIPTION).is_file() else []
    taken = [*described, *closed_files, *entity_files, *fact_files, *mapping_files, *value_files]
    data = replace(
        empty_data(),
        entities=entities,
        facts=facts,
        values=values,
        history=history,
        closed=closed,
        title=description.title,
        demonstration=description.demonstration,
        digest=digest_files(folder, taken),
    )
    files = len(entity_files) + len(value_files)
    counts = Counts(files, entities.num_rows, reader.rows, int(resolution.kept.sum()))
    return Intake(data, Issues(issues).sorted(), counts)


def _main_files(folder: Path, issues: RowIssues, *, alone: bool) -> tuple[list[Path], list[Path]]:
    """The files of entities and of figures: a folder that is read `alone` needs both."""
    entity_files, found = find_files(folder, "entities")
    issues.extend(found)
    value_files, found = find_files(folder, "values")
    issues.extend(found)
    if alone and not value_files:
        issues.add(NOTHING_TO_READ.at(Place(str(folder.name))))
    if alone and not entity_files:
        issues.add(NO_REGISTER.at(Place(str(folder.name))))
    return entity_files, value_files


def _beside(standing: Data | None, entities: pa.Table) -> pa.Table:
    """The entities of a folder, and those that stand already and are not among them."""
    if standing is None:
        return entities
    own = pc.is_in(standing.entities["id"], value_set=entities["id"].combine_chunks())
    return pa.concat_tables([entities, standing.entities.filter(pc.invert(own))]).combine_chunks()


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _moved(facts: pa.Table) -> frozenset[str]:
    """The entities whose area or park changed in the course of time."""
    rows = zip(facts["entity"].to_pylist(), facts["fact"].to_pylist(), strict=True)
    return frozenset(str(entity) for entity, fact in rows if fact in ("area", "park"))


def _beginning(path: Path, name: str) -> SheetFile:
    """The first lines of a text file: enough to see whether a mapping is for it."""
    with path.open("rb") as stream, tempfile.TemporaryDirectory(prefix="sigai-beginning-") as folder:
        first = Path(folder) / path.name
        first.write_bytes(stream.read(_BEGINNING).rpartition(b"\n")[0])
        return read_sheets(first, name)


class _Reader:
    """Reads the files of figures one after the other."""

    def __init__(
        self,
        folder: Path,
        programme: Programme,
        register: SubjectIndex,
        issues: RowIssues,
        progress: Progress | None,
        *,
        mappings: Sequence[Mapping],
        moved: Collection[str],
    ) -> None:
        self._folder, self._programme, self._register = folder, programme, register
        self._issues, self._progress = issues, progress
        self._names, self._mappings = MeasureNames.of(programme), mappings
        self.words = Vocabularies(register.ids, [measure.id for measure in programme.measures])
        self._checker = Checker(programme, register, self._names, self.words, issues, moved)
        self.rows = 0

    def read(self, files: Sequence[Path]) -> Figures:
        """The rows of all files that stand the checks of single rows, in the order of the files' names."""
        sizes = [path.stat().st_size for path in files]
        parts: list[Figures] = []
        for index, path in enumerate(sorted(files, key=lambda path: _name(self._folder, path))):
            name = _name(self._folder, path)
            if self._progress:
                self._progress(name, sum(sizes[:index]), sum(sizes))
            mapped = self._by_mapping(path, name)
            if mapped is not None:
                parts += mapped
                continue
            for found in figure_tables(path, name, self._names, self._is_named, self._issues):
                parts += self._checked(batches_of(found, self._names, self._issues))
                if self._progress:
                    self._progress(name, sum(sizes[:index]), sum(sizes))
        if self._progress and files:
            self._progress("", sum(sizes), sum(sizes))
        figures = join(parts)
        odd = fractions(figures, self._programme, self.words, self._issues)
        return figures.take(~odd) if odd.any() else figures

    def _is_named(self, word: str) -> bool:
        """Whether a word is the code or name of a subject."""
        return self._register.position(word) >= 0

    def _checked(self, batches: Iterable[Batch]) -> Iterator[Figures]:
        for batch in batches:
            self.rows += len(batch) - (batch.value.null_count if batch.wide else 0)
            yield self._checker.check(batch, self._file(batch.file))

    def _by_mapping(self, path: Path, name: str) -> list[Figures] | None:
        """The figures of a file that one of the folder's mappings is for; None where none is. What changed since the
        mapping was made and matters is said, and nothing of the file is taken."""
        if not self._mappings or path.suffix.lower() == ".parquet":
            return None
        large = path.stat().st_size > MOST_MAPPED and not path.suffix.lower().startswith(".xls")
        try:
            read = _beginning(path, name) if large else read_sheets(path, name)
        except UserError:
            return None
        found = fitting_mapping(self._mappings, read, self._programme)
        if found is None:
            return None
        mapping, fit = found
        if large:
            facts = {"name": mapping.name, "size": path.stat().st_size // 2**20, "most": MOST_MAPPED // 2**20}
            self._issues.add(MAPPED_TOO_LARGE.at(Place(name), **facts))
            return []
        said = Issues(fit.changes)
        tables = [] if fit.asks else rows_of_tables(mapping, fit, self._programme, GivenWithFile())
        parts = [part for rows in tables for part in self._checked(rows.batches(said))]
        count = sum(len(part) for part in parts)
        left = numbers_left_out(mapping, fit)
        self._issues.extend([read_by(mapping, fit, count), *said, *left, *lines_below(read, fit)])
        return parts

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
        tell_slipped_units(figures, resolution.current, self._programme, self.words, self._issues)
        return resolution

    def tables(self, figures: Figures, resolution: Resolution) -> tuple[pa.Table, pa.Table]:
        """The figures that were kept as tables of the contracts: those that count, and all with their revisions."""
        return as_tables(
            figures if resolution.kept.all() else figures.take(resolution.kept),
            self.words,
            revision=resolution.revision[resolution.kept],
            corrected=resolution.corrected[resolution.kept],
            current=resolution.current[resolution.kept],
        )
