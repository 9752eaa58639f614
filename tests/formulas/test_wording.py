"""Formulas in plain words: what an official reads beside a number."""

from __future__ import annotations

import pytest
from hypothesis import given

from helpers_formulas import VOCABULARY, condition, expressions, formula
from sigai.formulas import describe, describe_condition
from sigai.formulas import nodes as n
from sigai.formulas.nodes import NameKind

_CHINESE = {
    ("measure", "output"): "产值",
    ("measure", "rd_expense"): "研发经费",
    ("measure", "employees"): "从业人员",
    ("ledger", "titles"): "荣誉称号",
    ("state", "titles", "recognised"): "已认定",
    ("state", "titles", "renewed"): "已复核",
    ("field", "titles", "title"): "称号",
    ("field", "titles", "investment"): "投资额",
    ("choice", "titles", "title", "green_factory"): "绿色工厂",
    ("group", "manufacturing"): "制造业",
    ("parameter", "coal_tce"): "原煤折标系数",
    ("kind", "enterprise"): "企业",
    ("area", "110101"): "甲区",
}


class _Names:
    def name(self, kind: NameKind, path: tuple[str, ...], language: str) -> str:
        return _CHINESE.get((kind, *path), path[-1]) if language == "zh" else path[-1]

    def accumulation(self, measure: str) -> str:
        return VOCABULARY.measures[measure].accumulation if measure in VOCABULARY.measures else "ytd"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "total(output, where: industry in manufacturing) / total(output)",
            "制造业产值（本年累计）合计 ÷ 产值（本年累计）合计",
            "total output (year to date; only manufacturing) ÷ total output (year to date)",
        ),
        (
            "total(output) / total(employees)",
            "产值（本年累计）合计 ÷ 从业人员（时点数）合计",
            "total output (year to date) ÷ total employees (as it stands)",
        ),
        (
            "total(output, over: rolling)",
            "产值（近 12 个月累计）合计",
            "total output (the last 12 months)",
        ),
        (
            "entities(where: above_scale)",
            "规模以上企业数",
            "number of entities (kind: enterprise; only above scale)",
        ),
        (
            "entities(where: above_scale and rd_expense >= 2 亿元)",
            "规模以上且研发经费 ≥ 2 亿元的企业数",
            "number of entities (kind: enterprise; only above scale and rd_expense ≥ 2 亿元)",
        ),
        (
            "count(titles, state: [recognised, renewed], where: title = green_factory, within: year)",
            "“荣誉称号”中称号为绿色工厂的处于“已认定、已复核”的记录数（本年进入该状态）",
            "number of records (ledger: titles; in state: recognised, renewed; only title is green_factory)"
            " that entered it this year",
        ),
        (
            "total(titles.investment, state: recognised)",
            "“荣誉称号”中处于“已认定”的记录的投资额合计",
            "total investment (ledger: titles; in state: recognised)",
        ),
        (
            "distinct(titles.entity, state: recognised)",
            "“荣誉称号”中处于“已认定”的记录的主体个数（不重复）",
            "number of different values of entity (ledger: titles; in state: recognised)",
        ),
        (
            "growth(total(output))",
            "“产值（本年累计）合计”比上年同期的增长率",
            "growth of [total output (year to date)] on the same period of the year before",
        ),
        (
            "point_change(mean(rd_expense / output), since: 2020)",
            "“各主体‘研发经费 ÷ 产值’的平均值”比 2020 年同期变化的百分点",
            "change in percentage points of [mean of [rd_expense ÷ output] (over entities)]"
            " since the same period of 2020",
        ),
        (
            "-(total(output) - 1 亿元) * $coal_tce",
            "−（产值（本年累计）合计 − 1 亿元） × 原煤折标系数",
            "−(total output (year to date) − 1 亿元) × coal_tce",
        ),
        (
            "total(output * $coal_tce, where: above_scale)",
            "规模以上各主体“产值 × 原煤折标系数”（逐月算出，本年累计）合计",
            "total of [output × coal_tce] (worked out month by month for each subject; year to date; only above scale)",
        ),
        (
            "reporting(output, where: area = 110101)",
            "地区为甲区的已报“产值”的主体数",
            "number of entities that reported output (year to date; only area is 110101)",
        ),
    ],
)
def test_formulas_in_words(text: str, zh: str, en: str) -> None:
    assert describe(formula(text), _Names(), "zh") == zh
    assert describe(formula(text), _Names(), "en") == en


def test_conditions_in_words() -> None:
    about = condition("not (title in [green_factory] or entity.above_scale)", about_record=True)
    assert describe_condition(about, _Names(), "zh", ledger="titles") == "非（称号为绿色工厂或主体为规模以上）"
    assert describe_condition(about, _Names(), "en", ledger="titles") == (
        "not (title is one of green_factory or of entities: above scale)"
    )


@given(expressions())
def test_every_formula_can_be_put_into_words(expression: n.Expression) -> None:
    assert describe(expression, _Names(), "zh")
    assert describe(expression, _Names(), "en")
