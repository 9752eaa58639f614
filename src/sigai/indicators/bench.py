"""The bench of indicators: our speed and memory beside SQL written by hand, on data made for it.

Ours and theirs run in one process, in turns, each on a fresh engine with the same settings; the best of the repeats
counts for each. Peak memory is measured in a process of its own that runs ours alone. Data is made beforehand, into a
temporary folder, and is not part of any time.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sigai.indicators import bench_data, bench_rivals
from sigai.indicators.computing import compute
from sigai.indicators.stage import INDICATORS
from sigai.tables import INDICATOR_RESULTS, DuckStore, no_estimates, run_sql
from sigai.tables.stages import Work

PANDAS_UP_TO = 10_000_000
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What a bench measured. Times in seconds, memory in GiB; `equal`: both gave the same results.

    `peak_memory` is that of a process that computes and does nothing else; `stage`: how long a whole stage of a run
    took there, terms and coverage included, where figures lie as a site keeps them.
    """

    name: str
    rows: int
    ours: float
    theirs: float
    ratio: float
    peak_memory: float
    pandas: float | None
    stage: float | None
    equal: bool

    def as_dict(self) -> dict[str, Any]:
        """For `sigai bench indicators --json`."""
        return asdict(self)


def bench(
    rows: int, *, repeat: int = 3, seed: int = 1, folder: Path | None = None, at_rest: bool = False
) -> BenchResult:
    """Run the bench over about `rows` figures, `repeat` times.

    20 indicators (8 ratios, 6 growth rates, 6 counts of records) × 37 areas × 48 months. `folder` keeps the data it
    makes, or takes the data found there; otherwise it goes away. `at_rest`: figures as a site keeps them, every
    revision with corrections apart, of which both sides find out those that count. pandas takes part up to ten million
    figures that count.
    """
    with _data(rows, seed, folder, at_rest=at_rest) as data:
        race = _child("race", data, repeat)
        memory = _child("memory", data, 1)
        by_pandas = rows <= PANDAS_UP_TO and not at_rest
        pandas = _child("pandas", data, 1)["seconds"] if by_pandas else None
    return BenchResult(
        name="indicators-at-rest" if at_rest else "indicators",
        rows=race["rows"],
        ours=race["ours"],
        theirs=race["theirs"],
        ratio=race["ours"] / race["theirs"],
        peak_memory=memory["peak"],
        pandas=pandas,
        stage=memory["stage"],
        equal=race["equal"],
    )


@contextmanager
def _data(rows: int, seed: int, folder: Path | None, *, at_rest: bool) -> Iterator[Path]:
    generate = bench_data.generate_at_rest if at_rest else bench_data.generate
    if folder is not None:
        if not (folder / "entities.parquet").exists():
            generate(folder, rows, seed)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="sigai-bench-") as temporary:
        generate(Path(temporary), rows, seed)
        yield Path(temporary)


def _child(task: str, data: Path, repeat: int) -> dict[str, Any]:
    """Run one part of the bench in a process of its own; what it measured."""
    command = [sys.executable, "-m", "sigai.indicators.bench", task, str(data), str(repeat)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _race(data: Path, repeat: int) -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    contenders = [(ours, _ours), (theirs, _theirs)]
    results: dict[int, pa.Table] = {}
    for turn in range(repeat):
        for place in (0, 1) if turn % 2 == 0 else (1, 0):
            times, run = contenders[place]
            seconds, results[place] = run(data)
            times.append(seconds)
    with _opened(data) as store:
        rows = store.count(store.table("values"))
    return {"rows": rows, "ours": min(ours), "theirs": min(theirs), "equal": same_results(results[0], results[1])}


def _at_rest(data: Path) -> bool:
    return (data / "firsts").exists()


def _opened(data: Path) -> DuckStore:
    return DuckStore.of(bench_data.data_at_rest(data)) if _at_rest(data) else bench_data.open_store(data)


def _ours(data: Path) -> tuple[float, pa.Table]:
    programme = bench_data.programme()
    with _opened(data) as store:
        started = time.perf_counter()
        run = compute(programme, store, first=bench_data.FIRST, last=bench_data.LAST, terms=False)
        return time.perf_counter() - started, run.results


def _theirs(data: Path) -> tuple[float, pa.Table]:
    with _opened(data) as store:
        if _at_rest(data):
            store.drop("values")
            run_sql(store, bench_rivals.hand_written_view(data))
        started = time.perf_counter()
        results = bench_rivals.by_hand(store)
        return time.perf_counter() - started, results


def _stage(data: Path) -> float:
    """The stage as a run carries it out, with nothing missing: how long it took."""
    nothing = no_estimates()
    tables = {"estimates": nothing.values, "draws": nothing.draws, "weights": nothing.weights}
    work = Work(bench_data.programme(), bench_data.data_at_rest(data), bench_data.LAST, tables)
    started = time.perf_counter()
    INDICATORS.run(work)
    return time.perf_counter() - started


def _memory(data: Path, _: int) -> dict[str, Any]:
    stage = _stage(data) if _at_rest(data) else None
    if stage is None:
        _ours(data)
    # Linux counts kibibytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30, "stage": stage}


def _pandas(data: Path, _: int) -> dict[str, Any]:
    started = time.perf_counter()
    bench_rivals.by_pandas(data)
    return {"seconds": time.perf_counter() - started}


def same_results(left: pa.Table, right: pa.Table) -> bool:
    """Whether two tables of results say the same: numbers within a billionth, everything else exactly."""
    if left.num_rows != right.num_rows:
        return False
    return all(_same_column(left[name], right[name]) for name in INDICATOR_RESULTS.names)


def _same_column(left: pa.ChunkedArray[Any], right: pa.ChunkedArray[Any]) -> bool:
    if not pa.types.is_floating(left.type):
        return bool(left.equals(right))
    one, other = (np.asarray(column.to_numpy(), dtype="float64") for column in (left, right))
    return bool(np.allclose(one, other, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True))


_TASKS: dict[str, Callable[[Path, int], dict[str, Any]]] = {"race": _race, "memory": _memory, "pandas": _pandas}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(_TASKS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
