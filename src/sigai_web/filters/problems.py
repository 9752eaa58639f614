"""What can be wrong with keeping a filter (W550 to W553). No Django here."""

from __future__ import annotations

from sigai.base import Severity, problem

NOT_A_LIST = problem(
    "W550",
    Severity.ERROR,
    zh="“{given}”不是可以保存筛选的列表",
    en="“{given}” is no list of which filters are kept",
    advice_zh="在台账、名录、目标的列表页上保存",
    advice_en="keep it on the page of a ledger, of the register or of the targets",
)
FILTER_NAME = problem(
    "W551",
    Severity.ERROR,
    zh="名称须有 1—{most} 个字，现在是 {length} 个",
    en="a name has 1 to {most} characters, this one {length}",
    advice_zh="换一个短的名称",
    advice_en="choose a short name",
)
NOTHING_NARROWED = problem(
    "W552",
    Severity.ERROR,
    zh="现在没有筛选条件，或条件超过 {most} 个字符，不能保存",
    en="nothing is asked for, or more than {most} characters: it cannot be kept",
    advice_zh="先按条件筛选列表，再保存",
    advice_en="narrow the list first",
)
FILTERS_FULL = problem(
    "W553",
    Severity.ERROR,
    zh="这个列表您已保存 {most} 个筛选",
    en="you keep {most} filters of this list already",
    advice_zh="删除不用的，再保存",
    advice_en="remove one that you do not use",
)
