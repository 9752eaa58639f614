"""Harder clauses of invented plans: two figures of one thing, sizes, words for numbers, things done for somebody."""

from __future__ import annotations

from random import Random

from sigai.compiling.invented.model import Clause, PlanYears, gold, number, words, written
from sigai.compiling.invented.wordings import Wording


def _made(span: PlanYears) -> str:
    return "annual_count" if span.one_year else "cumulative_count"


def joined(rng: Random, span: PlanYears) -> Clause:
    """民间投资突破 120 亿元、年均增长 8 %."""
    name, unit = str(rng.choice(words()["grown"])), "亿元"
    value, rate = number(rng, unit), rng.randint(3, 15)
    growth = "增长" if span.one_year else "年均增长"
    text = f"{name}{rng.choice(['突破', '达到'])}{written(value)}{unit}、{growth}{rate}%"
    sign = ">" if "突破" in text else "=="
    found = (gold(name, value, unit, "level", span, comparator=sign), gold(name, rate, "%", "annual_growth", span))
    return Clause("joined", text, found)


def two_verbs(rng: Random, span: PlanYears) -> Clause:
    """新建、改扩建公办幼儿园 38 所."""
    (name, unit), verbs = (
        rng.choice(words()["things"]),
        rng.choice(["新建、改扩建", "新建和改造", "新建改建", "培育引进"]),
    )
    value = number(rng, unit)
    return Clause("two_verbs", f"{verbs}{name}{written(value)}{unit}", (gold(name, value, unit, _made(span), span),))


def for_whom(rng: Random, span: PlanYears) -> Clause:
    """为老年人提供上门服务 1 万人次以上."""
    whom, name, unit = rng.choice(words()["for_whom"])
    value = rng.randint(2, 90)
    act = "开展" if name.endswith(("培训", "活动")) else "提供"
    text = f"{whom}{act}{name}{value}{unit}以上"
    return Clause("for_whom", text, (gold(name, value, unit, _made(span), span, comparator=">=", other=("level",)),))


def amounts(rng: Random, span: PlanYears) -> Clause:
    """修复河道岸线 45 公里、废弃矿山 1200 公顷."""
    pairs = rng.sample(words()["works"], 2)
    values = [number(rng, unit) for _, unit in pairs]
    verb = rng.choice(["改造", "整治", "治理", "建设"])
    items = [f"{name}{written(value)}{unit}" for (name, unit), value in zip(pairs, values, strict=True)]
    found = [gold(name, value, unit, _made(span), span) for (name, unit), value in zip(pairs, values, strict=True)]
    return Clause("amounts", verb + "、".join(items), tuple(found))


def modified(rng: Random, span: PlanYears) -> Clause:
    """培育具有较强带动能力的瞪羚企业 5 家."""
    (name, unit), value = rng.choice(words()["things"]), rng.randint(2, 90)
    how = rng.choice(["具有较强带动能力的", "布局合理、功能完善的", "可复制可推广的", "特色鲜明的"])
    verb = rng.choice(["建成", "打造", "新增"])
    text = rng.choice([f"{verb}{value}{unit}{how}{name}", f"{verb}{how}{name}{value}{unit}"])
    return Clause("modified", text, (gold(name, value, unit, _made(span), span),))


def sized(rng: Random, span: PlanYears) -> Clause:
    """年产值超 10 亿元的瞪羚企业达到 5 家; 引进投资 5000 万元以上项目 120 个."""
    value, size = rng.randint(3, 90), rng.choice(["1", "5", "10", "50"])
    name = rng.choice([f"年产值超{size}亿元的企业", f"年营业收入{size}亿元以上企业", f"产值过{size}亿元的园区"])
    unit = "个" if name.endswith("园区") else "家"
    if rng.random() < 0.5:
        return Clause("sized", f"{name}达到{value}{unit}", (gold(name, value, unit, "level", span),))
    text = f"引进投资{size}亿元以上项目{value}个"
    return Clause("sized", text, (gold(f"投资{size}亿元以上项目", value, "个", _made(span), span),))


def ceiling(rng: Random, span: PlanYears) -> Clause:
    """控制在 60 % 以内; 不超过 4.5 %."""
    (name, unit), value = rng.choice(words()["ceilings"]), rng.randint(3, 60)
    said = rng.choice(["控制在{}以内", "不超过{}", "降至{}以下", "低于{}"])
    text = name + said.format(f"{value}{unit}")
    sign = "<" if "低于" in text else "<="
    return Clause(
        "ceiling", text, (gold(name, value, unit, "level", span, comparator=sign, direction="down", other=("share",)),)
    )


def in_words(rng: Random, span: PlanYears) -> Clause:
    """达到百分之八十以上; 翻一番; 八成以上的村建成…."""
    name = str(rng.choice(words()["rates"]))
    form = rng.choice(["percent", "tenths", "double"])
    if form == "percent":
        return Clause(
            "in_words",
            f"{name}达到百分之八十五以上",
            (gold(name, 85, "%", "level", span, comparator=">=", other=("share",)),),
        )
    if form == "tenths":
        name, other = "行政村建成寄递物流服务站比例", ("level",)
        return Clause(
            "in_words",
            "八成以上行政村建成寄递物流服务站",
            (gold(name, 80, "%", "share", span, comparator=">=", other=other),),
        )
    name = str(rng.choice(words()["grown"]))
    return Clause(
        "in_words", f"{name}较{span.first - 1}年翻一番", (gold(name, 2, "倍", "multiple", span, base=span.first - 1),)
    )


def steps(rng: Random, span: PlanYears) -> Clause:
    """2024 年新建村史馆 20 个，2025 年新建 30 个."""
    if span.one_year:
        return two_verbs(rng, span)
    (name, unit), years = rng.choice(words()["things"]), (span.first, span.first + 1)
    first, second = number(rng, unit), number(rng, unit)
    text = f"{years[0]}年新建{name}{written(first)}{unit}，{years[1]}年新建{written(second)}{unit}"
    found = [
        gold(name, value, unit, "annual_count", PlanYears(year, year), other=("cumulative_count",))
        for value, year in zip((first, second), years, strict=True)
    ]
    return Clause("steps", text, tuple(found))


def points(rng: Random, span: PlanYears) -> Clause:
    """提高 5 个百分点."""
    name, value = str(rng.choice(words()["rates"])), rng.randint(2, 20)
    base = rng.choice([None, span.first - 1])
    text = f"{name}{f'较{base}年' if base else ''}提高{value}个百分点{rng.choice(['', '以上'])}"
    sign, kind = (
        ">=" if text.endswith("以上") else "==",
        "annual_growth" if span.one_year and not base else "cumulative_change",
    )
    return Clause("points", text, (gold(name, value, "个百分点", kind, span, comparator=sign, base=base),))


def act_share(rng: Random, span: PlanYears) -> Clause:
    """80 % 以上的政务服务事项实现掌上办."""
    who, act = rng.choice(words()["doing"])
    value = rng.randint(50, 95)
    return Clause(
        "act_share",
        f"{value}%以上的{who}{act}",
        (gold(who + act, value, "%", "share", span, comparator=">=", other=("level",)),),
    )


MORE: tuple[Wording, ...] = (
    joined, two_verbs, for_whom, amounts, modified, sized, ceiling, in_words, steps, points, act_share,
)  # fmt: skip
