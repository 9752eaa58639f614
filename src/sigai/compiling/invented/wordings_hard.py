"""Clauses that are seldom written, or badly: the reader is not mended by them, its confidence is fitted on them."""

from __future__ import annotations

from random import Random

from sigai.compiling.invented.model import Clause, PlanYears, gold, number, words, written
from sigai.compiling.invented.wordings import Wording


def _made(span: PlanYears) -> str:
    return "annual_count" if span.one_year else "cumulative_count"


def _rate(rng: Random) -> tuple[str, int]:
    return str(rng.choice(words()["rates"])), rng.randint(20, 98)


def _thing(rng: Random) -> tuple[str, str, float]:
    name, unit = rng.choice(words()["things"])
    return name, unit, number(rng, unit)


def _level(name: str, value: float, span: PlanYears, sign: str = "==") -> tuple[dict[str, object], ...]:
    return (gold(name, value, "%", "level", span, comparator=sign, other=("share",)),)


def moved(rng: Random, span: PlanYears) -> Clause:
    """把公交正点率从 60 % 提到 80 %."""
    name, value = _rate(rng)
    verb = rng.choice(["提到", "拉升到", "做到", "抬升至"])
    text = f"{rng.choice(['把', '将', '使', '让'])}{name}从{value - 15}%{verb}{value}%"
    return Clause("moved", text, _level(name, value, span))


def object_behind(rng: Random, span: PlanYears) -> Clause:
    """压降供水管网漏损率 3 个百分点."""
    name, value = str(rng.choice(words()["fallen"])), rng.randint(3, 30)
    verb = rng.choice(["压降", "减少", "削减", "降低"])
    kind = "annual_growth" if span.one_year else "cumulative_change"
    found = gold(name, value, "%", kind, span, direction="down", comparator=">=", other=("annual_growth",))
    return Clause("object_behind", f"{verb}{name}{value}%以上", (found,))


def every_place(rng: Random, span: PlanYears) -> Clause:
    """每个乡镇至少建成 2 个科技小院."""
    name, unit, _ = _thing(rng)
    value, whose = rng.randint(1, 9), rng.choice(["每个乡镇", "各县（市、区）", "每个街道", "平均每个园区"])
    text = f"{whose}{rng.choice(['至少建成', '不少于', '有', '配建'])}{value}{unit}{name}"
    sign = ">=" if "至少" in text or "不少于" in text else "=="
    found = gold(
        f"{whose}{name}", value, unit, "level", span, comparator=sign, other=("cumulative_count", "annual_count")
    )
    return Clause("every_place", text, (found,))


def with_brackets(rng: Random, span: PlanYears) -> Clause:
    """智慧养老服务站（含流动站）达到 20 个."""
    name, unit, value = _thing(rng)
    inside = rng.choice(["含改扩建", "站、点", "不含民办", "包括在建"])
    verb = rng.choice(["达到", "建成", "完成建设"])
    kind = "level" if verb == "达到" else _made(span)
    found = gold(name, value, unit, kind, span, other=("level", "cumulative_count", "annual_count"))
    return Clause("with_brackets", f"{name}（{inside}）{verb}{written(value)}{unit}", (found,))


def lead_in(rng: Random, span: PlanYears) -> Clause:
    """以…为抓手，布局科技小院 8 个."""
    name, unit, value = _thing(rng)
    lead = rng.choice([f"围绕{rng.choice(words()['topics'])}", "以提质增效为抓手", "坚持分类施策", "依托现有资源"])
    verb = rng.choice(["布局", "落地", "挂牌", "配套", "立项", "启用", "遴选"])
    return Clause("lead_in", f"{lead}{verb}{name}{written(value)}{unit}", (gold(name, value, unit, _made(span), span),))


def new_and_all(rng: Random, span: PlanYears) -> Clause:
    """新增公办幼儿园 8 所、总数达到 60 所."""
    name, unit, value = _thing(rng)
    text = f"新增{name}{written(value)}{unit}、{rng.choice(['总数', '累计', '总量'])}达到{written(value * 3)}{unit}"
    both = (
        gold(name, value, unit, _made(span), span),
        gold(name, value * 3, unit, "level", span, other=("cumulative_count",)),
    )
    return Clause("new_and_all", text, both)


def bare_number(rng: Random, span: PlanYears) -> Clause:
    """确保公交正点率 90 %以上; 公交正点率：90 %."""
    name, value = _rate(rng)
    text = rng.choice(
        [f"确保{name}{value}%以上", f"{name}：{value}%以上", f"{name}须在{value}%以上", f"{name}做到{value}%以上"]
    )
    return Clause("bare_number", text, _level(name, value, span, ">="))


