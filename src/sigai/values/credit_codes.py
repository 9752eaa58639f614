"""The unified social credit code of GB 32100-2015: 18 characters, the last of them a check digit."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters without I, O, S, V, Z, which are easily mistaken."""

LENGTH = 18
_LOST = re.compile(r"^\d(?:\.\d+)?E\+?1[5-9]$|^\d{15,18}0{3}$")
"""A long number as a spreadsheet keeps it: fifteen digits."""

_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def check_digit(first_17: str) -> str:
    """The check digit of GB 32100-2015, section 5: 31 minus the weighted sum of the places modulo 31, weights 3^i.

    KeyError-free: raises ValueError where a character is not of the alphabet or the length is not 17.
    """
    if len(first_17) != LENGTH - 1 or any(character not in ALPHABET for character in first_17):
        raise ValueError(f"{first_17!r} is not the beginning of a credit code")
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first_17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def turned_into_number(code: str) -> bool:
    """Whether a code was made a number by a spreadsheet, which keeps fifteen of its digits: `9.11405E+17`."""
    return bool(_LOST.match(code.upper())) and not (len(code) == LENGTH and _is_sound(code))


def _is_sound(code: str) -> bool:
    return fault_of_form(code) is None and check_digit(code[:-1]) == code[-1]


def fault_of_form(code: str) -> tuple[str, str] | None:
    """What is wrong with the form of a code, in Chinese and English; None where the form is right."""
    if len(code) != LENGTH:
        return f"应为 {LENGTH} 位，这里有 {len(code)} 位", f"it has {len(code)} characters instead of {LENGTH}"
    foreign = "".join(dict.fromkeys(character for character in code if character not in ALPHABET))
    if foreign:
        return f"不能含有 {foreign}", f"it may not hold {foreign}"
    if not code[2:8].isdigit():
        return "第 3 至 8 位应为行政区划数字", "places 3 to 8 are the digits of an area"
    return None
