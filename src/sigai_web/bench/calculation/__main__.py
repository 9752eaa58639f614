"""`python -m sigai_web.bench.calculation`: the demonstration city, the worker as a process, forms accepted.

Exit code 1 where results follow later than the limit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

MOST_SECONDS, MOST_OF_LARGER = 5.0, 8.0
"""From the end of an acceptance until the results that pages read hold its figures; in a city ten times as large."""
CITY = 200
"""The enterprises of the demonstration city."""


def bench(
    out: Annotated[Path, typer.Option(help="文件夹 · folder")] = Path("out/bench-calculation"),
    enterprises: Annotated[int, typer.Option(help="企业数 · enterprises", min=1)] = CITY,
) -> None:
    """测速：核收之后多久结果更新 · how soon results follow an acceptance."""
    home = out / "home"
    shutil.rmtree(home, ignore_errors=True)
    os.environ["SIGAI_HOME"] = str(home)
    os.environ["SIGAI_MODE"] = "demonstration"
    os.environ.setdefault("SIGAI_TODAY", "2022-10-12")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sigai_web.settings.site"
    subprocess.run([sys.executable, "-m", "sigai_web", "setup"], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    from sigai_web.bench.calculation.following import accept_all, prepare, working

    slowest, most = 0.0, MOST_SECONDS if enterprises <= CITY else MOST_OF_LARGER
    typer.echo(f"{enterprises} 家企业 · enterprises; 上限 · at most {most:.0f} s")
    typer.echo(f"  全部重算 · a full calculation: {prepare(out / 'data', enterprises)}")
    with working() as worker:
        for name, seconds in accept_all(worker):
            slowest = max(slowest, seconds.clock)
            mark = "" if seconds.clock <= most else "   ✖"
            typer.echo(f"  核收后 · after the acceptance of {name}: {seconds}{mark}")
    raise typer.Exit(0 if 0 < slowest <= most else 1)


if __name__ == "__main__":
    typer.run(bench)
