"""An explanation shows the month that a verdict is of, and the month that was asked about where that is another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from helpers_runs import small_programme, write_data
from sigai.base.periods import Period
from sigai.pipeline import explain, explaining, open_run, run_programme
from sigai.tables import PROGRESS

AS_OF = Period.parse("2022-09")


def test_what_is_open_in_the_asked_month_is_explained_beside_the_settled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run"
    run_programme(small_programme(tmp_path / "p"), write_data(tmp_path / "d"), as_of=AS_OF, out=out)
    settled = explain(out, "T", period=AS_OF)
    assert settled.open_terms == ()
    run, rows = open_run(out), []
    for row in open_run(out).progress.to_pylist():
        held = {"open_status": "behind", "settled": "2022-08", "actual_period": "2022-08"}
        rows.append({**row, **(held if row["as_of"] == str(AS_OF) else {})})
    held_run = replace(run, progress=pa.Table.from_pylist(rows, schema=PROGRESS))
    monkeypatch.setattr(explaining, "open_run", lambda _folder: held_run)
    found = explain(out, "T", period=AS_OF)
    assert {term.at for term in found.terms} == {"2022-08"}
    assert {term.at for term in found.open_terms} == {"2022-09"}
    assert [term.text for term in found.open_terms] == [term.text for term in found.terms]
