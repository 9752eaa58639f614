"""How rounds read to people: what they are for, how they stand, what is left of their quota; which a form offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from sigai.ledgers import Record
from sigai.programme import Ledger, Transition
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.language import choose, language
from sigai_web.ledgers.models import Round, RoundEvent
from sigai_web.ledgers.rounds import (
    RoundStanding,
    calls_for,
    fits,
    open_rounds,
    places_taken,
    standing_of,
    takes_applications,
)

_STANDING: Mapping[RoundStanding, tuple[str, str, str]] = {
    RoundStanding.PLANNED: ("未开始", "not begun", "open"),
    RoundStanding.OPEN: ("开放中", "open", "under"),
    RoundStanding.OVER: ("已截止", "over", "done"),
    RoundStanding.CLOSED: ("已截止", "closed", "done"),
    RoundStanding.WITHDRAWN: ("已取消", "withdrawn", "done"),
}
EVENTS: Mapping[str, tuple[str, str]] = {
    RoundEvent.What.OPENED: ("开放", "opened"),
    RoundEvent.What.EXTENDED: ("延长", "extended"),
    RoundEvent.What.QUOTA: ("改名额", "quota changed"),
    RoundEvent.What.CLOSED: ("截止", "closed"),
    RoundEvent.What.WITHDRAWN: ("取消", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as lists and its page show it: `shape` as of a state's badge; `days` are left to its last day."""

    call: Round
    ledger: Ledger | None
    about: str
    standing: RoundStanding
    words: str
    shape: str
    taken: int
    days: int

    @property
    def open(self) -> bool:
        """Whether something can be handed in today."""
        return self.standing is RoundStanding.OPEN

    @property
    def left(self) -> int | None:
        """How many places are left; None where there is no quota."""
        return None if self.call.quota is None else max(self.call.quota - self.taken, 0)


def round_lines(calls: Iterable[Round]) -> list[RoundLine]:
    """Rounds with what is to be said of them: one query for the places of all."""
    found = list(calls)
    taken, known = places_taken(found), programme.current().ledger_by_id
    lines = []
    for call in found:
        standing, ledger = standing_of(call), known.get(call.ledger)
        zh, en, shape = _STANDING[standing]
        words, left = choose(zh, en), (call.last_day - today()).days
        lines.append(RoundLine(call, ledger, _about(call, ledger), standing, words, shape, taken.get(call.pk, 0), left))
    return lines


def _about(call: Round, ledger: Ledger | None) -> str:
    """What a round is for: the names of its choices."""
    names = []
    for name, choice in call.choices.items():
        field = ledger.field(name) if ledger else None
        known = {each.id: each.name[language()] for each in field.choices} if field else {}
        names.append(known.get(choice, choice))
    return " · ".join(names)


@dataclass(frozen=True, slots=True)
class RoundOffer:
    """The open rounds that a form of a step offers; `chosen` is what somebody chose before."""

    lines: list[RoundLine]
    chosen: str = ""


def round_offer(ledger: Ledger, step: Transition, record: Record | None, given: Any = None) -> RoundOffer | None:
    """What a step's form says of rounds; None where it hands nothing in. Of a record that is still to be entered, every
    open one of the ledger."""
    if not takes_applications(ledger, step):
        return None
    found = [call for call in open_rounds().filter(ledger=ledger.id) if record is None or fits(call, record)]
    return RoundOffer(round_lines(found), (given or {}).get("round", ""))


def calls_on_first_page(request: HttpRequest, _user: Any) -> dict[str, Any] | None:
    """The open rounds for whoever may hand something in: a panel of their first page."""
    lines = round_lines(calls_for(request.user) or ())
    return {"lines": lines} if lines else None
