"""What holds for the repository as a whole."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers_repository import PROGRAMMES, ROOT, SHARED, template_faults, templates, text_of, tracked_files
from sigai.base.issues import declared_problems
from sigai.cli.documenting import problems_page
from sigai.programme.loading import load_programme

SOURCE = ROOT / "src"
_LONGEST_QUOTE = 40
_HOSTS = re.compile(
    r"pythonhosted|\b(pypi|npmjs|debian|crates)\.(org|com|io)|\b(registry|mirrors?)\.[a-z-]+\.(org|com|cn|io)"
)


def test_the_engine_knows_no_city() -> None:
    """No name of an area, a unit, an enterprise, a park or a project of a programme stands in the code."""
    names: set[str] = set()
    for folder in PROGRAMMES.iterdir():
        programme = load_programme(folder).programme
        if programme is None:
            continue
        names |= {area.name.zh for area in programme.areas}
        # “各园区管委会” stands for whatever parks a plan has: a collective's name is no name of a city
        names |= {unit.name.zh for unit in programme.units if unit.kind != "collective"}
        names |= {named.name for named in programme.named if named.kind in ("enterprise", "park", "project")}
    names = {name for name in names if len(name) > 1}
    assert names
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix in (".py", ".html", ".lark", ".css", ".js", ".j2")
        for name in names
        if name in text_of(path)
    ]
    assert found == []


def test_no_package_registry_is_named() -> None:
    found = [str(path) for path in tracked_files() if path != Path(__file__) and _HOSTS.search(text_of(path))]
    assert found == []


@pytest.mark.shared
def test_no_sentence_of_a_plan_stands_in_the_repository() -> None:
    plan = "".join((SHARED / "sources" / "zhongwei-2021-2023.txt").read_text(encoding="utf-8").split())
    pieces = {plan[start : start + _LONGEST_QUOTE] for start in range(len(plan) - _LONGEST_QUOTE)}
    found = []
    for path in tracked_files():
        text = "".join(text_of(path).split())
        hits = [text[i : i + _LONGEST_QUOTE] for i in range(len(text)) if text[i : i + _LONGEST_QUOTE] in pieces]
        if hits:
            found.append(f"{path.relative_to(ROOT)}: {hits[0]}")
    assert found == []


def test_every_problem_is_documented_as_it_is_declared() -> None:
    """`make docs` writes docs/problems.md from the declarations. Asked of a fresh process: tests declare some too."""
    code = "from sigai.cli.documenting import problems_page; print(problems_page(), end='')"
    page = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True).stdout.decode()
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == page


def test_problems_speak_both_languages() -> None:
    problems_page()  # every module that declares some is imported for it
    for code, problem in declared_problems().items():
        for texts in (problem.what, problem.advice):
            assert set(texts) == {"zh", "en"}, code
            assert bool(texts["zh"]) == bool(texts["en"]), code


def test_templates_lie_in_their_app_and_can_be_read() -> None:
    assert template_faults(templates()) == []


@pytest.mark.parametrize(
    ("name", "lines", "faults"),
    [
        ("runs/templates/runs/runs.html", ["x" * 160] * 50, 0),
        ("runs/templates/runs/runs.html", ["x" * 161] + ["x"] * 49, 0),
        ("runs/templates/runs/runs.html", ["x" * 161] * 2 + ["x"] * 48, 2),
        ("runs/templates/pages/runs.html", ["x"], 1),
        ("templates/runs.html", ["x"], 1),
        ("runs/templates/runs.html", ["x"], 1),
    ],
)
def test_the_rule_for_templates_finds_what_breaks_it(name: str, lines: list[str], faults: int) -> None:
    assert len(template_faults({f"src/sigai_web/{name}": "\n".join(lines)})) == faults
