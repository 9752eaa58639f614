"""Where a bulletin's pages break: nothing that ends it stands on a page without text, no row of a table alone
(GB/T 9704)."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from sigai.reports.circular.blocks import begins_annex, text_of

_TOGETHER = 3
"""So many of the last rows of a table stay together, and with what ends the document below them."""


def settle_pages(document: Any) -> None:
    """Keep together in a rendered template what no template can know of: the last lines before its annexes, the first
    rows and the last ones of its tables."""
    _keep_ending(document)
    tables = document.element.body.findall(qn("w:tbl"))
    last = _last_that_shows(document)
    for table in tables:
        _keep_rows(table, closing=table is last)


def _last_that_shows(document: Any) -> Any:
    """The last thing of the document that is not in a frame, as the imprint is, and not empty."""
    for element in reversed(document.element.body):
        framed = element.find(f"{qn('w:pPr')}/{qn('w:framePr')}") is not None
        if not framed and text_of(element).strip():
            return element
    return None


def _keep_rows(table: Any, *, closing: bool) -> None:
    """No page begins or ends with a single row; `closing`: the imprint stands below the last ones."""
    rows = table.findall(qn("w:tr"))
    kept = {*rows[:2], *rows[-_TOGETHER:-1], *(rows[-1:] if closing else ())}
    for row in kept:
        for line in row.iter(qn("w:p")):
            Paragraph(line, None).paragraph_format.keep_with_next = True  # type: ignore[arg-type]


def _keep_ending(document: Any) -> None:
    """What is kept together before the first annex takes the last paragraph of text along.

    Which paragraph that is, no template can know: the last of a loop, or of the office's own text.
    """
    lines = []
    for element in document.element.body:
        if begins_annex(element):
            break
        lines.append(element)
    while lines and not text_of(lines[-1]).strip():
        lines.pop()
    together = _kept_together(lines[:-1])
    if any(line.paragraph_format.keep_with_next for line in together[:-1]):
        for line in together:
            line.paragraph_format.keep_with_next = True


def _kept_together(lines: list[Any]) -> list[Paragraph]:
    """The lines before the last, from below: those that are kept with the next or empty, and the one above these."""
    found: list[Paragraph] = []
    for element in reversed(lines):
        if element.tag != qn("w:p"):
            break
        line = Paragraph(element, None)  # type: ignore[arg-type]
        found.append(line)
        if line.text.strip() and not line.paragraph_format.keep_with_next:
            break
    return found
