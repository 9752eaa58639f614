"""Numbers of parameters: each says what it is for, on every day and in every place there is one and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from sigai.base.issues import Issue, Severity, problem
from sigai.formulas import walk
from sigai.formulas.function import Node
from sigai.formulas.functions.param import ON
from sigai.formulas.keyed import BandEnd, Stretch
from sigai.formulas.nodes import Lookup
from sigai.formulas.nodes import Parameter as AskedParameter
from sigai.programme.dated import NumbersOverTime, last_day
from sigai.programme.parameters import Band, DatedNumber, Parameter, ParameterKey
from sigai.programme.places import Place, numbers_by_place, well_placed
from sigai.programme.programme import Programme

WRONG_KEY = problem(
    "P039",
    Severity.ERROR,
    zh="参数 {id} 的键 {key} 定义不对",
    en="the key {key} of parameter {id} is not well defined",
    advice_zh="choice 类要列出不重复的 choices，area、number 类不写 choices；键名不能是 on",
    advice_en="a choice lists its choices, each once; area and number have none; no key is called on",
)
NOT_BY_KEYS = problem(
    "P040",
    Severity.ERROR,
    zh="参数 {id} 的这个数没有按各键（{keys}）说明用于什么",
    en="this number of parameter {id} does not say by its keys ({keys}) what it is for",
    advice_zh="在 where 中每个键写一项：词或地区代码；number 类写 at_least、above、at_most、below",
    advice_en="give where one entry for each key: a word or the code of an area; a band (at_least, above, at_most, "
    "below) for a number",
)
OUTSIDE_KEY = problem(
    "P041",
    Severity.ERROR,
    zh="参数 {id} 的键 {key} 没有“{word}”这一项",
    en="the key {key} of parameter {id} has no value “{word}”",
    advice_zh="改正，或加进该键的 choices；地区用方案 areas 中的代码",
    advice_en="correct it or add it to the choices of the key; areas are named by their codes",
)
ENDS_BEFORE = problem(
    "P042",
    Severity.ERROR,
    zh="参数 {id} 的这个数结束（{end}）早于开始（{start}）",
    en="this number of parameter {id} ends ({end}) before it begins ({start})",
    advice_zh="改正 start 或 end",
    advice_en="correct start or end",
)
OVERLAP = problem(
    "P043",
    Severity.ERROR,
    zh="参数 {id}{place_zh}自 {day} 起同时有两个数：{first} 和 {second}",
    en="parameter {id}{place_en} has two numbers at once from {day}: {first} and {second}",
    advice_zh="给先生效的写上 end，或改正分档（below 不含、at_most 含）",
    advice_en="give the earlier one an end, or correct the bands (below is without its end, at_most with it)",
)
GAP = problem(
    "P044",
    Severity.WARNING,
    zh="参数 {id}{place_zh}从 {first} 到 {last} 没有数",
    en="parameter {id}{place_en} has no number from {first} to {last}",
    advice_zh="补上这一段；如果确实中断过，不必改，这段时间无数据",
    advice_en="add it; leave it where there was none, and what needs it has no data then",
)
HOLE = problem(
    "P045",
    Severity.WARNING,
    zh="参数 {id} 自 {day} 起在 {place_zh} 处没有数：两档之间有空当",
    en="parameter {id} has no number at {place_en} from {day}: a hole between two bands",
    advice_zh="让上一档的上界接到下一档的下界（below 接 at_least，at_most 接 above）",
    advice_en="let the bands meet: below meets at_least, at_most meets above",
)
NEVER_GIVEN = problem(
    "P046",
    Severity.WARNING,
    zh="参数 {id} 的键 {key} 列有“{word}”，但没有给它任何数",
    en="the key {key} of parameter {id} lists “{word}” and no number is for it",
    advice_zh="补上数，或从 choices 中删去",
    advice_en="give it a number or take it out of the choices",
)
WITHIN_A_MONTH = problem(
    "P047",
    Severity.WARNING,
    zh="参数 {id} 在 {day} 月中变化，而指标 {indicator} 按月取数：整月都用月末的数",
    en="parameter {id} changes on {day}, within a month, and indicator {indicator} takes it by the month: the whole "
    "month is taken at the number of its last day",
    advice_zh="如果规定如此，不必改；按记录日期取数用 param(…, on: 日期字段)",
    advice_en="leave it where that is the rule; to take it by a record's date write param(…, on: a date field)",
)

_DAY = dt.timedelta(days=1)


def numbers_by_keys(programme: Programme) -> Iterator[Issue]:
    """Keys are well defined and every number fits them; times and bands neither overlap nor leave holes."""
    for parameter in programme.parameters:
        yield from _keys(parameter)
        for number in parameter.values:
            yield from _number(parameter, number, frozenset(programme.area_by_code))
        yield from _times(parameter)
        yield from _holes(parameter)
    yield from _within_months(programme)


def _keys(parameter: Parameter) -> Iterator[Issue]:
    ids = [key.id for key in parameter.keys]
    for key in parameter.keys:
        names = [choice.id for choice in key.choices]
        wrong = bool(names) != (key.type == "choice") or len(set(names)) < len(names)
        if wrong or key.id == ON or ids.count(key.id) > 1:
            yield WRONG_KEY.at(key.place, id=parameter.id, key=key.id)
        given = {number.where.get(key.id) for number in parameter.values if key.type == "choice"}
        for word in names:
            if word not in given:
                yield NEVER_GIVEN.at(key.place, id=parameter.id, key=key.id, word=word)


def _number(parameter: Parameter, number: DatedNumber, areas: frozenset[str]) -> Iterator[Issue]:
    if number.end is not None and number.end < number.start:
        yield ENDS_BEFORE.at(number.place, id=parameter.id, start=number.start, end=number.end)
    if not well_placed(parameter, number):
        keys = ", ".join(key.id for key in parameter.keys) or "-"
        yield NOT_BY_KEYS.at(number.place, id=parameter.id, keys=keys)
        return
    for key in parameter.keys:
        word = number.where[key.id]
        if not isinstance(word, Band) and word not in _known(key, areas):
            yield OUTSIDE_KEY.at(number.place, id=parameter.id, key=key.id, word=word)


def _known(key: ParameterKey, areas: frozenset[str]) -> frozenset[str]:
    return areas if key.type == "area" else frozenset(choice.id for choice in key.choices)


def _times(parameter: Parameter) -> Iterator[Issue]:
    """Numbers of one place follow each other in time. Whether their dates rise is another rule's matter."""
    told: set[tuple[int, int]] = set()
    for place, numbers in numbers_by_place(parameter).items():
        for earlier, later in pairwise(sorted(numbers, key=lambda number: number.start)):
            pair = id(earlier), id(later)
            facts = {"id": parameter.id, **_place_words(parameter, place)}
            follows = earlier.end is None and earlier.where == later.where
            if pair in told or (not parameter.keys and earlier.start == later.start):
                continue
            told.add(pair)
            if earlier.start == later.start or ((earlier.end or later.start) >= later.start and not follows):
                two = {"first": earlier.value, "second": later.value}
                yield OVERLAP.at(later.place, day=later.start, **two, **facts)
            elif earlier.end is not None and earlier.end + _DAY < later.start:
                yield GAP.at(later.place, first=earlier.end + _DAY, last=later.start - _DAY, **facts)


