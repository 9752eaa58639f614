"""Invented plans with all that stands in them: a grammar that writes, apart from the one that reads.

`invented(seed)` gives one plan. Wordings and words are written by hand for this bed alone, nothing is taken from the
reader's lexicon: a score on it says how the reader does on words that it was not given.
"""

from sigai.compiling.invented.contradictions import Pair
from sigai.compiling.invented.disputed import DisputedPlan, disputed
from sigai.compiling.invented.layouts import LAYOUTS, invented
from sigai.compiling.invented.model import Clause, InventedPlan, InventedTask

__all__ = ["LAYOUTS", "Clause", "DisputedPlan", "InventedPlan", "InventedTask", "Pair", "disputed", "invented"]
