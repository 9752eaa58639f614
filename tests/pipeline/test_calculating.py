"""What a change touches is computed anew, the rest is taken over: the same tables as when everything is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_runs import small_programme, write_data
from sigai.base.periods import Period
from sigai.pipeline import (
    Calculation,
    Changed,
    calculate,
    finish,
    has_present_tables,
    keep_content,
    keep_run,
    open_run,
    recalculate,
    take_in,
)
from sigai.pipeline.calculating import touched_parts
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme
from sigai.reports.view import View
from sigai.tables import PROGRESS, VALUES, Data

AS_OF = Period.parse("2022-09")
STARTED = datetime(2022, 10, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Programme, Data, Calculation]:
    place = tmp_path_factory.mktemp("calculating")
    programme = programme_or_error(small_programme(place / "p"))
    data = take_in(programme, write_data(place / "d")).data
    return programme, data, calculate(programme, data, as_of=AS_OF)


def same(one: Calculation, other: Calculation) -> bool:
    assert one.tables.keys() == other.tables.keys() >= {"indicators", "terms", "progress", "estimates", "effects"}
    return all(table.equals(other.tables[name]) for name, table in one.tables.items())


def with_value(data: Data, row: int, value: Decimal) -> Data:
    """The data with one current figure changed."""
    rows = data.values.to_pylist()
    rows[row % len(rows)] |= {"value": value, "state": "revised"}
    return replace(data, values=pa.Table.from_pylist(rows, schema=VALUES))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(row=st.integers(0, 10_000), value=st.decimals(-1000, 10**9, places=2))
def test_a_changed_figure(small: tuple[Programme, Data, Calculation], row: int, value: Decimal) -> None:
    programme, data, earlier = small
    changed = with_value(data, row, value)
    again = recalculate(programme, changed, earlier, Changed(measures=frozenset({"output"})))
    assert same(again, calculate(programme, changed, as_of=AS_OF))


def test_a_record_that_goes(small: tuple[Programme, Data, Calculation]) -> None:
    programme, data, earlier = small
    changed = replace(data, records=data.records.slice(0, 0), record_states=data.record_states.slice(0, 0))
    again = recalculate(programme, changed, earlier, Changed(ledgers=frozenset({"titles"})))
    assert same(again, calculate(programme, changed, as_of=AS_OF))
    assert not same(again, earlier)


def test_nothing_changed_is_the_earlier_calculation(small: tuple[Programme, Data, Calculation]) -> None:
    programme, data, earlier = small
    assert recalculate(programme, data, earlier, Changed()) is earlier
    assert recalculate(programme, data, earlier, Changed(measures=frozenset({"power"}))) is earlier


def test_what_is_not_touched_is_not_looked_at(small: tuple[Programme, Data, Calculation]) -> None:
    """A change that nobody told of is not seen: whoever compares what the store holds must name all of it."""
    programme, data, earlier = small
    changed = with_value(data, 0, Decimal(1))
    told_wrong = recalculate(programme, changed, earlier, Changed(ledgers=frozenset({"titles"})))
    assert same(told_wrong, earlier)


def test_the_touched_parts_stand_in_the_order_of_the_programme(
    small: tuple[Programme, Data, Calculation],
) -> None:
    programme, _, earlier = small
    everything = Changed(frozenset(programme.measure_by_id), frozenset(programme.ledger_by_id))
    assert touched_parts(programme, earlier, everything)["indicators"] == tuple(programme.indicator_by_id)
    assert touched_parts(programme, earlier, Changed(measures=frozenset({"output"})))["indicators"] == ("out",)


def test_kept_results_come_back_as_they_were(small: tuple[Programme, Data, Calculation], tmp_path: Path) -> None:
    programme, data, earlier = small
    keep_run(tmp_path / "run", finish(programme, data, earlier, started=STARTED))
    kept = open_run(tmp_path / "run", programme)
    assert same(kept.calculation, earlier)
    assert kept.finished.as_of == AS_OF
    assert kept.finished.demonstration
    assert kept.finished.header["data"]["digest"] == data.digest


def test_kept_results_of_earlier_contracts_open_without_the_later_columns(
    small: tuple[Programme, Data, Calculation], tmp_path: Path
) -> None:
    programme, data, earlier = small
    run = tmp_path / "run"
    keep_run(run, finish(programme, data, earlier, started=STARTED))
    later = {
        "indicators": ["coverage_weight", "reported_value", "like_for_like", "estimated", "spread_down", "spread_up"],
        "progress": ["reported", "estimated_low", "coverage_weight", "settled", "tipping_point", "open_status"],
    }
    for name, columns in later.items():
        file = run / f"{name}.parquet"
        pq.write_table(pq.read_table(file).drop_columns(columns), file)
    for name in ("estimates", "effects"):
        (run / f"{name}.parquet").unlink()
    (run / "indicators.parquet").rename(run / "results.parquet")
    head = json.loads((run / "run.json").read_text(encoding="utf-8"))
    del head["tables"]
    (run / "run.json").write_text(json.dumps({**head, "contracts": 1}), encoding="utf-8")
    assert not has_present_tables(run)
    kept = open_run(run, programme)
    progress, before = kept.finished.progress, earlier.tables["progress"]
    assert progress.schema.equals(PROGRESS)
    assert progress["settled"].null_count == before.num_rows
    assert progress["status"].equals(before["status"])
    assert kept.finished.results["value"].equals(earlier.tables["indicators"]["value"])
    assert kept.finished.terms.equals(earlier.tables["terms"])
    assert kept.finished.estimates.num_rows == kept.finished.effects.num_rows == 0
    # Pages are made of it as before.
    whole = View(replace(kept.finished, tables=earlier.tables)).all.standings
    standings = View(kept.finished).all.standings
    assert [one.status for one in standings] == [one.status for one in whole]
    assert {one.settled for one in standings} == {None}


def test_content_is_kept_once_under_its_digest(small: tuple[Programme, Data, Calculation], tmp_path: Path) -> None:
    programme = small[0]
    first = keep_content(programme, tmp_path)
    assert first == keep_content(programme, tmp_path) == tmp_path / programme.digest
    assert programme_or_error(first).indicators == programme.indicators


def test_queries_that_were_built_before_give_the_same(small: tuple[Programme, Data, Calculation]) -> None:
    """The second calculation of a programme takes the queries of the first, and gives what one without them does."""
    programme, data, _ = small
    unknown = programme.model_copy(update={"digest": ""})
    for row, value in ((0, Decimal(7)), (5, Decimal(10**8))):
        changed = with_value(data, row, value)
        assert same(calculate(programme, changed, as_of=AS_OF), calculate(unknown, changed, as_of=AS_OF))


def test_queries_are_those_of_the_programme_in_force(small: tuple[Programme, Data, Calculation]) -> None:
    programme, data, earlier = small
    names = programme.indicator_by_id
    doubled = [one.model_copy(update={"formula": f"({one.formula}) + ({one.formula})"}) for one in names.values()]
    other = programme.model_copy(update={"indicators": tuple(doubled)})
    numbers = [calculate(each, data, as_of=AS_OF).tables["indicators"] for each in (programme, other)]
    assert numbers[0].equals(earlier.tables["indicators"])
    known = [number for number in numbers[0]["value"].to_pylist() if number]
    assert known
    assert not numbers[1]["value"].equals(numbers[0]["value"])
