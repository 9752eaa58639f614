"""What people are told: whom, once, when, what it says, the bell, and who was reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpers_api import Program
from helpers_reporting import APPROVER, CLERK, KEY, assignment, submitted
from helpers_web import browser, person, stranger
from sigai.programme import Text
from sigai_web.accounts.holders import who_may
from sigai_web.accounts.models import User
from sigai_web.clock import today
from sigai_web.journal.models import JournalEntry
from sigai_web.manifests import MessageKind
from sigai_web.messages import sending
from sigai_web.messages.models import Contact, Delivery, Message
from sigai_web.messages.reached import for_the_group, reached_on, told_on
from sigai_web.messages.telling import News, read, tell, unread
from sigai_web.messages.timing import goes_at
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


AT = "2022-10-12T{}:00+08:00"


class TestTiming:
    """When what is told goes out, by the site's clock: quiet from 21 until 8, the digest at 9."""

    @pytest.mark.parametrize(
        ("told", "urgent", "goes"),
        [
            ("20:59", True, "12 20:59"),
            ("21:00", True, "13 08:00"),
            ("23:59", True, "13 08:00"),
            ("00:00", True, "12 08:00"),
            ("07:59", True, "12 08:00"),
            ("08:00", True, "12 08:00"),
            ("08:01", True, "12 08:01"),
            ("08:59", False, "12 09:00"),
            ("09:00", False, "13 09:00"),
            ("09:01", False, "13 09:00"),
            ("23:00", False, "13 09:00"),
        ],
    )
    def test_by_the_hour(self, told: str, urgent: bool, goes: str) -> None:
        at = goes_at(Contact(), datetime.fromisoformat(AT.format(told)), urgent=urgent)
        assert f"{timezone.localtime(at):%d %H:%M}" == goes

    @pytest.mark.parametrize(
        ("quiet", "digest", "told", "goes"),
        [
            ((12, 14), 13, "11:00", "12 14:00"),
            ((12, 14), 14, "11:00", "12 14:00"),
            ((12, 12), 13, "13:30", "13 13:00"),
            ((0, 23), 22, "12:00", "12 23:00"),
        ],
    )
    def test_a_digest_in_the_quiet_hours_goes_after_them(
        self, quiet: tuple[int, int], digest: int, told: str, goes: str
    ) -> None:
        contact = Contact(quiet_from=quiet[0], quiet_until=quiet[1], digest_at=digest)
        at = goes_at(contact, datetime.fromisoformat(AT.format(told)), urgent=False)
        assert f"{timezone.localtime(at):%d %H:%M}" == goes

    def test_one_digest_a_day_in_one_letter(self, filled: None, settings: Any) -> None:
        settings.EMAIL_HOST = "mail.example.cn"
        mine = person(Role.ENTERPRISE_REPORTER)
        User.objects.filter(pk=mine.pk).update(email="x@example.cn")
        for key in "abc":
            tell(APPROVER, [mine.pk], news(key))
        (at,) = set(Delivery.objects.values_list("goes_at", flat=True))
        assert at > timezone.now() and timezone.localtime(at).hour == 9
        sending.send_waiting.call()
        assert mail.outbox == []
        Delivery.objects.update(goes_at=timezone.now())
        sending.send_waiting.call()
        (letter,) = mail.outbox
        assert letter.body.count("有事") == 3


class TestContact:
    def given(self, **more: str) -> dict[str, str]:
        hours = {"quiet_from": "22", "quiet_until": "7", "digest_at": "10"}
        return {"telephone": "0955-7012345", "by_mail": "on", **hours, **more}

    def test_what_one_says_is_kept_and_told_without_the_number(self, filled: None) -> None:
        mine = person(Role.ENTERPRISE_REPORTER)
        client = browser(mine)
        assert client.post(reverse("contact"), self.given()).status_code == 302
        kept = Contact.objects.get()
        assert (kept.user_id, kept.telephone, kept.by_mail, kept.by_group) == (mine.pk, "0955-7012345", True, False)
        assert (kept.quiet_from, kept.quiet_until, kept.digest_at) == (22, 7, 10)
        entry = JournalEntry.objects.get(action="contact.change")
        assert "telephone" in entry.after and "7012345" not in entry.after
        assert "0955-7012345" in client.get(reverse("contact")).content.decode()

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"telephone": "call me"}, "W640"),
            ({"telephone": "12345"}, "W640"),
            ({"telephone": "1" * 21}, "W640"),
            ({"quiet_from": "24"}, "W641"),
            ({"digest_at": "-1"}, "W641"),
            ({"digest_at": "٣"}, "W641"),
            ({"quiet_until": ""}, "W641"),
        ],
    )
    def test_what_is_no_number_is_refused(self, filled: None, wrong: dict[str, str], code: str) -> None:
        client = browser(person(Role.ENTERPRISE_REPORTER))
        answer = client.post(reverse("contact"), self.given(**wrong))
        assert answer.status_code == 422
        assert [issue.code for issue in answer.context["issues"]] == [code]
        assert not Contact.objects.exists()

    @pytest.mark.parametrize("telephone", ["", "123456", "+86 955 7012345", "1" * 20])
    def test_numbers_as_people_write_them(self, filled: None, telephone: str) -> None:
        client = browser(person(Role.ENTERPRISE_REPORTER))
        assert client.post(reverse("contact"), self.given(telephone=telephone)).status_code == 302

    def test_what_waits_follows_the_new_wishes(self, filled: None, settings: Any) -> None:
        settings.EMAIL_HOST, settings.SIGAI_WECOM = "mail.example.cn", "https://h/"
        mine = person(Role.ENTERPRISE_REPORTER)
        User.objects.filter(pk=mine.pk).update(email="x@example.cn")
        tell(APPROVER, [mine.pk], news())
        assert Delivery.objects.count() == 2
        browser(mine).post(reverse("contact"), self.given())
        (left,) = Delivery.objects.all()
        assert (left.way, timezone.localtime(left.goes_at).hour) == ("mail", 10)

    def test_what_waits_goes_at_an_earlier_hour_on_the_same_day(
        self, filled: None, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        """The queue is woken at the new hour, not only at the old one."""
        settings.EMAIL_HOST = "mail.example.cn"
        mine = person(Role.ENTERPRISE_REPORTER)
        User.objects.filter(pk=mine.pk).update(email="x@example.cn")
        now = timezone.localtime()
        later = {"digest_at": str((now.hour + 6) % 24), "quiet_from": "0", "quiet_until": "0", "by_mail": "on"}
        client = browser(mine)
        client.post(reverse("contact"), self.given(**later))
        with django_capture_on_commit_callbacks(execute=True):
            tell(APPROVER, [mine.pk], news())
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("contact"), self.given(**later | {"digest_at": str((now.hour + 2) % 24)}))
        woken = DBTaskResult.objects.order_by("run_after").values_list("run_after", flat=True)
        assert woken[0] == Delivery.objects.get().goes_at < woken[1]


