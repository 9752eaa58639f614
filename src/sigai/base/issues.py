"""What is wrong, where, why and what to do: the one way in which every part reports a user's mistake.

A *problem* is a kind of mistake: declared once, next to the code that finds it, with a stable code and its wording in
Chinese and English. An *issue* is one occurrence of a problem at a place. Parts collect issues and return them all;
they never stop at the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sigai.base.periods import Period

Language = str
"""`zh` or `en`."""

CODE = re.compile(r"^[A-Z]\d{3}$")


class Severity(StrEnum):
    """How much an issue weighs. An error keeps the thing out; a warning lets it in, marked; a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def word(self, language: Language) -> str:
        """The severity in a word."""
        return str(self) if language == "en" else _SEVERITY_ZH[str(self)]


_SEVERITY_ZH = {"error": "错误", "warning": "提示", "note": "说明"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing stands: a file, and a line of content or the row and column of a table (both counted from 1)."""

    file: str = ""
    line: int | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        spot = f":{self.line}" if self.line is not None else ""
        if self.row is not None:
            spot += f" row {self.row}"
        if self.column is not None:
            spot += f" [{self.column}]"
        return f"{self.file}{spot}".strip()

    def text(self, language: Language) -> str:
        """The place in words: `values.csv 第 3 行 [value]`."""
        if language == "en":
            return str(self)
        spot = f" 第 {self.line} 行" if self.line is not None else ""
        if self.row is not None:
            spot += f" 第 {self.row} 行"
        if self.column is not None:
            spot += f" [{self.column}]"
        return f"{self.file}{spot}".strip()


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of mistake. `what` and `advice` are format strings over an issue's facts, in both languages."""

    code: str
    severity: Severity
    what: Mapping[Language, str]
    advice: Mapping[Language, str]

    def at(self, place: Place = NOWHERE, **facts: Any) -> Issue:
        """One occurrence of this problem at `place`."""
        return Issue(self, place, MappingProxyType(facts))

    def __reduce__(self) -> tuple[Any, ...]:
        """Between processes a problem goes by its code: it is the same one in both."""
        return _known, (self.code, self.severity, dict(self.what), dict(self.advice))


@dataclass(frozen=True, slots=True)
class Issue:
    """One occurrence of a problem: what, where, why and what to do, in either language."""

    problem: Problem
    place: Place = NOWHERE
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        return Issue, (self.problem, self.place, dict(self.facts))

    @property
    def code(self) -> str:
        """The stable code of the problem (`V012`), by which docs/problems.md lists it."""
        return self.problem.code

    @property
    def severity(self) -> Severity:
        """How grave the problem is. It belongs to the problem, so all its occurrences share it."""
        return self.problem.severity

    def what(self, language: Language = "zh") -> str:
        """What is wrong, with the facts of this case filled in."""
        return self.problem.what[language].format_map(_Facts(self._said(language)))

    def advice(self, language: Language = "zh") -> str:
        """What to do about it, with the facts of this case filled in; empty where the problem gives no advice."""
        return self.problem.advice[language].format_map(_Facts(self._said(language)))

    def _said(self, language: Language) -> dict[str, Any]:
        """The facts, periods as people write them."""
        return {name: fact.words(language) if isinstance(fact, Period) else fact for name, fact in self.facts.items()}

    def text(self, language: Language = "zh") -> str:
        """One line: place, severity and code, what is wrong, what to do."""
        parts = [self.place.text(language), f"{self.severity.word(language)} {self.code}", self.what(language)]
        line = ": ".join(part for part in parts if part)
        advice = self.advice(language)
        return f"{line} → {advice}" if advice else line

    def as_dict(self) -> dict[str, Any]:
        """For JSON output and for the journal of an import."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.place.file,
            "line": self.place.line,
            "row": self.place.row,
            "column": self.place.column,
            "what": {language: self.what(language) for language in ("zh", "en")},
            "advice": {language: self.advice(language) for language in ("zh", "en")},
        }


class _Facts(dict[str, Any]):
    """A missing fact shows its name instead of failing: a message must never be the cause of a traceback."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


_PROBLEMS: dict[str, Problem] = {}


def problem(code: str, severity: Severity, *, zh: str, en: str, advice_zh: str = "", advice_en: str = "") -> Problem:
    """Declare a kind of mistake. Codes are stable, unique and documented in `docs/problems.md`.

    Letters: B base, D documents, E formulas, P programme, T tables, C compiling, V values, L ledgers, I indicators,
    F portfolio, G progress, R reports, X command line, W web.
    """
    if not CODE.match(code):
        raise ValueError(f"a problem code is a letter and three digits, not {code!r}")
    if code in _PROBLEMS:
        raise ValueError(f"problem code {code} is declared twice")
    declared = Problem(code, severity, {"zh": zh, "en": en}, {"zh": advice_zh, "en": advice_en})
    _PROBLEMS[code] = declared
    return declared


def _known(code: str, *others: Any) -> Problem:
    return _PROBLEMS.get(code) or Problem(code, *others)


def declared_problems() -> Mapping[str, Problem]:
    """Every problem of the modules imported so far, by code."""
    return MappingProxyType(dict(sorted(_PROBLEMS.items())))


class Issues:
    """A growing list of issues, handed along while something is read or checked."""

    def __init__(self, issues: Iterable[Issue] = ()) -> None:
        self._issues: list[Issue] = list(issues)

    def add(self, issue: Issue) -> None:
        """Append one issue."""
        self._issues.append(issue)

    def extend(self, issues: Iterable[Issue]) -> None:
        """Append issues in the order in which they come."""
        self._issues.extend(issues)

    def extend_new(self, issues: Iterable[Issue]) -> None:
        """Add those that are not in the list yet: what two checks find is said once."""
        self._issues.extend([issue for issue in issues if issue not in self._issues])

    def __iter__(self) -> Iterator[Issue]:
        return iter(self._issues)

    def __len__(self) -> int:
        return len(self._issues)

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that keep something out; warnings and notes are left out."""
        return tuple(issue for issue in self._issues if issue.severity is Severity.ERROR)

    def sorted(self) -> tuple[Issue, ...]:
        """By place, then code: the order in which a person works through them."""
        return tuple(sorted(self._issues, key=_by_place))


def _by_place(issue: Issue) -> tuple[str, int, int, str, str]:
    place = issue.place
    return place.file, place.line or 0, place.row or 0, place.column or "", issue.code


class SigaiError(Exception):
    """Root of every exception that this project raises on purpose."""


class UserError(SigaiError):
    """The user's material cannot be used at all; carries every issue found. Ends a command with exit code 2."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        super().__init__("\n".join(issue.text("en") for issue in self.issues))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.issues,)


class InternalError(SigaiError):
    """A fault of ours: something that the checks before should have made impossible."""
