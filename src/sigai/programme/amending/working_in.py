"""Content with what was decided about it worked in: a folder as people would have written it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sigai.base.issues import Issue, Issues, Place, UserError
from sigai.programme.amending.editing import edited
from sigai.programme.amending.places import ContentPlace, item_name, place_words, same_form, value_at
from sigai.programme.amending.problems import CONTENT_MOVED, FOLDER_TAKEN, PLACE_GONE, PLACES_OVERLAP
from sigai.programme.loading import files_of
from sigai.programme.yaml_nodes import YamlMapping, read_yaml

_SHOWN = 120
"""Characters of content that a message shows."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What decision `number` changes at a place of the content: what stood there `before` (None: nothing), what stands
    there `after`. `lifted`: what was decided before about the place is void, and the content says again what holds."""

    number: int
    place: ContentPlace
    before: Any
    after: Any
    lifted: bool = False


class ContentFiles:
    """The content of a folder as data, for whoever asks what stands at a place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, list[tuple[Path, Any]]] = {}

    def value(self, place: ContentPlace) -> tuple[bool, Any]:
        """What stands at a place (None: nothing), and whether what would hold it is there."""
        file, data = self.holder(place)
        return value_at(data, place[1:]) if file is not None else (False, None)

    def holder(self, place: ContentPlace) -> tuple[Path | None, Any]:
        """The file of the definition that a place lies in, with its data; of a new definition the last of its kind."""
        collection, name, *inside = place
        if collection not in self._read:
            found = files_of(self.folder, collection)
            self._read[collection] = [(file, read_yaml(file, self.name_of(file)) or []) for file in found]
        files = self._read[collection]
        holding = next((one for one in files if any(item_name(item) == name for item in one[1])), None)
        return holding or (files[-1] if files and not inside else (None, None))

    def names(self, collection: str) -> list[str]:
        """The names of the definitions of a collection, in the order in which they are written."""
        self.holder((collection, ""))
        return [item_name(item) for _, data in self._read[collection] for item in data]

    def name_of(self, file: Path) -> str:
        """How messages name a file of the folder."""
        return file.relative_to(self.folder).as_posix()

    def place_of(self, place: ContentPlace) -> Place:
        """File and line of the definition that a place lies in."""
        file, data = self.holder(place)
        if file is None:
            return Place(place[0])
        items = (item for item in data if isinstance(item, YamlMapping) and item_name(item) == place[1])
        return next((item.place for item in items), Place(self.name_of(file)))


@dataclass(slots=True)
class _Chain:
    """What was decided about one place, one after the other, since it was last left to the content."""

    known: list[str] = field(default_factory=list)
    last: Amendment | None = None

    def add(self, amendment: Amendment) -> None:
        if amendment.lifted:
            self.known, self.last = [], None
            return
        if self.last is None:
            self.known = [same_form(amendment.before)]
        self.known.append(same_form(amendment.after))
        self.last = amendment


def work_in(folder: Path, amendments: Sequence[Amendment], target: Path) -> None:
    """Write a programme's folder to an empty or new one, with what was decided worked in. All else stays as it is
    written; what the content says already is not written anew.

    UserError with every place where the content says neither what stood there before a decision nor what was decided
    (P130, P131).
    """
    if target.exists() and any(target.iterdir()):
        raise UserError([FOLDER_TAKEN.at(Place(str(target)), folder=target)])
    changes = _changes(ContentFiles(folder), amendments)
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        copy = target / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file in changes:
            copy.write_text(edited(file.read_text(encoding="utf-8-sig"), changes[file]), encoding="utf-8")
        else:
            shutil.copyfile(file, copy)


def decided_at(folder: Path, amendments: Sequence[Amendment], place: ContentPlace) -> tuple[bool, Any]:
    """What holds at a place of a folder's content with what was decided, and whether what would hold it is there."""
    last = standing_amendments(amendments).get(place)
    return (True, last.after) if last is not None else ContentFiles(folder).value(place)


def standing_amendments(amendments: Sequence[Amendment]) -> Mapping[ContentPlace, Amendment]:
    """What was decided last about each place, where it was not lifted."""
    return {place: chain.last for place, chain in _chains(amendments).items() if chain.last is not None}


def _changes(content: ContentFiles, amendments: Sequence[Amendment]) -> dict[Path, dict[tuple[str, ...], Any]]:
    chains = {place: chain for place, chain in _chains(amendments).items() if chain.last is not None}
    if overlaps := _overlaps(chains):
        raise UserError(overlaps)
    issues, changes = Issues(), dict[Path, dict[tuple[str, ...], Any]]()
    for place, chain in chains.items():
        there, found = content.value(place)
        issue = _conflict(content, place, chain, there=there, found=found)
        if issue is not None:
            issues.add(issue)
        elif same_form(found) != chain.known[-1] and chain.last is not None:
            file, _ = content.holder(place)
            if file is not None:
                changes.setdefault(file, {})[place[1:]] = chain.last.after
    if issues.errors:
        raise UserError(issues.sorted())
    return changes


def _chains(amendments: Sequence[Amendment]) -> Mapping[ContentPlace, _Chain]:
    chains: dict[ContentPlace, _Chain] = {}
    for amendment in amendments:
        chains.setdefault(amendment.place, _Chain()).add(amendment)
    return chains


def _conflict(content: ContentFiles, place: ContentPlace, chain: _Chain, *, there: bool, found: Any) -> Issue | None:
    last = chain.last
    if last is None or (there and same_form(found) in chain.known):
        return None
    said = {"number": last.number, "where": place_words(place)}
    if not there:
        return PLACE_GONE.at(content.place_of(place), **said)
    shown = {"found": _short(same_form(found)), "before": _short(chain.known[0]), "after": _short(chain.known[-1])}
    return CONTENT_MOVED.at(content.place_of(place), **said, **shown)


def _overlaps(places: Mapping[ContentPlace, _Chain]) -> list[Issue]:
    return [
        PLACES_OVERLAP.at(Place(place[0]), where=place_words(place), other=place_words(other))
        for place in places
        for other in places
        if len(other) < len(place) and place[: len(other)] == other
    ]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
