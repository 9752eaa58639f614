"""The styles of a workbook's cells, as far as they decide what a person reads: number formats, lines through, white."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sigai.tables.files.number_formats import BUILT_IN, matters

_WHITE_INDEXES = ("1", "9")
_BACKGROUND = "0"
"""The theme's colour of the page."""


_NEARLY_WHITE = re.compile(r"^(?:F[A-F]){3}$")
"""What nobody sees on white."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The number formats that matter, the styles that strike a cell out, and those that write in white on white, by
    the number of the style; `conditional` are the formats that conditions show numbers by, by the number of these."""

    codes: Mapping[int, str]
    struck: frozenset[int]
    white: frozenset[int]
    conditional: Mapping[int, str] = field(default_factory=dict)

    @property
    def notable(self) -> frozenset[int]:
        """Every style whose cells may show something else than their value."""
        return frozenset(self.codes) | self.struck | self.white

    def occur(self, content: bytes) -> bool:
        """Whether a cell of a sheet may be of such a style."""
        if self.conditional and b"conditionalFormatting" in content:
            return True
        numbers = b"|".join(b"%d" % number for number in self.notable)
        return bool(numbers and re.search(rb"""\ss\s*=\s*["'](?:%b)["']""" % numbers, content))


NO_STYLES = Styles({}, frozenset(), frozenset())


def read_styles(root: Any) -> Styles:
    """The styles of a workbook from the tree of their part."""
    groups = {local(group.tag): elements(group) for group in root if isinstance(group.tag, str)}
    own = {whole(one.get("numFmtId")): one.get("formatCode", "") for one in groups.get("numFmts", ())}
    fonts = groups.get("fonts", ())
    struck_fonts = {index for index, font in enumerate(fonts) if strikes(font)}
    white_fonts = {index for index, font in enumerate(fonts) if _is_white(font)}
    bare_fills = {index for index, fill in enumerate(groups.get("fills", ())) if _is_bare(fill)}
    alike = _of_one_colour(fonts, groups.get("fills", ()))
    cells = [
        (whole(one.get("numFmtId")), whole(one.get("fontId")), whole(one.get("fillId")))
        for one in groups.get("cellXfs", ())
    ]
    codes = {index: own.get(number, BUILT_IN.get(number, "")) for index, (number, _, _) in enumerate(cells)}
    return Styles(
        {index: code for index, code in codes.items() if code and matters(code)},
        frozenset(index for index, (_, font, _) in enumerate(cells) if font in struck_fonts),
        frozenset(
            index
            for index, (_, font, fill) in enumerate(cells)
            if (font in white_fonts and fill in bare_fills) or ((font, fill) in alike)
        ),
        dict(_conditional(groups.get("dxfs", ()))),
    )


def _conditional(manners: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """The formats of numbers among the manners in which conditions show cells, by their numbers."""
    for index, one in enumerate(manners):
        code = next((each.get("formatCode", "") for each in one if local(each.tag) == "numFmt"), "")
        if code and matters(code):
            yield index, code


def local(tag: Any) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def whole(text: str | None) -> int:
    """A whole number that an attribute holds; 0 where it holds none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def elements(group: Any) -> list[Any]:
    """The elements in another one."""
    return [one for one in group if isinstance(one.tag, str)]


def strikes(font: Any) -> bool:
    """Whether a font, or the manners of a run, draw a line through the text."""
    return any(local(one.tag) == "strike" and one.get("val", "1") not in ("0", "false") for one in font)


def _is_white(font: Any) -> bool:
    return any(local(one.tag) == "color" and _white(one) for one in font)


def _of_one_colour(fonts: Sequence[Any], fills: Sequence[Any]) -> set[tuple[int, int]]:
    """Which fonts write in the very colour of which fills."""
    grounds: dict[tuple[str, ...], list[int]] = {}
    for index, fill in enumerate(fills):
        solid = next((one for one in fill if local(one.tag) == "patternFill" and one.get("patternType") == "solid"), ())
        for colour in (one for one in solid if local(one.tag) == "fgColor"):
            grounds.setdefault(_colour(colour), []).append(index)
    return {
        (index, fill)
        for index, font in enumerate(fonts)
        for colour in (one for one in font if local(one.tag) == "color")
        for fill in grounds.get(_colour(colour), ())
    }


def _colour(colour: Any) -> tuple[str, ...]:
    return (
        colour.get("rgb", "")[-6:].upper(),
        colour.get("theme", ""),
        colour.get("indexed", ""),
        colour.get("tint", ""),
    )


def _white(colour: Any) -> bool:
    """Whether a colour is white, or that of the page."""
    plain = float(colour.get("tint") or 0) == 0
    return plain and (
        bool(_NEARLY_WHITE.match(colour.get("rgb", "")[-6:].upper()))
        or colour.get("theme") == _BACKGROUND
        or colour.get("indexed") in _WHITE_INDEXES
    )


def _is_bare(fill: Any) -> bool:
    """Whether a cell is filled with nothing, or with white."""
    for pattern in fill:
        if local(pattern.tag) != "patternFill":
            return False
        if pattern.get("patternType", "none") != "none":
            front = next((one for one in pattern if local(one.tag) == "fgColor"), None)
            return pattern.get("patternType") == "solid" and front is not None and _white(front)
    return True
