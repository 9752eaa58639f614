"""Look-alikes: entries that may be the same enterprise as one on the register, or as another of the same sheet."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_FORM = re.compile("(股份有限公司|有限责任公司|有限公司|集团公司|公司)$")
_BEFORE_CHECK = 17
_HALF = 8
_ORGANISATION = slice(8, 17)
"""Of a credit code: the number of the legal person, which stays when the place of its registration changes."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """An entry by its code and a name that it has or had."""

    id: str
    name: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A new entry (by its place among those asked about), the other one, and what they share."""

    at: int
    other: KnownName
    zh: str
    en: str


def name_key(name: str) -> str:
    """A name as it is compared: width, spaces, brackets and the legal form do not count."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", name).lower() if each.isalnum())
    return _FORM.sub("", plain) or plain


def look_alikes(new: Sequence[KnownName], standing: Iterable[KnownName]) -> list[LookAlike]:
    """Every new entry that looks like one that stands, or like an earlier one of the new ones; each pair once."""
    index = _Index()
    for at, one in enumerate(new):
        index.add(at, one)
    found: dict[tuple[int, str], LookAlike] = {}
    for other in standing:
        for alike in index.like(other, len(new)):
            found.setdefault((alike.at, alike.other.id), alike)
    for at, other in enumerate(new):
        for alike in index.like(other, at, after=True):
            found.setdefault((alike.at, alike.other.id), alike)
    return [found[key] for key in sorted(found)]


class _Index:
    """New entries by what others may share with them."""

    def __init__(self) -> None:
        self._names: dict[str, list[int]] = defaultdict(list)
        self._organisations: dict[str, list[int]] = defaultdict(list)
        self._halves: Mapping[int, dict[str, list[int]]] = {0: defaultdict(list), 1: defaultdict(list)}
        self._codes: dict[int, str] = {}

    def add(self, at: int, one: KnownName) -> None:
        self._codes[at] = one.id
        if one.name:
            self._names[name_key(one.name)].append(at)
        if len(one.id) == _BEFORE_CHECK + 1:
            self._organisations[one.id[_ORGANISATION]].append(at)
            for half, part in enumerate(_halves(one.id)):
                self._halves[half][part].append(at)

    def like(self, other: KnownName, before: int, *, after: bool = False) -> Iterator[LookAlike]:
        """The entries that look like another; of the new ones themselves, those `after` the place `before`."""

        def takes(at: int) -> bool:
            return self._codes[at] != other.id and (at > before if after else True)

        zh, en = ("曾用同一名称", "that name was its own once") if other.former else ("名称相同", "the same name")
        yield from (LookAlike(at, other, zh, en) for at in self._names.get(name_key(other.name), ()) if takes(at))
        if len(other.id) != _BEFORE_CHECK + 1:
            return
        same = self._organisations.get(other.id[_ORGANISATION], ())
        yield from (LookAlike(at, other, "组织机构代码相同", "the same legal person") for at in same if takes(at))
        near = {at for half, part in enumerate(_halves(other.id)) for at in self._halves[half].get(part, ())}
        for at in sorted(near):
            if takes(at) and off_by_one(self._codes[at], other.id):
                yield LookAlike(at, other, "代码只差一位", "the code differs in one place")


def _halves(code: str) -> tuple[str, str]:
    return code[:_HALF], code[_HALF:_BEFORE_CHECK]


def off_by_one(one: str, other: str) -> bool:
    """Whether two codes differ in one place before the check digit, or in two neighbours that changed places."""
    first, second = one[:_BEFORE_CHECK], other[:_BEFORE_CHECK]
    places = [at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    swapped = len(places) == 2 and places[1] == places[0] + 1 and first[places[0]] == second[places[1]]
    return len(first) == len(second) and (len(places) == 1 or (swapped and first[places[1]] == second[places[0]]))
