"""The tables that stages exchange, as Arrow schemas. A change of one is a new version of the contracts.

Months are month indices (`year * 12 + month - 1`, see `sigai.base.periods`). Numbers of values are decimals with four
digits after the point, in the measure's own unit, so that sums do not depend on the order of rows.
"""

from __future__ import annotations

import pyarrow as pa

VERSION = 3

AMOUNT = pa.decimal128(18, 4)


def _table(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


ENTITIES = _table(
    id=pa.string(),
    name=pa.string(),
    kind=pa.string(),
    area=pa.string(),
    park=pa.string(),
    industry=pa.string(),
    above_scale_since=pa.int32(),
    active_from=pa.int32(),
    active_until=pa.int32(),
    tags=pa.list_(pa.string()),
    file=pa.string(),
    row=pa.int64(),
)
"""Whom figures are about. `industry` is a code of GB/T 4754-2017 such as `C3240`; `above_scale_since`, `active_from`
and `active_until` are month indices; `tags` are free marks that conditions may ask for.

A column is a fact without a beginning: it holds until the first dated fact of its kind (FACTS) begins. Of a tag that
has dated facts only they tell."""

FACTS = _table(
    entity=pa.string(),
    fact=pa.string(),
    value=pa.string(),
    since=pa.int32(),
    until=pa.int32(),
    file=pa.string(),
    row=pa.int64(),
)
"""What was so of an entity from the month `since` to the month `until`, both included; null: without a beginning or an
end. `fact` is one of ONE_AT_A_TIME or SEVERAL, or an attribute that the programme gives a kind of entities. `value` is
a text, `yes` or `no` for `above_scale` and `closed`; of an attribute of yes or no `true` or `false`."""

ONE_AT_A_TIME = ("name", "area", "park", "industry", "grade", "above_scale", "closed", "parent")
"""Facts of which one holds at a time, as of an attribute: that which began last. `parent` is the id of the entity that
one belongs to."""

SEVERAL = ("tag", "list")
"""Facts of which several hold side by side: tags and titles, membership of lists."""

VALUES = _table(
    entity=pa.string(),
    measure=pa.string(),
    month=pa.int32(),
    period=pa.string(),
    value=AMOUNT,
    revision=pa.int64(),
    corrected=pa.bool_(),
    state=pa.string(),
    source=pa.string(),
    reporter=pa.string(),
    reported_at=pa.timestamp("us"),
    given_value=pa.string(),
    given_unit=pa.string(),
    file=pa.string(),
    row=pa.int64(),
)
"""One figure: `month` is the last month of its `period`; `value` in the measure's unit; `state` is `reported`,
`provisional`, `accepted` or `revised`; `file` and `row` say where it was read. `revision` orders the figures given for
one entity, measure and period and is no count: a store numbers all its figures in one row. `corrected` says that
another value stood before this one, or that whoever gave it marked it `revised`. `given_value` and `given_unit` are
what was written, where that is not simply `value` in the measure's unit, and null elsewhere. Columns of texts may be
dictionary-encoded."""

VALUE_HISTORY = VALUES.append(pa.field("current", pa.bool_()))
"""Every revision; `current` marks the one that counts. A store's history has revisions without a `value`, of the state
`withdrawn`: where that is the last one, the figure is taken back and none counts."""

RECORDS = _table(
    ledger=pa.string(),
    id=pa.string(),
    name=pa.string(),
    entity=pa.string(),
    area=pa.string(),
    state=pa.string(),
    state_since=pa.date32(),
    fields=pa.string(),
    reporter=pa.string(),
    file=pa.string(),
    row=pa.int64(),
)
"""One record as it stands; `fields` is a JSON object of its own fields, by their ids. A table inside it is a list of
rows there, each with its number (`no`), its cells (`values`), who wrote it (`by`, `at`, `edition`), and why it was
corrected (`reason`) or `struck`."""

ROW_MARK = " ¶"
"""Stands between the id of a record and the number of a row inside it, where rows are counted like records."""

RECORD_STATES = _table(
    ledger=pa.string(),
    id=pa.string(),
    state=pa.string(),
    since=pa.int32(),
    until=pa.int32(),
)
"""The life of every record: it stood in a state from the month `since` on; `until` is the month in which it left it (no
longer counted there at that month's end), null while it still stands in it."""

CLOSED_MONTHS = _table(month=pa.int32(), closed_at=pa.timestamp("us"), revision=pa.int64())
"""The months that the office closed, with when (null where that is not said) and, from a store that numbers its figures
as they are accepted, the last `revision` that counted then (null elsewhere). A figure that came later is late: one of a
later revision or, where there is none to compare with, one reported after the closing."""

ESTIMATES = _table(
    entity=pa.string(),
    measure=pa.string(),
    month=pa.int32(),
    period=pa.string(),
    value=AMOUNT,
    part=pa.float64(),
    deviation=pa.float64(),
    weight=pa.float64(),
    last_period=pa.string(),
    basis=pa.string(),
    respondents=pa.int32(),
)
"""Figures that are owed and were not given, as estimated: `value` in the form of its measure (since January for a
year-to-date one), of which `part` is estimated; `deviation` is one standard deviation of it. `weight` is the entity's
last known amount, `last_period` the last figure that the estimate rests on. `basis`: `movement` (of `respondents`
others that gave), `own_history`, `other_figure` (of the same entity and month), `size_of_others` (no history)."""

ESTIMATE_DRAWS = _table(entity=pa.string(), measure=pa.string(), month=pa.int32(), deltas=pa.list_(pa.float64()))
"""How estimates may differ from their values: the same place in `deltas` is one joint drawing over all entities,
measures and months."""

WEIGHTS = _table(entity=pa.string(), measure=pa.string(), month=pa.int32(), weight=pa.float64())
"""Last known amounts of those that gave a figure, for every measure and month of which somebody's is estimated."""

INDICATOR_RESULTS = _table(
    indicator=pa.string(),
    area=pa.string(),
    industry=pa.string(),
    month=pa.int32(),
    period=pa.string(),
    value=pa.float64(),
    unit=pa.string(),
    reported=pa.int64(),
    owing=pa.int64(),
    coverage=pa.float64(),
    coverage_weight=pa.float64(),
    reported_value=pa.float64(),
    like_for_like=pa.float64(),
    estimated=pa.int64(),
    spread_down=pa.float64(),
    spread_up=pa.float64(),
    slope=pa.float64(),
    provisional=pa.bool_(),
    revised=pa.bool_(),
)
"""`industry` is null for all industries. `value` rests on what was reported and, of those who owe and did not report,
estimated. `reported` of `owing` subjects gave the figures under it (the worst covered term of the formula), and
`coverage_weight` is their share of the last known amounts; all four are null for a count of records. `reported_value`
is the number on what was reported alone: a sum for a total, like for like for everything that compares. `estimated`
figures are under it; `spread_down`, `spread_up` are standard deviations of the result below and above it for that
reason, null where nothing is estimated; `slope` is how much it would move if all the estimates were a tenth larger."""

INDICATOR_EFFECTS = _table(
    indicator=pa.string(), area=pa.string(), month=pa.int32(), entity=pa.string(), effect=pa.float64()
)
"""How much a result would move if the missing figures of one entity were one of its standard deviations larger."""

INDICATOR_TERMS = _table(
    indicator=pa.string(),
    number=pa.int32(),
    term=pa.string(),
    area=pa.string(),
    industry=pa.string(),
    month=pa.int32(),
    at=pa.int32(),
    value=pa.float64(),
    unit=pa.string(),
    reported_value=pa.float64(),
    estimated=pa.int64(),
    reported=pa.int64(),
    owing=pa.int64(),
    coverage_weight=pa.float64(),
    provisional=pa.bool_(),
    revised=pa.bool_(),
)
"""What an indicator's number was made from: each term of its formula, by its text, in its own unit. `month` is the
result's, `at` the month at which the term was taken (a year earlier for growth). `reported_value` is the term's number
on what was reported alone; `estimated` figures are in `value` beside it."""

PROGRESS = _table(
    target=pa.string(),
    track=pa.string(),
    indicator=pa.string(),
    area=pa.string(),
    as_of=pa.string(),
    period_end=pa.string(),
    current=pa.bool_(),
    main=pa.bool_(),
    comparator=pa.string(),
    goal=pa.float64(),
    unit=pa.string(),
    baseline=pa.float64(),
    actual=pa.float64(),
    actual_period=pa.string(),
    reported=pa.float64(),
    estimated_low=pa.float64(),
    estimated_high=pa.float64(),
    like_for_like=pa.float64(),
    expected=pa.float64(),
    pace=pa.float64(),
    status=pa.string(),
    reason=pa.string(),
    verdict=pa.string(),
    needed_rate=pa.float64(),
    forecast_mean=pa.float64(),
    forecast_low=pa.float64(),
    forecast_high=pa.float64(),
    probability=pa.float64(),
    coverage=pa.float64(),
    coverage_weight=pa.float64(),
    provisional=pa.bool_(),
    settled=pa.string(),
    tipping_point=pa.float64(),
    open_status=pa.string(),
    open_period=pa.string(),
    open_actual=pa.float64(),
    open_reported=pa.float64(),
    open_low=pa.float64(),
    open_high=pa.float64(),
    open_coverage=pa.float64(),
    open_coverage_weight=pa.float64(),
)
"""One row per target, track, step (`period_end`), area and month (`as_of`). `current` marks the step that the month
works towards, `main` the target's main track. `goal` is the step's number. `needed_rate` is what must still be gained
a month. `reason` is a short code that the documentation explains. `status` is the pace; `verdict` says whether the
step will be met when it is due. Forecast columns are null where none is made; yes-or-no steps have only `probability`.

What stands is of the month `settled`: the latest whose status no missing figure can change; `status` to `provisional`
are of it. Where that is an earlier month, `open_…` say what the month itself shows so far.
`tipping_point` is how far all that is estimated would have to differ to change the status (-0.12: 12 % less)."""

VERDICTS = ("achieved", "likely", "doubtful", "unlikely", "missed", "unclear")
STATUSES = ("achieved", "on_track", "at_risk", "behind", "missed", "not_due", "no_data")

RULE_OUTCOMES = _table(
    rule=pa.string(),
    entity=pa.string(),
    month=pa.int32(),
    edition=pa.date32(),
    state=pa.string(),
    number=pa.float64(),
    text=pa.string(),
    because=pa.string(),
    assumed=pa.string(),
)
"""What a rule makes of every entity that it is about: of the figures up to `month`, by the edition that began on the
day `edition`. `state`: `decided`, `advised` (it rests on assumptions, which `assumed` names) or `undecided` (`because`
of what is not there). The result is a `number` in the unit of the rule's last step or a `text` (`yes` and `no` of a
condition); an undecided one has none.

`because` holds `missing:` and `estimated:` with a measure, `attribute:` and `parameter:` with their names, or `step:`
with the step that gives nothing though all that it asks for is there; `assumed` the names of parameters. Several are
parted by `;`.
"""
