"""The real plan of ../shared: paragraphs, the flattened table, no character lost."""

from __future__ import annotations

import json

import pytest

from helpers_documents import squeezed
from helpers_repository import SHARED
from sigai.documents.characters import read_characters
from sigai.documents.reading import read_document

SOURCE = SHARED / "sources" / "zhongwei-2021-2023.txt"


@pytest.mark.shared
def test_paragraphs_are_those_of_the_annotation():
    wanted = [
        squeezed(line.split("\t", 1)[1]).replace("|", "")
        for line in (SHARED / "plan" / "lines.txt").read_text(encoding="utf-8").splitlines()
    ]
    assert [item.characters for item in read_document(SOURCE).paragraphs] == wanted


@pytest.mark.shared
def test_the_rows_of_the_flattened_table_have_their_cells():
    rows = (SHARED / "plan" / "annex1_rows.jsonl").read_text(encoding="utf-8").splitlines()
    names = ("key_task", "roadmap", "timetable", "owners_text")
    wanted = [tuple(squeezed(json.loads(line)[name]) for name in names) for line in rows]
    found: list[tuple[str, ...]] = []
    for item in read_document(SOURCE).paragraphs:
        if item.kind == "row" and len(item.cells) == 4:
            cells = tuple(squeezed(cell) for cell in item.cells)
            found.append(cells if cells[0] else (found[-1][0], *cells[1:]))
    assert [cells for cells in found if cells[3] != "责任单位"] == wanted


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted([SOURCE, *(SHARED / "plans-dev").glob("*.txt")]), ids=lambda path: path.stem)
def test_no_character_is_lost(path):
    document = read_document(path)
    assert sorted(document.characters.text) == sorted(read_characters(path).text)
