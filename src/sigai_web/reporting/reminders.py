"""Reminders of what is due: who is told, of which forms and of what else, up the ladder; `messages` tells them.

Nobody is told of the same form or thing twice a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from sigai.programme import Text, due_on
from sigai_web.accounts.models import Membership
from sigai_web.clock import today
from sigai_web.journal.changes import change
from sigai_web.journal.writing import SYSTEM, Actor, append
from sigai_web.manifests import LADDER, DueThing, Rung, due_kinds
from sigai_web.messages.telling import News, tell_each
from sigai_web.permissions import Operation, Reach, Role
from sigai_web.reporting.news import FORM_DUE
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
_MOST_NAMES = 20
"""Names of reporters in one message; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class ReminderCounts:
    """How many people are told, of how many of the reporters nobody can be."""

    people: int
    unreachable: int


def remind(
    actor: Actor, known: Register, duties: Sequence[ReportingDuty], rungs: Sequence[Rung] = (Rung.PERSON,)
) -> ReminderCounts:
    """Remind of some duties: one message for each person, form and period of a day."""
    people: dict[tuple[str, str, str], dict[int, Rung]] = defaultdict(dict)
    for rung in rungs:
        for key, found in _people(known, duties, _WHO[rung]).items():
            people[key] = dict.fromkeys(found, rung) | people[key]
    told: dict[tuple[int, str, str], list[ReportingDuty]] = defaultdict(list)
    for duty in duties:
        for user in people.get(duty.key, {}):
            told[user, duty.form.id, str(duty.period)].append(duty)
    unreachable = sum(1 for duty in duties if not people.get(duty.key))
    counts = {"duties": len(duties), "people": len({user for user, _, _ in told}), "unreachable": unreachable}
    own = {key: all(people[duty.key][key[0]] is Rung.PERSON for duty in mine) for key, mine in told.items()}
    _tell(actor, [(key[0], _form_news(known, mine, own=own[key])) for key, mine in told.items()], counts)
    return ReminderCounts(counts["people"], unreachable)


@change
def _tell(actor: Actor, pairs: Sequence[tuple[int, News]], counts: Mapping[str, int]) -> None:
    tell_each(actor, pairs)
    append(actor, "reminder.send", "reminders", after=dict(counts))


def _form_news(known: Register, mine: Sequence[ReportingDuty], *, own: bool) -> News:
    """`own`: all are for the reader to fill in; else some are others', whom the reader sees in the list of all."""
    first, day = mine[0], today()
    names = {said: _names([known.name(duty.reporter, said) for duty in mine], said) for said in ("zh", "en")}
    what = Text(
        zh=f"{first.form.name.zh}，{first.period.words('zh')}", en=f"{first.form.name.en}, {first.period.words('en')}"
    )
    if len(mine) == 1:
        address = reverse("sheet", args=first.key)
    elif own:
        address = reverse("reporting")
    else:
        address = f"{reverse('coverage')}?{urlencode({'form': first.form.id})}"
    return News(
        kind=FORM_DUE,
        key=f"due:form:{first.form.id}:{first.period}:{day.isoformat()}",
        subject=_due_words(what, first.due, day),
        words=Text(**names),
        address=address,
    )


def _names(names: Sequence[str], said: str) -> str:
    shown = ("、" if said == "zh" else ", ").join(names[:_MOST_NAMES])
    if len(names) <= _MOST_NAMES:
        return shown
    return f"{shown} 等 {len(names)} 个" if said == "zh" else f"{shown} and {len(names) - _MOST_NAMES} more"


def _due_words(what: Text, due: date, day: date) -> Text:
    """What is due, by when, and how long that is or was: said on the day on which it is told."""
    left = (due - day).days
    if left > 0:
        return Text(zh=f"{what.zh}：{due} 到期，还有 {left} 天", en=f"{what.en}: due on {due}, in {left} days")
    if left == 0:
        return Text(zh=f"{what.zh}：今天（{due}）到期", en=f"{what.en}: due today ({due})")
    return Text(zh=f"{what.zh}：{due} 到期，已逾期 {-left} 天", en=f"{what.en}: due on {due}, {-left} days late")


def _people(
    known: Register, duties: Sequence[ReportingDuty], operation: Operation
) -> dict[tuple[str, str, str], list[int]]:
    """Of every duty, the accounts that may do the operation to it. One query."""
    granted = Membership.objects.filter(
        role__in=[str(role) for role in operation.roles], granted_at__isnull=False, user__is_active=True
    ).values_list("role", "scope", "user_id")
    by_entity: dict[str, list[int]] = defaultdict(list)
    by_parts: list[tuple[tuple[Part, ...], int]] = []
    for role, scope, user in granted:
        reach = operation.roles[Role(role)]
        if reach is Reach.ENTITY:
            by_entity[scope].append(user)
        else:
            by_parts.append((parts_of(known.content, reach, scope), user))
    found: dict[tuple[str, str, str], list[int]] = {}
    for duty in duties:
        mine = list(by_entity.get(duty.reporter, ()))
        mine += [user for parts, user in by_parts if any(_covers(part, duty) for part in parts)]
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
    """Remind of all that is due beside forms; how many people are told."""
    things = [thing for kind in due_kinds() for thing in kind.found(day) if thing.people]
    users = {user for thing in things for user in thing.people}
    if things:
        pairs = [(user, _thing_news(thing, day)) for thing in things for user in thing.people]
        _tell(SYSTEM, pairs, {"things": len(things), "people": len(users)})
    return len(users)


def _thing_news(thing: DueThing, day: date) -> News:
    subject = _due_words(Text(zh=thing.zh, en=thing.en), thing.due, day)
    key = f"due:{thing.name}:{day.isoformat()}"
    return News(kind=thing.kind, key=key, subject=subject, address=thing.address)
