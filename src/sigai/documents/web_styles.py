"""What the style sheets inside a web page say about its elements: enough of CSS to know what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

_PROPERTIES = frozenset(
    {"display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color", "position"}
    | {"background-image", "text-decoration", "text-decoration-line", "text-indent", "left", "top", "right", "bottom"}
    | {"clip", "clip-path", "transform", "width", "height", "max-width", "max-height", "overflow", "vertical-align"}
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<names>(?:[.#][\w\u0080-\uffff-]+)*)")
_COMBINED = re.compile(r"\s*>\s*|\s+")
_ELSEWHERE = re.compile(r"^@(?!media|supports|layer)|\bprint\b|\bspeech\b|\b(?:min|max)-(?:width|height)\b|\bnot\b")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$")
_MOST_STEPS = 5_000_000
_INLINE_WEIGHT = (9, 0, 0, 0)


class StylesTooLargeError(Exception):
    """The style sheets of a page ask for more work than any page needs."""


@dataclass(frozen=True, slots=True)
class _Compound:
    """One part of a selector: `p.note#x`; `child` says that it is the child of the part before (`>`)."""

    tag: str
    ids: tuple[str, ...]
    classes: frozenset[str]
    child: bool = False

    def fits(self, element: etree._Element) -> bool:
        if self.tag not in {"", "*", element.tag}:
            return False
        if self.ids and element.get("id") not in self.ids:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class _Rule:
    parts: tuple[_Compound, ...]
    weight: tuple[int, int, int, int]
    declared: dict[str, tuple[str, bool]]


class PageStyles:
    """The style sheets of a page. Of these count rules by tag, class and id, also within or below one another, for the
    screen; those that depend on what a reader does (:hover) or on the width of a window do not."""

    def __init__(self, sheets: Sequence[str]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._left = _MOST_STEPS
        order = 0
        for sheet in sheets:
            for selectors, body in _style_rules(_COMMENT.sub(" ", sheet)):
                declared = declarations(body)
                for selector in selectors.split(",") if declared else ():
                    order += 1
                    parts = _parts(selector.strip())
                    if parts:
                        self._rules.setdefault(_key(parts[-1]), []).append(
                            _Rule(parts, _weight(parts, order), declared)
                        )

    def of(self, element: etree._Element) -> dict[str, str]:
        """What is declared for an element, its own `style` on top; StylesTooLargeError where that never ends."""
        found: dict[str, tuple[tuple[bool, tuple[int, int, int, int]], str]] = {}
        for rule in self._candidates(element):
            self._left -= 1
            if self._fits(rule.parts, element):
                _take(found, rule.declared, rule.weight)
        _take(found, declarations(element.get("style") or ""), _INLINE_WEIGHT)
        return {name: value for name, (_, value) in found.items()}

    def _candidates(self, element: etree._Element) -> Iterator[_Rule]:
        if not self._rules:
            return
        keys = {f".{name}" for name in (element.get("class") or "").split()}
        for key in (*keys, f"#{element.get('id')}", str(element.tag), "*"):
            yield from self._rules.get(key, ())

    def _fits(self, parts: tuple[_Compound, ...], element: etree._Element) -> bool:
        if not parts[-1].fits(element):
            return False
        at: etree._Element | None = element
        for below, part in zip(reversed(parts), reversed(parts[:-1]), strict=False):
            at = at.getparent() if at is not None else None
            while at is not None and not part.fits(at):
                self._left -= 1
                if self._left < 0:
                    raise StylesTooLargeError
                at = None if below.child else at.getparent()
            if at is None:
                return False
        if self._left < 0:
            raise StylesTooLargeError
        return True


def declarations(body: str) -> dict[str, tuple[str, bool]]:
    """The declarations of a rule or of an attribute `style` that matter here: value, and whether `!important`."""
    found: dict[str, tuple[str, bool]] = {}
    for each in body.split(";"):
        name, _, value = each.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if name in _PROPERTIES and value:
            bare = _IMPORTANT.sub("", value)
            important = bare != value
            if important or not found.get(name, ("", False))[1]:
                found[name] = (bare, important)
    return found


def _take(
    found: dict[str, tuple[tuple[bool, tuple[int, int, int, int]], str]],
    declared: dict[str, tuple[str, bool]],
    weight: tuple[int, int, int, int],
) -> None:
    for name, (value, important) in declared.items():
        rank = (important, weight)
        if name not in found or rank >= found[name][0]:
            found[name] = (rank, value)


def _style_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and bodies of a sheet; those inside `@media` only where they are for any screen."""
    around: list[bool] = []
    selectors: str | None = None
    start = 0
    for mark in re.finditer(r"[{}]", sheet):
        text = sheet[start : mark.start()]
        start = mark.end()
        if mark.group() == "{":
            head = text.rpartition(";")[2].strip()
            if selectors is None and not head.startswith("@"):
                selectors = head
            else:
                around.append(not _ELSEWHERE.search(head.lower()))
        elif selectors is not None:
            if all(around):
                yield selectors, text
            selectors = None
        elif around:
            around.pop()


def _parts(selector: str) -> tuple[_Compound, ...]:
    """A selector as its parts; empty where it asks for more than tags, classes and ids."""
    pieces = _COMBINED.split(selector)
    joints = [">" in joint for joint in _COMBINED.findall(selector)]
    parts: list[_Compound] = []
    for place, piece in enumerate(pieces):
        found = _COMPOUND.fullmatch(piece)
        if not found or not piece:
            return ()
        names = re.findall(r"[.#][^.#]+", found["names"])
        parts.append(
            _Compound(
                (found["tag"] or "").lower(),
                tuple(name[1:] for name in names if name[0] == "#"),
                frozenset(name[1:] for name in names if name[0] == "."),
                child=place > 0 and joints[place - 1],
            )
        )
    return tuple(parts)


def _key(part: _Compound) -> str:
    """Under which a rule is kept: the rarest thing that its last part asks for."""
    if part.ids:
        return f"#{part.ids[0]}"
    return f".{min(part.classes)}" if part.classes else part.tag or "*"


def _weight(parts: Sequence[_Compound], order: int) -> tuple[int, int, int, int]:
    return (
        sum(len(part.ids) for part in parts),
        sum(len(part.classes) for part in parts),
        sum(part.tag not in {"", "*"} for part in parts),
        order,
    )
