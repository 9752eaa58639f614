"""Which decisions are in force: at each place the last one that was not lifted."""

from __future__ import annotations

from collections.abc import Mapping

from sigai.programme import Amendment, ContentPlace
from sigai_web import programme
from sigai_web.decisions.editions import KeptDecisions


def standing() -> Mapping[ContentPlace, Amendment]:
    """What was decided last about each place, of those decisions that the edition at hand knows."""
    found: dict[ContentPlace, Amendment] = {}
    for amendment in KeptDecisions().amendments(programme.edition().upto.number):
        if amendment.lifted:
            found.pop(amendment.place, None)
        else:
            found[amendment.place] = amendment
    return found
