"""The invented register: enterprises with industry, place, size and life, and the other subjects of figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sigai.demonstration.codes import credit_codes
from sigai.demonstration.draws import Mask, Numbers, Texts, Whole, apportion, pick, stream
from sigai.programme.demonstration import DemonstrationHints, IndustryHint
from sigai.programme.programme import Programme

NEVER = -1
"""Stands for no month in the columns of a register."""
_ENTRANTS, _LEAVERS = 0.06, 0.03
_LARGE_ABOVE = 0.4
_GENERIC = (
    IndustryHint(code="C1310", word="粮油", weight=2, total=120000, growth={2021: 0.08}),
    IndustryHint(code="C2614", word="化工", weight=3, total=400000, growth={2021: 0.10}),
    IndustryHint(code="C3011", word="水泥", weight=2, total=300000, growth={2021: 0.02}),
    IndustryHint(code="C3140", word="合金", weight=3, total=500000, growth={2021: 0.05}),
    IndustryHint(code="C3240", word="新材", weight=2, total=360000, growth={2021: 0.12}),
    IndustryHint(code="C3521", word="装备", weight=2, total=140000, growth={2021: 0.09}),
    IndustryHint(code="C3825", word="光伏", weight=1, total=600000, growth={2021: 0.20}),
    IndustryHint(code="D4411", word="热电", weight=1, total=800000, growth={2021: 0.04}),
    IndustryHint(code="D4416", word="新能源", weight=1, total=240000, growth={2021: 0.15}),
    IndustryHint(code="I6450", word="数据", weight=1, total=100000, growth={2021: 0.22}),
)


@dataclass(frozen=True, slots=True)
class InventedMonths:
    """The months that are invented: from January of the base year to `last`, both month indices."""

    first: int
    last: int
    programme_start: int

    @property
    def months(self) -> Whole:
        """All months as month indices, first and last included."""
        return np.arange(self.first, self.last + 1)

    @property
    def years(self) -> Whole:
        """The year of each month."""
        return self.months // 12


@dataclass(frozen=True, slots=True)
class Subjects:
    """Subjects of one kind, a column each; months are month indices, `NEVER` where there is none.

    `industry_index` points into `industries`; `size` is the yearly amount of the scale measure in the base year.
    `tagged` is a mask by tag.
    """

    kind: str
    ids: Texts
    names: Texts
    areas: Texts
    parks: Texts
    industry_codes: Texts
    industry_index: Whole
    industries: tuple[IndustryHint, ...]
    size: Numbers
    above_scale_since: Whole
    active_from: Whole
    active_until: Whole
    tagged: dict[str, Mask]

    def __len__(self) -> int:
        return int(self.ids.size)

    def active(self, months: Whole) -> Mask:
        """Who is active in which month: subjects × months."""
        begun = (self.active_from[:, None] == NEVER) | (self.active_from[:, None] <= months)
        going = (self.active_until[:, None] == NEVER) | (self.active_until[:, None] >= months)
        return np.asarray(begun & going)

    def above_scale(self, months: Whole) -> Mask:
        """Who is above scale in which month: subjects × months."""
        since = self.above_scale_since[:, None]
        return np.asarray((since != NEVER) & (since <= months) & self.active(months))


def industries_of(programme: Programme, hints: DemonstrationHints) -> tuple[IndustryHint, ...]:
    """The hinted industries, or a general mix; one more for each group of the programme that none would fall into."""
    industries = hints.industries or _GENERIC
    added: list[IndustryHint] = []
    for group in programme.industry_groups:
        wanted = [prefix if prefix[:1].isalpha() else f"C{prefix}" for prefix in group.codes]
        if wanted and not any(hint.code.startswith(tuple(wanted)) for hint in (*industries, *added)):
            code = wanted[0] if len(wanted[0]) > 1 else f"{wanted[0]}10"
            added.append(IndustryHint(code=code, word=group.name.zh[:2], weight=1, total=200000, growth={2021: 0.1}))
    return industries + tuple(added)


def make_enterprises(
    programme: Programme,
    hints: DemonstrationHints,
    calendar: InventedMonths,
    *,
    count: int,
    tags: frozenset[str],
    seed: int,
) -> Subjects:
    """`count` invented enterprises. `tags` are those that formulas ask for; unhinted ones mark a fifth of all."""
    random = stream(seed, "register")
    industries = industries_of(programme, hints)
    industry = np.repeat(np.arange(len(industries)), apportion([hint.weight for hint in industries], count))
    industry = random.permutation(industry)
    codes = np.array([hint.code for hint in industries], dtype=object)[industry]
    words = np.array([hint.word for hint in industries], dtype=object)[industry]
    size = _sizes(industries, industry, random)
    numbers = np.arange(1, count + 1)
    places = _places(programme, hints, industries, industry, random)
    since, active_from, active_until = _lives(standing_within(size, industry), hints, calendar, random)
    return Subjects(
        kind="enterprise",
        ids=np.array(credit_codes(numbers, hints.credit_code_area), dtype=object),
        names=np.array(
            [
                hints.enterprise_name.format(number=number, word=word)
                for number, word in zip(numbers.tolist(), words, strict=True)
            ],
            dtype=object,
        ),
        areas=places,
        parks=np.array([code if _is_park(programme, code) else "" for code in places], dtype=object),
        industry_codes=codes,
        industry_index=industry,
        industries=industries,
        size=size,
        above_scale_since=since,
        active_from=active_from,
        active_until=active_until,
        tagged={tag: _tagged(tag, industries, industry, seed) for tag in sorted(tags | _hinted_tags(industries))},
    )


def make_subjects(programme: Programme, kind: str, hints: DemonstrationHints) -> Subjects:
    """The subjects of figures of one kind of area; of projects and devices, ten invented ones spread over the areas."""
    if kind in ("park", "county", "city"):
        places = [area for area in programme.areas if area.kind == kind]
        ids, names = [area.code for area in places], [area.name.zh for area in places]
        codes = ids
    else:
        around = enterprise_areas(programme)
        ids = [f"DEMO-{kind.upper()}-{number:02d}" for number in range(1, 11)]
        names = [f"演示{number:02d}号{'项目' if kind == 'project' else '设备'}" for number in range(1, 11)]
        codes = [around[number % len(around)] for number in range(10)]
    count = len(ids)
    nothing, never = np.full(count, "", dtype=object), np.full(count, NEVER)
    weights = np.array([hints.areas.get(code, 1.0) for code in codes], dtype=float)
    return Subjects(
        kind=kind,
        ids=np.array(ids, dtype=object),
        names=np.array(names, dtype=object),
        areas=np.array(codes, dtype=object),
        parks=nothing,
        industry_codes=nothing,
        industry_index=np.zeros(count, dtype=np.int64),
        industries=(),
        size=weights,
        above_scale_since=never,
        active_from=never,
        active_until=never,
        tagged={},
    )


def enterprise_areas(programme: Programme) -> list[str]:
    """Where enterprises sit: the areas with none below them."""
    parents = {area.parent for area in programme.areas}
    return [area.code for area in programme.areas if area.code not in parents] or [programme.head.area]


def _is_park(programme: Programme, code: str) -> bool:
    area = programme.area_by_code.get(code)
    return area is not None and area.kind == "park"


def _places(
    programme: Programme,
    hints: DemonstrationHints,
    industries: tuple[IndustryHint, ...],
    industry: Whole,
    random: np.random.Generator,
) -> Texts:
    """An area for each enterprise: by the weights of its industry, else of all areas."""
    known = programme.area_by_code
    leaves = enterprise_areas(programme)
    everywhere = {code: hints.areas.get(code, 1.0) for code in leaves}
    places = np.full(industry.size, programme.head.area, dtype=object)
    for index, hint in enumerate(industries):
        here = np.flatnonzero(industry == index)
        weights = {code: weight for code, weight in hint.areas.items() if code in known} or everywhere
        places[here] = pick(random, weights, here.size)
    return places


def _sizes(industries: tuple[IndustryHint, ...], industry: Whole, random: np.random.Generator) -> Numbers:
    """Heavy-tailed sizes that add up to each industry's total, whatever the seed and the number of enterprises."""
    sigmas = np.array([hint.spread for hint in industries])[industry]
    raw = np.exp(sigmas * np.clip(random.standard_normal(industry.size), -2.0, 2.2))
    sums = np.bincount(industry, weights=raw, minlength=len(industries))
    totals = np.array([hint.total for hint in industries])
    return np.asarray(raw * (totals / np.where(sums > 0, sums, 1.0))[industry])


