"""What people are told about sheets."""

from __future__ import annotations

from django.urls import reverse

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.telling import News, tell
from sigai_web.reporting.models import CellComment, Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.store.operations import FIGURE_APPROVE, FIGURE_REPORT

SHEET_RETURNED = MessageKind("sheet.returned", "退回的表", "returned forms", order=10, urgent=True)
CELL_COMMENTED = MessageKind("cell.commented", "格子上的留言", "comments on cells", order=12)
KINDS = (SHEET_RETURNED, CELL_COMMENTED)


def tell_returned(actor: Actor, sheet: Sheet, assignment: Assignment, comment: str) -> None:
    """A sheet came back: whoever fills it in is told, with the comment."""
    news = News(
        kind=SHEET_RETURNED,
        key=f"{sheet.about}:returned:{sheet.version}",
        subject=Text(zh=f"已退回：{assignment.name('zh')}", en=f"Returned: {assignment.name('en')}"),
        words=Text(zh=comment, en=comment),
        address=reverse("sheet", args=assignment.key),
    )
    tell(actor, who_may(FIGURE_REPORT, assignment.subject), news)


def tell_commented(actor: Actor, said: CellComment, assignment: Assignment) -> None:
    """Somebody said something about a cell: the other side is told."""
    talk = said.talk
    measure = assignment.content.measure_by_id[talk.measure].name
    news = News(
        kind=CELL_COMMENTED,
        key=f"comment:{said.pk}",
        subject=Text(
            zh=f"“{measure.zh}”有留言：{assignment.name('zh')}",
            en=f"A comment on {measure.en}: {assignment.name('en')}",
        ),
        words=Text(zh=said.text, en=said.text),
        address=f"{reverse('sheet', args=assignment.key)}#talk-{talk.entity}-{talk.measure}",
    )
    tell(actor, who_may(FIGURE_REPORT if talk.asks_reporter else FIGURE_APPROVE, assignment.subject), news)
