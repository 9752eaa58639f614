"""Why a calculation was asked for and how far it is, in words: kept are short marks that the journal reads, too."""

from __future__ import annotations

from collections.abc import Callable

from sigai.pipeline import stage_names
from sigai.reports import stage_word
from sigai_web import programme
from sigai_web.language import choose, language, period_said

READING, KEEPING = "data", "keeping"
"""The steps of a calculation on the site before and after its stages, as rows of runs and the API call them."""
_SAME_AS = {READING: "intake", KEEPING: "tables"}


def step_words(step: str) -> str:
    """Which of all steps a calculation is at, and what that is: `3/5 计算指标`; empty before the first."""
    steps = (READING, *stage_names(), KEEPING)
    if step not in steps:
        return ""
    return f"{steps.index(step) + 1}/{len(steps)} {stage_word(_SAME_AS.get(step, step), language())}"


def because_words(because: str) -> str:
    """The reasons of a run, each said once: `acceptance production/2022-09/9100…` by its form and period.

    What somebody wrote in words stays as written.
    """
    said = dict.fromkeys(_said(reason) for reason in because.split("; ") if reason)
    return choose("；", "; ").join(said)


def _said(reason: str) -> str:
    if reason in _WHOLE:
        return choose(*_WHOLE[reason])
    mark, _, about = reason.replace(":", " ", 1).partition(" ")
    words = _BY_MARK.get(mark)
    return words(about) if words is not None and about else reason


def _sheet(zh: str, en: str) -> Callable[[str], str]:
    def words(about: str) -> str:
        form_id, _, rest = about.partition("/")
        form = next((form for form in programme.current().forms if form.id == form_id), None)
        name = form.name[language()] if form else form_id
        period = rest.partition("/")[0]
        return f"{choose(zh, en)} {name} {period_said(period) if period else ''}".strip()

    return words


def _ledger(zh: str, en: str) -> Callable[[str], str]:
    def words(about: str) -> str:
        ledger_id, _, number = about.partition("/")
        ledger = programme.current().ledger_by_id.get(ledger_id)
        name = ledger.name[language()] if ledger else ledger_id
        return f"{choose(zh, en)} {name} {number}".strip()

    return words


_WHOLE = {"start": ("系统启动", "the system started"), "api": ("接口启动", "asked for by the API")}
_BY_MARK: dict[str, Callable[[str], str]] = {
    "closing": lambda month: choose(f"{period_said(month)} 结账", f"{period_said(month)} was closed"),
    "reopening": lambda month: choose(f"重新打开 {period_said(month)}", f"{period_said(month)} was opened again"),
    "acceptance": _sheet("核收", "accepted:"),
    "correction": _sheet("更正", "corrected:"),
    "decision": lambda number: choose(f"第 {number} 号决定", f"decision {number}"),
    "ledger": _ledger("台账变动", "records of"),
    "record": _ledger("台账变动", "record of"),
}
