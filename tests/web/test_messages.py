"""What people are told: whom, once, what it says, and the bell."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from helpers_reporting import APPROVER, CLERK, KEY, assignment, submitted
from helpers_web import browser, person, stranger
from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.accounts.models import User
from sigai_web.manifests import MessageKind
from sigai_web.messages.models import Message
from sigai_web.messages.telling import News, tell, unread
from sigai_web.permissions import ROLES, Operation, Role, allowed
from sigai_web.reporting import services
from sigai_web.store.operations import FIGURE_ACCEPT, FIGURE_APPROVE, FIGURE_REPORT

pytestmark = pytest.mark.django_db

KIND = MessageKind("something", "某事", "something", order=1)


def news(key: str = "a", **more: Any) -> News:
    given = {"kind": KIND, "key": key, "subject": Text(zh="有事", en="A thing"), "address": "/about", **more}
    return News(**given)


def returned() -> None:
    services.give_back(APPROVER, assignment(), seen=submitted().version, comment="单位应为万元", stage="submitted")


class TestTelling:
    def test_nobody_is_told_the_same_twice_nor_what_they_did_themselves(self, filled: None) -> None:
        one, other, closed = (person(Role.LEADER, name=name) for name in ("one", "other", "closed"))
        User.objects.filter(pk=closed.pk).update(is_active=False)
        everybody = [one.pk, other.pk, closed.pk]
        assert tell(APPROVER, [one.pk], news()) == 1
        assert tell(APPROVER, everybody, news()) == 1
        assert tell(APPROVER, everybody, news()) == 0
        assert tell(CLERK, everybody, news("b")) == 2
        assert list(Message.objects.order_by("pk").values_list("user_id", "key")) == [
            (one.pk, "a"),
            (other.pk, "a"),
            (one.pk, "b"),
            (other.pk, "b"),
        ]
        assert [unread(user) for user in (one, other, closed)] == [2, 2, 0]

    def test_a_returned_sheet_tells_its_own_reporters_with_the_comment(self, filled: None) -> None:
        mine, others = person(Role.ENTERPRISE_REPORTER), stranger(Role.ENTERPRISE_REPORTER)
        returned()
        told = Message.objects.get()
        assert (told.user_id, told.kind, told.words_zh) == (mine.pk, "sheet.returned", "单位应为万元")
        assert told.address == reverse("sheet", args=KEY)
        assert unread(others) == 0

    def test_what_is_undone_is_not_told(self, filled: None) -> None:
        person(Role.ENTERPRISE_REPORTER)
        with pytest.raises(services.UserError):
            services.give_back(APPROVER, assignment(), seen=99, comment="?", stage="submitted")
        assert not Message.objects.exists()


@pytest.mark.parametrize("operation", [FIGURE_REPORT, FIGURE_APPROVE, FIGURE_ACCEPT])
def test_whoever_may_do_something_is_found_and_nobody_else(filled: None, operation: Operation) -> None:
    everybody = [user for role in Role if ROLES[role].scope != "programme" for user in (person(role), stranger(role))]
    everybody += [person(role) for role in Role if ROLES[role].scope == "programme"]
    subject = assignment().subject
    may = [user for user in everybody if allowed(user, operation, subject)]
    assert may
    assert who_may(operation, subject) == sorted(user.pk for user in may)
    for role in Role:
        wanted = sorted(user.pk for user in may if role in user.roles())
        assert who_may(operation, subject, {role}) == wanted
    person(next(iter(operation.roles)), name="proposed", granted=False)
    assert len(who_may(operation, subject)) == len(may)


class TestPages:
    def test_the_bell_counts_what_is_not_read_and_opening_it_leads_on(self, filled: None) -> None:
        mine = person(Role.ENTERPRISE_REPORTER)
        returned()
        tell(APPROVER, [mine.pk], news(address="/account"))
        client = browser(mine)
        page = client.get(reverse("messages")).content.decode()
        assert "<b>2</b>" in page
        assert "单位应为万元" in page
        first, last = Message.objects.order_by("pk")
        opened = client.post(reverse("message-open", args=[first.pk]))
        assert opened["Location"] == reverse("sheet", args=KEY)
        assert "<b>1</b>" in client.get(reverse("about")).content.decode()
        assert [row["message"] for row in client.get(reverse("messages"), {"unread": "1"}).context["rows"]] == [last]
        client.post(reverse("messages-read"))
        assert "<b>" not in client.get(reverse("about")).content.decode()

    def test_nobody_opens_the_messages_of_others(self, filled: None) -> None:
        mine, others = person(Role.ENTERPRISE_REPORTER), stranger(Role.ENTERPRISE_REPORTER)
        tell(APPROVER, [mine.pk], news())
        client = browser(others)
        assert client.post(reverse("message-open", args=[Message.objects.get().pk])).status_code == 404
        client.post(reverse("messages-read"))
        assert unread(mine) == 1
        assert client.get(reverse("messages")).context["rows"] == []

    def test_a_message_leads_nowhere_outside(self, filled: None) -> None:
        mine = person(Role.ENTERPRISE_REPORTER)
        tell(APPROVER, [mine.pk], news(address="https://elsewhere.example/"))
        opened = browser(mine).post(reverse("message-open", args=[Message.objects.get().pk]))
        assert opened["Location"] == reverse("messages")

    def test_the_bell_costs_one_query(self, filled: None, django_assert_num_queries: Any) -> None:
        mine = person(Role.ENTERPRISE_REPORTER)
        with django_assert_num_queries(1):
            assert unread(mine) == 0
