"""The steps of a rule as columns of a query: what each makes of every entity, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any, Literal, cast

import ibis

from sigai.base.units import NUMBER, MeasureUnit
from sigai.evaluation import decimals, rough
from sigai.evaluation.conditions import amount, ask
from sigai.evaluation.decimals import Wholes
from sigai.evaluation.populations import entity_subject
from sigai.evaluation.queries import Subject, column_in, text_column
from sigai.formulas import attributes_of, ordered_measures, walk
from sigai.formulas.function import Applied, Node, texts_of
from sigai.formulas.nodes import Condition, Expression, InList, Linkage, Lookup, MeasureValue, Parameter
from sigai.formulas.quantities import Named, Quantity
from sigai.programme.dated import last_day
from sigai.programme.in_force import number_or_none
from sigai.programme.parsed import ReadEdition
from sigai.programme.policy_rules import RuleStep
from sigai.programme.programme import Programme
from sigai.rules.figures import columns_of, rough_column
from sigai.rules.linked import LinkedRows, unit_of

StepKind = Literal["number", "text", "yes_no"]
_DOUBT = "doubt_"
UNSURE = "unsure"
"""How sure a source is that makes what rests on it an assumption (`Reference.confidence`)."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkedStep:
    """A step over the rows of an edition: `column` names that of its numbers in the step's unit, of texts, or of yes
    and no. `exact` is the same number for later steps, whose columns of whole numbers are named after it."""

    step: RuleStep
    kind: StepKind
    exact: Quantity[Wholes] | None = None

    @property
    def column(self) -> str:
        """The name of its column."""
        return f"step_{self.step.id}"


