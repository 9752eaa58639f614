"""What a number format makes of a number: the figure that a person reads in the cell, decimals that it hides kept.

A format may show another number than is stored (`0.0%`, `0.0,` in thousands, `0!.0,"万"` in ten thousands), none at
all (`;;;`), or one without its sign. Only what a person would read otherwise than as the stored number is written out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from sigai.base.units import unit_names

BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
"""The formats that a workbook names by number only and that change what is read."""

SCALES = ("万", "亿", "千", "百万", "千万", "十万")
"""Words that multiply a figure and leave its unit open."""

_LONGEST = 255
"""Characters of a number format; a spreadsheet takes no more."""

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(G/通用格式|General)|(.)', re.DOTALL | re.IGNORECASE)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")
_RED = re.compile(r"^(red|红色|color ?3)$", re.IGNORECASE)
_CURRENCY = re.compile(r"^\$([^-]*)")
_DATE_LETTERS = frozenset("ymdhsYMDHS")
_DIGITS = frozenset("0#?")
_DASHES = frozenset("-–—－_ /")
_NEGATIVE = frozenset("-－−(（△▲负")
_YUAN = frozenset(("¥", "￥", "CNY", "RMB", "元"))
_AS_STORED = frozenset(("", "(", ")", "-", "+", "约", "*"))


@dataclass(slots=True)
class _Section:
    """One part of a format between semicolons: its tokens as (kind, text), what it holds for, whether it is red."""

    tokens: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    red: bool = False

    @property
    def literal(self) -> str:
        """Everything that is written as it stands."""
        return "".join(text for kind, text in self.tokens if kind == "literal").strip()

    def has(self, kind: str) -> bool:
        """Whether a token of a kind is among them."""
        return any(each == kind for each, _ in self.tokens)


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Whether a format shows a day or a time instead of a number."""
    first = _sections(code)[0]
    return first.has("date") and not first.has("digit")


@lru_cache(maxsize=1024)
def shows_day(code: str) -> bool:
    """Whether a format of dates shows the day, or shows no year: `yyyy年m月` shows only a month."""
    letters = {text.lower() for section in _sections(code)[:1] for kind, text in section.tokens if kind == "date"}
    return "d" in letters or "y" not in letters or bool({"h", "s"} & letters)


@lru_cache(maxsize=1024)
def matters(code: str) -> bool:
    """Whether cells of a format may be read otherwise than as the number that is stored."""
    sections = _sections(code)
    if is_date(code):
        return not shows_day(code)
    return len(sections) > 2 or any(_changes(section) for section in sections) or _drops_sign(sections)


@lru_cache(maxsize=1024)
def changes_sign(code: str, sign: int) -> bool:
    """Whether a format may show numbers of a sign (-1, 0 or 1) otherwise than they are stored."""
    sections = _sections(code)
    if is_date(code) or any(section.condition for section in sections):
        return True
    section, explicit = _chosen(sections, Decimal(sign))
    return _changes(section) or (explicit and _drops_sign(sections))


def shown(value: Decimal, code: str) -> str | None:
    """The text of a number as its format shows it, to all its digits; None where that is the stored number.

    What cannot be read as a figure (a number that is not shown, a sign that is lost) comes back in words.
    """
    sections = _sections(code)
    section, explicit = _chosen(sections, value)
    if section.has("general") or section.has("text") or section.has("date"):
        return None
    if not section.has("digit"):
        return _without_digits(value, section)
    sign_lost = explicit and value < 0 and not section.red and not _NEGATIVE & set(section.literal)
    if sign_lost:
        return f"负号不显示的数 {value}"
    return _digits_of(value, section)


@lru_cache(maxsize=1024)
def _sections(code: str) -> list[_Section]:
    found = [_Section()]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        quoted, escaped, bracket, general, plain = match.groups()
        section = found[-1]
        if quoted is not None or escaped is not None:
            section.tokens.append(("literal", quoted if quoted is not None else escaped))
        elif bracket is not None:
            _bracket(bracket, section)
        elif general is not None:
            section.tokens.append(("general", general))
        elif plain == ";":
            found.append(_Section())
        elif plain is not None:
            section.tokens.append((_kind(plain), plain))
    return found


def _bracket(text: str, section: _Section) -> None:
    if condition := _CONDITION.match(text):
        section.condition = condition[1], Decimal(condition[2])
    elif _RED.match(text):
        section.red = True
    elif currency := _CURRENCY.match(text):
        section.tokens.append(("literal", currency[1]))
    elif text.lower().strip("hms") == "" and text:
        section.tokens.append(("date", text[0]))


def _kind(character: str) -> str:
    if character in _DIGITS:
        return "digit"
    if character in _DATE_LETTERS:
        return "date"
    return {".": "point", ",": "comma", "%": "percent", "@": "text", "E": "power", "e": "power", "/": "slash"}.get(
        character, "literal"
    )


