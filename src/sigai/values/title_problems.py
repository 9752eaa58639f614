"""What is said of periods that a title states."""

from __future__ import annotations

from sigai.values.problems import NOTE, declare

PERIOD_IN_TITLE = declare(
    "V059",
    NOTE,
    ("表中没有时期列，按标题或工作表名“{title}”都读作 {given}", "如不对，请加一列“时期”，逐行写明"),
    (
        'there is no column of periods; all rows were read as {given}, from the title or sheet name "{title}"',
        "add a column that says the period of every row if not",
    ),
)
YEAR_IN_TITLE = declare(
    "V161",
    NOTE,
    ("“{title}”写明了年份，表中只写月份的时期按 {year} 年读取", "不是这一年的数请在时期列写明年份"),
    (
        '"{title}" states the year; the months of the table were read as those of {year}',
        "write the year beside months of others",
    ),
)
