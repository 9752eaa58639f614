"""Whose figure, at which level, among whom."""

import pytest

from helpers_findings import found_by, said
from sigai.programme.findings.scopes import differing_scopes


def test_city_here_and_region_there_weighs_heavily() -> None:
    (found,) = found_by(differing_scopes, said("S1", scope="全市"), said("S2", scope="全区"))
    assert (found.code, found.kind.about, found.weight) == ("F401", "scope", "high")


def test_levels_weigh_more_when_the_numbers_differ_too() -> None:
    levels = [{"indicator": "国家和自治区级绿色工厂"}, {"indicator": "自治区级绿色工厂"}]
    (same,) = found_by(differing_scopes, said("S1", **levels[0]), said("S2", **levels[1]))
    (apart,) = found_by(differing_scopes, said("S1", **levels[0]), said("S2", value=9, **levels[1]))
    assert (same.weight, apart.weight) == ("medium", "high")


def test_leading_in_the_country_or_in_the_region() -> None:
    (found,) = found_by(
        differing_scopes, said("S1", indicator="国内领先的标杆企业"), said("S2", indicator="自治区领先的标杆企业")
    )
    assert "国内领先" in found.explanation.zh


def test_all_above_scale_enterprises_or_manufacturers_only() -> None:
    (found,) = found_by(
        differing_scopes,
        said("S1", indicator="规模以上企业工具普及率"),
        said("S2", indicator="工具普及率", scope="规上制造业企业"),
    )
    assert found.code == "F403"


def test_above_scale_above_or_below_the_line_of_a_share() -> None:
    (found,) = found_by(
        differing_scopes,
        said("S1", indicator="规上新兴产业占工业增加值比重", kind="share", unit="%"),
        said("S2", indicator="新兴产业占规上工业增加值比重", kind="share", unit="%"),
    )
    assert found.code == "F404"


@pytest.mark.parametrize(
    ("one", "other"),
    [("国家和自治区级平台", "国家、自治区级平台"), ("产值", "全市产值"), ("具有全区影响力的示范区", "全市示范区")],
)
def test_the_same_scope_in_other_words(one: str, other: str) -> None:
    assert not found_by(differing_scopes, said("S1", indicator=one), said("S2", indicator=other))
