"""Soft rules say what they need: a ratio its measures and bounds, a jump its factor, each number where it is from."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.parameters import DATES_IN_ORDER
from sigai.programme.plausibility import Plausibility, Threshold
from sigai.programme.programme import Programme

INCOMPLETE_RULE = problem(
    "P036",
    Severity.ERROR,
    zh="合理性规则“{id}”写得不全：{lacking_zh}",
    en="the plausibility rule “{id}” is incomplete: {lacking}",
    advice_zh="格式见 docs/content.md 的 plausibility.yaml 一节",
    advice_en="docs/content.md describes plausibility.yaml",
)


def plausibility_rules(programme: Programme) -> Iterator[Issue]:
    """Every rule and threshold has what its kind needs; starts rise; a number has a source or a stated assumption."""
    for rule in programme.plausibility:
        yield from _of_rule(rule)
        for threshold in rule.thresholds:
            yield from _of_threshold(rule, threshold)
        for earlier, later in zip(rule.thresholds, rule.thresholds[1:], strict=False):
            if later.start <= earlier.start:
                yield DATES_IN_ORDER.at(later.place, id=rule.id, first=earlier.start, second=later.start)


def _of_rule(rule: Plausibility) -> Iterator[Issue]:
    if rule.kind == "ratio" and (not rule.measures or rule.per is None):
        yield INCOMPLETE_RULE.at(rule.place, id=rule.id, lacking_zh="缺 measures 或 per", lacking="measures or per")


def _of_threshold(rule: Plausibility, threshold: Threshold) -> Iterator[Issue]:
    def lacks(zh: str, en: str) -> Issue:
        return INCOMPLETE_RULE.at(threshold.place, id=rule.id, lacking_zh=zh, lacking=en)

    low, high = threshold.low, threshold.high
    if rule.kind != "ratio" and threshold.factor is None:
        yield lacks("缺 factor", "factor")
    if rule.kind == "ratio" and low is None and high is None:
        yield lacks("缺 low 或 high", "low or high")
    if low is not None and high is not None and low >= high:
        yield lacks("low 应小于 high", "low must be below high")
    if threshold.source is None and not threshold.assumption:
        yield lacks("缺 source 或 assumption", "source or assumption")
