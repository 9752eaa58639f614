"""The repository as files: what tests about the repository itself look at."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PROGRAMMES = ROOT / "programmes"
NO_SHARED = "needs ../shared (the annotated plan and real data), which is not on this machine"

CHROMIUM = Path("/usr/bin/chromium")
NO_CHROMIUM = "needs Chromium at /usr/bin/chromium, which is not on this machine"

LONGEST_LINE, IN_LENGTH = 160, 0.98
"""How long the lines of templates may be, and the share of them that must keep to it."""
_IN_ITS_APP = re.compile(r"src/sigai_web/(?P<app>[a-z_]+)/templates/(?P=app)/[a-z0-9_/]+\.html")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(path for name in listed if (path := ROOT / name).is_file())


def text_of(path: Path) -> str:
    """The text of a file; empty for one that is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def templates() -> dict[str, str]:
    """Every page of the web, by its path in the repository."""
    found = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "src" / "sigai_web").rglob("*.html")}
    assert found
    return {name: path.read_text(encoding="utf-8") for name, path in sorted(found.items())}


def template_faults(files: Mapping[str, str]) -> list[str]:
    """Which templates lie outside of their app, and, if too many lines are too long to be read, which those are."""
    outside = [f"{name}: not in <app>/templates/<app>/" for name in files if not _IN_ITS_APP.fullmatch(name)]
    lines = [(name, number, line) for name, text in files.items() for number, line in enumerate(text.splitlines(), 1)]
    long = [f"{name}:{number}: {len(line)} characters" for name, number, line in lines if len(line) > LONGEST_LINE]
    return outside + (long if len(long) > (1 - IN_LENGTH) * len(lines) else [])
