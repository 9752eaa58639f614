"""A selection of projects in words: what was found and its bound, what is in and why, what binds, what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sigai.base.issues import Language
from sigai.portfolio import BudgetLeft, GapLeft, Judged, Selection

_WHY: Mapping[tuple[bool, str], tuple[str, str]] = {
    (True, "pinned"): ("指定入选", "pinned in"),
    (True, "brings"): ("缩小差额：{of}", "closes {of}"),
    (True, "needed"): ("是 {of} 的前置项目", "{of} cannot be without it"),
    (False, "pinned"): ("指定不选", "pinned out"),
    (False, "waits"): ("前置项目 {of} 未入选", "needs {of}, which is out"),
    (False, "excluded"): ("与已入选的 {of} 互斥", "excluded by {of}, which is in"),
    (False, "nothing"): ("到期前不能缩小任何差额", "closes no gap in time"),
    (False, "too_large"): ("{of} 的额度全部给它也不够", "more than there is of {of} even alone"),
    (False, "no_room"): ("{of} 剩下的额度不够", "too little is left of {of}"),
    (False, "outweighed"): ("额度够，但会使份额或其他差额更差", "would fit, but makes shares or other gaps worse"),
}


def portfolio_lines(selection: Selection, language: Language, *, most: int = 30) -> Iterator[str]:
    """The selection line by line; of lists longer than `most` the rest is counted."""
    solved, reserve = selection.solved, selection.reserve
    chosen = [each for each in selection.judged if each.start is not None]
    yield _say(
        (
            f"候选 {len(reserve.candidates)} 个，选出 {len(chosen)} 个；得分 {solved.worth:.4g}，"
            f"任何选法不超过 {solved.bound:.4g}（相差至多 {solved.gap:.2%}），用时 {solved.seconds:.1f} 秒",
            f"{len(chosen)} of {len(reserve.candidates)} candidates; worth {solved.worth:.4g}, no choice exceeds "
            f"{solved.bound:.4g} (at most {solved.gap:.2%} more), in {solved.seconds:.1f} s",
        ),
        language,
    )
    if selection.greedy_worth is not None and selection.greedy_worth > 0:
        more = solved.worth / selection.greedy_worth - 1
        by_hand = f"{selection.greedy_worth:.4g}"
        yield _say(
            (
                f"按“每份额度效果最大”逐个挑选得 {by_hand}，本方案多 {more:.1%}",
                f"picked one by one: {by_hand}; this is {more:.1%} more",
            ),
            language,
        )
    yield ""
    yield _say(("入选（按少了它损失多少排列）", "Chosen, by what would be lost without each"), language)
    yield from _cut((_chosen(selection, each, language) for each in chosen), len(chosen), most, language)
    left_out = [each for each in selection.judged if each.start is None]
    if left_out:
        yield ""
        yield _say(("未入选", "Left out"), language)
        yield from _cut((_left_out(selection, each, language) for each in left_out), len(left_out), most, language)
    yield ""
    yield _say(("额度", "Budgets"), language)
    yield from (_budget(each, language) for each in selection.budgets if each.there or each.taken)
    yield ""
    yield _say(("目标差额", "Gaps of targets"), language)
    yield from (_gap(each, language) for each in selection.gaps)


def portfolio_record(selection: Selection) -> dict[str, Any]:
    """The selection as JSON."""
    solved = selection.solved
    return {
        "worth": solved.worth,
        "bound": solved.bound,
        "gap": solved.gap,
        "seconds": solved.seconds,
        "greedy": selection.greedy_worth,
        "candidates": [
            {
                "id": each.candidate.id,
                "name": each.candidate.name,
                "area": each.candidate.area,
                "chosen": each.start is not None,
                "rank": each.rank,
                "start": each.start,
                "why": {"kind": each.why.kind, "of": list(each.why.of)},
                "closes": dict(each.brings),
                "lost_without": each.lost,
            }
            for each in selection.judged
        ],
        "budgets": [
            {
                "budget": each.budget.id,
                "area": each.budget.area,
                "year": each.year,
                "unit": each.budget.unit,
                "there": each.there,
                "taken": each.taken,
                "binds": each.binds,
                "step": each.step,
                "gain": each.gain,
                "gain_at_most": each.gain_at_most,
            }
            for each in selection.budgets
        ],
        "gaps": [
            {
                "target": each.gap.target,
                "unit": each.gap.unit,
                "gap": each.gap.amount,
                "closed": each.closed,
                "most_without_budgets": each.most_without_budgets,
                "most_alone": each.most_alone,
                "open_whatever": each.open_whatever,
            }
            for each in selection.gaps
        ],
    }


def _chosen(selection: Selection, each: Judged, language: Language) -> str:
    return f"{each.rank:>4}  {each.start}  {_called(each)}  {_why(selection, each, language)}"


def _left_out(selection: Selection, each: Judged, language: Language) -> str:
    return f"      {_called(each)}  {_why(selection, each, language)}"


def _called(each: Judged) -> str:
    candidate = each.candidate
    return candidate.id if candidate.name == candidate.id else f"{candidate.id} {candidate.name}"


def _why(selection: Selection, each: Judged, language: Language) -> str:
    gaps = {gap.target: gap for gap in selection.reserve.gaps}
    words = []
    for name in each.why.of:
        if each.why.kind == "brings":
            gap = gaps[name]
            words.append(f"{gap.called} {each.brings[name]:,.6g} {gap.unit}".strip())
        else:
            words.append(name)
    between = "、" if language == "zh" else ", "
    return _say(_WHY[each.start is not None, each.why.kind], language).format(of=between.join(words))


def _budget(each: BudgetLeft, language: Language) -> str:
    area = f" {each.budget.area}" if each.budget.area else ""
    share = f"{each.taken / each.there:.0%}" if each.there else "—"
    line = (
        f"      {each.budget.id}{area} {each.year}: {each.taken:,.6g} / {each.there:,.6g} {each.budget.unit} ({share})"
    )
    if each.binds:
        line += _say(("，不够用", ", binds"), language)
    if each.step is not None:
        step = f"{each.step:,.6g} {each.budget.unit}".strip()
        line += _say(
            (
                f"；再多 {step}：得分多 {each.gain:.3g}，至多 {each.gain_at_most:.3g}",
                f"; {step} more: {each.gain:.3g} found, at most {each.gain_at_most:.3g}",
            ),
            language,
        )
    return line


def _gap(each: GapLeft, language: Language) -> str:
    unit, gap = each.gap.unit, each.gap
    share = each.closed / gap.amount
    line = _say(
        (
            f"      {gap.called}：差 {gap.amount:,.6g} {unit}，补上 {each.closed:,.6g}（{share:.0%}）",
            f"      {gap.called}: {gap.amount:,.6g} {unit} short, {each.closed:,.6g} closed ({share:.0%})",
        ),
        language,
    )
    if each.open_whatever:
        most = f"{each.most_alone:,.6g}"
        line += _say(
            (
                f"；全部额度都给它也只能补 {most}，怎么选都补不齐",
                f"; at most {most} with all budgets: open whatever is chosen",
            ),
            language,
        )
    return line


def _cut(lines: Iterator[str], count: int, most: int, language: Language) -> Iterator[str]:
    for _, line in zip(range(most), lines, strict=False):
        yield line
    if count > most:
        yield _say(
            (
                f"      ……另有 {count - most} 个（--json 列出全部）",
                f"      … and {count - most} more (--json lists all)",
            ),
            language,
        )


def _say(words: tuple[str, str], language: Language) -> str:
    return words[1] if language == "en" else words[0]
