"""Clauses of invented plans: each wording draws its words and numbers and says which targets it states."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sigai.compiling.invented.model import Clause, Gold, PlanYears, gold, number, words, written

Wording = Callable[[Random, PlanYears], Clause]
_BOUNDS = (("达到{n}", "=="), ("达到{n}以上", ">="), ("不低于{n}", ">="), ("突破{n}", ">"), ("力争达到{n}左右", "~"),
           ("超过{n}", ">"), ("达{n}", "=="), ("提高到{n}", "=="), ("提升至{n}以上", ">="))  # fmt: skip
_MAKING = ("新建", "建成", "新增", "打造", "培育", "建设", "新创建")


def _made(span: PlanYears) -> str:
    return "annual_count" if span.one_year else "cumulative_count"


def _pick(rng: Random, key: str) -> list[str]:
    found: list[str] = rng.choice(words()[key])
    return found


def _bound(rng: Random, value: float, unit: str) -> tuple[str, str]:
    form, sign = rng.choice(_BOUNDS)
    return form.format(n=f"{written(value)}{unit}"), sign


def level(rng: Random, span: PlanYears) -> Clause:
    """港口货物吞吐量达到 3000 万吨以上."""
    name, unit = _pick(rng, "levels")
    value = number(rng, unit)
    said, sign = _bound(rng, value, unit)
    return Clause("level", name + said, (gold(name, value, unit, "level", span, comparator=sign),))


def rate(rng: Random, span: PlanYears) -> Clause:
    """城乡污水处理率提高到 85 %."""
    name, value = str(_pick(rng, "rates")), number(rng, "%")
    said, sign = _bound(rng, value, "%")
    return Clause("rate", name + said, (gold(name, value, "%", "level", span, comparator=sign, other=("share",)),))


def share(rng: Random, span: PlanYears) -> Clause:
    """A share in several orders of words: 提高…占比至 60 %."""
    name, value = str(_pick(rng, "shares")), number(rng, "%")
    said, sign = _bound(rng, value, "%")
    text = rng.choice([name + said, f"提高{name}至{written(value)}%", f"推动{name}{said}"])
    sign = "==" if text.startswith("提高") else sign
    return Clause("share", text, (gold(name, value, "%", "share", span, comparator=sign),))


def growth(rng: Random, span: PlanYears) -> Clause:
    """年均增长 6 %, in the report of one year 增长 6 %."""
    name, value = str(_pick(rng, "grown")), rng.randint(2, 15) + rng.choice([0, 0.5])
    mark, sign = rng.choice([("", "=="), ("左右", "~"), ("以上", ">=")])
    verb = "增长" if span.one_year else rng.choice(["年均增长", "年均增速达到", "年均增速保持在"])
    found = gold(name, value, "%", "annual_growth", span, comparator=sign)
    return Clause("growth", f"{name}{verb}{written(value)}%{mark}", (found,))


def change(rng: Random, span: PlanYears) -> Clause:
    """较 2020 年下降 18 %."""
    name, value, base = str(_pick(rng, "fallen")), number(rng, "%"), span.first - 1
    verb = rng.choice(["下降", "降低", "减少"])
    text = f"{name}较{base}年{verb}{written(value)}%"
    return Clause("change", text, (gold(name, value, "%", "cumulative_change", span, direction="down", base=base),))


def made(rng: Random, span: PlanYears) -> Clause:
    """新建村史馆 20 个; 新建 20 个村史馆."""
    (name, unit), verb = _pick(rng, "things"), rng.choice(_MAKING)
    value = number(rng, unit)
    mark, sign = rng.choice([("", "=="), ("以上", ">=")])
    count = f"{written(value)}{unit}{mark}"
    text = verb + rng.choice([name + count, count + name])
    return Clause("made", text, (gold(name, value, unit, _made(span), span, comparator=sign),))


def worked(rng: Random, span: PlanYears) -> Clause:
    """完成老旧供水管网改造 600 公里; 实施 40 公里河道清淤."""
    name, unit = _pick(rng, "works")
    value = number(rng, unit)
    count, act = f"{written(value)}{unit}", rng.choice(["改造", "整治", "治理", "建设"])
    text = rng.choice([f"完成{name}{act}{count}", f"{act}{name}{count}", f"实施{count}{name}{act}工程",
                       f"{name}{act}{count}", f"完成{count}{name}{act}"])  # fmt: skip
    return Clause("worked", text, (gold(f"{name}{act}", value, unit, _made(span), span),))


def yearly(rng: Random, span: PlanYears) -> Clause:
    """每年新建村史馆 20 个以上."""
    name, unit = _pick(rng, "things")
    value, verb = number(rng, unit), rng.choice(_MAKING)
    text = rng.choice([f"每年{verb}{name}{written(value)}{unit}以上", f"每年{verb}不少于{written(value)}{unit}{name}"])
    return Clause("yearly", text, (gold(name, value, unit, "annual_count", span, comparator=">="),))


def respectively(rng: Random, span: PlanYears) -> Clause:
    """小麦、水稻良种覆盖率分别达到 95 % 和 90 %."""
    (heads, tail), unit = (_pick(rng, "shared"), "%") if rng.random() < 0.5 else (_pick(rng, "amounts_shared"), "亿元")
    unit = {"年产量": "万吨", "装机容量": "万千瓦"}.get(str(tail), unit)
    values = [number(rng, unit) for _ in heads]
    joined = rng.choice(["、".join(heads), "、".join(heads[:-1]) + "和" + heads[-1]])
    numbers = [f"{written(value)}{unit}" for value in values]
    said = "、".join(numbers[:-1]) + rng.choice(["和", "、"]) + numbers[-1]
    mark, sign = rng.choice([("", "=="), ("以上", ">="), ("左右", "~")])
    text = f"{joined}{tail}分别{rng.choice(['达到', '提高到', '为'])}{said}{mark}"
    every = [
        gold(f"{head}{tail}", value, unit, "level", span, comparator=sign, other=("share",))
        for head, value in zip(heads, values, strict=True)
    ]
    return Clause("respectively", text, tuple(every))


def alike(rng: Random, span: PlanYears) -> Clause:
    """小麦、水稻良种覆盖率均达到 95 %; 新建甲、乙各 15 家."""
    if rng.random() < 0.5:
        heads, tail = _pick(rng, "shared")
        value = number(rng, "%")
        found = [gold(f"{head}{tail}", value, "%", "level", span, other=("share",)) for head in heads]
        return Clause("alike", f"{'、'.join(heads)}{tail}均达到{written(value)}%", tuple(found))
    chosen = rng.sample([pair for pair in words()["things"] if pair[1] == "个"], rng.choice([2, 3]))
    value = number(rng, "个")
    text = f"{rng.choice(['新建', '建成', '打造'])}{'、'.join(name for name, _ in chosen)}各{written(value)}个"
    return Clause("alike", text, tuple(gold(name, value, "个", _made(span), span) for name, _ in chosen))


def shortened(rng: Random, span: PlanYears) -> Clause:
    """将办理时间压缩至 5 个工作日以内."""
    (name, unit), value = _pick(rng, "times"), rng.randint(1, 60)
    verb = rng.choice(["压缩至", "缩短到", "压减至", "控制在"])
    text = f"{rng.choice(['将', '', '推动'])}{name}{verb}{value}{unit}以内"
    return Clause("shortened", text, (gold(name, value, unit, "level", span, comparator="<=", direction="down"),))


def pressed(rng: Random, span: PlanYears) -> Clause:
    """推动企业用电成本降低 10 %."""
    name, value = str(_pick(rng, "fallen")), rng.randint(3, 40)
    text = f"推动{name}{rng.choice(['下降', '降低'])}{value}%"
    kind = "annual_growth" if span.one_year else "cumulative_change"
    return Clause("pressed", text, (gold(name, value, "%", kind, span, direction="down"),))


def each(rng: Random, span: PlanYears) -> Clause:
    """每个县区至少建成 2 个体育公园."""
    (name, unit), value = _pick(rng, "things"), rng.randint(2, 9)
    where = rng.choice(["每个县区", "每个乡镇", "各县（区）"])
    text = f"{where}至少{rng.choice(['建成', '拥有', '有'])}{value}{unit}{name}"
    other = ("level", "annual_count", "cumulative_count")
    return Clause("each", text, (gold(where + name, value, unit, "level", span, comparator=">=", other=other),))


def from_to(rng: Random, span: PlanYears) -> Clause:
    """由 45 % 提高到 60 %."""
    name, start = str(_pick(rng, "rates")), rng.randint(20, 60)
    value = start + rng.randint(3, 30)
    text = f"{name}由{rng.choice(['', f'{span.first - 1}年的'])}{start}%{rng.choice(['提高到', '提升至'])}{value}%"
    return Clause("from_to", text, (gold(name, value, "%", "level", span, other=("share",)),))


def ranged(rng: Random, span: PlanYears) -> Clause:
    """培育 3—5 家瞪羚企业."""
    (name, unit), low = _pick(rng, "things"), rng.randint(2, 9)
    high = low + rng.randint(1, 6)
    text = f"{rng.choice(['培育', '打造', '建成'])}{low}{rng.choice(['—', '-', '至'])}{high}{unit}{name}"
    ends: list[Gold] = [gold(name, low, unit, _made(span), span, comparator=">="),
                        gold(name, high, unit, _made(span), span, comparator="<=")]  # fmt: skip
    return Clause("ranged", text, tuple(ends))


def classes(rng: Random, span: PlanYears) -> Clause:
    """新增省级、国家级企业技术中心 20 家、3 家."""
    one, other, noun, unit = _pick(rng, "classes")
    first, second = number(rng, unit), rng.randint(2, 9)
    text = rng.choice([
        f"新增{one}{noun}{written(first)}{unit}、{other}{second}{unit}",
        f"新增{one}、{other}{noun}{written(first)}{unit}、{second}{unit}",
        f"新增{one}{noun}{written(first)}{unit}，其中{other}{second}{unit}",
    ])  # fmt: skip
    found = (gold(one + noun, first, unit, _made(span), span), gold(other + noun, second, unit, _made(span), span))
    return Clause("classes", text, found)


def chained(rng: Random, span: PlanYears) -> Clause:
    """新建公办幼儿园 12 所、体育公园 6 个、公共充电桩 800 个."""
    chosen = rng.sample(words()["things"], rng.choice([2, 3]))
    values = [number(rng, unit) for _, unit in chosen]
    items = [f"{name}{written(value)}{unit}" for (name, unit), value in zip(chosen, values, strict=True)]
    found = [gold(name, value, unit, _made(span), span) for (name, unit), value in zip(chosen, values, strict=True)]
    return Clause("chained", rng.choice(["新建", "新增", "建成"]) + "、".join(items), tuple(found))


def nothing(rng: Random, span: PlanYears) -> Clause:  # noqa: ARG001 a wording like all others
    """Numbers that count nothing, grants, size classes."""
    return Clause("nothing", str(_pick(rng, "nothing")))


EVERY: tuple[Wording, ...] = (
    level, rate, share, growth, change, made, worked, yearly, respectively, alike, shortened, pressed, each, from_to,
    ranged, classes, chained, nothing,
)  # fmt: skip
OF_RESULTS: tuple[Wording, ...] = (level, rate, made, worked, chained, growth, respectively)
"""Wordings in which a plan tells what was reached."""
