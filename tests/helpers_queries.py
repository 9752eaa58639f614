"""What no query may ask, in any test: what ibis would write so that SQL reads something else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.backends.duckdb import Backend

_BINDS_CLOSER = (ops.IsNull, ops.NotNull, ops.IdenticalTo, ops.Less, ops.LessEqual, ops.Greater, ops.GreaterEqual)
"""They are read before NOT, and ibis puts no brackets around a NOT beneath them."""


def misread(expression: ibis.Expr) -> list[str]:
    """The parts of a query in which a NOT stands bare where SQL reads it last: `(~x).isnull()`."""
    found = expression.op().find(_BINDS_CLOSER)
    return [f"{type(one).__name__} of NOT" for one in found if any(isinstance(arg, ops.Not) for arg in one.args)]


def guarded(write: Callable[..., str]) -> Callable[..., str]:
    """How queries are written, refusing those that SQL would misread."""

    @wraps(write)
    def writing(backend: Backend, expr: ibis.Expr, *given: Any, **named: Any) -> str:
        assert not misread(expr), misread(expr)
        return write(backend, expr, *given, **named)

    return writing
