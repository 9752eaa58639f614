"""Readings of the plan: confirmed as they stand, or another one, with the numbers that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sigai.base import Place, UserError
from sigai.programme import ContentFiles, Programme, Target, item_name, plain
from sigai_web.decisions.given import DecisionField, GivenDecision, PlaceChange, not_given, typed
from sigai_web.decisions.kinds.kind import DecisionKind, change_at
from sigai_web.decisions.problems import NO_SUBJECT

_READING = ("读法", "Reading")
_COMPARATORS = (">=", "<=", "==", "~=", ">", "<")


class ReadingKind(DecisionKind):
    """Readings marked for confirmation: several as they stand at once, or one of them read otherwise."""

    id = "reading"
    zh, en = "读法", "Reading"
    why_zh, why_en = (
        "方案的一句话怎样读：确认现在的读法，或改用另一种",
        "how a sentence of the plan is read: as it is now, or otherwise",
    )

    def subjects(self, content: Programme, said: str) -> Sequence[tuple[str, str]]:
        """Every reading on record, confirmed or not."""
        return [
            (f"{target.id}/{one.id}", f"{target.name[said]} · {one.question[said]}")
            for target in content.targets
            for one in target.decisions
        ]

    def fields(self, content: Programme, subject: str) -> Sequence[DecisionField]:
        """The reading in words, the statements that hold, and the number of every step."""
        target, found = reading_of(content, subject)
        statements = [
            DecisionField(f"a_{name}", f"采用 {name}", f"{name} holds", "yes", "on" if name in found.adopted else "")
            for name in found.statements
        ]
        return [
            DecisionField("reading_zh", "读法（中文）", "Reading (Chinese)", "text", found.reading.zh),
            DecisionField("reading_en", "读法（英文）", "Reading (English)", "text", found.reading.en),
            *statements,
            *_step_fields(target),
        ]

    def changes(self, files: ContentFiles, content: Programme, given: GivenDecision) -> list[PlaceChange]:
        """Who confirmed it, and what is read otherwise."""
        chosen = list(dict.fromkeys(given.chosen or ([given.subject] if given.subject else [])))
        if not chosen:
            hint = ("至少选择一条读法", "choose one reading at least")
            raise not_given("chosen", (self.zh, self.en), "", hint)
        head = content.head
        office = content.unit_by_id[head.office].name.zh if head.office in content.unit_by_id else head.office
        confirmed = {
            "decided_by": f"{office}（{given.document.strip()}）",
            "decided_on": self.holds_from(given).isoformat(),
            "confirmed": True,
        }
        found = []
        for subject in chosen:
            target, one = reading_of(content, subject)
            said = {**confirmed, **(_otherwise(one, given) if len(chosen) == 1 else {})}
            place = ("targets", target.id, "decisions", one.id)
            found += [change for key, after in said.items() for change in change_at(files, (*place, key), after)]
            if len(chosen) == 1:
                found += _steps(files, target, given)
        return found


def reading_of(content: Programme, subject: str) -> tuple[Target, Any]:
    """A target and one of its readings by `target/reading`; UserError where there is none."""
    name, _, inside = subject.partition("/")
    target = content.target_by_id.get(name)
    found = next((one for one in target.decisions if one.id == inside), None) if target else None
    if target is None or found is None:
        raise UserError([NO_SUBJECT.at(Place(column="chosen"), given=subject)])
    return target, found


def _otherwise(one: Any, given: GivenDecision) -> dict[str, Any]:
    """What of a reading the form says otherwise; nothing where it was not filled in."""
    zh, en = given.values.get("reading_zh", "").strip(), given.values.get("reading_en", "").strip()
    if not zh and not en:
        return {}
    adopted = [name for name in one.statements if given.text(f"a_{name}")]
    said: dict[str, Any] = {}
    if (zh, en) != (one.reading.zh, one.reading.en):
        said["reading"] = {"zh": zh or en, "en": en or zh}
    if set(adopted) != set(one.adopted):
        said["adopted"] = adopted
    if said:
        said["reason"] = {"zh": given.reason.strip(), "en": given.reason.strip()}
    return said


def _step_fields(target: Target) -> Iterator[DecisionField]:
    for track in target.tracks:
        for step in track.steps:
            words = f"{track.id} {step.due}"
            options = [(sign, sign) for sign in _COMPARATORS]
            yield DecisionField(
                f"c_{track.id}_{step.due}", f"{words} 比较", f"{words} sign", "choice", step.comparator, options=options
            )
            yield DecisionField(
                f"s_{track.id}_{step.due}",
                f"{words} 目标数",
                f"{words} number",
                "number",
                typed(step.value),
                track.unit,
            )


def _steps(files: ContentFiles, target: Target, given: GivenDecision) -> Iterator[PlaceChange]:
    """The steps whose number or sign the form says otherwise."""
    for track in target.tracks:
        _, written = files.value(("targets", target.id, "tracks", track.id, "steps"))
        for step, item in zip(track.steps, written, strict=True):
            name = f"{track.id}_{step.due}"
            if not given.text(f"s_{name}"):
                continue
            number = given.number(f"s_{name}", (f"{name} 目标数", f"{name} number"))
            sign = given.values.get(f"c_{name}") or step.comparator
            if (number, sign) != (step.value, step.comparator):
                after = {**plain(item), "comparator": sign, "value": number}
                place = ("targets", target.id, "tracks", track.id, "steps", item_name(item))
                yield from change_at(files, place, after)
