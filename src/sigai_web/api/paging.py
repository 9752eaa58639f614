"""Pages of lists by cursor: stable while others write, because a cursor names the last thing seen, not a number of
things."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, When
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

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


def page_in_order(rows: QuerySet[Row], cut: Cut, *, key: Any, down: bool, stands: Q) -> dict[str, Any]:
    """The page of rows in the order of something worked out of them (`order_key`), then of their keys. Those of which
    the condition `stands` does not hold come last: nothing stands in them, or it is not to be told.

    The cursor holds what the last row was ordered by: whatever is written meanwhile, a row that stays as it is comes
    once.
    """
    first = Case(When(stands, then=0), default=1)
    rows = rows.annotate(order_key=key).annotate(order_rest=first)
    if cut.after is not None:
        rows = rows.filter(_behind(_opened(cut.after), down=down))
    sorted_by = Case(When(order_rest=0, then=F("order_key")))
    ordered = rows.order_by("order_rest", sorted_by.desc() if down else sorted_by.asc(), "pk")
    found = list(ordered[: cut.limit + 1])
    more = len(found) > cut.limit
    return {"items": found[: cut.limit], "next": _closed(found[cut.limit - 1]) if more else None}


class _LastSeen(BaseModel):
    """Behind which row a page begins: whether it was of the rest, what it was ordered by, its key."""

    model_config = ConfigDict(strict=True)

    rest: bool
    value: int | float | str | None
    pk: int = Field(ge=0, le=_LARGEST_NUMBER)


def _closed(row: Any) -> str:
    """A cursor that names a row by what it is ordered by."""
    rest, value = bool(row.order_rest), row.order_key
    said = None if rest else value.isoformat() if isinstance(value, date) else value
    return urlsafe_b64encode(_LastSeen(rest=rest, value=said, pk=row.pk).model_dump_json().encode()).decode()


def _opened(cursor: str) -> _LastSeen:
    try:
        return _LastSeen.model_validate_json(urlsafe_b64decode(cursor.encode()))
    except ValueError as error:  # also what base64 and pydantic raise
        raise bad_cursor(cursor) from error


def _behind(last: _LastSeen, *, down: bool) -> Q:
    if last.rest:
        return Q(order_rest=1, pk__gt=last.pk)
    further = Q(**{f"order_key__{'lt' if down else 'gt'}": last.value})
    same = Q(order_key__gte=last.value, order_key__lte=last.value, pk__gt=last.pk)
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
