"""Logs: one JSON object a line, a number for every request, and nothing personal.

What libraries log holds paths, names and values: of their messages only the pattern is kept, with numbers of processes,
names of answers and the like. Of an exception its kind and where it arose are kept, not its text. Who did what stands
in the journal.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sigai.base import Issue, Severity

OWN = "sigai_web"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_FRAMES = 12
_STATUSES = frozenset(status.phrase for status in HTTPStatus)
"""What answers are called, as `Not Found`: these words name the event, and are nobody's."""
_MARK = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
_request: ContextVar[str] = ContextVar("request", default="")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.NOTE: logging.INFO}
_LOG = logging.getLogger(f"{OWN}.requests")


def request_number() -> str:
    """The number of the request at hand; empty outside one."""
    return _request.get()


class RequestMiddleware:
    """Gives every request a number, which the answer and every line of its log carry, and logs the answer.

    Our own proxy may have given the number already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.SIGAI_PROXIES else ""
        number = given if _GIVEN.match(given) else secrets.token_hex(8)
        token, begun = _request.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            _LOG.info(
                "answered",
                extra={"request": request, "status_code": response.status_code, "ms": _milliseconds(begun)},
            )
        finally:
            _request.reset(token)
        response["X-Request-ID"] = number
        return response


class JsonFormatter(logging.Formatter):
    """One line for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON; the text of an exception is one of its fields."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
            "where": f"{record.module}:{record.lineno}",
        }
        if number := request_number():
            line["request"] = number
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            line |= {"method": request.method, "route": match.route if match else None}
        for name in ("status_code", "ms"):
            if isinstance(value := getattr(record, name, None), int):
                line[name] = value
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = _fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def spoken(issues: Iterable[Issue]) -> Iterator[str]:
    """What a process that serves or works says of its settings and at its end: lines as all others, before there are
    settings to log by."""
    for issue in issues:
        words = f"{issue.text('zh')} · {issue.text('en')}"
        record = logging.LogRecord(OWN, _LEVELS[issue.severity], __file__, 0, words, None, None)
        yield json.dumps({**json.loads(JsonFormatter().format(record)), "code": issue.code}, ensure_ascii=False)


def configuration(*, requests: bool) -> dict[str, Any]:
    """Django's LOGGING: all to standard error; `requests` also logs every answer."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": f"{OWN}.logs.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would print tracebacks with values, and mail them.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "axes": {"level": "ERROR"},
            f"{OWN}.requests": {"level": "INFO" if requests else "WARNING"},
            "gunicorn.error": {"handlers": ["console"], "level": "INFO" if requests else "WARNING", "propagate": False},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


def _event(record: logging.LogRecord) -> str:
    """Our own messages as they are; of others the pattern, and of a text without one nothing."""
    if record.name == OWN or record.name.startswith(f"{OWN}."):
        return record.getMessage()
    if not record.args:
        return "…"
    values = iter(record.args if isinstance(record.args, tuple) else ())

    def filled(_: re.Match[str]) -> str:
        value = next(values, None)
        return str(value) if isinstance(value, int) or value in _STATUSES else "…"

    return _MARK.sub(filled, str(record.msg))


def _fault(error: BaseException) -> dict[str, Any]:
    """The kind of an exception, where it arose, and the kind of what caused it."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    found: dict[str, Any] = {"kind": f"{type(error).__module__}.{type(error).__qualname__}", "frames": places}
    return {**found, "cause": _fault(cause)} if cause is not None else found


def _milliseconds(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)
