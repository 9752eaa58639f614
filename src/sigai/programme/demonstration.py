"""Hints for demonstration data: what makes invented figures look like one programme's place. Optional content.

Without hints the demonstration is generic; with `demonstration.yaml` beside the programme it has the place's
industries, sizes and intensities, and each target its own course. Hints steer invented data only: nothing that a real
run reads depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sigai.base.issues import Issue, Issues
from sigai.programme.common import Content, Field, Identifier, Name
from sigai.programme.loading import read_definition

HINTS_FILE = "demonstration.yaml"

YearNumbers = dict[int, float]
"""A number by year. Years not written take the nearest written one."""


class IndustryHint(Content):
    """One industry of the demonstration.

    `code` is of GB/T 4754-2017 (`C3240`), `word` stands in the invented names, `weight` is its share of enterprises.
    `total` is its yearly amount of the scale measure in the base year, `spread` the sigma of the lognormal sizes of its
    enterprises (1 and more is heavy-tailed), `growth` its yearly growth by year, `seasons` twelve factors of the
    months, `areas` the weights of counties or parks, `tags` the share of enterprises that carry a tag.
    """

    code: str
    word: str
    weight: float = Field(gt=0)
    total: float = Field(gt=0)
    spread: float = Field(default=1.0, ge=0, le=2.5)
    growth: YearNumbers = Field(default_factory=dict)
    seasons: tuple[float, ...] = ()
    areas: dict[str, float] = Field(default_factory=dict)
    tags: dict[str, float] = Field(default_factory=dict)


class MeasureHint(Content):
    """How one measure is invented.

    A figure is `ratio` (or `by_industry`, longest prefix first) times the figure of the measure `of`; without `of` it
    is `ratio` itself. `trend` is the ratio's relative change by the year; `path` fixes the ratio of the totals by year
    and so overrides the trend. A `fraction` never exceeds what it is a part of; identities `a <= b` imply it.
    `spread` (between subjects) and `noise` (between months) are sigmas. `share` is the share of subjects that have
    anything to report, by year; the others report zero. `negative` is the share whose figure lies below zero (losses).
    `levels` is for measures of areas: the programme's total by year (of the year for flows, at its end for stocks).
    `seasons` are twelve factors of the months.
    """

    measure: Name
    of: Name | None = None
    ratio: float | None = None
    by_industry: dict[str, float] = Field(default_factory=dict)
    trend: float = 0.0
    path: YearNumbers = Field(default_factory=dict)
    fraction: bool = False
    spread: float = Field(default=0.25, ge=0)
    noise: float = Field(default=0.04, ge=0)
    share: YearNumbers = Field(default_factory=dict)
    negative: float = Field(default=0.0, ge=0, lt=0.5)
    levels: YearNumbers = Field(default_factory=dict)
    seasons: tuple[float, ...] = ()


class LedgerHint(Content):
    """How one ledger is invented: bounds for numbers, texts for names, how many records besides those that targets ask.

    `name` may hold `{number}` and `{entity}`. `numbers` gives the median of a number field. `stock` is how many records
    a count that runs down begins with, `background` how many more records are under way. `later` are fields that came
    when a demonstration was known already: each has a chance of its own, and all else stays as it was.
    """

    ledger: Name
    name: str = ""
    numbers: dict[str, float] = Field(default_factory=dict)
    later: tuple[Name, ...] = ()
    stock: int | None = Field(default=None, ge=1)
    background: int | None = Field(default=None, ge=0)


class BelowHint(Content):
    """Things of one kind that the enterprises of an industry have: a `share` of them, from one to `most` each, with
    what is said of all (`attributes`) and of what share a yes or no holds (`shares`)."""

    kind: Name
    industry: str = ""
    name: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    shares: dict[str, float] = Field(default_factory=dict)
    share: float = Field(default=1.0, ge=0, le=1)
    most: int = Field(default=1, ge=1, le=9)


class DemonstrationHints(Content):
    """`demonstration.yaml`: one place's demonstration.

    `scale` is the flow from which the sizes of enterprises follow (output). `enterprise_name` may hold `{number}` and
    `{word}`. `credit_code_area` are the six digits after `91` in invented credit codes. `above_scale` is the share of
    enterprises above scale at the start, `areas` weighs counties for figures of areas. `pace` gives a target its
    course: 1 reaches each step just so, 0.6 covers 60 % of the way, 1.2 runs ahead; targets not named draw from
    `paces` in turn. `missing`, `late` and `revised` are shares of rows.
    """

    title: str = ""
    note: str = ""
    scale: Name | None = None
    enterprise_name: str = "演示{number:04d}号{word}有限公司"
    credit_code_area: str = Field(default="000000", pattern=r"^\d{6}$")
    above_scale: float = Field(default=0.85, ge=0, le=1)
    areas: dict[str, float] = Field(default_factory=dict)
    industries: tuple[IndustryHint, ...] = ()
    measures: tuple[MeasureHint, ...] = ()
    ledgers: tuple[LedgerHint, ...] = ()
    below: tuple[BelowHint, ...] = ()
    pace: dict[Identifier, float] = Field(default_factory=dict)
    paces: tuple[float, ...] = (1.25, 1.05, 1.0, 0.9, 0.7)
    missing: float = Field(default=0.03, ge=0, lt=0.5)
    late: float = Field(default=0.08, ge=0, le=1)
    revised: float = Field(default=0.02, ge=0, le=1)

    def measure(self, name: str) -> MeasureHint | None:
        """What is said of one measure; None where it is invented by the defaults."""
        return next((hint for hint in self.measures if hint.measure == name), None)

    def ledger(self, name: str) -> LedgerHint | None:
        """What is said of one ledger; None where its records are invented by the defaults."""
        return next((hint for hint in self.ledgers if hint.ledger == name), None)


@dataclass(frozen=True, slots=True)
class LoadedHints:
    """The hints of a programme's folder, and what is wrong with their form."""

    hints: DemonstrationHints
    issues: tuple[Issue, ...] = ()


def load_hints(folder: Path) -> LoadedHints:
    """Read `demonstration.yaml` of a programme's folder; without that file, hints that say nothing."""
    file = folder / HINTS_FILE
    if not file.is_file():
        return LoadedHints(DemonstrationHints())
    issues = Issues()
    hints = read_definition(file, folder, DemonstrationHints, issues)
    found = hints if isinstance(hints, DemonstrationHints) else DemonstrationHints()
    return LoadedHints(found, issues.sorted())
