"""Pages of lists by cursor: stable while others write, because a cursor names the last thing seen, not a number of
things."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, When
from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from sigai.base import Place
from sigai_web.api.errors import ApiError
from sigai_web.api.problems import BAD_CURSOR

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

LARGEST_PAGE = 1000
_LARGEST_NUMBER = 2**63 - 1

Number = Annotated[int, Field(ge=0, le=_LARGEST_NUMBER)]
"""A whole number that every database can hold."""

ShortText = Annotated[str, Field(max_length=200)]

_Whole = Annotated[int, Field(ge=-_LARGEST_NUMBER, le=_LARGEST_NUMBER)]
_CURSORS: Mapping[type, TypeAdapter[tuple[str, Any, int]]] = {
    kind: TypeAdapter(tuple[str, value | None, Number], config=ConfigDict(strict=True))  # type: ignore[valid-type]
    for kind, value in {
        int: _Whole,
        float: _Whole | Annotated[float, Field(allow_inf_nan=False)],
        str: Annotated[str, Field(pattern="^[^\\x00]*$")],
        date: date,
        datetime: AwareDatetime,
    }.items()
}
"""Behind which row a page begins: in which order, what the row was ordered by (None: it was of the rest), and its key;
by the kind of what rows are ordered by. Whatever a database cannot compare with it is refused."""


class Sent(BaseModel):
    """What a body holds: nothing but what is named. (A `Schema` would also take lists, null and methods' results.)"""

    model_config = ConfigDict(extra="forbid")


class Cut(Schema):
    """Which page of a list is asked for."""

    after: str | None = Field(None, max_length=2000, description="上一页的 next · `next` of the page before")
    limit: int = Field(100, ge=1, le=LARGEST_PAGE, description="每页条数 · items of a page")


class Page(Schema, Generic[Item]):
    """Some of a list, and where it goes on; `next` is null at its end."""

    items: list[Item]
    next: str | None


class Whole(Schema, Generic[Item]):
    """A list that comes whole."""

    items: list[Item]


def page_by(rows: QuerySet[Row], cut: Cut, *, key: str, newest_first: bool = False) -> dict[str, Any]:
    """The page of rows ordered by a unique column."""
    if cut.after is not None:
        rows = rows.filter(**{f"{key}__{'lt' if newest_first else 'gt'}": _cursor(rows, key, cut.after)})
    found = list(rows.order_by(f"-{key}" if newest_first else key)[: cut.limit + 1])
    more = len(found) > cut.limit
    return {"items": found[: cut.limit], "next": str(getattr(found[cut.limit - 1], key)) if more else None}


def page_in_order(
    rows: QuerySet[Row], cut: Cut, *, order: str, key: Any, kind: type, down: bool, stands: Q
) -> dict[str, Any]:
    """The page of rows in the `order` of something worked out of them (`order_key`, of a `kind`), then of their keys.
    Those of which the condition `stands` does not hold come last: nothing stands in them, or it is not to be told.

    The cursor holds what the last row was ordered by: whatever is written meanwhile, a row that stays as it is comes
    once. A cursor of another order is refused.
    """
    first = Case(When(stands, then=0), default=1)
    rows = rows.annotate(order_key=key).annotate(order_rest=first)
    if cut.after is not None:
        rows = rows.filter(_behind(*_opened(cut.after, kind, order), down=down))
    sorted_by = Case(When(order_rest=0, then=F("order_key")))
    ordered = rows.order_by("order_rest", sorted_by.desc() if down else sorted_by.asc(), "pk")
    found = list(ordered[: cut.limit + 1])
    more = len(found) > cut.limit
    return {"items": found[: cut.limit], "next": _closed(found[cut.limit - 1], kind, order) if more else None}


def _closed(row: Any, kind: type, order: str) -> str:
    """A cursor that names a row by what it is ordered by."""
    value = None if row.order_rest else row.order_key
    return urlsafe_b64encode(_CURSORS[kind].dump_json((order, value, row.pk))).decode()


def _opened(cursor: str, kind: type, order: str) -> tuple[Any, int]:
    try:
        of, value, pk = _CURSORS[kind].validate_json(urlsafe_b64decode(cursor.encode()))
    except ValueError as error:  # also what base64 and pydantic raise
        raise bad_cursor(cursor) from error
    if of != order:
        raise bad_cursor(cursor)
    return value, pk


def _behind(value: Any, pk: int, *, down: bool) -> Q:
    if value is None:
        return Q(order_rest=1, pk__gt=pk)
    further = Q(**{f"order_key__{'lt' if down else 'gt'}": value})
    same = Q(order_key__gte=value, order_key__lte=value, pk__gt=pk)
    return Q(order_rest=1) | Q(order_rest=0) & (further | same)


def _cursor(rows: QuerySet[Any], key: str, after: str) -> str | int:
    column = rows.model._meta.get_field(key)
    return after if column.get_internal_type() == "CharField" else number_of(after)


def number_of(cursor: str) -> int:
    """The number in a cursor; ApiError 422 where it is none."""
    if not (cursor.isascii() and cursor.isdigit()) or int(cursor) > _LARGEST_NUMBER:
        raise bad_cursor(cursor)
    return int(cursor)


def bad_cursor(cursor: str) -> ApiError:
    """For a cursor that was not given here."""
    return ApiError(422, issues=[BAD_CURSOR.at(Place(column="after"), given=cursor)])
