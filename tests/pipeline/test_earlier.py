"""Folders of earlier versions open, from a command and from a site, and are explained as those of today."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers_runs import small_programme, write_data
from sigai.base.issues import Place, UserError
from sigai.base.periods import Period
from sigai.pipeline import (
    calculate,
    explain,
    finish,
    has_present_tables,
    keep_content,
    keep_run,
    open_run,
    rivals,
    run_programme,
    take_in,
)
from sigai.pipeline.earlier import with_corrections
from sigai.pipeline.opening import NOT_A_RUN
from sigai.programme.loading import programme_or_error
from sigai.reports.finished import summarise
from sigai.tables.contracts import PROGRESS, VALUE_HISTORY, VALUES, VERSION

AS_OF = Period.parse("2022-09")
MOVED = ("estimates", "effects", "weights")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run as a command writes it today."""
    place = tmp_path_factory.mktemp("earlier")
    folder = write_data(place / "d")
    with (folder / "values" / "all.csv").open("a", encoding="utf-8") as stream:
        first = (folder / "entities.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
        stream.write(f"{first},output,2022-08,9000\n")
    text = (folder / "values" / "all.csv").read_text(encoding="utf-8").splitlines()
    numbered = [text[0] + ",revision", *(f"{line},1" for line in text[1:-1]), f"{text[-1]},2"]
    (folder / "values" / "all.csv").write_text("\n".join(numbered) + "\n", encoding="utf-8")
    run_programme(small_programme(place / "p"), folder, as_of=AS_OF, out=place / "run")
    return place / "run"


def as_earlier(run: Path, place: Path, contracts: int) -> Path:
    """The same run as `sigai run` wrote it until 2026-12."""
    earlier = place / "earlier"
    shutil.copytree(run, earlier)
    (earlier / "terms.parquet").unlink()
    for name in MOVED:
        (earlier / f"{name}.parquet").rename(earlier / "evidence" / f"{name}.parquet")
    head = json.loads((earlier / "run.json").read_text(encoding="utf-8"))
    del head["tables"]
    (earlier / "run.json").write_text(json.dumps({**head, "contracts": contracts}), encoding="utf-8")
    if contracts == 1:
        for name in ("values", "history"):
            file = earlier / "evidence" / f"{name}.parquet"
            pq.write_table(pq.read_table(file).drop_columns(["corrected"]), file)
        for name in MOVED:
            (earlier / "evidence" / f"{name}.parquet").unlink()
        file = earlier / "progress.parquet"
        pq.write_table(pq.read_table(file).drop_columns(["settled", "open_status", "tipping_point"]), file)
    return earlier


@pytest.mark.parametrize("contracts", [1, 2])
def test_a_folder_of_an_earlier_command_opens(run: Path, tmp_path: Path, contracts: int) -> None:
    earlier = as_earlier(run, tmp_path, contracts)
    assert not has_present_tables(earlier)
    now, then = open_run(run), open_run(earlier)
    assert then.finished.results.equals(now.finished.results)
    assert then.finished.progress.schema.equals(PROGRESS)
    assert then.finished.progress["status"].equals(now.finished.progress["status"])
    assert then.finished.terms.num_rows == 0
    assert then.finished.weights.equals(now.finished.weights if contracts == 2 else now.finished.weights.slice(0, 0))
    assert then.data.digest == now.data.digest
    assert then.data.values.schema.names == VALUES.names
    marked = {row["revision"]: row["corrected"] for row in then.data.values.to_pylist()}
    assert marked == {1: False, 2: True}
    assert then.data.values.num_rows == now.data.values.num_rows


@pytest.mark.parametrize("contracts", [1, 2])
def test_what_it_shows_is_explained_as_before(run: Path, tmp_path: Path, contracts: int) -> None:
    """Its terms were not kept: they are worked out from its data."""
    asked = open_run(run).programme.targets[0].id
    now, then = explain(run, asked), explain(as_earlier(run, tmp_path, contracts), asked)
    assert now.terms
    assert then.terms == now.terms
    assert then.standing.status == now.standing.status
    assert then.stated == now.stated
    assert rivals(tmp_path / "earlier").rows


def test_the_folder_of_a_site_is_opened_by_a_command(run: Path, tmp_path: Path) -> None:
    """Content lies beside the runs, data in the store: what needs them says so."""
    written = open_run(run)
    home = tmp_path / "home"
    keep_content(written.programme, home / "content")
    said = summarise((NOT_A_RUN.at(Place("values.csv", row=3), folder="x", missing="y"),))
    keep_run(home / "runs" / "3", replace(written.finished, issues=said))
    assert {file.name for file in (home / "runs" / "3").iterdir()} == {
        "run.json",
        "findings.json",
        *(f"{name}.parquet" for name in written.finished.tables),
    }
    kept = open_run(home / "runs" / "3")
    assert kept.programme.targets == written.programme.targets
    assert kept.finished.issues == said
    assert all(kept.finished.tables[name].equals(table) for name, table in written.finished.tables.items())
    assert has_present_tables(home / "runs" / "3")
    assert rivals(home / "runs" / "3").rows == rivals(run).rows
    with pytest.raises(UserError) as refused:
        explain(home / "runs" / "3", written.programme.targets[0].id)
    assert [issue.code for issue in refused.value.issues] == ["X018"]


def test_both_writers_leave_the_same_tables_and_manifest(tmp_path: Path) -> None:
    programme = programme_or_error(small_programme(tmp_path / "p"))
    data = take_in(programme, write_data(tmp_path / "d")).data
    started = datetime(2022, 10, 1, tzinfo=UTC)
    keep_run(tmp_path / "kept", finish(programme, data, calculate(programme, data, as_of=AS_OF), started=started))
    run_programme(tmp_path / "p", tmp_path / "d", as_of=AS_OF, out=tmp_path / "run")
    kept, run = (json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8")) for name in ("kept", "run"))
    assert kept.keys() == run.keys()
    assert kept["tables"] == run["tables"]
    assert kept["contracts"] == run["contracts"] == VERSION
    for name in kept["tables"]:
        one, other = (pq.read_table(tmp_path / place / f"{name}.parquet") for place in ("kept", "run"))
        assert one.equals(other), name


def test_corrections_are_found_in_the_history_whatever_the_order_of_its_rows() -> None:
    """A value that differs from one before it corrects it, also when it comes back; the same again does not."""
    nothing = dict.fromkeys(VALUE_HISTORY.names)
    given = [("a", 1, 5), ("a", 4, 5), ("a", 9, 6), ("a", 12, 5), ("b", 2, 5), ("b", 3, 5)]
    rows = [
        {**nothing, "entity": entity, "measure": "m", "period": "2022-01", "revision": revision, "value": value}
        | {"state": "reported", "current": (entity, revision) in {("a", 12), ("b", 3)}}
        for entity, revision, value in given
    ]
    rows.append({**rows[-1], "entity": "c", "revision": 20, "state": "revised", "current": True})
    random.Random(4).shuffle(rows)
    history = pa.Table.from_pylist(rows, VALUE_HISTORY).drop_columns(["corrected"])
    history = history.set_column(0, "entity", history["entity"].dictionary_encode())
    made = with_corrections({"history": history, "values": history.slice(0, 0)})
    marked = {(row["entity"], row["revision"]): row["corrected"] for row in made["history"].to_pylist()}
    assert {key for key, corrected in marked.items() if corrected} == {("a", 9), ("a", 12), ("c", 20)}
    assert made["values"].schema.equals(VALUES)
    assert sorted(made["values"]["revision"].to_pylist()) == [3, 12, 20]
    empty = with_corrections({"history": history.slice(0, 0)})
    assert empty["values"].num_rows == 0


def test_a_run_from_before_verdicts_opens_with_those_of_its_own_rows(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run_programme(small_programme(tmp_path / "p"), write_data(tmp_path / "d"), as_of=AS_OF, out=folder)
    path = folder / "progress.parquet"
    today = pq.read_table(path)
    pq.write_table(today.drop_columns(["verdict"]), path)
    head = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**head, "contracts": 2}), encoding="utf-8")
    opened = open_run(folder).finished.progress
    assert opened.schema == PROGRESS
    assert opened["verdict"].to_pylist() == today["verdict"].to_pylist()
    assert not has_present_tables(folder), "a later calculation takes nothing of it over"
