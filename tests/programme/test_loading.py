"""Every fault of form is found at once, with file and line, and hides nothing else."""

from pathlib import Path
from typing import Any

import pytest

from helpers_programme import small_content, write_programme
from sigai.base.issues import UserError
from sigai.pipeline import sound_programme
from sigai.programme.loading import load_programme, programme_or_error


def test_the_small_programme_loads(tmp_path: Path) -> None:
    programme = programme_or_error(write_programme(tmp_path, small_content()))
    assert programme.id == "small"
    assert programme.areas_under("1") == ("1", "11")
    assert len(programme.digest) == 64


def test_a_missing_folder_is_one_clear_issue(tmp_path: Path) -> None:
    loaded = load_programme(tmp_path / "nowhere")
    assert loaded.programme is None
    assert [issue.code for issue in loaded.issues] == ["P001"]


def test_definitions_know_their_lines(tmp_path: Path) -> None:
    write_programme(tmp_path, small_content())
    (tmp_path / "areas.yaml").write_text("- code: '1'\n  name: {zh: 甲, en: A}\n  kind: city\n", encoding="utf-8")
    area = programme_or_error(tmp_path).areas[0]
    assert area.place.line == 1
    assert area.place_of("kind").line == 3
    assert area.place_of("parent").line == 1


def test_one_faulty_definition_hides_neither_the_others_nor_the_next_fault(tmp_path: Path) -> None:
    content = small_content()
    content["measures"][0]["accumulation"] = "monthly"
    content["areas"][1]["colour"] = "red"
    del content["units"][0]["kind"]
    loaded = load_programme(write_programme(tmp_path, content))
    assert sorted(issue.code for issue in loaded.issues) == ["P005", "P006", "P007"]
    assert loaded.programme is not None
    assert [measure.id for measure in loaded.programme.measures] == ["power"]


def test_an_earlier_edition_is_read_without_what_nothing_asks_any_more(tmp_path: Path) -> None:
    """Runs that are kept open with the content that they were made with."""
    content = small_content()
    content["areas"][1]["colour"] = "red"
    content["areas"][1]["name"]["fr"] = "Lieu"
    folder = write_programme(tmp_path, content)
    head = folder / "programme.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "gone: 1\n", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        programme_or_error(folder)
    assert [issue.code for issue in refused.value.issues] == ["P006", "P006", "P006"]
    earlier = programme_or_error(folder, earlier=True)
    assert [area.code for area in earlier.areas] == [area["code"] for area in content["areas"]]
    assert earlier.areas[1].place.line is not None


def test_what_is_wrong_with_an_earlier_edition_is_told_as_with_any(tmp_path: Path) -> None:
    content = small_content()
    content["areas"][1]["colour"] = "red"
    del content["areas"][1]["kind"]
    with pytest.raises(UserError) as refused:
        programme_or_error(write_programme(tmp_path, content), earlier=True)
    assert [issue.code for issue in refused.value.issues] == ["P005", "P006"]


def test_messages_speak_both_languages_and_name_what_is_allowed(tmp_path: Path) -> None:
    content = small_content()
    content["measures"][0]["accumulation"] = "monthly"
    (issue,) = load_programme(write_programme(tmp_path, content)).issues
    assert "应为 'flow', 'stock' or 'ytd' 之一" in issue.text("zh")
    assert "'monthly'" in issue.text("en")
    assert issue.place.file == "measures.yaml"
    assert issue.place.line is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a: 1\n  a: 2\n", "P004"),
        ("- a: [1\n", "P003"),
        ("a: 1\n", "P008"),
        ("\t- a\n", "P003"),
    ],
)
def test_broken_yaml_is_an_issue(tmp_path: Path, text: str, code: str) -> None:
    write_programme(tmp_path, small_content())
    (tmp_path / "tasks.yaml").write_text(text, encoding="utf-8")
    loaded = load_programme(tmp_path)
    assert [issue.code for issue in loaded.issues] == [code]
    assert loaded.programme is not None


def test_a_file_in_another_encoding_is_an_issue(tmp_path: Path) -> None:
    write_programme(tmp_path, small_content())
    (tmp_path / "tasks.yaml").write_bytes("- id: 任务\n".encode("gb18030"))
    assert [issue.code for issue in load_programme(tmp_path).issues] == ["P002"]


def test_an_unknown_file_is_a_warning(tmp_path: Path) -> None:
    write_programme(tmp_path, small_content())
    (tmp_path / "messures.yaml").write_text("[]", encoding="utf-8")
    assert [issue.code for issue in load_programme(tmp_path).issues] == ["P009"]


def test_a_collection_may_be_a_folder(tmp_path: Path) -> None:
    content = small_content()
    write_programme(tmp_path, {key: value for key, value in content.items() if key != "indicators"})
    write_programme(tmp_path / "indicators", {"b": content["indicators"][1:], "a": content["indicators"][:1]})
    assert [indicator.id for indicator in programme_or_error(tmp_path).indicators] == ["out", "title"]


def test_the_digest_changes_with_the_content(tmp_path: Path) -> None:
    one = programme_or_error(write_programme(tmp_path / "one", small_content())).digest
    content = small_content()
    content["targets"][0]["tracks"][0]["steps"][0]["value"] = 6
    two = programme_or_error(write_programme(tmp_path / "two", content)).digest
    again = programme_or_error(write_programme(tmp_path / "again", small_content())).digest
    assert one == again != two


def test_an_unusable_programme_raises_with_all_issues(tmp_path: Path) -> None:
    content = small_content()
    del content["programme"]["start"], content["programme"]["end"]
    with pytest.raises(UserError) as caught:
        programme_or_error(write_programme(tmp_path, content))
    assert [issue.code for issue in caught.value.issues] == ["P005", "P005"]


UNREADABLE = {
    "ledgers.0.transitions.1.condition": "investment >== 5000 万元",
    "measures.0.owed_by": "above_scale and",
    "identities.0.condition": "output >= 0 万元元元(",
    "indicators.0.formula": "total(output",
}


@pytest.mark.parametrize("path", UNREADABLE)
def test_a_formula_or_condition_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, path: str) -> None:
    content = small_content()
    found: Any = content
    *way, key = path.split(".")
    for part in way:
        found = found[int(part)] if part.isdigit() else found[part]
    found[key] = UNREADABLE[path]
    folder = write_programme(tmp_path, content)
    loaded = load_programme(folder)
    assert {issue.code[:2] for issue in loaded.issues} == {"E0"}
    assert all(issue.place.file == f"{way[0]}.yaml" and issue.place.line for issue in loaded.issues)
    with pytest.raises(UserError) as refused:
        programme_or_error(folder)
    assert refused.value.issues == loaded.issues
    with pytest.raises(UserError) as again:
        sound_programme(folder)
    assert len(set(map(str, again.value.issues))) == len(again.value.issues)  # loading and checking say it once


def test_an_identity_is_one_comparison(tmp_path: Path) -> None:
    content = small_content()
    content["identities"][0]["condition"] = "output >= 0 and power >= 0"
    assert [issue.code for issue in load_programme(write_programme(tmp_path, content)).issues] == ["E024"]
