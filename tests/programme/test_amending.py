"""Places of content are changed and nothing else: what was decided and what is written are one programme."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_programme import small_content, write_programme
from sigai.base.issues import UserError
from sigai.pipeline import sound_programme
from sigai.programme import Amendment, ContentFiles, decided_at, item_name, plain, same_form, work_in
from sigai.programme.amending.editing import edited
from sigai.programme.loading import content_digest

STEP = ("targets", "T", "tracks", "main", "steps", "2023")
AREAS = ("targets", "T", "tracks", "main", "areas")
NUMBER = ("parameters", "power_tce", "values", "2020-01")
LATER = ("parameters", "power_tce", "values", "2022-07-01")
DUE = ("forms", "monthly", "due_day")
BEFORE = ("parameters", "power_tce", "values", "2021")
METHOD = ("progress", "2022-01")
STYLES: tuple[bool | None, ...] = (False, None, True)
_FOLDERS = itertools.count()


def step(value: float) -> dict[str, Any]:
    return {"due": "2023", "comparator": ">=", "value": value, "statements": ["S1"]}


def number(start: str, value: float) -> dict[str, Any]:
    return {"start": start, "value": value, "source": {"title": "某文件：第 1 号 # 不是注释"}}


def method(pace: float) -> dict[str, Any]:
    return {**small_content()["progress"][0], "start": "2022-01", "at_risk": pace}


numbers = st.integers(1, 99)
wanted = st.one_of(
    st.tuples(st.just(STEP), numbers.map(step)),
    st.tuples(st.just(AREAS), numbers.map(lambda value: {"policy": "allocated", "numbers": {"11": {"2023": value}}})),
    st.tuples(st.just(NUMBER), numbers.map(lambda value: number("2020-01", value / 8))),
    st.tuples(st.just(LATER), numbers.map(lambda value: number("2022-07-01", value / 8))),
    st.tuples(st.just(BEFORE), numbers.map(lambda value: number("2021", value / 8))),
    st.tuples(st.just(DUE), st.integers(1, 28)),
    st.tuples(st.just(METHOD), numbers.map(lambda value: method(value / 200))),
)


def styled(folder: Path, style: bool | None) -> Path:
    """The small programme as people may write it: in blocks, on lines, in brackets, with comments."""
    for name, value in small_content().items():
        folder.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=style)
        (folder / f"{name}.yaml").write_text(f"# 说明\n{text}# 末尾\n", encoding="utf-8")
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / "one.yaml").write_text("- any: thing\n", encoding="utf-8")
    return folder


def decided(folder: Path, changes: list[tuple[tuple[str, ...], Any]]) -> list[Amendment]:
    """Decisions one after the other, each on what stood there then."""
    made: list[Amendment] = []
    for place, after in changes:
        _, before = decided_at(folder, made, place)
        made.append(Amendment(len(made) + 1, place, plain(before), after))
    return made


def told(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [issue.code for issue in error.value.issues]


@given(st.lists(wanted, max_size=8), st.sampled_from(STYLES))
@settings(max_examples=40, deadline=None)
def test_content_with_decisions_is_content_that_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[tuple[str, ...], Any]], style: bool | None
) -> None:
    place = tmp_path_factory.mktemp("amending")
    folder = styled(place / "git", style)
    made = decided(folder, changes)
    work_in(folder, made, place / "out")
    files = ContentFiles(place / "out")
    assert {at: same_form(files.value(at)[1]) for at, _ in changes} == {at: same_form(to) for at, to in changes}
    assert sound_programme(place / "out").digest == content_digest(place / "out")
    untouched = {f"{at[0]}.yaml" for at, _ in changes}
    for file in (file for file in folder.rglob("*") if file.is_file() and file.name not in untouched):
        assert (place / "out" / file.relative_to(folder)).read_bytes() == file.read_bytes()
    work_in(place / "out", made, place / "again")
    assert content_digest(place / "again") == content_digest(place / "out")
    assert not changes or "# 说明" in (place / "out" / f"{changes[0][0][0]}.yaml").read_text(encoding="utf-8")


@given(st.lists(wanted, min_size=1, max_size=6), st.data())
@settings(max_examples=25, deadline=None)
def test_content_that_took_some_decisions_over_gives_the_same_programme(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[tuple[str, ...], Any]], data: st.DataObject
) -> None:
    place = tmp_path_factory.mktemp("amending")
    made = decided(styled(place / "git", None), changes)
    taken = data.draw(st.integers(0, len(made)))
    work_in(place / "git", made[:taken], place / "released")
    work_in(place / "git", made, place / "one")
    work_in(place / "released", made, place / "other")
    one, other = (sound_programme(place / name).model_dump(exclude={"folder", "digest"}) for name in ("one", "other"))
    assert one == other


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield styled(tmp_path / "git", None)


def test_other_content_under_a_decision_is_refused_with_file_and_line(folder: Path, tmp_path: Path) -> None:
    made = decided(folder, [(DUE, 12)])
    content = small_content()
    content["forms"][0]["due_day"] = 20
    write_programme(tmp_path / "new", content)
    with pytest.raises(UserError) as error:
        work_in(tmp_path / "new", made, tmp_path / "out")
    assert told(error) == ["P130"]
    (issue,) = error.value.issues
    assert issue.place.file == "forms.yaml" and issue.place.line == 1
    assert all(word in issue.text("en") for word in ("decision 1", "10", "12", "20"))
    assert not (tmp_path / "out").exists()


def test_content_that_lost_the_place_of_a_decision_is_refused(folder: Path, tmp_path: Path) -> None:
    made = decided(folder, [(STEP, step(7))])
    content = small_content()
    content["targets"][0]["tracks"][0]["id"] = "other"
    write_programme(tmp_path / "new", content)
    with pytest.raises(UserError) as error:
        work_in(tmp_path / "new", made, tmp_path / "out")
    assert told(error) == ["P131"]


def test_a_lifted_decision_leaves_the_place_to_the_content(folder: Path, tmp_path: Path) -> None:
    made = decided(folder, [(DUE, 12), (DUE, 13)])
    made.append(Amendment(3, DUE, 13, 10, lifted=True))
    assert decided_at(folder, made, DUE) == (True, 10)
    content = small_content()
    content["forms"][0]["due_day"] = 20
    write_programme(tmp_path / "new", content)
    work_in(tmp_path / "new", made, tmp_path / "out")
    assert ContentFiles(tmp_path / "out").value(DUE) == (True, 20)
    work_in(tmp_path / "new", [*made, Amendment(4, DUE, 20, 21)], tmp_path / "more")
    assert ContentFiles(tmp_path / "more").value(DUE) == (True, 21)


def test_places_within_one_another_are_not_decided_apart(folder: Path, tmp_path: Path) -> None:
    made = [*decided(folder, [(NUMBER, number("2020-01", 1))]), Amendment(2, (*NUMBER, "value"), 1, 2)]
    with pytest.raises(UserError) as error:
        work_in(folder, made, tmp_path / "out")
    assert told(error) == ["P132"]


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    with pytest.raises(UserError) as error:
        work_in(folder, [], tmp_path / "out")
    assert told(error) == ["P133"]


WRITTEN = """\
# head
- id: a   # behind an id
  name: {zh: 甲, en: A}  # behind a name
  steps:
    # before a step
    - {due: 2021, value: 4, statements: [T1]}   # behind a step
    - due: 2022
      value: 6
      statements:
        - T2
  note: >
    several
    lines

