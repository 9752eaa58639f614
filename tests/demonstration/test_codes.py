"""Invented credit codes pass the checks of real ones and cannot be mistaken for them."""

import numpy as np

from sigai.demonstration.codes import FICTIONAL_BLOCK, check_character, credit_codes
from sigai.demonstration.faults import miscopied
from sigai.values import check_digit


def test_a_published_code_has_the_check_character_we_compute():
    assert check_character("91350100M000100Y4") == "3"


def test_codes_pass_the_check_of_the_import_and_differ():
    codes = credit_codes(np.arange(1, 3000), "640500")
    assert len(set(codes)) == 2999
    assert all(len(code) == 18 and check_digit(code[:17]) == code[17] for code in codes)


def test_every_code_shows_that_it_is_invented():
    assert credit_codes(np.array([17]), "000000")[0][8:16] == f"{FICTIONAL_BLOCK}0017"


def test_a_miscopied_code_is_wrong():
    code = credit_codes(np.array([1]), "640500")[0]
    assert check_character(miscopied(code)[:17]) != miscopied(code)[17]
