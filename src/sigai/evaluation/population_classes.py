"""The answers of a row to many conditions in one short text, a character each: asked once, unfolded when needed.

A condition that asks for above scale has two answers, one while the entity is below and one while it is above; a month
decides which holds. Characters: `0` never, `1` while below, `2` while above, `3` always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ibis
import pyarrow as pa

from sigai.evaluation.formula_plan import asks_above_scale
from sigai.formulas.nodes import Condition
from sigai.tables import Store, table_of


def answer(condition: Condition | None, ask: Callable[[bool], Any]) -> Any:
    """The character for one condition; `ask` gives the answer while the entity is above scale (True) or below."""
    below = ibis.coalesce(ask(False), False)
    if not asks_above_scale(condition):
        return below.ifelse("3", "0")
    above = ibis.coalesce(ask(True), False)
    return below.ifelse(above.ifelse("3", "1"), above.ifelse("2", "0"))


def signature(answers: Iterable[Any]) -> Any:
    """The answers of a row to all conditions, one after the other."""
    return ibis.literal("").concat(*answers, "")


def unfolded(store: Store, signed: ibis.Table, count: int, number: str) -> ibis.Table:
    """A table with a `signature` of `count` answers, one row per condition that is ever met.

    `signature` gives way to `number` (of the condition), `below` and `above`. The table should be one that is kept:
    engines would write a long expression into every place that looks at it.
    """
    numbers = store.put(f"{number}_numbers", table_of(([n] for n in range(count)), **{number: pa.int32()}))
    pairs = signed.cross_join(numbers)
    found = pairs.signature.substr(pairs[number], 1)
    answered = pairs.mutate(below=found.isin(["1", "3"]), above=found.isin(["2", "3"])).drop("signature")
    return answered.filter(answered.below | answered.above)
