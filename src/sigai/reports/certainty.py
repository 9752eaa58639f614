"""What must be said of a verdict while figures are missing: which month it is of, what is reported, what is estimated
and how far it may be off, what the open month shows. Words only, from a row of progress; nothing where nothing is
estimated and the verdict is the month's own.
"""

from __future__ import annotations

from sigai.base.issues import Language
from sigai.base.periods import Period
from sigai.reports.standings import TargetStatus
from sigai.reports.words import NO_FIGURE, STATUS, figure, number, share

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_BASES = {
    "movement": ("其他 {others} 家的变动", "movement of {others} others"),
    "own_history": ("自身往期", "its own history"),
    "other_figure": ("同一主体当月的另一个数", "another figure of its own for the month"),
    "size_of_others": ("同类平均规模（自身无往期数）", "mean size of others (it has no past figures)"),
}
"""The codes of the contract ESTIMATES, in words."""

_MORE_DIGITS = 3
"""So many digits more than usual an interval may take until its ends differ."""

_LIKE_FOR_LIKE = ("可比口径", "Like for like")

Fact = tuple[str, str]
"""What it is, and what it says."""


def verdict_month(row: TargetStatus, language: Language) -> str:
    """Of which month a verdict is that does not stand for its own: `8月判断，9月未定`; nothing for a settled one."""
    if not row.held:
        return ""
    month = Period.parse(row.as_of)
    now = _month(month, month, language)
    if row.settled is None:
        return f"{now} open; none settled before" if language == "en" else f"{now}未定，此前没有已定的判断"
    settled = _month(Period.parse(row.settled), month, language)
    return f"as of {settled}; {now} open" if language == "en" else f"{settled}判断，{now}未定"


def coverage_words(row: TargetStatus, language: Language) -> str:
    """How completely the figures under the actual one were given: by count and by weight."""
    return _coverage(row.reported, row.owing, row.coverage, row.coverage_weight, language)


def open_coverage_words(row: TargetStatus, language: Language) -> str:
    """The same of the month that is not settled yet."""
    return _coverage(row.open_given, row.open_owing, row.open_coverage, row.open_coverage_weight, language)


def interval_words(row: TargetStatus, language: Language) -> str:
    """Where the actual figure may lie: `80% 区间 41.2 – 43.0`; nothing where nothing under it is estimated, or so
    little that the ends print as one number."""
    if not row.estimated or _same(row, row.estimated_low, row.estimated_high):
        return ""
    return f"{_interval_name(row, language)} {_range(row, row.estimated_low, row.estimated_high)}"


def estimate_facts(row: TargetStatus, language: Language) -> tuple[Fact, ...]:
    """What was reported, what is estimated and the interval of an actual figure, each by its name, never mixed; for
    what compares two numbers the like-for-like one, where it is another."""
    english = language == "en"
    facts: list[Fact] = []
    if row.estimated:
        facts += _parts(row, row.actual, row.reported_value, language)
        facts.append((_interval_name(row, language), _range(row, row.estimated_low, row.estimated_high)))
    actual, alike = (figure(value, row.unit, row.decimals, language) for value in (row.actual, row.like_for_like))
    if not row.estimated and row.like_for_like is not None and alike != actual:
        facts.append((_LIKE_FOR_LIKE[english], alike))
    if row.estimated and not row.held:
        facts.append(("Tipping point" if english else "翻转点", tipping_words(row, language)))
    return tuple(facts)


def open_facts(row: TargetStatus, language: Language) -> tuple[Fact, ...]:
    """What the month shows whose status is still open; nothing for a settled one."""
    if not row.held:
        return ()
    english = language == "en"
    facts: list[Fact] = [("Pace would be" if english else "进度暂为", STATUS[row.open_status or "no_data"][language])]
    if row.open_actual is not None:
        facts.append(("So far" if english else "暂计", figure(row.open_actual, row.unit, row.decimals, language)))
        if row.open_low is not None:
            facts += _parts(row, row.open_actual, row.open_reported, language)
            facts.append((_interval_name(row, language), _range(row, row.open_low, row.open_high)))
        facts.append(("Given" if english else "报送", open_coverage_words(row, language)))
    facts.append(("Tipping point" if english else "翻转点", tipping_words(row, language)))
    return tuple((name, text) for name, text in facts if text)


def settled_name(row: TargetStatus, language: Language) -> str:
    """The month that a verdict is of, where that is an earlier one: `8月`; `未定` where none stands."""
    if not row.held:
        return ""
    if row.settled is None:
        return "open" if language == "en" else "未定"
    return _month(Period.parse(row.settled), Period.parse(row.as_of), language)


def basis_words(basis: str | None, respondents: int | None, amount: float | None, language: Language) -> str:
    """What the estimate of a missing figure rests on; without a basis of its own, an `amount` is put in because an
    earlier month of its window is estimated."""
    if basis is None and amount is not None:
        return "an earlier month of its window is estimated" if language == "en" else "累计期内较早月份未报，按推算计"
    if basis is None:
        return "not estimated" if language == "en" else "未作推算"
    zh, en = _BASES[basis]
    return (en if language == "en" else zh).format(others=respondents)


