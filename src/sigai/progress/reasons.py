"""Why a status was given: a closed list of short codes, each with its words. `docs/progress.md` explains them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigai.programme.common import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


REASONS: Mapping[str, Text] = MappingProxyType(
    {
        # achieved
        "met": _text("到期达到", "met when it was due"),
        "met_early": _text("提前达到，且不会再失去", "met before it was due and cannot be lost again"),
        # on_track
        "already_met": _text("已达到目标数，到期前仍可能回落", "already met, could still fall back before it is due"),
        "holds": _text("保持在要求的水平", "holds the number that is asked for all the time"),
        "on_pace": _text("与应有进度相符", "gained at least what the trajectory asks for"),
        "near_line": _text("与应有数相差在容许范围内", "within the tolerated distance of the expected number"),
        "within_one": _text("与应有数相差不足一个", "short of the expected number by less than one whole thing"),
        "forecast_likely": _text("无进度可比，预测可以完成", "no line to compare with; the forecast says it is likely"),
        # at_risk
        "slow": _text("慢于应有进度", "gained less than the trajectory asks for"),
        "off_line": _text("低于应有数", "short of the expected number"),
        "due_soon": _text("本期到期，尚未达到", "due in this period and not met yet"),
        "forecast_doubts": _text("按进度，但预测完成把握不足", "on pace, but the forecast doubts it"),
        "forecast_unlikely": _text(
            "无进度可比，预测难以完成", "no line to compare with; the forecast says it is unlikely"
        ),
        # behind
        "too_slow": _text("明显慢于应有进度", "gained far less than the trajectory asks for"),
        "far_off_line": _text("明显低于应有数", "far short of the expected number"),
        "slow_but_likely": _text(
            "明显慢于进度，但预测仍可完成", "far too slow, though the forecast still says it is likely"
        ),
        # missed
        "missed": _text("到期未达到", "not met when it was due"),
        "met_late": _text("到期未达到，此后达到", "not met when it was due, met since"),
        # not_due
        "not_begun": _text("该阶段尚未开始", "the time of this step has not begun"),
        "before_due_period": _text("未到考核期", "asked for only in its due period, which has not begun"),
        "figure_not_due": _text("本阶段的数据尚未到报送时间", "no figure of this time can exist yet"),
        # no_data
        "no_actual": _text("没有可用数据", "no figure that is recent enough"),
        "low_coverage": _text("报送率过低，不作判断", "the response rate is too low to judge"),
        "due_figure_missing": _text("缺少到期当月的数据", "the figure of the due month is missing"),
        "no_baseline": _text("没有基期数，无法判断进度", "without a baseline there is no line to compare with"),
        "unsettled": _text(
            "尚缺的数据足以改变判断，且近期没有已定的判断",
            "figures not in yet could change it, and no recent status is settled",
        ),
        "no_method": _text("当时没有生效的进度评价办法", "no method of judging was in force"),
    }
)
