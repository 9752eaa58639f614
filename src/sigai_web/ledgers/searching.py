"""What words find of ledgers: records, ledgers themselves, rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sigai_web import programme
from sigai_web.language import choose, language
from sigai_web.ledgers.models import Round
from sigai_web.ledgers.operations import ROUND_READ
from sigai_web.ledgers.reading import own_records, readable_records
from sigai_web.ledgers.summaries import RecordLine, lines
from sigai_web.manifests import Hit, Hits, SearchKind
from sigai_web.pages.searching import best
from sigai_web.store.models import CurrentRecord
from sigai_web.store.operations import RECORD_CONSULT

_ROUNDS = 300
"""Of so many rounds, the newest, names are looked through."""


def _records(user: Any, words: Sequence[str], most: int) -> Hits:
    """Records in which the words stand where the person reads them, the newest first."""
    rows, own = readable_records(user, CurrentRecord.objects.all()), own_records(user)
    for word in words:
        rows = rows.filter(Q(opened_search__contains=word) | own & Q(search__contains=word))
    met = lines(list(rows.order_by("-pk")[:most]))
    comma = choose("，", ", ")
    return Hits([Hit(one.title, reverse("record", args=[one.pk]), comma.join(_about(one))) for one in met])


def _about(line: RecordLine) -> list[str]:
    entity = line.entity if line.entity != line.title else ""
    return [part for part in (line.ledger.name[language()], line.state.name[language()], entity) if part]


def _ledgers(_user: Any, words: Sequence[str], most: int) -> Hits:
    met = best(programme.current().ledgers, words, lambda one: (one.name.zh, one.name.en, one.id), most)
    return Hits([Hit(one.name[language()], reverse("ledger", args=[one.id])) for one in met], reverse("ledgers"))


def _rounds(_user: Any, words: Sequence[str], most: int) -> Hits:
    known = programme.current().ledger_by_id
    calls = [call for call in Round.objects.order_by("-last_day", "-pk")[:_ROUNDS] if call.ledger in known]

    def texts(call: Round) -> Sequence[str]:
        return call.title, known[call.ledger].name.zh, known[call.ledger].name.en

    hits = [
        Hit(call.title, reverse("round", args=[call.pk]), f"{call.first_day} – {call.last_day}")
        for call in best(calls, words, texts, most)
    ]
    return Hits(hits, reverse("rounds"))


SEARCH = (
    SearchKind(operation=RECORD_CONSULT, zh="台账记录", en="Records", found=_records, order=80),
    SearchKind(operation=RECORD_CONSULT, zh="台账", en="Ledgers", found=_ledgers, order=90),
    SearchKind(operation=ROUND_READ, zh="申报批次", en="Rounds", found=_rounds, order=100),
)
