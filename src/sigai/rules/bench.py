"""The bench of rules: ours beside numpy written by hand and OpenFisca core, in one run, with equal results.

All start from one row per enterprise with its figures of the year in columns and end with the table of outcomes. They
run in turns in one process; the best of the repeats counts for each. What it takes to make the rows out of figures
(`rows`) and the peak memory of a process that does all of it and nothing else are told apart.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sigai.programme.programme import Programme
from sigai.rules import bench_data, bench_openfisca
from sigai.rules.bench_rivals import Enterprises, by_numpy
from sigai.rules.figures import KeptRows, keep_rows
from sigai.rules.outcomes import edition_of, judged, outcomes, put_estimated
from sigai.rules.working import measures_asked
from sigai.tables import RULE_OUTCOMES, DuckStore, Store, no_estimates

_TOLERANCE = 1e-9
SEEDS = (1, 2)


def bench(enterprises: int, *, repeat: int = 3, seeds: tuple[int, ...] = SEEDS) -> dict[str, Any]:
    """Three rules over so many enterprises: seconds of each contender, how often ours is faster than OpenFisca
    (`against_openfisca`), how many times as long as numpy it takes (`against_numpy`), GiB at most.

    Results are compared for every seed; `equal` says whether all were the same. Where OpenFisca is not installed, that
    is said, and its numbers are None.
    """
    with tempfile.TemporaryDirectory(prefix="sigai-bench-") as temporary:
        races = []
        for seed in seeds:
            folder = Path(temporary) / str(seed)
            bench_data.generate(folder, enterprises, seed)
            races.append(_child("race", folder, repeat if seed == seeds[0] else 1))
        memory = _child("memory", Path(temporary) / str(seeds[0]), 1)
    best = races[0]["seconds"]
    openfisca = best.get("openfisca")
    return {
        "name": "rules",
        "enterprises": enterprises,
        "rules": len(bench_data.programme().rules),
        "seeds": list(seeds),
        "ours": best["ours"],
        "theirs": best["numpy"],
        "ratio": best["ours"] / best["numpy"],
        "openfisca": openfisca,
        "against_numpy": best["ours"] / best["numpy"],
        "against_openfisca": None if openfisca is None else openfisca / best["ours"],
        "rows": memory["rows"],
        "peak_memory": memory["peak"],
        "equal": all(race["equal"] for race in races),
        "outcomes": races[0]["outcomes"],
        "not_compared": []
        if openfisca is not None
        else ["OpenFisca core is not installed: pip install openfisca-core"],
    }


def _child(task: str, data: Path, repeat: int) -> dict[str, Any]:
    """Run one part of the bench in a process of its own; what it measured."""
    command = [sys.executable, "-m", "sigai.rules.bench", task, str(data), str(repeat)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _race(data: Path, repeat: int) -> dict[str, Any]:
    programme = bench_data.programme()
    with bench_data.open_store(data) as store:
        put_estimated(store, no_estimates().values)
        kept = _kept(store, programme)
        frame = _frame(store, kept)
        runs: dict[str, Callable[[], pa.Table]] = {
            "ours": partial(_ours, store, programme, kept),
            "numpy": partial(by_numpy, frame),
        }
        if bench_openfisca.installed():
            runs["openfisca"] = partial(bench_openfisca.by_openfisca, bench_openfisca.system(), frame)
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        found = {}
        for turn in range(repeat):
            for name in list(runs) if turn % 2 == 0 else list(runs)[::-1]:
                started = time.perf_counter()
                found[name] = runs[name]()
                seconds[name].append(time.perf_counter() - started)
    ours = _sorted(found["ours"])
    equal = all(same_outcomes(ours, _sorted(each)) for name, each in found.items() if name != "ours")
    return {"seconds": {name: min(each) for name, each in seconds.items()}, "equal": equal, "outcomes": ours.num_rows}


def _kept(store: Store, programme: Programme) -> KeptRows:
    reads = [edition_of(programme, rule, bench_data.YEAR.last) for rule in programme.rules]
    measures = list(dict.fromkeys(name for read in reads if read for name in measures_asked(read)))
    return keep_rows(store, programme, "enterprise", measures, bench_data.YEAR.last)


def _ours(store: Store, programme: Programme, kept: KeptRows) -> pa.Table:
    found = []
    for rule in programme.rules:
        read = edition_of(programme, rule, bench_data.YEAR.last)
        if read is not None:
            found.append(judged(store, programme, (rule, read), kept, bench_data.YEAR.last))
    return pa.concat_tables(found)


def _frame(store: Store, kept: KeptRows) -> Enterprises:
    rows = kept.rows
    figures = {name: rows[f"figure_{name}"].cast("float64") for name in bench_data.MEASURES}
    got = store.run(rows.select("id", "industry", above=rows.above_since <= bench_data.YEAR.last, **figures))
    industry = got["industry"].combine_chunks().dictionary_encode()
    names: list[Any] = industry.dictionary.to_pylist()
    return Enterprises(
        ids=got["id"].combine_chunks(),
        figures={name: got[name].to_numpy() for name in figures},
        industries=tuple(names),
        industry=industry.indices.fill_null(-1).to_numpy(zero_copy_only=False),
        above_scale=got["above"].to_numpy(),
    )


def _memory(data: Path, _: int) -> dict[str, Any]:
    programme = bench_data.programme()
    with bench_data.open_store(data) as store:
        put_estimated(store, no_estimates().values)
        started = time.perf_counter()
        _kept(store, programme)
        rows = time.perf_counter() - started
        outcomes(store, programme, programme.rules, bench_data.YEAR.last)
    # Linux counts kibibytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30, "rows": rows}


def _sorted(table: pa.Table) -> pa.Table:
    with DuckStore() as store:
        return store.run(store.put("found", table).order_by("rule", "entity"), RULE_OUTCOMES)


def same_outcomes(left: pa.Table, right: pa.Table) -> bool:
    """Whether two tables of outcomes in one order say the same: numbers within a billionth, everything else exactly."""
    if left.num_rows != right.num_rows:
        return False
    return all(_same_column(left[name], right[name]) for name in RULE_OUTCOMES.names)


def _same_column(left: pa.ChunkedArray[Any], right: pa.ChunkedArray[Any]) -> bool:
    if not pa.types.is_floating(left.type):
        return bool(left.equals(right))
    one, other = (np.asarray(column.to_numpy(), dtype="float64") for column in (left, right))
    return bool(np.allclose(one, other, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True))


_TASKS: dict[str, Callable[[Path, int], dict[str, Any]]] = {"race": _race, "memory": _memory}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(_TASKS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
