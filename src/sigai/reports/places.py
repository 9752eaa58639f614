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
        names = [source.document, source.part, source.section]
    else:
        title = document.title[language]
        known = next((part.title for part in document.parts if part.id == source.part), None)
        part = known[language] if known else source.part
        titled = title if language == "en" or title.startswith("《") else f"《{title}》"
        section = _without(known.zh if known else "", source.section or "")
        names = [part, section] if part and len(programme.head.documents) == 1 else [titled, part, section]
    return " ".join(name for name in (*names, source.paragraph) if name)


def _without(part: str, section: str) -> str:
    """A section without the first word that the title of its part begins with: 附件1 一 in 附件1 路线图 is just 一."""
    first, _, rest = section.partition(" ")
    return rest if rest and part.startswith(first) else section
