"""The engine's public surface is what the package says it is: the names that the web uses, all there and documented."""

import ast
import subprocess
import sys
from collections.abc import Mapping
from types import FunctionType

import pytest

import sigai
from helpers_source import engine_names, modules


def used(trees: Mapping[str, ast.Module]) -> set[str]:
    """The names of the engine that modules of the web use, with the part that they take them from."""
    return {
        name for module, tree in trees.items() if module.split(".")[0] == "sigai_web" for name in engine_names(tree)
    }


def listed() -> set[str]:
    """The public names, with the part that gives them; `sigai.…` for what the package itself is asked for."""
    return {f"{part}.{name}" for part, names in sigai.PUBLIC.items() for name in names}


@pytest.mark.parametrize("name", [name for name in sigai.__all__ if name != "__version__"])
def test_a_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(sigai, name)
    if isinstance(found, type | FunctionType):  # a constant, or an alias of a type, has its words where it is defined
        assert (found.__doc__ or "").strip()


def test_every_name_that_the_web_uses_is_listed() -> None:
    whole_package = {f"sigai.{name}" for name in sigai.__all__}
    assert used(modules()) - whole_package - listed() == set()


def test_every_listed_name_is_used_by_the_web() -> None:
    taken = used(modules())
    of_the_package = {name for name in sigai.__all__ if f"sigai.{name}" in taken}
    assert {name for name in listed() - taken if name.rpartition(".")[2] not in of_the_package} == set()


def test_a_name_is_listed_once() -> None:
    names = [name for part in sigai.PUBLIC.values() for name in part]
    assert sorted([*names, "__version__"]) == sigai.__all__
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from sigai.base import Period", {"sigai.base.Period"}),
        ("from sigai import reports\nreports.goal(reports.SIGNS)", {"sigai.reports.goal", "sigai.reports.SIGNS"}),
        ("import sigai.tables as t\nt.Data", {"sigai.tables.Data"}),
        ("def f():\n    from sigai import __version__", {"sigai.__version__"}),
        ("from sigai.base import issues as i\ni.NOWHERE", {"sigai.base.issues.NOWHERE"}),
        ("import sigai.pipeline", {"sigai.pipeline"}),
        ("from sigai_web.clock import today\nimport json\njson.loads", set()),
    ],
)
def test_what_a_module_uses_of_the_engine_is_found(source: str, names: set[str]) -> None:
    assert used({"sigai_web.a": ast.parse(source)}) == names
    assert used({"sigai.a": ast.parse(source)}) == set()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = sigai.nothing


def test_importing_the_package_loads_no_engine() -> None:
    code = "import sigai, sys; print([name for name in sys.modules if name in ('ibis', 'duckdb', 'pyarrow', 'pandas')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
