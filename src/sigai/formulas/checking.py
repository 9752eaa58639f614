"""Checks a formula against the vocabulary of a programme and derives the unit of its result.

Numbers of one dimension may have different units (万元 + 亿元). The result of a sum is in the unit of its left side;
whoever evaluates a formula multiplies each term, number and parameter by the `factor` of its unit and divides the
result by the factor of the unit it is shown in.
"""

from __future__ import annotations

from sigai.base.issues import Issues, Place, Severity, problem
from sigai.base.units import NUMBER, Unit
from sigai.formulas.checking_conditions import Subject, check_row, check_where
from sigai.formulas.coefficients import (
    check_coefficients,
    check_condition_coefficients,
    check_identity_coefficients,
)
from sigai.formulas.nodes import (
    RECORD_ATTRIBUTES,
    Arithmetic,
    AverageGrowth,
    Change,
    Compare,
    Condition,
    Entities,
    Expression,
    Growth,
    Mean,
    Negative,
    Number,
    Parameter,
    PointChange,
    Records,
    Reporting,
    RowTotal,
    Term,
    Total,
    Word,
)
from sigai.formulas.suggesting import nearest
from sigai.formulas.sums import UNKNOWN_MEASURE, Check, Side, combined_unit
from sigai.formulas.texts import formula_text, row_text
from sigai.formulas.vocabulary import LedgerType, MeasureType, ResultType, Vocabulary
from sigai.formulas.walking import measures_of

NOT_A_SHARE = problem(
    "E060",
    Severity.ERROR,
    zh="point_change 只能用于份额或比率，而 {text} 的单位是 {unit}",
    en="point_change is for shares and rates, but {text} is in {unit}",
    advice_zh="数量的变化用 change 或 growth",
    advice_en="use change or growth for quantities",
)
TIME_WITHIN_TIME = problem(
    "E061",
    Severity.ERROR,
    zh="{text} 在另一个增长或变化之内",
    en="{text} stands within another growth or change",
    advice_zh="growth、average_growth、change、point_change 不能互相嵌套",
    advice_en="growth, average_growth, change and point_change cannot be nested",
)
STOCK_OVER_TIME = problem(
    "E062",
    Severity.ERROR,
    zh="{name} 是时点数，不能按 over: {over} 累计",
    en="{name} is a stock as it stands at a date; it cannot be added up over: {over}",
    advice_zh="删去 over:，取时点上的数",
    advice_en="take out over: to have it as it stands",
)
SUM_OF_RATES = problem(
    "E063",
    Severity.WARNING,
    zh="{text} 把各主体的比率（%）相加，结果没有意义",
    en="{text} adds up rates (%) of entities, which means nothing",
    advice_zh="用两个总量相除，或明确写 mean(…)",
    advice_en="divide two totals, or say mean(…)",
)
UNKNOWN_LEDGER = problem(
    "E064",
    Severity.ERROR,
    zh="没有名为 {name} 的台账",
    en="there is no ledger called {name}",
    advice_zh="在 ledgers 中定义它，或改正名称{hint_zh}",
    advice_en="define it under ledgers or correct its name{hint_en}",
)
UNKNOWN_STATE = problem(
    "E065",
    Severity.ERROR,
    zh="台账 {ledger} 没有状态 {name}",
    en="the ledger {ledger} has no state {name}",
    advice_zh="改正状态名称{hint_zh}",
    advice_en="correct its name{hint_en}",
)
UNKNOWN_FIELD = problem(
    "E066",
    Severity.ERROR,
    zh="台账 {ledger} 没有字段 {name}",
    en="the ledger {ledger} has no field {name}",
    advice_zh="在该台账的 fields 中定义它，或改正名称{hint_zh}",
    advice_en="define it under the ledger's fields or correct its name{hint_en}",
)
NOT_A_NUMBER_FIELD = problem(
    "E067",
    Severity.ERROR,
    zh="台账 {ledger} 的字段 {name} 不是数值，不能求和",
    en="the field {name} of the ledger {ledger} is not a number and has no total",
    advice_zh="求不同取值的个数用 distinct({ledger}.{name}, …)",
    advice_en="distinct({ledger}.{name}, …) counts its different values",
)
WRONG_FAMILY = problem(
    "E068",
    Severity.ERROR,
    zh="{name} 是{is_zh}，不是{wanted_zh}",
    en="{name} is a {is_en}, not a {wanted_en}",
    advice_zh="指标项用 total、mean、reporting，台账用 count、distinct",
    advice_en="total, mean and reporting take measures; count and distinct take ledgers",
)
UNKNOWN_KIND = problem(
    "E069",
    Severity.ERROR,
    zh="没有 {name} 这种主体",
    en="there is no kind of entity called {name}",
    advice_zh="改正 kind: 的内容{hint_zh}",
    advice_en="correct kind:{hint_en}",
)
NO_MEASURE = problem(
    "E070",
    Severity.ERROR,
    zh="{text} 中没有指标项",
    en="{text} names no measure",
    advice_zh="至少写一个指标项，例如 waste_used / waste_made",
    advice_en="name at least one, such as waste_used / waste_made",
)
MIXED_SUBJECTS = problem(
    "E071",
    Severity.ERROR,
    zh="{text} 中的指标项由不同种类的主体填报：{kinds}",
    en="the measures in {text} are reported by different kinds of subject: {kinds}",
    advice_zh="每个主体的数只能由同一种主体的指标项组成",
    advice_en="a number of one entity can only be made of measures of one kind of subject",
)
NO_ENTITY = problem(
    "E072",
    Severity.ERROR,
    zh="台账 {ledger} 的记录不属于任何主体，没有 entity",
    en="the records of the ledger {ledger} are about no entity",
    advice_zh="用该台账的字段，或在台账中写明 subject",
    advice_en="use the ledger's fields, or give the ledger a subject",
)
NOT_A_RELATION = problem(
    "E073",
    Severity.ERROR,
    zh="勾稽关系应当是指标项之间数的比较",
    en="an identity must compare figures of measures",
    advice_zh="例如 waste_used <= waste_made",
    advice_en="for instance waste_used <= waste_made",
)

