"""`param(limit, product: product, grade: grade)`: the number of a keyed parameter for the values of its keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sigai.base.units import MeasureUnit
from sigai.formulas.calls import WRONG_ARGUMENT, Arguments, Function, Signature
from sigai.formulas.function import Applied, Counting, Looking, Lowering, Node, Telling, Typing, Writing
from sigai.formulas.keyed import joined, looked_up
from sigai.formulas.series import LEVEL, SeriesTraits
from sigai.formulas.shapes import CHOSEN, Apply, Shape, Sized
from sigai.formulas.syntax import AreaAtHand, Attribute, Condition, Expression, Number, Parameter, Word
from sigai.formulas.vocabulary import Vocabulary

ON = "on"
"""The argument that names a day; no key can be called so."""


@dataclass(frozen=True, slots=True)
class Lookup(Applied):
    """The number of a parameter in the place that the values of its keys lie in, in force at the month or, with `on`,
    on the day that a field says; missing where there is none, or where a value is not known.

    Where every key is a word or a number as written, the call is a `Parameter` itself.
    """

    parameter: str
    keys: tuple[tuple[str, Expression], ...]
    on: Attribute | None = None

    @property
    def name(self) -> str:
        """`param`."""
        return "param"

    @property
    def parts(self) -> tuple[Node, ...]:
        """The values of its keys, the day."""
        return (*(value for _, value in self.keys), *((self.on,) if self.on else ()))

    @property
    def parameters(self) -> frozenset[str]:
        """The parameter."""
        return frozenset({self.parameter})

    def arguments(self, write: Writing) -> Iterable[str]:
        """The name of the parameter, its keys, the day."""
        yield self.parameter
        for key, value in self.keys:
            yield f"{key}: {write.number(value)}"
        if self.on is not None:
            yield f"{ON}: {write.number(self.on)}"

    def words(self, tell: Telling) -> str:
        """The parameter and what its number depends on, in words."""
        name, keys = self.parameter, [(tell.name("key", self.parameter, key), value) for key, value in self.keys]
        listed = tell.listed(tell.say("{key}为{value}", "{key} {value}", key=k, value=tell.number(v)) for k, v in keys)
        told = tell.say("{of}（{keys}）", "{of} ({keys})", of=tell.name("parameter", name), keys=listed)
        if self.on is None:
            return told
        return tell.say("{on}当日的{of}", "{of} on the day of {on}", of=told, on=tell.number(self.on))

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The unit of the parameter; None after adding what is wrong with its keys."""
        return check.parameter(self.parameter, self.keys, self.on)

    def lower(self, at: Lowering) -> Sized:
        """The number of each place under the conditions for it, else nothing."""
        pairs: list[Shape] = []
        for condition, parameter in self.branches(at.vocabulary):
            pairs += [at.condition(condition), at.number(parameter).shape]
        return Sized(Apply(CHOSEN, tuple(pairs)), at.vocabulary.parameters[self.parameter])

    @property
    def comparable(self) -> bool:
        """Yes: it is one of the parameter's numbers."""
        return True

    def exact(self, counting: Counting) -> Any:
        """The quantity in the place that the keys lie in."""
        return counting.choice(self.branches(counting.vocabulary), None)

    def traits(self, look: Looking) -> SeriesTraits:  # noqa: ARG002 - a parameter is what it is, whatever its keys
        """As it stands."""
        return LEVEL

    def branches(self, vocabulary: Vocabulary) -> list[tuple[Condition, Parameter]]:
        """The number of each place with what must hold for it; no two hold together."""
        keyed = vocabulary.keyed.get(self.parameter)
        found = () if keyed is None else looked_up(self.parameter, keyed, self.keys, self.on)
        return [(joined(conditions), parameter) for conditions, parameter in found]


def _read(call: Arguments) -> Expression | None:
    name = call.named("name")
    keys = [(label, call.key(label)) for label in call.labelled if label != ON]
    on = call.key(ON) if ON in call.labelled else None
    given = tuple((label, value) for label, value in keys if value is not None)
    if name is None or len(given) < len(keys) or (on is None and ON in call.labelled):
        return None
    if not isinstance(on, Attribute | Word | None):
        facts = {"label": ON, "wanted_zh": "日期字段或日期", "wanted_en": "a field of dates, or a date"}
        call.reader.add(WRONG_ARGUMENT, call.labelled[ON], **facts)
        return None
    place = tuple((label, value) for label, value in given if isinstance(value, Word | Number | AreaAtHand))
    if len(place) == len(given) and not isinstance(on, Attribute):
        return Parameter(name, place, on.text if on else "")
    if isinstance(on, Word):
        facts = {"label": ON, "wanted_zh": "日期字段（各键都是固定值时才能写日期）", "wanted_en": "a field of dates"}
        call.reader.add(WRONG_ARGUMENT, call.labelled[ON], **facts)
        return None
    return Lookup(name, given, on)


_EXAMPLE = 'param(power_limit, product: "zinc", grade: total(zinc) / total(ore))'
FUNCTION = Function(
    "param", Signature("参数名", "the name of a parameter", _EXAMPLE, labels=None), _read, everywhere=True
)
