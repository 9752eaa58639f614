"""Pages of lists by cursor: stable while others write, because a cursor names the last thing seen, not a number of
things."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
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

    after: str | None = Field(None, max_length=60, description="上一页的 next · `next` of the page before")
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
