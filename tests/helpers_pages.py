"""The pages of documentation as tests ask them: which paths, modules and links they name, and whether these exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from helpers_repository import ROOT, tracked_files
from helpers_source import SOURCE, modules

PAGES = tuple(sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]))
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"(src|tests|docs|programmes|deploy|\.ci)/[\w./*<>\u4e00-\u9fff-]*")
_DOTTED = re.compile(r"[a-z_]+(\.\w+)+")
_TARGET = re.compile(r"make ([a-z-]+)")
_ENDINGS = frozenset(
    ("csv", "css", "docx", "env", "html", "json", "jsonl", "lark", "md", "parquet", "py", "sh", "txt", "yaml")
)
_PARTS = frozenset(
    path.name for package in ("sigai", "sigai_web") for path in (SOURCE / package).iterdir() if path.is_dir()
)


def strays(page: Path, text: str) -> list[str]:
    """What a page names and nothing answers to: files and folders of the repository, modules and their names, links."""
    found = [f"no file {link}" for link in _LINK.findall(text) if _is_local(link) and not (page.parent / link).exists()]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for word in _CODE.findall(text):
        made = _TARGET.match(word)
        if made and made[1] not in targets:
            found.append(f"no make {made[1]}")
        elif _PATH.fullmatch(word):
            if not _there(word):
                found.append(f"no file {word}")
        elif _DOTTED.fullmatch(word) and word.rpartition(".")[2] not in _ENDINGS:
            names = list(_full_names(word))
            if names and not any(_defined(name) for name in names):
                found.append(f"no module or name {word}")
    return found


def _is_local(link: str) -> bool:
    return "://" not in link and not link.startswith("mailto:")


def _there(path: str) -> bool:
    """Whether some tracked file or folder is so called; `<…>` and `*` stand for any one name."""
    asked = re.compile(re.sub(r"<[^>]*>|\\\*", "[^/]*", re.escape(path.rstrip("/"))) + r"(/.*)?")
    return any(asked.fullmatch(file.relative_to(ROOT).as_posix()) for file in tracked_files())


def _full_names(word: str) -> Iterator[str]:
    """The dotted names that a word may stand for: with its package, or a part of either package (`store.records`)."""
    first = word.split(".", maxsplit=1)[0]
    if first in ("sigai", "sigai_web"):
        yield word
    elif first in _PARTS:
        yield from (f"sigai.{word}", f"sigai_web.{word}")


def _defined(name: str) -> bool:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        tree = modules().get(".".join(parts[:end]))
        if tree is not None:
            return end == len(parts) or (end > 1 and parts[end] in _names_of(tree))
    return False


def _names_of(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name for each in node.names}
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found
