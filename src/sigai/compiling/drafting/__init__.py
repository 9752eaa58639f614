"""From what was found in a plan to a programme in the core's own format, with marks where a person must decide."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sigai.base.issues import InternalError, Place, Severity, UserError, problem
from sigai.compiling.compiled import Compiled
from sigai.compiling.drafting import frame
from sigai.compiling.drafting.goals import draft_goals
from sigai.compiling.drafting.marked import marks, plain, yaml_text
from sigai.compiling.drafting.work import draft_mechanisms, draft_named, draft_tasks
from sigai.programme.programme import Programme

FOLDER_TAKEN = problem(
    "C101",
    Severity.ERROR,
    zh="文件夹 {folder} 已有内容，草案不会覆盖它",
    en="{folder} holds something already; a draft does not overwrite it",
    advice_zh="换一个新的文件夹；要与已有方案比较，用 --against",
    advice_en="name a new folder; to compare with a programme use --against",
)

_TITLES = {
    "programme": "方案概况（草案） · head of the programme, drafted",
    "areas": "地区 · areas",
    "units": "责任单位 · units that answer for something",
    "pillars": "领域 · pillars",
    "measures": "指标项：暂由牵头单位报数 · measures, reported by the lead unit for the time being",
    "forms": "报表 · forms",
    "indicators": "指标 · indicators",
    "targets": "目标、出处 · targets with tracks and statements",
    "tasks": "任务 · tasks",
    "named": "点名的企业、项目、园区、平台、机构 · what is named",
    "mechanisms": "政策工具和机制 · instruments and mechanisms",
    "progress": "进展判定 · how progress is judged",
}


@dataclass(frozen=True)
class ProgrammeDraft:
    """A drafted programme: its files by name (`targets` for `targets.yaml`), review marks in place."""

    files: dict[str, Any]

    @cached_property
    def programme(self) -> Programme:
        """The draft as the engine sees it, without touching a disk."""
        content = {name: plain(items) for name, items in self.files.items() if name != "programme"}
        try:
            return Programme.model_validate({"head": plain(self.files["programme"]), **content})
        except ValueError as error:
            raise InternalError(f"the draft is not a programme: {error}") from error

    @property
    def reviews(self) -> int:
        """How many `# review` marks it carries."""
        return sum(marks(items) for items in self.files.values())

    def texts(self) -> dict[str, str]:
        """The files as written: name with ending, and text."""
        return {f"{name}.yaml": yaml_text(items, _TITLES[name]) for name, items in self.files.items()}


def draft(compiled: Compiled) -> ProgrammeDraft:
    """Draft a programme of everything that was found."""
    extraction = compiled.extraction
    unit_ids = {name: unit.id for unit in extraction.units for name in (*unit.aliases, unit.name)}
    goals = draft_goals(compiled, unit_ids)
    files: dict[str, Any] = {
        "programme": frame.head(compiled),
        "areas": frame.areas(compiled),
        "units": frame.units(extraction),
        "pillars": frame.pillars(compiled),
        "measures": goals.measures,
        "forms": list(goals.forms.values()),
        "indicators": goals.indicators,
        "targets": goals.targets,
        "tasks": draft_tasks(compiled, unit_ids, goals),
        "named": draft_named(compiled),
        "mechanisms": draft_mechanisms(compiled),
        "progress": frame.progress(compiled),
    }
    return ProgrammeDraft({name: items for name, items in files.items() if items})


def check_free(folder: Path) -> None:
    """UserError where the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError([FOLDER_TAKEN.at(Place(str(folder)), folder=folder)])


def write_draft(drafted: ProgrammeDraft, folder: Path, beside: Mapping[str, str] | None = None) -> None:
    """Write the draft as a programme folder, with the files `beside` it: whole or not at all.

    UserError where the folder holds something already.
    """
    check_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh.chmod(0o755)
    try:
        for name, text in {**drafted.texts(), **(beside or {})}.items():
            (fresh / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        fresh.replace(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


__all__ = ["FOLDER_TAKEN", "ProgrammeDraft", "check_free", "draft", "write_draft"]
