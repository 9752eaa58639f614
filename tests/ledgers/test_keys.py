"""The keys that a record has: of which fields, in which states, in which time, in one pool with others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sigai.ledgers import Record, keys_used
from sigai.programme import Ledger


def text(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def ledger(**key: Any) -> Ledger:
    given = {"id": "once", "name": text("一次"), "fields": ["entity", "scheme"], "states": ["asked"], **key}
    choices = [{"id": one, "name": text(one)} for one in "abc"]
    return Ledger.model_validate(
        {
            "id": "grants",
            "name": text("奖补"),
            "counted_in": "项",
            "fields": [
                {"id": "scheme", "name": text("资金"), "type": "choice", "choices": choices},
                {"id": "name", "name": text("名称"), "type": "text"},
                {"id": "since", "name": text("自"), "type": "date"},
            ],
            "states": [{"id": "asked", "name": text("申请")}, {"id": "gone", "name": text("退出")}],
            "keys": [given],
        }
    )


def record(state: str = "asked", entity: str = "E", name: str = "N", **fields: Any) -> Record:
    return Record("grants", "1", name, entity, None, state, fields=fields)


@pytest.mark.parametrize(
    ("key", "one", "values"),
    [
        ({}, record(scheme="a"), ["E", "a"]),
        ({}, record(), None),
        ({}, record(entity="", scheme="a"), None),
        ({}, record("gone", scheme="a"), None),
        ({"alike": [{"field": "scheme", "choices": ["a", "b"]}]}, record(scheme="b"), ["E", "a"]),
        ({"alike": [{"field": "scheme", "choices": ["a", "b"]}]}, record(scheme="c"), ["E", "c"]),
        ({"fields": ["name"]}, record(name="N"), None),
    ],
)
def test_a_record_has_its_keys_while_it_says_what_they_are_of(key: Any, one: Record, values: Any) -> None:
    found = [json.loads(use.values) for use in keys_used(ledger(**key), one)]
    assert found == ([] if values is None else [values])


def test_ledgers_of_one_pool_share_it_and_time_goes_by_the_fields_named() -> None:
    (own,) = keys_used(ledger(), record(scheme="a"))
    (shared,) = keys_used(ledger(pool="money", valid_from="since"), record(scheme="a", since="2021-03-01"))
    assert (own.pool, shared.pool, shared.since, shared.until) == ("grants.once", "money", "2021-03-01", None)
    assert shared.overlaps(None, "2021-03-01") and not shared.overlaps(None, "2021-02-28")
