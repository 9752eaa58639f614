"""A kind of decision, and what kinds share."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence

from sigai.base import Place, UserError
from sigai.programme import ContentFiles, ContentPlace, Programme, plain, same_form
from sigai_web.clock import today
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange, day_in, not_given
from sigai_web.decisions.problems import NO_SUBJECT

SINCE = ("生效日期", "In force from")


class DecisionKind(ABC):
    """What can be decided about one sort of content. `since` says how its beginning is written: day, month, period."""

    id: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    since: str = "day"

    @abstractmethod
    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:
        """What it can be about: how a request names it, and what people call it."""

    @abstractmethod
    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:
        """The fields of its form about one subject, with what holds now."""

    @abstractmethod
    def changes(self, files: ContentFiles, content: Programme, given: GivenDecision) -> list[PlaceChange]:
        """What a filled in form changes; UserError where it cannot be read."""

    def holds_from(self, given: GivenDecision) -> dt.date:
        """From when on it holds: of what content cannot date, a day that has come."""
        found = day_in(given.since, SINCE)
        if found > today():
            hint = ("写不晚于今天的日期，到那一天再办理", "write a day that has come, and ask on that day")
            raise not_given("since", SINCE, given.since, hint)
        return found

    def check_subject(self, content: Programme, subject: str) -> str:
        """A subject that the programme has; UserError for another."""
        if subject not in {name for name, _ in self.subjects(content, "zh")}:
            raise UserError([NO_SUBJECT.at(Place(column="subject"), given=subject or "—")])
        return subject


def change_at(files: ContentFiles, place: ContentPlace, after: object) -> list[PlaceChange]:
    """The change that puts something at a place; none where it stands there."""
    there, found = files.value(place)
    if not there:
        raise UserError([NO_SUBJECT.at(files.place_of(place), given="/".join(place))])
    before, after = plain(found), plain(after)
    return [] if same_form(before) == same_form(after) else [PlaceChange(place, before, after)]
