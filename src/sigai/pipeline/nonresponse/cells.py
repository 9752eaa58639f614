"""Who is late: the cells of the bench. What an entity owes on one form comes together or not at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sigai.pipeline.nonresponse.book import Book, Flags, Floats, Sheets

_FALLEN = 2 / 3
_OFTENER = 3.0
"""Who fell by a third against the same period of the year before is three times as often late."""
_DIVISION = 3

Kind = Literal["random", "largest", "industry", "county", "fallen"]


@dataclass(frozen=True, slots=True)
class TrialCell:
    """One way of being late. share: of sheets, for `largest` of amounts. times: how often it is drawn in a month."""

    name: str
    kind: Kind
    share: float = 0.0
    area: str = ""
    times: int = 1


CELLS = (
    TrialCell("random-5", "random", 0.05, times=2),
    TrialCell("random-15", "random", 0.15, times=2),
    TrialCell("random-30", "random", 0.30, times=2),
    TrialCell("random-50", "random", 0.50),
    TrialCell("largest-15", "largest", 0.15),
    TrialCell("largest-30", "largest", 0.30),
    TrialCell("fallen-15", "fallen", 0.15),
    TrialCell("fallen-30", "fallen", 0.30),
    TrialCell("industry", "industry", times=2),
    TrialCell("county", "county"),
)
"""All cells; `county` stands for one cell of each county."""


def cells_in(book: Book, cells: Iterable[TrialCell]) -> list[TrialCell]:
    """The cells of a programme: each of its counties is one."""
    counties = [area.code for area in book.world.programme.areas if area.kind == "county"]
    found: list[TrialCell] = []
    for cell in cells:
        if cell.kind == "county":
            found += [TrialCell(f"county-{code}", "county", area=code) for code in counties]
        else:
            found.append(cell)
    return found


def draw_late(book: Book, sheets: Sheets, cell: TrialCell, month: int, *, seed: int, time: int = 0) -> Flags:
    """Which sheets of a month are late; the same for the same seed."""
    random = np.random.default_rng([seed, zlib.crc32(cell.name.encode()), month, time])
    match cell.kind:
        case "random":
            return _share_of_each_form(sheets, random, cell.share)
        case "largest":
            return _largest(book, sheets, month, cell.share)
        case "fallen":
            return _fallen_oftener(book, sheets, month, cell.share, random)
        case "industry":
            industries = np.array([str(code or "")[:_DIVISION] for code in book.industries[sheets.entity]])
            named = np.unique(industries[industries != ""])
            return np.asarray(industries == (random.choice(named) if len(named) else None))
        case "county":
            inside = book.world.programme.areas_under(cell.area)
            return np.isin(book.areas[sheets.entity].astype(str), inside)


def _share_of_each_form(sheets: Sheets, random: np.random.Generator, share: float) -> Flags:
    """A share of the sheets of each form, the last one by chance, so that three counties lack 15 % on average, too."""
    late = np.zeros(len(sheets), dtype=np.bool_)
    for form in np.unique(sheets.form):
        here = np.flatnonzero(sheets.form == form)
        late[random.permutation(here)[: int(share * len(here) + random.random())]] = True
    return late


def _largest(book: Book, sheets: Sheets, month: int, share: float) -> Flags:
    """The largest of each form, one after the other, until they make up a share of its amounts.

    Nobody who would be half of it or more: that is a case of its own.
    """
    weight = amounts_of(book, sheets, month)
    late = np.zeros(len(sheets), dtype=np.bool_)
    for form in np.unique(sheets.form):
        here = np.flatnonzero(sheets.form == form)
        here = here[np.argsort(-weight[here], kind="stable")]
        here = here[weight[here] < 0.5]
        before = np.cumsum(weight[here]) - weight[here]
        late[here[before < share]] = True
    return late


def amounts_of(book: Book, sheets: Sheets, month: int) -> Floats:
    """What each sheet weighs in its form: its mean share in the amounts of the form's measures a year up to the month
    before."""
    column = month - book.first
    total, counted = np.zeros(len(sheets)), np.zeros(len(sheets))
    for name, form in zip(book.measures, book.form_of, strict=True):
        here = sheets.form == form
        if form < 0 or not here.any():
            continue
        past = np.abs(book.grids[name].rate[:, max(column - 12, 0) : column])
        size = np.nan_to_num(past).sum(axis=1)
        if size.sum() > 0:
            total[here] += (size / size.sum())[sheets.entity[here]]
            counted[here] += 1
    return np.divide(total, counted, out=np.zeros_like(total), where=counted > 0)


def _fallen_oftener(book: Book, sheets: Sheets, month: int, share: float, random: np.random.Generator) -> Flags:
    factor = np.where(movement_of(book, sheets, month) <= _FALLEN, _OFTENER, 1.0)
    late = np.zeros(len(sheets), dtype=np.bool_)
    for form in np.unique(sheets.form):
        here = sheets.form == form
        chance = np.minimum(share * factor[here] / factor[here].mean(), 1.0)
        late[here] = random.random(int(here.sum())) < chance
    return late


def movement_of(book: Book, sheets: Sheets, month: int) -> Floats:
    """Each sheet's amounts over those of the same period a year before: the mean over its measures; 1 where unknown."""
    column = month - book.first
    total, counted = np.zeros(len(sheets)), np.zeros(len(sheets))
    if column < 12:
        return np.ones(len(sheets))
    for name, form in zip(book.measures, book.form_of, strict=True):
        here = np.flatnonzero(sheets.form == form) if form >= 0 else np.zeros(0, dtype=np.int64)
        rate = book.grids[name].rate[sheets.entity[here]]
        known = (rate[:, column - 12] > 0) & ~np.isnan(rate[:, column])
        total[here[known]] += rate[known, column] / rate[known, column - 12]
        counted[here[known]] += 1
    return np.divide(total, counted, out=np.ones_like(total), where=counted > 0)
