"""One entity under a rule, step by step: which figures, which numbers of parameters, hence what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sigai.base.issues import Language
from sigai.formulas import describe, describe_condition, walk
from sigai.formulas.function import Node
from sigai.formulas.nodes import Condition, Expression, Linkage, Lookup, Parameter, Word
from sigai.programme.common import Text
from sigai.programme.dated import last_day
from sigai.programme.in_force import number_or_none
from sigai.programme.names import ProgrammeNames, number_words
from sigai.programme.parsed import ReadEdition
from sigai.programme.policy_rules import PolicyRule, RuleEdition, RuleStep
from sigai.programme.programme import Programme
from sigai.rules.figures import columns_of
from sigai.rules.linked import unit_of
from sigai.rules.outcomes import at_work, edition_of
from sigai.rules.working import EditionAtWork, StepKind
from sigai.tables import Store

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step with its words and what it gave: a number in the step's unit, a text, `yes` or `no`; None: not known.

    `numbers` are those that it takes from parameters, with their dates and sources.
    """

    step: RuleStep
    kind: StepKind
    words: Text
    value: float | str | None
    numbers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FigureTold:
    """A figure that the rule looked at, in the measure's unit; None where it is not there, maybe `estimated`."""

    measure: str
    amount: float | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class LinkedTold:
    """How much there is in what belongs to the entity, in `unit`; None where that is not known."""

    words: Text
    amount: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class RuleTold:
    """What a rule makes of one entity; `about`: whether it is about it at all, None where that is not known."""

    rule: PolicyRule
    edition: RuleEdition
    month: int
    about: bool | None
    scope: Text | None
    figures: tuple[FigureTold, ...]
    linked: tuple[LinkedTold, ...]
    steps: tuple[StepTold, ...]


def explain_rule(store: Store, programme: Programme, rule: PolicyRule, entity: str, as_of: int) -> RuleTold | None:
    """An entity under a rule in a month (its index); None where no edition is in force or there is no such entity. The
    store holds the data and which figures are estimated."""
    read = edition_of(programme, rule, as_of)
    if read is None:
        return None
    work = at_work(store, programme, rule, read, as_of)
    found = store.run(_asked(work, entity)).to_pylist()
    if not found:
        return None
    words, row = step_words(programme, rule, read), found[0]
    taken = frozenset(one for number, one in enumerate(_lookups(work)) if row[f"taken_{number}"])

    def numbers(node: Node) -> tuple[Text, ...]:
        return _numbers(programme, node, work.month, taken)

    return RuleTold(
        rule=rule,
        edition=read.edition,
        month=work.month,
        about=row["in_scope"],
        scope=None if read.scope is None else words(read.scope),
        figures=tuple(
            FigureTold(name, None if row[amount] is None else float(row[amount]), bool(row[mark]))
            for name, (amount, mark) in columns_of(work.measures).items()
        ),
        linked=tuple(
            LinkedTold(words(one), None if row[column] is None else float(row[column]), unit_of(programme, one).symbol)
            for one, column in _linked(work).items()
        ),
        steps=tuple(
            StepTold(
                one.step, one.kind, words(node), _value(row[one.column]), _numbers(programme, node, work.month, taken)
            )
            for one, node in zip(work.steps, read.steps, strict=True)
            if node is not None
        ),
    )


def step_words(programme: Programme, rule: PolicyRule, read: ReadEdition) -> Callable[[Node], Text]:
    """A function from a step or scope of an edition to its words, in which earlier steps and results go by their
    names."""
    names = _StepNames(programme, read.edition.steps)
    results: dict[Language, dict[Expression, str]] = {
        language: {Word(result.id): f"“{result.name[language]}”" for result in rule.results} for language in _LANGUAGES
    }

    def words(node: Node) -> Text:
        if isinstance(node, Condition):
            zh, en = (describe_condition(node, names, language) for language in _LANGUAGES)
        else:
            zh, en = (describe(node, names, language, results[language]) for language in _LANGUAGES)
        return Text(zh=zh, en=en)

    return words


class _StepNames(ProgrammeNames):
    """The names of a programme and of the steps of an edition, which are stocks: they stand as they are."""

    def __init__(self, programme: Programme, steps: Iterable[RuleStep]) -> None:
        super().__init__(programme)
        self._steps = {step.id: step.name for step in steps}

    def name(self, kind: Any, path: tuple[str, ...], language: Language) -> str:
        """The display name."""
        if kind in {"measure", "attribute"} and path[0] in self._steps:
            return self._steps[path[0]][language] if len(path) == 1 else path[-1]
        return super().name(kind, path, language)

    def accumulation(self, measure: str) -> str:
        """`flow`, `stock` or `ytd`."""
        return "stock" if measure in self._steps else super().accumulation(measure)


def _asked(work: EditionAtWork, entity: str) -> Any:
    rows = work.rows.mutate(in_scope=work.in_scope())
    figures = (column for pair in columns_of(work.measures).values() for column in pair)
    taken = {f"taken_{number}": work.taken(*one) for number, one in enumerate(_lookups(work))}
    steps = (one.column for one in work.steps)
    of_others = _linked(work).values()
    return rows.filter(rows.id == entity).mutate(**taken).select("in_scope", *figures, *of_others, *steps, *taken)


def _linked(work: EditionAtWork) -> Mapping[Linkage, str]:
    return {} if work.linked is None else work.linked.columns


def _lookups(work: EditionAtWork) -> list[tuple[Lookup, Parameter]]:
    """Every number that a step may take for keys of the entity, with the call that takes it."""
    calls = dict.fromkeys(part for node in work.read.steps if node for part in walk(node) if isinstance(part, Lookup))
    return [(call, one) for call in calls for _, one in call.branches(work.programme.vocabulary)]


def _value(found: Any) -> float | str | None:
    if isinstance(found, bool):
        return "yes" if found else "no"
    return found if found is None or isinstance(found, str) else float(found)


def _numbers(
    programme: Programme, node: Node, month: int, taken: frozenset[tuple[Lookup, Parameter]]
) -> tuple[Text, ...]:
    """The numbers of parameters that a step takes, with their dates and sources."""
    asked: dict[Parameter, None] = {}
    for part in walk(node):
        if isinstance(part, Parameter):
            asked[part] = None
        elif isinstance(part, Lookup):
            asked.update(dict.fromkeys(one for call, one in taken if call == part))
    rows = ((one, number_or_none(programme, one, last_day(month))) for one in asked)
    return tuple(number_words(programme, one, row) for one, row in rows if row is not None)
