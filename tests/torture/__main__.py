"""`python -m torture`: prints a row for every round, and ends with 1 where something was lost, double or broken."""

from __future__ import annotations

import itertools
import random
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from torture.book import Book, Duty
from torture.clients import Writer
from torture.rounds import HEAD, Row, one_round
from torture.site import Site, site
from torture.strikes import STRIKES

_EACH = 12
"""Enterprises for every writer, each with a sheet a month: more than a writer fills in a run of ordinary length."""
_MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)][:-2]
_MOST_WORDS = 20


def torture(
    rounds: Annotated[int, typer.Option(min=1, help="rounds, one kind of strike after the other")] = 14,
    seconds: Annotated[float, typer.Option(min=1, help="seconds of load in each")] = 15,
    seed: Annotated[int, typer.Option(help="of the moments and the figures")] = 1,
    writers: Annotated[int, typer.Option(min=1, help="how many report at once")] = 6,
    only: Annotated[str, typer.Option(help=f"one kind alone: {', '.join(STRIKES)}")] = "",
) -> None:
    """A real site under load, killed, filled up and restarted; whatever was acknowledged must be there exactly once."""
    if only and only not in STRIKES:
        raise typer.BadParameter(f"{only} is none of {', '.join(STRIKES)}")
    kinds = [only] if only else list(STRIKES)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # told to end, it still ends its processes and its disk
    with tempfile.TemporaryDirectory(prefix="sigai-torture-") as folder, site(Path(folder)) as made:
        database = "PostgreSQL" if made.installation.database else "SQLite"
        typer.echo(f"database: {database}; seed {seed}; {writers} writers")
        rows = list(_rows(made, rounds, seconds, seed, _writers(made, writers, seed), kinds))
    typer.echo(_line(["all", *(str(sum(int(row.cells()[i]) for row in rows)) for i in range(1, len(HEAD)))]))
    sound = bool(rows) and all(row.sound for row in rows)
    typer.echo("none lost, none double" if sound else "FAILED: see the rounds above")
    raise typer.Exit(0 if sound else 1)


def _writers(made: Site, writers: int, seed: int) -> tuple[Book, Sequence[Writer]]:
    tokens, book = made.fill(writers, _EACH), Book()
    made.start_server()
    made.start_worker()
    return book, [Writer(own, _duties(own), book, f"{seed} {number}") for number, own in enumerate(tokens)]


def _duties(own: dict[str, Any]) -> Iterator[Duty]:
    return (Duty(who, month) for month, who in itertools.product(_MONTHS, own["reporters"]))


def _rows(
    made: Site, rounds: int, seconds: float, seed: int, crew: tuple[Book, Sequence[Writer]], kinds: Sequence[str]
) -> Iterator[Row]:
    book, writers = crew
    chance = random.Random(seed)
    if not made.has_small_disk:
        typer.echo("SKIPPED: the disk full (a small disk can be mounted by root only)")
        kinds = [kind for kind in kinds if kind != "disk full"]
    typer.echo(_line(HEAD))
    for kind in itertools.islice(itertools.cycle(kinds), rounds):
        row = one_round(made, kind, writers, book, chance, seconds)
        typer.echo(_line(row.cells()))
        for words in row.words[:_MOST_WORDS]:
            typer.echo(f"  ! {words}")
        yield row


def _line(cells: Sequence[str]) -> str:
    first, *others = cells
    return "  ".join([first.ljust(18), *(cell.rjust(len(head)) for cell, head in zip(others, HEAD[1:], strict=True))])


if __name__ == "__main__":
    typer.run(torture)
