"""Words and numbers as people read them: statuses, comparators, figures, months, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sigai.base.issues import Language, Severity
from sigai.base.periods import Period
from sigai.base.unit_words import unit_word
from sigai.base.units import MeasureUnit
from sigai.progress.reasons import REASONS

NO_FIGURE = "—"


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A status or a verdict for the eye: word, colour and a sign.

    `sign` is chosen among characters that terminals of every locale draw one cell wide; pages draw their own shapes.
    """

    id: str
    zh: str
    en: str
    sign: str
    colour: str
    style: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


_WORDS = (
    StatusWord("achieved", "已完成", "Achieved", "✔", "#12633f", "green"),
    StatusWord("on_track", "按进度", "On track", "⏵", "#2f8f63", "green"),
    StatusWord("at_risk", "有风险", "At risk", "▴", "#b7791f", "yellow"),
    StatusWord("behind", "滞后", "Behind", "▾", "#c2410c", "red"),
    StatusWord("missed", "未完成", "Missed", "✖", "#991b1b", "bold red"),
    StatusWord("not_due", "未到期", "Not due", "⚬", "#64748b", "dim"),
    StatusWord("no_data", "无数据", "No data", "▫", "#7c8794", "dim"),
)
STATUS: Mapping[str, StatusWord] = {word.id: word for word in _WORDS}
"""The statuses of the contract: how a target keeps pace."""

_VERDICT_WORDS = (
    StatusWord("achieved", "已完成", "Achieved", "✔", "#12633f", "green"),
    StatusWord("likely", "预计完成", "Likely", "⏵", "#2f8f63", "green"),
    StatusWord("doubtful", "有悬念", "In doubt", "▴", "#b7791f", "yellow"),
    StatusWord("unlikely", "预计完不成", "Unlikely", "▾", "#c2410c", "red"),
    StatusWord("missed", "已错过", "Missed", "✖", "#991b1b", "bold red"),
    StatusWord("unclear", "看不出", "Unclear", "▫", "#7c8794", "dim"),
)
VERDICT: Mapping[str, StatusWord] = {word.id: word for word in _VERDICT_WORDS}
"""The verdicts of the contract, in the order in which pages count them: whether a target will be met when it is due."""

_COMPARATORS = {
    ">=": ("≥", "≥"),
    ">": ("＞", ">"),
    "<=": ("≤", "≤"),
    "<": ("＜", "<"),
    "==": ("", ""),
    "~": ("约", "about "),
}
_TRAJECTORIES = {
    "linear": ("逐期线性推进", "along the line from step to step"),
    "constant": ("全程保持", "kept all the time"),
    "within_year": ("年内累计，每年从零开始", "within the year, from zero in January"),
    "at_due": ("到期考核", "at the due date only"),
}
_KINDS = {
    "level": ("水平", "level"),
    "share": ("比重", "share"),
    "annual_growth": ("年均或年度增速", "annual growth"),
    "cumulative_change": ("累计变化", "cumulative change"),
    "annual_count": ("年度数量", "count within a year"),
    "cumulative_count": ("累计数量", "cumulative count"),
    "multiple": ("倍数", "multiple"),
}
_VALUE_STATES = {
    "reported": ("已报", "reported"),
    "provisional": ("暂报", "provisional"),
    "accepted": ("已审核", "accepted"),
    "revised": ("已修订", "revised"),
    "withdrawn": ("已撤回", "withdrawn"),
}
_STAGES = {
    "content": ("读取方案", "content"),
    "intake": ("读取数据", "intake"),
    "estimates": ("推算缺报", "estimates"),
    "indicators": ("计算指标", "indicators"),
    "progress": ("判断进展", "progress"),
    "rules": ("适用规则", "rules"),
    "tables": ("写出结果", "tables"),
    "report": ("生成报告", "report"),
    "bulletin": ("生成通报", "bulletin"),
}


def _pick(words: Mapping[str, tuple[str, str]], key: str, language: Language) -> str:
    pair = words.get(key)
    if pair is None:
        return key
    return pair[1] if language == "en" else pair[0]


