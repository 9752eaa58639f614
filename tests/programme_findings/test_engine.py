"""Order, ids, sentences, the contract, and every rule on sound content."""

import json

from helpers_findings import built, decision, found_by, programme_of, said
from helpers_programme import small_content
from sigai.programme.findings import RULES, find
from sigai.programme.findings.values import differing_values

CLASSES = {
    "value", "unit", "comparator", "scope", "date", "arithmetic", "ambiguity", "coverage", "owner", "naming", "count",
}  # fmt: skip


def test_sound_content_has_no_findings_but_that_a_measure_wants_a_definition() -> None:
    content = small_content()
    content["measures"][0]["definition"] = "按统计制度"
    assert find(built(content)) == ()


def test_the_contract_of_a_finding() -> None:
    (found,) = found_by(differing_values, said("S1", value=1), said("S2", value=2))
    row = found.as_dict()
    assert {"code", "class", "severity", "settled", "statements", "explanation", "arithmetic"} <= row.keys()
    assert all(side.keys() == {"document", "section", "text"} for side in row["statements"])
    assert row["class"] in CLASSES and row["severity"] in {"high", "medium", "low"}
    assert json.loads(json.dumps(row)) == row


def test_ids_are_the_same_in_every_run_and_unique() -> None:
    programme = programme_of(
        said("S1", value=1),
        said("S2", value=2),
        said("S3", value=1, period_end=2022),
        said("S4", value=2, period_end=2022),
    )
    names = [found.id for found in find(programme)]
    assert names == [found.id for found in find(programme)]
    assert len(set(names)) == len(names)
    assert names[0] == "F101-T"


def test_open_findings_come_first_and_heavy_ones_before_light_ones() -> None:
    programme = programme_of(
        said("S1", value=1),
        said("S2", value=2),
        said("S3", value=3, period_end=2022),
        said("S4", value=3, period_end=2022, comparator="~"),
        decisions=[decision("value", "S1", "S2")],
    )
    order = [(found.settled, found.weight) for found in find(programme, rules=RULES[:3])]
    assert order == [(False, "low"), (True, "high")]


def test_sentences_take_the_place_of_words_where_the_document_is_at_hand() -> None:
    programme = programme_of(said("S1", value=1), said("S2", value=2))
    (found,) = find(
        programme, sentences=lambda source: "原句。" if source.paragraph == "PS1" else "", rules=[differing_values]
    )
    assert [side.text for side in found.sides] == ["原句。", "产值 ≥ 2亿元（2023）"]