def _holes(parameter: Parameter) -> Iterator[Issue]:
    """Between two bands that hold on a day there is no stretch without a number."""
    over_time = {place: NumbersOverTime.of(numbers) for place, numbers in numbers_by_place(parameter).items()}
    told: set[Place] = set()
    for number in sorted(parameter.values, key=lambda number: number.start):
        there = [place for place, numbers in over_time.items() if numbers.on(number.start) is not None]
        for position, key in enumerate(parameter.keys):
            if key.type != "number":
                continue
            for hole in _between(there, position):
                if hole not in told:
                    told.add(hole)
                    words = _place_words(parameter, hole)
                    yield HOLE.at(number.place, id=parameter.id, day=number.start, **words)


def _between(places: Iterable[Place], position: int) -> Iterator[Place]:
    """The stretches by one key that lie between two places which have everything else in common."""
    alike: dict[Place, list[Stretch]] = {}
    for place in places:
        stretch = place[position]
        if isinstance(stretch, Stretch):
            alike.setdefault((*place[:position], *place[position + 1 :]), []).append(stretch)
    for others, stretches in alike.items():
        for lower, upper in pairwise(sorted(stretches, key=_begins)):
            if lower.high is not None and upper.low is not None and lower.high < upper.low:
                hole = replace(lower, low=lower.high, high=upper.low)
                yield (*others[:position], hole, *others[position:])


def _begins(stretch: Stretch) -> tuple[bool, BandEnd | None]:
    return (stretch.low is not None, stretch.low)


def _within_months(programme: Programme) -> Iterator[Issue]:
    """Parameters that change within a month and that an indicator takes by the month."""
    for indicator in programme.indicators:
        formula = programme.parsed.formula(indicator)
        for name in sorted(_by_month(formula)) if formula is not None else ():
            parameter = programme.parameter_by_id.get(name)
            for number in parameter.values if parameter is not None else ():
                month = number.start.year * 12 + number.start.month - 1
                ends = number.end is not None and number.end != last_day(number.end.year * 12 + number.end.month - 1)
                if number.start != last_day(month - 1) + _DAY or ends:
                    day = number.start if number.start.day > 1 else number.end
                    yield WITHIN_A_MONTH.at(number.place, id=name, day=day, indicator=indicator.id)
                    break


def _by_month(formula: Node) -> set[str]:
    """The parameters that a formula takes as they are at a month's end."""
    found: set[str] = set()
    for node in walk(formula):
        if isinstance(node, AskedParameter) and not node.on:
            found.add(node.name)
        elif isinstance(node, Lookup) and node.on is None:
            found.add(node.parameter)
    return found


def _place_words(parameter: Parameter, place: Place) -> dict[str, str]:
    told = ", ".join(f"{key.id}: {part}" for key, part in zip(parameter.keys, place, strict=True))
    return {"place_zh": f"（{told}）" if told else "", "place_en": f" ({told})" if told else ""}
