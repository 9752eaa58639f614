"""The panel of who is worth chasing says what it counts, and that what it promises is an estimate."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from helpers_runs_web import AS_OF, ready_run
from helpers_web import browser, person
from sigai.base import Period
from sigai.progress import Chase, Missing
from sigai_web.permissions import Role
from sigai_web.reporting import chasing
from sigai_web.reporting.chasing import Worth, WorthChasing, worth_chasing
from sigai_web.reporting.register import register
from sigai_web.runs import results

MONTH = Period.parse("2022-09")
FOUND = WorthChasing(
    MONTH, (Worth("e1", "演示1号", 80, ("目标一", "目标二"), True),), ("e1",), held=33, whole=5, settles=31
)


def panel(language: str, found: WorthChasing = FOUND) -> str:
    with translation.override(language):
        html = render_to_string("reporting/_chasing.html", {"chasing": found, "found": {"month": MONTH}})
    return " ".join(html.split())


def test_the_count_says_of_which_areas_and_the_promise_is_an_estimate() -> None:
    said = panel("zh-hans")
    assert "33 项判断因缺数未定，各地区都计在内；其中全市 5 项。" in said
    assert "若其数与推算相近，预计可定 31 项。" in said
    english = panel("en")
    assert "all areas counted; of the whole area 5." in english
    assert "come near their estimates, they should settle about 31." in english


def test_targets_are_joined_as_the_language_does() -> None:
    assert "目标一、目标二" in panel("zh-hans")
    assert "目标一, 目标二" in panel("en")
    assert "目标一、" not in panel("en")


def test_wide_tables_scroll_in_themselves() -> None:
    """At 390 pixels the column of targets made the whole page wider than the window."""
    assert panel("en").index('<div class="scroll"') < panel("en").index("<table>")


@pytest.mark.django_db
def test_who_narrows_nothing_is_not_shown(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tuple(Missing(f"e{place}", narrows, ("T",)) for place, narrows in enumerate((2.0, 0.001)))
    lines = (("T", "1"), ("T", "11"))

    class Finished:
        as_of = MONTH

    class Results:
        finished, chase = Finished, Chase(missing, ("e0",), lines, ())

    monkeypatch.setattr(chasing, "current", lambda: Results)
    found = worth_chasing(register(), MONTH)
    assert found is not None
    assert [row.entity for row in found.rows] == ["e0"]
    assert (found.held, found.whole, found.settles) == (2, 1, 2)


@pytest.mark.django_db
def test_who_is_worth_chasing_is_worked_out_once_for_a_run(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finished run never changes; to weigh everybody who is missing anew for each reader was most of the page."""
    asked = list[Period]()

    def weigh(*_: object, as_of: Period, **__: object) -> Chase:
        asked.append(as_of)
        return Chase((), (), (), ())

    monkeypatch.setattr(results, "chase", weigh)
    ready_run()
    client = browser(person(Role.OFFICE))
    for path in ("/month", "/month"):
        assert client.get(f"{path}?month={AS_OF}").status_code == 200
    assert asked == [AS_OF]
    ready_run()
    client.get(f"/month?month={AS_OF}")
    assert asked == [AS_OF, AS_OF]
