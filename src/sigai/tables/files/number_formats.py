"""What a number format makes of a number: the figure that a person reads in the cell, decimals that it hides kept.

A format may show another number than is stored (`0.0%`, `0.0,` in thousands, `0!.0,"万"` in ten thousands), none at
all (`;;;`), or one without its sign. Only what a person would read otherwise than as the stored number is written out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from sigai.base.units import SCALES, is_unit

BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
"""The formats that a workbook names by number only and that change what is read."""

_PARTS = 4
"""For numbers above, below and at zero, and for texts."""

_LONGEST = 255
"""Characters of a number format; a spreadsheet takes no more."""

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[([^\]]*)\]|(G/通用格式|General)|(.)', re.DOTALL | re.IGNORECASE)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")
_RED = re.compile(r"^(red|红色|color ?3)$", re.IGNORECASE)
_CURRENCY = re.compile(r"^\$([^-]*)")
_DATE_LETTERS = frozenset("ymdhsYMDHS")
_DIGITS = frozenset("0#?")
_DASHES = frozenset("-–—－_ /")
_NEGATIVE = ("亏损", "下降", "减少", "负", "亏", "减", "降", "-", "−", "－", "△", "▲", "▼", "↓")
"""What stands for the minus in a part for negative numbers."""

_POSITIVE = ("增长", "增加", "上升", "盈利", "增", "盈", "+", "▲", "△", "↑")
"""What stands for a plus in the first part of a format that has a part of its own for negative numbers."""

_CURRENCIES = frozenset(("¥", "￥", "CNY", "RMB", "人民币"))
_ORNAMENTS = frozenset(("", "+", "约", "左右", "*"))
"""What says nothing of the number beside it."""

_OF_NUMBERS = frozenset("0123456789.,")
_MINUS = str.maketrans("−－", "--")
_SPACES = " \u00a0\u2007\u2009\u202f\u3000"


@dataclass(slots=True)
class _Section:
    """One part of a format between semicolons: which of its parts it is, its tokens as (kind, text), what it holds for,
    whether it is red."""

    at: int = 0
    tokens: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    red: bool = False

    @property
    def literal(self) -> str:
        """Everything that is written as it stands."""
        return "".join(text for kind, text in self.tokens if kind == "literal").strip()

    @property
    def holds_number(self) -> bool:
        """Whether it has a place for a number."""
        return self.has("digit") or self.has("general") or self.has("text")

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
    if is_date(code):
        return not shows_day(code)
    return hides_text(code) or text_beside(code) != ("", "") or any(changes_sign(code, sign) for sign in (-1, 0, 1))


@lru_cache(maxsize=1024)
def changes_sign(code: str, sign: int) -> bool:
    """Whether a format may show numbers of a sign (-1, 0 or 1) otherwise than they are stored."""
    sections = _sections(code)
    if is_date(code) or any(section.condition for section in sections):
        return True
    section, explicit = _chosen(sections, Decimal(sign))
    lost = explicit and sign < 0 and not _says_negative(section)
    return lost or _changes(section, _left(code, section.at, explicit, sign))


@lru_cache(maxsize=1024)
def hides_text(code: str) -> bool:
    """Whether a format of four parts does not show a text: its last part has no place for it."""
    sections = _sections(code)
    return len(sections) > _PARTS - 1 and not sections[_PARTS - 1].has("text")


@lru_cache(maxsize=1024)
def text_beside(code: str) -> tuple[str, str]:
    """What a format writes before and behind a text, as `@"（千元）"` does."""
    sections = _sections(code)
    of_texts = sections[_PARTS - 1 :] or [section for section in sections if section.has("text")]
    return _beside(of_texts[0]) if of_texts and of_texts[0].has("text") else ("", "")


def shown(value: Decimal, code: str) -> str | None:
    """The text of a number as its format shows it, to all its digits; None where that is the stored number.

    What is written beside the digits is kept, but for what says nothing. Where the text would be read as another figure
    than a person sees (a number that is not shown, a sign that is lost), it comes back as `unlike`.
    """
    sections = _sections(code)
    section, explicit = _chosen(sections, value)
    if section.has("date"):
        return None if is_date(code) else unlike("…", value)
    if not section.holds_number:
        return _without_digits(value, section)
    sign = (value > 0) - (value < 0)
    if sign < 0 and explicit and not _says_negative(section):
        return unlike(_with_beside(-value, section, *_beside(section)) or _plain(-value, 0), value)
    return _with_beside(value, section, *_left(code, section.at, explicit, sign))


def unlike(text: str, value: Decimal) -> str:
    """What stands for a cell that shows another text than its number: nobody can tell which of them is meant."""
    return f"〔格式显示“{text}”，存的是 {value:f}〕"


_UNLIKE = re.compile(r"^〔格式显示“(.*)”，存的是 (-?[\d.]+)〕$", re.DOTALL)


def parted_unlike(text: str) -> tuple[str, str] | None:
    """What such a cell shows and what is stored in it; None for other texts."""
    match = _UNLIKE.match(text)
    return (match[1], match[2]) if match else None


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
            found.append(_Section(len(found)))
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


def _changes(section: _Section, left: tuple[str, str]) -> bool:
    """Whether a section may show another number than is stored, or something `left` beside its digits."""
    if not section.holds_number or section.has("date") or left != ("", ""):
        return True
    kinds = [kind for kind, _ in section.tokens]
    if "digit" not in kinds:
        return False
    last = max(index for index, kind in enumerate(kinds) if kind == "digit")
    zeros = sum(text == "0" for kind, text in section.tokens[: kinds.index("point") if "point" in kinds else None])
    return "comma" in kinds[last:] or bool(_inserted(section)) or zeros > 1 or _commas_before_point(kinds) > 0


_NEGATIVE_ONLY = (("<", Decimal(0)), ("<=", Decimal(0)))
"""Conditions under which a part that writes a minus itself shows no other."""


def _chosen(sections: list[_Section], value: Decimal) -> tuple[_Section, bool]:
    """The section for a number, and whether it is one for negative numbers alone, which shows no sign of its own."""
    numbers = [section for section in sections if not section.has("text")] or sections
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(section.condition, value):
                return section, value < 0 and section.condition in _NEGATIVE_ONLY and _says_negative(section)
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
    words = section.literal
    return words if words and not any(each.isdigit() for each in words) else unlike(words, value)


def _with_beside(value: Decimal, section: _Section, before: str, behind: str) -> str | None:
    """The digits with what stands beside them; None where that is the stored number and nothing else."""
    kinds = [kind for kind, _ in section.tokens]
    read = value * 100 ** kinds.count("percent")
    digits = 0
    if "digit" in kinds and "power" not in kinds and "slash" not in kinds:
        last = max(index for index, kind in enumerate(kinds) if kind == "digit")
        commas = kinds[last:].count("comma") + (_commas_before_point(kinds) if "point" in kinds else 0)
        read /= 1000**commas
        inserted = _inserted(section)
        points = [index for index in inserted if section.tokens[index][1] == "."]
        if inserted and (len(points) != 1 or len(inserted) > 1 or "point" in kinds):
            return _spliced(read, section, before, behind)
        if inserted:
            read /= 10 ** kinds[points[0] : last + 1].count("digit")
        else:
            digits = _least_digits(section)
    text = _plain(read, digits)
    sign = "-" if text.startswith("-") else ""
    if (before, behind) == ("", "") and text == _plain(value, 0):
        return None
    whole = f"{sign}{before}{text.lstrip('-')}{behind}".translate(_MINUS)
    joined = behind[:1] in _OF_NUMBERS or before[-1:] in _OF_NUMBERS
    return unlike(whole, value) if joined and ("point" in kinds or "." in text) else whole


def _inserted(section: _Section) -> list[int]:
    """Where something else than a space is written between the digits."""
    kinds = [kind for kind, _ in section.tokens]
    if "digit" not in kinds:
        return []
    first, last = kinds.index("digit"), len(kinds) - 1 - kinds[::-1].index("digit")
    return [at for at in range(first, last) if kinds[at] == "literal" and section.tokens[at][1].strip(_SPACES)]


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


def _spliced(value: Decimal, section: _Section, before: str, behind: str) -> str:
    """The digits with what the format writes between them: `000-0000`, `0000年00月`."""
    kinds = [kind for kind, _ in section.tokens]
    first, last = kinds.index("digit"), len(kinds) - 1 - kinds[::-1].index("digit")
    digits = f"{abs(value).to_integral_value():f}".zfill(kinds.count("digit"))
    text = ""
    for kind, literal in reversed(section.tokens[first : last + 1]):
        if kind == "digit":
            text, digits = digits[-1:] + text, digits[:-1]
        elif kind == "literal":
            text = literal + text
    return ("-" if value < 0 else "") + before + digits + text + behind


def _beside(section: _Section) -> tuple[str, str]:
    """What is written before and behind the digits, percent signs with it; all of it where no digits are."""
    places = [at for at, (kind, _) in enumerate(section.tokens) if kind in ("digit", "general", "text")]
    if not places:
        return section.literal, ""
    sides = section.tokens[: places[0]], section.tokens[places[-1] + 1 :]
    before, behind = (
        "".join(text for kind, text in side if kind in ("literal", "percent")).strip(_SPACES) for side in sides
    )
    between = sum(kind == "percent" for kind, _ in section.tokens[places[0] : places[-1]])
    return before, "%" * between + behind


@lru_cache(maxsize=4096)
def _left(code: str, at: int, explicit: bool, sign: int) -> tuple[str, str]:
    """What a part of a format leaves beside the digits of a number of a sign without what says this sign, and without
    what says nothing."""
    sections = _sections(code)
    section = sections[at]
    if not section.holds_number:
        return "", ""
    before, behind = _beside(section)
    if sign < 0 and explicit:
        before, behind = _without_sign(before, behind, _NEGATIVE)
    elif sign > 0 and len(sections) > 1 and section is sections[0]:
        before, behind = _without_sign(before, behind, _POSITIVE, brackets=False)
    elif sign == 0:
        before = before.strip("-−－" + _SPACES)
    return _said(before, behind)


def _said(before: str, behind: str) -> tuple[str, str]:
    """What stands beside the digits without what says nothing: a unit without the brackets around it, a currency sign
    with no unit of money behind the number."""
    bare = behind.strip(_SPACES + "()（）")
    if bare in SCALES or is_unit(bare):
        behind = bare
    if before in _CURRENCIES:
        before = "" if is_unit(behind) else "¥"
    return ("" if before in _ORNAMENTS else before), ("" if behind in _ORNAMENTS else behind)


def _says_negative(section: _Section) -> bool:
    """Whether a part for negative numbers says that they are negative."""
    return section.red or _beside(section) != _without_sign(*_beside(section), _NEGATIVE)


def _without_sign(before: str, behind: str, signs: tuple[str, ...], *, brackets: bool = True) -> tuple[str, str]:
    """What stands beside the digits without the sign that is written in words, as an arrow or with brackets."""
    for sign in signs:
        if before.startswith(sign) or before.endswith(sign):
            return before.removeprefix(sign).removesuffix(sign).strip(_SPACES), behind
        if behind.endswith(sign) or behind.startswith(sign):
            return before, behind.removesuffix(sign).removeprefix(sign).strip(_SPACES)
    opened = next((each for each in before if each in "(（"), "") if brackets else ""
    closed = next((each for each in reversed(behind) if each in ")）"), "") if opened else ""
    if opened and closed:
        head, _, tail = before.partition(opened)
        return (head + tail).strip(_SPACES), behind[: behind.rindex(closed)] + behind[behind.rindex(closed) + 1 :]
    return before, behind
