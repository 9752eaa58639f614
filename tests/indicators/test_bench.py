"""The bench itself: it runs, compares, and cleans up after itself."""

from __future__ import annotations

import pyarrow as pa

from helpers_indicators import programme
from sigai.base.periods import Period
from sigai.indicators import bench, compute
from sigai.tables import empty_data


def test_the_bench_measures_and_compares():
    result = bench.bench(300_000, repeat=1)
    assert result.equal
    assert 250_000 < result.rows < 350_000
    assert min(result.ours, result.theirs, result.ratio, result.peak_memory, result.pandas) > 0
    assert set(result.as_dict()) >= {"name", "ours", "theirs", "ratio"}


def test_figures_at_rest_are_measured_as_a_run_reads_them():
    result = bench.bench(300_000, repeat=1, at_rest=True)
    assert result.equal
    assert 250_000 < result.rows < 350_000
    assert result.pandas is None
    assert min(result.ours, result.theirs, result.ratio, result.peak_memory, result.stage) > 0


def test_results_that_differ_are_found_out():
    march = Period.parse("2022-03")
    results = compute(programme({"x": ("entities()", "个")}), empty_data(), first=march, last=march).results
    changed = results.set_column(5, "value", pa.array([1.0] * results.num_rows))
    assert bench.same_results(results, results)
    assert not bench.same_results(results, changed)
    assert not bench.same_results(results, results.slice(1))
