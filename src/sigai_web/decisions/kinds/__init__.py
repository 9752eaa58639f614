"""The kinds of decisions: what each is about, the fields of its form, and the places of content that it changes."""

from sigai_web.decisions.kinds.all import KINDS, wanted_of
from sigai_web.decisions.kinds.kind import DecisionKind

__all__ = ["KINDS", "DecisionKind", "wanted_of"]
