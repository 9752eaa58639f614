"""What commands share: the language, printing issues, and turning every failure into words and an exit code."""

from __future__ import annotations

import locale
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from enum import IntEnum
from pathlib import Path

from rich.console import Console
from rich.text import Text

from sigai.base.issues import Issue, Language, Place, Severity, UserError, problem
from sigai.base.periods import Period

LANGUAGE_SETTING = "SIGAI_LANG"
NOT_A_MONTH = problem(
    "X003",
    Severity.ERROR,
    zh="{option} 应是月份，如 2022-09，而不是“{given}”",
    en="{option} is a month such as 2022-09, not “{given}”",
    advice_zh="改为 年-月",
    advice_en="write year-month",
)

UNUSABLE = problem(
    "X011",
    Severity.ERROR,
    zh="读不到或写不了：{detail}",
    en="cannot be read or written: {detail}",
    advice_zh="检查路径、权限和磁盘空间",
    advice_en="check the path, the permissions and the space on the disk",
)
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SHOWN = 200

_FILE_WIDTH = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
"""Tables that go to a file or a pipe are as wide as a usual screen, not 80."""

out = Console(highlight=False, soft_wrap=True, width=_FILE_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """How a command ends. INTERNAL is a fault of ours, which no input should bring about."""

    GOOD = 0
    FINDINGS = 1
    MISUSE = 2
    INTERNAL = 3


def language() -> Language:
    """`zh` or `en`: by the setting SIGAI_LANG, else by the locale of the terminal."""
    setting = os.environ.get(LANGUAGE_SETTING, "").lower()
    if setting:
        return "en" if setting.startswith("en") else "zh"
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = name or (locale.getlocale()[0] or "")
    return "zh" if name.lower().startswith("zh") or name.lower() in ("", "c", "c.utf-8", "posix") else "en"


def choose(zh: str, en: str) -> str:
    """The text in the language of this run."""
    return en if language() == "en" else zh


def month_named(text: str, option: str) -> Period:
    """The month that an option names. UserError where it names none."""
    try:
        period = Period.parse(text)
    except ValueError:
        period = None
    if period is None or period.kind != "month":
        raise UserError([NOT_A_MONTH.at(Place(), option=option, given=text)])
    return period


def show_issues(issues: Iterable[Issue], console: Console = err, limit: int = _SHOWN) -> None:
    """Print issues, a line each; beyond `limit` only how many more there are."""
    shown = language()
    listed = list(issues)
    for issue in listed[:limit]:
        line = Text()
        place = issue.place.text(shown)
        if place:
            line.append(f"{place}  ", style="bold")
        line.append(f"{issue.severity.word(shown)} {issue.code}", style=_STYLES[issue.severity])
        line.append(f"  {issue.what(shown)}")
        if advice := issue.advice(shown):
            line.append(f"  → {advice}", style="dim")
        console.print(line)
    if len(listed) > limit:
        console.print(choose(f"……另有 {len(listed) - limit} 条", f"… and {len(listed) - limit} more"))


def guarded(command: Callable[[], int | None]) -> int:
    """Run a command; every failure becomes words on the error stream and an exit code, never a traceback."""
    try:
        return int(command() or Exit.GOOD)
    except UserError as error:
        show_issues(error.issues)
        return Exit.MISUSE
    except KeyboardInterrupt:
        err.print(choose("已中断，未写出结果", "interrupted; nothing was written"))
        return Exit.MISUSE
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.GOOD
    except OSError as error:
        show_issues([UNUSABLE.at(Place(str(error.filename or "")), detail=error.strerror or error)])
        return Exit.MISUSE
    except Exception:
        err.print(
            choose(
                f"程序内部出错，这不是您的数据造成的。详情已记入 {_report_fault()}，请交给维护人员",
                f"an internal fault, not one of your data. Details are in {_report_fault()}: please pass it on",
            )
        )
        return Exit.INTERNAL


def _report_fault() -> Path:
    with tempfile.NamedTemporaryFile("w", prefix="sigai-fault-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(traceback.format_exc())
    return Path(file.name)
