"""Of clean workbooks hardly anything is asked: at most one row in two hundred, and no figure is wrong or lost.

The figure is measured over workbooks drawn by dice; `make fuzz-files` draws thousands (SIGAI_FUZZ_EXAMPLES).
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from helpers_clean import CleanBook, CleanMaker
from helpers_sheets import Figure
from helpers_values import ENTITIES, PROGRAMME, write_folder
from sigai.base.issues import Issue, Severity
from sigai.tables.files import read_sheets
from sigai.values import Intake, read_values, register_of
from sigai.values.mapping import MappingReaders, mapping_yaml, propose_mapping

BOOKS = int(os.environ.get("SIGAI_FUZZ_EXAMPLES", "40"))
MOST = Decimal("0.005")


@dataclass(slots=True)
class Measured:
    """What was asked in vain of so many rows, and figures that are not what stands in their cells."""

    rows: int = 0
    mapped: int = 0
    asked: int = 0
    said: Counter[str] = field(default_factory=Counter)
    wrong: dict[Figure, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)

    def add(self, book: CleanBook, intake: Intake, file: str) -> None:
        questions = [issue for issue in intake.issues if asks(issue, file)]
        whole = any(issue.place.row is None for issue in questions)
        asked = book.rows if whole else len({issue.place.row for issue in questions})
        self.rows, self.asked, self.mapped = self.rows + book.rows, self.asked + asked, self.mapped + book.mapped
        self.said.update(issue.code for issue in questions)
        found = {
            (each["entity"], each["measure"], each["period"]): each["value"] for each in intake.data.values.to_pylist()
        }
        differing = {key for key in book.right.keys() | found.keys() if book.right.get(key) != found.get(key)}
        self.wrong |= {key: (book.right.get(key), found.get(key)) for key in differing}


def asks(issue: Issue, file: str) -> bool:
    """Whether an issue of this file wants something of a person: everything that is more than a note."""
    return issue.place.file.split("#")[0] == file and issue.severity is not Severity.NOTE


def read_book(dice: random.Random, folder: Path) -> tuple[CleanBook, Intake]:
    """A clean workbook in a data folder of its own, with the mapping that is proposed where its layout needs one."""
    write_folder(folder, {"values/.keep": ""})
    path = folder / "values" / "a.xlsx"
    book = CleanMaker(dice, path).make()
    if book.mapped:
        entities, _ = register_of(folder, PROGRAMME)
        mapping = propose_mapping(read_sheets(path, path.name), MappingReaders.of(PROGRAMME, entities), name="报表")
        write_folder(folder, {"mappings/a.yaml": mapping_yaml(mapping)}, ENTITIES)
    return book, read_values(folder, PROGRAMME)


def test_at_most_one_row_in_two_hundred_is_asked_about(tmp_path: Path) -> None:
    measured = Measured()
    for seed in range(BOOKS):
        measured.add(*read_book(random.Random(seed), tmp_path / str(seed)), "values/a.xlsx")
    share = f"{100 * measured.asked / measured.rows:.2f} % of {measured.rows} rows"
    sys.stdout.write(f"\n{BOOKS} clean workbooks, {measured.mapped} of them mapped: asked in vain about {share}\n")
    assert measured.wrong == {}
    assert measured.mapped, "no layout took a mapping: nothing was measured of them"
    assert measured.asked <= MOST * measured.rows, measured.said
