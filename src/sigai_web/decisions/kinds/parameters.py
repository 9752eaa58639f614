"""Parameters: another number from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sigai.base import Place, UserError
from sigai.programme import ContentFiles, Programme, item_name, plain, same_form
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange, day_in, typed
from sigai_web.decisions.kinds.kind import SINCE, DecisionKind, change_at
from sigai_web.decisions.problems import NO_SUBJECT
from sigai_web.language import choose

_WHERE = ("适用于", "For")
_VALUE = ("数值", "Number")


class ParameterKind(DecisionKind):
    """A number of a parameter from a day on; those before stay as they are."""

    id = "parameter"
    zh, en = "参数", "Parameter"
    why_zh, why_en = (
        "系数、门槛、限额从某日起改为另一个数",
        "a coefficient, threshold or limit is another number from a day on",
    )

    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:
        """Every parameter."""
        return [(one.id, one.name[said]) for one in content.parameters]

    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:
        """The number, and of a parameter with keys what it is for."""
        found = content.parameter_by_id[subject]
        newest = max(found.values, key=lambda number: number.start)
        value = DecisionField("value", *_VALUE, value=typed(newest.value), unit=found.unit)
        options = [(place, place) for place in dict.fromkeys(_said(one) for one in found.values)]
        return [DecisionField("where", *_WHERE, kind="choice", options=options), value] if found.keys else [value]

    def holds_from(self, given: GivenDecision) -> dt.date:
        """Any day: numbers carry theirs."""
        return day_in(given.since, SINCE)

    def changes(self, files: ContentFiles, content: Programme, given: GivenDecision) -> list[PlaceChange]:
        """A number that begins on the day; one that begins on it already gives way."""
        subject = self.check_subject(content, given.subject)
        day, number = self.holds_from(given), given.number("value", _VALUE)
        _, written = files.value(("parameters", subject, "values"))
        where = self._where(content, written, given)
        item: dict[str, Any] = {"start": day.isoformat(), **({"where": where} if where else {})}
        item |= {"value": number, "source": {"title": given.document.strip()}}
        for known, one in zip(content.parameter_by_id[subject].values, written, strict=True):
            if known.start == day and same_form(one.get("where")) == same_form(item.get("where")):
                item["start"] = one["start"]
        return change_at(files, ("parameters", subject, "values", item_name(item)), item)

    @staticmethod
    def _where(content: Programme, written: Any, given: GivenDecision) -> Any:
        if not content.parameter_by_id[given.subject].keys:
            return {}
        asked = given.text("where")
        for number, one in zip(content.parameter_by_id[given.subject].values, written, strict=True):
            if _said(number) == asked:
                return plain(one["where"])
        raise UserError([NO_SUBJECT.at(Place(column="where"), given=asked or choose("（空）", "(empty)"))])


def _said(number: Any) -> str:
    """What a number is for, as a request names it."""
    return same_form(number.model_dump(mode="json", exclude_none=True)["where"])
