"""What a revised bulletin says otherwise than the one whose place it takes."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

_MOST = 200


def changed_lines(earlier: Path, later: Path) -> list[tuple[str, str]]:
    """The lines that differ, in their order: `-` those of the earlier document, `+` those of the later."""
    before, after = _lines(earlier), _lines(later)
    found: list[tuple[str, str]] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [("-", line) for line in before[first:last]] + [("+", line) for line in after[start:end]]
    return found[:_MOST]


def _lines(path: Path) -> list[str]:
    """Paragraphs, and the rows of tables as one line each, down to the explanation of single numbers."""
    body = Document(str(path)).element.body
    found = []
    for element in body:
        rows = element.iter(qn("w:tr")) if element.tag == qn("w:tbl") else (element,)
        found += ["　".join(_cells(row)) for row in rows]
    return [line for line in found if line.strip()]


def _cells(row: object) -> list[str]:
    cells = list(row.iter(qn("w:tc"))) or [row]  # type: ignore[attr-defined]
    return ["".join(each.text or "" for each in cell.iter(qn("w:t"))) for cell in cells]
