"""The source as syntax trees: what tests about docstrings, names and imports look at. Migrations are left out."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp

from helpers_repository import ROOT

SOURCE = ROOT / "src"
_HARMLESS = frozenset({"importlib.resources", "importlib.metadata"})
_FINDERS = frozenset({"importlib", "pkgutil.resolve_name", "runpy", "django.utils.module_loading"})
_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of `src` by its dotted name; a package by its own."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if "migrations" not in parts:
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def undocumented(tree: ast.Module) -> list[str]:
    """The public things without a docstring: `<module>`, classes, functions, methods, properties by qualified name.

    Public is what has no `_` in front, nor any class around it; what stands inside a function is its own business.
    `Meta` of a model says how Django keeps it and is no class that anybody uses.
    """
    missing = [] if ast.get_docstring(tree) else ["<module>"]
    return missing + [name for name, node in _public(tree, "") if not ast.get_docstring(node)]


def _public(around: ast.AST, prefix: str) -> Iterator[tuple[str, _Definition]]:
    for node in ast.iter_child_nodes(around):
        if isinstance(node, _Definition):
            if node.name.startswith("_") or node.name == "Meta":
                continue
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node, f"{prefix}{node.name}.")
        else:
            yield from _public(node, prefix)


def shared_class_names(trees: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    """The names of classes, private ones too, that several modules define at their top, with the modules."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(module)
    return {name: found for name, found in homes.items() if len(found) > 1}


def texts_with_several_words(tree: ast.Module) -> list[str]:
    """The texts of a module in which several words stand, without its docstrings: what may be read by people."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [str(node.value) for node in texts if id(node) not in docstrings and re.search(r"[ ,]", str(node.value))]


def hidden_imports(tree: ast.Module) -> list[str]:
    """The ways by which a module could import another that no import statement names, as it imports or calls them."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if _finds_modules(name.name)]
        elif isinstance(node, ast.ImportFrom):
            found += [name for each in node.names if _finds_modules(name := f"{node.module}.{each.name}")]
        elif isinstance(node, ast.Name) and node.id == "__import__":
            found.append(node.id)
    return found


def _finds_modules(name: str) -> bool:
    within = [name[:end] for end in (*(at for at, sign in enumerate(name) if sign == "."), len(name))]
    return not _HARMLESS.intersection(within) and bool(_FINDERS.intersection(within))


def imports_between(*packages: str) -> dict[str, Set[str]]:
    """Every module with the modules that it imports, wherever in the file, for type checking alone too."""
    graph = grimp.build_graph(*packages, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def first_cycle(imports: Mapping[str, Set[str]]) -> list[str]:
    """The modules of a cycle of imports; none where there is no cycle."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def engine_names(tree: ast.Module) -> set[str]:
    """The names of the engine that a module uses (`sigai.base.Period`), those that it takes of an imported part too."""
    parts: dict[str, str] = {}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sigai":
            for each in node.names:
                name = f"{node.module}.{each.name}"
                if name in modules():
                    parts[each.asname or each.name] = name
                else:
                    found.add(name)
        elif isinstance(node, ast.Import):
            parts |= {each.asname: each.name for each in node.names if each.asname and each.name.startswith("sigai.")}
            found |= {each.name for each in node.names if not each.asname and each.name.split(".")[0] == "sigai"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in parts:
            found.add(f"{parts[node.value.id]}.{node.attr}")
    return found
