"""What people are told about sheets."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.accounts.models import User
from sigai_web.clock import today
from sigai_web.journal.writing import Actor
from sigai_web.manifests import MessageKind
from sigai_web.messages.telling import News, tell, tell_named
from sigai_web.reporting.models import CellComment, CellTalk, Sheet
from sigai_web.reporting.obligations import Assignment
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT

FORM_DUE = MessageKind("form.due", "报表到期提醒", "forms that are due", order=10, urgent=True)
_RETURNED = MessageKind("sheet.returned", "退回的表", "returned forms", order=20, urgent=True)
_COMMENTED = MessageKind("cell.commented", "格子上的留言", "comments on cells", order=25)
_CORRECTING = MessageKind("sheet.correcting", "打开更正的表", "forms opened for correction", order=30, urgent=True)
_TO_APPROVE = MessageKind("sheet.to_approve", "待审核的表", "forms to approve", order=40)
_TO_ACCEPT = MessageKind("sheet.to_accept", "待核收的表", "forms to accept", order=50)
_ACCEPTED = MessageKind("sheet.accepted", "已核收的表", "accepted forms", order=60)
KINDS = (FORM_DUE, _RETURNED, _COMMENTED, _CORRECTING, _TO_APPROVE, _TO_ACCEPT, _ACCEPTED)


def tell_returned(actor: Actor, sheet: Sheet, assignment: Assignment, comment: str) -> None:
    """A sheet came back: whoever fills it in is told, with the comment."""
    subject = Text(zh=f"已退回：{assignment.name('zh')}", en=f"Returned: {assignment.name('en')}")
    news = _of_sheet(_RETURNED, sheet, assignment, subject, comment)
    tell(actor, who_may(FIGURE_REPORT, assignment.subject), news)


def tell_correcting(actor: Actor, sheet: Sheet, assignment: Assignment) -> None:
    """An accepted sheet was opened again: whoever fills it in is told why."""
    subject = Text(zh=f"已打开更正：{assignment.name('zh')}", en=f"Opened for correction: {assignment.name('en')}")
    news = _of_sheet(_CORRECTING, sheet, assignment, subject, sheet.correction_reason)
    tell(actor, who_may(FIGURE_REPORT, assignment.subject), news)


def tell_accepted(actor: Actor, sheet: Sheet, assignment: Assignment) -> None:
    """A sheet counts from now on: whoever handed it in is told."""
    subject = Text(zh=f"已核收：{assignment.name('zh')}", en=f"Accepted: {assignment.name('en')}")
    tell_named(actor, [sheet.submitted_by], _of_sheet(_ACCEPTED, sheet, assignment, subject))


def _of_sheet(kind: MessageKind, sheet: Sheet, assignment: Assignment, subject: Text, words: str = "") -> News:
    return News(
        kind=kind,
        key=f"{sheet.about}:{kind}:{sheet.version}",
        subject=subject,
        words=Text(zh=words, en=words),
        address=reverse("sheet", args=assignment.key),
    )


def tell_submitted(actor: Actor, assignment: Assignment) -> None:
    """A sheet waits for approval: whoever approves it is told, once a day of all of the form and period."""
    subject = Text(zh="有表待审核：", en="To approve: ")
    tell(actor, who_may(FIGURE_APPROVE, assignment.subject), _of_form(_TO_APPROVE, assignment, subject, "approving"))


def tell_approved(actor: Actor, assignment: Assignment) -> None:
    """A sheet waits for acceptance: the office is told, once a day of all of the form and period."""
    subject = Text(zh="有表待核收：", en="To accept: ")
    tell(actor, who_may(FIGURE_ACCEPT, assignment.subject), _of_form(_TO_ACCEPT, assignment, subject, "accepting"))


def _of_form(kind: MessageKind, assignment: Assignment, begins: Text, page: str) -> News:
    form, period = assignment.form, assignment.period
    return News(
        kind=kind,
        key=f"{kind}:{form.id}:{period}:{today().isoformat()}",
        subject=Text(
            zh=f"{begins.zh}{form.name.zh} {period.words('zh')}", en=f"{begins.en}{form.name.en} {period.words('en')}"
        ),
        address=f"{reverse(page)}?{urlencode({'form': form.id})}",
    )


def tell_commented(actor: Actor, said: CellComment, assignment: Assignment) -> None:
    """Somebody said something about a cell: the other side is told; of those who decide, whoever began it, too."""
    talk = said.talk
    measure = assignment.content.measure_by_id[talk.measure].name
    news = News(
        kind=_COMMENTED,
        key=f"comment:{said.pk}",
        subject=Text(
            zh=f"“{measure.zh}”有留言：{assignment.name('zh')}",
            en=f"A comment on {measure.en}: {assignment.name('en')}",
        ),
        words=Text(zh=said.text, en=said.text),
        address=f"{reverse('sheet', args=assignment.key)}#talk-{talk.entity}-{talk.measure}",
    )
    tell(actor, _other_side(talk, assignment), news)


def _other_side(talk: CellTalk, assignment: Assignment) -> set[int]:
    """Who is to answer: the reporters, or the approvers and whoever of the office began it."""
    if talk.asks_reporter:
        return set(who_may(FIGURE_REPORT, assignment.subject))
    office = User.objects.filter(username=talk.opened_by, pk__in=who_may(FIGURE_ACCEPT, assignment.subject))
    return {*who_may(FIGURE_APPROVE, assignment.subject), *office.values_list("pk", flat=True)}
