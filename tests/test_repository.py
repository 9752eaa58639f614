"""What holds for the repository as a whole."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers_repository import PROGRAMMES, ROOT, SHARED, template_faults, templates, text_of, tracked_files
from helpers_source import (
    SOURCE,
    first_cycle,
    hidden_imports,
    imports_between,
    modules,
    shared_class_names,
    texts_with_several_words,
    undocumented,
)
from sigai.base.issues import declared_problems
from sigai.cli.documenting import problems_page
from sigai.programme.loading import load_programme
from sigai_web.documenting import declare_problems

_LONGEST_QUOTE = 40
_LONGEST_FILE = 500
_MOST_SHARED_NAMES = 8
SHARED_CLASS_NAMES = {
    "Parameter": "the dated number of the content, and the node of a formula that names it",
    "Subject": "what a condition is about: by its type when it is checked, by its columns when it is asked of a table",
    "Token": "a word of a sentence; on the web the scheme of security, whose name stands in the API's schema",
    "Wholes": "a column of whole numbers: what arithmetic asks of one, and the one that compares",
    "Words": "a column of words; on the web a text in both languages, whose name stands in the API's schema",
}
"""The names of classes that several modules define, each with the reason why it is the right word in all of them."""
HIDDEN_IMPORTS = {
    "sigai": "its own public names, imported when first asked for",
    "sigai.cli.documenting": "walks the engine, of which it is a part",
    "sigai.compiling.bench": "the scoring tool, a file outside of any package",
    "sigai.reports.fonts": "fonts of another package, which may be missing",
    "sigai_web.documenting": "walks the web, of which it is a part",
}
"""The modules that import others by name at run time, each with what it imports so."""
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
    code = (
        "from sigai.cli.documenting import problems_page; from sigai_web.documenting import declare_problems; "
        "declare_problems(); print(problems_page(), end='')"
    )
    page = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True).stdout.decode()
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == page


def test_no_problem_is_left_out_of_the_page() -> None:
    """Read from the source: no comparison of the page sees the problems of a module that nobody imports for it."""
    page = text_of(ROOT / "docs" / "problems.md")
    declared = [
        call.args[0].value
        for tree in modules().values()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "problem"
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert "W508" in declared
    assert [code for code in declared if f"**{code}**" not in page] == []


def test_problems_speak_both_languages() -> None:
    declare_problems()
    problems_page()  # every module that declares some is imported for it
    for code, problem in declared_problems().items():
        for texts in (problem.what, problem.advice):
            assert set(texts) == {"zh", "en"}, code
            assert bool(texts["zh"]) == bool(texts["en"]), code


def test_every_public_thing_has_a_docstring() -> None:
    found = {module: missing for module, tree in modules().items() if (missing := undocumented(tree))}
    assert found == {}, "say what each is for in a docstring"


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("", ["<module>"]),
        ('"""."""\nclass A:\n    """."""\n    @property\n    def b(self): return 1', ["A.b"]),
        ('"""."""\nclass A:\n    class B:\n        async def c(self): ...', ["A", "A.B", "A.B.c"]),
        ('"""."""\nif True:\n    def a(): ...', ["a"]),
        ('"""."""\nclass _A:\n    def b(self): ...\ndef _c(): ...\ndef d():\n    """."""\n    def e(): ...', []),
        ('"""."""\nclass A:\n    """."""\n    class Meta: ...\n    def __len__(self): ...', []),
    ],
)
def test_a_missing_docstring_is_found(source: str, missing: list[str]) -> None:
    assert undocumented(ast.parse(source)) == missing


def test_a_file_of_the_source_has_one_job_and_can_be_read_as_a_whole() -> None:
    files = [path for path in SOURCE.rglob("*") if path.suffix in (".py", ".html", ".lark", ".css", ".js")]
    lines = {path.relative_to(ROOT).as_posix(): len(text_of(path).splitlines()) for path in files}
    assert lines
    assert {name: many for name, many in lines.items() if many > _LONGEST_FILE} == {}, "part them by what they do"


def test_a_class_name_means_one_thing() -> None:
    """One word for one thing: a name that several modules give to classes is listed, with its reason."""
    shared = shared_class_names(modules())
    new = {name: homes for name, homes in shared.items() if name not in SHARED_CLASS_NAMES}
    assert new == {}, "rename the class, or say in SHARED_CLASS_NAMES why the word is right in all of them"
    assert set(SHARED_CLASS_NAMES) == set(shared)
    assert len(shared) <= _MOST_SHARED_NAMES
    assert all(len(reason) > len(name) for name, reason in SHARED_CLASS_NAMES.items())


def test_a_class_name_of_two_modules_is_found() -> None:
    trees = {
        "a": ast.parse("class A: ...\nclass _B: ..."),
        "b": ast.parse("class A: ..."),
        "c": ast.parse("class _B: ..."),
    }
    assert shared_class_names(trees) == {"A": ["a", "b"], "_B": ["a", "c"]}


def test_no_text_for_people_names_a_class() -> None:
    """A class that is renamed takes the word along wherever it stands in a text: `JSON Lines` became a class once."""
    classes = {node.name for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    humped = {name for name in classes if re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}", name)}
    found = {
        f"{module}: {word}"
        for module, tree in modules().items()
        for text in texts_with_several_words(tree)
        for word in humped & set(re.findall(r"[A-Za-z0-9]+", text))
    }
    assert found == set()


def test_a_text_of_several_words_is_told_from_a_docstring_and_a_name() -> None:
    tree = ast.parse(
        '"""A Thing of mine."""\nx = "Form,Period"\ny = "Thing"\ndef f():\n    """Doc of f."""\n    g("a b")'
    )
    assert texts_with_several_words(tree) == ["Form,Period", "a b"]


def test_no_import_hides_from_the_contracts() -> None:
    """What is imported by name at run time is not seen by import-linter: only the modules listed may do it."""
    assert {module for module, tree in modules().items() if hidden_imports(tree)} == set(HIDDEN_IMPORTS)


def test_the_engine_names_no_module_of_the_web() -> None:
    found = [path.relative_to(ROOT) for path in (SOURCE / "sigai").rglob("*.*") if "sigai_web" in text_of(path)]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import importlib", ["importlib"]),
        ("import importlib.util", ["importlib.util"]),
        ("def f():\n    from importlib import import_module", ["importlib.import_module"]),
        ("from importlib.machinery import SourceFileLoader", ["importlib.machinery.SourceFileLoader"]),
        ("from django.utils.module_loading import import_string", ["django.utils.module_loading.import_string"]),
        ("from pkgutil import resolve_name\nimport runpy", ["pkgutil.resolve_name", "runpy"]),
        ("__import__('sigai_web')", ["__import__"]),
        ("from importlib.resources import files\nfrom importlib import metadata\nimport pkgutil", []),
    ],
)
def test_a_hidden_import_is_found(source: str, found: list[str]) -> None:
    assert hidden_imports(ast.parse(source)) == found


def test_no_files_import_each_other_in_a_circle() -> None:
    assert first_cycle(imports_between("sigai", "sigai_web")) == []


def test_a_circle_of_imports_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where one of them is for type checking alone, and where one stands inside a function."""
    package = tmp_path / "circular"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "a.py").write_text("from circular import b\n", encoding="utf-8")
    (package / "b.py").write_text("def f():\n    from circular.c import g\n", encoding="utf-8")
    lazily = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from circular.a import f\n"
    (package / "c.py").write_text(lazily, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert set(first_cycle(imports_between("circular"))) == {"circular.a", "circular.b", "circular.c"}


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


def test_only_text_pictures_of_the_documentation_and_templates_of_content_are_kept() -> None:
    """What others made comes from packages: no archive, no font, no program lies in the repository. What a programme's
    bulletins look like is its own content, made in Word."""
    pictures = ROOT / "docs"
    binary = [path for path in tracked_files() if path.stat().st_size and not text_of(path)]
    kept = [path for path in binary if path.suffix == ".png" and path.is_relative_to(pictures)]
    templates = [path for path in binary if path.suffix == ".docx" and path.parent.name == "bulletins"]
    strays = [path.name for path in binary if path not in {*kept, *templates}]
    assert not strays
