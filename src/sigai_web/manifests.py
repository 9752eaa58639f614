"""What an app brings to the whole site, said in one place, and gathered from the apps that are installed.

An app's configuration (`<app>/apps.py`) is an `App` and hands in its `Manifest`, which stands in `<app>/app.py`.
Nothing outside of the app names what it brings: addresses, menu, what waits, permissions, panels, API and change feed
ask here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

from django.apps import AppConfig, apps
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import Router, Schema

from sigai_web.permissions import Operation
from sigai_web.sections import MenuSection

Thing = TypeVar("Thing")
Address = URLPattern | URLResolver


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuPage:
    """A page of the menu, in one of its sections: seen by whoever may do the operation at all; without one, by whoever
    holds a role.

    `order` is its place in the section. Addresses that begin with the page's own or with one of `also` belong to it.
    """

    section: MenuSection
    operation: Operation | None
    url: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    order: int
    also: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: how many, in words, and where they see to it; since when the oldest does, or
    when it is due."""

    number: int
    words: str
    address: str
    late: bool = False
    oldest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingKind:
    """What of an app can wait for a person who may do the operation to something. `found` counts it for a person."""

    operation: Operation
    found: Callable[[Any], Iterable[Waiting]]
    order: int


@dataclass(frozen=True, slots=True)
class PanelPage(Generic[Thing]):
    """A page about one thing that shows panels of other apps; `sigai_web.pages.panels` lists them."""

    name: str


class PanelSlot(StrEnum):
    """Where on a page a panel stands: among its cards, or with the buttons beside its title."""

    CARDS = "cards"
    BUTTONS = "buttons"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePanel(Generic[Thing]):
    """What an app adds to a page about something: a template with what `context` finds out about the thing.

    It is shown to whoever may do `operation` to something. Whether they may do it to the thing at hand, `context` asks
    itself, with its subject, as a view does; it answers None where there is nothing to show.
    """

    page: PanelPage[Thing]
    operation: Operation
    template: str
    context: Callable[[HttpRequest, Thing], Mapping[str, Any] | None]
    order: int
    slot: PanelSlot = PanelSlot.CARDS


class Rung(StrEnum):
    """Who is told of what is due: whoever has it in hand, who approves it, the office."""

    PERSON = "person"
    APPROVER = "approver"
    OFFICE = "office"


LADDER: Mapping[int, tuple[Rung, ...]] = {
    -3: (Rung.PERSON,),
    0: (Rung.PERSON,),
    1: (Rung.PERSON, Rung.APPROVER),
    7: (Rung.PERSON, Rung.APPROVER, Rung.OFFICE),
}
"""Days after something was due (before: below zero) on which people are told, and whom: the longer, the higher."""


@dataclass(frozen=True, slots=True)
class DueThing:
    """Something that is due, or was, and the accounts of who is told today, as which kind, on which page it is seen to.

    `name` tells it from others.
    """

    kind: MessageKind
    name: str
    due: date
    zh: str
    en: str
    address: str
    people: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueKind:
    """What of an app falls due, beside forms. `found` says of what people are told on a day, by the LADDER."""

    found: Callable[[date], Iterable[DueThing]]
    order: int


class Scope(str):
    """A share of what its person may do that a token is given: its name (`read:records`) and its words.

    `order` is its place on the page of the API.
    """

    __slots__ = ("en", "order", "zh")

    zh: str
    en: str
    order: int

    def __new__(cls, name: str, zh: str, en: str, *, order: int) -> Self:
        self = super().__new__(cls, name)
        self.zh, self.en, self.order = zh, en, order
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSection:
    """Operations of the API about one subject. `tag` is that of its routers; `order` its place in the document."""

    tag: str
    zh: str
    en: str
    routers: Sequence[Router]
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedKind:
    """One kind of thing whose changes the feed tells: how the journal begins its name, and the scope that reads it.

    `look_up` gives, of the names that the journal used (`sheet:…`), those within a person's reach, each with what is
    told of it in the form of `shape` (None: nothing but that it changed). `things` says for actions whose entry is
    about many things at once which those are, from the entry's `about` and `after`.
    """

    name: str
    scope: Scope
    look_up: Callable[[Any, Sequence[str]], Mapping[str, Any]]
    order: int
    shape: type[Schema] | None = None
    things: Mapping[str, Callable[[str, Any], list[str]]] = field(default_factory=dict)


