"""The API as a whole: its operations gathered, its exceptions turned into the one shape, its document."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import pydantic
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from sigai import __version__
from sigai.base import UserError
from sigai_web.accounts.operations import TOKEN_HOLD
from sigai_web.api.declaring import endpoint
from sigai_web.api.errors import MEDIA_TYPE, STATUSES, ApiError, ProblemOut, problem_response
from sigai_web.api.operations.changes import changes_router
from sigai_web.api.parsing import StrictParser
from sigai_web.api.validation import issues_of
from sigai_web.journal.changes import ConflictError, LateError
from sigai_web.manifests import ApiSection, api_sections, feed_kinds
from sigai_web.outages import RETRY_AFTER, status_of

_LOG = logging.getLogger("sigai_web.api")

_ABOUT = """
程序用的接口：页面能做的，接口都能做。每个请求带一个令牌（Authorization: Bearer …），
令牌只能做其主人此刻能做、且在其权限范围内的事。数值是带四位小数的文本（"12.5000"），计算结果是数。
期间写作 2022、2022H1、2022Q2、2022-06。列表按游标分页：把 next 作为 after 传回。
一切错误都是 application/problem+json，issues 逐条说明哪里不对、怎么改；文字按 Accept-Language 用中文或英文。

For programs: whatever a page can do. Every request carries a token (Authorization: Bearer …), which may do what its
person may do now, within its scopes. Figures are texts with four digits after the point ("12.5000"), results are
numbers. Periods are 2022, 2022H1, 2022Q2, 2022-06. Lists are paged by cursor: give next back as after. Every error is
application/problem+json; issues name what is wrong, where, and what to do. Texts follow Accept-Language.
"""


class _Renderer(JSONRenderer):
    """JSON in UTF-8 as it is."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012


class _Interface(NinjaAPI):
    """Adds to the document what every operation answers when it refuses."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI document."""
        document = super().get_openapi_schema(path_prefix="api/v1/", **options)
        shape = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"]["schemas"].update({**shape.pop("$defs"), "ProblemOut": shape})
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
        for methods in document["paths"].values():
            for operation in methods.values():
                refused = {status: {"description": en, "content": content} for status, (_, _, en) in STATUSES.items()}
                operation["responses"].update(refused)
        return document


@cache
def api() -> NinjaAPI:
    """The API with the operations of every app: put together at the first call, once the apps are ready."""
    made = _Interface(
        title="四改 Sigai",
        version=__version__,
        description=_ABOUT.strip(),
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
        renderer=_Renderer(),
    )
    for kind, translate in _TRANSLATED.items():
        made.add_exception_handler(kind, partial(_answer, translate))
    made.add_exception_handler(Exception, _fault)
    for section in sections():
        for router in section.routers:
            made.add_router("", router)
    return made


@cache
def api_document() -> Any:
    """The OpenAPI document: the same for everybody until a restart, so it is made once. To be read only."""
    return api().get_openapi_schema()


@cache
def sections() -> tuple[ApiSection, ...]:
    """The subjects of the API in the order of its document: those of the apps, the feed, the document itself."""
    feed = ApiSection(tag="changes", zh="变动流", en="Changes", routers=(changes_router(feed_kinds()),), order=900)
    itself = ApiSection(tag="own", zh="自己", en="Oneself", routers=(_document,), order=910)
    return tuple(sorted((*api_sections(), feed, itself), key=lambda section: section.order))


_document = Router(tags=["own"])


@endpoint(
    _document,
    "GET",
    "/openapi.json",
    operation=TOKEN_HOLD,
    scope=None,
    zh="接口文档",
    en="the OpenAPI document",
    about_zh="本文档（OpenAPI 3.1）。",
    answer=dict[str, Any],
)
def read_openapi(request: HttpRequest) -> Any:  # noqa: ARG001 - every operation gets the request
    """This document (OpenAPI 3.1)."""
    return api_document()


def _of_ninja(error: HttpError) -> ApiError:
    """What ninja says; of a body that our parser refused, what that said."""
    if isinstance(error.__cause__, ApiError):
        return error.__cause__
    return ApiError(error.status_code if error.status_code in STATUSES else 400)


def _invalid_part(error: pydantic.ValidationError) -> ApiError:
    """Of a part of a form that is JSON in itself."""
    found = error.errors(include_url=False, include_input=False)
    return ApiError(422, issues=issues_of({**one, "loc": ("form", *one["loc"])} for one in found))


def _suspicious(error: SuspiciousOperation) -> ApiError:
    return ApiError(413 if isinstance(error, RequestDataTooBig | TooManyFieldsSent) else 400)


_TRANSLATED: Mapping[type[Exception], Callable[[Any], ApiError]] = {
    ApiError: lambda error: error,
    Http404: lambda _: ApiError(404),
    HttpError: _of_ninja,
    ValidationError: lambda error: ApiError(422, issues=issues_of(error.errors)),
    UserError: lambda error: ApiError(422, issues=error.issues),
    pydantic.ValidationError: _invalid_part,
    PermissionDenied: lambda _: ApiError(403),
    ConflictError: lambda _: ApiError(409),
    LateError: lambda error: ApiError(409, issues=error.issues),
    SuspiciousOperation: _suspicious,
}
"""Which ApiError an exception is."""


def _answer(translate: Callable[[Any], ApiError], _request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(translate(error))


def _fault(request: HttpRequest, error: Any) -> HttpResponse:
    status = status_of(error)
    level = logging.ERROR if status == 500 else logging.WARNING  # what passes is no fault of ours to be looked for
    _LOG.log(level, "failed", extra={"request": request, "status_code": status}, exc_info=error)
    return problem_response(ApiError(status, retry_after=None if status == 500 else RETRY_AFTER))
