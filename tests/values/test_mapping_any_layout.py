"""Whatever layout a file has, a mapping gives back the figures that its maker knew first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_mapping import Rows, applied, figures, proposed, written
from helpers_values import PROGRAMME, code
from sigai.base.periods import Period
from sigai.values.mapping import (
    GivenWithFile,
    MappingReaders,
    mapping_faults,
)

MEASURES = {"output": "工业总产值", "profit": "利润总额", "waste_made": "固废产生量"}
UNITS = {"output": ("万元", "亿元", "元"), "profit": ("万元", "元"), "waste_made": ("吨", "万吨")}
SIZES = {"万元": 1, "亿元": 10_000, "元": Decimal("0.0001"), "吨": 1, "万吨": 10_000}


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Rows, dict[tuple[str, str, str], Decimal]]:
    """A table of one of three layouts written from known figures: the oracle never reads a sheet."""
    kind = draw(st.sampled_from(["wide", "long", "months"]))
    subjects = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4, unique=True))
    measures = draw(st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, max_size=3, unique=True))
    months = draw(st.lists(st.integers(7, 9), min_size=2, max_size=3, unique=True)) if kind == "months" else [9]
    units = {each: draw(st.sampled_from(UNITS[each])) for each in measures}
    cells = st.one_of(st.none(), st.integers(1, 10**6))
    by_code = draw(st.booleans())
    names = {subject: code(subject) if by_code else f"企业{subject}" for subject in subjects}
    known: dict[tuple[str, str, str], Decimal] = {}
    grid: dict[tuple[int, str, int], Any] = {}
    for subject in subjects:
        for measure in measures:
            for month in months:
                number = draw(cells)
                grid[subject, measure, month] = "" if number is None else number
                if number is not None:
                    known[code(subject), measure, f"2022-{month:02d}"] = Decimal(number) * SIZES[units[measure]]
    if kind == "wide":
        table = [["企业", *(f"{MEASURES[each]}（{units[each]}）" for each in measures)]]
        table += [[names[subject], *(grid[subject, each, 9] for each in measures)] for subject in subjects]
    elif kind == "long":
        table = [["企业", "指标", "单位", "数值"]]
        table += [[names[s], MEASURES[m], units[m], grid[s, m, 9]] for s in subjects for m in measures]
    else:
        table = [["企业", "指标", "单位", *(f"{month}月" for month in months)]]
        table += [
            [names[s], MEASURES[m], units[m], *(grid[s, m, k] for k in months)] for s in subjects for m in measures
        ]
    order = draw(st.permutations(range(len(table[0]))))
    body = draw(st.permutations(table[1:]))
    width = len(order)
    titles = draw(st.lists(st.sampled_from(["情况表", "内部资料"]), max_size=2))
    rows = [[text, *[""] * (width - 1)] for text in titles]
    return [*rows, *([row[at] for at in order] for row in [table[0], *body])], known


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(layout=layouts(), excel=st.booleans())
def test_known_figures_come_back_from_any_layout(
    tmp_path: Path, readers: MappingReaders, layout: tuple[Rows, dict[tuple[str, str, str], Decimal]], excel: bool
) -> None:
    rows, known = layout
    path = written(tmp_path / ("a.xlsx" if excel else "a.csv"), rows)
    if not known:
        return
    mapping = proposed(path, readers)
    assert not list(mapping_faults(mapping, PROGRAMME))
    handed_in = GivenWithFile(Period.parse(max(period for _, _, period in known)))
    found = applied(path, mapping, readers, handed_in)
    refused = {(issue.place.row, issue.place.column) for issue in found.issues if issue.severity == "error"}
    assert not refused
    assert {key: value.normalize() for key, value in figures(found).items()} == {
        key: value.quantize(Decimal("0.0001")).normalize() for key, value in known.items()
    }
