"""What the runs of a Word paragraph show: no hidden text, symbols of fonts as signs, fractions in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from sigai.base.letters import RAISED
from sigai.documents.left_out import UnreadText
from sigai.documents.raised import ends_in_unit, raised_mark
from sigai.documents.word_looks import PLAIN, Look, is_on, look_of
from sigai.documents.word_numbers import attribute, child, local

GONE = frozenset({"del", "moveFrom", "delText", "delInstrText", "rPr", "pPr", "rt", "sectPr"})
"""What is deleted, and properties: no text of the document."""

_SYMBOL_FONT = re.compile(r"^(?:symbol(?: ?mt| ?ps)?|euclid symbol|standard symbols (?:l|ps))$", re.IGNORECASE)
_PICTURE_FONT = re.compile(r"^(?:wingdings|webdings|marlett|zapf\s*dingbats)", re.IGNORECASE)
_SYMBOLS: dict[int, str] = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA0, 0xE0)),
        " !∀#∃%&∋()∗+,-./0123456789:;<=>?"
        "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
        "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~"
        "€ϒ′≤/∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵"
        "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓",
        strict=True,
    )
)
"""The signs of the font Symbol by their code; Word keeps them as such or with F000 added."""

_SHOWN_FRACTION = re.compile(r"\bEQ\s*\\f\s*\(([^(),;]+)[,;]([^(),;]+)\)", re.IGNORECASE)
_EMBEDDED = {"OLEObject": "OLE", "relIds": "SmartArt", "chart": "Chart", "subDoc": "subDoc"}
_FORMULAS = {"f": ("num", "den"), "sSup": ("e", "sup")}
_DIGITS = "0123456789"
_DEEPEST = 8
"""Fractions within fractions that are written out as such; what lies deeper is plain text."""


@dataclass
class Pieces:
    """What the runs of paragraphs show: text, text boxes anchored in it, notes it refers to; and what is left out."""

    shown: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    left: UnreadText = field(default_factory=UnreadText)

    @property
    def text(self) -> str:
        """The text in one piece."""
        return "".join(self.shown)

    def ends_with(self, letters: str) -> bool:
        """Whether the text so far ends with one of some letters."""
        return bool(self.shown) and self.shown[-1][-1] in letters


def mark_is_gone(paragraph: etree._Element) -> bool:
    """Whether the mark at the end of a paragraph is deleted or hidden, so that the next one goes on in its line."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and (
        child(mark, "del") is not None or child(mark, "moveFrom") is not None or bool(is_on(mark, "vanish"))
    )


def pieces_of(
    paragraph: etree._Element,
    styles: Mapping[str, Look] | None = None,
    *,
    look: Look = PLAIN,
    into: Pieces | None = None,
    depth: int = 0,
) -> Pieces:
    """What a paragraph, or any element that holds runs, shows.

    `styles` say how runs look by the names of their styles, `look` is that of the style of the paragraph; `into` are
    the pieces of what stands before it in the same line, `depth` counts the fractions around it.
    """
    reader = _Runs(styles or {}, look, into if into is not None else Pieces(), depth)
    reader.read(paragraph)
    return reader.found


