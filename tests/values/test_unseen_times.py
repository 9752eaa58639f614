"""K5, K7, K8, K10, K11, K14, K20: times, taking back, order, registers, messages, look-alikes, lost zeros."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from helpers_unseen import Case, Cases, J, X, book, check, csv
from helpers_values import PROGRAMME, code
from sigai.values import read_values

case = Cases()
LONG = ["entity", "measure", "period", "value"]
CODE, MONTH, OUT = "统一社会信用代码", "时期", "工业总产值"
WIDE = [CODE, MONTH, OUT]
O1, O2, O3, O4, O5 = ((n, "output", J) for n in range(1, 6))


def at(measure: str, *periods: object) -> bytes:
    """One figure for each way of writing a period; the enterprise's number is the figure."""
    return book(LONG, *([f"E{n}", measure, period, n] for n, period in enumerate(periods, 1)))


# K5: parts of dates and times
case(
    "K5",
    "months-written",
    at("output", "2022年6月", "2022.06", "2022/6", "202206", "２０２２－０６"),
    {O1: 1, O2: 2, O3: 3, O4: 4, O5: 5},
)
case(
    "K5",
    "months-in-words",
    at("output", "二〇二二年六月", "二○二二年六月", "22年6月", "2022年6月份", "2022年陆月"),
    {O4: 4},
    either={O1: 1, O2: 2, O3: 3, O5: 5},
)
case(
    "K5",
    "months-in-english",
    at("output", "Jun-22", "June 2022", "6/2022", "2022 Jun", "Jun-2022"),
    either={O1: 1, O2: 2, O3: 3, O4: 4, O5: 5},
)
case(
    "K5",
    "from-january",
    at("output", "2022年1-6月", "2022年1—6月", "2022年1～6月", "2022年上半年", "1-6月"),
    {O1: 1, O2: 2, O3: 3},
    either={O4: 4},
    asked=[O5],
)
case(
    "K5",
    "flow-from-january",
    at("waste_made", "2022年1-6月", "2022年4-6月", "2022年6-6月"),
    asked=[(1, "waste_made", J), (2, "waste_made", J)],
    either={(3, "waste_made", J): 3},
)
case("K5", "two-months", at("output", "2022年5-6月", "2022年5、6月", "2022年5月和6月"), asked=[O1, O2, O3])
case(
    "K5",
    "roc",
    at("output", "民国111年6月", "111年6月", "111/06", "民國一一一年六月"),
    either={O1: 1, O4: 4},
    asked=[O2, O3],
)
case("K5", "lunar", at("output", "2022年农历六月", "壬寅年六月", "2022年闰六月", "2022年腊月"), asked=[O1, O2, O3, O4])
case(
    "K5",
    "parts-of-month",
    at("output", "2022年6月下旬", "2022年6月上旬", "2022年6月15日", "2022W23", "20220615"),
    asked=[O1, O2, O3, O4, O5],
)
case(
    "K5",
    "last-day",
    at("output", "2022年6月30日", "2022-06-30", "20220630", "2022年6月末", "2022年6月底"),
    either={O1: 1, O2: 2, O3: 3, O4: 4, O5: 5},
)
case(
    "K5",
    "quarters",
    at("employees", "2022年二季度", "2022年第2季度", "2022Q2", "2022年2季", "2022年第二季度"),
    {(n, "employees", "2022Q2"): n for n in range(1, 6)},
)
case(
    "K5",
    "quarters-otherwise",
    at("employees", "2022-06", "2022年4-6月", "二季度", "2022年第五季度", "2022Q2末"),
    either={(1, "employees", "2022Q2"): 1, (2, "employees", "2022Q2"): 2, (5, "employees", "2022Q2"): 5},
    asked=[(3, "employees", "2022Q2"), (4, "employees", "2022Q2")],
)
case(
    "K5",
    "quarter-for-month",
    at("output", "2022Q2", "2022年上半年", "2022H1", "2022"),
    either={O1: 1, O2: 2, O3: 3},
    asked=[(4, "output", "2022-12")],
)
case(
    "K5",
    "dates-of-cells",
    book(
        LONG,
        ["E1", "output", X(44713, "yyyy-mm-dd"), 1],
        ["E2", "output", X(44713, "mmm-yy"), 2],
        ["E3", "output", X(44713, 'yyyy"年"m"月"'), 3],
        ["E4", "output", X(44742, "yyyy-mm-dd"), 4],
        ["E5", "output", X(44727, "yyyy-mm-dd"), 5],
    ),
    {O1: 1, O2: 2, O3: 3, O4: 4},
    asked=[O5],
)
case(
    "K5",
    "day-behind-month-format",
    book(
        LONG,
        ["E1", "output", X(44727, 'yyyy"年"m"月"'), 1],
        ["E2", "output", X(44727, "mmm-yy"), 2],
        ["E3", "output", X(44713, 'm"月"'), 3],
    ),
    either={O1: 1, O2: 2, O3: 3},
)
case(
    "K5",
    "serials-1904",
    book(
        LONG,
        ["E1", "output", X(44713 - 1462, "yyyy-mm-dd"), 1],
        ["E2", "output", X(44713 - 1462, 'yyyy"年"m"月"'), 2],
        later=True,
    ),
    {O1: 1, O2: 2},
)
case(
    "K5",
    "serials-bare",
    book(
        LONG,
        ["E1", "output", 44713, 1],
        ["E2", "output", "44713", 2],
        ["E3", "output", 202206, 3],
        ["E4", "output", 2022.06, 4],
        ["E5", "output", "2022.6", 5],
    ),
    {O3: 3},
    either={O1: 1, O2: 2, O4: 4, O5: 5},
)
case(
    "K5",
    "lost-zero-of-october",
    csv(LONG, ["E1", "output", "2022.9", 1], ["E2", "output", "2022.1", 2], ["E3", "output", "2022.11", 3]),
    {(1, "output", "2022-09"): 1, (3, "output", "2022-11"): 3},
    asked=[(2, "output", "2022-01"), (2, "output", "2022-10")],
)
case(
    "K5",
    "lost-zero-in-numbers",
    book(LONG, ["E1", "waste_made", 2022.1, 1], ["E1", "waste_made", 2022.11, 2], ["E1", "waste_made", 2022.12, 3]),
    either={(1, "waste_made", "2022-11"): 2, (1, "waste_made", "2022-12"): 3},
    asked=[(1, "waste_made", "2022-01")],
)
case(
    "K5",
    "zero-shown-by-format",
    book(LONG, ["E1", "output", X(2022.1, "0.00"), 1], ["E2", "output", X(2022.06, "0.00"), 2]),
    {O2: 2},
    either={(1, "output", "2022-10"): 1},
)
case(
    "K5",
    "midnight",
    csv(
        LONG,
        ["E1", "output", "2022-06-30T16:00Z", 1],
        ["E2", "output", "2022-06-30 24:00", 2],
        ["E3", "output", "2022-06-30 23:59:59.7", 3],
        ["E4", "output", "2022-05-31T16:00:00Z", 4],
    ),
    either={O4: 4, (1, "output", "2022-07"): 1, O2: 2},
    asked=[O1, O3],
)
case(
    "K5",
    "near-midnight-cell",
    book(
        LONG,
        ["E1", "output", X(44742.999996, "yyyy-mm-dd hh:mm"), 1],
        ["E2", "output", X(44713.00000001, "yyyy-mm-dd"), 2],
    ),
    asked=[O1, (1, "output", "2022-07")],
    either={O2: 2},
)
case(
    "K5",
    "slashes",
    csv(
        LONG,
        ["E1", "output", "06/07/2022", 1],
        ["E2", "output", "06/01/2022", 2],
        ["E3", "output", "30/06/2022", 3],
        ["E4", "output", "2022/06/01", 4],
    ),
    either={O3: 3, O4: 4},
    asked=[(1, "output", J), (1, "output", "2022-07"), O2, (2, "output", "2022-01")],
)
case(
    "K5",
    "years-only",
    at("score", "2022", "2022年", "2022年度", "２０２２年", "2022.0"),
    {(n, "score", "2022"): n for n in range(1, 5)},
    either={(5, "score", "2022"): 5},
)
case("K5", "nonsense", at("output", "2022-13", "2022-00", "2022年0月", "去年6月", "本月"), asked=[O1, O2, O3, O4, O5])
TOLD = ["entity", "measure", "period", "value", "reported_at"]


