"""Words beside a measure's name in one head: units, and what its figures are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from helpers_mapping import Rows, applied, figures, proposed, written
from helpers_values import code
from sigai.values.mapping import MappingReaders


def under(head: str) -> Rows:
    return [["2022年9月", ""], ["企业名称", head], ["企业1", 60]]


@pytest.mark.parametrize(
    "words",
    [
        "（累计，千元）",
        "（千元，累计）",
        "（千元）累计",
        "（千元）（累计）",
        "（累计）（千元）",
        "（本年累计 千元）",
        "（累计/千元）",
        "（累计；单位千元）",
        "（以千元计，累计）",
        "（1-9月，千元）",
        "（千元，1-9月）",
        "（千元）（9月）",
        "（2022年1-9月累计，千元）",
        " 累计 千元",
        "累计千元",
    ],
)
def test_a_unit_beside_other_words_is_kept(tmp_path: Path, readers: MappingReaders, words: str) -> None:
    path = written(tmp_path / "a.csv", under(f"工业总产值{words}"))
    mapping = proposed(path, readers)
    assert mapping.columns[-1].unit == "千元"
    found = applied(path, mapping, readers)
    assert not found.asks
    assert figures(found) == {(code(1), "output", "2022-09"): Decimal(6)}
    unsaid = mapping.columns[-1].model_copy(update={"unit": ""})
    found = applied(path, mapping.model_copy(update={"columns": (mapping.columns[0], unsaid)}), readers)
    assert set(figures(found).values()) == {Decimal(6)}


@pytest.mark.parametrize(
    "words",
    ["（千元）（万元）", "（千元，万元）", "（本月，千元）", "（千元）本月", "（含税，千元）", "（累计，千美元）"],
)
def test_two_units_or_words_of_other_figures_beside_one_are_asked_about(
    tmp_path: Path, readers: MappingReaders, words: str
) -> None:
    assert proposed(written(tmp_path / "a.csv", under(f"工业总产值{words}")), readers).columns[-1].means == "asked"


@pytest.mark.parametrize("words", ["（累计，元）", "（累计，万元）", "（累计）"])
def test_another_unit_next_month_is_asked_about(tmp_path: Path, readers: MappingReaders, words: str) -> None:
    mapping = proposed(written(tmp_path / "a.csv", under("工业总产值（累计，千元）")), readers)
    assert applied(written(tmp_path / "b.csv", under(f"工业总产值{words}")), mapping, readers).asks
