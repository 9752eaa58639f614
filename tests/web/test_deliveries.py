"""Messages on their way: the queue, its retries, letters, and the forms of each way against a stub of its server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import logging
import smtplib
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpers_reporting import APPROVER
from helpers_web import person
from sigai.programme import Text
from sigai_web.accounts.models import User
from sigai_web.manifests import MessageKind
from sigai_web.messages import letters, sending, ways
from sigai_web.messages.models import Contact, Delivery
from sigai_web.messages.telling import News, read, tell
from sigai_web.permissions import Role

pytestmark = pytest.mark.django_db

URGENT = MessageKind("something", "某事", "something", order=1, urgent=True)
KEY = "SEC" + "k" * 40


class Hook(http.server.BaseHTTPRequestHandler):
    """A server that keeps what is posted to it, and answers as it is told."""

    answer, says = 200, b'{"errcode": 0, "code": 0}'
    got: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((self.path, dict(self.headers.items()), body))
        self.send_response(self.answer)
        if self.answer == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(self.says)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hook(settings: Any) -> Iterator[type[Hook]]:
    """The stub; its address with a secret in it is that of every way but mail, once a test asks for the way."""
    kind = type("OwnHook", (Hook,), {"got": []})
    server = http.server.HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kind.address = f"http://127.0.0.1:{server.server_port}/hook?key=a-secret"
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


def reader(name: str = "clerk", **more: Any) -> User:
    """Somebody whom a message may reach at any hour."""
    user = person(Role.ENTERPRISE_REPORTER, name=name)
    User.objects.filter(pk=user.pk).update(email=f"{name}@example.cn", name=f"人{name}")
    Contact.objects.create(user=user, quiet_from=0, quiet_until=0, **more)
    return user


def say(*people: User, key: str = "a", subject: str = "有事") -> None:
    told = News(
        kind=URGENT, key=key, subject=Text(zh=subject, en="A thing"), address="/about", words=Text(zh="密", en="x")
    )
    tell(APPROVER, [user.pk for user in people], told)


def states() -> list[tuple[str, str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("way", "state", "outcome"))


@pytest.fixture
def by_mail(filled: None, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"


class TestQueue:
    def test_one_letter_a_person_with_the_lines_alone(self, by_mail: None) -> None:
        one, other = reader(), reader("other")
        say(one, other)
        say(one, key="b", subject="另一件")
        for _ in range(2):
            sending.send_waiting.call()
        assert sorted(letter.to[0] for letter in mail.outbox) == ["clerk@example.cn", "other@example.cn"]
        body = mail.outbox[0].body
        assert "有事 · A thing" in body and "另一件" in body and "密" not in body
        assert set(states()) == {("mail", "handed_over", "")}

    def test_who_wants_none_or_has_no_address_gets_none(self, by_mail: None) -> None:
        one, other = reader(by_mail=False), reader("other")
        User.objects.filter(pk=other.pk).update(email="")
        say(one, other)
        assert states() == []

    def test_what_was_read_or_is_for_a_closed_account_does_not_go(self, by_mail: None) -> None:
        one, other = reader(), reader("other")
        say(one, other)
        read(one)
        User.objects.filter(pk=other.pk).update(is_active=False)
        sending.send_waiting.call()
        assert mail.outbox == []
        assert states() == [("mail", "read", ""), ("mail", "failed", "closed")]

    def test_what_was_taken_and_never_ended_is_not_sent_again_and_not_called_handed_over(self, by_mail: None) -> None:
        """A worker that died between handing over and writing it down."""
        say(reader())
        Delivery.objects.update(state="taken", at=timezone.now() - timedelta(minutes=14))
        sending.send_waiting.call()
        assert states() == [("mail", "taken", "")]
        Delivery.objects.update(at=timezone.now() - timedelta(minutes=16))
        sending.send_waiting.call()
        assert states() == [("mail", "failed", "interrupted")]
        assert mail.outbox == []

    def test_what_somebody_else_takes_is_not_sent_twice(self, by_mail: None, monkeypatch: pytest.MonkeyPatch) -> None:
        say(reader())
        seen = sending.letters

        def late(*given: Any) -> Any:
            batches = list(seen(*given))
            Delivery.objects.update(state="taken")
            return batches

        monkeypatch.setattr(sending, "letters", late)
        sending.send_waiting.call()
        assert mail.outbox == []

    def test_the_queue_is_looked_at_again_by_a_new_worker(self, by_mail: None) -> None:
        sending.take_up()
        assert not DBTaskResult.objects.exists()
        say(reader())
        for _ in range(3):
            sending.take_up()
        assert DBTaskResult.objects.count() == 1

    def waits(self, tries: int) -> list[int]:
        """After how many minutes the outbox is looked at again after a fault of the so-manieth try."""
        Delivery.objects.update(tries=tries, goes_at=timezone.now(), state="waiting")
        DBTaskResult.objects.all().delete()
        begun = timezone.now()
        sending.send_waiting.call()
        later = DBTaskResult.objects.filter(run_after__gt=begun).values_list("run_after", flat=True)
        return [round((at - begun).total_seconds() / 60) for at in later if at.year < 9999]

    def test_a_way_that_is_down_is_tried_again_with_growing_pauses(
        self, by_mail: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.WARNING)
        say(reader(), reader("other"))
        tried: list[str] = []

        def refuse(letter: Any) -> None:
            tried.append(letter.to[0])
            raise ConnectionRefusedError(letter.to[0])

        with monkeypatch.context() as broken:
            broken.setattr(ways.EmailMessage, "send", refuse)
            sending.send_waiting.call()
            assert len(tried) == 1, "nobody else waits for a server that is away"
            assert set(states()) == {("mail", "waiting", "ConnectionRefusedError"), ("mail", "waiting", "")}
            Delivery.objects.exclude(outcome="ConnectionRefusedError").delete()
            assert [self.waits(tries) for tries in (0, 1, 3, 7, 11)] == [[1], [2], [8], [120], [120]]
            assert self.waits(12) == []
            assert states() == [("mail", "failed", "ConnectionRefusedError")]
        assert "ConnectionRefusedError" in caplog.text and "example.cn" not in caplog.text

    @pytest.mark.parametrize(
        ("error", "again"),
        [
            (TimeoutError(), True),
            (smtplib.SMTPServerDisconnected(), True),
            (smtplib.SMTPResponseException(421, b"busy"), True),
            (smtplib.SMTPRecipientsRefused({"x": (450, b"later")}), True),
            (smtplib.SMTPRecipientsRefused({"x": (550, b"no")}), False),
            (smtplib.SMTPAuthenticationError(535, b"no"), False),
            (ValueError(), False),
        ],
    )
    def test_what_will_not_pass_is_not_tried_again(
        self, by_mail: None, monkeypatch: pytest.MonkeyPatch, error: Exception, again: bool
    ) -> None:
        def refuse(_: Any) -> None:
            raise error

        monkeypatch.setattr(ways.EmailMessage, "send", refuse)
        say(reader())
        assert self.waits(0) == ([1] if again else [])
        assert states() == [("mail", "waiting" if again else "failed", type(error).__name__)]

    @pytest.mark.parametrize("where", ["address", "subject"])
    def test_a_line_break_gets_into_no_letter(self, by_mail: None, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Into an address or a subject that holds one goes nothing: no header of somebody else's."""
        user = reader()
        if where == "address":
            User.objects.filter(pk=user.pk).update(email="clerk@example.cn\nBcc: x@example.cn")
        else:
            made = ways.Letter("提醒\nBcc: x@example.cn", "text", to="clerk@example.cn")
            monkeypatch.setattr(sending, "letter", lambda *_: made)
        say(user)
        sending.send_waiting.call()
        assert mail.outbox == []
        assert [state for _, state, _ in states()] == ["failed"]


