"""Columns that are called nearly as those of states and deletion are: which of their words say that a row is void.

There is no end of such names (审批状态, 上报状态, 是否上报, isdel). One whose words say nothing of the kind is no such
column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sigai.base.issues import Problem
from sigai.tables.files import RawTable, Words, header_key
from sigai.values.headers import GOOD_WORDS
from sigai.values.void_problems import UNKNOWN_STATE, VOID_ROW

_STATE = re.compile(".*(?:状态|(?:审[核批查]|核[定准])(?:结[果论]|意见)|status).*")
_BAD = re.compile(
    "(?:是否)?[已被]*(?:作废|删除|撤[销回]|退回|驳回|废[止弃]|无效|失效)(?:标[志记识]|与?否)?"
    "|(?:is)?(?:del|deleted?|void(?:ed)?|invalid|cancell?ed|removed)(?:flag|mark)?"
)
_GOOD = re.compile(
    "(?:是否)?已?(?:上报|报送|填报|提交|(?:审[核批])?通过(?:审[核批])?|有效)(?:标[志记识]|与?否)?"
    "|(?:is)?(?:valid|approved|submitted)(?:flag|mark)?"
)
_REMARK = re.compile("备注(?:说明)?|说明|remarks?|notes?")
_VOID = re.compile(
    r"(?:已|被|审[核批]|[初复终]审|县级|市级|待)*"
    r"(?:作废|无效|失效|退回|打回|驳回|否决|撤[销回]|删除|废[弃止]|取消|草稿|暂存"
    r"|[未不](?:予|能)?(?:上报|报送?|提交|填报|通过|同意))"
    r"(?:重报|修改|补正|状态|数据)?"
    r"|voided|void|invalid|rejected|returned|drafts?|deleted|cancell?ed|withdrawn|unsubmitted|not submitted|removed"
)
_THIS_ROW = re.compile("^(?:[此本该](?:行|条|户|数|记录)?)?(?:数据?|记录)?")
"""Words before one that voids a row in a remark: `此行作废`, `本条数据作废`."""

_DENIED = re.compile(r"(?:未|没有|不曾)被?(?:作废|失效|退回|打回|驳回|否决|撤[销回]|删除|废[弃止]|取消)")
_YES = frozenset(("1", "1.0", "是", "y", "yes", "t", "true", "√", "已"))
_NO = frozenset(("0", "0.0", "否", "n", "no", "f", "false", "×", "x", "未"))


def void_words(table: RawTable, positions: Sequence[int]) -> dict[int, Words]:
    """The columns among some that say of a row at least that it is void, by position."""
    near = [at for at in positions if _sort(table.names[at])]
    words = {at: table.words(at) for at in near}
    return {at: each for at, each in words.items() if any(is_void(table.names[at], word) for word in each.words)}


def is_remark(head: str) -> bool:
    """Whether a column of such a name holds remarks."""
    return _sort(head) == "remark"


def is_void(head: str, word: str) -> bool:
    """Whether a word in a column of such a name says that its row does not count."""
    said, sort = word.lower().strip(), _sort(head)
    if is_remark(head):
        return bool(_VOID.fullmatch(_THIS_ROW.sub("", said.rstrip("。.!"))))
    if _DENIED.fullmatch(said) or said in GOOD_WORDS["deleted" if sort == "bad" else "valid"]:
        return False
    return bool(_VOID.fullmatch(said)) or said in {"bad": _YES, "good": _NO}.get(sort, ())


def void_problem(head: str) -> Problem:
    """What is wrong with the void rows of a column."""
    return UNKNOWN_STATE if _sort(head) == "state" else VOID_ROW


def _sort(head: str) -> str:
    """What a column of such a name says of a row: its state, that it is void, that it counts, a remark; or nothing."""
    key = header_key(head)
    sorts = (("state", _STATE), ("bad", _BAD), ("good", _GOOD), ("remark", _REMARK))
    return next((sort for sort, names in sorts if names.fullmatch(key)), "")