def standing_within(size: Numbers, industry: Whole) -> Numbers:
    """The rank of each enterprise by size within its industry, from 0 for the smallest to less than 1."""
    standing = np.zeros(size.size)
    for index in np.unique(industry):
        here = np.flatnonzero(industry == index)
        standing[here] = np.argsort(np.argsort(size[here])) / here.size
    return standing


def _lives(
    standing: Numbers, hints: DemonstrationHints, calendar: InventedMonths, random: np.random.Generator
) -> tuple[Whole, Whole, Whole]:
    """Month above scale, first and last active month of each enterprise.

    Most were above scale long before; some of the smallest of each industry are not; a few small ones rise or begin
    during the programme, and a few leave. The large ones stay, so that no total jumps by one enterprise.
    """
    count = standing.size
    small = standing < _LARGE_ABOVE
    draw = random.random(count)
    first_month = calendar.first - 12 * random.integers(1, 12, count) - random.integers(0, 12, count)
    since = first_month.copy()
    below = small & (draw < (1 - hints.above_scale) / _LARGE_ABOVE)
    since[below] = NEVER
    span = max(calendar.last - calendar.programme_start, 1)
    rising = calendar.programme_start + random.integers(0, span, count)
    risen = small & ~below & (draw > 1 - _ENTRANTS / _LARGE_ABOVE)
    since[risen] = rising[risen]
    active_from = np.where(risen & (random.random(count) < 0.5), rising, first_month)
    leaving = below & (random.random(count) < _LEAVERS * 5)
    active_until = np.where(leaving, rising, NEVER)
    return since, active_from, active_until


def _hinted_tags(industries: tuple[IndustryHint, ...]) -> frozenset[str]:
    return frozenset(tag for hint in industries for tag in hint.tags)


def _tagged(tag: str, industries: tuple[IndustryHint, ...], industry: Whole, seed: int) -> Mask:
    hinted = any(tag in hint.tags for hint in industries)
    shares = np.array([hint.tags.get(tag, 0.0 if hinted else 0.2) for hint in industries])
    draw: Mask = stream(seed, "tag", tag).random(industry.size) < shares[industry]
    return draw
