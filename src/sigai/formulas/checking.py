"""Checks a formula against the vocabulary of a programme and derives the unit of its result.

Numbers of one dimension may have different units (万元 + 亿元). The result of a sum is in the unit of its left side;
whoever evaluates a formula multiplies each term, number and parameter by the `factor` of its unit and divides the
result by the factor of the unit it is shown in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sigai.base.issues import InternalError, Issues, Place, Problem, Severity, problem
from sigai.base.units import NUMBER, MeasureUnit
from sigai.formulas.checking_conditions import attribute_unit, check_where, check_who, measure_unit
from sigai.formulas.checking_parameters import check_parameter
from sigai.formulas.coefficients import (
    check_coefficients,
    check_entity_coefficients,
    check_identity_coefficients,
)
from sigai.formulas.function import Applied, FormulaTerm, RecordTerm, texts_of
from sigai.formulas.functions.figure import OwnFigure
from sigai.formulas.functions.linkages import ONLY_IN_STEPS, Linkage
from sigai.formulas.suggesting import nearest
from sigai.formulas.sums import UNKNOWN_MEASURE, UNLIKE_SUM, Check, Side, combined_unit, common_unit
from sigai.formulas.syntax import (
    Arithmetic,
    Attribute,
    Compare,
    Condition,
    Expression,
    InList,
    MeasureValue,
    Negative,
    Number,
    Parameter,
    Word,
)
from sigai.formulas.texts import formula_text
from sigai.formulas.vocabulary import LedgerType, MeasureType, ResultType, Subject, Vocabulary
from sigai.formulas.walking import measures_of, terms_of, walk

TIME_WITHIN_TIME = problem(
    "E061",
    Severity.ERROR,
    zh="{text} 在另一个增长或变化之内",
    en="{text} stands within another growth or change",
    advice_zh="growth、average_growth、change、point_change 不能互相嵌套",
    advice_en="growth, average_growth, change and point_change cannot be nested",
)
UNKNOWN_LEDGER = problem(
    "E064",
    Severity.ERROR,
    zh="没有名为 {name} 的台账",
    en="there is no ledger called {name}",
    advice_zh="在 ledgers 中定义它，或改正名称{hint_zh}",
    advice_en="define it under ledgers or correct its name{hint_en}",
)
WRONG_FAMILY = problem(
    "E068",
    Severity.ERROR,
    zh="{name} 是{is_zh}，不是{wanted_zh}",
    en="{name} is a {is_en}, not a {wanted_en}",
    advice_zh="指标项用 total、mean、reporting，台账用 count、distinct",
    advice_en="total, mean and reporting take measures; count and distinct take ledgers",
)
MIXED_SUBJECTS = problem(
    "E071",
    Severity.ERROR,
    zh="{text} 中的指标项由不同种类的主体填报：{kinds}",
    en="the measures in {text} are reported by different kinds of subject: {kinds}",
    advice_zh="每个主体的数只能由同一种主体的指标项组成",
    advice_en="a number of one entity can only be made of measures of one kind of subject",
)
TEXT_AS_NUMBER = problem(
    "E102",
    Severity.ERROR,
    zh="{text} 的结果是文字，此处应当是数",
    en="{text} gives a text where a number is meant",
    advice_zh="指标和运算要数；文字只能与文字比较，或作参数的键",
    advice_en="indicators and arithmetic take numbers; compare the text, or give it for the key of a parameter",
)
LIST_IN_STEP = problem(
    "E105",
    Severity.ERROR,
    zh="这里不能问名单 {list}：关于记录，只有台账环节的条件能问",
    en="the list {list} cannot be asked for here: about records, only the condition of a step can",
    advice_zh="写在环节的 condition 里；这里改用标签或台账的字段",
    advice_en="write it into the condition of a step; here use a tag of the entity or a field of the ledger",
)
NOT_A_RELATION = problem(
    "E073",
    Severity.ERROR,
    zh="勾稽关系应当是指标项之间数的比较",
    en="an identity must compare figures of measures",
    advice_zh="例如 waste_used <= waste_made",
    advice_en="for instance waste_used <= waste_made",
)


def check_formula(expression: Expression, vocabulary: Vocabulary, place: Place, issues: Issues) -> ResultType | None:
    """The type of a formula's result; None after adding everything that is wrong with it to `issues`."""
    before = len(issues.errors)
    check = Check(vocabulary, place, issues)
    unit = FormulaChecker(check).unit(expression)
    check_coefficients(expression, check)
    for term in terms_of(expression):
        for part in walk(term.where) if isinstance(term, RecordTerm) and term.where is not None else ():
            if isinstance(part, Linkage | OwnFigure):
                check.add(ONLY_IN_STEPS, name=part.name)
    return ResultType(unit) if unit is not None and len(issues.errors) == before else None


