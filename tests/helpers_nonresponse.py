"""A small invented city with complete figures, for tests of the bench that takes reporters out of it."""

from __future__ import annotations

from pathlib import Path

from helpers_demonstration import demonstration_content, indicator, measure, target
from helpers_programme import Content, load, write_programme
from sigai.demonstration import Roughness
from sigai.pipeline.nonresponse.book import Book, open_book
from sigai.pipeline.nonresponse.worlds import World, demonstration_world
from sigai.programme.programme import Programme


def nonresponse_content() -> Content:
    """The small demonstration with a growth rate and money that counties invest."""
    content = demonstration_content()
    content["measures"].append(measure("invested", "万元", "ytd", subject="county", first_two_together=True))
    content["indicators"] += [
        indicator("growth", "%", "growth(total(output))"),
        indicator("invested", "亿元", "total(invested)"),
    ]
    content["targets"] += [
        target("G", "growth", "%", {"2023": 6}, trajectory="constant"),
        target("V", "invested", "亿元", {"2021": 1, "2023": 2}),
    ]
    for one in content["targets"]:
        for step in one["tracks"][0]["steps"]:
            if not step["statements"]:
                step["assumed"] = "invented"
    return content


def nonresponse_programme(folder: Path) -> Programme:
    return load(folder, nonresponse_content())


def nonresponse_folder(folder: Path) -> Path:
    return write_programme(folder, nonresponse_content())


def small_world(programme: Programme, *, rough: bool = True, enterprises: int = 50, seed: int = 1) -> World:
    return demonstration_world(programme, seed=seed, enterprises=enterprises, rough=Roughness() if rough else None)


def small_book(programme: Programme, **more: object) -> Book:
    return open_book(small_world(programme, **more))  # type: ignore[arg-type]
