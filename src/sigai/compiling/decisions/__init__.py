"""What people decided on a compiled plan: the file of decisions, and how it changes what was found."""

from sigai.compiling.decisions.applying import decide
from sigai.compiling.decisions.content import CHANGEABLE, Decisions, read_decisions
from sigai.compiling.decisions.places import PlaceKey, place_of_statement, place_of_task

__all__ = ["CHANGEABLE", "Decisions", "PlaceKey", "decide", "place_of_statement", "place_of_task", "read_decisions"]
