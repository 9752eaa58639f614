"""The table of findings in the documentation and the code agree."""

import re
from pathlib import Path

import sigai.compiling.announced  # noqa: F401 declares its kind
from sigai.programme.findings.model import declared_kinds

PAGE = Path(__file__).parents[2] / "docs" / "compiling.md"


def test_every_kind_of_finding_is_documented_with_class_and_weight() -> None:
    rows = re.findall(r"^\| (F\d{3}) \| (\w+) \| (high|medium|low)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(code, kind.about, kind.weight) for code, kind in declared_kinds().items()]
