"""`python -m sigai_web.bench`: main pages under load beside an empty one; fifty reporters at once.

Exit code 1 where a limit is passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

MOST_TIMES = 5.0
"""The p95 of a main page, in p95s of the empty page of the same server in the same run."""
MOST_QUERIES = 30
MOST_SECONDS_TO_START = 3.0
"""From the start of the server until its first page is there."""
_LOOK_EVERY = 0.05
_PEOPLE = 50
_EACH = 3


def bench(
    out: Annotated[Path, typer.Option(help="文件夹 · folder of the city")] = Path("out/bench-web"),
    workers: Annotated[int, typer.Option(min=1, help="进程数 · processes of the server")] = 2,
    port: Annotated[int, typer.Option(help="端口 · port")] = 8199,
) -> None:
    """测速：十倍于演示的城市，五十人同时 · a city ten times the demonstration's, fifty people at once."""
    os.environ.setdefault("SIGAI_HOME", str(out / "home"))
    os.environ["SIGAI_MODE"] = "demonstration"
    os.environ.setdefault("SIGAI_TODAY", "2022-10-12")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sigai_web.settings.site"
    _run("sigai_web", "setup")
    import django

    django.setup()
    from sigai_web.bench import city

    begun = time.perf_counter()
    city.build(out)
    typer.echo(f"城市已就绪 · the city is ready: {city.ENTERPRISES} {time.perf_counter() - begun:.0f} s")
    address = f"127.0.0.1:{port}"
    log, begun = out / "server.log", time.perf_counter()
    with log.open("wb") as stream:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "sigai_web", "serve", "--bind", address, "--workers", str(workers)],
            stdout=stream,
            stderr=stream,
        )
    try:
        _wait(address)
        started = time.perf_counter() - begun
        soon = started <= MOST_SECONDS_TO_START
        typer.echo(f"启动到第一页 · first page after a start: {started:.1f} s{'' if soon else '   ✖'}")
        good = _measure(port, log) and soon
    finally:
        server.terminate()
        server.wait(60)
    raise typer.Exit(0 if good else 1)


def _measure(port: int, log: Path) -> bool:
    from sigai_web import programme
    from sigai_web.bench import city
    from sigai_web.bench.load import Answers, get_all
    from sigai_web.bench.pages import EMPTY, MainPage, main_pages, monthly_form, queries
    from sigai_web.bench.submitting import submit_all
    from sigai_web.clock import month_now

    form, month = monthly_form(), month_now(programme.current())
    office, clerks = city.officers(_PEOPLE), city.reporters(form.id, str(month), _PEOPLE)
    reporting = [person for person, _ in clerks]
    pages = [
        *main_pages(),
        MainPage("reporting", "/reporting", of_reporters=True),
        MainPage("sheet", f"/reporting/{form.id}/{month}/{{}}", of_reporters=True),
    ]
    timed: dict[MainPage, Answers] = {}
    empty = Answers([], [])
    for number, page in enumerate(pages):
        people = reporting if page.of_reporters else office
        paths = [page.path.format(enterprise) for _, enterprise in clerks] if page.of_reporters else [page.path] * 50
        get_all(port, paths.__getitem__, people[:4], 2)  # every process opens what it keeps in memory
        timed[page] = get_all(port, paths.__getitem__, people, _EACH)
        if number % 3 == 0:
            again = get_all(port, lambda _: f"/{EMPTY}", office, _EACH)
            empty = Answers(empty.seconds + again.seconds, empty.statuses + again.statuses)
    base = empty.percentile(0.95)
    typer.echo(f"{'':12} {'p50 ms':>8} {'p95 ms':>8} {'× empty':>8} {'queries':>8}   {_PEOPLE} × {_EACH}")
    typer.echo(f"{EMPTY:12} {empty.percentile(0.5) * 1000:8.0f} {base * 1000:8.0f} {1:8.1f}")
    good = set(empty.statuses) == {200}
    for page, answers in timed.items():
        person, path = (reporting[0], page.path.format(clerks[0][1])) if page.of_reporters else (office[0], page.path)
        asked, times = queries(path, person), answers.percentile(0.95) / base
        fine = times <= MOST_TIMES and asked <= MOST_QUERIES and set(answers.statuses) == {200}
        good = good and fine
        typer.echo(
            f"{page.name:12} {answers.percentile(0.5) * 1000:8.0f} {answers.percentile(0.95) * 1000:8.0f} "
            f"{times:8.1f} {asked:8}{'' if fine else '   ✖'}"
        )
    done = submit_all(port, form, month, clerks)
    locked = log.read_text(encoding="utf-8").count("OperationalError")
    typer.echo(
        f"{done.sent} 人同时提交 · handed in at once: {done.taken} taken, {done.refused} refused, "
        f"{done.sheets} there, "
        f"{done.cells}/{done.expected_cells} cells, {done.entries} entries, {locked} locked, "
        f"journal {'unbroken' if done.unbroken else 'BROKEN'}; p95 {done.answers.percentile(0.95) * 1000:.0f} ms"
    )
    return good and not done.lost and not locked


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _wait(address: str) -> None:
    from http.client import HTTPConnection

    for _ in range(1200):
        try:
            connection = HTTPConnection(address, timeout=5)
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(_LOOK_EVERY)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    typer.run(bench)
