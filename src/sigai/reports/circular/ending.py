"""The end of a bulletin's text: attachments, who issues it and when never stand on a page without text (GB/T 9704)."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from sigai.reports.circular.blocks import begins_annex, text_of


def keep_ending(document: Any) -> None:
    """Of a rendered template, what is kept together before the first annex takes the last paragraph of text along.

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
