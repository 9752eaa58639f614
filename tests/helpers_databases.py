"""Who else works in the database of the tests."""

from __future__ import annotations

import time

from django.db import connection

from helpers_waiting import PATIENCE

_OTHERS = """
SELECT state || ': ' || left(query, 200) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


_IDLE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'
"""


def wait_until_alone(patience: float = PATIENCE) -> None:
    """Wait until no other session of PostgreSQL is in this database; those that do nothing are ended.

    Playwright runs tests in a context of its own, in which Django opens a connection of its own that nobody closes.
    AssertionError that says what the others do, if they stay.
    """
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + patience
    while others := _others():
        with connection.cursor() as cursor:
            cursor.execute(_IDLE)
        assert time.monotonic() < end, f"somebody is still at work in the database: {others}"
        time.sleep(0.1)


def _others() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return [str(doing) for (doing,) in cursor.fetchall()]
