"""Each deed of a scenario by the service that does it on the site, for the person who does it, with their rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from sigai.base import UserError
from sigai.ledgers import Head, rows_in
from sigai.programme import FORBIDDEN, Scenario, ScenarioPerson, ScenarioStep
from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.accounts.services import grant, open_account
from sigai_web.clock import played_on
from sigai_web.dashboards.instructing import instruct, reply
from sigai_web.dashboards.models import Instruction
from sigai_web.exchange import DOCUMENTS, checked_upload
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.ledgers import calling, correcting, documents, rows, services, withdrawing
from sigai_web.ledgers.files import keep_file
from sigai_web.permissions import Operation, allowed
from sigai_web.register import changing
from sigai_web.register.handing_in import from_rows
from sigai_web.reporting import services as sheets
from sigai_web.reporting.closing import asked_month, close_month
from sigai_web.reporting.comparison_figures import gather
from sigai_web.reporting.drafts import Edit, save_cells, sheet_of
from sigai_web.reporting.models import Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import find
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.scenarios.problems import NO_SUCH_SHEET
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_CORRECT, FIGURE_REPORT

_PAGE = b"%PDF-1.4 "


class DeedRefusedError(Exception):
    """A deed was refused, with these codes."""

    def __init__(self, codes: tuple[str, ...], words: Mapping[str, str]) -> None:
        self.codes, self.words = codes, words
        super().__init__(", ".join(codes))


@dataclass(slots=True)
class Play:
    """A scenario under way: its people, and the records that it wrote or was given, by the names of the content.

    `touched` are the records and figures that deeds wrote: (ledger, number), (entity, measure, period); `entities` are
    those of which deeds told something. Changes of the register and instructions have names in the content, too.
    """

    people: Mapping[str, User]
    records: dict[str, int]
    touched: set[tuple[str, ...]] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    changes: dict[str, int] = field(default_factory=dict)
    instructions: dict[str, int] = field(default_factory=dict)

    def current(self, name: str) -> CurrentRecord:
        """A record as it stands."""
        return CurrentRecord.every.select_related("record").get(pk=self.records[name])

    def wrote(self, record: CurrentRecord) -> None:
        """Remember that a deed wrote this record."""
        self.touched.add((record.ledger, record.number))


def begin(scenario: Scenario) -> Play:
    """The people of a scenario with their roles, and the records that it was given."""
    given = {one.id: one.ledger for one in scenario.given.records}
    known = CurrentRecord.objects.filter(number__in=given).values_list("number", "ledger", "pk")
    records = {number: pk for number, ledger, pk in known if given[number] == ledger}
    return Play({name: _person(name, one) for name, one in scenario.people.items()}, records)


def _person(name: str, person: ScenarioPerson) -> User:
    user = open_account(SYSTEM, username=name, name=name, proposals=[(person.role, person.scope)])
    for membership in user.memberships.all():
        grant(SYSTEM, membership)
    return User.objects.get(pk=user.pk)


def do(play: Play, step: ScenarioStep) -> None:
    """Do one step on its day; DeedRefusedError where the site refuses it."""
    user = play.people[step.by]
    try:
        with played_on(step.day):
            _DEEDS[step.kind](play, Actor(user.get_username(), ""), user, step.deed)
    except PermissionDenied as error:
        raise DeedRefusedError((FORBIDDEN,), {"zh": "无权办理", "en": "not allowed"}) from error
    except UserError as error:
        words = {said: "; ".join(issue.what(said) for issue in error.issues) for said in ("zh", "en")}
        raise DeedRefusedError(tuple(issue.code for issue in error.issues), words) from error


def _create(play: Play, actor: Actor, user: User, deed: Any) -> None:
    ledger = programme.current().ledger_by_id[deed.ledger]
    made = services.create(
        actor,
        user,
        ledger,
        deed.step,
        head=Head(deed.name, deed.entity, deed.area),
        values=_texts(deed.fields),
        documents=_documents(actor, deed.documents),
    ).record
    play.records[deed.record] = made.pk
    play.wrote(made)


def _edit(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    head = Head(current.name or "", current.entity or "", current.area or "")
    values = _texts(deed.fields)
    services.edit(actor, user, current.pk, seen=current.revision, head=head, values=values, reason=deed.reason)
    play.wrote(current)


def _step(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    services.take_step(actor, user, current.pk, deed.step, seen=_seen(current), values=_texts(deed.fields))
    play.wrote(current)


def _add_row(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    rows.add_row(actor, user, current.pk, deed.table, _texts(deed.fields))
    play.wrote(current)


def _correct_row(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    edition = next((one.edition for one in rows_in(current.fields, deed.table) if one.number == deed.row), 0)
    seen, cells = rows.SeenRow(deed.row, edition), _texts(deed.fields)
    rows.correct_row(actor, user, current.pk, deed.table, seen, cells=cells, reason=deed.reason)
    play.wrote(current)


def _seen(current: CurrentRecord) -> services.Seen:
    return services.Seen(current.revision, current.step)


def _attach(play: Play, actor: Actor, user: User, deed: Any) -> None:
    documents.attach(actor, user, play.current(deed.record).pk, _documents(actor, deed.documents))


def _open_round(_play: Play, actor: Actor, user: User, deed: Any) -> None:
    ledger = programme.current().ledger_by_id[deed.ledger]
    draft = calling.RoundDraft(
        deed.title, deed.first_day.year, deed.first_day, deed.last_day, deed.quota, dict(deed.choices)
    )
    calling.open_round(actor, user, ledger, draft)


def _withdraw(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    withdrawing.ask_withdrawal(actor, user, current.pk, seen=_seen(current), reason=deed.reason)


def _decide_withdrawal(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    withdrawing.decide_withdrawal(actor, user, current.pk, seen=_seen(current), grant=deed.grant, comment=deed.comment)
    play.wrote(current)


def _correct_record(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    shown = _documents(actor, (deed.document,)) if deed.document else []
    correcting.ask_correction(
        actor,
        user,
        current.pk,
        seen=_seen(current),
        values=_texts(deed.fields),
        reason=deed.reason,
        document=next(iter(shown), None),
    )


def _decide_correction(play: Play, actor: Actor, user: User, deed: Any) -> None:
    current = play.current(deed.record)
    correcting.decide_correction(actor, user, current.pk, seen=_seen(current), grant=deed.grant, comment=deed.comment)
    play.wrote(current)


def _register_change(play: Play, actor: Actor, user: User, deed: Any) -> None:
    entities, facts = ([one.model_dump() for one in told] for told in (deed.entities, deed.facts))
    wanted = from_rows(entities, facts, reason=deed.reason, document=deed.document)
    asked = changing.ask(actor, user, wanted).change
    if asked is not None:
        play.changes[deed.change] = asked.pk
        play.entities |= {row["id"] for row in entities} | {row["entity"] for row in facts}


def _decide_register(play: Play, actor: Actor, user: User, deed: Any) -> None:
    changing.decide(actor, user, play.changes[deed.change], grant=deed.grant, comment=deed.comment)


def _close_month(_play: Play, actor: Actor, user: User, deed: Any) -> None:
    """What is missing in a month is known by its calculation: it is made first, as the worker would have by then."""
    carry_out(request_run(SYSTEM, because="close_month", as_of=deed.month))
    close_month(actor, user, asked_month(str(deed.month)))


def _instruct(play: Play, actor: Actor, user: User, deed: Any) -> None:
    subject = str(play.records[deed.subject]) if deed.about == "record" else deed.subject
    written = instruct(actor, user, Instruction.Kind(deed.about), subject, unit=deed.unit, text=deed.text)
    play.instructions[deed.instruction] = written.pk


def _reply(play: Play, actor: Actor, user: User, deed: Any) -> None:
    instruction = Instruction.objects.get(pk=play.instructions[deed.instruction])
    reply(actor, user, instruction, deed.text)


def _report(play: Play, actor: Actor, user: User, deed: Any) -> None:
    assignment = _assignment(user, deed, FIGURE_REPORT)
    found = sheet_of(assignment)
    cells = {cell.key: cell for cell in found.cells.all()} if found else {}
    given = {(entity, measure): f"{value}" for entity, row in deed.figures.items() for measure, value in row.items()}
    edits = [
        Edit(*key, text, cells[key].version if key in cells else 0, deed.reason or None) for key, text in given.items()
    ]
    past = gather(assignment)
    saved = save_cells(actor, assignment, edits, past)
    sheets.submit(actor, assignment, seen=saved.sheet.version)
    play.touched |= {(*key, str(assignment.period)) for key in given}


def _approve(_play: Play, actor: Actor, user: User, deed: Any) -> None:
    assignment = _assignment(user, deed, FIGURE_APPROVE)
    sheets.approve(actor, assignment, seen=_version(assignment))


def _give_back(_play: Play, actor: Actor, user: User, deed: Any) -> None:
    """The approver returns what was handed in, the office what was approved."""
    found = sheet_of(_assignment(user, deed, FIGURE_APPROVE))
    approved = found is not None and found.state == Sheet.State.APPROVED
    assignment = _assignment(user, deed, FIGURE_ACCEPT if approved else FIGURE_APPROVE)
    stage = Sheet.State.APPROVED if approved else Sheet.State.SUBMITTED
    sheets.give_back(actor, assignment, seen=_version(assignment), comment=deed.reason, stage=stage)


def _accept(_play: Play, actor: Actor, user: User, deed: Any) -> None:
    assignment = _assignment(user, deed, FIGURE_ACCEPT)
    sheets.accept(actor, assignment, seen=_version(assignment))


def _correct(_play: Play, actor: Actor, user: User, deed: Any) -> None:
    assignment = _assignment(user, deed, FIGURE_CORRECT)
    sheets.open_correction(actor, assignment, seen=_version(assignment), reason=deed.reason)


_DEEDS: Mapping[str, Callable[[Play, Actor, User, Any], None]] = {
    "create": _create,
    "edit": _edit,
    "step": _step,
    "add_row": _add_row,
    "correct_row": _correct_row,
    "attach": _attach,
    "open_round": _open_round,
    "withdraw": _withdraw,
    "decide_withdrawal": _decide_withdrawal,
    "correct_record": _correct_record,
    "decide_correction": _decide_correction,
    "register_change": _register_change,
    "decide_register": _decide_register,
    "report": _report,
    "approve": _approve,
    "give_back": _give_back,
    "accept": _accept,
    "correct": _correct,
    "close_month": _close_month,
    "instruct": _instruct,
    "reply": _reply,
}


def _assignment(user: User, deed: Any, operation: Operation) -> Assignment:
    """The duty that a deed is about, as its view finds it; PermissionDenied where the doer may not do it there."""
    found = find(register(), deed.form, str(deed.period), deed.reporter)
    if found is None:
        names = {"form": deed.form, "period": deed.period, "reporter": deed.reporter}
        raise UserError([NO_SUCH_SHEET.at(**names)])
    if not allowed(user, operation, found.subject):
        raise PermissionDenied
    return found


def _version(assignment: Assignment) -> int:
    found = sheet_of(assignment)
    return found.version if found else 0


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    """What somebody would type: true and false as the site's forms send them."""
    said = {True: "yes", False: "no"}
    return {name: said[value] if isinstance(value, bool) else f"{value}" for name, value in fields.items()}


def _documents(actor: Actor, names: tuple[str, ...]) -> list[documents.RecordDocument]:
    found = []
    for name in names:
        with checked_upload(SimpleUploadedFile("document.pdf", _PAGE + name.encode()), DOCUMENTS) as upload:
            found.append(documents.RecordDocument(name, keep_file(upload, actor.name)))
    return found
