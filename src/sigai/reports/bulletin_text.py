"""The sentences of the bulletin, each built from the view: no number is typed, none is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sigai.base.periods import Period
from sigai.programme.programme import Programme
from sigai.programme.targets import Target
from sigai.reports.certainty import open_facts, settled_name, verdict_month
from sigai.reports.circular.ranking import Ranked
from sigai.reports.moves import CAUSES, MOVES, MOVES_RULE, Move
from sigai.reports.outlook_words import needed_words, shortfall_words
from sigai.reports.standings import TargetStatus, units_of
from sigai.reports.view import Counts, Miss, PillarGroup, View
from sigai.reports.words import NO_FIGURE, VERDICT, chance, deadline_word, figure, goal, number, period_word, share

_COUNTED = (
    ("achieved", "已完成"),
    ("likely", "预计完成"),
    ("doubtful", "有悬念"),
    ("unlikely", "预计完不成"),
    ("missed", "已错过"),
    ("unclear", "看不出"),
)
_NAMED_DONE, _NAMED_LATE, _NAMED_LOW = 2, 1, 2
_JUDGED = ("achieved", "likely", "doubtful", "unlikely", "missed")


def close(text: str) -> str:
    """Chinese documents set figures and units without spaces."""
    return text.replace(" ", "")


def until(view: View) -> str:
    """The end of the as-of month: `2022年9月底`."""
    return close(period_word(str(view.run.as_of), "zh")) + "底"


def counted(counts: Counts) -> str:
    """Counts in words, empty verdicts left out: `已完成3项、有悬念2项`."""
    return "、".join(f"{word}{counts[verdict]}项" for verdict, word in _COUNTED if counts[verdict])


def overall(view: View, *, short: bool = False) -> str:
    """How many targets there are and how they stand; `short`: without how many are open."""
    counts = view.all.counts
    text = f"方案共有目标{view.all.total}项。截至{until(view)}，{counted(counts)}。"
    judged = sum(counts[verdict] for verdict in _JUDGED)
    if view.all.held and not short:
        text += f"其中{len(view.all.held)}项因数据未报齐、判断未定，沿用此前已定的判断（见附件2）。"
    if not judged:
        return text + "现有数据不足以对任何一项作出判断。"
    well = counts["achieved"] + counts["likely"]
    return text + f"能够作出判断的{judged}项中，已完成和预计完成的{well}项，占{share(well / judged)}。"


def moved(view: View) -> str:
    """How many targets moved since the month before, and which worsened; what counts as a move stands in annex 2."""
    if view.before is None:
        return ""
    if not view.moves:
        return "与上月相比，各项目标的判断没有变化。"
    parts = [f"{MOVES[kind].zh}{len(found)}项" for kind, found in view.moved.items() if found]
    text = f"与上月相比，{'、'.join(parts)}（名单见附件1，口径见附件2）。"
    worse = view.moved["worse"]
    return text + (f"变差的是：{named((move.now for move in worse), 3)}。" if worse else "")


def move_row(programme: Programme, move: Move) -> list[str]:
    """Target, its verdict a month before and now, the kind of move, why, owners."""
    words = (VERDICT[move.before.shown].zh, VERDICT[move.now.shown].zh, MOVES[move.kind].zh, CAUSES[move.cause].zh)
    return [move.now.target.name.zh, *words, owners(programme, move.now.target)]


def outlook(view: View) -> str:
    """That there are no forecasts, where there are none."""
    if any(standing.probability is not None for standing in view.all.standings):
        return ""
    return "现有月度数据不足，尚不能对期末完成情况作出预测。"


def named(standings: Iterable[TargetStatus], limit: int = 5) -> str:
    """The names of targets; beyond `limit` only how many there are in all."""
    names = [standing.target.name.zh for standing in standings]
    return "、".join(names[:limit]) + (f"等{len(names)}项" if len(names) > limit else "")


def pillar(group: PillarGroup) -> str:
    """How a pillar stands: counts, what is achieved, what will be missed, with figures."""
    text = f"共有目标{group.total}项，{counted(group.counts)}。"
    done = group.having("achieved")
    if done:
        text += f"已完成的有：{named(done, _NAMED_DONE)}。"
    late = group.having("unlikely", "missed")
    if late:
        text += "预计完不成或已错过的" + ("有：" if len(late) > _NAMED_LATE else "是：")
        text += "；".join(f"{standing.target.name.zh}{_figures(standing)}" for standing in late[:_NAMED_LATE]) + "。"
    return text


def problem_line(programme: Programme, miss: Miss) -> str:
    """One target that will be missed: its figure, forecast and goal, by how much it is short, who answers for it."""
    doubted, row = miss.doubted, miss.standing
    text = f"{row.target.name.zh}："
    text += f"现为{_actual(row)}{_uncertain(row)}，" if row.actual is not None else "无数据，"
    due = close(deadline_word(doubted.period_end, "zh"))
    if doubted.has_forecast:
        text += f"预测{due}{close(figure(doubted.forecast_mean, doubted.unit, doubted.decimals))}，"
        text += f"目标{_goal(doubted)}"
    else:
        text += f"{due}目标{_goal(doubted)}"
    short = shortfall_words(doubted, "zh")
    text += f"，差{close(short)}" if short else ""
    if miss.probability is not None:
        text += f"，把握{chance(miss.probability)}"
    return f"{text}（{owners(programme, row.target)}）。"


def short_problem(programme: Programme, miss: Miss) -> str:
    """One target that will be missed, by how much, and who answers for it."""
    short = shortfall_words(miss.doubted, "zh")
    due = close(deadline_word(miss.doubted.period_end, "zh"))
    goal_words = f"{due}目标{_goal(miss.doubted)}" + (
        f"，{'差' if miss.outlook == 'missed' else '预计差'}{close(short)}" if short else ""
    )
    return f"{miss.standing.target.name.zh}{goal_words}（{owners(programme, miss.standing.target)}）"


def needed(standing: TargetStatus) -> str:
    """What a unit must still gain: `规上工业增加值每月还需2.60亿元`."""
    return f"{standing.target.name.zh}{close(needed_words(standing, 'zh'))}"


def unit_needs(view: View) -> list[tuple[str, Sequence[TargetStatus]]]:
    """By unit that owns them: the targets in doubt or unlikely whose goal still needs a known rate."""
    found: dict[str, list[TargetStatus]] = {}
    doubted = {miss.standing.target.id: miss.doubted for miss in view.misses}
    for standing in view.all.standings:
        row = doubted.get(standing.target.id, standing)
        worrying = standing.target.id in doubted or standing.shown == "doubtful"
        if worrying and needed_words(row, "zh"):
            for unit in units_of(view.programme, standing.target):
                found.setdefault(unit.name.zh, []).append(row)
    return sorted(found.items(), key=lambda item: -len(item[1]))


def owners(programme: Programme, target: Target) -> str:
    """Who answers for a target, in words."""
    return "、".join(unit.name.zh for unit in units_of(programme, target)) or "方案未指明"


def table_row(standing: TargetStatus) -> list[str]:
    """Target, actual, coverage, expected, goal, verdict, probability: the cells of the bulletin's tables."""
    marks = "（含推算）" if standing.estimated else ""
    marks += "（暂）" if standing.provisional and standing.actual is not None else ""
    return [
        standing.target.name.zh,
        _actual(standing) + marks,
        coverage_cell(standing),
        number(standing.expected, standing.unit, standing.decimals),
        _goal(standing) + ("※" if standing.assumed else ""),
        _verdict(standing),
        chance(standing.probability),
    ]


