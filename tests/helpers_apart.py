"""Work that is well behaved, and work that is not: what a process apart is asked for in tests."""

from __future__ import annotations

import os
import time

from sigai.base import Place, Severity, UserError, problem

PROBLEM = problem("B990", Severity.ERROR, zh="错在 {given}", en="wrong: {given}", advice_zh="改", advice_en="mend")


def add(one: int, other: int) -> int:
    return one + other


def whose() -> tuple[int, int]:
    return os.getpid(), os.nice(0)


def refuse() -> None:
    raise UserError([PROBLEM.at(Place("a.csv", row=3, column="值"), given="x")])


def stumble() -> None:
    raise KeyError("nothing of the user's")


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    while True:
        time.sleep(60)


def swell() -> int:
    return len([bytearray(1 << 20) for _ in range(4096)])


def abort() -> None:
    os.abort()


def say_too_much() -> bytes:
    return bytes(3 << 20)
