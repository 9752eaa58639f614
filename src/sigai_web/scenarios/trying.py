"""A scenario is tried: as it is written, and once more for each step that it says it cannot do without."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sigai.base import Issue, UserError
from sigai.programme import Programme, Scenario, ScenarioStep, ScenarioWithout
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.scenarios.deeds import DeedRefusedError, Play, begin, do
from sigai_web.scenarios.given import lay_in
from sigai_web.scenarios.numbers import Reached, asked_for, reached, told
from sigai_web.scenarios.problems import (
    EARLY_REFUSAL,
    NOT_A_THROWAWAY,
    NOT_REFUSED,
    OTHER_NUMBER,
    OTHER_TRAIL,
    REFUSED_OTHERWISE,
    STEP_REFUSED,
)
from sigai_web.store.models import Entity, FigureRevision, RecordEntry


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a scenario: it holds where there are no issues. `trail`: what changed under its number."""

    scenario: Scenario
    issues: tuple[Issue, ...]
    trail: tuple[str, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether everything went as written."""
        return not self.issues


def try_all(scenarios: Sequence[Scenario]) -> Iterator[Tried]:
    """Try one scenario after the other; UserError where the database is not one that can be thrown away."""
    for model in (User, Entity, FigureRevision, RecordEntry):
        if model._default_manager.exists():
            raise UserError([NOT_A_THROWAWAY.at()])
    for scenario in scenarios:
        yield try_scenario(scenario)


def try_scenario(scenario: Scenario) -> Tried:
    """Carry a scenario out, with and without what it needs; nothing of it stays in the database."""
    begun = time.perf_counter()
    content = programme.current()
    trial = _Trial(content, scenario, asked_for(content, scenario.result))
    issues, trail = trial.issues()
    return Tried(scenario, tuple(issues), trail, time.perf_counter() - begun)


@contextmanager
def _undone() -> Iterator[None]:
    """What is written within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True, slots=True)
class _Stop:
    """The first step of a variant that was refused."""

    step: ScenarioStep
    refusal: DeedRefusedError


@dataclass(frozen=True, slots=True)
class _Trial:
    content: Programme
    scenario: Scenario
    asked: Programme

    def issues(self) -> tuple[list[Issue], tuple[str, ...]]:
        """Everything that is not as written, and what changed under the number."""
        with _undone():
            lay_in(self.content, self.scenario)
            before = reached(self.asked, self.scenario.result)
            issues, trail = self._as_written(before)
            if not issues:
                issues = [issue for without in self.scenario.without for issue in self._without(without)]
        return issues, trail

    def _as_written(self, before: Reached) -> tuple[list[Issue], tuple[str, ...]]:
        result = self.scenario.result
        with _undone():
            play = begin(self.scenario)
            failed = next((issue for step in self.scenario.steps if (issue := _done(play, step)) is not None), None)
            if failed is not None:
                return [failed], ()
            after = reached(self.asked, result)
        issues, place = list[Issue](), result.place_of("before")
        for when_zh, when, found, wanted in (
            ("之前", "before", before, result.before),
            ("之后", "after", after, result.after),
        ):
            if not found.fits(wanted, result.tolerance):
                expected = told(wanted.value, wanted.status)
                issues.append(OTHER_NUMBER.at(place, when_zh=when_zh, when=when, wanted=expected, found=found))
        changed = before.under.keys() ^ after.under.keys()
        whose = {**before.under, **after.under}
        strange = sorted(row for row in changed if not _is_touched(play, row, whose[row]))
        if strange or not changed:
            issues.append(OTHER_TRAIL.at(result.place, rows="; ".join(map(" ".join, strange)) or "–"))
        return issues, tuple(sorted({" ".join(row) for row in changed}))

    def _without(self, without: ScenarioWithout) -> Iterator[Issue]:
        """What is not as written when one thing is left out."""
        result, found = self.scenario.result, None
        with _undone():
            play = begin(self.scenario)
            stop = _first_refusal(play, _left_out(self.scenario.steps, without))
            if stop is None:
                found = reached(self.asked, result)
        place, name = without.place, without.step
        if without.refused is not None:
            if stop is None or without.refused not in stop.refusal.codes:
                was = _told_stop(stop, found)
                yield REFUSED_OTHERWISE.at(place, step=name, wanted=without.refused, found=was[0], found_en=was[1])
        elif stop is not None:
            yield EARLY_REFUSAL.at(place, step=name, at=stop.step.id, **_refusal_facts(stop.refusal))
        elif found is not None and without.gives is not None and not found.fits(without.gives, result.tolerance):
            wanted, when_zh, when = without.gives, f"少了“{name}”", f"without “{name}”"
            expected = told(wanted.value, wanted.status)
            yield OTHER_NUMBER.at(place, when_zh=when_zh, when=when, wanted=expected, found=found)


def _done(play: Play, step: ScenarioStep) -> Issue | None:
    """Do a step; an issue where it did not go as the scenario says."""
    try:
        with transaction.atomic():
            do(play, step)
    except DeedRefusedError as refusal:
        if step.refused is not None and step.refused in refusal.codes:
            return None
        return STEP_REFUSED.at(step.place, step=step.id, **_refusal_facts(refusal))
    return None if step.refused is None else NOT_REFUSED.at(step.place, step=step.id, wanted=step.refused)


def _first_refusal(play: Play, steps: Sequence[ScenarioStep]) -> _Stop | None:
    """Do steps up to the first that is refused; what is refused anyhow is passed over."""
    for step in steps:
        if step.refused is not None:
            continue
        try:
            with transaction.atomic():
                do(play, step)
        except DeedRefusedError as refusal:
            return _Stop(step, refusal)
    return None


def _left_out(steps: Sequence[ScenarioStep], without: ScenarioWithout) -> list[ScenarioStep]:
    """The steps without one of them, or with one of them done otherwise."""
    if without.whole_step:
        return [step for step in steps if step.id != without.step]
    return [_otherwise(step, without) if step.id == without.step else step for step in steps]


def _otherwise(step: ScenarioStep, without: ScenarioWithout) -> ScenarioStep:
    deed, update = step.deed, dict[str, Any]()
    if without.document is not None:
        update["documents"] = tuple(name for name in getattr(deed, "documents", ()) if name != without.document)
    if without.instead:
        update["fields"] = {**getattr(deed, "fields", {}), **without.instead}
    return step.model_copy(update={step.kind: deed.model_copy(update=update)})


def _is_touched(play: Play, row: tuple[str, ...], entity: str) -> bool:
    return row[:2] in play.touched or row[:3] in play.touched or entity in play.entities


def _refusal_facts(refusal: DeedRefusedError) -> dict[str, str]:
    codes = ", ".join(refusal.codes)
    return {"codes": codes, "what": refusal.words["zh"], "what_en": refusal.words["en"]}


def _told_stop(stop: _Stop | None, found: Reached | None) -> tuple[str, str]:
    """What happened, in both languages."""
    if stop is None:
        return f"各步都办成了，结果 {found}", f"every step was done, giving {found}"
    codes = ", ".join(stop.refusal.codes)
    words = stop.refusal.words
    return f"“{stop.step.id}”被拒绝（{codes}）：{words['zh']}", f"“{stop.step.id}” refused ({codes}): {words['en']}"
