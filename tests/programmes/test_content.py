"""Every programme in the repository is sound, and its own cases hold."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from helpers_cases import case_misses
from helpers_repository import PROGRAMMES
from sigai.base.issues import Issues
from sigai.programme.cases import Case, read_cases
from sigai.programme.checks import check_programme
from sigai.programme.loading import load_programme, programme_or_error
from sigai.programme.programme import Programme

FOLDERS = sorted(folder for folder in PROGRAMMES.iterdir() if folder.is_dir())


@cache
def programme_in(folder: Path) -> Programme:
    return programme_or_error(folder)


@cache
def cases_in(folder: Path) -> tuple[Case, ...]:
    issues = Issues()
    cases = read_cases(folder, issues)
    assert tuple(issues) == ()
    return cases


ALL_CASES = [
    pytest.param(folder, case, id=f"{folder.name}: {case.name}") for folder in FOLDERS for case in cases_in(folder)
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_content_has_no_findings(folder: Path) -> None:
    loaded = load_programme(folder)
    assert loaded.issues == ()
    assert loaded.programme is not None
    assert check_programme(loaded.programme) == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_coefficient_that_is_revised_within_a_year_calls_for_month_by_month_totals(
    folder: Path, tmp_path: Path
) -> None:
    """Totals since January times a coefficient hold as long as it stays; the check tells when it does not."""
    copy = tmp_path / "programme"
    shutil.copytree(folder, copy)
    source = copy / "parameters.yaml"
    dated = "- {start: 2021-04, value: 0.7143, "
    text = source.read_text(encoding="utf-8")
    if dated not in text:
        pytest.skip("no such coefficient")
    source.write_text(text.replace(dated, "- {start: 2021-04, value: 0.7, "), encoding="utf-8")
    programme = programme_or_error(copy)
    told = [issue for issue in check_programme(programme) if issue.code == "E074"]
    using = [one for one in programme.indicators if "* $raw_coal_tce" in one.formula]
    assert len(told) == len(using) > 0
    assert all("total(raw_coal * $raw_coal_tce, where: above_scale)" in issue.advice("zh") for issue in told)


@pytest.mark.parametrize(("folder", "case"), ALL_CASES)
def test_a_case_holds(folder: Path, case: Case) -> None:
    assert case_misses(case, programme_in(folder)) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_indicator_of_a_target_has_a_case(folder: Path) -> None:
    asked = {track.indicator for target in programme_in(folder).targets for track in target.tracks}
    shown = {expected.indicator for case in cases_in(folder) for expected in case.indicators}
    assert asked - shown == set()
    assert {rule.id for rule in programme_in(folder).rules} - {
        one.rule for case in cases_in(folder) for one in case.rules
    } == set()
