"""Which figures are targets, and which are headings, examples, rewards, conditions or things that already exist."""

from __future__ import annotations

import re
from collections.abc import Callable

from sigai.compiling import names
from sigai.compiling.clauses import Frame
from sigai.compiling.context import Context
from sigai.compiling.kinds import MEASURED_NEW, NEW_VERBS
from sigai.compiling.lexicon import alternatives
from sigai.compiling.model import WhyLeftOut

_MADE_ANEW = frozenset(
    ["新增", "新建", "建成", "培育", "打造", "创建", "引进", "新培育", "完成", "开工", "竣工", "投产", "制定"]
)
HELPING = re.compile(r"(?:^|.*)(?:对|为|面向|向|给|组织|帮助)$")
_REWARD = re.compile(alternatives("verbs", "reward"))
_ACTS = re.compile(alternatives("words", "acts"))
_VAGUE = re.compile(rf"(?:{alternatives('words', 'vague')})$")
_HEADINGS = re.compile(rf"^(?:{alternatives('words', 'headings_counted')})")
_POLICY = re.compile(rf"(?:(?<!解决)方案|{alternatives('words', 'policies')})$")
_PROGRESS_GOAL = re.compile(rf"(?:{alternatives('words', 'progress_goals')})$")
_BEGUN = re.compile(r"(?:开工|竣工|投产|投用|投运|建成|达产|落地|完工)(?:建设|见效)?$")
_LACKING = re.compile(r"(?:仅|只有|仅有|不足|尚|还不到|仅为|仅占)$")
"""占比仅 12 %: a clause on what is missing, which tells what is."""
_THINGS = ("企业", "项目", "平台", "基地", "工厂", "园区", "产品", "单位")
_GOAL = re.compile(r"的?(?:目标|水平|任务|要求)|的规模(?!以上|化|养殖|经营)|大关|关口|台阶")
_CONDITION = re.compile(
    r"^(?:的|时|者|且|并|或者?|以上的|的企业|的项目|的单位)$|^的(?:进行|予以|给予|不予|取消|收回|限期|责令|约谈|通报)"
)
_BY_RATE = re.compile(r"按照?[^，]{2,}的$")
_YEARS = ("寿命", "年限", "年龄", "评分", "得分", "周期", "时间", "时限", "时长", "期限", "用时", "工期")
_DURATIONS = frozenset(["分钟", "小时", "天", "个月", "年", "工作日", "个工作日", "千伏", "毫秒"])
"""Units that say how long or of what voltage a thing behind them is: 15 分钟生活圈, 220 千伏工程."""
_EVENTS = ("比赛", "赛事", "活动", "行动", "工程", "计划", "任务", "工作", "改革", "制度", "监管", "攻坚战")
_NAMED_BY_RATE = ("费率", "利率", "税率", "保证金", "成本")


def counts_right(frame: Frame) -> bool:
    """Whether what is counted stands after the figure (培育 3 家企业), not before it (培育企业 3 家)."""
    right = frame.right_text
    if not right or _GOAL.match(right):
        return False
    if frame.figure.unit_class == "count":
        return not (frame.predicate and frame.left) or (frame.predicate in ("grow",) and not frame.left)
    if frame.figure.unit_class == "percent":
        return not frame.predicate and (not frame.left or not names.ends_like_indicator(frame.left_text))
    if frame.predicate or (frame.left and not frame.left_text.startswith("在")):
        return False
    return bool(frame.verbs) or names.ends_like_work(right)


def why_left_out(frame: Frame, name: str, context: Context, rewarding: bool) -> WhyLeftOut | None:
    """Why a figure with this name is nothing the plan wants reached; None where it is a target.

    `rewarding` is said of its clause: it grants or charges money.
    """
    tests: tuple[tuple[WhyLeftOut, Callable[[], bool]], ...] = (
        ("past", lambda: context.told(frame.when)),
        ("past", lambda: bool(_LACKING.search(name))),
        ("unnamed", lambda: len(name) < 2),
        ("duration", lambda: _is_duration(frame, name)),
        ("reward", lambda: rewarding and not _beside_rewards(frame, name)),
        ("condition", lambda: _is_condition(frame)),
        ("not_wanted", lambda: not _wanted(frame, name, context)),
    )
    return next((reason for reason, holds in tests if holds()), None)


def _is_duration(frame: Frame, name: str) -> bool:
    """15 分钟生活圈, 三年: how long something is, not how much of it is wanted."""
    if frame.figure.unit in ("年", "个月", "岁", "分") and not name.endswith(_YEARS) and frame.predicate != "reduce_to":
        return True
    return frame.figure.unit in _DURATIONS and not frame.predicate and (counts_right(frame) or bool(frame.right))


