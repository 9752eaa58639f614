"""The unified social credit code: its alphabet, its check digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigai.values.credit_codes import ALPHABET, check_digit, fault_of_form


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_published_examples_have_the_right_check_digit(code: str) -> None:
    assert check_digit(code[:-1]) == code[-1]
    assert fault_of_form(code) is None


def test_the_alphabet_leaves_out_what_is_easily_mistaken() -> None:
    assert len(ALPHABET) == 31
    assert not set("IOSVZ") & set(ALPHABET)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(first: str, place: int, other: str) -> None:
    changed = first[:place] + other + first[place + 1 :]
    assert (check_digit(changed) == check_digit(first)) == (changed == first)


@pytest.mark.parametrize("first", ["", "9135", "9135010OM000100Y4"])
def test_what_is_no_beginning_has_no_check_digit(first: str) -> None:
    with pytest.raises(ValueError, match="not the beginning"):
        check_digit(first)


@pytest.mark.parametrize("code", ["9135", "91350100M000100Y4O", "91X50100M000100Y43"])
def test_faults_of_form_are_named(code: str) -> None:
    zh, en = fault_of_form(code) or ("", "")
    assert zh
    assert en
