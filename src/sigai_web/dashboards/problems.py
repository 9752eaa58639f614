"""What can be wrong with instructions. No Django here: documentation is made from it."""

from sigai.base import Severity, problem

NO_TEXT = problem(
    "W200",
    Severity.ERROR,
    zh="没有写内容",
    en="there is no text",
    advice_zh="写明要求或答复后再提交",
    advice_en="write what is asked or answered, then submit",
)
TEXT_TOO_LONG = problem(
    "W201",
    Severity.ERROR,
    zh="内容有 {length} 个字，太长",
    en="the text has {length} characters: too many",
    advice_zh="最多 {most} 个字；详细材料放在台账里",
    advice_en="at most {most}; keep documents with a record",
)
UNKNOWN_ADDRESSEE = problem(
    "W202",
    Severity.ERROR,
    zh="没有选择由哪个单位办理",
    en="no unit was chosen to deal with it",
    advice_zh="从列表中选择一个单位",
    advice_en="choose a unit of the list",
)
IS_CLOSED = problem(
    "W203",
    Severity.ERROR,
    zh="这条批示已办结，不能再答复",
    en="the instruction is closed and takes no more answers",
    advice_zh="需要时请领导另作批示",
    advice_en="if need be, a leader writes another one",
)
