"""What `if` and `case` have in common: one of several numbers, by the first condition that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sigai.base.issues import Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.calls import WRONG_COUNT, Arguments
from sigai.formulas.function import Applied, Counting, Lowering, Node, Telling, Typing, Writing, texts_of
from sigai.formulas.shapes import CHOSEN, Apply, Sized, alike
from sigai.formulas.syntax import Condition, Expression
from sigai.formulas.walking import terms_of

TEXTS_AND_NUMBERS = problem(
    "E101",
    Severity.ERROR,
    zh="{text}：{name}(…) 有的结果是文字，有的是数",
    en="{text}: {name}(…) gives now a text and now a number",
    advice_zh="要么都写带引号的文字，要么都写数",
    advice_en="give texts in quotes for all of them, or numbers",
)

MOST = 41


@dataclass(frozen=True, slots=True)
class Conditional(Applied):
    """The number beside the first condition that holds, else `otherwise`; missing where a condition is unknown."""

    branches: tuple[tuple[Condition, Expression], ...]
    otherwise: Expression

    @property
    def name(self) -> str:
        """`if` with one condition, `case` with several."""
        return "if" if len(self.branches) == 1 else "case"

    @property
    def parts(self) -> tuple[Node, ...]:
        """Conditions and numbers by turns, then the number for what is left."""
        return (*chain.from_iterable(self.branches), self.otherwise)

    def arguments(self, write: Writing) -> Iterable[str]:
        """Conditions and numbers by turns, then the number for what is left."""
        pairs = ((write.condition(condition), write.number(number)) for condition, number in self.branches)
        return (*chain.from_iterable(pairs), write.number(self.otherwise))

    def words(self, tell: Telling) -> str:
        """Every number with the condition under which it is taken, in words."""
        pairs = [(tell.condition(condition), tell.number(number)) for condition, number in self.branches]
        told = tell.listed(tell.say("{when}时为{number}", "{number} if {when}", when=w, number=n) for w, n in pairs)
        return tell.say(
            "〔{told}、其余为{other}〕", "[{told}, else {other}]", told=told, other=tell.number(self.otherwise)
        )

    @property
    def values(self) -> tuple[Expression, ...]:
        """What it may give."""
        return (*(value for _, value in self.branches), self.otherwise)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts among what it may give."""
        return tuple(dict.fromkeys(text for value in self.values for text in texts_of(value)))

    def unit(self, check: Typing) -> MeasureUnit | None:
        """The common unit of all its numbers; texts have none, and it gives one or the other. None after an issue."""
        for condition, _ in self.branches:
            check.condition(condition)
        if not self.texts:
            return check.like(self.name, self.values)
        units = [check.value(value) for value in self.values]
        if not all(map(texts_of, self.values)):
            check.add(TEXTS_AND_NUMBERS, text=check.text(self), name=self.name)
            return None
        return None if None in units else NUMBER

    def lower(self, at: Lowering) -> Sized:
        """The conditions and the numbers, all in one unit."""
        shapes, unit = alike([at.number(number) for number in self.values])
        tests = (at.condition(condition) for condition, _ in self.branches)
        return Sized(Apply(CHOSEN, (*chain.from_iterable(zip(tests, shapes, strict=False)), shapes[-1])), unit)

    @property
    def comparable(self) -> bool:
        """Yes: it is one of its numbers."""
        return True

    def exact(self, counting: Counting) -> Any:
        """The quantity beside the first condition that holds."""
        return counting.choice(self.branches, self.otherwise)

    def compares(self) -> bool | None:
        """Yes where a condition asks for figures; else as its numbers do themselves."""
        asks_figures = any(term.measured for condition, _ in self.branches for term in terms_of(condition))
        return True if asks_figures else None


def read_choice(call: Arguments) -> Expression | None:
    """Conditions and numbers by turns, and the number for what is left."""
    count = len(call.plain)
    if count % 2 == 0:
        facts = {"function": call.function.name, "wanted": count + 1, "given": count}
        call.reader.add(WRONG_COUNT, call.plain[0], **facts, example=call.signature.example)
        return None
    conditions = [call.condition(place) for place in range(0, count - 1, 2)]
    numbers = [call.value(place) for place in range(1, count - 1, 2)]
    otherwise = call.value(count - 1)
    pairs = tuple((c, n) for c, n in zip(conditions, numbers, strict=True) if c is not None and n is not None)
    return Conditional(pairs, otherwise) if otherwise is not None and len(pairs) == len(conditions) else None