POINT = Unit.parse("个百分点")
_HOUSE = Unit.parse("家")
_ITEM = Unit.parse("个")


def check_formula(expression: Expression, vocabulary: Vocabulary, place: Place, issues: Issues) -> ResultType | None:
    """The type of a formula's result; None after adding everything that is wrong with it to `issues`."""
    before = len(issues.errors)
    check = Check(vocabulary, place, issues)
    unit = _Checker(check).unit(expression, within=False)
    check_coefficients(expression, check)
    return ResultType(unit) if unit is not None and len(issues.errors) == before else None


def check_condition(
    condition: Condition,
    vocabulary: Vocabulary,
    place: Place,
    issues: Issues,
    *,
    ledger: str | None = None,
    subject: str | None = None,
) -> None:
    """Add what is wrong with a condition about a record of `ledger`, or about an entity of the kind `subject`."""
    check = Check(vocabulary, place, issues)
    if ledger is None:
        check_where(condition, Subject(subject), check)
        check_condition_coefficients(condition, check)
        return
    record = _Checker(check).ledger(ledger)
    if record is not None:
        check_where(condition, Subject(record.subject, ledger, record), check)


def check_identity(identity: Compare, vocabulary: Vocabulary, place: Place, issues: Issues) -> None:
    """Add what is wrong with a relation between the figures of one subject: `waste_used <= waste_made`."""
    check = Check(vocabulary, place, issues)
    if isinstance(identity.left, Word) or isinstance(identity.right, Word) or not measures_of(identity):
        check.add(NOT_A_RELATION)
        return
    subject = _Checker(check).one_subject(measures_of(identity), formula="…")
    check_where(identity, Subject(subject), check)
    check_identity_coefficients(identity, check)


def convertible(result: ResultType, shown: Unit) -> float | None:
    """What the result is multiplied with to be shown in `shown`; None where it measures something else.

    A pure number shown in % gives 100. Percentage points are a dimension of their own.
    """
    return result.unit.factor_to(shown) if result.unit.same_dimension(shown) else None


def term_unit(term: Term, vocabulary: Vocabulary) -> Unit | None:
    """The unit in which one term of a checked formula is counted; None where the vocabulary does not know it."""
    result = check_formula(term, vocabulary, Place(), Issues())
    return None if result is None else result.unit


