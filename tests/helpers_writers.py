"""Which functions of the web write into the database, read from their source, and who calls them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from helpers_repository import ROOT

WEB = ROOT / "src" / "sigai_web"
SERVICES = frozenset({"change", "note"})
_ALWAYS = frozenset({"bulk_create", "bulk_update", "update_or_create", "get_or_create"})
_ON_ROWS = frozenset({"create", "update", "delete", "save"})
_JOURNAL = ("sigai_web.journal.writing", "append")
Name = tuple[str, str]
"""A function by its module and its qualified name."""


@dataclass
class Function:
    """One function: whether it is a service, what it writes by itself, what it calls."""

    name: Name
    line: int
    service: bool
    writes: list[str] = field(default_factory=list)
    calls: set[Name] = field(default_factory=set)


def functions() -> dict[Name, Function]:
    """Every function of the web but those of migrations and benchmarks."""
    found: dict[Name, Function] = {}
    for file in sorted(WEB.rglob("*.py")):
        inside = file.relative_to(WEB).parts
        if "migrations" not in inside and inside[0] != "bench":
            for function in _Module(file).functions():
                found[function.name] = function
    return found


def uncovered(known: dict[Name, Function]) -> dict[Name, list[str]]:
    """What writes, or calls what writes, outside every service; of those only the ones that nobody else calls."""
    loose = {name: list(one.writes) for name, one in known.items() if one.writes and not one.service}
    grown = True
    while grown:
        callers = {
            name: sorted(".".join(called) for called in one.calls & loose.keys())
            for name, one in known.items()
            if not one.service and name not in loose and one.calls & loose.keys()
        }
        loose |= callers
        grown = bool(callers)
    called = {name for one in known.values() for name in one.calls}
    return {name: why for name, why in loose.items() if name not in called}


class _Module:
    def __init__(self, file: Path) -> None:
        parts = list(file.relative_to(WEB.parent).with_suffix("").parts)
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._tree = ast.parse(file.read_text(encoding="utf-8"))
        self._names: dict[str, Name] = {}
        self._modules: dict[str, str] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sigai_web"):
                for each in node.names:
                    self._names[each.asname or each.name] = (str(node.module), each.name)
                    self._modules[each.asname or each.name] = f"{node.module}.{each.name}"

    def functions(self) -> Iterator[Function]:
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef):
                yield self._function(node, "")
            elif isinstance(node, ast.ClassDef):
                for one in node.body:
                    if isinstance(one, ast.FunctionDef):
                        yield self._function(one, f"{node.name}.")

    def _function(self, node: ast.FunctionDef, owner: str) -> Function:
        marks = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
        found = Function((self._name, f"{owner}{node.name}"), node.lineno, bool(marks & SERVICES))
        for one in ast.walk(node):
            if isinstance(one, ast.Call):
                self._take(one.func, one, found, owner)
            elif isinstance(one, ast.Name | ast.Attribute) and (named := self._named(one, owner)):
                found.calls.add(named)  # handed on, as `_on_account(request, pk, services.end_sessions)` does
        found.calls.discard(found.name)
        return found

    def _take(self, called: ast.expr, call: ast.Call, found: Function, owner: str) -> None:
        named = self._named(called, owner)
        if named == _JOURNAL:
            found.writes.append("append")
        elif named is None and isinstance(called, ast.Attribute) and self._writes(called, call):
            found.writes.append(ast.unparse(called))

    def _named(self, node: ast.expr, owner: str) -> Name | None:
        match node:
            case ast.Name(id):
                return self._names.get(id, (self._name, id))
            case ast.Attribute(ast.Name("self"), attr):
                return self._name, f"{owner}{attr}"
            case ast.Attribute(ast.Name(id), attr) if id in self._modules:
                return self._modules[id], attr
        return None

    def _writes(self, called: ast.Attribute, call: ast.Call) -> bool:
        """Rows of a manager, a query or a model; not `dict.update`, and not what an imported module calls `create`."""
        on = ast.unparse(called.value)
        if called.attr in _ALWAYS:
            return True
        if called.attr not in _ON_ROWS:
            return False
        if called.attr in ("update", "create"):
            return not call.args and bool(call.keywords)
        return not call.args and on not in ("book", "session", "request.session")