def order(first: object, second: object) -> str:
    """Two figures, 1 and 2, with the times of their reports."""
    return csv(TOLD, ["E1", "output", J, 1, first], ["E1", "output", J, 2, second])


case("K5", "order-noon", order("2022-07-05 12:30 AM", "2022-07-05 1:00 AM"), {O1: 2})
case("K5", "order-noon-again", order("2022-07-05 12:30 PM", "2022-07-05 11:59 AM"), {O1: 1})
case("K5", "order-words", order("2022-07-05 晚上9点", "2022-07-05 上午10点"), either={O1: 1})
case("K5", "order-small-hours", order("2022-07-05 凌晨1:30", "2022-07-05 中午12:05"), either={O1: 2})
case("K5", "order-zones", order("2022-07-05T23:00-08:00", "2022-07-06T10:00+08:00"), {O1: 1})
case("K5", "order-day-and-time", order("2022-07-05", "2022-07-05 09:00"), either={O1: 2})
case("K5", "order-24", order("2022-07-05 21:30 PM", "2022-07-05 20:00"), either={O1: 1})
case("K5", "order-year-unlike", order("2022年7月5日下午3时30分", "2022/7/5 15:29"), {O1: 1})

# K7: taking back
REV = [*LONG, "revision"]
W = "waste_made"
case("K7", "blank-later", csv(REV, ["E1", "output", J, 5, 1], ["E1", "output", J, "", 2]), asked=[O1])
case(
    "K7",
    "word-later",
    csv(
        REV,
        ["E1", "output", J, 5, 1],
        ["E1", "output", J, "无", 2],
        ["E2", "output", J, 5, 1],
        ["E2", "output", J, "—", 2],
    ),
    asked=[O1, O2],
)
case("K7", "blank-earlier", csv(REV, ["E1", "output", J, "", 1], ["E1", "output", J, 5, 2]), {O1: 5})
case(
    "K7",
    "back-again",
    csv(REV, ["E1", "output", J, 5, 1], ["E1", "output", J, "", 2], ["E1", "output", J, 6, 3]),
    {O1: 6},
)
case("K7", "mistake-later", csv(REV, ["E1", "output", J, 5, 1], ["E1", "output", J, "#REF!", 2]), either={O1: 5})
case(
    "K7", "by-time", csv(TOLD, ["E1", "output", J, 5, "2022-07-05"], ["E1", "output", J, "", "2022-07-06"]), asked=[O1]
)
case(
    "K7",
    "by-time-earlier",
    csv(TOLD, ["E1", "output", J, 5, "2022-07-06"], ["E1", "output", J, "", "2022-07-05"]),
    {O1: 5},
)
case(
    "K7",
    "in-another-file",
    {"values/b.csv": csv(REV, ["E1", "output", J, 5, 1]), "values/a.csv": csv(REV, ["E1", "output", J, "", 2])},
    asked=[O1],
)
case("K7", "wide-empty", csv([*WIDE, "revision"], ["E1", J, 5, 1], ["E1", J, "", 2]), {O1: 5}, says=("V057",))
case("K7", "blank-without-order", csv(LONG, ["E1", "output", J, 5], ["E1", "output", J, ""]), either={O1: 5})
case("K7", "zero-is-no-withdrawal", csv(REV, ["E1", "output", J, 5, 1], ["E1", "output", J, 0, 2]), {O1: 0})
case(
    "K7",
    "other-measure-stays",
    csv(REV, ["E1", "output", J, 5, 1], ["E1", W, J, 6, 1], ["E1", "output", J, "", 2]),
    {(1, W, J): 6},
    asked=[O1],
)

