"""Exact decimals with four digits after the point, kept as whole ten-thousandths: SQLite has no exact decimal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

_SCALE = Decimal("0.0001")
_PARTS = 10_000


if TYPE_CHECKING:
    _Whole = models.BigIntegerField[Decimal, Decimal]
    _WholeOrNone = models.BigIntegerField[Decimal | None, Decimal | None]
else:
    _Whole = _WholeOrNone = models.BigIntegerField


class _Amounts:
    """A `Decimal` with up to 18 digits, four of them after the point, as in the contract of values."""

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        """Ten-thousandths of the database as a Decimal with four digits after the point."""
        return None if value is None else (Decimal(value) / _PARTS).quantize(_SCALE)

    def to_python(self, value: Any) -> Decimal | None:
        """A Decimal from whatever a form or a file gives; ValidationError where it is no number."""
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(f"{value!r} is not a number") from error

    def get_prep_value(self, value: Any) -> int | None:
        """Ten-thousandths for the database; ValidationError where a digit would be lost."""
        amount = self.to_python(value)
        if amount is None:
            return None
        scaled = amount * _PARTS
        if scaled != int(scaled):
            raise ValidationError(f"{amount} has more than four digits after the point")
        return int(scaled)


class AmountField(_Amounts, _Whole):
    """An amount that is always there."""


class AmountOrNoneField(_Amounts, _WholeOrNone):
    """An amount, or null where a figure was withdrawn."""
