"""`sigai check` and `sigai export`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sigai.base.issues import Issues, Severity, UserError
from sigai.cli.console import Exit, choose, language, out, show_issues
from sigai.cli.contradictions import issue_row, open_and_weighty, show_findings
from sigai.cli.mechanisms import ScenarioProof, coverage_line, prove, read_and_check
from sigai.programme.checks import check_programme
from sigai.programme.export import statement_rows
from sigai.programme.findings import find
from sigai.programme.levels import mechanism_levels
from sigai.programme.loading import load_programme, programme_or_error
from sigai.programme.programme import Programme
from sigai.reports import template_issues


def check_command(folder: Path, form: str, *, settled_too: bool = False, with_scenarios: bool = True) -> int:
    """Print every fault of content, the contradictions, the coverage of the plan and how far mechanisms are proven.

    1 when a fault is more than a note, or a contradiction of high or medium weight is open. As JSON all of it is one
    list in the contract of findings; faults of content are of the class `content`.
    """
    loaded = load_programme(folder)
    if loaded.programme is None:
        raise UserError(loaded.issues)
    issues = Issues(loaded.issues)
    issues.extend_new(check_programme(loaded.programme))
    issues.extend_new(template_issues(loaded.programme))
    scenarios, faults = read_and_check(loaded.programme, folder)
    issues.extend_new(faults)
    proof = ScenarioProof(0, {}, ()) if issues.errors or not with_scenarios else prove(scenarios, folder)
    issues.extend(proof.issues)
    findings = find(loaded.programme)
    weighty = [issue for issue in issues if issue.severity is not Severity.NOTE]
    if form == "json":
        rows = [issue_row(issue) for issue in issues.sorted()] + [found.as_dict(language()) for found in findings]
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        show_issues(issues.sorted(), out)
        show_findings(findings, settled_too=settled_too)
        _show_coverage(loaded.programme, len(weighty), proof)
    return Exit.FINDINGS if weighty or open_and_weighty(findings) else Exit.GOOD


def export_command(folder: Path) -> int:
    """One JSON line per statement of the plan, to standard output."""
    for row in statement_rows(programme_or_error(folder)):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return Exit.GOOD


def _show_coverage(programme: Programme, faults: int, proof: ScenarioProof) -> None:
    title = programme.head.title
    out.print(choose(f"[bold]{title.zh}[/bold]", f"[bold]{title.en}[/bold]"))
    decisions = sum(len(target.decisions) for target in programme.targets)
    mechanisms = coverage_line(mechanism_levels(programme, proof.proven), proof)
    out.print(
        choose(
            f"目标 {len(programme.targets)} 项（出处 {len(programme.statements)} 处，取舍决定 {decisions} 条），"
            f"任务 {len(programme.tasks)} 项，责任单位 {len(programme.units)} 个，点名对象 {len(programme.named)} 个\n"
            f"指标 {len(programme.indicators)} 个，指标项 {len(programme.measures)} 个，"
            f"报表 {len(programme.forms)} 张，"
            f"台账 {len(programme.ledgers)} 本，规则 {len(programme.rules)} 条\n"
            f"{mechanisms}\n"
            f"{'内容未发现问题' if not faults else f'内容问题 {faults} 条'}",
            f"{len(programme.targets)} targets "
            f"({len(programme.statements)} statements, {decisions} decisions on record), "
            f"{len(programme.tasks)} tasks, {len(programme.units)} units, {len(programme.named)} named\n"
            f"{len(programme.indicators)} indicators, {len(programme.measures)} measures, "
            f"{len(programme.forms)} forms, "
            f"{len(programme.ledgers)} ledgers, {len(programme.rules)} rules\n"
            f"{mechanisms}\n"
            f"{'no faults of content' if not faults else f'{faults} faults of content'}",
        )
    )
