"""What the runs of a Word paragraph show: no hidden text, symbols of fonts as signs, fractions in one line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lxml import etree

from sigai.base.letters import RAISED
from sigai.documents.word_numbers import attribute, child, local

GONE = frozenset({"del", "moveFrom", "delText", "delInstrText", "rPr", "pPr", "rt", "sectPr"})
"""What is deleted, and properties: no text of the document."""

_OFF = frozenset({"0", "false", "off"})
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

_NOTE = re.compile(r"[\[〔（(]?(\d{1,2}(?:[,，、—–-]\d{1,2})*)[\]〕）)]?")
_SHOWN_FRACTION = re.compile(r"\bEQ\s*\\f\s*\(([^(),;]+)[,;]([^(),;]+)\)", re.IGNORECASE)
_EMBEDDED = {"OLEObject": "OLE", "relIds": "SmartArt", "chart": "Chart", "subDoc": "subDoc"}
_FORMULAS = {"f": ("num", "den"), "sSup": ("e", "sup")}
_UNITS_BEFORE = "mM米"
_DIGITS = "0123456789"
_DEEPEST = 8
"""Fractions within fractions that are written out as such; what lies deeper is plain text."""


@dataclass
class Pieces:
    """What the runs of paragraphs show: text, text boxes anchored in it, notes it refers to, fractions, and kinds of
    embedded things whose text is not read."""

    shown: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fractions: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in one piece."""
        return "".join(self.shown)

    def ends_with(self, letters: str) -> bool:
        """Whether the text so far ends with one of some letters."""
        return bool(self.shown) and self.shown[-1][-1] in letters


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property that is on or off is on; None where nothing is said."""
    found = child(properties, name)
    return None if found is None else (attribute(found, "val") or "1").lower() not in _OFF


def mark_is_gone(paragraph: etree._Element) -> bool:
    """Whether the mark at the end of a paragraph is deleted or hidden, so that the next one goes on in its line."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and (
        child(mark, "del") is not None or child(mark, "moveFrom") is not None or bool(is_on(mark, "vanish"))
    )


def pieces_of(
    paragraph: etree._Element,
    hiding: Collection[str] = (),
    *,
    hidden: bool = False,
    into: Pieces | None = None,
    depth: int = 0,
) -> Pieces:
    """What a paragraph, or any element that holds runs, shows.

    `hiding` are the styles that hide text, `hidden` says that the style of the paragraph does; `into` are the pieces of
    what stands before it in the same line, `depth` counts the fractions around it.
    """
    reader = _Runs(hiding, hidden, into if into is not None else Pieces(), depth)
    reader.read(paragraph)
    return reader.found


class _Runs:
    def __init__(self, hiding: Collection[str], hidden: bool, found: Pieces, depth: int) -> None:
        self._hiding, self._hidden, self.found, self._depth = hiding, hidden, found, depth

    def read(self, whole: etree._Element) -> None:
        """Everything below an element in order."""
        waiting = [(element, "", False) for element in reversed(whole)]
        while waiting:
            element, font, raised = waiting.pop()
            name = local(element)
            if name == "r":
                properties = child(element, "rPr")
                if self._hides(properties):
                    continue
                fonts = child(properties, "rFonts")
                font = attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or ""
                raised = attribute(child(properties, "vertAlign"), "val") == "superscript"
            elif self._special(element, name):
                continue
            elif name == "AlternateContent":
                choice = child(element, "Choice")
                element = choice if choice is not None else element
            elif name == "t":
                self._add(_in_font(element.text or "", font), raised=raised)
            if name not in GONE:
                waiting.extend((item, font, raised) for item in reversed(element))

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
            self.found.unread.append(_EMBEDDED[name])
        else:
            return False
        return True

    def _add(self, text: str, *, raised: bool = False) -> None:
        """Appends text; raised figures stay apart from the figures before them, but for those of a unit (m²)."""
        note = _NOTE.fullmatch(text.strip()) if raised else None
        if note and not self.found.ends_with(_UNITS_BEFORE):
            text = re.sub(r"\D", "", note[1]).translate(RAISED)
        if text:
            self.found.shown.append(text)

    def _hides(self, properties: etree._Element | None) -> bool:
        stated = is_on(properties, "vanish")
        if stated is not None:
            return stated
        return ((attribute(child(properties, "rStyle"), "val") or "") in self._hiding) != self._hidden

    def _formula(self, element: etree._Element, name: str) -> None:
        """A fraction as 1/2 and a power as 10⁴, where what they are made of is short."""
        parts = [self._inner(child(element, part)) for part in _FORMULAS[name]]
        if name == "f":
            self._fraction(*parts)
        else:
            self._add(parts[0] + (parts[1].translate(RAISED) if parts[1].isdecimal() else f"^{parts[1]}"))

    def _inner(self, element: etree._Element | None) -> str:
        if element is None:
            return ""
        inner = pieces_of(element, self._hiding, hidden=self._hidden, depth=self._depth + 1)
        self.found.fractions += inner.fractions
        return inner.text.strip()

    def _fraction(self, above: str, below: str) -> None:
        shown = f"{above}/{below}"
        if above.isdecimal() and below.isdecimal():
            self.found.fractions.append(shown)
            shown = f" {shown}" if self.found.ends_with(_DIGITS) else shown
        self._add(shown)


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


def some(items: Sequence[str]) -> str:
    """The first five of some items for a message, each once."""
    return ", ".join(list(dict.fromkeys(items))[:5])
