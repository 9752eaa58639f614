"""A new edition of a plan held against a programme: what was added, dropped, raised, lowered, moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sigai.base.issues import Language
from sigai.compiling.grouping import bigrams, likeness_of, plain_name
from sigai.programme.common import Text
from sigai.programme.findings.reading import amount, dimension, family, is_average, is_yearly, same
from sigai.programme.findings.words import amount_text, worded
from sigai.programme.organisation import Unit
from sigai.programme.programme import Programme
from sigai.programme.targets import Statement, Target

ChangeKind = Literal["added", "dropped", "raised", "lowered", "unit", "date", "owner"]

_ALIKE = 0.6
_LEAST_NAME = 4
_WORDS: dict[ChangeKind, tuple[str, str]] = {
    "added": ("新增目标", "added"),
    "dropped": ("不再提出", "dropped"),
    "raised": ("数值提高", "raised"),
    "lowered": ("数值降低", "lowered"),
    "unit": ("计量单位改变", "measured in another unit"),
    "date": ("期限改变", "moved to another date"),
    "owner": ("牵头单位改变", "moved to another unit"),
}


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One difference between the programme and the new edition.

    `target` is the id in the programme (in the draft for what was added); `before` and `after` word the two sides,
    empty where there is none.
    """

    kind: ChangeKind
    target: str
    name: Text
    before: str
    after: str
    place: str = ""

    @property
    def words(self) -> Text:
        """The kind of the difference in both languages."""
        zh, en = _WORDS[self.kind]
        return Text(zh=zh, en=en)

    def as_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The difference as a row of `sigai compile --json`; only the name depends on `language`."""
        return {
            "change": self.kind,
            "target": self.target,
            "name": self.name[language],
            "before": self.before,
            "after": self.after,
            "place": self.place,
        }


def compare(programme: Programme, edition: Programme) -> tuple[EditionChange, ...]:
    """The changes from a programme to the draft of a new edition, by target.

    Targets are paired by name and unit, best first; a target stated for another year alone has moved to that date.
    """
    pairs = _paired(programme, edition)
    taken = {new.id for news in pairs.values() for new in news}
    changes: list[EditionChange] = []
    for target in programme.targets:
        news = pairs.get(target.id, [])
        if not news:
            changes.append(EditionChange("dropped", target.id, target.name, worded(target.statements[0]), ""))
        else:
            changes += _numbers(target, news) + _owner(programme, edition, target, news)
    for target in edition.targets:
        if target.id not in taken:
            first = target.statements[0]
            changes.append(EditionChange("added", target.id, target.name, "", worded(first), first.source.section))
    return tuple(changes)


def _paired(programme: Programme, edition: Programme) -> dict[str, list[Target]]:
    """For each target of the programme the drafted ones that are it; a drafted one belongs to one target only."""
    best: dict[str, tuple[float, str]] = {}
    olds = [(target, _names(target), _measures(target)) for target in programme.targets]
    for new in edition.targets:
        names, measures = _names(new), _measures(new)
        for old, old_names, old_measures in olds:
            if not measures & old_measures:
                continue
            likeness = max(likeness_of(bigrams(one), bigrams(other)) for one in names for other in old_names)
            if likeness < _ALIKE and _shortened(names, old_names) and _same_number(new, old):
                likeness = _ALIKE
            if likeness >= _ALIKE and likeness > best.get(new.id, (0.0, ""))[0]:
                best[new.id] = (likeness, old.id)
    pairs: dict[str, list[Target]] = {}
    for new in edition.targets:
        if new.id in best:
            pairs.setdefault(best[new.id][1], []).append(new)
    return pairs


def _shortened(names: set[str], others: set[str]) -> bool:
    """Whether a name of one side is the whole of a longer one of the other."""
    pairs = ((one, other) for one in names for other in others)
    return any(min(len(one), len(other)) >= _LEAST_NAME and (one in other or other in one) for one, other in pairs)


def _same_number(new: Target, old: Target) -> bool:
    numbers = {(one.period_end, one.kind, amount(one)) for one in old.statements}
    return any((one.period_end, one.kind, amount(one)) in numbers for one in new.statements)


def _numbers(target: Target, news: list[Target]) -> list[EditionChange]:
    """Values by year and kind, compared; a year that only one side states is a moved date when the number stayed."""
    before, after = _by_year(target.statements), _by_year([one for new in news for one in new.statements])
    changes: list[EditionChange] = []
    for key in before.keys() & after.keys():
        changes += _value(target, before[key], after[key])
    gone = [one for key in sorted(before.keys() - after.keys(), key=str) for one in before[key]]
    come = [one for key in sorted(after.keys() - before.keys(), key=str) for one in after[key]]
    for one in gone:
        moved = next((new for new in come if _moved(one, new)), None)
        if moved is not None and not any(change.before == worded(one) for change in changes):
            come.remove(moved)
            changes.append(
                EditionChange("date", target.id, target.name, worded(one), worded(moved), moved.source.section)
            )
    return sorted(changes, key=lambda change: change.before)


def _value(target: Target, olds: list[Statement], news: list[Statement]) -> list[EditionChange]:
    if any(same(amount(old), amount(new)) and dimension(old) == dimension(new) for old in olds for new in news):
        return []
    old, new = olds[0], news[0]
    if dimension(old) != dimension(new):
        kind: ChangeKind = "unit"
    else:
        more = amount(new) > amount(old)
        harder = more if old.direction == "up" or old.kind in ("annual_growth", "cumulative_change") else not more
        kind = "raised" if harder else "lowered"
    before, after = f"{worded(old)}", f"{amount_text(new)}"
    return [EditionChange(kind, target.id, target.name, before, after, new.source.section)]


def _owner(programme: Programme, edition: Programme, target: Target, news: list[Target]) -> list[EditionChange]:
    """Another unit in the lead, told by name; only where the new edition itself lists units for the target."""
    old = _leads(programme, target.statements, target.lead)
    new = _leads(edition, [one for drafted in news for one in drafted.statements], None)
    if not old or not new or any(_is_one(one, other) for one in old for other in new):
        return []
    return [EditionChange("owner", target.id, target.name, old[0].name.zh, new[0].name.zh)]


def _leads(programme: Programme, statements: Iterable[Statement], decided: str | None) -> list[Unit]:
    first = [one.owners[0] for one in statements if one.owners]
    names = dict.fromkeys(([decided] if decided else []) + first)
    return [programme.unit_by_id[name] for name in names if name in programme.unit_by_id]


def _is_one(one: Unit, other: Unit) -> bool:
    names = [{unit.name.zh, unit.full_name, *unit.aliases} - {""} for unit in (one, other)]
    return bool(names[0] & names[1])


def _moved(old: Statement, new: Statement) -> bool:
    return (
        old.period_end != new.period_end
        and family(old) == family(new)
        and same(amount(old), amount(new))
        and dimension(old) == dimension(new)
    )


def _by_year(statements: list[Statement] | tuple[Statement, ...]) -> dict[tuple[object, ...], list[Statement]]:
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for one in statements:
        key = (family(one), one.period_end, is_average(one) or is_yearly(one))
        groups.setdefault(key, []).append(one)
    return groups


def _names(target: Target) -> set[str]:
    return {plain_name(name) for name in (target.name.zh, *(one.indicator for one in target.statements))}


def _measures(target: Target) -> set[object]:
    return {(dimension(one), one.kind in ("annual_growth", "cumulative_change")) for one in target.statements}
