"""Credit codes of invented enterprises: a right check digit over an organisation that cannot exist."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a unified social credit code (GB 32100-2015): no I, O, S, V, Z."""
WEIGHTS = np.array([pow(3, position, 31) for position in range(17)])
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
REGISTRATION = "91"
"""Registered with the market regulator (9), an enterprise (1)."""
FICTIONAL_BLOCK = "DEMA"
"""Opens every invented organisation code, so that a reader sees at once that it is none."""


def credit_codes(numbers: NDArray[np.int64], area: str) -> list[str]:
    """Eighteen-character codes for running numbers below 10,000, with the check digits of GB 11714 and GB 32100."""
    bodies = [f"{FICTIONAL_BLOCK}{number:04d}" for number in numbers.tolist()]
    heads = [f"{REGISTRATION}{area}{body}{_organisation_digit(body)}" for body in bodies]
    return [head + check_character(head) for head in heads]


def check_character(head: str) -> str:
    """The eighteenth character of a credit code from its first seventeen (GB 32100-2015, 3-weights modulo 31)."""
    digits = np.array([ALPHABET.index(character) for character in head])
    return ALPHABET[-int(digits @ WEIGHTS) % 31]


def _organisation_digit(body: str) -> str:
    """The ninth character of an organisation code (GB 11714-1997, modulo 11, X for ten)."""
    digits = np.array([_ORGANISATION_ALPHABET.index(character) for character in body])
    rest = 11 - int(digits @ _ORGANISATION_WEIGHTS) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
