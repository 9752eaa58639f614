"""Formulas over values and records: every indicator at every area and month, and what each number was made from."""

from sigai.indicators.computing import IndicatorRun, compute
from sigai.indicators.evidence import Evidence, Listing, TermEvidence, Under, evidence, evidence_under

__all__ = [
    "Evidence",
    "IndicatorRun",
    "Listing",
    "TermEvidence",
    "Under",
    "compute",
    "evidence",
    "evidence_under",
]