class _Runs:
    def __init__(self, styles: Mapping[str, Look], look: Look, found: Pieces, depth: int) -> None:
        self._styles, self._look, self.found, self._depth = styles, look, found, depth

    def read(self, whole: etree._Element) -> None:
        """Everything below an element in order."""
        waiting = [(element, "", PLAIN) for element in reversed(whole)]
        while waiting:
            element, font, look = waiting.pop()
            name = local(element)
            if name == "r":
                properties = child(element, "rPr")
                look = self._look_of(properties)
                if not look.seen or _is_white(element, look):
                    self._leave_out(element)
                    continue
                fonts = child(properties, "rFonts")
                font = attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or ""
            elif self._special(element, name):
                continue
            elif name == "AlternateContent":
                choice = child(element, "Choice")
                element = choice if choice is not None else element
            elif name == "t":
                self._add(_in_font(element.text or "", font), look)
            if name not in GONE:
                waiting.extend((item, font, look) for item in reversed(element))

    def _special(self, element: etree._Element, name: str) -> bool:
        """Takes what is neither text nor only holds text; False where it is one of those."""
        if name in _FORMULAS and child(element, _FORMULAS[name][0]) is not None and self._depth < _DEEPEST:
            self._formula(element, name)
        elif name in {"tab", "ptab"}:
            self._add(" ")
        elif name in {"br", "cr"}:
            self._add("\n" if attribute(element, "type") not in {"page", "column"} else "")
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "sym":
            self._add(_symbol(attribute(element, "char"), attribute(element, "font") or ""))
        elif name == "instrText":
            for shown in _SHOWN_FRACTION.finditer(element.text or ""):
                self._fraction(shown[1].strip(), shown[2].strip())
        elif name == "txbxContent":
            self.found.boxes.append(element)
        elif name in {"footnoteReference", "endnoteReference"}:
            self.found.notes.append((name, attribute(element, "id") or ""))
        elif name in _EMBEDDED:
            self.found.left.unread.append(_EMBEDDED[name])
        else:
            return False
        return True

    def _add(self, text: str, look: Look = PLAIN) -> None:
        """Appends text; raised figures stay apart from the figures before them, but for those of a unit (m²). Lowered
        ones (CO₂) do so only behind a figure."""
        before = self.found.shown[-1] if self.found.shown else ""
        apart = look.place == "superscript" or (look.place == "subscript" and self.found.ends_with(_DIGITS))
        if apart and not ends_in_unit(before):
            text = raised_mark(text) or text
        if text:
            self.found.shown.append(text)

    def _look_of(self, properties: etree._Element | None) -> Look:
        """How a run looks: by the style of its paragraph, its own style, and what it says of itself."""
        style = self._styles.get(attribute(child(properties, "rStyle"), "val") or "", PLAIN)
        return look_of(properties, self._look.under(style))

    def _leave_out(self, run: etree._Element) -> None:
        text = "".join("".join(each.text or "" for each in run.iter() if local(each) == "t").split())
        if text:
            self.found.left.unseen.append(text)

    def _formula(self, element: etree._Element, name: str) -> None:
        """A fraction as 1/2 and a power as 10⁴, where what they are made of is short."""
        parts = [self._inner(child(element, part)) for part in _FORMULAS[name]]
        if name == "f":
            self._fraction(*parts)
        else:
            self._power(*parts)

    def _power(self, base: str, raised: str) -> None:
        """A power as 10⁴; behind a figure, where that could not be told from a note, as 10^4."""
        apart = self.found.ends_with(_DIGITS) and base.isdecimal()
        if raised.isdecimal() and not apart:
            self._add(base + raised.translate(RAISED))
        else:
            self._add(f"{' ' if apart else ''}{base}^{raised}")

    def _inner(self, element: etree._Element | None) -> str:
        if element is None:
            return ""
        inner = pieces_of(element, self._styles, look=self._look, depth=self._depth + 1)
        self.found.left.add(inner.left)
        return inner.text.strip()

    def _fraction(self, above: str, below: str) -> None:
        shown = f"{above}/{below}"
        if above.isdecimal() and below.isdecimal():
            self.found.left.fractions.append(shown)
            shown = f" {shown}" if self.found.ends_with(_DIGITS) else shown
        self._add(shown)


def _is_white(run: etree._Element, look: Look) -> bool:
    """Whether a run is white on white; in a table or a box, and on colour, white is seen."""
    if not look.white or look.shaded:
        return False
    around = list(run.iterancestors())
    if any(local(each) in {"tbl", "txbxContent"} for each in around):
        return False
    paragraph = next((each for each in around if local(each) == "p"), None)
    return child(paragraph, "pPr", "shd") is None


def _in_font(text: str, font: str) -> str:
    """Text of a run as its font shows it: signs for Symbol, nothing for fonts of pictures."""
    if not font or not (_SYMBOL_FONT.match(font) or _PICTURE_FONT.match(font)):
        return text
    return "".join(_symbol(f"{ord(letter):X}", font) if _of_font(ord(letter)) else letter for letter in text)


def _of_font(code: int) -> bool:
    return 0x20 < code < 0x100 or 0xF000 <= code < 0xF100


def _symbol(code: str | None, font: str) -> str:
    """A symbol by its code; those of picture fonts have no meaning as text."""
    value = int(code, 16) if code and re.fullmatch(r"[0-9A-Fa-f]{2,5}", code) else 0
    if _SYMBOL_FONT.match(font) and (value < 0x100 or 0xF000 <= value < 0xF100):
        return _SYMBOLS.get(value & 0xFF, "")
    if _PICTURE_FONT.match(font) and value < 0x100:
        return ""
    return chr(value) if value >= 0x20 and not 0xD800 <= value <= 0xF8FF else ""
