"""Invented plans that contradict themselves: clauses that do not go together, and clauses that only seem not to.

Each pair has words of its own, stands in places of its own, and says whether it is a contradiction: what is told of
the past against a goal, what is added against what then stands, members of one list, two periods, a part and its whole
are none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Literal

import yaml

from sigai.compiling.invented.model import PlanYears

Where = Literal["past", "goals", "task", "annex"]


@dataclass(frozen=True, slots=True)
class Said:
    """A clause and the part of the plan that says it."""

    where: Where
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Clauses about one thing, or about two that look like one; `planted` where they contradict each other."""

    sort: str
    clauses: tuple[Said, ...]
    planted: bool


@dataclass(slots=True)
class Drawing:
    """What is drawn from while a plan is made: every name is used once."""

    rng: Random
    span: PlanYears
    left: dict[str, list[Any]] = field(default_factory=dict)

    def name(self, sort: str) -> Any:
        """A name that no other pair of this plan has."""
        if not self.left.get(sort):
            found = list(disputed_words()["contrasts"][sort[1:]] if sort.startswith("+") else disputed_words()[sort])
            self.rng.shuffle(found)
            self.left[sort] = found
        return self.left[sort].pop()

    def apart(self, low: int, high: int) -> tuple[int, int]:
        """Two numbers that no rounding makes equal, the smaller first."""
        first = self.rng.randint(low, high)
        return first, first + max(2, round(first * self.rng.uniform(0.15, 0.6)))