def coverage_cell(standing: TargetStatus) -> str:
    """How much of the figure was reported; records are not reported by subjects."""
    if standing.actual is None:
        return NO_FIGURE
    return "台账" if standing.coverage is None else share(standing.coverage)


def _verdict(standing: TargetStatus) -> str:
    """The verdict; of an earlier month, that month: `有悬念（8月）`. Annex 2 says it at length."""
    word, month = VERDICT[standing.shown].zh, settled_name(standing, "zh")
    return f"{word}（{month}）" if month else word


def data_notes(view: View) -> list[str]:
    """What a reader must know about the data: origin, coverage, provisional figures, assumptions, missing ones."""
    run, standings = view.run, view.all.standings
    notes = []
    if run.demonstration:
        notes.append("本通报由演示数据生成，全部数字均为虚构，不反映任何地区、单位和企业的真实情况。")
    title = f"数据：{run.data_title}，" if run.data_title else "数据"
    notes.append(f"{title}截至{until(view)}；缺报不作零处理，没有数据的一律标“无数据”。")
    known = [standing.coverage for standing in standings if standing.coverage is not None]
    if known:
        notes.append(f"由报送数据计算的目标{len(known)}项，报送率最低{share(min(known))}，最高{share(max(known))}。")
    if view.all.estimated:
        share_inside = share(view.all.estimated[0].interval)
        notes.append(
            f"标“（含推算）”的{len(view.all.estimated)}项，含对应报未报数的逐个推算；"
            f"文中区间有{share_inside}的可能包含全部报齐后的数。"
        )
    if view.all.held:
        notes.append(
            f"判断后注月份的{len(view.all.held)}项，未报的数还可能改变本月判断，沿用该月已定的判断，列于本附件末表。"
        )
    provisional = sum(standing.provisional and standing.actual is not None for standing in standings)
    if provisional:
        notes.append(f"标“（暂）”的{provisional}项含暂报数或覆盖率偏低，结论为初步判断。")
    assumed = sum(bool(standing.assumed) for standing in standings)
    if assumed:
        notes.append(f"标“※”的{assumed}项，其阶段数、基期或分地区要求含推定，不是方案原文；推定理由见进展报告。")
    if view.before is not None:
        notes.append(MOVES_RULE.zh)
    found = sum(summary.count for summary in run.issues)
    if found:
        notes.append(f"数据导入时发现问题{found}处，已按规则处理，清单见进展报告“数据质量”。")
    notes.append(f"方案内容摘要值{run.programme.digest[:16] or '—'}，数据摘要值{run.data_digest[:16] or '—'}。")
    return notes


