"""What sort of figure a clause states: kind, comparator, direction and period, from its governing words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigai.compiling import names
from sigai.compiling.clauses import HAVING, Frame
from sigai.compiling.context import Context
from sigai.compiling.lexicon import word_set
from sigai.compiling.model import Comparator, Direction, Kind
from sigai.compiling.times import Time

# Titles that are awarded and things that are built: reaching N of them means making them.
_MADE = re.compile(
    r"(?:平台|中心|基地|工厂|车间|园区|示范|试点|实验室|基站|场景|节点|高新技术企业|中小企业|小巨人|单项冠军|冠军|标杆|品牌|标准|专利|服务商|供应商|载体|集群|企业技术中心|站点|充电桩|APP|案例|项目|设计中心|研究院|机构|领军企业|专精特新)[企业个]*$"
)
_STOCK = re.compile(r"(?:量|数|总数|规模|人口|用户|主体|面积|里程|总量|保有量|户数|拥有量|人数)$")
RATE_FALLS = re.compile("|".join(re.escape(word) for word in sorted(word_set("words", "down"), key=len, reverse=True)))
_SIZED = re.compile(r"(?:超|过|突破|达)?\d*[一-龥]?[亿万]元?(?:以上)?(?:的)?(?:企业|园区|集群|产业|县|镇|项目|平台)")
RISING = ("占比", "比重", "比例", "改造", "能力", "下降率", "覆盖率", "达标率", "改造率")
_GROWTH_NOUN = re.compile(r"(?:增速|增幅|涨幅|增长率|增长速度|年增速|增长幅度|降幅|下降率)$")
_SHARE = re.compile(r"占(?!地|用|有率|领)|占比|比重|比例|份额|(?<=[料量额价能水气油煤])比$")
_BRINGING = frozenset(["推动", "促进", "带动", "确保", "力促", "保障"])
"""Verbs that bring something to what the next word says (推动…达到), and make nothing themselves."""
NEW_VERBS = frozenset(
    [
        "新增",
        "净增",
        "新培育",
        "新认定",
        "新创建",
        "新打造",
        "新引进",
        "新建",
        "新开工",
        "新登记",
        "新设立",
        "新组建",
        "新建成",
        "新制定",
        "新发布",
        "新布局",
        "新改建",
        "新获",
        "增设",
        "新造",
        "新签",
        "新投",
        "新投产",
        "引进",
        "招引",
        "建成",
        "改造",
        "完成",
        "建设",
        "培育",
        "打造",
        "培训",
        "淘汰",
        "创建",
        "增加",
    ]
)
MEASURED_NEW = frozenset(
    [
        "新增",
        "净增",
        "新建",
        "新建成",
        "建成",
        "改造",
        "建设",
        "淘汰",
        "造林",
        "修复",
        "治理",
        "新造",
        "拆除",
        "整治",
        "盘活",
        "新开工",
        "筹集",
        "建造",
        "退出",
        "压减",
        "化解",
        "腾退",
        "新改建",
        "改扩建",
        "绿化",
        "铺设",
        "营造",
        "化解",
        "关停",
        "完成",
        "实施",
        "开工建设",
        "整治修复",
        "开工",
    ]
)


@dataclass(frozen=True, slots=True)
class Sort:
    """Kind with the other kinds the wording allows, comparator, direction, period and base year."""

    kind: Kind
    others: tuple[Kind, ...]
    comparator: Comparator
    direction: Direction
    start: int | None
    end: int | None
    base_year: int | None
    dated: bool


def sort_of(frame: Frame, name: str, context: Context) -> Sort:
    """All attributes of a figure at once."""
    when = context.calendar.settle(frame.when) if frame.when else _carried(frame, context)
    kind, others = _kind(frame, name, context, when)
    direction = _direction(frame, name, kind)
    start, end = _period(kind, when, context)
    return Sort(
        kind, others, _comparator(frame, direction, kind), direction, start, end, _base(frame), when is not None
    )


def _carried(frame: Frame, context: Context) -> Time | None:
    """The time in force for a clause without one; a single year that was said before is not that of 年均."""
    when = context.when
    return None if frame.annual and when is not None and when.first == when.last and not when.until else when


def _base(frame: Frame) -> int | None:
    return frame.base.last if frame.base else None


def _kind(frame: Frame, name: str, context: Context, when: Time | None) -> tuple[Kind, tuple[Kind, ...]]:  # noqa: PLR0911
    unit_class = frame.figure.unit_class
    changing = frame.predicate in ("grow", "fall")
    if frame.figure.unit == "倍" and (not changing or frame.predicate_word == "翻番"):
        return "multiple", ("cumulative_change",)
    if unit_class == "count" and not (changing and frame.base):
        return _count_kind(frame, name, context, when)
    if changing:
        return _change_kind(frame, context, when), ()
    if unit_class == "percent":
        if _GROWTH_NOUN.search(name) or frame.annual or (frame.base and frame.figure.unit == "个百分点"):
            return _change_kind(frame, context, when, noun=bool(_GROWTH_NOUN.search(name))), ()
        return ("share" if _SHARE.search(name) or frame.middle else "level"), ()
    if unit_class == "measure" and _is_done(frame, name, context):
        kind, others = _count_kind(frame, name, context, when)
        return kind, (*others, "level")
    alone = not (frame.predicate or frame.before or names.ends_like_indicator(name))
    if (frame.every or (context.every and alone)) and unit_class in ("measure", "money") and not frame.predicate:
        return "annual_count", ("level",)
    return "level", ()


def _is_done(frame: Frame, name: str, context: Context) -> bool:
    """Whether an amount is one of work done (改造 600 公里), not the size that something reaches."""
    carried = {context.verb} if not frame.predicate + frame.before else set()
    if (set(frame.verbs) | carried) & MEASURED_NEW:
        return True
    return names.ends_like_work(name) and frame.predicate not in ("reach", "hold", "limit", "reduce_to")


def _change_kind(frame: Frame, context: Context, when: Time | None, noun: bool = False) -> Kind:  # noqa: PLR0911
    if frame.annual or frame.every or (frame.base and frame.base.relative) or noun:
        return "annual_growth"
    if frame.base:
        return "cumulative_change"
    if frame.cumulative or context.cumulative or context.based:
        return "cumulative_change"
    if context.every and not frame.verbs:
        return "annual_growth"
    if when is not None and not when.until and when.first is not None and when.first == when.last:
        return "annual_growth"
    if when is None and context.calendar.one_year:
        return "annual_growth"
    if when is not None and when.last == context.calendar.year and context.calendar.one_year:
        return "annual_growth"
    return "cumulative_change"


def _count_kind(frame: Frame, name: str, context: Context, when: Time | None) -> tuple[Kind, tuple[Kind, ...]]:  # noqa: PLR0911
    verbs = frame.verbs or ([context.verb] if context.verb and not frame.predicate else [])
    if _STOCK.search(name) and frame.predicate + frame.before and not set(frame.verbs) - _BRINGING:
        return "level", ()
    counted = (
        bool(verbs)
        or frame.predicate in ("grow", "fall")
        or "新增" in name
        or name.startswith("新")
        or name.endswith(("培训", "诊断", "诊断服务", "对接活动", "攻关", "上云"))
    )
    counted |= (bool(frame.right) or names.ends_like_work(name)) and not frame.predicate
    one_year = _one_year(when, context)
    if frame.verbs and set(frame.verbs) <= {*HAVING, "拥有"}:
        return "level", ("cumulative_count", "annual_count")
    if name.startswith("年") and frame.predicate + frame.before and not frame.verbs:
        return "level", ("annual_count",)
    if frame.every or frame.annual or (context.every and not frame.predicate):
        carried: tuple[Kind, ...] = () if frame.every else ("cumulative_count",)
        return "annual_count", carried
    if frame.cumulative or (context.cumulative and counted):
        return "cumulative_count", () if frame.cumulative else ("annual_count",)
    if not counted and (frame.predicate or context.predicate or not name.startswith("新")):
        return _stock_kind(name, one_year and context.calendar.one_year, frame, context)
    if not one_year:
        return "cumulative_count", ()
    if context.calendar.one_year:
        return "annual_count", ()
    last = when is not None and when.last == context.calendar.horizon
    if last and not any(verb.startswith(("新", "净")) for verb in verbs):
        return "cumulative_count", ("annual_count",)
    return "annual_count", ("cumulative_count",)


def _stock_kind(name: str, one_year: bool, frame: Frame, context: Context) -> tuple[Kind, tuple[Kind, ...]]:
    """A count that stands at N: a level, but where N are titles or things to be made, making them is what counts."""
    if _STOCK.search(name) or _SIZED.search(name) or (one_year and (frame.predicate or context.predicate)):
        return "level", ()
    if one_year:
        return "annual_count", ("level",)
    if _MADE.search(name):
        return "cumulative_count", ("level",)
    return "level", ("cumulative_count",)


def _one_year(when: Time | None, context: Context) -> bool:
    """Whether the clause speaks of one single year (2021年, …), not of all years up to one (到2023年)."""
    if when is None:
        return context.calendar.one_year
    if when.first is None or when.first != when.last:
        return False
    return not when.until or (context.calendar.one_year and when.last == context.calendar.year)


def _period(kind: Kind, when: Time | None, context: Context) -> tuple[int | None, int | None]:
    calendar = context.calendar
    end = when.last if when and when.last else calendar.horizon
    if when and when.first != when.last and when.first:
        return when.first, end
    if kind in ("annual_growth", "annual_count"):
        single = when is not None and not when.until and not context.every and when.first == when.last
        return (end, end) if single or calendar.one_year else (calendar.year, end)
    if kind == "cumulative_change":
        return calendar.year, end
    return None, end


def _comparator(frame: Frame, direction: Direction, kind: Kind) -> Comparator:
    sign = _sign(frame)
    if sign in ("==", "<=") and frame.predicate in ("grow", "fall") and sign == "==":
        return "=="
    if (
        sign == "=="
        and direction == "down"
        and kind in ("level", "share")
        and frame.predicate in ("limit", "reduce_to")
    ):
        return "<="
    return sign


def _sign(frame: Frame) -> Comparator:
    if "~" in (frame.before, frame.after):
        return "~"
    if frame.predicate == "limit" and frame.after == "<=":
        return "<="
    for mark in (frame.after, frame.before):
        if mark in (">=", ">", "<=", "<"):
            return mark  # type: ignore[return-value]
    if frame.predicate in ("limit", "reduce_to"):
        return "<="
    return "=="


def _direction(frame: Frame, name: str, kind: Kind) -> Direction:
    falls = bool(RATE_FALLS.search(name))
    if frame.predicate in ("fall", "reduce_to", "limit"):
        return "down"
    if frame.predicate == "grow":
        return "down" if frame.after == "<=" or re.search(r"消费价格|物价|CPI", name) else "up"
    if _GROWTH_NOUN.search(name) and name.endswith(("降幅", "下降率")):
        return "down"
    if kind in ("level", "share") or _GROWTH_NOUN.search(name):
        if _sign(frame) in ("<=", "<"):
            return "down"
        if falls and not name.endswith(RISING):
            return "down"
    return "up"
