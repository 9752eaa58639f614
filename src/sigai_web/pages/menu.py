"""The menu as one person sees it: its sections, the pages of each that they may open, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sigai_web.language import choose
from sigai_web.manifests import MenuPage, menu_pages
from sigai_web.permissions import allowed
from sigai_web.sections import MenuSection


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a section. `current` is what `aria-current` says of its link: nothing where somebody is elsewhere."""

    address: str
    name: str
    why: str
    current: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """An entry of the menu. It leads to its first page, and bears the name of its only one."""

    section: MenuSection
    name: str
    pages: Sequence[ShownPage]
    current: str

    @property
    def address(self) -> str:
        """Where the entry leads."""
        return self.pages[0].address


def menu(request: HttpRequest) -> list[ShownSection]:
    """The menu for whoever asks; none before the second factor, nor without a role."""
    user: Any = request.user
    if not user.is_authenticated or not user.wholly_signed_in() or not user.granted():
        return []
    here = _here(request.path)
    seen = (page for page in menu_pages() if page.operation is None or allowed(user, page.operation))
    return [_section(section, list(pages), here, request.path) for section, pages in groupby(seen, _section_of)]


def _section_of(page: MenuPage) -> MenuSection:
    return page.section


def _here(path: str) -> MenuPage | None:
    """The page of the menu to which an address belongs, whoever may open it: that with the longest beginning of it."""
    beginnings = [(begin, page) for page in menu_pages() for begin in (reverse(page.url), *page.also)]
    found = [(len(begin), page) for begin, page in beginnings if f"{path}/".startswith(f"{begin}/")]
    return max(found, key=lambda one: one[0], default=(0, None))[1]


def _section(section: MenuSection, pages: Sequence[MenuPage], here: MenuPage | None, path: str) -> ShownSection:
    shown = [
        ShownPage(
            address=reverse(page.url),
            name=choose(page.zh, page.en),
            why=choose(page.why_zh, page.why_en),
            current=_current(page is here, reverse(page.url), path),
        )
        for page in pages
    ]
    name = shown[0].name if len(shown) == 1 else choose(section.zh, section.en)
    inside = here is not None and here.section is section
    return ShownSection(section, name, shown, _current(inside, shown[0].address, path))


def _current(inside: bool, address: str, path: str) -> str:
    """`page` for the link to the page that is open, `true` for one to what it belongs to."""
    if not inside:
        return ""
    return "page" if address == path else "true"