class TestReached:
    def test_the_office_sees_who_was_reached_and_by_which_way(self, filled: None, settings: Any) -> None:
        settings.EMAIL_HOST = "mail.example.cn"
        users = [person(Role.LEADER, name=name) for name in ("reads", "mailed", "failed", "waits", "alone")]
        for user in users[1:4]:
            User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.cn", name=f"人{user.username}")
        Contact.objects.create(user=users[2], telephone="0955-7012345")
        tell(APPROVER, [user.pk for user in users], news(words=Text(zh="密", en="x")))
        read(users[0])
        for user, state, outcome in ((users[1], "handed_over", ""), (users[2], "failed", "SMTPAuthenticationError")):
            Delivery.objects.filter(message__user=user).update(state=state, outcome=outcome)
        client = browser(person(Role.OFFICE))
        page = client.get(reverse("messages-reached"))
        assert {row.user.username: row.reached for row in page.context["rows"]} == {
            "reads": True,
            "mailed": True,
            "failed": False,
            "waits": False,
            "alone": False,
        }
        said = page.content.decode()
        assert "SMTPAuthenticationError" in said and "0955-7012345" in said and "密" not in said
        missed = client.get(reverse("messages-reached"), {"only": "missed"})
        assert [row.user.username for row in missed.context["rows"]] == ["failed", "waits", "alone"]
        assert missed.context["text"].splitlines()[0] == "人failed：有事"
        assert "7012345" not in missed.context["text"]

    def test_the_page_asks_as_often_however_many_were_told(
        self, filled: None, settings: Any, django_assert_max_num_queries: Any
    ) -> None:
        settings.EMAIL_HOST = "mail.example.cn"
        users = [person(Role.LEADER, name=f"l{number}") for number in range(12)]
        User.objects.update(email="x@example.cn")
        for key in "ab":
            tell(APPROVER, [user.pk for user in users], news(key))
        with django_assert_max_num_queries(3):
            assert len(reached_on(today())) == 12
        with django_assert_max_num_queries(2):
            counts = told_on(today(), [KIND])
        assert (counts.people, counts.read, counts.waiting) == (12, 0, 24)

    @pytest.mark.parametrize("number", [3, 4])
    def test_the_list_for_the_group_is_short(self, filled: None, number: int) -> None:
        mine = person(Role.LEADER)
        for key in range(number):
            tell(APPROVER, [mine.pk], news(str(key), subject=Text(zh=f"事{key}", en=f"T{key}")))
        text = for_the_group(reached_on(today()), said="zh")
        assert text == "某人：事0；事1；事2" + (" 等 4 件" if number == 4 else "")


def test_a_program_reads_ones_own_messages_and_marks_them_alone(filled: None) -> None:
    mine, others = person(Role.ENTERPRISE_REPORTER), stranger(Role.ENTERPRISE_REPORTER)
    for key in "ab":
        tell(APPROVER, [mine.pk, others.pk], news(key))
    program, theirs = Program(mine), Message.objects.filter(user=others).first()
    items = program.get("/messages").json()["items"]
    assert [(one["subject_zh"], one["read_at"]) for one in items] == [("有事", None), ("有事", None)]
    assert theirs is not None
    assert program.ask("post", "/messages/read", {"message": theirs.pk}).json() == {"unread": 2}
    assert program.ask("post", "/messages/read", {"message": items[0]["id"]}).json() == {"unread": 1}
    assert len(program.get("/messages?unread=true").json()["items"]) == 1
    assert program.ask("post", "/messages/read", {}).json() == {"unread": 0}
    assert unread(others) == 2
