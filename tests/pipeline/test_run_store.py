"""The folder of a run: whole or not at all, and read back as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers_runs import small_programme, write_data
from sigai.base.issues import UserError
from sigai.base.periods import Period
from sigai.pipeline import open_run, run_programme
from sigai.pipeline.run_store import new_folder
from sigai.tables.contracts import PROGRESS, VERSION

AS_OF = Period.parse("2022-09")


def test_a_failing_writer_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="half way"), new_folder(tmp_path / "run") as folder:
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise RuntimeError("half way")
    assert list(tmp_path.iterdir()) == []


def test_a_failing_writer_leaves_the_earlier_run(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    before = sorted(path.name for path in (tmp_path / "run").iterdir())
    with pytest.raises(RuntimeError), new_folder(tmp_path / "run"):
        raise RuntimeError
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == before


def test_a_new_run_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    run_programme(programme, data, as_of=Period.parse("2022-06"), out=tmp_path / "run")
    assert open_run(tmp_path / "run").header["as_of"] == "2022-06"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d", "p", "run"]


def test_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep", encoding="utf-8")
    for target in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(UserError) as caught, new_folder(target):
            pass
        assert [issue.code for issue in caught.value.issues] == ["X002"]


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_run(tmp_path)
    assert [issue.code for issue in caught.value.issues] == ["X001"]


def test_a_run_with_tables_of_a_later_version_is_refused_in_words(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    head = tmp_path / "run" / "run.json"
    head.write_text(
        head.read_text(encoding="utf-8").replace(f'"contracts": {VERSION}', '"contracts": 99'), encoding="utf-8"
    )
    with pytest.raises(UserError) as caught:
        open_run(tmp_path / "run")
    (issue,) = caught.value.issues
    assert issue.code == "X014"
    assert "sigai run" in issue.text("zh")


def test_progress_as_a_file_has_every_column_of_the_contract(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    head, *rows = (tmp_path / "run" / "progress.csv").read_text(encoding="utf-8-sig").splitlines()
    columns = head.replace('"', "").split(",")
    assert columns == PROGRESS.names
    asked = ["status", "actual", "actual_period", "coverage", "reported", "estimated_low", "estimated_high"]
    assert {*asked, "coverage_weight", "settled", "tipping_point", "open_status"} <= set(columns)
    assert len(rows) == open_run(tmp_path / "run").finished.progress.num_rows > 0


def test_the_head_names_versions_digests_and_stages(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    header = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert header["programme"]["id"] == "small"
    assert len(header["programme"]["digest"]) == len(header["data"]["digest"]) == 64
    assert {stage["name"] for stage in header["stages"]} >= {"content", "intake", "indicators", "progress", "report"}
    assert header["data"]["values"] > 0


def test_the_digest_of_the_data_changes_with_the_data(tmp_path: Path) -> None:
    programme = small_programme(tmp_path / "p")
    digests = set()
    for faulty in (False, True):
        data = write_data(tmp_path / f"d{faulty}", faulty=faulty)
        run_programme(programme, data, as_of=AS_OF, out=tmp_path / f"run{faulty}")
        digests.add(open_run(tmp_path / f"run{faulty}").data.digest)
    assert len(digests) == 2


def test_dated_facts_are_kept_with_the_run_and_a_run_without_any_has_no_file(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    before = open_run(tmp_path / "run")
    assert not (tmp_path / "run" / "evidence" / "facts.parquet").exists()
    assert before.data.facts.num_rows == 0
    entity = before.data.entities["id"][0].as_py()
    (data / "facts.csv").write_text(f"entity,fact,value,since\n{entity},closed,yes,2022-08\n", encoding="utf-8")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    after = open_run(tmp_path / "run")
    assert after.data.facts.select(["entity", "fact", "value"]).to_pylist() == [
        {"entity": entity, "fact": "closed", "value": "yes"}
    ]
    assert after.data.entities.equals(before.data.entities)
    assert after.data.digest != before.data.digest


def test_a_run_is_read_by_its_owner_only(tmp_path: Path) -> None:
    """It names enterprises with their figures."""
    with new_folder(tmp_path / "run") as folder:
        (folder / "evidence").mkdir()
        for name in ("report.html", "evidence/issues.csv"):
            (folder / name).write_text("x", encoding="utf-8")
    found = [tmp_path / "run", *(tmp_path / "run").rglob("*")]
    assert {(path.is_dir(), path.stat().st_mode & 0o777) for path in found} == {(True, 0o700), (False, 0o600)}
