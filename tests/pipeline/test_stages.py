"""A stage that is added to the list of stages is run, kept, opened, recalculated in part: no other file knows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from helpers_runs import small_programme, write_data
from sigai.base.issues import InternalError, UserError
from sigai.base.periods import Period
from sigai.pipeline import Changed, calculate, has_present_tables, open_run, recalculate, run_programme, take_in
from sigai.pipeline import stages as declared_stages
from sigai.programme.loading import programme_or_error
from sigai.tables import VALUES
from sigai.tables.stages import DataChange, Stage, StageTable, Work, in_sequence

AS_OF = Period.parse("2022-09")
BEST = pa.schema([("indicator", pa.string()), ("month", pa.int32()), ("area", pa.string()), ("value", pa.float64())])
worked_out: list[tuple[str, ...] | None] = []
"""The parts that the invented stage was asked for, in the order of its calls."""


def best(work: Work) -> Mapping[str, pa.Table]:
    """The county with the largest number, for every indicator and month."""
    worked_out.append(work.parts)
    found: dict[tuple[str, int], tuple[float, str]] = {}
    for row in work.tables["indicators"].to_pylist():
        key = row["indicator"], row["month"]
        wanted = work.parts is None or row["indicator"] in work.parts
        if wanted and row["value"] is not None and row["area"] != work.programme.head.area:
            found[key] = max(found.get(key, (float("-inf"), "")), (row["value"], row["area"]))
    rows = [
        {"indicator": indicator, "month": month, "area": area, "value": value}
        for (indicator, month), (value, area) in reversed(found.items())
    ]
    return {"best": pa.Table.from_pylist(rows, schema=BEST)}


def touched(change: DataChange) -> tuple[str, ...]:
    return change.touched["indicators"]


INVENTED = Stage(
    name="best",
    needs=("indicators",),
    gives=(StageTable("best", BEST, ("indicator", "month"), "indicator", listed=True),),
    touched_by=touched,
    run=best,
)


@pytest.fixture
def _invented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared_stages, "STAGES", (*declared_stages.STAGES, INVENTED))
    worked_out.clear()


@pytest.mark.usefixtures("_invented")
def test_its_table_lies_in_the_folder_of_a_run_and_is_opened_again(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    made = run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run").finished.tables["best"]
    assert made.num_rows
    keys = [(row["indicator"], row["month"]) for row in made.to_pylist()]
    assert keys == sorted(keys)
    manifest = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["best"] == made.num_rows
    assert "best" in {stage["name"] for stage in manifest["stages"]}
    assert pq.read_table(tmp_path / "run" / "best.parquet").equals(made)
    assert pa_csv.read_csv(tmp_path / "run" / "best.csv").num_rows == made.num_rows
    assert open_run(tmp_path / "run").finished.tables["best"].equals(made)


@pytest.mark.usefixtures("_invented")
def test_what_touches_it_has_its_part_made_anew_and_the_rest_taken_over(tmp_path: Path) -> None:
    programme = programme_or_error(small_programme(tmp_path / "p"))
    data = take_in(programme, write_data(tmp_path / "d")).data
    earlier = calculate(programme, data, as_of=AS_OF)
    rows = [{**row, "value": row["value"] * 2} for row in data.values.to_pylist()]
    changed = replace(data, values=pa.Table.from_pylist(rows, schema=VALUES))
    again = recalculate(programme, changed, earlier, Changed(measures=frozenset({"output"})))
    everything = calculate(programme, changed, as_of=AS_OF)
    assert again.tables["best"].equals(everything.tables["best"])
    assert not again.tables["best"].equals(earlier.tables["best"])
    assert worked_out == [None, ("out",), None]
    other = recalculate(programme, data, earlier, Changed(ledgers=frozenset({"titles"})))
    assert other.tables["best"].filter(pc.field("indicator") == "out").num_rows
    assert "out" not in (worked_out[-1] or ())


def test_a_run_from_before_the_stage_opens_without_it_and_is_not_built_upon(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    assert has_present_tables(tmp_path / "run")
    request.getfixturevalue("_invented")
    assert not has_present_tables(tmp_path / "run")
    opened = open_run(tmp_path / "run").finished
    assert opened.tables["best"].schema.equals(BEST)
    assert opened.tables["best"].num_rows == 0
    assert opened.progress.num_rows


def test_a_table_that_is_gone_from_a_folder_is_missed(tmp_path: Path) -> None:
    programme, data = small_programme(tmp_path / "p"), write_data(tmp_path / "d")
    run_programme(programme, data, as_of=AS_OF, out=tmp_path / "run")
    (tmp_path / "run" / "terms.parquet").unlink()
    with pytest.raises(UserError, match=r"terms\.parquet"):
        open_run(tmp_path / "run")


def test_stages_that_do_not_fit_together_are_our_fault() -> None:
    with pytest.raises(InternalError, match="no earlier stage gives"):
        in_sequence((INVENTED, *declared_stages.STAGES))
    with pytest.raises(InternalError, match="twice"):
        in_sequence((*declared_stages.STAGES, INVENTED, INVENTED))
    resting = replace(INVENTED, rests_on={"nobody": lambda _, parts: parts})
    with pytest.raises(InternalError, match="nobody"):
        in_sequence((*declared_stages.STAGES, resting))


def test_rows_are_ordered_by_their_keys_and_replaced_by_their_part(tmp_path: Path) -> None:
    given = StageTable("best", BEST, ("indicator", "month"), "indicator", ranks=lambda _: ("b", "a"))
    rows = [("a", 2), ("b", 1), ("a", 1)]
    table = pa.Table.from_pylist(
        [{"indicator": name, "month": month, "area": "", "value": float(Decimal(month))} for name, month in rows], BEST
    )
    programme = programme_or_error(small_programme(tmp_path / "p"))
    ordered = given.in_order(table, programme)
    assert list(zip(*(ordered[name].to_pylist() for name in ("indicator", "month")), strict=True)) == [
        ("b", 1), ("a", 1), ("a", 2)
    ]  # fmt: skip
    anew = table.slice(1, 1).set_column(1, BEST.field("month"), pa.array([9], pa.int32()))
    replaced = given.in_order(given.replaced(table, anew, ["b"]), programme)
    assert replaced["month"].to_pylist() == [9, 1, 2]
    assert given.replaced(table, table.slice(0, 0), ["a"])["indicator"].to_pylist() == ["b"]
