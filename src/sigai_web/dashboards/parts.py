"""Parts of pages that are the same for everybody who may open the page: made once per run, language and process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sigai_web.language import language
from sigai_web.runs.results import Results

Made = TypeVar("Made")


def part(
    results: Results, template: str, arguments: tuple[Any, ...], context: Callable[[], Mapping[str, Any]]
) -> SafeString:
    """A rendered template. `arguments` are all that its context depends on beside the run: nothing personal."""
    kept = once(
        results,
        template,
        arguments,
        lambda: str(render_to_string(template, {"results": results, "view": results.view, **context()})),
    )
    return mark_safe(kept)  # noqa: S308 - what our own template rendered and escaped


def later(request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str, back: str) -> HttpResponse:
    """A part of a page that comes after the page stands; a page of its own for browsers that run no scripts."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, template, context)
    return render(request, "dashboards/alone.html", {**context, "inner": template, "title": title, "back": back})


def once(results: Results, name: str, arguments: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives, kept under the run, the months it is seen from, the language, the name and the arguments."""
    run = results.run
    asked = hashlib.sha256(repr(arguments).encode()).hexdigest()[:24]
    seen = f"{results.finished.as_of}:{results.view.compared_with}"
    key = f"{run.pk}:{seen}:{run.data_digest[:16]}:{run.programme_digest[:16]}:{language()}:{name}:{asked}"
    kept: Made | None = caches["parts"].get(key)
    if kept is None:
        kept = make()
        caches["parts"].set(key, kept)
    return kept
