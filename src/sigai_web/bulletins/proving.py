"""What the journal proves of bulletins on their way."""

from __future__ import annotations

from sigai_web.bulletins.models import BulletinDraft, BulletinReceipt, BulletinWithdrawal, DraftText
from sigai_web.journal.declaring import declare, declare_left_out


def say() -> None:
    """Say it; called when the app is ready."""
    declare(BulletinDraft)
    declare(BulletinWithdrawal)
    declare_left_out(DraftText, "drafts: what counts is frozen in the draft when it is handed in")
    declare_left_out(BulletinReceipt, "who opened what: nothing that counts rests on it")
