"""Thresholds: how progress is judged, and when a reporter is asked for a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sigai.base import Period
from sigai.programme import ContentFiles, ContentPlace, Programme, item_name, plain
from sigai_web.decisions.field_words import BOUNDS, THRESHOLDS
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange, first_day, period_in, typed
from sigai_web.decisions.kinds.kind import SINCE, DecisionKind, change_at
from sigai_web.language import choose

_METHOD = "progress"


class ThresholdKind(DecisionKind):
    """The thresholds of the method of progress, or of a soft rule, from a month on."""

    id = "threshold"
    zh, en = "判断界限", "Threshold"
    why_zh, why_en = (
        "进度判断、数据合理性的界限从某月起改为另一个数",
        "thresholds of progress and of soft rules are other numbers from a month on",
    )
    since = "month"

    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:
        """The method of progress, if the programme has one, and every soft rule."""
        method = [(_METHOD, choose("进度判断方法", "How progress is judged"))] if content.progress else []
        return [*method, *((one.id, one.name[said]) for one in content.plausibility)]

    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:
        """The thresholds that held last."""
        last = _last(content, subject)
        return [
            DecisionField(name, zh, en, value=typed(getattr(last, name)))
            for name, (zh, en) in _names(subject).items()
            if getattr(last, name) is not None
        ]

    def holds_from(self, given: GivenDecision) -> dt.date:
        """The first day of the month; any month, for thresholds carry theirs."""
        return first_day(period_in(given.since, SINCE))

    def changes(self, files: ContentFiles, content: Programme, given: GivenDecision) -> list[PlaceChange]:
        """What held last with the new numbers, from the month on."""
        subject = self.check_subject(content, given.subject)
        since = str(period_in(given.since, SINCE))
        dated = _dated(content, subject)
        written = [_value(files, (*_list(subject), item)) for item in _items(files, subject)]
        before = max(zip(dated, written, strict=True), key=lambda pair: pair[0].start.first)[1]
        numbers = {one.name: given.number(one.name, (one.zh, one.en)) for one in self.fields(content, subject)}
        kept = {key: value for key, value in plain(before).items() if key != "assumption"}
        item = {**kept, **numbers, "start": since, "source": {"title": given.document.strip()}}
        same = [one for number, one in zip(dated, written, strict=True) if number.start == Period.parse(since)]
        name = item_name(same[0]) if same else item_name(item)
        return change_at(files, (*_list(subject), name), item)


def _names(subject: str) -> Mapping[str, tuple[str, str]]:
    return THRESHOLDS if subject == _METHOD else BOUNDS


def _dated(content: Programme, subject: str) -> Sequence[Any]:
    if subject == _METHOD:
        return content.progress
    return next(one for one in content.plausibility if one.id == subject).thresholds


def _last(content: Programme, subject: str) -> Any:
    return max(_dated(content, subject), key=lambda one: one.start.first)


def _list(subject: str) -> ContentPlace:
    return (_METHOD,) if subject == _METHOD else ("plausibility", subject, "thresholds")


def _items(files: ContentFiles, subject: str) -> list[str]:
    if subject == _METHOD:
        return files.names(_METHOD)
    return [item_name(item) for item in _value(files, _list(subject))]


def _value(files: ContentFiles, place: ContentPlace) -> Any:
    return files.value(place)[1]
