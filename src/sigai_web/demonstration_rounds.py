"""Rounds of the demonstration: of every ledger that has rounds, for what most invented applications are for.

What has been applied for stands under a round that is open; one of the year before is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.journal.changes import change
from sigai_web.journal.proofs import Telling
from sigai_web.journal.writing import SYSTEM, append
from sigai_web.ledgers.models import Round, RoundApplication, RoundEvent
from sigai_web.store.models import CurrentRecord, RecordState

_MOST, _PLACES = 3, 2
_LEFT = timedelta(days=25)
_A_YEAR = timedelta(days=365)


@change
def open_rounds_of_today() -> None:
    """Open them, with what was applied for under them."""
    tells: list[Telling] = []
    for ledger in programme.current().ledgers:
        if ledger.rounds is None:
            continue
        last = today() + _LEFT
        for choices, records in _applied(ledger):
            first = min(one.day or today() for one in records) if records else today()
            tells += _round(ledger, choices, (first - _A_YEAR, last - _A_YEAR), ended=Round.Ended.CLOSED)
            tells += _round(ledger, choices, (first, last), records)
    if tells:
        append(SYSTEM, "round.open", "demonstration", tells=tells)


def _applied(ledger: Ledger) -> list[tuple[dict[str, str], list[CurrentRecord]]]:
    """What most records that wait for a decision are for, with those records; something, where none wait."""
    rounds = ledger.rounds
    steps = [step for step in ledger.transitions if rounds is not None and step.id in rounds.steps]
    names = rounds.by if rounds is not None else ()
    waiting = CurrentRecord.objects.filter(ledger=ledger.id, state__in={step.to for step in steps}).order_by("pk")
    kinds = {one.pk: tuple(str(one.fields.get(name) or "") for name in names) for one in waiting}
    often = [kind for kind, _ in Counter(kinds.values()).most_common(_MOST) if all(kind)]
    first = tuple(field.choices[0].id for name in names if (field := ledger.field(name)) is not None)
    return [
        (dict(zip(names, kind, strict=True)), [one for one in waiting if kinds[one.pk] == kind])
        for kind in often or [first]
    ]


def _round(
    ledger: Ledger,
    choices: Mapping[str, str],
    days: tuple[date, date],
    records: Iterable[CurrentRecord] = (),
    ended: Round.Ended = Round.Ended.NOT,
) -> list[Telling]:
    """A round with what is handed in under it; what the journal tells of it."""
    handed_in, (first, last) = list(records), days
    call = Round.objects.create(
        ledger=ledger.id,
        title=f"{last.year} 年度{_what_for(ledger, choices)}申报",
        year=last.year,
        choices=dict(choices),
        quota=len(handed_in) + _PLACES,
        first_day=first,
        last_day=last,
        ended=ended,
    )
    kept = {"last_day": call.last_day, "quota": call.quota, "by": SYSTEM.name}
    events = [RoundEvent.objects.create(round=call, what=RoundEvent.What.OPENED, **kept)]
    if ended:
        events.append(RoundEvent.objects.create(round=call, what=RoundEvent.What.CLOSED, **kept))
    states = {one.revision: one for one in RecordState.objects.filter(pk__in=[each.step for each in handed_in])}
    applications = [
        RoundApplication.objects.create(round=call, record_id=one.pk, handed_in=states[one.step]) for one in handed_in
    ]
    return [call, *events, *applications]


def _what_for(ledger: Ledger, choices: Mapping[str, str]) -> str:
    """The names of the choices, the widest first: 自治区级绿色工厂."""
    names = []
    for name, chosen in choices.items():
        field = ledger.field(name)
        known = {choice.id: choice.name.zh for choice in field.choices} if field is not None else {}
        names.append(known.get(chosen, chosen))
    return "".join(reversed(names)) or ledger.name.zh.removesuffix("台账")
