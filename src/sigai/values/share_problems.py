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
