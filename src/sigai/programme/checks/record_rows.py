"""Tables inside records and computed fields hold together: names that are there and free, formulas that can be had."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.base.issues import Issue, Issues, Severity, problem
from sigai.base.units import MeasureUnit
from sigai.formulas import check_value, convertible, terms_of, walk
from sigai.formulas.checking_conditions import UNKNOWN_CHOICE
from sigai.formulas.nodes import Attribute, Linkage, RecordTerm
from sigai.formulas.suggesting import nearest
from sigai.programme.checks.ledgers import NO_CHOICES, UNKNOWN_FIELD, UNKNOWN_STATE
from sigai.programme.checks.uniqueness import repeated
from sigai.programme.filling import CREATION
from sigai.programme.ledgers import ComputedField, Ledger, RecordRows
from sigai.programme.opened import opened
from sigai.programme.programme import Programme

TAKEN_NAME = problem(
    "P090",
    Severity.ERROR,
    zh="台账“{ledger}”的表“{table}”的列“{column}”与记录的字段、表或计算字段重名，或以 row_ 开头",
    en="the column “{column}” of the table “{table}” of ledger “{ledger}” is called like a field, table or computed "
    "field of the record, or begins with row_",
    advice_zh="改用别的编号：行的条件里两者并用，不能重名",
    advice_en="give it another id: conditions of rows ask for both by name",
)
NOT_WITHIN_ROWS = problem(
    "P091",
    Severity.ERROR,
    zh="台账“{ledger}”的表“{table}”的列“{column}”不能写 fill.from、fill.until",
    en="the column “{column}” of the table “{table}” of ledger “{ledger}” cannot say fill.from or fill.until",
    advice_zh="列只写 fill.by；从何时到何时写在表上",
    advice_en="columns say fill.by only; from when until when says the table",
)
NO_DAY = problem(
    "P092",
    Severity.ERROR,
    zh="台账“{ledger}”的表“{table}”以列“{column}”为准，它却不是必填的日期或时期",
    en="the table “{table}” of ledger “{ledger}” goes by the column “{column}”, which is no required date or period",
    advice_zh="dated 写 type: date 或 period 且 required: true 的列",
    advice_en="dated names a column of type date or period that is required",
)
ROWS_TOO_EARLY = problem(
    "P093",
    Severity.ERROR,
    zh="台账“{ledger}”登记记录的环节“{step}”必填表“{table}”，登记时还没有行",
    en="transition “{step}” of ledger “{ledger}” enters records and requires rows of “{table}”, which come afterwards",
    advice_zh="把它写在后面的环节的 requires 中",
    advice_en="require them at a later transition",
)
COMPUTED_UNIT = problem(
    "P094",
    Severity.ERROR,
    zh="台账“{ledger}”的计算字段“{field}”得出“{derived}”，与所写单位“{unit}”量纲不同",
    en="the computed field “{field}” of ledger “{ledger}” gives “{derived}”, which is not of the dimension of its unit "
    "“{unit}”",
    advice_zh="改正公式或单位",
    advice_en="correct the formula or the unit",
)
FOLLOWS_ITSELF = problem(
    "P095",
    Severity.ERROR,
    zh="台账“{ledger}”的计算字段“{field}”由自己算出",
    en="the computed field “{field}” of ledger “{ledger}” follows from itself",
    advice_zh="改正公式",
    advice_en="correct the formula",
)
NOT_IN_AREAS = problem(
    "P096",
    Severity.ERROR,
    zh="指标 {indicator} 用到台账“{ledger}”的计算字段“{field}”，它{why}，指标里还不能这样数",
    en="indicator {indicator} asks for the computed field “{field}” of ledger “{ledger}”, which {why_en}: indicators "
    "cannot count that yet",
    advice_zh="在指标里直接写出它所依据的内容",
    advice_en="write into the indicator what it follows from",
)


_WHY_NOT = (
    ("给出文字", "gives a text"),
    ("随参数逐月而变", "changes with parameters"),
    ("问关联的记录", "asks for linked records"),
)
"""Why an indicator cannot ask for a computed field."""


def rows_and_computed(programme: Programme) -> Iterator[Issue]:
    """Tables inside records and computed fields, in themselves and as indicators ask for them."""
    for ledger in programme.ledgers:
        yield from repeated(f"rows of {ledger.id}", (*ledger.fields, *ledger.rows, *ledger.computed))
        for rows in ledger.rows:
            yield from _table(ledger, rows)
        for step in ledger.transitions:
            for name in step.requires if CREATION in step.origins else ():
                if ledger.rows_of(name) is not None:
                    place = step.place_of("requires")
                    yield ROWS_TOO_EARLY.at(place, ledger=ledger.id, step=step.id, table=name)
        for computed in ledger.computed:
            yield from _computed(programme, ledger, computed)
    yield from _counted(programme)


def _table(ledger: Ledger, rows: RecordRows) -> Iterator[Issue]:
    names = {"ledger": ledger.id, "table": rows.id}
    yield from repeated(f"columns of {ledger.id}.{rows.id}", rows.columns)
    others = {field.id for field in ledger.fields} | {each.id for each in ledger.rows}
    others |= {computed.id for computed in ledger.computed}
    for column in rows.columns:
        if column.id in others or column.id.startswith("row_"):
            yield TAKEN_NAME.at(column.place, column=column.id, **names)
        if column.fill.since is not None or column.fill.until is not None:
            yield NOT_WITHIN_ROWS.at(column.place_of("fill"), column=column.id, **names)
        if column.kind in ("choice", "choices") and not column.choices:
            yield NO_CHOICES.at(column.place, ledger=f"{ledger.id}.{rows.id}", field=column.id)
    for name in rows.once:
        if rows.column(name) is None:
            yield UNKNOWN_FIELD.at(rows.place_of("once"), ledger=f"{ledger.id}.{rows.id}", field=name)
    if rows.dated is not None:
        column_by = rows.column(rows.dated)
        if column_by is None or column_by.kind not in ("date", "period") or not column_by.required:
            yield NO_DAY.at(rows.place_of("dated"), column=rows.dated, **names)
    states = [state.id for state in ledger.states]
    if rows.sealed is not None and rows.sealed not in states:
        yield UNKNOWN_STATE.at(rows.place_of("sealed"), ledger=ledger.id, state=rows.sealed, known=", ".join(states))


def _computed(programme: Programme, ledger: Ledger, computed: ComputedField) -> Iterator[Issue]:
    formula, place = programme.parsed.computed(computed), computed.place_of("formula")
    if formula is None:
        return
    issues = Issues()
    names = {"ledger": ledger.id, "field": computed.id}
    ahead = opened(formula, ledger, programme.parsed)
    if any(isinstance(part, Attribute) and part.name == computed.id for part in ahead):
        yield FOLLOWS_ITSELF.at(place, **names)
        return
    result = check_value(formula, programme.vocabulary, place, issues, ledger=ledger.id)
    yield from issues
    try:
        unit = MeasureUnit.parse(computed.unit)
    except ValueError:
        return
    if result is None:
        return
    known = [choice.id for choice in computed.choices]
    if result.texts and not known:
        yield NO_CHOICES.at(computed.place, **names)
    elif bool(result.texts) is not bool(known) or (known and computed.unit) or convertible(result, unit) is None:
        derived = ", ".join(result.texts) or result.unit.symbol or "1"
        yield COMPUTED_UNIT.at(place, derived=derived, unit=computed.unit or ", ".join(known), **names)
    for word in result.texts if known else ():
        if word not in known:
            yield UNKNOWN_CHOICE.at(place, name=computed.id, word=word, **nearest(word, known))


def _counted(programme: Programme) -> Iterator[Issue]:
    """Indicators ask for no computed field over links; and add up none whose parameters change from month to month."""
    for indicator in programme.indicators:
        formula = programme.parsed.formula(indicator)
        for term in terms_of(formula) if formula is not None else ():
            ledger = programme.book_by_id.get(term.ledger) if isinstance(term, RecordTerm) else None
            if not isinstance(term, RecordTerm) or ledger is None:
                continue
            asked = {part.name for part in (walk(term.where) if term.where else ()) if isinstance(part, Attribute)}
            for computed in ledger.computed:
                counted = programme.parsed.computed(computed)
                if counted is None or computed.id not in {*asked, term.field}:
                    continue
                parts = list(opened(counted, ledger, programme.parsed))
                changing = term.field == computed.id and any(getattr(part, "parameters", ()) for part in parts)
                linking = any(isinstance(part, Linkage) for part in parts)
                reasons = zip(_WHY_NOT, (computed.choices, changing, linking), strict=True)
                why = next((words for words, so in reasons if so), None)
                if why is not None:
                    facts = {"indicator": indicator.id, "ledger": ledger.id, "field": computed.id}
                    yield NOT_IN_AREAS.at(indicator.place_of("formula"), **facts, why=why[0], why_en=why[1])
