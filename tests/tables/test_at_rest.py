"""Figures at rest say the same as figures in memory, take in only what is new, and outlive whatever happens to them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigai.base.periods import Period
from sigai.tables import (
    CLOSED_MONTHS,
    ENTITIES,
    RECORD_STATES,
    RECORDS,
    VALUE_HISTORY,
    VALUES,
    Data,
    DuckStore,
    FigureFolder,
    HeldFigures,
    in_memory,
    read_columns,
    rows_by_measure,
    with_history,
    write_table_parquet,
)
from sigai.tables.at_rest import MANIFEST, MOST_FILES
from sigai.tables.revisions import in_order

MONTHS = [Period.parse(text) for text in ("2022-05", "2022-06", "2022-07")]
MARCH = Period.parse("2022-03")
GIVEN = pa.schema([field for field in VALUES if field.name != "corrected"])
ORIGIN = {"from": "a test"}


def row(revision: int, entity: str, measure: str, period: Period, value: int | None, state: str = "accepted") -> dict:
    return {
        "entity": entity,
        "measure": measure,
        "month": period.last,
        "period": str(period),
        "value": None if value is None else Decimal(value),
        "revision": revision,
        "state": "withdrawn" if value is None else state,
        "reported_at": dt.datetime(2022, 8, 1) + dt.timedelta(days=revision),
    }


def table(rows: list[dict]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=GIVEN)


def by_month(rows: list[dict]) -> Iterator[tuple[int, pa.Table]]:
    for month in sorted({one["month"] for one in rows}):
        yield month, table([one for one in rows if one["month"] == month])


def as_today(rows: list[dict], mark: int) -> pa.Table:
    """Every revision up to a mark as a table in memory: what files must not differ from."""
    return with_history(in_order(table([one for one in rows if one["revision"] <= mark])))


def counting(rows: list[dict], mark: int) -> dict[tuple[str, str, str], Decimal]:
    """The figures that count at a mark, by one loop: the last word on each; who takes a figure back leaves none."""
    found: dict[tuple[str, str, str], Decimal] = {}
    for one in rows[:mark]:
        key = (one["entity"], one["measure"], one["period"])
        found.pop(key, None)
        if one["value"] is not None:
            found[key] = one["value"]
    return found


def take_in(folder: FigureFolder, rows: list[dict]) -> HeldFigures:
    """Let a folder take in those of some rows that it has not yet."""
    held = folder.held()
    since = held.mark if held is not None else 0
    new = [one for one in rows if one["revision"] > since]
    return folder.add(held, by_month(new), mark=max(one["revision"] for one in rows), origin=ORIGIN)


@pytest.fixture
def folder(tmp_path: Path) -> FigureFolder:
    return FigureFolder(tmp_path / "figures")


def ten() -> list[dict]:
    """Late figures, corrections of values and states, and one that is taken back."""
    june, july = MONTHS[1:]
    written = [("a", june, 5), ("b", june, 7), ("a", july, 6), ("a", june, 9), ("c", june, 1), ("a", june, 5)]
    rows = [row(number, entity, "sales", period, value) for number, (entity, period, value) in enumerate(written, 1)]
    return [
        *rows,
        row(7, "b", "sales", june, 7, "revised"),
        row(8, "b", "sales", june, 7),
        row(9, "a", "power", june, 3),
        row(10, "d", "sales", Period.parse("2022Q2"), 4),
    ]


def test_first_figures_and_corrections_lie_apart_by_period(folder: FigureFolder) -> None:
    held = take_in(folder, ten())
    found = {}
    for file in held.files:
        rows = pq.read_table(folder.path / file.name)
        assert rows.schema.equals(VALUES)
        assert file.name.startswith(f"{Period.of_index(file.month)}/{file.kind}-")
        found[file.kind, file.month] = sorted(rows["revision"].to_pylist())
    june, july = MONTHS[1].last, MONTHS[2].last
    assert found == {("firsts", june): [1, 2, 5, 9, 10], ("corrections", june): [4, 6, 7, 8], ("firsts", july): [3]}
    assert (held.mark, held.rows, held.origin) == (10, 10, ORIGIN)


@pytest.mark.parametrize("mark", range(11))
def test_every_earlier_mark_can_be_read(folder: FigureFolder, mark: int) -> None:
    values, history = folder.figures(take_in(folder, ten()), mark)
    expected = as_today(ten(), mark)
    assert in_memory(history).equals(expected)
    current = expected.filter(expected["current"]).select(VALUES.names)
    assert in_memory(values).equals(current)
    assert (history.num_rows, values.num_rows) == (expected.num_rows, current.num_rows)


WRITTEN = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["sales", "power"]),
        st.sampled_from(MONTHS),
        st.integers(0, 2) | st.none(),
        st.sampled_from(["accepted", "accepted", "provisional", "revised"]),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=12, deadline=None)
@given(WRITTEN, st.lists(st.integers(1, 30), max_size=4), st.integers(0, 30))
def test_however_figures_come_in_files_say_what_memory_says(
    written: list[tuple[str, str, Period, int, str]], breaks: list[int], mark: int
) -> None:
    """Corrections, figures and corrections taken back, late months, states: in any portions, at the end and at any
    earlier mark."""
    rows = [row(number, *one) for number, one in enumerate(written, 1)]
    with TemporaryDirectory() as place:
        folder = FigureFolder(Path(place))
        for upto in sorted({min(one, len(rows)) for one in breaks}):
            take_in(folder, rows[:upto])
        held = take_in(folder, rows)
        for at in (len(rows), min(mark, len(rows))):
            values, history = folder.figures(held, at)
            expected = as_today(rows, at)
            assert in_memory(history).equals(expected)
            assert in_memory(values).equals(expected.filter(expected["current"]).select(VALUES.names))
            told = {
                (one["entity"], one["measure"], one["period"]): one["value"] for one in in_memory(values).to_pylist()
            }
            assert told == counting(rows, at)


def test_many_small_files_become_one_and_readers_keep_theirs(folder: FigureFolder) -> None:
    rows = [row(number, f"e{number}", "sales", MONTHS[1], number) for number in range(1, MOST_FILES + 3)]
    early = folder.figures(take_in(folder, rows[:2]), 2)[1]
    for upto in range(3, len(rows) + 1):
        held = take_in(folder, rows[:upto])
        assert len(held.files) <= MOST_FILES
    assert in_memory(folder.figures(held, len(rows))[1]).equals(as_today(rows, len(rows)))
    assert in_memory(early).equals(as_today(rows, 2)), "a run that is under way reads on"


def test_files_that_nobody_names_go_after_a_day(folder: FigureFolder) -> None:
    held = take_in(folder, ten())
    old, young = (folder.path / "2022-06" / f"firsts-{name}.parquet" for name in ("old", "young"))
    for path in (old, young, folder.path / held.files[0].name):
        path.touch()
    long_ago = dt.datetime(2020, 1, 1).timestamp()
    for path in (old, folder.path / held.files[0].name):
        os.utime(path, (long_ago, long_ago))
    take_in(folder, [*ten(), row(11, "z", "sales", MARCH, 1)])
    assert not old.exists()
    assert young.exists()
    assert (folder.path / held.files[0].name).exists()


def change(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [Path.unlink, change, lambda path: path.write_bytes(b"")])
def test_a_folder_that_is_not_as_its_manifest_says_is_none(folder: FigureFolder, harm: Callable[[Path], None]) -> None:
    held = take_in(folder, ten())
    assert folder.held() == held
    harm(folder.path / held.files[1].name)
    assert folder.held() is None
    assert in_memory(folder.figures(take_in(folder, ten()), 10)[1]).equals(as_today(ten(), 10))


@pytest.mark.parametrize("page", ["", "[]", "{", '{"format": 99}', '{"format": 1, "mark": 1, "origin": {}}'])
def test_a_manifest_that_cannot_be_read_is_none(folder: FigureFolder, page: str) -> None:
    take_in(folder, ten())
    (folder.path / MANIFEST).write_text(page)
    assert folder.held() is None


def test_a_failure_leaves_what_was_held(folder: FigureFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    held = take_in(folder, ten()[:5])
    replaced = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if target.name == MANIFEST:
            raise OSError("no space left")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        take_in(folder, ten())
    assert folder.held() == held
    monkeypatch.setattr(Path, "replace", replaced)
    assert in_memory(folder.figures(take_in(folder, ten()), 10)[1]).equals(as_today(ten(), 10))


_WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_at_rest import *
folder, rows = FigureFolder(Path(sys.argv[1])), []
for number in range(1, 5000):
    rows.append(row(number, f"e{number % 7}", "sales", MONTHS[number % 3], number % 5))
    take_in(folder, rows)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 20])
def test_a_writer_that_is_killed_leaves_a_whole_folder(folder: FigureFolder, after: int) -> None:
    here = Path(__file__).parent
    command = [sys.executable, "-c", _WRITER, str(folder.path), str(here), str(here.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(after):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    held = folder.held()
    assert held is not None
    assert held.mark >= after
    rows = [row(n, f"e{n % 7}", "sales", MONTHS[n % 3], n % 5) for n in range(1, held.mark + 4)]
    assert in_memory(folder.figures(held, held.mark)[1]).equals(as_today(rows, held.mark))
    assert in_memory(folder.figures(take_in(folder, rows), len(rows))[1]).equals(as_today(rows, len(rows)))


class TestReading:
    """What a question needs of files and of tables in memory is the same."""

    @pytest.fixture
    def both(self, folder: FigureFolder) -> list[Data]:
        history = as_today(ten(), 10)
        values = history.filter(history["current"]).select(VALUES.names)
        others = [schema.empty_table() for schema in (RECORDS, RECORD_STATES)]
        closed = pa.table({"month": [MONTHS[1].last], "closed_at": [None], "revision": [4]}, schema=CLOSED_MONTHS)
        at_rest = folder.figures(take_in(folder, ten()), 10)
        return [
            Data(ENTITIES.empty_table(), *figures, *others, closed=closed) for figures in ((values, history), at_rest)
        ]

    def test_a_store_holds_the_same_with_late_figures_marked(self, both: list[Data]) -> None:
        answers = []
        for data in both:
            with DuckStore.of(data) as store:
                answers.append(store.run(store.table("values").order_by("revision"), VALUES))
        assert answers[0].equals(answers[1])
        marked = dict(zip(answers[0]["revision"].to_pylist(), answers[0]["corrected"].to_pylist(), strict=True))
        assert marked == {3: False, 5: True, 6: True, 8: True, 9: True, 10: True}

    def test_columns_of_some_measures(self, both: list[Data]) -> None:
        one, other = (read_columns(data.values, ("entity", "value"), {"sales"}) for data in both)
        assert sorted(one["entity"].to_pylist()) == ["a", "a", "b", "c", "d"]
        for rows in (one, other):
            assert rows["entity"].to_pylist()[-2:] == ["a", "d"], "2022-07 and 2022Q2 come last"
            assert sorted(map(str, rows.to_pylist())) == sorted(map(str, one.to_pylist()))

    def test_rows_by_measure(self, both: list[Data]) -> None:
        for data in both:
            assert rows_by_measure(data.history) == {"sales": (9, 10), "power": (1, 9)}
            assert rows_by_measure(data.values) == {"sales": (5, 10), "power": (1, 9)}

    def test_written_as_one_file_they_are_the_same(self, both: list[Data], tmp_path: Path) -> None:
        for name in ("values", "history"):
            found = []
            for place, data in enumerate(both):
                write_table_parquet(getattr(data, name), tmp_path / f"{place}.parquet")
                found.append(pq.read_table(tmp_path / f"{place}.parquet"))
            assert found[0].equals(found[1])

    def test_a_folder_without_figures_is_an_empty_table(self, tmp_path: Path) -> None:
        folder = FigureFolder(tmp_path)
        held = folder.add(None, (), mark=0, origin={})
        values, history = folder.figures(held, 0)
        assert in_memory(values).equals(VALUES.empty_table())
        assert in_memory(history).equals(VALUE_HISTORY.empty_table())
        assert rows_by_measure(values) == {}


def test_a_folder_can_be_removed_and_made_anew(folder: FigureFolder) -> None:
    before = in_memory(folder.figures(take_in(folder, ten()), 10)[1])
    shutil.rmtree(folder.path)
    assert in_memory(folder.figures(take_in(folder, ten()), 10)[1]).equals(before)
    assert pc.sum(before["current"]).as_py() == 6