def effect_words(effect: float | None, unit: str, decimals: int, language: Language = "zh") -> str:
    """By how much one missing entity could move a number, either way; with digits enough to show the first that is
    not zero, as far as that says anything."""
    if effect is None:
        return NO_FIGURE
    size = abs(effect)
    digits = next((more for more in range(decimals, decimals + 3) if round(size, more)), decimals + 2)
    least = 10.0**-digits
    return (
        f"± {figure(size, unit, digits, language)}"
        if round(size, digits)
        else f"< {figure(least, unit, digits, language)}"
    )


def open_name(row: TargetStatus, language: Language) -> str:
    """`9月未定`: what stands above the facts of the open month."""
    month = Period.parse(row.as_of)
    now = _month(month, month, language)
    return f"{now}, open" if language == "en" else f"{now}未定"


def tipping_words(row: TargetStatus, language: Language) -> str:
    """How far those missing would have to differ to change the status of the month."""
    if row.tipping_point is None:
        return _no_tipping(row, language)
    by = share(abs(row.tipping_point), 0 if abs(row.tipping_point) >= 0.1 else 1)
    less = row.tipping_point < 0
    if row.shape != "sum":
        return _together(row, by, "below" if less else "above", "低" if less else "高", language)
    if language == "en":
        return f"were those not in {by} {'below' if less else 'above'} their estimates, the status would change"
    return f"未报的若比推算{'低' if less else '高'} {by}，进度会改判"


def _together(row: TargetStatus, by: str, side: str, side_zh: str, language: Language) -> str:
    """The same of a number that sets figures against each other: all its terms are meant to move together, and they
    need not, for which reason its status may be open however far that point lies."""
    if language == "en":
        said = f"were all figures not in {by} {side} their estimates, in every term alike, the status would change"
        return f"{said}; it is open because the terms may move apart" if row.held else said
    said = f"各项未报的若一起比推算{side_zh} {by}，进度会改判"
    return f"{said}；各项未必一起变，所以未定" if row.held else said


def _no_tipping(row: TargetStatus, language: Language) -> str:
    if row.held or not row.estimated:
        return ""
    if language == "en":
        return "none: were those not in up to twice their estimates, or nothing, the status would stay"
    return "无：未报的即使为零或比推算多一倍，进度的评定不变"


def _parts(row: TargetStatus, actual: float | None, reported: float | None, language: Language) -> list[Fact]:
    """What was reported alone; of a sum, what is estimated; of a comparison, the number like for like, which never
    sets unequal panels against each other."""
    if reported is None or actual is None:
        return []
    english = language == "en"
    given = figure(reported, row.unit, row.decimals, language)
    if row.shape == "comparison":
        return [(_LIKE_FOR_LIKE[english], given)]
    if row.shape == "mean":
        return [("On reports alone" if english else "只按已报", given)]
    estimated = figure(actual - reported, row.unit, row.decimals, language)
    return [("Reported" if english else "已报", given), ("Estimated" if english else "推算", estimated)]


def _coverage(
    given: int | None, owing: int | None, by_count: float | None, weight: float | None, language: Language
) -> str:
    if by_count is None:
        return ""
    counts = f"{given}/{owing}" if owing else share(by_count)
    if weight is None or by_count >= 1:
        return counts if not owing else f"{counts} · {share(by_count)}"
    if language == "en":
        return f"{counts}, {share(weight)} of last known amounts"
    return f"{counts}{' 户' if owing else ''}，占上期量 {share(weight)}"


def _interval_name(row: TargetStatus, language: Language) -> str:
    return f"{share(row.interval)} interval" if language == "en" else f"{share(row.interval)} 区间"


def _same(row: TargetStatus, low: float | None, high: float | None) -> bool:
    return number(low, row.unit, row.decimals) == number(high, row.unit, row.decimals)


def _range(row: TargetStatus, low: float | None, high: float | None) -> str:
    """Both ends, with as many digits as tell them apart; one number with ± where a few more do not."""
    for decimals in range(row.decimals, row.decimals + _MORE_DIGITS + 1):
        ends = [number(value, row.unit, decimals) for value in (low, high)]
        if ends[0] != ends[1]:
            return " – ".join(ends)
    least = number(10.0**-decimals, row.unit, decimals)
    return f"{number(low, row.unit, row.decimals)} ± {least}"


def _month(month: Period, beside: Period, language: Language) -> str:
    """A month by its name, with the year where it is another than that of the month beside it."""
    at = month.last % 12
    if language == "en":
        return _MONTHS[at] if month.year == beside.year else f"{_MONTHS[at]} {month.year}"
    return f"{at + 1}月" if month.year == beside.year else f"{month.year}年{at + 1}月"
