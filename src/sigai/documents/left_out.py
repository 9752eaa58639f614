"""What a reader leaves out of a document or writes otherwise than it looks, and how it tells so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sigai.base.issues import Issue, Place
from sigai.documents.problems import FRACTIONS, PARTS_UNREAD, UNSEEN

_LONGEST = 20


@dataclass
class UnreadText:
    """Text that nobody sees, fractions that are no figures, and kinds of embedded things whose text is not read."""

    unseen: list[str] = field(default_factory=list)
    fractions: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, other: UnreadText) -> None:
        """Takes over what another one holds."""
        self.unseen += other.unseen
        self.fractions += other.fractions
        self.unread += other.unread

    def issues(self, path: Path) -> list[Issue]:
        """One warning for each kind."""
        place = Place(str(path))
        found = []
        if self.unread:
            found.append(PARTS_UNREAD.at(place, file=path, count=len(self.unread), parts=some(self.unread)))
        if self.fractions:
            found.append(FRACTIONS.at(place, file=path, shown=some(self.fractions)))
        if self.unseen:
            texts = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in self.unseen]
            found.append(UNSEEN.at(place, file=path, count=len(texts), shown=some(texts)))
        return found


def some(items: Sequence[str]) -> str:
    """The first five of some items for a message, each once."""
    return ", ".join(list(dict.fromkeys(items))[:5])
