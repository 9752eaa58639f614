"""An app says itself what it brings: what is missing is found, and an app that `src` does not know is gathered."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from helpers_forks import run
from helpers_loose_ends import loose_ends
from helpers_processes import PATH
from helpers_repository import ROOT
from helpers_waiting import PATIENCE


def test_nothing_is_left_out_and_nothing_is_said_twice() -> None:
    assert loose_ends() == []


def with_the_invented_app(lacks: str = "") -> dict[str, str]:
    """The environment of a process in which the site has one more app; a database of its own, as the tests make one."""
    given = {key: value for key, value in os.environ.items() if not key.startswith(("SIGAI_", "PYTEST_"))}
    more = {"DJANGO_SETTINGS_MODULE": "invented_app.settings", "PYTHONPATH": PATH, "INVENTED_APP_LACKS": lacks}
    return {**given, **more}


LOOSE_ENDS = """
import django; django.setup()
from helpers_loose_ends import loose_ends
print("\\n".join(loose_ends()))
"""


@pytest.mark.parametrize(
    ("lacks", "found"),
    [
        (
            "urls scopes",
            {
                "view invented_app.views.picnic_list: no manifest brings it",
                "view invented_app.views.picnic_page: no manifest brings it",
                "scope read:picnics: no manifest brings it",
                "page picnic: there is none for its case in CASES of view_cases",
                "menu page picnics: there is none for its case in MENU of view_cases",
                "page picnics: there is none for its case in CASES of view_cases",
                "page beside its operation of the API picnic: there is none for its case in PROGRAMS of view_cases",
                "page beside its operation of the API picnics: there is none for its case in PROGRAMS of view_cases",
            },
        ),
        (
            "operations",
            {
                "operation picnic.read: no manifest brings it",
                "operation picnic.read, which page picnics asks: no manifest brings it",
                "operation picnic.read, which page picnic asks: no manifest brings it",
                "operation picnic.read, which menu page picnics asks: no manifest brings it",
                "operation picnic.read, which waiting invented_app.picnics.to_come asks: no manifest brings it",
                "operation picnic.read, which panel picnics/panel.html asks: no manifest brings it",
                "operation picnic.read, which panel picnics/button.html asks: no manifest brings it",
                "operation picnic.read, which API operation list_picnics asks: no manifest brings it",
                "permission picnic.read: there is none for its case in RIGHTS of view_cases",
            },
        ),
        (
            "api",
            {
                "API operation list_picnics: no manifest brings it",
                "API operation list_picnics: there is none for its case in CASES of api_cases",
            },
        ),
        (
            "cases",
            {
                "page picnic: no case speaks of it in CASES of view_cases",
                "page picnics: no case speaks of it in CASES of view_cases",
                "menu page picnics: no case speaks of it in MENU of view_cases",
                "page beside its operation of the API picnic: no case speaks of it in PROGRAMS of view_cases",
                "page beside its operation of the API picnics: no case speaks of it in PROGRAMS of view_cases",
                "permission picnic.read: no case speaks of it in RIGHTS of view_cases",
                "API operation list_picnics: no case speaks of it in CASES of api_cases",
            },
        ),
    ],
)
def test_whatever_an_app_forgets_is_found(lacks: str, found: set[str]) -> None:
    done = run(["-c", LOOSE_ENDS], with_the_invented_app(lacks), PATIENCE)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()) == found


@pytest.mark.slow
def test_an_app_is_gathered_without_a_word_about_it_in_the_source() -> None:
    """The site with the invented app passes the app's own checks and its share of the matrix of every page, operation
    and permission."""
    assert not [file for file in (ROOT / "src").rglob("*.py") if "invented_app" in file.read_text(encoding="utf-8")]
    files = ["tests/invented_app/checks.py"]
    files += [f"tests/web/test_{name}.py" for name in ("apps", "views", "api_operations", "permissions")]
    chosen = "checks or picnic or left_out"
    plain = ["-q", "-n", "0", "-p", "no:cacheprovider", "--ds", "invented_app.settings"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plain, "-k", chosen, *files],
        cwd=ROOT,
        env=with_the_invented_app(),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 60  # type: ignore[index]
