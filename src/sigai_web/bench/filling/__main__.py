"""`python -m sigai_web.bench.filling`: an empty system is filled, and filled once more.

Exit code 1 where that takes longer than the limit, or where the second time changes anything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

MOST_SECONDS = 180.0


def bench(
    out: Annotated[Path, typer.Option(help="文件夹 · folder")] = Path("out/bench-thread"),
    enterprises: Annotated[int, typer.Option(help="企业数 · enterprises", min=1)] = 2000,
    lists: Annotated[int, typer.Option(help="名单数 · lists", min=1)] = 40,
) -> None:
    """测速：新系统装起来要多久 · how long a new system takes to be filled."""
    shutil.rmtree(out, ignore_errors=True)
    os.environ["SIGAI_HOME"] = str(out / "home")
    os.environ["SIGAI_MODE"] = "demonstration"
    os.environ.setdefault("SIGAI_TODAY", "2022-10-12")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sigai_web.settings.site"
    subprocess.run([sys.executable, "-m", "sigai_web", "setup"], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    from sigai_web.bench.filling.steps import counts, fill, invent

    ids = invent(out / "data", enterprises)
    total, first = 0.0, dict[str, int]()
    for again in (False, True):
        typer.echo("再一次 · once more" if again else f"{enterprises} 家企业 · enterprises, {lists} 个名单 · lists")
        for name, seconds, new in fill(out / "data", ids, lists):
            total += 0.0 if again else seconds
            typer.echo(f"  {name}: {seconds:.1f} s, {new} new")
        first = first or counts()
    same = first == counts()
    typer.echo(f"{total:.1f} s; 上限 · at most {MOST_SECONDS:.0f} s; {first}; 再一次不变 · the same once more: {same}")
    raise typer.Exit(0 if total <= MOST_SECONDS and same else 1)


if __name__ == "__main__":
    typer.run(bench)