class TestWebhook:
    def test_it_is_signed_and_says_the_same_for_programs(self, filled: None, settings: Any, hook: type[Hook]) -> None:
        settings.SIGAI_WEBHOOK, settings.SIGAI_WEBHOOK_KEY = hook.address, "k" * 32
        say(reader())
        sending.send_waiting.call()
        ((_, headers, body),) = hook.got
        told = json.loads(body)
        assert (told["kind"], told["to"]) == ("message", "clerk")
        assert [(one["kind"], one["zh"], one["address"]) for one in told["messages"]] == [
            ("something", "有事", "/about")
        ]
        at = headers["X-Sigai-Time"]
        assert abs(int(at) - time.time()) < 600
        own = hmac.new(b"k" * 32, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        assert headers["X-Sigai-Signature"] == f"sha256={own}"
        assert states() == [("webhook", "handed_over", "")]

    @pytest.mark.parametrize(
        ("answer", "state"), [(302, "failed"), (404, "failed"), (429, "waiting"), (500, "waiting"), (503, "waiting")]
    )
    def test_one_that_sends_away_or_fails_is_told(
        self, filled: None, settings: Any, hook: type[Hook], answer: int, state: str
    ) -> None:
        settings.SIGAI_WEBHOOK, hook.answer = hook.address, answer
        say(reader())
        sending.send_waiting.call()
        assert states() == [("webhook", state, f"HTTP {answer}")]


class TestGroups:
    def test_wecom(self, filled: None, settings: Any, hook: type[Hook]) -> None:
        settings.SIGAI_WECOM = hook.address
        say(reader(telephone="13900000001"), reader("other"))
        sending.send_waiting.call()
        ((path, _, body),) = hook.got
        assert path == "/hook?key=a-secret"
        told = json.loads(body)
        assert told["msgtype"] == "text"
        assert told["text"]["mentioned_mobile_list"] == ["13900000001"]
        assert told["text"]["content"].splitlines()[1:] == ["人clerk：", "- 有事", "人other：", "- 有事"]
        assert set(states()) == {("wecom", "handed_over", "")}

    def test_dingtalk_is_signed_in_its_address(self, filled: None, settings: Any, hook: type[Hook]) -> None:
        settings.SIGAI_DINGTALK, settings.SIGAI_DINGTALK_KEY = hook.address, KEY
        say(reader(telephone="13900000001"))
        sending.send_waiting.call()
        ((path, _, body),) = hook.got
        given = parse_qs(urlsplit(path).query)
        (at,), (sign,) = given["timestamp"], given["sign"]
        assert abs(int(at) / 1000 - time.time()) < 600
        own = hmac.new(KEY.encode(), f"{at}\n{KEY}".encode(), hashlib.sha256).digest()
        assert base64.b64decode(sign) == own
        told = json.loads(body)
        assert told["at"] == {"atMobiles": ["13900000001"]}
        assert "- 有事" in told["text"]["content"]
        assert states() == [("dingtalk", "handed_over", "")]

    def test_feishu_is_signed_in_its_body(self, filled: None, settings: Any, hook: type[Hook]) -> None:
        settings.SIGAI_FEISHU, settings.SIGAI_FEISHU_KEY = hook.address, KEY
        say(reader())
        sending.send_waiting.call()
        ((_, _, body),) = hook.got
        told = json.loads(body)
        own = hmac.new(f"{told['timestamp']}\n{KEY}".encode(), b"", hashlib.sha256).digest()
        assert base64.b64decode(told["sign"]) == own
        assert told["msg_type"] == "text" and "- 有事" in told["content"]["text"]
        assert states() == [("feishu", "handed_over", "")]

    @pytest.mark.parametrize(
        ("way", "says", "state", "outcome"),
        [
            ("WECOM", b'{"errcode": 93000, "errmsg": "a-secret"}', "failed", "errcode 93000"),
            ("WECOM", b'{"errcode": 45009}', "waiting", "errcode 45009"),
            ("WECOM", b'{"errcode": false}', "failed", "errcode ?"),
            ("WECOM", b"<html>", "failed", "errcode ?"),
            ("WECOM", b"", "failed", "errcode ?"),
            ("DINGTALK", b'{"errcode": 310000}', "failed", "errcode 310000"),
            ("DINGTALK", b'{"errcode": 130101}', "waiting", "errcode 130101"),
            ("FEISHU", b'{"code": 19021}', "failed", "errcode 19021"),
            ("FEISHU", b'{"code": 11232}', "waiting", "errcode 11232"),
            ("FEISHU", b'{"errcode": 0}', "failed", "errcode ?"),
        ],
    )
    def test_a_robot_that_refuses_with_status_200_was_not_reached(
        self,
        filled: None,
        settings: Any,
        hook: type[Hook],
        way: str,
        says: bytes,
        state: str,
        outcome: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        setattr(settings, f"SIGAI_{way}", hook.address)
        hook.says = says
        say(reader())
        sending.send_waiting.call()
        assert states() == [(way.lower(), state, outcome)]
        assert "a-secret" not in caplog.text

    def test_no_letter_is_larger_than_a_robot_takes_and_none_is_lost(
        self, filled: None, settings: Any, hook: type[Hook]
    ) -> None:
        settings.SIGAI_WECOM = hook.address
        people = [reader(f"p{number}") for number in range(9)]
        for number in range(6):
            say(*people, key=str(number), subject=f"第{number}件" + "长" * 30)
        say(people[0], key="long", subject="长" * 3000)
        sending.send_waiting.call()
        texts = [json.loads(body)["text"]["content"] for _, _, body in hook.got]
        assert 3 < len(texts) < 12
        assert max(len(text.encode()) for text in texts) <= 2048
        assert sum(text.count("- 第") for text in texts) == 54
        assert set(states()) == {("wecom", "handed_over", "")}

    def test_who_does_not_want_to_be_named_is_not(self, filled: None, settings: Any, hook: type[Hook]) -> None:
        settings.SIGAI_WECOM = hook.address
        say(reader(by_group=False))
        assert states() == []


def test_links_lead_to_the_site_where_it_has_a_name(by_mail: None, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS = True, [".example.cn", "sigai.example.cn"]
    say(reader())
    (one,) = Delivery.objects.select_related("message__user__contact")
    assert "https://sigai.example.cn/about" in letters.letter(ways.Way.MAIL, [one]).text
