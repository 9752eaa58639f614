"""Keys: what no two records may have at once, asked of all records within the change that would make it so.

Whoever changes records has taken their turn to write (`sigai_web.journal.changes`): of two at the same moment the
second sees what the first wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sigai.base import Issue, Place
from sigai.ledgers import KeyUse, Record, keys_used
from sigai.programme import Ledger
from sigai_web import programme
from sigai_web.language import language
from sigai_web.ledgers.problems import KEY_HELD
from sigai_web.permissions import visible
from sigai_web.store.models import CurrentRecord, HeldKey
from sigai_web.store.operations import RECORD_READ
from sigai_web.store.records import key_digest

_NAMED, _BATCH = 3, 400
KeyName = tuple[str, str]
"""A key with its values: its pool, and their digest."""


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who has a key, from and until when: a record that stands (`pk`), or one of those being changed (`at`)."""

    since: str | None
    until: str | None
    pk: int | None = None
    at: int | None = None


def against_keys(
    user: Any, ledger: Ledger, changed: Sequence[tuple[Record, Record]], *, stepped: bool = False
) -> list[list[Issue]]:
    """What stands against each changed record because another has one of its keys, at the first field of the key.

    `stepped`: a step asks for every key, an edit only for those that it changes.
    """
    if not ledger.keys:
        return [[] for _ in changed]
    used = [list(keys_used(ledger, after)) for _, after in changed]
    holders: dict[KeyName, list[KeyHolder]] = {}
    for at, uses in enumerate(used):
        for use in uses:
            holders.setdefault(_name(use), []).append(KeyHolder(use.since, use.until, at=at))
    for name, holder in _held(holders, [after.id for _, after in changed if after.id], ledger):
        holders[name].append(holder)
    issues: list[list[Issue]] = [[] for _ in changed]
    for at, (before, _) in enumerate(changed):
        old = [] if stepped or not before.id else list(keys_used(ledger, before))
        for use in used[at]:
            others = [one for one in holders[_name(use)] if one.at != at]
            others = [one for one in others if use.overlaps(one.since, one.until)]
            if use not in old and others:
                issues[at].append(_issue(user, use, others))
    return issues


def _name(use: KeyUse) -> KeyName:
    return use.pool, key_digest(use)


def _held(wanted: Collection[KeyName], own: Collection[str], ledger: Ledger) -> Iterator[tuple[KeyName, KeyHolder]]:
    """The keys that other records have; `own` are the numbers of those being changed."""
    pools, digests = {pool for pool, _ in wanted}, sorted({digest for _, digest in wanted})
    changing = set(CurrentRecord.every.filter(ledger=ledger.id, number__in=list(own)).values_list("pk", flat=True))
    for start in range(0, len(digests), _BATCH):
        rows = HeldKey.objects.filter(pool__in=pools, digest__in=digests[start : start + _BATCH])
        for pk, pool, digest, since, until in rows.values_list("record", "pool", "digest", "since", "until"):
            if pk not in changing and (pool, digest) in wanted:
                yield (pool, digest), KeyHolder(since, until, pk=pk)


def _issue(user: Any, use: KeyUse, others: Sequence[KeyHolder]) -> Issue:
    """That others have the key: by name those that the writer sees, for a link to them."""
    pks = [one.pk for one in others if one.pk is not None]
    seen = list(visible(user, RECORD_READ, CurrentRecord.objects.filter(pk__in=pks)).order_by("pk")[:_NAMED])
    zh = [_words(one, "zh") for one in seen] or ["一条您看不到的记录" if pks else "表中的另一行"]
    en = [_words(one, "en") for one in seen] or ["a record that you may not see" if pks else "another row of the sheet"]
    facts = {"key": use.key.name.zh, "key_en": use.key.name.en, "held": "、".join(zh), "held_en": ", ".join(en)}
    records = tuple((one.pk, _words(one, language())) for one in seen)
    return KEY_HELD.at(Place(column=use.key.fields[0]), records=records, **facts)


def _words(record: CurrentRecord, spoken: str) -> str:
    ledger = programme.current().ledger_by_id[record.ledger]
    state = next((each.name[spoken] for each in ledger.states if each.id == record.state), record.state)
    named = f"{record.number} {record.name}" if record.name else record.number
    return f"{named}（{state}）" if spoken == "zh" else f"{named} ({state})"
