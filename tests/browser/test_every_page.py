"""Every page of the view cases, in both languages, at a desk and on a telephone.

axe finds nothing grave, nothing has to be pushed sideways, the browser complains of nothing, nobody has to read ids,
raw months, words of Python or, on English pages, Chinese that is not the content's own. The pages that one role sees
share a site and a run. A page is opened in Chinese at a desk and in English on a telephone, then made as narrow or as
wide as the other.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from helpers_browser import Visit, Visitor
from helpers_reading import left_over, words_in
from helpers_web import person, web_content
from sigai_web.journal.writing import SYSTEM
from sigai_web.permissions import Role
from sigai_web.runs.calculating import request_run
from sigai_web.runs.computing import carry_out
from view_cases import CASES
from view_cases.case import Case


def is_page(case: Case) -> bool:
    return case.english and "get" in case.answers


def reader(case: Case) -> Role:
    return next(role for role in Role if role in case.who)


PAGES = [name for name, case in CASES.items() if is_page(case)]
READERS = sorted({reader(CASES[name]) for name in PAGES}, key=list(Role).index)
SHARE = 8
"""So many pages stand in one test: enough to share what they need, few enough to see which of them fails."""


FOR_PROGRAMS = frozenset(("/api/docs",))
"""Pages about programs name things as programs do."""
KNOWN = words_in(web_content()) | words_in(["乙县一厂", "丙县一厂", "某人", "示例数据", "称号"])


def shares() -> Iterator[tuple[Role, tuple[str, ...]]]:
    for role in READERS:
        seen = [name for name in PAGES if reader(CASES[name]) is role]
        yield from ((role, tuple(seen[at : at + SHARE])) for at in range(0, len(seen), SHARE))


def faults(visitor: Visitor, path: str, *, english: bool) -> list[str]:
    """What is wrong with a page as it is opened, and when the window is made as narrow or as wide as the other one."""
    visitor.resizes(phone=visitor.phone)
    if (status := visitor.opens(path).status) != 200:
        return [str(status)]
    found = [] if path in FOR_PROGRAMS else left_over(visitor.texts(), english=english, known=KNOWN)
    for phone in (visitor.phone, not visitor.phone):
        visitor.resizes(phone=phone)
        found += visitor.accessibility_faults()
        found += [f"too wide for a {'phone' if phone else 'desk'}: {what}" for what in visitor.too_wide()]
    return found


@pytest.mark.parametrize(
    ("role", "names"), list(shares()), ids=lambda value: " ".join(value) if isinstance(value, tuple) else value
)
def test_is_sound(role: Role, names: tuple[str, ...], visit: Visit) -> None:
    carry_out(request_run(SYSTEM, because="test"))
    user, other = person(role), person(Role.LEADER, name="other", granted=False)
    visitors = {"zh-hans": visit(user), "en": visit(user, language="en", phone=True)}
    found = []
    for name in names:
        path = reverse(name, args=CASES[name].arguments(other, other.memberships.get()))
        for language, visitor in visitors.items():
            found += [f"{path} {language}: {fault}" for fault in faults(visitor, path, english=language == "en")]
    assert not found, "\n".join(found)


def test_the_sign_in_page_is_sound(visit: Visit) -> None:
    for language in ("zh-hans", "en"):
        visitor = visit(language=language, phone=language == "en")
        assert visitor.opens("/sign-in").status == 200
        assert visitor.accessibility_faults() == []
        assert visitor.too_wide() == []
