"""Publishing a signed bulletin, and proving later that it can be made again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone

from sigai.base import FIRST_PREVIOUS, Place, UserError, digest_file
from sigai.reports import BulletinIssue, View, bulletin_title, program_of, revision_words, this_program, write_bulletin
from sigai_web.bulletins.drafting import other_state, require, taken
from sigai_web.bulletins.models import BulletinDraft, BulletinWithdrawal
from sigai_web.bulletins.problems import NOT_STANDING
from sigai_web.bulletins.sending import send
from sigai_web.clock import today
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.files import as_kept, read_as_kept
from sigai_web.journal.models import JournalHead
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.runs.models import Bulletin, text_digest
from sigai_web.runs.problems import NUMBER_TAKEN
from sigai_web.runs.results import of


def next_number(year: int) -> int:
    """The number that the next bulletin of a year gets."""
    last = Bulletin.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def publish(actor: Actor, pk: int, number: int) -> Bulletin:
    """Write a signed bulletin under a number of the year, with the journal's seal printed in it, keep it for good and
    send it.

    LateError where the draft is not signed (W662), was returned while its file was written (W662), or what it revises
    does not stand any more (W665); UserError where the number is taken (W222). The file is whole, under a name that no
    other gets, before its row is there: an interrupted publication leaves nothing but a file that no row names.
    """
    draft = BulletinDraft.objects.select_related("run", "revises").get(pk=pk)
    require(draft, BulletinDraft.State.SIGNED)
    view, day = of(draft.run).view, today()
    taken_already = UserError([NUMBER_TAKEN.at(Place(), year=day.year, number=number)])
    if Bulletin.objects.filter(year=day.year, number=number).exists():
        raise taken_already
    head = JournalHead.objects.order_by("pk").first()
    entry, seal = (head.number, head.digest) if head else (0, FIRST_PREVIOUS)
    bulletin = Bulletin(
        run=draft.run,
        year=day.year,
        day=day,
        number=number,
        title=bulletin_title(view, draft.kind),
        published_by=actor.name,
        published_at=timezone.now(),
        journal_number=entry,
        journal_digest=seal,
        file=f"{day.year}-{number:03d}-{draft.run_id}-{token_hex(6)}.docx",
    )
    folder = Path(settings.SIGAI_HOME) / "bulletins"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=folder) as fresh:
        path = Path(fresh) / bulletin.file
        _write(view, path, bulletin, draft)
        bulletin.text_digest, bulletin.file_digest = text_digest(path), digest_file(path)
        path.rename(bulletin.path)
    try:
        _keep(actor, bulletin, draft)
    except IntegrityError as error:
        raise taken_already from error
    return bulletin


@change
def _keep(actor: Actor, bulletin: Bulletin, written: BulletinDraft) -> None:
    draft = taken(written.pk, BulletinDraft.State.SIGNED)
    if draft.signed_at != written.signed_at:
        raise other_state(draft)
    bulletin.save(force_insert=True)
    draft.state, draft.bulletin = BulletinDraft.State.PUBLISHED, bulletin
    draft.save(update_fields=["state", "bulletin"])
    tells: list[Any] = [bulletin, ChangedFields(draft, ("state", "bulletin"))]
    if draft.revises is not None:
        if hasattr(draft.revises, "withdrawal"):
            raise LateError([NOT_STANDING.at(Place(), bulletin=draft.revises)])
        tells.append(
            BulletinWithdrawal.objects.create(
                bulletin=draft.revises, replaced_by=bulletin, reason=draft.reason, withdrawn_by=actor.name
            )
        )
    sent = send(actor, bulletin)
    after = {
        "run": bulletin.run_id,
        "text": bulletin.text_digest,
        "seal": bulletin.journal_digest,
        "entry": bulletin.journal_number,
        "signed_by": draft.signed_by,
        "sent": sent,
        "revises": str(draft.revises or ""),
    }
    append(actor, "bulletin.publish", f"bulletin:{bulletin}", after=after, tells=tells)


def read_file(bulletin: Bulletin) -> bytes:
    """The file as it was published; UserError where it is another, FileNotFoundError where it is gone."""
    return read_as_kept(bulletin.named_file(), str(bulletin))


class Proved(StrEnum):
    """What proving a bulletin gives.

    AGAIN: file and results are as kept, and give the very text once more. KEPT: both are as kept, but another version
    of the program wrote the text, and this one says some things otherwise. DIFFERS: neither.
    """

    AGAIN = "again"
    KEPT = "kept"
    DIFFERS = "differs"


def proved(bulletin: Bulletin) -> Proved:
    """Whether the file and the results that it was made from are those of the day it was published, and whether they
    still give the very text. Those from before there were drafts another program wrote."""
    if not bulletin.path.is_file() or not all(map(as_kept, [bulletin.named_file(), *bulletin.run.named_files()])):
        return Proved.DIFFERS
    draft = BulletinDraft.objects.filter(bulletin=bulletin).select_related("revises").first()
    if draft is not None:
        with TemporaryDirectory() as fresh:
            path = Path(fresh) / "again.docx"
            _write(of(bulletin.run).view, path, bulletin, draft)
            if text_digest(path) == bulletin.text_digest:
                return Proved.AGAIN
    return Proved.DIFFERS if program_of(bulletin.path) == this_program() else Proved.KEPT


def draft_file(draft: BulletinDraft, texts: dict[str, str]) -> bytes:
    """A draft as a Word document, to look at."""
    with TemporaryDirectory() as fresh:
        path = Path(fresh) / "draft.docx"
        write_bulletin(of(draft.run).view, path, kind=draft.kind, texts=texts, remark="草稿　未经签发")
        return path.read_bytes()


def _write(view: View, path: Path, bulletin: Bulletin, draft: BulletinDraft) -> None:
    revised = draft.revises
    words = revision_words(view, draft.kind, _issue(revised), draft.reason) if revised else ""
    write_bulletin(view, path, _issue(bulletin, words), kind=draft.kind, texts=draft.texts)


def _issue(bulletin: Bulletin, revision: str = "") -> BulletinIssue:
    return BulletinIssue(
        bulletin.number, bulletin.day, bulletin.journal_digest, bulletin.journal_number, revision, str(bulletin.year)
    )
