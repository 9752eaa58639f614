"""What a figure is a figure of: the words before or after it, with what the clause before said put back."""

from __future__ import annotations

import re

from sigai.compiling import lists, names
from sigai.compiling.clauses import LIGHT, Frame
from sigai.compiling.context import Context
from sigai.compiling.judging import HELPING, counts_right
from sigai.compiling.tokens import Token

_FOR_WHOM = re.compile(
    r"^(?:为|面向|向|给|对|组织|帮助|服务)[^，。]{1,12}?(?:提供|开展|举办|进行|发放|实施|办理)(?:各类|各级)?(?=[一-龥]{2})"
)
"""面向农民开展 …: for whom, before what is done."""
_EACH_PLACE = re.compile(r"(?:每个?|各)(?:[省市州县区乡镇村旗盟街道社园]|（|）|、){1,8}")
_DOES = re.compile(r"(?:组织)?(?:开展|进行|提供|举办|实施)(.{4,30})$")


def run_names(run: list[Frame], found: list[Frame], following: list[Token], context: Context) -> list[str]:
    """A name for each figure of a run; a list of subjects (A、B 分别) is dealt out over its figures."""
    first = run[0]
    if len(run) == 1:
        first.alike |= first.respectively
        return [_name(first, found, following, context)]
    whole, _ = names.trimmed(first.left_text)
    parts = lists.spread(whole or context.subject)
    if len(parts) == len(run) and len(run) > 1:
        return parts
    single = _name(first, found, following, context)
    return [single] * len(run)


def _name(frame: Frame, found: list[Frame], following: list[Token], context: Context) -> str:
    if counts_right(frame):
        return _right_name(frame, found, following, context)
    left = names.trimmed(_FOR_WHOM.sub("", names.words_of(frame.left)))[0] if frame.left else ""
    if frame.middle:
        return f"{names.trimmed(left)[0]}占{frame.middle}"
    if not left and len(frame.verbs) > 1 and frame.verbs[0] in LIGHT and not frame.predicate:
        return "".join(frame.verbs[1:])
    if names.only_level(left) and context.counted:
        return left + names.head_noun(context.counted)
    if frame.left_text.endswith("的") and context.counted:
        return _like_before(frame.left_text, context.counted)
    return left


def _like_before(left: str, counted: str) -> str:
    """过 50 亿的 after 年营业收入过百亿的制造业企业: the same noun, the other size."""
    noun = names.head_noun(counted)
    stem = re.match(r"(.*?)(?:过|超过|超|达到|在)", counted)
    lead = stem.group(1) if stem and not left.startswith(stem.group(1)) else ""
    return lead + left + noun


def _right_name(frame: Frame, found: list[Frame], following: list[Token], context: Context) -> str:
    left = frame.left_text
    right = (left if _EACH_PLACE.fullmatch(left) else "") + frame.right_text.removeprefix("的")
    if frame.figure.unit_class == "percent":
        name = f"{left}{right}"
        return name if name.endswith(("比例", "占比", "比重")) else f"{name}比例"
    if names.only_level(right):
        later = [item for item in found if item.index > frame.index and item.right]
        head = next((names.head_noun(item.right_text) for item in later if not names.only_level(item.right_text)), "")
        return right + (head or names.head_noun(context.counted))
    if HELPING.match(left) and not _DOES.search(right) and following:
        does = _DOES.search(names.words_of(following))
        if does:
            return does.group(1)
    if HELPING.match(left):
        return re.sub(r"(?:进行|开展|提供)(?=[一-龥]{3,})", "", right)
    if right.startswith(("企业", "公司", "园区")) and len(lists.listed(left)) > 1:
        return left + re.sub(r"^(?:企业|公司|园区|等)+|在|前|完成", "", right)
    return right


def subject(frame: Frame, name: str, context: Context) -> tuple[str, bool]:  # noqa: PLR0911 - one for each ellipsis
    """The subject where the text leaves it out, that of the clause before; and whether it was put back."""
    if not name:
        if frame.figure.unit_class == "percent":
            return context.latest or context.subject or context.counted, True
        if frame.figure.unit_class == "count":
            return context.counted or context.subject, True
        return names.without_growth(context.subject), True
    if name in ("总数", "总量", "数量") and context.counted:
        return context.counted + name, True
    if context.subject and (name.startswith("占") or names.is_growth(name)):
        return names.without_growth(context.subject) + name, True
    if names.bare(name) and frame.verbs and context.counted and context.verb:
        return context.counted + frame.verbs[-1] + name, True
    if context.subject.endswith(name) and names.bare(name):
        return context.subject, True
    if frame.verbs and context.counted.endswith(name) and name in frame.verbs[-1]:
        return context.counted, context.counted != name
    if names.bare(name) and context.topic and context.topic not in name:
        return context.topic + name, True
    if context.subject and names.only_level(name):
        return name + names.head_noun(context.subject), True
    if frame.figure.unit_class == "measure" and not frame.predicate and not frame.verbs and context.subject:
        name = names.with_amount(name, context.subject)
    fuller = names.restored(name, context.subject)
    return fuller, fuller != name
