"""Declaring an operation of the API: its address, its permission, its scope, its words, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ninja import Router

from sigai_web.api.bearer import Token
from sigai_web.manifests import Scope
from sigai_web.permissions import Operation

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Declared:
    """One operation of the API. `scope` is None where every token may."""

    name: str
    method: str
    path: str
    operation: Operation
    scope: Scope | None
    zh: str
    en: str
    about_zh: str
    about_en: str


DECLARED: dict[str, Declared] = {}
"""Every operation, by its name; filled when the modules of `sigai_web.api.operations` are imported."""


def endpoint(
    router: Router,
    method: str,
    path: str,
    *,
    operation: Operation,
    scope: Scope | None,
    zh: str,
    en: str,
    about_zh: str,
    answer: Any,
    status: int = 200,
    body: Mapping[str, Any] | None = None,
    parameters: Sequence[Mapping[str, Any]] = (),
) -> Callable[[View], View]:
    """Open a view to tokens with `scope` of people who may do `operation` to something.

    Whether it may be done to the thing at hand, the view asks itself, with its subject. The view's docstring is what
    `about_zh` says. `answer` is the schema of success (None: no content; a media type: a file). `body` and
    `parameters` document what the view reads itself.
    """

    def declare(view: View) -> View:
        name = view.__name__
        about_en = _paragraph(view.__doc__)
        DECLARED[name] = Declared(name, method, path, operation, scope, zh, en, about_zh, about_en)
        extra: dict[str, Any] = {"x-operation": str(operation), "x-scope": str(scope) if scope else None}
        if body is not None:
            extra["requestBody"] = dict(body)
        if parameters:
            extra["parameters"] = [dict(parameter) for parameter in parameters]
        file = isinstance(answer, str)
        if file:
            binary = {"type": "string", "format": "binary"}
            extra["responses"] = {status: {"description": "OK", "content": {answer: {"schema": binary}}}}
        router.api_operation(
            [method],
            path,
            auth=Token(operation, scope),
            response={status: None if file else answer},
            operation_id=name,
            summary=f"{zh} · {en}",
            description=f"{about_zh}\n\n{about_en}",
            openapi_extra=extra,
        )(view)
        return view

    return declare


def _paragraph(doc: str | None) -> str:
    return " ".join((doc or "").split())
