"""Rounds that people are told of who may apply: that one opens, what becomes of it, its last days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from sigai.programme import Ledger, Text
from sigai_web import programme
from sigai_web.accounts.holders import holders
from sigai_web.accounts.models import User
from sigai_web.journal.writing import Actor
from sigai_web.ledgers.models import Round, RoundApplication, RoundEvent
from sigai_web.ledgers.rounds import with_rounds
from sigai_web.manifests import LADDER, DueThing, MessageKind
from sigai_web.messages.telling import News, tell

ROUND_DUE = MessageKind("round.due", "申报截止提醒", "rounds that end", order=250, urgent=True)
ROUND_TOLD = MessageKind("round.told", "申报批次", "rounds", order=255)
KINDS = (ROUND_DUE, ROUND_TOLD)
_WHAT = {
    RoundEvent.What.OPENED: ("开放申报", "Open for applications"),
    RoundEvent.What.EXTENDED: ("申报延期", "Extended"),
    RoundEvent.What.CLOSED: ("提前截止", "Closed early"),
    RoundEvent.What.WITHDRAWN: ("批次取消", "Withdrawn"),
}


def tell_round(actor: Actor, call: Round, event: RoundEvent) -> None:
    """Whoever may apply is told that a round opens, lasts longer, or ends before its day; of other events nobody."""
    ledger = programme.current().ledger_by_id.get(call.ledger)
    if ledger is None or event.what not in _WHAT:
        return
    zh, en = _WHAT[RoundEvent.What(event.what)]
    ended = bool(call.ended)
    days_zh = "" if ended else f"（{call.first_day} 至 {call.last_day}）"
    days_en = "" if ended else f" ({call.first_day} to {call.last_day})"
    news = News(
        kind=ROUND_TOLD,
        key=f"round:{call.pk}:{event.pk}",
        subject=Text(zh=f"{zh}：{call.title}{days_zh}", en=f"{en}: {call.title}{days_en}"),
        words=Text(zh=event.reason, en=event.reason),
        address=reverse("round", args=[call.pk]),
    )
    tell(actor, _applicants(ledger), news)


def due_rounds(day: date) -> Iterator[DueThing]:
    """The open rounds whose last day is near or today: for whoever may apply and has handed nothing in."""
    last_days = [day - timedelta(days=days) for days in LADDER if days <= 0]
    found = Round.objects.filter(ledger__in=with_rounds(), ended=Round.Ended.NOT, last_day__in=last_days)
    for call in found.filter(first_day__lte=day).order_by("pk"):
        ledger = programme.current().ledger_by_id[call.ledger]
        applied = RoundApplication.objects.filter(round=call).values("handed_in__reporter")
        done = set(User.objects.filter(username__in=applied).values_list("pk", flat=True))
        yield DueThing(
            kind=ROUND_DUE,
            name=f"round:{call.pk}:{call.last_day.isoformat()}",
            due=call.last_day,
            zh=f"{ledger.name.zh}申报：{call.title}",
            en=f"{ledger.name.en}, applications: {call.title}",
            address=reverse("round", args=[call.pk]),
            people=[person for person in _applicants(ledger) if person not in done],
        )


def _applicants(ledger: Ledger) -> list[int]:
    """The accounts whose roles hand something in under rounds of a ledger."""
    steps = ledger.rounds.steps if ledger.rounds else ()
    return holders({role for step in ledger.transitions if step.id in steps for role in step.roles})
