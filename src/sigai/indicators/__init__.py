"""Formulas over values and records: every indicator at every area and month, and what each number was made from."""

from sigai.indicators.computing import IndicatorRun, compute
from sigai.indicators.evidence import Evidence, Listing, TermEvidence, evidence

__all__ = ["Evidence", "IndicatorRun", "Listing", "TermEvidence", "compute", "evidence"]
