"""What can be wrong with a mapping, and with a file that is read by one (V110 to V140)."""

from __future__ import annotations

from sigai.values.problems import ERROR, NOTE, WARNING, declare

UNKNOWN_IN_MAPPING = declare(
    "V110",
    ERROR,
    ("映射的 {key} 写的“{given}”不认识{hint_zh}", "改为方案里有的代码、单位或时期"),
    ("{key} of the mapping says “{given}”, which is not known{hint_en}", "write an id, unit or period that there is"),
)
MAPPING_LACKS = declare(
    "V111",
    ERROR,
    ("映射没有说{what_zh}", "指定一列，或为全文件说定一次"),
    ("the mapping does not say {what_en}", "name a column for it, or say it once for the whole file"),
)
STILL_ASKED = declare(
    "V112",
    ERROR,
    ("列“{head}”是什么还没有定{hint_zh}", "在映射里写明这一列是什么（means）；不要的写 ignored"),
    ("what the column “{head}” is has not been said{hint_en}", "say in the mapping what it is, or `ignored`"),
)
HEAD_GONE = declare(
    "V113",
    ERROR,
    ("上次用到的列“{head}”这次没有了{hint_zh}", "核对文件；确实改了的，重新定一次这一列"),
    (
        "the column “{head}”, read last time, is not there{hint_en}",
        "check the file; if it changed, map the column anew",
    ),
)
UNREAD_HEAD_GONE = declare(
    "V114",
    NOTE,
    ("没有用到的列“{head}”这次没有了", "不影响读取"),
    ("the column “{head}”, which is not read, is gone", "nothing depends on it"),
)
NEW_HEAD = declare(
    "V115",
    NOTE,
    ("新的一列“{head}”没有读", "需要的话，在映射里说明它是什么"),
    ("the new column “{head}” is not read", "if it is wanted, say in the mapping what it is"),
)
NEW_HEAD_MEANS = declare(
    "V116",
    ERROR,
    ("新的一列“{head}”看来是{what_zh}，会影响读取", "在映射里说明这一列是什么；不要的选“不读”"),
    ("the new column “{head}” seems to be {what_en}, which matters", "say what it is; choose “not read” if unwanted"),
)
UNIT_CHANGED = declare(
    "V117",
    ERROR,
    ("“{head}”的单位由“{before}”变成了“{now}”", "核对哪个是对的，再定一次单位"),
    ("the unit of “{head}” was “{before}” and is “{now}”", "check which is right, and say the unit again"),
)
HEAD_TWICE = declare(
    "V118",
    ERROR,
    ("有 {count} 列的表头都是“{head}”，不知道读哪一列", "改名或删去一列，或在映射里不读它"),
    ("{count} columns bear the head “{head}”: which one is meant?", "rename or delete one, or do not read it"),
)
NO_HEADS_FOUND = declare(
    "V119",
    ERROR,
    ("文件里找不到映射“{name}”的表头（如“{head}”）", "换一个映射，或为这种文件新做一个"),
    ("the heads of the mapping “{name}” (such as “{head}”) are not in the file", "take another mapping, or make one"),
)
SEVERAL_SHEETS = declare(
    "V120",
    ERROR,
    ("有几张工作表的表头都合映射“{name}”：{sheets}", "在映射的 sheet 里写明读哪一张，或删去不要的"),
    ("several sheets have the heads of “{name}”: {sheets}", "say in the mapping which `sheet` is meant"),
)
NO_PERIOD = declare(
    "V121",
    ERROR,
    ("不知道是哪一期的数：{why_zh}", "在映射的 period 里写明，或用 --period 给出"),
    ("the period of the figures is not known: {why_en}", "say it in the mapping's `period`, or give --period"),
)
READ_BY_MAPPING = declare(
    "V123",
    NOTE,
    ("按映射{name}读取：表头在{rows_zh}，取 {count} 个数", "核对读取的数"),
    ("read by the mapping{name_en}: heads in {rows_en}, {count} figures", "look at the figures taken"),
)
WORD_UNKNOWN = declare(
    "V124",
    WARNING,
    ("“{given}”（{count} 行）不在要读的{what_zh}之中，没有读", "应读的，在映射里说明它是谁"),
    ("“{given}” ({count} rows) is none of the {what_en} to be read; left out", "say in the mapping what it means"),
)
WORD_NEAR = declare(
    "V125",
    ERROR,
    ("“{given}”（{count} 行）是不是“{near}”？没有读", "在映射里说明它是谁；不要的选“不读”"),
    ("is “{given}” ({count} rows) the same as “{near}”? left out", "say in the mapping what it means"),
)
NEW_ENTITIES = declare(
    "V126",
    NOTE,
    ("上次没有的主体：{names}", "核对是否应在文件里"),
    ("not in the last file: {names}", "check that they belong in it"),
)
YEAR_TAKEN = declare(
    "V127",
    NOTE,
    ("表头只写月份（如“{head}”），按 {year} 年读", "不是这一年的，请在表头写上年份"),
    ("heads name months only (such as “{head}”): read as of {year}", "write the year into the heads if it is another"),
)
OTHER_PERIODS = declare(
    "V128",
    NOTE,
    ("{count} 个数不是 {period} 的，没有读", "别的时期的数请到那一期的表里上传"),
    ("{count} figures are not of {period} and were left out", "hand them in on the form of their period"),
)
OTHER_MEASURES = declare(
    "V129",
    NOTE,
    ("{count} 个数不在这张表里，没有读", "别的表的数请到那张表里上传"),
    ("{count} figures are not on this form and were left out", "hand them in on their own form"),
)
TITLE_PERIOD_DIFFERS = declare(
    "V130",
    ERROR,
    (
        "标题、表头、工作表名或各行写的是 {title}，而这里要的是 {given}，没有读",
        "核对文件是不是这一期的；映射里写死了时期的，改为 title 或 given",
    ),
    (
        "title, head, name of the sheet or rows say {title}, but {given} is wanted; nothing of it is taken",
        "check whether the file is of this period; a period fixed in the mapping may become `title` or `given`",
    ),
)
MAPPED_TOO_LARGE = declare(
    "V131",
    ERROR,
    ("有 {size} MB，多于按映射“{name}”能读的 {most} MB，没有读", "分成几个文件，每个都带表头"),
    (
        "has {size} MB, more than the {most} that are read by a mapping (“{name}”); it was not read",
        "divide it into several files, each with its heads",
    ),
)
OTHER_TABLE = declare(
    "V132",
    ERROR,
    ("从这一行起另有一张表，表头与映射“{name}”的不合", "把那张表另存为一个文件，或删去；表头写错的，改成与第一张一样"),
    (
        "another table begins here, whose heads are not those of “{name}”",
        "save it as a file of its own or delete it; where its heads are wrong, write them as in the first table",
    ),
)
OVER_HEAD = declare(
    "V133",
    ERROR,
    ("表头上面的“{word}”改变了“{head}”的含义，映射里没有它", "确是这样的，把这一行算进表头，重新定一次这些列"),
    (
        "“{word}” above the heads changes what “{head}” means; the mapping does not know it",
        "if it is meant, count the row among the heads and say again what these columns are",
    ),
)
UNIT_WITHOUT_HEAD = declare(
    "V134",
    ERROR,
    ("第 {number} 列没有表头，而格里写着“{given}”，会影响读取", "给这一列写上表头（如“单位”），再说明它是什么"),
    (
        "column {number} has no head, and its cells say “{given}”, which matters",
        "give the column a head (such as “unit”), and say what it is",
    ),
)
NUMBERS_LEFT_OUT = declare(
    "V135",
    NOTE,
    ("有 {count} 列数没有读：{heads}", "应读的，说明它是哪个指标项"),
    ("{count} columns of numbers were not read: {heads}", "if one is wanted, say of which measure it is"),
)
READ_IN_ANOTHER = declare(
    "V136",
    NOTE,
    ("“{head}”有 {count} 个数没有读：这些指标项按另一列读（单月数与累计数分两列）", "核对读取的数"),
    (
        "{count} figures of “{head}” are left out: another column (month alone, since January) is their measures’",
        "look at the figures taken",
    ),
)
UNIT_IN_UNREAD = declare(
    "V137",
    ERROR,
    ("没有读的列“{head}”里写着单位“{given}”，会影响读取", "是这些数的单位的，说明这一列是单位；无关的，写 ignored"),
    (
        "the column “{head}” is not read, and its cells say the unit “{given}”, which matters",
        "if it is the unit of the figures, say that the column is the unit; else write `ignored`",
    ),
)
SEVERAL_MAPPINGS = declare(
    "V138",
    ERROR,
    (
        "映射“{name}”和“{other}”都合这个文件，说的却不一样（{head_zh}），没有读",
        "核对哪个是对的，删去或改正另一个",
    ),
    (
        "the file fits the mappings “{name}” and “{other}”, which say different things of it ({head_en})",
        "check which is right, and delete or correct the other",
    ),
)
WITHDRAWN_BY_FILE = declare(
    "V139",
    WARNING,
    ("文件撤回了 {count} 个数（修订号或填报时间更晚的行没有数），没有读", "要撤回已填报的，请在数的位置写“撤回”"),
    (
        "the file withdraws {count} figures (the latest of their rows give none); they were not taken",
        "to withdraw what was reported, write 撤回 (withdraw) in the place of the figure",
    ),
)
IGNORED_MATTERS = declare(
    "V140",
    WARNING,
    ("映射说不读的列“{head}”看来是{what_zh}，行没有照它取舍", "应照它取舍的，在映射里说明它是什么"),
    (
        "the column “{head}”, which the mapping does not read, seems to be {what_en}; no row was left out by it",
        "if rows are to be judged by it, say in the mapping what it is",
    ),
)
