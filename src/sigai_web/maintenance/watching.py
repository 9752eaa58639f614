"""How the system runs, for whoever runs it: figures of everything that can come to a stop, what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Subquery
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sigai.base import Issue, Place
from sigai_web.journal.models import JournalEntry
from sigai_web.maintenance.health import LITTLE_SPACE, checks, notes
from sigai_web.maintenance.models import BACKUP, TIDIED, KeepingNote
from sigai_web.maintenance.problems import (
    BACKUP_OLD,
    BACKUP_UNREADABLE,
    CHECK_FAILED,
    LITTLE_ROOM,
    MAIL_WAITING,
    NEVER_TIDIED,
    NO_BACKUP,
    NOT_TIDIED,
    RUN_FAILED,
    RUN_WAITING,
    WORKER_SILENT,
)
from sigai_web.messages.models import Delivery
from sigai_web.runs.models import Run, WorkerBeat
from sigai_web.runs.working import worker_alive

_RUN_WAITS = timedelta(minutes=30)
_MAIL_WAITS = timedelta(hours=2)
_FAILED_WITHIN = timedelta(days=1)
_TIDIED_WITHIN = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Watched:
    """One thing that was looked at: its name for programs and in words, its figures, and what is wrong with it."""

    name: str
    zh: str
    en: str
    figures: Mapping[str, Any]
    issues: tuple[Issue, ...] = ()


def readings() -> list[Watched]:
    """Everything that an operator watches."""
    ends, noted = _ends_of_journal(), {note.name: note for note in KeepingNote.objects.all()}
    return [
        _system(),
        _worker(),
        _runs(),
        _queue(),
        _mail(),
        _backup(noted.get(BACKUP)),
        _tidied(noted.get(TIDIED), ends["begun"]),
        _disk(),
        _journal(ends),
    ]


def _system() -> Watched:
    """What `/health` asks, but for the worker and the disk: they have readings of their own."""
    found = checks(without=("worker", "disk"))
    issues = tuple(CHECK_FAILED.at(Place(name), check=name) for name, well in found.items() if not well)
    return Watched("system", "系统", "System", {**found, **notes()}, issues)


def _worker() -> Watched:
    beat = WorkerBeat.objects.order_by("-at").values_list("at", flat=True).first()
    issues = () if worker_alive() else (WORKER_SILENT.at(since=_words(beat)),)
    return Watched("worker", "后台进程", "Worker", {"beat": beat, "seconds": _age(beat)}, issues)


def _runs() -> Watched:
    waiting = Run.objects.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING]).aggregate(
        count=Count("pk"), oldest=Min("requested_at")
    )
    last = Run.objects.exclude(state=Run.State.MERGED).exclude(finished_at=None).order_by("-pk").first()
    failed = last if last is not None and last.state == Run.State.FAILED else None
    issues = []
    if waiting["oldest"] and timezone.now() - waiting["oldest"] > _RUN_WAITS:
        issues.append(RUN_WAITING.at(count=waiting["count"], since=_words(waiting["oldest"])))
    if failed is not None:
        issues.append(RUN_FAILED.at(run=failed.pk, at=_words(failed.finished_at)))
    figures = {
        "waiting": waiting["count"],
        "oldest": waiting["oldest"],
        "last": last.finished_at if last else None,
        "failed": failed.pk if failed else None,
    }
    return Watched("runs", "计算", "Calculations", figures, tuple(issues))


def _queue() -> Watched:
    ready = DBTaskResult.objects.ready().aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    return Watched("queue", "后台队列", "Queue", {"ready": ready["count"], "oldest": ready["oldest"]})


def _mail() -> Watched:
    states = Delivery.State
    open_ = Delivery.objects.filter(state__in=[states.WAITING, states.TAKEN], goes_at__lte=timezone.now())
    waiting = open_.aggregate(oldest=Min("goes_at"), count=Count("pk"))
    oldest, outstanding = waiting["oldest"], waiting["count"]
    since = timezone.now() - _FAILED_WITHIN
    failed = Delivery.objects.filter(state=states.FAILED, at__gte=since).count()
    late = oldest is not None and timezone.now() - oldest > _MAIL_WAITS
    late |= Delivery.objects.filter(state=states.WAITING).exclude(outcome="").exists()
    issues = (MAIL_WAITING.at(outstanding=outstanding, failed=failed),) if late or failed else ()
    return Watched(
        "mail",
        "站外消息",
        "Messages on their way",
        {"outstanding": outstanding, "oldest": oldest, "failed": failed},
        issues,
    )


def _backup(note: KeepingNote | None) -> Watched:
    most = settings.SIGAI_BACKUP_HOURS
    if note is None:
        return Watched("backup", "备份", "Backup", {"at": None, "hours": None}, (NO_BACKUP.at(),))
    hours = int((_age(note.at) or 0) // 3600)
    issues = []
    if not note.said.get("readable"):
        issues.append(BACKUP_UNREADABLE.at(at=_words(note.at)))
    if hours > most:
        issues.append(BACKUP_OLD.at(at=_words(note.at), hours=hours, most=most))
    return Watched("backup", "备份", "Backup", {"at": note.at, "hours": hours, **note.said}, tuple(issues))


def _tidied(note: KeepingNote | None, begun: datetime | None) -> Watched:
    """`begun`: when the journal, and with it the system, began."""
    since = note.at if note else begun
    late = since is not None and timezone.now() - since > _TIDIED_WITHIN
    issues = ((NOT_TIDIED.at(at=_words(note.at)) if note else NEVER_TIDIED.at()),) if late else ()
    return Watched(
        "tidied", "清理", "Tidying", {"at": note.at if note else None, **(note.said if note else {})}, issues
    )


def _disk() -> Watched:
    usage = shutil.disk_usage(settings.SIGAI_HOME)
    free, whole = usage.free // 1024**2, usage.total // 1024**2
    issues = (LITTLE_ROOM.at(free=free, least=LITTLE_SPACE // 1024**2),) if usage.free < LITTLE_SPACE else ()
    return Watched("disk", "磁盘", "Disk", {"free_mb": free, "whole_mb": whole}, issues)


def _ends_of_journal() -> Mapping[str, Any]:
    """Its last entry, and when it began."""
    first = JournalEntry.objects.order_by("number").values("at")[:1]
    ends = JournalEntry.objects.order_by("-number").values("number", "digest", "at", begun=Subquery(first)).first()
    return ends or {"number": 0, "digest": "", "at": None, "begun": None}


def _journal(ends: Mapping[str, Any]) -> Watched:
    return Watched("journal", "留痕", "Journal", {name: ends[name] for name in ("number", "digest", "at")})


def issues(found: list[Watched]) -> Iterator[Issue]:
    """All that is wrong."""
    for reading in found:
        yield from reading.issues


def _age(at: datetime | None) -> int | None:
    return None if at is None else int((timezone.now() - at).total_seconds())


def _words(at: datetime | None) -> str:
    return "—" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