def reason_word(reason: str | None, language: Language) -> str:
    """A reason code of progress in words; an unknown code as it is, nothing for none."""
    if not reason:
        return ""
    words = REASONS.get(reason)
    return words[language] if words else reason


def comparator_word(comparator: str, language: Language) -> str:
    """The sign before a goal's number; nothing before a bare number."""
    return _pick(_COMPARATORS, comparator, language)


def trajectory_word(trajectory: str, language: Language) -> str:
    """How much is expected between steps, in words."""
    return _pick(_TRAJECTORIES, trajectory, language)


def kind_word(kind: str, language: Language) -> str:
    """What kind of number a statement gives, in words."""
    return _pick(_KINDS, kind, language)


def severity_word(severity: str, language: Language) -> str:
    """How much an issue weighs, in a word."""
    return Severity(severity).word(language)


def value_state_word(state: str, language: Language) -> str:
    """The state of a reported figure, in a word."""
    return _pick(_VALUE_STATES, state, language)


def stage_word(stage: str, language: Language) -> str:
    """A stage of a run, in words."""
    return _pick(_STAGES, stage, language)


@cache
def counts_things(unit: str) -> bool:
    """Whether a unit counts things or people, of which there are no halves."""
    try:
        dimension = MeasureUnit.parse(unit).dimension
    except ValueError:
        return False
    return dimension in ((("[count]", 1),), (("[person]", 1),))


def number(value: float | None, unit: str = "", decimals: int = 1) -> str:
    """A number with separators and `decimals` digits; whole where it counts things; `—` where there is none.

    Shape: float or None → text without the unit.
    """
    if value is None:
        return NO_FIGURE
    whole = counts_things(unit) and abs(value - round(value)) < 1e-9
    text = f"{value:,.{0 if whole else decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) != 0 else text.lstrip("-")


def figure(value: float | None, unit: str = "", decimals: int = 1, language: Language = "zh") -> str:
    """A number with its unit: `68.2%`, `12 家`, `12 firms`."""
    text = number(value, unit, decimals)
    return text if value is None else with_unit(text, unit, language)


def with_unit(text: str, unit: str, language: Language = "zh") -> str:
    """A number in words with its unit behind it, if it has one."""
    return text if not unit else f"{text}{unit}" if unit in ("%", "‰") else f"{text} {unit_word(unit, language, text)}"


def goal_number(value: float, decimals: int = 1) -> str:
    """A goal's number as plans print it: without trailing zeros, and with all digits it was stated with."""
    text = f"{value:,.{max(decimals, 3)}f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def goal(comparator: str, value: float, unit: str, language: Language, decimals: int = 1) -> str:
    """A goal with its comparator and unit: `≥ 70%`, `约 70%`, `≤ 0.45 tce/万元`."""
    sign = comparator_word(comparator, language).strip()
    text = with_unit(goal_number(value, decimals), unit, language)
    return f"{sign} {text}" if sign else text


def share(value: float | None, decimals: int = 0) -> str:
    """A share of one as a percentage; `—` for none. Shares just below one never round up to 100%."""
    if value is None:
        return NO_FIGURE
    text = f"{value * 100:.{decimals}f}"
    if value < 1 and float(text) >= 100:
        return f"{100 - 10**-decimals:.{decimals}f}%"
    return f"{text}%"


def chance(value: float | None) -> str:
    """A probability in whole percent; forecasts are never certain, so the ends read `<1%` and `>99%`."""
    if value is None:
        return NO_FIGURE
    if value < 0.01:
        return "<1%"
    return ">99%" if value > 0.99 else f"{value * 100:.0f}%"


def period_word(text: str, language: Language) -> str:
    """A period in words: `2022年9月`, `2022年上半年`, `2022年二季度`, `2023年`; `Sep 2022`."""
    return Period.parse(text).words(language)


def deadline_word(text: str, language: Language) -> str:
    """The end of a period in words: `2022年底`, `2022年6月底`, `end of 2022`, `end of Jun 2022`."""
    period = Period.parse(text)
    if period.end.last % 12 == 11:
        return f"end of {period.year}" if language == "en" else f"{period.year}年底"
    month = period.end.words(language)
    return f"end of {month}" if language == "en" else f"{month}底"
