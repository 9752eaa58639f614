"""Watches requests of the tests' browsers: what a request writes into a table that the journal proves, it tells."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.client import ClientHandler
from django_otp.plugins.otp_totp.models import TOTPDevice

from sigai_web.journal import writing
from sigai_web.journal.declaring import proven
from sigai_web.journal.proofs import read_proof

_WRITTEN = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?(.*?)(?: WHERE |$)', re.DOTALL)
_COLUMN = re.compile(r'"(\w+)"\s*=')


@pytest.fixture(autouse=True)
def every_request_tells_what_it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that writes a row and does not tell it is found by whatever test sends it a request.

    Rows that are on their way (drafts, runs that wait) no entry tells; the story of `test_journal_data` proves those.
    """
    # Each thread by itself: a crowd asks at once, and what one request tells is nothing to another.
    here = threading.local()
    proof_of, handle = writing.proof_of, ClientHandler.__call__

    def recorded(tellings: Any) -> str:
        proof = proof_of(tellings)
        if hasattr(here, "told"):
            here.told.update(block.table for block in read_proof(proof))
        return proof

    def handled(handler: ClientHandler, environ: Any) -> Any:
        here.told = set()
        with _watched() as written:
            response = handle(handler, environ)
        if response.status_code < 400:
            untold = written - here.told
            assert not untold, (
                f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} wrote {untold} and tells nothing of it"
            )
        return response

    monkeypatch.setattr(writing, "proof_of", recorded)
    monkeypatch.setattr(ClientHandler, "__call__", handled)


@contextmanager
def _watched() -> Iterator[set[str]]:
    """The tables into whose proven columns something is written."""
    said = {each.table: each for each in proven() if each.rows == each.model._default_manager.all}
    said.pop(TOTPDevice._meta.db_table)  # django-otp saves the whole row when it notes that a code was used up
    written: set[str] = set()

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        found = _WRITTEN.match(sql) if isinstance(sql, str) else None
        if found and found[2] in said:
            columns = set(_COLUMN.findall(found[3])) if found[1] == "UPDATE" else {"*"}
            if columns - set(said[found[2]].unproven):
                written.add(found[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
