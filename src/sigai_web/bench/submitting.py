"""Fifty reporters hand in at the same moment: nothing is lost, nothing is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse

from sigai.base import Period
from sigai.programme import Form
from sigai_web import programme
from sigai_web.bench.city import Person
from sigai_web.bench.load import Answers, post_all
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.verifying import verify
from sigai_web.reporting.models import Sheet
from sigai_web.store.models import CurrentFigure

_TAKEN, _REFUSED = 302, 422


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was sent and what the database holds of it."""

    sent: int
    answers: Answers
    sheets: int
    cells: int
    expected_cells: int
    entries: int
    unbroken: bool

    @property
    def taken(self) -> int:
        """How many were handed in."""
        return self.answers.statuses.count(_TAKEN)

    @property
    def refused(self) -> int:
        """How many the form's own rules sent back to their reporter, as drafts: the figures are made up."""
        return self.answers.statuses.count(_REFUSED)

    @property
    def lost(self) -> bool:
        """Whether anything that was answered is not there whole, or hardly anything was taken at all."""
        answered = self.taken + self.refused == self.sent and self.taken >= self.sent * 0.9
        whole = self.sheets == self.entries == self.taken and self.cells == self.expected_cells
        return not (answered and whole and self.unbroken)


def submit_all(port: int, form: Form, month: Period, clerks: Sequence[tuple[Person, str]]) -> Submitted:
    """Every clerk hands in their enterprise's form, filled in, at once."""
    sheets = [(clerk, enterprise, _filled(form, month, enterprise)) for clerk, enterprise in clerks]
    forms = [
        (clerk, reverse("sheet-save", args=[form.id, str(month), enterprise]), data)
        for clerk, enterprise, data in sheets
    ]
    answers = post_all(port, forms)
    mine = Sheet.objects.filter(form=form.id, period=str(month), reporter__in=[enterprise for _, enterprise in clerks])
    handed_in = mine.filter(state=Sheet.State.SUBMITTED)
    abouts = [f"sheet:{form.id}/{month}/{enterprise}" for _, enterprise in clerks]
    return Submitted(
        sent=len(forms),
        answers=answers,
        sheets=handed_in.count(),
        cells=mine.aggregate(cells=Count("cells"))["cells"],
        expected_cells=sum(sum(name.startswith("text:") for name in data) for *_, data in sheets),
        entries=JournalEntry.objects.filter(action="sheet.submit", about__in=abouts).count(),
        unbroken=verify().unbroken,
    )


def _filled(form: Form, month: Period, enterprise: str) -> dict[str, str]:
    """Last month's figures carried on: sums since January grow, the rest stays. With a reason, should one be asked."""
    before = Period.of_index(month.first - 1)
    standing = dict(CurrentFigure.objects.filter(entity=enterprise, period=str(before)).values_list("measure", "value"))
    given = {"version": "0", "action": "submit"}
    number = month.first % 12 + 1
    for name in form.measures:
        measure = programme.current().measure_by_id[name]
        value = standing.get(name)
        text = ""
        if value is not None:
            grown = value * number / (number - 1) if measure.accumulation == "ytd" and number > 1 else value
            text = f"{grown.quantize(Decimal('0.01')):f}"
        cell = f"{enterprise}:{name}"
        given |= {f"text:{cell}": text, f"was:{cell}": "", f"seen:{cell}": "0", f"reason:{cell}": "与上月同"}
    return given
