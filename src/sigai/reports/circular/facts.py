"""What a bulletin may state: the numbers of a run, each with what it is, of whom, and what must be said beside it.

Nothing is computed here but differences and shares of numbers that the run holds, as its pages show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sigai.programme.common import Text
from sigai.reports.certainty import interval_words, verdict_month
from sigai.reports.circular.ranking import Ranked, due_this_year, ranking, reported_of, well_of
from sigai.reports.moves import MOVES
from sigai.reports.standings import TargetStatus
from sigai.reports.view import TargetStatusGroup, View
from sigai.reports.words import VERDICT, deadline_word, number, period_word

Mark = Literal["estimated", "provisional", "held"]
Sign = Literal["level", "change", "distance"]

_THINGS = ("项", "个")
_PLACES = ("位",)
_POINTS = "个百分点"


class _Sort(NamedTuple):
    """A kind of number: its word in ids, and what it is in words."""

    word: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the run. A text states it where it names all that it is `about`: `target:…`, `area:…`, `pillar:…`,
    `unit:…`, or `word:…`, a verdict or what is counted.

    `units`: the only units that it is said in; without any, every one of its kind. `marks` must stand beside it, `note`
    says of which month it is, `interval` how far an estimate may be off.

    `sign`: a `level` may be told to have fallen whether it is kept with a minus or not, a `change` has fallen only if
    it is negative, a `distance` is told without a sign.
    """

    id: str
    about: frozenset[str]
    what: Text
    value: float
    unit: str
    decimals: int = 0
    units: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    note: str = ""
    interval: str = ""
    sign: Sign = "level"
    target: str = ""
    area: str = ""

    @property
    def shown(self) -> str:
        """The number as the run's pages print it, with its unit."""
        size = abs(self.value) if self.sign == "distance" else self.value
        text = number(size, self.unit, self.decimals)
        return f"第{text}位" if self.unit == "位" and self.sign == "level" else f"{text}{self.unit}"


def facts_of(view: View) -> tuple[Fact, ...]:
    """Every number of a run that a bulletin may state."""
    return tuple(_all(view))


def _all(view: View) -> Iterator[Fact]:
    root = view.root.code
    yield from _counts("all", frozenset(), Text(zh="全部目标", en="all targets"), view.all, root)
    yield from _of_the_month(view)
    due = due_this_year(view)
    yield from _counts("due", frozenset({"word:due"}), Text(zh="今年到期的目标", en="targets due this year"), due, root)
    for group in view.pillars:
        about = frozenset({f"pillar:{group.pillar.id}"})
        yield from _counts(f"pillar:{group.pillar.id}", about, group.pillar.name, group, root)
    for ranked in ranking(view):
        yield from _of_area(ranked)
    for owed in view.units:
        about = frozenset({f"unit:{owed.unit.id}"})
        yield from _counts(f"unit:{owed.unit.id}", about, owed.unit.name, owed.answered, root)
    before = {row.target.id: row for row in view.before.standings} if view.before else {}
    for standing in view.all.standings:
        yield from _of_target(standing, before.get(standing.target.id), at_root=True)
        final = view.final_steps.get(standing.target.id)
        if final is not None and final.period_end != standing.period_end:
            yield from _of_step(final, _names_of(final, at_root=True))
    for area in view.areas[1:]:
        earlier = view.before_in(area.area.code)
        rows = {row.target.id: row for row in earlier.standings} if earlier else {}
        for standing in area.standings:
            yield from _of_target(standing, rows.get(standing.target.id), at_root=False)


def _counts(key: str, about: frozenset[str], whose: Text, group: TargetStatusGroup, area: str) -> Iterator[Fact]:
    def fact(word: str, zh: str, en: str, value: float, unit: str = "项") -> Fact:
        what = Text(zh=f"{whose.zh}：{zh}", en=f"{whose.en}: {en}")
        units = _THINGS if unit == "项" else ()
        return Fact(f"{key}:{word}", about | {f"word:{word}"}, what, value, unit, units=units, area=area)

    yield fact("targets", "目标数", "how many targets", group.total)
    for verdict, word in VERDICT.items():
        zh, en = f"判断为“{word.zh}”的目标数", f"targets whose verdict is “{word.en}”"
        yield fact(verdict, zh, en, group.counts[verdict])
    well, judged = well_of(group)
    yield fact("judged", "有判断的目标数", "targets with a verdict", judged)
    yield fact("well", "已完成和预计完成的目标数", "targets achieved or likely", well)
    late = group.counts["unlikely"] + group.counts["missed"]
    yield fact("late", "预计完不成和已错过的目标数", "targets unlikely or missed", late)
    if judged:
        zh, en = "已完成和预计完成的占有判断的", "share of judged targets that are achieved or likely"
        yield fact("well", zh, en, 100 * well / judged, "%")
    yield fact("held", "本月未定、沿用以前判断的目标数", "targets whose own month is open", len(group.held))
    yield fact("estimated", "含推算的目标数", "targets with estimates", len(group.estimated))


