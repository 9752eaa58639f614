"""The scenarios of programmes in the repository are sound; `sigai check` carries them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_repository import PROGRAMMES
from sigai.base.issues import Issues
from sigai.programme.checks.scenarios import scenarios_make_sense
from sigai.programme.loading import programme_or_error
from sigai.programme.scenarios import read_scenarios

FOLDERS = sorted(folder for folder in PROGRAMMES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_scenarios_have_no_findings(folder: Path) -> None:
    issues = Issues()
    scenarios = read_scenarios(folder, issues)
    issues.extend(scenarios_make_sense(programme_or_error(folder), scenarios))
    assert tuple(issues) == ()


def test_thirty_mechanisms_of_the_plan_are_claimed_to_work() -> None:
    issues = Issues()
    scenarios = read_scenarios(PROGRAMMES / "zhongwei-2021-2023", issues)
    assert len({mechanism for one in scenarios for mechanism in one.mechanisms}) >= 30
