"""Which files of a folder hold tables."""

from __future__ import annotations

from pathlib import Path

from sigai.base.issues import Issue, Place
from sigai.tables.files.problems import NOT_A_TABLE_FILE

TABLE_FILES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet")


def find_files(folder: Path, stem: str) -> tuple[list[Path], list[Issue]]:
    """`stem.csv|xlsx|parquet` and every table file under `stem/`, sorted by name; other files there are named.

    Files whose name starts with `.`, `_` or `~$` (locks of open workbooks) are passed over.
    """
    single = [folder / f"{stem}{suffix}" for suffix in TABLE_FILES]
    found = [path for path in single if path.is_file()]
    issues: list[Issue] = []
    below = folder / stem
    for path in sorted(below.rglob("*")) if below.is_dir() else ():
        if not path.is_file() or path.name.startswith((".", "_", "~$")):
            continue
        if path.suffix.lower() in TABLE_FILES:
            found.append(path)
        else:
            issues.append(NOT_A_TABLE_FILE.at(Place(path.relative_to(folder).as_posix())))
    return found, issues
