"""What a form's page sends: cells as typed, as their writer had them before, and which of two figures they chose."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from sigai.values import WITHDRAW, withdraws
from sigai_web.reporting.drafts import Edit
from sigai_web.reporting.obligations import Key

_TEXT = "text:"
_THEIRS, _MINE = "theirs", "mine:"
"""What a page without scripts sends of a cell that two have written: whose figure is to stand; of one's own, the
version of the other's that was shown."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """One cell as a page sent it."""

    key: Key
    text: str
    reason: str
    was: str
    given: str
    seen: int
    choice: str

    @property
    def changed(self) -> bool:
        """Whether its writer wrote something, and did not choose the other's instead."""
        return self.choice != _THEIRS and (self.text != self.was or self.reason != self.given)

    @property
    def edit(self) -> Edit:
        """The cell as its writer wants it, who has seen the other's figure where they chose their own."""
        chosen = self.choice.removeprefix(_MINE) if self.choice.startswith(_MINE) else None
        return Edit(*self.key, self.text, self.seen if chosen is None else whole(chosen), self.reason)


def touched(data: QueryDict) -> list[Edit]:
    """Every cell that was sent: what a page sends cell by cell, its writer has just written."""
    return [sent.edit for sent in _sent(data)]


def edits(data: QueryDict) -> list[Edit]:
    """The cells that their writer changed: another text or another reason than they had before them."""
    return [sent.edit for sent in _sent(data) if sent.changed]


def _sent(data: QueryDict) -> list[_Sent]:
    found = []
    for field in data:
        entity, _, measure = field.removeprefix(_TEXT).partition(":")
        if not (field.startswith(_TEXT) and entity and measure):
            continue
        name, text = f"{entity}:{measure}", data.get(field, "").strip()
        reason, was, given = (data.get(f"{what}:{name}", "").strip() for what in ("reason", "was", "given"))
        text = WITHDRAW if withdraws(text) else text
        seen, choice = whole(data.get(f"seen:{name}")), data.get(f"choice:{name}", "")
        found.append(_Sent((entity, measure), text, reason, was, given, seen, choice))
    return found


def whole(text: str | None) -> int:
    """A version as it was sent; -1, which nothing has, where it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1
