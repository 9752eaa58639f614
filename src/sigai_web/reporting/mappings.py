"""File mappings that are kept: whose they are, who may use them, keeping and removing them.

A mapping of one's own organisation, or of the office, is applied by itself. Another organisation's is shared as a
start: without what its words mean, and nothing is read by it before its reader has looked at what it takes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from sigai.base import Place, UserError
from sigai.values import MappedWords, Mapping, mapping_yaml, read_mapping
from sigai_web import programme
from sigai_web.journal.changes import change, note
from sigai_web.journal.proofs import remove
from sigai_web.journal.writing import Actor, append
from sigai_web.permissions.asking import visible
from sigai_web.reporting.models import KeptMapping
from sigai_web.reporting.operations import MAPPING_READ
from sigai_web.reporting.problems import MAPPING_NAMELESS, MAPPING_OTHER_FORM

LONGEST_NAME = 80
_LONGEST_CONTENT = 500_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a mapping is: a reporter with its area, or the office where there is none."""

    reporter: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Usable:
    """A kept mapping as somebody may use it; `own`: by itself."""

    kept: KeptMapping
    mapping: Mapping
    own: bool


def usable(user: Any, form: str, reporter: str) -> list[Usable]:
    """The mappings of a form that may serve a reporter's file: its own and the office's first."""
    found = []
    for kept in visible(user, MAPPING_READ, KeptMapping.objects.filter(form=form)):
        mapping = content_of(kept)
        if mapping is None:
            continue
        own = kept.reporter in ("", reporter)
        found.append(Usable(kept, mapping if own else as_a_start(mapping), own))
    return sorted(found, key=lambda each: not each.own)


def as_a_start(mapping: Mapping) -> Mapping:
    """Another's mapping without whom it names: its words, and whom the whole file is about."""
    entity = mapping.entity and "given"
    return mapping.model_copy(update={"words": MappedWords(), "entity": entity})


def content_of(kept: KeptMapping) -> Mapping | None:
    """What a kept mapping says; None where the programme in force does not know it any more."""
    try:
        return parsed(kept.content, f"{kept.name}.yaml")
    except UserError:
        return None


def parsed(text: str, file: str) -> Mapping:
    """The mapping of a YAML text; UserError with every fault at its line."""
    with tempfile.TemporaryDirectory(prefix="sigai-mapping-") as folder:
        path = Path(folder) / Path(file).name
        path.write_text(text[:_LONGEST_CONTENT], encoding="utf-8")
        return read_mapping(path, Path(folder), programme.current())


def named(mapping: Mapping, name: str, form: str) -> Mapping:
    """The mapping under a name, for a form; UserError where it has no name or is for another form."""
    if mapping.form and mapping.form != form:
        raise UserError([MAPPING_OTHER_FORM.at(Place(), given=mapping.form, wanted=form)])
    plain = " ".join(name.split())[:LONGEST_NAME]
    if not plain:
        raise UserError([MAPPING_NAMELESS.at(Place())])
    return mapping.model_copy(update={"name": plain, "form": form})


@change
def keep_mapping(actor: Actor, owner: Owner, mapping: Mapping) -> KeptMapping:
    """Keep a mapping under its name, in place of the owner's earlier one of that name. The caller has asked the
    permission table."""
    kept = KeptMapping.objects.filter(form=mapping.form, reporter=owner.reporter, name=mapping.name).first()
    before = None if kept is None else {"content": kept.content}
    kept = kept or KeptMapping(form=mapping.form, reporter=owner.reporter, area=owner.area, name=mapping.name)
    kept.content = mapping_yaml(mapping)
    kept.by, kept.at = actor.name, timezone.now()
    kept.save()
    append(actor, "mapping.keep", kept.about, before=before, after={"content": kept.content}, tells=[kept])
    return kept


@change
def drop_mapping(actor: Actor, kept: KeptMapping) -> None:
    """Remove a mapping; what was read by it stays. The caller has asked the permission table."""
    before, about = {"name": str(kept), "content": kept.content}, kept.about
    gone = remove(KeptMapping.objects.filter(pk=kept.pk))
    append(actor, "mapping.drop", about, before=before, tells=[gone])


@note
def note_use(kept: KeptMapping, entities: Iterable[str]) -> None:
    """Remember whom the last file was about."""
    KeptMapping.objects.filter(pk=kept.pk).update(entities=sorted(set(entities)), used_at=timezone.now())
