"""A finished run: everything a report is made from. Reports render it and never compute indicators or statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from sigai.base.issues import Issue, Language
from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.tables.contracts import ESTIMATES, INDICATOR_EFFECTS, WEIGHTS


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """All issues of one kind in one file: how many, and the first of them in words.

    `code` and `severity` are those of the problem; `what` and `advice` hold both languages; `places` names the
    first few of them, in both languages: the row or, where there is none, whom or which month it is about.
    """

    code: str
    severity: str
    file: str
    count: int
    what: Mapping[str, str]
    advice: Mapping[str, str]
    places: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({"zh": (), "en": ()}))


@dataclass(frozen=True, slots=True)
class MeasureCoverage:
    """Of how many subjects that owe a figure of `measure` in `period`, how many gave one."""

    measure: str
    period: str
    reported: int
    owing: int


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """What a run left behind.

    `results` and `progress` follow the contracts INDICATOR_RESULTS and PROGRESS; `progress` holds every month up to the
    as-of month. `estimates` (ESTIMATES) is what was put in for missing figures, `effects` (INDICATOR_EFFECTS) what each
    of those who did not report could change; `weights` (WEIGHTS) are the last known amounts of those who did.
    `header` is `run.json`: engine, contracts, programme {id, version, digest}, data {title, digest,
    demonstration, …rows}, as_of, started, stages [{name, seconds}], issues.
    """

    programme: Programme
    results: pa.Table
    progress: pa.Table
    header: Mapping[str, Any]
    issues: tuple[IssueSummary, ...] = ()
    measures: tuple[MeasureCoverage, ...] = ()
    formula_words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    estimates: pa.Table = field(default_factory=ESTIMATES.empty_table)
    effects: pa.Table = field(default_factory=INDICATOR_EFFECTS.empty_table)
    weights: pa.Table = field(default_factory=WEIGHTS.empty_table)

    @property
    def as_of(self) -> Period:
        """The month the run looks from."""
        return Period.parse(str(self.header["as_of"]))

    @property
    def demonstration(self) -> bool:
        """Whether the data are invented; then every page and document says so."""
        return bool(self._data.get("demonstration"))

    @property
    def data_title(self) -> str:
        """The title that the data give themselves; empty where they give none."""
        return str(self._data.get("title") or "")

    @property
    def data_digest(self) -> str:
        """The digest of the data that the run was computed from; empty where the run does not say."""
        return str(self._data.get("digest") or "")

    @property
    def calculation(self) -> int | None:
        """The number of the calculation, where a site made the run."""
        number = self.header.get("calculation")
        return int(number) if number is not None else None

    @property
    def engine(self) -> str:
        """The version of the engine that computed the run, which may be older than the one that shows it."""
        return str(self.header.get("engine") or "")

    @property
    def stages(self) -> tuple[tuple[str, float], ...]:
        """The stages of the run and the seconds each took."""
        return tuple((str(stage["name"]), float(stage["seconds"])) for stage in self.header.get("stages", ()))

    @property
    def _data(self) -> Mapping[str, Any]:
        data = self.header.get("data")
        return data if isinstance(data, Mapping) else {}


_ROWS, _NAMED = 3, 5
"""So many rows of a file are named of each kind of issue, or so many entities or months."""


def summarise(issues: tuple[Issue, ...]) -> tuple[IssueSummary, ...]:
    """Issues grouped by kind and file, errors first, then by how many; each names the first of them."""
    grouped: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        grouped.setdefault((issue.code, issue.place.file), []).append(issue)
    rows = [
        IssueSummary(
            code=code,
            severity=str(found[0].severity),
            file=file,
            count=len(found),
            what={language: found[0].what(language) for language in ("zh", "en")},
            advice={language: found[0].advice(language) for language in ("zh", "en")},
            places={language: _places(found, language) for language in ("zh", "en")},
        )
        for (code, file), found in grouped.items()
    ]
    severities = ("error", "warning", "note")
    return tuple(sorted(rows, key=lambda row: (severities.index(row.severity), -row.count, row.code, row.file)))


def _places(found: list[Issue], language: Language) -> tuple[str, ...]:
    """Where issues are, each once: the row of a file or, where there is none, whom or which month it is about."""
    about = ("entity", "period", "month")
    named = (
        issue.place.text(language) or next((str(issue.facts[key]) for key in about if key in issue.facts), "")
        for issue in found
    )
    most = _ROWS if found[0].place.file else _NAMED
    return tuple(dict.fromkeys(name for name in named if name))[:most]