# K8: names decide nothing
ONE, TWO = csv(LONG, ["E1", "output", J, 1]), csv(LONG, ["E1", "output", J, 2])
case("K8", "nine-and-ten", {"values/9号.csv": ONE, "values/10号.csv": TWO}, asked=[O1])
case(
    "K8",
    "sheets",
    book(LONG, ["E1", "output", J, 1], name="6月", more={"6月 (2)": [LONG, ["E1", "output", J, 2]]}),
    asked=[O1],
)
case(
    "K8",
    "sheets-the-same",
    book(LONG, ["E1", "output", J, 1], name="a", more={"b": [LONG, ["E1", "output", J, 1]]}),
    {O1: 1},
)
case("K8", "new-in-name", {"values/产值.csv": ONE, "values/产值-最新.csv": TWO}, asked=[O1])
case(
    "K8", "revision-in-one", {"values/a.csv": csv(REV, ["E1", "output", J, 1, 2]), "values/b.csv": TWO}, either={O1: 1}
)
case(
    "K8",
    "other-units-same",
    {"values/a.csv": csv([*LONG, "unit"], ["E1", "output", J, 20000, "元"]), "values/b.csv": TWO},
    {O1: 2},
)
case(
    "K8",
    "three-files",
    {f"values/{n}.csv": csv(LONG, ["E1", "output", J, n % 2 + 1], ["E2", "output", J, 7]) for n in range(3)},
    {O2: 7},
    asked=[O1],
)
case(
    "K8",
    "state-decides-nothing",
    csv([*LONG, "state"], ["E1", "output", J, 1, "初步"], ["E1", "output", J, 2, "已审核"]),
    either={O1: 2},
)
case("K8", "csv-and-xlsx", {"values/a.csv": ONE, "values/a.xlsx": book(LONG, ["E1", "output", J, 2])}, asked=[O1])
case(
    "K8",
    "same-revision-differs",
    {"values/a.csv": csv(REV, ["E1", "output", J, 1, 2]), "values/b.csv": csv(REV, ["E1", "output", J, 3, 2])},
    asked=[O1],
)
case(
    "K8",
    "time-settles",
    {
        "values/z.csv": csv(TOLD, ["E1", "output", J, 1, "2022-07-01"]),
        "values/a.csv": csv(TOLD, ["E1", "output", J, 2, "2022-07-02"]),
    },
    {O1: 2},
)
case(
    "K8",
    "periods-written-otherwise",
    {
        "values/a.csv": csv(LONG, ["E1", "output", "2022年6月", 1]),
        "values/b.csv": csv(LONG, ["企业1", "工业总产值", "202206", 2]),
    },
    asked=[O1],
)

