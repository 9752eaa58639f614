"""A web page as a browser shows it: what is hidden or struck out taken away, raised figures and fractions as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from sigai.documents.plain_text import INVISIBLE
from sigai.documents.raised import ends_in_unit, raised_mark
from sigai.documents.web_styles import PageStyles

DROPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "button", "select", "option", "textarea", "input", "svg"}
    | {"iframe", "object", "embed", "head", "map", "canvas", "annotation", "annotation-xml"}
)
"""Elements that are no text of an article."""
INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"}
    | {"sub", "sup", "time", "tt", "u", "var", "wbr", "o:p", "math", "semantics", "mrow", "mstyle", "mi", "mn", "mo"}
    | {"mtext", "mspace", "msup", "msub", "msubsup", "mfrac"}
)
"""Elements that stand in a line."""

_STRUCK = frozenset({"del", "s", "strike"})
_CELLS = frozenset({"td", "th"})
_FAR = -500.0
_FAINT = 0.05
_SMALLEST = 3.0
"""Pixels: text of a smaller size is seen by nobody."""
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|r?em|ex|%|cm|mm|in|vw|vh)?(?![\w.%])")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0, "vw": 14.4, "vh": 9.0}
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[\s,]*){4}\)|inset\((?:50|100)%|circle\(0")
_SCALED_AWAY = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)(%?))?\s*\)")
_NEAR = 8
_CLEAR = "clear"
_PICTURE = "picture"
_LONGEST_SIGN = 40
_SLASHES = ("⁄", "/", "∕")

Colour = tuple[int, int, int] | str
"""Red, green and blue; `clear`, `picture`, or a name of which only that it is the same is known."""


_CONTROLS = [*range(9), *range(0xE, 0x20), *range(0xD800, 0xE000), 0xFFFF]
_SHOWN = INVISIBLE | dict.fromkeys(_CONTROLS) | dict.fromkeys([0xB, 0xC], " ")
"""What a reference (`&#1;`) may bring into a page and nobody sees; no text of a tree may hold it again."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the text of an element looks."""

    visible: bool = True
    size: float = 16.0
    colour: Colour = (0, 0, 0)
    ground: Colour = (255, 255, 255)

    @property
    def seen(self) -> bool:
        """Whether a person sees text of this look."""
        same = self.colour == _CLEAR or (self.ground != _PICTURE and _alike(self.colour, self.ground))
        return self.visible and self.size >= _SMALLEST and not same


@dataclass
class VisiblePage:
    """What was taken away, each with the element that it stood in, and the fractions that formulas show."""

    unseen: list[tuple[etree._Element, str]] = field(default_factory=list)
    fractions: list[str] = field(default_factory=list)


def show(root: etree._Element) -> VisiblePage:
    """Changes a page to what it shows; StylesTooLargeError where its style sheets ask for too much."""
    styles = PageStyles([str(sheet.text or "") for sheet in root.iter("style") if _for_screens(sheet)])
    linked = any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link"))
    walk = _Walk(styles, linked=linked)
    walk.through(root)
    for element, kept in walk.changes:
        _empty(element, kept)
    return walk.shown


def _for_screens(sheet: etree._Element) -> bool:
    media = (sheet.get("media") or "all").lower()
    return "all" in media or "screen" in media


