"""The register as duties need it: who owes which measure when, worked out once per process for what stands there."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa
from django.db import connection

from sigai.evaluation import Respondents, required_of
from sigai.programme import Programme
from sigai.tables import ENTITIES
from sigai_web import programme
from sigai_web.clock import today
from sigai_web.store.models import RegisterMark
from sigai_web.store.register import facts_now

_COLUMNS = (
    "id",
    "name",
    "kind",
    "area",
    "park",
    "industry",
    "above_scale_since",
    "active_from",
    "active_until",
    "tags",
)
_QUERY = f"SELECT {', '.join(_COLUMNS)} FROM entity ORDER BY id"  # noqa: S608 - our own names
_TURN = threading.Lock()


@dataclass(frozen=True, eq=False)
class Register:
    """Everybody on the register at one moment, and whom each measure asks. Compared by identity: a key of caches."""

    content: Programme
    table: pa.Table
    owers: Respondents

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of an entity or area among the owers."""
        return {identifier: at for at, identifier in enumerate(self.owers.ids.tolist())}

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of an entity in the table."""
        return {str(identifier): at for at, identifier in enumerate(self.table["id"].to_pylist())}

    def name(self, identifier: str, language: str) -> str:
        """What an entity, area or unit is called."""
        known = self.content.area_by_code.get(identifier) or self.content.unit_by_id.get(identifier)
        if known is not None:
            return known.name[language]
        at = self.place.get(identifier)
        return identifier if at is None else str(self.owers.names[at])


def register() -> Register:
    """The register as it stands now: one short query; everything else is kept until a line of it changes, or the
    month does; then one reads it, and the others who ask wait for it."""
    mark = RegisterMark.objects.values_list("mark", flat=True).first() or ""
    database = connection.settings_dict
    place = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    with _TURN:
        return _arranged(programme.current().digest, place, mark, today().year * 12 + today().month - 1)


@lru_cache(maxsize=4)
def _arranged(_content: str, _place: str, _mark: str, month: int) -> Register:
    """The parameters tell one state of the register from another; its lines and facts are read here."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        rows = cursor.fetchall()
        facts = facts_now(cursor)
    content = programme.current()
    columns = dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(_COLUMNS, ())
    tags = [text.split(";") if text else [] for text in columns["tags"]]
    given = {**columns, "tags": tags}
    empty = [None] * len(rows)
    arrays = [pa.array(list(given.get(field.name, empty)), field.type) for field in ENTITIES]
    table = pa.Table.from_arrays(arrays, schema=ENTITIES)
    return Register(content, table, required_of(content, table, facts, at=month))
