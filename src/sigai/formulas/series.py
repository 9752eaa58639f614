"""What kind of series a formula gives: read from the formula itself, never guessed from the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class SeriesKind(StrEnum):
    """How the months of a series hang together; the forecast picks its model by it.

    tally: grows by records or flows and keeps what it has. yearly_tally: the same, from zero every January.
    yearly_amount: a flow added up since January. yearly_rate: a ratio of such amounts, which settles within the year.
    level: everything else (stocks, growth, shares of stocks).
    """

    TALLY = "tally"
    YEARLY_TALLY = "yearly_tally"
    YEARLY_AMOUNT = "yearly_amount"
    YEARLY_RATE = "yearly_rate"
    LEVEL = "level"


_YEARLY = (SeriesKind.YEARLY_TALLY, SeriesKind.YEARLY_AMOUNT, SeriesKind.YEARLY_RATE)


@dataclass(frozen=True, slots=True)
class SeriesTraits:
    """The kind of a series and what follows from its formula.

    whole: counts things, of which there are no halves. monotone: does not fall within its time (the year, or for
    good), so that what is met stays met. zero_at_base: zero at the end of the base year by definition. share: a ratio
    of the same dimension, which the forecast keeps within 0-100 % where history does. every: months between figures.
    """

    kind: SeriesKind
    whole: bool = False
    monotone: bool = False
    zero_at_base: bool = False
    share: bool = False
    every: int = 1

    @property
    def yearly(self) -> bool:
        """Whether it begins anew, or from nothing, every January."""
        return self.kind in _YEARLY

    @property
    def adds_up(self) -> bool:
        """Whether each month adds to a total that begins every January."""
        return self.kind in (SeriesKind.YEARLY_TALLY, SeriesKind.YEARLY_AMOUNT)


LEVEL = SeriesTraits(SeriesKind.LEVEL)
"""What is said of a series of which nothing is known."""


def joined(several: Sequence[SeriesTraits]) -> SeriesTraits:
    """The nature of a number that is now one and now another of several, such as the smaller of two."""
    if not several:
        return LEVEL
    every = max(traits.every for traits in several)
    whole = all(traits.whole for traits in several)
    kinds = {traits.kind for traits in several}
    if len(kinds) > 1:
        yearly = any(traits.yearly for traits in several)
        return SeriesTraits(SeriesKind.YEARLY_RATE if yearly else SeriesKind.LEVEL, whole, every=every)
    return SeriesTraits(
        kinds.pop(),
        whole,
        monotone=all(traits.monotone for traits in several),
        zero_at_base=all(traits.zero_at_base for traits in several),
        share=all(traits.share for traits in several),
        every=every,
    )
