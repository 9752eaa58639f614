"""`sigai compile`: a plan's documents to a draft programme, its contradictions, a review page, a comparison."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from sigai.base.issues import Issue, UserError
from sigai.cli.console import Exit, choose, language, out, show_issues
from sigai.cli.contradictions import show_findings
from sigai.compiling.comparing import EditionChange, compare
from sigai.compiling.compiled import compile_documents
from sigai.compiling.decisions import decide, read_decisions
from sigai.compiling.drafting import check_free, write_draft
from sigai.compiling.result import Result
from sigai.compiling.review import render_review, write_review
from sigai.documents.model import ReadDocument
from sigai.documents.reading import read_document
from sigai.programme.loading import programme_or_error

_STYLES = {"added": "green", "dropped": "red", "raised": "bold", "lowered": "bold red"}


def compile_command(
    documents: Sequence[Path],
    *,
    out_folder: Path | None = None,
    as_json: bool = False,
    against: Path | None = None,
    review: Path | None = None,
    decisions: Path | None = None,
) -> int:
    """Read, extract, draft, check; write what was asked for. 0 whatever is found: a draft is there to be reviewed.

    With `against`, 1 when the documents differ from the programme. `decisions` are applied before anything is drafted.
    """
    programme = programme_or_error(against) if against else None
    if out_folder is not None:
        check_free(out_folder)
    taken = read_decisions(decisions) if decisions else None
    compiled = compile_documents(_read(documents))
    if taken is not None and decisions is not None:
        compiled, left_out = decide(compiled, taken, decisions.name)
        show_issues(left_out)
    result = Result(compiled)
    changes = compare(programme, result.draft.programme) if programme else ()
    page = review or (out_folder / "review.html" if out_folder else None)
    if review is not None:
        write_review(result, review, language(), taken)
    if out_folder is not None:
        beside = {} if review else {"review.html": render_review(result, language(), taken)}
        write_draft(result.draft, out_folder, beside)
    if as_json:
        row = result.as_dict(language())
        if programme:
            row["changes"] = [change.as_dict(language()) for change in changes]
        json.dump(row, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    elif programme:
        _show_changes(changes)
    else:
        _show(result, out_folder, page)
    return Exit.FINDINGS if changes else Exit.GOOD


def _read(paths: Sequence[Path]) -> list[ReadDocument]:
    """Every document; all that cannot be read are told at once."""
    documents: list[ReadDocument] = []
    issues: list[Issue] = []
    for path in paths:
        try:
            documents.append(read_document(path))
        except UserError as error:
            issues += error.issues
    if issues:
        raise UserError(issues)
    show_issues(issue for document in documents for issue in document.issues)
    return documents


def _show(result: Result, folder: Path | None, page: Path | None) -> None:
    extraction, drafted = result.extraction, result.draft
    out.print(Text(extraction.title, style="bold"))
    doubtful = sum(target.confidence < 0.6 for target in extraction.targets)
    out.print(
        choose(
            f"目标 {len(drafted.programme.targets)} 项（出处 {len(extraction.targets)} 处，把握不大 {doubtful} 处），"
            f"任务 {len(extraction.tasks)} 项，责任单位 {len(extraction.units)} 个，"
            f"点名对象 {len(extraction.named)} 个，政策工具 {len(extraction.instruments)} 种",
            f"{len(drafted.programme.targets)} targets ({len(extraction.targets)} statements, {doubtful} doubtful), "
            f"{len(extraction.tasks)} tasks, {len(extraction.units)} units, {len(extraction.named)} named, "
            f"{len(extraction.instruments)} instruments",
        )
    )
    show_findings(result.findings)
    if folder is not None:
        out.print(
            choose(
                f"草案  {folder}（{drafted.reviews} 处待人工核定，搜索 # review）",
                f"draft   {folder} ({drafted.reviews} places to decide, search for # review)",
            )
        )
    if page is not None:
        out.print(choose(f"审阅页  {page}", f"review  {page}"))


def _show_changes(changes: Sequence[EditionChange]) -> None:
    shown = language()
    if not changes:
        out.print(choose("与方案一致", "nothing changed"))
        return
    for change in changes:
        line = Text(f"{change.words[shown]}  ", style=_STYLES.get(change.kind, "yellow"))
        line.append(f"{change.target} {change.name[shown]}", style="default")
        if change.before or change.after:
            line.append(f"  {change.before or '—'} → {change.after or '—'}", style="default")
        if change.place:
            line.append(f"  {change.place}", style="dim")
        out.print(line)
    counts = Counter(change.words[shown] for change in changes)
    out.print(choose("，", ", ").join(f"{word} {count}" for word, count in counts.items()))
