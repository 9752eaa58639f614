"""How the whole programme stands, in one sentence."""

from __future__ import annotations

from sigai.base.issues import Language
from sigai.reports.view import View
from sigai.reports.words import deadline_word, share


def headline(view: View, language: Language) -> str:
    """As of when, how many targets stand how, and how completely figures were given. Empty statuses are left out."""
    counts, total = view.all.counts, view.all.total
    well = counts["achieved"] + counts["on_track"]
    named = (
        (well, "按进度或已完成", "on track or achieved"),
        (counts["at_risk"], "有风险", "at risk"),
        (counts["behind"], "滞后", "behind"),
        (counts["missed"], "到期未完成", "missed"),
        (counts["no_data"], "无数据", "without data"),
        (counts["not_due"], "未到考核期", "not due yet"),
    )
    until = deadline_word(str(view.run.as_of), language)
    given, held = share(view.coverage), len(view.all.held)
    if language == "en":
        parts = ", ".join(f"{number} {en}" for number, _, en in named if number)
        open_ = f" Of them {held} still open, shown as last settled." if held else ""
        return f"{until[0].upper()}{until[1:]}: of {total} targets {parts}.{open_} Figures given: {given} on average."
    open_ = f"；其中 {held} 项本月未定，沿用此前已定的判断" if held else ""
    parts = "，".join(f"{zh} {number} 项" for number, zh, _ in named if number)
    return f"截至 {until}，{total} 项目标中{parts}{open_}；数据报送率平均 {given}。"
