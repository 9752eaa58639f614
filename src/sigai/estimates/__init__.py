"""Figures that are owed and not in yet: estimated entity by entity, with joint drawings of how far they may be off."""

from sigai.estimates.estimating import estimate, pools_of
from sigai.estimates.panels import Population
from sigai.estimates.remarks import remarks

__all__ = ["Population", "estimate", "pools_of", "remarks"]
