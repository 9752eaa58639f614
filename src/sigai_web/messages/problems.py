"""What can be wrong about messages."""

from __future__ import annotations

from sigai.base import Severity, problem

NO_TELEPHONE = problem(
    "W640",
    Severity.ERROR,
    zh="电话“{given}”写法不对",
    en="telephone “{given}” is not well formed",
    advice_zh="只写数字、空格、连字符和开头的 +，6 到 20 位，如 0955-7012345；或留空",
    advice_en="digits, spaces, hyphens and + in front, 6 to 20 characters, such as 0955-7012345; or leave it empty",
)
NO_HOUR = problem(
    "W641",
    Severity.ERROR,
    zh="“{given}”不是一天里的整点",
    en="“{given}” is no hour of the day",
    advice_zh="写 0 到 23 的整数",
    advice_en="write a whole number from 0 to 23",
)
