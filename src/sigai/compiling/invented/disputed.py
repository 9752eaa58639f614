"""Invented plans with contradictions: the clauses of `contradictions` in the parts and layouts of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sigai.compiling.invented.contradictions import PLANTED, SEEMING, Drawing, Pair, Where, disputed_words
from sigai.compiling.invented.layouts import Block, as_page, as_text, as_word
from sigai.compiling.invented.model import PlanYears, words

_HAN = "一二三四五六七八九十"
_CHAPTERS = "三四五六七八九十"
Clauses = dict[Where, list[str]]


@dataclass(frozen=True, slots=True)
class DisputedPlan:
    """A plan as bytes, with its pairs of clauses."""

    name: str
    ending: str
    content: bytes
    pairs: tuple[Pair, ...]


def disputed(seed: int) -> DisputedPlan:
    """The plan of a seed: four contradictions among twice as many pairs that are none, in the parts of a plan."""
    rng = Random(seed)  # noqa: S311 plans are drawn, no secrets
    first = rng.choice([2021, 2023, 2024])
    draw = Drawing(rng, PlanYears(first, first + 2))
    pairs = [make(draw) for make in (*rng.sample(PLANTED, 4), *rng.sample(SEEMING, 8))]
    clauses: Clauses = {"past": [], "goals": [], "task": [], "annex": []}
    for pair in pairs:
        for said in pair.clauses:
            clauses[said.where].append(said.text)
    for texts in clauses.values():
        rng.shuffle(texts)
    write, ending = rng.choice(_WRITERS)
    content = {"txt": as_text, "html": as_page, "docx": as_word}[ending](write(draw, clauses))
    return DisputedPlan(f"disputed-{seed}", ending, content, tuple(pairs))


def _sentences(rng: Random, texts: list[str], lead: str = "") -> list[str]:
    """Clauses in sentences of one to three; a clause with times of its own stands alone."""
    found: list[str] = []
    timed = [text for text in texts if "20" in text and "年" in text]
    free = [text for text in texts if text not in timed]
    while free:
        count = rng.randint(1, 3)
        found.append(lead + "，".join(free[:count]) + "。")
        free = free[count:]
    return found + [f"{text}。" for text in timed]


def _title(draw: Drawing, ending: str) -> str:
    area, topic = draw.rng.choice(words()["areas"]), draw.rng.choice(words()["topics"])
    return f"{area}市{topic}{ending}（{draw.span.first}—{draw.span.last}年）"


def _main(draw: Drawing, clauses: Clauses) -> list[Block]:
    """The main part of a plan, up to its goals and tasks."""
    rng, last = draw.rng, draw.span.last
    lines: list[Block] = [
        _title(draw, rng.choice(["实施方案", "行动计划"])),
        rng.choice(disputed_words()["past_heads"]),
    ]
    lines += ["近年来，各项工作扎实推进。" + "".join(_sentences(rng, clauses["past"]))]
    lines += ["二、总体目标", *_sentences(rng, clauses["goals"], f"到{last}年，"), "三、重点任务"]
    for order, text in enumerate(_sentences(rng, clauses["task"])):
        lines.append(f"（{_HAN[order % 10]}）{rng.choice(words()['tasks'])}。{text}")
    return lines


def _annexed(draw: Drawing, clauses: Clauses) -> list[Block]:
    """A plan with an annex in words that takes its goals up again."""
    return [*_main(draw, clauses), "附件", "重点任务分解表", "一、工作安排", *_sentences(draw.rng, clauses["annex"])]


def _tabled(draw: Drawing, clauses: Clauses) -> list[Block]:
    """A plan with a table of tasks that takes its goals up again."""
    rows = [["序号", "工作任务", "具体要求", "责任单位"]]
    for order, text in enumerate(_sentences(draw.rng, clauses["annex"]), 1):
        unit = f"市{draw.rng.choice(words()['stems'])}局"
        rows.append([str(order), draw.rng.choice(words()["tasks"]), text, unit])
    return [*_main(draw, clauses), "四、任务分解", rows]


def _in_chapters(draw: Drawing, clauses: Clauses) -> list[Block]:
    """An outline: what was reached, what shall be, work by chapters, stages."""
    rng, last = draw.rng, draw.span.last
    past = f"第一章 {rng.choice(disputed_words()['past_heads'])[2:]}"
    lines: list[Block] = [_title(draw, "发展规划"), past, *_sentences(rng, clauses["past"])]
    lines += ["第二章 发展目标", f"到{last}年，主要目标是："]
    lines += [f"——{text}" for text in _sentences(rng, clauses["goals"])]
    for order, text in enumerate(_sentences(rng, clauses["task"])):
        lines += [f"第{_CHAPTERS[order % 7]}章 {rng.choice(words()['tasks'])}", text]
    return [*lines, "第十章 实施步骤", *_sentences(rng, clauses["annex"])]


_WRITERS: tuple[tuple[Callable[[Drawing, Clauses], list[Block]], str], ...] = (
    (_annexed, "txt"), (_in_chapters, "txt"), (_annexed, "docx"), (_tabled, "html"), (_tabled, "docx"),
)  # fmt: skip