def _changes(section: _Section) -> bool:
    """Whether a section may show another number than is stored, or a unit with it."""
    if not section.has("digit"):
        return not section.has("general") and not section.has("text")
    kinds = [kind for kind, _ in section.tokens]
    last = max(index for index, kind in enumerate(kinds) if kind == "digit")
    inside = kinds[kinds.index("digit") : last]
    zeros = sum(text == "0" for kind, text in section.tokens[: kinds.index("point") if "point" in kinds else None])
    scaled = "comma" in kinds[last:] or "percent" in kinds or "literal" in inside or zeros > 1
    return scaled or _commas_before_point(kinds) > 0 or _affixes(section) != ("", "")


def _drops_sign(sections: list[_Section]) -> bool:
    return len(sections) > 1 and not sections[1].red and not _NEGATIVE & set(sections[1].literal)


def _chosen(sections: list[_Section], value: Decimal) -> tuple[_Section, bool]:
    """The section for a number, and whether it is one for negative numbers alone, which shows no sign of its own."""
    numbers = [section for section in sections if not section.has("text")] or sections
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(section.condition, value):
                return section, False
        return numbers[-1], False
    if value < 0 and len(numbers) > 1:
        return numbers[1], True
    if value == 0 and len(numbers) > 2:
        return numbers[2], False
    return numbers[0], False


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]


def _without_digits(value: Decimal, section: _Section) -> str | None:
    """A zero that is shown as a dash is a zero; other words are what is shown."""
    if value == 0 and section.literal and not set(section.literal) - _DASHES:
        return None
    return section.literal or f"格式不显示的数 {value}"


def _digits_of(value: Decimal, section: _Section) -> str | None:
    kinds = [kind for kind, _ in section.tokens]
    if "power" in kinds or "slash" in kinds:
        return None if "percent" not in kinds else f"{value * 100:f}%"
    last = max(index for index, kind in enumerate(kinds) if kind == "digit")
    commas = kinds[last:].count("comma") + (_commas_before_point(kinds) if "point" in kinds else 0)
    percent = kinds.count("percent")
    read = value * 100**percent / 1000**commas
    first = kinds.index("digit")
    inserted = [index for index in range(first, last) if kinds[index] == "literal"]
    if inserted:
        points = [index for index in inserted if section.tokens[index][1] == "."]
        if len(points) != 1 or len(inserted) > 1 or "point" in kinds:
            return _spliced(read, section.tokens[first:])
        read /= 10 ** kinds[points[0] : last + 1].count("digit")
    before, behind = _affixes(section)
    text = _plain(read, _least_digits(section) if not inserted else 0)
    if (before, behind, percent) == ("", "", 0) and text == _plain(value, 0):
        return None
    return f"{before}{text}{behind}{'%' * percent}" if not (before and text.startswith("-")) else f"{before} {text}"


def _plain(value: Decimal, digits: int) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, rest = text.lstrip("-").partition(".")
    padded = whole.zfill(digits) + ("." + rest if rest else "")
    return f"-{padded}" if text.startswith("-") and padded.strip("0.") else padded


def _least_digits(section: _Section) -> int:
    """How many digits are shown at least: codes keep their leading zeros by it."""
    kinds = [kind for kind, _ in section.tokens]
    end = kinds.index("point") if "point" in kinds else len(kinds)
    zeros = sum(text == "0" for kind, text in section.tokens[:end] if kind == "digit")
    return zeros if zeros > 1 else 0


def _commas_before_point(kinds: list[str]) -> int:
    """Commas between the last digit of the whole number and the point."""
    if "point" not in kinds:
        return 0
    end = start = kinds.index("point")
    while start and kinds[start - 1] == "comma":
        start -= 1
    return end - start


def _spliced(value: Decimal, tokens: list[tuple[str, str]]) -> str:
    """The digits with what the format writes between them: `000-0000`, `0000年00月`."""
    digits = f"{abs(value).to_integral_value():f}".zfill(sum(kind == "digit" for kind, _ in tokens))
    text = ""
    for kind, literal in reversed(tokens):
        if kind == "digit":
            text, digits = digits[-1:] + text, digits[:-1]
        elif kind == "literal":
            text = literal + text
    return ("-" if value < 0 else "") + digits + text


@lru_cache(maxsize=1024)
def _unit_of(literal: str) -> str:
    """A unit, a scale or a currency that a format writes beside the number; nothing where it only adorns it."""
    text = literal.strip(" ()（）")
    if text in _YUAN and text != "元":
        return "¥"
    return text if text in unit_names() or text in SCALES or "$" in text or "€" in text else ""


def _affixes(section: _Section) -> tuple[str, str]:
    """What stands before and behind the digits, as far as it says in what they are."""
    kinds = [kind for kind, _ in section.tokens]
    first, last = kinds.index("digit"), len(kinds) - 1 - kinds[::-1].index("digit")
    sides = section.tokens[:first], section.tokens[last + 1 :]
    before, behind = ("".join(text for kind, text in side if kind == "literal").strip(" -−") for side in sides)
    scaled = "comma" in kinds[last:] or _commas_before_point(kinds) > 0
    unit = _unit_of(behind)
    if scaled and not unit and behind not in _AS_STORED:
        unit = behind  # whatever it is, the number was scaled for it
    return _unit_of(before), unit
