"""What is said of figures that may be in another unit than those beside them, or have a sign that is not clear."""

from __future__ import annotations

from sigai.values.problems import ERROR, WARNING, declare

UNIT_SLIPPED = declare(
    "V181",
    WARNING,
    (
        "“{measure}”此期为 {value} {unit}，同一主体 {period} 为 {other} {unit}，相差上千倍或上万倍，单位可能填错",
        "请核对单位；填错的，改正后重新提交",
    ),
    (
        '"{measure_en}" is {value} {unit} here and {other} {unit} in {period}, a thousand or ten thousand times apart: '
        "the unit may be wrong",
        "check the unit; where it is wrong, mend the figure and hand it in again",
    ),
)
IN_BRACKETS = declare(
    "V183",
    ERROR,
    (
        "“{given}”写在括号里，可能是负数，也可能是估计数或其中数，没有读取",
        "负数请写负号（-12.5）；不是负数的，去掉括号",
    ),
    (
        '"{given}" stands in brackets: it may be negative, estimated, or a part of another figure; it was not taken',
        "write the sign of a negative figure (-12.5), or leave the brackets out",
    ),
)
