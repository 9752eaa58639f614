"""The numbers that Word writes by itself before a paragraph: 一、, （二）, 3. are often in no text of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = "零一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_SILENT = frozenset({"bullet", "none"})
_LEVELS = 9
"""A list of Word has so many levels, whatever a file says."""


@dataclass(frozen=True, slots=True)
class _Level:
    style: str = "decimal"
    text: str = "%1."
    start: int = 1


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element at the end of a path of names."""
    for name in names:
        if element is None:
            return None
        element = next((item for item in element if local(item) == name), None)
    return element


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute; `default` where it is none."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass
class WordNumbers:
    """Counts automatic numbers through a document."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _of_list: dict[str, str] = field(default_factory=dict)
    _starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> WordNumbers:
        """From the root of numbering.xml."""
        numbers = cls()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                name = attribute(element, "abstractNumId") or ""
                numbers._levels[name] = dict(_level(item) for item in element if local(item) == "lvl")
            elif local(element) == "num":
                name = attribute(element, "numId") or ""
                numbers._of_list[name] = attribute(child(element, "abstractNumId"), "val") or ""
                numbers._starts[name] = {
                    whole(attribute(item, "ilvl")): whole(attribute(child(item, "startOverride"), "val"))
                    for item in element
                    if local(item) == "lvlOverride" and child(item, "startOverride") is not None
                }
        return numbers

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph at a level of a list: `（二）`; empty for bullets."""
        levels = self._levels.get(self._of_list.get(list_id, ""), {})
        definition = levels.get(level)
        if definition is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(self._of_list[list_id], {})
        start = self._starts.get(list_id, {}).get(level)
        if start is not None and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts[level] = start - 1
        counts[level] = counts.get(level, definition.start - 1) + 1
        for deeper in [item for item in counts if item > level]:
            del counts[deeper]
        if definition.style in _SILENT:
            return ""
        for above in range(level):
            counts.setdefault(above, levels.get(above, _Level()).start)

        def figure(found: re.Match[str]) -> str:
            place = int(found.group(1)) - 1
            return numeral(counts.get(place, 1), levels.get(place, _Level()).style)

        return re.sub(r"%([1-9])", figure, definition.text)


def _level(element: etree._Element) -> tuple[int, _Level]:
    return whole(attribute(element, "ilvl")), _Level(
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
        whole(attribute(child(element, "start"), "val"), 1),
    )


def numeral(value: int, style: str) -> str:
    """A number in one of Word's styles.

    >>> numeral(12, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircleChinese"), numeral(4, "lowerRoman")
    ('十二', '③', 'iv')
    """
    lowered = style.lower()
    if "enclosedcircle" in lowered and 1 <= value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    if ("chinese" in lowered or "ideograph" in lowered or "japanese" in lowered) and 1 <= value <= 99:
        tens, ones = divmod(value, 10)
        return ("" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十") + (_CHINESE[ones] if ones else "")
    if "letter" in lowered and 1 <= value <= 26:
        return chr((65 if lowered.startswith("upper") else 97) + value - 1)
    if "roman" in lowered and 1 <= value < 40:
        roman, left = "", value
        for size, letters in _ROMAN:
            while left >= size:
                roman, left = roman + letters, left - size
        return roman.upper() if lowered.startswith("upper") else roman
    return str(value)
