"""The way in: a file of any kind that plans come in, to a document."""

from __future__ import annotations

from pathlib import Path

from sigai.base.issues import Place, UserError
from sigai.documents.characters import NO_DOCUMENT, NO_TEXT
from sigai.documents.model import ReadDocument
from sigai.documents.plain_text import decoded, text_blocks
from sigai.documents.problems import EMPTY
from sigai.documents.structure import assemble


def read_document(path: Path) -> ReadDocument:
    """The document in a .txt file; UserError where it cannot be read."""
    place = Place(str(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError([NO_DOCUMENT.at(place, file=path, detail=error.strerror or error)]) from error
    text = decoded(content)
    if text is None:
        raise UserError([NO_TEXT.at(place, file=path)])
    if not text.strip():
        raise UserError([EMPTY.at(place, file=path)])
    return document_from_text(text, path.stem)


def document_from_text(text: str, id: str) -> ReadDocument:  # noqa: A002 - the word of the contract
    """The document that a plain text is; `id` names it in anchors."""
    return assemble(text_blocks(text), id)
