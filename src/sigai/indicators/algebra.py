"""Shapes of formulas as columns of a query."""

from __future__ import annotations

from typing import Any

import ibis

from sigai.formulas.shapes import Columns


class QueryColumns:
    """Columns of a table, built with ibis."""

    @property
    def nothing(self) -> Any:
        return ibis.null("float64")

    def literal(self, value: float) -> Any:
        return ibis.literal(value, type="float64")

    def where(self, test: Any, yes: Any, no: Any) -> Any:
        return test.ifelse(yes, no)

    def known(self, number: Any) -> Any:
        return number.notnull()

    def nonzero(self, number: Any) -> Any:
        return number.nullif(0)

    def least(self, *numbers: Any) -> Any:
        return ibis.and_(*(one.notnull() for one in numbers)).ifelse(ibis.least(*numbers), self.nothing)

    def rounded(self, number: Any, places: int) -> Any:
        return number.round(places)

    def power(self, number: Any, exponent: Any) -> Any:
        return number.pow(exponent)


QUERY: Columns = QueryColumns()
