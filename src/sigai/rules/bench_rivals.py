"""The three rules of the bench written by hand in numpy, as whoever had these three alone would; and OpenFisca's.

Figures are arrays with NaN for what is missing, industries are codes of a short list: both are made beforehand and are
part of nobody's time. Every contender ends with the same table: who, how far it is decided, what it gives, and why not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sigai.rules.bench_data import LIMITS, NUMBERS, RATES, YEAR
from sigai.tables import RULE_OUTCOMES

Numbers = np.ndarray[Any, np.dtype[Any]]
_STATES = ("decided", "advised", "undecided")
_TRADES = {"C31": "metals", "C32": "metals", "C26": "chemicals", "C30": "building"}
CLASSES = ("key", "designated", "other")


@dataclass(frozen=True, slots=True)
class Enterprises:
    """Enterprises as numpy and OpenFisca have them: ids, figures, places in `industries` (-1: not known), and whether
    each is above scale."""

    ids: Any
    figures: Mapping[str, Numbers]
    industries: tuple[str, ...]
    industry: Numbers
    above_scale: Numbers


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule made of every enterprise: whether it is about it (1, 0, -1: not known), the result (NaN or -1 where
    there is none), what it rests on, and what is wanted."""

    rule: str
    scope: Numbers
    number: Numbers | None = None
    text: Numbers | None = None
    texts: tuple[str, ...] = ()
    wanting: tuple[tuple[str, Numbers], ...] = ()
    assumed: tuple[str, Numbers] | None = None


def by_numpy(frame: Enterprises) -> pa.Table:
    """The outcome of the three rules, by RULE_OUTCOMES."""
    return pa.concat_tables(table_of(frame, found) for found in (_key_user(frame), _price(frame), _support(frame)))


def tidy(column: Numbers) -> Numbers:
    """Without the dust of binary fractions: 0.1 * 3 is 0.3, so that whoever stands at a threshold stands on it."""
    return np.round(column, 9)


def trades_of(frame: Enterprises) -> Numbers:
    """The place of each enterprise's trade among those with a limit; -1: none of them, -2: not known."""
    names = list(LIMITS)
    places = [next((names.index(t) for code, t in _TRADES.items() if i.startswith(code)), -1) for i in frame.industries]
    return np.array([*places, -2], dtype="int8")[frame.industry]


def _key_user(frame: Enterprises) -> Found:
    of = frame.figures
    number = {name: value for name, (_, value) in NUMBERS.items()}
    used = tidy(of["coal"] * number["coal_tce"] + of["power"] * number["power_tce"] - of["energy_sold"])
    grade = np.where(used >= number["key_user"], 0, np.where(used >= number["designated_user"], 1, 2))
    return Found(
        "key_user",
        frame.above_scale.astype("int8"),
        text=np.where(np.isnan(used), -1, grade),
        texts=CLASSES,
        wanting=missing(of, "coal", "power", "energy_sold"),
    )


def _price(frame: Enterprises) -> Found:
    of, trade = frame.figures, trades_of(frame)
    limit = np.array([*LIMITS.values(), np.nan, np.nan])[trade]
    excess = tidy(of["power"] * 10_000 / of["output"] / limit - 1)
    rate = np.where(excess <= 0, 0.0, np.where(excess <= 0.5, 0.05, np.where(excess <= 1, 0.1, 0.3)))
    rate = np.where(np.isnan(excess), np.nan, rate)
    return priced(frame, trade, of["power"] * rate)


def priced(frame: Enterprises, trade: Numbers, surcharge: Numbers) -> Found:
    """The second rule, once the surcharge is known."""
    return Found(
        "punitive_price",
        np.where(trade >= 0, 1, np.where(trade == -1, 0, -1)),
        number=surcharge,
        wanting=(
            *missing(frame.figures, "power", "output"),
            ("attribute:industry", trade == -2),
            ("parameter:power_limit", trade == -2),
        ),
        assumed=("power_limit", trade == list(LIMITS).index("building")),
    )


def _support(frame: Enterprises) -> Found:
    of, above = frame.figures, frame.above_scale
    price, most = of["equipment"], NUMBERS["most_support"][1]
    starts = np.array([low for low, _, _ in RATES])
    rate = np.array([percent for _, _, percent in RATES])[np.searchsorted(starts, price, side="right") - 1] / 100
    enough = of["research"] >= tidy(of["sales"] * (NUMBERS["least_research"][1] / 100))
    unknown = above & (np.isnan(of["research"]) | np.isnan(of["sales"]))
    amount = np.where(above & enough, np.minimum(price * rate, most), 0.0)
    return supported(frame, np.where(unknown | (above & enough & np.isnan(price)), np.nan, amount))


def supported(frame: Enterprises, amount: Numbers) -> Found:
    """The third rule, once the amount is known."""
    of = frame.figures
    wanting = (*missing(of, "research", "sales", "equipment"), ("parameter:support_rate", np.isnan(of["equipment"])))
    return Found("support", np.ones(len(amount), dtype="int8"), number=amount, wanting=wanting)


def missing(figures: Mapping[str, Numbers], *names: str) -> tuple[tuple[str, Numbers], ...]:
    """Which of some figures each enterprise lacks."""
    return tuple((f"missing:{name}", np.isnan(figures[name])) for name in names)


def table_of(frame: Enterprises, found: Found) -> pa.Table:
    """What a rule made of those that it is about, or may be about, by RULE_OUTCOMES."""
    there = np.flatnonzero(found.scope != 0)
    nothing = np.isnan(found.number) if found.number is not None else _of(found.text) < 0
    unknown = (nothing | (found.scope < 0))[there]
    assumed = np.zeros(len(there), dtype=bool) if found.assumed is None else found.assumed[1][there] & ~unknown
    count = len(there)
    number: Any = pa.nulls(count, pa.float64())
    if found.number is not None:
        number = pa.array(found.number[there], mask=unknown)
    text: Any = pa.nulls(count, pa.string())
    if found.text is not None:
        text = _texts(found.text[there], found.texts, unknown)
    columns = {
        "rule": pa.repeat(found.rule, count),
        "entity": frame.ids.take(there),
        "month": pa.repeat(pa.scalar(YEAR.last, pa.int32()), count),
        "edition": pa.repeat(pa.scalar(_FIRST_DAY, pa.date32()), count),
        "state": _texts(np.where(unknown, 2, assumed), _STATES),
        "number": number,
        "text": text,
        "because": _because(found, there, unknown),
        "assumed": _texts(assumed.astype("int8"), ("", found.assumed[0] if found.assumed else "")),
    }
    return pa.table([columns[name] for name in RULE_OUTCOMES.names], schema=RULE_OUTCOMES)


_FIRST_DAY = np.datetime64("2020-01-01", "D").astype(object)


def _of(column: Numbers | None) -> Numbers:
    return np.zeros(0) if column is None else column


def _because(found: Found, there: Numbers, unknown: Numbers) -> Any:
    marks = np.zeros(len(there), dtype="int8")
    for place, (_, wanted) in enumerate(found.wanting):
        marks |= (wanted[there] & unknown).astype("int8") << place
    names = [name for name, _ in found.wanting]
    told = [";".join(n for place, n in enumerate(names) if mark >> place & 1) for mark in range(2 ** len(names))]
    return _texts(marks, told)


def _texts(codes: Numbers, words: Sequence[str], unknown: Numbers | None = None) -> Any:
    places: Any = pa.array(codes, pa.int8(), mask=unknown)
    return pa.DictionaryArray.from_arrays(places, pa.array(words, pa.string())).cast(pa.string())
