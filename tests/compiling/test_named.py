"""Names in texts of invented cities: what is named, what is only a kind of thing, and the figures beside a name."""

from __future__ import annotations

import pytest

from helpers_named import named_in
from sigai.base import Bounds, confined
from sigai.compiling.bench_named import score_named
from sigai.compiling.extracting import extract
from sigai.compiling.model import ExtractedNamed
from sigai.compiling.named_gate import names_something
from sigai.compiling.named_rules import names_in, places_of
from sigai.documents.reading import document_from_text

_PLAN = "云泽市工业发展方案\n一、主要任务\n落实《云泽市规划》。（责任单位：临河县、青山区人民政府）\n{}\n"


def _found(sentence: str) -> list[ExtractedNamed]:
    document = document_from_text(_PLAN.format(sentence), "plan")
    return [one for one in extract(document).named if one.text in sentence]


NAMED = [
    ("依托大江重工、远山水泥、博远新材等企业发展绿色制造。", "大江重工", "enterprise"),
    ("依托大江重工、远山水泥和博远新材等企业发展绿色制造。", "博远新材", "enterprise"),
    ("支持恒川、立峰等光伏龙头企业扩大产能。", "立峰", "enterprise"),
    ("以恒川等龙头企业带动构建产业生态圈。", "恒川", "enterprise"),
    ("力促恒川纺机、立峰印务2家企业在2025年底前完成出清。", "恒川纺机", "enterprise"),
    ("以远山水泥为依托，研发低碳胶凝材料。", "远山水泥", "enterprise"),
    ("加快与远山科技集团的战略合作。", "远山科技集团", "enterprise"),
    ("鼓励立峰等冶金铸造、设备制造等企业与恒川开展合作。", "恒川", "enterprise"),
    ("鼓励立峰等冶金铸造、设备制造等企业与恒川开展合作。", "立峰", "enterprise"),
    ("发挥云泽高新投等第三方公司作用。", "云泽高新投", "enterprise"),
    ("对恒川、立峰等现有风场老旧机组实施改造升级。", "现有风场老旧机组改造升级", "project"),
    ("抓好大江重工自动涂装线改造、远山水泥余热发电等项目。", "大江重工自动涂装线改造", "project"),
    ("抓好大江重工自动涂装线改造、远山水泥余热发电等项目。", "远山水泥", "enterprise"),
    ("重点实施恒川二期500万千瓦单晶硅棒等项目。", "恒川二期单晶硅棒", "project"),
    ("以恒川研究所公司轴承整机制造项目为牵引，发展配套。", "恒川研究所公司轴承整机制造项目", "project"),
    ("加快实施恒川风机制造二期，构建全产业链。", "恒川风机制造二期", "project"),
    ("做好龙门滩水利枢纽工程的协调服务。", "龙门滩水利枢纽工程", "project"),
    ("支持远山乳业建设奶制品深加工项目。", "远山乳业奶制品深加工项目", "project"),
    ("在临河石桥、柳湾等地布局2000兆瓦平价光伏基地。", "临河石桥、柳湾平价光伏基地", "project"),
    ("在临河石桥、柳湾等地布局2000兆瓦平价光伏基地。", "柳湾", "place"),
    ("在云泽工业园区、临河工业园区规划建设储能项目。", "临河工业园区", "park"),
    ("加强对云泽、临河工业园区管委会的考核。", "云泽工业园区", "park"),
    ("引导临河县发挥农产品产地优势。", "临河县", "place"),
    ("充分发挥云泽市创新发展研究院的作用。", "云泽市创新发展研究院", "institution"),
    ("依托国家稀土永磁重点实验室，开展研究。", "国家稀土永磁重点实验室", "institution"),
    ("大力实施“数智云泽”建设。", "“数智云泽”建设", "project"),
    ("争当“国家绿色转型综合示范区”排头兵。", "国家绿色转型综合示范区", "institution"),
    ("提升国家（云泽）新型互联网交换中心运营水平。", "国家（云泽）新型互联网交换中心", "platform"),
    ("推动建设长江流域绿色发展先行区。", "长江流域绿色发展先行区", "institution"),
]


@pytest.mark.parametrize(("sentence", "name", "kind"), NAMED)
def test_a_name_is_found_with_its_kind(sentence: str, name: str, kind: str) -> None:
    assert (name, kind) in [(one.name, one.kind) for one in _found(sentence)]


GENERAL = [
    "支持冶金、化工、建材等重点行业企业实施改造。",
    "依托各工业园区集聚上下游企业。",
    "争创国家重点实验室、国家技术创新中心。",
    "实施一批工业固废综合利用示范项目。",
    "鼓励企业与高校及科研院所合作。",
    "培育一批国家级绿色工业园区、省级绿色工厂。",
    "推进重点企业、重大项目和公共服务平台建设。",
    "完成技术改造。（责任单位：市工业和信息化局，临河县人民政府，云泽工业园区管委会）",
]


@pytest.mark.parametrize("sentence", GENERAL)
def test_a_kind_of_thing_is_no_name(sentence: str) -> None:
    assert [one.name for one in _found(sentence)] == []


def test_figures_of_the_clause_stand_beside_the_name() -> None:
    found = {one.name: one.figures for one in _found("在临河石桥、柳湾等地布局2000兆瓦平价光伏基地，投资3亿元。")}
    assert found["柳湾"] == ("2000兆瓦",)


def test_a_score_counts_a_name_and_its_alias_once() -> None:
    gold = [{"name": "恒川集团", "aliases": ["恒川（光伏）"]}, {"name": "远山水泥"}]
    score = score_named(_found("支持恒川、立峰等光伏龙头企业扩大产能。"), gold)
    assert (score["recall"], score["precision"], score["missed"]) == (0.5, 0.5, ["远山水泥"])


def test_a_figure_per_year_ends_with_its_unit() -> None:
    found = {one.name: one.figures for one in _found("抓好远山铸锻4万吨/年垂直造型改造等项目。")}
    assert found["远山铸锻"] == ("4万吨/年",)


def test_a_line_of_figures_only_takes_time_in_proportion() -> None:
    """Four thousand figures in a row took minutes: every beginning was tried with every length."""
    sentences = ["（" + "1" * 4000 + "甲", "甲" * 4000 + "等", "1" * 4000 + "家"]
    assert confined(named_in, sentences, bounds=Bounds(processor=60, clock=600, memory=512)) == [0, 0, 0]


@pytest.mark.parametrize(
    "name", ["科技型中小企业", "民企或社会资本控股", "公共服务平台", "每个乡镇至少建成示范基地", "“5G+工业互联网”园区"]
)
def test_the_gate_says_no(name: str) -> None:
    assert not names_something(name, "platform")


@pytest.mark.parametrize("name", ["甲乙钢铁集团", "青江抽水蓄能电站", "临港经济开发区"])
def test_the_gate_says_yes(name: str) -> None:
    assert names_something(name, "enterprise")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("打造望川云计算基地、信息技术创新应用基地。", ["望川云计算基地", "信息技术创新应用基地"]),
        ("打造技术研发创新基地、信息技术创新应用基地。", []),
        ("推进望川工业园区余热综合利用基地建设。", ["望川工业园区", "望川工业园区余热综合利用基地"]),
    ],
)
def test_a_general_name_counts_beside_names_and_a_work_in_a_park_is_its_own(sentence: str, found: list[str]) -> None:
    places = places_of("望川市实施方案", ["望川市人民政府"])
    assert list(dict.fromkeys(name.name for name in names_in(sentence, places))) == found
