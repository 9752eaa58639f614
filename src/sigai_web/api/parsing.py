"""Reading JSON that strangers send: nothing that a database or a later step could choke on comes through."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from sigai.base import Place
from sigai_web.api.errors import ApiError
from sigai_web.api.problems import BAD_FIELD, UNREADABLE, WRONG_TYPE

JSON = "application/json"
_DEEPEST = 16
_LARGEST_POWER = 60


class StrictParser(Parser):
    """The parser of every body and query."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON of a body; ApiError 415 where it says that it is something else, 400 where it is no strict JSON or
        holds a null character."""
        if request.content_type != JSON:
            raise ApiError(415, WRONG_TYPE.at(Place(), given=request.content_type or "—", known=JSON))
        return cast(dict[str, Any], read_json(request.body))

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """The fields of a query or form; ApiError 422 where one holds a null character."""
        for name in data:
            if any(isinstance(text, str) and "\0" in text for text in data.getlist(name)) or "\0" in name:
                where = Place(column=name.replace("\0", ""))
                wrong = BAD_FIELD.at(
                    where, column=where.column, reason_zh="含有空字符", reason_en="holds a null character"
                )
                raise ApiError(422, issues=[wrong])
        return super().parse_querydict(data, list_fields, request)


def read_json(body: bytes) -> Any:
    """A JSON text with numbers as they are written; ApiError 400 where it is none, holds what no text may hold, or says
    one thing of an object twice."""
    try:
        found = json.loads(body.decode(), parse_float=_number, parse_constant=_refuse, object_pairs_hook=_object)
        _look_through(found, 0)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise ApiError(400, UNREADABLE.at(Place(), reason=_reason(error))) from error
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)[:60]!r} is there twice")
    return found


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > _LARGEST_POWER:
        raise ValueError("a number is out of every range")
    return number


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _look_through(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"nested deeper than {_DEEPEST}")
    match value:
        case str():
            if "\0" in value:
                raise ValueError("a text holds a null character")
            value.encode()
        case list():
            for one in value:
                _look_through(one, depth + 1)
        case dict():
            for name, one in value.items():
                _look_through(name, depth)
                _look_through(one, depth + 1)
        case int():
            if abs(value) > 10**_LARGEST_POWER:
                raise ValueError("a number is out of every range")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "not UTF-8"
    if isinstance(error, RecursionError):
        return f"nested deeper than {_DEEPEST}"
    return str(error)[:100]
