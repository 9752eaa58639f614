"""Which program wrote a document: told in its properties, so that a later one knows that its words may differ."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from docx import Document


@cache
def this_program() -> str:
    """The program that writes now: a digest of all of its sources, the same wherever it is installed."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda each: each.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def program_of(path: Path) -> str:
    """The program that wrote a document; empty where it does not say so, as those of early programs."""
    return Document(str(path)).core_properties.version or ""
