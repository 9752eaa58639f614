"""Findings on the terminal: what contradicts what, where, with the sums; for `sigai check` and `sigai compile`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from sigai.base.issues import Issue, Severity
from sigai.cli.console import choose, language, out
from sigai.programme.findings import Finding, Weight

_STYLES: dict[Weight, str] = {"high": "bold red", "medium": "yellow", "low": "cyan"}
_WEIGHTS_ZH: dict[Weight, str] = {"high": "重", "medium": "中", "low": "轻"}
_WEIGHT_OF: dict[Severity, Weight] = {Severity.ERROR: "high", Severity.WARNING: "medium", Severity.NOTE: "low"}
_SIDES = 5


def show_findings(findings: Sequence[Finding], *, settled_too: bool = False) -> None:
    """The open findings, weighty ones with their sides; then how many are settled, with `settled_too` those as well."""
    opened = [found for found in findings if not found.settled]
    settled = [found for found in findings if found.settled]
    if opened:
        out.print(choose(f"[bold]前后不一致 {len(opened)} 处待定[/bold]", f"[bold]{len(opened)} open findings[/bold]"))
        for found in opened:
            _show(found)
    if settled_too and settled:
        out.print(choose("[bold]已作取舍[/bold]", "[bold]settled[/bold]"))
        for found in settled:
            _show(found)
    if settled:
        more = "" if settled_too else choose("（--all 列出）", " (--all lists them)")
        out.print(
            choose(f"已作取舍的不一致 {len(settled)} 处{more}", f"{len(settled)} findings settled on record{more}")
        )
    elif not opened:
        out.print(choose("未发现前后不一致", "no contradictions"))


def open_and_weighty(findings: Iterable[Finding]) -> bool:
    """Whether a finding is open that may change what is to be achieved: such a plan is not ready to be run."""
    return any(not found.settled and found.weight != "low" for found in findings)


def issue_row(issue: Issue) -> dict[str, Any]:
    """A fault of content in the shape of a finding, of the class `content`: one list tells all that is wrong."""
    shown = language()
    return {
        "code": issue.code,
        "class": "content",
        "severity": _WEIGHT_OF[issue.severity],
        "settled": False,
        "statements": [
            {"document": issue.place.file, "section": str(issue.place.line or ""), "text": issue.what(shown)}
        ],
        "explanation": " → ".join(part for part in (issue.what(shown), issue.advice(shown)) if part),
        "arithmetic": "",
    }


def _show(found: Finding) -> None:
    shown = language()
    weight = found.weight if shown == "en" else _WEIGHTS_ZH[found.weight]
    line = Text()
    line.append(f"{weight} {found.code}", style="dim" if found.settled else _STYLES[found.weight])
    line.append(f"  {found.explanation[shown]}")
    out.print(line)
    if found.kind.together is None and found.weight != "low":
        for side in found.sides[:_SIDES]:
            place = " ".join(part for part in (side.document, side.section, side.statement) if part)
            out.print(Text(f"      {place}  {side.text}", style="dim"))
        if len(found.sides) > _SIDES:
            more = len(found.sides) - _SIDES
            out.print(Text(choose(f"      ……另有 {more} 处", f"      … and {more} more"), style="dim"))
    if found.arithmetic[shown]:
        out.print(Text(choose("      算式  ", "      sum  ") + found.arithmetic[shown]))
    reading = found.decision.reading if found.decision else found.settled_by
    if reading is not None:
        out.print(Text(choose("      采用  ", "      adopted  ") + reading[shown], style="green"))
