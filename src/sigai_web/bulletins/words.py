"""Words of bulletins on their way, in the reader's language."""

from __future__ import annotations

from sigai.programme import Programme, Text
from sigai.reports import bulletin_kinds
from sigai_web.language import choose

_STATES = {
    "drafting": ("起草中", "being drafted"),
    "handed_in": ("待签发", "waiting for a signature"),
    "signed": ("已签发", "signed"),
    "published": ("已发布", "published"),
    "dropped": ("已作废", "dropped"),
}


def state_words(state: str) -> str:
    """The state of a draft."""
    return choose(*_STATES[state])


def kind_name(content: Programme, kind: str) -> Text:
    """What a kind of bulletin is called; one that the content knows no more, by its id."""
    return next((each.name for each in bulletin_kinds(content) if each.id == kind), Text(zh=kind, en=kind))
