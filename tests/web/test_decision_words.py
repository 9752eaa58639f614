"""What a decision changes, as people read it: names, no keys; what held before, no dash."""

from __future__ import annotations

import pytest
from django.utils import translation

from helpers_decisions import DAY, asked_by, given
from sigai_web.accounts.models import User
from sigai_web.decisions.changes_told import ToldField, told_places

pytestmark = pytest.mark.usefixtures("decided_programme")


def test_a_new_threshold_stands_beside_what_held_before_it(people: tuple[User, User]) -> None:
    made = asked_by(people[0], given(kind="threshold", subject="jump", since="2022-01", values={"factor": "5"}))
    (place,) = told_places(made)
    assert place.held_from and place.code.startswith("plausibility › jump")
    told = {one.label: (one.before, one.after) for one in place.fields}
    assert told["倍数"][0] not in ("", "—") and told["倍数"][1] == "5"
    assert told["生效"] == (place.held_from, "2022年1月")
    assert not any("{" in text or "factor" in text for one in place.fields for text in (one.label, one.before))
    with translation.override("en"):
        (english,) = told_places(made)
    assert {"Factor", "In force from"} <= {one.label for one in english.fields}


def test_numbers_of_counties_go_by_the_counties_names(people: tuple[User, User]) -> None:
    made = asked_by(people[0], given(kind="allocation", subject="T/main", since=DAY, values={"n_11_2023": "3"}))
    (place,) = told_places(made)
    assert "怎样分到地区" in {one.label for one in place.fields}
    (number,) = (one for one in place.fields if one.label.endswith("2023"))
    assert (number.before, number.after) == ("—", "3") and number.label == "分解数 · 乙县 · 2023"


def test_a_reading_says_its_question_and_only_what_becomes_another(people: tuple[User, User]) -> None:
    made = asked_by(people[0], given(kind="reading", chosen=["T/value"], since=DAY))
    places = told_places(made)
    labels = {one.label: one for place in places for one in place.fields}
    assert labels["已确认"] == ToldField("已确认", "否", "是")
    assert all("›" in place.code and "›" not in place.about for place in places)
