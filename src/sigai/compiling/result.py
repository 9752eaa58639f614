"""What a compilation comes to: the draft, the contradictions in it, and all of it as one JSON object."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from sigai.base.issues import Language
from sigai.compiling.announced import announced_counts
from sigai.compiling.compiled import Compiled
from sigai.compiling.drafting import ProgrammeDraft, draft
from sigai.compiling.drafting.places import document_ids
from sigai.compiling.model import Extraction
from sigai.documents.model import Paragraph, ReadDocument
from sigai.programme.common import Source
from sigai.programme.findings import Finding, find, number


@dataclass(frozen=True)
class Result:
    """A plan compiled: its documents, what was found, the drafted programme, the findings with their sentences."""

    compiled: Compiled

    @property
    def extraction(self) -> Extraction:
        """What was found in the documents, before a programme was drafted from it."""
        return self.compiled.extraction

    @cached_property
    def draft(self) -> ProgrammeDraft:
        """The drafted programme, made when it is first asked for."""
        return draft(self.compiled)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Contradictions of the drafted programme and announced counts, heavy before light."""
        found = find(self.draft.programme, self._sentence)
        return number([*found, *announced_counts(self.compiled)])

    def as_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The object that `sigai compile --json` prints; `documents` instead of `document` where there are several."""
        extraction = self.extraction
        documents = [_document(document, extraction) for document in self.compiled.documents]
        head = {"document": documents[0]} if len(documents) == 1 else {"documents": documents}
        return {
            **head,
            "paragraphs": [_paragraph(item) for document in self.compiled.documents for item in document.paragraphs],
            "targets": [target.record() | {"group": target.group} for target in extraction.targets],
            "tasks": [asdict(task) for task in extraction.tasks],
            "units": [asdict(unit) for unit in extraction.units],
            "named": [asdict(named) for named in extraction.named],
            "instruments": [asdict(instrument) for instrument in extraction.instruments],
            "left_out": [asdict(number) for number in extraction.left_out],
            "findings": [found.as_dict(language) for found in self.findings],
        }

    def _sentence(self, source: Source) -> str:
        read = {name: document for document, name in document_ids(self.compiled).items()}
        if source.span is None or source.document not in read:
            return ""
        return self.compiled.sentence(read[source.document], source.span)


def _document(document: ReadDocument, extraction: Extraction) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "digest": document.characters.digest,
        "characters": len(document.characters.text),
        "year": extraction.year,
        "horizon": extraction.horizon,
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    anchor = paragraph.anchor
    row: dict[str, Any] = {
        "document": anchor.document,
        "id": anchor.id,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "part": paragraph.part,
        "path": list(anchor.path),
        "span": list(anchor.span),
        "text": paragraph.text,
    }
    if paragraph.cells:
        row["cells"] = list(paragraph.cells)
    if paragraph.page is not None:
        row["page"] = paragraph.page
    return row
