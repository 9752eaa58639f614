"""Reminders: who is told what by which way; an outbox that says what became of each; background sending.

Never the same reminder twice a day to the same person: the outbox's own constraint sees to it. What a mail server or a
webhook cannot take for the moment waits and is tried again; only where its answer was lost may a message come twice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http.client import HTTPException
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from sigai.programme import due_on
from sigai_web import programme
from sigai_web.accounts.models import Membership, User
from sigai_web.clock import today
from sigai_web.journal.changes import change, note
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.manifests import LADDER, Rung, due_kinds
from sigai_web.permissions import Operation, Reach, Role
from sigai_web.reporting.models import Reminder
from sigai_web.reporting.obligations import calendar
from sigai_web.reporting.parts import Part, parts_of
from sigai_web.reporting.register import Register, register
from sigai_web.reporting.report_status import ReportingDuty, tables
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT

_WHO: Mapping[Rung, Operation] = {
    Rung.PERSON: FIGURE_REPORT,
    Rung.APPROVER: FIGURE_APPROVE,
    Rung.OFFICE: FIGURE_ACCEPT,
}
"""Who is told of a form that is due: who may do this to it."""
_TIMEOUT = 10
_STUCK = timedelta(minutes=15)
_SHORTEST, _LONGEST, _WITHIN = timedelta(minutes=1), timedelta(hours=2), timedelta(hours=12)
"""What a way could not take for the moment is tried again after as long as it has waited already, for half a day."""
_BUSY = 429
_LOG = logging.getLogger("sigai_web.reporting")


@dataclass(frozen=True, slots=True)
class ReminderCounts:
    """How many people will be told, of how many of the reporters nobody can be."""

    people: int
    unreachable: int


def ways() -> list[str]:
    """The ways that this installation has."""
    mail = [Reminder.Channel.MAIL] if settings.EMAIL_HOST else []
    return [*mail, *([Reminder.Channel.WEBHOOK] if settings.SIGAI_WEBHOOK else [])]


def _ways_to(user: int, with_mail: Collection[int]) -> list[str]:
    return [way for way in ways() if way != Reminder.Channel.MAIL or user in with_mail]


def remind(
    actor: Actor, known: Register, duties: Sequence[ReportingDuty], rungs: Sequence[Rung] = (Rung.PERSON,)
) -> ReminderCounts:
    """Put reminders of some duties into the outbox, one for each person, way, form and period, and have them sent."""
    people: dict[tuple[str, str, str], list[tuple[int, bool]]] = defaultdict(list)
    for rung in rungs:
        for key, found in _people(known, duties, _WHO[rung]).items():
            people[key] += [who for who in found if who not in people[key]]
    told: dict[tuple[int, str, str], list[ReportingDuty]] = defaultdict(list)
    for duty in duties:
        for user, _ in people.get(duty.key, ()):
            told[user, duty.form.id, str(duty.period)].append(duty)
    with_mail = {user for found in people.values() for user, mail in found if mail}
    day, rows = today(), []
    for (user, form, period), mine in told.items():
        reporters = [duty.reporter for duty in mine]
        for way in _ways_to(user, with_mail):
            rows.append(
                Reminder(
                    user_id=user,
                    channel=way,
                    form=form,
                    period=period,
                    day=day,
                    due=mine[0].due,
                    reporters=reporters,
                    requested_by=actor.name,
                )
            )
    unreachable = sum(1 for duty in duties if not people.get(duty.key))
    counts = {"duties": len(duties), "people": len({user for user, _, _ in told}), "unreachable": unreachable}
    _put_out(actor, rows, counts)
    return ReminderCounts(counts["people"], unreachable)


@change
def _put_out(actor: Actor, rows: Sequence[Reminder], counts: Mapping[str, int]) -> None:
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    append(actor, "reminder.send", "reminders", after=dict(counts))
    transaction.on_commit(send_queued.enqueue)


def _people(
    known: Register, duties: Sequence[ReportingDuty], operation: Operation
) -> dict[tuple[str, str, str], list[tuple[int, bool]]]:
    """Of every duty, who may do the operation to it: account and whether it has an e-mail address. One query."""
    granted = Membership.objects.filter(
        role__in=[str(role) for role in operation.roles], granted_at__isnull=False, user__is_active=True
    ).values_list("role", "scope", "user_id", "user__email")
    by_entity: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    by_parts: list[tuple[tuple[Part, ...], tuple[int, bool]]] = []
    for role, scope, user, email in granted:
        reach = operation.roles[Role(role)]
        if reach is Reach.ENTITY:
            by_entity[scope].append((user, bool(email)))
        else:
            by_parts.append((parts_of(known.content, reach, scope), (user, bool(email))))
    found: dict[tuple[str, str, str], list[tuple[int, bool]]] = {}
    for duty in duties:
        mine = list(by_entity.get(duty.reporter, ()))
        mine += [who for parts, who in by_parts if any(_covers(part, duty) for part in parts)]
        found[duty.key] = list(dict.fromkeys(mine))
    return found


def _covers(part: Part, duty: ReportingDuty) -> bool:
    inside = part.areas is None or duty.area in part.areas
    return duty.form.id in part.forms and inside and part.reporter in (None, duty.reporter)


def remind_by_calendar(day: date | None = None) -> ReminderCounts:
    """What goes out by itself, before something is due, on the day and after it, up the LADDER: forms to whom has not
    handed them in, and all else that apps say is due (`DueKind`)."""
    moment, known = day or today(), register()
    every = Part(frozenset(form.id for form in known.content.forms))
    pairs_by_day = defaultdict(list)
    for pair in calendar(known, moment):
        pairs_by_day[due_on(*pair)].append(pair)
    people = unreachable = 0
    for days, rungs in LADDER.items():
        pairs = pairs_by_day[moment - timedelta(days=days)]
        found = tables(known, pairs, [every], day=moment)
        late = [duty for table in found for duty in table.duties() if duty.waiting and not duty.correction]
        if late:
            counts = remind(SYSTEM, known, late, rungs)
            people, unreachable = people + counts.people, unreachable + counts.unreachable
    return ReminderCounts(people + _remind_of_things(moment), unreachable)


def _remind_of_things(day: date) -> int:
    """Put reminders of all that is due beside forms into the outbox; how many people are told."""
    things = [thing for kind in due_kinds() for thing in kind.found(day) if thing.people]
    users = {user for thing in things for user in thing.people}
    with_mail = set(User.objects.filter(pk__in=users).exclude(email="").values_list("pk", flat=True))
    rows = [
        Reminder(
            user_id=user,
            channel=way,
            thing=thing.name,
            words_zh=thing.zh,
            words_en=thing.en,
            day=day,
            due=thing.due,
            reporters=[],
            requested_by=SYSTEM.name,
        )
        for thing in things
        for user in thing.people
        for way in _ways_to(user, with_mail)
    ]
    if rows:
        _put_out(SYSTEM, rows, {"things": len(things), "people": len(users)})
    return len(users)


@task()
def send_queued() -> None:
    """Send everything in the outbox that nobody has taken in hand yet, one message a person and way.

    A way that cannot be reached is left alone until the next time: others would wait for it in vain.
    """
    _give_up_stuck()
    waiting = Reminder.objects.filter(state=Reminder.State.QUEUED)
    down: set[str] = set()
    pauses: list[timedelta] = []
    for user, channel in list(waiting.order_by("user_id").values_list("user_id", "channel").distinct()):
        keys = waiting.filter(user_id=user, channel=channel).values_list("pk", flat=True)
        mine = [key for key in list(keys) if _taken(key)] if channel not in down else []
        if not mine:
            continue
        fault = _send(list(Reminder.objects.filter(pk__in=mine).select_related("user").order_by("due", "pk")))
        down |= {channel} if fault is not None and fault.unreachable else set()
        pauses += [fault.pause] if fault is not None and fault.pause else []
    if pauses:
        send_queued.using(run_after=timezone.now() + min(pauses)).enqueue()


@note
def _give_up_stuck() -> None:
    Reminder.objects.filter(state=Reminder.State.SENDING, sent_at__lt=timezone.now() - _STUCK).update(
        state=Reminder.State.FAILED, outcome="interrupted"
    )


@note
def _taken(key: int) -> bool:
    """Take one reminder in hand, unless somebody else just has."""
    queued = Reminder.objects.filter(pk=key, state=Reminder.State.QUEUED)
    return bool(queued.update(state=Reminder.State.SENDING, sent_at=timezone.now()))


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why a message did not go out, in a word that names nobody; whether no message would, and when to try again."""

    kind: str
    unreachable: bool = False
    pause: timedelta | None = None