def check_value(
    expression: Expression,
    vocabulary: Vocabulary,
    place: Place,
    issues: Issues,
    *,
    ledger: str | None = None,
    subject: str | None = None,
) -> ResultType | None:
    """The type of a number or text about a record of `ledger`, or about an entity of the kind `subject`; None after
    adding everything that is wrong with it."""
    before, checker = len(issues.errors), FormulaChecker(Check(vocabulary, place, issues))
    about = Subject(subject, in_rule=True)
    if ledger is not None:
        record = checker.ledger(ledger)
        if record is None:
            return None
        about = Subject(record.subject, ledger, record)
    unit = replace(checker, subject=about).value(expression)
    if ledger is not None:
        _no_steps_at_hand([expression], checker.check)
    else:
        check_entity_coefficients(expression, checker.check)
    return ResultType(unit, texts_of(expression)) if unit is not None and len(issues.errors) == before else None


def check_condition(
    condition: Condition,
    vocabulary: Vocabulary,
    place: Place,
    issues: Issues,
    *,
    ledger: str | None = None,
    subject: str | None = None,
    step: bool = False,
) -> None:
    """Add what is wrong with a condition about a record of `ledger` (when it makes a `step`: then it may ask for lists
    and figures of the entity), or with one about an entity of the kind `subject`."""
    check = Check(vocabulary, place, issues)
    if ledger is None:
        FormulaChecker(check).where(condition, Subject(subject, in_rule=subject is not None))
        check_entity_coefficients(condition, check)
        return
    record = FormulaChecker(check).ledger(ledger)
    if record is not None:
        FormulaChecker(check).where(condition, Subject(record.subject, ledger, record))
        wheres = [part.where for part in walk(condition) if isinstance(part, Linkage) and part.where is not None]
        _no_steps_at_hand(wheres if step else [condition, *wheres], check)


def _no_steps_at_hand(nodes: Iterable[Condition | Expression], check: Check) -> None:
    """Refuse what is asked of an entity's lists and figures where no step is made that they are looked up for."""
    for part in (part for node in nodes for part in walk(node)):
        if isinstance(part, InList):
            check.add(LIST_IN_STEP, list=part.list)
        elif isinstance(part, OwnFigure):
            check.add(ONLY_IN_STEPS, name=part.name)


def check_identity(identity: Compare, vocabulary: Vocabulary, place: Place, issues: Issues) -> None:
    """Add what is wrong with a relation between the figures of one subject: `waste_used <= waste_made`."""
    check = Check(vocabulary, place, issues)
    if isinstance(identity.left, Word) or isinstance(identity.right, Word) or not measures_of(identity):
        check.add(NOT_A_RELATION)
        return
    subject = FormulaChecker(check).one_subject(identity, "…")
    FormulaChecker(check).where(identity, Subject(subject))
    check_identity_coefficients(identity, check)


def convertible(result: ResultType, shown: MeasureUnit) -> float | None:
    """What the result is multiplied with to be shown in `shown`; None where it measures something else.

    A pure number shown in % gives 100. Percentage points are a dimension of their own.
    """
    return result.unit.factor_to(shown) if result.unit.same_dimension(shown) else None


def term_unit(term: FormulaTerm, vocabulary: Vocabulary) -> MeasureUnit | None:
    """The unit in which one term of a checked formula is counted; None where the vocabulary does not know it."""
    return FormulaChecker(Check(vocabulary, Place(), Issues())).unit(term)


