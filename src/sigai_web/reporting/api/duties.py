"""What is owed, by whom, how far it is; reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sigai.base import Period
from sigai_web.api.bearer import person
from sigai_web.api.declaring import endpoint
from sigai_web.api.operations.figures import period_of
from sigai_web.api.paging import Cut, Page, Sent, ShortText, number_of
from sigai_web.api.scopes import READ_FIGURES
from sigai_web.clock import today
from sigai_web.journal.writing import Actor
from sigai_web.permissions import Operation
from sigai_web.reporting import reminders
from sigai_web.reporting.api.scopes import REMIND
from sigai_web.reporting.operations import REMINDER_SEND, REPORTING_WATCH
from sigai_web.reporting.overview import Count, Overview, listed, months, overview
from sigai_web.reporting.register import Register, register
from sigai_web.reporting.report_status import ReportingDuty, all_duties, parts_for
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_READ, FIGURE_REPORT

router = Router(tags=["reporting"])
ReportStatus = Literal["open", "draft", "returned", "submitted", "approved", "accepted"]
Deed = Literal["report", "approve", "accept", "watch"]
_DEEDS: dict[str, Operation] = {
    "report": FIGURE_REPORT,
    "approve": FIGURE_APPROVE,
    "accept": FIGURE_ACCEPT,
    "watch": REPORTING_WATCH,
}


class DutiesAsked(Cut):
    """Which duties."""

    deed: Deed = Field(
        "report", description="要我填报、审核、核收，或我可查看的 · to report, approve, accept, or watch"
    )
    period: ShortText | None = None
    form: ShortText | None = None
    standing: ReportStatus | None = None
    overdue: bool | None = None


class DutyOut(Schema):
    """One form that one reporter owes for one period; its sheet is `/sheets/{form}/{period}/{reporter}`."""

    form: str
    period: str
    reporter: str
    area: str
    due: date
    standing: str
    owed: int
    given: int
    overdue: bool
    late: bool
    correction: bool
    version: int


class OverviewAsked(Schema):
    """Of which month."""

    month: ShortText | None = Field(None, description="不写为最近的 · the latest where none is named")


class CountOut(Schema):
    """How many sheets of something are how far: `done` accepted, `under_way` handed in or approved."""

    name: str
    key: str
    period: str
    due: date | None
    owed: int
    done: int
    under_way: int
    waiting: int
    returned: int
    overdue: int
    late: int


class OverviewOut(Schema):
    """Who has reported for a month: in all, by form, by area, by collecting unit."""

    month: str
    total: CountOut
    forms: list[CountOut]
    areas: list[CountOut]
    units: list[CountOut]


class RemindIn(Sent):
    """Who is reminded: everybody overdue by a month, with one form or with any."""

    month: ShortText | None = None
    form: str = Field("", max_length=60)


class RemindedOut(Schema):
    """How many people are told, and of how many reporters nobody can be."""

    people: int
    unreachable: int


def _duty(duty: ReportingDuty) -> dict[str, Any]:
    form, period, reporter = duty.key
    names = ("area", "due", "standing", "owed", "given", "overdue", "late", "correction", "version")
    return {"form": form, "period": period, "reporter": reporter, **{name: getattr(duty, name) for name in names}}


def _wanted(duties: Iterable[ReportingDuty], asked: DutiesAsked) -> list[ReportingDuty]:
    period = period_of(asked.period, "period")
    found = [
        duty
        for duty in duties
        if period in (None, duty.period)
        and asked.form in (None, duty.form.id)
        and asked.standing in (None, duty.standing)
        and asked.overdue in (None, duty.overdue)
    ]
    return sorted(found, key=lambda duty: (duty.period.last, duty.key))


@endpoint(
    router,
    "GET",
    "/duties",
    operation=FIGURE_READ,
    scope=READ_FIGURES,
    zh="填报任务",
    en="duties",
    about_zh="应填报、待审核、待核收或可查看的报表，先到期的在前。",
    answer=Page[DutyOut],
)
def list_duties(request: HttpRequest, asked: Query[DutiesAsked]) -> Any:
    """The sheets that one owes, approves, accepts or may watch, those of early periods first."""
    known = register()
    parts = parts_for(person(request), _DEEDS[asked.deed], known)
    duties = _wanted(all_duties(known, parts), asked) if parts else []
    start = 0 if asked.after is None else number_of(asked.after)
    shown = list(islice(duties, start, start + asked.limit))
    end = start + asked.limit
    return {"items": [_duty(duty) for duty in shown], "next": str(end) if end < len(duties) else None}


def asked_month_of(known: Register, given: str | None) -> Period:
    """A month that can be looked at; the latest where none is named."""
    found = months(known, today())
    month = period_of(given, "month") or next(iter(found), None)
    if month is None or month not in found:
        raise Http404
    return month


def _overview(request: HttpRequest, known: Register, given: str | None) -> Overview:
    parts = parts_for(person(request), REPORTING_WATCH, known)
    return overview(known, parts, asked_month_of(known, given), today())


def _counts(counts: Iterable[Count]) -> list[dict[str, Any]]:
    return [{name: getattr(count, name) for name in CountOut.model_fields} for count in counts]


@endpoint(
    router,
    "GET",
    "/reporting",
    operation=REPORTING_WATCH,
    scope=READ_FIGURES,
    zh="填报情况",
    en="who has reported",
    about_zh="某月的填报情况：总计、分表、分地区、分归口单位。",
    answer=OverviewOut,
)
def read_reporting(request: HttpRequest, asked: Query[OverviewAsked]) -> Any:
    """Who has reported for a month: in all, by form, by area, by collecting unit."""
    found = _overview(request, register(), asked.month)
    return {
        "month": str(found.month),
        "total": _counts([found.total])[0],
        "forms": _counts(found.forms),
        "areas": _counts(found.areas),
        "units": _counts(found.units),
    }


@endpoint(
    router,
    "POST",
    "/reminders",
    operation=REMINDER_SEND,
    scope=REMIND,
    zh="催报",
    en="send reminders",
    about_zh="提醒某月逾期未报的，可只限一张报表；同一人同一天只收一次。",
    answer=RemindedOut,
    status=202,
)
def send_reminders(request: HttpRequest, data: RemindIn) -> Any:
    """Remind everybody who is late by a month, with one form or with any; nobody is told twice a day."""
    known = register()
    found = _overview(request, known, data.month)
    late = list(listed(found, form=data.form, wanted="overdue", content=known.content))
    asked = reminders.remind(Actor.of(request), known, late)
    return Status(202, {"people": asked.people, "unreachable": asked.unreachable})
