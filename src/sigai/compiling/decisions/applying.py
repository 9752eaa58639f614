"""A compiled plan with decisions applied: what the draft, its findings and the next review page are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sigai.base.issues import Issue, Place
from sigai.compiling.compiled import Compiled
from sigai.compiling.decisions.content import (
    CHANGEABLE,
    DecidedFinding,
    DecidedName,
    DecidedPlace,
    DecidedStatement,
    DecidedTarget,
    Decisions,
)
from sigai.compiling.decisions.places import PlaceFinder, PlaceKey, place_of_statement, place_of_task
from sigai.compiling.decisions.problems import (
    NO_SUCH_NAME,
    NO_SUCH_TARGET,
    NOT_FOUND,
    NOT_WHOLE,
    OTHER_TEXT,
    TWO_TARGETS,
)
from sigai.compiling.drafting.sorting import targets_of
from sigai.compiling.model import (
    ExtractedNamed,
    ExtractedTarget,
    ExtractedTask,
    ExtractedUnit,
    Extraction,
    LeftOut,
    SettledQuestion,
    TargetHead,
)

_NEEDED = ("indicator", "kind", "value", "period_end")
_SHOWN = 30


class _Decider:
    """The extraction while decisions are applied to it, and what did not fit."""

    def __init__(self, compiled: Compiled, decisions: Decisions, file: str) -> None:
        self.compiled, self.decisions, self.file = compiled, decisions, file
        self.finder = PlaceFinder(compiled)
        self.issues: list[Issue] = []

    def extraction(self) -> Extraction:
        """Everything that was found, as decided."""
        extraction = self.compiled.extraction
        self._compare_texts()
        calls = self._unit_names(extraction.units)
        targets, ids, rejected = self._statements(extraction, calls)
        tasks = [
            replace(task, targets=tuple(one for one in task.targets if one not in rejected))
            for task in self._tasks(extraction, calls)
        ]
        rejected_units = {one.name for one in self.decisions.units if one.decision == "reject"}
        heads = {
            one.key: TargetHead(one.name, _called(one.owners, calls), _called(one.supporting, calls))
            for one in self.decisions.targets
        }
        plan = self.decisions.plan
        decided = replace(
            extraction,
            title=plan.title or extraction.title,
            year=plan.start or extraction.year,
            horizon=plan.end or extraction.horizon,
            area_code=plan.area_code or "",
            area_name=plan.area_name or "",
            office=plan.office or "",
            targets=tuple(targets),
            tasks=tuple(tasks),
            units=_with_new(_renamed_units(extraction.units, calls, rejected_units), self.decisions),
            named=tuple(self._named(extraction.named)),
            heads=heads,
            left_out=self._left_out(extraction, rejected),
        )
        homes = {row.id: number for number, rows in enumerate(targets_of(decided)) for row in rows}
        return replace(decided, settled=tuple(self._settled(ids, homes)))

    def _compare_texts(self) -> None:
        digests = {one.id: one.characters.digest for one in self.compiled.documents}
        for name, digest in self.decisions.documents.items():
            if name in digests and digests[name] != digest:
                self.issues.append(OTHER_TEXT.at(Place(self.file), document=name))

    def _unit_names(self, units: Iterable[ExtractedUnit]) -> dict[str, str]:
        """What units are called from now on, by every name that the text has for them."""
        known = {unit.name: unit for unit in units}
        calls: dict[str, str] = {}
        for one in self.decisions.units:
            unit = known.get(one.name)
            if unit is None:
                self.issues.append(NO_SUCH_NAME.at(one.place, name=one.name, what="责任单位", what_en="unit"))
            elif one.called:
                calls |= dict.fromkeys((unit.name, *unit.aliases), one.called)
        return calls

    def _statements(
        self, extraction: Extraction, calls: Mapping[str, str]
    ) -> tuple[list[ExtractedTarget], dict[PlaceKey, str], set[str]]:
        """The statements that stand, the id of each by its place, the ids of those that were rejected."""
        places = place_of_statement(extraction.targets)
        ids = {place: name for name, place in places.items()}
        chosen: dict[str, DecidedStatement] = {}
        added = []
        for one in self.decisions.statements:
            if one.decision == "add":
                added.append(one)
            elif (name := self.finder.among(one.at, ids)) is not None:
                chosen[name] = one
            else:
                self._not_found(one.at, one.place)
        heads = {one.key: one for one in self.decisions.targets}
        kept, rejected = [], set()
        for row in extraction.targets:
            decision = chosen.get(row.id)
            owned = replace(row, owners=_names(row.owners, calls), supporting=_names(row.supporting, calls))
            if decision is None:
                kept.append(owned)
            elif decision.decision == "reject":
                rejected.add(row.id)
            else:
                kept.append(self._changed(owned, decision, heads))
        number = len(extraction.targets)
        for one in added:
            new = self._added(one, f"T{number + 1:03d}")
            if new is not None:
                number += 1
                kept.append(self._changed(new, one, heads))
                ids[PlaceKey(new.document, new.span, one.at.order)] = new.id
        order = {one.id: number for number, one in enumerate(self.compiled.documents)}
        return sorted(kept, key=lambda row: (order[row.document], row.span)), ids, rejected

    def _left_out(self, extraction: Extraction, rejected: set[str]) -> tuple[LeftOut, ...]:
        """The numbers that are no targets: those left out and not added since, and the statements rejected."""
        added = {
            (one.at.document, span)
            for one in self.decisions.statements
            if one.decision == "add" and (span := self.finder.span(one.at)) is not None
        }
        left = [one for one in extraction.left_out if (one.document, one.span) not in added]
        left += [
            LeftOut(row.document, row.paragraph, row.span, row.quote, "rejected")
            for row in extraction.targets
            if row.id in rejected
        ]
        order = {one.id: number for number, one in enumerate(self.compiled.documents)}
        return tuple(sorted(left, key=lambda one: (order[one.document], one.span)))

    def _changed(
        self, row: ExtractedTarget, decision: DecidedStatement, heads: Mapping[str, DecidedTarget]
    ) -> ExtractedTarget:
        """A statement as somebody took it: what is left unsaid stays, no doubt is left."""
        changes = {name: value for name in CHANGEABLE if (value := getattr(decision, name)) is not None}
        if decision.target and decision.target not in heads:
            quote = row.quote[:_SHOWN]
            self.issues.append(NO_SUCH_TARGET.at(decision.place, quote=quote, target=decision.target))
        taken = replace(row, decided=True, head=decision.target, flags=(), other_kinds=(), confidence=1.0, sure_of={})
        return replace(taken, **changes)

    def _added(self, decision: DecidedStatement, name: str) -> ExtractedTarget | None:
        """A number that the reader left out, as a statement; None where it is not whole or not in the text."""
        lacking = [name for name in _NEEDED if getattr(decision, name) is None]
        if lacking:
            issue = NOT_WHOLE.at(decision.place, quote=decision.at.quote[:_SHOWN], missing=", ".join(lacking))
            self.issues.append(issue)
            return None
        span = self.finder.span(decision.at)
        paragraph = self._paragraph(decision.at.document, span) if span else ""
        if span is None or not paragraph:
            self._not_found(decision.at, decision.place)
            return None
        return ExtractedTarget(
            id=name,
            document=decision.at.document,
            paragraph=paragraph,
            span=span,
            quote=decision.at.quote,
            indicator=decision.indicator or "",
            comparator=decision.comparator or ">=",
            value=decision.value or 0.0,
            unit=decision.unit or "",
            kind=decision.kind or "level",
            period_start=decision.period_start,
            period_end=decision.period_end,
            base_year=decision.base_year,
            direction=decision.direction or "up",
            confidence=1.0,
        )

    def _paragraph(self, document: str, span: tuple[int, int]) -> str:
        found = next((one for one in self.compiled.documents if one.id == document), None)
        anchors = [item.anchor for item in found.paragraphs] if found else []
        return next((one.id for one in anchors if one.span[0] <= span[0] < one.span[1]), "")

    def _tasks(self, extraction: Extraction, calls: Mapping[str, str]) -> list[ExtractedTask]:
        ids = {place: name for name, place in place_of_task(extraction.tasks).items()}
        chosen = {}
        for one in self.decisions.tasks:
            name = self.finder.among(one.at, ids)
            if name is None:
                self._not_found(one.at, one.place)
            else:
                chosen[name] = one
        kept = []
        for task in extraction.tasks:
            owned = replace(task, owners=_names(task.owners, calls), supporting=_names(task.supporting, calls))
            decision = chosen.get(task.id)
            if decision is None:
                kept.append(owned)
            elif decision.decision == "accept":
                kept.append(
                    replace(
                        owned,
                        title=decision.title or owned.title,
                        owners=owned.owners if decision.owners is None else _names(decision.owners, calls),
                        supporting=owned.supporting
                        if decision.supporting is None
                        else _names(decision.supporting, calls),
                        owners_basis="stated" if decision.owners else owned.owners_basis,
                        confidence=1.0,
                        decided=True,
                    )
                )
        standing = {task.id for task in kept}
        return [task if task.parent in standing else replace(task, parent="") for task in kept]

    def _named(self, named: Iterable[ExtractedNamed]) -> list[ExtractedNamed]:
        known = list(named)
        chosen: dict[str, DecidedName] = {}
        for one in self.decisions.named:
            if any(each.name == one.name for each in known):
                chosen[one.name] = one
            else:
                self.issues.append(NO_SUCH_NAME.at(one.place, name=one.name, what="点名对象", what_en="named thing"))
        kept = []
        for each in known:
            decision = chosen.get(each.name)
            if decision is None:
                kept.append(each)
            elif decision.decision == "accept":
                name, kind = decision.called or each.name, decision.kind or each.kind
                kept.append(replace(each, name=name, kind=kind, confidence=1.0, decided=True))
        return kept

    def _settled(self, ids: Mapping[PlaceKey, str], homes: Mapping[str, int]) -> list[SettledQuestion]:
        """What was decided between statements that still are of one target; `homes` are the targets of statements."""
        found = []
        for one in self.decisions.findings:
            statements = self._ids(one, one.statements, ids)
            adopted = self._ids(one, one.adopted, ids)
            if statements is None or adopted is None:
                continue
            if len({homes.get(name) for name in statements}) == 1 and set(adopted) <= set(statements) <= set(homes):
                found.append(
                    SettledQuestion(one.about, statements, adopted, one.reason, one.decided_by, one.decided_on)
                )
            else:
                self.issues.append(TWO_TARGETS.at(one.place, quote=one.statements[0].quote[:_SHOWN]))
        return found

    def _ids(
        self, finding: DecidedFinding, places: Iterable[DecidedPlace], ids: Mapping[PlaceKey, str]
    ) -> tuple[str, ...] | None:
        names = []
        for at in places:
            name = self.finder.among(at, ids)
            if name is None:
                self._not_found(at, finding.place)
                return None
            names.append(name)
        return tuple(names)

    def _not_found(self, at: DecidedPlace, place: Place) -> None:
        what = f"{at.span[0]}-{at.span[1]}"
        self.issues.append(NOT_FOUND.at(place, document=at.document, quote=at.quote[:_SHOWN], what=what))


def decide(compiled: Compiled, decisions: Decisions, file: str = "") -> tuple[Compiled, tuple[Issue, ...]]:
    """The plan as decided, and the decisions that did not fit it, each with its line in `file`; those are left out."""
    decider = _Decider(compiled, decisions, file)
    return Compiled(compiled.documents, decider.extraction()), tuple(decider.issues)


def _names(names: Iterable[str], calls: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(calls.get(name, name) for name in names))


def _called(names: tuple[str, ...] | None, calls: Mapping[str, str]) -> tuple[str, ...] | None:
    return None if names is None else _names(names, calls)


def _renamed_units(
    units: Iterable[ExtractedUnit], calls: Mapping[str, str], rejected: set[str]
) -> tuple[ExtractedUnit, ...]:
    """Units under their decided names; those of one name become one, with every form that the text has for them."""
    joined: dict[str, ExtractedUnit] = {}
    for unit in units:
        if unit.name in rejected:
            continue
        name = calls.get(unit.name, unit.name)
        forms = [form for form in (unit.name, *unit.aliases) if form != name]
        known = joined.get(name)
        if known is None:
            joined[name] = replace(unit, name=name, aliases=tuple(forms))
        else:
            joined[name] = replace(
                known,
                aliases=tuple(dict.fromkeys((*known.aliases, *forms))),
                paragraphs=tuple(dict.fromkeys((*known.paragraphs, *unit.paragraphs))),
                owner_count=known.owner_count + unit.owner_count,
                supporting_count=known.supporting_count + unit.supporting_count,
            )
    return tuple(joined.values())


def _with_new(units: tuple[ExtractedUnit, ...], decisions: Decisions) -> tuple[ExtractedUnit, ...]:
    """Units that only the decisions name stand behind those of the text."""
    known = {form for unit in units for form in (unit.name, *unit.aliases)}
    lists = [(one.owners, one.supporting) for one in decisions.targets]
    lists += [(one.owners, one.supporting) for one in decisions.tasks if one.decision == "accept"]
    named = [name for pair in lists for names in pair for name in names or ()]
    if decisions.plan.office:
        named.append(decisions.plan.office)
    new = [name for name in dict.fromkeys(named) if name not in known]
    last = max((int(unit.id[1:]) for unit in units), default=0)
    return units + tuple(
        ExtractedUnit(f"U{last + number:02d}", name, "department", (), ()) for number, name in enumerate(new, 1)
    )
