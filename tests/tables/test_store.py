"""The store holds tables, answers expressions, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers_indicators import data, entity, value
from sigai.tables import ENTITIES, VALUES, DuckStore, run_sql, sql_of, union_all

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


def test_unions_and_the_sql_of_an_expression():
    with DuckStore() as store:
        numbers = store.put("numbers", NUMBERS)
        assert union_all([numbers]) is numbers
        assert store.count(union_all([numbers, numbers, numbers])) == 9
        assert "numbers" in sql_of(numbers.filter(numbers.number > 1))