def _send(reminders: Sequence[Reminder]) -> _Fault | None:
    """Send one message; None where it was taken."""
    subject, text = message(reminders)
    try:
        if reminders[0].channel == Reminder.Channel.MAIL:
            EmailMessage(subject, text, to=[reminders[0].user.email]).send()
        else:
            _post(_payload(reminders, subject, text))
    except (SMTPException, OSError, HTTPException, ValueError) as error:
        fault = _fault(error, min(one.at for one in reminders))
        again = f"again in {fault.pause.total_seconds() / 60:.0f} minutes" if fault.pause else "not tried again"
        _LOG.warning("reminder by %s not sent: %s, %s", reminders[0].channel, fault.kind, again)
        _ended(reminders, Reminder.State.QUEUED if fault.pause else Reminder.State.FAILED, fault.kind)
        return fault
    _ended(reminders, Reminder.State.SENT, "accepted")
    return None


def _fault(error: Exception, since: datetime) -> _Fault:
    """What became of a message that waits since then. The text of an error may name the person: its kind is enough."""
    kind, waited = type(error).__name__, timezone.now() - since
    if isinstance(error, urllib.error.HTTPError):
        kind, passing, unreachable = f"HTTP {error.code}", error.code >= 500 or error.code == _BUSY, False
    elif isinstance(error, SMTPRecipientsRefused):
        passing, unreachable = all(code < 500 for code, _ in error.recipients.values()), False
    elif isinstance(error, SMTPResponseException):
        passing, unreachable = error.smtp_code < 500, False
    else:
        passing = unreachable = isinstance(error, OSError | HTTPException)
    pause = min(max(waited, _SHORTEST), _LONGEST)
    return _Fault(kind, unreachable, pause if passing and waited + pause <= _WITHIN else None)


