"""Layouts of invented plans: a work report, measures with owners, an outline, tables of tasks and of indicators."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from random import Random

import docx

from sigai.compiling.invented.model import (
    Clause,
    Gold,
    InventedPlan,
    InventedTask,
    PlanYears,
    gold,
    number,
    words,
    written,
)
from sigai.compiling.invented.wordings import EVERY, OF_RESULTS
from sigai.compiling.invented.wordings_hard import HARD
from sigai.compiling.invented.wordings_more import MORE

_FILLED = 0.4
"""How many sentences have a clause without a figure."""
_HAN = "一二三四五六七八九十"
Block = str | list[list[str]]
"""A paragraph, or the rows of a table."""


def _sentence(rng: Random, plan: InventedPlan, span: PlanYears, *, clauses: int, lead: str = "") -> str:
    """A sentence of several clauses, entered in the plan."""
    drawn = [rng.choice((*EVERY, *MORE, *plan.hard))(rng, span) for _ in range(clauses)]
    drawn.sort(key=lambda clause: clause.sort in ("steps", "yearly", "change"))  # whose times hold for what follows
    plan.clauses += drawn
    texts = [clause.text for clause in drawn]
    if rng.random() < _FILLED:
        texts.insert(rng.randrange(len(texts) + 1), rng.choice(words()["fillers"]))
    return lead + rng.choice("，，；").join(texts) + "。"


def _results(rng: Random, plan: InventedPlan, span: PlanYears, clauses: int) -> str:
    """A sentence that tells what was reached: its numbers are no goals."""
    drawn = [rng.choice(OF_RESULTS)(rng, span) for _ in range(clauses)]
    plan.clauses += [Clause("past", clause.text) for clause in drawn]
    return "，".join(clause.text for clause in drawn) + "。"


def _units(rng: Random, rank: str, count: int) -> list[str]:
    end = words()["ranks"][rank][0]
    return [f"{rank}{stem}{end}" for stem in rng.sample(words()["stems"], count)]


def report(rng: Random, plan: InventedPlan) -> list[Block]:
    """A work report: what was reached, the goals of five years, the work of this year."""
    area, year = rng.choice(words()["areas"]), rng.choice([2021, 2026])
    five = {2021: "十四五", 2026: "十五五"}[year]
    now, all_five = PlanYears(year, year), PlanYears(year, year + 4)
    lines: list[Block] = [f"{area}市人民政府工作报告（{year}年）", f"一、{year - 1}年工作回顾"]
    lines += [f"——{rng.choice(words()['topics'])}稳步向好。{_results(rng, plan, now, 3)}" for _ in range(2)]
    opening = rng.choice([f"二、“{five}”时期主要目标任务", "二、今后五年的奋斗目标"])
    said = rng.choice(["今后五年，", f"到{year + 4}年，", f"“{five}”时期，", ""])
    lines += [opening, _sentence(rng, plan, all_five, clauses=4, lead=said)]
    lines += [f"——建设更加宜居的{area}。{_sentence(rng, plan, all_five, clauses=2)}", f"三、{year}年重点工作"]
    for order in range(4):
        topic = rng.choice(words()["topics"])
        lines += [f"（{_HAN[order]}）加快发展{topic}", _sentence(rng, plan, now, clauses=4)]
    return lines


def measures(rng: Random, plan: InventedPlan) -> list[Block]:
    """Numbered measures, each with the units that answer for it."""
    rank, first = rng.choice(["省", "市", "县"]), rng.choice([2021, 2023, 2024])
    span = PlanYears(first, first + rng.choice([2, 4]))
    topic = rng.choice(words()["topics"])
    title = f"{rng.choice(words()['areas'])}{rank}{topic}行动方案（{span.first}—{span.last}年）"
    goals = _sentence(rng, plan, span, clauses=3, lead=f"到{span.last}年，")
    lines: list[Block] = [title, "一、总体目标", goals, "二、主要措施"]
    mark = rng.choice(["（{}）", "{}.", "（{n}）"])
    how = rng.choice(["bracket", "labels", "lines", "lead", "roles"])
    for order, title in enumerate(rng.sample(words()["tasks"], 6)):
        owners, helpers = _units(rng, rank, rng.choice([1, 2])), _units(rng, rank, 2)
        helpers = [unit for unit in helpers if unit not in owners]
        counted = mark.format(_HAN[order] if mark == "（{}）" else order + 1, n=order + 1)
        text = f"{counted}{title}。{_sentence(rng, plan, span, clauses=2)}"
        said, helpers = _said(how, owners, helpers)
        lines += [text, *said] if how == "lines" else [text + said[0]]
        plan.tasks.append(InventedTask(title, tuple(owners), tuple(helpers)))
    return lines


def _said(how: str, owners: Sequence[str], helpers: list[str]) -> tuple[list[str], list[str]]:
    """How a plan says who answers, and whom it names beside."""
    lead, help_ = "、".join(owners), "、".join(helpers)
    if how == "bracket":
        return [f"（{lead}按职责分工负责）"], []
    if how == "labels":
        return [f"（责任单位：{lead}；配合单位：{help_}）"], helpers
    if how == "lines":
        return [f"牵头单位：{lead}", f"配合单位：{help_}"], helpers
    if how == "lead":
        return [f"（{lead}牵头，{help_}配合）"], helpers
    return [f"（{lead}牵头，{help_}等参与）"], helpers


def outline(rng: Random, plan: InventedPlan) -> list[Block]:
    """A five-year outline: chapters, a box of indicators flattened into lines."""
    first = rng.choice([2021, 2026])
    span, five = PlanYears(first, first + 4), {2021: "十四", 2026: "十五"}[first]
    title = f"{rng.choice(words()['areas'])}市国民经济和社会发展第{five}个五年规划纲要"
    past = f"第一章 {rng.choice(words()['past_headings'][2:])}"
    lines: list[Block] = [title, past, _results(rng, plan, span, 3), "第二章 主要目标"]
    lines += [_sentence(rng, plan, span, clauses=3, lead=f"到{span.last}年，"), *_box(rng, plan, span)]
    for order in range(3):
        lines += [
            f"第{_HAN[order + 2]}章 提升{rng.choice(words()['topics'])}水平",
            f"第一节 {rng.choice(words()['tasks'])}",
        ]
        lines += [_sentence(rng, plan, span, clauses=4), _sentence(rng, plan, span, clauses=2)]
    return lines


def _indicators(rng: Random) -> list[tuple[str, str, str]]:
    """Names, units and kinds for the rows of a table."""
    rows = [(str(name), "%", "level") for name in rng.sample(words()["rates"], 3)]
    rows += [(str(name), "%", "share") for name in rng.sample(words()["shares"], 2)]
    return rng.sample(rows + [(name, unit, "level") for name, unit in rng.sample(words()["levels"], 3)], 6)


def _box(rng: Random, plan: InventedPlan, span: PlanYears) -> list[str]:
    """A table of indicators of which extraction made lines: 6 名称 单位 2025年 2030年 属性."""
    order = rng.choice(["nature-first", "nature-last"])
    head = ["序号", "指标", "单位", "属性", f"{span.first - 1}年", f"{span.last}年", "年均[累计]"]
    if order == "nature-last":
        head = ["序号", "指标", "单位", f"{span.first - 1}年", f"{span.last}年", "年均[累计]", "属性"]
    lines = ["专栏1 主要指标", " ".join(head)]
    for place, (name, unit, kind) in enumerate(_indicators(rng), 1):
        value, before = number(rng, unit), number(rng, unit)
        mark, sign = rng.choice([("", "=="), ("左右", "~"), (">", ">"), ("≥", ">=")])
        said = written(value) + mark if mark in ("", "左右") else mark + written(value)
        nature = rng.choice(["预期性", "约束性"])
        cells = [str(place), name, unit, *([nature] if order == "nature-first" else []), written(before), said, "-"]
        lines.append(" ".join(cells + ([nature] if order == "nature-last" else [])))
        found = gold(name, value, unit, kind, span, comparator=sign, other=("share", "level"))
        plan.clauses.append(Clause("flattened row", lines[-1], (found,)))
    return lines


def task_table(rng: Random, plan: InventedPlan) -> list[Block]:
    """A table of tasks with columns for who leads, who supports and by when."""
    rank, first = rng.choice(["市", "县"]), rng.choice([2022, 2024])
    span = PlanYears(first, first + 2)
    lead, help_ = rng.choice(
        [("牵头单位", "配合单位"), ("责任单位", "参与单位"), ("牵头部门", "责任部门"), ("牵头单位", "责任单位")]
    )
    heads = ["序号", "重点任务", rng.choice(["工作内容", "主要措施", "目标任务"]), lead, help_, "完成时限"]
    rows = [heads]
    for order, title in enumerate(rng.sample(words()["tasks"], 6), 1):
        owners = _units(rng, rank, rng.choice([1, 2]))
        helpers = [unit for unit in _units(rng, rank, 2) if unit not in owners] or [f"{rank}人民政府办公室"]
        text = _sentence(rng, plan, span, clauses=2)
        rows.append([str(order), title, text, "、".join(owners), "、".join(helpers), f"{span.last}年12月底"])
        plan.tasks.append(InventedTask(title, tuple(owners), tuple(helpers)))
    topic = rng.choice(words()["topics"])
    return [f"{rng.choice(words()['areas'])}{rank}{topic}工作方案（{span.first}—{span.last}年）", "一、重点任务", rows]


def indicator_table(rng: Random, plan: InventedPlan) -> list[Block]:
    """A table of indicators with a column for each year."""
    first = rng.choice([2022, 2024])
    span, years = PlanYears(first, first + 2), [first, first + 1, first + 2]
    heads = ["序号", rng.choice(["指标", "指标名称", "目标任务", "主要指标"]), "单位", *(f"{year}年" for year in years)]
    rows = [heads]
    for order, (name, unit, kind) in enumerate(_indicators(rng), 1):
        values = sorted(number(rng, unit) for _ in years)
        rows.append([str(order), name, unit, *map(written, values)])
        found: list[Gold] = [
            gold(name, value, unit, kind, PlanYears(year, year), other=("share", "level"))
            for value, year in zip(values, years, strict=True)
        ]
        plan.clauses.append(Clause("row of years", "".join(rows[-1]), tuple(found)))
    title = f"{rng.choice(words()['areas'])}县{rng.choice(words()['topics'])}行动计划（{first}—{years[-1]}年）"
    return [
        title,
        "一、工作目标",
        _sentence(rng, plan, span, clauses=2, lead=f"到{years[-1]}年，"),
        "二、年度指标",
        rows,
    ]


LAYOUTS: dict[str, tuple[Callable[[Random, InventedPlan], list[Block]], tuple[str, ...]]] = {
    "report": (report, ("txt", "docx")),
    "measures": (measures, ("txt", "html", "docx")),
    "outline": (outline, ("txt",)),
    "task_table": (task_table, ("html", "docx")),
    "indicator_table": (indicator_table, ("html", "docx")),
}


def invented(seed: int, *, hard: bool = False) -> InventedPlan:
    """The plan of a seed: the layouts take turns, everything else is drawn; `hard` with clauses badly written."""
    rng = Random(seed)  # noqa: S311 plans are drawn, no secrets
    layout = list(LAYOUTS)[seed % len(LAYOUTS)]
    write, endings = LAYOUTS[layout]
    plan = InventedPlan(f"{layout}-{seed}", layout, rng.choice(endings), hard=HARD * 2 if hard else ())
    blocks = write(rng, plan)
    plan.content = {"txt": as_text, "html": as_page, "docx": as_word}[plan.ending](blocks)
    return plan


def as_text(blocks: Sequence[Block]) -> bytes:
    """Paragraphs as lines of text; tables are left out."""
    return "\n".join(block for block in blocks if isinstance(block, str)).encode()


def as_page(blocks: Sequence[Block]) -> bytes:
    """A web page; the first paragraph is its heading."""
    body = "".join(f"<p>{block}</p>" if isinstance(block, str) else _table(block) for block in blocks[1:])
    return f'<html><head><meta charset="utf-8"></head><body><h1>{blocks[0]}</h1>{body}</body></html>'.encode()


def _table(rows: list[list[str]]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{lines}</table>"


def as_word(blocks: Sequence[Block]) -> bytes:
    """A Word document."""
    made, out = docx.Document(), io.BytesIO()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    made.save(out)
    return out.getvalue()
