"""Where a statement stands in its document, in words."""

from __future__ import annotations

from sigai.base.issues import Language
from sigai.programme.common import Source
from sigai.programme.programme import Programme


def place_text(programme: Programme, source: Source, language: Language) -> str:
    """Document, part, section and paragraph; ids where the programme does not describe the document.

    The document's title is left out where the programme has but one and the part tells enough.
    """
    document = next((document for document in programme.head.documents if document.id == source.document), None)
    if document is None:
        names = [source.document, source.part]
    else:
        title = document.title[language]
        part = next((part.title[language] for part in document.parts if part.id == source.part), source.part)
        titled = title if language == "en" or title.startswith("《") else f"《{title}》"
        names = [part] if part and len(programme.head.documents) == 1 else [titled, part]
    return " ".join(name for name in (*names, source.section, source.paragraph) if name)
