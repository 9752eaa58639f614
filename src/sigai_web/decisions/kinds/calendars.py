"""When a form is due, from a period on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sigai.base import Period
from sigai.programme import ContentFiles, Form, Programme, due_of, period_before, plain
from sigai_web.decisions.field_words import DUE_DAY, DUE_MONTHS
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange, first_day, not_given, period_in
from sigai_web.decisions.kinds.kind import DecisionKind, change_at

_SINCE = ("从哪一期起", "From which period on")


class CalendarKind(DecisionKind):
    """The day on which a form is due; earlier periods stay due when they were."""

    id = "calendar"
    zh, en = "报表期限", "When a form is due"
    why_zh, why_en = "从某一期起，报表改在另一天前报送", "from a period on a form is due on another day"
    since = "period"

    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:
        """Every form."""
        return [(one.id, one.name[said]) for one in content.forms]

    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:
        """The day, and how many months after the period's end."""
        form = _form(content, subject)
        return [
            DecisionField("due_day", *DUE_DAY, value=str(form.due_day)),
            DecisionField("due_months_after", *DUE_MONTHS, value=str(form.due_months_after)),
        ]

    def holds_from(self, given: GivenDecision) -> dt.date:
        """The first day of the first period that is due anew."""
        return first_day(period_in(given.since, _SINCE))

    def changes(self, files: ContentFiles, content: Programme, given: GivenDecision) -> list[PlaceChange]:
        """The new day, and until when which other one held."""
        form = _form(content, self.check_subject(content, given.subject))
        first = self._first(form, given)
        until = period_before(first)
        before = due_of(form, until)
        earlier = [plain(one.model_dump(mode="json")) for one in form.earlier_due if one.until.last < until.last]
        earlier.append({"until": str(until), "due_day": before.due_day, "due_months_after": before.due_months_after})
        day, months = given.number("due_day", DUE_DAY), given.number("due_months_after", DUE_MONTHS)
        changed = (("due_day", day), ("due_months_after", months), ("earlier_due", earlier))
        found = [change for key, after in changed for change in change_at(files, ("forms", form.id, key), after)]
        return found if (day, months) != (form.due_day, form.due_months_after) else []

    @staticmethod
    def _first(form: Form, given: GivenDecision) -> Period:
        first = period_in(given.since, _SINCE)
        if first.kind != form.frequency:
            hint = ("按报表的周期填写，如月报写 2022-10", "write a period of the form's own rhythm, such as 2022-10")
            raise not_given("since", _SINCE, given.since, hint)
        return first


def _form(content: Programme, subject: str) -> Form:
    return next(form for form in content.forms if form.id == subject)