def passed(rng: Random, span: PlanYears) -> Clause:
    """20 家以上农机合作社通过质量认证."""
    name, unit, value = _thing(rng)
    act = rng.choice(["通过质量认证", "接入监管平台", "达到三星标准", "纳入名录管理"])
    found = gold(name + act, value, unit, _made(span), span, comparator=">=", other=("level", "cumulative_count"))
    return Clause("passed", f"{written(value)}{unit}以上{name}{act}", (found,))


def often(rng: Random, span: PlanYears) -> Clause:
    """每季度开展供需对接活动不少于 3 场."""
    event, unit = rng.choice([("供需对接活动", "场"), ("安全生产演练", "次"), ("技能竞赛", "场"), ("巡回义诊", "次")])
    value, period = rng.randint(2, 12), rng.choice(["每季度", "每月", "每半年", "每年"])
    found = gold(event, value, unit, "annual_count", span, comparator=">=", other=("level",))
    return Clause("often", f"{period}{rng.choice(['开展', '组织', '举办'])}{event}不少于{value}{unit}", (found,))


def topic_before(rng: Random, span: PlanYears) -> Clause:
    """壮大冷链物流产业，增加值占比达到 12 %."""
    topic, value = rng.choice(words()["topics"]), rng.randint(3, 40)
    name = rng.choice(["增加值占比", "产值占比", "企业覆盖率", "数字化率"])
    kind = "share" if name.endswith("占比") else "level"
    found = gold(topic + name, value, "%", kind, span, other=("share", "level"))
    return Clause("topic_before", f"{rng.choice(['壮大', '做强', '提升'])}{topic}，{name}达到{value}%", (found,))


def a_year(rng: Random, span: PlanYears) -> Clause:
    """每年递增 2 个百分点."""
    name, value = str(rng.choice(words()["rates"])), rng.randint(1, 8)
    text = f"{name}{rng.choice(['每年递增', '年均提高', '逐年提升', '每年提高'])}{value}个百分点"
    return Clause("a_year", text, (gold(name, value, "个百分点", "annual_growth", span),))


def twice_over(rng: Random, span: PlanYears) -> Clause:
    """增至现有的 2 倍; 实现倍增."""
    name, value = str(rng.choice(words()["grown"])), rng.randint(2, 5)
    text = f"{name}{rng.choice(['增至现有的', '达到目前的', '扩大到基期的'])}{value}倍"
    return Clause("twice_over", text, (gold(name, value, "倍", "multiple", span, other=("cumulative_change",)),))


def amount_first(rng: Random, span: PlanYears) -> Clause:
    """完成 120 公里老旧供水管网更新."""
    name, unit = rng.choice(words()["works"])
    value, act = number(rng, unit), rng.choice(["更新", "提升", "养护", "达标建设"])
    found = gold(name + act, value, unit, _made(span), span, other=("level",))
    return Clause("amount_first", f"{rng.choice(['完成', '推进', '抓好'])}{written(value)}{unit}{name}{act}", (found,))


def other_year(rng: Random, span: PlanYears) -> Clause:
    """A date said in other words than a year: 规划期末, 首年, 中期."""
    name, value = _rate(rng)
    if span.one_year:
        return Clause("other_year", f"全年{name}达到{value}%", _level(name, value, span))
    said, last = rng.choice([("规划期末", span.last), ("首年", span.first), (f"{span.last}年上半年", span.last),
                             (f"{span.first + 1}年起", span.first + 1), ("到期末", span.last)])  # fmt: skip
    return Clause("other_year", f"{said}{name}达到{value}%", _level(name, value, PlanYears(span.first, last)))


def two_things(rng: Random, span: PlanYears) -> Clause:
    """村史馆和体育公园合计 20 个."""
    (one, unit), (other, _) = rng.sample(words()["things"], 2)
    value = number(rng, unit)
    text = f"{one}和{other}{rng.choice(['合计', '共'])}{rng.choice(['建成', '达到', ''])}{written(value)}{unit}"
    found = gold(f"{one}和{other}", value, unit, _made(span), span, other=("level", "cumulative_count"))
    return Clause("two_things", text, (found,))


HARD: tuple[Wording, ...] = (
    moved, object_behind, every_place, with_brackets, lead_in, new_and_all, bare_number, passed, often, topic_before,
    a_year, twice_over, amount_first, other_year, two_things,
)  # fmt: skip
