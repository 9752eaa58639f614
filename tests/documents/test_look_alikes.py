"""Radicals and compatibility characters that PDF puts for whole characters: read as what a person sees."""

from __future__ import annotations

import pytest

from sigai.base.digests import digest_bytes
from sigai.base.letters import LOOK_ALIKES
from sigai.compiling.extracting import extract
from sigai.documents.reading import document_from_text

HEAD = "甲县工业转型方案（2021—2023年）\n\n⼀、总体⽬标\n"


def targets(text: str) -> list[tuple[str, str, float, str]]:
    found = extract(document_from_text(HEAD + text, "plan")).targets
    return [(target.indicator, target.comparator, target.value, target.unit) for target in found]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("到2023年，新增规上企业⼆⼗家。", ("规上企业", "==", 20, "家")),
        ("到2023年，建成国家级绿⾊⼯⼚5家。", ("国家级绿色工厂", "==", 5, "家")),
        ("到2023年，⼯业⽤⽔重复利⽤率⼤于90%。", ("工业用水重复利用率", ">", 90, "%")),
        ("到2023年，⻰头企业达到8家。", ("龙头企业", "==", 8, "家")),
        ("到2023年，新能源⻋产量达到3万辆。", ("新能源车产量", "==", 3, "万辆")),
        ("到2023年，⻛电装机达到120万千瓦。", ("风电装机", "==", 120, "万千瓦")),
        ("到2023年，培育⻓效机制试点企业6家。", ("长效机制试点企业", "==", 6, "家")),
    ],
)
def test_figures_and_names_are_those_of_the_plain_characters(text: str, want: tuple[str, str, float, str]) -> None:
    assert targets(text) == [want]


def test_headings_units_and_titles_are_plain_and_places_stay() -> None:
    text = "甲县⼯业⾏动⽅案\n\n⼀、重点任务\n（⼀）推进⼯业节⽔。建成节⽔型企业8家。（责任单位：县⽔务局、县⼯信局）\n"
    document = document_from_text(text, "plan")
    found = extract(document)
    assert document.title == "甲县工业行动方案"
    assert document.paragraphs[2].anchor.path[-1] == "一、重点任务"
    assert [unit.name for unit in found.units] == ["县水务局", "县工业和信息化局"]
    assert document.characters.text == "".join(each.characters for each in document.paragraphs)
    assert document.characters.digest == digest_bytes("".join(text.split()).encode()), "the source names the edition"


def test_a_look_alike_becomes_one_character_that_is_none() -> None:
    assert all(len(plain) == 1 and ord(plain) not in LOOK_ALIKES for plain in LOOK_ALIKES.values())
