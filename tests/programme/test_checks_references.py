"""Whatever is named exists."""

from pathlib import Path

import pytest

from helpers_programme import Content, codes, findings, small_content
from sigai.programme.checks.references import known_references


def test_the_small_programme_names_only_what_exists(tmp_path: Path) -> None:
    assert findings(tmp_path, small_content(), known_references) == []


def _office(content: Content) -> None:
    content["programme"]["office"] = "U9"


def _parent(content: Content) -> None:
    content["areas"][1]["parent"] = "9"


def _indicator(content: Content) -> None:
    content["targets"][0]["tracks"][0]["indicator"] = "outt"


def _step(content: Content) -> None:
    content["targets"][0]["tracks"][0]["steps"][0]["statements"] = ["S9"]


def _measure(content: Content) -> None:
    content["forms"][0]["measures"].append("outputs")


def _topic(content: Content) -> None:
    content["targets"][0]["topic"] = "G9"


@pytest.mark.parametrize("break_it", [_office, _parent, _indicator, _step, _measure, _topic])
def test_an_unknown_name_is_found(tmp_path: Path, break_it: object) -> None:
    content = small_content()
    break_it(content)  # type: ignore[operator]
    assert codes(findings(tmp_path, content, known_references)) == ["P011"]


def test_the_nearest_name_is_suggested_at_the_right_line(tmp_path: Path) -> None:
    content = small_content()
    _measure(content)
    (issue,) = findings(tmp_path, content, known_references)
    assert "output" in issue.advice("en")
    assert issue.place.file == "forms.yaml"
