"""What can be wrong with linking what the plan names (W378 to W380). No Django here."""

from __future__ import annotations

from sigai.base import Severity, problem

NOTHING_MEANT = problem(
    "W378",
    Severity.ERROR,
    zh="没有找到您可以查看的“{given}”",
    en="nothing that you may see is called “{given}”",
    advice_zh="填写主体的统一社会信用代码或全称、记录的编号或名称、地区的代码或名称；名录里没有的，先登记",
    advice_en="give code or full name of an entity or area, number or name of a record; enter first what is missing",
)
LINKED_ALREADY = problem(
    "W379",
    Severity.ERROR,
    zh="“{name}”已关联到“{given}”",
    en="“{name}” is linked to “{given}” already",
    advice_zh="刷新页面，看看现在的关联",
    advice_en="reload the page to see its links",
)
SEVERAL_MEANT = problem(
    "W380",
    Severity.ERROR,
    zh="“{given}”可能是：{titles}",
    en="“{given}” may be: {titles}",
    advice_zh="在“也许是”里选一个，或填写代码",
    advice_en="choose one of them on the page, or give its code",
)
