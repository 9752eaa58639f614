"""The store holds tables, answers expressions, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers_indicators import data, entity, value
from sigai.base.issues import InternalError
from sigai.evaluation.decimals import undecided
from sigai.tables import ENTITIES, VALUES, DuckStore, run_sql, sql_of, union_all
from sigai.tables.scripts import Script, Scripts
from sigai.tables.store import Ask, Store

NUMBERS = pa.table({"name": ["a", "b", "c"], "number": pa.array([1, 2, 3], pa.int64())})


def test_arrow_tables_are_put_by_name_and_replaced():
    with DuckStore() as store:
        store.put("numbers", NUMBERS)
        assert store.run(store.table("numbers")).sort_by("name").equals(NUMBERS)
        store.put("numbers", NUMBERS.slice(0, 1))
        assert store.count(store.table("numbers")) == 1


def test_answers_are_cast_to_a_schema():
    wanted = pa.schema([("total", pa.float64())])
    with DuckStore() as store:
        numbers = store.put("numbers", NUMBERS)
        answer = store.run(numbers.aggregate(other=numbers.count(), total=numbers.number.sum()), wanted)
    assert answer.schema == wanted
    assert answer["total"].to_pylist() == [6.0]


def test_parquet_files_are_one_table(tmp_path: Path):
    for number in (0, 1):
        pq.write_table(NUMBERS.slice(number, 1), tmp_path / f"{number}.parquet")
    with DuckStore() as store:
        store.put_parquet("listed", [tmp_path / "0.parquet", tmp_path / "1.parquet"])
        store.put_parquet("pattern", str(tmp_path / "*.parquet"))
        store.put_parquet("one", tmp_path / "0.parquet")
        assert [store.count(store.table(name)) for name in ("listed", "pattern", "one")] == [2, 2, 1]


def test_answers_are_kept_and_dropped():
    with DuckStore() as store:
        numbers = store.put("numbers", NUMBERS)
        store.keep("large", numbers.filter(numbers.number > 1))
        store.drop("numbers", "never there")
        assert store.count(store.table("large")) == 2
        assert not store.has("numbers")
        with pytest.raises(KeyError):
            store.table("numbers")


def test_answers_are_written_as_parquet(tmp_path: Path):
    with DuckStore() as store:
        written = store.write_parquet(store.put("numbers", NUMBERS), tmp_path / "new" / "numbers.parquet")
    assert pq.read_table(written).sort_by("name").equals(NUMBERS)


def test_data_is_held_under_the_names_of_its_contracts():
    facts = data([entity("a")], [value("a", "sales", "2022-03", 5)], ledgers=["titles"])
    with DuckStore.of(facts, memory_limit="1GB", threads=1) as store:
        assert store.ledgers == {"titles"}
        assert store.run(store.table("entities"), ENTITIES).equals(facts.entities)
        assert store.run(store.table("values"), VALUES).equals(facts.values)
        assert run_sql(store, "SELECT current_setting('threads') AS threads")["threads"].to_pylist() == [1]


def test_a_store_leaves_no_files_behind():
    with DuckStore(memory_limit="100MB") as store:
        folder = Path(str(run_sql(store, "SELECT current_setting('temp_directory') AS f")["f"][0]))
        assert folder.is_dir()
        numbers = store.put("numbers", pa.table({"n": pa.array(range(2_000_000), pa.int64())}))
        store.run(numbers.order_by(numbers.n.desc()).limit(1))
    assert not folder.exists()
    store.close()


@pytest.mark.parametrize("null_of", [lambda x: x.isnull(), lambda x: x.notnull(), lambda x: x.identical_to(True)])
def test_a_query_that_sql_would_misread_is_refused_in_every_test(null_of: Callable[[Any], Any]):
    with DuckStore() as store:
        flags = store.put("flags", pa.table({"x": pa.array([True, False, None])}))
        with pytest.raises(AssertionError, match="of NOT"):
            store.run(flags.select(found=null_of(~flags.x)))
        with pytest.raises(AssertionError, match="of NOT"):
            store.view("found", flags.mutate(found=null_of(~flags.x)).filter(flags.x))
        assert store.count(flags.filter(null_of(flags.x) | ~flags.x)) > 0


def test_a_test_that_was_turned_is_undecided_where_it_was_before():
    with DuckStore() as store:
        flags = store.put("flags", pa.table({"x": pa.array([True, False, None])}))
        asked = flags.select(asked=undecided(flags.x), turned=undecided(~flags.x))
        assert store.run(asked).to_pydict() == {"asked": [False, False, True], "turned": [False, False, True]}


def test_unions_and_the_sql_of_an_expression():
    with DuckStore() as store:
        numbers = store.put("numbers", NUMBERS)
        assert union_all([numbers]) is numbers
        assert store.count(union_all([numbers, numbers, numbers])) == 9
        assert "numbers" in sql_of(numbers.filter(numbers.number > 1))


def sum_of(asked: list[str]) -> Ask:
    """A question that looks at the data on its way: the sum of numbers, told by how many names there are."""

    def ask(given: Store) -> list[tuple[ibis.Table, pa.Schema]]:
        asked.append("asked")
        numbers = given.table("numbers")
        names = given.run(numbers.select("name").distinct().order_by("name"))["name"].to_pylist()
        weights = given.put("weights", pa.table({"name": names, "weight": pa.array([10] * len(names), pa.int64())}))
        given.keep("weighed", numbers.join(weights, "name"))
        given.drop("weights")
        total = given.table("weighed").aggregate(total=(ibis._.number * ibis._.weight).sum())
        return [(total, pa.schema([("total", pa.int64())]))]

    return ask


def answered(numbers: pa.Table, asked: list[str], questions: str | None) -> list[int]:
    with DuckStore() as store:
        store.put("numbers", numbers)
        (answer,) = store.answers(questions, sum_of(asked))
        assert store.count(store.table("weighed")) == numbers.num_rows
        assert not store.has("weights")
        return answer["total"].to_pylist()


def test_the_same_questions_are_built_once_and_answered_from_the_data_at_hand():
    asked: list[str] = []
    assert answered(NUMBERS, asked, "sum") == [60]
    other = NUMBERS.set_column(1, "number", pa.array([7, 0, 0], pa.int64()))
    assert answered(other, asked, "sum") == [70]
    assert asked == ["asked"]


def test_questions_are_built_anew_where_what_was_seen_is_otherwise():
    asked: list[str] = []
    assert answered(NUMBERS, asked, "seen") == [60]
    assert answered(NUMBERS.slice(0, 2), asked, "seen") == [30]
    assert len(asked) == 2


def test_questions_are_built_anew_for_tables_of_other_columns():
    asked: list[str] = []
    assert answered(NUMBERS, asked, "columns") == [60]
    assert answered(NUMBERS.append_column("more", NUMBERS["name"]), asked, "columns") == [60]
    assert len(asked) == 2


def test_questions_without_a_name_are_built_every_time():
    asked: list[str] = []
    assert [answered(NUMBERS, asked, None) for _ in range(2)] == [[60], [60]]
    assert len(asked) == 2


def test_files_are_put_before_questions(tmp_path: Path):
    pq.write_table(NUMBERS, tmp_path / "numbers.parquet")
    with DuckStore() as store, pytest.raises(InternalError):
        store.answers("files", lambda given: [(given.put_parquet("n", tmp_path / "numbers.parquet"), NUMBERS.schema)])


def test_no_more_scripts_are_kept_than_were_asked_for():
    scripts = Scripts(2)
    for key in ("one", "two"):
        scripts.keep(key, Script((), ()))
    scripts.of("one")
    scripts.keep("three", Script((), ()))
    assert [key for key in ("one", "two", "three") if scripts.of(key) is not None] == ["one", "three"]
