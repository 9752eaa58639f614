"""Reading an invented plan as a document, and finding the clause that a quote is of."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sigai.compiling.extracting import extract
from sigai.compiling.invented import InventedPlan
from sigai.compiling.model import Extraction
from sigai.documents.reading import read_document

_LEAST = 2


def read_invented(plan: InventedPlan) -> Extraction:
    """What the reader finds in an invented plan."""
    with tempfile.TemporaryDirectory(prefix="sigai-bench-") as work:
        path = Path(work) / f"{plan.name}.{plan.ending}"
        path.write_bytes(plan.content)
        return extract(read_document(path))


def sort_at(plan: InventedPlan, quote: str) -> str:
    """The sort of wording in whose clause a quote stands; `elsewhere` where it is in none."""
    for clause in plan.clauses:
        text = "".join(clause.text.split())
        if text in quote or quote in text or any(len(part) > _LEAST and part in quote for part in text.split("，")):
            return clause.sort
    return "elsewhere"
