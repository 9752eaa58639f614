"""Trying all scenarios at the command line, and telling what became of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from sigai.pipeline import sound_scenarios
from sigai_web import programme


def tell_outcomes(*, as_json: bool, only: Sequence[str], kept_at: Path | None) -> bool:
    """Make the tables of an empty installation, try the scenarios of its programme in it; whether all hold.

    UserError where the content or a scenario has faults. `kept_at`: the installation whose page shall show them.
    """
    from django.core.management import call_command

    from sigai_web.scenarios.outcomes import keep

    call_command("migrate", interactive=False, verbosity=0)
    rows = _tried(only, as_json=as_json)
    if kept_at is not None and not only:
        keep(rows, kept_at)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    return all(row["holds"] for row in rows)


def _tried(only: Sequence[str], *, as_json: bool) -> list[dict[str, Any]]:
    from sigai_web.scenarios.outcomes import as_row
    from sigai_web.scenarios.trying import try_all

    known = sound_scenarios(programme.current())
    if unknown := [one for one in only if one not in {each.id for each in known}]:
        raise typer.BadParameter(
            f"{'、'.join(unknown)}: 方案没有这个情景 · no scenario of the programme", param_hint="--only"
        )
    chosen = [one for one in known if not only or one.id in only]
    rows = []
    for tried in try_all(chosen):
        rows.append(as_row(tried))
        if as_json:
            continue
        mark = "✔" if tried.holds else "✖"
        typer.echo(f"{mark} {tried.scenario.id:24} {tried.seconds:5.1f} s  {tried.scenario.name.zh}")
        for issue in tried.issues:
            typer.echo(f"  {issue.text('zh')}\n  {issue.text('en')}")
    return rows
