"""What pydantic finds wrong with a request, as issues in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sigai.base import Issue, Place
from sigai_web.api.problems import BAD_FIELD

_ZH: Mapping[str, str] = {
    "missing": "缺少",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文本",
    "string_too_long": "太长",
    "string_too_short": "太短",
    "string_pattern_mismatch": "写法不对",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数太大",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "decimal_type": "应为数",
    "decimal_parsing": "应为数",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "enum": "不在可选之列",
    "literal_error": "不在可选之列",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "too_long": "项数太多",
    "too_short": "项数太少",
    "date_from_datetime_parsing": "应为日期，如 2022-10-12",
    "date_parsing": "应为日期，如 2022-10-12",
}


def issues_of(errors: Iterable[Mapping[str, Any]]) -> list[Issue]:
    """One issue for each error: its column is the path to the field, its row the place in a list, from 1."""
    return [_issue(error) for error in errors]


def _issue(error: Mapping[str, Any]) -> Issue:
    steps = [step for step in error["loc"][1:] if step not in ("data", "body")]
    row = next((step + 1 for step in steps if isinstance(step, int)), None)
    column = ".".join(str(step) for step in steps if not isinstance(step, int)) or str(error["loc"][0])
    english = str(error["msg"])
    zh = _ZH.get(error["type"], f"不合要求（{english}）")
    return BAD_FIELD.at(Place(row=row, column=column), column=column, reason_zh=zh, reason_en=english)
