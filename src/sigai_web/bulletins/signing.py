"""Sign-off by a second person, and taking a published bulletin back."""

from __future__ import annotations

from django.utils import timezone

from sigai.base import Place, UserError
from sigai_web.bulletins.drafting import kind_text, settled, stands, taken
from sigai_web.bulletins.models import BulletinDraft, BulletinWithdrawal
from sigai_web.bulletins.problems import NOT_STANDING, OWN_BULLETIN, WHY_NOT
from sigai_web.bulletins.sending import tell_returned, tell_withdrawn
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.writing import Actor, append
from sigai_web.runs.models import Bulletin


@change
def sign(actor: Actor, pk: int) -> BulletinDraft:
    """Sign what others drafted. UserError for whoever had a hand in it (W661); LateError where it does not wait."""
    draft = taken(pk, BulletinDraft.State.HANDED_IN)
    _another_hand(actor, draft)
    draft.state, draft.signed_by, draft.signed_at = BulletinDraft.State.SIGNED, actor.name, timezone.now()
    return settled(actor, draft, "bulletin.sign", ("state", "signed_by", "signed_at"), {"writers": draft.writers})


@change
def give_back(actor: Actor, pk: int, reason: str) -> BulletinDraft:
    """Return a draft that waits for a signature, or was signed and is not published, to those who write it."""
    draft = taken(pk, BulletinDraft.State.HANDED_IN, BulletinDraft.State.SIGNED)
    if not reason.strip():
        raise UserError([WHY_NOT.at(Place(column="reason"))])
    draft.state, draft.returned_because = BulletinDraft.State.DRAFTING, reason.strip()
    draft.signed_by, draft.signed_at = "", None
    fields = ("state", "returned_because", "signed_by", "signed_at")
    settled(actor, draft, "bulletin.return", fields, {"reason": draft.returned_because})
    tell_returned(actor, draft, kind_text(draft))
    return draft


@change
def withdraw(actor: Actor, bulletin: Bulletin, reason: str) -> BulletinWithdrawal:
    """Take a published bulletin back: its file and its proof stay, and its page says that it does not stand any more.

    UserError without a reason; LateError where it was taken back or revised already (W665).
    """
    if not reason.strip():
        raise UserError([WHY_NOT.at(Place(column="reason"))])
    if not stands(Bulletin.objects.select_for_update().get(pk=bulletin.pk)):
        raise LateError([NOT_STANDING.at(Place(), bulletin=bulletin)])
    made = BulletinWithdrawal.objects.create(bulletin=bulletin, reason=reason.strip(), withdrawn_by=actor.name)
    append(actor, "bulletin.withdraw", f"bulletin:{bulletin}", after={"reason": made.reason}, tells=[made])
    tell_withdrawn(actor, bulletin, made.reason)
    return made


def _another_hand(actor: Actor, draft: BulletinDraft) -> None:
    if actor.name in draft.hands():
        raise UserError([OWN_BULLETIN.at(Place())])