# K10: figures outside the time of their entity
FIRMS = "id,name,kind,area,industry,active_from,active_until\n"


def firm(number: int, since: str, until: str) -> str:
    return f"{code(number)},企业{number},enterprise,990100,C3240,{since},{until}\n"


for name, since, until, period in (
    ("ended-before", "2015-01", "2021-12", J),
    ("begins-after", "2022-09", "", J),
    ("ended-on-a-day", "2015-01", "2022-05-31", J),
    ("ended-chinese", "2015年1月", "2021年12月", J),
    ("years-only", "2015", "2021", J),
    ("excel-days", "44805", "", J),
):
    case(
        "K10",
        name,
        {"values.csv": csv(LONG, ["E1", "output", period, 1])},
        either={O1: 1},
        entities=FIRMS + firm(1, since, until),
        says=("V108",),
    )
case(
    "K10",
    "last-month-counts",
    csv(LONG, ["E1", "output", J, 1]),
    {O1: 1},
    entities=FIRMS + firm(1, "2015-01", "2022-06"),
)
case("K10", "no-end", csv(LONG, ["E1", "output", J, 1]), {O1: 1}, entities=FIRMS + firm(1, "", ""))

# K11: the cause is named
case("K11", "code-as-number", csv(LONG, ["9.11405E+17", "output", J, 1]), asked=[O1], says=("V106",))
case("K11", "no-period", csv(["entity", "measure", "value"], ["E1", "output", 1]), asked=[O1], says=("T118",))
case("K11", "months-without-firm", csv(["指标", "2022年5月", "2022年6月"], [OUT, 1, 2]), asked=[O1], says=("V046",))
case("K11", "unit-of-another-kind", csv([*LONG, "unit"], ["E1", "output", J, 1, "吨"]), asked=[O1], says=("V031",))
case("K11", "only-a-scale", csv(LONG, ["E1", W, J, "3万"]), either={(1, W, J): 30000})
case("K11", "code-cut", csv(LONG, [code(1)[:17], "output", J, 1]), asked=[O1], says=("V012",))
case("K11", "code-with-letter-o", csv(LONG, [code(1).replace("0", "O"), "output", J, 1]), either={O1: 1})
case("K11", "measure-of-county", csv(LONG, ["E1", "investment", J, 1]), asked=[(1, "investment", J)], says=("V015",))
case("K11", "unknown-name-near", csv(LONG, ["企业壹", "output", J, 1]), asked=[O1], says=("V012",))

