"""The way of a record through its states and days."""

from datetime import date

from helpers_demonstration import demonstration_programme
from sigai.demonstration.draws import stream
from sigai.demonstration.lives import days_in, life_ending, life_leaving, lived_until, way_out, way_to


def ledger_of(tmp_path, name):
    return demonstration_programme(tmp_path / "programme").ledger_by_id[name]


def test_the_way_follows_the_transitions(tmp_path):
    ledger = ledger_of(tmp_path, "titles")
    assert way_to(ledger, ("recognised",)) == ("applied", "recognised")
    assert way_to(ledger, ("applied", "recognised")) == ("applied",)


def test_without_transitions_the_states_follow_each_other_as_written(tmp_path):
    ledger = ledger_of(tmp_path, "titles").model_copy(update={"transitions": ()})
    assert way_to(ledger, ("recognised",)) == ("applied", "recognised")


def test_the_way_out_leads_to_another_state(tmp_path):
    ledger = ledger_of(tmp_path, "zombies")
    assert way_out(ledger, "identified", ("identified",)) == ("cleared",)
    assert way_out(ledger, "cleared", ("cleared",)) == ()


def test_a_life_goes_on_evenly_until_it_leaves():
    begun = (("a", date(2021, 1, 1)),)
    assert life_leaving(begun, ("b", "c"), date(2021, 1, 11))[1:] == (("b", date(2021, 1, 6)), ("c", date(2021, 1, 11)))
    assert life_leaving(begun, ("b",), date(2020, 1, 1))[1] == ("b", date(2021, 1, 2))


def test_days_are_ordered_within_the_year_and_rather_late_in_it():
    days = days_in(stream(1, "x"), 2021, 400)
    assert days == sorted(days)
    assert {day.year for day in days} == {2021}
    assert sum(day.month >= 10 for day in days) > sum(day.month <= 3 for day in days) * 2


def test_a_life_ends_on_its_day_and_is_told_only_until_today():
    life = life_ending(stream(1, "x"), ("a", "b", "c"), date(2022, 6, 1), begun=date(2020, 1, 1))
    assert [state for state, _ in life] == ["a", "b", "c"]
    assert life[0][1] == date(2020, 1, 1)
    assert life[1][1] < life[2][1] == date(2022, 6, 1)
    assert lived_until(life, date(2022, 5, 31)) == life[:2]
    assert lived_until(life, date(2019, 1, 1)) == ()