@dataclass(frozen=True, slots=True)
class FormulaChecker:
    """Checks what is about one `subject`, or about an area (None); `within` a growth or change no other may stand."""

    check: Check
    subject: Subject | None = None
    within: bool = False

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the programme, with their types."""
        return self.check.vocabulary

    def add(self, kind: Problem, /, **facts: object) -> None:
        """Add an issue at the place of the text."""
        self.check.add(kind, **facts)

    def text(self, expression: Expression) -> str:
        """The canonical text of a part, for messages."""
        return formula_text(expression)

    def unit(self, expression: Expression) -> MeasureUnit | None:  # noqa: PLR0911 - one for each kind of node
        """The unit of a number; None after adding what is wrong with it."""
        match expression:
            case Number(_, unit):
                return unit
            case Parameter(name, place, on):
                return self.parameter(name, place, Word(on) if on else None)
            case Negative(of):
                return self.unit(of)
            case Arithmetic(left, operator, right):
                return combined_unit(self.check, operator, *map(self._side, (left, right)))
            case Applied() | Word() if texts_of(expression):
                if self.value(expression) is not None:
                    self.add(TEXT_AS_NUMBER, text=formula_text(expression))
                return None
            case Applied():
                return expression.unit(self)
            case MeasureValue(name) if self.subject is not None:
                return measure_unit(name, self.subject, self.check)
            case Attribute() if self.subject is not None:
                return attribute_unit(expression, self.subject, self.check)
        raise InternalError(f"no unit for {expression!r}")

    def value(self, expression: Expression) -> MeasureUnit | None:
        """The unit of what may be a text, which has none; None after an issue."""
        if isinstance(expression, Applied) and expression.texts:
            return expression.unit(self)
        return NUMBER if isinstance(expression, Word) else self.unit(expression)

    def parameter(
        self, name: str, given: tuple[tuple[str, Expression], ...], on: Expression | None
    ) -> MeasureUnit | None:
        """The unit of a parameter for what is given for its keys, on a day; None after an issue."""
        return check_parameter(name, given, on, self)

    def earlier(self, of: Expression, within: Expression) -> MeasureUnit | None:
        """The unit of a part of `within` taken at an earlier month; an issue where that already is such a part."""
        if self.within:
            self.add(TIME_WITHIN_TIME, text=formula_text(within))
        return replace(self, within=True).unit(of)

    def like(self, name: str, parts: Iterable[Expression]) -> MeasureUnit | None:
        """The common unit of the parts of the function `name`; an issue for each that measures something else."""
        first, *others = map(self._side, parts)
        for other in others:
            unit = common_unit(self.check, UNLIKE_SUM, name, first, other)
            first = Side(first.node if unit == first.unit else other.node, first.text, unit)
        return first.unit

    def condition(self, condition: Condition) -> None:
        """Add everything that is wrong with a condition about the same as this."""
        check_where(condition, self)

    def where(self, condition: Condition | None, subject: Subject) -> None:
        """Add everything that is wrong with a condition about a subject; nothing where there is none."""
        if condition is not None:
            check_where(condition, replace(self, subject=subject))
            if subject.ledger is None:  # a step of a record may well wait for a parameter alone
                check_who(condition, self.check)

    def row(self, expression: Expression, subject: Subject) -> MeasureUnit | None:
        """The unit of a number about one subject; None after an issue."""
        return replace(self, subject=subject).unit(expression)

    def one_subject(self, node: Expression | Condition, text: str) -> str | None:
        """The kind that reports all measures of a node; None where there is none or, with an issue, several kinds."""
        known = {self.vocabulary.measures[name].subject for name in measures_of(node) & self.vocabulary.measures.keys()}
        if len(known) > 1:
            self.add(MIXED_SUBJECTS, text=text, kinds=", ".join(sorted(known)))
        return known.pop() if len(known) == 1 else None

    def ledger(self, name: str) -> LedgerType | None:
        """The type of a ledger; None after an issue where there is no such ledger."""
        found = self.vocabulary.ledgers.get(name)
        if found is None and name in self.vocabulary.measures:
            words = {"is_zh": "指标项", "wanted_zh": "台账", "is_en": "measure", "wanted_en": "ledger"}
            self.add(WRONG_FAMILY, name=name, **words)
        elif found is None:
            self.add(UNKNOWN_LEDGER, name=name, **nearest(name, self.vocabulary.ledgers))
        return found

    def measure(self, name: str) -> MeasureType | None:
        """The type of a measure; None after an issue where there is no such measure."""
        found = self.vocabulary.measures.get(name)
        if found is None and name in self.vocabulary.ledgers:
            words = {"is_zh": "台账", "wanted_zh": "指标项", "is_en": "ledger", "wanted_en": "measure"}
            self.add(WRONG_FAMILY, name=name, **words)
        elif found is None:
            self.add(UNKNOWN_MEASURE, name=name, **nearest(name, self.vocabulary.measures))
        return found

    def _side(self, part: Expression) -> Side:
        return Side(part, formula_text(part), self.unit(part))