# K14: look-alikes in tables
case("K14", "kangxi-heads", csv(["统⼀社会信⽤代码", "时期", "⼯业总产值"], ["E1", J, 5]), either={O1: 5})
case("K14", "kangxi-units", csv([CODE, MONTH, f"{OUT}（万元）"], ["企业1", "2022年6⽉", "5万元"]), either={O1: 5})
case(
    "K14", "compatibility", csv([CODE, MONTH, "利潤總額", OUT], ["E1", J, 1, 5]), {O1: 5}, either={(1, "profit", J): 1}
)
case("K14", "fullwidth-code", csv(WIDE, [code(1).translate({n: n + 0xFEE0 for n in range(33, 127)}), J, 5]), {O1: 5})
case(
    "K14",
    "zero-width",
    csv([f"{CODE}\u200b", MONTH, f"\ufeff{OUT}"], [f"{code(1)}\u200b", f"{J}\u00a0", "5\u200b"]),
    {O1: 5},
)
case("K14", "cyrillic-code", csv(WIDE, [code(1).replace("MA", "МА"), J, 5]), either={O1: 5})
case(
    "K14",
    "minus-signs",
    csv(
        [CODE, MONTH, "利润总额"], ["E1", J, "−5"], ["E2", J, "﹣5"], ["E3", J, "–5"], ["E4", J, "‐5"], ["E5", J, "ー5"]
    ),
    {(1, "profit", J): -5},
    either={(n, "profit", J): -5 for n in range(2, 6)},
)
case(
    "K14",
    "digits-of-other-scripts",
    csv(WIDE, ["E1", J, "٥"], ["E2", J, "𝟓"], ["E3", J, "৫"], ["E4", J, "〥"]),
    either={O1: 5, O2: 5, O3: 5, O4: 5},
)
case(
    "K14",
    "square-units",
    csv([*LONG, "unit"], ["E1", W, J, 5, "㎏"], ["E2", W, J, 5, "ｔ"], ["E3", W, J, 5, "Ｔ"]),
    {},
    either={(1, W, J): "0.005", (2, W, J): 5, (3, W, J): 5},
)


# K20: lost zeros
def industry(given: object, workbook: bool = False) -> dict[str, bytes | str]:
    rows = [["id", "name", "kind", "area", "industry"], ["E1", "企业1", "enterprise", "990100", given]]
    return {"entities": book(*rows) if workbook else csv(*rows)}


INDUSTRIES = {
    "0610": "B0610",
    "B0610": "B0610",
    "B06": "B06",
    "3240": "C3240",
    "C324": "C324",
    "06": "B06",
    "0111": "A0111",
    "610": None,
    "810": None,
    "111": None,
    "131": "C131",
    "620": None,
    "890": None,
    "H": "H",
    "451": "D451",
    "6": None,
    "C３２４０": "C3240",
}


@pytest.mark.parametrize("given", INDUSTRIES)
def test_an_industry_is_never_completed_to_another(given: str) -> None:
    found = _industry(industry(given)["entities"])
    assert found in (INDUSTRIES[given], None), found


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (X(610, "0000"), "B0610"),
        (X(610, '"B"0000'), "B0610"),
        (X(610), None),
        (X(3240), "C3240"),
        (X(6, "00"), "B06"),
        (X(111, "0000"), "A0111"),
        (X(32.4, "0.0"), None),
    ],
)
def test_an_industry_is_read_as_its_format_shows_it(cell: X, wanted: str | None) -> None:
    assert _industry(industry(cell, workbook=True)["entities"]) in (wanted, None)


def _industry(entities: bytes | str) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ("entities.xlsx" if isinstance(entities, bytes) else "entities.csv")).write_bytes(
            entities if isinstance(entities, bytes) else entities.encode()
        )
        (Path(folder) / "values.csv").write_text(csv(LONG))
        found: list[str | None] = read_values(Path(folder), PROGRAMME).data.entities["industry"].to_pylist()
    return found[0] if found else None


@pytest.mark.parametrize("each", case.all, ids=str)
def test_what_a_person_reads(each: Case) -> None:
    check(each)
