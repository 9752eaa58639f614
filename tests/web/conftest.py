"""The web's tests run on the invented programme, with an empty cache."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from helpers_told import every_request_tells_what_it_writes  # noqa: F401
from helpers_web_fixtures import (  # noqa: F401
    committing,
    decided_programme,
    filled,
    invented_programme,
    people,
    programme_folder,
)

_HERE = Path(__file__).parent
_ANY_DATABASE = frozenset(
    f"test_{name}.py"
    for name in (
        "api_fuzz",
        "apps",
        "bulletins",
        "changes",
        "figures_at_rest",
        "links",
        "one_truth",
        "outlines",
        "run_on_disk",
    )
)
_OF_VIEWS = 4
"""One in so many of the tests of every view in every role is run on a second database, too."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what says nothing of the database, or says of it what its like says: `-m "not any_database"` leaves it out
    where the rest is run on a second one."""
    for item in items:
        if item.path.parent == _HERE and (item.path.name in _ANY_DATABASE or _is_one_of_many(item)):
            item.add_marker("any_database")


def _is_one_of_many(item: pytest.Item) -> bool:
    return item.path.name == "test_views.py" and crc32(item.nodeid.encode()) % _OF_VIEWS != 0
