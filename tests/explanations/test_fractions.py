"""A formula as a fraction of named terms: what has a name of its own is called by it, and explained once."""

from __future__ import annotations

from pathlib import Path

from sigai.explanations import formula_lines
from sigai.programme.loading import programme_or_error

PROGRAMME = programme_or_error(Path(__file__).parents[2] / "programmes" / "zhongwei-2021-2023")


def test_a_ratio_of_named_terms_is_a_fraction_and_each_name_is_explained_once() -> None:
    whole, ratio, used = formula_lines(PROGRAMME, PROGRAMME.indicator_by_id["G_energy_int-change"])
    assert whole.under is None
    assert ratio.name.zh in whole.over["zh"], "the change is one of the ratio, by its name"
    assert ratio.over == {"zh": used.name.zh, "en": used.name.en}
    assert ratio.under is not None and "合计" in ratio.under["zh"]
    assert "原煤" in used.over["zh"] and used.under is None


def test_every_formula_of_the_programme_has_lines_in_both_languages() -> None:
    for indicator in PROGRAMME.indicators:
        lines = formula_lines(PROGRAMME, indicator)
        assert lines[0].name == indicator.name
        assert len({line.name.zh for line in lines}) == len(lines)
        for line in lines:
            assert all(line.over[language] for language in ("zh", "en"))
            assert line.under is None or all(line.under[language] for language in ("zh", "en"))
