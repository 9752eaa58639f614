"""Cases of a programme: what can be written, and what is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigai.base.issues import Issues
from sigai.base.periods import Period
from sigai.programme.cases import Case, read_cases
from sigai.tables import ONE_AT_A_TIME, SEVERAL

ONE = """
- name: one deal counts
  working: one of two
  given:
    entities:
      - {id: a, area: "1", above_scale_since: 2019-01, tags: [new]}
    facts:
      - {entity: a, fact: above_scale, value: "no", since: 2021-07}
    values:
      - {entity: a, period: 2021Q4, figures: {output: 3.5}}
    records:
      - {ledger: deals, entity: a, states: {signed: 2020-11, landed: 2021-03}, fields: {size: 2, local: true}}
    ledgers: [exits]
  expect:
    - {indicator: deals-year, period: 2021-06, value: 1}
    - {indicator: exits, period: 2021-06, value: null, area: "1"}
"""


def _read(folder: Path, **files: str) -> tuple[tuple[Case, ...], Issues]:
    (folder / "cases").mkdir()
    for name, content in files.items():
        (folder / "cases" / f"{name}.yaml").write_text(content, encoding="utf-8")
    issues = Issues()
    return read_cases(folder, issues), issues


def test_a_case_is_read_as_written(tmp_path: Path) -> None:
    (case,), issues = _read(tmp_path, one=ONE)
    assert not list(issues)
    assert case.given.values[0].figures == {"output": 3.5}
    assert [(fact.fact, fact.value, fact.since) for fact in case.given.facts] == [
        ("above_scale", "no", Period.parse("2021-07"))
    ]
    assert list(case.given.records[0].states) == ["signed", "landed"]
    assert case.given.records[0].states["landed"] == Period.parse("2021-03")
    assert case.given.records[0].fields == {"size": 2, "local": True}
    assert [expected.value for expected in case.expect] == [1, None]


@pytest.mark.parametrize("fact", [*ONE_AT_A_TIME, *SEVERAL, "product_class"])
def test_a_case_tells_every_kind_of_fact_that_the_engine_knows_and_attributes_of_kinds(
    tmp_path: Path, fact: str
) -> None:
    (case,), issues = _read(tmp_path, one=ONE.replace("fact: above_scale", f"fact: {fact}"))
    assert not list(issues)
    assert [told.fact for told in case.given.facts] == [fact]


def test_files_follow_each_other_by_name(tmp_path: Path) -> None:
    cases, _ = _read(tmp_path, b=ONE.replace("one deal", "second"), a=ONE)
    assert [case.name for case in cases] == ["one deal counts", "second counts"]


def test_the_expected_number_must_be_written_even_where_it_is_no_data(tmp_path: Path) -> None:
    cases, issues = _read(tmp_path, one=ONE.replace(", value: null", ""))
    assert cases == ()
    assert [(issue.code, issue.place.file) for issue in issues] == [("P005", "cases/one.yaml")]


def test_a_faulty_case_does_not_hide_the_others(tmp_path: Path) -> None:
    cases, issues = _read(tmp_path, bad=ONE.replace("period: 2021-06", "period: 2021-13"), good=ONE)
    assert [case.name for case in cases] == ["one deal counts"]
    assert list(issues)


def test_a_folder_without_cases_has_none(tmp_path: Path) -> None:
    issues = Issues()
    assert read_cases(tmp_path, issues) == ()
    assert not list(issues)