def _of_the_month(view: View) -> Iterator[Fact]:
    def fact(word: str, zh: str, en: str, value: float) -> Fact:
        return Fact(f"all:{word}", frozenset({f"word:{word}"}), Text(zh=zh, en=en), value, "项", units=_THINGS)

    for kind, moved in view.moved.items():
        yield fact(
            kind, f"与上月相比{MOVES[kind].zh}的目标数", f"targets {MOVES[kind].en} since last month", len(moved)
        )
    forecast = [row for row in view.all.standings if row.probability is not None]
    yield fact("forecast", "作了期末预测的目标数", "targets with a forecast", len(forecast))
    later = sum(miss.outlook == "later" for miss in view.misses)
    yield fact("later", "本期可望完成、终期预计完不成的目标数", "targets likely now, unlikely at the end", later)
    provisional = sum(row.provisional and row.actual is not None for row in view.all.standings)
    yield fact("provisional", "含暂报数的目标数", "targets with provisional figures", provisional)
    yield from _reporting("all", frozenset(), view.root.name, *reported_of(view.all.standings))
    shares = [row.coverage for row in view.all.standings if row.coverage is not None]
    yield fact("reported", "由报送数据计算的目标数", "targets computed from reports", len(shares))
    for word, value in (("lowest", min(shares, default=None)), ("highest", max(shares, default=None))):
        if value is not None:
            what = Text(zh=f"各目标报送率（{word}）", en=f"reporting rate of targets, {word}")
            yield Fact(f"all:rate:{word}", frozenset({"word:reporting"}), what, 100 * value, "%")


def _reporting(key: str, about: frozenset[str], whose: Text, given: int, owing: int) -> Iterator[Fact]:
    if not owing:
        return
    about = about | {"word:reporting"}
    named: tuple[tuple[str, str, float, str, tuple[str, ...]], ...] = (
        ("owing", "按目标计应报的数", owing, "个", ("个", "项次", "个次")),
        ("given", "按目标计已报的数", given, "个", ("个", "项次", "个次")),
        ("missing", "按目标计未报的数", owing - given, "个", ("个", "项次", "个次")),
        ("rate", "按目标计的报送率", 100 * given / owing, "%", ()),
    )
    english = {
        "owing": "figures owed",
        "given": "figures given",
        "missing": "figures missing",
        "rate": "reporting rate",
    }
    for word, zh, value, unit, units in named:
        what = Text(zh=f"{whose.zh}：{zh}", en=f"{whose.en}: {english[word]}, by target")
        yield Fact(f"{key}:reporting:{word}", about, what, value, unit, units=units)


def _of_area(ranked: Ranked) -> Iterator[Fact]:
    area = ranked.group.area
    key, about = f"area:{area.code}", frozenset({f"area:{area.code}"})
    yield from _counts(key, about, area.name, ranked.group, area.code)
    yield from _reporting(key, about, area.name, ranked.given, ranked.owing)
    places = (
        ("place", "按完成和预计完成比重的位次", "place by share of targets that stand well", ranked.place),
        ("place_before", "上月位次", "place a month before", ranked.before),
    )
    for word, zh, en, value in places:
        if value is not None:
            what = Text(zh=f"{area.name.zh}：{zh}", en=f"{area.name.en}: {en}")
            yield Fact(f"{key}:{word}", about, what, value, "位", units=_PLACES, area=area.code)
    if ranked.change:
        what = Text(zh=f"{area.name.zh}：位次与上月相比的变化", en=f"{area.name.en}: places gained since last month")
        yield Fact(f"{key}:moved", about, what, ranked.change, "位", units=_PLACES, sign="change", area=area.code)


def _names_of(standing: TargetStatus, *, at_root: bool) -> frozenset[str]:
    about = {f"target:{standing.target.id}"}
    return frozenset(about if at_root else about | {f"area:{standing.area.code}"})


def _of_target(standing: TargetStatus, before: TargetStatus | None, *, at_root: bool) -> Iterator[Fact]:
    about = _names_of(standing, at_root=at_root)
    yield from _of_step(standing, about)
    if standing.actual is not None and before is not None and before.actual is not None:
        said = _Sort("change", "与上月相比", "change since last month")
        yield _distance(standing, about, said, standing.actual - before.actual)
    if standing.actual is not None and standing.baseline is not None:
        said = _Sort("since_base", "与基期相比", "change since the baseline")
        yield _distance(standing, about, said, standing.actual - standing.baseline)