# between
- id: b
  steps: []
- id: d
  values: [{start: 2020}, {start: 2022}]
- id: e
  values:
    - start: 2020
      value: 1
    # before the later
    - start: 2022
      value: 2
"""


@pytest.mark.parametrize(
    ("steps", "content", "lines"),
    [
        (("a", "steps", "2021", "value"), 5, ["    - {due: 2021, value: 5, statements: [T1]}   # behind a step"]),
        (
            ("a", "steps", "2021", "assumed"),
            "x",
            ["    - {due: 2021, value: 4, statements: [T1], assumed: x}   # behind a step"],
        ),
        (("a", "steps", "2022", "value"), 7, ["      value: 7"]),
        (("a", "steps", "2022", "assumed"), "x", ["        - T2", "      assumed: x"]),
        (("a", "steps", "2023"), {"due": 2023, "value": 8}, ["        - T2", "    - {due: 2023, value: 8}"]),
        (("b", "steps", "2023"), {"due": 2023, "value": 8}, ["  steps: [{due: 2023, value: 8}]"]),
        (("b", "areas"), {"policy": "city_only"}, ["  steps: []", "  areas:", "    policy: city_only"]),
        (
            ("d", "values", "2021"),
            {"start": 2021, "value": 1},
            ["  values: [{start: 2020}, {start: 2021, value: 1}, {start: 2022}]"],
        ),
        (
            ("e", "values", "2021-05"),
            {"start": "2021-05", "value": 1},
            ["    # before the later", "    - {start: 2021-05, value: 1}", "    - start: 2022"],
        ),
        (("c",), {"id": "c", "steps": []}, ["- id: c", "  steps: []"]),
        (("a", "note"), "short", ["  note: short", "", "# between"]),
        (("a", "name", "en"), "yes: # no", ["  name: {zh: 甲, en: 'yes: # no'}  # behind a name"]),
    ],
)
def test_what_is_written_around_a_change_stays(steps: tuple[str, ...], content: Any, lines: list[str]) -> None:
    made = edited(WRITTEN, {steps: content})
    assert "\n".join(lines) in made
    kept = [line for line in WRITTEN.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in made.splitlines() if line.lstrip().startswith("#")] == kept


def test_a_file_with_anchors_is_changed_at_one_place_only() -> None:
    text = "- id: a\n  steps: &same\n    - {due: 2021, value: 4}\n- id: b\n  steps: *same\n"
    made = yaml.safe_load(edited(text, {("b", "steps", "2021"): {"due": 2021, "value": 5}}))
    assert [item["steps"][0]["value"] for item in made] == [4, 5]
    made = yaml.safe_load(edited(text, {("a", "steps", "2021", "value"): 6}))
    assert [item["steps"][0]["value"] for item in made] == [6, 4]


def test_several_changes_of_one_file_at_once() -> None:
    changes = {
        ("a", "steps", "2021", "value"): 5,
        ("a", "kind"): "x",
        ("a", "topic"): "y",
        ("b", "steps", "2023"): {"due": 2023},
        ("c",): {"id": "c"},
    }
    data = yaml.safe_load(edited(WRITTEN, changes))
    assert (data[0]["kind"], data[0]["topic"], data[0]["steps"][0]["value"]) == ("x", "y", 5)
    assert (data[1]["steps"], data[-1]) == ([{"due": 2023}], {"id": "c"})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (2, 2.0, True),
        (2022, "2022", True),
        (dt.date(2022, 3, 1), "2022-03-01", True),
        (True, "True", False),
        (None, "None", False),
        ({"a": 1, "b": 2}, {"b": 2.0, "a": "1"}, True),
        ([1, 2], [2, 1], False),
        (0.1, 0.2, False),
    ],
)
def test_two_ways_to_write_the_same_are_equal(one: Any, other: Any, same: bool) -> None:
    assert (same_form(one) == same_form(other)) is same


def test_items_go_by_id_day_or_period_and_what_they_are_for() -> None:
    assert item_name({"id": "a", "start": "2020"}) == "a"
    assert item_name({"start": dt.date(2022, 3, 15), "value": 1}) == "2022-03-15"
    assert item_name({"due": 2023, "value": 1}) == "2023"
    names = {item_name({"start": "2020", "where": {"grade": {bound: 45}}}) for bound in ("below", "at_least")}
    assert len(names) == 2
