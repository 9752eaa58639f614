"""Which content is in force: an entry of the journal whenever the programme, the permission table, the version or the
mode changed."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from sigai import __version__
from sigai.base import UserError, digest_bytes, digest_file
from sigai_web import programme
from sigai_web.journal.changes import change
from sigai_web.journal.models import JournalEntry
from sigai_web.journal.writing import Actor, append
from sigai_web.maintenance.ids import ABOUT, against_ids
from sigai_web.manifests import operations
from sigai_web.permissions.document import permissions_page

ACTION = "content.load"
_PRODUCTION = "production"


def record_content(actor: Actor) -> bool:
    """Append what is in force now, where it is not what the journal says last; True where it was appended.

    Called wherever a process loads the content: set-up, the server, the worker. UserError where an id is longer than
    the database keeps (W038).
    """
    if issues := against_ids(programme.current()):
        raise UserError(issues)
    now = in_force()
    return _last() != now and _record(actor, now)


@change
def _record(actor: Actor, now: dict[str, Any]) -> bool:
    before = _last()
    if before == now:
        return False
    append(actor, ACTION, f"{ABOUT}{now['programme']}", before=before, after=now)
    return True


def in_force() -> dict[str, Any]:
    """The programme's digest and that of each of its files, the permission table's, the version of the system, and the
    mode in which it runs."""
    content = programme.current()
    folder = programme.edition().folder
    files = sorted(file for file in folder.rglob("*.y*ml") if file.is_file())
    return {
        "programme": content.id,
        "digest": content.digest,
        "permissions": digest_bytes(permissions_page(operations()).encode()),
        "version": __version__,
        "mode": _PRODUCTION if settings.SIGAI_PRODUCTION else "demonstration",
        "files": {file.relative_to(folder).as_posix(): digest_file(file) for file in files},
    }


def ran_in_production() -> bool:
    """Whether the journal says that production was set up, or ran, on this database."""
    told = JournalEntry.objects.filter(action=ACTION).values_list("after", flat=True)
    return any(json.loads(after).get("mode") == _PRODUCTION for after in told)


def _last() -> Any:
    entry = JournalEntry.objects.filter(action=ACTION).defer("proof").order_by("-number").first()
    return json.loads(entry.after) if entry else None
