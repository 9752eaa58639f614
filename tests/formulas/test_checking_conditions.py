"""Conditions: every name known, every comparison between things that can be compared."""

from __future__ import annotations

import pytest

from helpers_formulas import checked, condition_codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("above_scale and rd_expense > 0", []),
        ("rd_expense / output >= 3 %", []),
        ("rd_expense >= 2 亿元 or not employees < 20 人", []),
        ("industry in manufacturing or industry in [C26, 3240, D] or industry = C", []),
        ("tag = a and tag in [b] and tag != c and park = x and id != y", []),
        ("kind = park or kind in [enterprise]", []),
        ("area in [110101]", []),
        ("rd_expense > 2", ["E051"]),
        ("rd_expense > 2 人", ["E051"]),
        ("rd_expense + employees > 2 人", ["E050"]),
        ("rd_expense > $unknown", ["E052"]),
        ("rd_expens > 0", ["E053"]),
        ("above_scal", ["E080"]),
        ("entity.above_scale", ["E081"]),
        ("rd_expense", ["E085"]),
        ("tag", ["E085"]),
        ("above_scale = yes", ["E086"]),
        ("above_scale in [yes]", ["E086"]),
        ("above_scale > 3", ["E086"]),
        ('industry > "C26"', ["E087"]),
        ('rd_expense > "many"', ["E088"]),
        ('"a" = "a"', ["E088"]),
        ("area > rd_expense", ["E088"]),
        ("kind = factory", ["E089"]),
        ("industry in [manufacturing]", ["E091"]),
        ("industry = Z99", ["E091"]),
        ("industry in services", ["E092"]),
        ("tag in strategic", ["E093"]),
        ("area + 1 > rd_expense", ["E094"]),
        ("x > 1 and y > 2 or not z", ["E053", "E053", "E080"]),
    ],
)
def test_conditions_about_entities(text: str, codes: list[str]) -> None:
    assert condition_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("title = green_factory or title in [gazelle]", []),
        ("investment >= 2 亿元 and investment >= spent", []),
        ("listed and not listed", []),
        ("decided >= 2021-06 and decided < 2021-06-30 and 2020-01 < decided", []),
        ("finished > decided", []),
        ('season >= "2021Q2"', []),
        ('decided in [2021-06, 2021-06-30, "2021Q2", "2022"]', []),
        ("remark = (name)", []),
        ('name = "某" or area in [110101] or entity = x', []),
        ("entity.industry in manufacturing and entity.above_scale and entity.tag = a", []),
        ("investment >= 2", ["E051"]),
        ("title = green_factry", ["E089"]),
        ("title in [gazelle, gazele]", ["E089"]),
        ("titel = gazelle", ["E080"]),
        ("industry in manufacturing", ["E080"]),
        ("output > 3 万元", ["E080"]),
        ("entity.output > 3 万元", ["E080"]),
        ("title", ["E085"]),
        ("listed = yes", ["E086"]),
        ("listed = (decided)", ["E086"]),
        ("remark > (name)", ["E087"]),
        ("title < remark", ["E088"]),
        ("title = 3", ["E088"]),
        ("investment = many", ["E088"]),
        ("decided > 2021", ["E090"]),
        ("decided > 2021-02-31", ["E090"]),
        ("decided in [2021-06, 2021-06-31]", ["E090"]),
        ('season = "2021-06-30"', ["E090"]),
        ("decided > investment", ["E090"]),
        ("decided = yesterday", ["E090"]),
        ('season = "2021Q9"', ["E090"]),
        ("title in manufacturing", ["E093"]),
        ("decided - finished > 30 天", ["E094", "E094"]),
    ],
)
def test_conditions_about_records(text: str, codes: list[str]) -> None:
    assert condition_codes(text, ledger="titles") == codes


def test_records_about_no_entity_have_none_to_ask() -> None:
    assert condition_codes("entity.tag = a", ledger="training") == ["E082"]
    assert condition_codes("entity.tag = a", ledger="unknown") == ["E064"]


@pytest.mark.parametrize(
    ("text", "subject", "codes"),
    [
        ("above_scale and output > 0", "enterprise", []),
        ("above_scale", "county", ["E083"]),
        ("industry in manufacturing", "park", ["E083"]),
        ("tag = a and area = b and id = c", "park", []),
        ("gdp > 0", "county", []),
        ("gdp > 0", "enterprise", ["E084"]),
    ],
)
def test_attributes_and_measures_belong_to_the_subject(text: str, subject: str, codes: list[str]) -> None:
    assert condition_codes(text, subject=subject) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("total(gdp, where: industry in manufacturing)", ["E083"]),
        ("total(gdp, where: output > 0)", ["E084"]),
        ("entities(kind: county, where: gdp > 0)", []),
        ("entities(where: gdp > 0)", ["E084"]),
        ("mean(output / employees, where: gdp > 0)", ["E084"]),
        ("reporting(gdp, where: above_scale)", ["E083"]),
        ("count(titles, state: recognised, where: investment > 1 人)", ["E051"]),
    ],
)
def test_conditions_know_what_their_term_is_about(text: str, codes: list[str]) -> None:
    assert checked(text)[1] == codes
