"""The few things that wait for a leader's word beside what waits for everybody: what was missed or turned unlikely
without that anybody was asked about it, and instructions that are long without an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from sigai_web import clock
from sigai_web.dashboards.models import Instruction
from sigai_web.dashboards.operations import INSTRUCTION_WRITE
from sigai_web.language import choose, language
from sigai_web.permissions import allowed, visible
from sigai_web.runs.results import Results

_MOST = 3
_LONG = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class AwaitedWord:
    """One thing that waits: what it is about and why, and where it is done."""

    about: str
    why: str
    address: str


def awaited_words(user: Any, results: Results) -> list[AwaitedWord]:
    """What waits for whoever may give instructions: nothing for anybody else."""
    if not allowed(user, INSTRUCTION_WRITE):
        return []
    open_ones = visible(user, INSTRUCTION_WRITE, Instruction.objects.filter(closed_at__isnull=True))
    asked = set(open_ones.filter(kind=Instruction.Kind.TARGET).values_list("subject", flat=True))
    waiting = open_ones.filter(replies__isnull=True, at__lt=clock.now() - _LONG).count()
    found = []
    listed = f"{reverse('instructions')}?state=open"
    if waiting:
        words = choose(f"超过 {_LONG.days} 天没有答复", f"without an answer for more than {_LONG.days} days")
        found.append(AwaitedWord(choose(f"{waiting} 条批示", f"{waiting} instructions"), words, listed))
    return found + _unasked(results, asked)[:_MOST]


def _unasked(results: Results, asked: set[str]) -> list[AwaitedWord]:
    """Targets that turned unlikely or missed, then those missed before, that no open instruction is about."""
    view = results.view
    turned = [move.now for move in view.moved["worse"] if move.now.shown in ("unlikely", "missed")]
    rows = {row.target.id: row for row in (*turned, *view.all.having("missed"))}
    return [
        AwaitedWord(row.target.name[language()], _why(row.shown), _to_write(target))
        for target, row in rows.items()
        if target not in asked
    ]


def _why(verdict: str) -> str:
    if verdict == "missed":
        return choose("已错过，还没有批示", "missed, no instruction yet")
    return choose("转为预计完不成，还没有批示", "turned unlikely, no instruction yet")


def _to_write(target: str) -> str:
    return reverse("new-instruction", args=[Instruction.Kind.TARGET, target])
