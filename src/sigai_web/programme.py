"""The programme in force: the content that the settings name, with what was decided on the site worked in.

Who keeps the decisions says so once (`decisions_come_from`). The two become one folder of content, an *edition*, under
`SIGAI_HOME/editions`: loaded once per process, kept with the runs that it made, exported as it lies there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings

from sigai.base import Place, UserError
from sigai.pipeline import content_digest, plan_sentences, sound_programme
from sigai.programme import CONTENT_REPLACED, Amendment, Programme, work_in


class DecidedUpTo(NamedTuple):
    """How far decisions have come: the number of the last, and the digest of all of them, which tells two databases
    apart."""

    number: int
    chain: str


_BELL = "bell"
NONE_DECIDED = DecidedUpTo(0, "")


class DecisionSource(Protocol):
    """Where decisions are kept."""

    def latest(self) -> DecidedUpTo:
        """How far they have come; one query."""

    def amendments(self, number: int) -> Sequence[Amendment]:
        """What those up to a number change, in their order."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which programme is in force: `content` is the folder that the settings name, `folder` the one with the decisions
    `upto` a number worked in; without any the two are one."""

    content: Path
    upto: DecidedUpTo
    folder: Path

    @property
    def content_digest(self) -> str:
        """The digest of the content that the settings name."""
        return _source_digest(self.content)

    @property
    def programme(self) -> Programme:
        """The programme; UserError where its content has faults."""
        return _load(self.folder)


Bell = tuple[int, int] | None
_SOURCES: list[DecisionSource] = []
_KEPT: dict[Path, tuple[Edition, Bell]] = {}
_PINNED: ContextVar[Edition | None] = ContextVar("edition", default=None)
_TURN = threading.Lock()


def current() -> Programme:
    """The programme that this system runs; UserError where its content has faults."""
    return edition().programme


def edition() -> Edition:
    """Which edition this request or calculation sees; outside of them the last that this process knew."""
    pinned = _PINNED.get()
    if pinned is not None and pinned.content == _content():
        return pinned
    kept = _KEPT.get(_content())
    return kept[0] if kept is not None else freshen()


def freshen(*, surely: bool = False) -> Edition:
    """The edition of this moment. Whether something was decided since, a process knows by the bell, which whoever
    decides rings; `surely`: the database is asked all the same, as it is when a process begins.

    UserError where decisions and content do not go together (P130, P131), or content was replaced under a running
    process.
    """
    content, bell = _content(), _bell()
    kept = _KEPT.get(content)
    if kept is not None and kept[1] == bell and not surely:
        return kept[0]
    upto = _SOURCES[-1].latest() if _SOURCES else NONE_DECIDED
    if kept is not None and kept[1] == bell and kept[0].upto != upto:
        ring()
        bell = _bell()
    with _TURN:
        same = kept is not None and kept[0].upto == upto
        found = kept[0] if kept is not None and same else Edition(content, upto, _folder(content, upto))
        _KEPT[content] = found, bell
    return found


def ring() -> None:
    """Tell every process that something was decided: in the transaction, for this one, and once it has ended, for the
    others. Should that be missed, the calculation that was asked for asks the database itself and rings again."""
    editions().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".bell-", dir=editions())
    os.close(handle)
    Path(name).replace(editions() / _BELL)


@contextmanager
def pinned(*, surely: bool = False) -> Iterator[Edition]:
    """What happens within it sees one edition from beginning to end: the newest as it begins."""
    found = freshen(surely=surely)
    token = _PINNED.set(found)
    try:
        yield found
    finally:
        _PINNED.reset(token)


def programme_of(folder: Path) -> Programme:
    """The programme of a folder that is kept; UserError with every fault of it."""
    return _load(folder)


def decisions_come_from(source: DecisionSource) -> None:
    """Say who keeps the decisions; an app does when it is ready."""
    _SOURCES[:] = [source]


def forget() -> None:
    """Ask anew which edition is in force: for a process whose database was put in another's place."""
    _KEPT.clear()


def sentence(statement: str) -> str:
    """The plan's sentence behind a statement; empty where no document is named or its place is unknown."""
    plan: Path | None = settings.SIGAI_PLAN
    return _sentences(edition().folder, plan).get(statement, "") if plan else ""


def editions() -> Path:
    """Where content with decisions worked in lies, by its digest."""
    return Path(settings.SIGAI_HOME) / "editions"


def keep_edition(content: Path, amendments: Sequence[Amendment]) -> Path:
    """A folder of content with amendments worked in, under the digest of what it says; made once, and as young as when
    it was last asked for.

    UserError where content was replaced since this process began with it (P134): it must not be mixed.
    """
    if content_digest(content) != _source_digest(content):
        raise UserError([CONTENT_REPLACED.at(Place(str(content)), folder=content)])
    editions().mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=editions()))
    try:
        work_in(content, amendments, part)
        target = editions() / content_digest(part)
        if target.is_dir() and content_digest(target) != target.name:
            shutil.rmtree(target)
        if target.is_dir():
            os.utime(target)  # whoever sweeps sees that it is asked for again
        else:
            _put(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _put(part: Path, target: Path) -> None:
    """Give a folder its name, unless another process that heard the same bell was quicker: it wrote the same."""
    try:
        part.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _bell() -> Bell:
    """What tells one ringing from the next: each is a new file in the place of the last."""
    try:
        found = (editions() / _BELL).stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def last_decided() -> float:
    """When the bell was last rung, in seconds since 1970; 0 where it never was."""
    bell = _bell()
    return bell[1] / 1e9 if bell is not None else 0


def _content() -> Path:
    return Path(settings.SIGAI_PROGRAMME)


def _folder(content: Path, upto: DecidedUpTo) -> Path:
    with suppress(FileNotFoundError):  # content that cannot be read says so where it is loaded
        _source_digest(content)
    if not upto.number:
        return content
    return keep_edition(content, _SOURCES[-1].amendments(upto.number))


@lru_cache(maxsize=4)
def _source_digest(content: Path) -> str:
    return content_digest(content)


@lru_cache(maxsize=2)
def _sentences(folder: Path, plan: Path) -> Mapping[str, str]:
    return plan_sentences(_load(folder), plan)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Programme:
    return sound_programme(folder)
