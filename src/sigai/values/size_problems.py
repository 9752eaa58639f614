"""What is said of figures that may be in another unit than those beside them."""

from __future__ import annotations

from sigai.values.problems import WARNING, declare

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
