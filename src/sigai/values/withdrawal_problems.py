"""What can be said of rows and cells that take figures back."""

from sigai.base.issues import Severity
from sigai.values.problems import declare

WARNING, NOTE = Severity.WARNING, Severity.NOTE

WITHDRAWN = declare(
    "V056",
    WARNING,
    (
        "此行没有填数而次序在后，{place_zh}的 {before} 视为撤回，不再计入（历史中保留）",
        "如不是撤回，请删去此行或补填数",
    ),
    (
        "this later row gives no figure: {before} of {place_en} counts as withdrawn (the history keeps it)",
        "delete this row or give its figure where that is not meant",
    ),
)
STILL_COUNTS = declare(
    "V057",
    WARNING,
    (
        "此格没有数，{place_zh}的 {before} 仍然计入",
        "要撤回它，请在这一格写“撤回”，并给这一行更高的修订号或更晚的填报时间",
    ),
    (
        "this cell gives no figure, and {before} of {place_en} still counts",
        "to withdraw it, write 撤回 (withdraw) in the cell, and give its row a higher revision or a later report time",
    ),
)
TAKEN_BACK = declare(
    "V066",
    NOTE,
    (
        "这一格写的是“撤回”：撤回在它之前报的数",
        "在填报页上须有已在库的数，并写明原因；数据目录的文件须有修订号或填报时间",
    ),
    (
        "this cell says 撤回 (withdraw): it takes back the figure that was reported before it",
        "on a sheet's page a figure must stand, and a reason be given; a file of a data folder needs revisions or "
        "report times",
    ),
)
