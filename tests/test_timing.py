"""No test depends on how fast the machine is: work is counted (`helpers_work`), what may hang is guarded by `PATIENCE`
(`helpers_waiting`), speed is measured by `make bench`. A new test that is timed is found here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers_repository import ROOT
from helpers_work import lines_run

STOPWATCHES = {"perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "thread_time", "timeit"}
CLOCKS = STOPWATCHES | {"time", "time_ns", "monotonic", "monotonic_ns"}
WAITING = {"wait", "join", "result", "acquire"}
FILES = sorted(path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))
"""All but this one, whose examples are timed on purpose."""


def timed(text: str) -> list[str]:
    """What in a test, or in a program that it holds as a text, depends on the speed of the machine."""
    return [f"{line}: {what}" for line, what in _found(ast.parse(text))]


def _found(tree: ast.AST, *, in_loop: bool = False) -> Iterator[tuple[int, str]]:
    for node in ast.iter_child_nodes(tree):
        yield from ((getattr(node, "lineno", 0), what) for what in _of(node, in_loop=in_loop))
        within = in_loop and not isinstance(node, ast.FunctionDef | ast.Lambda)
        yield from _found(node, in_loop=within or isinstance(node, ast.While))


def _of(node: ast.AST, *, in_loop: bool) -> Iterator[str]:
    match node:
        case ast.Call():
            yield from _of_call(node, in_loop=in_loop)
        case ast.BinOp(op=ast.Sub(), left=ast.Call() as read) if _name(read) in CLOCKS:
            yield "it takes a span of time"
        case ast.Compare() if any(_is_seconds(part) for part in ast.walk(node)):
            yield "it compares seconds"
        case ast.Constant(value=str() as inner) if "\n" in inner and (program := _program(inner)):
            yield from (f"in a program: {what}" for _, what in _found(program))


def _of_call(call: ast.Call, *, in_loop: bool) -> Iterator[str]:
    name, given = _name(call), {keyword.arg: keyword.value for keyword in call.keywords}
    if name in STOPWATCHES:
        yield f"{name} measures speed"
    if name == "wait_for_timeout" or (name == "sleep" and not in_loop):
        yield "it waits for so long, not until something is there"
    if _is_number(given.get("timeout")) or (name in WAITING and any(map(_is_number, call.args))):
        yield "it gives up after a number of seconds of its own: take PATIENCE"
    if "deadline" in given and ast.unparse(given["deadline"]) != "None":
        yield "its examples have a deadline"
    suppressed = ast.unparse(given["suppress_health_check"]) if "suppress_health_check" in given else None
    if suppressed not in (None, "list(HealthCheck)") and "too_slow" not in suppressed:
        yield "its examples may be drawn too slowly: suppress HealthCheck.too_slow, too"


def _name(call: ast.Call) -> str:
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _is_number(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _is_seconds(node: ast.AST) -> bool:
    named = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    return named and "seconds" in str(node.slice.value)


def _program(text: str) -> ast.AST | None:
    try:
        return ast.parse(text)
    except SyntaxError:
        return None


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_no_test_is_timed(path: Path) -> None:
    assert timed(path.read_text(encoding="utf-8")) == []


def test_a_loop_within_a_loop_shows_in_lines_run() -> None:
    def plain(size: int) -> int:
        total = 0
        for number in range(size):
            total += number
        return total

    def nested(size: int) -> int:
        return sum(plain(size) for _ in range(size))

    assert lines_run(lambda: plain(400)) < 4.1 * lines_run(lambda: plain(100))
    assert lines_run(lambda: nested(40)) > 12 * lines_run(lambda: nested(10))
    assert lines_run(lambda: plain(100)) == lines_run(lambda: plain(100))


def test_no_example_of_any_test_has_a_deadline() -> None:
    """Hypothesis gives 200 ms to each where nobody says otherwise: the profile of tests/conftest.py does."""
    assert settings.default is not None
    assert settings.default.deadline is None
    assert HealthCheck.too_slow in settings.default.suppress_health_check


@pytest.mark.parametrize(
    "text",
    [
        "started = time.perf_counter()",
        "begun = process_time()",
        "assert time.time() - started < 2",
        "spent = monotonic() - begun",
        "time.sleep(0.4)",
        "def later():\n    sleep(1)\nwhile True:\n    pass",
        "while True:\n    def inside():\n        sleep(1)",
        "page.wait_for_timeout(500)",
        "process.wait(20)",
        "thread.join(timeout=5)",
        "expect(page).to_have_url('/', timeout=5000)",
        "subprocess.run(['x'], timeout=60)",
        "settings(deadline=200)",
        "settings(deadline=timedelta(seconds=1))",
        "settings(suppress_health_check=[HealthCheck.function_scoped_fixture])",
        "assert result['seconds_for_30000'] < 3",
        "CODE = '''\nimport time\ntime.sleep(60)\n'''",
        "CODE = '''\nBEAT = \"\"\"\nimport time\ntime.sleep(60)\n\"\"\"\n'''",
    ],
)
def test_a_timed_test_is_found(text: str) -> None:
    assert timed(text)


@pytest.mark.parametrize(
    "text",
    [
        "end = time.monotonic() + PATIENCE",
        "while not there():\n    assert time.monotonic() < end\n    time.sleep(0.05)",
        "process.wait(PATIENCE)",
        "thread.join()",
        "','.join(['5'])",
        "settings(max_examples=40)",
        "settings(deadline=None)",
        "settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])",
        "old = timezone.now() - timedelta(seconds=121)",
        "now = time.time()",
        "CODE = '''\nimport time\nwhile True:\n    time.sleep(0.05)\n'''",
    ],
)
def test_what_is_counted_or_awaited_is_not(text: str) -> None:
    assert timed(text) == []