class MessageKind(str):
    """A kind of thing that people are told: its name (`sheet.returned`) and its words.

    What is `urgent` goes out at once by the ways outside of the site, the rest once a day, unless its reader chose
    otherwise. `order` is its place in lists.
    """

    __slots__ = ("en", "order", "urgent", "zh")

    zh: str
    en: str
    order: int
    urgent: bool

    def __new__(cls, name: str, zh: str, en: str, *, order: int, urgent: bool = False) -> Self:
        self = super().__new__(cls, name)
        self.zh, self.en, self.order, self.urgent = zh, en, order, urgent
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadMark:
    """A link in the head of every page with a number: of what is new for a person, in one query at most."""

    url: str
    zh: str
    en: str
    number: Callable[[Any], int]
    order: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that words found: what it is called, where it is, and in a few words what it is."""

    name: str
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """What words found of one kind: the first few, and the address of a list of all where there is one."""

    first: Sequence[Hit]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchKind:
    """A kind of thing that is found by words, for whoever may do the operation; without one, for everybody.

    `found` gives a person those within their reach that hold every word (in the form of `store.records.searchable`),
    the best first, at most as many as asked for.
    """

    operation: Operation | None
    zh: str
    en: str
    found: Callable[[Any, Sequence[str], int], Hits]
    order: int


@dataclass(frozen=True, slots=True)
class DatedThing:
    """What falls on a day: what it is called, where it is, and what is due; `done` is behind somebody already."""

    day: date
    name: str
    address: str
    what: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedKind:
    """What of an app falls on days, for whoever may do the operation to something. `found` gives a person what falls
    from a first to a last day, both included."""

    operation: Operation
    name: str
    zh: str
    en: str
    found: Callable[[Any, date, date], Iterable[DatedThing]]
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that one app brings."""

    urls: Sequence[Address] = ()
    menu: Sequence[MenuPage] = ()
    waiting: Sequence[WaitingKind] = ()
    operations: Sequence[Operation] = ()
    panels: Sequence[PagePanel[Any]] = ()
    scopes: Sequence[Scope] = ()
    api: Sequence[ApiSection] = ()
    feed: Sequence[FeedKind] = ()
    due: Sequence[DueKind] = ()
    messages: Sequence[MessageKind] = ()
    head: Sequence[HeadMark] = ()
    search: Sequence[SearchKind] = ()
    calendar: Sequence[DatedKind] = ()


class App(AppConfig, ABC):
    """An app of the site."""

    default = False  # Django takes the one configuration in `<app>/apps.py`, where this class is imported, too

    def __init_subclass__(cls) -> None:
        cls.default = True

    @abstractmethod
    def manifest(self) -> Manifest:
        """What it brings. Asked once Django is set up: only then may views and models be imported."""


def manifests() -> list[Manifest]:
    """What every installed app brings, in the order of `INSTALLED_APPS`."""
    return [config.manifest() for config in apps.get_app_configs() if isinstance(config, App)]


def addresses() -> list[Address]:
    """Every address of a page."""
    return [address for brought in manifests() for address in brought.urls]


def menu_pages() -> list[MenuPage]:
    """Every page of the menu, section by section."""
    pages = _ordered(page for brought in manifests() for page in brought.menu)
    return sorted(pages, key=lambda page: page.section.order)


def waiting_kinds() -> list[WaitingKind]:
    """Every kind of thing that can wait for somebody."""
    return _ordered(kind for brought in manifests() for kind in brought.waiting)


def operations() -> list[Operation]:
    """The table of permissions."""
    return _ordered(operation for brought in manifests() for operation in brought.operations)


def panels_on(page: PanelPage[Thing], slot: PanelSlot) -> list[PagePanel[Thing]]:
    """The panels that apps bring to a page."""
    brought = (panel for brought in manifests() for panel in brought.panels)
    return _ordered(panel for panel in brought if panel.page == page and panel.slot is slot)


def scopes() -> list[Scope]:
    """Every scope that a token can be given."""
    return _ordered(scope for brought in manifests() for scope in brought.scopes)


def api_sections() -> list[ApiSection]:
    """Every subject of the API."""
    return _ordered(section for brought in manifests() for section in brought.api)


def feed_kinds() -> list[FeedKind]:
    """Every kind of thing whose changes are told, beside figures."""
    return _ordered(kind for brought in manifests() for kind in brought.feed)


def due_kinds() -> list[DueKind]:
    """Every kind of thing that falls due, beside forms."""
    return _ordered(kind for brought in manifests() for kind in brought.due)


def message_kinds() -> list[MessageKind]:
    """Every kind of thing that people are told."""
    return _ordered(kind for brought in manifests() for kind in brought.messages)


def head_marks() -> list[HeadMark]:
    """The links in the head of every page."""
    return _ordered(mark for brought in manifests() for mark in brought.head)


def search_kinds() -> list[SearchKind]:
    """Every kind of thing that is found by words."""
    return _ordered(kind for brought in manifests() for kind in brought.search)


def calendar_kinds() -> list[DatedKind]:
    """Every kind of thing that falls on days."""
    return _ordered(kind for brought in manifests() for kind in brought.calendar)


Brought = TypeVar(
    "Brought",
    DueKind,
    MenuPage,
    WaitingKind,
    Operation,
    PagePanel[Any],
    Scope,
    ApiSection,
    FeedKind,
    MessageKind,
    HeadMark,
    SearchKind,
    DatedKind,
)


def _ordered(brought: Iterable[Brought]) -> list[Brought]:
    return sorted(brought, key=lambda one: one.order)
