"""From figures as written to figures in the unit that is wanted, exactly wherever the factor is a plain fraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sigai.base.units import MeasureUnit
from sigai.tables.files.numbers import LARGEST, SCALE, Numbers
from sigai.tables.files.raw import Mask, Words


@dataclass(frozen=True, slots=True, eq=False)
class ConvertedAmounts:
    """Ten-thousandths in the units wanted. `unknown` and `wrong` mark units that are not known, or of another
    dimension; `too_large` what no longer fits; `rounded` what lost decimals; `converted` what had another unit."""

    amounts: npt.NDArray[np.int64]
    unknown: Mask
    wrong: Mask
    too_large: Mask
    rounded: Mask
    converted: Mask
    units: Words


_UNKNOWN, _WRONG = Fraction(0), Fraction(-1)


def convert(
    numbers: Numbers,
    units: Words,
    target: npt.NDArray[np.int64],
    targets: Sequence[str],
    good: Mask,
) -> ConvertedAmounts:
    """Figures in the unit `targets[target]` of their rows; every different pair of units is looked up once."""
    amounts = numbers.amounts.copy()
    none = np.zeros(len(amounts), dtype=np.bool_)
    result = ConvertedAmounts(amounts, none, none.copy(), none.copy(), ~numbers.exact & good, none.copy(), units)
    rows = np.flatnonzero(good & (units.codes >= 0) & (target >= 0))
    if not len(rows):
        return result
    keys = units.codes[rows].astype(np.int64) * len(targets) + target[rows]
    different, pair = np.unique(keys, return_inverse=True)
    for index, key in enumerate(different.tolist()):
        code, at = divmod(key, len(targets))
        factor = _factor(units.words[code], targets[at])
        if factor == 1:
            if units.words[code] != targets[at]:
                result.converted[rows[pair == index]] = True
            continue
        those = rows[pair == index]
        if factor == _UNKNOWN:
            result.unknown[those] = True
        elif factor == _WRONG:
            result.wrong[those] = True
        else:
            _multiply(numbers, those, factor, result)
    return result


@lru_cache(maxsize=4096)
def _factor(given: str, wanted: str) -> Fraction:
    """What a figure is multiplied with, as a plain fraction; `_UNKNOWN` or `_WRONG` where it cannot be."""
    try:
        unit = MeasureUnit.parse(given)
    except ValueError:
        return _UNKNOWN
    target = MeasureUnit.parse(wanted)
    if not unit.same_dimension(target):
        return _WRONG
    factor = unit.factor_to(target)
    plain = Fraction(factor).limit_denominator(10**9)
    return plain if abs(float(plain) - factor) <= 1e-12 * factor else Fraction(factor)


def _multiply(numbers: Numbers, rows: npt.NDArray[np.int64], factor: Fraction, result: ConvertedAmounts) -> None:
    """Multiply rows: in whole numbers where they hold it, in floating point elsewhere; note what was rounded."""
    up, down = factor.numerator, factor.denominator
    result.converted[rows] = True
    floats = numbers.floats[rows] * float(factor)
    too_large = ~(np.abs(floats) < LARGEST)
    result.too_large[rows[too_large]] = True
    rows, floats = rows[~too_large], floats[~too_large]
    whole = (
        _holds(numbers, rows, float(factor))
        & (np.abs(numbers.floats[rows]) * SCALE * up < 2.0**62)
        & (max(up, down) < 2**31)
    )
    exact, amounts = rows[whole], numbers.amounts[rows[whole]]
    product = amounts * up if up < 2**31 else amounts
    quotient = (2 * np.abs(product) + down) // (2 * down) * np.sign(product) if down < 2**31 else product
    result.amounts[exact] = quotient
    result.rounded[exact] = product % down != 0
    scaled = floats[~whole] * SCALE
    result.amounts[rows[~whole]] = np.rint(scaled).astype(np.int64)
    apart = np.abs(scaled - np.rint(scaled))
    result.rounded[rows[~whole]] = apart > np.maximum(1e-4, np.spacing(np.abs(scaled)) * 4)


def _holds(numbers: Numbers, rows: npt.NDArray[np.int64], factor: float) -> Mask:
    """Whether ten-thousandths hold figures exactly still when multiplied: a fifth decimal grows with the factor."""
    scaled = numbers.floats[rows] * SCALE
    left = np.abs(scaled - numbers.amounts[rows])
    held: Mask = numbers.exact[rows] & ((left * factor < 1e-5) | (left <= np.spacing(np.abs(scaled)) * 4))
    return held


def shown(amount: int) -> str:
    """Ten-thousandths as a plain decimal: `12.5`, `-0.0001`, `3`."""
    sign, rest = ("-" if amount < 0 else ""), abs(amount)
    decimals = f"{rest % SCALE:04d}".rstrip("0")
    return f"{sign}{rest // SCALE}{'.' + decimals if decimals else ''}"
