"""The draft is a programme of the core's format: it loads, passes the checks, says what a person must decide."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_plans import PLAN, compiled
from sigai.base.issues import Severity, UserError
from sigai.compiling.drafting import write_draft
from sigai.compiling.drafting.marked import mark, marked, marks, plain, yaml_text
from sigai.compiling.review import render_review
from sigai.programme.checks import check_programme
from sigai.programme.loading import load_programme


def test_the_written_draft_loads_and_has_no_error(tmp_path: Path) -> None:
    drafted = compiled(PLAN).draft
    write_draft(drafted, tmp_path / "draft")
    loaded = load_programme(tmp_path / "draft")
    assert loaded.programme is not None and loaded.issues == ()
    assert [one for one in check_programme(loaded.programme) if one.severity is Severity.ERROR] == []
    memory = drafted.programme.model_dump(exclude={"folder", "digest"})
    assert loaded.programme.model_dump(exclude={"folder", "digest"}) == memory


def test_statements_of_one_target_in_different_places_are_together() -> None:
    programme = compiled(PLAN).draft.programme
    (invest,) = [target for target in programme.targets if "技术改造投资" in target.name.zh]
    assert {statement.value for statement in invest.statements} == {9, 12}
    assert len({statement.source.paragraph for statement in invest.statements}) == 2
    assert invest.lead is not None and programme.unit_by_id[invest.lead].name.zh == "市工业和信息化局"


def test_every_track_can_run_on_figures_of_the_lead_unit() -> None:
    programme = compiled(PLAN).draft.programme
    for target in programme.targets:
        for track in target.tracks:
            indicator = programme.indicator_by_id[track.indicator]
            assert indicator.formula.startswith("total(")
            assert indicator.reported_by in (target.lead, None)


def test_doubts_are_comments_beside_what_they_are_about(tmp_path: Path) -> None:
    drafted = compiled(PLAN).draft
    texts = drafted.texts()
    assert "# review: 各处不同，请定" in texts["targets.yaml"]
    assert "# review: 怎样计算" in texts["indicators.yaml"]
    assert sum(text.count("# review: ") for text in texts.values()) == drafted.reviews
    assert "#review" not in "".join(texts.values())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError) as refused:
        write_draft(compiled(PLAN).draft, tmp_path)
    assert [issue.code for issue in refused.value.issues] == ["C101"]
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Path.write_text

    def fail_at_tasks(self: Path, *args: object, **kwargs: object) -> int:
        if self.name == "tasks.yaml":
            raise OSError("disk full")
        return written(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", fail_at_tasks)
    with pytest.raises(OSError, match="disk full"):
        write_draft(compiled(PLAN).draft, tmp_path / "draft")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["没有目标的一段话。", "力争3年内建成2蘑菇，完成5亿斤。", "2026年，下降3%"])
def test_the_poorest_text_still_gives_a_programme(tmp_path: Path, text: str) -> None:
    write_draft(compiled(text).draft, tmp_path / "draft")
    loaded = load_programme(tmp_path / "draft")
    assert loaded.programme is not None
    issues = [*loaded.issues, *check_programme(loaded.programme)]
    assert [issue.text("en") for issue in issues if issue.severity is Severity.ERROR] == []


def test_several_documents_of_a_plan_become_one_programme() -> None:
    result = compiled(PLAN, "附件\n一、目标\n到2026年，技术改造投资占比达到30%。\n")
    programme = result.draft.programme
    assert [document.id for document in programme.head.documents] == ["plan1", "plan2"]
    ids = [statement.id for statement in programme.statements]
    assert len(set(ids)) == len(ids)
    assert {statement.source.document for statement in programme.statements} == {"plan1", "plan2"}


def test_marks_are_comments_when_written_and_gone_when_checked() -> None:
    item = marked("which: one?", id="A", name={"zh": "甲", "en": "A"})
    mark(item, "later")
    item["value"] = [1, 2]
    text = yaml_text([item], "title")
    assert text.splitlines() == [
        "# title",
        "- id: A",
        "  # review: which: one?",
        "  name: {zh: 甲, en: A}",
        "  # review: later",
        "  value: [1, 2]",
    ]
    assert yaml.safe_load(text) == plain([item]) == [{"id": "A", "name": {"zh": "甲", "en": "A"}, "value": [1, 2]}]
    assert marks([item]) == 2


FRAGMENTS = [
    "到2026年，绿色工厂达到20家以上。",
    "每年新增企业5户，力争翻一番。",
    "（责任单位：市科学技术局）",
    "一、总体要求\n",
    "（一）实施行动。",
    "附件1\n",
    "——2025年：产值突破1万亿元；",
    "年均下降3%左右，较2020年下降9%。",
    "围绕甲、乙、丙五个方面，",
    "覆盖率0.5个百分点，１２％，-3，1e9台。",
    "\n\n| 甲 | 乙 |\n",
    "#review: 'x' {a: b}",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
@settings(max_examples=40)
def test_any_order_of_fragments_gives_a_sound_draft_and_a_page(pieces: list[str]) -> None:
    result = compiled("".join(pieces) or "空")
    programme = result.draft.programme
    errors = [one.text("en") for one in check_programme(programme) if one.severity is Severity.ERROR]
    assert errors == []
    assert json.dumps(result.as_dict())
    assert render_review(result)
    for name, text in result.draft.texts().items():
        assert yaml.safe_load(text) == plain(result.draft.files[name.removesuffix(".yaml")])


@pytest.mark.parametrize(
    ("numbers", "adopted"),
    [((30, 20, 20), 20), ((20, 30, 30), 30), ((30, 20), 20), ((20, 30), 20)],
)
def test_where_places_differ_no_number_stands_because_it_is_first(numbers: tuple[int, ...], adopted: int) -> None:
    lines = "".join(
        f"（{mark}）推进。到2026年，建成冷库{one}座。\n" for mark, one in zip("一二三", numbers, strict=False)
    )
    drafted = compiled(f"甲市方案（2024—2026年）\n一、任务\n{lines}").draft
    (target,) = drafted.programme.targets
    assert [step.value for track in target.tracks for step in track.steps] == [adopted]
    assert "# review: 各处不同，请定" in drafted.texts()["targets.yaml"]


def test_what_is_added_and_what_stands_are_two_targets() -> None:
    text = "甲市方案（2024—2026年）\n一、任务\n（一）推进。新增绿色工厂5家。\n（二）提升。绿色工厂达到30家。\n"
    result = compiled(text)
    assert len(result.draft.programme.targets) == 2
    assert not [found for found in result.findings if found.weight == "high"]
