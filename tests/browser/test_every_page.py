"""Every page of the view cases, in both languages, at a desk and on a telephone.

axe finds nothing grave, nothing has to be pushed sideways, the browser complains of nothing.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from helpers_browser import Visit
from helpers_web import person
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out
from view_cases import CASES
from view_cases.case import Case


def is_page(case: Case) -> bool:
    return case.english and "get" in case.answers


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if is_page(case)])
def test_is_sound(name: str, visit: Visit) -> None:
    carry_out(request_run(SYSTEM, because="test"))
    case = CASES[name]
    user = person(next(role for role in Role if role in case.who))
    other = person(Role.LEADER, name="other", granted=False)
    path = reverse(name, args=case.arguments(other, other.memberships.get()))
    found = []
    for language in ("zh-hans", "en"):
        for phone in (False, True):
            visitor = visit(user, language=language, phone=phone)
            assert visitor.opens(path).status == 200
            place = f"{path} {language} {'phone' if phone else 'desk'}"
            found += [f"{place}: {fault}" for fault in visitor.accessibility_faults()]
            found += [f"{place}: wider than the screen: {what}" for what in visitor.too_wide()]
    assert not found, "\n".join(found)


def test_the_sign_in_page_is_sound(visit: Visit) -> None:
    for language in ("zh-hans", "en"):
        visitor = visit(language=language, phone=language == "en")
        assert visitor.opens("/sign-in").status == 200
        assert visitor.accessibility_faults() == []
        assert visitor.too_wide() == []
