"""What words find of reporting: forms, by what they and their measures are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from sigai.programme import Form
from sigai_web import programme
from sigai_web.language import choose, language, period_said
from sigai_web.manifests import Hit, Hits, SearchKind
from sigai_web.pages.searching import best
from sigai_web.permissions import allowed
from sigai_web.reporting.operations import REPORTING_WATCH
from sigai_web.reporting.register import register
from sigai_web.reporting.report_status import all_duties, parts_for
from sigai_web.store.operations import FIGURE_APPROVE, FIGURE_READ, FIGURE_REPORT


def _forms(user: Any, words: Sequence[str], most: int) -> Hits:
    """Forms: one's own sheet of the newest period, else the page on which somebody sees who has reported."""
    content = programme.current()

    def texts(form: Form) -> Sequence[str]:
        measures = [content.measure_by_id[name].name for name in form.measures]
        return form.name.zh, form.name.en, form.id, *(name[said] for name in measures for said in ("zh", "en"))

    met = best(content.forms, words, texts, most)
    if not met:
        return Hits(())
    own = _own_sheets(user)
    hits = []
    for form in met:
        if form.id in own:
            hits.append(own[form.id])
        elif (address := _list_of(user, form)) is not None:
            hits.append(Hit(form.name[language()], address, choose("报表", "form")))
    return Hits(hits)


def _own_sheets(user: Any) -> dict[str, Hit]:
    """Of each form that somebody fills in, the newest sheet."""
    known = register()
    found: dict[str, Hit] = {}
    for duty in all_duties(known, parts_for(user, FIGURE_REPORT, known)):
        if duty.form.id not in found:
            said = f"{known.name(duty.reporter, language())} {period_said(duty.period)}"
            found[duty.form.id] = Hit(duty.form.name[language()], reverse("sheet", args=duty.key), said)
    return found


def _list_of(user: Any, form: Form) -> str | None:
    for operation, page in ((REPORTING_WATCH, "coverage"), (FIGURE_APPROVE, "approving")):
        if allowed(user, operation):
            return f"{reverse(page)}?{urlencode({'form': form.id})}"
    return None


SEARCH = (SearchKind(operation=FIGURE_READ, zh="报表", en="Forms", found=_forms, order=110),)
