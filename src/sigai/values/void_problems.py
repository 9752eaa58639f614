"""Rows that are not to be counted: void, deleted, or about nobody (V055, V064, V065)."""

from __future__ import annotations

from sigai.values.problems import ERROR, NOTE, WARNING, declare

UNKNOWN_STATE = declare(
    "V055",
    ERROR,
    (
        "状态“{given}”不是可以计入的状态，此行没有读入",
        "要计入请改为：已报、初步、已审核、修订；不算数的请删去此行，要撤回已报的数请把数值留空并填更高的修订号",
    ),
    (
        'with the state "{given}" a row does not count; it was not taken',
        "write reported, provisional, accepted or revised if it is to count; delete the row if it is void, or leave "
        "its figure empty and give it a higher revision to withdraw what was reported",
    ),
)
VOID_ROW = declare(
    "V065",
    WARNING,
    (
        "这一列写的“{given}”表示此行已删除或作废，没有读入",
        "如应计入，请改为“否”（“是否有效”“是否上报”之类的列写“是”）；要撤回以前报的数，请把数值留空并填更高的修订号",
    ),
    (
        'this column says that the row is deleted or void ("{given}"); it was not taken',
        "correct the column if the row counts; leave its figure empty and give it a higher revision to withdraw one",
    ),
)
SIDE_ROW = declare(
    "V064",
    NOTE,
    ("“{given}”这一行是合计或表下的说明，不是哪个主体的数，没有读取", "如是要报的数，请写明主体的编号"),
    (
        'the row "{given}" is a total or a line under the table, about no entity; it was not read',
        "name the entity if its figures should be taken",
    ),
)