class _Checker:
    def __init__(self, check: Check) -> None:
        self._check = check
        self._vocabulary = check.vocabulary

    def unit(self, expression: Expression, *, within: bool) -> Unit | None:  # noqa: PLR0911 - one for each kind of node
        """The unit of an expression; `within` a growth or change no other may stand."""
        match expression:
            case Number(_, unit):
                return unit
            case Parameter(name):
                return self._check.parameter(name)
            case Negative(of):
                return self.unit(of, within=within)
            case Arithmetic(left, operator, right):
                sides = (Side(part, formula_text(part), self.unit(part, within=within)) for part in (left, right))
                return combined_unit(self._check, operator, *sides)
            case Growth() | AverageGrowth() | Change() | PointChange():
                return self._time(expression, within=within)
            case Total():
                return self._total(expression)
            case RowTotal():
                return self._row_total(expression)
            case Records():
                return self._records(expression)
            case Mean():
                return self._row(expression)
            case Entities() | Reporting():
                return self._subjects(expression)

    def ledger(self, name: str) -> LedgerType | None:
        """The type of a ledger."""
        found = self._vocabulary.ledgers.get(name)
        if found is None and name in self._vocabulary.measures:
            words = {"is_zh": "指标项", "wanted_zh": "台账", "is_en": "measure", "wanted_en": "ledger"}
            self._check.add(WRONG_FAMILY, name=name, **words)
        elif found is None:
            self._check.add(UNKNOWN_LEDGER, name=name, **nearest(name, self._vocabulary.ledgers))
        return found

    def measure(self, name: str) -> MeasureType | None:
        """The type of a measure."""
        found = self._vocabulary.measures.get(name)
        if found is None and name in self._vocabulary.ledgers:
            words = {"is_zh": "台账", "wanted_zh": "指标项", "is_en": "ledger", "wanted_en": "measure"}
            self._check.add(WRONG_FAMILY, name=name, **words)
        elif found is None:
            self._check.add(UNKNOWN_MEASURE, name=name, **nearest(name, self._vocabulary.measures))
        return found

    def one_subject(self, measures: frozenset[str], formula: str) -> str | None:
        """The kind of subject that reports all of these measures; an issue where there are several kinds."""
        known = {self._vocabulary.measures[name].subject for name in measures if name in self._vocabulary.measures}
        if len(known) > 1:
            self._check.add(MIXED_SUBJECTS, text=formula, kinds=", ".join(sorted(known)))
        return known.pop() if len(known) == 1 else None

    def _time(self, expression: Growth | AverageGrowth | Change | PointChange, *, within: bool) -> Unit | None:
        text = formula_text(expression)
        if within:
            self._check.add(TIME_WITHIN_TIME, text=text)
        unit = self.unit(expression.of, within=True)
        if not isinstance(expression, PointChange):
            return None if unit is None else NUMBER
        if unit is not None and not unit.dimensionless:
            self._check.add(NOT_A_SHARE, text=formula_text(expression.of), unit=unit)
        return POINT

    def _total(self, total: Total) -> Unit | None:
        measure = self.measure(total.measure)
        self._where(total.where, Subject(None if measure is None else measure.subject))
        if measure is None:
            return None
        if measure.accumulation == "stock" and total.over != "default":
            self._check.add(STOCK_OVER_TIME, name=total.measure, over=total.over)
        if measure.unit.dimensionless and measure.unit != NUMBER and measure.subject == "enterprise":
            self._check.add(SUM_OF_RATES, text=formula_text(total))
        return measure.unit

    def _row_total(self, total: RowTotal) -> Unit | None:
        known = [self._vocabulary.measures[name] for name in measures_of(total.of) & self._vocabulary.measures.keys()]
        if total.over != "default" and known and all(measure.accumulation == "stock" for measure in known):
            self._check.add(STOCK_OVER_TIME, name=row_text(total.of), over=total.over)
        unit = self._row(total)
        if unit is not None and unit.dimensionless and unit != NUMBER:
            self._check.add(SUM_OF_RATES, text=formula_text(total))
        return unit

    def _row(self, term: Mean | RowTotal) -> Unit | None:
        """The unit of a term over a number of each entity."""
        measures = measures_of(term.of)
        subject = Subject(self.one_subject(measures, formula_text(term)))
        if not measures:
            self._check.add(NO_MEASURE, text=formula_text(term))
        self._where(term.where, subject)
        return check_row(term.of, subject, self._check)

    def _subjects(self, term: Entities | Reporting) -> Unit | None:
        if isinstance(term, Reporting):
            measure = self.measure(term.measure)
            kind = None if measure is None else measure.subject
        else:
            kind = term.kind
            if kind not in self._vocabulary.kinds:
                self._check.add(UNKNOWN_KIND, name=kind, **nearest(kind, self._vocabulary.kinds))
        self._where(term.where, Subject(kind))
        return _HOUSE

    def _records(self, records: Records) -> Unit | None:
        ledger = self.ledger(records.ledger)
        if ledger is None:
            return None
        for state in records.states:
            if state not in ledger.states:
                self._check.add(UNKNOWN_STATE, ledger=records.ledger, name=state, **nearest(state, ledger.states))
        self._where(records.where, Subject(ledger.subject, records.ledger, ledger))
        if records.aggregate == "count":
            return ledger.counted_in
        return self._record_field(records, ledger)

    def _record_field(self, records: Records, ledger: LedgerType) -> Unit | None:
        name = records.field or ""
        field = ledger.fields.get(name)
        if field is None and name not in RECORD_ATTRIBUTES:
            known = (*ledger.fields, *RECORD_ATTRIBUTES)
            self._check.add(UNKNOWN_FIELD, ledger=records.ledger, name=name, **nearest(name, known))
            return None
        if field is None and name == "entity" and ledger.subject == "none":
            self._check.add(NO_ENTITY, ledger=records.ledger)
        if records.aggregate == "distinct":
            return _HOUSE if name == "entity" else _ITEM
        if field is None or field.type != "number":
            self._check.add(NOT_A_NUMBER_FIELD, ledger=records.ledger, name=name)
            return None
        return field.unit

    def _where(self, where: Condition | None, subject: Subject) -> None:
        if where is not None:
            check_where(where, subject, self._check)
