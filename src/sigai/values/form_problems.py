"""What can be wrong with figures on a form, before they are handed in: what asks for a reason (V083 to V090)."""

from __future__ import annotations

from sigai.values.problems import BROKEN_EN, BROKEN_ZH, ERROR, WARNING, declare

CELL_EMPTY = declare(
    "V083",
    WARNING,
    ("“{measure}”没有填数", "确实为零请填 0；报不出的请说明原因"),
    ('"{measure_en}" has no figure', "write 0 where it is zero; say why where there is none to give"),
)
FORM_NOT_A_NUMBER = declare(
    "V090",
    ERROR,
    ("“{given}”不是数", "请只填数字，例如 1234.5；别的单位可写在数后面，如 0.12亿元；说明写在“原因”里"),
    (
        '"{given}" is not a number',
        "write digits, such as 1234.5; another unit may follow, as in 0.12亿元; remarks go under “Reason”",
    ),
)
FORM_IDENTITY_BROKEN = declare(
    "V084",
    ERROR,
    (BROKEN_ZH, "请核对这几个数并改正"),
    (BROKEN_EN, "check these figures and correct them"),
)
FORM_IDENTITY_DOUBTED = declare(
    "V085",
    WARNING,
    (BROKEN_ZH, "请核对；情况属实的请说明原因"),
    (BROKEN_EN, "check them; say why where it is true"),
)
RATIO_OUTSIDE = declare(
    "V086",
    WARNING,
    (
        "{name}（“{measure}”÷“{per}”）为 {ratio}，不在通常的 {range} 之内",
        "请核对两个数的单位和小数点；情况属实的请说明原因",
    ),
    (
        '{name_en} ("{measure_en}" by "{per_en}") is {ratio}, outside its usual range {range}',
        "check the units and points of both; say why where it is true",
    ),
)
UNLIKE_HISTORY = declare(
    "V087",
    WARNING,
    (
        "“{measure}”平均每月 {rate} {unit}，是本主体以往通常水平 {usual} 的 {times} 倍（界限 {factor} 倍）",
        "请核对单位和小数点；情况属实的请说明原因",
    ),
    (
        '"{measure_en}" is {rate} {unit} a month, {times} times the usual {usual} of this subject (limit {factor})',
        "check the unit and the point; say why where it is true",
    ),
)
UNLIKE_PEERS = declare(
    "V088",
    WARNING,
    (
        "“{measure}”是上期的 {times} 倍，同行业 {peers} 家的中位数是 {usual} 倍（界限 {factor} 倍）",
        "请核对本期和上期的数；情况属实的请说明原因",
    ),
    (
        '"{measure_en}" is {times} times that of the period before; the median of {peers} peers is {usual} '
        "(limit {factor})",
        "check this figure and the one before; say why where it is true",
    ),
)
FORM_FALLING_TOTAL = declare(
    "V089",
    WARNING,
    (
        "“{measure}”是1月至本月累计，{period} 的 {value} 却比 {earlier} 的 {before} 小",
        "请核对：是否填成了当月数；确属核减的请说明原因",
    ),
    (
        '"{measure_en}" runs from January, yet {value} of {period} is below {before} of {earlier}',
        "check whether the month alone was given; say why where it is true",
    ),
)
