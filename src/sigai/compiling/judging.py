"""Which figures are targets, and which are headings, examples, rewards, conditions or things that already exist."""

from __future__ import annotations

import re

from sigai.compiling import names
from sigai.compiling.clauses import Frame
from sigai.compiling.context import Context
from sigai.compiling.kinds import NEW_VERBS
from sigai.compiling.lexicon import alternatives

HELPING = re.compile(r"(?:^|.*)(?:对|为|面向|向|给|组织|帮助)$")
_REWARD = re.compile(alternatives("verbs", "reward"))
_ACTS = re.compile(alternatives("words", "acts"))
_VAGUE = re.compile(rf"(?:{alternatives('words', 'vague')})$")
_HEADINGS = re.compile(rf"^(?:{alternatives('words', 'headings_counted')})")
_POLICY = re.compile(rf"(?:(?<!解决)方案|{alternatives('words', 'policies')})$")
_PROGRESS_GOAL = re.compile(rf"(?:{alternatives('words', 'progress_goals')})$")
_THINGS = ("企业", "项目", "平台", "基地", "工厂", "园区", "产品", "单位")
_GOAL = re.compile(r"的?(?:目标|水平|任务|要求)|的规模(?!以上)|大关|关口|台阶")
_CONDITION = re.compile(r"^(?:的|时|者|且|并|或者?|以上的|的企业|的项目|的单位)$")
_YEARS = ("寿命", "年限", "年龄", "评分", "得分")


def counts_right(frame: Frame) -> bool:
    """Whether what is counted stands after the figure (培育 3 家企业), not before it (培育企业 3 家)."""
    right = frame.right_text
    if not right or _GOAL.match(right):
        return False
    if frame.figure.unit_class == "count":
        return not (frame.predicate and frame.left) or (frame.predicate in ("grow",) and not frame.left)
    if frame.figure.unit_class == "percent":
        return not frame.predicate and (not frame.left or not names.ends_like_indicator(frame.left_text))
    return bool(frame.verbs) and not frame.predicate and (not frame.left or frame.left_text.startswith("在"))


def is_target(frame: Frame, name: str, context: Context, rewarding: bool) -> bool:  # noqa: PLR0911
    """Whether a figure with this name is something the plan wants reached; `rewarding` is said of its sentence."""
    if len(name) < 2 or (context.past and not (frame.when and not context.calendar.settle(frame.when).past)):
        return False
    if frame.figure.unit in ("年", "个月", "岁", "分") and not name.endswith(_YEARS):
        return False
    if rewarding and not (frame.figure.unit_class == "count" and frame.verbs and (frame.every or frame.when)):
        return False
    if _CONDITION.match(frame.right_text) or frame.left_text.endswith(("每", "按", "按照", "达到第", "前", "第")):
        return False
    if frame.left_text.startswith(("把", "将")) and counts_right(frame):
        return False
    if frame.figure.unit_class == "count":
        return not name.endswith(("指标", "任务", "条件")) and _counts(frame, name, context)
    if frame.figure.unit_class == "percent":
        return bool(frame.predicate or frame.before or frame.after or frame.left or frame.right or frame.when)
    if frame.figure.unit_class == "none":
        governed = frame.predicate or frame.before or (frame.verbs and frame.figure.unit)
        return bool(governed) and not counts_right(frame) and not (frame.right and not _GOAL.match(frame.right_text))
    listed = (bool(context.amount) and context.amount == frame.figure.unit) or frame.cumulative
    return bool(frame.predicate or frame.before or frame.verbs or listed or names.ends_like_indicator(name)) and not (
        frame.right and not counts_right(frame) and not _GOAL.match(frame.right_text)
    )


def _counts(frame: Frame, name: str, context: Context) -> bool:  # noqa: PLR0911 - one for each reason
    """Whether a count is one of things to be made or reached."""
    right = frame.right_text
    on_right = counts_right(frame)
    if on_right and (
        (_HEADINGS.match(right) and not right.endswith(_THINGS))
        or (_POLICY.search(right) and "制定" not in frame.verbs)
    ):
        return False
    if on_right and frame.left_text.endswith(("等", "这", "的", "上述", "其他", "其余", "另外")):
        return bool(set(frame.verbs) & {"建成", "开工", "新增", "投产"})
    enumerating = any(
        token.can("enumerating") and not token.can("outcome", "causative", "adverb") for token in frame.left[:2]
    )
    if on_right and enumerating and not (set(frame.verbs) & NEW_VERBS):
        return False
    if on_right and frame.causative and not set(frame.verbs) & NEW_VERBS:
        return bool(_ACTS.search(frame.tail)) and not _VAGUE.search(right)
    if frame.progress and not set(frame.verbs) & NEW_VERBS:
        return on_right and bool(_PROGRESS_GOAL.search(right)) and not frame.left
    governed = frame.verbs or frame.predicate or context.verb or context.predicate or frame.every or frame.cumulative
    if on_right:
        return bool(governed or HELPING.match(frame.left_text) or _ACTS.search(right))
    if frame.figure.han and not governed:
        return False
    told = frame.before or frame.after or frame.soft or "新增" in name or names.ends_like_indicator(name)
    return bool(governed or told or context.when)


def rewards(text: str) -> bool:
    """Whether a sentence grants or charges money: its figures are no targets."""
    return bool(_REWARD.search(text))
