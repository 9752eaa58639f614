"""The app with a page, a menu entry and a panel that CONTRIBUTING shows how to add, added as it stands there."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers_processes import PATH
from helpers_repository import ROOT, template_faults
from helpers_source import undocumented
from helpers_waiting import PATIENCE

APP = "src/sigai_web/visits"
FILES = (
    f"{APP}/apps.py",
    f"{APP}/operations.py",
    f"{APP}/views.py",
    f"{APP}/urls.py",
    f"{APP}/templates/visits/visits.html",
    f"{APP}/templates/visits/panel.html",
    f"{APP}/app.py",
    "the menu",
    "tests/view_cases/visits.py",
)
"""The pieces of the recipe in their order, with the files that it tells to write them to."""


def pieces() -> dict[str, str]:
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Add a page with a panel")[1]
    found = re.findall(r"```(?:python|html)\n(.*?)```", recipe, flags=re.DOTALL)
    written = dict(zip(FILES, found, strict=True))
    app, brings = written[f"{APP}/app.py"], "MANIFEST = Manifest("
    imports, page = re.findall(r"((?:from [^\n]*\n)+)\n(.*)", written.pop("the menu"), flags=re.DOTALL)[0]
    app = app.replace("from sigai_web.manifests", f"{imports}from sigai_web.manifests", 1)
    written[f"{APP}/app.py"] = app.replace(brings, f"{page}\n{brings}menu=_MENU, ")
    return written


def test_its_pieces_have_docstrings_and_lines_that_can_be_read() -> None:
    written = pieces()
    modules = {name: ast.parse(text) for name, text in written.items() if name.endswith(".py")}
    assert {name: missing for name, tree in modules.items() if (missing := undocumented(tree))} == {}
    assert template_faults({name: text for name, text in written.items() if name.endswith(".html")}) == []
    assert [line for text in written.values() for line in text.splitlines() if len(line) > 120] == []


@pytest.mark.slow
def test_the_site_with_it_shows_page_menu_and_panel(tmp_path: Path) -> None:
    """As an app beside the site instead of within it, which is all that differs."""
    for name, text in pieces().items():
        place = tmp_path / name.replace(APP, "visits").replace("tests/view_cases/visits.py", "visits/view_cases.py")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("sigai_web.visits", "visits"), encoding="utf-8")
    (tmp_path / "visits" / "__init__.py").write_text('"""Visits."""\n', encoding="utf-8")
    (tmp_path / "visits" / "api_cases.py").write_text('"""No operation of the API."""\n', encoding="utf-8")
    given = {key: value for key, value in os.environ.items() if not key.startswith(("SIGAI_", "PYTEST_"))}
    path = os.pathsep.join([str(tmp_path), PATH])
    files = ["tests/page_recipe/checks.py", *(f"tests/web/test_{name}.py" for name in ("views", "permissions"))]
    plain = ["-q", "-n", "0", "-p", "no:cacheprovider", "--ds", "page_recipe.settings"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plain, "-k", "checks or visits or visit.read", *files],
        cwd=ROOT,
        env={**given, "DJANGO_SETTINGS_MODULE": "page_recipe.settings", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 15  # type: ignore[index]
