"""Taking in a whole folder of data: the register and figures, then the records that refer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sigai.base.issues import Issue, Issues, Place, UserError
from sigai.ledgers import read_records
from sigai.programme.programme import Programme
from sigai.tables.data import Data
from sigai.values import read_values
from sigai.values.problems import NO_FOLDER

Watch = Callable[[str, int, int | None], None]
"""Told how far a long stage is: what it works on, how much is done, of how much."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a folder gave: the data that stood every check, and all that was wrong, in the order of files and rows."""

    data: Data
    issues: tuple[Issue, ...]


def take_in(programme: Programme, folder: Path, *, watch: Watch | None = None, standing: Data | None = None) -> Taken:
    """Entities, figures and records of a data folder, checked against a programme. Nothing in it makes this fail.

    `standing`: the entities and facts beside which it is taken in (`read_values`).
    UserError only where there is no such folder.
    """
    if not folder.is_dir():
        raise UserError([NO_FOLDER.at(Place(str(folder)), folder=str(folder))])
    figures = read_values(folder, programme, progress=watch, standing=standing)
    records = read_records(folder, programme, figures.data, progress=watch)
    return Taken(records.data, Issues((*figures.issues, *records.issues)).sorted())
