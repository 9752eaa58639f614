"""What targets at a pace ask of the invented data."""

import pytest

from helpers_demonstration import demonstration_programme, track
from sigai.demonstration.goals import course_of, formulas_of, steer
from sigai.programme.demonstration import DemonstrationHints
from sigai.programme.targets import Track


@pytest.fixture
def programme(tmp_path):
    return demonstration_programme(tmp_path / "programme")


def course(programme, pace, **more):
    wanted = Track.model_validate(track("waste", "%", {"2021": 44, "2023": 46}, **more))
    return course_of(programme, wanted, pace)


BASELINE = {"baselines": [{"period": "2020", "value": 40, "assumed": "test"}]}


def test_pace_one_reaches_each_step_just_so(programme):
    assert course(programme, 1.0, **BASELINE) == {2020: 40, 2021: 44, 2022: 45, 2023: 46}


def test_half_the_pace_covers_half_the_way(programme):
    assert course(programme, 0.5, **BASELINE)[2023] == 43


def test_growth_rates_are_asked_of_each_year_by_itself(programme):
    found = course(programme, 0.5, trajectory="constant")
    assert found == {2020: 22, 2021: 22, 2022: 23, 2023: 23}


def test_where_less_is_better_a_slow_pace_stays_above(programme):
    found = course(programme, 0.5, trajectory="constant", direction="down")
    assert found[2023] == 92


def test_without_a_baseline_the_way_begins_somewhat_short(programme):
    found = course(programme, 1.0)
    assert 0 < found[2020] < 44
    assert found[2021] == 44


def test_plain_formulas_steer_ratios_shares_levels_and_records(programme):
    steering = steer(programme, DemonstrationHints(paces=(1.0,)), formulas_of(programme))
    assert steering.driver("waste_used") == "waste_made"
    assert steering.path("waste_used", "waste_made")[2023] == pytest.approx(0.6)
    assert steering.path("waste_used", "output") == {}
    assert steering.path("controlled", "processes")[2023] == pytest.approx(0.7)
    assert steering.shares["research"][2023] == pytest.approx(0.4)
    assert steering.levels["stations"][2021] == 300
    rising, falling = (next(g for g in steering.records if g.term.ledger == name) for name in ("titles", "zombies"))
    assert rising.course[2023] == 12 and not rising.falling
    assert falling.course[2022] == 0 and falling.falling


def test_a_named_target_runs_at_its_own_pace(programme):
    slow = steer(programme, DemonstrationHints(pace={"B": 0.5}), formulas_of(programme))
    assert slow.levels["stations"][2023] < 500
