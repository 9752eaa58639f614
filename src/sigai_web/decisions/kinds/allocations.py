"""Numbers of counties and parks: what each area answers for of a target that the plan states for the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sigai.programme import ContentFiles, Programme
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange, not_given, number_in, typed
from sigai_web.decisions.kinds.kind import DecisionKind, change_at

_BELOW = ("county", "park")


class AllocationKind(DecisionKind):
    """The numbers of areas for the steps of one track of a target."""

    id = "allocation"
    zh, en = "县（区）、园区分解数", "Numbers of counties and parks"
    why_zh, why_en = "全市目标分解到县（区）、园区", "what of a target each county or park answers for"

    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:
        """Every track of every target."""
        return [
            (f"{target.id}/{track.id}", _words(content, target, track, said))
            for target in content.targets
            for track in target.tracks
        ]

    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:
        """A number for each area and step; what is left empty is no number of that area."""
        track = _track(content, subject)
        numbers = track.areas.numbers
        return [
            DecisionField(
                _field(area.code, str(step.due)),
                f"{area.name.zh} {step.due}",
                f"{area.name.en} {step.due}",
                value=_written(numbers.get(area.code, {}).get(str(step.due))),
                unit=track.unit,
                optional=True,
            )
            for area in content.areas
            if area.kind in _BELOW
            for step in track.steps
        ]

    def changes(self, files: ContentFiles, content: Programme, given: GivenDecision) -> list[PlaceChange]:
        """The policy `allocated` with the numbers of the form; UserError where none was given."""
        subject = self.check_subject(content, given.subject)
        numbers: dict[str, dict[str, int | float]] = {}
        track = _track(content, subject)
        for area in content.areas:
            for step in track.steps if area.kind in _BELOW else ():
                name, words = (
                    _field(area.code, str(step.due)),
                    (f"{area.name.zh} {step.due}", f"{area.name.en} {step.due}"),
                )
                if text := given.text(name):
                    numbers.setdefault(area.code, {})[str(step.due)] = number_in(text, name, words)
        if not numbers:
            hint = ("至少填写一个地区的数", "write the number of one area at least")
            raise not_given("numbers", (self.zh, self.en), "", hint)
        target, name = subject.split("/")
        after = {"policy": "allocated", "numbers": numbers}
        return change_at(files, ("targets", target, "tracks", name, "areas"), after)


def _words(content: Programme, target: Any, track: Any, said: str) -> str:
    """A target by its name; of several tracks each by the name of its indicator."""
    several = len(target.tracks) > 1
    of = content.indicator_by_id.get(track.indicator) if several else None
    return f"{target.name[said]}{f' · {of.name[said]}' if of else ''}"


def _track(content: Programme, subject: str) -> Any:
    target, _, name = subject.partition("/")
    return next(track for track in content.target_by_id[target].tracks if track.id == name)


def _field(area: str, due: str) -> str:
    return f"n_{area}_{due}"


def _written(number: float | None) -> str:
    return "" if number is None else typed(number)
