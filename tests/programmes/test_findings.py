"""The first programme: the contradictions of its plan are found again, and every weighty one is settled."""

from pathlib import Path

import pytest

from sigai.programme.findings import Finding, find
from sigai.programme.loading import programme_or_error

FOLDER = Path(__file__).parents[2] / "programmes" / "zhongwei-2021-2023"

HEAVY = {
    "F101-G_green_park",  # one park or two in 2021
    "F101-I_plat_ind",  # two or three platforms of industries by 2023
    "F101-T_inv_growth",  # 15 % a year or 10 %
    "F101-T_inv_share",  # 30 % of investment or 18 %
    "F101-T_major_sci",  # two or three projects
    "F101-T_service_mfg",  # eight or five demonstrations
    "F401-S_mfg_inv_share",  # of the city or of the region
    "F402-T_bench_ent",  # one that leads in the country or two that lead in the region
    "F501-S_zombie",  # cleared by 2021 or by 2023
    "F601-I_equip",  # ten a year are thirty, not fifty
    "F601-I_plat_ent",  # two a year are six, not eight
    "F601-I_workshop",  # one a year is three, not seven
    "F604-G_energy_int",  # 2 % a year are 5.88 %, not 7 %
}


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    return find(programme_or_error(FOLDER))


def test_all_of_high_weight_are_found_and_nothing_else_weighs_as_much(findings: tuple[Finding, ...]) -> None:
    assert {found.id for found in findings if found.weight == "high"} == HEAVY


def test_every_one_that_may_change_what_is_to_be_achieved_is_settled(findings: tuple[Finding, ...]) -> None:
    assert [found.id for found in findings if not found.settled and found.weight != "low"] == []


def test_few_stay_open(findings: tuple[Finding, ...]) -> None:
    assert [found.code for found in findings if not found.settled] == ["F802", "F803"]