class _Walk:
    """Finds what to change; the tree stays as it is until the walk is over, but for single texts."""

    def __init__(self, styles: PageStyles, *, linked: bool) -> None:
        self._styles, self._linked = styles, linked
        self._looks = [_Look()]
        self._before = ""
        self.shown = VisiblePage()
        self.changes: list[tuple[etree._Element, str]] = []

    def through(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._begin(element):
                    walk.skip_subtree()
            else:
                self._end(element)

    def _begin(self, element: etree._Element) -> bool:
        """Whether the walk need not go into an element: it shows nothing, or is one sign."""
        if element.tag not in INLINE:
            self._before = ""
        self._looks.append(self._looks[-1])
        if element.tag in DROPPED or element.tag in {"rt", "rp"}:
            self.changes.append((element, "")) if element.tag in {"rt", "rp"} else None
            return True
        style = self._styles.of(element)
        if _gone(element, style, self._looks[-1].size):
            self._leave_out(element, _text_of(element))
            self.changes.append((element, ""))
            return True
        self._looks[-1] = self._look(element, style)
        sign = self._sign(element, style) if self._looks[-1].seen else None
        if sign is not None:
            self.changes.append((element, sign))
            self._before = (self._before + sign)[-4:]
            return True
        element.text = self._text(element, element.text)
        return False

    def _end(self, element: etree._Element) -> None:
        self._looks.pop()
        if element.tag not in INLINE:
            self._before = ""
        if len(self._looks) > 1:
            element.tail = self._text(element, element.tail)

    def _text(self, element: etree._Element, text: str | None) -> str | None:
        """A text as it is shown."""
        if not text:
            return text
        if not self._looks[-1].seen:
            self._leave_out(element, text)
            return None
        text = text.translate(_SHOWN)
        self._before = (self._before + text.strip())[-4:]
        return text

    def _leave_out(self, element: etree._Element, text: str) -> None:
        squeezed = "".join(text.translate(_SHOWN).split())
        if squeezed:
            self.shown.unseen.append((element, squeezed))

    def _sign(self, element: etree._Element, style: dict[str, str]) -> str | None:
        """The text of a raised or lowered figure and of a fraction in one line; None for all others."""
        place = style.get("vertical-align", "")
        above = element.getparent()
        if element.tag == "mfrac" and len(element) == 2:
            parts = [_short_text(part) for part in element]
            return self._fraction(*parts) if all(parts) else None
        second = above is not None and len(above) == 2 and above[1] is element
        formula = str(above.tag) if above is not None and second else ""
        raised = element.tag == "sup" or place in {"super", "text-top"} or formula == "msup"
        lowered = element.tag == "sub" or place in {"sub", "text-bottom"} or formula == "msub"
        if not (raised or lowered) or (element.tail or "").lstrip().startswith(_SLASHES):
            return None
        if self._before.endswith(_SLASHES) or (lowered and not self._before[-1:].isdigit()):
            return None
        return None if ends_in_unit(self._before) else raised_mark(_short_text(element))

    def _fraction(self, above: str, below: str) -> str:
        shown = f"{above}/{below}"
        if above.isdecimal() and below.isdecimal():
            self.shown.fractions.append(shown)
            return f" {shown}" if self._before[-1:].isdigit() else shown
        return shown

    def _look(self, element: etree._Element, style: dict[str, str]) -> _Look:
        look = self._looks[-1]
        if "visibility" in style:
            look = replace(look, visible=style["visibility"] not in {"hidden", "collapse"})
        size = _size(style.get("font-size") or _size_in(style.get("font", "")), look.size)
        colour = _colour(style.get("color") or (element.get("color") if element.tag == "font" else None))
        if colour is not None and self._linked and element.tag not in INLINE:
            colour = "unknown"
        ground = next(
            (found for text in _grounds(element, style) if (found := _colour(text, ground=True)) not in {None, _CLEAR}),
            None,
        )
        return replace(
            look,
            size=size,
            colour=look.colour if colour is None else colour,
            ground=look.ground if ground is None else ground,
        )


def _grounds(element: etree._Element, style: dict[str, str]) -> Sequence[str | None]:
    names = ("background-image", "background-color", "background")
    return [*(style.get(name) for name in names), element.get("bgcolor"), "url(" if element.get("background") else None]


def _empty(element: etree._Element, kept: str) -> None:
    """Leaves an element in its place with no more than a text; a cell that is not shown is none."""
    tail = element.tail
    element.clear()
    element.text, element.tail = kept or None, tail
    if element.tag in _CELLS:
        element.tag = "span"


def _text_of(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _short_text(element: etree._Element) -> str:
    """The text of an element; empty where it is longer than any note or numerator is."""
    text = ""
    for piece in element.itertext():
        text = (text + str(piece).translate(_SHOWN)).lstrip()
        if len(text) > _LONGEST_SIGN:
            return ""
    return text.strip()


def _gone(element: etree._Element, style: dict[str, str], size: float) -> bool:
    """Whether nothing inside an element is shown, whatever it says of itself."""
    if element.get("hidden") is not None:
        return True
    if style.get("display") == "none" or (element.tag == "dialog" and element.get("open") is None):
        return True
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}".strip()
    if "line-through" in lines or (element.tag in _STRUCK and not lines):
        return True
    opacity = _LENGTH.match(style.get("opacity", "1"))
    if opacity and float(opacity[1]) < _FAINT:
        return True
    return _out_of_sight(style, size)


def _out_of_sight(style: dict[str, str], size: float) -> bool:
    """Whether an element is put beside the page, cut to nothing or shrunk to nothing."""
    places = ("left", "top", "right", "bottom") if style.get("position") in {"absolute", "fixed", "relative"} else ()
    if any(_pixels(style.get(name), size, 0.0) <= _FAR for name in (*places, "text-indent")):
        return True
    if style.get("position") in {"absolute", "fixed"} and _CLIPPED.search(style.get("clip", "")):
        return True
    if _CLIPPED.search(style.get("clip-path", "")) or _SCALED_AWAY.search(style.get("transform", "")):
        return True
    sides = ("width", "height", "max-width", "max-height")
    cut = style.get("overflow") in {"hidden", "clip"}
    return cut and any(_pixels(style.get(name), size, 100.0) <= 1 for name in sides)


def _pixels(text: str | None, size: float, default: float) -> float:
    found = _LENGTH.match(text) if text else None
    if not found or found[2] == "%":
        return default
    unit = found[2] or ""
    return float(found[1]) * (size if unit in {"em", "ex"} else _PIXELS[unit])


def _size(text: str | None, above: float) -> float:
    """The size of letters in pixels; that of what stands around where it is not told in figures."""
    found = _LENGTH.match(text) if text else None
    if not found:
        return above if text in {None, "", "inherit"} else 16.0
    return above * float(found[1]) / 100 if found[2] == "%" else _pixels(text, above, above)


def _size_in(font: str) -> str:
    """The size in the short form `font: bold 0/0 a`."""
    found = re.search(r"(?:^|\s)(-?\d*\.?\d+(?:px|pt|r?em|%|cm|mm|in)|0)(?=[\s/])", font)
    return found[1] if found else ""


def _colour(text: str | None, *, ground: bool = False) -> Colour | None:
    """A colour; None where nothing is said or what stands around counts."""
    text = (text or "").strip().lower()
    if not text or text in {"inherit", "currentcolor", "unset"} or (ground and text in {"none", "initial", "0"}):
        return None
    if ground and ("url(" in text or "gradient(" in text):
        return _PICTURE
    return _CLEAR if "transparent" in text else _stated(text)


def _stated(text: str) -> Colour:
    """A colour in figures or by its name."""
    if found := _RGB.search(text):
        clear = found[4] is not None and float(found[4].rstrip(".") or 1) / (100 if found[5] else 1) < _FAINT
        return _CLEAR if clear else (int(found[1]), int(found[2]), int(found[3]))
    if (found := _HEX.search(text)) and len(found[1]) in {3, 4, 6, 8}:
        digits = found[1] if len(found[1]) >= 6 else "".join(2 * digit for digit in found[1])
        clear = len(digits) == 8 and int(digits[6:], 16) < 255 * _FAINT
        return _CLEAR if clear else (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
    named = next((word for word in re.findall(r"[a-z]+", text) if word in _NAMED), None)
    return _NAMED[named] if named else text


def _alike(one: Colour, other: Colour) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return all(abs(first - second) <= _NEAR for first, second in zip(one, other, strict=True))
