"""Publishing a circular from a finished run, and proving later that it can be made again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone

from sigai.base import FIRST_PREVIOUS, Place, UserError, digest_file
from sigai.reports import BulletinIssue, program_of, this_program, write_bulletin
from sigai_web.clock import today
from sigai_web.journal.changes import change
from sigai_web.journal.files import as_kept, read_as_kept
from sigai_web.journal.models import JournalHead
from sigai_web.journal.writing import Actor, append
from sigai_web.runs.models import Bulletin, Run, text_digest
from sigai_web.runs.problems import NO_RESULTS, NUMBER_TAKEN
from sigai_web.runs.results import of


def next_number(year: int) -> int:
    """The number that the next bulletin of a year gets."""
    last = Bulletin.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def publish(actor: Actor, run: Run, number: int) -> Bulletin:
    """Write the circular of a finished run, with the journal's seal printed in it, and keep it for good.

    UserError where the run is not finished (W221) or the number is taken (W222). The file is whole before its row is
    there, so an interrupted publication leaves nothing but a file that no row names.
    """
    if run.state != Run.State.DONE:
        raise UserError([NO_RESULTS.at(Place())])
    results = of(run)
    day = today()
    taken = UserError([NUMBER_TAKEN.at(Place(), year=day.year, number=number)])
    if Bulletin.objects.filter(year=day.year, number=number).exists():
        raise taken
    head = JournalHead.objects.order_by("pk").first()
    entry, seal = (head.number, head.digest) if head else (0, FIRST_PREVIOUS)
    bulletin = Bulletin(
        run=run,
        year=day.year,
        day=day,
        number=number,
        title=results.finished.programme.head.bulletin.title.zh,
        published_by=actor.name,
        published_at=timezone.now(),
        journal_number=entry,
        journal_digest=seal,
        file=f"{day.year}-{number:03d}-{run.pk}-{seal[:12]}.docx",
    )
    folder = Path(settings.SIGAI_HOME) / "bulletins"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=folder) as fresh:
        path = Path(fresh) / bulletin.file
        write_bulletin(results.finished, path, _issue(bulletin))
        bulletin.text_digest, bulletin.file_digest = text_digest(path), digest_file(path)
        path.rename(bulletin.path)
    try:
        _keep(actor, bulletin)
    except IntegrityError as error:
        raise taken from error
    return bulletin


@change
def _keep(actor: Actor, bulletin: Bulletin) -> None:
    bulletin.save(force_insert=True)
    seal, entry = bulletin.journal_digest, bulletin.journal_number
    after = {"run": bulletin.run_id, "text": bulletin.text_digest, "seal": seal, "entry": entry}
    append(actor, "bulletin.publish", f"bulletin:{bulletin.year}-{bulletin.number}", after=after, tells=[bulletin])


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
    still give the very text."""
    if not bulletin.path.is_file() or not all(map(as_kept, [bulletin.named_file(), *bulletin.run.named_files()])):
        return Proved.DIFFERS
    with TemporaryDirectory() as fresh:
        path = Path(fresh) / "again.docx"
        write_bulletin(of(bulletin.run).finished, path, _issue(bulletin))
        if text_digest(path) == bulletin.text_digest:
            return Proved.AGAIN
    return Proved.DIFFERS if program_of(bulletin.path) == this_program() else Proved.KEPT


def _issue(bulletin: Bulletin) -> BulletinIssue:
    return BulletinIssue(bulletin.number, bulletin.day, bulletin.journal_digest, bulletin.journal_number)
