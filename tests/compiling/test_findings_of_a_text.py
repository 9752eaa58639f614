"""Contradictions told from the text alone, with its sentences, and announced counts."""

import json
from pathlib import Path

import pytest

from helpers_plans import PLAN, compiled
from sigai.compiling.announced import announced_counts, chinese_number, listed_items
from sigai.compiling.compiled import compile_documents
from sigai.compiling.result import Result
from sigai.documents.reading import read_document

PLAN_FILE = Path(__file__).parents[3] / "shared" / "sources" / "zhongwei-2021-2023.txt"


def test_the_sentences_stand_side_by_side() -> None:
    result = compiled(PLAN)
    (value,) = [found for found in result.findings if found.code == "F101"]
    assert [side.text for side in value.sides] == [
        "到2026年，规模以上工业企业研发投入强度达到2%以上，技术改造投资年均增长12%以上，绿色工厂达到20家。",
        "技术改造投资年均增长9%以上。",
    ]
    (count,) = [found for found in result.findings if found.code == "F601"]
    assert "5 × 3 = 15 < 20家（2026）" in count.arithmetic.zh


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("围绕化工、建材、冶金、纺织五个方面，开展工作。", [4]),
        ("围绕化工、建材、冶金、纺织和食品五个方面，开展工作。", []),
        ("围绕化工、建材、冶金、纺织四个方面，开展工作。", []),
        ("围绕化工、建材、冶金等五个方面，开展工作。", []),
        ("聚焦研发与设计、制造与装配、检测六大领域，开展工作。", [3]),
        ("实施五个方面的工作。", []),
    ],
)
def test_a_list_and_the_number_behind_it(text: str, counts: list[int]) -> None:
    found = list(announced_counts(compiled(text).compiled))
    assert [int(one.arithmetic.zh.split("≠")[1].split("：")[0]) for one in found] == counts


def test_headings_that_are_fewer_than_announced() -> None:
    headings = "".join(f"（{name[0]}）{name[1]}行动。\n开展工作。\n" for name in ("一甲", "二乙", "三丙"))
    found = list(announced_counts(compiled(f"方案\n一、目标\n实施四大行动，推进升级。\n二、任务\n{headings}").compiled))
    assert [one.code for one in found] == ["F921"]


def test_numbers_and_items() -> None:
    assert [chinese_number(word) for word in ("三", "两", "十", "十二")] == [3, 2, 10, 12]
    assert listed_items("甲、乙、丙和丁") == (["甲", "乙", "丙和丁"], {3})
    assert listed_items("甲类、乙类、丙类和丁类")[1] == {3, 4}


def test_the_object_has_the_fields_of_the_contract() -> None:
    row = json.loads(json.dumps(compiled(PLAN).as_dict()))
    found = {"targets", "tasks", "units", "named", "instruments", "left_out", "findings"}
    assert {"document", "paragraphs", *found} == row.keys()
    fields = {"doc", "indicator", "comparator", "value", "unit", "kind"}
    fields |= {"period_start", "period_end", "base_year", "direction"}
    assert {*fields, "id", "sources", "owners", "confidence", "quote", "qualitative"} <= row["targets"][0].keys()
    assert all({"code", "class", "severity", "settled", "statements"} <= found.keys() for found in row["findings"])


@pytest.mark.shared
@pytest.mark.skipif(not PLAN_FILE.is_file(), reason="needs ../shared/sources")
def test_the_first_plan_contradicts_itself_in_all_the_known_ways() -> None:
    result = Result(compile_documents([read_document(PLAN_FILE)]))
    findings = result.findings
    names = {target.id: target.name.zh for target in result.draft.programme.targets}
    heavy = {(found.kind.about, names[found.targets[0]]) for found in findings if found.weight == "high"}
    for about, word in (
        ("value", "工业技术改造投资"),
        ("value", "技术改造投资占工业投资"),
        ("value", "绿色园区"),
        ("value", "行业标杆企业"),
        ("value", "服务型制造示范"),
        ("value", "重大科技项目"),
        ("value", "行业级工业互联网平台"),
        ("scope", "制造业占工业投资比重"),
        ("date", "僵尸企业"),
        ("arithmetic", "企业级工业互联网平台"),
        ("arithmetic", "智能设备"),
        ("arithmetic", "数字化车间"),
        ("arithmetic", "能耗"),
    ):
        assert any(kind == about and word in name for kind, name in heavy), (about, word)
    assert [found.code for found in findings if found.kind.about == "count"] == ["F921"]
    assert [found.code for found in findings if found.kind.about == "unit"] == ["F201"]


@pytest.mark.parametrize(
    ("clauses", "open_names"),
    [
        ("每年建设企业级平台2个，行业级平台1个", []),
        ("每年建设企业级平台2个，打造示范园区6个", ["示范园区"]),
        ("累计建设企业级平台2个，行业级平台1个", []),
    ],
)
def test_a_word_holds_for_the_clauses_that_have_no_verb_of_their_own(clauses: str, open_names: list[str]) -> None:
    text = f"甲市2024—2026年实施方案\n一、总体要求\n二、重点任务\n（一）平台建设。{clauses}。\n"
    found = [one for one in compiled(text).findings if one.code == "F701"]
    assert [one.subject.zh for one in found] == open_names


def test_numbers_that_are_no_targets_are_listed_with_why() -> None:
    lines = (
        "甲市方案（2024—2026年）",
        "一、目标",
        "到2026年，建成冷库8座。",
        "2020年建成冷库3座。",
        "建设15分钟生活圈。对新建冷库给予20万元奖励。普及率由40%提高到60%。培育产值5亿元以上的企业6家。",
    )
    text = "\n".join(lines)
    extraction = compiled(text).extraction
    assert [(one.text, one.why) for one in extraction.left_out] == [
        ("3座", "past"),
        ("15分钟", "duration"),
        ("20万元", "reward"),
        ("40%", "start"),
        ("5亿元", "size"),
    ]
    characters = "".join(text.split())
    assert all(characters[one.span[0] : one.span[1]] == one.text for one in extraction.left_out)
    assert [row.value for row in extraction.targets] == [8, 60, 6]