def _of_step(row: TargetStatus, about: frozenset[str]) -> Iterator[Fact]:
    """All numbers of one step of a target in one area, as its page shows them."""
    for said, value, marks in _levels(row):
        if value is not None:
            yield _fact(row, about, said, value, marks=marks)
    for said, value in _distances(row):
        if value is not None:
            yield _distance(row, about, said, value)
    counted = (row.open_given, row.open_owing) if row.held else (row.reported, row.owing)
    amounts = (
        (_Sort("months_left", "距到期的月数", "months left"), row.months_left, "个月"),
        (_Sort("given", "已报的主体数", "how many gave"), counted[0], "户"),
        (_Sort("owing", "应报的主体数", "how many owe"), counted[1], "户"),
    )
    shares = (
        (_Sort("chance", "完成把握", "chance"), row.probability),
        (_Sort("coverage", "报送率", "reporting rate"), row.coverage),
        (_Sort("weight", "已报占上期量", "share of last amounts"), row.coverage_weight),
        (
            _Sort("interval", "推算区间的把握", "confidence of the interval"),
            row.interval if row.estimated else None,
        ),
    )
    for said, amount, unit in amounts:
        if amount is not None:
            yield _fact(row, about, said, amount, unit=unit, decimals=0)
    for said, share in shares:
        if share is not None:
            yield _fact(row, about, said, 100 * share, unit="%", decimals=0)


def _levels(row: TargetStatus) -> tuple[tuple[_Sort, float | None, tuple[Mark, ...]], ...]:
    due = deadline_word(row.period_end, "zh").replace(" ", "")
    return (
        (_Sort("actual", "实际", "actual figure"), row.actual, _marks(row)),
        (_Sort("expected", "应达到", "expected by now"), row.expected, ()),
        (_Sort("goal", f"{due}目标值", f"goal of {row.period_end}"), row.goal, ()),
        (_Sort("baseline", "基期", "baseline"), row.baseline, ()),
        (_Sort("reported", "已报（不含推算）", "reported alone"), row.reported_value, ()),
        (_Sort("low", "推算区间下限", "lower end of the estimate"), row.estimated_low, ()),
        (_Sort("high", "推算区间上限", "upper end of the estimate"), row.estimated_high, ()),
        (_Sort("like_for_like", "可比口径", "like for like"), row.like_for_like, ()),
        (_Sort("open", "本月暂计", "this month so far"), row.open_actual, ("provisional",)),
        (_Sort("forecast", f"{due}预测", f"forecast for {row.period_end}"), row.forecast_mean, ()),
        (_Sort("forecast_low", f"{due}预测区间下限", "lower end of the forecast"), row.forecast_low, ()),
        (_Sort("forecast_high", f"{due}预测区间上限", "upper end of the forecast"), row.forecast_high, ()),
    )


def _distances(row: TargetStatus) -> tuple[tuple[_Sort, float | None], ...]:
    left = None if row.actual is None else row.goal - row.actual
    return (
        (_Sort("gap", "与应达到的差距", "distance to what is expected"), row.gap),
        (_Sort("shortfall", "预测与目标的差距", "distance of the forecast to the goal"), row.shortfall),
        (_Sort("missing", "距目标", "distance to the goal"), left),
        (_Sort("needed", "每月还需", "needed a month"), row.needed_rate),
    )


def _fact(
    row: TargetStatus,
    about: Iterable[str],
    said: _Sort,
    value: float,
    *,
    unit: str | None = None,
    decimals: int | None = None,
    marks: tuple[Mark, ...] = (),
    sign: Sign = "level",
) -> Fact:
    """A number of a step, in the target's own unit and digits unless it says another."""
    actual = said.word == "actual"
    month = row.actual_period if actual else None
    of = f"（{period_word(month, 'zh').replace(' ', '')}）" if month else ""
    what = Text(
        zh=f"{row.target.name.zh}：{row.area.name.zh}{said.zh}{of}",
        en=f"{row.target.name.en}: {row.area.name.en}, {said.en}{f' ({month})' if month else ''}",
    )
    return Fact(
        id=f"target:{row.target.id}:{row.area.code}:{row.period_end}:{said.word}",
        about=frozenset(about),
        what=what,
        value=float(value),
        unit=row.unit if unit is None else unit,
        decimals=row.decimals if decimals is None else decimals,
        marks=marks,
        note=verdict_month(row, "zh") if "held" in marks else "",
        interval=interval_words(row, "zh").replace(" ", "") if actual and "estimated" in marks else "",
        sign=sign,
        target=row.target.id,
        area=row.area.code,
    )


def _distance(row: TargetStatus, about: frozenset[str], said: _Sort, value: float) -> Fact:
    """A difference of two numbers of a target: in points where they are percentages."""
    unit = _POINTS if row.unit == "%" else row.unit
    digits = row.decimals + (said.word == "needed")
    marks = _marks(row) if said.word in ("change", "since_base", "gap", "missing") else ()
    sign: Sign = "change" if said.word in ("change", "since_base") else "distance"
    return _fact(row, about, said, value, unit=unit, decimals=digits, marks=marks, sign=sign)


def _marks(row: TargetStatus) -> tuple[Mark, ...]:
    found: list[Mark] = []
    if row.estimated:
        found.append("estimated")
    if row.provisional:
        found.append("provisional")
    if row.held:
        found.append("held")
    return tuple(found)