@note
def _ended(reminders: Sequence[Reminder], state: Reminder.State, outcome: str) -> None:
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(
        state=state, outcome=outcome, sent_at=timezone.now()
    )


def message(reminders: Iterable[Reminder]) -> tuple[str, str]:
    """Subject and text: which forms, and what else, by when, for whom."""
    content, day = programme.current(), today()
    forms = {form.id: form for form in content.forms}
    lines = []
    for one in reminders:
        form = forms.get(one.form)
        days = (one.due - day).days
        when = f"还有 {days} 天到期 · due in {days} days" if days >= 0 else f"已逾期 {-days} 天 · {-days} days late"
        name = f"{form.name.zh} · {form.name.en}" if form else one.form
        if one.thing:
            lines.append(f"- {one.words_zh} · {one.words_en}，{one.due:%Y-%m-%d}，{when}")
        else:
            lines.append(f"- {name}，{one.period}，{one.due:%Y-%m-%d}，{when}（{len(one.reporters)}）")
    title = content.head.short_title
    subject = f"【{title.zh}】到期提醒 · reminder of what is due"
    opening = "以下事项请尽快办理：\nPlease see to the following:\n"
    return subject, opening + "\n".join(lines) + "\n"


def _payload(reminders: Sequence[Reminder], subject: str, text: str) -> dict[str, Any]:
    user = reminders[0].user
    forms = [
        {"form": one.form, "period": one.period, "due": one.due.isoformat(), "reporters": one.reporters}
        for one in reminders
        if not one.thing
    ]
    things = [
        {"name": one.thing, "due": one.due.isoformat(), "zh": one.words_zh, "en": one.words_en}
        for one in reminders
        if one.thing
    ]
    told = {"forms": forms, "things": things}
    return {"kind": "reminder", "to": user.username, "subject": subject, "text": text, **told}


def signature(key: str, body: bytes, at: int) -> dict[str, str]:
    """The headers by which a receiver knows that a message is ours and of now: HMAC-SHA256 of time, a dot, body."""
    digest = hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Sigai-Time": str(at), "X-Sigai-Signature": f"sha256={digest}"}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that sends us elsewhere is not the one that was set."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(payload: dict[str, Any]) -> None:
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if key := settings.SIGAI_WEBHOOK_KEY:
        headers |= signature(key, body, int(time.time()))
    request = urllib.request.Request(settings.SIGAI_WEBHOOK, body, headers, method="POST")  # noqa: S310 - set by us
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(request, timeout=_TIMEOUT):
        pass


def sent_lately() -> dict[str, int]:
    """How many reminders of today are queued, sent, failed."""
    found: dict[str, int] = defaultdict(int)
    for state in Reminder.objects.filter(day=today()).values_list("state", flat=True):
        found[state] += 1
    return dict(found)
