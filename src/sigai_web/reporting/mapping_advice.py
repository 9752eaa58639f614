"""What to do about a mapping, in the words of its page: the engine's advice is for who writes one as YAML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from sigai.base import Issue

_ADVICE = MappingProxyType(
    {
        "V110": ("在下面改为有的单位或选项", "change it below to a unit or choice that there is"),
        "V111": ("在第一步选一列，或在第二步选定", "choose a column in step 1, or say it in step 2"),
        "V112": ("在第一步选这一列是什么；不要的选“不读”", "choose in step 1 what it is, or “not read”"),
        "V113": ("核对文件；确实改了的，在第一步重新选", "check the file; if it changed, choose anew in step 1"),
        "V115": ("需要的话，在第一步选它是什么", "if it is wanted, choose in step 1 what it is"),
        "V116": ("在第一步选这一列是什么；不要的选“不读”", "choose in step 1 what it is, or “not read”"),
        "V117": ("核对哪个是对的，在第一步或第二步改单位", "check which is right; change the unit in step 1 or 2"),
        "V118": ("改名或删去一列，或选“不读”", "rename or delete one, or choose “not read”"),
        "V120": ("在第一步选工作表", "choose the sheet in step 1"),
        "V121": ("在第二步选是哪一期的数", "choose in step 2 which period the figures are of"),
        "V124": ("应读的，在第三步选它是谁", "if it is to be read, choose in step 3 whom it means"),
        "V125": ("在第三步选它是谁；不要的选“不读”", "choose in step 3 whom it means, or “not read”"),
        "V130": (
            "核对文件是不是这一期的；不是的，到那一期的表里上传",
            "check whether the file is of this period; if not, hand it in on the form of its own",
        ),
        "V133": (
            "确是这样的，把“表头从第几行起”改为这一行，行数加上，再按“按这几行重新识别”",
            "if it is meant, let the head begin in that row, count its rows, and press “Read the head anew”",
        ),
        "V134": (
            "在文件里给这一列写上表头（如“单位”），再上传",
            "give the column a head (such as “unit”) in the file, and send it again",
        ),
        "V140": ("应照它取舍的，在第一步选它是什么", "if rows are to be judged by it, choose in step 1 what it is"),
        "V137": (
            "是这些数的单位的，在第一步选“单位”；无关的选“不读”",
            "if it is the unit of the figures, choose “the unit” in step 1; else “not read”",
        ),
        "V135": ("应读的，在第一步选它是哪个指标项", "if one is wanted, choose its measure in step 1"),
    }
)
_KEYS = MappingProxyType({"unit": ("单位", "unit"), "period": ("时期", "period"), "measure": ("指标项", "measure")})


def in_words_of_page(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues of a mapping with the advice that its page can be followed by."""
    return tuple(_said(issue) for issue in issues)


def _said(issue: Issue) -> Issue:
    advice = _ADVICE.get(issue.code)
    if advice is None:
        return issue
    what = issue.problem.what
    if issue.code == "V110" and (key := _KEYS.get(str(issue.facts.get("key")))) is not None:
        what = {
            "zh": f"{key[0]}“{{given}}”不认识{{hint_zh}}",
            "en": f"the {key[1]} “{{given}}” is not known{{hint_en}}",
        }
    return replace(issue, problem=replace(issue.problem, what=what, advice={"zh": advice[0], "en": advice[1]}))
