"""The review page: the document with every extraction marked in place, the drafted content beside it, findings on top.

One HTML file that works without a network or a server, can be filtered and printed.
"""

from __future__ import annotations

import os
import tempfile
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sigai.base.issues import Language, Place, Severity, UserError, problem
from sigai.compiling.decisions import Decisions
from sigai.compiling.result import Result
from sigai.compiling.review.deciding import page_data
from sigai.compiling.review.view import ReviewView
from sigai.compiling.review.words import PageWords
from sigai.programme.findings.words import amount_text, period_text

CANNOT_WRITE = problem(
    "C102",
    Severity.ERROR,
    zh="写不了文件 {file}：{detail}",
    en="{file} cannot be written: {detail}",
    advice_zh="检查路径和权限",
    advice_en="check the path and the permissions",
)


def write_review(result: Result, path: Path, language: Language = "zh", decisions: Decisions | None = None) -> None:
    """Write the review page to `path`, whole or not at all; UserError where the place cannot be written.

    `decisions` are those that the result was made with: what is decided on the page goes on from them.
    """
    text = render_review(result, language, decisions)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(fresh).chmod(0o644)
        Path(fresh).replace(path)
    except OSError as error:
        detail = error.strerror or error
        raise UserError([CANNOT_WRITE.at(Place(str(path)), file=path, detail=detail)]) from error


def render_review(result: Result, language: Language = "zh", decisions: Decisions | None = None) -> str:
    """The page as text."""
    view, words = ReviewView(result), PageWords(language)
    environment = Environment(
        loader=FunctionLoader(_asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.j2").render(
        view=view,
        words=words,
        data=page_data(view, words, decisions),
        language=language,
        amount=amount_text,
        period=period_text,
        style=Markup(_asset("page.css")),  # noqa: S704 our own file
        script=Markup(_asset("page.js")),  # noqa: S704 our own file
        deciding=Markup(_asset("deciding.js")),  # noqa: S704 our own file
    )


def _asset(name: str) -> str:
    return files("sigai.compiling.review").joinpath("templates", name).read_text(encoding="utf-8")
