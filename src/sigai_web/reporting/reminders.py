"""Reminders: who is told what by which way; an outbox that says what became of each; background sending.

Never the same reminder twice a day to the same person: the outbox's own constraint sees to it.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from sigai.programme import due_on
from sigai_web import programme
from sigai_web.accounts.models import Membership
from sigai_web.clock import today
from sigai_web.journal.changes import change, note
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.permissions import Reach, Role
from sigai_web.reporting.duties import ReportingDuty, tables
from sigai_web.reporting.models import Reminder
from sigai_web.reporting.owed import calendar
from sigai_web.reporting.parts import Part, parts_of
from sigai_web.reporting.register import Register, register
from sigai_web.store.operations import FIGURE_REPORT

_BEFORE, _AFTER = 3, 1
"""Days before the due day and after it on which reminders go out by themselves."""
_TIMEOUT = 10
_STUCK = timedelta(minutes=15)
_REPORTING = FIGURE_REPORT.roles


@dataclass(frozen=True, slots=True)
class ReminderCounts:
    """How many people will be told, of how many of the reporters nobody can be."""

    people: int
    unreachable: int


def ways() -> list[str]:
    """The ways that this installation has."""
    mail = [Reminder.Channel.MAIL] if settings.EMAIL_HOST else []
    return [*mail, *([Reminder.Channel.WEBHOOK] if settings.SIGAI_WEBHOOK else [])]


def remind(actor: Actor, known: Register, duties: Sequence[ReportingDuty]) -> ReminderCounts:
    """Put reminders of some duties into the outbox, one for each person, way, form and period, and have them sent."""
    people = _people(known, duties)
    told: dict[tuple[int, str, str], list[ReportingDuty]] = defaultdict(list)
    for duty in duties:
        for user, _ in people.get(duty.key, ()):
            told[user, duty.form.id, str(duty.period)].append(duty)
    with_mail = {user for found in people.values() for user, mail in found if mail}
    day, rows = today(), []
    for (user, form, period), mine in told.items():
        for way in ways():
            if way == Reminder.Channel.MAIL and user not in with_mail:
                continue
            reporters = [duty.reporter for duty in mine]
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


def _people(known: Register, duties: Sequence[ReportingDuty]) -> dict[tuple[str, str, str], list[tuple[int, bool]]]:
    """Of every duty, who may report it: account and whether it has an e-mail address. One query."""
    granted = Membership.objects.filter(
        role__in=[str(role) for role in _REPORTING], granted_at__isnull=False, user__is_active=True
    ).values_list("role", "scope", "user_id", "user__email")
    by_entity: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    by_parts: list[tuple[tuple[Part, ...], tuple[int, bool]]] = []
    for role, scope, user, email in granted:
        reach = _REPORTING[Role(role)]
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
    """What goes out by itself: three days before a form is due, and the day after, to whom has not handed it in."""
    moment, known = day or today(), register()
    wanted = {moment + timedelta(days=_BEFORE), moment - timedelta(days=_AFTER)}
    pairs = [pair for pair in calendar(known, moment) if due_on(*pair) in wanted]
    every = Part(frozenset(form.id for form in known.content.forms))
    found = tables(known, pairs, [every], day=moment)
    late = [duty for table in found for duty in table.duties() if duty.waiting and not duty.correction]
    return remind(SYSTEM, known, late) if late else ReminderCounts(0, 0)


@task()
def send_queued() -> None:
    """Send everything in the outbox that nobody has taken in hand yet, one message a person and way."""
    _give_up_stuck()
    waiting = Reminder.objects.filter(state=Reminder.State.QUEUED)
    for user, channel in waiting.order_by().values_list("user_id", "channel").distinct():
        keys = list(waiting.filter(user_id=user, channel=channel).values_list("pk", flat=True))
        mine = [key for key in keys if _taken(key)]
        if mine:
            _send(list(Reminder.objects.filter(pk__in=mine).select_related("user").order_by("due", "pk")))


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


def _send(reminders: Sequence[Reminder]) -> None:
    subject, text = message(reminders)
    try:
        if reminders[0].channel == Reminder.Channel.MAIL:
            EmailMessage(subject, text, to=[reminders[0].user.email]).send()
        else:
            _post(_payload(reminders, subject, text))
        state, outcome = Reminder.State.SENT, "accepted"
    except urllib.error.HTTPError as error:
        state, outcome = Reminder.State.FAILED, f"HTTP {error.code}"
    except (SMTPException, OSError, ValueError) as error:
        # the text of such an error may name the person: its kind is enough
        state, outcome = Reminder.State.FAILED, type(error).__name__
    _ended(reminders, state, outcome)


@note
def _ended(reminders: Sequence[Reminder], state: Reminder.State, outcome: str) -> None:
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(
        state=state, outcome=outcome, sent_at=timezone.now()
    )


def message(reminders: Iterable[Reminder]) -> tuple[str, str]:
    """Subject and text: which forms, by when, for whom."""
    content, day = programme.current(), today()
    forms = {form.id: form for form in content.forms}
    lines = []
    for one in reminders:
        form = forms.get(one.form)
        days = (one.due - day).days
        when = f"还有 {days} 天到期 · due in {days} days" if days >= 0 else f"已逾期 {-days} 天 · {-days} days late"
        name = f"{form.name.zh} · {form.name.en}" if form else one.form
        lines.append(f"- {name}，{one.period}，{one.due:%Y-%m-%d}，{when}（{len(one.reporters)}）")
    title = content.head.short_title
    subject = f"【{title.zh}】填报提醒 · reporting reminder"
    opening = "以下报表请尽快填报：\nPlease hand in the following forms:\n"
    return subject, opening + "\n".join(lines) + "\n"


def _payload(reminders: Sequence[Reminder], subject: str, text: str) -> dict[str, Any]:
    user = reminders[0].user
    forms = [
        {"form": one.form, "period": one.period, "due": one.due.isoformat(), "reporters": one.reporters}
        for one in reminders
    ]
    return {"kind": "reminder", "to": user.username, "subject": subject, "text": text, "forms": forms}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that sends us elsewhere is not the one that was set."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(payload: dict[str, Any]) -> None:
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
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