def long_date(text: str) -> str:
    """`2022年10月12日` from an ISO date or time; empty where there is none."""
    parts = text[:10].split("-")
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日" if len(parts) == 3 else ""


def issue_number(view: View, number: int | None = None, word: str = "", year: str = "") -> str:
    """`四改通报〔2022〕9号`; without a word of the programme's own, `第21期`. Without a number, by the month."""
    word, month = word or view.programme.head.bulletin.number_word, view.run.as_of
    if word:
        return f"{word}〔{year or month.year}〕{number or month.last % 12 + 1}号"
    return f"第{number or month.last - Period.parse(str(view.programme.head.start)).first + 1}期"


def sealed(entry: int, seal: str) -> str:
    """The journal's seal, for whoever holds the paper later."""
    return (
        f"发布时系统留痕共{entry}条，摘要（SM3）为 {seal}。持本通报者可据此核验此前的数据有无被改动："
        f"sigai journal verify --digest {seal}"
    )


def _actual(standing: TargetStatus) -> str:
    return close(figure(standing.actual, standing.unit, standing.decimals)) if standing.actual is not None else "无数据"


def _goal(standing: TargetStatus) -> str:
    return close(goal(standing.comparator, standing.goal, standing.unit, "zh", standing.decimals))


def _figures(standing: TargetStatus) -> str:
    """`，现为42.2亿元，低于应达到的47.5亿元`: which side it lies on is told by the numbers, not judged."""
    if standing.actual is None:
        return "，无数据"
    text = f"，现为{_actual(standing)}{_uncertain(standing)}"
    if standing.expected is None:
        return text
    expected = close(figure(standing.expected, standing.unit, standing.decimals))
    side = "低于" if standing.actual < standing.expected else "高于" if standing.actual > standing.expected else "等于"
    return f"{text}，{side}应达到的{expected}"


def _uncertain(standing: TargetStatus) -> str:
    """`（含推算，暂报；8月判断，9月未定）`: what is estimated, provisional, and of which month the verdict is."""
    marks = ["含推算"] * standing.estimated + ["暂报"] * standing.provisional
    parts = ["，".join(marks)] if marks else []
    parts += [verdict_month(standing, "zh")] if standing.held else []
    return f"（{'；'.join(parts)}）" if parts else ""


OPEN_HEADS = ("目标", "沿用判断", "本月进度暂为", "本月暂计", "报送", "怎样才会变")


def open_row(standing: TargetStatus) -> list[str]:
    """A target whose month is open, as a row under OPEN_HEADS: the verdict that stands, what the month shows so far."""
    facts = dict(open_facts(standing, "zh"))
    status, figure_now, given, tipping = (facts.pop(name, NO_FIGURE) for name in ("进度暂为", "暂计", "报送", "翻转点"))
    more = "，".join(f"{name}{close(text)}" for name, text in facts.items())
    so_far = f"{close(figure_now)}（{more}）" if more else close(figure_now)
    return [standing.target.name.zh, _verdict(standing), status, so_far, given, tipping]


def ranked(rows: Sequence[Ranked]) -> str:
    """The first and the last of counties and of parks, and who rose or fell since the month before."""
    parts = []
    for kind, word in (("county", "县区"), ("park", "园区")):
        placed = [row for row in rows if row.group.area.kind == kind and row.place is not None]
        if not placed:
            continue
        ends = (placed[0], placed[-1]) if len(placed) > 1 else (placed[0],)
        order = "，".join(f"{row.group.area.name.zh}第{row.place}位（占{share(row.share)}）" for row in ends)
        parts.append(f"{word}：{order}")
    moved = [row for row in rows if row.change]
    changes = "、".join(
        f"{row.group.area.name.zh}{'上升' if (row.change or 0) > 0 else '下降'}{abs(row.change or 0)}位"
        for row in moved
    )
    text = f"按有判断的目标中已完成和预计完成的占比排名，{'；'.join(parts)}。" if parts else "各地区的目标都还看不出。"
    return text + (f"与上月相比，{changes}。" if changes else "与上月相比，位次没有变化。" if parts else "")


def reporting(given: int, owing: int) -> str:
    """How completely the figures that the targets rest on were given."""
    if not owing:
        return "各项目标都由台账计算，没有应报的数。"
    return f"按目标计，全市本月应报的数{owing}个次，已报{given}个次，报送率{share(given / owing)}。"


def reporting_of_areas(rows: Sequence[Ranked]) -> str:
    """The reporting rate of each area, the lowest first."""
    known = sorted((row for row in rows if row.reporting is not None), key=lambda row: row.reporting or 0.0)
    if not known:
        return ""
    lines = "；".join(
        f"{row.group.area.name.zh}报送率{share(row.reporting)}，未报{row.owing - row.given}个次"
        for row in known[:_NAMED_LOW]
    )
    return f"报送率低的地区：{lines}。"


def worst_reported(rows: Sequence[TargetStatus]) -> str:
    """The targets whose figures are least complete."""
    lines = "、".join(f"{row.target.name.zh}（{share(row.coverage)}）" for row in rows)
    return f"报送率最低的目标是：{lines}。"
