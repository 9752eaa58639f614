"""The main pages with addresses that show something, and how many queries each asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sigai.base import InternalError
from sigai.programme import Form
from sigai_web import programme
from sigai_web.bench.city import Person
from sigai_web.clock import month_now
from sigai_web.store.models import Entity, RecordEntry

EMPTY = "about"
"""A signed-in page with the frame around it and nothing in it."""


@dataclass(frozen=True, slots=True)
class MainPage:
    """A page by the name of its view; `of_reporters` is one that reporters open, each their own."""

    name: str
    path: str
    of_reporters: bool = False


def main_pages() -> list[MainPage]:
    """What the office opens every day, on the fullest things there are."""
    content, month = programme.current(), month_now(programme.current())
    target = content.targets[0].id
    ledger = Counter(RecordEntry.objects.values_list("ledger", flat=True)).most_common(1)[0][0]
    record = RecordEntry.objects.filter(ledger=ledger).order_by("pk")[0]
    enterprise = Entity.objects.filter(kind="enterprise").order_by("pk")[0]
    county = next(area.code for area in content.areas if area.kind == "county")
    unit = Counter(task.lead for task in content.tasks if task.lead).most_common(1)[0][0]
    arguments: dict[str, list[object]] = {
        "cockpit": [],
        "targets": [],
        "target": [target],
        "explain": [target, content.head.area, str(month)],
        "tasks": [],
        "units": [],
        "unit": [unit],
        "areas": [],
        "area": [county],
        "enterprises": [],
        "enterprise": [enterprise.pk],
        "month": [],
        "month-debts": [],
        "coverage": [],
        "accepting": [],
        "ledgers": [],
        "ledger": [ledger],
        "record": [record.pk],
        "runs": [],
    }
    return [MainPage(name, reverse(name, args=given)) for name, given in arguments.items()]


def monthly_form() -> Form:
    """The form that every enterprise fills in every month."""
    return next(
        form for form in programme.current().forms if form.reporter == "enterprise" and form.frequency == "month"
    )


def queries(path: str, person: Person) -> int:
    """How many queries a page asks, once its server is warm."""
    name, _, value = person.cookie.partition("=")
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[name] = value
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise InternalError(f"{path} answers {answer.status_code}")
    return len(asked)
