"""Scenarios name content that exists, move a number, and say what becomes of it without one of their steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.references import missing, unknown
from sigai.programme.checks.uniqueness import repeated
from sigai.programme.deeds import (
    AddRowDeed,
    AttachDeed,
    CloseMonthDeed,
    CorrectRecordDeed,
    CreateDeed,
    DecideRegisterDeed,
    Deed,
    EditDeed,
    InstructDeed,
    OpenRoundDeed,
    RegisterDeed,
    ReplyDeed,
    ReportDeed,
    SheetDeed,
    StepDeed,
)
from sigai.programme.ledgers import Ledger
from sigai.programme.programme import Programme
from sigai.programme.roles import SYSTEM_ROLES
from sigai.programme.scenarios import Scenario, ScenarioStep, ScenarioWithout

NOTHING_MOVES = problem(
    "P070",
    Severity.ERROR,
    zh="情景“{scenario}”的结果前后相同，什么也没有证明",
    en="the result of scenario “{scenario}” is the same before and after: it proves nothing",
    advice_zh="写明做完各步以后变成多少；没有变的不算情景",
    advice_en="say what the steps make of it; where nothing moves there is no scenario",
)
NOTHING_LEFT_OUT = problem(
    "P071",
    Severity.ERROR,
    zh="情景“{scenario}”没有写少了哪一步就办不成（without）",
    en="scenario “{scenario}” does not say which step it cannot do without (without)",
    advice_zh="至少写一条：少了某份材料、某次审核或某个条件，被拒绝或得到另一个数",
    advice_en="give at least one: without some document, approval or condition it is refused, or gives another number",
)
ENTERED_BY_IT = problem(
    "P072",
    Severity.ERROR,
    zh="“{step}”登记、提出了后面各步要用的“{record}”，不做它当然不成，什么也没有证明",
    en="“{step}” enters or asks for “{record}”, which later steps are about: leaving it out proves nothing",
    advice_zh="改写少一份材料、一次审核，或让条件不成立",
    advice_en="leave out a document or an approval, or let a condition not hold",
)
SAME_WITHOUT = problem(
    "P073",
    Severity.ERROR,
    zh="不做“{step}”也得到同样的结果，这一步就不是必需的",
    en="without “{step}” the result would be the same: the step is not needed",
    advice_zh="写出少了它以后得到的另一个数，或去掉这一条",
    advice_en="give the other number, or drop this line",
)
DAYS_GO_BACK = problem(
    "P074",
    Severity.ERROR,
    zh="“{step}”的日期 {day} 早于前一步的 {before}",
    en="“{step}” happens on {day}, before the step ahead of it ({before})",
    advice_zh="按先后排列各步",
    advice_en="put the steps in the order of their days",
)

_HEAD = ("name", "entity", "area")
"""What of a record can be corrected beside its fields."""


def scenarios_make_sense(programme: Programme, scenarios: Sequence[Scenario]) -> Iterator[Issue]:
    """Every fault of every scenario beyond its form."""
    yield from repeated("scenarios", scenarios)
    for scenario in scenarios:
        yield from _named(programme, scenario)
        yield from _in_order(scenario)
        yield from _proves(scenario)
        yield from _steps(programme, scenario)


def _named(programme: Programme, scenario: Scenario) -> Iterator[Issue]:
    yield from missing("mechanism", scenario.mechanisms, programme.mechanism_by_id, scenario.place_of("mechanisms"))
    result = scenario.result
    yield from missing("indicator", [result.indicator], programme.indicator_by_id, result.place_of("indicator"))
    yield from missing("target", [result.target], programme.target_by_id, result.place_of("target"))
    yield from missing("area", [result.area], programme.area_by_code, result.place_of("area"))
    roles = (*SYSTEM_ROLES, *programme.role_by_id)
    for person in scenario.people.values():
        yield from missing("role", [person.role], roles, person.place_of("role"))
    for entity in scenario.given.entities:
        yield from missing("area", [entity.area, entity.park], programme.area_by_code, entity.place)
    for figures in scenario.given.values:
        yield from missing("measure", figures.figures, programme.measure_by_id, figures.place)
    for record in scenario.given.records:
        yield from missing("ledger", [record.ledger], programme.ledger_by_id, record.place_of("ledger"))


def _in_order(scenario: Scenario) -> Iterator[Issue]:
    yield from repeated(f"steps of {scenario.id}", scenario.steps)
    for before, step in zip(scenario.steps, scenario.steps[1:], strict=False):
        if step.day < before.day:
            yield DAYS_GO_BACK.at(step.place_of("day"), step=step.id, day=step.day, before=before.day)


def _proves(scenario: Scenario) -> Iterator[Issue]:
    result = scenario.result
    if result.before.same_as(result.after):
        yield NOTHING_MOVES.at(result.place, scenario=scenario.id)
    if not scenario.without:
        yield NOTHING_LEFT_OUT.at(scenario.place, scenario=scenario.id)
    steps = {step.id: step for step in scenario.steps}
    for without in scenario.without:
        step = steps.get(without.step)
        if step is None:
            yield unknown("step", without.step, steps, without.place_of("step"))
        else:
            yield from _left_out(scenario, step, without)
        if without.gives is not None and without.gives.same_as(result.after):
            yield SAME_WITHOUT.at(without.place_of("gives"), step=without.step)


def _left_out(scenario: Scenario, step: ScenarioStep, without: ScenarioWithout) -> Iterator[Issue]:
    deed = step.deed
    documents = deed.documents if isinstance(deed, CreateDeed | AttachDeed) else ()
    fields = deed.fields if isinstance(deed, CreateDeed | EditDeed | StepDeed | CorrectRecordDeed) else {}
    yield from missing("evidence", [without.document], documents, without.place_of("document"))
    yield from missing("field", without.instead, fields, without.place_of("instead"))
    made = _made_by(deed)
    if made is not None and without.whole_step:
        later = scenario.steps[scenario.steps.index(step) + 1 :]
        if any(getattr(one.deed, made[0], None) == made[1] for one in later):
            yield ENTERED_BY_IT.at(without.place_of("step"), step=step.id, record=made[1])


def _made_by(deed: Deed) -> tuple[str, str] | None:
    """What a deed brings that later steps are about: the key by which they name it, and its name."""
    if isinstance(deed, CreateDeed):
        return "record", deed.record
    if isinstance(deed, RegisterDeed):
        return "change", deed.change
    return ("instruction", deed.instruction) if isinstance(deed, InstructDeed) else None


@dataclass(slots=True)
class _There:
    """What is there before a step: the ledger of each record, the entities, the changes of the register that were asked
    for, the instructions."""

    records: dict[str, Ledger]
    entities: set[str]
    changes: set[str] = field(default_factory=set)
    instructions: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step with what is there before it."""

    programme: Programme
    step: ScenarioStep
    there: _There

    def faults(self) -> Iterator[Issue]:
        """What the step names and does not exist."""
        deed = self.step.deed
        match deed:
            case CreateDeed():
                yield from self._in_ledger(self.programme.ledger_by_id.get(deed.ledger), deed.ledger)
            case SheetDeed():
                yield from self._on_sheet(deed)
            case RegisterDeed():
                yield from self._on_register(deed)
            case DecideRegisterDeed():
                yield from missing("change", [deed.change], self.there.changes, deed.place_of("change"))
            case InstructDeed():
                yield from self._instructed(deed)
            case ReplyDeed():
                yield from missing("instruction", [deed.instruction], self.there.instructions, deed.place)
            case OpenRoundDeed():
                kept = {ledger.id for ledger in self.programme.ledgers if ledger.rounds is not None}
                yield from missing("ledger", [deed.ledger], kept, deed.place_of("ledger"))
            case CloseMonthDeed():
                pass
            case _ if deed.record not in self.there.records:
                yield unknown("record", deed.record, self.there.records, deed.place_of("record"))
            case _:
                yield from self._in_ledger(self.there.records[deed.record], "")

    def _in_ledger(self, ledger: Ledger | None, name: str) -> Iterator[Issue]:
        deed = self.step.deed
        if ledger is None:
            yield unknown("ledger", name, self.programme.ledger_by_id, deed.place_of("ledger"))
            return
        if isinstance(deed, CreateDeed | StepDeed):
            yield from missing("step", [deed.step], {each.id for each in ledger.transitions}, deed.place_of("step"))
        if isinstance(deed, CreateDeed | EditDeed | StepDeed | CorrectRecordDeed):
            named = {each.id for each in ledger.fields} | ({*_HEAD} if isinstance(deed, CorrectRecordDeed) else set())
            yield from missing("field", deed.fields, named, deed.place_of("fields"))
        if isinstance(deed, AddRowDeed):
            yield from missing("table", [deed.table], {each.id for each in ledger.rows}, deed.place_of("table"))
            rows = ledger.rows_of(deed.table)
            columns = {column.id for column in rows.columns} if rows is not None else set(deed.fields)
            yield from missing("field", deed.fields, columns, deed.place_of("fields"))
        if isinstance(deed, CreateDeed | AttachDeed):
            asked = {each.zh for step in ledger.transitions for each in step.evidence}
            yield from missing("evidence", deed.documents, asked, deed.place_of("documents"))

    def _on_sheet(self, deed: SheetDeed) -> Iterator[Issue]:
        forms = {form.id: form for form in self.programme.forms}
        yield from missing("form", [deed.form], forms, deed.place_of("form"))
        if isinstance(deed, ReportDeed) and deed.form in forms:
            given = {measure for figures in deed.figures.values() for measure in figures}
            yield from missing("measure", sorted(given), forms[deed.form].measures, deed.place_of("figures"))

    def _on_register(self, deed: RegisterDeed) -> Iterator[Issue]:
        known = self.there.entities | {one.id for one in deed.entities}
        for fact in deed.facts:
            yield from missing("entity", [fact.entity], known, fact.place_of("entity"))
            lists = [fact.value] if fact.fact == "list" else []
            yield from missing("list", lists, self.programme.list_by_id, fact.place_of("value"))

    def _instructed(self, deed: InstructDeed) -> Iterator[Issue]:
        content = self.programme
        known: Mapping[str, Collection[str]] = {
            "target": content.target_by_id,
            "task": {task.id for task in content.tasks},
            "unit": content.unit_by_id,
            "record": self.there.records,
        }
        yield from missing("unit", [deed.unit], content.unit_by_id, deed.place_of("unit"))
        yield from missing(deed.about, [deed.subject], known[deed.about], deed.place_of("subject"))


def _steps(programme: Programme, scenario: Scenario) -> Iterator[Issue]:
    ledgers = programme.ledger_by_id
    records = {one.id: ledgers[one.ledger] for one in scenario.given.records if one.ledger in ledgers}
    there = _There(records, {one.id for one in scenario.given.entities})
    for step in scenario.steps:
        yield from missing("person", [step.by], scenario.people, step.place_of("by"))
        yield from _Step(programme, step, there).faults()
        deed = step.deed
        if isinstance(deed, CreateDeed) and deed.ledger in ledgers:
            records[deed.record] = ledgers[deed.ledger]
        elif isinstance(deed, RegisterDeed):
            there.changes.add(deed.change)
            there.entities |= {one.id for one in deed.entities}
        elif isinstance(deed, InstructDeed):
            there.instructions.add(deed.instruction)
