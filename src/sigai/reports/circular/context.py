"""What a template may ask for: the run's tables arranged and put into sentences, by the tags of `docs/bulletin.md`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sigai.reports import bulletin_text as say
from sigai.reports.charts import picture, verdict_rows, verdict_spec, with_rows
from sigai.reports.circular.ranking import Ranked, due_this_year, ranking, reported_of
from sigai.reports.view import Counts, Miss, PillarGroup, View, trouble
from sigai.reports.words import NO_FIGURE, share

_NUMERALS = "一二三四五六七八九十"
_SHOWN_BEHIND, _SHOWN_UNITS, _SHOWN_NEEDS, _SHOWN_URGENT, _SHOWN_LOW = 3, 2, 2, 3, 2
_MOVE = ("target", "before", "now", "change", "cause", "owners")
_BEHIND = (
    ("unlikely", "本期预计完不成的目标"),
    ("later", "本期可望完成、终期预计完不成的目标"),
    ("missed", "已错过的目标"),
)


def numeral(rank: int) -> str:
    """`一` of 0."""
    return _NUMERALS[rank] if rank < len(_NUMERALS) else str(rank + 1)


def computed(view: View) -> dict[str, Any]:
    """All that is computed: sentences as lists of paragraphs, tables as lists of rows of named cells."""
    ranked = ranking(view)
    return {
        "opening": [
            f"现将《{view.programme.head.title.zh.strip('《》')}》截至{say.until(view)}的进展情况通报如下。"
        ],
        "overall": [say.overall(view), *filter(None, [say.moved(view) + say.outlook(view)])],
        "overall_short": [say.overall(view, short=True)],
        "year": _year(view),
        "pillars": [_pillar(view, rank, group) for rank, group in enumerate(view.pillars)],
        "areas": _areas(ranked),
        "reporting": _reporting(view, ranked),
        "behind": _behind(view),
        "missed": bool(view.misses),
        "urgent": [_urgent(view)] if view.misses else [],
        "needs": _needs(view),
        "moves": [
            dict(zip(_MOVE, say.move_row(view.programme, move), strict=True)) for move in view.moves
        ],
        "notes": [f"{rank}. {note}" for rank, note in enumerate(say.data_notes(view), start=1)],
        "held": [
            dict(zip(("target", "verdict", "pace", "so_far", "given", "tipping"), say.open_row(row), strict=True))
            for row in view.all.held
        ],
    }  # fmt: skip


PICTURES = ("pillars", "areas")


def chart(view: View, name: str) -> bytes | None:
    """A picture by the name of its tag; None where there is nothing to draw."""
    rows: list[tuple[str, Counts]] = []
    if name == "pillars":
        rows = [(group.pillar.name.zh, group.counts) for group in view.pillars]
    elif name == "areas":
        rows = [(group.area.name.zh, group.counts) for group in view.areas[1:]]
    return picture(with_rows(verdict_spec("zh", width=520, step=22), verdict_rows(rows)), scale=3) if rows else None


_ROW = ("target", "actual", "coverage", "expected", "goal", "verdict", "chance")


def _pillar(view: View, rank: int, group: PillarGroup) -> dict[str, Any]:
    rows = [
        {**dict(zip(_ROW, say.table_row(row), strict=True)), "owners": say.owners(view.programme, row.target)}
        for row in sorted(group.standings, key=trouble)
    ]
    return {
        "id": group.pillar.id,
        "numeral": numeral(rank),
        "name": group.pillar.name.zh,
        "total": group.total,
        "lines": [say.pillar(group)],
        "rows": rows,
    }


def _year(view: View) -> list[str]:
    """How the targets stand that were due within the year."""
    due = due_this_year(view)
    return [f"今年到期的目标{due.total}项，{say.counted(due.counts)}。"] if due.total else []


def _areas(ranked: Sequence[Ranked]) -> dict[str, Any]:
    parks = any(row.group.area.kind == "park" for row in ranked)
    lines = [say.ranked(ranked)] if ranked else ["方案目标没有对县区考核的。"]
    return {
        "heading": "县区、园区排名" if parks else "县区排名",
        "lines": lines,
        "short": lines,
        "rows": [_ranked(row) for row in ranked],
    }


def _ranked(row: Ranked) -> dict[str, str]:
    change = row.change
    moved = NO_FIGURE if change is None else f"↑{change}" if change > 0 else f"↓{-change}" if change else "持平"
    return {
        "place": NO_FIGURE if row.place is None else str(row.place),
        "before": NO_FIGURE if row.before is None else str(row.before),
        "change": moved,
        "name": row.group.area.name.zh,
        "targets": str(row.group.total),
        "judged": str(row.judged),
        "well": str(row.well),
        "late": str(len(row.group.having("unlikely", "missed"))),
        "share": share(row.share),
        "reporting": share(row.reporting),
    }


def _reporting(view: View, ranked: Sequence[Ranked]) -> list[str]:
    lines = [say.reporting(*reported_of(view.all.standings)) + say.reporting_of_areas(ranked)]
    low = [row for row in view.lowest_coverage if (row.coverage or 0) < 1][:_SHOWN_LOW]
    return [*lines, say.worst_reported(low)] if low else lines


def _behind(view: View) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for kind, title in _BEHIND:
        misses = [miss for miss in view.misses if miss.outlook == kind]
        if misses:
            found.append(_missed(view, len(found), title, misses))
    unclear = view.all.having("unclear")
    if unclear:
        title = f"看不出的目标，{len(unclear)}项"
        found.append({"numeral": numeral(len(found)), "title": title, "lines": [f"看不出的是：{say.named(unclear)}。"]})
    return found


def _missed(view: View, rank: int, title: str, misses: Sequence[Miss]) -> dict[str, Any]:
    shown = misses[: _SHOWN_BEHIND if rank == 0 else _SHOWN_LOW]
    some = len(misses) > len(shown)
    if rank:
        lines = ["；".join(say.short_problem(view.programme, miss) for miss in shown) + "。"]
    else:
        lines = [f"{number}. {say.problem_line(view.programme, miss)}" for number, miss in enumerate(shown, start=1)]
        lines.insert(0, "最急的是：" if some else "分别是：")
    lines[-1] += "其余见附件1。" if some else ""
    return {"numeral": numeral(rank), "title": f"{title}，{len(misses)}项", "lines": lines}


def _urgent(view: View) -> str:
    return f"{'；'.join(say.short_problem(view.programme, miss) for miss in view.misses[:_SHOWN_URGENT])}。"


def _needs(view: View) -> list[dict[str, str]]:
    found = []
    for unit, standings in say.unit_needs(view)[:_SHOWN_UNITS]:
        lines = "；".join(say.needed(standing) for standing in standings[:_SHOWN_NEEDS])
        found.append({"unit": unit, "text": f"{lines}。"})
    return found
