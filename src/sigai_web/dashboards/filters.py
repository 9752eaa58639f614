"""What a list can be narrowed by: the choices offered, and what was chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from sigai_web.language import choose

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice among options (value, words). `anything` is what no choice is called; empty where one always holds."""

    name: str
    label: str
    options: Options
    chosen: str
    anything: str


def select(request: HttpRequest, name: str, words: tuple[str, str], options: Options) -> Filter:
    """A choice that may be left open."""
    chosen = known(request, name, [value for value, _ in options])
    return Filter(name, choose(*words), options, chosen, choose("全部", "all"))


def always(request: HttpRequest, name: str, words: tuple[str, str], options: Options) -> Filter:
    """A choice of which one always holds: the first where none was made."""
    chosen = known(request, name, [value for value, _ in options]) or options[0][0]
    return Filter(name, choose(*words), options, chosen, "")


def known(request: HttpRequest, name: str, values: Collection[str]) -> str:
    """What was asked for; what does not exist counts as not asked."""
    given = request.GET.get(name, "")
    return given if given in values else ""
