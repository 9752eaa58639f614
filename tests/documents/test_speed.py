"""Reading is work in proportion to the document, and little of it. Counted in lines run, not in seconds."""

from __future__ import annotations

from pathlib import Path

from helpers_documents import PLAN, pdf, pdf_pages, wrap
from helpers_work import lines_run
from sigai.documents.reading import document_from_text, read_document

_LINES_A_CHARACTER = 60
"""Twice what it takes."""


def of_text(times: int) -> float:
    """Lines run for each character of a text, the plan so many times over."""
    text = wrap(PLAN * times, 60, gap=1)
    return lines_run(lambda: document_from_text(text, "d")) / len("".join(text.split()))


def of_pdf(folder: Path, pages: int) -> float:
    """Lines run for each full page of a PDF."""
    path = folder / f"{pages}.pdf"
    path.write_bytes(pdf([pdf_pages(PLAN * 3, lines=28)[0]] * pages))
    return lines_run(lambda: read_document(path)) / pages


def test_a_text_takes_work_in_proportion_to_its_length_and_little_of_it():
    short, long = of_text(10), of_text(40)
    assert long < 1.1 * short
    assert long < _LINES_A_CHARACTER


def test_a_pdf_takes_work_in_proportion_to_its_pages(tmp_path):
    assert of_pdf(tmp_path, 40) < 1.1 * of_pdf(tmp_path, 10)
