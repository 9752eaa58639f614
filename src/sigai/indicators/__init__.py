"""Formulas over values and records: every indicator at every area and month, and what each number was made from."""

from sigai.indicators.computing import IndicatorRun, compute

__all__ = ["IndicatorRun", "compute"]