def _is_condition(frame: Frame) -> bool:
    """达到 20 家的, 按投资额的 30 %, 将 3 个…: a condition, a rate, an object of something else."""
    left = frame.left_text
    if _CONDITION.match(frame.right_text) or _BY_RATE.search(left):
        return True
    return left.endswith(("每", "按", "按照", "达到第", "前", "第")) or (
        left.startswith(("把", "将")) and counts_right(frame)
    )


def _wanted(frame: Frame, name: str, context: Context) -> bool:
    """Whether words govern the figure that ask for it: a verb of making, of reaching, a bound."""
    if frame.figure.unit_class == "count":
        return not name.endswith(("指标", "任务", "条件")) and _counts(frame, name, context)
    if frame.figure.unit_class == "percent":
        return bool(frame.predicate or frame.before or frame.after or frame.left or frame.right or frame.when)
    on_right = counts_right(frame)
    of_another = bool(frame.right) and not _GOAL.match(frame.right_text)
    if frame.figure.unit_class == "none":
        governed = frame.predicate or frame.before or (frame.verbs and frame.figure.unit)
        return bool(governed) and not on_right and not of_another
    carried = context.verb in MEASURED_NEW and not frame.before
    listed = carried or (bool(context.amount) and context.amount == frame.figure.unit) or frame.cumulative
    named = names.ends_like_work(name) or names.ends_like_indicator(name)
    return bool(frame.predicate or frame.before or frame.verbs or listed or named) and (on_right or not of_another)


def _beside_rewards(frame: Frame, name: str) -> bool:
    """Whether a figure in a clause that speaks of money granted or charged is a target all the same."""
    if frame.figure.unit_class == "count":
        return bool(frame.verbs) and bool(frame.every or frame.when)
    return name.endswith(_NAMED_BY_RATE) and frame.predicate in ("reduce_to", "limit", "fall")


def _counts(frame: Frame, name: str, context: Context) -> bool:  # noqa: PLR0911 - one for each reason
    """Whether a count is one of things to be made or reached."""
    right = frame.right_text
    on_right = counts_right(frame)
    if on_right and (
        (_HEADINGS.match(right) and not any(thing in right for thing in _THINGS))
        or (_POLICY.search(right) and "制定" not in frame.verbs)
    ):
        return False
    if on_right and frame.left_text.endswith(("等", "这", "的", "上述", "其他", "其余", "另外")):
        return bool(set(frame.verbs) & {"建成", "开工", "新增", "投产"}) or bool(_BEGUN.search(right))
    if on_right and frame.figure.han and (frame.left or right.endswith(_EVENTS)) and not set(frame.verbs) & _MADE_ANEW:
        return False
    enumerating = any(
        token.can("enumerating") and not token.can("outcome", "causative", "adverb") for token in frame.left[:2]
    )
    if on_right and enumerating and not (set(frame.verbs) & NEW_VERBS):
        return False
    if on_right and frame.causative and not set(frame.verbs) & NEW_VERBS:
        return bool(_ACTS.search(frame.tail)) and not _VAGUE.search(right)
    if frame.progress and not set(frame.verbs) & NEW_VERBS:
        return on_right and bool(_PROGRESS_GOAL.search(right)) and not frame.left
    works = not on_right and names.ends_like_work(name)
    governed = (
        works or frame.verbs or frame.predicate or context.verb or context.predicate or frame.every or frame.cumulative
    )
    if on_right:
        return bool(governed or HELPING.match(frame.left_text) or _ACTS.search(right))
    if frame.figure.han and not governed:
        return False
    told = frame.before or frame.after or frame.soft or "新增" in name or names.ends_like_indicator(name)
    return bool(governed or told or context.when)


_GRANTED_TO = re.compile(
    r"^(?:其中)?(?:对|按|给予|凡|单|每(?:人|户|家|吨|亩|台|套|辆|次|度|千瓦|篇|项|件|名|个(?:项目|企业))|最高|单个|同一|予以|不超过|上限|由.{2,8}财政)"
)
_CEILING = re.compile(r"最高|不超过")


def rewards(parts: list[str]) -> list[bool]:
    """For each clause of a sentence whether it grants or charges money: its figures are no targets.

    A clause does that says so itself, that opens it (对…企业，按…), or that goes on with it (最高不超过…).
    """
    told = [bool(_REWARD.search(part)) for part in parts]
    found = list(told)
    for order, part in enumerate(parts):
        after, before = any(told[order + 1 : order + 3]), order > 0 and found[order - 1]
        found[order] = (
            told[order]
            or (after and bool(_GRANTED_TO.search(part)))
            or (before and bool(_GRANTED_TO.search(part) or _CEILING.search(part)))
        )
    return found
