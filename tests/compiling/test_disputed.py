"""Findings that can be trusted: plans by hand whose contradictions are all known, and plans that are drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from helpers_plans import PLAN, compiled
from sigai.compiling.bench_disputed import bench_disputed
from sigai.compiling.compiled import compile_documents
from sigai.compiling.drafting.whose import part_of_year, place_of, zone_of
from sigai.compiling.invented import disputed
from sigai.compiling.result import Result
from sigai.documents.reading import read_document

PLANS = Path(__file__).parent / "disputed"
HIGH = {
    "waste.txt": {("F101", "一般工业固废综合利用率"), ("F601", "“无废工厂”"), ("F603", "“无废细胞”")},
    "report.txt": {("F101", "城镇新增就业"), ("F101", "居民人均可支配收入")},
    "digital.html": {
        ("F101", "电子证照应用场景"),
        ("F101", "5G基站总数"),
        ("F501", "政务数据目录挂接率"),
        ("F601", "5G基站"),
    },
    "group.txt": {("F101", "绿电使用比例"), ("F603", "高耗能电机"), ("F604", "集团吨产品综合能耗")},
    "care.txt": {("F101", "老年助餐点"), ("F501", "居家适老化改造")},
    "schools.txt": {
        ("F101", "“双师型”教师占专业课教师的比例"),
        ("F101", "开放型实训基地"),
        ("F601", "“双师型”教师"),
    },
    "town.txt": {("F101", "美丽庭院示范户"), ("F101", "黑臭水体")},
    "port.txt": {
        ("F101", "铁水联运比例"),
        ("F604", "单位吞吐量综合能耗"),
        ("F607", "清洁能源车辆占比"),
    },
    "health.html": {
        ("F101", "标准化村卫生室占比"),
        ("F101", "每千人口乡村医生数"),
        ("F501", "乡镇卫生院中医馆覆盖率"),
    },
    "farms.txt": {("F101", "市级以上示范合作社")},
    "county.txt": set(),
    "water.txt": {("F101", "城市公共供水管网漏损率")},
    "zone.txt": set(),
    "logistics.txt": {("F101", "A级物流企业数量"), ("F101", "5A级企业"), ("F101", "多式联运占比")},
    "deeds.txt": set(),
    "tourism.txt": {("F101", "接待游客"), ("F601", "专场推介")},
    "state_farms.html": {("F101", "大豆播种面积"), ("F101", "绿色食品认证面积")},
    "renewal.txt": {("F101", "城市生活污水集中收集率"), ("F101", "燃气管网")},
    "commerce.txt": {("F101", "农产品网络零售额"), ("F101", "农产品冷链流通率"), ("F603", "乡镇商贸中心")},
    "restoring.txt": {("F101", "自然岸线保有率"), ("F607", "国家级森林公园")},
    "cluster.txt": {("F101", "省级以上创新平台")},
    "grain.txt": set(),
    "annual.txt": {("F101", "城镇新增就业")},
    "digital_zone.txt": {("F101", "算力规模")},
    "saving_water.txt": {("F101", "城市公共供水管网漏损率")},
    "task_lines.txt": set(),
    "trade_in.txt": {("F101", "规上工业企业关键工序数控化率"), ("F101", "废旧家电回收量"), ("F601", "家电销售")},
    "year_columns.html": {("F101", "战略性新兴产业产值占规上工业产值比重")},
    "state_owned.txt": {("F101", "资产负债率")},
    "trade.txt": set(),
    "split_targets.txt": set(),
    "industry_brains.txt": set(),
    "medicine.txt": {("F101", "超50亿元企业")},
    "future.html": {("F101", "建设中试基地"), ("F607", "低空起降场")},
}
HEAD = "甲市实施方案（2024—2026年）\n一、总体目标\n到2026年，{goal}。\n二、重点任务\n（一）推进建设。{task}。\n"


@pytest.mark.parametrize("name", HIGH)
def test_plans_by_hand_say_what_contradicts_itself_and_nothing_else(name: str) -> None:
    result = Result(compile_documents([read_document(PLANS / name)]))
    assert {(one.code, one.subject.zh) for one in result.findings if one.weight == "high"} == HIGH[name]


@pytest.mark.parametrize(
    ("goal", "task"),
    [
        ("绿色工厂总数达到60家", "培育绿色工厂25家"),
        ("绿色工厂达到60家", "新增绿色工厂25家"),
        ("城镇居民医保参保率达到96%", "农村居民医保参保率达到98%"),
        ("绿色工厂达到60家", "到2030年，绿色工厂达到90家"),
        ("建成绿色工厂60家", "建成国家级绿色工厂8家"),
        ("建成绿色工厂60家", "东湖区建成绿色工厂8家"),
        ("绿色信贷金额达到12亿元", "绿色信贷金额达到120000万元"),
        ("污水处理率不低于90%", "污水处理率力争达到95%"),
        ("污水处理率稳定在90%以上", "2025年，污水处理率保持在90%以上"),
        ("污水处理率稳定在90%以上", "2025年，污水处理率达到90.6%"),
        ("单位产品能耗较2023年下降9%", "到2030年，单位产品能耗较2026年下降15%"),
        ("城镇新增就业3500人", "第一季度：城镇新增就业800人；上半年：城镇新增就业1800人"),
        ("未来产业规模达到500亿元", "产业规模达到150亿元。\n（二）培育企业。产业规模达到30亿元"),
        ("新建幼儿园4所，新增学位1080个", "新建中小学5所，新增学位2700个"),
        ("新建高标准农田20万亩", "改造提升高标准农田10万亩"),
        ("创成5A级旅游景区1家", "2024年、2025年、2026年分别新增A级旅游景区4家、5家、5家"),
        ("新建冷库60座", "新建冷库60座，其中2024年10座、2025年35座、2026年15座"),
    ],
)
def test_what_only_seems_to_contradict_itself_is_no_high_finding(goal: str, task: str) -> None:
    found = compiled(HEAD.format(goal=goal, task=task)).findings
    assert [one.explanation.zh for one in found if one.weight == "high"] == []


def test_a_first_section_without_a_word_of_what_is_wanted_tells_what_was() -> None:
    past = "一、奋进的足迹\n近年来，污水处理率达到70%。\n"
    text = f"甲市规划（2024—2026年）\n{past}二、主要目标\n到2026年，污水处理率达到90%。"
    result = compiled(text)
    assert [row.value for row in result.extraction.targets] == [90]
    assert [one.why for one in result.extraction.left_out] == ["past"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_disputed_number_does_not_hold_because_it_stands_first(turned: bool) -> None:
    one, other = ("绿色信贷金额达到13亿元", "绿色信贷金额达到120000万元")
    result = compiled(HEAD.format(goal=other if turned else one, task=one if turned else other))
    (target,) = result.draft.programme.targets
    (step,) = target.main_track.steps
    unit = {"亿元": 10_000, "万元": 1}[target.main_track.unit]
    assert step.value * unit == 120_000
    (asked,) = [one for one in result.findings if one.weight != "low" and one.kind.about == "value"]
    assert len(asked.sides) == 2
    assert "各处不同" in result.draft.texts()["targets.yaml"]


def test_one_question_is_asked_once() -> None:
    task = "2024年新建冷库10座，2025年新建冷库35座，2026年新建冷库25座"
    found = compiled(HEAD.format(goal="累计新建冷库60座", task=task)).findings
    assert [one.code for one in found if one.subject.zh == "冷库" and one.weight != "low"] == ["F603"]


def test_a_seed_is_one_disputed_plan() -> None:
    assert disputed(3).content == disputed(3).content
    assert sum(pair.planted for pair in disputed(3).pairs) == 4


def test_high_findings_on_drawn_plans_are_right_and_find_what_was_planted() -> None:
    found = bench_disputed(12, first=500)
    assert found["high_right"] >= 0.9 and found["planted_found"] >= 0.7
    assert set(found["found_by_kind"]) and found["planted"] == 48


@pytest.mark.parametrize(
    ("clause", "place", "part"),
    [
        ("东湖区建成体育公园5个", "东湖区", ""),
        ("2025年，西岭县新建冷库3座", "", ""),
        ("2025年西岭县新建冷库3座", "西岭县", ""),
        ("全市建成体育公园5个", "", ""),
        ("城镇新增就业3500人", "", ""),
        ("第一季度新增就业800人", "", "第一季度"),
        ("6月底前建成体育公园5个", "", "6月底"),
    ],
)
def test_whose_a_figure_is_and_of_which_part_of_the_year(clause: str, place: str, part: str) -> None:
    row = replace(compiled(PLAN).extraction.targets[0], quote=clause)
    assert (place_of(row), part_of_year(clause)) == (place, part)


def test_a_heading_that_names_a_part_of_the_area() -> None:
    assert zone_of(("第三章 修复工程", "第二节 平原河网区")) == "平原河网区"
    assert zone_of(("二、推进园区建设",)) == zone_of(()) == zone_of(("（一）建设示范区",)) == ""
