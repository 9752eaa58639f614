"""The invented ledger and programme of `evaluation/test_one_meaning`: every kind of condition asks something of it."""

from __future__ import annotations

from typing import Any

from helpers_indicators import CITY, NORTH, entity, programme, text
from sigai.programme.common import Reference
from sigai.programme.ledgers import Choice, ComputedField, Ledger, LedgerField, RecordRows, State
from sigai.programme.organisation import Area
from sigai.programme.parameters import DatedNumber, Parameter, ParameterKey

AT = "2022-03"
WORKS = Ledger(
    id="works",
    name=text("works"),
    counted_in="项",
    fields=(
        LedgerField(id="grant", name=text("grant"), type="number", unit="万元"),
        LedgerField(id="spent", name=text("spent"), type="number", unit="亿元"),
        LedgerField(id="land", name=text("land"), type="number", unit="亩"),
        LedgerField(id="site", name=text("site"), type="number", unit="m2"),
        LedgerField(
            id="title",
            name=text("title"),
            type="choice",
            choices=(Choice(id="green", name=text("green")), Choice(id="smart", name=text("smart"))),
        ),
        LedgerField(id="remark", name=text("remark"), type="text"),
        LedgerField(id="name", name=text("own name"), type="text"),
        LedgerField(id="national", name=text("national"), type="yes_no"),
        LedgerField(id="due", name=text("due"), type="date"),
        LedgerField(id="done", name=text("done"), type="date"),
        LedgerField(id="paid", name=text("paid"), type="date"),
        LedgerField(id="season", name=text("season"), type="period"),
        LedgerField(id="phase", name=text("phase"), type="period"),
    ),
    rows=(
        RecordRows(
            id="parts",
            name=text("parts"),
            unit="项",
            columns=(
                LedgerField(id="cost", name=text("cost"), type="number", unit="万元"),
                LedgerField(
                    id="trade",
                    name=text("trade"),
                    type="choice",
                    choices=(Choice(id="heat", name=text("heat")), Choice(id="power", name=text("power"))),
                ),
                LedgerField(id="ready", name=text("ready"), type="yes_no"),
                LedgerField(id="on", name=text("on"), type="date"),
                LedgerField(id="of", name=text("of"), type="period"),
            ),
        ),
        RecordRows(id="visits", name=text("visits"), columns=(LedgerField(id="who", name=text("who"), type="text"),)),
    ),
    computed=(
        ComputedField(id="spent_on", name=text("x"), unit="亿元", formula="rows_total(parts.cost, where: ready)"),
        ComputedField(id="twice", name=text("x"), unit="万元", formula="spent_on + grant"),
        ComputedField(id="share", name=text("x"), unit="%", formula="rows(parts, where: ready) / rows(parts)"),
    ),
    states=(State(id="held", name=text("held")),),
)
LEAST = Parameter(
    id="least",
    name=text("least"),
    unit="万元",
    values=(
        DatedNumber(start="2020", value=0.3, source=Reference(title="x")),
        DatedNumber(start="2022-03", value=0.1, source=Reference(title="x")),
    ),
)
LATE = Parameter(
    id="late",
    name=text("late"),
    unit="万元",
    values=(DatedNumber(start="2022-04", value=1, source=Reference(title="x")),),
)
LIMIT = Parameter(
    id="limit",
    name=text("limit"),
    unit="元",
    keys=(
        ParameterKey(
            id="title",
            name=text("title"),
            type="choice",
            choices=(Choice(id="green", name=text("green")), Choice(id="smart", name=text("smart"))),
        ),
        ParameterKey(id="size", name=text("size"), type="number", unit="m2"),
    ),
    values=tuple(
        DatedNumber(
            start=start, end=end, where={"title": title, "size": band}, value=number, source=Reference(title="x")
        )
        for start, end, title, band, number in (
            ("2020", "2022-03-30", "green", {"below": 2000}, 3000),
            ("2022-03-31", None, "green", {"below": 2000}, 1000),
            ("2020", None, "green", {"at_least": 2000}, "0.3"),
            ("2020", "2022-06-29", "smart", {"above": 0, "at_most": 2000}, 3000),
            ("2022-07-01", None, "smart", {"above": 0}, 7000),
        )
    ),
)
BANDS = Parameter(
    id="bands",
    name=text("bands"),
    unit="元",
    keys=(ParameterKey(id="size", name=text("size"), type="number", unit="万元"),),
    values=tuple(
        DatedNumber(start="2020", end=end, where={"size": band}, value=number, source=Reference(title="x"))
        for end, band, number in (
            (None, {"above": 0, "at_most": "0.1"}, 3000),
            (None, {"above": "0.1", "below": 700}, "1000.5"),
            ("2021", {"at_least": 700}, 1),
        )
    ),
)
PLACES = [f"91{number:02d}" for number in range(10, 30)]
ENTITIES = [
    entity("plain"),
    entity("star", industry="D4411", tags=["green", "star"], above_scale_since="2022-03"),
    entity("bare", industry=None, area=None, name=""),
    entity("late", tags=[], above_scale_since="2022-04"),
]
SUBJECTS = ("plain", "star", "bare", "late", "unheard", NORTH, None)
PARTS: dict[str, Any] = {
    "ledgers": (WORKS,),
    "parameters": (LEAST, LATE, LIMIT, BANDS),
    "areas": (
        Area(code=CITY, name=text("City"), kind="city"),
        Area(code=NORTH, name=text("North"), kind="county", parent=CITY),
        *(Area(code=code, name=text(code), kind="county", parent=CITY) for code in PLACES),
    ),
}
CONTENT = programme({}, **PARTS)
