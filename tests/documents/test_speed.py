"""Reading takes time in proportion to the document, and little of it. `python tests/documents/test_speed.py` prints."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from helpers_documents import PLAN, pdf, pdf_pages, wrap
from sigai.documents.reading import document_from_text, read_document


def bench_reading(pages: int) -> float:
    """Seconds that a PDF of so many full pages takes to read, for each page."""
    one = pdf_pages(PLAN * 3, lines=28)[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.pdf"
        path.write_bytes(pdf([one] * pages))
        begun = time.perf_counter()
        read_document(path)
        return (time.perf_counter() - begun) / pages


def test_a_document_of_30_000_characters_takes_well_under_a_second():
    text = wrap(PLAN * 70, 60, gap=1)
    assert len("".join(text.split())) > 25_000
    begun = time.process_time()
    document_from_text(text, "d")
    assert time.process_time() - begun < 1.0


def test_a_pdf_takes_time_in_proportion_to_its_pages():
    bench_reading(3)
    assert bench_reading(120) < 3 * bench_reading(30)


if __name__ == "__main__":
    for size in (30, 300):
        sys.stdout.write(f"{size} pages: {bench_reading(size):.4f} s a page\n")
