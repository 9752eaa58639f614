"""What the fields of the content that can be decided about are called."""

from __future__ import annotations

from collections.abc import Mapping

THRESHOLDS: Mapping[str, tuple[str, str]] = {
    "on_track": ("正常的最低进度", "Least pace of on track"),
    "at_risk": ("预警的最低进度", "Least pace of at risk"),
    "about_tolerance": ("“左右”的允许范围", "What “about” allows"),
    "doubt_below": ("达标概率低于多少预警", "Probability below which a target is at risk"),
    "minimum_coverage": ("覆盖率低于多少不下结论", "Coverage below which there is no verdict"),
    "provisional_below": ("覆盖率低于多少为初步结论", "Coverage below which a verdict is provisional"),
    "stale_after": ("数字最多沿用几个月", "Months for which a figure stands"),
}
BOUNDS: Mapping[str, tuple[str, str]] = {
    "factor": ("倍数", "Factor"),
    "low": ("下限", "Lower bound"),
    "high": ("上限", "Upper bound"),
}
DUE_DAY = ("当月几日", "Day of the month")
DUE_MONTHS = ("期末后第几个月", "Months after the period's end")
FIELDS: Mapping[str, tuple[str, str]] = {
    **THRESHOLDS,
    **BOUNDS,
    "due_day": DUE_DAY,
    "due_months_after": DUE_MONTHS,
    "earlier_due": ("以前的期限", "Earlier due days"),
    "until": ("到哪一期止", "Until the period"),
    "start": ("生效", "In force from"),
    "value": ("数值", "Number"),
    "where": ("适用于", "For"),
    "source": ("", ""),
    "title": ("依据", "Document"),
    "locator": ("出处", "Where in it"),
    "policy": ("怎样分到地区", "How it falls to areas"),
    "numbers": ("分解数", "Numbers"),
    "kinds": ("分到哪一级", "Kinds of areas"),
    "decided_by": ("决定人", "Decided by"),
    "decided_on": ("决定日期", "Decided on"),
    "confirmed": ("已确认", "Confirmed"),
    "reading": ("读法", "Reading"),
    "adopted": ("采用的语句", "Statements that hold"),
    "reason": ("理由", "Reason"),
    "comparator": ("比较", "Sign"),
    "due": ("到期", "Due"),
}
"""By the key of a field; without words: a step on the way that says nothing."""

NOT_TOLD = frozenset({"confidence", "note", "name"})
"""Keys that come along and say nothing of what was decided."""

POLICIES: Mapping[str, tuple[str, str]] = {
    "city_only": ("只考核全市", "the whole city only"),
    "each": ("各地区同样一个数", "the same number for each area"),
    "allocated": ("按分解数", "by the numbers below"),
}
