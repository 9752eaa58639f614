"""One shape of errors for everything that the API refuses: `application/problem+json` of RFC 9457, with issues.

ApiError
├── is raised by operations with a status and one problem
└── carries the issues of a UserError under `issues`, each by its place
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from ninja import Schema

from sigai.base import Issue, Problem, SigaiError
from sigai_web.api.problems import (
    CONFLICT,
    INVALID,
    NO_TOKEN,
    NOT_ALLOWED,
    NOT_AVAILABLE,
    NOT_FOUND,
    OUR_FAULT,
    TOO_LARGE,
    TOO_OFTEN,
    UNREADABLE,
    WRONG_METHOD,
    WRONG_TYPE,
)
from sigai_web.language import choose, language
from sigai_web.problems import DISK_FULL

MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[int, tuple[Problem, str, str]] = {
    400: (UNREADABLE, "请求读不懂", "Unreadable request"),
    401: (NO_TOKEN, "未认证", "Not authenticated"),
    403: (NOT_ALLOWED, "无权限", "Not allowed"),
    404: (NOT_FOUND, "没有找到", "Not found"),
    405: (WRONG_METHOD, "方法不对", "Wrong method"),
    409: (CONFLICT, "有冲突", "Conflict"),
    413: (TOO_LARGE, "太大", "Too large"),
    415: (WRONG_TYPE, "类型不对", "Wrong type"),
    422: (INVALID, "内容不对", "Invalid"),
    429: (TOO_OFTEN, "太频繁", "Too many requests"),
    500: (OUR_FAULT, "系统出错", "Our fault"),
    503: (NOT_AVAILABLE, "暂时不能用", "Not available just now"),
    507: (DISK_FULL, "磁盘已满", "No room on the disk"),
}
"""Every status that is not a success: what it usually means, and its title."""


class ApiError(SigaiError):
    """A request that is not carried out."""

    def __init__(
        self, status: int, issue: Issue | None = None, *, issues: Iterable[Issue] = (), retry_after: int | None = None
    ) -> None:
        self.status = status
        self.issues = tuple(issues)
        self.issue = issue or STATUSES[status][0].at(count=len(self.issues))
        self.retry_after = retry_after
        super().__init__(f"{status} {self.issue.code}")


class Words(Schema):
    """A text in both languages."""

    zh: str
    en: str


class PlaceOut(Schema):
    """Where: `row` counts the rows of what was sent from 1; `column` names the field or parameter."""

    file: str
    line: int | None
    row: int | None
    column: str | None


class IssueOut(Schema):
    """One thing that is wrong: what, where, how bad, what to do. Codes are listed in docs/problems.md."""

    code: str
    severity: str
    place: PlaceOut
    what: Words
    advice: Words


class ProblemOut(Schema):
    """Every answer that is not a success."""

    type: str
    title: str
    status: int
    detail: str
    issues: list[IssueOut]


def issue_words(issue: Issue) -> dict[str, Any]:
    """An issue as the API shows it."""
    place = issue.place
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "place": {"file": place.file, "line": place.line, "row": place.row, "column": place.column},
        "what": {"zh": issue.what("zh"), "en": issue.what("en")},
        "advice": {"zh": issue.advice("zh"), "en": issue.advice("en")},
    }


def problem_response(error: ApiError) -> HttpResponse:
    """The answer, in the language in force."""
    _, zh, en = STATUSES[error.status]
    body = {
        "type": f"urn:sigai:problem:{error.issue.code}",
        "title": choose(zh, en),
        "status": error.status,
        "detail": choose("：", ": ").join((error.issue.what(language()), error.issue.advice(language()))),
        "issues": [issue_words(issue) for issue in error.issues],
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=error.status, content_type=MEDIA_TYPE)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response
