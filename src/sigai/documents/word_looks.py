"""How the runs of a Word file look, by themselves and by the styles they and their paragraphs have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from sigai.documents.word_numbers import attribute, child, whole

_OFF = frozenset({"0", "false", "off"})
_RAISED_BY = 4
_SMALLEST = 6
"""Half points: text of a smaller size is seen by nobody."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of the look of a run; None: nothing. `place` is `superscript`, `subscript` or `baseline`, `size`
    counts half points."""

    vanish: bool | None = None
    strike: bool | None = None
    dstrike: bool | None = None
    place: str | None = None
    white: bool | None = None
    shaded: bool | None = None
    size: int | None = None

    @property
    def seen(self) -> bool:
        """Whether a run is neither hidden nor struck out nor too small; white is another matter."""
        return not (self.vanish or self.strike or self.dstrike or (self.size is not None and self.size < _SMALLEST))

    def under(self, style: Look) -> Look:
        """This look of a paragraph's style with that of a character style on top: what is on in both is off."""
        return Look(
            bool(self.vanish) != bool(style.vanish),
            bool(self.strike) != bool(style.strike),
            bool(self.dstrike) != bool(style.dstrike),
            self.place if style.place is None else style.place,
            self.white if style.white is None else style.white,
            self.shaded or style.shaded,
            self.size if style.size is None else style.size,
        )


PLAIN = Look()


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property that is on or off is on; None where nothing is said."""
    found = child(properties, name)
    return None if found is None else (attribute(found, "val") or "1").lower() not in _OFF


def look_of(properties: etree._Element | None, below: Look = PLAIN) -> Look:
    """The look that properties of a run state, on top of another."""
    if properties is None or not len(properties):
        return below
    vanish, strike, dstrike = (is_on(properties, name) for name in ("vanish", "strike", "dstrike"))
    colour = attribute(child(properties, "color"), "val")
    size = attribute(child(properties, "sz"), "val")
    shaded = any(_has_colour(child(properties, name)) for name in ("shd", "highlight"))
    place = _place(properties)
    return Look(
        below.vanish if vanish is None else vanish,
        below.strike if strike is None else strike,
        below.dstrike if dstrike is None else dstrike,
        below.place if place is None else place,
        below.white if colour is None else colour.upper() == "FFFFFF",
        below.shaded or shaded,
        below.size if size is None else whole(size, below.size or 0),
    )


def _has_colour(ground: etree._Element | None) -> bool:
    return ground is not None and (attribute(ground, "val") or "").lower() != "none"


def _place(properties: etree._Element) -> str | None:
    """Where a run stands, by its kind or by a distance in half points."""
    distance = attribute(child(properties, "position"), "val") or "0"
    if distance.isascii() and distance.isdigit() and int(distance) >= _RAISED_BY:
        return "superscript"
    return attribute(child(properties, "vertAlign"), "val")


def looks_of_styles(elements: Mapping[str, etree._Element]) -> dict[str, Look]:
    """How runs of each style look, what the style is based on counted in."""
    looks: dict[str, Look] = {}
    for style in elements:
        name, chain = style, list[str]()
        while name in elements and name not in looks and name not in chain:
            chain.append(name)
            name = attribute(child(elements[name], "basedOn"), "val") or ""
        look = looks.get(name, PLAIN)
        for each in reversed(chain):
            look = looks[each] = look_of(child(elements[each], "rPr"), look)
    return looks
