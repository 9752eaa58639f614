"""What is said of shares that may be written in two ways."""

from __future__ import annotations

from sigai.values.problems import ERROR, declare

SHARE_OPEN = declare(
    "V170",
    ERROR,
    (
        "此数没有写百分号，同一列“{measure}”的别的数写着百分号，分不清是百分之几还是几成，没有读取",
        "请在此数后面也写上百分号（如 85%），或整列都不写，并按方案的单位填数",
    ),
    (
        'the figure has no per cent sign, others of "{measure_en}" have one: it may be a fraction of one; it was not '
        "taken",
        "write the sign behind this figure, too (85%), or behind none, all in the unit of the measure",
    ),
)
FRACTION_AMONG_PERCENT = declare(
    "V180",
    ERROR,
    (
        "“{measure}”此数为 {given}，同一文件里的别的数大得多，分不清是 {given}% 还是 {percent}%，没有读取",
        "请在此数后面写上百分号（{given}% 或 {percent}%）",
    ),
    (
        'the figure of "{measure_en}" is {given}, others of the file are far larger: it may be {given}% or {percent}%; '
        "it was not taken",
        "write the sign behind the figure ({given}% or {percent}%)",
    ),
)
SHARES_OF_ONE = declare(
    "V182",
    ERROR,
    (
        "“{measure}”是百分数，这一列的数都不超过 1，又没有写单位，分不清是百分之几还是几成，没有读取",
        "请在表头写上单位（%），或在数后面写上百分号",
    ),
    (
        '"{measure_en}" is a percentage, all figures of the column are at most 1 and no unit is stated: they may be '
        "fractions; they were not taken",
        "write the unit (%) in the head, or the sign behind the figures",
    ),
)
