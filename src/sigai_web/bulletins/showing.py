"""What the page of a draft shows: its pieces in the order of the document, each figure with what it is tied to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sigai.base import Issue
from sigai.reports import CheckedNumber, DraftedBlock, marks_of, number_issue
from sigai_web.bulletins.drafting import Checked
from sigai_web.bulletins.models import BulletinDraft, DraftText
from sigai_web.language import language


@dataclass(frozen=True, slots=True)
class ShownText:
    """The office's own text at one place: as it stands, who wrote it, and what is to be said of its figures.

    `other` is what is kept, where `text` could not be; `issues` refuse, `remarks` only tell.
    """

    place: str
    heading: str
    text: str
    version: int
    written_by: str = ""
    written_at: Any = None
    issues: tuple[Issue, ...] = ()
    remarks: tuple[str, ...] = ()
    other: str | None = None

    @property
    def id(self) -> str:
        """Its place as a word of an address."""
        return self.place.replace(".", "-")


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece of the draft: a heading, a paragraph cut at its figures, a table, or a place for a text."""

    piece: DraftedBlock
    own: ShownText | None

    @property
    def kind(self) -> str:
        """What it is."""
        return self.piece.block.kind

    @property
    def sentences(self) -> SafeString:
        """The text, each figure in it with what it is where the mouse rests."""
        parts = _cut(self.piece.block.text, self.piece.numbers)
        return format_html_join(
            "",
            "{}",
            (
                (format_html('<span class="figure" title="{}">{}</span>', what, text) if what else text,)
                for text, what in parts
            ),
        )


def _cut(text: str, numbers: Sequence[CheckedNumber]) -> list[tuple[str, str]]:
    """A text in parts: of a figure also what it is."""
    found: list[tuple[str, str]] = []
    place = 0
    for number in numbers:
        found.append((text[place : number.said.start], ""))
        what = number.fact.what[language()] if number.fact else number.source
        marks = "，".join(marks_of(number, language()))
        found.append((number.said.text, f"{what} {marks}".strip()))
        place = number.said.end
    return [*found, (text[place:], "")]


def shown_pieces(draft: BulletinDraft, checked: Checked, mine: Mapping[str, str]) -> list[ShownPiece]:
    """Every piece of a draft, with the texts as they are kept; `mine` is what could not be kept, by its place."""
    rows = {row.place: row for row in DraftText.objects.filter(draft=draft)}
    heading, found = "", list[ShownPiece]()
    for piece in checked.pieces:
        if piece.block.kind == "heading":
            heading = piece.block.text
        elif piece.block.run_in:
            heading = piece.block.run_in.rstrip("。")
        typed = mine.get(piece.block.place) if draft.open else None
        own = shown_text(piece, heading, rows, typed) if piece.block.kind == "own" else None
        found.append(ShownPiece(piece, own))
    return found


def shown_text(piece: DraftedBlock, heading: str, rows: Mapping[str, DraftText], mine: str | None = None) -> ShownText:
    """One text, with what is to be said of its figures; `mine` is what could not be kept."""
    row = rows.get(piece.block.place)
    return ShownText(
        place=piece.block.place,
        heading=heading,
        text=piece.block.text if mine is None else mine,
        version=row.version if row else 0,
        written_by=row.written_by if row else "",
        written_at=row.written_at if row else None,
        issues=tuple(number_issue(number, piece.block.place) for number in piece.untied),
        remarks=tuple(_remark(number) for number in piece.numbers if number.tied),
        other=row.text if row and mine is not None else None,
    )


def _remark(number: CheckedNumber) -> str:
    if number.fact is None:
        return f"{number.said.text} ← {number.source}"
    marks = "，".join(marks_of(number, language()))
    return f"{number.said.text} = {number.fact.what[language()]} {number.fact.shown}{f' · {marks}' if marks else ''}"
