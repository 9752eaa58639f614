"""Which projects to choose from a reserve, so that the gaps of the targets close most: a mixed-integer programme, with
its bound, and why each project is in or out."""

from sigai.portfolio.choosing import BudgetLeft, GapLeft, Judged, Selection, Why, choose
from sigai.portfolio.reading import read_reserve
from sigai.portfolio.reserve import DIMINISHING, AreaShare, Budget, Candidate, Effect, Need, Reserve, TargetGap

__all__ = [
    "DIMINISHING",
    "AreaShare",
    "Budget",
    "BudgetLeft",
    "Candidate",
    "Effect",
    "GapLeft",
    "Judged",
    "Need",
    "Reserve",
    "Selection",
    "TargetGap",
    "Why",
    "choose",
    "read_reserve",
]