@cache
def disputed_words() -> dict[str, Any]:
    """The words that these plans are written with."""
    text = files(__package__).joinpath("contradictions.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def _goal(rng: Random, name: str, said: str) -> str:
    forms = ("{}达到{}", "{}提高到{}以上", "{}不低于{}", "推动{}达到{}")
    return rng.choice(forms).format(name, said)


def _made(rng: Random, name: str, said: str) -> str:
    verb = rng.choice(["建成", "建设", "打造"])
    return rng.choice([f"{verb}{name}{said}", f"{verb}{said}{name}"])


# --- what contradicts itself ------------------------------------------------------------------------------------------


def rate_twice(draw: Drawing) -> Pair:
    """The rate by the end of the plan, with two numbers."""
    name, (one, other) = draw.name("rates"), draw.apart(40, 60)
    where: Where = draw.rng.choice(["task", "annex"])
    numbers = [one, other] if draw.rng.random() < 0.5 else [other, one]
    texts = [_goal(draw.rng, name, f"{value}%") for value in numbers]
    return Pair("value of a rate", (Said("goals", texts[0]), Said(where, _dated(draw, texts[1]))), True)


def _dated(draw: Drawing, text: str) -> str:
    return draw.rng.choice([f"到{draw.span.last}年，{text}", f"{draw.span.last}年底前，{text}"])


def level_twice(draw: Drawing) -> Pair:
    """An amount by the end of the plan, with two numbers."""
    (name, unit), (one, other) = draw.name("levels"), draw.apart(30, 700)
    texts = [_goal(draw.rng, name, f"{value}{unit}") for value in draw.rng.sample([one, other], 2)]
    return Pair("value of a level", (Said("goals", texts[0]), Said("annex", _dated(draw, texts[1]))), True)


def count_twice(draw: Drawing) -> Pair:
    """So many made by the end in one place, another number in another."""
    (name, unit), (one, other) = draw.name("things"), draw.apart(4, 80)
    texts = [_made(draw.rng, name, f"{value}{unit}") for value in draw.rng.sample([one, other], 2)]
    return Pair("value of a count", (Said("goals", texts[0]), Said("annex", _dated(draw, texts[1]))), True)


def growth_twice(draw: Drawing) -> Pair:
    """An average growth with two numbers."""
    name, (one, other) = draw.name("grown"), draw.apart(5, 10)
    texts = [f"{name}年均{verb}{value}%" for verb, value in zip(("增长", "增速达到"), (one, other), strict=True)]
    draw.rng.shuffle(texts)
    return Pair("value of a growth", (Said("goals", texts[0]), Said("task", texts[1])), True)


def due_twice(draw: Drawing) -> Pair:
    """One thing made by the end of the plan here, a year earlier there."""
    (name, unit), value = draw.name("things"), draw.rng.randint(4, 90)
    early = (
        f"{draw.span.last - 1}年{draw.rng.choice(['底前', '年底前'])[-2:]}，{_made(draw.rng, name, f'{value}{unit}')}"
    )
    return Pair(
        "date",
        (Said("goals", _made(draw.rng, name, f"{value}{unit}")), Said("annex", early.replace("年年", "年"))),
        True,
    )


def yearly_short(draw: Drawing) -> Pair:
    """So many a year that the years do not bring the total."""
    (name, unit), yearly = draw.name("things"), draw.rng.randint(3, 20)
    years = draw.span.last - draw.span.first + 1
    total = yearly * years + draw.rng.randint(2, yearly * years)
    every = f"每年{draw.rng.choice(['新建', '建成', '新增'])}{name}{yearly}{unit}"
    whole = f"{draw.rng.choice(['累计新建', '三年新建', '三年累计建设'])}{name}{total}{unit}"
    return Pair("yearly against total", (Said("task", every), Said("goals", whole)), True)


def years_beyond(draw: Drawing) -> Pair:
    """Counts of single years that add up to more than the total."""
    (name, unit), years = draw.name("things"), range(draw.span.first, draw.span.last + 1)
    counts = [draw.rng.randint(5, 40) for _ in years]
    total = sum(counts) - draw.rng.randint(2, max(2, sum(counts) // 3))
    single = "，".join(f"{year}年新建{name}{count}{unit}" for year, count in zip(years, counts, strict=True))
    return Pair("years against total", (Said("annex", single), Said("goals", f"累计新建{name}{total}{unit}")), True)


def falls_back(draw: Drawing) -> Pair:
    """A step on the way that is harder than the end."""
    name, (end, step) = draw.name("rates"), draw.apart(40, 60)
    early = f"{draw.span.last - 1}年，{name}达到{step}%"
    return Pair("step back", (Said("goals", _goal(draw.rng, name, f"{end}%")), Said("annex", early)), True)


def rate_and_change(draw: Drawing) -> Pair:
    """An average decline that does not compound to the decline in all."""
    name, average = draw.name("fallen"), draw.rng.randint(2, 4)
    years, base = draw.span.last - draw.span.first + 1, draw.span.first - 1
    whole = round((1 - (1 - average / 100) ** years) * 100 * draw.rng.uniform(1.3, 1.9))
    return Pair(
        "average against change",
        (Said("task", f"{name}年均下降{average}%"), Said("goals", f"{name}较{base}年下降{whole}%")),
        True,
    )


def part_beyond(draw: Drawing) -> Pair:
    """More of a level than there are in all."""
    (name, unit), (whole, part) = draw.name("things"), draw.apart(4, 30)
    rank = draw.rng.choice(["国家级", "省级"])
    clauses = (Said("goals", f"建成{name}{whole}{unit}"), Said("annex", _dated(draw, f"建成{rank}{name}{part}{unit}")))
    return Pair("part beyond its whole", clauses, True)


def bases_apart(draw: Drawing) -> Pair:
    """One decline since two years."""
    name, value, base = draw.name("fallen"), draw.rng.randint(8, 30), draw.span.first - 1
    clauses = (Said("goals", f"{name}较{base}年下降{value}%"), Said("annex", f"{name}比{base - 2}年下降{value}%"))
    return Pair("base year", clauses, True)


# --- what only seems to -----------------------------------------------------------------------------------------------


def past_and_goal(draw: Drawing) -> Pair:
    """What was reached, told without a year, against what is to be reached."""
    if draw.rng.random() < 0.5:
        name, (was, goal) = draw.name("rates"), draw.apart(40, 60)
        told = f"{name}{draw.rng.choice(['达到', '提高到', '超过'])}{was}%"
        return Pair("past against goal", (Said("past", told), Said("goals", _goal(draw.rng, name, f"{goal}%"))), False)
    (name, unit), (was, goal) = draw.name("things"), draw.apart(4, 80)
    told = f"{draw.rng.choice(['建成', '累计建成', '全市共有'])}{name}{was}{unit}"
    return Pair("past against goal", (Said("past", told), Said("goals", _made(draw.rng, name, f"{goal}{unit}"))), False)


def new_and_standing(draw: Drawing) -> Pair:
    """So many added, so many in all."""
    (name, unit), (added, standing) = draw.name("things"), draw.apart(4, 80)
    new = f"{draw.rng.choice(['新增', '新建', '新培育', '净增', '再建'])}{name}{added}{unit}"
    whole = f"{name}{draw.rng.choice(['总数达到', '达到', '总量突破', '保有量达到'])}{standing + added}{unit}"
    places: list[Where] = draw.rng.sample(["goals", "task"], 2)
    return Pair("new against standing", (Said(places[0], new), Said(places[1], whole)), False)


def members(draw: Drawing) -> Pair:
    """Two members of one list, each in a place of its own."""
    if draw.rng.random() < 0.5:
        names, values = draw.name("+rates"), draw.apart(40, 60)
        texts = [_goal(draw.rng, name, f"{value}%") for name, value in zip(names, values, strict=True)]
    else:
        names, values = draw.name("+things"), draw.apart(4, 60)
        texts = [f"建成{name}{value}个" for name, value in zip(names, values, strict=True)]
    return Pair("members of a list", (Said("goals", texts[0]), Said("annex", _dated(draw, texts[1]))), False)


def listed_members(draw: Drawing) -> Pair:
    """甲、乙分别达到 60 % 和 40 %, and one of them again."""
    names, (one, other) = draw.name("+rates"), draw.apart(40, 60)
    both = f"{names[0]}、{names[1]}分别达到{one}%和{other}%"
    return Pair(
        "members of a list", (Said("goals", both), Said("annex", _dated(draw, f"{names[1]}达到{other}%"))), False
    )


def two_periods(draw: Drawing) -> Pair:
    """A goal of the plan, and one far beyond it; or a step on the way."""
    name, (near, far) = draw.name("rates"), draw.apart(40, 60)
    if draw.rng.random() < 0.5:
        clauses = (
            Said("goals", _goal(draw.rng, name, f"{near}%")),
            Said("annex", f"到{draw.span.last + 5}年，{name}达到{far}%"),
        )
    else:
        clauses = (
            Said("annex", f"{draw.span.first}年，{name}达到{near}%"),
            Said("goals", _goal(draw.rng, name, f"{far}%")),
        )
    return Pair("two periods", clauses, False)


def part_and_whole(draw: Drawing) -> Pair:
    """All of them, and those of a level."""
    (name, unit), (part, whole) = draw.name("things"), draw.apart(4, 40)
    rank = draw.rng.choice(["国家级", "省级", "市级"])
    within = f"建成{name}{whole}{unit}，其中{rank}{part}{unit}"
    texts = (within, f"建成{rank}{name}{part}{unit}") if draw.rng.random() < 0.5 else (
        f"建成{name}{whole}{unit}", f"打造{rank}{name}{part}{unit}")  # fmt: skip
    return Pair("part against whole", (Said("goals", texts[0]), Said("annex", _dated(draw, texts[1]))), False)


def areas(draw: Drawing) -> Pair:
    """Each district its own number."""
    (name, unit), numbers = draw.name("things"), draw.apart(3, 30)
    places = draw.rng.sample(disputed_words()["districts"], 2)
    texts = [f"{place}建成{name}{value}{unit}" for place, value in zip(places, numbers, strict=True)]
    return Pair("areas", (Said("task", texts[0]), Said("annex", _dated(draw, texts[1]))), False)


def same_in_other_units(draw: Drawing) -> Pair:
    """12 亿元 and 120000 万元."""
    name = draw.rng.choice(["社会资本投入乡村建设金额", "绿色信贷投放金额", "中小企业政府采购合同金额"])
    value = draw.rng.randint(2, 90)
    clauses = (Said("goals", f"{name}达到{value}亿元"), Said("annex", _dated(draw, f"{name}达到{value}0000万元")))
    return Pair("other units", clauses, False)


def share_and_growth(draw: Drawing) -> Pair:
    """How much of it, and how fast it grows."""
    name, (rate, level) = draw.name("grown"), draw.apart(6, 9)
    clauses = (Said("goals", f"{name}达到{level * 50}亿元"), Said("task", f"{name}年均增长{rate}%"))
    return Pair("level and growth", clauses, False)


def kept(draw: Drawing) -> Pair:
    """The same number every year: it is kept, not reached twice."""
    name, value = draw.name("rates"), draw.rng.randint(80, 98)
    clauses = (
        Said("goals", f"{name}稳定在{value}%以上"),
        Said("annex", f"{draw.span.last - 1}年，{name}保持在{value}%以上"),
    )
    return Pair("kept", clauses, False)


def said_again(draw: Drawing) -> Pair:
    """One goal in two orders of words."""
    (name, unit), value = draw.name("things"), draw.rng.randint(4, 90)
    clauses = (Said("goals", f"建成{name}{value}{unit}"), Said("annex", _dated(draw, f"建设{value}{unit}{name}")))
    return Pair("said again", clauses, False)


def floor_and_hope(draw: Drawing) -> Pair:
    """At least so much, if possible more."""
    name, (least, hoped) = draw.name("rates"), draw.apart(40, 60)
    clauses = (Said("goals", f"{name}不低于{least}%"), Said("task", f"{name}力争达到{hoped}%"))
    return Pair("floor and hope", clauses, False)


def some_and_all(draw: Drawing) -> Pair:
    """What one project brings, and what there is in all."""
    (name, unit), (one, every) = draw.name("levels"), draw.apart(40, 200)
    clauses = (Said("goals", f"{name}达到{every}{unit}"), Said("task", f"新增{name}{one // 4}{unit}"))
    return Pair("new against standing", clauses, False)


def made_and_standing(draw: Drawing) -> Pair:
    """So many made by the plan, more in all."""
    (name, unit), (made, standing) = draw.name("things"), draw.apart(4, 60)
    new = f"{draw.rng.choice(['培育', '建成', '打造', '引进'])}{name}{made}{unit}"
    whole = f"{name}{draw.rng.choice(['总数达到', '总量达到', '达到'])}{standing * 2}{unit}"
    return Pair("new against standing", (Said("task", new), Said("goals", whole)), False)


def bases_of_periods(draw: Drawing) -> Pair:
    """Two goals, each since the year before its own period."""
    name, (near, far), base = draw.name("fallen"), draw.apart(8, 20), draw.span.first - 1
    later = f"到{draw.span.last + 5}年，{name}较{draw.span.last}年下降{far}%"
    return Pair("two periods", (Said("goals", f"{name}较{base}年下降{near}%"), Said("annex", later)), False)


def kept_above(draw: Drawing) -> Pair:
    """A number on the way, then a bound just below it."""
    name, value = draw.name("rates"), draw.rng.randint(60, 95)
    step = f"{draw.span.last - 1}年，{name}达到{value}.4%"
    return Pair("kept", (Said("annex", step), Said("goals", f"{name}稳定在{value}%以上")), False)


def sum_of_years(draw: Drawing) -> Pair:
    """A total and its years, which add up."""
    (name, unit), years = draw.name("things"), range(draw.span.first, draw.span.last + 1)
    counts = [draw.rng.randint(5, 40) for _ in years]
    single = "、".join(f"{year}年{count}{unit}" for year, count in zip(years, counts, strict=True))
    within = f"新建{name}{sum(counts)}{unit}，其中{single}"
    return Pair("years of a total", (Said("goals", f"新建{name}{sum(counts)}{unit}"), Said("task", within)), False)


def one_year_of_all(draw: Drawing) -> Pair:
    """What one year brings of what all bring."""
    (name, unit), (one, every) = draw.name("things"), draw.apart(5, 40)
    single = f"{draw.span.first}年，新建{name}{one}{unit}"
    return Pair("years of a total", (Said("annex", single), Said("goals", f"累计新建{name}{every * 2}{unit}")), False)


PLANTED: tuple[Callable[[Drawing], Pair], ...] = (
    rate_twice, level_twice, count_twice, growth_twice, due_twice, yearly_short, years_beyond, falls_back,
    rate_and_change, part_beyond, bases_apart,
)  # fmt: skip
SEEMING: tuple[Callable[[Drawing], Pair], ...] = (
    past_and_goal, new_and_standing, members, listed_members, two_periods, part_and_whole, areas, same_in_other_units,
    share_and_growth, kept, said_again, floor_and_hope, some_and_all, made_and_standing, bases_of_periods, kept_above,
    sum_of_years, one_year_of_all,
)  # fmt: skip