@dataclass(slots=True, eq=False)
class EditionAtWork:
    """An edition of a rule over `rows` in a `month` (its index); `steps` grow as they are worked out, one by one.

    Each step is a column of the rows before the next one looks at it. With `bounds` of the figures the steps are worked
    out in floating point, and `doubtful` says of which rows that may be wrong.
    """

    programme: Programme
    read: ReadEdition
    measures: tuple[str, ...]
    month: int
    rows: ibis.Table
    bounds: Mapping[str, int] | None = None
    linked: LinkedRows | None = None
    steps: list[WorkedStep] = field(default_factory=list)
    doubts: list[Any] = field(default_factory=list)

    def work_out(self) -> None:
        """All steps; afterwards `rows` has their columns as well."""
        for step, node in zip(self.read.edition.steps, self.read.steps, strict=True):
            if node is not None:
                self._add(step, node)

    @property
    def result(self) -> WorkedStep:
        """The last step."""
        return self.steps[-1]

    def in_scope(self) -> Any:
        """Whether the edition is about each row: yes, no, or null where that is not known."""
        return ibis.literal(True) if self.read.scope is None else ask(self.read.scope, self._subject())

    def doubtful(self) -> Any:
        """Whether floating point may be wrong about each row, in all that was asked of it up to now: never null."""
        columns = [self.rows[one] for one in self.rows.columns if one.startswith(_DOUBT)]
        return any_of([*columns, *self.doubts])

    def wanting(self) -> Any:
        """What is not there of all that the edition asks for, as one text (contract RULE_OUTCOMES); where all of it is,
        the first step that gives nothing by it."""
        told = _joined(
            [
                *self._wanting_figures(),
                *self._wanting_linked(),
                *self._wanting_attributes(),
                *self._wanting_parameters(),
            ]
        )
        columns = ((one.step.id, self.rows[one.column]) for one in self.steps)
        empty = ibis.cases(*((column.isnull(), f"step:{name}") for name, column in columns), else_="")
        return (told == "").ifelse(empty, told)

    def assumed(self) -> Any:
        """The parameters that it takes from a source of which nobody is sure, as one text of their names."""
        told = []
        for name, taken in self._assumptions().items():
            told.append(any_of(taken).ifelse(name, ibis.null("string")))
        return _joined(told)

    def taken(self, call: Lookup, number: Parameter) -> Any:
        """Whether a call takes this number of its parameter for each row."""
        conditions = (condition for condition, one in call.branches(self.programme.vocabulary) if one == number)
        return ibis.coalesce(ask(next(conditions), self._subject()), ibis.literal(False))

    def _add(self, step: RuleStep, node: Node) -> None:
        if step.condition:
            self._put(WorkedStep(step, "yes_no"), ask(cast(Condition, node), self._subject()))
        elif texts_of(node):
            self._put(WorkedStep(step, "text"), text_column(cast(Expression, node), self._subject()))
        else:
            found = amount(cast(Expression, node), self._subject())
            self._put(WorkedStep(step, "number", found), column_in(found, _unit(step)))

    def _put(self, worked: WorkedStep, column: Any) -> None:
        """The step as a column, so that a later step looks at that and does not work it out once more."""
        columns = {worked.column: column}
        for side, wholes in _sides(worked):
            columns |= {f"{worked.column}_{side}_rough": wholes.float, f"{worked.column}_{side}_size": wholes.size}
            if self.bounds is None:
                columns[f"{worked.column}_{side}"] = wholes.exact
        if self.doubts:
            columns[f"{_DOUBT}{worked.step.id}"] = any_of(self.doubts)
        self.doubts.clear()
        self.rows = self.rows.mutate(**columns)
        self.steps.append(worked)

    def _subject(self) -> Subject:
        above = self.rows.above_since <= self.month
        subject = entity_subject(self.programme, self.rows, above=above, named=self._named)
        texts = {one.step.id: self.rows[one.column] for one in self.steps if one.kind == "text"}
        flags = {one.step.id: self.rows[one.column] for one in self.steps if one.kind == "yes_no"}
        subject = replace(
            subject,
            columns={**subject.columns, **texts},
            above={**subject.above, **flags},
            gathered=self._gathered,
        )
        return subject if self.bounds is None else rough.rough_subject(subject, self.doubts)

    def _named(self, asked: Named) -> Quantity[Wholes]:
        if isinstance(asked, Parameter):
            if self.bounds is not None:
                return rough.parameter(self.programme, asked, self.month)
            return decimals.parameter(self.programme, asked, ibis.literal(self.month))
        name = asked.measure if isinstance(asked, MeasureValue) else asked.name
        before = next((one for one in self.steps if one.step.id == name), None)
        if before is not None:
            return self._held(before)
        unit = self.programme.vocabulary.measures[name].unit
        if self.bounds is not None:
            return rough.figure(self.rows[rough_column(name)], unit, self.bounds[name])
        return decimals.figure(self.rows[columns_of(self.measures)[name][0]], unit)

    def _gathered(self, call: Applied) -> Quantity[Wholes]:
        """What belongs to each row, out of its column."""
        assert self.linked is not None and isinstance(call, Linkage)  # noqa: S101 - others are refused
        column, unit = self.rows[self.linked.columns[call]], unit_of(self.programme, call)
        if self.bounds is None:
            return decimals.figure(column, unit)
        whole = (column.cast("float64") * decimals.PLACES).round(0).cast("float64")
        return rough.figure(whole, unit, self.linked.bounds[call])

    def _held(self, worked: WorkedStep) -> Quantity[Wholes]:
        """The number of a step out of its columns."""
        sides = {side: self._side(f"{worked.column}_{side}", wholes) for side, wholes in _sides(worked)}
        assert worked.exact is not None  # noqa: S101 - only numbers are asked for by name
        return replace(worked.exact, unit=_unit(worked.step), above=sides.get("above"), below=sides.get("below"))

    def _side(self, name: str, wholes: Wholes) -> Wholes:
        column, size = self.rows[f"{name}_rough"], self.rows[f"{name}_size"]
        if self.bounds is not None:
            return rough.held(column, size, wholes.bound)
        return Wholes(self.rows[name], column, size, wholes.bound)

    def _nodes(self) -> tuple[Node, ...]:
        scope = () if self.read.scope is None else (self.read.scope,)
        return (*scope, *(node for node in self.read.steps if node is not None))

    def _wanting_figures(self) -> Iterator[Any]:
        for name, (amount_column, estimated) in columns_of(self.measures).items():
            unknown = self.rows[amount_column].isnull()
            yield ibis.cases(
                (unknown & self.rows[estimated], f"estimated:{name}"),
                (unknown, f"missing:{name}"),
                else_=ibis.null("string"),
            )

    def _wanting_linked(self) -> Iterator[Any]:
        columns = {} if self.linked is None else self.linked.columns
        for name in dict.fromkeys(one.ledger for one in columns):
            tests = [self.rows[column].isnull() for one, column in columns.items() if one.ledger == name]
            yield any_of(tests).ifelse(f"linked:{name}", ibis.null("string"))

    def _wanting_attributes(self) -> Iterator[Any]:
        subject = self._subject()
        for name in sorted({name for node in self._nodes() for name in attributes_of(node)}):
            column = subject.columns.get(name)
            if column is not None and name not in self.read.words:
                yield column.isnull().ifelse(f"attribute:{name}", ibis.null("string"))
        lists = {part.list for node in self._nodes() for part in walk(node) if isinstance(part, InList)}
        if lists:
            yield subject.tags["list"].isnull().ifelse("attribute:list", ibis.null("string"))

    def _wanting_parameters(self) -> Iterator[Any]:
        subject, missing = self._subject(), dict[str, list[Any]]()
        for node in dict.fromkeys(part for each in self._nodes() for part in walk(each)):
            if isinstance(node, Parameter | Lookup):
                name = node.name if isinstance(node, Parameter) else node.parameter
                unit = self.programme.vocabulary.parameters[name]
                missing.setdefault(name, []).append(column_in(amount(node, subject), unit).isnull())
        for name, tests in missing.items():
            yield reduce(or_, tests).ifelse(f"parameter:{name}", ibis.null("string"))

    def _assumptions(self) -> Mapping[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        subject = self._subject()
        for node in dict.fromkeys(part for each in self._nodes() for part in walk(each)):
            if isinstance(node, Parameter) and self._unsure(node):
                found.setdefault(node.name, []).append(ibis.literal(True))
            elif isinstance(node, Lookup):
                for condition, parameter in node.branches(self.programme.vocabulary):
                    if self._unsure(parameter):
                        found.setdefault(parameter.name, []).append(ask(condition, subject))
        for name in self._assumed_of_others():
            found.setdefault(name, []).append(ibis.literal(True))
        return found

    def _assumed_of_others(self) -> Iterator[str]:
        """The unsure parameters in conditions about what belongs to the entities: they may have decided what counts."""
        for asked in () if self.linked is None else self.linked.columns:
            for part in () if asked.where is None else walk(asked.where):
                numbers = (
                    [one for _, one in part.branches(self.programme.vocabulary)] if isinstance(part, Lookup) else []
                )
                if isinstance(part, Parameter):
                    numbers.append(part)
                yield from (one.name for one in numbers if self._unsure(one))

    def _unsure(self, asked: Parameter) -> bool:
        row = number_or_none(self.programme, asked, last_day(self.month))
        return row is not None and row.source.confidence == UNSURE


def measures_asked(read: ReadEdition) -> tuple[str, ...]:
    """The measures that an edition asks for, in the order in which it does; steps are none."""
    steps = {step.id for step in read.edition.steps}
    nodes = (*(() if read.scope is None else (read.scope,)), *(node for node in read.steps if node is not None))
    return tuple(
        name for name in dict.fromkeys(one for node in nodes for one in ordered_measures(node)) if name not in steps
    )


def any_of(tests: Sequence[Any]) -> Any:
    """Whether one of some tests holds: never null."""
    return reduce(or_, [ibis.coalesce(test, ibis.literal(False)) for test in tests], ibis.literal(False))


def _joined(told: list[Any]) -> Any:
    """Texts as one, without those that are null."""
    return ibis.literal(";").join(told) if told else ibis.literal("")


def _unit(step: RuleStep) -> MeasureUnit:
    return MeasureUnit.parse(step.unit) if step.unit else NUMBER


def _sides(worked: WorkedStep) -> list[tuple[str, Wholes]]:
    """The columns of whole numbers that a number is a fraction of, as far as it has them."""
    sides = () if worked.exact is None else (("above", worked.exact.above), ("below", worked.exact.below))
    return [(side, wholes) for side, wholes in sides if wholes is not None]
