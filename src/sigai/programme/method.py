"""How progress is judged: thresholds and the forecast, as content with a start date and a source."""

from __future__ import annotations

from typing import Literal

from sigai.programme.common import Content, Field, PeriodField, Reference, Text


class ForecastMethod(Content):
    """How a deadline's figure is forecast.

    `interval` is the share of outcomes that the printed interval should hold (0.8 = 80 %). `minimum_months` of history
    are needed, else no forecast. `widening` multiplies the half width of the model's interval; it is measured by
    backtest (`sigai bench forecast`), because models are too sure of themselves on three years of months.
    """

    interval: float = Field(default=0.8, gt=0.5, lt=1)
    minimum_months: int = Field(default=12, ge=3)
    widening: float = Field(default=1.0, ge=1.0)
    model: Literal["ets", "drift"] = "ets"


class EstimateMethod(Content):
    """How figures that are owed and not in yet are estimated, and when they leave a status open.

    `interval` is shown; a status is settled when it is the same at both ends of the two-sided `decision` interval, one
    that is better than the last settled one up to the one-sided bound `better`. `widening` multiplies the spread; it is
    measured (`sigai bench nonresponse`). `draws` joint drawings of the missing figures; errors are replayed over the
    last `replay_months` closed months. Below `minimum_respondents` only an entity's own history counts; no single
    respondent carries more than `largest_share` of the movement of the others.
    """

    interval: float = Field(default=0.8, gt=0.5, lt=1)
    decision: float = Field(default=0.95, gt=0.5, lt=1)
    better: float = Field(default=0.975, gt=0.5, lt=1)
    widening: float = Field(default=1.0, ge=0.5)
    draws: int = Field(default=200, ge=50, le=2000)
    replay_months: int = Field(default=24, ge=3)
    minimum_respondents: int = Field(default=10, ge=1)
    largest_share: float = Field(default=1 / 3, gt=0, le=1)


class ProgressMethod(Content):
    """The thresholds of the status, valid from a period on.

    pace = (actual - baseline) / (expected - baseline), measured along the direction of the target. `on_track` and
    `at_risk` are the least pace of their status; below lies `behind`. Where the expected way is shorter than
    `flat_below` (relative to the number), distance from the expected number relative to it is judged instead: on track
    within `flat_tolerance`. `about_tolerance` is what 左右 allows, relative. `doubt_below`: a track on pace whose
    probability to hit is lower counts as at risk. Below `minimum_coverage` nothing is judged (no data); below
    `provisional_below` the status is provisional. `likely_from`, `unlikely_below`: from which probability on a step is
    expected to be met, and below which to be missed (the verdict); `doubt_below` is not less than the latter, so that
    what is on track is never expected to be missed. A figure stands for `stale_after` months where no newer one is
    there.
    """

    start: PeriodField
    name: Text
    on_track: float = Field(gt=0, le=1)
    at_risk: float = Field(gt=0, le=1)
    flat_below: float = Field(default=0.001, ge=0)
    flat_tolerance: float = Field(default=0.02, ge=0)
    about_tolerance: float = Field(ge=0, lt=0.5)
    doubt_below: float = Field(ge=0, le=1)
    likely_from: float = Field(default=0.66, gt=0.5, le=1)
    unlikely_below: float = Field(default=0.33, ge=0, lt=0.5)
    minimum_coverage: float = Field(ge=0, le=1)
    provisional_below: float = Field(ge=0, le=1)
    stale_after: int = Field(default=3, ge=0, le=12)
    forecast: ForecastMethod = ForecastMethod()
    estimates: EstimateMethod = EstimateMethod()
    source: Reference
