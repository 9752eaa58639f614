"""Keys of ledgers: of fields and states that there are; alike among the ledgers of one pool."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.checks.ledgers import UNKNOWN_FIELD, UNKNOWN_STATE
from sigai.programme.ledgers import Ledger, LedgerKey
from sigai.programme.programme import Programme

NO_DAY_FIELD = problem(
    "P079",
    Severity.ERROR,
    zh="台账“{ledger}”的唯一性“{key}”按“{field}”计时间，它不是日期",
    en="the key “{key}” of ledger “{ledger}” goes by the time in “{field}”, which is no date",
    advice_zh="改用日期字段",
    advice_en="name a field that is a date",
)
NOT_ALIKE = problem(
    "P080",
    Severity.ERROR,
    zh="台账“{ledger}”的唯一性“{key}”把“{field}”的选项“{choice}”视为相同，但没有这个选项，或它不在唯一性里",
    en="the key “{key}” of ledger “{ledger}” takes “{choice}” of “{field}” as alike, no choice of its fields",
    advice_zh="改正字段和选项",
    advice_en="correct the field and its choices",
)
UNLIKE_POOL = problem(
    "P081",
    Severity.ERROR,
    zh="“{pool}”中的唯一性字段个数不一：“{key}”有 {count} 个，别处有 {other} 个",
    en="the keys of the pool “{pool}” have different numbers of fields: “{key}” has {count}, another {other}",
    advice_zh="同一个 pool 中的唯一性按位置逐项比较，字段个数要一致",
    advice_en="keys of one pool are compared field by field: give them the same number",
)

HEAD_FIELDS = ("entity", "area", "name")
"""What every record has beside its fields, and a key may name."""


def keys_of_ledgers(programme: Programme) -> Iterator[Issue]:
    """Every key names fields, states and choices that there are; keys of one pool have as many fields."""
    sizes: dict[str, int] = {}
    for ledger in programme.ledgers:
        for key in ledger.keys:
            yield from _key(ledger, key)
            if key.pool is not None:
                other = sizes.setdefault(key.pool, len(key.fields))
                if other != len(key.fields):
                    facts = {"key": key.id, "count": len(key.fields), "other": other}
                    yield UNLIKE_POOL.at(key.place, pool=key.pool, **facts)


def _key(ledger: Ledger, key: LedgerKey) -> Iterator[Issue]:
    for name in key.fields:
        if ledger.field(name) is None and name not in HEAD_FIELDS:
            yield UNKNOWN_FIELD.at(key.place_of("fields"), ledger=ledger.id, field=name)
    states = [state.id for state in ledger.states]
    for state in key.states:
        if state not in states:
            yield UNKNOWN_STATE.at(key.place_of("states"), ledger=ledger.id, state=state, known=", ".join(states))
    for time in ("valid_from", "valid_until"):
        name = getattr(key, time)
        field = ledger.field(name) if name else None
        if name and (field is None or field.kind != "date"):
            yield NO_DAY_FIELD.at(key.place_of(time), ledger=ledger.id, key=key.id, field=name)
    for alike in key.alike:
        field = ledger.field(alike.field) if alike.field in key.fields else None
        known = {choice.id for choice in field.choices} if field else set()
        for choice in alike.choices:
            if choice not in known:
                facts = {"key": key.id, "field": alike.field, "choice": choice}
                yield NOT_ALIKE.at(alike.place, ledger=ledger.id, **facts)
