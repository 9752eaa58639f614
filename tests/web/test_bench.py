"""The bench measures what it says: percentiles, and what it calls lost."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from helpers_runs_web import finished_run
from helpers_web import OURS
from sigai.base import Period
from sigai_web.bench.calculation.following import processor_seconds, shown
from sigai_web.bench.load import Answers
from sigai_web.bench.pages import EMPTY
from sigai_web.bench.submitting import Submitted
from sigai_web.journal.writing import SYSTEM
from sigai_web.store.figures import NewFigure, write_figures


def test_percentiles_are_of_the_answers_that_came() -> None:
    answers = Answers([index / 100 for index in range(100, 0, -1)], [200] * 100)
    assert answers.percentile(0.5) == 0.5
    assert answers.percentile(0.95) == 0.95
    assert Answers([3.0], [200]).percentile(0.95) == 3.0


@pytest.mark.parametrize("fault", [{"sheets": 49}, {"cells": 349}, {"entries": 49}, {"unbroken": False}, {"sent": 51}])
def test_anything_that_is_not_there_whole_is_lost(fault: dict[str, int]) -> None:
    whole = Submitted(50, Answers([1.0] * 50, [302] * 50), 50, 350, 350, 50, unbroken=True)
    assert not whole.lost
    assert replace(whole, **fault).lost  # type: ignore[arg-type]


def test_a_form_that_its_rules_send_back_is_not_lost() -> None:
    kept = Submitted(50, Answers([1.0] * 50, [302] * 49 + [422]), 49, 350, 350, 49, unbroken=True)
    assert not kept.lost
    assert replace(kept, answers=Answers([1.0] * 50, [302] * 49 + [0])).lost


def test_there_is_an_empty_page() -> None:
    assert reverse(EMPTY)


def test_processor_time_is_that_of_a_process() -> None:
    """It grows with the work of the process asked about, and with no other's."""
    ours, parents = processor_seconds(os.getpid()), processor_seconds(1)
    assert any(sum(range(100_000)) and processor_seconds(os.getpid()) > ours for _ in range(10_000))
    assert parents <= processor_seconds(1) != processor_seconds(os.getpid())


@pytest.mark.django_db
def test_a_figure_is_shown_once_a_run_has_read_it(filled: None) -> None:
    assert not shown(0)
    finished_run()
    figure = NewFigure(OURS, "power", Period.parse("2021-09"), Decimal(5), None)
    (written,) = write_figures(SYSTEM, [figure], action="figure.report", about="x")
    assert not shown(written.revision)
    finished_run()
    assert shown(written.revision)
