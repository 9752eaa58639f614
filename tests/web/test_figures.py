"""Writing figures: all or none, with the journal, and two people never overwrite each other."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from helpers_web import OURS
from sigai.base import Period
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.journal.writing import Actor
from sigai_web.store.figures import NewFigure, OvertakenError, write_figures
from sigai_web.store.models import CurrentFigure, FigureRevision

ACTOR = Actor("clerk", "10.0.0.1")
MAY = Period.parse("2022-05")


def new(value: str, *, seen: int | None = None, measure: str = "output", reason: str = "") -> NewFigure:
    return NewFigure(OURS, measure, MAY, Decimal(value), seen, reason=reason)


def write(*figures: NewFigure) -> list[FigureRevision]:
    return write_figures(ACTOR, figures, action="figure.report", about=f"form:monthly/2022-05/{OURS}")


@pytest.mark.django_db
def test_a_correction_is_a_new_revision_with_before_and_after() -> None:
    first = write(new("1.5"), new("7", measure="power"))
    second = write(new("2", seen=first[0].revision, reason="漏报一个车间"))
    assert CurrentFigure.objects.get(measure="output").value == Decimal("2")
    assert FigureRevision.objects.count() == 3
    entry = JournalEntry.objects.get(number=2)
    assert '"value":"1.5000"' in entry.before
    assert '"reason":"漏报一个车间"' in entry.after
    assert f'"revision":{second[0].revision}' in entry.after
    assert (entry.actor, entry.origin) == ("clerk", "10.0.0.1")
    assert verify().unbroken


@pytest.mark.django_db
@pytest.mark.parametrize("seen", [None, 1])
def test_what_somebody_else_changed_is_not_overwritten(seen: int | None) -> None:
    first = write(new("1"))[0]
    theirs = write(new("2", seen=first.revision))[0]
    with pytest.raises(OvertakenError) as refused:
        write(new("5", measure="power"), new("3", seen=seen and first.revision))
    assert [figure.revision for figure in refused.value.current] == [theirs.revision]
    assert not CurrentFigure.objects.filter(measure="power").exists()
    assert JournalEntry.objects.count() == 2


@pytest.mark.django_db
def test_one_bad_value_keeps_all_out() -> None:
    with pytest.raises(ValidationError):
        write(new("1"), new("0.00001", measure="power"))
    assert not FigureRevision.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_people_who_write_at_once_on_one_form_one_wins_and_all_others_are_told(committing: None) -> None:
    won: list[int] = []
    told: list[OvertakenError] = []
    start = threading.Barrier(6)

    def work(number: int) -> None:
        try:
            start.wait()
            write(new(str(number)))
            won.append(number)
        except OvertakenError as overtaken:
            told.append(overtaken)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(told)) == (1, 5)
    assert CurrentFigure.objects.get().value == Decimal(won[0])
    assert verify().unbroken
