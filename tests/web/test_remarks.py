"""What there is to say about missing figures stands on the site where it is of use, in the reader's language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import caches

from helpers_web import browser, person
from sigai.base import Period
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import carry_out, request_run
from sigai_web.runs.results import of

LATE = Period.parse("2021-12")


@pytest.mark.django_db
class TestRemarks:
    def test_a_run_keeps_them_and_pages_show_them(self, filled: None) -> None:
        caches["parts"].clear()
        run = carry_out(request_run(SYSTEM, because="test", as_of=LATE))
        found = {one.code: one for one in of(run).finished.issues}
        assert "A001" in found, "nobody reported the last month"
        assert "findings.json" in run.files, "sealed with the run's other files"
        office = browser(person(Role.OFFICE))
        page = office.get(f"/month?month={LATE}").content.decode()
        assert "缺数要知道的" in page
        assert found["A001"].what["zh"] in page
        assert found["A001"].advice["zh"] in page
        assert "缺数要知道的" not in office.get("/month?month=2021-10").content.decode(), "of another month"
        assert found["A001"].what["zh"] in office.get("/cockpit").content.decode()

    def test_the_cockpit_names_no_enterprise_and_others_see_no_list(self, filled: None) -> None:
        caches["parts"].clear()
        run = carry_out(request_run(SYSTEM, because="test", as_of=LATE))
        leader = browser(person(Role.LEADER))
        assert "缺数要知道的" not in leader.get(f"/month?month={LATE}").content.decode()
        cockpit = leader.get("/cockpit").content.decode()
        named = [one.what["zh"] for one in of(run).finished.issues if one.code not in ("A001", "A006")]
        assert not any(sentence in cockpit for sentence in named)

    def test_they_speak_english(self, filled: None) -> None:
        caches["parts"].clear()
        run = carry_out(request_run(SYSTEM, because="test", as_of=LATE))
        client = browser(person(Role.OFFICE))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        page = client.get(f"/month?month={LATE}").content.decode()
        assert "What to know about missing figures" in page
        assert next(one for one in of(run).finished.issues if one.code == "A001").what["en"] in page
