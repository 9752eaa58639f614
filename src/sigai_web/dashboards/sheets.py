"""Lists of progress as workbooks, with what a reader must know under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from sigai.reports import (
    CAUSES,
    MOVES,
    MOVES_RULE,
    STATUS,
    VERDICT,
    TargetStatus,
    deadline_word,
    period_word,
    units_of,
    verdict_month,
)
from sigai_web.exchange import Column, Worksheet, workbook_response
from sigai_web.language import choose, language
from sigai_web.runs.results import Results


def notes(results: Results) -> list[str]:
    """As of when, from which run, and that the data are invented where they are."""
    run = results.finished
    found = [
        choose(f"截至 {period_word(str(run.as_of), 'zh')}", f"As of {period_word(str(run.as_of), 'en')}"),
        choose(f"第 {results.run.pk} 次计算", f"Run {results.run.pk}"),
        run.data_title,
    ]
    if run.demonstration:
        found.append(choose("演示数据，全部数字均为虚构", "Demonstration data: every figure is invented"))
    return found


def targets_workbook(results: Results, standings: Iterable[TargetStatus]) -> HttpResponse:
    """Targets with every figure of their progress."""
    columns = [
        Column(choose("编号", "Id"), 20),
        Column(choose("目标", "Target"), 40),
        Column(choose("领域", "Pillar"), 14),
        Column(choose("地区", "Area"), 14),
        Column(choose("牵头单位", "Owner"), 24),
        Column(choose("判断", "Verdict"), 12),
        Column(choose("进度", "Pace"), 10),
        Column(choose("单位", "Unit"), 12),
        Column(choose("实际", "Actual"), 12),
        Column(choose("数据所属期", "Figure of"), 12),
        Column(choose("应达到", "Expected"), 12),
        Column(choose("比较", "Comparator"), 8),
        Column(choose("目标值", "Goal"), 12),
        Column(choose("到期", "Due"), 16),
        Column(choose("期末预测", "Forecast"), 12),
        Column(choose("预测下限", "Forecast, low"), 12),
        Column(choose("预测上限", "Forecast, high"), 12),
        Column(choose("预计差", "Short by"), 12),
        Column(choose("把握", "Chance"), 8, "0%"),
        Column(choose("每月还需", "Needed a month"), 12),
        Column(choose("报送率", "Response rate"), 8, "0%"),
        Column(choose("已报占上期量", "Given, by weight"), 10, "0%"),
        Column(choose("只按已报", "On reports alone"), 12),
        Column(choose("区间下限", "Estimated, low"), 12),
        Column(choose("区间上限", "Estimated, high"), 12),
        Column(choose("可比口径", "Like for like"), 12),
        Column(choose("判断月份", "Verdict of"), 12),
        Column(choose("未定", "Open"), 28),
        Column(choose("未定月份暂计", "Open month so far"), 12),
        Column(choose("暂计下限", "Open, low"), 12),
        Column(choose("暂计上限", "Open, high"), 12),
        Column(choose("翻转点", "Tipping point"), 10, "0%"),
        Column(choose("标记", "Marks"), 18),
        Column(choose("与上月相比", "Since last month"), 16),
        Column(choose("变化前判断", "Verdict before"), 12),
        Column(choose("变化原因", "Why it moved"), 14),
    ]
    under = [*notes(results), MOVES_RULE[language()]]
    sheet = Worksheet(choose("目标", "Targets"), columns, [_target_row(results, row) for row in standings], under)
    return workbook_response(choose("目标进展", "targets"), [sheet])


def _target_row(results: Results, row: TargetStatus) -> Sequence[Any]:
    content, said = results.view.programme, language()
    pillars = {pillar.id: pillar.name[said] for pillar in content.pillars}
    move = results.view.move(row)
    owners = choose("、", ", ").join(unit.name[said] for unit in units_of(content, row.target))
    return (
        row.target.id,
        row.target.name[said],
        pillars.get(row.target.pillar, ""),
        row.area.name[said],
        owners,
        VERDICT[row.shown][said],
        STATUS[row.status][said],
        row.unit,
        row.actual,
        row.actual_period,
        row.expected,
        row.comparator,
        row.goal,
        deadline_word(row.period_end, said),
        row.forecast_mean,
        row.forecast_low,
        row.forecast_high,
        row.shortfall if row.shortfall is not None and row.shortfall > 0 else None,
        row.probability,
        row.needed_rate if row.needed_now else None,
        row.coverage,
        row.coverage_weight,
        row.reported_value if row.estimated else None,
        row.estimated_low,
        row.estimated_high,
        row.like_for_like,
        row.settled,
        verdict_month(row, said) or None,
        row.open_actual,
        row.open_low,
        row.open_high,
        row.tipping_point,
        mark_words(row),
        MOVES[move.kind][said] if move else None,
        VERDICT[move.before.shown][said] if move else None,
        CAUSES[move.cause][said] if move else None,
    )


def mark_words(row: Any) -> str:
    """The marks of a figure in words."""
    found = (
        (getattr(row, "estimated", False), choose("含推算", "estimates in it")),
        (getattr(row, "provisional", False), choose("暂报", "provisional")),
        (getattr(row, "revised", False), choose("已修订", "revised")),
        (bool(getattr(row, "assumed", ())), choose("推定", "assumed")),
    )
    return choose("、", ", ").join(word for there, word in found if there)
