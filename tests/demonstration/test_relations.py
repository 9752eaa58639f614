"""Identities as sums of measures, and figures mended until they hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers_demonstration import demonstration_content, identity
from helpers_programme import load
from sigai.demonstration.relations import Relation, mended, relations_of
from sigai.demonstration.series import InventedSeries

CONDITIONS = {
    "waste_made >= waste_used": ({"waste_used": 1e6}, "<=", {"waste_made": 1e6}),
    "research + power * 2 元/kWh <= output": ({"research": 1e4, "power": 2.0}, "<=", {"output": 1e4}),
    "power * $power_tce <= waste_made * 1 kgce/吨": None,
    "output = research": ({"output": 1e4}, "=", {"research": 1e4}),
    "output * research <= output": None,
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_sums_of_measures_are_understood(tmp_path, condition):
    content = demonstration_content()
    content["identities"] = [identity("x", condition)]
    found = relations_of(load(tmp_path / "programme", content))
    if "$power_tce" in condition:
        assert found[0].smaller["power"] == pytest.approx(0.1229e3)
    elif CONDITIONS[condition] is None:
        assert found == ()
    else:
        smaller, operator, larger = CONDITIONS[condition]
        assert found[0].smaller == pytest.approx(smaller)
        assert found[0].operator == operator
        assert found[0].larger == pytest.approx(larger)


def test_only_a_plain_pair_is_part_and_whole():
    assert Relation({"a": 1.0}, "<=", {"b": 1.0}).part_and_whole == ("a", "b")
    assert Relation({"a": 1.0}, "<=", {"b": 2.0}).part_and_whole == (None, None)
    assert Relation({"a": 1.0}, "=", {"b": 1.0}).part_and_whole == (None, None)
    assert Relation({"a": 1.0, "c": 1.0}, "<=", {"b": 1.0}).part_and_whole == (None, None)


def series(numbers):
    amounts = np.array([numbers], dtype=float)
    return InventedSeries(None, amounts, amounts, is_stock=False)  # type: ignore[arg-type]


amounts = st.lists(st.floats(0, 1e6), min_size=3, max_size=3)


@given(amounts, amounts, amounts)
def test_mended_parts_fit_into_their_whole_and_sound_ones_stay(first, second, whole):
    made = {"a": series(first), "b": series(second), "c": series(whole)}
    found = mended((Relation({"a": 1.0, "b": 1.0}, "<=", {"c": 1.0}),), made, frozenset())
    total = found["a"].amounts + found["b"].amounts
    assert (total <= made["c"].amounts + 1e-9).all()
    sound = made["a"].amounts + made["b"].amounts <= made["c"].amounts
    assert (found["a"].amounts[sound] == made["a"].amounts[sound]).all()


def test_an_equation_settles_its_single_side():
    made = {"a": series([1, 1, 1]), "b": series([2, 3, 4]), "c": series([5, 6, 7])}
    found = mended((Relation({"a": 1.0}, "=", {"b": 1.0, "c": 1.0}),), made, frozenset())
    assert found["a"].amounts.tolist() == [[7, 9, 11]]
