"""What somebody fills in to ask for a decision, read as numbers, days, months and periods."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from sigai.base import Issue, Period, Place, UserError
from sigai.programme import ContentPlace
from sigai_web.decisions.problems import NOT_GIVEN


@dataclass(frozen=True, slots=True)
class GivenDecision:
    """A form as it was filled in: the kind, what it is about, from when on, and the typed fields of the kind.
    `chosen` are those of a list that were ticked."""

    kind: str
    subject: str = ""
    since: str = ""
    reason: str = ""
    document: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    chosen: Sequence[str] = ()

    def text(self, name: str) -> str:
        """What was typed into a field, without blanks around it and full-width digits as plain ones."""
        return unicodedata.normalize("NFKC", self.values.get(name, "")).strip()

    def number(self, name: str, words: tuple[str, str]) -> int | float:
        """A number; UserError where there is none."""
        return number_in(self.text(name), name, words)


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What is asked to stand at a place of the content, and what stands there now (None: nothing)."""

    place: ContentPlace
    before: Any
    after: Any
    lifted: bool = False

    def kept(self) -> dict[str, Any]:
        """As it is kept with the request."""
        return {"place": list(self.place), "before": self.before, "after": self.after, "lifted": self.lifted}


@dataclass(frozen=True, slots=True)
class WantedDecision:
    """What is asked for: changes of content from a day on."""

    kind: str
    changes: Sequence[PlaceChange]
    holds_from: dt.date
    reason: str
    document: str


@dataclass(frozen=True, slots=True)
class DecisionField:
    """One field of a form, as its page shows it: `kind` is number, text, choice or yes."""

    name: str
    zh: str
    en: str
    kind: str = "number"
    value: str = ""
    unit: str = ""
    options: Sequence[tuple[str, str]] = ()
    optional: bool = False


def number_in(text: str, name: str, words: tuple[str, str]) -> int | float:
    """The number in a text, as content writes it; UserError where there is none, or it has too many digits to keep."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        raise not_given(name, words, text, ("写一个数", "write a number")) from None
    if not exact.is_finite() or abs(exact) > 10**15 or Decimal(repr(float(exact))) != exact:
        raise not_given(name, words, text, ("写一个不超过十五位的数", "write a number of at most fifteen digits"))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def typed(number: float | Decimal) -> str:
    """A number of the content as a field offers it, with every digit: what was not changed is read as what it was."""
    return f"{Decimal(str(number)).normalize():f}"


def day_in(text: str, words: tuple[str, str]) -> dt.date:
    """A day such as 2022-03-15; UserError where it is none."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise not_given("since", words, text, ("写日期，如 2022-03-15", "write a day such as 2022-03-15")) from None


def period_in(text: str, words: tuple[str, str]) -> Period:
    """A period such as 2022-03 or 2022Q1; UserError where it is none."""
    try:
        return Period.parse(text.strip())
    except (ValueError, UserError):
        hint = ("写期别，如 2022-03、2022Q1、2022", "write a period such as 2022-03, 2022Q1 or 2022")
        raise not_given("since", words, text, hint) from None


def first_day(period: Period) -> dt.date:
    """The day on which a period begins."""
    year, month = divmod(period.first, 12)
    return dt.date(year, month + 1, 1)


def not_given(name: str, words: tuple[str, str], given: str, hint: tuple[str, str]) -> UserError:
    """What is said of a field that is not filled in, or not so that it can be read."""
    zh, en = words
    issue: Issue = NOT_GIVEN.at(
        Place(column=name), column_zh=zh, column=en, given=given or "—", hint_zh=hint[0], hint=hint[1]
    )
    return UserError([issue])
