"""Names of one thing, of a part and its whole, of two members of one list."""

import pytest

from sigai.programme.findings.alike import relation


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("工业技术改造投资", "技术改造投资", "same"),
        ("规模以上工业增加值", "规上工业增加值", "same"),
        ("软件业务收入年均增速", "软件业务收入", "same"),
        ("工程（技术）研究中心", "工程技术研究中心", "same"),
        ("绿色工厂", "自治区级绿色工厂", "level"),
        ("绿色工厂", "东湖区绿色工厂", "level"),
        ("研发经费投入强度", "研发投入强度", "part"),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入", "apart"),
        ("省级传承基地", "国家级传承基地", "apart"),
    ],
)
def test_relation_of_two_names(one: str, other: str, found: str) -> None:
    assert relation(one, other) == relation(other, one) == found
