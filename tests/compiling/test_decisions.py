"""Decisions on a compiled plan: what is taken, changed, rejected, put together; another edition; what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_plans import PLAN, compiled
from sigai.base.issues import Issue, UserError
from sigai.compiling.decisions import Decisions, decide, place_of_statement, place_of_task, read_decisions
from sigai.compiling.result import Result

BEFORE = "为推进制造业升级，制定本方案。"


def _at(result: Result, name: str) -> dict[str, Any]:
    extraction = result.extraction
    place = {**place_of_statement(extraction.targets), **place_of_task(extraction.tasks)}[name]
    text = next(one.characters.text for one in result.compiled.documents if one.id == place.document)
    quote = text[slice(*place.span)]
    return {"document": place.document, "span": place.span, "quote": quote, "order": place.order}


def _decided(result: Result, **given: Any) -> tuple[Result, tuple[Issue, ...]]:
    found, issues = decide(result.compiled, Decisions.model_validate(given), "decisions.json")
    return Result(found), issues


def _statement(result: Result, name: str, decision: str = "accept", **changes: Any) -> dict[str, Any]:
    return {"at": _at(result, name), "decision": decision, **changes}


def _names(result: Result) -> list[str]:
    return [target.name.zh for target in result.draft.programme.targets]


def _marks_about(result: Result, name: str) -> str:
    texts = result.draft.texts()["targets.yaml"]
    return next(part for part in texts.split("\n- ") if part.startswith(f"id: {name}") or f"\n- id: {name}" in part)


@pytest.fixture(scope="module")
def plan() -> Result:
    return compiled(PLAN)


def test_what_is_taken_as_it_is_stays_as_it_was_without_a_doubt(plan: Result) -> None:
    rows = [_statement(plan, row.id) for row in plan.extraction.targets]
    taken, issues = _decided(plan, statements=rows)
    assert issues == ()
    assert _names(taken) == _names(plan)
    assert all(row.decided and row.confidence == 1 and not row.flags for row in taken.extraction.targets)
    assert taken.draft.reviews < plan.draft.reviews


def test_nothing_decided_changes_nothing(plan: Result) -> None:
    same, issues = _decided(plan)
    assert issues == ()
    assert same.draft.texts() == plan.draft.texts()
    assert same.findings == plan.findings


def test_what_is_rejected_is_left_out_and_can_be_taken_back(plan: Result) -> None:
    row = plan.extraction.targets[0]
    rejected, _ = _decided(plan, statements=[_statement(plan, row.id, "reject")])
    assert row.quote not in [one.quote for one in rejected.extraction.targets]
    assert [one.text for one in rejected.extraction.left_out if one.why == "rejected"] == [row.quote]
    assert not any(row.id in task.targets for task in rejected.extraction.tasks)
    again = {"indicator": "研发强度", "kind": "level", "value": 2, "unit": "%", "period_end": 2026}
    added, issues = _decided(rejected, statements=[{"at": _at(plan, row.id), "decision": "add", **again}])
    assert issues == ()
    assert "研发强度" in _names(added)
    assert not [one for one in added.extraction.left_out if one.why == "rejected"]


def test_a_target_is_renamed_in_one_place_and_answered_for_by_a_unit_of_ours(plan: Result) -> None:
    row = plan.extraction.targets[0]
    decided, issues = _decided(
        plan,
        targets=[{"key": "rd", "name": "研发投入强度", "owners": ["市科技局"], "supporting": []}],
        statements=[_statement(plan, row.id, target="rd")],
    )
    assert issues == ()
    programme = decided.draft.programme
    target = next(one for one in programme.targets if one.name.zh == "研发投入强度")
    assert [programme.unit_by_id[unit].name.zh for unit in target.responsible] == ["市科技局"]
    assert not any(name == "规模以上工业企业研发投入强度" for name in _names(decided))
    assert {one.name.zh for one in programme.indicators if one.id.startswith(target.id)} == {"研发投入强度"}


def test_statements_of_one_key_are_one_target_and_the_others_are_not_touched(plan: Result) -> None:
    first, second = (rows for rows in _homes(plan) if len(rows) > 1)
    decided, _ = _decided(
        plan,
        targets=[{"key": "both", "name": "合并"}],
        statements=[_statement(plan, name, target="both") for name in (*first, *second)],
    )
    assert sorted(map(len, _homes(decided))) == sorted([len(first) + len(second), 1])
    apart, _ = _decided(
        plan,
        targets=[{"key": name, "name": name} for name in first],
        statements=[_statement(plan, name, target=name) for name in first],
    )
    assert len(_homes(apart)) == len(_homes(plan)) + len(first) - 1


def _homes(result: Result) -> list[list[str]]:
    return [[one.id for one in target.statements] for target in result.draft.programme.targets]


def test_a_changed_statement_says_what_was_decided(plan: Result) -> None:
    name = plan.extraction.targets[1].id
    changes = {"kind": "level", "value": 13, "period_end": 2025, "comparator": "==", "unit": "%", "base_year": 2023}
    decided, _ = _decided(plan, statements=[_statement(plan, name, **changes)])
    statement = next(one for target in decided.draft.programme.targets for one in target.statements if one.id == name)
    assert {key: getattr(statement, key) for key in changes} == changes


def test_two_units_called_alike_are_one(plan: Result) -> None:
    first, second = (unit.name for unit in plan.extraction.units[:2])
    decided, issues = _decided(plan, units=[{"name": second, "decision": "accept", "called": first}])
    assert issues == ()
    (unit,) = decided.extraction.units
    assert (unit.name, second in unit.aliases) == (first, True)
    assert {name for row in decided.extraction.targets for name in row.owners} == {first}
    gone, _ = _decided(plan, units=[{"name": second, "decision": "reject"}])
    assert second not in [unit.name.zh for unit in gone.draft.programme.units]


def test_tasks_and_named_things_are_decided_too(plan: Result) -> None:
    task, other = plan.extraction.tasks[0], plan.extraction.tasks[1]
    named = plan.extraction.named[0].name
    decided, issues = _decided(
        plan,
        tasks=[
            {"at": _at(plan, task.id), "decision": "accept", "title": "绿色制造", "owners": ["市发改委"]},
            {"at": _at(plan, other.id), "decision": "reject"},
        ],
        named=[{"name": named, "decision": "accept", "called": "乙丙机械", "kind": "enterprise"}],
    )
    assert issues == ()
    titles = [one.title for one in decided.draft.programme.tasks]
    assert "绿色制造" in titles
    assert other.title not in titles
    assert [one.name for one in decided.draft.programme.named] == ["乙丙机械"]


_CHOICES = st.tuples(st.sampled_from(["", "accept", "reject"]), st.sampled_from(["", "a", "b"]))


@settings(max_examples=30, deadline=None)
@given(choices=st.lists(_CHOICES, min_size=6, max_size=6))
def test_whatever_is_decided_the_draft_is_a_programme(choices: list[tuple[str, str]]) -> None:
    plan = compiled(PLAN)
    pairs = list(zip(plan.extraction.targets, choices, strict=True))
    rows = [_statement(plan, row.id, choice, target=key) for row, (choice, key) in pairs if choice]
    heads = [{"key": "a", "name": "甲"}, {"key": "b", "name": "乙"}]
    decided, issues = _decided(plan, statements=rows, targets=heads)
    assert issues == ()
    kept = {row.id for row, (choice, _) in pairs if choice != "reject"}
    homes = _homes(decided)
    assert {name for home in homes for name in home} == kept
    for key in ("a", "b"):
        together = {row.id for row, (choice, named) in pairs if choice == "accept" and named == key}
        assert together in ([set()] if not together else list(map(set, homes)))


def test_a_settled_question_is_a_decision_on_record_and_its_number_holds(plan: Result) -> None:
    found = next(one for one in plan.findings if one.code == "F101")
    low = min(found.statements, key=lambda name: _value(plan, name))
    settled, issues = _decided(plan, findings=[_answer(plan, found.statements, low)])
    assert issues == ()
    assert [one.settled for one in settled.findings if one.code == "F101"] == [True]
    target = settled.draft.programme.target_by_id[found.targets[0]]
    (decision,) = target.decisions
    assert (decision.adopted, decision.reason.zh, decision.decided_by) == ((low,), "按分工表", "李某")
    assert [step.value for track in target.tracks for step in track.steps][-1] == _value(plan, low)
    assert "各处不同" not in _marks_about(settled, target.id)


def _value(result: Result, name: str) -> float:
    return next(row.value for row in result.extraction.targets if row.id == name)


def _answer(result: Result, statements: Any, *adopted: str) -> dict[str, Any]:
    return {
        "about": "value",
        "statements": [_at(result, name) for name in sorted(statements)],
        "adopted": [_at(result, name) for name in adopted],
        "reason": "按分工表",
        "decided_by": "李某",
        "decided_on": "2026-12-01",
    }


def test_statements_of_two_targets_settle_no_question(plan: Result) -> None:
    one, other = (rows[0] for rows in _homes(plan)[:2])
    refused, issues = _decided(plan, findings=[_answer(plan, [one, other], one)])
    assert [issue.code for issue in issues] == ["C116"]
    assert refused.findings == plan.findings


def test_decisions_find_their_words_again_in_a_text_that_was_changed_before_them(plan: Result) -> None:
    rows = [_statement(plan, row.id, value=row.value + 1) for row in plan.extraction.targets]
    edition = compiled(PLAN.replace(BEFORE, f"{BEFORE}本方案经市政府同意。"))
    digests = {one.id: one.characters.digest for one in plan.compiled.documents}
    decided, issues = _decided(edition, documents=digests, statements=rows)
    assert [issue.code for issue in issues] == ["C111"]
    assert [row.value for row in decided.extraction.targets] == [row.value + 1 for row in plan.extraction.targets]


def test_what_no_longer_stands_in_the_text_is_said_and_nothing_else_is_lost(plan: Result) -> None:
    row, other = plan.extraction.targets[:2]
    edition = compiled(PLAN.replace("强度达到2%", "强度达到3%"))
    given = [_statement(plan, row.id, value=9), _statement(plan, other.id, value=9)]
    decided, issues = _decided(edition, statements=given)
    assert [issue.code for issue in issues] == ["C112"]
    assert row.quote in issues[0].what("zh")
    assert [one.value for one in decided.extraction.targets[:2]] == [3, 9]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"units": [{"name": "没有的局", "decision": "accept"}]}, "C113"),
        ({"named": [{"name": "没有的厂", "decision": "reject"}]}, "C113"),
    ],
)
def test_a_name_that_was_not_read_is_said(plan: Result, given: dict[str, Any], code: str) -> None:
    _, issues = _decided(plan, **given)
    assert [issue.code for issue in issues] == [code]


def test_an_added_number_must_be_whole_and_a_key_must_have_a_name(plan: Result) -> None:
    at = {"document": "plan1", "span": [0, 2], "quote": "关于"}
    _, issues = _decided(plan, statements=[{"at": at, "decision": "add", "indicator": "x"}])
    assert [issue.code for issue in issues] == ["C114"]
    _, issues = _decided(plan, statements=[_statement(plan, plan.extraction.targets[0].id, target="nameless")])
    assert [issue.code for issue in issues] == ["C115"]


def test_the_head_of_the_programme_is_as_decided(plan: Result) -> None:
    head = {
        "title": "甲市方案",
        "start": 2023,
        "end": 2027,
        "area_code": "640500",
        "area_name": "甲市",
        "office": "市生态环境局",
    }
    decided, _ = _decided(plan, plan=head)
    programme = decided.draft.programme
    assert programme.head.title.zh == "甲市方案"
    assert (str(programme.head.start), str(programme.head.end)) == ("2023-01", "2027-12")
    assert [(area.code, area.name.zh) for area in programme.areas] == [("640500", "甲市")]
    assert programme.unit_by_id[programme.head.office].name.zh == "市生态环境局"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "C110", None),
        ("[]", "P007", 1),
        ("targets:\n- key: a\n", "P005", 2),
        ("statements: []\nbogus: 1\n", "P006", 2),
        ("{", "P003", 2),
    ],
)
def test_a_file_that_holds_no_decisions_is_refused_with_its_line(
    tmp_path: Path, text: str, code: str, line: int | None
) -> None:
    file = tmp_path / "decisions.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_decisions(file)
    assert [(issue.code, issue.place.line) for issue in refused.value.issues] == [(code, line)]


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        read_decisions(tmp_path / "nothing.json")
    assert [issue.code for issue in refused.value.issues] == ["C110"]
