"""A whole document: targets with owners and places, tasks, units, names and instruments."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_work import lines_run
from sigai.compiling.bench import bench_compile
from sigai.compiling.compiled import compile_documents
from sigai.compiling.extracting import extract
from sigai.compiling.grouping import group
from sigai.compiling.model import Extraction
from sigai.compiling.result import Result
from sigai.documents.model import ReadDocument
from sigai.documents.reading import document_from_text

PLAN = """某市工业绿色转型三年行动计划（2022—2024年）
一、发展基础
2021年，全市绿色工厂达到20家，综合利用率达到50%。
二、工作目标
到2024年，一般工业固废综合利用率达到60%以上，培育绿色工厂50家。
三、重点任务
（一）提升能效水平。
1.实施节能改造。每年实施节能改造项目10个以上，严格执行差别电价。（责任单位：市工信局、发展改革委；配合单位：市财政局）
2.培育绿色工厂。到2024年，累计培育绿色工厂50家。支持大江重工、远山水泥等企业创建绿色工厂。（责任单位：市工信局，各县区人民政府）
四、保障措施
（一）加强组织领导。市工信局负责统筹协调。
"""
SHARED = Path(__file__).parents[2] / ".." / "shared"


@pytest.fixture(scope="module")
def found() -> Extraction:
    return extract(document_from_text(PLAN, "plan"))


def test_targets_stand_with_owners_and_places(found: Extraction) -> None:
    stated = [(target.indicator, target.value, target.period_end, target.owners) for target in found.targets]
    assert stated == [
        ("一般工业固废综合利用率", 60, 2024, ()),
        ("绿色工厂", 50, 2024, ()),
        ("节能改造项目", 10, 2024, ("市工业和信息化局", "市发展和改革委员会")),
        ("绿色工厂", 50, 2024, ("市工业和信息化局", "各县区人民政府")),
    ]
    characters = document_from_text(PLAN, "plan").characters.text
    for target in found.targets:
        start, end = target.span
        assert characters[start:end] == target.quote


def test_statements_of_one_target_are_grouped(found: Extraction) -> None:
    sizes = {item.indicator: len(item.targets) for item in group(found.targets)}
    assert sizes == {"一般工业固废综合利用率": 1, "绿色工厂": 2, "节能改造项目": 1}


def test_tasks_form_a_tree_with_owners(found: Extraction) -> None:
    told = [(task.title, task.level, task.owners_basis, task.lead) for task in found.tasks]
    assert told == [
        ("提升能效水平", "action", "union_of_items", ""),
        ("实施节能改造", "task", "stated", "市工业和信息化局"),
        ("培育绿色工厂", "task", "stated", "市工业和信息化局"),
        ("加强组织领导", "safeguard", "text", ""),
    ]
    assert found.tasks[1].supporting == ("市财政局",)
    assert found.tasks[1].targets == ("T003",)


def test_names_and_instruments(found: Extraction) -> None:
    assert [(item.name, item.kind) for item in found.named] == [("大江重工", "enterprise"), ("远山水泥", "enterprise")]
    assert [(item.name, item.kind) for item in found.instruments] == [("差别电价", "price")]


def test_wrapping_changes_nothing_but_white_space(found: Extraction) -> None:
    wrapped = extract(document_from_text(PLAN.replace("绿色工厂50家", "绿色 工厂 50 家"), "plan"))
    assert [target.span for target in wrapped.targets] == [target.span for target in found.targets]


WORDS = (
    "到2025年 ， 。 、 达到 10% 以上 5家 培育 企业 （ ） “ 每年 年均 增长 由 提高到 分别 三 万 翻一番 较2020年 占比 的 "
    "一、 （一） 责任单位： 市工信局 - — 亿元 以下 \x00 𠀀"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=120)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_without_failing(text: str) -> None:
    document = document_from_text("某计划（2021—2025年）\n" + text, "d")
    length = len(document.characters.text)
    for target in extract(document).targets:
        assert 0 <= target.span[0] <= target.span[1] <= length
        assert 0.2 <= target.confidence <= 1


def test_no_city_stands_in_the_lexicon() -> None:
    folder = Path(__file__).parents[2] / "src" / "sigai" / "compiling"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))
    assert not re.search("中卫|中宁|海原|沙坡头|安徽|荆州", text)


@pytest.mark.shared
def test_annotated_plans_are_read_as_well_as_promised() -> None:
    if not SHARED.exists():
        pytest.skip("../shared with the annotated plans is not on this machine")
    result = bench_compile(SHARED)
    plan = result["documents"]["zhongwei"]
    assert plan["detected"]["f1"] >= 0.95
    assert plan["exact"]["f1"] >= 0.90
    assert result["mean_of_others"]["detected"] >= 0.90
    assert result["mean_of_others"]["exact"] >= 0.80
    assert result["tasks"]["tasks_f1"] >= 0.95
    assert result["tasks"]["owners_f1"] >= 0.95


@pytest.mark.parametrize("what", [extract, lambda document: Result(compile_documents([document])).findings])
def test_work_grows_with_the_text_and_no_faster(what: Callable[[ReadDocument], Any]) -> None:
    """Lines run for each character: more of them for a longer text would be a loop within a loop."""

    def lines_a_character(times: int) -> float:
        document = document_from_text(PLAN * times, "plan")
        return lines_run(lambda: what(document)) / len(document.characters.text)

    short, long = lines_a_character(5), lines_a_character(20)
    assert long < 1.2 * short
    assert long < 500
