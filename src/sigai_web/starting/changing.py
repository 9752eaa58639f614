"""Taking starting data in: one person asks, another confirms; read again from the same bytes, written in one change."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from sigai.base import Bounds, Issue, Issues, Place, Severity, UserError, digest_bytes, preload
from sigai.pipeline import Taken
from sigai_web import programme
from sigai_web.exchange import read_apart, safe_name
from sigai_web.journal.changes import LateError, change
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions import allowed
from sigai_web.register.changing import entities_of
from sigai_web.runs.calculating import request_run
from sigai_web.starting.models import StartingBundle
from sigai_web.starting.news import tell_bundle_asked, tell_bundle_decided
from sigai_web.starting.operations import START_KEEP
from sigai_web.starting.planning import StartPlan
from sigai_web.starting.problems import BUNDLE_CHANGED, BUNDLE_DECIDED, BUNDLE_WAITS, BUNDLE_WHY, OWN_BUNDLE
from sigai_web.starting.reading import read_packed
from sigai_web.store.importing import add_data
from sigai_web.store.models import Entity, EntityFact
from sigai_web.store.reading import entity_table
from sigai_web.store.register import counting, record_facts, table_of_facts

preload("sigai_web.starting.reading")
_BOUNDS = Bounds(processor=45, clock=50, memory=1024, answer=256)


@dataclass(frozen=True, slots=True)
class StartOutcome:
    """What became of a folder: how much of it is new, the request, if there is any; what its sender should know."""

    counts: Mapping[str, int]
    bundle: StartingBundle | None = None
    remarks: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFolder:
    """A folder as it was read, with the archive that it came in."""

    taken: Taken
    name: str
    content: bytes


def read_archive(content: bytes, name: str) -> ReadFolder:
    """Read an archive in a process apart, beside the register as it stands; UserError where it cannot be."""
    name = safe_name(name)
    facts = table_of_facts(counting(EntityFact.objects.all()))
    with tempfile.TemporaryDirectory(prefix="sigai-starting-") as place:
        archive = Path(place) / "data.zip"
        archive.write_bytes(content)
        folder = programme.current().folder
        taken = read_apart(Place(name), read_packed, archive, name, folder, _without_files(), facts, bounds=_BOUNDS)
    return ReadFolder(taken, name, content)


def _without_files() -> pa.Table:
    """The register as it stands; its rows name no file, so that those of a folder can be told from them."""
    standing = entity_table(Entity.objects.all())
    at = standing.schema.get_field_index("file")
    return standing.set_column(at, "file", pa.nulls(standing.num_rows, pa.string()))


def ask(actor: Actor, user: Any, read: ReadFolder, *, reason: str = "", distinct: bool = False) -> StartOutcome:
    """Ask that a folder be taken in; nothing of it counts before another person confirms.

    UserError with everything that is wrong, each by file, row and column. `user` None: a command of the system.
    """
    if user is not None and not allowed(user, START_KEEP):
        raise PermissionDenied
    return _ask(actor, read, reason, distinct=distinct)


@change
def _ask(actor: Actor, read: ReadFolder, reason: str, *, distinct: bool) -> StartOutcome:
    plan = _plan(read, distinct=distinct)
    remarks = tuple(issue for issue in plan.issues if issue.severity is not Severity.ERROR)
    if plan.empty:
        return StartOutcome(plan.counts, remarks=remarks)
    digest = digest_bytes(read.content)
    if waiting := StartingBundle.waiting().filter(digest=digest).first():
        raise LateError([BUNDLE_WAITS.at(Place(read.name), number=waiting.pk)])
    bundle = StartingBundle.objects.create(
        name=read.name,
        digest=digest,
        content=read.content,
        counts=plan.counts,
        reason=reason.strip(),
        asked_by=actor.name,
    )
    after = {"name": bundle.name, "digest": digest, "reason": bundle.reason, **bundle.counts}
    append(actor, "start.ask", f"start:{bundle.pk}", after=after, tells=[bundle])
    tell_bundle_asked(actor, bundle)
    return StartOutcome(plan.counts, bundle, remarks)


def confirm(actor: Actor, user: Any, pk: int, *, grant: bool, comment: str = "") -> StartingBundle:
    """Take in what another person asked, read again from the same bytes, or decline it with a comment.

    LateError where it was decided, UserError where oneself asked or it does not stand any more; DoesNotExist.
    """
    if not allowed(user, START_KEEP):
        raise PermissionDenied
    bundle = StartingBundle.objects.get(pk=pk)
    _may_decide(bundle, actor)
    if not grant:
        return _decline(actor, pk, comment)
    content = bytes(bundle.content)
    if digest_bytes(content) != bundle.digest:
        raise UserError([BUNDLE_CHANGED.at(Place(bundle.name), number=pk)])
    return _take(actor, pk, read_archive(content, bundle.name), comment)


def to_confirm(user: Any) -> QuerySet[StartingBundle]:
    """The folders that wait for a person: somebody else asked, and they may confirm."""
    rows = StartingBundle.waiting_for(user).defer("content")
    return rows if allowed(user, START_KEEP) else rows.none()


@change
def _take(actor: Actor, pk: int, read: ReadFolder, comment: str) -> StartingBundle:
    bundle = StartingBundle.objects.select_for_update().get(pk=pk)
    _may_decide(bundle, actor)
    plan = _plan(read, distinct=True)
    bundle.counts = plan.counts
    told = bundle.settle(actor, grant=True, comment=comment, why=BUNDLE_WHY, also=("counts",))
    if plan.register.entities or plan.register.facts:
        entities = entities_of(plan.register)
        reason = f"起步数据 {bundle.name}"
        record_facts(actor, plan.register.facts, entities=entities, reason=reason, by=bundle.asked_by)
    tells = add_data(plan.data)
    after = {"asked_by": bundle.asked_by, "digest": bundle.digest, **bundle.counts}
    append(actor, "start.take", f"start:{pk}", after=after, tells=[*tells, told])
    tell_bundle_decided(actor, bundle)
    request_run(actor, because=f"start:{pk}", join=True)
    return bundle


@change
def _decline(actor: Actor, pk: int, comment: str) -> StartingBundle:
    bundle = StartingBundle.objects.select_for_update().get(pk=pk)
    _may_decide(bundle, actor)
    told = bundle.settle(actor, grant=False, comment=comment, why=BUNDLE_WHY)
    after = {"asked_by": bundle.asked_by, "comment": bundle.comment}
    append(actor, "start.decline", f"start:{pk}", after=after, tells=[told])
    tell_bundle_decided(actor, bundle)
    return bundle


def _plan(read: ReadFolder, *, distinct: bool) -> StartPlan:
    plan = StartPlan(read.taken, read.name, distinct=distinct)
    if plan.faulty:
        raise UserError(Issues(plan.issues).sorted())
    return plan


def _may_decide(bundle: StartingBundle, actor: Actor) -> None:
    number = {"number": bundle.pk}
    bundle.check_decider(actor, decided=BUNDLE_DECIDED.at(Place(), **number), own=OWN_BUNDLE.at(Place(), **number))
